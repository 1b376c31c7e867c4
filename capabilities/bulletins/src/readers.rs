//! The job that drafts bulletins when their time has come.

use crate::service::Bulletins;
use jobs::{Handler, Job};
use kernel::{Ctx, Failure};

/// The kind of the job.
pub const DRAFT: &str = "bulletins.draft";

/// Drafts what is due: once for each area and month, on however many nodes it runs.
#[derive(Clone)]
pub struct Drafter(pub Bulletins);

#[async_trait::async_trait]
impl Handler for Drafter {
    async fn run(&self, ctx: Ctx, _: Job) -> Result<(), Failure> {
        let drafted = self.0.draft_due(&ctx).await?;
        if drafted > 0 {
            tracing::info!(drafted, "bulletins were drafted");
        }
        Ok(())
    }
}
