//! Whole tables out and in, the same for both engines: backups, and moving from one engine to the other.
//!
//! A restored database is made by the migrations that the backup had, filled, and brought up to date like any older
//! one. Until [`Db::restored`] has been called it carries a mark, and nothing else opens it for writing.

use crate::{Db, DbError, Options, Row, Sql, Tx, Value, args, migrate, tx::Connection};
use futures::TryStreamExt as _;
use kernel::Ctx;
use sqlx::{AssertSqlSafe, SqlSafeStr as _};

/// What a column holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// TEXT
    Text,
    /// BIGINT
    Int,
    /// DOUBLE PRECISION
    Real,
    /// BOOLEAN
    Bool,
    /// BLOB
    Blob,
}

impl Kind {
    /// The word for it: `text`, `int`, `real`, `bool`, `blob`.
    pub fn code(self) -> &'static str {
        match self {
            Self::Text => "text",
            Self::Int => "int",
            Self::Real => "real",
            Self::Bool => "bool",
            Self::Blob => "blob",
        }
    }

    fn read(self, row: &Row, name: &str) -> Result<Value, DbError> {
        Ok(match self {
            Self::Text => Value::from(row.get::<Option<String>>(name)?),
            Self::Int => Value::Int(row.get(name)?),
            Self::Real => Value::Real(row.get(name)?),
            Self::Bool => Value::Bool(row.get(name)?),
            Self::Blob => Value::Blob(row.get(name)?),
        })
    }
}

/// A table as the database describes it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Table {
    /// Its name.
    pub name: &'static str,
    /// Names of columns and what they hold, in order.
    pub columns: Vec<(&'static str, Kind)>,
}

/// The table that says which migrations have run; it is never copied.
pub const MIGRATION_TABLE: &str = "schema_migration";

const SQLITE_COLUMNS: &str =
    "SELECT m.name AS tbl, p.name AS col, lower(p.type) AS kind FROM sqlite_schema m,
    pragma_table_info(m.name) p WHERE m.type = 'table' AND m.name NOT LIKE 'sqlite%' ORDER BY m.name, p.cid";
const POSTGRES_COLUMNS: &str = "SELECT CAST(table_name AS TEXT) AS tbl, CAST(column_name AS TEXT) AS col,
    CAST(CASE udt_name WHEN 'blob' THEN 'blob' ELSE data_type END AS TEXT) AS kind FROM information_schema.columns WHERE table_schema = 'public'
    ORDER BY 1, ordinal_position";

impl Tx {
    /// Every table but that of the migrations, by name. Names are few and kept for the life of the program.
    ///
    /// # Errors
    /// A column of a type that the dialect does not know.
    pub async fn tables(&mut self) -> Result<Vec<Table>, DbError> {
        let text = if self.is_sqlite() { SQLITE_COLUMNS } else { POSTGRES_COLUMNS };
        let mut tables: Vec<Table> = vec![];
        for row in self.fetch_all(&Sql::composed("COLUMNS", text.into()), vec![]).await? {
            let (table, column): (String, String) = (row.get("tbl")?, row.get("col")?);
            let kind: String = row.get("kind")?;
            let kind = match kind.as_str() {
                "text" => Kind::Text,
                "bigint" => Kind::Int,
                "double precision" => Kind::Real,
                "boolean" => Kind::Bool,
                "blob" | "bytea" => Kind::Blob,
                other => return Err(DbError::Column(format!("{table}.{column}"), format!("type {other:?}"))),
            };
            if table == MIGRATION_TABLE {
                continue;
            }
            match tables.last_mut().filter(|last| last.name == table) {
                Some(last) => last.columns.push((column.leak(), kind)),
                None => tables.push(Table { name: table.leak(), columns: vec![(column.leak(), kind)] }),
            }
        }
        Ok(tables)
    }

    /// Hands every row of a table to `each`, one at a time: memory does not grow with the table.
    ///
    /// # Errors
    /// Those of the database, and those of `each`.
    pub async fn each_row<E, F>(&mut self, table: &Table, mut each: F) -> Result<u64, E>
    where
        E: From<DbError>,
        F: FnMut(Vec<Value>) -> Result<(), E> + Send,
    {
        let names: Vec<&str> = table.columns.iter().map(|c| c.0).collect();
        let text = format!("SELECT {} FROM {}", names.join(", "), table.name);
        let mut n = 0;
        macro_rules! read {
            ($conn:expr, $wrap:path) => {{
                let mut rows = sqlx::query(AssertSqlSafe(text).into_sql_str()).fetch($conn);
                while let Some(row) = rows.try_next().await.map_err(|e| DbError::sort(table.name, e))? {
                    let row = $wrap(row);
                    let values = table.columns.iter().map(|(name, kind)| kind.read(&row, name));
                    each(values.collect::<Result<Vec<_>, DbError>>()?)?;
                    n += 1;
                }
            }};
        }
        match self.connection() {
            Connection::Sqlite(conn) => read!(conn, Row::Sqlite),
            Connection::Postgres(conn) => read!(conn, Row::Postgres),
        }
        Ok(n)
    }

    /// The migrations that the database has run.
    ///
    /// # Errors
    /// Those of the database.
    pub async fn versions(&mut self) -> Result<Vec<i64>, DbError> {
        migrate::applied(self).await
    }

    /// Empties a table that migrations may have put something into.
    ///
    /// # Errors
    /// Those of the database.
    pub async fn empty(&mut self, table: &Table) -> Result<(), DbError> {
        self.execute(&Sql::composed(table.name, format!("DELETE FROM {}", table.name)), vec![])
            .await
            .map(drop)
    }
}

impl Db {
    /// Opens an empty place to restore into, and makes it what these migrations made it.
    ///
    /// # Errors
    /// [`DbError::Config`] when there is something already, or a migration that this program does not know.
    pub async fn open_to_restore(url: &str, options: Options, versions: &[i64]) -> Result<Self, DbError> {
        let db = Self::connect(url, &Options { load: crate::Load::Fill, writable: true, ..options }).await?;
        let there = db.read().await?.tables().await?;
        if !there.is_empty() {
            return Err(DbError::Config("the database is not empty: restore into a new one".into()));
        }
        migrate::run_some(&db, versions).await?;
        Ok(db)
    }

    /// All rows are there: brings the schema up to date. The mark stays.
    ///
    /// # Errors
    /// Those of the database.
    pub async fn bring_up_to_date(&self) -> Result<(), DbError> {
        migrate::run_rest(self).await
    }

    /// All is well: takes the mark away.
    ///
    /// # Errors
    /// Those of the database.
    pub async fn restored(&self, ctx: &Ctx) -> Result<(), DbError> {
        self.write(ctx, |tx| {
            Box::pin(async move { tx.execute(&migrate::UNMARK, args![migrate::RESTORING]).await.map(drop) })
        })
        .await
    }
}
