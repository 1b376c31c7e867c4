//! SQLite: one writer with group commit, and a pool of read-only connections.
//!
//! The writer owns the only writing connection. It takes whatever commands are waiting, runs each inside its own
//! savepoint in one `BEGIN IMMEDIATE` transaction, commits (one fsync for all, `synchronous=FULL`), and only then
//! answers. An error, a panic or the time limit undoes its own savepoint; when the transaction as a whole is lost (disk full,
//! I/O error) everybody in it is told that nothing was done. Until a write goes through again, commands are then refused
//! at once.

use crate::{
    Batch, DbError, Options, Stats, Tx, TxFuture,
    health::{AGAIN, Health, ROOM},
    stats::Counts,
    tx::Inner,
};
use futures::{FutureExt as _, future::BoxFuture};
use sqlx::{
    ConnectOptions as _, Connection as _, Executor as _, SqlitePool,
    sqlite::{SqliteConnectOptions, SqliteJournalMode, SqlitePoolOptions, SqliteSynchronous},
};
use std::{
    fs::{File, TryLockError},
    panic::AssertUnwindSafe,
    path::{Path, PathBuf},
    sync::Arc,
    time::Duration,
};
use tokio::sync::{mpsc, oneshot, watch};

/// Commands that share one commit at most.
const BATCH: usize = 256;
/// Commands that may wait; beyond, callers wait for room.
const QUEUE: usize = 4096;

#[derive(Clone)]
pub(crate) struct Sqlite {
    pool: SqlitePool,
    queue: Option<mpsc::Sender<Box<dyn Command>>>,
    counts: Arc<Counts>,
    /// Held as long as the database is open: one process owns a folder.
    _lock: Option<Arc<File>>,
}

impl Sqlite {
    pub(crate) async fn open(
        path: &Path,
        options: &Options,
        changed: Arc<watch::Sender<u64>>,
        health: Health,
    ) -> Result<Self, DbError> {
        let lock = if options.writable { Some(Arc::new(lock(path)?)) } else { None };
        let connect = SqliteConnectOptions::new()
            .filename(path)
            .create_if_missing(options.writable)
            .statement_cache_capacity(500)
            .foreign_keys(true)
            .busy_timeout(Duration::from_secs(10))
            .pragma("cache_size", "-16384")
            .pragma("temp_store", "MEMORY")
            // slow statements are logged by name, see `slow`
            .disable_statement_logging();
        let writer = match options.writable {
            true => {
                let connect = connect.clone().journal_mode(SqliteJournalMode::Wal);
                let connect = match options.filling {
                    true => connect
                        .synchronous(SqliteSynchronous::Off)
                        .pragma("cache_size", "-524288")
                        .pragma("wal_autocheckpoint", "65536"),
                    // a page that many commands touch goes back into the file once for all of them
                    false => connect
                        .synchronous(SqliteSynchronous::Full)
                        .pragma("cache_size", "-65536")
                        .pragma("wal_autocheckpoint", "8000"),
                };
                let conn = connect.connect().await.map_err(|e| DbError::sort("open", e))?;
                Some((conn, connect))
            }
            false => None,
        };
        let pool = SqlitePoolOptions::new()
            // a file does not go away
            .test_before_acquire(false)
            .max_connections(options.connections)
            .connect_with(connect.pragma("query_only", "ON"))
            .await
            .map_err(|e| DbError::sort("open", e))?;
        let counts = Arc::<Counts>::default();
        let queue = writer.map(|(conn, connect)| {
            let (sender, receiver) = mpsc::channel(QUEUE);
            let writer = Writer {
                tx: Tx::new(Inner::SqliteWrite(Box::new(conn))),
                connect,
                limit: options.command_limit,
                changed,
                counts: counts.clone(),
                health,
                room: path.with_extension("room"),
            };
            tokio::spawn(writer.run(receiver));
            sender
        });
        Ok(Self { pool, queue, counts, _lock: lock })
    }

    pub(crate) async fn read(&self) -> Result<Tx, DbError> {
        let tx = self.pool.begin().await.map_err(|e| DbError::sort("begin", e))?;
        Ok(Tx::new(Inner::SqliteRead(tx)))
    }

