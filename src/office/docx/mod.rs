//! A text as .docx (ECMA-376), as Word writes it where the standard leaves a choice.

mod body;
mod notes;
mod styles;

use chrono::SecondsFormat;

use self::{body::Body, styles::styles};
use super::{WriteFault, document::Document, pack::pack, xml::Xml};

/// The names of elements and attributes.
const SPACES: [(&str, &str); 6] = [
    ("xmlns:w", "http://schemas.openxmlformats.org/wordprocessingml/2006/main"),
    ("xmlns:r", "http://schemas.openxmlformats.org/officeDocument/2006/relationships"),
    ("xmlns:w14", "http://schemas.microsoft.com/office/word/2010/wordml"),
    ("xmlns:w15", "http://schemas.microsoft.com/office/word/2012/wordml"),
    ("xmlns:mc", "http://schemas.openxmlformats.org/markup-compatibility/2006"),
    ("mc:Ignorable", "w14 w15"),
];

const PACKAGE: &str = "http://schemas.openxmlformats.org/package/2006/";
const OFFICE: &str = "http://schemas.openxmlformats.org/officeDocument/2006/";
const WORD: &str = "application/vnd.openxmlformats-officedocument.wordprocessingml.";

/// Files beside the text: how each is called, what it is, and how the text is related to it.
const BESIDE: [(&str, &str, &str); 7] = [
    ("styles.xml", "styles", "styles"),
    ("numbering.xml", "numbering", "numbering"),
    ("settings.xml", "settings", "settings"),
    ("header1.xml", "header", "header"),
    ("footer1.xml", "footer", "footer"),
    ("comments.xml", "comments", "comments"),
    ("commentsExtended.xml", "commentsExtended", "commentsExtended"),
];

/// Which of them stand above and below the pages.
const HEAD: &str = "rId4";
const FOOT: &str = "rId5";

/// The document as bytes. The same document always gives the same bytes.
///
/// # Errors
/// When it does not fit the format.
pub fn docx(document: &Document) -> Result<Vec<u8>, WriteFault> {
    let mut body = Body::new(document);
    let text = part("w:document", |all| body.write(all));
    let Body { notes, links, lists, .. } = body;
    let files = [
        ("[Content_Types].xml", kinds()),
        ("_rels/.rels", roots()),
        ("docProps/core.xml", core(document)),
        ("docProps/app.xml", app(document)),
        ("docProps/custom.xml", custom(document)),
        ("word/document.xml", text),
        ("word/_rels/document.xml.rels", relations(&links)),
        ("word/styles.xml", styles(document)),
        ("word/numbering.xml", lists.write()),
        ("word/settings.xml", settings(document)),
        ("word/header1.xml", header(document)),
        ("word/footer1.xml", footer(document)),
        ("word/comments.xml", notes.comments()),
        ("word/commentsExtended.xml", notes.threads()),
    ];
    let files: Vec<(&str, &[u8])> = files.iter().map(|(name, text)| (*name, text.as_bytes())).collect();
    pack(&files)
}

/// One of the files of the text.
fn part(name: &'static str, inner: impl FnOnce(&mut Xml)) -> String {
    Xml::document(name, &SPACES, inner)
}

fn kinds() -> String {
    let space = format!("{PACKAGE}content-types");
    Xml::document("Types", &[("xmlns", &space)], |types| {
        let relations = "application/vnd.openxmlformats-package.relationships+xml";
        types.empty("Default", &[("Extension", "rels"), ("ContentType", relations)]);
        types.empty("Default", &[("Extension", "xml"), ("ContentType", "application/xml")]);
        let mut file = |name: &str, kind: &str| {
            types.empty("Override", &[("PartName", name), ("ContentType", kind)]);
        };
        file("/word/document.xml", &format!("{WORD}document.main+xml"));
        for (name, kind, _) in BESIDE {
            file(&format!("/word/{name}"), &format!("{WORD}{kind}+xml"));
        }
        file("/docProps/core.xml", "application/vnd.openxmlformats-package.core-properties+xml");
        file("/docProps/app.xml", "application/vnd.openxmlformats-officedocument.extended-properties+xml");
        file("/docProps/custom.xml", "application/vnd.openxmlformats-officedocument.custom-properties+xml");
    })
}

fn related(xml: &mut Xml, id: &str, kind: &str, to: &str, outside: bool) {
    let mut attributes = vec![("Id", id), ("Type", kind), ("Target", to)];
    if outside {
        attributes.push(("TargetMode", "External"));
    }
    xml.empty("Relationship", &attributes);
}

fn roots() -> String {
    let space = format!("{PACKAGE}relationships");
    Xml::document("Relationships", &[("xmlns", &space)], |all| {
        related(all, "rId1", &format!("{OFFICE}relationships/officeDocument"), "word/document.xml", false);
        related(
            all,
            "rId2",
            &format!("{PACKAGE}relationships/metadata/core-properties"),
            "docProps/core.xml",
            false,
        );
        related(
            all,
            "rId3",
            &format!("{OFFICE}relationships/extended-properties"),
            "docProps/app.xml",
            false,
        );
        related(
            all,
            "rId4",
            &format!("{OFFICE}relationships/custom-properties"),
            "docProps/custom.xml",
            false,
        );
    })
}

