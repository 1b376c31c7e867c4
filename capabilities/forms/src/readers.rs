//! The reader that hands submissions on to be settled, and the job that settles them.

use crate::service::Forms;
use db::{DbError, Tx};
use jobs::{Handler, Job, NewJob};
use kernel::{Ctx, Failure};
use ledger::follow::{Positioned, Reader};

/// The kind of the job.
pub const SETTLE: &str = "forms.settle";

/// Hands each submission of a visit on, once; and once more when it was voided.
#[derive(Clone, Copy, Debug, Default)]
pub struct Submitted;

#[async_trait::async_trait]
impl Reader for Submitted {
    fn name(&self) -> &'static str {
        "forms.submitted"
    }

    async fn apply(&self, tx: &mut Tx, ctx: &Ctx, facts: &[Positioned]) -> Result<(), DbError> {
        let ours = [crate::FORM_SUBMITTED, crate::FORM_VOIDED];
        for fact in facts.iter().map(|p| &p.fact).filter(|f| ours.contains(&f.action.as_str())) {
            let Some(instance) = fact.stream.strip_prefix("form/submission/") else { continue };
            let payload = serde_json::json!({ "county": fact.county, "instance": instance });
            jobs::enqueue(
                tx,
                ctx,
                NewJob::new(SETTLE).key(format!("{}/{instance}/{}", fact.county, fact.seq)).payload(payload),
            )
            .await?;
        }
        Ok(())
    }
}

/// Settles submissions, as often as it takes.
#[derive(Clone)]
pub struct Settler(pub Forms);

#[async_trait::async_trait]
impl Handler for Settler {
    async fn run(&self, ctx: Ctx, job: Job) -> Result<(), Failure> {
        let of = |key: &str| job.payload.get(key).and_then(|v| v.as_str()).unwrap_or_default().to_owned();
        self.0.settle(&ctx, &of("county"), &of("instance")).await.map(drop)
    }
}
