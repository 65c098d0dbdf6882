//! A PDF that somebody else made: whether it is one, and holds nothing but pages.

use lopdf::{Dictionary, Document, LoadOptions, Object, xref::XrefEntry};

use super::tables;

/// The most bytes that what stands on a page may unpack to, for its words to be read, and on all pages together. What the
/// reader makes of them is many times as large.
const MAX_PAGE: usize = 1024 * 1024;
const MAX_TEXT: usize = 32 * 1024 * 1024;

/// The most bytes that objects which are packed together may unpack to: programs pack a few hundred at a time.
const MAX_PACKED: usize = 2 * 1024 * 1024;

/// The most pages.
const MAX_PAGES: usize = 1000;

/// A PDF that holds nothing but pages.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Inspected {
    /// How many.
    pub pages: u32,
    /// Their words, as far as they can be read; `None` when they cannot, as of scanned pages.
    pub text: Option<String>,
}

/// Why a file is refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Suspect {
    /// It does not begin as a PDF does.
    #[error("not a PDF")]
    NoPdf,
    /// It cannot be read.
    #[error("damaged")]
    Damaged,
    /// A password is needed.
    #[error("encrypted")]
    Encrypted,
    /// It holds a program.
    #[error("holds a script")]
    Script,
    /// It would start or open something.
    #[error("starts something")]
    Launch,
    /// Other files are packed in it.
    #[error("holds files")]
    Files,
    /// It has no page, or far too many.
    #[error("has no pages, or too many")]
    Pages,
}

impl Suspect {
    /// What is wrong and what to do about it.
    #[must_use]
    pub const fn dutch(self) -> &'static str {
        match self {
            Self::NoPdf => "Dit bestand is geen PDF. Sla het document op als PDF en stuur dat.",
            Self::Damaged => "Dit PDF is beschadigd en niet te lezen. Maak het opnieuw.",
            Self::Encrypted => {
                "Dit PDF is versleuteld of heeft een wachtwoord. Sla het zonder beveiliging op."
            }
            Self::Script => {
                "In dit PDF zit een script. Maak het opnieuw, bijvoorbeeld met “Afdrukken naar PDF”."
            }
            Self::Launch => {
                "Dit PDF start iets of verstuurt iets. Maak het opnieuw, bijvoorbeeld met “Afdrukken naar PDF”."
            }
            Self::Files => "In dit PDF zitten andere bestanden. Haal ze eruit en stuur ze apart.",
            Self::Pages => "Dit PDF heeft geen bladzijden, of meer dan 1000.",
        }
    }
}

/// Looks through a whole PDF.
///
/// # Errors
/// The first thing for which it is refused.
pub fn inspect(bytes: &[u8]) -> Result<Inspected, Suspect> {
    if !bytes.starts_with(b"%PDF-") {
        return Err(Suspect::NoPdf);
    }
    // The reader tries an empty password by itself; what it then opens was locked all the same.
    let damaged = if holds(bytes, b"/Encrypt") { Suspect::Encrypted } else { Suspect::Damaged };
    tables::sane(bytes).map_err(|_| damaged)?;
    let options = LoadOptions::with_max_decompressed_size(MAX_PACKED);
    let document = Document::load_mem_with_options(bytes, options).map_err(|error| {
        let locked = matches!(error, lopdf::Error::Decryption(_) | lopdf::Error::InvalidPassword);
        if locked { Suspect::Encrypted } else { damaged }
    })?;
    if document.was_encrypted() || document.trailer.has(b"Encrypt") {
        return Err(Suspect::Encrypted);
    }
    // Objects that could not be unpacked are left out by the reader, and nobody looked at them.
    let left_out = |entry: &XrefEntry| matches!(entry, XrefEntry::Compressed { container, .. } if !document.objects.contains_key(&(*container, 0)));
    if document.reference_table.entries.values().any(left_out) {
        return Err(Suspect::Damaged);
    }
    suspicious(&document.trailer, 0)?;
    for object in document.objects.values() {
        look(object, 0)?;
    }
    let count = document.page_iter().take(MAX_PAGES + 1).count();
    if count == 0 || count > MAX_PAGES {
        return Err(Suspect::Pages);
    }
    let pages = u32::try_from(count).map_err(|_| Suspect::Pages)?;
    Ok(Inspected { pages, text: words(&document).filter(|text| !text.trim().is_empty()) })
}

/// What stands on all pages, unless one of them is too heavy to be read.
fn words(document: &Document) -> Option<String> {
    let mut left = MAX_TEXT;
    for page in document.page_iter() {
        left = left.checked_sub(document.get_page_content_with_limit(page, MAX_PAGE).ok()?.len())?;
    }
    let numbers: Vec<u32> = document.get_pages().into_keys().collect();
    document.extract_text_with_limit(&numbers, MAX_PAGE).ok()
}

fn holds(bytes: &[u8], words: &[u8]) -> bool {
    bytes.windows(words.len()).any(|part| part == words)
}