fn relations(links: &[String]) -> String {
    let space = format!("{PACKAGE}relationships");
    Xml::document("Relationships", &[("xmlns", &space)], |all| {
        for (number, (name, _, kind)) in (1..).zip(BESIDE) {
            let kind = if kind == "commentsExtended" {
                "http://schemas.microsoft.com/office/2011/relationships/commentsExtended".to_owned()
            } else {
                format!("{OFFICE}relationships/{kind}")
            };
            related(all, &format!("rId{number}"), &kind, name, false);
        }
        for (place, to) in links.iter().enumerate() {
            related(all, &link_id(place), &format!("{OFFICE}relationships/hyperlink"), to, true);
        }
    })
}

/// How the text names an address on the web.
fn link_id(place: usize) -> String {
    format!("rId{}", BESIDE.len() + 1 + place)
}

fn core(document: &Document) -> String {
    let space = format!("{PACKAGE}metadata/core-properties");
    let spaces = [
        ("xmlns:cp", space.as_str()),
        ("xmlns:dc", "http://purl.org/dc/elements/1.1/"),
        ("xmlns:dcterms", "http://purl.org/dc/terms/"),
        ("xmlns:xsi", "http://www.w3.org/2001/XMLSchema-instance"),
    ];
    Xml::document("cp:coreProperties", &spaces, |all| {
        let made = document.made.to_rfc3339_opts(SecondsFormat::Secs, true);
        all.words("dc:title", &[], &document.title);
        all.words("dc:subject", &[], &document.subject);
        all.words("dc:creator", &[], &document.author);
        all.words("dc:language", &[], &document.language);
        all.words("cp:lastModifiedBy", &[], &document.author);
        all.words("dcterms:created", &[("xsi:type", "dcterms:W3CDTF")], &made);
        all.words("dcterms:modified", &[("xsi:type", "dcterms:W3CDTF")], &made);
    })
}

fn app(document: &Document) -> String {
    let space = format!("{OFFICE}extended-properties");
    Xml::document("Properties", &[("xmlns", &space)], |all| {
        all.words("Application", &[], "Voortgang");
        all.words("Company", &[], &document.author);
    })
}

fn custom(document: &Document) -> String {
    let space = format!("{OFFICE}custom-properties");
    let spaces = [
        ("xmlns", space.as_str()),
        ("xmlns:vt", "http://schemas.openxmlformats.org/officeDocument/2006/docPropsVTypes"),
    ];
    Xml::document("Properties", &spaces, |all| {
        // The format counts from 2, and knows properties that people add by this set.
        for (number, (name, words)) in (2..).zip(&document.facts) {
            let number = number.to_string();
            let attributes = [
                ("fmtid", "{D5CDD505-2E9C-101B-9397-08002B2CF9AE}"),
                ("pid", number.as_str()),
                ("name", name),
            ];
            all.within("property", &attributes, |one| one.words("vt:lpwstr", &[], words));
        }
    })
}

fn settings(document: &Document) -> String {
    part("w:settings", |all| {
        all.empty("w:zoom", &[("w:percent", "100")]);
        all.empty("w:defaultTabStop", &[("w:val", "709")]);
        all.within("w:compat", &[], |compat| {
            // Without it Word opens the file as one of before 2013.
            let attributes = [
                ("w:name", "compatibilityMode"),
                ("w:uri", "http://schemas.microsoft.com/office/word"),
                ("w:val", "15"),
            ];
            compat.empty("w:compatSetting", &attributes);
        });
        all.empty("w:themeFontLang", &[("w:val", &document.language)]);
        all.empty("w:decimalSymbol", &[("w:val", ",")]);
        all.empty("w:listSeparator", &[("w:val", ";")]);
    })
}

fn header(document: &Document) -> String {
    part("w:hdr", |all| {
        all.within("w:p", &[], |line| {
            styled(line, "Header");
            run(line, document.head.as_deref().unwrap_or_default());
        });
    })
}

fn footer(document: &Document) -> String {
    part("w:ftr", |all| {
        all.within("w:p", &[], |line| {
            styled(line, "Footer");
            run(line, &format!("{}\tpagina ", document.foot));
            line.within("w:fldSimple", &[("w:instr", " PAGE ")], |field| run(field, "1"));
            run(line, " van ");
            line.within("w:fldSimple", &[("w:instr", " NUMPAGES ")], |field| run(field, "1"));
        });
    })
}

/// The style of a paragraph.
fn styled(paragraph: &mut Xml, style: &str) {
    paragraph.within("w:pPr", &[], |look| look.empty("w:pStyle", &[("w:val", style)]));
}

/// Words without marks.
fn run(paragraph: &mut Xml, words: &str) {
    paragraph.within("w:r", &[], |run| put(run, words));
}

/// Words of a run, with its tabs and ends of lines.
fn put(run: &mut Xml, words: &str) {
    let mut rest = words;
    while !rest.is_empty() {
        let end = rest.find(['\t', '\n']).unwrap_or(rest.len());
        let (before, after) = rest.split_at(end);
        if !before.is_empty() {
            run.words("w:t", &[("xml:space", "preserve")], before);
        }
        rest = after;
        if let Some(after) = after.strip_prefix('\t') {
            run.empty("w:tab", &[]);
            rest = after;
        } else if let Some(after) = after.strip_prefix('\n') {
            run.empty("w:br", &[]);
            rest = after;
        }
    }
}
