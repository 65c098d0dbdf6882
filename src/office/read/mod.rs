//! A workbook that came back. What it says of its own size is not believed: it is unpacked first, and counted.

mod ods;

use std::io::{self, Cursor, Read as _};

use calamine::{DataRef, Reader as _, Xlsx};
use quick_xml::{Reader, events::Event};
use zip::ZipArchive;

use super::{Filled, ReadFault, Value};

/// The most bytes that all parts of a workbook unpack to: several times a full one.
pub const MAX_UNPACKED: u64 = 8 * 1024 * 1024;

/// The last row, counted from 1, that a sheet may have something in.
pub const MAX_ROW: u32 = 2000;

/// The most parts of a workbook, sheets of it, and cells with something in them.
const MAX_PARTS: usize = 1000;
const MAX_SHEETS: usize = 100;
const MAX_CELLS: usize = 50_000;

/// The most tags around strings: several for each of them, as there are where words have looks of their own.
const MAX_TAGS: usize = 8 * MAX_CELLS;

/// How a file begins that is locked with a password: a container of the old format.
const OLD: [u8; 8] = [0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1];

/// The most bytes of words of all cells together: the same words may stand in many.
const MAX_WORDS: usize = 8 * 1024 * 1024;

/// What may still be kept of a workbook.
struct Budget {
    cells: usize,
    words: usize,
}

impl Budget {
    fn take(&mut self, value: &Value) -> Result<(), ReadFault> {
        let words = if let Value::Text(text) = value { text.len() } else { 0 };
        self.cells = self.cells.checked_sub(1).ok_or(ReadFault::TooMany)?;
        self.words = self.words.checked_sub(words).ok_or(ReadFault::TooLarge)?;
        Ok(())
    }
}

/// The two formats, told apart by what is in them and not by their name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Of Microsoft Excel.
    Xlsx,
    /// The open format.
    Ods,
}

/// What kind of workbook it is, and its sheets in order.
///
/// # Errors
/// See [`ReadFault`].
pub fn read(bytes: &[u8]) -> Result<(Kind, Vec<Filled>), ReadFault> {
    if bytes.starts_with(&OLD) {
        return Err(ReadFault::Locked);
    }
    let mut budget = Budget { cells: MAX_CELLS, words: MAX_WORDS };
    let content = unpack(bytes)?;
    if let Some(content) = content {
        return Ok((Kind::Ods, ods::sheets(&content, &mut budget)?));
    }
    let mut book = Xlsx::new(Cursor::new(bytes)).map_err(|_| ReadFault::NotAWorkbook)?;
    let names = book.sheet_names();
    if names.len() > MAX_SHEETS {
        return Err(ReadFault::TooMany);
    }
    let sheets: Result<_, _> = names.into_iter().map(|name| sheet(&mut book, name, &mut budget)).collect();
    Ok((Kind::Xlsx, sheets?))
}

/// Unpacks every part without keeping it: afterwards its size is known. The text of one in the open format is kept, for it
/// is read as a whole.
fn unpack(bytes: &[u8]) -> Result<Option<String>, ReadFault> {
    let mut archive = ZipArchive::new(Cursor::new(bytes)).map_err(|_| ReadFault::NotAWorkbook)?;
    if archive.len() > MAX_PARTS {
        return Err(ReadFault::TooMany);
    }
    let mut left = MAX_UNPACKED;
    let (mut content, mut locked) = (None, false);
    for part in 0..archive.len() {
        let mut part = archive.by_index(part).map_err(|_| ReadFault::NotAWorkbook)?;
        let name = part.name().map_err(|_| ReadFault::NotAWorkbook)?.to_ascii_lowercase();
        if name.ends_with("vbaproject.bin") || name.starts_with("basic/") || name.starts_with("scripts/") {
            return Err(ReadFault::Macros);
        }
        let mut part = part.by_ref().take(left + 1);
        let size = if name == "content.xml" {
            keep(&mut part, &mut content)?
        } else if name == "meta-inf/manifest.xml" {
            let mut manifest = None;
            let size = keep(&mut part, &mut manifest)?;
            locked = manifest.is_some_and(|manifest| contains(&manifest, b"encryption-data"));
            size
        } else if name.ends_with("sharedstrings.xml") {
            let mut strings = None;
            let size = keep(&mut part, &mut strings)?;
            // Before it counts as too large: a text that was cut off in the middle of a character is still the beginning.
            left.checked_sub(size).ok_or(ReadFault::TooLarge)?;
            counted(&strings.unwrap_or_default())?;
            size
        } else {
            io::copy(&mut part, &mut io::sink()).map_err(|_| ReadFault::NotAWorkbook)?
        };
        left = left.checked_sub(size).ok_or(ReadFault::TooLarge)?;
    }
    if locked {
        return Err(ReadFault::Locked);
    }
    content.map(String::from_utf8).transpose().map_err(|_| ReadFault::NotAWorkbook)
}

