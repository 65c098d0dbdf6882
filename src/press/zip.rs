//! A ZIP file in which everything stands as it is: without compression, so that it can be read without this program and
//! the same files always give the same bytes.

use std::io::Write as _;

use thiserror::Error;

/// Too much for a ZIP file without extensions: four gigabytes, or 65,535 files.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
#[error("more than fits in a ZIP file")]
pub struct TooLarge;

/// Version 2.0 of the format, made on Unix: folders and names in UTF-8.
const VERSION: u16 = 20;
const MADE_BY: u16 = (3 << 8) | VERSION;
const UTF8: u16 = 1 << 11;
/// The first moment that the format knows: 1 January 1980, 0.00. When files were made stands in their metadata.
const DATE: u16 = (1 << 5) | 1;
/// An ordinary file that everyone may read.
const MODE: u32 = 0o100_644 << 16;

/// Files with their names, in this order, as one ZIP file.
///
/// # Errors
/// [`TooLarge`].
pub(super) fn zip<'a>(files: impl IntoIterator<Item = (&'a str, &'a [u8])>) -> Result<Vec<u8>, TooLarge> {
    let (mut zip, mut directory, mut count) = (Vec::new(), Vec::new(), 0_u16);
    for (name, bytes) in files {
        let place = length(zip.len())?;
        let about = about(name, bytes)?;
        put(&mut zip, &[&0x0403_4b50_u32.to_le_bytes(), &VERSION.to_le_bytes(), &about]);
        put(&mut zip, &[&0_u16.to_le_bytes(), name.as_bytes(), bytes]);
        let signature = 0x0201_4b50_u32.to_le_bytes();
        put(&mut directory, &[&signature, &MADE_BY.to_le_bytes(), &VERSION.to_le_bytes(), &about]);
        // No extra field, no comment, the first disk, no text of its own kind.
        put(&mut directory, &[&[0; 8], &MODE.to_le_bytes(), &place.to_le_bytes(), name.as_bytes()]);
        count = count.checked_add(1).ok_or(TooLarge)?;
    }
    let (place, size) = (length(zip.len())?, length(directory.len())?);
    zip.append(&mut directory);
    put(&mut zip, &[&0x0605_4b50_u32.to_le_bytes(), &[0; 4], &count.to_le_bytes(), &count.to_le_bytes()]);
    put(&mut zip, &[&size.to_le_bytes(), &place.to_le_bytes(), &[0; 2]]);
    Ok(zip)
}

/// What both the file's own head and the directory say of it, up to the length of its name.
fn about(name: &str, bytes: &[u8]) -> Result<Vec<u8>, TooLarge> {
    let size = length(bytes.len())?.to_le_bytes();
    let name = u16::try_from(name.len()).map_err(|_| TooLarge)?;
    let mut about = Vec::new();
    let as_it_is = 0_u16.to_le_bytes();
    put(&mut about, &[&UTF8.to_le_bytes(), &as_it_is, &0_u16.to_le_bytes(), &DATE.to_le_bytes()]);
    put(&mut about, &[&crc32fast::hash(bytes).to_le_bytes(), &size, &size, &name.to_le_bytes()]);
    Ok(about)
}

fn length(length: usize) -> Result<u32, TooLarge> {
    u32::try_from(length).map_err(|_| TooLarge)
}

fn put(to: &mut Vec<u8>, parts: &[&[u8]]) {
    for part in parts {
        // Writing to memory cannot fail.
        let _ = to.write_all(part);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn heads_and_directory_have_the_sizes_that_the_format_says() {
        let files = [("map/één.txt", b"abc".as_slice()), ("leeg", b"")];
        let bytes = zip(files).unwrap();
        let names: usize = files.iter().map(|(name, _)| name.len()).sum();
        assert_eq!(bytes.len(), 2 * (30 + 46) + 2 * names + 3 + 22);
        assert!(bytes.starts_with(b"PK\x03\x04"));
        assert_eq!(&bytes[bytes.len() - 22..bytes.len() - 18], b"PK\x05\x06");
        let place = u32::from_le_bytes(bytes[bytes.len() - 6..bytes.len() - 2].try_into().unwrap());
        assert_eq!(&bytes[place as usize..place as usize + 4], b"PK\x01\x02");
        assert_eq!(zip(files).unwrap(), bytes);
    }
}
