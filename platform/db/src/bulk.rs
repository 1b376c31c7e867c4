//! Loading many rows by each engine's fastest means: 50 rows a statement on SQLite (binding is quadratic beyond),
//! `COPY` on PostgreSQL.

use crate::{DbError, Tx, Value, sql::Sql, tx::Connection};

const ROWS_PER_STATEMENT: usize = 50;

impl Tx {
    /// Inserts `rows` into `table`; each row has a value per column. Names come from our own code, never from input.
    pub async fn bulk_insert(
        &mut self,
        table: &'static str,
        columns: &[&'static str],
        rows: Vec<Vec<Value>>,
    ) -> Result<(), DbError> {
        if rows.is_empty() {
            return Ok(());
        }
        if self.is_sqlite() {
            self.insert_chunks(table, columns, rows).await
        } else {
            self.copy(table, columns, &rows).await
        }
    }

    async fn insert_chunks(
        &mut self,
        table: &'static str,
        columns: &[&'static str],
        rows: Vec<Vec<Value>>,
    ) -> Result<(), DbError> {
        let statement = |n: usize| {
            let tuple = format!("({})", vec!["?"; columns.len()].join(","));
            let text =
                format!("INSERT INTO {table} ({}) VALUES {}", columns.join(","), vec![tuple; n].join(","));
            Sql::composed(table, text)
        };
        let full = statement(ROWS_PER_STATEMENT);
        let mut rows = rows.into_iter().peekable();
        while rows.peek().is_some() {
            let chunk: Vec<_> = rows.by_ref().take(ROWS_PER_STATEMENT).collect();
            let n = chunk.len();
            let values = chunk.into_iter().flatten().collect();
            if n == ROWS_PER_STATEMENT {
                self.execute(&full, values).await?;
            } else {
                self.execute(&statement(n), values).await?;
            }
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
