//! Files of office programs: workbooks that are filled in and come back, and texts that are annotated.
//!
//! Nothing here knows what they are about. What comes back comes from anywhere, so reading takes a bounded amount of
//! memory and time whatever the file says of itself, computes nothing and runs nothing.

pub mod document;
mod docx;
mod odf;
mod pack;
mod read;
mod xlsx;
pub(crate) mod xml;

use std::collections::BTreeMap;

use thiserror::Error;

pub use self::{
    docx::docx,
    odf::{ods, odt},
    read::{Kind, MAX_ROW, MAX_UNPACKED, read},
    xlsx::xlsx,
};

/// The most characters that a cell of a spreadsheet program holds.
pub const MAX_CELL: usize = 32_767;

/// A workbook to be filled in.
#[derive(Clone, Debug, Default)]
pub struct Workbook {
    /// What it is called in its properties.
    pub title: String,
    /// In order.
    pub sheets: Vec<Sheet>,
}

/// One of its sheets.
#[derive(Clone, Debug, Default)]
pub struct Sheet {
    /// On its tab; at most 31 characters, without `[]:*?/\`.
    pub name: String,
    /// How wide each column is, in characters; one of nothing is hidden.
    pub widths: Vec<u16>,
    /// How many rows stay in sight.
    pub frozen: u32,
    /// From the top.
    pub rows: Vec<Vec<Cell>>,
}

/// A cell. Only fields and choices can be filled in.
#[derive(Clone, Debug, Default)]
pub enum Cell {
    /// Nothing.
    #[default]
    Empty,
    /// The title of the sheet.
    Title(String),
    /// The head of a column.
    Head(String),
    /// Words that stay.
    Fixed(String),
    /// To fill in.
    Field {
        /// What it says now.
        text: String,
        /// Shown when the cell is chosen.
        hint: String,
        /// The most characters.
        limit: u32,
    },
    /// To choose from a list, or to leave empty.
    Choice {
        /// What is chosen now.
        chosen: String,
        /// All there is.
        choices: Vec<String>,
        /// Shown when the cell is chosen.
        hint: String,
    },
}

impl Cell {
    /// What the cell says.
    #[must_use]
    pub fn text(&self) -> &str {
        match self {
            Self::Empty => "",
            Self::Title(text) | Self::Head(text) | Self::Fixed(text) | Self::Field { text, .. } => text,
            Self::Choice { chosen, .. } => chosen,
        }
    }
}

/// Points of one line of text.
const LINE: f64 = 15.0;

/// The highest a row may be, in points; what is longer is read in the cell.
const HIGHEST: f64 = 400.0;

impl Sheet {
    /// How high a row is, in points.
    fn height(&self, row: &[Cell]) -> f64 {
        let lines = u32::try_from(self.lines(row)).unwrap_or(u32::MAX);
        let title = row.iter().any(|cell| matches!(cell, Cell::Title(_)));
        if title { 24.0 } else { (f64::from(lines) * LINE + 3.0).min(HIGHEST) }
    }

    /// How high a row must be to show what its cells say, in lines.
    fn lines(&self, row: &[Cell]) -> usize {
        let cells = row.iter().enumerate().map(|(column, cell)| {
            let width = usize::from(self.widths.get(column).copied().unwrap_or_default()).max(1);
            // A title may run on over the cells beside it.
            let runs_on = matches!(cell, Cell::Title(_)) || self.widths.get(column) == Some(&0);
            let lines = cell.text().lines().map(|line| line.chars().count().div_ceil(width).max(1));
            if runs_on { 1 } else { lines.sum() }
        });
        cells.max().unwrap_or(1).max(1)
    }
}

/// A sheet that came back.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Filled {
    /// On its tab.
    pub name: String,
    /// What its cells say, by row and column from 0; those without anything are left out.
    pub cells: BTreeMap<(u32, u32), Value>,
    /// Cells that were merged: the first and the last of each group.
    pub merged: Vec<((u32, u32), (u32, u32))>,
}

/// What a cell says that came back.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Value {
    /// Words; numbers and dates as people write them.
    Text(String),
    /// It computes something. What that was last time is not asked.
    Formula,
    /// A spreadsheet program could not compute it: "#N/A".
    Fault,
}