    pub(crate) async fn write<T, E, F>(&self, work: F) -> Result<T, E>
    where
        T: Send + 'static,
        E: From<DbError> + Send + 'static,
        F: for<'a> Fn(&'a mut Tx) -> TxFuture<'a, T, E> + Send + Sync + 'static,
    {
        self.queue_up(work, None).await
    }

    /// The same for what may take its time: migrations of a large database.
    pub(crate) async fn write_patiently<T, E, F>(&self, work: F) -> Result<T, E>
    where
        T: Send + 'static,
        E: From<DbError> + Send + 'static,
        F: for<'a> Fn(&'a mut Tx) -> TxFuture<'a, T, E> + Send + Sync + 'static,
    {
        self.queue_up(work, Some(crate::PATIENCE)).await
    }

    async fn queue_up<T, E, F>(&self, work: F, limit: Option<Duration>) -> Result<T, E>
    where
        T: Send + 'static,
        E: From<DbError> + Send + 'static,
        F: for<'a> Fn(&'a mut Tx) -> TxFuture<'a, T, E> + Send + Sync + 'static,
    {
        let (answer, wait) = oneshot::channel();
        self.enqueue(Box::new(Pending { work, limit, outcome: None, answer })).await?;
        wait.await.unwrap_or_else(|_| Err(stopped().into()))
    }

    pub(crate) async fn commit(&self, batch: Batch) -> Result<(), DbError> {
        let (answer, wait) = oneshot::channel();
        self.enqueue(Box::new(Whole { batch, outcome: None, answer })).await?;
        wait.await.unwrap_or_else(|_| Err(stopped()))
    }

    async fn enqueue(&self, command: Box<dyn Command>) -> Result<(), DbError> {
        let Some(queue) = &self.queue else {
            return Err(DbError::Config("the database was opened for reading only".into()));
        };
        queue.send(command).await.map_err(|_| stopped())
    }

    pub(crate) fn stats(&self) -> Stats {
        let queued = self.queue.as_ref().map_or(0, |queue| queue.max_capacity() - queue.capacity());
        Stats::of(&self.counts, queued, self.pool.size(), self.pool.num_idle())
    }

    pub(crate) async fn close(&self) {
        self.pool.close().await;
    }
}

/// Puts on the disk what was written with [`Options::filling`], after the database was closed. PostgreSQL needs nothing.
///
/// # Errors
/// When the disk does not take it.
pub async fn settle(url: &str) -> Result<(), DbError> {
    let Some(path) = url.strip_prefix("sqlite:") else { return Ok(()) };
    let path = Path::new(path.trim_start_matches("//"));
    let connect = SqliteConnectOptions::new()
        .filename(path)
        .busy_timeout(Duration::from_secs(120))
        .synchronous(SqliteSynchronous::Full);
    let mut conn = connect.connect().await.map_err(|e| DbError::sort("settle", e))?;
    conn.execute("PRAGMA wal_checkpoint(TRUNCATE)").await.map_err(|e| DbError::sort("settle", e))?;
    conn.close().await.map_err(|e| DbError::sort("settle", e))?;
    let synced = File::open(path).and_then(|file| file.sync_all());
    synced.map_err(|e| DbError::Unavailable(format!("{}: {e}", path.display())))
}

/// Takes the folder's lock file, or says plainly that another process has it.
fn lock(path: &Path) -> Result<File, DbError> {
    if let Some(folder) = path.parent().filter(|p| !p.as_os_str().is_empty()) {
        std::fs::create_dir_all(folder).map_err(|e| DbError::Config(format!("{}: {e}", folder.display())))?;
    }
    let name = path.with_extension("lock");
    let file = File::options()
        .create(true)
        .truncate(false)
        .write(true)
        .open(&name)
        .map_err(|e| DbError::Config(format!("{}: {e}", name.display())))?;
    match file.try_lock() {
        Ok(()) => Ok(file),
        Err(TryLockError::WouldBlock) => Err(DbError::Config(format!(
            "{} is in use by another jingwei process; stop it first, or use its web interface",
            path.display()
        ))),
        Err(TryLockError::Error(e)) => Err(DbError::Config(format!("{}: {e}", name.display()))),
    }
}

