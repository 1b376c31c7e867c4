//! PostgreSQL: a pool, transactions with retry, and the shims that let SQLite's text run.

use crate::{
    Batch, DbError, Options, Stats, Tx,
    batch::as_one,
    command::{Closure, Command, Run, Work},
    health::{AGAIN, Health, ROOM},
    listen::Listening,
    replica::{Replica, ReplicaStats},
    stats::Counts,
    tx::{Inner, bind_postgres},
};
use sqlx::{
    AssertSqlSafe, ConnectOptions as _, Connection as _, Executor as _, PgPool, Postgres as Pg, Transaction,
    postgres::{PgConnectOptions, PgPoolOptions},
};
use std::{
    panic::AssertUnwindSafe,
    sync::{
        Arc, OnceLock,
        atomic::{AtomicBool, Ordering},
    },
    time::Duration,
};
use tokio::sync::watch;

const ATTEMPTS: u32 = 6;
/// How long after its last use a connection is taken without asking the database whether it is still there.
const FRESH: Duration = Duration::from_secs(1);
/// How long to wait for a connection while the database is known to be away.
const IMPATIENCE: Duration = Duration::from_secs(1);
/// How long a trial may take.
const EXAMINATION: Duration = Duration::from_secs(5);

/// What PostgreSQL lacks of the common dialect (see docs/sql.md), in a schema of its own on the search path.
pub(crate) const SHIMS: &str = r"
CREATE SCHEMA IF NOT EXISTS jingwei_shim;
DO $$ BEGIN
  IF NOT EXISTS (SELECT 1 FROM pg_type t JOIN pg_namespace n ON n.oid = t.typnamespace
                 WHERE t.typname = 'blob' AND n.nspname = 'jingwei_shim') THEN
    CREATE DOMAIN jingwei_shim.blob AS bytea;
  END IF;
  IF NOT EXISTS (SELECT 1 FROM pg_operator o JOIN pg_namespace n ON n.oid = o.oprnamespace
                 WHERE o.oprname = '->>' AND n.nspname = 'jingwei_shim') THEN
    CREATE FUNCTION jingwei_shim.json_member(text, text) RETURNS text LANGUAGE sql IMMUTABLE STRICT
      AS 'SELECT CAST($1 AS jsonb) ->> $2';
    CREATE OPERATOR jingwei_shim.->> (LEFTARG = text, RIGHTARG = text, FUNCTION = jingwei_shim.json_member);
  END IF;
END $$;
CREATE OR REPLACE FUNCTION jingwei_shim.json_each(text) RETURNS TABLE (value text) LANGUAGE sql IMMUTABLE STRICT
  AS 'SELECT jsonb_array_elements_text(CAST($1 AS jsonb))';
";

#[derive(Clone)]
pub(crate) struct Postgres {
    pool: PgPool,
    limit: Duration,
    connect: Arc<PgConnectOptions>,
    counts: Arc<Counts>,
    listening: Arc<OnceLock<Listening>>,
    health: Health,
    examining: Arc<AtomicBool>,
    replica: Option<Arc<Replica>>,
}

/// How we connect.
pub(crate) fn own(connect: PgConnectOptions) -> PgConnectOptions {
    connect
        .statement_cache_capacity(500)
        .disable_statement_logging()
        .options([("search_path", "public,jingwei_shim"), ("client_min_messages", "warning")])
}

impl Postgres {
    pub(crate) async fn open(url: &str, options: &Options, health: Health) -> Result<Self, DbError> {
        let connect: PgConnectOptions =
            url.parse().map_err(|e: sqlx::Error| DbError::Config(format!("database URL: {e}")))?;
        let connect = own(connect);
        let replica =
            options.replica.as_deref().map(|url| Replica::new(url, options.connections)).transpose()?;
        let pool = PgPoolOptions::new()
            .max_connections(options.connections)
            .acquire_timeout(Duration::from_secs(10))
            // a connection that was just in use is as good as tested
            .test_before_acquire(false)
            .before_acquire(|conn, seen| {
                Box::pin(async move {
                    if seen.idle_for > FRESH {
                        conn.ping().await?;
                    }
                    Ok(true)
                })
            })
            .connect_with(connect.clone())
            .await
            .map_err(|e| DbError::Unavailable(e.to_string()))?;
        let db = Self {
            pool,
            limit: options.command_limit,
            connect: Arc::new(connect),
            counts: Arc::default(),
            listening: Arc::default(),
            health,
            examining: Arc::default(),
            replica: replica.map(Arc::new),
        };
        db.check_collation().await?;
        Ok(db)
    }

