//! All SQL of duty.

use super::model::{Desk, DeskState, Shift};
use crate::{
    model::PersonId,
    store::{compose::Compose, optional_reference, text_of},
};
use authz::Scope;
use db::{DbError, Row, Sql, Tx, Value, args};
use kernel::{Text, Timestamp};

db::sql! {
    /// One desk.
    DESK = "SELECT id, unit, kind, name_zh, name_en, area_path, holder, since, offered_to, note, ended_at
        FROM duty_desk WHERE id = $1";
    /// Writes a desk.
    PUT = "INSERT INTO duty_desk (id, unit, kind, name_zh, name_en, area_path, holder, since, offered_to, note, ended_at)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)
        ON CONFLICT (id) DO UPDATE SET unit = excluded.unit, kind = excluded.kind, name_zh = excluded.name_zh,
          name_en = excluded.name_en, area_path = excluded.area_path, holder = excluded.holder,
          since = excluded.since, offered_to = excluded.offered_to, note = excluded.note,
          ended_at = excluded.ended_at";
    /// A shift.
    PLAN = "INSERT INTO duty_shift (id, desk, person, starts_at, ends_at) VALUES ($1, $2, $3, $4, $5)";
    /// A shift goes.
    CANCEL = "DELETE FROM duty_shift WHERE id = $1 AND desk = $2";
    /// Shifts of a desk that meet a span.
    SHIFTS = "SELECT id, person, starts_at, ends_at FROM duty_shift
        WHERE desk = $1 AND starts_at < $3 AND ends_at > $2 ORDER BY starts_at, id";
    /// All shifts of a desk, for the audit.
    ALL_SHIFTS = "SELECT id, person, starts_at, ends_at FROM duty_shift WHERE desk = $1";
    /// Who may attend: posts of the kind in the unit.
    ABLE = "SELECT person, deputy FROM post WHERE unit = $1 AND kind = $2
        AND valid_from <= $3 AND (valid_to IS NULL OR valid_to > $3) ORDER BY id";
    /// Shifts that are on at desks which nobody has, or somebody who may not any more.
    EMPTY = "SELECT s.id AS shift, s.starts_at, d.id AS desk FROM duty_shift s JOIN duty_desk d ON d.id = s.desk
        WHERE (s.starts_at, s.id) > ($2, $3) AND s.starts_at <= $1 AND s.ends_at > $1 AND d.ended_at IS NULL
          AND (d.holder IS NULL OR NOT EXISTS (SELECT 1 FROM post p WHERE p.unit = d.unit AND p.kind = d.kind
            AND (p.person = d.holder OR p.deputy = d.holder) AND p.valid_from <= $1
            AND (p.valid_to IS NULL OR p.valid_to > $1)))
        ORDER BY s.starts_at, s.id LIMIT $4";
}

fn read(row: &Row) -> Result<(String, Desk), DbError> {
    let desk = Desk {
        unit: row.get("unit")?,
        kind: row.get("kind")?,
        name: Text { zh: row.get("name_zh")?, en: row.get("name_en")? },
        area_path: row.get("area_path")?,
        holder: row.get::<Option<PersonId>>("holder")?,
        since: row.get::<Option<Timestamp>>("since")?,
        offered_to: row.get::<Option<PersonId>>("offered_to")?,
        note: optional_reference(row, "note")?,
        ended_at: row.get::<Option<Timestamp>>("ended_at")?,
    };
    Ok((row.get("id")?, desk))
}

pub(super) async fn one(tx: &mut Tx, id: &str) -> Result<Option<Desk>, DbError> {
    Ok(tx.fetch_optional(&DESK, args![id]).await?.as_ref().map(read).transpose()?.map(|(_, desk)| desk))
}

pub(super) async fn put(tx: &mut Tx, id: &str, desk: &Desk) -> Result<(), DbError> {
    let args = args![
        id,
        &desk.unit,
        &desk.kind,
        &desk.name.zh,
        desk.name.en.clone(),
        &desk.area_path,
        desk.holder.as_ref(),
        desk.since,
        desk.offered_to.as_ref(),
        desk.note.as_ref().map(text_of),
        desk.ended_at
    ];
    tx.execute(&PUT, args).await.map(drop)
}

fn shift(row: &Row) -> Result<(String, Shift), DbError> {
    let shift = Shift { person: row.get("person")?, from: row.get("starts_at")?, to: row.get("ends_at")? };
    Ok((row.get("id")?, shift))
}

