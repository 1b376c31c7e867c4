//! Reading lists and numbers from a streaming replica (PostgreSQL), never older than what was committed when they were
//! asked for: so nobody misses what they just wrote, on whichever node they wrote it.
//!
//! The primary says how far its log is flushed, which is one trip without any table; the replica is read once it has
//! replayed that far. One that does not catch up at once, or is gone, is left alone for a moment, and the primary
//! serves.

use crate::{DbError, Tx, postgres::own, tx::Inner};
use sqlx::{
    PgPool, Postgres,
    postgres::{PgConnectOptions, PgPoolOptions},
};
use std::{
    sync::{
        Mutex, PoisonError,
        atomic::{AtomicU64, Ordering::Relaxed},
    },
    time::Duration,
};
use tokio::time::Instant;

/// How long a read waits for the replica to catch up: each pause twice as long as the one before, from a millisecond.
const PAUSES: u32 = 6;
/// How long a replica that is behind is left alone.
const BEHIND: Duration = Duration::from_secs(1);
/// How long one that cannot be reached is left alone.
const GONE: Duration = Duration::from_secs(5);
/// How long a connection may take.
const CONNECT: Duration = Duration::from_secs(1);

/// Everything that is acknowledged stands in the log up to here.
const FLUSHED: &str = "SELECT CAST(pg_current_wal_flush_lsn() AS TEXT)";
/// Whether it can be read there. False on a server that is no replica, or no longer.
const REPLAYED: &str =
    "SELECT pg_is_in_recovery() AND COALESCE(pg_last_wal_replay_lsn() >= CAST($1 AS pg_lsn), FALSE)";
const BEGIN: &str = "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY";

pub(crate) struct Replica {
    pool: PgPool,
    /// Left alone until then, and why.
    rest: Mutex<Option<(Instant, Why)>>,
    served: AtomicU64,
    behind: AtomicU64,
    gone: AtomicU64,
}

/// Why the primary serves.
#[derive(Clone, Copy)]
enum Why {
    Behind,
    Gone,
}

/// What became of reads that a replica may serve.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct ReplicaStats {
    /// The replica served them.
    pub served: u64,
    /// The primary did, since the replica had not caught up.
    pub behind: u64,
    /// The primary did, since the replica was not to be reached.
    pub gone: u64,
}

impl Replica {
    /// Does not connect yet: a replica that is away keeps nobody from starting.
    pub(crate) fn new(url: &str, connections: u32) -> Result<Self, DbError> {
        let connect: PgConnectOptions =
            url.parse().map_err(|e: sqlx::Error| DbError::Config(format!("replica URL: {e}")))?;
        let pool = PgPoolOptions::new()
            .max_connections(connections)
            .acquire_timeout(CONNECT)
            .connect_lazy_with(own(connect));
        let count = AtomicU64::default;
        Ok(Self { pool, rest: Mutex::default(), served: count(), behind: count(), gone: count() })
    }

    /// A snapshot that has all that `primary` has committed now; None when the primary has to serve.
    pub(crate) async fn read(&self, primary: &PgPool) -> Option<Tx> {
        if let Some(why) = self.resting() {
            return self.not_now(why);
        }
        let flushed: String = sqlx::query_scalar(FLUSHED).fetch_one(primary).await.ok()?;
        match self.caught_up(&flushed).await {
            Ok(Some(tx)) => {
                self.served.fetch_add(1, Relaxed);
                Some(tx)
            }
            Ok(None) => {
                self.leave_alone(BEHIND, Why::Behind);
                self.not_now(Why::Behind)
            }
            Err(error) => {
                tracing::warn!(%error, "the replica cannot be read; the primary serves");
                self.leave_alone(GONE, Why::Gone);
                self.not_now(Why::Gone)
            }
        }
    }

    fn not_now(&self, why: Why) -> Option<Tx> {
        let count = match why {
            Why::Behind => &self.behind,
            Why::Gone => &self.gone,
        };
        count.fetch_add(1, Relaxed);
        None
    }

    async fn caught_up(&self, flushed: &str) -> Result<Option<Tx>, sqlx::Error> {
        for pause in 0..=PAUSES {
            // how far a server has replayed is the same on each of its connections, and only grows
            if sqlx::query_scalar(REPLAYED).bind(flushed).fetch_one(&self.pool).await? {
                let tx: sqlx::Transaction<'static, Postgres> = self.pool.begin_with(BEGIN).await?;
                return Ok(Some(Tx::new(Inner::Postgres(tx))));
            }
            tokio::time::sleep(Duration::from_millis(1 << pause)).await;
        }
        Ok(None)
    }

    fn resting(&self) -> Option<Why> {
        let rest = *self.rest.lock().unwrap_or_else(PoisonError::into_inner);
        rest.filter(|(until, _)| *until > Instant::now()).map(|(_, why)| why)
    }

    fn leave_alone(&self, how_long: Duration, why: Why) {
        *self.rest.lock().unwrap_or_else(PoisonError::into_inner) = Some((Instant::now() + how_long, why));
    }

    pub(crate) fn stats(&self) -> ReplicaStats {
        let [served, behind, gone] = [&self.served, &self.behind, &self.gone].map(|n| n.load(Relaxed));
        ReplicaStats { served, behind, gone }
    }

    pub(crate) async fn close(&self) {
        self.pool.close().await;
    }
}