    /// Keys are compared byte by byte on SQLite; a database with another collation would order lists differently.
    async fn check_collation(&self) -> Result<(), DbError> {
        let collation: String = sqlx::query_scalar(
            "SELECT CASE WHEN COALESCE(to_jsonb(d) ->> 'datlocprovider', 'c') = 'c' THEN datcollate ELSE 'of another provider than libc' END
             FROM pg_database d WHERE datname = current_database()",
        )
        .fetch_one(&self.pool)
        .await
        .map_err(|e| DbError::sort("collation", e))?;
        if matches!(collation.as_str(), "C" | "POSIX" | "C.UTF-8" | "C.utf8") {
            return Ok(());
        }
        Err(DbError::Config(format!(
            "the database has collation {collation:?}; expected C: CREATE DATABASE … TEMPLATE template0 LC_COLLATE 'C' ENCODING 'UTF8'"
        )))
    }

    pub(crate) async fn read(&self) -> Result<Tx, DbError> {
        Ok(Tx::new(Inner::Postgres(self.begin("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY").await?)))
    }

    /// The replica's, where there is one that has everything; else the primary's.
    pub(crate) async fn browse(&self) -> Result<Tx, DbError> {
        if let Some(replica) = self.replica.as_ref().filter(|_| self.health.trouble().is_none())
            && let Some(tx) = replica.read(&self.pool).await
        {
            return Ok(tx);
        }
        self.read().await
    }

    pub(crate) fn replica(&self) -> Option<ReplicaStats> {
        self.replica.as_ref().map(|replica| replica.stats())
    }

    /// Runs a command in a task of its own, so that a caller who goes away does not cut it in half. Answers whether something
    /// was committed; an error is that of a batch, a closure keeps its own.
    pub(crate) async fn run(&self, command: Command) -> Result<bool, DbError> {
        let db = self.clone();
        let limit = command.limit.unwrap_or(self.limit);
        let task = match command.work {
            Work::Batch(batch) if batch.defers() || batch.is_empty() || db.health.trouble().is_some() => {
                let closure = Closure::new(move |tx: &mut Tx| tx.run(batch.clone()));
                tokio::spawn(async move {
                    db.transaction(closure.as_ref(), limit).await;
                    closure.answer(Ok(())).map(|()| true)
                })
            }
            Work::Batch(batch) => {
                tokio::spawn(async move { db.statement(batch, limit).await.map(|()| true) })
            }
            Work::Closure(work) => {
                tokio::spawn(async move { Ok(db.transaction(work.as_ref(), limit).await) })
            }
        };
        task.await.unwrap_or_else(|e| Err(DbError::Aborted(e.to_string())))
    }

    /// A closure as a transaction, again and again while the database asks for it. Answers whether it was committed.
    async fn transaction(&self, work: &dyn Run, limit: Duration) -> bool {
        let mut attempt = 1;
        loop {
            match self.attempt(work, limit).await {
                Attempt::Committed => return true,
                Attempt::Again if attempt < ATTEMPTS => {}
                Attempt::Again | Attempt::Undone => return false,
            }
            tokio::time::sleep(Duration::from_millis(5 << attempt)).await;
            attempt += 1;
        }
    }

    async fn attempt(&self, work: &dyn Run, limit: Duration) -> Attempt {
        use futures::FutureExt as _;
        let begun = tokio::time::Instant::now();
        let undone = |error| {
            work.failed(error);
            Attempt::Undone
        };
        let mut tx = match self.begin("BEGIN").await {
            Ok(tx) => Tx::new(Inner::Postgres(tx)),
            Err(e) => return undone(e),
        };
        let run = AssertUnwindSafe(work.run(&mut tx)).catch_unwind();
        let mut done = match tokio::time::timeout(limit, run).await {
            Ok(Ok(done)) => done,
            Ok(Err(_)) => return undone(DbError::Aborted("panic".into())),
            Err(_) => return undone(DbError::Unavailable("time limit".into())),
        };
        if done && let Err(error) = tx.settle().await {
            work.failed(error);
            done = false;
        }
        if tx.lost.is_some() && !tx.retry {
            self.examine();
        }
        match (done, tx.retry, tx.inner) {
            (false, true, _) => Attempt::Again,
            (true, _, Inner::Postgres(tx)) => match tx.commit().await {
                Ok(()) => {
                    self.counts.commit(1, begun.elapsed(), false);
                    Attempt::Committed
                }
                Err(e) if DbError::wants_retry(&e) => {
                    work.failed(DbError::sort("commit", e));
                    Attempt::Again
                }
                Err(e) => {
                    self.counts.commit(1, begun.elapsed(), true);
                    // it may be committed or not: who asks again under the same key learns which
                    undone(self.sick("commit", e))
                }
            },
            _ => Attempt::Undone,
        }
    }

