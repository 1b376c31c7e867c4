//! SQLite: one writer with group commit, and read-only connections ([`crate::readers`]).
//!
//! The writer owns the only writing connection. It takes whatever commands are waiting, runs each inside its own
//! savepoint in one `BEGIN IMMEDIATE` transaction, commits (one fsync for all, `synchronous=FULL`), and only then
//! answers. An error, a panic or the time limit undoes its own savepoint; when the transaction as a whole is lost (disk full,
//! I/O error) everybody in it is told that nothing was done. Until a write goes through again, commands are then refused
//! at once.

use crate::{
    Batch, DbError, Load, Options, Stats, Tx,
    command::{Command, Work},
    health::{AGAIN, Health, ROOM},
    readers::Readers,
    stats::Counts,
    tx::Inner,
};
use futures::FutureExt as _;
use sqlx::{
    ConnectOptions as _, Connection as _, Executor as _,
    sqlite::{SqliteConnectOptions, SqliteJournalMode, SqliteSynchronous},
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
/// Commands of one text that go to the database together at most: a trip to its thread costs as much as some statements.
const TOGETHER: usize = 8;
/// Commands that may wait; beyond, callers wait for room.
const QUEUE: usize = 4096;

#[derive(Clone)]
pub(crate) struct Sqlite {
    readers: Readers,
    queue: Option<mpsc::Sender<Waiting>>,
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
            // rows on their way from the thread that reads them: each time it is full costs two changes of thread
            .row_buffer_size(1000)
            .foreign_keys(true)
            .busy_timeout(Duration::from_secs(10))
            // slow statements are logged by name, see `slow`
            .disable_statement_logging();
        let writer = match options.writable {
            true => {
                let connect = connect.clone().journal_mode(SqliteJournalMode::Wal);
                let synchronous = match options.load {
                    Load::Fill => SqliteSynchronous::Off,
                    Load::Serve | Load::Import => SqliteSynchronous::Full,
                };
                // a page that many commands touch goes back into the file once for all of them
                let (cache, checkpoint) = match options.load {
                    Load::Serve => ("-65536", "8000"),
                    Load::Import | Load::Fill => ("-524288", "65536"),
                };
                let connect = connect
                    .synchronous(synchronous)
                    .pragma("cache_size", cache)
                    .pragma("wal_autocheckpoint", checkpoint);
                let conn = connect.connect().await.map_err(|e| DbError::sort("open", e))?;
                Some((conn, connect))
            }
            false => None,
        };
        // not for the writer: in memory, the journal of a command is a list that is walked after each of its statements
        let connect_reader = connect.pragma("query_only", "ON").pragma("temp_store", "MEMORY");
        let readers = Readers::open(&connect_reader, options.connections).await?;
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
        Ok(Self { readers, queue, counts, _lock: lock })
    }

    pub(crate) async fn read(&self) -> Result<Tx, DbError> {
        let tx = self.readers.begin().await.map_err(|e| DbError::sort("begin", e))?;
        Ok(Tx::new(Inner::SqliteRead(tx)))
    }

    /// Takes a command into the next commit, and answers after it.
    pub(crate) async fn run(&self, command: Command) -> Result<(), DbError> {
        let Some(queue) = &self.queue else {
            return Err(DbError::Config("the database was opened for reading only".into()));
        };
        let (answer, wait) = oneshot::channel();
        queue.send(Waiting { command, answer, outcome: Ok(()) }).await.map_err(|_| stopped())?;
        wait.await.unwrap_or_else(|_| Err(stopped()))
    }

    pub(crate) fn stats(&self) -> Stats {
        let queued = self.queue.as_ref().map_or(0, |queue| queue.max_capacity() - queue.capacity());
        let (open, idle) = self.readers.count();
        Stats::of(&self.counts, queued, open, idle)
    }

    pub(crate) async fn close(&self) {
        self.readers.close().await;
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
struct Waiting {
    command: Command,
    /// What became of a batch; a closure keeps that itself.
    outcome: Result<(), DbError>,
    answer: oneshot::Sender<Result<(), DbError>>,
}

impl Waiting {
    /// Whether it opens its savepoint itself, and releases it when all went well.
    fn brackets(&self) -> bool {
        matches!(self.command.work, Work::Batch(_))
    }

    /// Commands of one shape may go together.
    fn shape(&self) -> Option<Vec<usize>> {
        match &self.command.work {
            Work::Batch(batch) => batch.shape(),
            Work::Closure(_) => None,
        }
    }

    /// Runs it; false when its savepoint must be undone.
    async fn run(&mut self, tx: &mut Tx) -> bool {
        match &mut self.command.work {
            Work::Closure(closure) => closure.run(tx).await,
            Work::Batch(batch) => {
                self.outcome = tx.run_alone(std::mem::take(batch)).await;
                self.outcome.is_ok()
            }
        }
    }

    /// Undone because of this.
    fn failed(&mut self, error: DbError) {
        match &self.command.work {
            Work::Closure(closure) => closure.failed(error),
            Work::Batch(_) => self.outcome = Err(error),
        }
    }

    /// Tells the caller, after the commit.
    fn answer(self, lost: Option<&str>) {
        let end = lost.map_or(self.outcome, |why| Err(DbError::Unavailable(why.to_string())));
        let _ = self.answer.send(end); // a caller that went away does not mind
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
    async fn run(mut self, mut queue: mpsc::Receiver<Waiting>) {
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
    async fn commit(&mut self, batch: &mut [Waiting]) -> Result<(), String> {
        // none of them has been answered yet, so that any order is right: closures last, since they see what the others did
        batch.sort_by_cached_key(|command| (!command.brackets(), command.shape()));
        self.control("BEGIN IMMEDIATE").await?;
        if let [only] = batch
            && !only.brackets()
        {
            // undone with the transaction: no savepoint, for which each page that it touches would be copied
            if self.attempted(only).await? {
                return self.end().await;
            }
            self.tx.deferred.clear();
            return self.control("ROLLBACK").await;
        }
        let mut rest = batch;
        while let Some(first) = rest.first() {
            let shape = first.shape();
            let same = |other: &&Waiting| shape.is_some() && other.shape() == shape;
            let alike = rest.iter().take(TOGETHER).take_while(same).count();
            // few texts to keep prepared: by one, two, four and eight
            let (now, later) = rest.split_at_mut(1 << alike.max(1).ilog2());
            if now.len() == 1 || !self.together(now).await? {
                for command in now {
                    self.alone(command).await?;
                }
            }
            rest = later;
        }
        self.end().await
    }

    async fn end(&mut self) -> Result<(), String> {
        self.tx.settle().await.map_err(|e| e.to_string())?;
        self.control("COMMIT").await
    }

    /// Runs several batches in one savepoint and one trip; false when nothing was done, since not all of them could be.
    async fn together(&mut self, commands: &[Waiting]) -> Result<bool, String> {
        let (deferred, mut all, mut limit) = (self.tx.deferred.len(), Batch::default(), Duration::ZERO);
        for command in commands {
            if let Work::Batch(batch) = &command.command.work {
                all.join(batch.clone());
            }
            limit = limit.max(command.command.limit.unwrap_or(self.limit));
        }
        let done = matches!(tokio::time::timeout(limit, self.tx.run_alone(all)).await, Ok(Ok(())));
        if let Some(why) = self.tx.lost.take() {
            return Err(why);
        }
        if !done {
            self.undo(deferred).await?;
        }
        Ok(done)
    }

    /// Runs one command in its savepoint.
    async fn alone(&mut self, command: &mut Waiting) -> Result<(), String> {
        if !command.brackets() {
            // whoever asks sees what the commands before have left for the commit
            self.tx.settle().await.map_err(|e| e.to_string())?;
            self.control("SAVEPOINT command").await?;
        }
        let deferred = self.tx.deferred.len();
        if !self.attempted(command).await? {
            self.undo(deferred).await?;
        } else if !command.brackets() {
            self.control("RELEASE command").await?;
        }
        Ok(())
    }

    /// Runs one command; false when what it did must be undone.
    async fn attempted(&mut self, command: &mut Waiting) -> Result<bool, String> {
        let limit = command.command.limit.unwrap_or(self.limit);
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
        match self.tx.lost.take() {
            Some(why) => Err(why),
            None => Ok(done),
        }
    }

    /// Undoes what was done since the last savepoint; `deferred` things were left for the commit before it.
    async fn undo(&mut self, deferred: usize) -> Result<(), String> {
        self.tx.deferred.truncate(deferred);
        self.control("ROLLBACK TO command; RELEASE command").await
    }

    /// Refuses whatever comes until a write goes through again.
    async fn recover(&mut self, mut why: String, queue: &mut mpsc::Receiver<Waiting>) {
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
