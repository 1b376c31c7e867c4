//! Reading a county whole, stream by stream: for a reader that is made from scratch, which is much faster than following,
//! since every stream comes in one piece and nothing has to be remembered between them.

use db::{DbError, Tx, args};
use std::collections::HashSet;

db::sql! {
    /// The counties.
    HOMES = "SELECT county FROM county_head ORDER BY county";
    /// How far a county goes.
    HEAD = "SELECT pos FROM county_head WHERE county = $1";
    /// What has no position yet.
    PENDING = "SELECT stream, seq FROM fact_outbox WHERE county = $1";
    /// The next facts of a county whose streams lie between two names, in order of stream and number.
    NEXT = "SELECT stream, seq, at, data FROM fact WHERE county = $1 AND (stream, seq) > ($2, $3) AND stream < $4
            ORDER BY county, stream, seq LIMIT $5";
    /// How far a reader has read.
    READ = "SELECT pos FROM reader_cursor WHERE reader = $1 AND county = $2";
    /// Locks a cursor.
    LOCK = "INSERT INTO reader_cursor (reader, county, pos) VALUES ($1, $2, 0)
            ON CONFLICT (reader, county) DO UPDATE SET pos = reader_cursor.pos RETURNING pos";
    /// Sets a cursor.
    SET = "UPDATE reader_cursor SET pos = $3 WHERE reader = $1 AND county = $2";
}

/// What is needed of a fact to fold its stream.
#[derive(Clone, Debug)]
pub struct Brief {
    /// The stream.
    pub stream: String,
    /// Number in the stream.
    pub seq: i64,
    /// When it was written, UTC milliseconds.
    pub at: i64,
    /// JSON text.
    pub data: String,
}

/// The counties that have facts.
///
/// # Errors
/// [`DbError`] of the database.
pub async fn counties(tx: &mut Tx) -> Result<Vec<String>, DbError> {
    tx.fetch_all(&HOMES, vec![]).await?.iter().map(|r| r.get("county")).collect()
}

/// How far a reader has read in a county, and how far the county goes.
///
/// # Errors
/// [`DbError`] of the database.
pub async fn progress(tx: &mut Tx, reader: &str, county: &str) -> Result<(i64, i64), DbError> {
    let pos = |row: Option<db::Row>| row.map_or(Ok(0), |row| row.get("pos"));
    let read = pos(tx.fetch_optional(&READ, args![reader, county]).await?)?;
    Ok((read, pos(tx.fetch_optional(&HEAD, args![county]).await?)?))
}

/// The facts that have no position yet: whoever reads a county whole leaves them to be followed.
///
/// # Errors
/// [`DbError`] of the database.
pub async fn pending(tx: &mut Tx, county: &str) -> Result<HashSet<(String, i64)>, DbError> {
    let rows = tx.fetch_all(&PENDING, args![county]).await?;
    rows.iter().map(|r| Ok((r.get("stream")?, r.get("seq")?))).collect()
}

/// The next facts of a county behind `after` (stream and number), in streams that begin with `prefix`, which ends in `/`.
///
/// # Errors
/// [`DbError`] of the database.
pub async fn next(
    tx: &mut Tx,
    county: &str,
    prefix: &str,
    after: Option<(&str, i64)>,
    limit: i64,
) -> Result<Vec<Brief>, DbError> {
    // '0' is the character after '/'
    let end = format!("{}0", prefix.trim_end_matches('/'));
    let (stream, seq) = after.unwrap_or((prefix, 0));
    let rows = tx.fetch_all(&NEXT, args![county, stream, seq, end, limit]).await?;
    let brief = |r: &db::Row| {
        Ok(Brief { stream: r.get("stream")?, seq: r.get("seq")?, at: r.get("at")?, data: r.get("data")? })
    };
    rows.iter().map(brief).collect()
}

/// Locks a reader's cursor and says where it stands.
///
/// # Errors
/// [`DbError`] of the database.
pub async fn lock(tx: &mut Tx, reader: &str, county: &str) -> Result<i64, DbError> {
    tx.fetch_one(&LOCK, args![reader, county]).await?.get("pos")
}

/// Sets a cursor that is locked.
///
/// # Errors
/// [`DbError`] of the database.
pub async fn set(tx: &mut Tx, reader: &str, county: &str, pos: i64) -> Result<(), DbError> {
    tx.execute(&SET, args![reader, county, pos]).await.map(drop)
}
