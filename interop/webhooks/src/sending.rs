//! The jobs: sending what waits in a lane, and forgetting what arrived long ago.
//!
//! A receiver that cannot be reached rests for a while, so that thousands of cases that wait for it do not each wait for a
//! time-out: what is not tried is no attempt.

use crate::model::{Lane, State, Waiting, Webhook};
use crate::rules::event_id;
use crate::{Webhooks, sign, store};
use courier::http::{Fault, Sender};
use db::{DbError, Tx};
use jobs::{Job, NewJob};
use kernel::{Ctx, Failure, Result, Timestamp};
use parking_lot::Mutex;
use std::collections::HashMap;
use std::sync::Arc;
use url::Url;

/// The kind of the job that sends a lane.
pub const SEND: &str = "webhooks.send";
/// The kind of the job that sweeps.
pub const SWEEP: &str = "webhooks.sweep";
/// Attempts after which a delivery is given up: with the runner's pauses (5 s, doubled up to 2 h) some 19 hours.
pub const ATTEMPTS: i64 = 20;
/// Milliseconds for which what arrived is kept in sight.
const KEPT: i64 = 30 * Timestamp::DAY;
/// Pauses of a receiver that cannot be reached, in milliseconds: the first, and the longest.
const REST: (i64, i64) = (2_000, 60_000);

/// Writes the job of a lane; one that is there is made to run now.
pub(crate) async fn enqueue(tx: &mut Tx, ctx: &Ctx, kind: &str, lane: &Lane) -> Result<(), DbError> {
    let payload = serde_json::json!(lane);
    jobs::enqueue(tx, ctx, NewJob::new(kind).key(lane.key()).payload(payload)).await.map(drop)
}

/// Receivers that cannot be reached: until when, and how often in a row.
#[derive(Clone, Debug, Default)]
pub(crate) struct Rests(Arc<Mutex<HashMap<String, (Timestamp, u32)>>>);

impl Rests {
    fn until(&self, webhook: &str, now: Timestamp) -> Option<Timestamp> {
        self.0.lock().get(webhook).map(|(until, _)| *until).filter(|until| *until > now)
    }
    fn reached(&self, webhook: &str) {
        self.0.lock().remove(webhook);
    }
    fn missed(&self, webhook: &str, now: Timestamp) {
        let mut all = self.0.lock();
        let (until, times) = all.entry(webhook.to_owned()).or_insert((now, 0));
        *until = now.plus(REST.0.saturating_mul(1 << (*times).min(10)).min(REST.1));
        *times += 1;
    }
}

impl Webhooks {
    /// Sends what waits in the lane of a job, in order; goes on behind what is given up.
    ///
    /// # Errors
    /// What keeps it from going on: the job comes again.
    pub async fn send(&self, ctx: &Ctx, job: &Job) -> Result<()> {
        let lane: Lane = serde_json::from_value(job.payload.clone())?;
        loop {
            let mut tx = self.parts.db.read().await?;
            let hook = store::get(&mut tx, &lane.webhook).await?;
            let waiting = store::lane(&mut tx, &lane).await?;
            drop(tx);
            let Some(hook) = hook.filter(|hook| hook.enabled && hook.ended_at.is_none()) else {
                return Ok(());
            };
            if waiting.is_empty() {
                return Ok(());
            }
            for delivery in waiting {
                self.deliver(ctx, &lane, &hook, &delivery).await?;
            }
        }
    }

