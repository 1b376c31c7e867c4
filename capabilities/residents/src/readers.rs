//! Follows the ledger: one entry for each step that an alert is told of, and a job where it is told at once, in one
//! transaction with the cursor. What is read again makes no second entry.

use crate::model::{Alert, Entry, Pace, Subject};
use crate::rules::stage;
use crate::service::send::{GATHER, REMEMBERED, SEND, enqueue};
use crate::service::{Residents, codes::SEND_CODE};
use crate::store;
use cases::live::{Happened, happened};
use cases::model::{FactData, STREAM};
use db::{DbError, Tx};
use jobs::{Job, Runner};
use kernel::{Ctx, Timestamp};
use ledger::follow::{Positioned, Reader};
use std::collections::{BTreeSet, HashMap};

/// The reader; `server` runs it with the others.
#[derive(Clone, Copy, Debug, Default)]
pub struct Happenings;

#[async_trait::async_trait]
impl Reader for Happenings {
    fn name(&self) -> &'static str {
        "residents.happenings"
    }

    async fn apply(&self, tx: &mut Tx, ctx: &Ctx, facts: &[Positioned]) -> Result<(), DbError> {
        // older than what is remembered: told, or nobody's business any more
        let from = ctx.now.plus(-REMEMBERED);
        let told = |p: &&Positioned| p.fact.at >= from && p.fact.stream.starts_with(STREAM);
        let fresh: Vec<Positioned> = facts.iter().filter(told).cloned().collect();
        let Some(county) = fresh.first().map(|p| p.fact.county.clone()) else { return Ok(()) };
        if tx.fetch_optional(&store::ANY_ALERT, db::args![""]).await?.is_none() {
            return Ok(());
        }
        let stages: HashMap<i64, &'static str> = fresh.iter().filter_map(staged).collect();
        let events = happened(tx, &county, &fresh).await?;
        let alerts = following(tx, &county, &events).await?;
        for event in &events {
            let at_once = self.tell(tx, &alerts, &county, event, stages.get(&event.pos).copied()).await?;
            for alert in at_once {
                let rest = alert.sent_at.map_or(ctx.now, |sent| sent.plus(GATHER));
                enqueue(tx, ctx, &alert.id, Timestamp(rest.0.max(ctx.now.0))).await?;
            }
        }
        Ok(())
    }
}

impl Happenings {
    /// Writes the entries of a step; answers the alerts that are told at once.
    async fn tell<'a>(
        &self,
        tx: &mut Tx,
        alerts: &'a [Alert],
        county: &str,
        event: &Happened,
        stage: Option<&'static str>,
    ) -> Result<Vec<&'a Alert>, DbError> {
        let mut at_once = vec![];
        for alert in alerts.iter().filter(|alert| event.event.at >= alert.since) {
            let stage = match &alert.subject {
                Subject::Area(code) if event.event.area_path.split('/').any(|one| one == code) => stage,
                Subject::Case(home, id) if home == county && *id == event.case => {
                    event.public.then_some(stage.unwrap_or("moved"))
                }
                _ => None,
            };
            let Some(stage) = stage else { continue };
            let entry = Entry {
                county: county.to_owned(),
                case: event.case.clone(),
                seq: event.event.seq,
                number: event.event.number.clone(),
                stage: stage.to_owned(),
                at: event.event.at,
            };
            if store::add_entry(tx, &alert.id, &entry).await? && alert.pace == Pace::Now {
                at_once.push(alert);
            }
        }
        Ok(at_once)
    }
}

/// The stage of a fact by its position; most facts have none.
fn staged(positioned: &Positioned) -> Option<(i64, &'static str)> {
    let data: FactData = positioned.fact.decode().ok()?;
    Some((positioned.pos, stage(&data)?))
}

/// Alerts of the areas above, and of the cases themselves.
async fn following(tx: &mut Tx, county: &str, events: &[Happened]) -> Result<Vec<Alert>, DbError> {
    let mut subjects = BTreeSet::new();
    for event in events {
        subjects.insert(Subject::Case(county.to_owned(), event.case.clone()).text());
        let codes = event.event.area_path.split('/').filter(|code| !code.is_empty());
        subjects.extend(codes.map(|code| Subject::Area(code.to_owned()).text()));
    }
    let subjects: Vec<String> = subjects.into_iter().collect();
    store::following(tx, &subjects).await
}

/// The kind of the job that makes digests.
pub const DIGEST: &str = "residents.digest";
/// Milliseconds between two looks for digests that are due.
const DIGEST_EVERY: i64 = 5 * 60_000;
/// The kind of the job that sweeps.
pub const SWEEP: &str = "residents.sweep";

impl Residents {
    /// A runner with the jobs of residents: four at a time; what a server does not take is tried again for about a day.
    pub fn runner(&self, runner: Runner) -> Runner {
        let (code, send, digest, sweep) = (self.clone(), self.clone(), self.clone(), self.clone());
        runner
            .retries(18, 15_000, 2 * Timestamp::HOUR)
            .on(SEND_CODE, move |ctx: Ctx, job: Job| {
                let this = code.clone();
                async move { this.send_code(&ctx, job.payload["code"].as_str().unwrap_or_default()).await }
            })
            .on(SEND, move |ctx: Ctx, job: Job| {
                let this = send.clone();
                async move { this.send_alert(&ctx, &job).await }
            })
            .every(DIGEST, DIGEST_EVERY, move |ctx: Ctx, _: Job| {
                let this = digest.clone();
                async move { this.digests(&ctx).await }
            })
            .every(SWEEP, Timestamp::HOUR, move |ctx: Ctx, _: Job| {
                let this = sweep.clone();
                async move { this.sweep(&ctx).await }
            })
    }
}
