//! The report as a PDF: tagged (PDF/UA-1), made to be kept (PDF/A-2a), the same to the byte every time.
//!
//! The route, in the order of the modules:
//!
//! 1. [`fonts`]: the faces are part of the program, so nothing depends on the machine.
//! 2. [`text`]: inline elements become one string with spans; parley shapes it once; lines are chosen over the
//!    whole paragraph, with Dutch hyphenation.
//! 3. [`layout`]: blocks become pieces of a column and grow a structure tree; [`layout::paginate`] divides the
//!    pieces over pages.
//! 4. [`frame`]: cover, colofon, contents and running heads make a report of it. Another document of the same
//!    blocks, such as the letter, is another frame.
//! 5. [`page`], [`tree`], [`document`]: the neutral result. Nothing in it knows the file format.
//! 6. [`writer`]: printpdf writes page content, lopdf holds the objects.
//!
//! # Why not printpdf alone
//! It writes no structure tree, language, XMP, output intent or nested bookmarks, and its layout of HTML is not
//! presentable. Its operators for page content are used; the rest is ours, and `tests/conformance` asks veraPDF.

mod document;
mod error;
mod fonts;
mod frame;
mod inspect;
mod layout;
mod page;
mod sfnt;
mod tables;
mod text;
mod tree;
mod work;
mod writer;

pub use error::{MissingGlyph, PdfError};
pub use fonts::Fonts;
pub use frame::Kept;
pub use inspect::{Inspected, Suspect, inspect};

use crate::report::{Letter, Report, Stamp};

/// Makes the PDF of `report`. The same arguments give the same bytes, on any day and in any process.
///
/// # Errors
/// [`PdfError::MissingGlyphs`] names every character that cannot be printed and where it stands.
pub fn render(report: &Report, stamp: &Stamp, fonts: &Fonts) -> Result<Vec<u8>, PdfError> {
    render_again(report, stamp, fonts, &mut Kept::default())
}

/// Makes the PDF of a report that is being worked on: goals that did not change since the last rendering with
/// `kept` are not laid out again. The bytes are those of [`render`].
///
/// # Errors
/// As [`render`].
pub fn render_again(
    report: &Report,
    stamp: &Stamp,
    fonts: &Fonts,
    kept: &mut Kept,
) -> Result<Vec<u8>, PdfError> {
    let threads = threads();
    let document = frame::report(report, stamp, fonts, threads, kept)?;
    writer::write(document, fonts, threads)
}

/// Makes the PDF of a letter. The same arguments give the same bytes, on any day and in any process.
///
/// # Errors
/// As [`render`].
pub fn letter(letter: &Letter, stamp: &Stamp, fonts: &Fonts) -> Result<Vec<u8>, PdfError> {
    writer::write(frame::letter(letter, stamp, fonts)?, fonts, 1)
}

/// Threads to work with: as many as the machine has, up to eight.
fn threads() -> usize {
    const MOST: usize = 8;
    std::thread::available_parallelism().map_or(1, |count| count.get().min(MOST))
}
