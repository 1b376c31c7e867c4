//! Reading a table: CSV, gzipped CSV, XLSX, JSON lines, one record after the other.

use calamine::{Data, Reader as _, Xlsx};
use std::collections::HashMap;
use std::fs::File;
use std::io::{BufRead, BufReader, Read};
use std::path::Path;
use std::sync::Arc;

/// Bytes to which a packed file in memory may unpack.
const UNPACKED: u64 = 512 << 20;

/// One record.
#[derive(Clone, Debug)]
pub struct Record {
    /// Which record of the file, counted from 1.
    pub no: u64,
    columns: Arc<HashMap<String, usize>>,
    cells: Vec<String>,
}

impl Record {
    /// The value of a column.
    pub fn cell(&self, column: &str) -> Option<String> {
        self.columns.get(column).and_then(|i| self.cells.get(*i)).cloned()
    }
    /// All values, in the order of the columns.
    pub fn cells(&self) -> &[String] {
        &self.cells
    }
}

/// A table, open for reading.
pub struct Table {
    /// Columns in order; those of JSON lines are the first record's.
    pub columns: Vec<String>,
    records: Box<dyn Iterator<Item = Result<Record, String>> + Send>,
}

impl Iterator for Table {
    type Item = Result<Record, String>;
    fn next(&mut self) -> Option<Self::Item> {
        self.records.next()
    }
}

impl Table {
    /// Opens a file by its ending: `.csv`, `.xlsx`, `.jsonl`, `.ndjson`, each but XLSX also with `.gz`.
    pub fn open(path: &Path, delimiter: char, sheet: Option<&str>) -> Result<Self, String> {
        let name = path.file_name().unwrap_or_default().to_string_lossy().to_lowercase();
        let plain = name.strip_suffix(".gz").unwrap_or(&name);
        if plain.ends_with(".xlsx") {
            return workbook(path, sheet);
        }
        let file = File::open(path).map_err(|e| e.to_string())?;
        let reader: Box<dyn Read + Send> = if name.ends_with(".gz") {
            Box::new(flate2::read::MultiGzDecoder::new(file))
        } else {
            Box::new(file)
        };
        if plain.ends_with(".jsonl") || plain.ends_with(".ndjson") || plain.ends_with(".json") {
            json_lines(reader)
        } else {
            csv(reader, delimiter)
        }
    }
}

impl Table {
    /// Reads a file that is in memory, by the ending of its name.
    ///
    /// # Errors
    /// What is wrong with it.
    pub fn of_bytes(
        name: &str,
        bytes: impl AsRef<[u8]> + Send + 'static,
        delimiter: char,
        sheet: Option<&str>,
    ) -> Result<Self, String> {
        let name = name.to_lowercase();
        let plain = name.strip_suffix(".gz").unwrap_or(&name);
        let cursor = std::io::Cursor::new(bytes);
        if plain.ends_with(".xlsx") {
            return sheet_of(
                calamine::open_workbook_from_rs(cursor).map_err(|e: calamine::XlsxError| e.to_string())?,
                sheet,
            );
        }
        let reader: Box<dyn Read + Send> = match name.ends_with(".gz") {
            // what somebody sends unpacks to so much at most
            true => Box::new(flate2::read::MultiGzDecoder::new(cursor).take(UNPACKED)),
            false => Box::new(cursor),
        };
        match [".jsonl", ".ndjson", ".json"].iter().any(|end| plain.ends_with(end)) {
            true => json_lines(reader),
            false => csv(reader, delimiter),
        }
    }
}

fn index(columns: &[String]) -> Arc<HashMap<String, usize>> {
    Arc::new(columns.iter().enumerate().map(|(i, c)| (c.clone(), i)).collect())
}

fn csv(reader: Box<dyn Read + Send>, delimiter: char) -> Result<Table, String> {
    let delimiter =
        u8::try_from(delimiter).map_err(|_| "the delimiter must be one ASCII character".to_owned())?;
    let mut reader =
        csv::ReaderBuilder::new().delimiter(delimiter).flexible(true).from_reader(BufReader::new(reader));
    let headers = reader.headers().map_err(|e| e.to_string())?;
    let columns: Vec<String> =
        headers.iter().map(|h| h.trim_start_matches('\u{feff}').trim().to_owned()).collect();
    let known = index(&columns);
    let records = (1u64..).zip(reader.into_records()).map(move |(no, row)| {
        let row = row.map_err(|e| format!("record {no}: {e}"))?;
        Ok(Record { no, columns: known.clone(), cells: row.iter().map(str::to_owned).collect() })
    });
    Ok(Table { columns, records: Box::new(records) })
}

fn workbook(path: &Path, sheet: Option<&str>) -> Result<Table, String> {
    let book: Xlsx<_> = calamine::open_workbook(path).map_err(|e: calamine::XlsxError| e.to_string())?;
    sheet_of(book, sheet)
}

fn sheet_of<R: Read + std::io::Seek>(mut book: Xlsx<R>, sheet: Option<&str>) -> Result<Table, String> {
    let range = match sheet {
        Some(name) => book.worksheet_range(name).map_err(|e| e.to_string())?,
        None => book.worksheet_range_at(0).ok_or("no sheet")?.map_err(|e| e.to_string())?,
    };
    let mut rows = range.rows();
    let columns: Vec<String> = rows.next().unwrap_or_default().iter().map(cell).collect();
    let known = index(&columns);
    let cells: Vec<Vec<String>> = rows.map(|row| row.iter().map(cell).collect()).collect();
    let records =
        (1u64..).zip(cells).map(move |(no, cells)| Ok(Record { no, columns: known.clone(), cells }));
    Ok(Table { columns, records: Box::new(records) })
}