pub(super) async fn plan(tx: &mut Tx, desk: &str, id: &str, shift: &Shift) -> Result<(), DbError> {
    tx.execute(&PLAN, args![id, desk, &shift.person, shift.from, shift.to]).await.map(drop)
}

pub(super) async fn cancel(tx: &mut Tx, desk: &str, id: &str) -> Result<u64, DbError> {
    tx.execute(&CANCEL, args![id, desk]).await
}

pub(super) async fn shifts(
    tx: &mut Tx,
    desk: &str,
    (from, to): (Timestamp, Timestamp),
) -> Result<Vec<(String, Shift)>, DbError> {
    tx.fetch_all(&SHIFTS, args![desk, from, to]).await?.iter().map(shift).collect()
}

/// Who may attend a desk now.
pub(super) async fn able(tx: &mut Tx, desk: &Desk, now: Timestamp) -> Result<Vec<PersonId>, DbError> {
    let rows = tx.fetch_all(&ABLE, args![&desk.unit, &desk.kind, now]).await?;
    let mut people: Vec<PersonId> = vec![];
    for row in &rows {
        let both = [Some(row.get::<PersonId>("person")?), row.get::<Option<PersonId>>("deputy")?];
        for person in both.into_iter().flatten() {
            if !people.contains(&person) {
                people.push(person);
            }
        }
    }
    Ok(people)
}

/// A shift that is on while nobody is there.
pub(super) struct Empty {
    pub shift: String,
    pub desk: String,
    pub from: Timestamp,
}

/// Shifts that are on while nobody is there, after one that began at a moment.
pub(super) async fn empty(
    tx: &mut Tx,
    now: Timestamp,
    (from, id): (Timestamp, &str),
    most: i64,
) -> Result<Vec<Empty>, DbError> {
    let rows = tx.fetch_all(&EMPTY, args![now, from, id, most]).await?;
    let read = |row: &Row| {
        Ok(Empty { shift: row.get("shift")?, desk: row.get("desk")?, from: row.get("starts_at")? })
    };
    rows.iter().map(read).collect()
}

/// A desk with all its shifts, for the audit.
pub(crate) async fn state(tx: &mut Tx, id: &str) -> Result<Option<DeskState>, DbError> {
    let Some(desk) = one(tx, id).await? else { return Ok(None) };
    let rows = tx.fetch_all(&ALL_SHIFTS, args![id]).await?;
    let shifts = rows.iter().map(shift).collect::<Result<_, _>>()?;
    Ok(Some(DeskState { desk, shifts }))
}

/// The desks in force, ordered by id.
fn page(unit: Option<&str>, area_path: &str, after: &str, limit: usize) -> (Sql, Vec<Value>) {
    let mut sql = Compose::new(
        "DESKS",
        "SELECT id, unit, kind, name_zh, name_en, area_path, holder, since, offered_to, note, ended_at FROM duty_desk",
    );
    sql.add("WHERE id > ? AND ended_at IS NULL", args![after]);
    if let Some(unit) = unit {
        sql.add("AND unit = ?", args![unit]);
    }
    if !area_path.is_empty() {
        let (top, from, to) = Scope { area_path: area_path.into(), unit: None }.range();
        sql.add("AND (area_path = ? OR (area_path >= ? AND area_path < ?))", args![top, from, to]);
    }
    sql.add("ORDER BY id LIMIT ?", args![limit]);
    sql.finish()
}

pub(super) async fn desks(
    tx: &mut Tx,
    unit: Option<&str>,
    area_path: &str,
    (after, limit): (&str, usize),
) -> Result<Vec<(String, Desk)>, DbError> {
    let (sql, args) = page(unit, area_path, after, limit);
    tx.fetch_all(&sql, args).await?.iter().map(read).collect()
}

#[cfg(test)]
#[allow(clippy::unwrap_used)] // a test fails by panicking
mod tests {
    use super::*;

    testkit::both!(every_list_of_desks_is_well_formed, |test| async move {
        let mut tx = test.db.read().await.unwrap();
        for (unit, area) in [(None, ""), (Some("u"), ""), (None, "35/03"), (Some("u"), "35/03")] {
            let (sql, args) = page(unit, area, "", 9);
            assert!(!tx.explain(&sql, args).await.unwrap().is_empty());
            assert!(desks(&mut tx, unit, area, ("", 9)).await.unwrap().is_empty());
        }
    });
}
