//! Reads rows back from a report. Like [`super::super::compare`] it knows how the compiler lays a report out, and takes
//! what is not found for not said: a report may have been frozen years ago.

use super::{
    super::{
        Block, Cell, Inline, Panel, PanelKind, Report, Row, Section, Table,
        compare::read::{self, cell, plain},
    },
    Edition, Value, goal_uri,
};
use crate::domain::clock::find_long_date;

/// A goal's section with its number and the chapter that it stands in.
fn sections(report: &Report) -> impl Iterator<Item = (&Section, u32, &Section)> {
    report.sections.iter().flat_map(|chapter| {
        let below = std::iter::once(chapter).chain(&chapter.sections);
        below.filter_map(move |section| Some((section, read::number(section)?, chapter)))
    })
}

pub(super) fn goals(edition: &Edition<'_>) -> Vec<Vec<Value>> {
    let rows = sections(edition.report).map(|(section, number, chapter)| {
        let rating = panel(section, PanelKind::Rating);
        let promise = panel(section, PanelKind::Promise);
        vec![
            Value::Whole(number),
            plain(&section.title).into(),
            plain(&read::heading(chapter)).into(),
            promise.map(|panel| said(&panel.blocks, |block| !refers(block))).unwrap_or_default().into(),
            section.blocks.iter().find_map(read::rating).unwrap_or_default().into(),
            rating.map(|panel| said(&panel.blocks, has_origin)).unwrap_or_default().into(),
            Value::Text(goal_uri(edition.base, edition.strategy, number)),
        ]
    });
    rows.collect()
}

pub(super) fn commitments(report: &Report) -> Vec<Vec<Value>> {
    let mut rows = Vec::new();
    for goal in read::goals(report) {
        for commitment in goal.commitments {
            rows.push(vec![
                Value::Whole(goal.number),
                commitment.number.into(),
                commitment.promise.into(),
                find_long_date(&commitment.due).into(),
                commitment.stand.into(),
                commitment.explanation.into(),
            ]);
        }
    }
    rows
}

pub(super) fn figures(report: &Report) -> Vec<Vec<Value>> {
    let mut rows = Vec::new();
    for (section, number, _) in sections(report) {
        for table in tables(section, "cijfers") {
            // "Uitgaven: de metingen" and "Waarde (% bbp)"; until definition 4 "Waarde in % bbp".
            let name = table.caption.rsplit_once(':').map_or(table.caption.as_str(), |(name, _)| name);
            let head = table.columns.get(1).map(|column| plain(&column.head)).unwrap_or_default();
            let unit =
                head.strip_prefix("Waarde in ").or_else(|| head.strip_prefix("Waarde (")?.strip_suffix(')'));
            let unit = unit.unwrap_or(&head);
            for row in &table.rows {
                let [date, value, source] = row.cells.as_slice() else { continue };
                let source = cell(source);
                let (kind, source) = match source.as_str() {
                    "Uitgangswaarde" => ("uitgangswaarde", String::new()),
                    "Streefwaarde" => ("streefwaarde", String::new()),
                    _ => ("meting", source),
                };
                rows.push(vec![
                    Value::Whole(number),
                    plain(name).into(),
                    unit.to_owned().into(),
                    Value::Text(kind.to_owned()),
                    find_long_date(&cell(date)).into(),
                    number_of(&cell(value)),
                    source.into(),
                ]);
            }
        }
    }
    rows
}

pub(super) fn requests(report: &Report) -> Vec<Vec<Value>> {
    // With a goal a row says its kind before its title, and answers in full.
    let mut answered: Vec<(u32, [String; 2], String)> = Vec::new();
    for (section, number, _) in sections(report) {
        for row in tables(section, "moties").flat_map(|table| &table.rows) {
            answered.extend(described(row).map(|described| (number, described, answer(row))));
        }
    }
    let kinds = [("-moties", "motie", "Motie: "), ("-toezeggingen", "toezegging", "Toezegging: ")];
    let mut rows = Vec::new();
    for section in report.sections.iter().flat_map(|chapter| &chapter.sections) {
        let Some((_, kind, before)) = kinds.iter().find(|(end, ..)| section.anchor.ends_with(end)) else {
            continue;
        };
        for row in all_tables(section).flat_map(|table| &table.rows) {
            let Some([description, paper]) = described(row) else { continue };
            let Some((title, by)) = description.split_once('\n') else { continue };
            let (proposer, day) = by.rsplit_once(", ").unwrap_or((by, ""));
            let same = [format!("{before}{description}"), paper.clone()];
            let with_goal = answered.iter().find(|(_, known, _)| *known == same);
            let stand = row.cells.get(2).and_then(|state| state.lines.first()?.first().and_then(read::badge));
            rows.push(vec![
                Value::Text((*kind).to_owned()),
                title.to_owned().into(),
                proposer.to_owned().into(),
                find_long_date(day).into(),
                paper.into(),
                stand.unwrap_or_default().into(),
                with_goal.map_or_else(|| answer(row), |(_, _, answer)| answer.clone()).into(),
                with_goal.map_or(Value::Nothing, |(number, ..)| Value::Whole(*number)),
            ]);
        }
    }
    rows
}

