//! Absences: on which days somebody does not work.

use crate::absence::Absence;
use crate::model::PersonId;
use db::{DbError, Row, Tx, args};

db::sql! {
    /// Somebody is away.
    ADD = "INSERT INTO absence (id, person, first_day, last_day, said_by, said_at) VALUES ($1, $2, $3, $4, $5, $6)";
    /// One of them.
    ONE = "SELECT id, person, first_day, last_day, said_by, said_at FROM absence WHERE id = $1";
    /// Those of some people that meet some days.
    OF = "SELECT id, person, first_day, last_day, said_by, said_at FROM absence
        WHERE person IN (SELECT value FROM json_each(CAST($1 AS TEXT))) AND last_day >= $2 AND first_day <= $3 ORDER BY person, last_day, id";
    /// All of a person.
    ALL = "SELECT id, person, first_day, last_day, said_by, said_at FROM absence WHERE person = $1 ORDER BY id";
    /// Absences of people that no stream speaks of.
    LOST = "SELECT a.id FROM absence a WHERE NOT EXISTS (SELECT 1 FROM stream_head h
        WHERE h.county = 'global' AND h.stream = 'person/' || a.person) ORDER BY a.id LIMIT 100";
    /// Somebody is back before.
    SHORTEN = "UPDATE absence SET last_day = $2 WHERE id = $1";
    /// It never began.
    REMOVE = "DELETE FROM absence WHERE id = $1";
}

fn read(row: &Row) -> Result<Absence, DbError> {
    Ok(Absence {
        id: row.get("id")?,
        person: row.get("person")?,
        first_day: row.get("first_day")?,
        last_day: row.get("last_day")?,
        said_by: row.get("said_by")?,
        said_at: row.get("said_at")?,
    })
}

pub(crate) async fn add(tx: &mut Tx, a: &Absence) -> Result<(), DbError> {
    let row = args![&a.id, &a.person, &a.first_day, &a.last_day, &a.said_by, a.said_at];
    tx.execute(&ADD, row).await.map(drop)
}

pub(crate) async fn one(tx: &mut Tx, id: &str) -> Result<Option<Absence>, DbError> {
    tx.fetch_optional(&ONE, args![id]).await?.as_ref().map(read).transpose()
}

/// All absences of a person, by their ids.
pub(crate) async fn all(tx: &mut Tx, person: &str) -> Result<Vec<Absence>, DbError> {
    tx.fetch_all(&ALL, args![person]).await?.iter().map(read).collect()
}

/// Absences of people whom nothing is said of.
pub(crate) async fn lost(tx: &mut Tx) -> Result<Vec<String>, DbError> {
    tx.fetch_all(&LOST, args![]).await?.iter().map(|r| r.get("id")).collect()
}

/// Absences of some people that meet some days.
pub(crate) async fn of(
    tx: &mut Tx,
    people: &[&PersonId],
    (first, last): (&str, &str),
) -> Result<Vec<Absence>, DbError> {
    let people = serde_json::json!(people).to_string();
    tx.fetch_all(&OF, args![people, first, last]).await?.iter().map(read).collect()
}

/// An absence ends on a day, or never was when that lies before its first.
pub(crate) async fn end(tx: &mut Tx, a: &Absence, last: &str) -> Result<(), DbError> {
    match last < a.first_day.as_str() {
        true => tx.execute(&REMOVE, args![&a.id]).await.map(drop),
        false => tx.execute(&SHORTEN, args![&a.id, last]).await.map(drop),
    }
}
