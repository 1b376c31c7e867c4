//! Forms as text: tables of markdown, and CSV. Both put the name of a sheet into the first column and its cells after it.

use super::{Sheet, Workbook};
use crate::fault::Problem;

const MAX_COLUMNS: usize = 1024;

/// A table per sheet: a line with the sheet's name in its first cell, then lines whose first cell is empty.
pub fn markdown(text: &str) -> Result<Workbook, Problem> {
    let lines = text.lines().map(str::trim).filter_map(|line| Some(cells(line.strip_prefix('|')?)));
    sheets(lines)
}

/// The same in commas.
pub fn csv(text: &str) -> Result<Workbook, Problem> {
    let mut reader = csv::ReaderBuilder::new().has_headers(false).flexible(true).from_reader(text.as_bytes());
    let mut lines = Vec::new();
    for record in reader.records() {
        let record = record.map_err(|e| Problem::Unreadable(e.to_string()))?;
        lines.push(record.iter().map(str::to_string).collect());
    }
    sheets(lines.into_iter())
}

fn sheets(lines: impl Iterator<Item = Vec<String>>) -> Result<Workbook, Problem> {
    let mut book = Workbook::default();
    let mut row = 0;
    for line in lines {
        let (first, rest) = match line.split_first() {
            Some((first, rest)) => (first.trim(), rest),
            None => continue,
        };
        if !first.is_empty() && !first.chars().all(|c| c == '-' || c == ':') {
            book.sheets.push(Sheet { name: first.to_string(), rows: Vec::new() });
            row = 0;
        }
        // the rule below the heading of a table
        let ruled = rest.iter().any(|c| !c.trim().is_empty())
            && rest.iter().all(|c| c.trim().chars().all(|c| c == '-' || c == ':'));
        if ruled || (!first.is_empty() && rest.iter().all(|c| c.trim().is_empty())) {
            continue;
        }
        let Some(sheet) = book.sheets.last_mut() else {
            return Err(Problem::Unreadable("the first line names no sheet in its first column".into()));
        };
        row += 1;
        for (column, cell) in rest.iter().enumerate().take(MAX_COLUMNS) {
            sheet.put(row, column, cell.trim().to_string());
        }
    }
    if book.sheets.is_empty() {
        return Err(Problem::Unreadable("it holds no sheet".into()));
    }
    Ok(book)
}

/// The cells of a line; `\|` is a bar that separates nothing.
fn cells(line: &str) -> Vec<String> {
    let mut cells = vec![String::new()];
    let mut escaped = false;
    for c in line.chars() {
        match (c, escaped) {
            ('\\', false) => escaped = true,
            ('|', false) => cells.push(String::new()),
            (c, _) => {
                if let Some(cell) = cells.last_mut() {
                    if escaped && c != '|' {
                        cell.push('\\');
                    }
                    cell.push(c);
                }
                escaped = false;
            }
        }
    }
    // a line ends with a bar
    if cells.last().is_some_and(|c| c.trim().is_empty()) {
        cells.pop();
    }
    cells
}
