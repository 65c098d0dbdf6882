//! What makes blocks a letter: the address where a window envelope shows it, the sender beside it, the signature.

use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use super::running::{FOOTER, HEADER, head_rule, line, watermark};
use crate::render::pdf::document::{About, Document};
use crate::render::pdf::fonts::Fonts;
use crate::render::pdf::layout::style::{BODY, FRAME, HALF, LEFT, QUIET, RIGHT, TOP};
use crate::render::pdf::layout::{Flow, PARAGRAPH_SPACE, Piece, Side};
use crate::render::pdf::page::Pt;
use crate::render::pdf::text::{Drawn, Shaper, Type};
use crate::render::pdf::tree::{Role, Tree};
use crate::render::pdf::{PdfError, writer};
use crate::report::{Inline, Item, Letter, List, Stamp, long_date};

/// Width of the text: some sixty-five characters.
const MEASURE: Pt = 338.0;
/// Left edge of what stands beside the text on the first page.
const ASIDE: Pt = LEFT + MEASURE + 24.0;
/// The address begins here on the page: the window of an envelope for A4 folded in three (NEN 1026).
const ADDRESS: Pt = 133.0;
/// Address and sender end here at the soonest.
const HEAD: Pt = 232.0;
/// Room for the labels of date and subject.
const LABELS: Pt = 62.0;
/// What goes with the letter takes no more room than this beside its text.
const TALLEST: Pt = 240.0;
/// Room to sign.
const SIGNATURE: Pt = HALF * 8.0;
/// What stands beside the text.
const SMALL: Type = Type { size: 8.0, leading: 11.0, hyphenate: false, ..BODY };

/// Lays out a letter.
pub(crate) fn letter(letter: &Letter, stamp: &Stamp, fonts: &Fonts) -> Result<Document, PdfError> {
    let anchors = HashSet::new();
    let mut shaper = Shaper::new(fonts);
    "de brief".clone_into(&mut shaper.place);
    let mut flow = Flow::new(&mut shaper, 0, Role::Sect, &anchors);
    (flow.x, flow.width) = (LEFT, MEASURE);
    flow.letter(letter);
    let unit = super::unit::write(vec![flow.finish()], fonts);
    let mut document = Document {
        sheets: Vec::new(),
        tree: Tree::new(0, Role::Document),
        offsets: Vec::new(),
        outline: Vec::new(),
        anchors: HashMap::new(),
        about: about(letter, stamp),
    };
    document.join(&Arc::new(unit), |_| 0);
    dress(&mut document, letter, &mut shaper);
    if shaper.missing.is_empty() { Ok(document) } else { Err(PdfError::MissingGlyphs(shaper.missing)) }
}

impl Flow<'_, '_> {
    fn letter(&mut self, letter: &Letter) {
        let aside = self.fits_aside(&letter.attachments);
        self.address(letter, if aside { &letter.attachments } else { &[] });
        self.space(HALF * 2.0);
        self.labelled("Datum", &long_date(letter.date), Role::P);
        self.labelled("Betreft", &letter.subject, Role::H(1));
        self.space(HALF * 4.0);
        self.plain(&letter.salutation);
        self.space(HALF * 2.0);
        self.blocks(&letter.body, 0);
        self.space(PARAGRAPH_SPACE);
        if let Some(closing) = &letter.closing {
            self.plain(closing);
        }
        // Whoever signs never stands alone on a page.
        self.space(HALF * 4.0);
        self.hold();
        self.plain(&letter.signatory_title);
        self.hold();
        self.room(SIGNATURE);
        self.hold();
        self.plain(&letter.signatory_name);
        if !aside {
            self.space(HALF * 4.0);
            self.plain(attachments_head(&letter.attachments));
            self.hold();
            let item = |name: &String| Item { text: vec![Inline::Text { text: name.clone() }], list: None };
            let items = letter.attachments.iter().map(item).collect();
            self.list(&List { ordered: true, items, origin: None }, BODY, 0);
        }
    }

