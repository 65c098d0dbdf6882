//! What is read back is what the report was made of.

use super::{super::compile::sample, *};
use crate::{
    domain::facts::Facts,
    report::{EditionLabel, compile, definition::Definition, typography::decimal},
};

fn edition_of(facts: &Facts) -> Report {
    let definition = Definition::shipped();
    let label = EditionLabel::frozen(&definition, facts, 1, None);
    compile(&definition, facts, None, label).0
}

fn rows(report: &Report, table: Table) -> Vec<Vec<Value>> {
    let base = "https://voortgang.example/";
    table.rows(&Edition { report, strategy: "gbvs-2018-2022", round: "2018-2020", number: 1, base })
}

fn column(table: Table, rows: &[Vec<Value>], name: &str) -> Vec<String> {
    let at = table.columns().iter().position(|column| column.name == name).unwrap();
    rows.iter().map(|row| row[at].to_string()).collect()
}

fn plain(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// A row has a value for every column, of its kind.
#[track_caller]
pub(super) fn fits(row: &[Value], columns: &[Column], table: &str) {
    assert_eq!(row.len(), columns.len(), "{table}");
    for (value, column) in row.iter().zip(columns) {
        let kind = match value {
            Value::Text(_) => Kind::Text,
            Value::Whole(_) => Kind::Whole,
            Value::Number(_) => Kind::Number,
            Value::Day(_) => Kind::Day,
            Value::Nothing => continue,
        };
        assert_eq!(kind, column.kind, "{table} {}: {value}", column.name);
    }
}

#[test]
fn every_row_has_a_value_of_its_kind_for_every_column() {
    let report = edition_of(&sample::facts(&[1, 1], true));
    for table in Table::ALL {
        let columns = table.columns();
        let rows = rows(&report, table);
        assert!(!rows.is_empty(), "{}", table.name());
        for row in rows {
            fits(&row, &columns, table.name());
        }
        let mut names: Vec<_> = columns.iter().map(|column| column.name).collect();
        names.sort_unstable();
        names.dedup();
        assert_eq!(names.len(), columns.len(), "{} says a name twice", table.name());
    }
}

#[test]
fn goals_and_commitments_are_as_the_facts_have_them() {
    let facts = sample::facts(&[1, 1], true);
    let report = edition_of(&facts);
    let goals = rows(&report, Table::Goals);
    assert_eq!(column(Table::Goals, &goals, "doel"), ["1", "2"]);
    for (goal, item) in goals.iter().zip(&facts.goals) {
        let goal = std::slice::from_ref(goal);
        assert_eq!(column(Table::Goals, goal, "titel"), [plain(&item.goal.title)]);
        let uri = format!("https://voortgang.example/id/doel/gbvs-2018-2022/{}", item.goal.number);
        assert_eq!(column(Table::Goals, goal, "uri"), [uri]);
        let rating = item.assessment.as_ref().and_then(|one| facts.rating(&one.rating));
        let label = rating.map(|one| one.label.clone()).unwrap_or_default();
        assert_eq!(column(Table::Goals, goal, "oordeel"), [label]);
    }
    let commitments = rows(&report, Table::Commitments);
    let promised: Vec<_> = facts.goals.iter().flat_map(|item| &item.commitments).collect();
    let numbers: Vec<_> = promised.iter().map(|one| one.number.clone()).collect();
    assert_eq!(column(Table::Commitments, &commitments, "nummer"), numbers);
    let round = &facts.round;
    let due = promised.iter().map(|one| one.due_within(round.from, round.until).or(one.due));
    let due: Vec<_> = due.map(|day| day.map(|day| day.to_string()).unwrap_or_default()).collect();
    assert!(due.iter().any(|day| !day.is_empty()));
    assert_eq!(column(Table::Commitments, &commitments, "termijn"), due);
}

#[test]
fn every_measurement_comes_back_to_the_last_decimal() {
    let facts = sample::facts(&[1, 1], true);
    let report = edition_of(&facts);
    let found = rows(&report, Table::Figures);
    let kinds = column(Table::Figures, &found, "soort");
    let values = column(Table::Figures, &found, "waarde");
    let days = column(Table::Figures, &found, "datum");
    let measured: Vec<_> = (0..found.len()).filter(|at| kinds[*at] == "meting").collect();
    let mut expected = Vec::new();
    for indicator in facts.goals.iter().flat_map(|item| &item.indicators) {
        for point in &indicator.measurements {
            let value = decimal(point.value, indicator.decimals);
            expected
                .push((point.date.to_string(), value.replace('.', "").replace(',', ".").replace('−', "-")));
        }
    }
    assert!(!expected.is_empty());
    let got: Vec<_> = measured.into_iter().map(|at| (days[at].clone(), values[at].clone())).collect();
    assert_eq!(got, expected);
}

#[test]
fn every_motion_is_there_once_with_its_answer_wherever_that_stands() {
    let facts = sample::facts(&[1, 1], true);
    let report = edition_of(&facts);
    let found = rows(&report, Table::Requests);
    assert_eq!(found.len(), facts.requests.len());
    for request in &facts.requests {
        let titles = column(Table::Requests, &found, "omschrijving");
        let kinds = column(Table::Requests, &found, "soort");
        let is_it = |at: &usize| titles[*at] == plain(&request.title) && kinds[*at] == request.kind.dutch();
        let at = (0..found.len()).find(is_it).unwrap();
        let row = std::slice::from_ref(&found[at]);
        assert_eq!(column(Table::Requests, row, "datum"), [request.date.to_string()]);
        assert_eq!(column(Table::Requests, row, "indiener"), [plain(&request.proposer)]);
        let within = request.goal.filter(|number| [1, 2].contains(number));
        let goal = within.map(|number| number.to_string()).unwrap_or_default();
        assert_eq!(column(Table::Requests, row, "doel"), [goal]);
        if let Some(answer) = &request.answer {
            let said = &column(Table::Requests, row, "antwoord")[0];
            let words = plain(&answer.text);
            let first: String = words.chars().take(20).collect();
            assert!(said.starts_with(&first), "{said}");
        }
    }
}
