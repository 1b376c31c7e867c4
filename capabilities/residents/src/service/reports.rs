//! Reports in an account: put there one by one by whoever holds the tracking token, so that another device has them too.

use super::{Residents, alerts};
use crate::model::{Alert, Pace, Resident, Subject, TOKEN};
use crate::store;
use db::args;
use kernel::{Ctx, Failure, Refusal, Result};
use protect::NewValue;

/// Reports of one account at most.
const MOST: usize = 200;

impl Residents {
    /// Puts a report into the account, and says whether news of it are wanted. Once more changes the wish alone.
    ///
    /// # Errors
    /// `case.not_found`, also for a wrong token; `account.full`.
    pub async fn put_report(
        &self,
        ctx: &Ctx,
        resident: &Resident,
        (number, token): (&str, &str),
        told: bool,
    ) -> Result<()> {
        let case = self.parts.cases.opened_with(number, token).await?;
        let held = NewValue::personal(TOKEN, token.trim());
        let held = self.parts.vault.prepare(ctx, &case.county, &held)?;
        let alert = Alert {
            id: ctx.secret(),
            resident: resident.id.clone(),
            subject: Subject::Case(case.county.clone(), case.id.to_string()),
            number: Some(case.number.clone()),
            categories: vec![],
            pace: Pace::Now,
            paused: false,
            since: ctx.now,
            next_at: None,
            sent_at: None,
        };
        let (vault, who, now) = (self.parts.vault.clone(), resident.id.clone(), ctx.now);
        let write = self.parts.db.write(ctx, move |tx| {
            let (vault, held, alert, who, case) =
                (vault.clone(), held.clone(), alert.clone(), who.clone(), case.clone());
            Box::pin(async move {
                let have = store::reports(tx, &who).await?;
                if have.iter().all(|one| one.number != case.number) {
                    if have.len() >= MOST {
                        return Err(Refusal::rule("account.full").want(format!("at most {MOST}")).into());
                    }
                    let row = args![&case.county, &who, &case.id, &case.number, &held.reference.id, now];
                    if tx.execute(&store::ADD_REPORT, row).await? > 0 {
                        vault.store(tx, &held).await?;
                    }
                }
                if told {
                    alerts::room(tx, &alert).await?;
                    store::put_alert(tx, &alert).await?;
                } else {
                    quiet(tx, &who, &case.number).await?;
                }
                Ok::<_, Failure>(())
            })
        });
        write.await
    }

    /// Takes a report out of the account; the report itself stays.
    ///
    /// # Errors
    /// `case.not_found` when it is not in there.
    pub async fn drop_report(&self, ctx: &Ctx, resident: &Resident, number: &str) -> Result<()> {
        let (vault, who, number) = (self.parts.vault.clone(), resident.id.clone(), number.to_owned());
        let write = self.parts.db.write(ctx, move |tx| {
            let (vault, who, number) = (vault.clone(), who.clone(), number.clone());
            Box::pin(async move {
                let kept = store::reports(tx, &who).await?.into_iter().find(|kept| kept.number == number);
                let kept = kept.ok_or_else(|| Refusal::not_found("case"))?;
                vault.drop_unspoken(tx, &kept.county, &kept.token_ref, TOKEN).await?;
                tx.execute(&store::DROP_REPORT, args![&kept.county, &who, &kept.case]).await?;
                quiet(tx, &who, &number).await
            })
        });
        write.await
    }
}

/// No more news of a report.
async fn quiet(tx: &mut db::Tx, who: &crate::model::ResidentId, number: &str) -> Result<()> {
    for alert in store::alerts_of(tx, who).await? {
        if alert.number.as_deref() == Some(number) {
            alerts::ended(tx, &alert.id).await?;
        }
    }
    Ok(())
}