    /// Address and, beside it, who sends the letter with its reference and what goes with it: one piece.
    fn address(&mut self, letter: &Letter, attachments: &[String]) {
        let mut drawn = Drawn::default();
        let y = self.column("Aan", &letter.addressee, ADDRESS - TOP, BODY, &mut drawn);
        (self.x, self.width) = (ASIDE, RIGHT - ASIDE);
        let mut aside = ADDRESS - TOP;
        if let [name, rest @ ..] = &letter.sender[..] {
            aside = self.column(name, rest, aside, SMALL, &mut drawn) + HALF;
        }
        let reference = std::slice::from_ref(&letter.reference);
        aside = self.column("Onze referentie", reference, aside, SMALL, &mut drawn) + HALF;
        if !attachments.is_empty() {
            self.column(attachments_head(attachments), attachments, aside, SMALL, &mut drawn);
        }
        (self.x, self.width) = (LEFT, MEASURE);
        self.push(Piece { height: y.max(HEAD - TOP), drawn, ..Piece::default() });
    }

    /// Whether what goes with the letter fits beside its text; a long list stands below the signature.
    fn fits_aside(&mut self, attachments: &[String]) -> bool {
        let width = std::mem::replace(&mut self.width, RIGHT - ASIDE);
        let height: Pt = attachments.iter().map(|name| self.height(name, SMALL)).sum();
        self.width = width;
        height <= TALLEST
    }

    /// Lines under one another in the column, the first of them as their heading; returns where they end.
    fn column(&mut self, head: &str, lines: &[String], mut y: Pt, set: Type, drawn: &mut Drawn) -> Pt {
        let node = self.tree.add(0, Role::P);
        let head_set = if set.size < BODY.size { set.bold() } else { set.colored(QUIET) };
        for (text, set) in
            std::iter::once((head, head_set)).chain(lines.iter().map(|line| (line.as_str(), set)))
        {
            let mut shaped = self.words(&format!("{text} "), set, node);
            for line in shaped.lines(self.width) {
                drawn.line(&shaped, &line, self.x, y + set.ascent(), self.shaper.fonts);
                y += set.leading;
            }
        }
        y
    }

    fn labelled(&mut self, label: &str, text: &str, role: Role) {
        let node = self.tree.add(0, role);
        let label = self.words(&format!("{label}\u{A0}"), BODY.colored(QUIET).unbroken(), node);
        let first = self.count();
        self.indented(LABELS, 0.0, |flow| {
            let set = if role == Role::P { BODY } else { BODY.bold().unbroken() };
            let shaped = flow.words(text, set.tabular(), node);
            flow.lines(shaped);
        });
        let drawn = self.single(&label, self.x, BODY.ascent(), Side::Start);
        self.beside(first, drawn);
        self.hold();
    }

    fn plain(&mut self, text: &str) {
        let node = self.tree.add(0, Role::P);
        let shaped = self.words(text, BODY, node);
        self.lines(shaped);
    }
}

/// Later pages say of which letter they are; all say which page they are, and that this is an example.
fn dress(document: &mut Document, letter: &Letter, shaper: &mut Shaper) {
    "de kop- en voetregel".clone_into(&mut shaper.place);
    let total = document.sheets.len();
    for (index, sheet) in document.sheets.iter_mut().enumerate() {
        let mut drawn = Drawn::default();
        if let Some(word) = &letter.watermark {
            drawn.append(watermark(word, shaper));
        }
        if index > 0 {
            let about = format!("{}, {}", letter.reference, long_date(letter.date));
            drawn.append(line(&about, (LEFT, HEADER), Side::Start, FRAME, shaper));
            drawn.append(head_rule());
        }
        if total > 1 {
            let number = format!("Pagina {} van {total}", index + 1);
            drawn.append(line(&number, (RIGHT, FOOTER), Side::End, FRAME, shaper));
        }
        drawn.under.append(&mut drawn.items);
        sheet.frame = writer::content(&drawn.under, shaper.fonts);
    }
}

fn attachments_head(attachments: &[String]) -> &'static str {
    if attachments.len() == 1 { "Bijlage" } else { "Bijlagen" }
}

fn about(letter: &Letter, stamp: &Stamp) -> About {
    About {
        title: format!("{} – brief van {}", letter.subject, long_date(letter.date)),
        author: letter.sender.first().cloned().unwrap_or_default(),
        subject: format!("Onze referentie {}", letter.reference),
        language: letter.language.clone(),
        program: stamp.program.clone(),
        identity: format!("letter {} {}", stamp.sha256, stamp.program),
    }
}