/// Deeper than any document is nested; what is deeper is refused.
const DEEPEST: usize = 64;

fn look(object: &Object, depth: usize) -> Result<(), Suspect> {
    if depth > DEEPEST {
        return Err(Suspect::Damaged);
    }
    match object {
        Object::Dictionary(dictionary) => suspicious(dictionary, depth),
        Object::Stream(stream) => suspicious(&stream.dict, depth),
        Object::Array(items) => items.iter().try_for_each(|item| look(item, depth + 1)),
        Object::Null
        | Object::Boolean(_)
        | Object::Integer(_)
        | Object::Real(_)
        | Object::Name(_)
        | Object::String(..)
        | Object::Reference(_) => Ok(()),
    }
}

fn suspicious(dictionary: &Dictionary, depth: usize) -> Result<(), Suspect> {
    for (key, value) in dictionary {
        match key.as_slice() {
            b"JS" | b"JavaScript" | b"XFA" => return Err(Suspect::Script),
            b"EmbeddedFiles" | b"EF" | b"RichMedia" | b"RichMediaContent" => return Err(Suspect::Files),
            b"S" | b"Type" | b"Subtype" => {
                let name = value.as_name().unwrap_or_default();
                match name {
                    b"JavaScript" => return Err(Suspect::Script),
                    b"Launch" | b"SubmitForm" | b"ImportData" | b"GoToR" | b"GoToE" | b"Rendition"
                    | b"Movie" | b"Sound" => return Err(Suspect::Launch),
                    b"EmbeddedFile" | b"FileAttachment" | b"RichMedia" => return Err(Suspect::Files),
                    _ => {}
                }
            }
            _ => {}
        }
        look(value, depth + 1)?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use lopdf::{Stream, dictionary};

    use super::*;

    /// A PDF of one page, with one more object in it.
    fn pdf(extra: Option<Object>) -> Vec<u8> {
        let mut document = Document::with_version("1.7");
        let pages = document.new_object_id();
        let font = document
            .add_object(dictionary! { "Type" => "Font", "Subtype" => "Type1", "BaseFont" => "Helvetica" });
        let words = document.add_object(Stream::new(
            dictionary! {},
            b"BT /F1 12 Tf (Bijlage bij het rapport) Tj ET".to_vec(),
        ));
        let page = document.add_object(dictionary! {
            "Type" => "Page", "Parent" => pages, "Contents" => words,
            "Resources" => dictionary! { "Font" => dictionary! { "F1" => font } },
            "MediaBox" => vec![0.into(), 0.into(), 595.into(), 842.into()],
        });
        let kids = dictionary! { "Type" => "Pages", "Kids" => vec![page.into()], "Count" => 1 };
        document.objects.insert(pages, Object::Dictionary(kids));
        let mut catalog = dictionary! { "Type" => "Catalog", "Pages" => pages };
        if let Some(extra) = extra {
            catalog.set("OpenAction", extra);
        }
        let root = document.add_object(catalog);
        document.trailer.set("Root", root);
        let mut bytes = Vec::new();
        document.save_to(&mut bytes).unwrap();
        bytes
    }

    #[test]
    fn a_pdf_of_pages_alone_is_read() {
        let inspected = inspect(&pdf(None)).unwrap();
        assert_eq!(inspected.pages, 1);
        assert!(inspected.text.unwrap().contains("Bijlage bij het rapport"));
    }

    #[test]
    fn what_does_more_than_show_pages_is_refused() {
        let action = |kind: &str| {
            Some(Object::Dictionary(dictionary! { "S" => kind, "F" => Object::string_literal("x") }))
        };
        assert_eq!(inspect(&pdf(action("JavaScript"))), Err(Suspect::Script));
        assert_eq!(inspect(&pdf(action("Launch"))), Err(Suspect::Launch));
        assert_eq!(inspect(&pdf(action("SubmitForm"))), Err(Suspect::Launch));
        let nested = Object::Array(vec![Object::Dictionary(dictionary! { "EF" => dictionary! {} })]);
        assert_eq!(inspect(&pdf(Some(nested))), Err(Suspect::Files));
    }

    #[test]
    fn what_is_no_pdf_is_refused() {
        assert_eq!(inspect(b"PK\x03\x04"), Err(Suspect::NoPdf));
        assert_eq!(inspect(b""), Err(Suspect::NoPdf));
        assert_eq!(inspect(b"%PDF-1.7\nrest"), Err(Suspect::Damaged));
        let whole = pdf(None);
        assert!(inspect(&whole[..whole.len() / 2]).is_err());
    }

    #[test]
    fn a_locked_pdf_is_refused() {
        let bytes = pdf(None);
        let text = String::from_utf8_lossy(&bytes).into_owned();
        let locked = text.replace("/Root", "/Encrypt<</Filter/Standard/V 1/R 2/O(x)/U(x)/P -4>>/Root");
        assert_eq!(inspect(locked.as_bytes()), Err(Suspect::Encrypted));
    }
}
