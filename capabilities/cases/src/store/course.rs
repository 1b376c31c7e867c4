//! What became of a case besides what its row says: kept by a reader of the ledger.

use db::{DbError, Tx, args};
use std::collections::HashMap;

db::sql! {
    /// What is known of some cases.
    SOME = "SELECT case_id, accepted_at, answered_at, carried FROM case_course WHERE county = $1
        AND case_id IN (SELECT value FROM json_each(CAST($2 AS TEXT)))";
}

/// When a case was accepted and answered, and whether it was ever carried over.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Course {
    /// First accepted, UTC milliseconds.
    pub accepted_at: Option<i64>,
    /// First answered to the reporter.
    pub answered_at: Option<i64>,
    /// Was carried over for a while.
    pub carried: bool,
}

/// The columns of `case_course`.
pub const COLUMNS: &[&str] = &["county", "case_id", "accepted_at", "answered_at", "carried"];
/// How many of [`COLUMNS`] are the key.
const KEY: usize = 2;

/// What is known of some cases of a home.
pub async fn some(tx: &mut Tx, county: &str, ids: &[&str]) -> Result<HashMap<String, Course>, DbError> {
    let rows = tx.fetch_all(&SOME, args![county, serde_json::json!(ids).to_string()]).await?;
    let read = |row: &db::Row| {
        let course = Course {
            accepted_at: row.get("accepted_at")?,
            answered_at: row.get("answered_at")?,
            carried: row.get("carried")?,
        };
        Ok((row.get("case_id")?, course))
    };
    rows.iter().map(read).collect()
}

/// Keeps what is known of some cases of a home.
pub async fn put(tx: &mut Tx, county: &str, cases: &[(&str, Course)]) -> Result<(), DbError> {
    let row = |(id, c): &(&str, Course)| args![county, *id, c.accepted_at, c.answered_at, c.carried];
    tx.bulk_put("case_course", KEY, COLUMNS, &cases.iter().map(row).collect::<Vec<_>>()).await
}