impl Filled {
    /// What a cell says; nothing for one that is empty, computes or has a fault.
    #[must_use]
    pub fn text(&self, row: u32, column: u32) -> &str {
        match self.cells.get(&(row, column)) {
            Some(Value::Text(text)) => text,
            Some(Value::Formula | Value::Fault) | None => "",
        }
    }

    /// The last row in which anything stands, counted from 0.
    #[must_use]
    pub fn last_row(&self) -> Option<u32> {
        self.cells.last_key_value().map(|((row, _), _)| *row)
    }
}

/// "D5": a cell as spreadsheet programs name it.
#[must_use]
pub fn address(row: u32, column: u32) -> String {
    let mut letters = Vec::new();
    let mut rest = column + 1;
    while rest > 0 {
        let letter = u8::try_from((rest - 1) % 26).unwrap_or_default();
        letters.push(char::from(b'A' + letter));
        rest = (rest - 1) / 26;
    }
    letters.iter().rev().collect::<String>() + &(row + 1).to_string()
}

/// Why a file cannot be written.
#[derive(Debug, Error)]
#[error("the file cannot be written: {0}")]
pub struct WriteFault(String);

/// Why a workbook cannot be read.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum ReadFault {
    /// It is none, or it is broken.
    #[error("not a workbook")]
    NotAWorkbook,
    /// Locked with a password, or the old format that such files look like.
    #[error("locked, or an old format")]
    Locked,
    /// It holds a program.
    #[error("holds macros")]
    Macros,
    /// Unpacked it is larger than is taken.
    #[error("unpacks to more than {MAX_UNPACKED} bytes")]
    TooLarge,
    /// More sheets or cells than any that left here.
    #[error("more sheets or cells than fit")]
    TooMany,
    /// A row further down than any that left here.
    #[error("sheet {sheet:?} goes on to row {row}")]
    TooLong {
        /// Name of the sheet.
        sheet: String,
        /// Number of the row.
        row: u32,
    },
    /// A sheet that cannot be read.
    #[error("sheet {0:?} is broken")]
    Broken(String),
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cells_have_the_names_that_spreadsheet_programs_show() {
        let names = [(0, 0), (4, 3), (9, 25), (9, 26), (0, 701), (0, 702)];
        let names = names.map(|(row, column)| address(row, column));
        assert_eq!(names, ["A1", "D5", "Z10", "AA10", "ZZ1", "AAA1"]);
    }

    #[test]
    fn what_is_written_is_read_back() {
        let nasty = "=1+1\n- \"punt\"\t<één> & _x0041_ 🕊️ السلام";
        let field = |text: &str| Cell::Field { text: text.into(), hint: "Kort".into(), limit: 300 };
        let choices = vec!["nieuws".to_owned(), "geen nieuws".to_owned()];
        let sheet = Sheet {
            name: "Doel 6".into(),
            widths: vec![20, 40, 0],
            frozen: 1,
            rows: vec![
                vec![Cell::Title("Doel 6".into()), Cell::Empty, Cell::Fixed("sleutel".into())],
                vec![field(nasty), field(&"é".repeat(MAX_CELL)), field("2020")],
                vec![Cell::Choice { chosen: "nieuws".into(), choices, hint: String::new() }, field("")],
            ],
        };
        let book =
            Workbook { title: "t".into(), sheets: vec![sheet.clone(), Sheet { name: "x".into(), ..sheet }] };
        for (kind, bytes) in [(Kind::Xlsx, xlsx(&book).unwrap()), (Kind::Ods, ods(&book).unwrap())] {
            let (found, back) = read(&bytes).unwrap();
            assert_eq!((found, back.len()), (kind, 2));
            assert_eq!(back[0].name, "Doel 6");
            assert_eq!(back[0].text(1, 0), nasty);
            assert_eq!(back[0].text(1, 1), "é".repeat(MAX_CELL));
            assert_eq!((back[0].text(1, 2), back[0].text(2, 0), back[0].text(2, 1)), ("2020", "nieuws", ""));
            assert_eq!(back[0].last_row(), Some(2));
        }
    }
}
