//! Recomputing every chain, in bounded memory: hashes of facts, links, heads, positions, and, through the audits that
//! capabilities hand over, the stored rows and the protected values.
//!
//! The work falls into pieces that know nothing of each other: some thousand streams of a county, the positions of a
//! county. [`verify`] does them one after the other in a transaction, [`verify_on_all_cores`] several at a time.

mod plan;
mod positions;
mod streams;

use crate::{Fact, store};
use db::{Db, DbError, Tx};
use plan::{Piece, plan};
use std::collections::VecDeque;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

/// How many breaks are listed; all are counted.
const LISTED: usize = 100;

/// Something that does not hold.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Break {
    /// County of the fact or row.
    pub county: String,
    /// Stream.
    pub stream: String,
    /// Fact within the stream, 0 when none can be named.
    pub seq: i64,
    /// What does not hold, in technical terms: `hash`, `link`, `missing`, `head`, `position`, `row cases.due_at`, …
    pub what: String,
}

impl std::fmt::Display for Break {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{} {}#{}: {}", self.county, self.stream, self.seq, self.what)
    }
}

/// What a verification found.
#[derive(Clone, Debug, Default)]
pub struct Report {
    /// Facts read.
    pub facts: u64,
    /// Streams read.
    pub streams: u64,
    /// Positions read.
    pub positions: u64,
    /// Rows compared with the fold of their facts.
    pub rows: u64,
    /// Protected values that still match their commitment.
    pub values: u64,
    /// Protected values that have been erased.
    pub erased: u64,
    /// End of each county's chain of positions: county, position, hash. Worth publishing (docs/ledger.md).
    pub heads: Vec<(String, i64, String)>,
    /// The first breaks, in the order in which they were found.
    pub breaks: Vec<Break>,
    /// How many breaks there are in all.
    pub broken: u64,
}

impl Report {
    /// True when everything holds.
    pub fn holds(&self) -> bool {
        self.broken == 0
    }
    /// A row that an audit could not read does not hold either; whatever else the database says is passed on.
    fn unreadable(&mut self, stream: &str, audited: Result<(), DbError>) -> Result<(), DbError> {
        match audited {
            Err(DbError::Column(column, why)) => {
                self.breaks("", stream, 0, format!("row {column}: cannot be read: {why}"));
                Ok(())
            }
            other => other,
        }
    }
    /// Takes in what another piece of the work found.
    fn merge(&mut self, other: Report) {
        self.facts += other.facts;
        self.streams += other.streams;
        self.positions += other.positions;
        self.rows += other.rows;
        self.values += other.values;
        self.erased += other.erased;
        self.heads.extend(other.heads);
        self.broken += other.broken;
        let room = LISTED - self.breaks.len().min(LISTED);
        self.breaks.extend(other.breaks.into_iter().take(room));
    }
    /// Notes a break.
    pub fn breaks(&mut self, county: &str, stream: &str, seq: i64, what: impl Into<String>) {
        self.broken += 1;
        if self.breaks.len() < LISTED {
            self.breaks.push(Break { county: county.into(), stream: stream.into(), seq, what: what.into() });
        }
    }

    /// Counts the row of a stream, which was compared with the facts, and notes what is wrong with it. A value that is none of its
    /// kind is a break too.
    ///
    /// # Errors
    /// Every other failure of the database.
    pub fn compared(
        &mut self,
        of: &StreamFacts,
        wrong: Result<Option<String>, DbError>,
    ) -> Result<(), DbError> {
        self.rows += 1;
        let what = match wrong {
            Ok(None) => return Ok(()),
            Ok(Some(what)) => what,
            Err(DbError::Column(column, why)) => format!("{column}: {why}"),
            Err(other) => return Err(other),
        };
        let last = of.facts.last().map_or(0, |fact| fact.seq);
        self.breaks(&of.county, &of.stream, last, what);
        Ok(())
    }
}

/// All facts of one stream.
#[derive(Clone, Debug, Default)]
pub struct StreamFacts {
    /// County.
    pub county: String,
    /// Stream.
    pub stream: String,
    /// Its facts, in order.
    pub facts: Vec<Fact>,
}

/// A check of one capability over whole streams: fold their facts and compare with the stored rows, or recompute
/// commitments.
#[async_trait::async_trait]
pub trait Audit: Send + Sync {
    /// The streams it wants: those whose name begins so (`case/`); an empty prefix wants all.
    fn prefix(&self) -> &'static str;
    /// Looks at some streams of one county, each whole (a very long one in several calls), in order.
    async fn streams(&self, tx: &mut Tx, streams: &[StreamFacts], report: &mut Report)
    -> Result<(), DbError>;
    /// Looks for rows that no stream speaks of, at the end.
    async fn end(&self, _tx: &mut Tx, _report: &mut Report) -> Result<(), DbError> {
        Ok(())
    }
}

