//! Rows as lines of JSON, in compressed pieces: what both databases and any other program can read.

use super::archive::{PIECE, Torn};
use base64::{Engine as _, engine::general_purpose::STANDARD};
use db::{Kind, Table, Value};
use flate2::{Compression, read::GzDecoder, write::GzEncoder};
use serde::{Deserialize, Serialize};
use serde_json::Value as Json;
use std::io::{Read as _, Write as _};

/// A piece is closed when its lines have so many bytes.
const ENOUGH: usize = 4 << 20;

/// The first line of every piece.
#[derive(Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct About {
    /// Whose rows.
    pub table: String,
    /// Columns in the order of the values.
    pub columns: Vec<String>,
    /// What they hold: `text`, `int`, `real` (as text, since not every reader keeps all digits), `bool`, `blob` (Base64).
    pub kinds: Vec<String>,
}

impl About {
    /// Of a table as it is.
    pub fn of(table: &Table) -> Self {
        Self {
            table: table.name.to_owned(),
            columns: table.columns.iter().map(|c| c.0.to_owned()).collect(),
            kinds: table.columns.iter().map(|c| c.1.code().to_owned()).collect(),
        }
    }
}

/// The name of a piece.
pub fn name(table: &str, n: u32) -> String {
    format!("tables/{table}/{n:06}.jsonl.gz")
}

/// The table in the name of a piece.
pub fn table_of(name: &str) -> Option<&str> {
    name.strip_prefix("tables/")?.split_once('/').map(|(table, _)| table)
}

/// Lines of one table on their way into pieces.
pub struct Pieces {
    first: Vec<u8>,
    lines: Vec<u8>,
    rows: usize,
}

impl Pieces {
    /// Of a table.
    pub fn new(table: &Table) -> Result<Self, Torn> {
        let mut first = serde_json::to_vec(&About::of(table)).map_err(|e| Torn::part(table.name, e))?;
        first.push(b'\n');
        Ok(Self { first, lines: vec![], rows: 0 })
    }

    /// One more row; answers a piece when it is full.
    pub fn push(&mut self, values: Vec<Value>) -> Result<Option<Vec<u8>>, Torn> {
        let line: Vec<Json> = values.into_iter().map(to_json).collect();
        serde_json::to_writer(&mut self.lines, &line).map_err(std::io::Error::from)?;
        self.lines.push(b'\n');
        self.rows += 1;
        if self.lines.len() >= ENOUGH { self.close() } else { Ok(None) }
    }

    /// What is left.
    pub fn close(&mut self) -> Result<Option<Vec<u8>>, Torn> {
        if self.rows == 0 {
            return Ok(None);
        }
        let mut packed = GzEncoder::new(vec![], Compression::fast());
        packed.write_all(&self.first)?;
        packed.write_all(&self.lines)?;
        self.lines.clear();
        self.rows = 0;
        Ok(Some(packed.finish()?))
    }
}

