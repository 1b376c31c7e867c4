//! Keeping the counters: cases as they are known, and sums that a tally adds to or replaces.

use crate::model::{Counts, MEASURES, Summary};
use crate::rules::hours::Histogram;
use crate::rules::tally::{CountKey, Tally, Times};
use db::{DbError, Row, Sql, Tx, Value, args};
use std::collections::HashMap;
use std::fmt::Write as _;

db::sql! {
    /// Some cases of a county.
    CASES = "SELECT * FROM insight_case WHERE county = $1 AND id IN (SELECT value FROM json_each(CAST($2 AS TEXT)))";
    /// A counter that has come to nothing.
    EMPTY = "DELETE FROM insight_count WHERE county = $1 AND slice = $2 AND area = $3 AND period = $4 AND category = $5
        AND channel = $6 AND unit = $7 AND reported = 0 AND returned = 0 AND reopened = 0 AND accepted = 0 AND answered = 0
        AND closed = 0 AND late = 0 AND carried = 0 AND carried_late = 0 AND rated_1 = 0 AND rated_2 = 0 AND rated_3 = 0
        AND rated_4 = 0 AND settled = 0 AND not_accepted = 0 AND transferred = 0 AND joined = 0 AND voided = 0";
    /// Times of an area and month.
    TIMES = "SELECT answer, close FROM insight_hours WHERE county = $1 AND slice = $2 AND area = $3 AND month = $4
        AND category = $5";
    /// The same as they are now.
    PUT_TIMES = "INSERT INTO insight_hours (county, slice, area, month, category, answer, close)
        VALUES ($1, $2, $3, $4, $5, $6, $7)
        ON CONFLICT (county, slice, area, month, category) DO UPDATE SET answer = excluded.answer, close = excluded.close";
    /// Times that have come to nothing.
    NO_TIMES = "DELETE FROM insight_hours WHERE county = $1 AND slice = $2 AND area = $3 AND month = $4
        AND category = $5";
    /// More or fewer open cases.
    ADD_OPEN = "INSERT INTO insight_open (county, slice, area, value, n) VALUES ($1, $2, $3, $4, $5)
        ON CONFLICT (county, slice, area, value) DO UPDATE SET n = insight_open.n + excluded.n";
    /// No open ones left.
    NO_OPEN = "DELETE FROM insight_open WHERE county = $1 AND slice = $2 AND area = $3 AND value = $4 AND n = 0";
    /// More or fewer cases of an area.
    ADD_AREA = "INSERT INTO insight_area (county, level, area, n) VALUES ($1, $2, $3, $4)
        ON CONFLICT (county, level, area) DO UPDATE SET n = insight_area.n + excluded.n";
    /// No cases left.
    NO_AREA = "DELETE FROM insight_area WHERE county = $1 AND level = $2 AND area = $3 AND n = 0";
    /// Forgets the cases of a county.
    DROP_CASES = "DELETE FROM insight_case WHERE county = $1";
    /// Forgets the counters of a county.
    DROP_COUNTS = "DELETE FROM insight_count WHERE county = $1";
    /// Forgets the times of a county.
    DROP_TIMES = "DELETE FROM insight_hours WHERE county = $1";
    /// Forgets what is open in a county.
    DROP_OPEN = "DELETE FROM insight_open WHERE county = $1";
    /// Forgets the areas of a county.
    DROP_AREAS = "DELETE FROM insight_area WHERE county = $1";
}

const CASE_COLUMNS: &[&str] = &[
    "county",
    "id",
    "area_path",
    "category",
    "channel",
    "unit",
    "leads",
    "phase",
    "outcome",
    "registered_at",
    "registered_day",
    "accepted_day",
    "answered_day",
    "answered_bucket",
    "closed_day",
    "closed_bucket",
    "late",
    "carried",
    "settled",
    "returns",
    "reopens",
    "grade",
];
const COUNT_KEY: &[&str] = &["county", "slice", "area", "period", "category", "channel", "unit"];
/// Rows that go in at once: they are made from the tally in portions.
const PORTION: usize = 5_000;
/// Counters in one statement.
const ROWS: usize = 20;

fn case_values(county: &str, id: &str, c: &Summary) -> Vec<Value> {
    args![
        county,
        id,
        &c.area_path,
        &c.category,
        &c.channel,
        &c.unit,
        &c.leads,
        &c.phase,
        &c.outcome,
        c.registered_at,
        c.registered_day,
        c.accepted_day,
        c.answered_day,
        c.answered_bucket,
        c.closed_day,
        c.closed_bucket,
        c.late,
        c.carried,
        c.settled,
        c.returns,
        c.reopens,
        c.grade,
    ]
}

pub(super) fn read_case(row: &Row) -> Result<Summary, DbError> {
    Ok(Summary {
        area_path: row.get("area_path")?,
        category: row.get("category")?,
        channel: row.get("channel")?,
        unit: row.get("unit")?,
        leads: row.get("leads")?,
        phase: row.get("phase")?,
        outcome: row.get("outcome")?,
        registered_at: row.get("registered_at")?,
        registered_day: row.get("registered_day")?,
        accepted_day: row.get("accepted_day")?,
        answered_day: row.get("answered_day")?,
        answered_bucket: row.get("answered_bucket")?,
        closed_day: row.get("closed_day")?,
        closed_bucket: row.get("closed_bucket")?,
        late: row.get("late")?,
        carried: row.get("carried")?,
        settled: row.get("settled")?,
        returns: row.get("returns")?,
        reopens: row.get("reopens")?,
        grade: row.get("grade")?,
    })
}

/// Some cases of a county as they are known, by id.
pub async fn cases(tx: &mut Tx, county: &str, ids: &[&str]) -> Result<HashMap<String, Summary>, DbError> {
    let rows = tx.fetch_all(&CASES, args![county, serde_json::json!(ids).to_string()]).await?;
    rows.iter().map(|row| Ok((row.get("id")?, read_case(row)?))).collect()
}

