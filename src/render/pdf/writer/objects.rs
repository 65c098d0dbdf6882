//! The objects of the file, numbered in the order in which they are made, and the file itself.
//!
//! # Why not lopdf's own writer
//! It compresses with whatever zlib the whole program was built with, so that a dependency elsewhere could change
//! the bytes of an edition; and it writes every object three times, on one thread.

use std::io::Write as _;

use lopdf::{Dictionary, Object, ObjectId, Stream, StringFormat, dictionary};

use super::super::work;
use super::content::utf16;

/// Objects that share a stream.
const TOGETHER: usize = 200;

/// Objects under construction; number 1 is the first.
pub(super) struct Objects {
    list: Vec<Object>,
}

impl Objects {
    /// None yet.
    pub(super) fn new() -> Self {
        Self { list: Vec::new() }
    }

    /// Numbers for objects that come later; the first of them.
    pub(super) fn reserve(&mut self, count: usize) -> u32 {
        let first = self.next();
        self.list.resize(self.list.len() + count, Object::Null);
        first
    }

    /// A new object.
    pub(super) fn add(&mut self, object: impl Into<Object>) -> ObjectId {
        let number = self.next();
        self.list.push(object.into());
        (number, 0)
    }

    /// An object under a number that was reserved.
    pub(super) fn set(&mut self, number: u32, object: impl Into<Object>) {
        if let Some(place) = self.list.get_mut(number as usize - 1) {
            *place = object.into();
        }
    }

    /// A compressed stream.
    pub(super) fn compressed(&mut self, mut dict: Dictionary, data: &[u8]) -> ObjectId {
        dict.set("Filter", "FlateDecode");
        self.add(Stream::new(dict, super::deflate(data)))
    }

    fn next(&self) -> u32 {
        u32::try_from(self.list.len() + 1).unwrap_or(u32::MAX)
    }

    /// The finished file. `identity` becomes its two ids.
    pub(super) fn save(self, catalog: ObjectId, info: ObjectId, identity: &[u8], threads: usize) -> Vec<u8> {
        let packed: Vec<usize> =
            (0..self.list.len()).filter(|&index| !matches!(self.list[index], Object::Stream(_))).collect();
        let groups: Vec<&[usize]> = packed.chunks(TOGETHER).collect();
        let streams = work::map(threads, groups.len(), || (), |(), index| self.pack(groups[index]));

        let mut file = b"%PDF-1.7\n%\xE2\xE3\xCF\xD3\n".to_vec();
        // For each object the three fields of the cross-reference stream.
        let mut places = vec![(0_u8, 0, 0_usize); self.list.len() + 1];
        places[0].2 = 65_535;
        for (index, object) in self.list.iter().enumerate() {
            if let Object::Stream(stream) = object {
                places[index + 1] = (1, file.len(), 0);
                write_stream(&mut file, index + 1, stream);
            }
        }
        for (group, stream) in groups.iter().zip(&streams) {
            let number = places.len();
            for (place, &index) in group.iter().enumerate() {
                places[index + 1] = (2, number, place);
            }
            places.push((1, file.len(), 0));
            write_stream(&mut file, number, stream);
        }
        let start = file.len();
        let number = places.len();
        places.push((1, start, 0));
        let id = || Object::String(identity.to_vec(), StringFormat::Hexadecimal);
        let dict = dictionary! {
            "Type" => "XRef",
            "Size" => int(places.len()),
            "W" => vec![1.into(), 4.into(), 2.into()],
            "Root" => catalog,
            "Info" => info,
            "ID" => vec![id(), id()],
            "Filter" => "FlateDecode",
        };
        let mut table = Vec::with_capacity(places.len() * 7);
        for (kind, place, index) in places {
            table.push(kind);
            table.extend(u32::try_from(place).unwrap_or(u32::MAX).to_be_bytes());
            table.extend(u16::try_from(index).unwrap_or(u16::MAX).to_be_bytes());
        }
        write_stream(&mut file, number, &Stream::new(dict, super::deflate(&table)));
        put(&mut file, format_args!("startxref\n{start}\n%%EOF\n"));
        file
    }

    /// Objects in one compressed stream, with their numbers and places in front.
    fn pack(&self, group: &[usize]) -> Stream {
        let mut index = Vec::new();
        let mut body = Vec::new();
        for &place in group {
            put(&mut index, format_args!("{} {} ", place + 1, body.len()));
            write(&mut body, &self.list[place]);
            body.push(b'\n');
        }
        let first = int(index.len());
        index.append(&mut body);
        let dict = dictionary! { "Type" => "ObjStm", "N" => int(group.len()), "First" => first, "Filter" => "FlateDecode" };
        Stream::new(dict, super::deflate(&index))
    }
}

/// Writing to memory does not fail.
fn put(out: &mut Vec<u8>, words: std::fmt::Arguments) {
    let _ = out.write_fmt(words);
}

fn write_stream(file: &mut Vec<u8>, number: usize, stream: &Stream) {
    put(file, format_args!("{number} 0 obj\n"));
    let mut dict = stream.dict.clone();
    dict.set("Length", int(stream.content.len()));
    write(file, &Object::Dictionary(dict));
    file.extend(b"\nstream\n");
    file.extend(&stream.content);
    file.extend(b"\nendstream\nendobj\n");
}

fn write(out: &mut Vec<u8>, object: &Object) {
    match object {
        Object::Null | Object::Stream(_) => out.extend(b"null"),
        Object::Boolean(value) => put(out, format_args!("{value}")),
        Object::Integer(value) => put(out, format_args!("{value}")),
        Object::Real(value) => put(out, format_args!("{value}")),
        Object::Name(name) => write_name(out, name),
        Object::String(bytes, StringFormat::Literal) => {
            out.push(b'(');
            for &byte in bytes {
                if matches!(byte, b'(' | b')' | b'\\') {
                    out.push(b'\\');
                }
                out.push(byte);
            }
            out.push(b')');
        }
        Object::String(bytes, StringFormat::Hexadecimal) => {
            out.push(b'<');
            for byte in bytes {
                put(out, format_args!("{byte:02X}"));
            }
            out.push(b'>');
        }
        Object::Array(items) => {
            out.push(b'[');
            for (index, item) in items.iter().enumerate() {
                if index > 0 {
                    out.push(b' ');
                }
                write(out, item);
            }
            out.push(b']');
        }
        Object::Dictionary(dict) => {
            out.extend(b"<<");
            for (key, value) in dict {
                write_name(out, key);
                out.push(b' ');
                write(out, value);
            }
            out.extend(b">>");
        }
        Object::Reference((number, generation)) => put(out, format_args!("{number} {generation} R")),
    }
}

fn write_name(out: &mut Vec<u8>, name: &[u8]) {
    out.push(b'/');
    for &byte in name {
        if byte.is_ascii_graphic() && !b"()<>[]{}/%#".contains(&byte) {
            out.push(byte);
        } else {
            put(out, format_args!("#{byte:02X}"));
        }
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