/// What every piece of the work is given.
struct Check<'a> {
    audits: &'a [&'a dyn Audit],
    /// Facts read so far, by all pieces.
    read: &'a AtomicU64,
}

impl Check<'_> {
    async fn piece(&self, tx: &mut Tx, piece: &Piece) -> Result<Report, DbError> {
        let mut report = Report::default();
        match piece {
            Piece::Streams { county, from, to } => {
                streams::check(self, tx, county, (from, to.as_deref()), &mut report).await?;
            }
            Piece::Positions { county } => positions::check(tx, county, &mut report).await?,
        }
        Ok(report)
    }
}

/// Verifies everything as one transaction sees it; `progress` hears the number of facts read so far.
pub async fn verify(tx: &mut Tx, audits: &[&dyn Audit], progress: impl Fn(u64)) -> Result<Report, DbError> {
    let mut report = Report::default();
    let read = AtomicU64::new(0);
    let check = Check { audits, read: &read };
    for piece in plan(tx).await? {
        report.merge(check.piece(tx, &piece).await?);
        progress(report.facts);
    }
    finish(tx, audits, &mut report).await?;
    Ok(report)
}

/// What has to be looked at as a whole, after all pieces.
async fn finish(tx: &mut Tx, audits: &[&dyn Audit], report: &mut Report) -> Result<(), DbError> {
    report.heads.sort();
    positions::all_numbered(tx, report).await?;
    for audit in audits {
        let done = audit.end(tx, report).await;
        report.unreadable(audit.prefix(), done)?;
    }
    Ok(())
}

/// How often pictures of the database are taken anew because somebody wrote in between.
const ATTEMPTS: usize = 40;

/// Verifies everything with as many pieces at a time as there are cores, each in its own transaction; all of them see the
/// same facts, though others may be writing.
///
/// # Errors
/// Whatever the database says.
pub async fn verify_on_all_cores(
    db: &Db,
    audits: Vec<Arc<dyn Audit>>,
    progress: impl Fn(u64),
) -> Result<Report, DbError> {
    let cores = std::thread::available_parallelism().map_or(1, usize::from).min(8);
    let mut views = same_views(db, cores).await?;
    let Some(first) = views.first_mut() else { return Err(DbError::NoRow("verify")) };
    let pieces: VecDeque<(usize, Piece)> = plan(first).await?.into_iter().enumerate().collect();
    let (queue, read) = (Arc::new(Mutex::new(pieces)), Arc::new(AtomicU64::new(0)));
    let mut workers = tokio::task::JoinSet::new();
    for mut view in views {
        let (queue, read, audits) = (queue.clone(), read.clone(), audits.clone());
        workers.spawn(async move {
            let audits: Vec<&dyn Audit> = audits.iter().map(AsRef::as_ref).collect();
            let check = Check { audits: &audits, read: &read };
            let mut done = vec![];
            loop {
                let next = queue.lock().unwrap_or_else(PoisonError::into_inner).pop_front();
                let Some((place, piece)) = next else { return Ok::<_, DbError>((view, done)) };
                done.push((place, check.piece(&mut view, &piece).await?));
            }
        });
    }
    let (mut done, mut view) = (vec![], None);
    let mut tick = tokio::time::interval(Duration::from_millis(500));
    loop {
        tokio::select! {
            worker = workers.join_next() => {
                let Some(worker) = worker else { break };
                let (tx, reports) = worker.map_err(|e| DbError::Aborted(e.to_string()))??;
                view = Some(tx);
                done.extend(reports);
            }
            _ = tick.tick() => progress(read.load(Ordering::Relaxed)),
        }
    }
    // in the order of the plan, whoever was faster
    done.sort_by_key(|(place, _)| *place);
    let mut report = Report::default();
    done.into_iter().for_each(|(_, piece)| report.merge(piece));
    progress(report.facts);
    let audits: Vec<&dyn Audit> = audits.iter().map(AsRef::as_ref).collect();
    let Some(mut tx) = view else { return Err(DbError::NoRow("verify")) };
    finish(&mut tx, &audits, &mut report).await?;
    Ok(report)
}

/// Transactions that see the same facts: taken again until nobody has written between the first and the last. Where
/// somebody always does, one alone.
async fn same_views(db: &Db, count: usize) -> Result<Vec<Tx>, DbError> {
    for _ in 0..ATTEMPTS {
        let mut views = vec![];
        let mut seen = vec![];
        for _ in 0..count {
            let mut tx = db.read().await?;
            let row = tx.fetch_one(&store::EXTENT, vec![]).await?;
            seen.push((row.get::<i64>("positions")?, row.get::<i64>("waiting")?));
            views.push(tx);
        }
        if seen.windows(2).all(|pair| pair[0] == pair[1]) {
            return Ok(views);
        }
        drop(views);
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    Ok(vec![db.read().await?])
}
