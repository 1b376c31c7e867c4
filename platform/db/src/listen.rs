//! Hearing of what other nodes did (PostgreSQL): one connection of its own that LISTENs, opened when somebody first asks
//! for [`crate::Db::changes`], so that tools which follow nothing hold none.
//!
//! NOTIFY takes a lock over the whole cluster at commit, which would put all writers in one queue: no command notifies.
//! [`crate::Tx::announce`] is called by whoever makes the work of many commands visible at once (the ledger's sequencer,
//! once a batch).

use crate::{Answer, Tx, tx::Connection};
use sqlx::{
    Executor as _,
    postgres::{PgConnectOptions, PgListener, PgPoolOptions},
};
use std::{
    sync::{Arc, Weak},
    time::Duration,
};
use tokio::{sync::watch, task::JoinHandle};

/// The channel; it belongs to one database of the cluster.
const CHANNEL: &str = "jingwei";
/// How long to wait before a lost connection is tried again.
const AGAIN: Duration = Duration::from_secs(1);

/// Listens for as long as it is held.
pub(crate) struct Listening(JoinHandle<()>);

impl Listening {
    pub(crate) fn start(connect: PgConnectOptions, changed: &Arc<watch::Sender<u64>>) -> Self {
        Self(tokio::spawn(run(connect, Arc::downgrade(changed))))
    }
    pub(crate) fn stop(&self) {
        self.0.abort();
    }
}

impl Drop for Listening {
    fn drop(&mut self) {
        self.stop();
    }
}

async fn run(connect: PgConnectOptions, changed: Weak<watch::Sender<u64>>) {
    loop {
        let Err(error) = hear(&connect, &changed).await else { return };
        tracing::warn!(%error, "other nodes are not heard; connecting again");
        tokio::time::sleep(AGAIN).await;
    }
}

/// Ticks at every announcement, and once at the beginning: what was announced while nobody listened.
async fn hear(connect: &PgConnectOptions, changed: &Weak<watch::Sender<u64>>) -> Result<(), sqlx::Error> {
    let pool = PgPoolOptions::new()
        .max_connections(1)
        .max_lifetime(None)
        .idle_timeout(None)
        .connect_with(connect.clone())
        .await?;
    let mut listener = PgListener::connect_with(&pool).await?;
    listener.listen(CHANNEL).await?;
    loop {
        let Some(changed) = changed.upgrade() else { return Ok(()) };
        changed.send_modify(|n| *n += 1);
        drop(changed);
        // `None` is a connection that was lost and is there again: something may have been missed
        listener.try_recv().await?;
    }
}

impl Tx {
    /// Wakes the followers of every node once this transaction is committed. Not for commands: the database takes one
    /// lock for all transactions that announce. On SQLite there is one node, which the commit itself wakes.
    ///
    /// # Errors
    /// [`DbError`] of the database.
    pub fn announce(&mut self) -> Answer<'_, ()> {
        Box::pin(async move {
            let Connection::Postgres(conn) = self.connection() else { return Ok(()) };
            let done = conn.execute(sqlx::query("SELECT pg_notify($1, '')").bind(CHANNEL)).await;
            done.map(drop).map_err(|error| self.note("announce", error))
        })
    }
}
