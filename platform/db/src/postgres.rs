//! PostgreSQL: a pool, transactions with retry, and the shims that let SQLite's text run.

use crate::{DbError, Options, Stats, Tx, TxFuture, listen::Listening, stats::Counts, tx::Inner};
use sqlx::{
    Executor as _, PgPool,
    postgres::{PgConnectOptions, PgPoolOptions},
};
use std::{
    panic::AssertUnwindSafe,
    sync::{Arc, OnceLock},
    time::Duration,
};
use tokio::sync::watch;

const ATTEMPTS: u32 = 6;

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
    connect: PgConnectOptions,
    counts: Arc<Counts>,
    listening: Arc<OnceLock<Listening>>,
}

impl Postgres {
    pub(crate) async fn open(url: &str, options: &Options) -> Result<Self, DbError> {
        let connect: PgConnectOptions =
            url.parse().map_err(|e: sqlx::Error| DbError::Config(format!("database URL: {e}")))?;
        let connect = connect
            .statement_cache_capacity(500)
            .options([("search_path", "public,jingwei_shim"), ("client_min_messages", "warning")]);
        let pool = PgPoolOptions::new()
            .max_connections(options.connections)
            .acquire_timeout(Duration::from_secs(10))
            .connect_with(connect.clone())
            .await
            .map_err(|e| DbError::Unavailable(e.to_string()))?;
        let db = Self {
            pool,
            limit: options.command_limit,
            connect,
            counts: Arc::default(),
            listening: Arc::default(),
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
        let mut tx = self.pool.begin().await.map_err(|e| DbError::sort("begin", e))?;
        tx.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
            .await
            .map_err(|e| DbError::sort("begin", e))?;
        Ok(Tx::new(Inner::Postgres(tx)))
    }

    /// Runs in a task of its own, so that a caller who goes away does not cut a command in half.
    pub(crate) async fn write<T, E, F>(&self, work: F) -> Result<T, E>
    where
        T: Send + 'static,
        E: From<DbError> + Send + 'static,
        F: for<'a> Fn(&'a mut Tx) -> TxFuture<'a, T, E> + Send + Sync + 'static,
    {
        let (db, work) = (self.clone(), Arc::new(work));
        let task = tokio::spawn(async move {
            let mut attempt = 1;
            loop {
                match db.attempt(work.as_ref()).await {
                    Attempt::Done(answer) => return answer,
                    Attempt::Again(error) if attempt == ATTEMPTS => return Err(error),
                    Attempt::Again(_) => {}
                }
                tokio::time::sleep(Duration::from_millis(5 << attempt)).await;
                attempt += 1;
            }
        });
        task.await.unwrap_or_else(|e| Err(DbError::Aborted(e.to_string()).into()))
    }

    async fn attempt<T, E, F>(&self, work: &F) -> Attempt<T, E>
    where
        E: From<DbError>,
        F: for<'a> Fn(&'a mut Tx) -> TxFuture<'a, T, E>,
    {
        use futures::FutureExt as _;
        let begun = tokio::time::Instant::now();
        let mut tx = match self.pool.begin().await {
            Ok(tx) => Tx::new(Inner::Postgres(tx)),
            Err(e) => return Attempt::Done(Err(DbError::sort("begin", e).into())),
        };
        let run = AssertUnwindSafe(work(&mut tx)).catch_unwind();
        let answer = match tokio::time::timeout(self.limit, run).await {
            Ok(Ok(answer)) => answer,
            Ok(Err(_)) => return Attempt::Done(Err(DbError::Aborted("panic".into()).into())),
            Err(_) => return Attempt::Done(Err(DbError::Unavailable("time limit".into()).into())),
        };
        let retry = tx.retry;
        match answer {
            Err(error) if retry => Attempt::Again(error),
            Err(error) => Attempt::Done(Err(error)),
            Ok(value) => match tx.inner {
                Inner::Postgres(tx) => match tx.commit().await {
                    Ok(()) => {
                        self.counts.commit(1, begun.elapsed(), false);
                        Attempt::Done(Ok(value))
                    }
                    Err(e) if DbError::wants_retry(&e) => Attempt::Again(DbError::sort("commit", e).into()),
                    Err(e) => {
                        self.counts.commit(1, begun.elapsed(), true);
                        Attempt::Done(Err(DbError::sort("commit", e).into()))
                    }
                },
                _ => Attempt::Done(Ok(value)),
            },
        }
    }

    /// Hears of other nodes from now on.
    pub(crate) fn listen(&self, changed: &Arc<watch::Sender<u64>>) {
        self.listening.get_or_init(|| Listening::start(self.connect.clone(), changed));
    }

    pub(crate) fn stats(&self) -> Stats {
        Stats::of(&self.counts, 0, self.pool.size(), self.pool.num_idle())
    }

    pub(crate) async fn close(&self) {
        if let Some(listening) = self.listening.get() {
            listening.stop();
        }
        self.pool.close().await;
    }
}

enum Attempt<T, E> {
    Done(Result<T, E>),
    Again(E),
}
