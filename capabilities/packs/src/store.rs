//! All SQL of packs, and nothing but SQL and row mapping.

use db::{DbError, Row, Tx, args};
use kernel::Timestamp;

db::sql! {
    /// Counts the changes; asked often.
    SHELF = "SELECT version FROM pack_shelf WHERE id = 1";
    /// One more change.
    SHELF_NEXT = "UPDATE pack_shelf SET version = version + 1 WHERE id = 1";
    /// Every version without its content.
    VERSIONS = "SELECT hash, id, version, added_at, added_by FROM pack_version ORDER BY id, added_at, hash";
    /// The content of a version.
    CONTENT = "SELECT content FROM pack_version WHERE hash = $1";
    /// A version by its number.
    BY_NUMBER = "SELECT hash FROM pack_version WHERE id = $1 AND version = $2";
    /// Keeps a version.
    INSERT = "INSERT INTO pack_version (hash, id, version, content, added_at, added_by)
              VALUES ($1, $2, $3, $4, $5, $6)";
    /// What is in use, in the order in which it came into use.
    STATES = "SELECT id, hash, since FROM pack_state ORDER BY since, id";
    /// What is in use of one pack.
    STATE = "SELECT id, hash, since FROM pack_state WHERE id = $1";
    /// Puts a version into use, or none.
    SET_STATE = "INSERT INTO pack_state (id, hash, since) VALUES ($1, $2, $3)
                 ON CONFLICT (id) DO UPDATE SET hash = excluded.hash, since = excluded.since";
}

/// A stored version.
#[derive(Debug, Clone)]
pub(crate) struct VersionRow {
    pub hash: String,
    pub id: String,
    pub version: String,
    pub added_at: Timestamp,
    pub added_by: String,
}

/// What is in use of a pack.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct StateRow {
    pub id: String,
    pub hash: Option<String>,
    pub since: Timestamp,
}

/// The number of changes so far.
pub(crate) async fn shelf(tx: &mut Tx) -> Result<i64, DbError> {
    tx.fetch_one(&SHELF, vec![]).await?.get("version")
}

/// Tells every node that something has changed.
pub(crate) async fn touch(tx: &mut Tx) -> Result<(), DbError> {
    tx.execute(&SHELF_NEXT, vec![]).await.map(drop)
}

/// Every version, oldest first within a pack.
pub(crate) async fn versions(tx: &mut Tx) -> Result<Vec<VersionRow>, DbError> {
    tx.fetch_all(&VERSIONS, vec![]).await?.iter().map(version).collect()
}

fn version(row: &Row) -> Result<VersionRow, DbError> {
    Ok(VersionRow {
        hash: row.get("hash")?,
        id: row.get("id")?,
        version: row.get("version")?,
        added_at: row.get("added_at")?,
        added_by: row.get("added_by")?,
    })
}

/// The content of a version.
pub(crate) async fn content(tx: &mut Tx, hash: &str) -> Result<Option<String>, DbError> {
    tx.fetch_optional(&CONTENT, args![hash]).await?.map(|row| row.get("content")).transpose()
}

/// The hash under which a version number is kept.
pub(crate) async fn by_number(tx: &mut Tx, id: &str, version: &str) -> Result<Option<String>, DbError> {
    tx.fetch_optional(&BY_NUMBER, args![id, version]).await?.map(|row| row.get("hash")).transpose()
}

/// Keeps a version.
pub(crate) async fn insert(tx: &mut Tx, row: &VersionRow, content: &str) -> Result<(), DbError> {
    let args = args![&row.hash, &row.id, &row.version, content, row.added_at, &row.added_by];
    tx.execute(&INSERT, args).await.map(drop)
}

/// What is in use, in the order in which it came into use.
pub(crate) async fn states(tx: &mut Tx) -> Result<Vec<StateRow>, DbError> {
    tx.fetch_all(&STATES, vec![]).await?.iter().map(state_row).collect()
}

/// What is in use of one pack.
pub(crate) async fn state(tx: &mut Tx, id: &str) -> Result<Option<StateRow>, DbError> {
    tx.fetch_optional(&STATE, args![id]).await?.as_ref().map(state_row).transpose()
}

fn state_row(row: &Row) -> Result<StateRow, DbError> {
    Ok(StateRow { id: row.get("id")?, hash: row.get("hash")?, since: row.get("since")? })
}

/// Puts a version into use, or none.
pub(crate) async fn set_state(tx: &mut Tx, row: &StateRow) -> Result<(), DbError> {
    tx.execute(&SET_STATE, args![&row.id, row.hash.clone(), row.since]).await.map(drop)
}
