//! Follows the ledger: one delivery for each event and subscription, and a job for its lane, in one transaction with the
//! cursor: nothing that was read is forgotten.

use crate::model::{Lane, Webhook};
use crate::rules::{cloud_event, concerns, event_type};
use crate::sending::{SEND, enqueue};
use crate::store;
use cases::live::happened;
use db::{DbError, Tx};
use kernel::Ctx;
use ledger::follow::{Positioned, Reader};
use std::collections::BTreeSet;

/// The reader; `server` runs it with the others.
#[derive(Clone, Debug)]
pub struct Events {
    /// Names this deployment in events.
    pub source: String,
}

#[async_trait::async_trait]
impl Reader for Events {
    fn name(&self) -> &'static str {
        "webhooks.events"
    }

    async fn apply(&self, tx: &mut Tx, ctx: &Ctx, facts: &[Positioned]) -> Result<(), DbError> {
        let hooks = store::all(tx).await?;
        let Some(since) = hooks.iter().map(|hook| hook.created_at).min() else { return Ok(()) };
        // what is older than every subscription concerns none: the history of an import is not even looked up
        let fresh: Vec<Positioned> = facts.iter().filter(|p| p.fact.at >= since).cloned().collect();
        let Some(county) = fresh.first().map(|p| p.fact.county.clone()) else { return Ok(()) };
        let mut lanes = BTreeSet::new();
        for event in happened(tx, &county, &fresh).await? {
            for hook in hooks.iter().filter(|hook| concerns(hook, &event)) {
                let lane = lane(hook, &county, &event.case);
                let body = cloud_event(&self.source, &event).to_string();
                let kind = event_type(&event.event.action);
                let what = (event.event.seq, kind.as_str(), event.event.number.as_str());
                store::add(tx, &lane, what, &body, ctx.now).await?;
                if hook.enabled {
                    lanes.insert(lane);
                }
            }
        }
        for lane in &lanes {
            enqueue(tx, ctx, SEND, lane).await?;
        }
        Ok(())
    }
}

fn lane(hook: &Webhook, county: &str, case: &str) -> Lane {
    Lane { county: county.into(), webhook: hook.id.to_string(), case: case.into() }
}
