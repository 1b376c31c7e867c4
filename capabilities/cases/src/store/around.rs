//! What stands around a case: numbers and homes, aliases, trackers, words, open cases nearby.

use crate::model::{Alias, Case, CaseId};
use db::{Batch, DbError, Tx, args};
use kernel::{Failure, Refusal, Timestamp};
use std::collections::HashSet;

db::sql! {
    /// Leases a block of numbers.
    LEASE = "INSERT INTO case_number_block (prefix, day, next_no) VALUES ($1, $2, $3 + 1)
        ON CONFLICT (prefix, day) DO UPDATE SET next_no = case_number_block.next_no + $3 RETURNING next_no";
    /// Numbers were used up to here.
    REACH = "INSERT INTO case_number_block (prefix, day, next_no) VALUES ($1, $2, $3)
        ON CONFLICT (prefix, day) DO UPDATE SET next_no = excluded.next_no
        WHERE case_number_block.next_no < excluded.next_no";
    /// A home and the first part of its numbers.
    HOME = "INSERT INTO case_home (prefix, county) VALUES ($1, $2) ON CONFLICT (prefix, county) DO NOTHING";
    /// The homes that a number's first part may mean.
    HOMES = "SELECT county FROM case_home WHERE prefix = $1 ORDER BY county";
    /// A number in another system.
    PUT_ALIAS = "INSERT INTO case_alias (county, system, number, case_id) VALUES ($1, $2, $3, $4)
        ON CONFLICT (county, system, number) DO NOTHING";
    /// Which case has it.
    ALIAS = "SELECT county, case_id FROM case_alias WHERE number = $2 AND system = $1 LIMIT 1";
    /// Which of some numbers of a system are known.
    KNOWN_ALIASES = "SELECT number FROM case_alias WHERE system = $1
        AND number IN (SELECT value FROM json_each(CAST($2 AS TEXT)))";
    /// Somebody holds a token.
    PUT_FOLLOW = "INSERT INTO case_follow (county, case_id, token_hash, reporter, contact, at)
        VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT (county, case_id, token_hash) DO NOTHING";
    /// Whether a token belongs to a case, and to its reporter.
    FOLLOW = "SELECT reporter FROM case_follow WHERE county = $1 AND case_id = $2 AND token_hash = $3";
    /// The case whose facts speak of a protected value: erasing is rare, so that the whole county may be read.
    CASES_WITH = "SELECT DISTINCT stream FROM fact WHERE county = $1 AND stream >= 'case/' AND stream < 'case0'
        AND data LIKE $2";
    /// What the watchman has to look at.
    TO_MARK = "SELECT county, id FROM cases WHERE mark_at IS NOT NULL AND mark_at <= $1 ORDER BY mark_at, id LIMIT $2";
    /// Open cases of a category in a box, youngest first.
    NEAR = "SELECT doc FROM cases WHERE county = $1 AND category = $2 AND is_open AND pack = $3
        AND lat >= $4 AND lat <= $5 AND lon >= $6 AND lon <= $7 AND registered_at >= $8
        ORDER BY registered_at DESC LIMIT 50";
}

/// Leases `size` numbers of a prefix and day; answers the first of them.
pub async fn lease(tx: &mut Tx, prefix: &str, day: &str, size: i64) -> Result<i64, DbError> {
    let next: i64 = tx.fetch_one(&LEASE, args![prefix, day, size]).await?.get("next_no")?;
    Ok(next - size)
}

/// Numbers of a prefix and day were used up to, not including, `next`.
pub async fn reach(tx: &mut Tx, prefix: &str, day: &str, next: i64) -> Result<(), DbError> {
    tx.execute(&REACH, args![prefix, day, next]).await.map(drop)
}

/// The homes that a number's first part may mean.
pub async fn homes(tx: &mut Tx, prefix: &str) -> Result<Vec<String>, DbError> {
    tx.fetch_all(&HOMES, args![prefix]).await?.iter().map(|r| r.get("county")).collect()
}