    async fn deliver(&self, ctx: &Ctx, lane: &Lane, hook: &Webhook, delivery: &Waiting) -> Result<()> {
        let now = ctx.env().now();
        if let Some(until) = self.rests.until(&lane.webhook, now) {
            return Err(Failure::Unavailable(format!(
                "the receiver could not be reached; rests until {until}"
            )));
        }
        let sent = self.post(hook, lane, delivery, now).await;
        let done = ctx.env().now();
        let (state, status, why) = match &sent {
            Ok(status) => (State::Delivered, Some(i64::from(*status)), None),
            Err(fault) => {
                let state = if delivery.attempts + 1 >= ATTEMPTS { State::Dead } else { State::Waiting };
                let status = match fault {
                    Fault::Status(status) => Some(i64::from(*status)),
                    Fault::Unreachable(_) => None,
                };
                (state, status, Some(fault.to_string()))
            }
        };
        match &sent {
            Err(Fault::Unreachable(_)) => self.rests.missed(&lane.webhook, done),
            _ => self.rests.reached(&lane.webhook),
        }
        let (inner, seq, error) = (lane.clone(), delivery.seq, why.clone());
        self.parts
            .db
            .write(ctx, move |tx| {
                let (lane, error) = (inner.clone(), error.clone());
                Box::pin(async move {
                    let outcome = (state, status, error.as_deref());
                    Ok::<_, Failure>(store::settle(tx, &lane, seq, outcome, done).await?)
                })
            })
            .await?;
        match (state, why) {
            (State::Waiting, Some(why)) => Err(Failure::Unavailable(why)),
            _ => Ok(()),
        }
    }

    async fn post(
        &self,
        hook: &Webhook,
        lane: &Lane,
        delivery: &Waiting,
        now: Timestamp,
    ) -> Result<u16, Fault> {
        let url = Url::parse(&hook.url).map_err(|e| Fault::Unreachable(e.to_string()))?;
        let id = event_id(&lane.case, delivery.seq);
        let seconds = now.0.div_euclid(1000);
        let signatures = self.secrets(hook, now).into_iter();
        let signatures: Vec<String> =
            signatures.map(|secret| sign::sign(&secret, &id, seconds, &delivery.body)).collect();
        let headers = [
            ("content-type", "application/cloudevents+json; charset=utf-8".to_owned()),
            ("webhook-id", id),
            ("webhook-timestamp", seconds.to_string()),
            ("webhook-signature", signatures.join(" ")),
        ];
        self.sender().post(&url, &headers, delivery.body.clone()).await
    }

    fn sender(&self) -> &Sender {
        &self.sender
    }

    /// Forgets what arrived long ago.
    ///
    /// # Errors
    /// [`Failure`] of the database.
    pub async fn sweep(&self, ctx: &Ctx) -> Result<u64> {
        let before = ctx.now.plus(-KEPT);
        let mut swept = 0;
        loop {
            let write = self.parts.db.write(ctx, move |tx| {
                Box::pin(async move { Ok::<_, Failure>(store::sweep(tx, before).await?) })
            });
            match write.await? {
                0 => return Ok(swept),
                n => swept += n,
            }
        }
    }

    /// The runner of the jobs: apart from others, so that a slow receiver holds nothing up.
    pub fn runner(&self, runner: jobs::Runner) -> jobs::Runner {
        let (send, sweep) = (self.clone(), self.clone());
        runner
            .workers(8)
            .retries(i64::MAX, 5_000, 2 * Timestamp::HOUR)
            .on(SEND, move |ctx: Ctx, job: Job| {
                let send = send.clone();
                async move { send.send(&ctx, &job).await }
            })
            .every(SWEEP, Timestamp::DAY, move |ctx: Ctx, _: Job| {
                let sweep = sweep.clone();
                async move { sweep.sweep(&ctx).await.map(drop) }
            })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_receiver_that_cannot_be_reached_rests_longer_each_time() {
        let rests = Rests::default();
        let now = Timestamp(0);
        assert_eq!(rests.until("a", now), None);
        let mut pauses = vec![];
        for _ in 0..7 {
            rests.missed("a", now);
            pauses.push(rests.until("a", now).map(|until| until.0));
        }
        let longest = Some(60_000);
        assert_eq!(
            pauses,
            [Some(2_000), Some(4_000), Some(8_000), Some(16_000), Some(32_000), longest, longest]
        );
        assert_eq!((rests.until("a", Timestamp(60_000)), rests.until("b", now)), (None, None));
        rests.reached("a");
        assert_eq!(rests.until("a", now), None);
    }
}
