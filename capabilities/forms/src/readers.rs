//! The reader that hands on what is worked at later: submissions to be settled, absences to be planned around; and the jobs that do it.

use crate::service::Forms;
use db::{DbError, Tx};
use identity::PersonId;
use identity::absence::{ABSENT, PRESENT};
use jobs::{Handler, Job, NewJob};
use kernel::{Ctx, Failure};
use ledger::follow::{Positioned, Reader};

/// The kind of the job that settles a submission.
pub const SETTLE: &str = "forms.settle";
/// The kind of the job that looks at campaigns after somebody is away, or back.
pub const ABSENCE: &str = "forms.absence";
/// The kind of the job that looks at campaigns when a day has passed.
pub const LOOK: &str = "forms.look";

/// Hands each submission of a visit on, once, and once more when it was voided; and each absence.
#[derive(Clone, Copy, Debug, Default)]
pub struct Submitted;

#[async_trait::async_trait]
impl Reader for Submitted {
    fn name(&self) -> &'static str {
        "forms.submitted"
    }

    async fn apply(&self, tx: &mut Tx, ctx: &Ctx, facts: &[Positioned]) -> Result<(), DbError> {
        for fact in facts.iter().map(|p| &p.fact).filter(|f| f.action == ABSENT || f.action == PRESENT) {
            let Some(person) = fact.stream.strip_prefix("person/") else { continue };
            let job = NewJob::new(ABSENCE).key(format!("{person}/{}", fact.seq));
            jobs::enqueue(tx, ctx, job.payload(serde_json::json!({ "person": person }))).await?;
        }
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

/// Looks at campaigns: after an absence at those that it may concern, else at all that were not looked at today.
#[derive(Clone)]
pub struct Looker(pub Forms);

#[async_trait::async_trait]
impl Handler for Looker {
    async fn run(&self, ctx: Ctx, job: Job) -> Result<(), Failure> {
        match job.payload.get("person").and_then(|v| v.as_str()) {
            Some(person) => self.0.look_after(&ctx, &PersonId::trusted(person)).await,
            None => self.0.look_daily(&ctx).await,
        }
    }
}
