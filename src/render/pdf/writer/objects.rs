//! The objects of the file, numbered in the order in which they are made.

use lopdf::{Dictionary, Document, Object, ObjectId, SaveOptions, Stream, StringFormat};

use super::super::PdfError;
use super::content::utf16;

/// Objects under construction.
pub(super) struct Objects {
    document: Document,
}

impl Objects {
    /// None yet.
    pub(super) fn new() -> Self {
        Self { document: Document::with_version("1.7") }
    }

    /// Numbers for objects that come later; the first of them.
    pub(super) fn reserve(&mut self, count: usize) -> u32 {
        let first = self.document.max_id + 1;
        self.document.max_id += u32::try_from(count).unwrap_or(u32::MAX);
        first
    }

    /// A new object.
    pub(super) fn add(&mut self, object: impl Into<Object>) -> ObjectId {
        self.document.add_object(object)
    }

    /// An object under a number that was reserved.
    pub(super) fn set(&mut self, number: u32, object: impl Into<Object>) {
        self.document.set_object((number, 0), object);
    }

    /// A compressed stream.
    pub(super) fn compressed(&mut self, mut dict: Dictionary, data: &[u8]) -> ObjectId {
        dict.set("Filter", "FlateDecode");
        self.document.add_object(Stream::new(dict, super::deflate(data)).with_compression(false))
    }

    /// The finished file. `identity` becomes its two ids.
    pub(super) fn save(
        mut self,
        catalog: ObjectId,
        info: ObjectId,
        identity: &[u8],
    ) -> Result<Vec<u8>, PdfError> {
        let id = || Object::String(identity.to_vec(), StringFormat::Hexadecimal);
        self.document.trailer.set("Root", catalog);
        self.document.trailer.set("Info", info);
        self.document.trailer.set("ID", vec![id(), id()]);
        let options = SaveOptions::builder().use_object_streams(true).use_xref_streams(true).build();
        let mut bytes = Vec::new();
        self.document.save_with_options(&mut bytes, options)?;
        Ok(bytes)
    }
}

/// A text string of the file: plain when it is ASCII, else UTF-16.
pub(super) fn text(text: &str) -> Object {
    if text.bytes().all(|byte| (b' '..=b'~').contains(&byte)) {
        Object::String(text.as_bytes().to_vec(), StringFormat::Literal)
    } else {
        Object::String(utf16(text), StringFormat::Hexadecimal)
    }
}

/// A count as an object.
pub(super) fn int(count: usize) -> Object {
    Object::Integer(i64::try_from(count).unwrap_or(i64::MAX))
}
