//! The data of editions in the formats that others read: CSV by RFC 4180, JSON, and names of things as JSON-LD.

pub mod feed;
pub mod linked;
pub mod woo;

use serde::{Serialize, Serializer, ser::SerializeMap};

use super::sheet::safe;
use crate::report::data::{Column, EARLIER, EDITION, EarlierRows, EarlierTable, Edition, Table, Value};

/// The names of a table's columns as the first line of a sheet.
///
/// # Errors
/// Never in practice: it is written to memory.
pub fn csv_head(columns: &[Column]) -> csv::Result<Vec<u8>> {
    lines([columns.iter().map(|column| column.name.to_owned()).collect()])
}

/// A whole sheet at once.
///
/// # Errors
/// Never in practice: it is written to memory.
pub fn csv(columns: &[Column], rows: &[Vec<Value>]) -> csv::Result<Vec<u8>> {
    let mut sheet = csv_head(columns)?;
    sheet.extend(csv_rows(rows)?);
    Ok(sheet)
}

/// Rows of a table as lines of its sheet.
///
/// # Errors
/// Never in practice: it is written to memory.
pub fn csv_rows(rows: &[Vec<Value>]) -> csv::Result<Vec<u8>> {
    lines(rows.iter().map(|row| row.iter().map(csv_cell).collect()))
}

/// A number is not words, and no spreadsheet computes more with it than what it says.
fn csv_cell(value: &Value) -> String {
    match value {
        Value::Text(text) => safe(text),
        Value::Whole(_) | Value::Number(_) | Value::Day(_) | Value::Nothing => value.to_string(),
    }
}

fn lines(lines: impl IntoIterator<Item = Vec<String>>) -> csv::Result<Vec<u8>> {
    let mut sheet = csv::WriterBuilder::new().terminator(csv::Terminator::CRLF).from_writer(Vec::new());
    for line in lines {
        sheet.write_record(line)?;
    }
    sheet.into_inner().map_err(|error| error.into_error().into())
}

/// An edition with all its tables as one JSON object.
///
/// # Errors
/// Never in practice: it holds words, numbers and lists only.
pub fn json(edition: &Edition<'_>) -> serde_json::Result<String> {
    serde_json::to_string(&Whole(edition))
}

/// An edition as it is written in JSON.
struct Whole<'a>(&'a Edition<'a>);

impl Serialize for Whole<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let (edition, meta) = (self.0, &self.0.report.meta);
        let mut map = serializer.serialize_map(None)?;
        map.serialize_entry("strategie", edition.strategy)?;
        map.serialize_entry("ronde", edition.round)?;
        map.serialize_entry("editie", &edition.number)?;
        map.serialize_entry("titel", &meta.title)?;
        map.serialize_entry("uitgever", &meta.publisher)?;
        map.serialize_entry("van", &meta.period.0)?;
        map.serialize_entry("totEnMet", &meta.period.1)?;
        map.serialize_entry("peildatum", &meta.reference_date)?;
        map.serialize_entry("voorbeeld", &meta.watermark.is_some())?;
        for table in Table::ALL {
            // What all rows have in common stands above.
            let (columns, common) = (table.columns(), EDITION.len());
            let rows = table.rows(edition);
            let rows: Vec<_> =
                rows.iter().map(|row| Row { columns: &columns[common..], values: &row[common..] }).collect();
            map.serialize_entry(table.name(), &rows)?;
        }
        map.end()
    }
}

/// An earlier report as one object, with what it said of goals within.
#[derive(Clone, Copy, Debug)]
pub struct Earlier<'a>(pub &'a EarlierRows);

/// The name under which goals stand within an earlier report.
pub const GOALS: &str = "doelen";

impl Serialize for Earlier<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let (columns, within) = (EarlierTable::Reports.columns(), EarlierTable::Ratings.columns());
        let mut map = serializer.serialize_map(None)?;
        Row { columns: &columns, values: &self.0.report }.entries(&mut map)?;
        // Of which report they are stands above.
        let own = EARLIER.len();
        let rows = self.0.ratings.iter().map(|row| Row { columns: &within[own..], values: &row[own..] });
        map.serialize_entry(GOALS, &rows.collect::<Vec<_>>())?;
        map.end()
    }
}

