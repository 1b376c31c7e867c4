//! Rows that come out of a statement, read by column name.

use crate::DbError;
use kernel::{Id, Timestamp};
use sqlx::Row as _;

/// One row of either engine.
pub enum Row {
    /// From SQLite.
    Sqlite(sqlx::sqlite::SqliteRow),
    /// From PostgreSQL.
    Postgres(sqlx::postgres::PgRow),
}

impl Row {
    /// The column `name` as a `T`.
    pub fn get<T: Column>(&self, name: &str) -> Result<T, DbError> {
        T::read(self, name)
    }
}

/// A type that a column can be read as.
pub trait Column: Sized {
    /// Reads the column.
    fn read(row: &Row, name: &str) -> Result<Self, DbError>;
}

fn bad(name: &str) -> impl Fn(sqlx::Error) -> DbError + '_ {
    move |error| DbError::Column(name.to_string(), error.to_string())
}

macro_rules! plain {
    ($($t:ty),*) => {$(
        impl Column for Option<$t> {
            fn read(row: &Row, name: &str) -> Result<Self, DbError> {
                match row {
                    Row::Sqlite(row) => row.try_get(name).map_err(bad(name)),
                    Row::Postgres(row) => row.try_get(name).map_err(bad(name)),
                }
            }
        }
    )*};
}
plain!(String, f64, bool, Vec<u8>);

impl Column for Option<i64> {
    fn read(row: &Row, name: &str) -> Result<Self, DbError> {
        match row {
            Row::Sqlite(row) => row.try_get(name).map_err(bad(name)),
            // length(), literals and the like are INT4 on PostgreSQL
            Row::Postgres(row) => row
                .try_get::<Option<i64>, _>(name)
                .or_else(|_| row.try_get::<Option<i32>, _>(name).map(|n| n.map(i64::from)))
                .map_err(bad(name)),
        }
    }
}

impl Column for Option<Timestamp> {
    fn read(row: &Row, name: &str) -> Result<Self, DbError> {
        Ok(Option::<i64>::read(row, name)?.map(Timestamp))
    }
}

impl<K> Column for Option<Id<K>> {
    fn read(row: &Row, name: &str) -> Result<Self, DbError> {
        Ok(Option::<String>::read(row, name)?.map(Id::trusted))
    }
}

macro_rules! required {
    ($($t:ty),*) => {$(
        impl Column for $t {
            fn read(row: &Row, name: &str) -> Result<Self, DbError> {
                Option::<$t>::read(row, name)?.ok_or_else(|| DbError::Column(name.to_string(), "is NULL".into()))
            }
        }
    )*};
}
required!(String, i64, f64, bool, Vec<u8>, Timestamp);

impl<K> Column for Id<K> {
    fn read(row: &Row, name: &str) -> Result<Self, DbError> {
        Ok(Self::trusted(String::read(row, name)?))
    }
}