/// A cell as text; whole numbers without a point, moments as `2026-11-21 08:00:00`.
fn cell(data: &Data) -> String {
    match data {
        Data::Empty => String::new(),
        Data::Float(n) if n.fract() == 0.0 && n.abs() < 1e15 => format!("{n:.0}"),
        Data::DateTime(at) => {
            let (y, m, d, h, min, s, _) = at.to_ymd_hms_milli();
            format!("{y:04}-{m:02}-{d:02} {h:02}:{min:02}:{s:02}")
        }
        other => other.to_string().trim().to_owned(),
    }
}

fn json_lines(reader: Box<dyn Read + Send>) -> Result<Table, String> {
    let mut lines = BufReader::new(reader).lines().enumerate().peekable();
    let first = loop {
        match lines.peek() {
            Some((_, Ok(line))) if line.trim().is_empty() => drop(lines.next()),
            Some((_, Ok(line))) => break line.clone(),
            Some((_, Err(e))) => return Err(e.to_string()),
            None => return Ok(Table { columns: vec![], records: Box::new(std::iter::empty()) }),
        }
    };
    let columns: Vec<String> = object(&first, 1)?.into_iter().map(|(key, _)| key).collect();
    let records =
        lines.filter(|(_, line)| !line.as_ref().is_ok_and(|l| l.trim().is_empty())).map(|(no, line)| {
            let no = no as u64 + 1;
            let values = object(&line.map_err(|e| e.to_string())?, no)?;
            let known = index(&values.iter().map(|(key, _)| key.clone()).collect::<Vec<_>>());
            Ok(Record { no, columns: known, cells: values.into_iter().map(|(_, value)| value).collect() })
        });
    Ok(Table { columns, records: Box::new(records) })
}

/// The members of an object, those of objects inside it under `outer.inner`.
fn object(line: &str, no: u64) -> Result<Vec<(String, String)>, String> {
    let value: serde_json::Value = serde_json::from_str(line).map_err(|e| format!("record {no}: {e}"))?;
    let mut out = vec![];
    flatten("", &value, &mut out);
    if value.is_object() { Ok(out) } else { Err(format!("record {no}: expected an object")) }
}

fn flatten(prefix: &str, value: &serde_json::Value, out: &mut Vec<(String, String)>) {
    match value {
        serde_json::Value::Object(members) => {
            for (key, value) in members {
                let key = if prefix.is_empty() { key.clone() } else { format!("{prefix}.{key}") };
                flatten(&key, value, out);
            }
        }
        serde_json::Value::Null => out.push((prefix.to_owned(), String::new())),
        serde_json::Value::String(text) => out.push((prefix.to_owned(), text.clone())),
        other => out.push((prefix.to_owned(), other.to_string())),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::Write;

    fn file(name: &str, bytes: &[u8]) -> (tempfile::TempDir, std::path::PathBuf) {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join(name);
        std::fs::write(&path, bytes).unwrap();
        (folder, path)
    }

    #[test]
    fn the_same_table_in_every_dress() {
        let csv = "\u{feff}no,when,note\n7,2026-01-02 03:04:05,\"a, b\"\n";
        let mut gz = flate2::write::GzEncoder::new(vec![], flate2::Compression::fast());
        gz.write_all(csv.as_bytes()).unwrap();
        let json = "\n{\"no\": 7, \"when\": \"2026-01-02 03:04:05\", \"note\": \"a, b\", \"deep\": {\"er\": true}}\n";
        let mut book = rust_xlsxwriter::Workbook::new();
        let sheet = book.add_worksheet();
        for (i, head) in ["no", "when", "note"].into_iter().enumerate() {
            sheet.write(0, i as u16, head).unwrap();
        }
        sheet.write(1, 0, 7).unwrap();
        sheet.write(1, 1, "2026-01-02 03:04:05").unwrap();
        sheet.write(1, 2, "a, b").unwrap();
        let xlsx = book.save_to_buffer().unwrap();
        let gz = gz.finish().unwrap();
        let files: [(&str, &[u8]); 4] =
            [("t.csv", csv.as_bytes()), ("t.csv.gz", &gz), ("t.jsonl", json.as_bytes()), ("t.xlsx", &xlsx)];
        for (name, bytes) in files {
            let (_folder, path) = file(name, bytes);
            let records: Vec<Record> =
                Table::open(&path, ',', None).unwrap().collect::<Result<_, _>>().unwrap();
            assert_eq!(records.len(), 1, "{name}");
            let cells = ["no", "when", "note"].map(|c| records[0].cell(c).unwrap());
            assert_eq!(cells, ["7", "2026-01-02 03:04:05", "a, b"], "{name}");
            if name == "t.jsonl" {
                assert_eq!(records[0].cell("deep.er").as_deref(), Some("true"));
            }
        }
    }

    #[test]
    fn what_cannot_be_read_says_where() {
        let (_folder, path) = file("t.jsonl", b"{\"a\":1}\n[1]\n");
        let mut table = Table::open(&path, ',', None).unwrap();
        assert!(table.next().unwrap().is_ok());
        assert!(table.next().unwrap().unwrap_err().starts_with("record 2"));
    }
}
