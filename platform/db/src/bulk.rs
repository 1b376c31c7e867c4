//! Many rows at once, by each engine's fastest means: statements of many rows on SQLite, `COPY` on PostgreSQL; rows that may be
//! there already by statements of many rows on both.

use crate::{
    Answer, DbError, Tx, Value, slow,
    sql::Sql,
    tx::{Connection, bind_sqlite},
};
use futures::future::join;
use sqlx::{AssertSqlSafe, SqlSafeStr as _};
use std::sync::Arc;

/// Rows of a statement on PostgreSQL.
const ROWS_PER_STATEMENT: usize = 50;
/// Rows of a statement on SQLite, the first that fits; what is left goes in one more. Each statement is a hand-over to SQLite's thread and back,
/// which costs more than most rows; few lengths, so that statements are found prepared.
const AT_ONCE: [usize; 2] = [400, 50];
/// SQLite takes 32,766 parameters.
const PARAMETERS: usize = 32_766;

impl Tx {
    /// Inserts `rows` into `table`; each row has a value per column. Names come from our own code, never from input.
    pub fn bulk_insert<'a, R: AsRef<[Value]> + Sync>(
        &'a mut self,
        table: &'static str,
        columns: &'a [&'static str],
        rows: &'a [R],
    ) -> Answer<'a, ()> {
        Box::pin(async move {
            match (rows.is_empty(), self.is_sqlite()) {
                (true, _) => Ok(()),
                (_, true) => self.insert_chunks(table, columns, rows, "").await,
                (_, false) => self.copy(table, columns, rows).await,
            }
        })
    }

    /// Inserts rows, or gives those that are there the new values. The first `key` columns are the primary key; no two rows may
    /// have the same.
    pub fn bulk_put<'a, R: AsRef<[Value]> + Sync>(
        &'a mut self,
        table: &'static str,
        key: usize,
        columns: &'a [&'static str],
        rows: &'a [R],
    ) -> Answer<'a, ()> {
        Box::pin(async move {
            let (of_key, others) = columns.split_at(key);
            let set: Vec<String> = others.iter().map(|c| format!("{c} = excluded.{c}")).collect();
            let otherwise = format!(" ON CONFLICT ({}) DO UPDATE SET {}", of_key.join(", "), set.join(", "));
            match self.is_sqlite() {
                true => self.insert_chunks(table, columns, rows, &otherwise).await,
                false => self.insert_numbered(table, columns, rows, &otherwise).await,
            }
        })
    }

    /// SQLite: what comes next is bound while SQLite's own thread runs what was bound before.
    async fn insert_chunks<R: AsRef<[Value]> + Sync>(
        &mut self,
        table: &'static str,
        columns: &[&'static str],
        rows: &[R],
        otherwise: &str,
    ) -> Result<(), DbError> {
        let text = |n: usize| -> Arc<str> {
            let tuple = format!("({})", vec!["?"; columns.len()].join(","));
            let (columns, tuples) = (columns.join(","), vec![tuple; n].join(","));
            // OR FAIL: a refused row undoes the whole command anyway; undoing the statement alone would need a journal of its own
            format!("INSERT OR FAIL INTO {table} ({columns}) VALUES {tuples}{otherwise}").into()
        };
        let mut rest = rows;
        let mut last: Option<(usize, Arc<str>)> = None;
        let mut chunks = std::iter::from_fn(move || {
            let fits = |n: &usize| *n <= rest.len() && n * columns.len() <= PARAMETERS;
            let n = AT_ONCE.into_iter().find(fits).unwrap_or(rest.len());
            let (chunk, behind) = rest.split_at_checked(n).filter(|_| n > 0)?;
            rest = behind;
            let (_, text) = last.take().filter(|(of, _)| *of == n).unwrap_or_else(|| (n, text(n)));
            last = Some((n, text.clone()));
            // from our own names, never from input
            let text = AssertSqlSafe(text).into_sql_str();
            Some(bind_sqlite(sqlx::query(text), chunk.iter().flat_map(AsRef::as_ref).cloned()))
        });
        let mut next = chunks.next();
        while let Some(query) = next {
            let Connection::Sqlite(conn) = self.connection() else { return Ok(()) };
            let begun = slow::begin();
            let (done, bound) = join(query.execute(conn), async { chunks.next() }).await;
            slow::end(table, begun);
            done.map_err(|error| self.note(table, error))?;
            next = bound;
        }
        Ok(())
    }

    /// PostgreSQL: statements of many rows.
    async fn insert_numbered<R: AsRef<[Value]> + Sync>(
        &mut self,
        table: &'static str,
        columns: &[&'static str],
        rows: &[R],
        otherwise: &str,
    ) -> Result<(), DbError> {
        let statement = |n: usize| {
            let tuple = |row: usize| {
                let places = (0..columns.len()).map(|i| format!("${}", row * columns.len() + i + 1));
                format!("({})", places.collect::<Vec<_>>().join(","))
            };
            let tuples = (0..n).map(tuple).collect::<Vec<_>>().join(",");
            let columns = columns.join(",");
            Sql::composed(table, format!("INSERT INTO {table} ({columns}) VALUES {tuples}{otherwise}"))
        };
        let full = (rows.len() >= ROWS_PER_STATEMENT).then(|| statement(ROWS_PER_STATEMENT));
        for chunk in rows.chunks(ROWS_PER_STATEMENT) {
            let values = chunk.iter().flat_map(AsRef::as_ref).cloned().collect();
            match full.as_ref().filter(|_| chunk.len() == ROWS_PER_STATEMENT) {
                Some(full) => self.execute(full, values).await?,
                None => self.execute(&statement(chunk.len()), values).await?,
            };
        }
        Ok(())
    }

    async fn copy<R: AsRef<[Value]> + Sync>(
        &mut self,
        table: &'static str,
        columns: &[&'static str],
        rows: &[R],
    ) -> Result<(), DbError> {
        let mut text = String::with_capacity(rows.len() * 200);
        for row in rows {
            for (i, value) in row.as_ref().iter().enumerate() {
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
