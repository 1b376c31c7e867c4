//! All SQL of Open311.

use crate::model::UpdateStatus;
use db::{DbError, Row, Tx, args};
use kernel::Timestamp;
use std::collections::HashMap;

db::sql! {
    /// Where some cases stand.
    STANDS = "SELECT case_id, state, status FROM open311_stand WHERE county = $1
        AND case_id IN (SELECT value FROM json_each(CAST($2 AS TEXT)))";
    /// Steps in a window of time, oldest first.
    STEPS = "SELECT county, case_id, seq, at, state, status FROM open311_step WHERE at >= $1 AND at <= $2
        AND (at, county, case_id, seq) > ($3, $4, $5, $6) ORDER BY at, county, case_id, seq LIMIT $7";
    /// Steps of one case in a window of time, oldest first.
    STEPS_OF = "SELECT county, case_id, seq, at, state, status FROM open311_step WHERE county = $1 AND case_id = $2
        AND at >= $3 AND at <= $4 ORDER BY seq";
    /// A token that was given.
    TOKEN = "INSERT INTO open311_token (token_hash, number, created_at) VALUES ($1, $2, $3)
        ON CONFLICT (token_hash) DO NOTHING";
    /// A client posted a request.
    POST = "INSERT INTO open311_post (client, number, case_id, at) VALUES ($1, $2, $3, $4)
        ON CONFLICT (client, number) DO NOTHING";
    /// What a client posted in a window of time that not everybody sees yet, youngest first.
    POSTED = "SELECT number FROM open311_post WHERE client = $1 AND at >= $2 AND at <= $3
        ORDER BY at DESC, number DESC LIMIT 1000";
    /// Everybody sees it now.
    PUBLISHED = "DELETE FROM open311_post WHERE case_id IN (SELECT value FROM json_each(CAST($1 AS TEXT)))";
    /// The number that a token leads to.
    NUMBER = "SELECT number FROM open311_token WHERE token_hash = $1";
}

/// Where a case stands: its state and what that is in the extension's words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stand {
    /// State of the case type.
    pub state: String,
    /// Status.
    pub status: UpdateStatus,
}

/// One step that a reporter may see.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StepRow {
    /// The case's home.
    pub county: String,
    /// The case.
    pub case: String,
    /// The fact in its stream.
    pub seq: i64,
    /// When.
    pub at: Timestamp,
    /// Where the case stood after it.
    pub stand: Stand,
}

fn stand(row: &Row) -> Result<Stand, DbError> {
    let status: String = row.get("status")?;
    Ok(Stand { state: row.get("state")?, status: UpdateStatus::parse(&status).unwrap_or(UpdateStatus::Open) })
}

fn step(row: &Row) -> Result<StepRow, DbError> {
    Ok(StepRow {
        county: row.get("county")?,
        case: row.get("case_id")?,
        seq: row.get("seq")?,
        at: Timestamp(row.get("at")?),
        stand: stand(row)?,
    })
}

/// Where some cases of a county stand.
pub async fn stands(tx: &mut Tx, county: &str, cases: &[&str]) -> Result<HashMap<String, Stand>, DbError> {
    let list = serde_json::json!(cases).to_string();
    let rows = tx.fetch_all(&STANDS, args![county, list]).await?;
    rows.iter().map(|row| Ok((row.get("case_id")?, stand(row)?))).collect()
}

/// Keeps where cases of a county stand.
pub async fn put_stands(tx: &mut Tx, county: &str, stands: HashMap<String, Stand>) -> Result<(), DbError> {
    let row = |(case, stand): (String, Stand)| args![county, case, stand.state, stand.status.code()];
    let columns = ["county", "case_id", "state", "status"];
    tx.bulk_put("open311_stand", 2, &columns, &stands.into_iter().map(row).collect::<Vec<_>>()).await
}

/// Adds steps.
pub async fn add_steps(tx: &mut Tx, steps: Vec<StepRow>) -> Result<(), DbError> {
    let row = |s: StepRow| args![s.county, s.case, s.seq, s.at, s.stand.state, s.stand.status.code()];
    let columns = ["county", "case_id", "seq", "at", "state", "status"];
    tx.bulk_insert("open311_step", &columns, &steps.into_iter().map(row).collect::<Vec<_>>()).await
}

/// A stretch of the steps in a window, after one that was read before.
pub async fn steps(
    tx: &mut Tx,
    (from, to): (Timestamp, Timestamp),
    after: Option<&StepRow>,
    limit: u32,
) -> Result<Vec<StepRow>, DbError> {
    let (at, county, case, seq) = match after {
        Some(step) => (step.at, step.county.as_str(), step.case.as_str(), step.seq),
        None => (from.plus(-1), "", "", 0),
    };
    tx.fetch_all(&STEPS, args![from, to, at, county, case, seq, limit]).await?.iter().map(step).collect()
}

/// The steps of one case in a window.
pub async fn steps_of(
    tx: &mut Tx,
    county: &str,
    case: &str,
    (from, to): (Timestamp, Timestamp),
) -> Result<Vec<StepRow>, DbError> {
    tx.fetch_all(&STEPS_OF, args![county, case, from, to]).await?.iter().map(step).collect()
}

/// Keeps that a client posted a request.
pub async fn put_post(tx: &mut Tx, client: &str, case: &cases::model::Case) -> Result<(), DbError> {
    tx.execute(&POST, args![client, &case.number, &case.id, case.registered_at]).await.map(drop)
}

/// What a client posted in a window of time that not everybody sees yet: numbers, youngest first, at most 1,000.
pub async fn posted(
    tx: &mut Tx,
    client: &str,
    (from, to): (Timestamp, Timestamp),
) -> Result<Vec<String>, DbError> {
    tx.fetch_all(&POSTED, args![client, from, to]).await?.iter().map(|row| row.get("number")).collect()
}

/// Everybody sees these cases now: no need to remember who posted them.
pub async fn published(tx: &mut Tx, cases: &[&str]) -> Result<(), DbError> {
    tx.execute(&PUBLISHED, args![serde_json::json!(cases).to_string()]).await.map(drop)
}

/// Keeps a token's hash.
pub async fn put_token(tx: &mut Tx, hash: &str, number: &str, now: Timestamp) -> Result<(), DbError> {
    tx.execute(&TOKEN, args![hash, number, now]).await.map(drop)
}

/// The number that a token leads to.
pub async fn number_of(tx: &mut Tx, hash: &str) -> Result<Option<String>, DbError> {
    tx.fetch_optional(&NUMBER, args![hash]).await?.map(|row| row.get("number")).transpose()
}
