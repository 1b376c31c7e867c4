//! A transaction of either engine.

use crate::{Answer, AtCommit, DbError, Row, Sql, Value, slow, sql};
use sqlx::{
    AssertSqlSafe, Executor as _, PgConnection, Postgres, SqlSafeStr as _, SqlStr, Sqlite, SqliteConnection,
    Transaction, query::Query,
};
use std::borrow::Cow;

/// A snapshot to read from, or the transaction of a command. After an error nothing more is done in it.
pub struct Tx {
    pub(crate) inner: Inner,
    /// An error that takes the whole transaction with it (disk full, connection lost).
    pub(crate) lost: Option<String>,
    /// PostgreSQL asked for the transaction to be run again.
    pub(crate) retry: bool,
    /// Left for the commit.
    pub(crate) deferred: Vec<(&'static AtCommit, Vec<Value>)>,
}

pub(crate) enum Inner {
    SqliteRead(Transaction<'static, Sqlite>),
    SqliteWrite(Box<SqliteConnection>),
    Postgres(Transaction<'static, Postgres>),
}

/// The connection inside, by engine.
pub(crate) enum Connection<'a> {
    Sqlite(&'a mut SqliteConnection),
    Postgres(&'a mut PgConnection),
}

/// Runs the same expression on whichever connection there is.
macro_rules! on {
    ($tx:expr, $sql:expr, $args:expr, |$conn:ident, $query:ident| $run:expr, $wrap:ident) => {{
        let text = text($sql);
        let begun = slow::begin();
        let result = match $tx.connection() {
            Connection::Sqlite($conn) => {
                let $query = bind_sqlite(sqlx::query(text), $args);
                $run.map($wrap::sqlite)
            }
            Connection::Postgres($conn) => {
                let $query = bind_postgres(sqlx::query(text), $args);
                $run.map($wrap::postgres)
            }
        };
        slow::end($sql.name, begun);
        result.map_err(|error| $tx.note($sql.name, error))
    }};
}

struct Count;
impl Count {
    fn sqlite(done: sqlx::sqlite::SqliteQueryResult) -> u64 {
        done.rows_affected()
    }
    fn postgres(done: sqlx::postgres::PgQueryResult) -> u64 {
        done.rows_affected()
    }
}
struct Many;
impl Many {
    fn sqlite(rows: Vec<sqlx::sqlite::SqliteRow>) -> Vec<Row> {
        rows.into_iter().map(Row::Sqlite).collect()
    }
    fn postgres(rows: Vec<sqlx::postgres::PgRow>) -> Vec<Row> {
        rows.into_iter().map(Row::Postgres).collect()
    }
}
struct Maybe;
impl Maybe {
    fn sqlite(row: Option<sqlx::sqlite::SqliteRow>) -> Option<Row> {
        row.map(Row::Sqlite)
    }
    fn postgres(row: Option<sqlx::postgres::PgRow>) -> Option<Row> {
        row.map(Row::Postgres)
    }
}

impl Tx {
    pub(crate) fn new(inner: Inner) -> Self {
        Self { inner, lost: None, retry: false, deferred: vec![] }
    }

    pub(crate) fn connection(&mut self) -> Connection<'_> {
        match &mut self.inner {
            Inner::SqliteRead(tx) => Connection::Sqlite(tx),
            Inner::SqliteWrite(conn) => Connection::Sqlite(conn),
            Inner::Postgres(tx) => Connection::Postgres(tx),
        }
    }

    /// True on SQLite.
    pub fn is_sqlite(&self) -> bool {
        !matches!(self.inner, Inner::Postgres(_))
    }

    /// Sorts an error and remembers what it means for the whole transaction.
    pub(crate) fn note(&mut self, statement: &'static str, error: sqlx::Error) -> DbError {
        self.retry |= DbError::wants_retry(&error);
        let error = DbError::sort(statement, error);
        if let DbError::Unavailable(why) = &error {
            self.lost = Some(why.clone());
        }
        error
    }

    /// Runs a statement; answers the number of rows it touched.
    pub fn execute<'a>(&'a mut self, sql: &'a Sql, args: Vec<Value>) -> Answer<'a, u64> {
        Box::pin(async move { on!(self, sql, args, |conn, query| query.execute(conn).await, Count) })
    }

    /// All rows.
    pub fn fetch_all<'a>(&'a mut self, sql: &'a Sql, args: Vec<Value>) -> Answer<'a, Vec<Row>> {
        Box::pin(async move { on!(self, sql, args, |conn, query| query.fetch_all(conn).await, Many) })
    }

    /// The first row, if there is one.
    pub fn fetch_optional<'a>(&'a mut self, sql: &'a Sql, args: Vec<Value>) -> Answer<'a, Option<Row>> {
        Box::pin(async move { on!(self, sql, args, |conn, query| query.fetch_optional(conn).await, Maybe) })
    }

    /// The first row; [`DbError::NoRow`] without one.
    pub fn fetch_one<'a>(&'a mut self, sql: &'a Sql, args: Vec<Value>) -> Answer<'a, Row> {
        let row = self.fetch_optional(sql, args);
        Box::pin(async move { row.await?.ok_or(DbError::NoRow(sql.name)) })
    }

    pub(crate) async fn prepare(&mut self, sql: &Sql) -> Result<(), DbError> {
        let text = text(sql);
        let done = match self.connection() {
            Connection::Sqlite(conn) => conn.prepare(text).await.map(drop),
            Connection::Postgres(conn) => conn.prepare(text).await.map(drop),
        };
        done.map_err(|error| DbError::Statement(sql.name, error))
    }

    /// The database's plan for a statement, as text (tests that look for full scans).
    pub async fn explain(&mut self, sql: &Sql, args: Vec<Value>) -> Result<String, DbError> {
        let (prefix, column) =
            if self.is_sqlite() { ("EXPLAIN QUERY PLAN ", "detail") } else { ("EXPLAIN ", "QUERY PLAN") };
        let plan = Sql::composed(sql.name, format!("{prefix}{}", sql.text));
        let rows = self.fetch_all(&plan, args).await?;
        rows.iter().map(|row| row.get::<String>(column)).collect::<Result<Vec<_>, _>>().map(|l| l.join("\n"))
    }

    /// Runs a script of several statements without values (migrations).
    pub(crate) async fn script(&mut self, name: &'static str, script: &str) -> Result<(), DbError> {
        let script = sqlx::raw_sql(AssertSqlSafe(script.to_string()));
        let done = match self.connection() {
            Connection::Sqlite(conn) => conn.execute(script).await.map(drop),
            Connection::Postgres(conn) => conn.execute(script).await.map(drop),
        };
        done.map_err(|error| self.note(name, error))
    }
}

fn text(sql: &sql::Sql) -> SqlStr {
    match &sql.text {
        Cow::Borrowed(text) => (*text).into_sql_str(),
        // composed from our own fragments, never from input: see `Sql::composed`
        Cow::Owned(text) => AssertSqlSafe(text.clone()).into_sql_str(),
    }
}

macro_rules! bind {
    ($name:ident, $engine:ty, $args:ty) => {
        pub(crate) fn $name<'q>(
            mut query: Query<'q, $engine, $args>,
            args: impl IntoIterator<Item = Value>,
        ) -> Query<'q, $engine, $args> {
            for value in args {
                query = match value {
                    Value::Text(v) => query.bind(v),
                    Value::Int(v) => query.bind(v),
                    Value::Real(v) => query.bind(v),
                    Value::Bool(v) => query.bind(v),
                    Value::Blob(v) => query.bind(v),
                };
            }
            query
        }
    };
}
bind!(bind_sqlite, Sqlite, sqlx::sqlite::SqliteArguments);
bind!(bind_postgres, Postgres, sqlx::postgres::PgArguments);
