//! Small makers of tables and cells.

use super::super::{
    Align, Block, Cell, Column, Inline, List, Row, Table, definition::Toned, markdown, typography::hold,
};

/// A table whose rows begin with their heads.
pub(super) fn table(caption: String, columns: Vec<Column>, rows: Vec<Row>) -> Block {
    Block::Table(Table { caption: hold(&caption), columns, rows, row_heads: true, source: None })
}

/// A column of words.
pub(super) fn column(head: String, width: u16) -> Column {
    Column { head, width, align: Align::Start }
}

/// A row of cells.
pub(super) fn row<const N: usize>(cells: [Cell; N]) -> Row {
    Row { cells: cells.into() }
}

/// A status in words.
pub(super) fn badge(toned: &Toned) -> Inline {
    Inline::Badge { tone: toned.tone, text: toned.word.clone() }
}

/// Prose in a cell: each paragraph and each item is a line.
pub(super) fn prose_lines(text: &str) -> Vec<Vec<Inline>> {
    let mut lines = Vec::new();
    for block in markdown::parse(text) {
        match block {
            Block::Paragraph(paragraph) => lines.push(paragraph.text),
            Block::List(list) => list_lines(list, &mut lines),
            Block::Table(_) | Block::Figure(_) | Block::Panel(_) => {}
        }
    }
    lines
}

fn list_lines(list: List, lines: &mut Vec<Vec<Inline>>) {
    for (place, item) in list.items.into_iter().enumerate() {
        let mut line = vec![Inline::Text {
            text: if list.ordered { format!("{}. ", place + 1) } else { "• ".to_owned() },
        }];
        line.extend(item.text);
        lines.push(line);
        if let Some(inner) = item.list {
            list_lines(inner, lines);
        }
    }
}
