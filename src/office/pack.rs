//! The container of office formats: a ZIP file with its parts, the same for the same parts.

use std::io::{Cursor, Write as _};

use zip::{CompressionMethod, DateTime, ZipWriter, result::ZipError, write::SimpleFileOptions};

use super::WriteFault;

/// The part that says what the file is, in the open format: programs look for its words at a fixed place, so it comes first
/// and stands there as it is.
pub(super) const KIND: &str = "mimetype";

/// Packs parts, in this order.
///
/// # Errors
/// When there is more than fits.
pub(super) fn pack(parts: &[(&str, &[u8])]) -> Result<Vec<u8>, WriteFault> {
    write(parts).map_err(|fault| WriteFault(fault.to_string()))
}

fn write(parts: &[(&str, &[u8])]) -> Result<Vec<u8>, ZipError> {
    // When a part was made would make two files of one; the document says itself when it was.
    let options = SimpleFileOptions::default().last_modified_time(DateTime::default());
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in parts {
        let method = if *name == KIND { CompressionMethod::Stored } else { CompressionMethod::Deflated };
        zip.start_file(*name, options.compression_method(method))?;
        zip.write_all(bytes)?;
    }
    Ok(zip.finish()?.into_inner())
}
