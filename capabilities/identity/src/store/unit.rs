//! Units.

use super::{ancestors, compose::Compose, compose::pattern, list, optional_reference, text_of};
use crate::{model::Unit, service::UnitFilter};
use authz::Scope;
use db::{DbError, Row, Sql, Tx, Value, args};
use kernel::{Text, Timestamp};

db::sql! {
    /// One unit.
    UNIT = "SELECT code, name_zh, name_en, area, area_path, level, parent, functions, contact, ended_at
            FROM unit WHERE code = $1";
    /// Some units.
    SOME = "SELECT code, name_zh, name_en, area, area_path, level, parent, functions, contact, ended_at
            FROM unit WHERE code IN (SELECT value FROM json_each(CAST($1 AS TEXT))) ORDER BY code";
    /// Writes a unit.
    PUT = "INSERT INTO unit (code, name_zh, name_en, name_key, area, area_path, level, parent, functions, contact,
                             ended_at)
           VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)
           ON CONFLICT (code) DO UPDATE SET name_zh = excluded.name_zh, name_en = excluded.name_en,
             name_key = excluded.name_key, area = excluded.area, area_path = excluded.area_path,
             level = excluded.level, parent = excluded.parent, functions = excluded.functions,
             contact = excluded.contact, ended_at = excluded.ended_at";
    /// Forgets what a unit can do.
    FORGET_FUNCTIONS = "DELETE FROM unit_function WHERE unit = $1";
    /// What a unit can do, and where.
    FUNCTION = "INSERT INTO unit_function (function, area_path, unit, level) VALUES ($1, $2, $3, $4)";
    /// The unit with a function at one of these areas and at a level.
    FUNCTION_AT = "SELECT unit FROM unit_function WHERE function = $1
        AND area_path IN (SELECT value FROM json_each(CAST($2 AS TEXT))) AND level = $3 ORDER BY unit LIMIT 1";
    /// The nearest unit with a function at one of these areas.
    FUNCTION_ABOVE = "SELECT unit FROM unit_function WHERE function = $1
        AND area_path IN (SELECT value FROM json_each(CAST($2 AS TEXT)))
        ORDER BY length(area_path) DESC, unit LIMIT 1";
    /// Units with a function in a subtree.
    FUNCTION_UNDER = "SELECT unit FROM unit_function WHERE function = $1
        AND (area_path = $2 OR (area_path >= $3 AND area_path < $4)) ORDER BY unit";
}

pub(crate) fn read(row: &Row) -> Result<Unit, DbError> {
    let functions: String = row.get("functions")?;
    Ok(Unit {
        code: row.get("code")?,
        name: Text { zh: row.get("name_zh")?, en: row.get("name_en")? },
        area: row.get("area")?,
        area_path: row.get("area_path")?,
        level: row.get("level")?,
        parent: row.get("parent")?,
        functions: serde_json::from_str(&functions)
            .map_err(|e| DbError::Column("functions".into(), e.to_string()))?,
        contact: optional_reference(row, "contact")?,
        ended_at: row.get::<Option<Timestamp>>("ended_at")?,
    })
}

pub(crate) async fn one(tx: &mut Tx, code: &str) -> Result<Option<Unit>, DbError> {
    tx.fetch_optional(&UNIT, args![code]).await?.as_ref().map(read).transpose()
}

pub(crate) async fn some(tx: &mut Tx, codes: &[&str]) -> Result<Vec<Unit>, DbError> {
    tx.fetch_all(&SOME, args![list(codes)]).await?.iter().map(read).collect()
}

pub(crate) const COLUMNS: &[&str] = &[
    "code",
    "name_zh",
    "name_en",
    "name_key",
    "area",
    "area_path",
    "level",
    "parent",
    "functions",
    "contact",
    "ended_at",
];

pub(crate) fn columns(unit: &Unit) -> Vec<Value> {
    let key = format!("{} {} {}", unit.code, unit.name.zh, unit.name.en.as_deref().unwrap_or_default());
    args![
        &unit.code,
        &unit.name.zh,
        unit.name.en.clone(),
        key.to_lowercase(),
        &unit.area,
        &unit.area_path,
        &unit.level,
        unit.parent.clone(),
        list(&unit.functions),
        unit.contact.as_ref().map(text_of),
        unit.ended_at
    ]
}

pub(crate) const FUNCTION_COLUMNS: &[&str] = &["function", "area_path", "unit", "level"];

/// What the unit can do, if it is in force.
pub(crate) fn function_columns(unit: &Unit) -> Vec<Vec<Value>> {
    let functions = unit.functions.iter().filter(|_| unit.ended_at.is_none());
    functions.map(|function| args![function, &unit.area_path, &unit.code, &unit.level]).collect()
}

pub(crate) async fn put(tx: &mut Tx, unit: &Unit) -> Result<(), DbError> {
    tx.execute(&PUT, columns(unit)).await?;
    tx.execute(&FORGET_FUNCTIONS, args![&unit.code]).await?;
    for row in function_columns(unit) {
        tx.execute(&FUNCTION, row).await?;
    }
    Ok(())
}

pub(crate) async fn with_function_at(
    tx: &mut Tx,
    function: &str,
    area_path: &str,
    level: Option<&str>,
) -> Result<Option<Unit>, DbError> {
    let row = match level {
        Some(level) => tx.fetch_optional(&FUNCTION_AT, args![function, ancestors(area_path), level]).await?,
        None => tx.fetch_optional(&FUNCTION_ABOVE, args![function, ancestors(area_path)]).await?,
    };
    match row {
        Some(row) => one(tx, &row.get::<String>("unit")?).await,
        None => Ok(None),
    }
}

pub(crate) async fn with_function_under(
    tx: &mut Tx,
    function: &str,
    area_path: &str,
) -> Result<Vec<Unit>, DbError> {
    let (top, from, to) = Scope { area_path: area_path.into(), unit: None }.range();
    let rows = tx.fetch_all(&FUNCTION_UNDER, args![function, top, from, to]).await?;
    let codes = rows.iter().map(|row| row.get::<String>("unit")).collect::<Result<Vec<_>, _>>()?;
    some(tx, &codes.iter().map(String::as_str).collect::<Vec<_>>()).await
}

/// The list of units in force, ordered by code.
pub(crate) fn page(filter: &UnitFilter, limit: usize) -> (Sql, Vec<Value>) {
    let mut sql = Compose::new(
        "UNITS",
        "SELECT code, name_zh, name_en, area, area_path, level, parent, functions, contact, ended_at
         FROM unit WHERE ended_at IS NULL",
    );
    if let Some(level) = &filter.level {
        sql.add("AND level = ?", args![level]);
    }
    if let Some(function) = &filter.function {
        sql.add("AND code IN (SELECT unit FROM unit_function WHERE function = ?)", args![function]);
    }
    if let Some(q) = &filter.q {
        sql.add("AND name_key LIKE ? ESCAPE '!'", args![pattern(q)]);
    }
    if let Some(parent) = &filter.parent {
        sql.add("AND parent = ?", args![parent]);
    }
    if let Some(area_path) = &filter.area_path {
        let (top, from, to) = Scope { area_path: area_path.clone(), unit: None }.range();
        sql.add("AND (area_path = ? OR (area_path >= ? AND area_path < ?))", args![top, from, to]);
    }
    let after = filter.after.clone().unwrap_or_default();
    sql.add("AND code > ? ORDER BY code LIMIT ?", args![after, limit]);
    sql.finish()
}