/// Keeps a part as it is; says how large it is.
fn keep(part: &mut impl io::Read, kept: &mut Option<Vec<u8>>) -> Result<u64, ReadFault> {
    let mut bytes = Vec::new();
    part.read_to_end(&mut bytes).map_err(|_| ReadFault::NotAWorkbook)?;
    let size = u64::try_from(bytes.len()).unwrap_or(u64::MAX);
    *kept = Some(bytes);
    Ok(size)
}

/// The reader of workbooks keeps all strings, and makes room at once for as many as the file says it has: when there is no
/// such room, that is the end of the whole program.
fn counted(strings: &[u8]) -> Result<(), ReadFault> {
    let text = str::from_utf8(strings).map_err(|_| ReadFault::NotAWorkbook)?;
    if text.matches('<').count() > MAX_TAGS {
        return Err(ReadFault::TooMany);
    }
    let mut reader = Reader::from_str(text);
    loop {
        let event = reader.read_event().map_err(|_| ReadFault::NotAWorkbook)?;
        if let Event::Start(start) = &event
            && start.local_name().as_ref() == "sst"
        {
            let said = ods::attribute(start, "uniqueCount")?.unwrap_or_default();
            let many = said.parse::<usize>().is_ok_and(|count| count > MAX_CELLS);
            return if many { Err(ReadFault::TooMany) } else { Ok(()) };
        }
        if matches!(event, Event::Eof) {
            return Ok(());
        }
    }
}

fn contains(bytes: &[u8], word: &[u8]) -> bool {
    bytes.windows(word.len()).any(|window| window == word)
}

/// One sheet, cell by cell: a sheet that says it is a million columns wide is no wider than what stands in it.
fn sheet(book: &mut Xlsx<Cursor<&[u8]>>, name: String, budget: &mut Budget) -> Result<Filled, ReadFault> {
    let broken = || ReadFault::Broken(name.clone());
    let merged = book.merge_cells_by_sheet_name(&name).map_err(|_| broken())?;
    let merged = merged.into_iter().map(|area| (area.start, area.end)).take(MAX_CELLS).collect();
    let mut filled = Filled { name: name.clone(), merged, ..Filled::default() };
    let mut cells = book.worksheet_cells_reader(&name).map_err(|_| broken())?;
    while let Some(cell) = cells.next_cell_with_formula_metadata().map_err(|_| broken())? {
        let value = if cell.formula.is_some() { Some(Value::Formula) } else { value(cell.value) };
        let Some(value) = value else { continue };
        if cell.pos.0 >= MAX_ROW {
            return Err(ReadFault::TooLong { sheet: name, row: cell.pos.0 + 1 });
        }
        budget.take(&value)?;
        filled.cells.insert(cell.pos, value);
    }
    Ok(filled)
}

fn value(cell: DataRef<'_>) -> Option<Value> {
    let text = match cell {
        DataRef::Empty => return None,
        DataRef::Error(_) => return Some(Value::Fault),
        DataRef::String(text) | DataRef::DurationIso(text) => text,
        DataRef::SharedString(text) => text.to_owned(),
        DataRef::Int(number) => number.to_string(),
        DataRef::Float(number) => number.to_string().replace('.', ","),
        DataRef::Bool(true) => "WAAR".to_owned(),
        DataRef::Bool(false) => "ONWAAR".to_owned(),
        DataRef::DateTime(at) => {
            let (year, month, day, ..) = at.to_ymd_hms_milli();
            format!("{day:02}-{month:02}-{year:04}")
        }
        DataRef::DateTimeIso(at) => at.chars().take_while(|one| *one != 'T').collect(),
    };
    (!text.is_empty()).then_some(Value::Text(text))
}
