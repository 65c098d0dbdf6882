//! Reads back from a report what its goals and chapters say. With [`super::super::data`] the only place that knows how the
//! compiler lays them out; a report may have been frozen years ago, so what is not found is simply not there.

use super::{
    super::{Block, Cell, Chart, Figure, Inline, List, PanelKind, Report, Row, Section, typography::decimal},
    Said,
};
use crate::domain::clock::long_date;

/// A goal as an edition prints it.
#[derive(Default)]
pub(in crate::report) struct Goal {
    pub(in crate::report) number: u32,
    pub(in crate::report) label: String,
    pub(in crate::report) anchor: String,
    pub(in crate::report) title: String,
    pub(in crate::report) rating: Option<String>,
    pub(in crate::report) commitments: Vec<Commitment>,
    pub(in crate::report) figures: Vec<Measured>,
    pub(in crate::report) passages: Vec<Said>,
}

/// A commitment as an edition prints it.
pub(in crate::report) struct Commitment {
    pub(in crate::report) number: String,
    pub(in crate::report) promise: String,
    pub(in crate::report) due: String,
    pub(in crate::report) stand: String,
    pub(in crate::report) explanation: String,
}

/// The newest measurement of a figure.
pub(in crate::report) struct Measured {
    pub(in crate::report) name: String,
    pub(in crate::report) newest: String,
}

/// A chapter in which people wrote.
#[derive(Default)]
pub(in crate::report) struct Chapter {
    pub(in crate::report) anchor: String,
    pub(in crate::report) title: String,
    pub(in crate::report) passages: Vec<Said>,
}

/// All goals, in reading order.
pub(in crate::report) fn goals(report: &Report) -> Vec<Goal> {
    report.walk().filter_map(|section| Some(goal(section, number(section)?))).collect()
}

/// Chapters in which people wrote something that is not about one goal.
pub(in crate::report) fn chapters(report: &Report) -> Vec<Chapter> {
    let chapters = report.sections.iter().map(|section| {
        let mut passages = Vec::new();
        collect(section, &mut passages);
        Chapter { anchor: section.anchor.clone(), title: plain(&heading(section)), passages }
    });
    chapters.filter(|chapter| !chapter.passages.is_empty()).collect()
}

/// Its label and title: "A. Samenvatting".
pub(in crate::report) fn heading(section: &Section) -> String {
    let label = section.label.as_ref();
    label.map_or_else(|| section.title.clone(), |label| format!("{label}. {}", section.title))
}

/// The number of the goal that a section is about: a section with a promise, whose anchor ends in a number.
pub(in crate::report) fn number(section: &Section) -> Option<u32> {
    let promises = |block: &Block| matches!(block, Block::Panel(panel) if panel.kind == PanelKind::Promise);
    section.blocks.iter().any(promises).then_some(())?;
    section.anchor.rsplit('-').next()?.parse().ok()
}

fn goal(section: &Section, number: u32) -> Goal {
    let mut goal = Goal {
        number,
        label: plain(section.label.as_deref().unwrap_or_default()),
        anchor: section.anchor.clone(),
        title: plain(&section.title),
        rating: section.blocks.iter().find_map(rating),
        ..Goal::default()
    };
    passages(section, &mut goal.passages);
    for part in &section.sections {
        collect(part, &mut goal.passages);
        for block in &part.blocks {
            match block {
                Block::Table(table) => goal.commitments.extend(table.rows.iter().filter_map(commitment)),
                Block::Figure(figure) => goal.figures.extend(measured(figure)),
                Block::Paragraph(_) | Block::List(_) | Block::Panel(_) => {}
            }
        }
    }
    goal
}

pub(in crate::report) fn rating(block: &Block) -> Option<String> {
    let Block::Panel(panel) = block else { return None };
    let words = panel.blocks.iter().find_map(|block| match block {
        Block::Paragraph(paragraph) => paragraph.text.iter().find_map(badge),
        Block::List(_) | Block::Table(_) | Block::Figure(_) | Block::Panel(_) => None,
    });
    words.filter(|_| panel.kind == PanelKind::Rating)
}

pub(in crate::report) fn badge(inline: &Inline) -> Option<String> {
    if let Inline::Badge { text, .. } = inline { Some(plain(text)) } else { None }
}

/// A row of number, promise with its day below it, stand and explanation; tables of motions have their badge elsewhere.
fn commitment(row: &Row) -> Option<Commitment> {
    let [number, promise, stand, explanation] = row.cells.as_slice() else { return None };
    let stand = stand.lines.first()?.first().and_then(badge)?;
    let (promise, due) = promise.lines.split_at_checked(1)?;
    let (promise, due) = (lines(promise), lines(due));
    Some(Commitment { number: cell(number), promise, due, stand, explanation: cell(explanation) })
}

pub(in crate::report) fn cell(cell: &Cell) -> String {
    lines(&cell.lines)
}

fn lines(lines: &[Vec<Inline>]) -> String {
    lines.iter().map(|line| plain(&Inline::words(line))).collect::<Vec<_>>().join("\n")
}

fn measured(figure: &Figure) -> Option<Measured> {
    let Chart::Series(series) = &figure.chart else { return None };
    let last = series.points.last()?;
    let newest = format!("{} ({})", decimal(last.value, series.decimals), long_date(last.date));
    Some(Measured { name: plain(&figure.caption), newest })
}

/// What was written in a section and below it, except in goals.
fn collect(section: &Section, found: &mut Vec<Said>) {
    if number(section).is_some() {
        return;
    }
    passages(section, found);
    for part in &section.sections {
        collect(part, found);
    }
}

/// What was written directly under a heading.
fn passages(section: &Section, found: &mut Vec<Said>) {
    blocks(&section.blocks, &section.anchor, &section.title, found);
}

/// Words of people have a number or an origin; the fixed words of the report have neither.
fn blocks(blocks: &[Block], part: &str, heading: &str, found: &mut Vec<Said>) {
    let said = |number: Option<&String>, text: &[Inline]| Said {
        number: number.cloned(),
        part: part.to_owned(),
        heading: plain(heading),
        text: plain(&Inline::words(text)),
    };
    for block in blocks {
        match block {
            Block::Paragraph(paragraph) if paragraph.number.is_some() || paragraph.origin.is_some() => {
                found.push(said(paragraph.number.as_ref(), &paragraph.text));
            }
            Block::List(list) if list.origin.is_some() => items(list, &said, found),
            Block::Panel(panel) => self::blocks(&panel.blocks, part, &panel.title, found),
            Block::Paragraph(_) | Block::List(_) | Block::Table(_) | Block::Figure(_) => {}
        }
    }
}

fn items(list: &List, said: &impl Fn(Option<&String>, &[Inline]) -> Said, found: &mut Vec<Said>) {
    for item in &list.items {
        found.push(said(None, &item.text));
        if let Some(inner) = &item.list {
            items(inner, said, found);
        }
    }
}

/// Words with single spaces, whatever kind of space they were set with.
pub(in crate::report) fn plain(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}
