//! Some streams of a county: every fact is what was hashed and follows the one before it, every head says the same as the
//! last fact, and the audits have looked at each.

use super::{Check, Report, StreamFacts};
use crate::{Fact, store};
use db::{DbError, Row, Tx, args};
use std::cmp::Ordering;
use std::collections::VecDeque;
use std::sync::atomic::Ordering::Relaxed;

/// Facts handed to the audits at once, at least.
const BATCH: usize = 4_000;
/// A stream longer than this is audited in pieces of this many facts.
const LONG: usize = 20_000;

/// From the first name on, up to and without the second.
type Range<'a> = (&'a str, Option<&'a str>);

/// The fact read last.
#[derive(Default)]
struct Last {
    stream: String,
    seq: i64,
    hash: String,
}

/// Walks facts and heads side by side, both in the order of their stream.
pub(super) async fn check(
    check: &Check<'_>,
    tx: &mut Tx,
    county: &str,
    range: Range<'_>,
    report: &mut Report,
) -> Result<(), DbError> {
    let mut heads = Heads { county, range, page: VecDeque::new(), after: None };
    let mut last: Option<Last> = None;
    let (mut batch, mut size): (Vec<StreamFacts>, usize) = (vec![], 0);
    let mut after = (range.0.to_owned(), i64::MIN);
    loop {
        let rows = page(tx, county, &after, range.1).await?;
        let Some(end) = rows.last() else { break };
        after = (end.get("stream")?, end.get("seq")?);
        for row in &rows {
            let (stream, seq): (String, i64) = (row.get("stream")?, row.get("seq")?);
            if last.as_ref().is_none_or(|l| l.stream != stream) {
                if let Some(last) = &last {
                    finish(tx, &mut heads, last, report).await?;
                }
                if size >= BATCH {
                    audit(check, tx, &mut batch, report).await?;
                    size = 0;
                }
                batch.push(StreamFacts { county: county.into(), stream: stream.clone(), facts: vec![] });
                last = Some(Last { stream: stream.clone(), ..Last::default() });
                report.streams += 1;
            }
            report.facts += 1;
            let before = last.get_or_insert_default();
            let fact = checked(row, county, before, report);
            before.seq = seq;
            before.hash = fact.as_ref().map(|f| f.hash.clone()).unwrap_or_default();
            if let (Some(fact), Some(current)) = (fact, batch.last_mut()) {
                current.facts.push(fact);
                size += 1;
                if current.facts.len() >= LONG {
                    audit(check, tx, &mut batch, report).await?;
                    size = 0;
                    batch.push(StreamFacts { county: county.into(), stream, facts: vec![] });
                }
            }
        }
        check.read.fetch_add(rows.len() as u64, Relaxed);
    }
    if let Some(last) = &last {
        finish(tx, &mut heads, last, report).await?;
    }
    audit(check, tx, &mut batch, report).await?;
    heads.rest(tx, report).await
}

async fn page(
    tx: &mut Tx,
    county: &str,
    after: &(String, i64),
    to: Option<&str>,
) -> Result<Vec<Row>, DbError> {
    match to {
        Some(to) => tx.fetch_all(&store::PAGE, args![county, &after.0, after.1, to]).await,
        None => tx.fetch_all(&store::PAGE_REST, args![county, &after.0, after.1]).await,
    }
}

/// Checks one fact against the one before it; None when it cannot even be read.
fn checked(row: &Row, county: &str, last: &Last, report: &mut Report) -> Option<Fact> {
    let (stream, seq) =
        (row.get::<String>("stream").unwrap_or_default(), row.get::<i64>("seq").unwrap_or_default());
    let fact = match Fact::read(row) {
        Ok(fact) => fact,
        Err(error) => {
            report.breaks(county, &stream, seq, format!("unreadable: {error}"));
            return None;
        }
    };
    if !fact.is_sealed() {
        report.breaks(county, &stream, seq, "hash: the fact is not what was hashed");
    }
    if seq != last.seq + 1 {
        report.breaks(county, &stream, last.seq + 1, "missing: the fact is not there");
    } else if fact.prev_hash != last.hash {
        report.breaks(county, &stream, seq, "link: not the hash of the fact before it");
    }
    Some(fact)
}

