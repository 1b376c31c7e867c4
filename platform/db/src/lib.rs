//! The database: SQLite or PostgreSQL by URL, behind one [`Db`] and one [`Tx`].
//!
//! One SQL text runs on both (dialect: `docs/sql.md`); statements are constants made with [`sql!`], and every one of
//! them is prepared on both databases by a test. Whatever only one engine knows (pragmas, group commit, `COPY`,
//! advisory locks) lives in this crate and nowhere else.
//!
//! - [`Db::read`]: a snapshot to read from.
//! - [`Db::write`]: the only way to write. On SQLite commands share a transaction and its fsync (group commit), each in
//!   its savepoint, and are acknowledged only after the commit; on PostgreSQL each is a transaction, retried when the
//!   database asks for it.

mod bulk;
mod error;
mod listen;
mod migrate;
mod postgres;
mod row;
mod slow;
mod sql;
mod sqlite;
mod stats;
mod tx;
mod value;

pub use error::{DbError, UniqueViolation};
pub use migrate::{MIGRATIONS, Migration, STATEMENTS};
pub use row::{Column, Row};
pub use slow::{slow_from, slow_seen};
pub use sql::Sql;
pub use stats::{Snapshot, Stats};
pub use tx::Tx;
pub use value::Value;

use futures::future::BoxFuture;
use kernel::Ctx;
use std::{path::PathBuf, sync::Arc, time::Duration};
use tokio::sync::watch;

/// A closure's answer inside [`Db::write`].
pub type TxFuture<'a, T, E> = BoxFuture<'a, Result<T, E>>;

/// How a database is opened.
#[derive(Clone, Debug)]
pub struct Options {
    /// False opens for reading only: no lock is taken, no migration runs.
    pub writable: bool,
    /// Connections for reading (SQLite) or in all (PostgreSQL).
    pub connections: u32,
    /// How long one command may take inside the write transaction.
    pub command_limit: Duration,
}

impl Default for Options {
    fn default() -> Self {
        Self { writable: true, connections: 8, command_limit: Duration::from_secs(20) }
    }
}

/// A database. Cheap to clone.
#[derive(Clone)]
pub struct Db {
    engine: Engine,
    changed: Arc<watch::Sender<u64>>,
}

#[derive(Clone)]
enum Engine {
    Sqlite(sqlite::Sqlite),
    Postgres(postgres::Postgres),
}

impl Db {
    /// Opens `sqlite:PATH` (a file, made when missing) or `postgres://…`, and brings the schema up to date when
    /// `options.writable`.
    pub async fn open(url: &str, options: Options) -> Result<Self, DbError> {
        let changed = Arc::new(watch::channel(0).0);
        let writable = options.writable;
        let engine = if let Some(path) = url.strip_prefix("sqlite:") {
            let path = PathBuf::from(path.trim_start_matches("//"));
            Engine::Sqlite(sqlite::Sqlite::open(&path, &options, changed.clone()).await?)
        } else if url.starts_with("postgres://") || url.starts_with("postgresql://") {
            Engine::Postgres(postgres::Postgres::open(url, &options).await?)
        } else {
            return Err(DbError::Config(format!("database {url:?}: expected sqlite:PATH or postgres://…")));
        };
        let db = Self { engine, changed };
        if writable {
            migrate::run(&db).await?;
        }
        Ok(db)
    }

    /// True on SQLite.
    pub fn is_sqlite(&self) -> bool {
        matches!(self.engine, Engine::Sqlite(_))
    }

    /// A snapshot to read from; it ends when dropped.
    pub async fn read(&self) -> Result<Tx, DbError> {
        match &self.engine {
            Engine::Sqlite(db) => db.read().await,
            Engine::Postgres(db) => db.read().await,
        }
    }

    /// Runs `work` as one command: all of it becomes durable, or nothing does. The closure may run again (so it only
    /// clones what it captured) and awaits nothing but its `Tx`; it goes on when the caller has gone away.
    pub async fn write<T, E, F>(&self, ctx: &Ctx, work: F) -> Result<T, E>
    where
        T: Send + 'static,
        E: From<DbError> + Send + 'static,
        F: for<'a> Fn(&'a mut Tx) -> TxFuture<'a, T, E> + Send + Sync + 'static,
    {
        tracing::trace!(request = %ctx.request, actor = %ctx.actor.id, "write");
        match &self.engine {
            Engine::Sqlite(db) => db.write(work).await,
            Engine::Postgres(db) => {
                let answer = db.write(work).await;
                if answer.is_ok() {
                    self.changed.send_modify(|n| *n += 1);
                }
                answer
            }
        }
    }

    /// Ticks after every commit of this process, and when another node announces work ([`Tx::announce`]): readers of the
    /// ledger and job runners wait on it. To be called inside a runtime.
    pub fn changes(&self) -> watch::Receiver<u64> {
        if let Engine::Postgres(db) = &self.engine {
            db.listen(&self.changed);
        }
        self.changed.subscribe()
    }

    /// What it has done and how it stands, for the metrics. No query.
    pub fn stats(&self) -> Stats {
        match &self.engine {
            Engine::Sqlite(db) => db.stats(),
            Engine::Postgres(db) => db.stats(),
        }
    }

    /// Prepares a statement without running it (the test of all statements).
    pub async fn prepare(&self, sql: &Sql) -> Result<(), DbError> {
        self.read().await?.prepare(sql).await
    }

    /// Waits for what is under way and closes every connection.
    pub async fn close(&self) {
        match &self.engine {
            Engine::Sqlite(db) => db.close().await,
            Engine::Postgres(db) => db.close().await,
        }
    }
}
