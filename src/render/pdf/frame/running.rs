//! Header and footer of every page but the cover.

use super::settle;
use crate::render::pdf::document::Document;
use crate::render::pdf::layout::style::{AMBER, FRAME, LEFT, RIGHT, RULE, TOP};
use crate::render::pdf::layout::{Body, Side};
use crate::render::pdf::page::{Draw, Item, Owner, PAGE_HEIGHT, PAGE_WIDTH, Page, Path, Pt};
use crate::render::pdf::text::{Drawn, Flat, Shaper, Type};
use crate::report::Report;

/// Baseline of the header.
const HEADER: Pt = 56.0;
/// Baseline of the footer.
const FOOTER: Pt = PAGE_HEIGHT - 42.0;
/// Baseline of the watermark.
const WATERMARK: Pt = 34.0;
/// Room for the goal's name.
const NAME: Pt = 330.0;

/// Puts header and footer around the text of every page.
pub(super) fn dress(document: &mut Document, bodies: Vec<Body>, report: &Report, shaper: &mut Shaper) {
    let total = bodies.len();
    let meta = &report.meta;
    "de kop- en voetregel".clone_into(&mut shaper.place);
    let left =
        line(&format!("{} {}", meta.strategy, meta.round), (LEFT, HEADER), Side::Start, FRAME.bold(), shaper);
    let status = line(&meta.status, (LEFT, FOOTER), Side::Start, FRAME, shaper);
    let mark = meta.watermark.as_ref().map(|word| watermark(word, shaper));
    let mut name = String::new();
    let mut shown = Drawn::default();
    for (index, body) in bodies.into_iter().enumerate() {
        let text = at_top(&body, &name).to_owned();
        let last = body.running.last().map(|(_, name)| name.clone());
        let mut page = settle(document, body);
        if index > 0 {
            if text != name || shown.items.is_empty() {
                shown = goal(&text, shaper);
            }
            let number = format!("Pagina {} van {total}", index + 1);
            let number = line(&number, (RIGHT, FOOTER), Side::End, FRAME, shaper);
            let mut frame = Page::default();
            for drawn in [&left, &shown, &status, &number].into_iter().chain(&mark) {
                frame.items.extend(drawn.under.iter().chain(&drawn.items).cloned());
            }
            let rule = Path::rule((LEFT, HEADER + 7.0), (RIGHT, HEADER + 7.0), RULE, 0.5);
            frame.items.push(Item::path(Owner::Pagination, rule));
            frame.items.append(&mut page.items);
            page.items = frame.items;
            name = text;
        }
        if let Some(last) = last {
            name = last;
            shown = Drawn::default();
        }
        document.pages.push(page);
    }
}

/// What the page is about: the section that begins at its top, else the one that goes on.
fn at_top<'a>(body: &'a Body, before: &'a str) -> &'a str {
    const NEAR: Pt = 60.0;
    match body.running.first() {
        Some((y, name)) if *y < TOP + NEAR || before.is_empty() => name,
        Some(_) | None => before,
    }
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
fn watermark(word: &str, shaper: &mut Shaper) -> Drawn {
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

fn line(text: &str, at: (Pt, Pt), side: Side, set: Type, shaper: &mut Shaper) -> Drawn {
    let words = shaper.shape(Flat::frame(text, set), set);
    let line = words.line();
    let x = if side == Side::End { at.0 - line.width } else { at.0 };
    let mut drawn = Drawn::default();
    drawn.line(&words, &line, x, at.1, shaper.fonts);
    drawn
}