/// Hands to each audit the streams that it wants: they stand together, since they are in order.
async fn audit(
    check: &Check<'_>,
    tx: &mut Tx,
    batch: &mut Vec<StreamFacts>,
    report: &mut Report,
) -> Result<(), DbError> {
    let mut streams = std::mem::take(batch);
    streams.retain(|s| !s.facts.is_empty());
    for audit in check.audits {
        let wanted = |s: &StreamFacts| s.stream.starts_with(audit.prefix());
        let Some(first) = streams.iter().position(wanted) else { continue };
        let count = streams[first..].iter().take_while(|s| wanted(s)).count();
        let done = audit.streams(tx, &streams[first..first + count], report).await;
        report.unreadable(audit.prefix(), done)?;
    }
    Ok(())
}

/// At the end of a stream: its head must say the same.
async fn finish(tx: &mut Tx, heads: &mut Heads<'_>, last: &Last, report: &mut Report) -> Result<(), DbError> {
    let county = heads.county;
    loop {
        let Some(head) = heads.peek(tx).await? else {
            report.breaks(county, &last.stream, last.seq, "head: the stream has none");
            return Ok(());
        };
        match head.stream.cmp(&last.stream) {
            Ordering::Less => {
                head.is_bare(county, report);
                heads.next();
            }
            Ordering::Equal => {
                if head.seq > last.seq {
                    let what = "missing: the head says that there was a later fact";
                    report.breaks(county, &last.stream, last.seq + 1, what);
                } else if head.seq != last.seq || head.hash != last.hash {
                    report.breaks(county, &last.stream, last.seq, "head: does not match the last fact");
                }
                heads.next();
                return Ok(());
            }
            Ordering::Greater => {
                report.breaks(county, &last.stream, last.seq, "head: the stream has none");
                return Ok(());
            }
        }
    }
}

struct HeadRow {
    stream: String,
    seq: i64,
    hash: String,
}

impl HeadRow {
    /// A head without any fact.
    fn is_bare(&self, county: &str, report: &mut Report) {
        if self.seq > 0 {
            report.breaks(county, &self.stream, self.seq, "missing: no fact of the stream is there");
        }
    }
}

/// The heads, read in pages.
struct Heads<'a> {
    county: &'a str,
    range: Range<'a>,
    page: VecDeque<HeadRow>,
    after: Option<String>,
}

impl Heads<'_> {
    async fn peek(&mut self, tx: &mut Tx) -> Result<Option<&HeadRow>, DbError> {
        if self.page.is_empty() {
            // the least name that is greater than the last one
            let from = self.after.as_ref().map_or(self.range.0.to_owned(), |after| format!("{after}\u{1}"));
            let rows = match self.range.1 {
                Some(to) => tx.fetch_all(&store::HEADS, args![self.county, from, to]).await?,
                None => tx.fetch_all(&store::HEADS_REST, args![self.county, from]).await?,
            };
            for row in rows {
                let (stream, seq, hash) = (row.get("stream")?, row.get("seq")?, row.get("hash")?);
                self.page.push_back(HeadRow { stream, seq, hash });
            }
            if let Some(last) = self.page.back() {
                self.after = Some(last.stream.clone());
            }
        }
        Ok(self.page.front())
    }
    fn next(&mut self) {
        self.page.pop_front();
    }
    async fn rest(&mut self, tx: &mut Tx, report: &mut Report) -> Result<(), DbError> {
        let county = self.county;
        while let Some(head) = self.peek(tx).await? {
            head.is_bare(county, report);
            self.next();
        }
        Ok(())
    }
}
