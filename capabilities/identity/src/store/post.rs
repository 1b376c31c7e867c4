//! Posts.

use super::{ancestors, compose::Compose, list, optional_reference, text_of};
use crate::{
    model::{PersonId, Post, PostId},
    service::PostFilter,
};
use authz::Scope;
use db::{DbError, Row, Sql, Tx, Value, args};
use kernel::Timestamp;

db::sql! {
    /// One post.
    POST = "SELECT id, kind, person, deputy, unit, area, area_path, valid_from, valid_to, work_phone FROM post WHERE id = $1";
    /// What a person holds or stands in for at a moment.
    OF_PERSON = "SELECT id, kind, person, deputy, unit, area, area_path, valid_from, valid_to, work_phone FROM post
        WHERE (person = $1 OR deputy = $1) AND valid_from <= $2 AND (valid_to IS NULL OR valid_to > $2) ORDER BY id";
    /// What a person holds or will hold, or stands in for.
    ALL_OF_PERSON = "SELECT id, kind, person, deputy, unit, area, area_path, valid_from, valid_to, work_phone FROM post
        WHERE (person = $1 OR deputy = $1) AND (valid_to IS NULL OR valid_to > $2) ORDER BY id";
    /// Posts of some kinds at one of these areas.
    COVERING = "SELECT id, kind, person, deputy, unit, area, area_path, valid_from, valid_to, work_phone FROM post
        WHERE area_path IN (SELECT value FROM json_each(CAST($1 AS TEXT)))
          AND kind IN (SELECT value FROM json_each(CAST($2 AS TEXT)))
          AND valid_from <= $3 AND (valid_to IS NULL OR valid_to > $3)
        ORDER BY length(area_path) DESC, id";
    /// Posts that ended without anybody in their place, since a moment.
    UNFILLED = "SELECT id, kind, person, deputy, unit, area, area_path, valid_from, valid_to, work_phone FROM post p
        WHERE (p.area_path, p.id) > ($1, $2) AND p.area_path < $3 AND substr(p.area_path || '/', 1, length($4)) = $4
          AND p.valid_to <= $5 AND p.valid_to > $6 AND p.valid_to > p.valid_from
          AND NOT EXISTS (SELECT 1 FROM post q WHERE q.area_path = p.area_path AND q.kind = p.kind AND q.unit = p.unit
            AND (q.valid_to IS NULL OR q.valid_to > p.valid_to))
        ORDER BY p.area_path, p.id LIMIT $7";
    /// Posts that nobody stands in for.
    ALONE = "SELECT id, kind, person, deputy, unit, area, area_path, valid_from, valid_to, work_phone FROM post
        WHERE (area_path, id) > ($1, $2) AND area_path < $3 AND substr(area_path || '/', 1, length($4)) = $4
          AND deputy IS NULL AND valid_from <= $5 AND (valid_to IS NULL OR valid_to > $5)
        ORDER BY area_path, id LIMIT $6";
    /// Posts of some kinds at some areas, in force.
    AT = "SELECT id, kind, person, deputy, unit, area, area_path, valid_from, valid_to, work_phone FROM post
        WHERE area_path IN (SELECT value FROM json_each(CAST($1 AS TEXT)))
          AND kind IN (SELECT value FROM json_each(CAST($2 AS TEXT)))
          AND valid_from <= $3 AND (valid_to IS NULL OR valid_to > $3)";
    /// The same at any moment between two.
    DURING = "SELECT id, kind, person, deputy, unit, area, area_path, valid_from, valid_to, work_phone FROM post
        WHERE area_path IN (SELECT value FROM json_each(CAST($1 AS TEXT)))
          AND kind IN (SELECT value FROM json_each(CAST($2 AS TEXT)))
          AND valid_from <= $4 AND (valid_to IS NULL OR valid_to > $3)";
    /// Whether a unit has posts now or later.
    IN_UNIT = "SELECT count(*) AS n FROM post WHERE unit = $1 AND (valid_to IS NULL OR valid_to > $2)";
    /// The post of that kind that a person has in a unit and an area (imports).
    SAME = "SELECT id, kind, person, deputy, unit, area, area_path, valid_from, valid_to, work_phone FROM post
        WHERE person = $1 AND kind = $2 AND unit = $3 AND area_path = $4 AND (valid_to IS NULL OR valid_to > $5)
        ORDER BY id LIMIT 1";
    /// Writes a post.
    PUT = "INSERT INTO post (id, kind, person, deputy, unit, area, area_path, valid_from, valid_to, work_phone)
           VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
           ON CONFLICT (id) DO UPDATE SET kind = excluded.kind, person = excluded.person,
             deputy = excluded.deputy, unit = excluded.unit, area = excluded.area,
             area_path = excluded.area_path, valid_from = excluded.valid_from, valid_to = excluded.valid_to,
             work_phone = excluded.work_phone";
}

/// A post with its id.
pub(crate) type Held = (PostId, Post);

fn read(row: &Row) -> Result<Held, DbError> {
    let post = Post {
        kind: row.get("kind")?,
        person: row.get("person")?,
        deputy: row.get::<Option<PersonId>>("deputy")?,
        unit: row.get("unit")?,
        area: row.get("area")?,
        area_path: row.get("area_path")?,
        valid_from: row.get("valid_from")?,
        valid_to: row.get::<Option<Timestamp>>("valid_to")?,
        work_phone: optional_reference(row, "work_phone")?,
    };
    Ok((row.get("id")?, post))
}

async fn all(tx: &mut Tx, sql: &Sql, args: Vec<Value>) -> Result<Vec<Held>, DbError> {
    tx.fetch_all(sql, args).await?.iter().map(read).collect()
}

