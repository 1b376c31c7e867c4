//! Numbers of other systems, given to a case after it was registered.

use super::Cases;
use super::act::{after, allowed, append, stale};
use crate::model::{self, Alias, Case, Change, FactData};
use crate::store::{self, row::Touch};
use kernel::{Ctx, Failure, Refusal, Result};

/// The action of such a fact.
const ACTION: &str = "alias";

impl Cases {
    /// Gives a case its number in another system, by which it is found from then on.
    ///
    /// # Errors
    /// `case.not_found`; `case.register` forbidden; `alias.taken` when another case has it; `case.stale`.
    pub async fn alias(&self, ctx: &Ctx, number: &str, alias: Alias) -> Result<Case> {
        let case = self.load(number).await?;
        allowed(&ctx.actor, authz::action::CASE_READ, &case)?;
        let posts = allowed(&ctx.actor, authz::action::CASE_REGISTER, &case)?;
        let alias = Alias { system: alias.system.trim().into(), number: alias.number.trim().into() };
        for (field, text) in [("/system", &alias.system), ("/number", &alias.number)] {
            if text.is_empty() || text.chars().count() > 100 {
                return Err(Refusal::invalid(field, text, "1 to 100 characters").into());
            }
        }
        if case.aliases.contains(&alias) {
            return Ok(case);
        }
        let ctx = posts.first().map_or_else(|| ctx.clone(), |grant| ctx.clone().in_post(&grant.post));
        let data = FactData { changes: vec![Change::Aliased { alias: alias.clone() }], public: false };
        let now = after(&ctx, &case, ACTION, &data);
        let touch = Touch::of(&case, &now);
        let inner = ctx.clone();
        self.db()
            .write(&ctx, move |tx| {
                let (ctx, now, data, alias) = (inner.clone(), now.clone(), data.clone(), alias.clone());
                Box::pin(async move {
                    let mut head = ledger::open(tx, &now.county, &model::stream(&now.id)).await?;
                    if head.seq + 1 != now.seq {
                        return Err(Failure::from(stale(&now)));
                    }
                    store::around::put_aliases(tx, &now, &[alias]).await?;
                    append(tx, &ctx, &mut head, (&now, touch), ACTION, &data).await?;
                    Ok(now)
                })
            })
            .await
    }
}
