//! A workbook as sheets of text cells, whatever it was written in.

mod excel;
mod markdown;

use crate::fault::{Amount, Fault, Problem};

/// Larger files are refused.
pub const MAX_BYTES: usize = 16 << 20;
/// Rows that hold something, of all sheets together.
pub const MAX_ROWS: usize = 200_000;
/// Bytes of text, of all cells together.
pub const MAX_TEXT: usize = 64 << 20;

/// Sheets in the order of the workbook.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Workbook {
    pub sheets: Vec<Sheet>,
}

/// The rows of a sheet that hold something.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Sheet {
    pub name: String,
    pub rows: Vec<Row>,
}

/// A row: its number as the spreadsheet counts it, and its cells, of which those that hold something are not empty.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Row {
    pub number: u32,
    pub cells: Vec<String>,
}

impl Workbook {
    /// Reads a file: what its bytes look like decides, and the ending of its name where they do not tell.
    pub fn read(bytes: &[u8], name: &str) -> Result<Workbook, Fault> {
        if bytes.len() > MAX_BYTES {
            return Err(whole(Problem::TooLarge { what: Amount::Bytes, max: MAX_BYTES }));
        }
        let book = if bytes.starts_with(b"PK\x03\x04") {
            excel::xlsx(bytes)
        } else if bytes.starts_with(&[0xD0, 0xCF, 0x11, 0xE0]) {
            excel::xls(bytes)
        } else {
            text(bytes, name)
        }
        .map_err(whole)?;
        let rows: usize = book.sheets.iter().map(|s| s.rows.len()).sum();
        if rows > MAX_ROWS {
            return Err(whole(Problem::TooLarge { what: Amount::Rows, max: MAX_ROWS }));
        }
        Ok(book)
    }

    /// The sheet of this name, whatever its case.
    pub fn sheet(&self, name: &str) -> Option<&Sheet> {
        self.sheets.iter().find(|s| s.name.trim().eq_ignore_ascii_case(name))
    }
}

impl Sheet {
    /// Puts a cell where it belongs; rows come in order.
    fn put(&mut self, row: u32, column: usize, text: String) {
        if text.is_empty() {
            return;
        }
        if self.rows.last().is_none_or(|last| last.number != row) {
            self.rows.push(Row { number: row, cells: Vec::new() });
        }
        if let Some(last) = self.rows.last_mut() {
            if last.cells.len() <= column {
                last.cells.resize(column + 1, String::new());
            }
            last.cells[column] = text;
        }
    }
}

fn whole(problem: Problem) -> Fault {
    Fault { sheet: String::new(), row: 0, column: String::new(), problem }
}

fn text(bytes: &[u8], name: &str) -> Result<Workbook, Problem> {
    let text = std::str::from_utf8(bytes)
        .map_err(|_| Problem::Unreadable("neither a workbook nor UTF-8 text".into()))?;
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let ending = name.rsplit_once('.').map(|(_, e)| e.to_ascii_lowercase());
    match ending.as_deref() {
        Some("csv") => markdown::csv(text),
        Some("md") => markdown::markdown(text),
        _ if text.trim_start().starts_with('|') => markdown::markdown(text),
        Some("txt") | None => markdown::csv(text),
        Some(other) => Err(Problem::Unreadable(format!("a .{other} file whose bytes are no workbook"))),
    }
}
