//! What makes blocks a report: cover, colofon, contents, running header and footer.
//!
//! The steps are those of a printer. Sections are shaped and stacked at the same time, each chapter is divided over
//! pages, the contents are set when the pages are counted, and header and footer come last.

mod contents;
mod cover;
mod running;

use std::collections::{HashMap, HashSet};

use super::document::{About, Bookmark, Document, Place};
use super::fonts::Fonts;
use super::layout::{Body, Flow, Part, paginate};
use super::page::Page;
use super::text::Shaper;
use super::tree::{NodeId, Offsets, Role, Tree};
use super::{MissingGlyph, PdfError, work};
use crate::report::{Report, Section, Stamp};
use contents::Entry;

/// Part number of cover and colofon.
const FRONT: u32 = 0;
/// Part number of the contents.
const CONTENTS: u32 = 1;
/// Part number of the first section.
const FIRST: u32 = 2;

/// Anchor of the contents.
const CONTENTS_ANCHOR: &str = "inhoud";
/// Anchor of the colofon.
const COLOFON_ANCHOR: &str = "colofon";

/// Lays out a whole report on `threads` threads.
pub(crate) fn report(
    report: &Report,
    stamp: &Stamp,
    fonts: &Fonts,
    threads: usize,
) -> Result<Document, PdfError> {
    let sections: Vec<&Section> = report.walk().collect();
    let anchors = anchors(&sections);
    let (parts, mut missing) = stack(&sections, &anchors, fonts, threads);

    let mut shaper = Shaper::new(fonts);
    let (mut bodies, front_trees) = paginate(cover::parts(report, stamp, &mut shaper, &anchors));
    // The chapters' pages are known before the contents that stand before them.
    let (chapters, section_trees) = paginate(parts);
    let entries = Entry::of(&sections);
    let (length, _) = paginate(vec![contents::part(&entries, &HashMap::new(), &mut shaper, &anchors)]);
    let before = bodies.len() + length.len();
    let numbers = page_numbers(&chapters, before);
    let (contents, contents_trees) =
        paginate(vec![contents::part(&entries, &numbers, &mut shaper, &anchors)]);
    bodies.extend(contents);
    bodies.extend(chapters);

    let mut tree = Tree::new(0, Role::Document);
    let mut offsets: Vec<Offsets> = Vec::with_capacity(sections.len() + 2);
    for grown in front_trees.into_iter().chain(contents_trees) {
        offsets.push(tree.graft(0, grown));
    }
    graft_sections(&mut tree, section_trees, &sections, &mut offsets);
    let mut document = Document {
        pages: Vec::with_capacity(bodies.len()),
        tree,
        offsets,
        outline: outline(&sections),
        anchors: HashMap::new(),
        figures: Vec::new(),
        about: about(report, stamp),
    };
    running::dress(&mut document, bodies, report, &mut shaper);
    missing.append(&mut shaper.missing);
    if missing.is_empty() { Ok(document) } else { Err(PdfError::MissingGlyphs(missing)) }
}

/// Every anchor that a reference may lead to.
fn anchors(sections: &[&Section]) -> HashSet<String> {
    let mut anchors: HashSet<String> = [CONTENTS_ANCHOR, COLOFON_ANCHOR].map(str::to_owned).into();
    for section in sections {
        anchors.insert(section.anchor.clone());
        for block in &section.blocks {
            if let crate::report::Block::Paragraph(paragraph) = block {
                anchors.extend(paragraph.anchor());
            }
        }
    }
    anchors
}

/// Shapes and stacks all sections, each on the first thread that is free; the result is in reading order.
fn stack(
    sections: &[&Section],
    anchors: &HashSet<String>,
    fonts: &Fonts,
    threads: usize,
) -> (Vec<Part>, Vec<MissingGlyph>) {
    let done = work::map(
        threads,
        sections.len(),
        || Shaper::new(fonts),
        |shaper, index| {
            let section = sections[index];
            let role = if section.level <= 1 { Role::Part } else { Role::Sect };
            let part = FIRST + u32::try_from(index).unwrap_or(u32::MAX - FIRST);
            let mut flow = Flow::new(shaper, part, role, anchors);
            flow.section(section, fresh(sections, index));
            (flow.finish(), std::mem::take(&mut shaper.missing))
        },
    );
    let mut missing = Vec::new();
    let parts = done
        .into_iter()
        .map(|(part, mut found)| {
            missing.append(&mut found);
            part
        })
        .collect();
    (parts, missing)
}

/// Whether a section begins a page: chapters do, and goals but the first of a chapter, so that a goal can be
/// handed over by itself and its pages do not move when another goal grows.
fn fresh(sections: &[&Section], index: usize) -> bool {
    let section = sections[index];
    let follows_head = index.checked_sub(1).is_some_and(|before| sections[before].level < section.level);
    section.level <= 1 || (section.level == 2 && section.label.is_some() && !follows_head)
}

/// Page numbers of anchors, from 1.
fn page_numbers(chapters: &[Body], before: usize) -> HashMap<&str, usize> {
    chapters
        .iter()
        .zip(before + 1..)
        .flat_map(|(body, number)| body.anchors.iter().map(move |(anchor, _)| (anchor.as_str(), number)))
        .collect()
}

/// Hangs each section under the section it stands in.
fn graft_sections(tree: &mut Tree, grown: Vec<Tree>, sections: &[&Section], offsets: &mut Vec<Offsets>) {
    let mut open: Vec<(u8, NodeId)> = Vec::new();
    for (part, section) in grown.into_iter().zip(sections) {
        while open.last().is_some_and(|(level, _)| *level >= section.level) {
            open.pop();
        }
        let parent = open.last().map_or(0, |(_, node)| *node);
        let node = tree.nodes.len();
        offsets.push(tree.graft(parent, part));
        open.push((section.level, node));
    }
}

fn outline(sections: &[&Section]) -> Vec<Bookmark> {
    let own = [("Colofon", COLOFON_ANCHOR), ("Inhoud", CONTENTS_ANCHOR)].map(|(title, anchor)| Bookmark {
        level: 1,
        title: title.to_owned(),
        anchor: anchor.to_owned(),
    });
    let theirs = sections.iter().map(|section| Bookmark {
        level: section.level.max(1),
        title: full_title(section),
        anchor: section.anchor.clone(),
    });
    own.into_iter().chain(theirs).collect()
}

/// Label and title in one line.
fn full_title(section: &Section) -> String {
    section
        .label
        .as_ref()
        .map_or_else(|| section.title.clone(), |label| format!("{label} – {}", section.title))
}

fn about(report: &Report, stamp: &Stamp) -> About {
    let meta = &report.meta;
    About {
        title: format!("{} – {}", meta.title, meta.round),
        author: meta.publisher.clone(),
        subject: format!("{}, {}", meta.subtitle, meta.status),
        language: meta.language.clone(),
        program: stamp.program.clone(),
        identity: format!("report {} {}", stamp.sha256, stamp.program),
    }
}

/// A page with its places taken down in the document.
fn settle(document: &mut Document, body: Body) -> Page {
    let page = document.pages.len();
    for (anchor, y) in body.anchors {
        document.anchors.entry(anchor).or_insert(Place { page, y });
    }
    document.figures.extend(body.figures.into_iter().map(|(slot, area)| (page, slot, area)));
    body.page
}