pub(super) fn ministries(report: &Report) -> Vec<Vec<Value>> {
    let mut rows = Vec::new();
    for (section, number, _) in sections(report) {
        for row in tables(section, "bijdragen").flat_map(|table| &table.rows) {
            let [ministry, part, said] = row.cells.as_slice() else { continue };
            let cells = [ministry, part, said].map(|one| Value::from(cell(one)));
            rows.push(std::iter::once(Value::Whole(number)).chain(cells).collect());
        }
    }
    rows
}

/// What a motion or undertaking is, with who and when on a line of its own; and where it is found.
fn described(row: &Row) -> Option<[String; 2]> {
    Some([cell(row.cells.first()?), cell(row.cells.get(1)?)])
}

/// What stands under the badge.
fn answer(row: &Row) -> String {
    let lines = row.cells.get(2).map(|state| state.lines.iter().skip(1).cloned().collect());
    cell(&Cell { lines: lines.unwrap_or_default() })
}

fn panel(section: &Section, kind: PanelKind) -> Option<&Panel> {
    section.blocks.iter().find_map(|block| match block {
        Block::Panel(panel) if panel.kind == kind => Some(panel),
        Block::Panel(_) | Block::Paragraph(_) | Block::List(_) | Block::Table(_) | Block::Figure(_) => None,
    })
}

/// The words of those blocks, a line for each.
fn said(blocks: &[Block], of: impl Fn(&Block) -> bool) -> String {
    let mut lines: Vec<String> = Vec::new();
    for block in blocks.iter().filter(|block| of(block)) {
        match block {
            Block::Paragraph(paragraph) => lines.push(plain(&Inline::words(&paragraph.text))),
            Block::List(list) => {
                lines.extend(list.items.iter().map(|item| plain(&Inline::words(&item.text))));
            }
            Block::Table(_) | Block::Figure(_) | Block::Panel(_) => {}
        }
    }
    lines.join("\n")
}

/// Whether a paragraph points to other goals; the strategy's own words do not.
fn refers(block: &Block) -> bool {
    let Block::Paragraph(paragraph) = block else { return false };
    paragraph.text.iter().any(|inline| matches!(inline, Inline::Reference { .. }))
}

fn has_origin(block: &Block) -> bool {
    match block {
        Block::Paragraph(paragraph) => paragraph.origin.is_some(),
        Block::List(list) => list.origin.is_some(),
        Block::Table(_) | Block::Figure(_) | Block::Panel(_) => false,
    }
}

/// The tables of a goal's part: "doel-6-cijfers".
fn tables<'a>(goal: &'a Section, part: &str) -> impl Iterator<Item = &'a Table> {
    let anchor = format!("{}-{part}", goal.anchor);
    goal.sections.iter().filter(move |section| section.anchor == anchor).flat_map(all_tables)
}

fn all_tables(section: &Section) -> impl Iterator<Item = &Table> {
    section.blocks.iter().filter_map(|block| match block {
        Block::Table(table) => Some(table),
        Block::Paragraph(_) | Block::List(_) | Block::Figure(_) | Block::Panel(_) => None,
    })
}

/// "−1.234,5" as "-1234.5".
fn number_of(dutch: &str) -> Value {
    let number = dutch.replace('.', "").replace(',', ".").replace('−', "-");
    let whole = number.strip_prefix('-').unwrap_or(&number);
    let sound = !whole.is_empty() && whole.chars().all(|one| one.is_ascii_digit() || one == '.');
    if sound { Value::Number(number) } else { Value::Nothing }
}
