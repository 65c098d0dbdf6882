//! A workbook as .xlsx (ECMA-376).

use rust_xlsxwriter::{
    Color, DataValidation, DataValidationErrorStyle, DataValidationRule, DocProperties, ExcelDateTime,
    Format, FormatAlign, FormatBorder, Workbook as Book, Worksheet, XlsxError,
};

use super::{Cell, Sheet, Workbook, WriteFault};

/// A4.
const PAPER: u8 = 9;

/// How the kinds of cells look. Colours are those of the site, and none is all that tells two kinds apart.
struct Formats {
    title: Format,
    head: Format,
    fixed: Format,
    field: Format,
}

impl Formats {
    fn new() -> Self {
        let text = Format::new().set_align(FormatAlign::Top).set_text_wrap();
        // As text: a date stays as it was typed, and a line that begins with a hyphen is no sum.
        let field = text.clone().set_num_format("@").set_unlocked();
        Self {
            title: Format::new().set_bold().set_font_size(14),
            head: text.clone().set_bold().set_background_color(Color::RGB(0xE5_F0_F9)),
            fixed: text,
            field: field.set_background_color(Color::RGB(0xFF_F9_E0)).set_border(FormatBorder::Thin),
        }
    }
}

/// The workbook as bytes. The same workbook always gives the same bytes.
///
/// # Errors
/// When a name or a text does not fit the format.
pub fn xlsx(workbook: &Workbook) -> Result<Vec<u8>, WriteFault> {
    write(workbook).map_err(|fault| WriteFault(fault.to_string()))
}

fn write(workbook: &Workbook) -> Result<Vec<u8>, XlsxError> {
    let mut book = Book::new();
    let made = ExcelDateTime::from_ymd(2000, 1, 1)?;
    book.set_properties(&DocProperties::new().set_title(&workbook.title).set_creation_datetime(&made));
    let formats = Formats::new();
    for sheet in &workbook.sheets {
        fill(book.add_worksheet(), sheet, &formats)?;
    }
    book.save_to_buffer()
}

fn fill(page: &mut Worksheet, sheet: &Sheet, formats: &Formats) -> Result<(), XlsxError> {
    page.set_name(&sheet.name)?.set_landscape().set_paper_size(PAPER).set_print_fit_to_pages(1, 0);
    // Without a password: it keeps people from deleting a row by accident, and from nothing else.
    page.protect();
    page.set_freeze_panes(sheet.frozen, 0)?;
    for (column, width) in (0..).zip(&sheet.widths) {
        if *width == 0 {
            page.set_column_hidden(column)?;
        } else {
            page.set_column_width(column, f64::from(*width))?;
        }
    }
    for (row, cells) in (0..).zip(&sheet.rows) {
        page.set_row_height(row, sheet.height(cells))?;
        for (column, cell) in (0..).zip(cells) {
            put(page, (row, column), cell, formats)?;
        }
    }
    Ok(())
}

fn put(
    page: &mut Worksheet,
    (row, column): (u32, u16),
    cell: &Cell,
    formats: &Formats,
) -> Result<(), XlsxError> {
    match cell {
        Cell::Empty => {}
        Cell::Title(text) => {
            page.write_string_with_format(row, column, text, &formats.title)?;
        }
        Cell::Head(text) => {
            page.write_string_with_format(row, column, text, &formats.head)?;
        }
        Cell::Fixed(text) => {
            page.write_string_with_format(row, column, text, &formats.fixed)?;
        }
        Cell::Field { text, hint, limit } => {
            field(page, (row, column), text, formats)?;
            let rule = DataValidation::new().allow_text_length(DataValidationRule::LessThanOrEqualTo(*limit));
            let rule = rule
                .set_error_title("Te lang")?
                .set_error_message(format!("Hier passen {limit} tekens."))?
                .set_error_style(DataValidationErrorStyle::Stop);
            page.add_data_validation(row, column, row, column, &hinted(rule, hint)?)?;
        }
        Cell::Choice { chosen, choices, hint } => {
            field(page, (row, column), chosen, formats)?;
            let rule = DataValidation::new().allow_list_strings(choices)?;
            let rule = rule
                .set_error_title("Niet in de lijst")?
                .set_error_message("Kies een van de woorden uit de lijst, of laat de cel leeg.")?;
            page.add_data_validation(row, column, row, column, &hinted(rule, hint)?)?;
        }
    }
    Ok(())
}

fn field(
    page: &mut Worksheet,
    (row, column): (u32, u16),
    text: &str,
    formats: &Formats,
) -> Result<(), XlsxError> {
    if text.is_empty() {
        page.write_blank(row, column, &formats.field)?;
    } else {
        page.write_string_with_format(row, column, text, &formats.field)?;
    }
    Ok(())
}

fn hinted(rule: DataValidation, hint: &str) -> Result<DataValidation, XlsxError> {
    if hint.is_empty() { Ok(rule) } else { rule.set_input_message(hint) }
}
