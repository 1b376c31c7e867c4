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

mod batch;
mod bulk;
mod command;
mod dump;
mod error;
mod health;
mod listen;
mod migrate;
mod plan;
mod postgres;
mod readers;
mod replica;
mod row;
mod slow;
mod sql;
mod sqlite;
mod stats;
mod tx;
mod value;

pub use batch::{AtCommit, Batch};
pub use dump::{Kind, MIGRATION_TABLE, Table};
pub use error::{DbError, UniqueViolation};
pub use migrate::{MIGRATIONS, Migration, STATEMENTS};
pub use replica::ReplicaStats;
pub use row::{Column, Row};
pub use slow::{of_request, slow_from, slow_seen};
pub use sql::Sql;
pub use sqlite::settle;
pub use stats::{Snapshot, Stats};
pub use tx::Tx;
pub use value::Value;

use command::{Closure, Command, Work};
use futures::future::BoxFuture;
use health::Health;
use kernel::Ctx;
use std::{path::PathBuf, sync::Arc, time::Duration};
use tokio::sync::watch;

/// A closure's answer inside [`Db::write`].
pub type TxFuture<'a, T, E> = BoxFuture<'a, Result<T, E>>;

/// What the database answers. Boxed, and not an `async fn`: those are compiled again, with all they await, in every crate
/// that awaits them.
pub type Answer<'a, T> = BoxFuture<'a, Result<T, DbError>>;

/// How long a migration may take.
const PATIENCE: Duration = Duration::from_secs(24 * 3600);

/// What a database is opened for. It matters to SQLite alone.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Load {
    /// Many small commands and questions.
    #[default]
    Serve,
    /// A tool brings in many rows: more is kept in memory, and pages go back into the file less often. As durable as ever.
    Import,
    /// A database that is being filled and that nobody is served from yet: it does not wait for the disk at each commit either.
    /// What was written is durable once [`settle`] has answered; a power cut before that leaves a file that is of no use.
    Fill,
}

/// How a database is opened.
#[derive(Clone, Debug)]
pub struct Options {
    /// False opens for reading only: no lock is taken, no migration runs.
    pub writable: bool,
    /// Connections for reading (SQLite) or in all (PostgreSQL).
    pub connections: u32,
    /// How long one command may take inside the write transaction.
    pub command_limit: Duration,
    /// What it is opened for.
    pub load: Load,
    /// `postgres://…` of a streaming replica that [`Db::browse`] may read from.
    pub replica: Option<String>,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            writable: true,
            connections: 8,
            command_limit: Duration::from_secs(20),
            load: Load::Serve,
            replica: None,
        }
    }
}

/// A database. Cheap to clone.
#[derive(Clone)]
pub struct Db {
    engine: Engine,
    changed: Arc<watch::Sender<u64>>,
    health: Health,
}

#[derive(Clone)]
enum Engine {
    Sqlite(sqlite::Sqlite),
    Postgres(postgres::Postgres),
}

impl Db {
    /// Opens `sqlite:PATH` (a file, made when missing) or `postgres://…`, and brings the schema up to date when
    /// `options.writable`.
    pub fn open(url: &str, options: Options) -> Answer<'_, Self> {
        Box::pin(async move {
            let db = Self::connect(url, &options).await?;
            if options.writable {
                migrate::run(&db).await?;
            }
            Ok(db)
        })
    }

    async fn connect(url: &str, options: &Options) -> Result<Self, DbError> {
        let changed = Arc::new(watch::channel(0).0);
        let health = Health::default();
        let engine = if let Some(path) = url.strip_prefix("sqlite:") {
            let path = PathBuf::from(path.trim_start_matches("//"));
            Engine::Sqlite(sqlite::Sqlite::open(&path, options, changed.clone(), health.clone()).await?)
        } else if url.starts_with("postgres://") || url.starts_with("postgresql://") {
            Engine::Postgres(postgres::Postgres::open(url, options, health.clone()).await?)
        } else {
            return Err(DbError::Config(format!("database {url:?}: expected sqlite:PATH or postgres://…")));
        };
        Ok(Self { engine, changed, health })
    }

    /// True on SQLite.
    pub fn is_sqlite(&self) -> bool {
        matches!(self.engine, Engine::Sqlite(_))
    }

    /// A snapshot to read from; it ends when dropped.
    pub fn read(&self) -> Answer<'_, Tx> {
        match &self.engine {
            Engine::Sqlite(db) => Box::pin(db.read()),
            Engine::Postgres(db) => Box::pin(db.read()),
        }
    }

    /// A snapshot for lists and numbers: from the streaming replica where there is one that has everything which was
    /// committed when this was called, else from the primary.
    pub fn browse(&self) -> Answer<'_, Tx> {
        match &self.engine {
            Engine::Sqlite(db) => Box::pin(db.read()),
            Engine::Postgres(db) => Box::pin(db.browse()),
        }
    }

    /// What became of the reads that a replica may serve; None without one.
    pub fn replica(&self) -> Option<ReplicaStats> {
        match &self.engine {
            Engine::Sqlite(_) => None,
            Engine::Postgres(db) => db.replica(),
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
        let closure = Closure::new(work);
        let end = self.run(closure.command()).await;
        closure.answer(end)
    }

    /// Runs a batch as one command: all of it becomes durable, or nothing does. The quickest way to write, for commands
    /// that have asked all they need to know before: one trip to the database, on SQLite in the shared commit. What they
    /// rely on must be guarded by a key that somebody else's change takes ([`DbError::unique`]).
    pub fn commit(&self, ctx: &Ctx, batch: Batch) -> Answer<'_, ()> {
        tracing::trace!(request = %ctx.request, actor = %ctx.actor.id, statements = batch.len(), "commit");
        self.run(Command { work: Work::Batch(batch), limit: None })
    }

    /// Answers after the commit; a closure keeps what it answers, an error means that the whole transaction is gone.
    fn run(&self, command: Command) -> Answer<'_, ()> {
        Box::pin(async move {
            match &self.engine {
                Engine::Sqlite(db) => db.run(command).await,
                Engine::Postgres(db) => {
                    if db.run(command).await? {
                        self.changed.send_modify(|n| *n += 1);
                    }
                    Ok(())
                }
            }
        })
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

    /// What keeps the database from taking writes: disk full, connection lost. None: all is well. While there is
    /// something, every write is refused as unavailable, reads go on where the database can be reached, and it is
    /// tried again twice a second.
    pub fn trouble(&self) -> Option<String> {
        self.health.trouble()
    }

    /// Follows [`Db::trouble`].
    pub fn health(&self) -> watch::Receiver<Option<String>> {
        self.health.watch()
    }

    /// Prepares a statement without running it (the test of all statements).
    pub fn prepare<'a>(&'a self, sql: &'a Sql) -> Answer<'a, ()> {
        Box::pin(async move { self.read().await?.prepare(sql).await })
    }

    /// Waits for what is under way and closes every connection.
    pub fn close(&self) -> BoxFuture<'_, ()> {
        match &self.engine {
            Engine::Sqlite(db) => Box::pin(db.close()),
            Engine::Postgres(db) => Box::pin(db.close()),
        }
    }
}
