//! A workbook in the open format that came back, read as it stands there, element by element: what says that it is there a
//! million times is counted before it is.

#![expect(
    clippy::wildcard_enum_match_arm,
    reason = "XML has many kinds of pieces, and a workbook needs four of them"
)]

use quick_xml::{
    Reader, XmlVersion,
    escape::resolve_xml_entity,
    events::{BytesRef, BytesStart, Event},
};

use super::{
    super::{Filled, ReadFault, Value},
    Budget, MAX_ROW, MAX_SHEETS, MAX_WORDS,
};

/// The sheets of a workbook, in order; `content` is its text.
pub(super) fn sheets(content: &str, budget: &mut Budget) -> Result<Vec<Filled>, ReadFault> {
    let mut walk = Walk { reader: Reader::from_str(content) };
    let mut sheets = Vec::new();
    // A table of a workbook stands in its body and nowhere else: a table that links to elsewhere has one inside.
    loop {
        match walk.next()? {
            Event::Start(start) => match start.name().0 {
                "office:document-content" | "office:body" | "office:spreadsheet" => {}
                "table:table" => {
                    if sheets.len() == MAX_SHEETS {
                        return Err(ReadFault::TooMany);
                    }
                    let name = attribute(&start, "table:name")?.unwrap_or_default();
                    let sheet = walk.sheet(name.clone(), budget);
                    sheets.push(sheet.map_err(|fault| match fault {
                        ReadFault::NotAWorkbook => ReadFault::Broken(name),
                        fault => fault,
                    })?);
                }
                _ => walk.skip(&start)?,
            },
            Event::Eof => break,
            _ => {}
        }
    }
    if sheets.is_empty() { Err(ReadFault::NotAWorkbook) } else { Ok(sheets) }
}

/// The elements, one after another.
struct Walk<'c> {
    reader: Reader<&'c [u8]>,
}

impl<'c> Walk<'c> {
    fn next(&mut self) -> Result<Event<'c>, ReadFault> {
        self.reader.read_event().map_err(|_| ReadFault::NotAWorkbook)
    }

    /// Passes over an element and all that stands in it.
    fn skip(&mut self, start: &BytesStart<'_>) -> Result<(), ReadFault> {
        self.reader.read_to_end(start.name()).map(|_| ()).map_err(|_| ReadFault::NotAWorkbook)
    }

    fn sheet(&mut self, name: String, budget: &mut Budget) -> Result<Filled, ReadFault> {
        let mut filled = Filled { name, ..Filled::default() };
        let mut row = 0_u32;
        loop {
            match self.next()? {
                Event::Start(start) => match start.name().0 {
                    "table:table-row" => {
                        let times = repeated(&start, "table:number-rows-repeated")?;
                        self.row(&mut filled, row, times, budget)?;
                        row = row.saturating_add(times);
                    }
                    // Rows that are a head, or that can be folded away, are rows.
                    "table:table-header-rows" | "table:table-row-group" | "table:table-rows" => {}
                    _ => self.skip(&start)?,
                },
                Event::Empty(start) if start.name().0 == "table:table-row" => {
                    row = row.saturating_add(repeated(&start, "table:number-rows-repeated")?);
                }
                Event::End(end) if end.name().0 == "table:table" => return Ok(filled),
                Event::Eof => return Err(ReadFault::NotAWorkbook),
                _ => {}
            }
        }
    }

    /// A row that stands there so many times.
    fn row(
        &mut self,
        filled: &mut Filled,
        row: u32,
        times: u32,
        budget: &mut Budget,
    ) -> Result<(), ReadFault> {
        let mut column = 0_u32;
        let mut cells = Vec::new();
        loop {
            let (start, open) = match self.next()? {
                Event::Start(start) => (start, true),
                Event::Empty(start) => (start, false),
                Event::End(end) if end.name().0 == "table:table-row" => break,
                Event::Eof => return Err(ReadFault::NotAWorkbook),
                _ => continue,
            };
            if !matches!(start.name().0, "table:table-cell" | "table:covered-table-cell") {
                if open {
                    self.skip(&start)?;
                }
                continue;
            }
            let wide = repeated(&start, "table:number-columns-repeated")?;
            let words = if open { self.cell(&start)? } else { String::new() };
            if let Some(value) = value(&start, words)? {
                for place in 0..wide {
                    budget.take(&value)?;
                    cells.push((column.saturating_add(place), value.clone()));
                }
            }
            let across = repeated(&start, "table:number-columns-spanned")?;
            let down = repeated(&start, "table:number-rows-spanned")?;
            if across > 1 || down > 1 {
                budget.take(&Value::Fault)?;
                let until = (row.saturating_add(down - 1), column.saturating_add(across - 1));
                filled.merged.push(((row, column), until));
            }
            column = column.saturating_add(wide);
        }
        if cells.is_empty() {
            return Ok(());
        }
        let last = row.saturating_add(times);
        if last > MAX_ROW {
            return Err(ReadFault::TooLong { sheet: filled.name.clone(), row: last });
        }
        for at in row..last {
            let again = at > row;
            for (column, value) in &cells {
                if again {
                    budget.take(value)?;
                }
                filled.cells.insert((at, *column), value.clone());
            }
        }
        Ok(())
    }

    /// The words of a cell: its paragraphs are its lines. A remark on it is none of them.
    fn cell(&mut self, cell: &BytesStart<'_>) -> Result<String, ReadFault> {
        let mut lines = Vec::new();
        loop {
            match self.next()? {
                Event::Start(start) if start.name().0 == "text:p" => lines.push(self.line()?),
                Event::Start(start) => self.skip(&start)?,
                Event::Empty(start) if start.name().0 == "text:p" => lines.push(String::new()),
                Event::End(end) if end.name() == cell.name() => return Ok(lines.join("\n")),
                Event::Eof => return Err(ReadFault::NotAWorkbook),
                _ => {}
            }
        }
    }

    /// The words of a paragraph. White space in the file is one space, and more of it is named.
    fn line(&mut self) -> Result<String, ReadFault> {
        let mut line = Line { words: String::new(), spaced: true };
        let mut depth = 0_u32;
        loop {
            match self.next()? {
                Event::Text(text) => line.put(&text.xml_content(XmlVersion::Implicit1_0)),
                Event::CData(text) => line.put(&text.xml_content(XmlVersion::Implicit1_0)),
                Event::GeneralRef(named) => line.keep(character(&named)?),
                Event::Empty(start) => line.named(&start)?,
                Event::Start(start) => match start.name().0 {
                    "office:annotation" | "text:note" | "text:ruby-text" => self.skip(&start)?,
                    "text:s" | "text:tab" | "text:line-break" => {
                        line.named(&start)?;
                        self.skip(&start)?;
                    }
                    _ => depth += 1,
                },
                Event::End(_) if depth == 0 => return Ok(line.words),
                Event::End(_) => depth -= 1,
                Event::Eof => return Err(ReadFault::NotAWorkbook),
                _ => {}
            }
        }
    }
}

