//! Modules and their versions.

use crate::model::admission::{InForce, ModuleState, Standing};
use db::{DbError, Row, Tx, args};
use kernel::Timestamp;
use std::collections::BTreeMap;

db::sql! {
    /// Modules by code, a page.
    MODULE_PAGE = "SELECT code, version, state, in_force, admitted_at, changed_at FROM form_module WHERE code > $1 ORDER BY code LIMIT $2";
    /// A module.
    MODULE_GET = "SELECT code, version, state, in_force, admitted_at, changed_at FROM form_module WHERE code = $1";
    /// A module as it stands now.
    MODULE_PUT = "INSERT INTO form_module (code, subject, function, version, state, in_force, admitted_at, changed_at)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
        ON CONFLICT (code) DO UPDATE SET subject = excluded.subject, function = excluded.function, version = excluded.version,
        state = excluded.state, in_force = excluded.in_force, admitted_at = excluded.admitted_at, changed_at = excluded.changed_at";
    /// A version.
    VERSION_GET = "SELECT doc FROM form_module_version WHERE code = $1 AND version = $2";
    /// All versions of one.
    VERSIONS_OF = "SELECT version, doc FROM form_module_version WHERE code = $1 ORDER BY version";
    /// A version is proposed.
    VERSION_PUT = "INSERT INTO form_module_version (code, version, doc, duplicates, proposed_by, proposed_at) VALUES ($1, $2, $3, $4, $5, $6)";
    /// A version is decided.
    VERSION_DECIDE = "UPDATE form_module_version SET decided_by = $3, decided_at = $4 WHERE code = $1 AND version = $2";
    /// What proposals asked that is asked or known already.
    DUPLICATES = "SELECT code, CAST(sum(duplicates) AS BIGINT) AS n FROM form_module_version WHERE duplicates > 0 GROUP BY code ORDER BY code";
    /// The last proposal of every module.
    ALL = "SELECT v.doc FROM form_module m JOIN form_module_version v ON v.code = m.code AND v.version = m.version ORDER BY m.code";
    /// What is in force.
    IN_FORCE = "SELECT v.doc, v.version, m.admitted_at FROM form_module m
        JOIN form_module_version v ON v.code = m.code AND v.version = m.in_force WHERE m.in_force IS NOT NULL ORDER BY m.code";
    /// The versions that are in force.
    VERSIONS = "SELECT code, in_force, admitted_at FROM form_module WHERE in_force IS NOT NULL ORDER BY code";
    /// The same of one kind of subject.
    IN_FORCE_OF = "SELECT v.doc, v.version, m.admitted_at FROM form_module m
        JOIN form_module_version v ON v.code = m.code AND v.version = m.in_force
        WHERE m.in_force IS NOT NULL AND m.subject = $1 ORDER BY m.code";
}

fn standing(row: &Row) -> Result<Standing, DbError> {
    Ok(Standing {
        code: row.get("code")?,
        version: row.get("version")?,
        state: ModuleState::of(&row.get::<String>("state")?),
        in_force: row.get("in_force")?,
        admitted_at: row.get::<Option<i64>>("admitted_at")?.map(Timestamp),
        changed_at: Timestamp(row.get("changed_at")?),
    })
}

fn unread(error: serde_json::Error) -> DbError {
    DbError::Column("doc".into(), error.to_string())
}

/// The versions that are in force, and since when the modules are.
pub async fn versions_in_force(tx: &mut Tx) -> Result<Vec<(String, i64, i64)>, DbError> {
    let rows = tx.fetch_all(&VERSIONS, args![]).await?;
    let read = |r: &Row| {
        Ok((r.get("code")?, r.get("in_force")?, r.get::<Option<i64>>("admitted_at")?.unwrap_or_default()))
    };
    rows.iter().map(read).collect()
}

/// Modules behind a code.
pub async fn page(tx: &mut Tx, after: &str, limit: i64) -> Result<Vec<Standing>, DbError> {
    tx.fetch_all(&MODULE_PAGE, args![after, limit]).await?.iter().map(standing).collect()
}

/// A module.
pub async fn get(tx: &mut Tx, code: &str) -> Result<Option<Standing>, DbError> {
    tx.fetch_optional(&MODULE_GET, args![code]).await?.as_ref().map(standing).transpose()
}

/// A module as it stands now.
pub async fn put(tx: &mut Tx, s: &Standing, (subject, function): (&str, &str)) -> Result<(), DbError> {
    let at = s.admitted_at.map(|t| t.0);
    let row = args![&s.code, subject, function, s.version, s.state.word(), s.in_force, at, s.changed_at.0];
    tx.execute(&MODULE_PUT, row).await.map(drop)
}

/// A version of a module.
pub async fn version(
    tx: &mut Tx,
    code: &str,
    version: i64,
) -> Result<Option<crate::model::module::Module>, DbError> {
    let Some(row) = tx.fetch_optional(&VERSION_GET, args![code, version]).await? else { return Ok(None) };
    serde_json::from_str(&row.get::<String>("doc")?).map(Some).map_err(unread)
}

/// All versions of a module that were ever proposed.
pub async fn versions(
    tx: &mut Tx,
    code: &str,
) -> Result<BTreeMap<i64, crate::model::module::Module>, DbError> {
    let rows = tx.fetch_all(&VERSIONS_OF, args![code]).await?;
    let one =
        |r: &Row| Ok((r.get("version")?, serde_json::from_str(&r.get::<String>("doc")?).map_err(unread)?));
    rows.iter().map(one).collect()
}

/// A version is proposed.
pub async fn propose(
    tx: &mut Tx,
    (code, version): (&str, i64),
    (doc, duplicates): (&str, i64),
    (by, at): (&str, Timestamp),
) -> Result<(), DbError> {
    tx.execute(&VERSION_PUT, args![code, version, doc, duplicates, by, at.0]).await.map(drop)
}

/// Modules with what their proposals asked that is asked or known already.
pub async fn duplicates(tx: &mut Tx) -> Result<Vec<(String, i64)>, DbError> {
    tx.fetch_all(&DUPLICATES, vec![]).await?.iter().map(|r| Ok((r.get("code")?, r.get("n")?))).collect()
}

/// The last proposal of every module.
pub async fn all(tx: &mut Tx) -> Result<Vec<crate::model::module::Module>, DbError> {
    let rows = tx.fetch_all(&ALL, vec![]).await?;
    rows.iter().map(|r| serde_json::from_str(&r.get::<String>("doc")?).map_err(unread)).collect()
}

/// A version is decided.
pub async fn decide(tx: &mut Tx, code: &str, version: i64, by: &str, at: Timestamp) -> Result<(), DbError> {
    tx.execute(&VERSION_DECIDE, args![code, version, by, at.0]).await.map(drop)
}

/// What is in force: all of it, or of one kind of subject.
pub async fn in_force(tx: &mut Tx, subject: Option<&str>) -> Result<Vec<InForce>, DbError> {
    let rows = match subject {
        Some(subject) => tx.fetch_all(&IN_FORCE_OF, args![subject]).await?,
        None => tx.fetch_all(&IN_FORCE, vec![]).await?,
    };
    let one = |row: &Row| {
        Ok(InForce {
            module: serde_json::from_str(&row.get::<String>("doc")?).map_err(unread)?,
            version: row.get("version")?,
            since: Timestamp(row.get::<Option<i64>>("admitted_at")?.unwrap_or_default()),
        })
    };
    rows.iter().map(one).collect()
}
