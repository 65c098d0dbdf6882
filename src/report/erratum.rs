//! An erratum: a short report of its own, made from the frozen report that it corrects and nothing else.

use super::{
    Align, Block, Cell, Column, Inline, Meta, Paragraph, Report, Row, Section, Table,
    definition::{Definition, Words},
    typography::running,
};
use crate::domain::correction::Correction;

/// Makes the erratum with number `own` to an edition with number `number`, whose frozen report is `corrected`.
///
/// Title page and colofon are those of the corrected report but for what names the edition, so that publisher, period
/// and the word VOORBEELD go over as they were.
#[must_use]
pub fn erratum(
    definition: &Definition,
    corrected: &Report,
    number: u32,
    own: u32,
    corrections: &[Correction],
) -> Report {
    let words = &definition.erratum;
    let (of, itself, sha256) = (number.to_string(), own.to_string(), corrected.sha256());
    let say = |words: &Words| {
        words.fill(&[
            ("number", &of),
            ("own", &itself),
            ("report", &corrected.meta.title),
            ("round", &corrected.meta.round),
            ("sha256", &sha256),
        ])
    };
    let column = |head: &Words, width| Column { head: say(head), width, align: Align::Start };
    let rows = corrections.iter().map(|correction| Row {
        cells: vec![
            Cell::plain(correction.place.as_str()),
            Cell { lines: lines(correction.stated.as_str(), |line| vec![Inline::text(line)]) },
            Cell { lines: lines(correction.correct.as_str(), |line| vec![Inline::text(line)]) },
            Cell { lines: lines(correction.reason.as_str(), running) },
        ],
    });
    let table = Table {
        caption: say(&words.caption),
        columns: vec![
            column(&words.place_head, 2),
            column(&words.stated_head, 4),
            column(&words.correct_head, 4),
            column(&words.reason_head, 4),
        ],
        rows: rows.collect(),
        row_heads: true,
        source: None,
    };
    let section = Section {
        anchor: say(&words.anchor),
        level: 1,
        label: None,
        title: say(&words.heading),
        running: None,
        blocks: vec![Block::Paragraph(Paragraph::plain(say(&words.intro))), Block::Table(table)],
        sections: Vec::new(),
    };
    let status = say(&words.status);
    let mut colofon = corrected.meta.colofon.clone();
    for (_, text) in &mut colofon {
        if *text == corrected.meta.status {
            text.clone_from(&status);
        }
    }
    colofon.push((say(&words.corrects), say(&words.corrects_text)));
    let meta = Meta {
        title: say(&words.title),
        subtitle: say(&words.subtitle),
        edition: Some(own),
        status,
        reason: None,
        colofon,
        definition: definition.name(),
        ..corrected.meta.clone()
    };
    Report { meta, sections: vec![section] }
}

/// What was typed, a line each; what separates paragraphs is left out.
fn lines(typed: &str, line: impl Fn(&str) -> Vec<Inline>) -> Vec<Vec<Inline>> {
    typed.lines().filter(|text| !text.trim().is_empty()).map(line).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        domain::{correction::Place, text::Reason},
        report::{EditionLabel, compile, sample},
    };

    #[test]
    fn an_erratum_is_made_of_the_report_it_corrects_and_its_corrections() {
        let (definition, facts) = (Definition::shipped(), sample::facts(&[2, 2], true));
        let corrected =
            compile(&definition, &facts, None, EditionLabel::frozen(&definition, &facts, 1, None)).0;
        let reason = |text: &str| Reason::parse(text).unwrap();
        let correction = Correction::new(
            Place::parse("6.3").unwrap(),
            reason("€309 miljoen"),
            reason("€330 miljoen"),
            reason("Zie 33 694, nr. 57."),
        );
        let report = erratum(&definition, &corrected, 1, 2, &[correction.unwrap()]);
        assert_eq!(report.meta.title, "Erratum bij editie 1");
        assert_eq!(report.meta.edition, Some(2));
        assert_eq!(report.meta.publisher, corrected.meta.publisher);
        let colofon: Vec<&str> = report.meta.colofon.iter().map(|(_, text)| text.as_str()).collect();
        assert!(colofon.contains(&"Editie 2. Erratum bij editie 1") && !colofon.contains(&"Editie 1"));
        assert!(colofon.iter().any(|text| text.contains(&corrected.sha256())), "it names what it corrects");
        assert!(report.to_json().contains("kst-33694-57"), "a reference becomes a link");
        assert_eq!(Report::from_json(&report.to_json()).unwrap(), report);
    }
}
