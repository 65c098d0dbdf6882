//! Reads a PDF as a screen reader does: along the structure tree, through marked content, to words.

use std::collections::BTreeMap;

use lopdf::content::Content;
use lopdf::{Dictionary, Document, Object, ObjectId};

/// An element with the words in it.
#[derive(Clone, Debug)]
pub(crate) struct Element {
    /// "P", "TH", "Figure".
    pub(crate) role: String,
    /// All words in it and below it.
    pub(crate) text: String,
    /// What replaces a figure.
    pub(crate) alt: Option<String>,
    /// Its own language.
    pub(crate) lang: Option<String>,
    /// Scope of a head.
    pub(crate) scope: Option<String>,
    /// Page of its first content, from 1.
    pub(crate) page: Option<usize>,
    /// Annotations of a link.
    pub(crate) objects: usize,
    /// Deeper elements.
    pub(crate) kids: Vec<Element>,
}

/// A PDF that is read.
pub(crate) struct Reader {
    /// The file.
    pub(crate) pdf: Document,
    pages: Vec<ObjectId>,
    /// Words by page and marked-content number.
    marks: BTreeMap<(ObjectId, i64), String>,
    /// Words of artifacts, by page index.
    pub(crate) artifacts: Vec<String>,
    /// How often glyph 0 is shown.
    pub(crate) notdef: usize,
}

/// A font as far as reading goes.
struct Font {
    unicode: BTreeMap<u16, String>,
    map: Vec<u8>,
}

impl Reader {
    /// Reads all pages.
    pub(crate) fn new(bytes: &[u8]) -> Self {
        let pdf = Document::load_mem(bytes).expect("a PDF that lopdf can read");
        let pages: Vec<ObjectId> = pdf.get_pages().into_values().collect();
        let mut reader = Self { pages, marks: BTreeMap::new(), artifacts: Vec::new(), notdef: 0, pdf };
        for page in reader.pages.clone() {
            reader.page(page);
        }
        reader
    }

    /// All words on all pages, artifacts included.
    pub(crate) fn words(&self) -> String {
        self.marks.values().chain(&self.artifacts).cloned().collect::<Vec<_>>().join("\n")
    }

    /// Number of pages.
    pub(crate) fn count(&self) -> usize {
        self.pages.len()
    }

    /// The structure from its root.
    pub(crate) fn tree(&self) -> Element {
        let root =
            self.dict(self.pdf.catalog().expect("a catalog").get(b"StructTreeRoot").expect("structure"));
        let first = root.get(b"K").expect("a document element");
        self.element(self.dict(first))
    }

    fn dict<'a>(&'a self, object: &'a Object) -> &'a Dictionary {
        self.pdf
            .dereference(object)
            .expect("a reference that leads somewhere")
            .1
            .as_dict()
            .expect("a dictionary")
    }

    fn element(&self, dict: &Dictionary) -> Element {
        let text = |key: &[u8]| {
            let value = dict.get(key).ok()?;
            lopdf::decode_text_string(value).ok()
        };
        let name = |value: &Object| value.as_name().map(|name| String::from_utf8_lossy(name).into_owned());
        let attributes = dict.get(b"A").ok().map(|value| self.dict(value));
        let mut element = Element {
            role: name(dict.get(b"S").expect("a role")).expect("a name"),
            text: String::new(),
            alt: text(b"Alt"),
            lang: text(b"Lang"),
            scope: attributes.and_then(|own| own.get(b"Scope").ok()).and_then(|value| name(value).ok()),
            page: None,
            objects: 0,
            kids: Vec::new(),
        };
        let home = dict.get(b"Pg").and_then(Object::as_reference).ok();
        match dict.get(b"K") {
            Ok(Object::Array(kids)) => kids.iter().for_each(|kid| self.kid(kid, home, &mut element)),
            Ok(kid) => self.kid(kid, home, &mut element),
            Err(_) => {}
        }
        element
    }

    fn kid(&self, kid: &Object, home: Option<ObjectId>, element: &mut Element) {
        if let Ok(number) = kid.as_i64() {
            return self.content(home.expect("a page for a bare number"), number, element);
        }
        let dict = self.dict(kid);
        match dict.get(b"Type").and_then(Object::as_name) {
            Ok(b"MCR") => {
                let page = dict.get(b"Pg").and_then(Object::as_reference).expect("a page");
                let number = dict.get(b"MCID").and_then(Object::as_i64).expect("a number");
                self.content(page, number, element);
            }
            Ok(b"OBJR") => element.objects += 1,
            _ => {
                let kid = self.element(dict);
                element.text.push_str(&kid.text);
                element.page = element.page.or(kid.page);
                element.kids.push(kid);
            }
        }
    }

    fn content(&self, page: ObjectId, number: i64, element: &mut Element) {
        let text =
            self.marks.get(&(page, number)).unwrap_or_else(|| panic!("no content {number} on {page:?}"));
        element.text.push_str(text);
        element.page = element
            .page
            .or_else(|| self.pages.iter().position(|&other| other == page).map(|index| index + 1));
    }

