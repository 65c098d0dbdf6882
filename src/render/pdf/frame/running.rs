//! Header and footer of every page but the cover.

use crate::render::pdf::document::{Document, Sheet, Written};
use crate::render::pdf::fonts::Fonts;
use crate::render::pdf::layout::Side;
use crate::render::pdf::layout::style::{AMBER, FRAME, LEFT, RIGHT, RULE, TOP};
use crate::render::pdf::page::{Draw, Item, Owner, PAGE_HEIGHT, PAGE_WIDTH, Path, Pt};
use crate::render::pdf::text::{Drawn, Flat, Shaper, Type};
use crate::render::pdf::{MissingGlyph, work, writer};
use crate::report::Report;

/// Where the words of this module stand, when one of them cannot be set.
const PLACE: &str = "de kop- en voetregel";
/// Baseline of the header.
pub(super) const HEADER: Pt = 56.0;
/// Baseline of the footer.
pub(super) const FOOTER: Pt = PAGE_HEIGHT - 42.0;
/// Baseline of the watermark.
const WATERMARK: Pt = 34.0;
/// Room for the goal's name.
const NAME: Pt = 330.0;

/// Writes header and footer of every page but the cover; gives back what could not be set.
pub(super) fn dress(
    document: &mut Document,
    report: &Report,
    fonts: &Fonts,
    threads: usize,
) -> Vec<MissingGlyph> {
    let total = document.sheets.len();
    let meta = &report.meta;
    let mut shaper = Shaper::new(fonts);
    PLACE.clone_into(&mut shaper.place);
    let about = format!("{} {}", meta.strategy, meta.round);
    let mut still = line(&about, (LEFT, HEADER), Side::Start, FRAME.bold(), &mut shaper);
    still.append(line(&meta.status, (LEFT, FOOTER), Side::Start, FRAME, &mut shaper));
    if let Some(word) = &meta.watermark {
        still.append(watermark(word, &mut shaper));
    }
    still.append(head_rule());

    let names = names(document);
    let mut missing = shaper.missing;
    let written = work::map(
        threads,
        total,
        || Shaper::new(fonts),
        |shaper, index| {
            if index == 0 {
                return (Written::default(), Vec::new());
            }
            PLACE.clone_into(&mut shaper.place);
            let mut drawn = still.clone();
            drawn.append(goal(&names[index], shaper));
            let number = format!("Pagina {} van {total}", index + 1);
            drawn.append(line(&number, (RIGHT, FOOTER), Side::End, FRAME, shaper));
            drawn.under.append(&mut drawn.items);
            (writer::content(&drawn.under, fonts), std::mem::take(&mut shaper.missing))
        },
    );
    for (sheet, (frame, mut found)) in document.sheets.iter_mut().zip(written) {
        sheet.frame = frame;
        missing.append(&mut found);
    }
    missing
}

/// The rule under the header.
pub(super) fn head_rule() -> Drawn {
    let rule = Path::rule((LEFT, HEADER + 7.0), (RIGHT, HEADER + 7.0), RULE, 0.5);
    Drawn { under: vec![Item::path(Owner::Pagination, rule)], ..Drawn::default() }
}

/// What each page is about: the section that begins at its top, else the one that goes on.
fn names(document: &Document) -> Vec<String> {
    const NEAR: Pt = 60.0;
    let mut name = String::new();
    let name_of = |sheet: &Sheet| {
        let running = &sheet.leaf().running;
        let begins = running.first().filter(|(y, _)| *y < TOP + NEAR || name.is_empty());
        let shown = begins.map_or_else(|| name.clone(), |(_, begun)| begun.clone());
        if let Some((_, last)) = running.last() {
            name.clone_from(last);
        }
        shown
    };
    document.sheets.iter().map(name_of).collect()
}

/// The running name, cut off when it is too long for the line.
fn goal(name: &str, shaper: &mut Shaper) -> Drawn {
    let whole = shaper.shape(Flat::frame(name, FRAME), FRAME);
    match whole.fitting(NAME) {
        Some(end) => {
            let cut = whole.flat.text[..end].trim_end();
            line(&format!("{cut}…"), (RIGHT, HEADER), Side::End, FRAME, shaper)
        }
        None => line(name, (RIGHT, HEADER), Side::End, FRAME, shaper),
    }
}

/// The word that says what the document is not, in a box in the middle of the head.
pub(super) fn watermark(word: &str, shaper: &mut Shaper) -> Drawn {
    let set = Type { size: 10.0, ..FRAME.bold().colored(AMBER) };
    let mut drawn = line(&spaced(word), (0.0, WATERMARK), Side::Start, set, shaper);
    let width = drawn.items.iter().map(width).sum::<Pt>();
    let left = (PAGE_WIDTH - width) / 2.0;
    for item in &mut drawn.items {
        if let Draw::Text(run) = &mut item.draw {
            run.x += left;
        }
    }
    let plate = Path::rounded(left - 9.0, WATERMARK - 11.0, width + 18.0, 15.5, 3.0).stroked(AMBER, 0.8);
    drawn.under.push(Item::path(Owner::Pagination, plate));
    drawn
}

/// Letters with hair spaces between them.
pub(super) fn spaced(word: &str) -> String {
    let letters: Vec<String> = word.chars().map(String::from).collect();
    letters.join("\u{2009}")
}

fn width(item: &Item) -> Pt {
    match &item.draw {
        Draw::Text(run) => run.glyphs.iter().map(|glyph| glyph.advance).sum(),
        Draw::Path(_) => 0.0,
    }
}

/// Words of the frame on a baseline.
pub(super) fn line(text: &str, at: (Pt, Pt), side: Side, set: Type, shaper: &mut Shaper) -> Drawn {
    let words = shaper.shape(Flat::frame(text, set), set);
    let line = words.line();
    let x = if side == Side::End { at.0 - line.width } else { at.0 };
    let mut drawn = Drawn::default();
    drawn.line(&words, &line, x, at.1, shaper.fonts);
    drawn
}
