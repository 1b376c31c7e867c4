//! The reader of the ledger that keeps the counters, and how they are made from scratch.
//!
//! Following, a batch of facts is folded onto what is known of their cases, and the difference is added to the counters in the
//! transaction of the cursor. A county that is far behind (an import, the demo, a rebuild) is read whole instead, stream by
//! stream, summed in memory, and replaced in one transaction that sets the cursor: the same numbers, because a counter
//! is nothing but a sum over cases as they stand.

use crate::model::Summary;
use crate::rules::fold::{self, Days, Said};
use crate::rules::tally::Tally;
use crate::store::write;
use cases::model::STREAM;
use db::{Db, DbError, Tx};
use grid::Grid;
use kernel::{Actor, Ctx, Env};
use ledger::follow::{Positioned, Reader};
use ledger::whole;
use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

/// The name under which the cursors stand.
pub const NAME: &str = "insight.cases";
/// Facts that are read at once when a county is read whole.
const PAGE: i64 = 5_000;
/// A county with more unread facts than this, and than it has read, is read whole.
const FAR: i64 = 5_000;

/// Keeps the counters.
#[derive(Clone)]
pub struct Counters {
    grid: Arc<Grid>,
    days: Days,
}

impl Counters {
    /// A reader whose days are those of an IANA time zone.
    pub fn new(grid: Arc<Grid>, zone: &str) -> Self {
        Self { grid, days: Days::of(zone) }
    }

    fn home(&self) -> usize {
        self.grid.profile().home_depth()
    }
}

#[async_trait::async_trait]
impl Reader for Counters {
    fn name(&self) -> &'static str {
        NAME
    }

    fn leaps(&self) -> bool {
        true
    }

    async fn leap(&self, db: &Db, env: &Arc<dyn Env>, county: &str, behind: i64) -> Result<u64, DbError> {
        let (read, _) = whole::progress(&mut db.read().await?, NAME, county).await?;
        if behind <= FAR.max(read) {
            return Ok(0);
        }
        self.build_county(db, env, county, 0, &|_| {}).await
    }

    async fn apply(&self, tx: &mut Tx, _: &Ctx, facts: &[Positioned]) -> Result<(), DbError> {
        let mut of: BTreeMap<&str, BTreeMap<&str, Vec<&Positioned>>> = BTreeMap::new();
        for fact in facts {
            if let Some(id) = fact.fact.stream.strip_prefix(STREAM) {
                of.entry(&fact.fact.county).or_default().entry(id).or_default().push(fact);
            }
        }
        for (county, streams) in of {
            self.follow(tx, county, &streams).await?;
        }
        Ok(())
    }
}

impl Counters {
    async fn follow(
        &self,
        tx: &mut Tx,
        county: &str,
        streams: &BTreeMap<&str, Vec<&Positioned>>,
    ) -> Result<(), DbError> {
        let ids: Vec<&str> = streams.keys().copied().collect();
        let mut known: HashMap<String, Summary> = write::cases(tx, county, &ids).await?;
        let (mut tally, home) = (Tally::default(), self.home());
        let mut changed = vec![];
        for (id, facts) in streams {
            let before = known.remove(*id);
            let mut after = before.clone();
            for fact in facts.iter().map(|p| &p.fact) {
                fold::apply(&mut after, fact.at.0, &Said::read(&fact.data), &self.days);
            }
            let Some(case) = after.filter(|after| before.as_ref() != Some(after)) else { continue };
            if let Some(before) = &before {
                tally.add(before, home, -1);
            }
            tally.add(&case, home, 1);
            changed.push((*id, case));
        }
        write::put_cases(tx, county, &changed).await?;
        write::add(tx, county, &tally).await
    }
}

/// All of a county, summed up in memory.
struct Whole {
    /// As far as it was read.
    pos: i64,
    /// Where the cursor stood.
    cursor: i64,
    facts: u64,
    cases: Vec<(String, Summary)>,
    tally: Tally,
}

impl Counters {
    /// Makes the counters of every county that is far behind, or of all (`again`), by reading it whole. `told` hears how
    /// many facts were read so far. Answers how many it were.
    ///
    /// # Errors
    /// [`DbError`] of the database; what was finished stays.
    pub async fn build(
        &self,
        db: &Db,
        env: &Arc<dyn Env>,
        again: bool,
        told: &(dyn Fn(u64) + Send + Sync),
    ) -> Result<u64, DbError> {
        ledger::sequencer::drain(db, env).await?;
        let counties = whole::counties(&mut db.read().await?).await?;
        let mut total = 0;
        for county in counties {
            let (read, head) = whole::progress(&mut db.read().await?, NAME, &county).await?;
            if again || head - read > FAR.max(read) {
                total += self.build_county(db, env, &county, total, told).await?;
            }
        }
        Ok(total)
    }

    async fn build_county(
        &self,
        db: &Db,
        env: &Arc<dyn Env>,
        county: &str,
        before: u64,
        told: &(dyn Fn(u64) + Send + Sync),
    ) -> Result<u64, DbError> {
        let whole = Arc::new(self.sum(db, county, &|n| told(before + n)).await?);
        let facts = whole.facts;
        let ctx = Ctx::new(env.clone(), Actor::system(NAME), "counters");
        let county = county.to_owned();
        db.write(&ctx, move |tx| {
            let (county, whole) = (county.clone(), whole.clone());
            Box::pin(async move {
                if ledger::whole::lock(tx, NAME, &county).await? != whole.cursor {
                    // another node was faster
                    return Ok(0);
                }
                write::replace(tx, &county, &whole.cases, &whole.tally).await?;
                ledger::whole::set(tx, NAME, &county, whole.pos).await?;
                Ok(facts)
            })
        })
        .await
    }

    async fn sum(&self, db: &Db, county: &str, told: &(dyn Fn(u64) + Send + Sync)) -> Result<Whole, DbError> {
        let mut tx = db.read().await?;
        let (cursor, pos) = whole::progress(&mut tx, NAME, county).await?;
        let pending = whole::pending(&mut tx, county).await?;
        let (home, mut facts) = (self.home(), 0);
        let (mut cases, mut tally) = (vec![], Tally::default());
        let mut case: Option<Summary> = None;
        let mut at: Option<(String, i64)> = None;
        loop {
            let after = at.as_ref().map(|(stream, seq)| (stream.as_str(), *seq));
            let page = whole::next(&mut tx, county, STREAM, after, PAGE).await?;
            let Some(last) = page.last().map(|f| (f.stream.clone(), f.seq)) else { break };
            for fact in &page {
                if at.as_ref().is_none_or(|(stream, _)| *stream != fact.stream) {
                    finish(&mut cases, &mut tally, home, at.as_ref(), case.take());
                    at = Some((fact.stream.clone(), fact.seq));
                }
                if pending.is_empty() || !pending.contains(&(fact.stream.clone(), fact.seq)) {
                    fold::apply(&mut case, fact.at, &Said::read(&fact.data), &self.days);
                }
            }
            facts += page.len() as u64;
            at = Some(last);
            told(facts);
        }
        finish(&mut cases, &mut tally, home, at.as_ref(), case);
        Ok(Whole { pos, cursor, facts, cases, tally })
    }
}

fn finish(
    cases: &mut Vec<(String, Summary)>,
    tally: &mut Tally,
    home: usize,
    at: Option<&(String, i64)>,
    case: Option<Summary>,
) {
    if let (Some((stream, _)), Some(case)) = (at, case) {
        tally.add(&case, home, 1);
        cases.push((stream.strip_prefix(STREAM).unwrap_or(stream).to_owned(), case));
    }
}
