//! Many rows at once, by each engine's fastest means: 50 rows a statement on SQLite, `COPY` on PostgreSQL; rows that may be
//! there already by statements of many rows on both.

use crate::{Answer, DbError, Tx, Value, sql::Sql, tx::Connection};

const ROWS_PER_STATEMENT: usize = 50;

impl Tx {
    /// Inserts `rows` into `table`; each row has a value per column. Names come from our own code, never from input.
    pub fn bulk_insert<'a>(
        &'a mut self,
        table: &'static str,
        columns: &'a [&'static str],
        rows: Vec<Vec<Value>>,
    ) -> Answer<'a, ()> {
        Box::pin(async move {
            if rows.is_empty() {
                return Ok(());
            }
            if self.is_sqlite() {
                self.insert_chunks(table, columns, rows, "").await
            } else {
                self.copy(table, columns, &rows).await
            }
        })
    }

    /// Inserts rows, or gives those that are there the new values. The first `key` columns are the primary key; no two rows may
    /// have the same.
    pub fn bulk_put<'a>(
        &'a mut self,
        table: &'static str,
        key: usize,
        columns: &'a [&'static str],
        rows: Vec<Vec<Value>>,
    ) -> Answer<'a, ()> {
        Box::pin(async move {
            let (key, others) = columns.split_at(key);
            let set: Vec<String> = others.iter().map(|c| format!("{c} = excluded.{c}")).collect();
            let otherwise = format!(" ON CONFLICT ({}) DO UPDATE SET {}", key.join(", "), set.join(", "));
            self.insert_chunks(table, columns, rows, &otherwise).await
        })
    }

    async fn insert_chunks(
        &mut self,
        table: &'static str,
        columns: &[&'static str],
        rows: Vec<Vec<Value>>,
        otherwise: &str,
    ) -> Result<(), DbError> {
        // OR FAIL: a refused row undoes the whole command anyway; undoing the statement alone would need a journal of its own
        let insert = if self.is_sqlite() { "INSERT OR FAIL" } else { "INSERT" };
        let numbered = !self.is_sqlite();
        let statement = |n: usize| {
            let place = |i| if numbered { format!("${}", i + 1) } else { "?".to_owned() };
            let tuple = |row: usize| {
                let places: Vec<String> =
                    (0..columns.len()).map(|i| place(row * columns.len() + i)).collect();
                format!("({})", places.join(","))
            };
            let tuples: Vec<String> = (0..n).map(tuple).collect();
            let (columns, tuples) = (columns.join(","), tuples.join(","));
            Sql::composed(table, format!("{insert} INTO {table} ({columns}) VALUES {tuples}{otherwise}"))
        };
        let full = (rows.len() >= ROWS_PER_STATEMENT).then(|| statement(ROWS_PER_STATEMENT));
        let mut rows = rows.into_iter().peekable();
        while rows.peek().is_some() {
            let chunk: Vec<_> = rows.by_ref().take(ROWS_PER_STATEMENT).collect();
            let n = chunk.len();
            let values = chunk.into_iter().flatten().collect();
            match full.as_ref().filter(|_| n == ROWS_PER_STATEMENT) {
                Some(full) => self.execute(full, values).await?,
                None => self.execute(&statement(n), values).await?,
            };
        }
        Ok(())
    }

    async fn copy(
        &mut self,
        table: &'static str,
        columns: &[&'static str],
        rows: &[Vec<Value>],
    ) -> Result<(), DbError> {
        let mut text = String::with_capacity(rows.len() * 200);
        for row in rows {
            for (i, value) in row.iter().enumerate() {
                if i > 0 {
                    text.push('\t');
                }
                copy_text(value, &mut text);
            }
            text.push('\n');
        }
        let Connection::Postgres(conn) = self.connection() else { return Ok(()) };
        let statement = format!("COPY {table} ({}) FROM STDIN", columns.join(","));
        let done = async {
            let mut copy = conn.copy_in_raw(&statement).await?;
            copy.send(text.into_bytes()).await?;
            copy.finish().await
        }
        .await;
        done.map(drop).map_err(|error| self.note(table, error))
    }
}

/// One value in the text format of `COPY`.
fn copy_text(value: &Value, out: &mut String) {
    use std::fmt::Write as _;
    match value {
        Value::Text(Some(text)) => {
            for c in text.chars() {
                match c {
                    '\\' => out.push_str("\\\\"),
                    '\t' => out.push_str("\\t"),
                    '\n' => out.push_str("\\n"),
                    '\r' => out.push_str("\\r"),
                    c => out.push(c),
                }
            }
        }
        Value::Int(Some(n)) => drop(write!(out, "{n}")),
        Value::Real(Some(n)) => drop(write!(out, "{n}")),
        Value::Bool(Some(b)) => out.push(if *b { 't' } else { 'f' }),
        Value::Blob(Some(bytes)) => {
            out.push_str("\\\\x");
            for b in bytes {
                let _ = write!(out, "{b:02x}");
            }
        }
        _ => out.push_str("\\N"),
    }
}