/// Columns, and for each row a value of each.
pub type Rows = (Vec<&'static str>, Vec<Vec<Value>>);

/// The rows of a piece, for a table that has these columns.
pub fn unpack(part: &str, piece: &[u8], table: &Table) -> Result<Rows, Torn> {
    unpack_within(part, piece, table, PIECE)
}

fn unpack_within(part: &str, piece: &[u8], table: &Table, most: u64) -> Result<Rows, Torn> {
    let bad = |why: String| Torn::part(part, why);
    let mut text = vec![];
    let mut open = GzDecoder::new(piece).take(most + 1);
    open.read_to_end(&mut text).map_err(|e| bad(e.to_string()))?;
    if text.len() as u64 > most {
        return Err(bad(format!("unpacks to more than {most} bytes")));
    }
    let mut lines = text.split(|b| *b == b'\n').filter(|line| !line.is_empty());
    let about: About =
        serde_json::from_slice(lines.next().unwrap_or_default()).map_err(|e| bad(e.to_string()))?;
    if about.table != table.name || about.columns.len() != about.kinds.len() {
        return Err(bad("is not of this table".into()));
    }
    let mut columns = vec![];
    for (name, kind) in about.columns.iter().zip(&about.kinds) {
        let known = table.columns.iter().find(|c| c.0 == name && c.1.code() == kind);
        columns.push(*known.ok_or_else(|| bad(format!("column {name} ({kind}) is not in the table")))?);
    }
    let mut rows = vec![];
    for line in lines {
        let values: Vec<Json> = serde_json::from_slice(line).map_err(|e| bad(e.to_string()))?;
        if values.len() != columns.len() {
            return Err(bad("a row has too few or too many values".into()));
        }
        let row = values.into_iter().zip(&columns).map(|(value, (name, kind))| {
            from_json(value, *kind).ok_or_else(|| bad(format!("a value of {name} is not {}", kind.code())))
        });
        rows.push(row.collect::<Result<Vec<_>, _>>()?);
    }
    Ok((columns.into_iter().map(|c| c.0).collect(), rows))
}

fn to_json(value: Value) -> Json {
    match value {
        Value::Text(v) => v.as_deref().into(),
        Value::Int(v) => v.into(),
        Value::Real(v) => v.map(|v| format!("{v:?}")).into(),
        Value::Bool(v) => v.into(),
        Value::Blob(v) => v.map(|v| STANDARD.encode(v)).into(),
    }
}

fn from_json(value: Json, kind: Kind) -> Option<Value> {
    Some(match (kind, value) {
        (Kind::Text, Json::Null) => Value::Text(None),
        (Kind::Int, Json::Null) => Value::Int(None),
        (Kind::Real, Json::Null) => Value::Real(None),
        (Kind::Bool, Json::Null) => Value::Bool(None),
        (Kind::Blob, Json::Null) => Value::Blob(None),
        (Kind::Text, Json::String(v)) => v.into(),
        (Kind::Int, Json::Number(v)) => Value::Int(Some(v.as_i64()?)),
        (Kind::Real, Json::String(v)) => Value::Real(Some(v.parse().ok()?)),
        (Kind::Bool, Json::Bool(v)) => Value::Bool(Some(v)),
        (Kind::Blob, Json::String(v)) => Value::Blob(Some(STANDARD.decode(v).ok()?)),
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    fn table() -> Table {
        let columns = vec![
            ("a", Kind::Text),
            ("b", Kind::Int),
            ("c", Kind::Real),
            ("d", Kind::Bool),
            ("e", Kind::Blob),
        ];
        Table { name: "t", columns }
    }

    #[test]
    fn values_come_back_to_the_last_bit() {
        let rows = vec![
            vec![
                Value::Text(Some("中文\n\"\u{1}\u{2028}".into())),
                Value::Int(Some(i64::MIN)),
                Value::Real(Some(0.1 + 0.2)),
                Value::Bool(Some(true)),
                Value::Blob(Some(vec![0, 255, 10])),
            ],
            vec![
                Value::Text(None),
                Value::Int(None),
                Value::Real(None),
                Value::Bool(None),
                Value::Blob(None),
            ],
            vec![
                "".into(),
                Value::Int(Some(i64::MAX)),
                Value::Real(Some(-1.7e-308)),
                Value::Bool(Some(false)),
                Value::Blob(Some(vec![])),
            ],
        ];
        let mut pieces = Pieces::new(&table()).unwrap();
        for row in &rows {
            assert!(pieces.push(row.clone()).unwrap().is_none());
        }
        let piece = pieces.close().unwrap().unwrap();
        assert!(pieces.close().unwrap().is_none());
        let (columns, read) = unpack("p", &piece, &table()).unwrap();
        assert_eq!(columns, ["a", "b", "c", "d", "e"]);
        assert_eq!(read, rows);
        let other = Table { name: "t", columns: vec![("a", Kind::Int)] };
        assert!(unpack("p", &piece, &other).unwrap_err().to_string().contains("column a (text)"));
    }

    #[test]
    fn what_unpacks_to_too_much_is_refused() {
        let mut bomb = GzEncoder::new(vec![], Compression::fast());
        bomb.write_all(&[0u8; 1 << 20]).unwrap();
        let bomb = bomb.finish().unwrap();
        assert!(bomb.len() < 1 << 14);
        let error = unpack_within("p", &bomb, &table(), 1 << 16).unwrap_err().to_string();
        assert!(error.contains("unpacks to more"), "{error}");
    }
}
