//! Numbered, additive migrations: one SQL text for both databases, in `migrations/`.

use crate::{
    Db, DbError, PATIENCE, Tx, args,
    command::{Closure, Command},
};
use kernel::Ctx;
use std::{borrow::Cow, sync::Arc};

/// One migration.
#[derive(Clone, Copy, Debug)]
pub struct Migration {
    /// Its number; they run in order.
    pub version: i64,
    /// The file's name without number and ending.
    pub name: &'static str,
    /// The statements.
    pub text: &'static str,
}

macro_rules! migrations {
    ($($version:literal $number:literal $name:literal),* $(,)?) => {
        /// Every migration, in order.
        pub const MIGRATIONS: &[Migration] = &[$(Migration {
            version: $version,
            name: $name,
            text: include_str!(concat!("../../../migrations/", $number, "_", $name, ".sql")),
        }),*];
    };
}

migrations! {
    1 "0001" "ledger",
    2 "0002" "protect",
    3 "0003" "jobs_blobs",
    4 "0004" "grid",
    5 "0005" "identity",
    6 "0006" "packs",
    7 "0007" "cases",
    8 "0008" "open311",
    9 "0009" "insight",
    10 "0010" "case_tiles",
    11 "0011" "webhooks",
    12 "0012" "lists",
    13 "0013" "words",
    14 "0014" "notices",
    15 "0015" "word_stretches",
    16 "0016" "open_counts",
    17 "0017" "years",
    18 "0018" "people",
    19 "0019" "papers",
    20 "0020" "relocation",
    21 "0021" "bulletins",
    22 "0022" "residents",
    23 "0023" "case_course",
    24 "0024" "register",
    25 "0025" "linkage",
    26 "0026" "addresses",
    27 "0027" "register_map",
    28 "0028" "forms",
    29 "0029" "form_modules",
    30 "0030" "segments",
    31 "0031" "reader_built",
    32 "0032" "campaigns",
    33 "0033" "caller_files",
    34 "0034" "form_editions",
    35 "0035" "form_refused",
    36 "0036" "form_records",
    37 "0037" "campaign_items",
}

crate::sql! {
    /// What has run.
    APPLIED = "SELECT version FROM schema_migration ORDER BY version";
    /// Some write, to see that writing is possible.
    PROBE = "INSERT INTO write_probe (id, at) VALUES (1, $1) ON CONFLICT (id) DO UPDATE SET at = excluded.at";
    /// A migration has run.
    RECORD = "INSERT INTO schema_migration (version, name) VALUES ($1, $2)";
    /// A mark goes.
    UNMARK = "DELETE FROM schema_migration WHERE version = $1";
}

const TABLE: &str =
    "CREATE TABLE IF NOT EXISTS schema_migration (version BIGINT PRIMARY KEY, name TEXT NOT NULL)";

impl Db {
    /// Writes one row durably, to see that writing is possible.
    ///
    /// # Errors
    /// [`DbError::Unavailable`], which says why nothing can be written now.
    pub async fn probe(&self, ctx: &Ctx) -> Result<(), DbError> {
        let now = ctx.now;
        let write = self.write(ctx, move |tx| Box::pin(async move { tx.execute(&PROBE, args![now]).await }));
        write.await.map(drop)
    }

    /// Migrations that this program knows and the database has not run.
    ///
    /// # Errors
    /// [`DbError`] of the database.
    pub async fn missing_migrations(&self) -> Result<Vec<i64>, DbError> {
        let applied = applied(&mut self.read().await?).await?;
        Ok(MIGRATIONS.iter().map(|m| m.version).filter(|v| !applied.contains(v)).collect())
    }
}

pub(crate) async fn applied(tx: &mut Tx) -> Result<Vec<i64>, DbError> {
    tx.fetch_all(&APPLIED, vec![]).await?.iter().map(|r| r.get("version")).collect()
}

/// Stands among the migrations as long as a restore is under way.
pub(crate) const RESTORING: i64 = -1;

/// Where a restore stands.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Restore {
    No,
    Begins,
    Goes,
}

/// Runs what has not run yet, in one write; nodes that start together wait for each other.
pub(crate) async fn run(db: &Db) -> Result<(), DbError> {
    apply(db, all(), Restore::No).await
}

/// Runs what has not run yet in a database that is being restored.
pub(crate) async fn run_rest(db: &Db) -> Result<(), DbError> {
    apply(db, all(), Restore::Goes).await
}

/// Runs these only, and sets the mark of a restore.
pub(crate) async fn run_some(db: &Db, versions: &[i64]) -> Result<(), DbError> {
    let unknown = versions.iter().find(|v| !MIGRATIONS.iter().any(|m| m.version == **v));
    if let Some(version) = unknown {
        return Err(DbError::Config(format!("migration {version} is of a newer version of this program")));
    }
    apply(db, versions.into(), Restore::Begins).await
}

fn all() -> Arc<[i64]> {
    MIGRATIONS.iter().map(|m| m.version).collect()
}

async fn apply(db: &Db, wanted: Arc<[i64]>, restore: Restore) -> Result<(), DbError> {
    let closure = Closure::new(move |tx: &mut Tx| Box::pin(apply_in(tx, wanted.clone(), restore)));
    // a large database takes its time
    let end = db.run(Command { limit: Some(PATIENCE), ..closure.command() }).await;
    closure.answer(end)
}

async fn apply_in(tx: &mut Tx, wanted: Arc<[i64]>, restore: Restore) -> Result<(), DbError> {
    if !tx.is_sqlite() {
        tx.script("migration lock", "SELECT pg_advisory_xact_lock(7310580)").await?;
        tx.script("shims", crate::postgres::SHIMS).await?;
    }
    tx.script("schema_migration", TABLE).await?;
    let applied = applied(tx).await?;
    if applied.contains(&RESTORING) && restore == Restore::No {
        let why = "a restore into this database did not come to its end: remove it and restore again";
        return Err(DbError::Config(why.into()));
    }
    let missing = |m: &&Migration| !applied.contains(&m.version) && wanted.contains(&m.version);
    for migration in MIGRATIONS.iter().filter(missing) {
        tracing::info!(version = migration.version, name = migration.name, "migration");
        tx.script(migration.name, &clustered(migration.text, tx.is_sqlite())).await?;
        tx.execute(&RECORD, args![migration.version, migration.name]).await?;
    }
    if restore == Restore::Begins {
        tx.execute(&RECORD, args![RESTORING, "restoring"]).await?;
    }
    Ok(())
}

/// A table whose closing line says `-- by key` holds short rows in the order of their key: SQLite need not keep the key
/// twice for it. PostgreSQL knows no such thing, and calls bytes by another name (`blob` is the row of a table there).
fn clustered(text: &str, sqlite: bool) -> Cow<'_, str> {
    match sqlite {
        true => text.replace("); -- by key", ") WITHOUT ROWID;").into(),
        false => text.replace(" BLOB", " BYTEA").into(),
    }
}