pub(crate) async fn one(tx: &mut Tx, id: &PostId) -> Result<Option<Post>, DbError> {
    Ok(tx.fetch_optional(&POST, args![id]).await?.as_ref().map(read).transpose()?.map(|(_, post)| post))
}

pub(crate) async fn of_person(tx: &mut Tx, person: &PersonId, now: Timestamp) -> Result<Vec<Held>, DbError> {
    all(tx, &OF_PERSON, args![person, now]).await
}

pub(crate) async fn all_of_person(
    tx: &mut Tx,
    person: &PersonId,
    now: Timestamp,
) -> Result<Vec<Held>, DbError> {
    all(tx, &ALL_OF_PERSON, args![person, now]).await
}

pub(crate) async fn covering(
    tx: &mut Tx,
    kinds: &[&str],
    area_path: &str,
    now: Timestamp,
) -> Result<Vec<Held>, DbError> {
    all(tx, &COVERING, args![ancestors(area_path), list(kinds), now]).await
}

/// The posts whose area is exactly this one.
pub(crate) async fn exactly_at(
    tx: &mut Tx,
    kinds: &[&str],
    area_path: &str,
    now: Timestamp,
) -> Result<Vec<Held>, DbError> {
    all(tx, &COVERING, args![list([area_path]), list(kinds), now]).await
}

/// Posts of some kinds whose area is one of these.
pub(crate) async fn at(
    tx: &mut Tx,
    kinds: &[&str],
    area_paths: &[&str],
    now: Timestamp,
) -> Result<Vec<Held>, DbError> {
    let mut posts = all(tx, &AT, args![list(area_paths), list(kinds), now]).await?;
    posts.sort_by(|(a, _), (b, _)| a.as_str().cmp(b.as_str()));
    Ok(posts)
}

/// Posts of some kinds whose area is one of these, held at any moment between two.
pub(crate) async fn during(
    tx: &mut Tx,
    kinds: &[&str],
    area_paths: &[&str],
    (from, to): (Timestamp, Timestamp),
) -> Result<Vec<Held>, DbError> {
    all(tx, &DURING, args![list(area_paths), list(kinds), from, to]).await
}

/// Where a page of posts by place begins, where their area ends, and what their paths begin with.
fn by_place(after: Option<(&str, &str)>, area_path: &str) -> Vec<Value> {
    let (path, id) = after.unwrap_or((area_path, ""));
    let (_, _, end) = Scope { area_path: area_path.into(), unit: None }.range();
    let within = if area_path.is_empty() { String::new() } else { format!("{area_path}/") };
    args![path, id, end, within]
}

/// Posts under an area that ended since a moment without anybody in their place.
pub(crate) async fn unfilled(
    tx: &mut Tx,
    (after, area_path): (Option<(&str, &str)>, &str),
    (now, since): (Timestamp, Timestamp),
    limit: usize,
) -> Result<Vec<Held>, DbError> {
    let place = by_place(after, area_path);
    all(tx, &UNFILLED, place.into_iter().chain(args![now, since, limit]).collect()).await
}

/// Posts under an area that nobody stands in for.
pub(crate) async fn alone(
    tx: &mut Tx,
    (after, area_path): (Option<(&str, &str)>, &str),
    now: Timestamp,
    limit: usize,
) -> Result<Vec<Held>, DbError> {
    let place = by_place(after, area_path);
    all(tx, &ALONE, place.into_iter().chain(args![now, limit]).collect()).await
}

pub(crate) async fn same(tx: &mut Tx, post: &Post, now: Timestamp) -> Result<Option<Held>, DbError> {
    let args = args![&post.person, &post.kind, &post.unit, &post.area_path, now];
    tx.fetch_optional(&SAME, args).await?.as_ref().map(read).transpose()
}

pub(crate) const COLUMNS: &[&str] =
    &["id", "kind", "person", "deputy", "unit", "area", "area_path", "valid_from", "valid_to", "work_phone"];

pub(crate) fn columns(id: &PostId, post: &Post) -> Vec<Value> {
    args![
        id,
        &post.kind,
        &post.person,
        post.deputy.as_ref(),
        &post.unit,
        &post.area,
        &post.area_path,
        post.valid_from,
        post.valid_to,
        post.work_phone.as_ref().map(text_of)
    ]
}

/// The list of posts held now, ordered by id.
pub(crate) fn page(filter: &PostFilter, now: Timestamp, limit: usize) -> (Sql, Vec<Value>) {
    let mut sql = Compose::new(
        "POSTS",
        "SELECT id, kind, person, deputy, unit, area, area_path, valid_from, valid_to, work_phone FROM post",
    );
    let after = filter.after.clone().unwrap_or_default();
    sql.add(
        "WHERE id > ? AND valid_from <= ? AND (valid_to IS NULL OR valid_to > ?)",
        args![after, now, now],
    );
    if let Some(kind) = &filter.kind {
        sql.add("AND kind = ?", args![kind]);
    }
    if let Some(unit) = &filter.unit {
        sql.add("AND unit = ?", args![unit]);
    }
    if let Some(person) = &filter.person {
        sql.add("AND (person = ? OR deputy = ?)", args![person, person]);
    }
    if let Some(area_path) = &filter.area_path {
        let (top, from, to) = Scope { area_path: area_path.clone(), unit: None }.range();
        sql.add("AND (area_path = ? OR (area_path >= ? AND area_path < ?))", args![top, from, to]);
    }
    sql.add("ORDER BY id LIMIT ?", args![limit]);
    sql.finish()
}

pub(crate) async fn fetch(tx: &mut Tx, (sql, args): (Sql, Vec<Value>)) -> Result<Vec<Held>, DbError> {
    all(tx, &sql, args).await
}
