//! Looks for words in a file in every way a curious reader could: as bytes, unescaped, unpacked, decoded, as text on
//! the page. Words to look for are small letters and digits, so that no format has a reason to escape them.

use lopdf::{Document, Object};
use scraper::{Html, Node};

use super::reader::Reader;

/// All that can be read in a file, joined and in small letters.
pub(crate) struct Haystack(String);

impl Haystack {
    /// Reads a file by the ending of its name; a name is something to read as well.
    pub(crate) fn of(name: &str, bytes: &[u8]) -> Self {
        let mut all = vec![name.to_owned(), loose(bytes)];
        match name.rsplit('.').next() {
            Some("html") => html(bytes, &mut all),
            Some("json") => json(&serde_json::from_slice(bytes).expect("JSON"), &mut all),
            Some("pdf") => pdf(bytes, &mut all),
            _ => {}
        }
        Self(all.join("\n").to_lowercase())
    }

    /// Whether a word is there, plain or as hexadecimal digits of one or two bytes a letter.
    pub(crate) fn holds(&self, word: &str) -> bool {
        let hex = |between: &str| {
            let digits: Vec<String> = word.bytes().map(|byte| format!("{byte:02x}")).collect();
            digits.join(between)
        };
        [word.to_owned(), hex(""), hex("00")].iter().any(|form| self.0.contains(form))
    }
}

/// Bytes as text; without their zeros, so that UTF-16 reads as well.
fn loose(bytes: &[u8]) -> String {
    let bytes: Vec<u8> = bytes.iter().copied().filter(|byte| *byte != 0).collect();
    String::from_utf8_lossy(&bytes).replace("\\000", "")
}

/// Every text, attribute and comment, unescaped.
fn html(bytes: &[u8], all: &mut Vec<String>) {
    let document = Html::parse_document(std::str::from_utf8(bytes).expect("UTF-8"));
    for node in document.tree.values() {
        match node {
            Node::Text(text) => all.push(text.to_string()),
            Node::Comment(comment) => all.push(comment.to_string()),
            Node::Element(element) => all.extend(element.attrs().map(|(_, value)| value.to_owned())),
            Node::Document | Node::Fragment | Node::Doctype(_) | Node::ProcessingInstruction(_) => {}
        }
    }
}

/// Every string and key.
fn json(value: &serde_json::Value, all: &mut Vec<String>) {
    match value {
        serde_json::Value::String(text) => all.push(text.clone()),
        serde_json::Value::Array(items) => items.iter().for_each(|item| json(item, all)),
        serde_json::Value::Object(fields) => fields.iter().for_each(|(key, value)| {
            all.push(key.clone());
            json(value, all);
        }),
        serde_json::Value::Null | serde_json::Value::Bool(_) | serde_json::Value::Number(_) => {}
    }
}

/// Every stream in the file, whether anything refers to it or not; every string of every object; all words on the
/// pages, also where a line breaks within one.
fn pdf(bytes: &[u8], all: &mut Vec<String>) {
    all.extend(streams(bytes).iter().map(|stream| loose(stream)));
    let document = Document::load_mem(bytes).expect("a PDF that lopdf can read");
    document.objects.values().for_each(|object| strings(object, all));
    let page: String = Reader::new(bytes).words();
    all.push(page.chars().filter(|c| !c.is_whitespace() && !['-', '\u{ad}'].contains(c)).collect());
    all.push(page);
}

/// What stands between `stream` and `endstream`, unpacked where it is packed.
fn streams(bytes: &[u8]) -> Vec<Vec<u8>> {
    let find = |from: usize, word: &[u8]| {
        bytes[from..].windows(word.len()).position(|window| window == word).map(|at| from + at)
    };
    let mut found = Vec::new();
    let mut at = 0;
    while let Some(start) = find(at, b"stream") {
        let mut start = start + b"stream".len();
        while matches!(bytes.get(start), Some(b'\r' | b'\n')) {
            start += 1;
        }
        let Some(end) = find(start, b"endstream") else { break };
        let inflated = miniz_oxide::inflate::decompress_to_vec_zlib(&bytes[start..end]);
        found.push(inflated.unwrap_or_else(|fault| fault.output));
        at = end + b"endstream".len();
    }
    found
}