/// Keeps the aliases of a case. One that another case has is refused as `alias.taken`.
pub async fn put_aliases(tx: &mut Tx, case: &Case, aliases: &[Alias]) -> Result<(), Failure> {
    for alias in aliases {
        let taken = by_alias(tx, &alias.system, &alias.number).await?.is_some_and(|(_, id)| id != case.id);
        if taken {
            return Err(Refusal::conflict("alias.taken").at("/external").got(&alias.number).into());
        }
        tx.execute(&PUT_ALIAS, args![&case.county, &alias.system, &alias.number, &case.id]).await?;
    }
    Ok(())
}

/// The case that has a number in another system.
pub async fn by_alias(tx: &mut Tx, system: &str, number: &str) -> Result<Option<(String, CaseId)>, DbError> {
    let row = tx.fetch_optional(&ALIAS, args![system, number]).await?;
    row.map(|r| Ok((r.get("county")?, r.get("case_id")?))).transpose()
}

/// Which of some numbers of another system are known.
pub async fn known_aliases(tx: &mut Tx, system: &str, numbers: &[&str]) -> Result<HashSet<String>, DbError> {
    let rows = tx.fetch_all(&KNOWN_ALIASES, args![system, serde_json::json!(numbers).to_string()]).await?;
    rows.iter().map(|r| r.get("number")).collect()
}

/// Somebody follows a case with a token.
pub async fn follow(
    tx: &mut Tx,
    (county, id): (&str, &CaseId),
    token_hash: &str,
    reporter: bool,
    contact: Option<&str>,
    at: Timestamp,
) -> Result<(), DbError> {
    tx.execute(&PUT_FOLLOW, args![county, id, token_hash, reporter, contact, at]).await.map(drop)
}

/// Adds to a batch that the reporter holds a token.
pub fn add_reporter(batch: &mut Batch, case: &Case, token_hash: &str, at: Timestamp) {
    batch.add(&PUT_FOLLOW, args![&case.county, &case.id, token_hash, true, None::<&str>, at]);
}

/// Whether a token belongs to a case: `Some(true)` for its reporter's.
pub async fn holder(tx: &mut Tx, case: &Case, token_hash: &str) -> Result<Option<bool>, DbError> {
    let row = tx.fetch_optional(&FOLLOW, args![&case.county, &case.id, token_hash]).await?;
    row.map(|r| r.get("reporter")).transpose()
}

/// Ids of the cases whose facts speak of a protected value.
pub async fn cases_with(tx: &mut Tx, county: &str, value: &str) -> Result<Vec<String>, DbError> {
    // an id of ours: letters, digits and hyphens, nothing that LIKE would read otherwise
    let plain: String = value.chars().filter(|c| c.is_ascii_alphanumeric() || *c == '-').collect();
    let rows = tx.fetch_all(&CASES_WITH, args![county, format!("%{plain}%")]).await?;
    let id = |r: &db::Row| Ok(r.get::<String>("stream")?.trim_start_matches(crate::model::STREAM).to_owned());
    rows.iter().map(id).collect()
}

/// Cases with a clock that has to be marked by now, oldest first.
pub async fn to_mark(tx: &mut Tx, now: Timestamp, limit: i64) -> Result<Vec<(String, CaseId)>, DbError> {
    let rows = tx.fetch_all(&TO_MARK, args![now, limit]).await?;
    rows.iter().map(|r| Ok((r.get("county")?, r.get("id")?))).collect()
}

/// What is looked for nearby.
#[derive(Clone, Debug)]
pub struct Near<'a> {
    /// Home.
    pub county: &'a str,
    /// Pack and category.
    pub pack: &'a str,
    /// Category.
    pub category: &'a str,
    /// West, south, east, north in degrees.
    pub bbox: [f64; 4],
    /// Not older than.
    pub since: Timestamp,
}

/// Open cases of the same category in a box.
pub async fn near(tx: &mut Tx, near: &Near<'_>) -> Result<Vec<Case>, kernel::Failure> {
    let [west, south, east, north] = near.bbox;
    let args = args![near.county, near.category, near.pack, south, north, west, east, near.since];
    let rows = tx.fetch_all(&NEAR, args).await?;
    rows.iter().map(|r| Ok(serde_json::from_str(&r.get::<String>("doc")?)?)).collect()
}
