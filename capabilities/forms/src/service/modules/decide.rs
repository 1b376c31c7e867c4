//! Admitting, refusing and retiring modules.

use super::{ModuleView, stream};
use crate::model::admission::{ADMITTED, COUNTY, Decided, ModuleState, REFUSED, RETIRED, Standing};
use crate::model::module::Module;
use crate::rules::admission;
use crate::service::Forms;
use crate::store::modules as store;
use authz::action;
use db::Tx;
use kernel::{Ctx, Failure, Refusal, Result, Timestamp};
use ledger::NewFact;
use protect::{NewValue, Prepared};
use serde::Deserialize;
use utoipa::ToSchema;
use web::Key;

/// Characters of a reason at most.
const LONGEST: usize = 500;

/// A decision on a module.
#[derive(Clone, Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = FormModuleDeciding)]
pub struct Deciding {
    /// The version that was seen.
    pub version: i64,
    /// Why; a refusal and a retirement need it.
    #[serde(default)]
    pub reason: Option<String>,
}

#[derive(Clone, Copy, PartialEq)]
pub(super) enum Verdict {
    Admit,
    Refuse,
    Retire,
}

impl Forms {
    /// Admits the version that waits: from now on it is asked.
    ///
    /// # Errors
    /// `form.admit` forbidden; `form.module_not_found`; `form.module_stale`; `form.module_breaks_rules`, with rules and places.
    pub async fn admit_module(
        &self,
        ctx: &Ctx,
        code: &str,
        new: &Deciding,
        key: Option<Key>,
    ) -> Result<ModuleView> {
        let module = self.proposal(ctx, code, new.version).await?;
        let others: Vec<Module> = self.in_force(None).await?.into_iter().map(|m| m.module).collect();
        let check = self.judged(&module, &others);
        if !check.admissible {
            let refused = check.findings.iter().filter(|b| b.level == admission::Level::Refuse);
            let findings = serde_json::to_value(refused.collect::<Vec<_>>())?;
            return Err(Refusal::rule("form.module_breaks_rules").at("/").with("findings", findings).into());
        }
        self.decide(ctx, &module, new, Verdict::Admit, key).await?;
        self.module(ctx, code).await
    }

    /// Refuses the version that waits; the one in force, if any, stays.
    ///
    /// # Errors
    /// `form.admit` forbidden; `form.module_not_found`; `form.module_stale`; a reason is missing.
    pub async fn refuse_module(
        &self,
        ctx: &Ctx,
        code: &str,
        new: &Deciding,
        key: Option<Key>,
    ) -> Result<ModuleView> {
        self.end(ctx, (code, new), Verdict::Refuse, key).await
    }

    /// Asks a module no more.
    ///
    /// # Errors
    /// `form.admit` forbidden; `form.module_not_found`; a reason is missing.
    pub async fn retire_module(
        &self,
        ctx: &Ctx,
        code: &str,
        new: &Deciding,
        key: Option<Key>,
    ) -> Result<ModuleView> {
        self.end(ctx, (code, new), Verdict::Retire, key).await
    }

    /// A verdict that needs no check of the module.
    async fn end(
        &self,
        ctx: &Ctx,
        (code, new): (&str, &Deciding),
        verdict: Verdict,
        key: Option<Key>,
    ) -> Result<ModuleView> {
        let module = self.proposal(ctx, code, new.version).await?;
        self.decide(ctx, &module, new, verdict, key).await?;
        self.module(ctx, code).await
    }

    async fn proposal(&self, ctx: &Ctx, code: &str, version: i64) -> Result<Module> {
        authz::require_anywhere(&ctx.actor, action::FORM_ADMIT)?;
        let mut tx = self.parts.db.read().await?;
        let found = store::version(&mut tx, code, version).await?;
        Ok(found.ok_or_else(|| Refusal::not_found("form.module"))?)
    }

    pub(super) async fn decide(
        &self,
        ctx: &Ctx,
        module: &Module,
        new: &Deciding,
        verdict: Verdict,
        key: Option<Key>,
    ) -> Result<()> {
        let reason = new.reason.as_deref().map(str::trim).filter(|r| !r.is_empty());
        if reason.is_none() && verdict != Verdict::Admit {
            return Err(Refusal::required("/reason").into());
        }
        if reason.is_some_and(|r| r.chars().count() > LONGEST) {
            return Err(Refusal::invalid("/reason", "", format!("at most {LONGEST} characters")).into());
        }
        let reason =
            reason.map(|r| self.parts.vault.prepare(ctx, COUNTY, &NewValue::text("form.decision", r)));
        let reason = reason.transpose()?;
        let (inner, vault, module, seen) =
            (ctx.clone(), self.parts.vault.clone(), module.clone(), new.version);
        self.parts
            .db
            .write(ctx, move |tx| {
                let (ctx, vault, module) = (inner.clone(), vault.clone(), module.clone());
                let (reason, key) = (reason.clone(), key.clone());
                Box::pin(async move {
                    let mut head = ledger::open(tx, COUNTY, &stream(&module.code)).await?;
                    if let Some(key) = &key
                        && key.begin(tx, ctx.now).await?.is_some()
                    {
                        return Ok(());
                    }
                    let before = store::get(tx, &module.code)
                        .await?
                        .ok_or_else(|| Refusal::not_found("form.module"))?;
                    let after = decided(&before, seen, verdict, ctx.now)?;
                    if let Some(reason) = &reason {
                        vault.store(tx, reason).await?;
                    }
                    write_decision(tx, &ctx, &module, &after, seen).await?;
                    let action = match verdict {
                        Verdict::Admit => ADMITTED,
                        Verdict::Refuse => REFUSED,
                        Verdict::Retire => RETIRED,
                    };
                    let said = Decided {
                        version: seen,
                        reason: reason.as_ref().map(|r: &Prepared| r.reference.clone()),
                    };
                    ledger::append(tx, &ctx, &mut head, &[NewFact::new(action, 1, &said)?]).await?;
                    if let Some(key) = &key {
                        key.finish(tx, &module.code).await?;
                    }
                    Ok::<_, Failure>(())
                })
            })
            .await
    }
}

fn decided(before: &Standing, seen: i64, verdict: Verdict, now: Timestamp) -> Result<Standing, Refusal> {
    let waits = before.state == ModuleState::Proposed && before.version == seen;
    let fits = match verdict {
        Verdict::Admit | Verdict::Refuse => waits,
        Verdict::Retire => before.in_force.is_some() && before.version == seen,
    };
    if !fits {
        let stale = Refusal::conflict("form.module_stale").with("version", before.version);
        return Err(stale.with("state", before.state.word()));
    }
    let mut after = before.clone();
    after.changed_at = now;
    match verdict {
        Verdict::Admit => {
            after.state = ModuleState::Admitted;
            after.in_force = Some(seen);
            after.admitted_at = before.admitted_at.or(Some(now));
        }
        Verdict::Refuse => after.state = ModuleState::Refused,
        Verdict::Retire => {
            after.state = ModuleState::Retired;
            after.in_force = None;
            after.admitted_at = None;
        }
    }
    Ok(after)
}

async fn write_decision(
    tx: &mut Tx,
    ctx: &Ctx,
    module: &Module,
    after: &Standing,
    version: i64,
) -> Result<(), db::DbError> {
    store::put(tx, after, (&module.subject, &module.function)).await?;
    store::decide(tx, &module.code, version, &ctx.actor.id, ctx.now).await
}
