//! The desk often knows at once what becomes of a matter: registering and that act are one command, both or neither.

use super::input::check;
use super::{Cases, Intake, Prepare, Report, Reported, commit};
use crate::model;
use kernel::{ActorKind, Ctx, Failure, Result};
use serde_json::Value;

impl Cases {
    /// Registers a report and does `action` with it. The same key again gives the same answer.
    ///
    /// # Errors
    /// As [`Cases::report`] and [`Cases::act`]; what is wrong with the act stands at `/outcome/…`. Then nothing is
    /// registered.
    pub async fn report_and_act(
        &self,
        ctx: &Ctx,
        report: &Report,
        intake: Option<Intake>,
        (action, input): (&str, &Value),
    ) -> Result<Reported> {
        check(report)?;
        let desk = self.registrar(ctx, report, ctx.actor.kind == ActorKind::Person)?;
        if let Some(intake) = &intake
            && let Some(reported) = self.repeated(&desk, intake).await?
        {
            return Ok(reported);
        }
        let ready = self.place_and_class(report).await?;
        let prepare = self.prepare(&desk, report, ready, intake).await?;
        let next = self.following(ctx, &prepare.case, prepare.head(), (action, input)).await;
        let next = next.map_err(of_outcome)?;
        let (vault, inner, this) = (self.parts.vault.clone(), desk.clone(), self.clone());
        let done = self
            .db()
            .write(&desk, move |tx| {
                let (p, next, vault) = (prepare.clone(), next.clone(), vault.clone());
                let (ctx, this) = (inner.clone(), this.clone());
                Box::pin(async move {
                    if let Some(intake) = &p.intake
                        && let Some(answer) = intake.key.begin(tx, ctx.now).await?
                    {
                        return this.again(tx, &answer, intake).await;
                    }
                    let mut reported = commit(tx, &ctx, &vault, p).await?;
                    reported.case = next.write(tx, &vault).await.map_err(of_outcome)?;
                    Ok(reported)
                })
            })
            .await;
        // a ruling may have entered it
        self.memory.catalogue.clear();
        done
    }
}

impl Prepare {
    /// Where the case's stream will stand.
    fn head(&self) -> ledger::Head {
        ledger::Head {
            county: self.case.county.clone(),
            stream: model::stream(&self.case.id),
            seq: 1,
            hash: self.fact.hash.clone(),
        }
    }
}

/// What is wrong with the act is told as part of the registration.
fn of_outcome(failure: Failure) -> Failure {
    match failure {
        Failure::Refused(mut refusal) => {
            let field = refusal.field.take().unwrap_or_else(|| "/action".into());
            Failure::Refused(refusal.at(format!("/outcome{field}")))
        }
        other => other,
    }
}