/// A row as an object: the name of each column with its value.
#[derive(Clone, Copy, Debug)]
pub struct Row<'a> {
    /// The columns.
    pub columns: &'a [Column],
    /// A value for each.
    pub values: &'a [Value],
}

impl Serialize for Row<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(Some(self.columns.len()))?;
        self.entries(&mut map)?;
        map.end()
    }
}

impl Row<'_> {
    fn entries<M: SerializeMap>(&self, map: &mut M) -> Result<(), M::Error> {
        for (column, value) in self.columns.iter().zip(self.values) {
            match value {
                Value::Text(text) => map.serialize_entry(column.name, text)?,
                Value::Whole(number) => map.serialize_entry(column.name, number)?,
                Value::Number(number) => match number.parse::<f64>() {
                    Ok(number) => map.serialize_entry(column.name, &number)?,
                    Err(_) => map.serialize_entry(column.name, number)?,
                },
                Value::Day(day) => map.serialize_entry(column.name, day)?,
                Value::Nothing => map.serialize_entry(column.name, &())?,
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::{EditionLabel, Report, compile, definition::Definition, sample};

    fn report() -> Report {
        let definition = Definition::shipped();
        let mut facts = sample::facts(&[1, 1], true);
        facts.goals[0].goal.title = "=HYPERLINK(\"x\"), met een komma".to_owned();
        facts.goals[0].assessment.as_mut().unwrap().ground = "Een.\n\nTwee.".to_owned();
        let label = EditionLabel::frozen(&definition, &facts, 1, None);
        compile(&definition, &facts, None, label).0
    }

    fn edition(report: &Report) -> Edition<'_> {
        Edition {
            report,
            strategy: "proef",
            round: "2018-2020",
            number: 1,
            base: "https://voortgang.example",
        }
    }

    #[test]
    fn a_sheet_is_read_back_as_it_was_and_computes_nothing() {
        let report = report();
        for table in Table::ALL {
            let bytes = csv(&table.columns(), &table.rows(&edition(&report))).unwrap();
            assert!(bytes.ends_with(b"\r\n"));
            let mut reader = csv::Reader::from_reader(bytes.as_slice());
            let heads: Vec<String> = reader.headers().unwrap().iter().map(str::to_owned).collect();
            let names: Vec<_> = table.columns().iter().map(|column| column.name.to_owned()).collect();
            assert_eq!(heads, names);
            let rows = table.rows(&edition(&report));
            let read: Vec<_> = reader.records().map(Result::unwrap).collect();
            assert_eq!(read.len(), rows.len());
            for (read, row) in read.iter().zip(&rows) {
                for (read, value) in read.iter().zip(row) {
                    assert_eq!(read, csv_cell(value));
                }
            }
        }
        let goals = String::from_utf8(csv_rows(&Table::Goals.rows(&edition(&report))).unwrap()).unwrap();
        assert!(goals.contains("\"'=HYPERLINK(\"\"x\"\"), met een komma\""), "{goals}");
        assert!(goals.contains("\"Een.\nTwee.\""), "{goals}");
    }

    #[test]
    fn json_holds_the_same_as_the_sheets() {
        let report = report();
        let json: serde_json::Value = serde_json::from_str(&json(&edition(&report)).unwrap()).unwrap();
        assert_eq!(json["ronde"], "2018-2020");
        for table in Table::ALL {
            let rows = json[table.name()].as_array().unwrap();
            assert_eq!(rows.len(), table.rows(&edition(&report)).len(), "{}", table.name());
        }
        assert_eq!(json["doelen"][0]["titel"], "=HYPERLINK(\"x\"), met een komma");
        assert_eq!(json["cijfers"][0]["waarde"], 1.22);
        assert_eq!(json["cijfers"][0]["datum"], "2018-12-31");
        assert_eq!(json["moties"][1]["doel"], serde_json::Value::Null);
    }
}