    /// A batch as one statement, which is its own transaction.
    async fn statement(&self, batch: Batch, limit: Duration) -> Result<(), DbError> {
        let (text, values) = as_one(batch);
        let mut attempt = 1;
        loop {
            let begun = tokio::time::Instant::now();
            let query = bind_postgres(sqlx::query(text.clone()), values.clone());
            let error = match tokio::time::timeout(limit, query.execute(&self.pool)).await {
                Ok(Ok(_)) => {
                    self.counts.commit(1, begun.elapsed(), false);
                    return Ok(());
                }
                Ok(Err(error)) => error,
                Err(_) => return Err(DbError::Unavailable("time limit".into())),
            };
            if !DbError::wants_retry(&error) || attempt == ATTEMPTS {
                return Err(self.sick("batch", error));
            }
            tokio::time::sleep(Duration::from_millis(5 << attempt)).await;
            attempt += 1;
        }
    }

    /// Hears of other nodes from now on.
    pub(crate) fn listen(&self, changed: &Arc<watch::Sender<u64>>) {
        self.listening.get_or_init(|| Listening::start((*self.connect).clone(), changed));
    }

    pub(crate) fn stats(&self) -> Stats {
        Stats::of(&self.counts, 0, self.pool.size(), self.pool.num_idle())
    }

    /// A transaction. While the database is known to be away nobody waits long for it.
    async fn begin(&self, statement: &'static str) -> Result<Transaction<'static, Pg>, DbError> {
        // sqlx gives a connection whose BEGIN was cut off back to the pool with the transaction open, and the next command
        // would find itself in it: a task of its own is not cut off when a caller goes away
        let pool = self.pool.clone();
        let begin = tokio::spawn(async move { pool.begin_with(statement).await });
        let begin = async { begin.await.unwrap_or(Err(sqlx::Error::WorkerCrashed)) };
        let begun = match self.health.trouble() {
            None => begin.await,
            Some(_) => {
                tokio::time::timeout(IMPATIENCE, begin).await.unwrap_or(Err(sqlx::Error::PoolTimedOut))
            }
        };
        begun.map_err(|e| self.sick("begin", e))
    }

    fn sick(&self, what: &'static str, error: sqlx::Error) -> DbError {
        let error = DbError::sort(what, error);
        if let DbError::Unavailable(_) = &error {
            self.examine();
        }
        error
    }

    /// Something went wrong: tries to write over a connection of its own, until that works. One failed command alone, or
    /// a pool that is used up, is no trouble of the database.
    fn examine(&self) {
        if self.examining.swap(true, Ordering::SeqCst) {
            return;
        }
        let db = self.clone();
        tokio::spawn(async move {
            while !db.pool.is_closed() {
                match tokio::time::timeout(EXAMINATION, try_to_write(&db.connect)).await {
                    Ok(Ok(())) => {
                        db.health.well();
                        break;
                    }
                    Ok(Err(error)) => db.health.ill(&error.to_string()),
                    Err(_) => db.health.ill("the database does not answer"),
                }
                tokio::time::sleep(AGAIN).await;
            }
            db.examining.store(false, Ordering::SeqCst);
        });
    }

    pub(crate) async fn close(&self) {
        if let Some(listening) = self.listening.get() {
            listening.stop();
        }
        if let Some(replica) = &self.replica {
            replica.close().await;
        }
        self.pool.close().await;
    }
}

/// Room in the tables, then a commit; nothing of it stays.
async fn try_to_write(connect: &PgConnectOptions) -> Result<(), sqlx::Error> {
    let mut conn = connect.connect().await?;
    let mut tx = conn.begin().await?;
    tx.execute("CREATE TABLE jingwei_shim.room (line TEXT)").await?;
    let lines = ROOM / 1000;
    let fill =
        format!("INSERT INTO jingwei_shim.room SELECT repeat('a', 1000) FROM generate_series(1, {lines})");
    tx.execute(AssertSqlSafe(fill)).await?;
    tx.rollback().await?;
    conn.execute("SELECT pg_current_xact_id()").await?;
    conn.close().await
}

enum Attempt {
    Committed,
    Undone,
    /// The database asks for it to be run again.
    Again,
}