fn strings(object: &Object, all: &mut Vec<String>) {
    match object {
        Object::String(bytes, _) => {
            all.push(loose(bytes));
            all.extend(lopdf::decode_text_string(object).ok());
        }
        Object::Name(bytes) => all.push(loose(bytes)),
        Object::Array(items) => items.iter().for_each(|item| strings(item, all)),
        Object::Dictionary(dictionary) => dictionary.iter().for_each(|(_, value)| strings(value, all)),
        Object::Stream(stream) => stream.dict.iter().for_each(|(_, value)| strings(value, all)),
        Object::Null | Object::Boolean(_) | Object::Integer(_) | Object::Real(_) | Object::Reference(_) => {}
    }
}

#[cfg(test)]
mod tests {
    use lopdf::{Document, Object, Stream, StringFormat, dictionary};

    use super::*;
    use crate::{
        pdf,
        sample::{plain, report, section},
    };

    const WORD: &str = "zoekwoord7f3a";

    fn utf16(word: &str) -> Vec<u8> {
        [0xfe, 0xff].into_iter().chain(word.encode_utf16().flat_map(u16::to_be_bytes)).collect()
    }

    #[test]
    fn a_word_is_found_wherever_a_pdf_can_hide_it() {
        let clean = pdf(&report(vec![section(1, "a", "Hoofdstuk", vec![plain("Tekst.")])]));
        assert!(!Haystack::of("x.pdf", &clean).holds(WORD));
        let mut packed = Stream::new(dictionary! {}, [b"BT (", WORD.as_bytes(), b") Tj ET"].concat());
        packed.compress().expect("a stream to pack");
        let hiding = [
            Object::String(WORD.into(), StringFormat::Literal),
            Object::String(WORD.into(), StringFormat::Hexadecimal),
            Object::String(utf16(WORD), StringFormat::Literal),
            Object::String(utf16(WORD), StringFormat::Hexadecimal),
            Object::Name(WORD.into()),
            Object::Dictionary(dictionary! { "A" => Object::string_literal(WORD) }),
            Object::Stream(packed),
        ];
        for object in hiding {
            let mut document = Document::load_mem(&clean).expect("a PDF");
            document.add_object(object.clone());
            let mut bytes = Vec::new();
            document.save_to(&mut bytes).expect("a PDF");
            assert!(Haystack::of("x.pdf", &bytes).holds(WORD), "{object:?}");
        }
    }

    #[test]
    fn a_word_is_found_on_the_page_in_the_bookmarks_and_over_the_end_of_a_line() {
        let long = format!("{} {WORD}", "woord ".repeat(40).trim());
        let on_page = pdf(&report(vec![section(1, "a", "Hoofdstuk", vec![plain(long)])]));
        let in_title = pdf(&report(vec![section(1, "a", WORD, vec![])]));
        assert!(Haystack::of("x.pdf", &on_page).holds(WORD) && Haystack::of("x.pdf", &in_title).holds(WORD));
    }

    #[test]
    fn a_word_is_found_in_attributes_comments_and_file_names() {
        for html in ["<p title='zoekwoord7f3&#97;'>", "<!-- zoekwoord7f3a -->", "<p>Zoekwoord7F3a"] {
            assert!(Haystack::of("x.html", html.as_bytes()).holds(WORD), "{html}");
        }
        assert!(Haystack::of("x.json", br#"{"a":["zoekwoord7f3\u0061"]}"#).holds(WORD));
        assert!(Haystack::of("zoekwoord7f3a.json", b"{}").holds(WORD));
    }
}
