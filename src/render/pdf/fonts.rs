//! The faces that every PDF is set in. They are part of the program: a report never depends on what happens
//! to be installed where it is made.

use std::sync::Arc;

use parley::FontContext;
use parley::fontique::{Blob, Collection, CollectionOptions, FontInfoOverride, SourceCache};

use super::PdfError;
use super::sfnt::{Measures, measures};

/// A face by its place in [`Fonts`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(crate) struct FaceId(pub(crate) u8);

/// What a run of text is set in. Characters that Fira Sans does not have fall back to the other faces.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Style {
    /// Running text.
    Regular,
    /// Stressed words.
    Italic,
    /// Headings and important words.
    Bold,
    /// Both.
    BoldItalic,
}

impl Style {
    /// With more weight.
    pub(crate) fn strong(self) -> Self {
        match self {
            Self::Regular | Self::Bold => Self::Bold,
            Self::Italic | Self::BoldItalic => Self::BoldItalic,
        }
    }

    /// Leaning.
    pub(crate) fn stressed(self) -> Self {
        match self {
            Self::Regular | Self::Italic => Self::Italic,
            Self::Bold | Self::BoldItalic => Self::BoldItalic,
        }
    }

    /// The faces to try, in order, under the names they are registered by.
    pub(crate) fn families(self) -> [&'static str; 2] {
        let first = match self {
            Self::Regular => FILES[0].name,
            Self::Italic => FILES[1].name,
            Self::Bold => FILES[2].name,
            Self::BoldItalic => FILES[3].name,
        };
        [first, FILES[4].name]
    }
}

/// A font file that is built in.
struct File {
    /// PostScript name, also the name it is registered by.
    name: &'static str,
    data: &'static [u8],
}

const FILES: [File; 5] = [
    File { name: "FiraSans-Regular", data: include_bytes!("../../../reports/fonts/FiraSans-Regular.ttf") },
    File { name: "FiraSans-Italic", data: include_bytes!("../../../reports/fonts/FiraSans-Italic.ttf") },
    File { name: "FiraSans-SemiBold", data: include_bytes!("../../../reports/fonts/FiraSans-SemiBold.ttf") },
    File {
        name: "FiraSans-SemiBoldItalic",
        data: include_bytes!("../../../reports/fonts/FiraSans-SemiBoldItalic.ttf"),
    },
    File {
        name: "NotoSansArabic-Regular",
        data: include_bytes!("../../../reports/fonts/NotoSansArabic-Regular.ttf"),
    },
];

/// A face that is ready for use.
#[derive(Clone, Debug)]
pub(crate) struct Face {
    /// PostScript name.
    pub(crate) name: &'static str,
    /// The whole font file.
    pub(crate) data: &'static [u8],
    /// Its measures.
    pub(crate) measures: Measures,
    /// The identity that parley gives back with each run.
    blob: u64,
}

/// The faces of the program, read once and shared by all documents.
#[derive(Clone)]
pub struct Fonts {
    faces: Arc<[Face]>,
    context: FontContext,
}

impl Fonts {
    /// Reads the faces that are built into the program.
    ///
    /// # Errors
    /// [`PdfError::Font`] when a committed font file is damaged.
    pub fn embedded() -> Result<Self, PdfError> {
        let mut collection = Collection::new(CollectionOptions { shared: false, system_fonts: false });
        let mut faces = Vec::with_capacity(FILES.len());
        for File { name, data } in FILES {
            let blob = Blob::new(Arc::new(data));
            let measures = measures(data).ok_or_else(|| PdfError::Font {
                font: name,
                reason: "a table is missing or too short".to_owned(),
            })?;
            faces.push(Face { name, data, measures, blob: blob.id() });
            let named = FontInfoOverride { family_name: Some(name), ..FontInfoOverride::default() };
            if collection.register_fonts(blob, Some(named)).is_empty() {
                return Err(PdfError::Font { font: name, reason: "not a font".to_owned() });
            }
        }
        let context = FontContext { collection, source_cache: SourceCache::default() };
        Ok(Self { faces: faces.into(), context })
    }

    /// Name and bytes of every face: a frozen edition records their hashes.
    pub fn files(&self) -> impl Iterator<Item = (&'static str, &'static [u8])> + '_ {
        self.faces.iter().map(|face| (face.name, face.data))
    }

    /// A context for one shaping thread.
    pub(crate) fn context(&self) -> FontContext {
        self.context.clone()
    }

    /// The face by its place.
    pub(crate) fn face(&self, id: FaceId) -> &Face {
        &self.faces[usize::from(id.0)]
    }

    /// All faces with their places.
    pub(crate) fn faces(&self) -> impl Iterator<Item = (FaceId, &Face)> {
        self.faces.iter().zip(0_u8..).map(|(face, index)| (FaceId(index), face))
    }

    /// The face that parley used.
    pub(crate) fn used(&self, font: &parley::FontData) -> FaceId {
        let found = self.faces().find(|(_, face)| face.blob == font.data.id());
        found.map_or(FaceId(0), |(id, _)| id)
    }
}

impl std::fmt::Debug for Fonts {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        out.debug_list().entries(self.faces.iter().map(|face| face.name)).finish()
    }
}
