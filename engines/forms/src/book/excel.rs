//! Workbooks of Excel, by calamine.

use super::{MAX_TEXT, Sheet, Workbook};
use crate::fault::{Amount, Problem};
use calamine::{Data, DataRef, ExcelDateTime, Reader as _, Xls, Xlsx};
use std::io::Cursor;

/// What all parts of an XLSX may unpack to.
const MAX_UNPACKED: u64 = 512 << 20;
/// Columns beyond it are not read: Excel has no more in the old format, and no form a tenth of them.
const MAX_COLUMNS: u32 = 1024;
const MAX_SHEETS: usize = 64;

pub fn xlsx(bytes: &[u8]) -> Result<Workbook, Problem> {
    unpacked(bytes)?;
    let mut book: Xlsx<_> = calamine::open_workbook_from_rs(Cursor::new(bytes))
        .map_err(|e: calamine::XlsxError| unreadable(&e))?;
    let mut budget = MAX_TEXT;
    let mut sheets = Vec::new();
    for name in book.sheet_names().into_iter().take(MAX_SHEETS) {
        let mut sheet = Sheet { name: name.clone(), rows: Vec::new() };
        // a sheet that holds a chart has no cells
        if let Ok(mut cells) = book.worksheet_cells_reader(&name) {
            // cell by cell: a range would make room for a million empty rows where one cell stands at the end
            while let Some(cell) = cells.next_cell().map_err(|e| unreadable(&e))? {
                let (row, column) = cell.get_position();
                if column < MAX_COLUMNS {
                    let text = said(cell.get_value());
                    spend(&mut budget, text.len())?;
                    sheet.put(row + 1, column as usize, text);
                }
            }
        }
        sheets.push(ordered(sheet));
    }
    Ok(Workbook { sheets })
}

pub fn xls(bytes: &[u8]) -> Result<Workbook, Problem> {
    let mut book: Xls<_> = calamine::open_workbook_from_rs(Cursor::new(bytes))
        .map_err(|e: calamine::XlsError| unreadable(&e))?;
    let mut budget = MAX_TEXT;
    let mut sheets = Vec::new();
    for name in book.sheet_names().into_iter().take(MAX_SHEETS) {
        let mut sheet = Sheet { name: name.clone(), rows: Vec::new() };
        if let Ok(range) = book.worksheet_range(&name) {
            let (top, left) = range.start().unwrap_or((0, 0));
            for (row, column, value) in range.used_cells() {
                let text = said(&borrowed(value));
                spend(&mut budget, text.len())?;
                sheet.put(top + row as u32 + 1, left as usize + column, text);
            }
        }
        sheets.push(sheet);
    }
    Ok(Workbook { sheets })
}

fn unreadable(error: &dyn std::fmt::Display) -> Problem {
    Problem::Unreadable(error.to_string())
}

fn spend(budget: &mut usize, bytes: usize) -> Result<(), Problem> {
    *budget = budget.checked_sub(bytes).ok_or(Problem::TooLarge { what: Amount::Bytes, max: MAX_TEXT })?;
    Ok(())
}

/// A small file may unpack to more than the machine has.
fn unpacked(bytes: &[u8]) -> Result<(), Problem> {
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).map_err(|e| unreadable(&e))?;
    let mut total = 0u64;
    for at in 0..archive.len() {
        let part = archive.by_index_raw(at).map_err(|e| unreadable(&e))?;
        total = total.saturating_add(part.size());
    }
    if total > MAX_UNPACKED {
        return Err(Problem::TooLarge { what: Amount::Bytes, max: MAX_UNPACKED as usize });
    }
    Ok(())
}

/// Files may give rows out of order or twice.
fn ordered(mut sheet: Sheet) -> Sheet {
    if !sheet.rows.is_sorted_by(|a, b| a.number < b.number) {
        sheet.rows.sort_by_key(|r| r.number);
        sheet.rows.dedup_by_key(|r| r.number);
    }
    sheet
}

/// A cell as an author sees it.
fn said(value: &DataRef<'_>) -> String {
    match value {
        DataRef::String(text) => text.clone(),
        DataRef::SharedString(text) => (*text).to_string(),
        DataRef::Int(number) => number.to_string(),
        DataRef::Float(number) => float(*number),
        DataRef::Bool(yes) => if *yes { "TRUE" } else { "FALSE" }.to_string(),
        DataRef::DateTime(at) => date(at),
        DataRef::DateTimeIso(text) | DataRef::DurationIso(text) => text.clone(),
        DataRef::Error(error) => error.to_string(),
        DataRef::Empty => String::new(),
    }
}

fn borrowed(value: &Data) -> DataRef<'_> {
    match value {
        Data::String(text) => DataRef::SharedString(text),
        Data::Int(number) => DataRef::Int(*number),
        Data::Float(number) => DataRef::Float(*number),
        Data::Bool(yes) => DataRef::Bool(*yes),
        Data::DateTime(at) => DataRef::DateTime(*at),
        Data::DateTimeIso(text) => DataRef::DateTimeIso(text.clone()),
        Data::DurationIso(text) => DataRef::DurationIso(text.clone()),
        Data::Error(error) => DataRef::Error(error.clone()),
        Data::Empty => DataRef::Empty,
    }
}

/// Excel has one kind of number: 3 is 3, not 3.0.
fn float(number: f64) -> String {
    if number.fract() == 0.0 && number.abs() < 1e15 { format!("{number:.0}") } else { number.to_string() }
}

/// A date and a time; a time alone where the day is none.
fn date(at: &ExcelDateTime) -> String {
    let (year, month, day, hour, minute, second, milli) = at.to_ymd_hms_milli();
    let fraction = if milli == 0 { String::new() } else { format!(".{milli:03}000") };
    let clock = format!("{hour:02}:{minute:02}:{second:02}{fraction}");
    if at.is_duration() || at.as_f64() < 1.0 {
        clock
    } else {
        format!("{year:04}-{month:02}-{day:02} {clock}")
    }
}
