//! Working calendars by area.

use db::{DbError, Tx, args};
use kernel::Timestamp;

db::sql! {
    /// Sets the calendar of an area.
    PUT = "INSERT INTO calendar (area, spec, changed_at) VALUES ($1, $2, $3)
        ON CONFLICT (area) DO UPDATE SET spec = excluded.spec, changed_at = excluded.changed_at";
    /// Calendars that no stream speaks of.
    UNSPOKEN = "SELECT 'calendar/' || area AS stream FROM calendar c WHERE NOT EXISTS (SELECT 1 FROM stream_head h
        WHERE h.county = 'global' AND h.stream = 'calendar/' || c.area) ORDER BY area LIMIT 100";
    /// The calendar set for one area.
    GET = "SELECT spec FROM calendar WHERE area = $1";
    /// All of them, the default first.
    ALL = "SELECT area, spec, changed_at FROM calendar ORDER BY area";
    /// The calendars of some areas.
    SOME = "SELECT area, spec FROM calendar WHERE area IN (SELECT value FROM json_each(CAST($1 AS TEXT)))";
}

/// Sets the calendar of an area; `''` is the default of all.
pub async fn put(tx: &mut Tx, area: &str, spec: &str, now: Timestamp) -> Result<(), DbError> {
    tx.execute(&PUT, args![area, spec, now]).await.map(drop)
}

/// The calendar of the nearest of some areas, given from the top, with its area; the default (`''`) when none has one.
pub async fn nearest(tx: &mut Tx, path: &[String]) -> Result<Option<(String, String)>, DbError> {
    let mut areas: Vec<&str> = vec![""];
    areas.extend(path.iter().map(String::as_str));
    let rows = tx.fetch_all(&SOME, args![serde_json::json!(areas).to_string()]).await?;
    let mut found = rows.iter().map(|r| Ok((r.get::<String>("area")?, r.get::<String>("spec")?)));
    let found: Vec<_> = found.by_ref().collect::<Result<_, DbError>>()?;
    Ok(areas.iter().rev().find_map(|area| found.iter().find(|f| f.0 == *area)).cloned())
}

/// The calendar set for one area.
pub async fn get(tx: &mut Tx, area: &str) -> Result<Option<String>, DbError> {
    tx.fetch_optional(&GET, args![area]).await?.map(|row| row.get("spec")).transpose()
}

/// All calendars with their areas and since when; there are as many as somebody wrote by hand.
pub async fn all(tx: &mut Tx) -> Result<Vec<(String, String, Timestamp)>, DbError> {
    let rows = tx.fetch_all(&ALL, args![]).await?;
    rows.iter().map(|r| Ok((r.get("area")?, r.get("spec")?, r.get("changed_at")?))).collect()
}
