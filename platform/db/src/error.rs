//! What can go wrong in the database.

use kernel::{Failure, Refusal};

/// A unique key that a write ran into; `columns` as far as the engine tells them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UniqueViolation {
    /// The table, or empty.
    pub table: String,
    /// Column names (SQLite) or the constraint's name (PostgreSQL).
    pub columns: Vec<String>,
}

/// An error of the database.
#[derive(Debug, thiserror::Error)]
pub enum DbError {
    /// The configuration is wrong: URL, collation, a folder in use.
    #[error("{0}")]
    Config(String),
    /// A unique key is taken.
    #[error("unique key taken: {0:?}")]
    Unique(UniqueViolation),
    /// Nothing can be written now (disk full, connection lost, server away, time limit); nothing was acknowledged.
    #[error("database unavailable: {0}")]
    Unavailable(String),
    /// The command panicked or was dropped; its own changes are undone.
    #[error("command failed: {0}")]
    Aborted(String),
    /// A row that should be there is not.
    #[error("no row: {0}")]
    NoRow(&'static str),
    /// A column could not be read as the type asked for.
    #[error("column {0}: {1}")]
    Column(String, String),
    /// Anything else: our SQL is wrong.
    #[error("statement {0}: {1}")]
    Statement(&'static str, sqlx::Error),
}

impl DbError {
    /// Sorts an error of the driver.
    pub(crate) fn sort(statement: &'static str, error: sqlx::Error) -> Self {
        use sqlx::Error as E;
        match &error {
            E::Io(_) | E::Tls(_) | E::PoolTimedOut | E::PoolClosed | E::WorkerCrashed | E::Protocol(_) => {
                Self::Unavailable(error.to_string())
            }
            E::Database(db) if db.is_unique_violation() => Self::Unique(unique(db.as_ref())),
            E::Database(db) if is_unavailable(db.code().as_deref().unwrap_or("")) => {
                Self::Unavailable(db.message().to_string())
            }
            _ => Self::Statement(statement, error),
        }
    }

    /// PostgreSQL asks for the whole transaction again: serialization failure, deadlock.
    pub(crate) fn wants_retry(error: &sqlx::Error) -> bool {
        matches!(error, sqlx::Error::Database(db) if matches!(db.code().as_deref(), Some("40001" | "40P01")))
    }

    /// The unique key that is taken, if that is what happened.
    pub fn unique(&self) -> Option<&UniqueViolation> {
        match self {
            Self::Unique(u) => Some(u),
            _ => None,
        }
    }
}

/// SQLite: FULL 13, IOERR 10 (+extended), READONLY 8, CANTOPEN 14, BUSY 5; PostgreSQL: class 53 (resources), 57P
/// (shutdown), 57014 (cancelled: a replica that has to catch up), 08 (connection), 58 (system), 25006 (a standby that was
/// not promoted yet), 40001 and 40P01 (asked for again too often).
fn is_unavailable(code: &str) -> bool {
    if let Ok(n) = code.parse::<i64>()
        && code.len() < 5
    {
        return matches!(n & 0xff, 5 | 8 | 10 | 13 | 14);
    }
    ["53", "57P", "57014", "08", "58", "25006", "40001", "40P01"].iter().any(|class| code.starts_with(class))
}

fn unique(error: &dyn sqlx::error::DatabaseError) -> UniqueViolation {
    if let Some(constraint) = error.constraint() {
        return UniqueViolation {
            table: error.table().unwrap_or_default().into(),
            columns: vec![constraint.into()],
        };
    }
    // SQLite: "UNIQUE constraint failed: person.login, person.unit"
    let list = error.message().rsplit(": ").next().unwrap_or_default();
    let pairs: Vec<_> = list.split(", ").filter_map(|pair| pair.split_once('.')).collect();
    UniqueViolation {
        table: pairs.first().map(|p| p.0.to_string()).unwrap_or_default(),
        columns: pairs.iter().map(|p| p.1.to_string()).collect(),
    }
}

impl From<DbError> for Failure {
    fn from(error: DbError) -> Self {
        match error {
            DbError::Unavailable(why) => Self::Unavailable(why),
            DbError::Unique(unique) => Refusal::conflict("row.exists").at(unique.columns.join(",")).into(),
            other => Self::Internal(other.to_string()),
        }
    }
}
