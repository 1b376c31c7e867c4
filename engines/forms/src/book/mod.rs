//! A workbook as sheets of text cells, whatever it was written in.

mod excel;
mod markdown;

use crate::fault::{Amount, Fault, Problem};

/// Larger files are refused.
pub const MAX_BYTES: usize = 16 << 20;
/// Rows that hold something, of all sheets together.
pub const MAX_ROWS: usize = 200_000;
/// Cells up to the last one of each row that holds something, of all sheets together.
pub const MAX_CELLS: usize = 4_000_000;
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
        Ok(book)
    }

    /// The sheet of this name, whatever its case.
    pub fn sheet(&self, name: &str) -> Option<&Sheet> {
        self.sheets.iter().find(|s| s.name.trim().eq_ignore_ascii_case(name))
    }
}

impl Sheet {
    /// Puts a cell where it belongs; rows come in order.
    fn put(&mut self, row: u32, column: usize, text: String, budget: &mut Budget) -> Result<(), Problem> {
        if text.is_empty() {
            return Ok(());
        }
        spend(&mut budget.text, text.len(), Amount::Bytes, MAX_TEXT)?;
        if self.rows.last().is_none_or(|last| last.number != row) {
            spend(&mut budget.rows, 1, Amount::Rows, MAX_ROWS)?;
            self.rows.push(Row { number: row, cells: Vec::new() });
        }
        if let Some(last) = self.rows.last_mut() {
            let more = (column + 1).saturating_sub(last.cells.len());
            spend(&mut budget.cells, more, Amount::Cells, MAX_CELLS)?;
            last.cells.resize(last.cells.len() + more, String::new());
            last.cells[column] = text;
        }
        Ok(())
    }
}

/// What a workbook may still hold.
struct Budget {
    rows: usize,
    cells: usize,
    text: usize,
}

impl Default for Budget {
    fn default() -> Budget {
        Budget { rows: MAX_ROWS, cells: MAX_CELLS, text: MAX_TEXT }
    }
}

fn spend(left: &mut usize, used: usize, what: Amount, max: usize) -> Result<(), Problem> {
    *left = left.checked_sub(used).ok_or(Problem::TooLarge { what, max })?;
    Ok(())
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
