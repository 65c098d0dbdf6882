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
    let two = |at: usize| match bytes.get(at..at + 2) {
        Some(&[low, high]) => u16::from_le_bytes([low, high]),
        Some(_) | None => 0,
    };
    // Where a WebP says how large it is: one less, in three bytes, in the extended form that Chromium writes (RFC 9649,
    // 2.7); else 14 bits each, as the lossy form does (RFC 6386, 9.1).
    let (width, height) = if bytes.get(12..16) == Some(b"VP8X") {
        (two(24).saturating_add(1), two(27).saturating_add(1))
    } else {
        (two(26) & 0x3fff, two(28) & 0x3fff)
    };
    Picture { name, address: format!("/assets/handleiding/{name}-{tag}.webp"), width, height, bytes }
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
