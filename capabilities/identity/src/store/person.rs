//! People.

use super::{compose::Compose, list, optional_reference, reference, text_of};
use crate::model::{Person, PersonId};
use authz::Scope;
use db::{DbError, Row, Sql, Tx, Value, args};
use kernel::Timestamp;

db::sql! {
    /// One person.
    PERSON = "SELECT id, login, name, phone, ended_at FROM person WHERE id = $1";
    /// Some people.
    SOME = "SELECT id, login, name, phone, ended_at FROM person
            WHERE id IN (SELECT value FROM json_each(CAST($1 AS TEXT))) ORDER BY id";
    /// Who logs in with this login.
    BY_LOGIN = "SELECT id, password_hash, ended_at FROM person WHERE login_key = $1";
    /// Ids by login.
    BY_LOGINS = "SELECT id, login_key FROM person
                 WHERE login_key IN (SELECT value FROM json_each(CAST($1 AS TEXT)))";
    /// A person's password.
    PASSWORD = "SELECT password_hash FROM person WHERE id = $1 AND ended_at IS NULL";
    /// Writes a person; the password stays.
    PUT = "INSERT INTO person (id, login_key, login, name, phone, ended_at) VALUES ($1, $2, $3, $4, $5, $6)
           ON CONFLICT (id) DO UPDATE SET login_key = excluded.login_key, login = excluded.login,
             name = excluded.name, phone = excluded.phone, ended_at = excluded.ended_at";
    /// A new password.
    SET_PASSWORD = "UPDATE person SET password_hash = $2 WHERE id = $1";
    /// Works here no more: no login, no password.
    END = "UPDATE person SET login_key = NULL, password_hash = NULL, ended_at = $2 WHERE id = $1";
}

fn read(row: &Row) -> Result<(PersonId, Person), DbError> {
    let person = Person {
        login: optional_reference(row, "login")?,
        name: reference(&row.get::<String>("name")?, "name")?,
        phone: optional_reference(row, "phone")?,
        ended_at: row.get::<Option<Timestamp>>("ended_at")?,
    };
    Ok((row.get("id")?, person))
}

pub(crate) async fn one(tx: &mut Tx, id: &PersonId) -> Result<Option<Person>, DbError> {
    Ok(tx.fetch_optional(&PERSON, args![id]).await?.as_ref().map(read).transpose()?.map(|(_, person)| person))
}

pub(crate) async fn some(tx: &mut Tx, ids: &[&str]) -> Result<Vec<(PersonId, Person)>, DbError> {
    tx.fetch_all(&SOME, args![list(ids)]).await?.iter().map(read).collect()
}

/// Who logs in so: id and password hash; people who left cannot.
pub(crate) async fn by_login(tx: &mut Tx, key: &str) -> Result<Option<(PersonId, Option<String>)>, DbError> {
    let Some(row) = tx.fetch_optional(&BY_LOGIN, args![key]).await? else { return Ok(None) };
    match row.get::<Option<Timestamp>>("ended_at")? {
        Some(_) => Ok(None),
        None => Ok(Some((row.get("id")?, row.get("password_hash")?))),
    }
}

/// Ids by hashed login.
pub(crate) async fn by_logins(tx: &mut Tx, keys: &[String]) -> Result<Vec<(String, PersonId)>, DbError> {
    let rows = tx.fetch_all(&BY_LOGINS, args![list(keys)]).await?;
    rows.iter().map(|row| Ok((row.get("login_key")?, row.get("id")?))).collect()
}

pub(crate) const COLUMNS: &[&str] =
    &["id", "login_key", "login", "name", "phone", "ended_at", "password_hash"];

/// Without the password.
pub(crate) fn columns(id: &PersonId, key: Option<&str>, person: &Person) -> Vec<Value> {
    args![
        id,
        key,
        person.login.as_ref().map(text_of),
        text_of(&person.name),
        person.phone.as_ref().map(text_of),
        person.ended_at
    ]
}

/// The list of people in force, ordered by id: those with a post in one of the scopes, and, for whoever sets up people,
/// those without any post. `unit` narrows it.
pub(crate) fn page(
    scopes: &[Scope],
    (unit, login_key): (Option<&str>, Option<&str>),
    postless: bool,
    after: &str,
    limit: usize,
) -> (Sql, Vec<Value>) {
    let everywhere = scopes.iter().any(|scope| scope.area_path.is_empty() && scope.unit.is_none());
    let areas = list(scopes.iter().filter(|s| s.unit.is_none()).map(|s| &s.area_path));
    let units = scopes.iter().filter_map(|s| Some(format!("{}|{}", s.unit.as_ref()?, s.area_path)));
    let units = list(units);
    let mut sql = Compose::new("PEOPLE", "SELECT p.id, p.login, p.name, p.phone, p.ended_at FROM person p");
    sql.add("WHERE p.ended_at IS NULL AND p.id > ?", args![after]);
    if let Some(key) = login_key {
        sql.add("AND p.login_key = ?", args![key]);
    }
    sql.add("AND (", vec![]);
    if postless && unit.is_none() {
        sql.add("NOT EXISTS (SELECT 1 FROM post q WHERE q.person = p.id OR q.deputy = p.id) OR", vec![]);
    }
    sql.add("EXISTS (SELECT 1 FROM post q WHERE (q.person = p.id OR q.deputy = p.id)", vec![]);
    if let Some(unit) = unit {
        sql.add("AND q.unit = ?", args![unit]);
    }
    if !everywhere {
        sql.add(
            "AND (EXISTS (SELECT 1 FROM json_each(CAST(? AS TEXT)) a WHERE q.area_path = a.value
                  OR (q.area_path >= a.value || '/' AND q.area_path < a.value || '0'))
              OR EXISTS (SELECT 1 FROM json_each(CAST(? AS TEXT)) u WHERE q.unit || '|' || q.area_path = u.value
                  OR (q.unit || '|' || q.area_path >= u.value || '/' AND q.unit || '|' || q.area_path < u.value || '0')))",
            args![areas, units],
        );
    }
    sql.add(")) ORDER BY p.id LIMIT ?", args![limit]);
    sql.finish()
}

pub(crate) async fn fetch(
    tx: &mut Tx,
    (sql, args): (Sql, Vec<Value>),
) -> Result<Vec<(PersonId, Person)>, DbError> {
    tx.fetch_all(&sql, args).await?.iter().map(read).collect()
}
