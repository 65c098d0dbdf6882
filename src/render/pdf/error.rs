//! What can keep a report from becoming a PDF.

use std::fmt;

/// Why no PDF was made.
#[derive(Debug, thiserror::Error)]
pub enum PdfError {
    /// No carried font has these characters; printing them as boxes would falsify the text.
    #[error("{}", missing(.0))]
    MissingGlyphs(Vec<MissingGlyph>),
    /// A font file that was built in cannot be read. The message says which and why.
    #[error("font {font}: {reason}")]
    Font {
        /// Name of the face.
        font: &'static str,
        /// What is wrong with it.
        reason: String,
    },
}

/// Characters that no carried font has, with the place where they stand.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MissingGlyph {
    /// The characters themselves: one cluster, such as an emoji with its modifiers.
    pub characters: String,
    /// Section and paragraph, table or figure in words: "Doel 6, alinea 6.12".
    pub place: String,
    /// The text around them.
    pub excerpt: String,
}

impl fmt::Display for MissingGlyph {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "\"{}\" (", self.characters)?;
        for (index, character) in self.characters.chars().enumerate() {
            if index > 0 {
                out.write_str(" ")?;
            }
            write!(out, "U+{:04X}", u32::from(character))?;
        }
        write!(out, ") in {}: \"{}\"", self.place, self.excerpt)
    }
}

/// The first few places in one line, and how many more there are.
fn missing(glyphs: &[MissingGlyph]) -> String {
    const SHOWN: usize = 5;
    let shown: Vec<String> = glyphs.iter().take(SHOWN).map(ToString::to_string).collect();
    let shown = shown.join("; ");
    match glyphs.len().saturating_sub(SHOWN) {
        0 => format!("no font for {shown}"),
        more => format!("no font for {shown}; and {more} more"),
    }
}
