//! The open format (ODF 1.3, ISO/IEC 26300): what texts and workbooks have in common.

mod sheet;
mod style;
mod text;

use chrono::{DateTime, SecondsFormat, Utc};

pub use self::{sheet::ods, text::odt};
use super::{
    WriteFault,
    pack::{KIND, pack},
    xml::{Attributes, Xml},
};

/// The names of elements and attributes.
const SPACES: [(&str, &str); 14] = [
    ("xmlns:office", "urn:oasis:names:tc:opendocument:xmlns:office:1.0"),
    ("xmlns:style", "urn:oasis:names:tc:opendocument:xmlns:style:1.0"),
    ("xmlns:text", "urn:oasis:names:tc:opendocument:xmlns:text:1.0"),
    ("xmlns:table", "urn:oasis:names:tc:opendocument:xmlns:table:1.0"),
    ("xmlns:fo", "urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0"),
    ("xmlns:svg", "urn:oasis:names:tc:opendocument:xmlns:svg-compatible:1.0"),
    ("xmlns:number", "urn:oasis:names:tc:opendocument:xmlns:datastyle:1.0"),
    ("xmlns:meta", "urn:oasis:names:tc:opendocument:xmlns:meta:1.0"),
    ("xmlns:config", "urn:oasis:names:tc:opendocument:xmlns:config:1.0"),
    ("xmlns:of", "urn:oasis:names:tc:opendocument:xmlns:of:1.2"),
    ("xmlns:dc", "http://purl.org/dc/elements/1.1/"),
    ("xmlns:xlink", "http://www.w3.org/1999/xlink"),
    // What the format has no word for: that a remark is dealt with.
    ("xmlns:loext", "urn:org:documentfoundation:names:experimental:office:xmlns:loext:1.0"),
    ("office:version", VERSION),
];

/// Of the format: the one whose schema files are held to, and that `LibreOffice` writes since 7.0. Nothing that is written here
/// came after 1.2, so that programs which know no later one read it too.
const VERSION: &str = "1.3";

/// One of the files of which a document is made.
fn part(name: &'static str, inner: impl FnOnce(&mut Xml)) -> String {
    Xml::document(name, &SPACES, inner)
}

/// What a document says of itself.
#[derive(Default)]
struct About<'a> {
    title: &'a str,
    subject: &'a str,
    author: &'a str,
    language: &'a str,
    made: DateTime<Utc>,
    facts: &'a [(String, String)],
}

impl About<'_> {
    fn write(&self) -> String {
        part("office:document-meta", |document| {
            document.within("office:meta", &[], |meta| {
                let made = self.made.to_rfc3339_opts(SecondsFormat::Secs, true);
                meta.words("meta:generator", &[], concat!("Voortgang/", env!("CARGO_PKG_VERSION")));
                for (name, words) in [
                    ("dc:title", self.title),
                    ("dc:subject", self.subject),
                    ("meta:initial-creator", self.author),
                    ("dc:creator", self.author),
                    ("meta:creation-date", &made),
                    ("dc:date", &made),
                    ("dc:language", self.language),
                ] {
                    if !words.is_empty() {
                        meta.words(name, &[], words);
                    }
                }
                for (name, words) in self.facts {
                    let attributes = [("meta:name", name.as_str()), ("meta:value-type", "string")];
                    meta.words("meta:user-defined", &attributes, words);
                }
            });
        })
    }
}

/// Packs a document of a kind, with the files that every document has; settings are for who has any.
fn package(
    kind: &str,
    about: &About<'_>,
    content: &str,
    styles: &str,
    settings: Option<&str>,
) -> Result<Vec<u8>, WriteFault> {
    let meta = about.write();
    let mut files = vec![("content.xml", content), ("styles.xml", styles), ("meta.xml", meta.as_str())];
    files.extend(settings.map(|settings| ("settings.xml", settings)));
    let space = ("xmlns:manifest", "urn:oasis:names:tc:opendocument:xmlns:manifest:1.0");
    let manifest = Xml::document("manifest:manifest", &[space, ("manifest:version", VERSION)], |manifest| {
        let mut entry = |path: &str, kind: &str| {
            let attributes = [("manifest:full-path", path), ("manifest:media-type", kind)];
            manifest.empty("manifest:file-entry", &attributes);
        };
        entry("/", kind);
        for (name, _) in &files {
            entry(name, "text/xml");
        }
    });
    let mut parts = vec![(KIND, kind.as_bytes())];
    parts.extend(files.iter().map(|(name, text)| (*name, text.as_bytes())));
    parts.push(("META-INF/manifest.xml", manifest.as_bytes()));
    pack(&parts)
}

/// Words within a paragraph. Readers take white space together, so what must stay is named.
fn put(xml: &mut Xml, words: &str) {
    let mut run = String::new();
    let mut before = '\n';
    for one in words.chars() {
        let element: Option<(&'static str, Attributes<'_>)> = match one {
            '\n' => Some(("text:line-break", &[])),
            '\t' => Some(("text:tab", &[])),
            ' ' if matches!(before, ' ' | '\n' | '\t') => Some(("text:s", &[])),
            _ => None,
        };
        before = one;
        match element {
            None => run.push(one),
            Some((name, attributes)) => {
                xml.text(&run);
                run.clear();
                xml.empty(name, attributes);
            }
        }
    }
    // A space that ends a paragraph is read by some, and not by others.
    let held = run.strip_suffix(' ').filter(|_| before == ' ');
    xml.text(held.unwrap_or(&run));
    if held.is_some() {
        xml.empty("text:s", &[]);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn white_space_that_was_typed_is_named() {
        let xml = Xml::document("p", &[], |p| p.flowing("q", &[], |q| put(q, " a  b\tc\n d ")));
        let said = "<q><text:s/>a <text:s/>b<text:tab/>c<text:line-break/><text:s/>d<text:s/></q>";
        assert!(xml.contains(said), "{xml}");
    }
}
