//! Where words stand in a report: an erratum quotes what really stands there.

use super::{Block, Cell, Chart, Inline, List, Report, Section};

/// Where words were found that should stand in some place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Found {
    /// In that place.
    Here,
    /// Not there, but in these: numbers of paragraphs, or the heading just above.
    Elsewhere(Vec<String>),
    /// Not in the report.
    Nowhere,
    /// The report has no paragraph with that number, and no heading or caption of those words.
    NoSuchPlace,
}

/// Words that stand together, and every name of where that is.
struct Chunk {
    text: String,
    /// What one would call the place.
    place: String,
    /// Every name that covers it: the number of a paragraph, a caption, all headings above. Folded.
    names: Vec<String>,
}

impl Report {
    /// Looks for words in a place: the number of a paragraph ("6.3"), a heading with or without its label ("Doel 6"),
    /// the caption of a table or figure, or "colofon". White space, quotation marks and hyphens may be typed plainly.
    #[must_use]
    pub fn find(&self, place: &str, words: &str) -> Found {
        let chunks = self.chunks();
        let (place, words) = (fold(place), plain(words));
        let place = place.strip_prefix("alinea ").unwrap_or(&place).trim_end_matches('.');
        if !chunks.iter().any(|chunk| chunk.names.iter().any(|name| name == place)) {
            return Found::NoSuchPlace;
        }
        let found: Vec<&Chunk> = chunks.iter().filter(|chunk| chunk.text.contains(&words)).collect();
        if found.iter().any(|chunk| chunk.names.iter().any(|name| name == place)) {
            return Found::Here;
        }
        let mut places: Vec<String> = found.into_iter().map(|chunk| chunk.place.clone()).collect();
        places.dedup();
        if places.is_empty() { Found::Nowhere } else { Found::Elsewhere(places) }
    }

    fn chunks(&self) -> Vec<Chunk> {
        let mut chunks = Vec::new();
        for (_, text) in &self.meta.colofon {
            let place = "Colofon".to_owned();
            chunks.push(Chunk { text: plain(text), names: vec![fold(&place)], place });
        }
        for section in &self.sections {
            gather(section, &[], &mut chunks);
        }
        chunks
    }
}

impl Section {
    /// Its own words, a line for each thing it says; those of deeper sections are theirs.
    #[must_use]
    pub fn words(&self) -> String {
        let mut chunks = Vec::new();
        let mut under = Under { place: String::new(), names: Vec::new(), chunks: &mut chunks };
        let mut number = None;
        for block in &self.blocks {
            under.block(block, &mut number);
        }
        chunks
            .into_iter()
            .map(|chunk| chunk.text)
            .filter(|text| !text.is_empty())
            .collect::<Vec<_>>()
            .join("\n")
    }
}

fn gather(section: &Section, above: &[String], chunks: &mut Vec<Chunk>) {
    let mut names = above.to_vec();
    names.push(fold(&section.title));
    if let Some(label) = &section.label {
        names.extend([
            fold(label),
            fold(&format!("{label}. {}", section.title)),
            fold(&format!("{label} {}", section.title)),
        ]);
    }
    let mut under = Under { place: section.title.clone(), names: names.clone(), chunks };
    under.say(&section.title, None);
    let mut number = None;
    for block in &section.blocks {
        under.block(block, &mut number);
    }
    for deeper in &section.sections {
        gather(deeper, &names, chunks);
    }
}

/// Gathers the words of blocks under one heading.
struct Under<'a> {
    place: String,
    names: Vec<String>,
    chunks: &'a mut Vec<Chunk>,
}

