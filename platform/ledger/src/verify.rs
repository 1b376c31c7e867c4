//! Recomputing every chain, in bounded memory: hashes of facts, links, heads, positions, and, through the audits that
//! capabilities hand over, the stored rows and the protected values.

use crate::{Fact, digest::chain, store};
use db::{DbError, Row, Tx, args};
use std::cmp::Ordering;

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
    /// Notes a break.
    pub fn breaks(&mut self, county: &str, stream: &str, seq: i64, what: impl Into<String>) {
        self.broken += 1;
        if self.breaks.len() < LISTED {
            self.breaks.push(Break { county: county.into(), stream: stream.into(), seq, what: what.into() });
        }
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
    /// Looks at some streams, each whole.
    async fn streams(&self, tx: &mut Tx, streams: &[StreamFacts], report: &mut Report)
    -> Result<(), DbError>;
    /// Looks for rows that no stream speaks of, at the end.
    async fn end(&self, _tx: &mut Tx, _report: &mut Report) -> Result<(), DbError> {
        Ok(())
    }
}

/// Streams handed to an audit at once.
const BATCH: usize = 200;
/// A stream longer than this is audited in pieces of this many facts.
const LONG: usize = 20_000;

/// Verifies everything; `progress` hears the number of facts read so far.
pub async fn verify(tx: &mut Tx, audits: &[&dyn Audit], progress: impl Fn(u64)) -> Result<Report, DbError> {
    let mut report = Report::default();
    streams(tx, audits, &mut report, progress).await?;
    positions(tx, &mut report).await?;
    for audit in audits {
        audit.end(tx, &mut report).await?;
    }
    Ok(report)
}

/// Walks facts and heads side by side, both in the order of (county, stream).
async fn streams(
    tx: &mut Tx,
    audits: &[&dyn Audit],
    report: &mut Report,
    progress: impl Fn(u64),
) -> Result<(), DbError> {
    let mut heads = Heads::default();
    let mut current = StreamFacts::default();
    let mut last = (String::new(), String::new(), 0i64, String::new());
    let mut batch: Vec<StreamFacts> = vec![];
    loop {
        let rows = tx.fetch_all(&store::PAGE, args![&last.0, &last.1, last.2]).await?;
        if rows.is_empty() {
            break;
        }
        for row in &rows {
            let (county, stream, seq): (String, String, i64) =
                (row.get("county")?, row.get("stream")?, row.get("seq")?);
            if (&county, &stream) != (&last.0, &last.1) {
                finish(tx, &mut heads, &last, report).await?;
                batch.push(std::mem::take(&mut current));
                current = StreamFacts { county: county.clone(), stream: stream.clone(), facts: vec![] };
                last = (county.clone(), stream.clone(), 0, String::new());
                report.streams += 1;
            }
            report.facts += 1;
            let fact = check(row, &last, report);
            last = (county, stream, seq, fact.as_ref().map(|f| f.hash.clone()).unwrap_or_default());
            current.facts.extend(fact);
            if current.facts.len() >= LONG {
                let (county, stream) = (current.county.clone(), current.stream.clone());
                batch.push(std::mem::replace(&mut current, StreamFacts { county, stream, facts: vec![] }));
            }
        }
        if batch.len() >= BATCH {
            audit(tx, audits, &mut batch, report).await?;
        }
        progress(report.facts);
    }
    finish(tx, &mut heads, &last, report).await?;
    batch.push(current);
    audit(tx, audits, &mut batch, report).await?;
    heads.rest(tx, report).await
}

/// Checks one fact against the one before it; None when it cannot even be read.
fn check(row: &Row, last: &(String, String, i64, String), report: &mut Report) -> Option<Fact> {
    let (county, stream, seq) = (
        row.get::<String>("county").unwrap_or_default(),
        row.get::<String>("stream").unwrap_or_default(),
        row.get::<i64>("seq").unwrap_or_default(),
    );
    let fact = match Fact::read(row) {
        Ok(fact) => fact,
        Err(error) => {
            report.breaks(&county, &stream, seq, format!("unreadable: {error}"));
            return None;
        }
    };
    if !fact.is_sealed() {
        report.breaks(&county, &stream, seq, "hash: the fact is not what was hashed");
    }
    if seq != last.2 + 1 {
        report.breaks(&county, &stream, last.2 + 1, "missing: the fact is not there");
    } else if fact.prev_hash != last.3 {
        report.breaks(&county, &stream, seq, "link: not the hash of the fact before it");
    }
    Some(fact)
}

async fn audit(
    tx: &mut Tx,
    audits: &[&dyn Audit],
    batch: &mut Vec<StreamFacts>,
    report: &mut Report,
) -> Result<(), DbError> {
    let streams = std::mem::take(batch);
    for audit in audits {
        let wanted: Vec<StreamFacts> = streams
            .iter()
            .filter(|s| !s.facts.is_empty() && s.stream.starts_with(audit.prefix()))
            .cloned()
            .collect();
        if !wanted.is_empty() {
            audit.streams(tx, &wanted, report).await?;
        }
    }
    Ok(())
}

