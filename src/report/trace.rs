//! From what stands in a report to where it came from.

use super::{Block, Inline, Item, Origin, Report, Section};

/// A paragraph or list of a report that says where its words came from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Traced<'r> {
    /// Printed number of a paragraph: "6.12"; a list has none.
    pub number: Option<&'r str>,
    /// Its stable anchor.
    pub anchor: Option<String>,
    /// Where its words came from.
    pub origin: &'r Origin,
    /// The paragraph or list itself.
    pub block: &'r Block,
}

/// Everything with an origin in the section with this anchor and below, in reading order; panels are passed over.
#[must_use]
pub fn traced<'r>(report: &'r Report, anchor: &str) -> Vec<Traced<'r>> {
    let mut found = Vec::new();
    if let Some(section) = report.sections.iter().find_map(|section| find(section, anchor)) {
        collect(section, &mut found);
    }
    found
}

fn find<'r>(section: &'r Section, anchor: &str) -> Option<&'r Section> {
    if section.anchor == anchor {
        return Some(section);
    }
    section.sections.iter().find_map(|section| find(section, anchor))
}

fn collect<'r>(section: &'r Section, found: &mut Vec<Traced<'r>>) {
    for block in &section.blocks {
        let (number, anchor, origin) = match block {
            Block::Paragraph(paragraph) => {
                (paragraph.number.as_deref(), paragraph.anchor(), paragraph.origin.as_ref())
            }
            Block::List(list) => (None, None, list.origin.as_ref()),
            Block::Table(_) | Block::Figure(_) | Block::Panel(_) => continue,
        };
        found.extend(origin.map(|origin| Traced { number, anchor, origin, block }));
    }
    for section in &section.sections {
        collect(section, found);
    }
}

/// The bare words of a paragraph or list, to recognise it by.
#[must_use]
pub fn words(block: &Block) -> String {
    match block {
        Block::Paragraph(paragraph) => Inline::words(&paragraph.text),
        Block::List(list) => list.items.iter().map(item).collect::<Vec<_>>().join("\n"),
        Block::Table(_) | Block::Figure(_) | Block::Panel(_) => String::new(),
    }
}

fn item(item: &Item) -> String {
    let below = item.list.iter().flat_map(|list| &list.items).map(self::item);
    std::iter::once(Inline::words(&item.text)).chain(below).collect::<Vec<_>>().join("\n")
}

#[cfg(test)]
mod tests {
    use super::super::{EditionLabel, compile, definition::Definition, sample};
    use super::*;

    #[test]
    fn every_piece_of_a_goals_text_is_traced_with_its_number() {
        let (definition, facts) = (Definition::shipped(), sample::facts(&[1, 1], true));
        let label = EditionLabel::draft(&definition, &facts);
        let (report, _) = compile(&definition, &facts, None, label);
        let traced = traced(&report, "doel-2");
        let numbers: Vec<_> = traced.iter().map(|traced| traced.number).collect();
        assert_eq!(numbers, [Some("2.1"), Some("2.2"), None, Some("2.3"), Some("2.4"), Some("2.5")]);
        assert_eq!(words(traced[2].block), "schepen\nvliegtuigen");
        assert!(traced[3].origin.altered && traced[3].origin.revision == Some(2));
        assert!(super::traced(&report, "doel-99").is_empty());
    }
}