impl Under<'_> {
    /// `name` is the number or caption that covers the words within the section.
    fn say(&mut self, text: &str, name: Option<&str>) {
        let mut names = self.names.clone();
        names.extend(name.map(fold));
        let place = name.unwrap_or(&self.place).to_owned();
        self.chunks.push(Chunk { text: plain(text), place, names });
    }

    /// `number` is that of the last paragraph: a list belongs to the paragraph that it follows.
    fn block(&mut self, block: &Block, number: &mut Option<String>) {
        match block {
            Block::Paragraph(paragraph) => {
                number.clone_from(&paragraph.number);
                self.say(&Inline::words(&paragraph.text), number.as_deref());
            }
            Block::List(list) => self.list(list, number.as_deref()),
            Block::Table(table) => {
                let name = Some(table.caption.as_str());
                self.say(&table.caption, name);
                table.columns.iter().for_each(|column| self.say(&column.head, name));
                table.rows.iter().flat_map(|row| &row.cells).for_each(|cell| self.cell(cell, name));
                table.source.iter().for_each(|source| self.say(source, name));
            }
            Block::Figure(figure) => {
                let name = Some(figure.caption.as_str());
                self.say(&figure.caption, name);
                self.say(&figure.alt, name);
                figure.source.iter().for_each(|source| self.say(source, name));
                if let Chart::Series(series) = &figure.chart {
                    self.say(&series.unit, name);
                }
            }
            Block::Panel(panel) => {
                self.say(&panel.title, Some(&panel.title));
                let mut inner = None;
                panel.blocks.iter().for_each(|block| self.block(block, &mut inner));
            }
        }
    }

    fn list(&mut self, list: &List, name: Option<&str>) {
        for item in &list.items {
            self.say(&Inline::words(&item.text), name);
            item.list.iter().for_each(|list| self.list(list, name));
        }
    }

    fn cell(&mut self, cell: &Cell, name: Option<&str>) {
        for line in &cell.lines {
            self.say(&Inline::words(line), name);
        }
    }
}

/// Words as they are compared: one kind of space, quotation mark and hyphen, however they were set or copied.
fn plain(text: &str) -> String {
    let alike: String = text
        .chars()
        .map(|character| match character {
            '‘' | '’' | '‚' | '‛' => '\'',
            '“' | '”' | '„' | '‟' => '"',
            '\u{2010}' | '\u{2011}' => '-',
            other => other,
        })
        .collect();
    alike.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Names of places are compared without regard to capitals.
fn fold(name: &str) -> String {
    plain(name).to_lowercase()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::{EditionLabel, compile, definition::Definition, sample};

    /// A paragraph of the sample with its number, and the next one.
    fn paragraphs(report: &Report) -> Vec<(String, String)> {
        let blocks = report.walk().flat_map(|section| &section.blocks);
        let numbered = blocks.filter_map(|block| match block {
            Block::Paragraph(paragraph) => Some((paragraph.number.clone()?, Inline::words(&paragraph.text))),
            Block::List(_) | Block::Table(_) | Block::Figure(_) | Block::Panel(_) => None,
        });
        numbered.collect()
    }

    #[test]
    fn words_are_found_where_they_stand_and_nowhere_else() {
        let (definition, facts) = (Definition::shipped(), sample::facts(&[2, 2], true));
        let report = compile(&definition, &facts, None, EditionLabel::draft(&definition, &facts)).0;
        let all = paragraphs(&report);
        let (number, words) = &all[0];
        let other = &all.iter().find(|(_, other)| !other.contains(words.as_str())).unwrap().0;
        assert_eq!(report.find(number, words), Found::Here);
        assert_eq!(report.find(&format!("Alinea {number}."), &words.replace(' ', "\n")), Found::Here);
        assert_eq!(report.find(other, words), Found::Elsewhere(vec![number.clone()]));
        assert_eq!(report.find(number, "dit staat er niet"), Found::Nowhere);
        assert_eq!(report.find("99.9", words), Found::NoSuchPlace);
        let goal = report.walk().find(|section| section.anchor == "doel-1").unwrap();
        assert_eq!(report.find("doel 1", &goal.title), Found::Here);
        assert_eq!(report.find(&format!("Doel 1. {}", goal.title), &goal.title), Found::Here);
        assert_eq!(report.find("Colofon", &report.meta.publisher), Found::Here);
    }
}