/// A paragraph while it is read.
struct Line {
    words: String,
    /// Whether white space stands before, or nothing.
    spaced: bool,
}

impl Line {
    fn put(&mut self, words: &str) {
        for one in words.chars() {
            if matches!(one, ' ' | '\t' | '\n' | '\r') {
                if !self.spaced {
                    self.words.push(' ');
                }
                self.spaced = true;
            } else {
                self.keep(one);
            }
        }
    }

    fn keep(&mut self, one: char) {
        self.words.push(one);
        self.spaced = false;
    }

    fn named(&mut self, start: &BytesStart<'_>) -> Result<(), ReadFault> {
        match start.name().0 {
            "text:s" => {
                let many = usize::try_from(repeated(start, "text:c")?).unwrap_or(usize::MAX);
                if many > MAX_WORDS - self.words.len().min(MAX_WORDS) {
                    return Err(ReadFault::TooLarge);
                }
                self.words.extend(std::iter::repeat_n(' ', many));
                self.spaced = false;
            }
            "text:tab" => self.keep('\t'),
            "text:line-break" => self.keep('\n'),
            _ => {}
        }
        Ok(())
    }
}

/// What a cell says: its words, or what stands behind them.
fn value(cell: &BytesStart<'_>, words: String) -> Result<Option<Value>, ReadFault> {
    if attribute(cell, "table:formula")?.is_some() {
        return Ok(Some(Value::Formula));
    }
    if attribute(cell, "calcext:value-type")?.as_deref() == Some("error") {
        return Ok(Some(Value::Fault));
    }
    let text = match attribute(cell, "office:value-type")?.as_deref() {
        Some("float" | "percentage" | "currency") => attribute(cell, "office:value")?
            .and_then(|number| number.parse::<f64>().ok())
            .map(|number| number.to_string().replace('.', ",")),
        Some("date") => attribute(cell, "office:date-value")?.map(|date| {
            let day: String = date.chars().take_while(|one| *one != 'T').collect();
            let parts: Vec<&str> = day.split('-').collect();
            if let [year, month, day] = parts.as_slice() { format!("{day}-{month}-{year}") } else { day }
        }),
        Some("boolean") => attribute(cell, "office:boolean-value")?
            .map(|is| if is == "true" { "WAAR".to_owned() } else { "ONWAAR".to_owned() }),
        _ if words.is_empty() => attribute(cell, "office:string-value")?,
        _ => None,
    };
    let text = text.unwrap_or(words);
    Ok((!text.is_empty()).then_some(Value::Text(text)))
}

/// How many times something stands there; at least once.
fn repeated(start: &BytesStart<'_>, name: &str) -> Result<u32, ReadFault> {
    let Some(times) = attribute(start, name)? else { return Ok(1) };
    times.parse::<u32>().map(|times| times.max(1)).map_err(|_| ReadFault::NotAWorkbook)
}

pub(super) fn attribute(start: &BytesStart<'_>, name: &str) -> Result<Option<String>, ReadFault> {
    let found = start.try_get_attribute(name).map_err(|_| ReadFault::NotAWorkbook)?;
    let Some(found) = found else { return Ok(None) };
    let value = found.normalized_value(XmlVersion::Implicit1_0).map_err(|_| ReadFault::NotAWorkbook)?;
    Ok(Some(value.into_owned()))
}

/// A character that is written by its name or number; what the file names itself is not looked up.
fn character(named: &BytesRef<'_>) -> Result<char, ReadFault> {
    if let Ok(Some(one)) = named.resolve_char_ref() {
        return Ok(one);
    }
    let known = resolve_xml_entity(named.as_ref()).and_then(|known| known.chars().next());
    known.ok_or(ReadFault::NotAWorkbook)
}
