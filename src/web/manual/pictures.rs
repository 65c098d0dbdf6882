//! Pictures of screens, inside the program, under addresses that change with their contents.

use std::sync::LazyLock;

use sha2::{Digest as _, Sha256};

use crate::domain::event::hex;

/// A picture of a screen (WebP).
#[derive(Debug)]
pub(in crate::web) struct Picture {
    name: &'static str,
    /// Where it is fetched.
    pub(in crate::web) address: String,
    /// In pixels, so that nothing moves when it comes.
    pub(in crate::web) width: u16,
    /// In pixels.
    pub(in crate::web) height: u16,
    /// The file.
    pub(in crate::web) bytes: &'static [u8],
}

macro_rules! pictures {
    ($($name:literal)*) => {
        const FILES: &[(&str, &[u8])] = &[
            $(($name, include_bytes!(concat!("../../../templates/assets/handleiding/", $name, ".webp")))),*
        ];
    };
}

pictures! {
    "akkoordgever-beoordelen" "akkoordgever-lijst" "bijdrager-controle" "bijdrager-lijst" "bijdrager-schrijven"
    "coordinator-leemten" "coordinator-samenstellen" "coordinator-volledigheid" "kamerlid-alinea" "kamerlid-rapporten"
    "meelezer-lijst" "uitgever-editie"
}

static PICTURES: LazyLock<Vec<Picture>> =
    LazyLock::new(|| FILES.iter().map(|(name, bytes)| read(name, bytes)).collect());

fn read(name: &'static str, bytes: &'static [u8]) -> Picture {
    let tag: String = hex(&Sha256::digest(bytes)).chars().take(12).collect();
    // Where a lossy WebP says how large it is: 14 bits each (RFC 6386, 9.1).
    let side = |at: usize| match bytes.get(at..at + 2) {
        Some(&[low, high]) => u16::from_le_bytes([low, high]) & 0x3fff,
        Some(_) | None => 0,
    };
    Picture {
        name,
        address: format!("/assets/handleiding/{name}-{tag}.webp"),
        width: side(26),
        height: side(28),
        bytes,
    }
}

/// The picture with this name.
pub(super) fn named(name: &str) -> Option<&'static Picture> {
    PICTURES.iter().find(|picture| picture.name == name)
}

/// The picture at this address.
pub(in crate::web) fn find(address: &str) -> Option<&'static Picture> {
    PICTURES.iter().find(|picture| picture.address == address)
}

/// All names.
#[cfg(test)]
pub(super) fn names() -> impl Iterator<Item = &'static str> {
    FILES.iter().map(|(name, _)| *name)
}