/// At the end of a stream: its head must say the same.
async fn finish(
    tx: &mut Tx,
    heads: &mut Heads,
    last: &(String, String, i64, String),
    report: &mut Report,
) -> Result<(), DbError> {
    if last.1.is_empty() {
        return Ok(());
    }
    let (county, stream, seq, hash) = last;
    loop {
        let Some(head) = heads.peek(tx).await? else {
            report.breaks(county, stream, *seq, "head: the stream has none");
            return Ok(());
        };
        match (&head.county, &head.stream).cmp(&(county, stream)) {
            Ordering::Less => {
                if head.seq > 0 {
                    report.breaks(
                        &head.county,
                        &head.stream,
                        head.seq,
                        "missing: no fact of the stream is there",
                    );
                }
                heads.next();
            }
            Ordering::Equal => {
                if head.seq > *seq {
                    report.breaks(
                        county,
                        stream,
                        seq + 1,
                        "missing: the head says that there was a later fact",
                    );
                } else if head.seq != *seq || head.hash != *hash {
                    report.breaks(county, stream, *seq, "head: does not match the last fact");
                }
                heads.next();
                return Ok(());
            }
            Ordering::Greater => {
                report.breaks(county, stream, *seq, "head: the stream has none");
                return Ok(());
            }
        }
    }
}

struct HeadRow {
    county: String,
    stream: String,
    seq: i64,
    hash: String,
}

/// The heads, read in pages.
#[derive(Default)]
struct Heads {
    page: std::collections::VecDeque<HeadRow>,
    after: (String, String),
}

impl Heads {
    async fn peek(&mut self, tx: &mut Tx) -> Result<Option<&HeadRow>, DbError> {
        if self.page.is_empty() {
            for row in tx.fetch_all(&store::HEADS, args![&self.after.0, &self.after.1]).await? {
                self.page.push_back(HeadRow {
                    county: row.get("county")?,
                    stream: row.get("stream")?,
                    seq: row.get("seq")?,
                    hash: row.get("hash")?,
                });
            }
            if let Some(last) = self.page.back() {
                self.after = (last.county.clone(), last.stream.clone());
            }
        }
        Ok(self.page.front())
    }
    fn next(&mut self) {
        self.page.pop_front();
    }
    async fn rest(&mut self, tx: &mut Tx, report: &mut Report) -> Result<(), DbError> {
        while let Some(head) = self.peek(tx).await? {
            if head.seq > 0 {
                report.breaks(
                    &head.county,
                    &head.stream,
                    head.seq,
                    "missing: no fact of the stream is there",
                );
            }
            self.next();
        }
        Ok(())
    }
}

/// Walks the chain of positions of each county.
async fn positions(tx: &mut Tx, report: &mut Report) -> Result<(), DbError> {
    let mut after = String::new();
    loop {
        let counties = tx.fetch_all(&store::COUNTIES, args![&after]).await?;
        let Some(last) = counties.last() else { break };
        after = last.get("county")?;
        for row in &counties {
            let (county, pos, hash): (String, i64, String) =
                (row.get("county")?, row.get("pos")?, row.get("hash")?);
            let end = county_positions(tx, &county, report).await?;
            report.heads.push((county.clone(), pos, hash.clone()));
            if end != (pos, hash) {
                report.breaks(
                    &county,
                    "",
                    pos,
                    "position: the county's head does not match its last position",
                );
            }
        }
    }
    let row = tx.fetch_one(&store::COUNTS, vec![]).await?;
    let (facts, positions, waiting): (i64, i64, i64) =
        (row.get("facts")?, row.get("positions")?, row.get("waiting")?);
    if facts != positions + waiting
        && let Some(row) = tx.fetch_optional(&store::UNNUMBERED, vec![]).await?
    {
        let (county, stream): (String, String) = (row.get("county")?, row.get("stream")?);
        report.breaks(&county, &stream, row.get("seq")?, "position: the fact has none");
    }
    Ok(())
}

async fn county_positions(tx: &mut Tx, county: &str, report: &mut Report) -> Result<(i64, String), DbError> {
    let (mut pos, mut hash) = (0i64, String::new());
    loop {
        let rows = tx.fetch_all(&store::POSITIONS, args![county, pos]).await?;
        if rows.is_empty() {
            return Ok((pos, hash));
        }
        for row in rows {
            let (at, stream, seq): (i64, String, i64) =
                (row.get("pos")?, row.get("stream")?, row.get("seq")?);
            let stored: String = row.get("hash")?;
            report.positions += 1;
            if at != pos + 1 {
                report.breaks(county, &stream, seq, format!("position: {} is missing", pos + 1));
            }
            match row.get::<Option<String>>("fact_hash")? {
                None => {
                    report.breaks(county, &stream, seq, "missing: the fact of this position is not there")
                }
                Some(fact)
                    if chain(Some(&stored), &hash, at, &stream, seq, &fact).as_deref() != Some(&stored) =>
                {
                    report.breaks(county, &stream, seq, "position: the chain does not match the fact");
                }
                Some(_) => {}
            }
            (pos, hash) = (at, stored);
        }
    }
}
