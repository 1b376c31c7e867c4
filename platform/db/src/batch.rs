//! Statements that go to the database together, in one trip.
//!
//! On SQLite they become one text whose parts run one after the other; on PostgreSQL one statement, whose parts are
//! `WITH` clauses that all see the rows as they were before. Therefore the statements of a batch must not depend on each
//! other: none reads or touches a row that another one writes.

use crate::{
    Answer, DbError, Sql, Tx, TxFuture, Value, slow,
    tx::{Connection, bind_postgres, bind_sqlite},
};
use parking_lot::Mutex;
use sqlx::{AssertSqlSafe, SqlSafeStr as _, SqlStr};
use std::{
    borrow::Cow,
    collections::HashMap,
    fmt::Write as _,
    sync::{Arc, LazyLock},
};

/// Texts that are kept; beyond, all go.
const MOST: usize = 500;

/// Something that is done once for all commands that share a transaction, right before its commit.
pub struct AtCommit {
    /// Its name in errors.
    pub name: &'static str,
    /// Takes the rows of all these commands in their order. An error loses the whole transaction.
    pub run: for<'a> fn(&'a mut Tx, Vec<Vec<Value>>) -> TxFuture<'a, (), DbError>,
}

/// Statements without answers, that do not depend on each other.
#[derive(Clone, Default)]
pub struct Batch {
    statements: Vec<(Sql, Vec<Value>)>,
    deferred: Vec<(&'static AtCommit, Vec<Value>)>,
}

/// In what a batch is wrapped.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) enum Wrap {
    /// SQLite, inside a savepoint that somebody else keeps.
    Plain,
    /// SQLite, in a savepoint of its own.
    Savepoint,
    /// PostgreSQL.
    With,
}

impl Batch {
    /// One more statement.
    pub fn add(&mut self, sql: &Sql, args: Vec<Value>) {
        self.statements.push((sql.clone(), args));
    }

    /// One more row for what is done at the commit.
    pub fn at_commit(&mut self, what: &'static AtCommit, row: Vec<Value>) {
        self.deferred.push((what, row));
    }

    /// How many statements.
    pub fn len(&self) -> usize {
        self.statements.len()
    }

    /// Nothing to do.
    pub fn is_empty(&self) -> bool {
        self.statements.is_empty() && self.deferred.is_empty()
    }

    /// True when something is left for the commit, so that a transaction is needed.
    pub(crate) fn defers(&self) -> bool {
        !self.deferred.is_empty()
    }

    /// What tells its text apart from others', when it is made of constants alone: their addresses.
    pub(crate) fn shape(&self) -> Option<Vec<usize>> {
        let address = |(sql, _): &(Sql, _)| match &sql.text {
            Cow::Borrowed(text) => Some(text.as_ptr() as usize),
            Cow::Owned(_) => None,
        };
        self.statements.iter().map(address).collect()
    }

    /// All that another one does, too.
    pub(crate) fn join(&mut self, mut other: Self) {
        self.statements.append(&mut other.statements);
        self.deferred.append(&mut other.deferred);
    }

    fn composed(&self, wrap: Wrap) -> Composed {
        /// By the wrap and the shape.
        type Known = HashMap<(Wrap, Vec<usize>), Composed>;
        static KNOWN: LazyLock<Mutex<Known>> = LazyLock::new(Mutex::default);
        let Some(key) = self.shape() else { return compose(wrap, &self.statements) };
        let mut known = KNOWN.lock();
        if known.len() >= MOST {
            known.clear();
        }
        known.entry((wrap, key)).or_insert_with(|| compose(wrap, &self.statements)).clone()
    }

    /// One text, and the values that stand behind its parameters.
    fn into_one(mut self, wrap: Wrap) -> (SqlStr, Vec<Value>) {
        let Composed { text, order } = self.composed(wrap);
        let mut values = Vec::with_capacity(self.statements.iter().map(|s| s.1.len()).sum());
        self.statements.iter_mut().for_each(|(_, args)| values.append(args));
        let straight = order.iter().copied().eq(0..values.len());
        if wrap != Wrap::With && !straight {
            values = order.iter().filter_map(|at| values.get(*at).cloned()).collect();
        }
        // from our own constants, never from input
        (AssertSqlSafe(text).into_sql_str(), values)
    }
}

/// One text for all statements.
#[derive(Clone)]
struct Composed {
    text: Arc<str>,
    /// Which value stands behind each parameter, in the order of the text.
    order: Arc<[usize]>,
}

/// PostgreSQL's parameters are numbered through. SQLite's have no number: it would look every one of them up in a list, from
/// its beginning.
fn compose(wrap: Wrap, statements: &[(Sql, Vec<Value>)]) -> Composed {
    let mut text = String::with_capacity(statements.len() * 300);
    let (mut before, mut order) = (0, vec![]);
    let last = statements.len().saturating_sub(1);
    if wrap == Wrap::Savepoint {
        text.push_str("SAVEPOINT command;\n");
    }
    for (i, (sql, args)) in statements.iter().enumerate() {
        let name = match (wrap, i, i == last) {
            (Wrap::With, _, true) => String::new(),
            (Wrap::With, 0, _) => "WITH s0 AS (".into(),
            (Wrap::With, i, _) => format!("s{i} AS ("),
            _ => String::new(),
        };
        text.push_str(&name);
        renumber(&sql.text, wrap, before, &mut text, &mut order);
        before += args.len();
        text.push_str(match (wrap, i + 1 == last, i == last) {
            (Wrap::With, _, true) => "",
            (Wrap::With, true, _) => ")\n",
            (Wrap::With, ..) => "),\n",
            _ => ";\n",
        });
    }
    if wrap == Wrap::Savepoint {
        text.push_str("RELEASE command");
    }
    Composed { text: text.into(), order: order.into() }
}

