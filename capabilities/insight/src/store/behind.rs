//! The cases behind a number, in the order of the day on which they were counted.

use super::write::read_case;
use crate::model::{Day, Summary};
use crate::rules::plan::Range;
use db::{DbError, Sql, Tx, args};
use std::collections::BTreeSet;

db::sql! {
    /// Cases registered on some days.
    REGISTERED = "SELECT * FROM insight_case WHERE county = $1 AND registered_day >= $2 AND registered_day <= $3
        AND (registered_day, id) > ($4, $5) AND area_path >= $6 AND area_path < $7 ORDER BY registered_day, id LIMIT $8";
    /// Cases first accepted on some days.
    ACCEPTED = "SELECT * FROM insight_case WHERE county = $1 AND accepted_day > 0 AND accepted_day >= $2 AND accepted_day <= $3
        AND (accepted_day, id) > ($4, $5) AND area_path >= $6 AND area_path < $7 ORDER BY accepted_day, id LIMIT $8";
    /// Cases first answered on some days.
    ANSWERED = "SELECT * FROM insight_case WHERE county = $1 AND answered_day > 0 AND answered_day >= $2 AND answered_day <= $3
        AND (answered_day, id) > ($4, $5) AND area_path >= $6 AND area_path < $7 ORDER BY answered_day, id LIMIT $8";
    /// Cases ended on some days.
    CLOSED = "SELECT * FROM insight_case WHERE county = $1 AND closed_day > 0 AND closed_day >= $2 AND closed_day <= $3
        AND (closed_day, id) > ($4, $5) AND area_path >= $6 AND area_path < $7 ORDER BY closed_day, id LIMIT $8";
    /// The homes of the cases of an area.
    HOMES = "SELECT county FROM insight_area WHERE level = $1 AND area >= $2 AND area < $3";
}

/// Homes that have cases in a range of areas of a level, in order.
pub async fn homes(tx: &mut Tx, level: i64, (from, to): (&str, &str)) -> Result<BTreeSet<String>, DbError> {
    tx.fetch_all(&HOMES, args![level, from, to]).await?.iter().map(|row| row.get("county")).collect()
}

/// Cases of a home that are counted on some days, in an area, after a day and id.
pub async fn page(
    tx: &mut Tx,
    (county, day): (&str, Day),
    days: Range,
    (from, to): (&str, &str),
    after: (i64, &str),
    limit: i64,
) -> Result<Vec<(String, Summary)>, DbError> {
    let sql: &Sql = match day {
        Day::Registered => &REGISTERED,
        Day::Accepted => &ACCEPTED,
        Day::Answered => &ANSWERED,
        Day::Closed => &CLOSED,
    };
    let args = args![county, days.0, days.1, after.0, after.1, from, to, limit];
    tx.fetch_all(sql, args).await?.iter().map(|row| Ok((row.get("id")?, read_case(row)?))).collect()
}
