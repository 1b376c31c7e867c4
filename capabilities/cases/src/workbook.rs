//! The dispatch catalogue as a workbook (XLSX): one row an entry, headings as in [`COLUMNS`].

use crate::catalogue::Entry;
use crate::service::SheetProblem;
use calamine::{Data, Reader, Xlsx};
use kernel::Timestamp;
use rust_xlsxwriter::{Format, Workbook, XlsxError};
use serde_json::{Map, Value, json};
use std::collections::HashMap;

/// The headings, in order. Dates are `2026-11-21`, assisting units stand between commas.
pub const COLUMNS: [&str; 18] = [
    "id",
    "pack",
    "category",
    "area",
    "unit",
    "function",
    "level",
    "assists",
    "priority",
    "promise",
    "sign",
    "task",
    "condition",
    "standard",
    "basis",
    "valid_from",
    "valid_to",
    "ruling",
];

/// Rows of one workbook at most.
const MOST: usize = 50_000;

/// What a workbook holds.
#[derive(Debug, Default)]
pub struct Read {
    /// Rows below the heading that hold anything.
    pub rows: usize,
    /// Entries with their row.
    pub entries: Vec<(usize, Entry)>,
    /// Rows that cannot be read.
    pub problems: Vec<SheetProblem>,
}

/// Reads the first sheet of a workbook. The error says why it is none.
pub fn read(bytes: &[u8]) -> Result<Read, String> {
    let mut book: Xlsx<_> = calamine::open_workbook_from_rs(std::io::Cursor::new(bytes))
        .map_err(|e: calamine::XlsxError| e.to_string())?;
    let sheet = book.worksheet_range_at(0).ok_or("no sheet")?.map_err(|e| e.to_string())?;
    let mut rows = sheet.rows();
    let heading: Vec<String> =
        rows.next().unwrap_or_default().iter().map(|c| text(c).to_lowercase()).collect();
    let at: HashMap<&str, usize> = heading.iter().enumerate().map(|(i, h)| (h.as_str(), i)).collect();
    if let Some(missing) = ["pack", "category"].iter().find(|c| !at.contains_key(*c)) {
        return Err(format!("no column {missing:?}"));
    }
    let mut out = Read::default();
    for (index, row) in rows.enumerate().take(MOST) {
        let cell = |column: &str| at.get(column).and_then(|i| row.get(*i)).map(text).unwrap_or_default();
        if row.iter().all(|c| text(c).is_empty()) {
            continue;
        }
        out.rows += 1;
        match entry(&cell) {
            Ok(entry) => out.entries.push((index + 2, entry)),
            Err((column, expected)) => {
                out.problems.push(SheetProblem { row: index + 2, value: cell(&column), column, expected })
            }
        }
    }
    Ok(out)
}

/// A cell as text; whole numbers without a point, dates as `2026-11-21`.
fn text(cell: &Data) -> String {
    match cell {
        Data::Empty => String::new(),
        Data::Float(n) if n.fract() == 0.0 && n.abs() < 1e15 => format!("{n:.0}"),
        Data::DateTime(at) => {
            let (year, month, day, ..) = at.to_ymd_hms_milli();
            format!("{year:04}-{month:02}-{day:02}")
        }
        other => other.to_string().trim().to_owned(),
    }
}

fn entry(cell: &impl Fn(&str) -> String) -> Result<Entry, (String, String)> {
    let mut object = Map::new();
    for column in ["id", "pack", "category", "unit"] {
        object.insert(column.into(), json!(cell(column)));
    }
    object.insert("area_path".into(), json!(cell("area")));
    for column in ["function", "level", "promise", "sign", "task", "condition", "standard", "basis"] {
        let value = cell(column);
        object.insert(column.into(), if value.is_empty() { Value::Null } else { json!(value) });
    }
    let list = cell("assists");
    let assists: Vec<&str> =
        list.split([',', '，', '、', ';']).map(str::trim).filter(|u| !u.is_empty()).collect();
    object.insert("assists".into(), json!(assists));
    let priority = cell("priority");
    object.insert("priority".into(), json!(if priority.is_empty() { "normal" } else { &priority }));
    for column in ["valid_from", "valid_to"] {
        if let Some(at) = date(column, &cell(column))? {
            object.insert(column.into(), json!(at));
        }
    }
    serde_json::from_value(Value::Object(object)).map_err(|error| {
        let column = if error.to_string().contains("low") { "priority" } else { "level" };
        (column.to_owned(), error.to_string())
    })
}

fn date(column: &str, text: &str) -> Result<Option<Timestamp>, (String, String)> {
    if text.is_empty() {
        return Ok(None);
    }
    let full = if text.len() == 10 { format!("{text}T00:00:00Z") } else { text.to_owned() };
    Timestamp::parse(&full).map(Some).map_err(|_| (column.to_owned(), "a date such as 2026-11-21".to_owned()))
}

/// Writes entries as a workbook.
pub fn write(entries: &[Entry]) -> Result<Vec<u8>, XlsxError> {
    let mut book = Workbook::new();
    let bold = Format::new().set_bold();
    let sheet = book.add_worksheet();
    for (column, heading) in (0u16..).zip(COLUMNS) {
        sheet.write_string_with_format(0, column, heading, &bold)?;
    }
    sheet.set_freeze_panes(1, 0)?;
    for (row, entry) in (1u32..).zip(entries) {
        for (column, value) in (0u16..).zip(cells(entry)) {
            sheet.write_string(row, column, value)?;
        }
    }
    book.save_to_buffer()
}

fn cells(e: &Entry) -> [String; 18] {
    let text = |t: &Option<String>| t.clone().unwrap_or_default();
    let day = |at: Option<Timestamp>| at.map(|t| t.to_string()).unwrap_or_default();
    [
        e.id.clone(),
        e.pack.clone(),
        e.category.clone(),
        e.area_path.rsplit('/').next().unwrap_or_default().to_owned(),
        e.unit.clone(),
        text(&e.function),
        e.level.map(|l| l.code().to_owned()).unwrap_or_default(),
        e.assists.join(","),
        e.priority.code().to_owned(),
        text(&e.promise),
        text(&e.sign),
        text(&e.task),
        text(&e.condition),
        text(&e.standard),
        text(&e.basis),
        day(Some(e.valid_from)),
        day(e.valid_to),
        text(&e.case_number),
    ]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_goes_out_comes_in_again() {
        let entry: Entry = serde_json::from_value(json!({
            "id": "a1", "pack": "p", "category": "0103", "area_path": "3503", "unit": "350300", "assists": ["x", "y"],
            "priority": "high", "promise": "p5d", "condition": "灯不亮", "valid_from": "2026-01-01T00:00:00Z",
            "valid_to": "2027-01-01T00:00:00Z"
        }))
        .unwrap();
        let bytes = write(std::slice::from_ref(&entry)).unwrap();
        let read = read(&bytes).unwrap();
        assert_eq!(read.problems, []);
        assert_eq!(read.entries, [(2, entry)]);
    }

    #[test]
    fn what_is_wrong_names_row_and_column() {
        let entry: Entry = serde_json::from_value(json!({ "pack": "p", "category": "c" })).unwrap();
        let mut cells = cells(&entry);
        cells[15] = "soon".into();
        let cell = |column: &str| {
            COLUMNS.iter().position(|c| *c == column).map(|i| cells[i].clone()).unwrap_or_default()
        };
        assert_eq!(super::entry(&cell).unwrap_err().0, "valid_from");
        assert!(read(b"not a workbook").is_err());
    }
}