    fn page(&mut self, page: ObjectId) {
        let fonts = self.fonts(page);
        let content = Content::decode(&self.pdf.get_page_content(page)).expect("content that can be read");
        let mut font = "";
        let names: Vec<String> = fonts.keys().cloned().collect();
        // What is open: content with its number, an artifact, or text that is read instead.
        let mut open: Vec<Mark> = Vec::new();
        let mut artifact = String::new();
        for operation in &content.operations {
            match operation.operator.as_str() {
                "BDC" => open.push(Mark::of(&operation.operands)),
                "EMC" => {
                    if let Some(Mark::Instead(text)) = open.pop() {
                        self.say(&text, page, &open, &mut artifact);
                    }
                }
                "Tf" => {
                    let name = operation.operands[0].as_name().expect("a font's name");
                    let name = String::from_utf8_lossy(name);
                    font = names.iter().find(|known| **known == name).expect("a known font");
                }
                "TJ" => {
                    let text = self.show(&operation.operands[0], &fonts[font]);
                    if !open.iter().any(|mark| matches!(mark, Mark::Instead(_))) {
                        self.say(&text, page, &open, &mut artifact);
                    }
                }
                _ => {}
            }
        }
        assert!(open.is_empty(), "marked content is closed");
        self.artifacts.push(artifact);
    }

    fn say(&mut self, text: &str, page: ObjectId, open: &[Mark], artifact: &mut String) {
        match open.iter().find(|mark| !matches!(mark, Mark::Instead(_))) {
            Some(Mark::Content(number)) => self.marks.entry((page, *number)).or_default().push_str(text),
            Some(Mark::Artifact) => {
                artifact.push_str(text);
                artifact.push(' ');
            }
            Some(Mark::Instead(_)) | None => panic!("text outside of marked content: {text}"),
        }
    }

    fn show(&mut self, array: &Object, font: &Font) -> String {
        let mut text = String::new();
        for item in array.as_array().expect("an array").iter().filter_map(|item| item.as_str().ok()) {
            for code in item.chunks_exact(2) {
                let code = u16::from_be_bytes([code[0], code[1]]);
                let at = usize::from(code) * 2;
                if font.map.get(at..at + 2).is_none_or(|glyph| glyph == [0, 0]) {
                    self.notdef += 1;
                }
                text.push_str(font.unicode.get(&code).map_or("", String::as_str));
            }
        }
        text
    }

    fn fonts(&self, page: ObjectId) -> BTreeMap<String, Font> {
        let page = self.pdf.get_dictionary(page).expect("a page");
        let resources = self.dict(page.get(b"Resources").expect("resources"));
        let fonts = self.dict(resources.get(b"Font").expect("fonts"));
        fonts
            .iter()
            .map(|(name, font)| {
                let font = self.dict(font);
                let inner = font.get(b"DescendantFonts").and_then(Object::as_array).expect("descendants");
                let map = self.stream(self.dict(&inner[0]).get(b"CIDToGIDMap").expect("a map"));
                let unicode = self.stream(font.get(b"ToUnicode").expect("what glyphs read as"));
                let font = Font { map, unicode: to_unicode(&String::from_utf8_lossy(&unicode)) };
                (String::from_utf8_lossy(name).into_owned(), font)
            })
            .collect()
    }

    fn stream(&self, object: &Object) -> Vec<u8> {
        let stream = self.pdf.dereference(object).expect("a stream").1.as_stream().expect("a stream");
        stream.decompressed_content().expect("a stream that can be unpacked")
    }
}

/// A marked-content sequence.
enum Mark {
    Content(i64),
    Artifact,
    Instead(String),
}

impl Mark {
    fn of(operands: &[Object]) -> Self {
        let properties = operands[1].as_dict().expect("properties");
        if let Ok(actual) = properties.get(b"ActualText") {
            // A soft hyphen is not a letter: the word reads on.
            let text = lopdf::decode_text_string(actual).expect("text");
            return Self::Instead(text.replace('\u{AD}', ""));
        }
        match properties.get(b"MCID").and_then(Object::as_i64) {
            Ok(number) => Self::Content(number),
            Err(_) => Self::Artifact,
        }
    }
}

fn to_unicode(map: &str) -> BTreeMap<u16, String> {
    map.lines()
        .filter_map(|line| {
            let (code, text) = line.strip_prefix('<')?.strip_suffix('>')?.split_once("> <")?;
            let units: Vec<u16> = text
                .as_bytes()
                .chunks_exact(4)
                .map(|unit| u16::from_str_radix(std::str::from_utf8(unit).ok()?, 16).ok())
                .collect::<Option<_>>()?;
            Some((u16::from_str_radix(code, 16).ok()?, String::from_utf16(&units).ok()?))
        })
        .collect()
}

impl Element {
    /// This element and all below it, in reading order.
    pub(crate) fn walk(&self) -> Vec<&Element> {
        let mut all = vec![self];
        for kid in &self.kids {
            all.extend(kid.walk());
        }
        all
    }

    /// All elements of a role.
    pub(crate) fn all(&self, role: &str) -> Vec<&Element> {
        self.walk().into_iter().filter(|element| element.role == role).collect()
    }
}