fn stopped() -> DbError {
    DbError::Unavailable("the writer has stopped".into())
}

/// A command that waits for its turn.
trait Command: Send {
    /// Whether it opens its savepoint itself, and releases it when all went well.
    fn brackets(&self) -> bool {
        false
    }
    /// How long it may take, when that is not what every command may take.
    fn limit(&self) -> Option<Duration> {
        None
    }
    /// Runs it; false when its savepoint must be undone.
    fn run<'a>(&'a mut self, tx: &'a mut Tx) -> BoxFuture<'a, bool>;
    /// Undone because of this.
    fn failed(&mut self, error: DbError);
    /// Tells the caller, after the commit.
    fn answer(self: Box<Self>, lost: Option<&str>);
}

struct Pending<T, E, F> {
    work: F,
    limit: Option<Duration>,
    outcome: Option<Result<T, E>>,
    answer: oneshot::Sender<Result<T, E>>,
}

impl<T, E, F> Command for Pending<T, E, F>
where
    T: Send,
    E: From<DbError> + Send,
    F: for<'a> Fn(&'a mut Tx) -> TxFuture<'a, T, E> + Send + Sync,
{
    fn limit(&self) -> Option<Duration> {
        self.limit
    }
    fn run<'a>(&'a mut self, tx: &'a mut Tx) -> BoxFuture<'a, bool> {
        Box::pin(async move {
            let outcome = (self.work)(tx).await;
            let done = outcome.is_ok();
            self.outcome = Some(outcome);
            done
        })
    }
    fn failed(&mut self, error: DbError) {
        self.outcome = Some(Err(error.into()));
    }
    fn answer(self: Box<Self>, lost: Option<&str>) {
        let outcome = match (self.outcome, lost) {
            // a refusal too may rest on what another command wrote, which is gone
            (_, Some(why)) => Err(DbError::Unavailable(why.to_string()).into()),
            (Some(outcome), None) => outcome,
            (None, None) => Err(DbError::Aborted("not run".into()).into()),
        };
        let _ = self.answer.send(outcome); // a caller that went away does not mind
    }
}

/// A command that is known in full before it runs: savepoint, statements and release go to the database at once.
struct Whole {
    batch: Batch,
    outcome: Option<Result<(), DbError>>,
    answer: oneshot::Sender<Result<(), DbError>>,
}

impl Command for Whole {
    fn brackets(&self) -> bool {
        true
    }
    fn run<'a>(&'a mut self, tx: &'a mut Tx) -> BoxFuture<'a, bool> {
        Box::pin(async move {
            let outcome = tx.run_alone(std::mem::take(&mut self.batch)).await;
            let done = outcome.is_ok();
            self.outcome = Some(outcome);
            done
        })
    }
    fn failed(&mut self, error: DbError) {
        self.outcome = Some(Err(error));
    }
    fn answer(self: Box<Self>, lost: Option<&str>) {
        let outcome = match lost {
            Some(why) => Err(DbError::Unavailable(why.to_string())),
            None => self.outcome.unwrap_or_else(|| Err(DbError::Aborted("not run".into()))),
        };
        let _ = self.answer.send(outcome); // a caller that went away does not mind
    }
}

struct Writer {
    tx: Tx,
    connect: SqliteConnectOptions,
    limit: Duration,
    changed: Arc<watch::Sender<u64>>,
    counts: Arc<Counts>,
    health: Health,
    /// A file that is written and removed to see whether there is room again.
    room: PathBuf,
}

impl Writer {
    async fn run(mut self, mut queue: mpsc::Receiver<Box<dyn Command>>) {
        let mut batch = Vec::with_capacity(BATCH);
        while queue.recv_many(&mut batch, BATCH).await > 0 {
            let begun = tokio::time::Instant::now();
            let lost = self.commit(&mut batch).await.err();
            self.counts.commit(batch.len(), begun.elapsed(), lost.is_some());
            if lost.is_some() {
                self.reopen().await;
            }
            for command in batch.drain(..) {
                command.answer(lost.as_deref());
            }
            match lost {
                None => self.changed.send_modify(|n| *n += 1),
                Some(why) => self.recover(why, &mut queue).await,
            }
        }
        if let Inner::SqliteWrite(conn) = self.tx.inner {
            let _ = conn.close().await;
        }
    }