/// Copies a statement; `$3` becomes `$(3 + before)` or `?`.
fn renumber(sql: &str, wrap: Wrap, before: usize, out: &mut String, order: &mut Vec<usize>) {
    let mut rest = sql;
    while let Some(at) = rest.find('$') {
        let (head, tail) = rest.split_at(at);
        out.push_str(head);
        let digits = tail[1..].bytes().take_while(u8::is_ascii_digit).count();
        match (tail[1..=digits].parse::<usize>(), wrap) {
            (Err(_), _) => out.push_str(&tail[..=digits]),
            (Ok(n), Wrap::With) => drop(write!(out, "${}", n + before)),
            (Ok(n), Wrap::Plain | Wrap::Savepoint) => {
                out.push('?');
                order.push(n + before - 1);
            }
        }
        rest = &tail[digits + 1..];
    }
    out.push_str(rest);
}

impl Tx {
    /// Runs all statements of a batch in one trip; what is left for the commit is kept until then.
    pub fn run(&mut self, mut batch: Batch) -> Answer<'_, ()> {
        self.deferred.append(&mut batch.deferred);
        let wrap = if self.is_sqlite() { Wrap::Plain } else { Wrap::With };
        Box::pin(self.run_as(batch, wrap))
    }

    /// The same in a savepoint of its own (SQLite); after an error it is still open.
    pub(crate) async fn run_alone(&mut self, mut batch: Batch) -> Result<(), DbError> {
        self.deferred.append(&mut batch.deferred);
        self.run_as(batch, Wrap::Savepoint).await
    }

    async fn run_as(&mut self, batch: Batch, wrap: Wrap) -> Result<(), DbError> {
        if batch.statements.is_empty() {
            return Ok(());
        }
        let (text, values) = batch.into_one(wrap);
        let begun = slow::begin();
        let done = match self.connection() {
            Connection::Sqlite(conn) => bind_sqlite(sqlx::query(text), values).execute(conn).await.map(drop),
            Connection::Postgres(conn) => {
                bind_postgres(sqlx::query(text), values).execute(conn).await.map(drop)
            }
        };
        slow::end("batch", begun);
        done.map_err(|error| self.note("batch", error))
    }

    /// Does what is left for the commit.
    pub(crate) async fn settle(&mut self) -> Result<(), DbError> {
        while let Some((what, _)) = self.deferred.first() {
            let what: &'static AtCommit = what;
            let (now, later): (Vec<_>, Vec<_>) = std::mem::take(&mut self.deferred)
                .into_iter()
                .partition(|(other, _)| std::ptr::eq(*other, what));
            self.deferred = later;
            tracing::trace!(what = what.name, rows = now.len(), "at commit");
            (what.run)(self, now.into_iter().map(|(_, row)| row).collect()).await?;
        }
        Ok(())
    }
}

/// A batch as one statement of PostgreSQL, with its values.
pub(crate) fn as_one(batch: Batch) -> (SqlStr, Vec<Value>) {
    batch.into_one(Wrap::With)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::args;

    crate::sql! {
        A = "INSERT INTO a (x, y) VALUES ($1, $2)";
        B = "UPDATE b SET x = $2 WHERE y = $1 AND z = $1";
    }

    fn batch(args: [[i64; 2]; 2]) -> Batch {
        let mut batch = Batch::default();
        batch.add(&A, args![args[0][0], args[0][1]]);
        batch.add(&B, args![args[1][0], args[1][1]]);
        batch
    }

    fn text(wrap: Wrap, batch: Batch) -> (String, String) {
        let (text, values) = batch.into_one(wrap);
        (text.as_str().to_owned(), format!("{values:?}"))
    }

    #[test]
    fn parameters_are_numbered_through() {
        assert_eq!(STATEMENTS.len(), 2);
        let (sql, values) = text(Wrap::With, batch([[1, 2], [3, 4]]));
        assert_eq!(
            sql,
            "WITH s0 AS (INSERT INTO a (x, y) VALUES ($1, $2))\nUPDATE b SET x = $4 WHERE y = $3 AND z = $3"
        );
        assert_eq!(values, format!("{:?}", args![1i64, 2i64, 3i64, 4i64]));
        let mut one = Batch::default();
        one.add(&A, args![1i64, 2i64]);
        assert_eq!(text(Wrap::With, one).0, "INSERT INTO a (x, y) VALUES ($1, $2)");
    }

    #[test]
    fn without_numbers_the_values_stand_in_the_order_of_the_text() {
        let (sql, values) = text(Wrap::Savepoint, batch([[1, 2], [3, 4]]));
        assert_eq!(
            sql,
            "SAVEPOINT command;\nINSERT INTO a (x, y) VALUES (?, ?);\n\
             UPDATE b SET x = ? WHERE y = ? AND z = ?;\nRELEASE command"
        );
        assert_eq!(values, format!("{:?}", args![1i64, 2i64, 4i64, 3i64, 3i64]));
    }
}