/// Keeps cases as they are known now.
pub async fn put_cases(tx: &mut Tx, county: &str, cases: &[(&str, Summary)]) -> Result<(), DbError> {
    let rows = cases.iter().map(|(id, case)| case_values(county, id, case)).collect::<Vec<_>>();
    tx.bulk_put("insight_case", 2, CASE_COLUMNS, &rows).await
}

fn count_values(county: &str, key: &CountKey, counts: &Counts) -> Vec<Value> {
    let mut values = key_values(county, key);
    values.extend(counts.0.iter().map(|n| Value::from(*n)));
    values
}

fn key_values(county: &str, key: &CountKey) -> Vec<Value> {
    args![county, key.slice, &key.area, key.period, &key.category, &key.channel, &key.unit]
}

/// The statement that adds to `n` counters, made where there are none.
pub fn add_statement(n: usize) -> Sql {
    let width = COUNT_KEY.len() + MEASURES.len();
    let tuple = |row: usize| {
        let places: Vec<String> = (1..=width).map(|i| format!("${}", row * width + i)).collect();
        format!("({})", places.join(", "))
    };
    let rows: Vec<String> = (0..n).map(tuple).collect();
    let mut text = format!(
        "INSERT INTO insight_count ({}, {}) VALUES {} ON CONFLICT ({}) DO UPDATE SET ",
        COUNT_KEY.join(", "),
        MEASURES.join(", "),
        rows.join(", "),
        COUNT_KEY.join(", "),
    );
    for (i, measure) in MEASURES.iter().enumerate() {
        let comma = if i == 0 { "" } else { ", " };
        let _ = write!(text, "{comma}{measure} = insight_count.{measure} + excluded.{measure}");
    }
    Sql::composed("INSIGHT_ADD", text)
}

/// Adds a tally to what a county has.
pub async fn add(tx: &mut Tx, county: &str, tally: &Tally) -> Result<(), DbError> {
    let counts = tally.counts();
    for portion in counts.chunks(ROWS) {
        let values = portion.iter().flat_map(|(key, counts)| count_values(county, key, counts)).collect();
        tx.execute(&add_statement(portion.len()), values).await?;
    }
    for (key, _) in counts.iter().filter(|(_, counts)| counts.0.iter().any(|n| *n < 0)) {
        tx.execute(&EMPTY, key_values(county, key)).await?;
    }
    for ((slice, area, month, category), times) in tally.times() {
        let key = || args![county, slice, &area, month, &category];
        let mut sum = match tx.fetch_optional(&TIMES, key()).await? {
            Some(row) => read_times(&row)?,
            None => Times::default(),
        };
        sum.add(times, 1);
        if sum == Times::default() {
            tx.execute(&NO_TIMES, key()).await?;
        } else {
            let mut values = key();
            values.extend(args![sum.answer.text(), sum.close.text()]);
            tx.execute(&PUT_TIMES, values).await?;
        }
    }
    for ((slice, area, value), n) in tally.open() {
        tx.execute(&ADD_OPEN, args![county, slice, &area, &value, n]).await?;
        if n < 0 {
            tx.execute(&NO_OPEN, args![county, slice, &area, &value]).await?;
        }
    }
    for ((level, area), n) in tally.areas() {
        tx.execute(&ADD_AREA, args![county, level, &area, n]).await?;
        if n < 0 {
            tx.execute(&NO_AREA, args![county, level, &area]).await?;
        }
    }
    Ok(())
}

/// Times of a row with `answer` and `close`.
pub(super) fn read_times(row: &Row) -> Result<Times, DbError> {
    let read = |column: &str| Ok::<_, DbError>(Histogram::read(&row.get::<String>(column)?));
    Ok(Times { answer: read("answer")?, close: read("close")? })
}

/// Replaces all that a county has.
pub async fn replace(
    tx: &mut Tx,
    county: &str,
    cases: &[(String, Summary)],
    tally: &Tally,
) -> Result<(), DbError> {
    for statement in [&DROP_CASES, &DROP_COUNTS, &DROP_TIMES, &DROP_OPEN, &DROP_AREAS] {
        tx.execute(statement, args![county]).await?;
    }
    for portion in cases.chunks(PORTION) {
        let rows = portion.iter().map(|(id, case)| case_values(county, id, case)).collect::<Vec<_>>();
        tx.bulk_insert("insight_case", CASE_COLUMNS, &rows).await?;
    }
    let columns: Vec<&'static str> = COUNT_KEY.iter().chain(MEASURES).copied().collect();
    for portion in tally.counts().chunks(PORTION) {
        let rows = portion.iter().map(|(key, counts)| count_values(county, key, counts)).collect::<Vec<_>>();
        tx.bulk_insert("insight_count", &columns, &rows).await?;
    }
    let times = tally.times().into_iter().map(|((slice, area, month, category), times)| {
        args![county, slice, area, month, category, times.answer.text(), times.close.text()]
    });
    const TIMES: &[&str] = &["county", "slice", "area", "month", "category", "answer", "close"];
    tx.bulk_insert("insight_hours", TIMES, &times.collect::<Vec<_>>()).await?;
    let open = tally.open().into_iter().map(|((slice, area, value), n)| args![county, slice, area, value, n]);
    tx.bulk_insert("insight_open", &["county", "slice", "area", "value", "n"], &open.collect::<Vec<_>>())
        .await?;
    let areas = tally.areas().into_iter().map(|((level, area), n)| args![county, level, area, n]);
    tx.bulk_insert("insight_area", &["county", "level", "area", "n"], &areas.collect::<Vec<_>>()).await
}