    /// Runs the batch and commits; an error means that the whole transaction is gone.
    async fn commit(&mut self, batch: &mut [Box<dyn Command>]) -> Result<(), String> {
        // none of them has been answered yet, so that any order is right
        batch.sort_by_key(|command| !command.brackets());
        self.control("BEGIN IMMEDIATE").await?;
        for command in batch {
            if !command.brackets() {
                // whoever asks sees what the commands before have left for the commit
                self.tx.settle().await.map_err(|e| e.to_string())?;
                self.control("SAVEPOINT command").await?;
            }
            let deferred = self.tx.deferred.len();
            let limit = command.limit().unwrap_or(self.limit);
            let run = AssertUnwindSafe(command.run(&mut self.tx)).catch_unwind();
            let done = match tokio::time::timeout(limit, run).await {
                Ok(Ok(done)) => done,
                Ok(Err(_)) => {
                    command.failed(DbError::Aborted("panic".into()));
                    false
                }
                Err(_) => {
                    command.failed(DbError::Unavailable("time limit".into()));
                    false
                }
            };
            if let Some(why) = self.tx.lost.take() {
                return Err(why);
            }
            if !done {
                self.tx.deferred.truncate(deferred);
                self.control("ROLLBACK TO command; RELEASE command").await?;
            } else if !command.brackets() {
                self.control("RELEASE command").await?;
            }
        }
        self.tx.settle().await.map_err(|e| e.to_string())?;
        self.control("COMMIT").await
    }

    /// Refuses whatever comes until a write goes through again.
    async fn recover(&mut self, mut why: String, queue: &mut mpsc::Receiver<Box<dyn Command>>) {
        while let Err(still) = self.attempt().await {
            why = still;
            self.health.ill(&why);
            let again = tokio::time::sleep(AGAIN);
            tokio::pin!(again);
            loop {
                tokio::select! {
                    () = &mut again => break,
                    command = queue.recv() => match command {
                        Some(command) => command.answer(Some(&why)),
                        None => return,
                    },
                }
            }
        }
        tracing::warn!(why, "a transaction was lost; the next ones are taken");
        self.health.well();
    }

    /// Whether there is room, and a page of the database can be written.
    async fn attempt(&mut self) -> Result<(), String> {
        let full = tokio::fs::write(&self.room, vec![0xa5; ROOM]).await;
        let _ = tokio::fs::remove_file(&self.room).await;
        full.map_err(|e| e.to_string())?;
        let written = self.touch().await;
        if written.is_err() {
            self.reopen().await;
        }
        written
    }

    /// Nothing reads `user_version`; setting it dirties the first page.
    async fn touch(&mut self) -> Result<(), String> {
        self.control("BEGIN IMMEDIATE").await?;
        self.control("PRAGMA user_version = 1").await?;
        self.control("PRAGMA user_version = 0").await?;
        self.control("COMMIT").await
    }

    async fn control(&mut self, statement: &'static str) -> Result<(), String> {
        match &mut self.tx.inner {
            // with (no) values, so that the statement is kept prepared
            Inner::SqliteWrite(conn) => {
                sqlx::query(statement).execute(&mut **conn).await.map(drop).map_err(|e| e.to_string())
            }
            _ => Ok(()),
        }
    }

    /// After a lost transaction: roll back what may be open, or take a new connection.
    async fn reopen(&mut self) {
        self.tx.lost = None;
        self.tx.deferred.clear();
        if self.control("ROLLBACK").await.is_ok() {
            return;
        }
        match self.connect.connect().await {
            Ok(conn) => self.tx = Tx::new(Inner::SqliteWrite(Box::new(conn))),
            Err(error) => tracing::error!(%error, "the writing connection cannot be opened again"),
        }
    }
}
