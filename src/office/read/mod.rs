//! A workbook that came back. What it says of its own size is not believed: it is unpacked first, and counted.

use std::io::{self, Cursor, Read as _};

use calamine::{DataRef, Reader as _, Xlsx};
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

/// How a file begins that is locked with a password: a container of the old format.
const OLD: [u8; 8] = [0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1];

/// The sheets of a workbook, in order.
///
/// # Errors
/// See [`ReadFault`].
pub fn read(bytes: &[u8]) -> Result<Vec<Filled>, ReadFault> {
    if bytes.starts_with(&OLD) {
        return Err(ReadFault::Locked);
    }
    unpack(bytes)?;
    let mut book = Xlsx::new(Cursor::new(bytes)).map_err(|_| ReadFault::NotAWorkbook)?;
    let names = book.sheet_names();
    if names.len() > MAX_SHEETS {
        return Err(ReadFault::TooMany);
    }
    let mut left = MAX_CELLS;
    names.into_iter().map(|name| sheet(&mut book, name, &mut left)).collect()
}

/// Unpacks every part without keeping it: afterwards its size is known.
fn unpack(bytes: &[u8]) -> Result<(), ReadFault> {
    let mut archive = ZipArchive::new(Cursor::new(bytes)).map_err(|_| ReadFault::NotAWorkbook)?;
    if archive.len() > MAX_PARTS {
        return Err(ReadFault::TooMany);
    }
    if archive.index_for_name("content.xml").is_some() {
        return Err(ReadFault::OpenDocument);
    }
    let mut left = MAX_UNPACKED;
    for part in 0..archive.len() {
        let mut part = archive.by_index(part).map_err(|_| ReadFault::NotAWorkbook)?;
        let name = part.name().map_err(|_| ReadFault::NotAWorkbook)?.to_ascii_lowercase();
        if name.ends_with("vbaproject.bin") || name.starts_with("basic/") || name.starts_with("scripts/") {
            return Err(ReadFault::Macros);
        }
        let size = io::copy(&mut part.by_ref().take(left + 1), &mut io::sink())
            .map_err(|_| ReadFault::NotAWorkbook)?;
        left = left.checked_sub(size).ok_or(ReadFault::TooLarge)?;
    }
    Ok(())
}

/// One sheet, cell by cell: a sheet that says it is a million columns wide is no wider than what stands in it.
fn sheet(book: &mut Xlsx<Cursor<&[u8]>>, name: String, left: &mut usize) -> Result<Filled, ReadFault> {
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
        *left = left.checked_sub(1).ok_or(ReadFault::TooMany)?;
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
