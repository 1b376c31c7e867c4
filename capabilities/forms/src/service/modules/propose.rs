//! Proposing modules, one by one or those of a pack.

use super::decide::Verdict;
use super::{Checked, Deciding, ModuleView, stream};
use crate::model::admission::{COUNTY, ModuleState, PROPOSED, Proposed, Standing};
use crate::model::module::Module;
use crate::rules::admission::{self, Breach};
use crate::service::Forms;
use crate::store::modules as store;
use authz::action;
use kernel::{Ctx, Failure, Refusal, Result};
use ledger::NewFact;
use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};
use utoipa::ToSchema;
use web::Key;

/// The modules of a pack.
#[derive(Clone, Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = FormModulesOfPack)]
pub struct FromPack {
    /// The pack.
    pub pack: String,
    /// Those that break no rule are admitted at once, by whoever may.
    #[serde(default)]
    pub admit: bool,
}

/// What became of the modules of a pack.
#[derive(Clone, Debug, Default, Serialize, ToSchema)]
#[schema(as = FormModulesOfPackDone)]
pub struct Taken {
    /// Proposed anew.
    pub proposed: Vec<String>,
    /// Admitted.
    pub admitted: Vec<String>,
    /// As they were already.
    pub unchanged: Vec<String>,
    /// Those that break a rule, with what was found.
    pub refused: Vec<(String, Vec<Breach>)>,
}

impl Forms {
    /// Proposes a module: a version of its own, with what the checker found. The same again is the same version.
    ///
    /// # Errors
    /// `form.write` forbidden; a module that is none (`form.module_unsound`).
    pub async fn propose(&self, ctx: &Ctx, module: Module, key: Option<Key>) -> Result<ModuleView> {
        authz::require_anywhere(&ctx.actor, action::FORM_WRITE)?;
        let others: Vec<Module> = self.in_force(None).await?.into_iter().map(|m| m.module).collect();
        let check = self.judged(&module, &others);
        self.write_proposal(ctx, &module, &check, key).await?;
        self.module(ctx, &module.code).await
    }

    /// Answers the version, and whether it is a new one.
    async fn write_proposal(
        &self,
        ctx: &Ctx,
        module: &Module,
        check: &Checked,
        key: Option<Key>,
    ) -> Result<bool> {
        let mut codes = vec![];
        workflow::check_code(&module.code, "/code", &mut codes);
        if !codes.is_empty() {
            return Err(Refusal::invalid("/code", &module.code, "a code").into());
        }
        let doc = serde_json::to_string(module)?;
        let breaks = check.findings.iter().filter(|b| b.level == admission::Level::Refuse);
        let breaks: Vec<(String, String)> = breaks.map(|b| (b.rule.clone(), b.place.clone())).collect();
        let twice =
            |(rule, _): &&(String, String)| rule == "duplicate_question" || rule == "answered_by_register";
        // one question counts once, however many ask it already
        let places: std::collections::BTreeSet<&String> = breaks.iter().filter(twice).map(|b| &b.1).collect();
        let duplicates = i64::try_from(places.len()).unwrap_or(i64::MAX);
        let sha256 = hex::encode(Sha256::digest(doc.as_bytes()));
        let said = Proposed { version: 0, sha256, function: module.function.clone(), breaks };
        let (inner, module) = (ctx.clone(), module.clone());
        self.parts
            .db
            .write(ctx, move |tx| {
                let (ctx, module, doc, said, key) =
                    (inner.clone(), module.clone(), doc.clone(), said.clone(), key.clone());
                Box::pin(async move {
                    let mut head = ledger::open(tx, COUNTY, &stream(&module.code)).await?;
                    if let Some(key) = &key
                        && key.begin(tx, ctx.now).await?.is_some()
                    {
                        return Ok(false);
                    }
                    let before = store::get(tx, &module.code).await?;
                    let mut is_new = true;
                    if let Some(before) = &before
                        && matches!(before.state, ModuleState::Proposed | ModuleState::Admitted)
                        && store::version(tx, &module.code, before.version).await?.as_ref() == Some(&module)
                    {
                        is_new = false;
                    }
                    if is_new {
                        let version = before.as_ref().map_or(1, |b| b.version + 1);
                        let by = (ctx.actor.id.as_str(), ctx.now);
                        store::propose(tx, (&module.code, version), (&doc, duplicates), by).await?;
                        let standing = Standing {
                            code: module.code.clone(),
                            version,
                            state: ModuleState::Proposed,
                            in_force: before.as_ref().and_then(|b| b.in_force),
                            admitted_at: before.and_then(|b| b.admitted_at),
                            changed_at: ctx.now,
                        };
                        store::put(tx, &standing, (&module.subject, &module.function)).await?;
                        let fact = NewFact::new(PROPOSED, 1, &Proposed { version, ..said })?;
                        ledger::append(tx, &ctx, &mut head, &[fact]).await?;
                    }
                    if let Some(key) = &key {
                        key.finish(tx, &module.code).await?;
                    }
                    Ok::<_, Failure>(is_new)
                })
            })
            .await
    }

    /// Proposes the modules of a pack in use; with `admit`, those that break no rule come into force.
    ///
    /// # Errors
    /// `form.write`, or `form.admit` with `admit`, forbidden; a pack that is not in use.
    pub async fn take_modules(&self, ctx: &Ctx, new: &FromPack) -> Result<Taken> {
        authz::require_anywhere(&ctx.actor, if new.admit { action::FORM_ADMIT } else { action::FORM_WRITE })?;
        let pack = self.parts.library.enabled().into_iter().find(|p| p.pack.id == new.pack);
        let pack = pack.ok_or_else(|| Refusal::invalid("/pack", &new.pack, "a pack in use"))?;
        let value = pack.pack.sections.get("form_modules").cloned().unwrap_or_default();
        let modules: Vec<Module> = serde_json::from_value(value).unwrap_or_default();
        let mut others: Vec<Module> = self.in_force(None).await?.into_iter().map(|m| m.module).collect();
        let mut taken = Taken::default();
        for module in modules {
            let check = self.judged(&module, &others);
            if self.write_proposal(ctx, &module, &check, None).await? {
                taken.proposed.push(module.code.clone());
            } else {
                taken.unchanged.push(module.code.clone());
            }
            if !check.admissible {
                let found = check.findings.into_iter().filter(|b| b.level == admission::Level::Refuse);
                taken.refused.push((module.code.clone(), found.collect()));
                continue;
            }
            let now = store::get(&mut self.parts.db.read().await?, &module.code).await?;
            let Some(now) = now.filter(|n| new.admit && n.state != ModuleState::Admitted) else { continue };
            let deciding = Deciding { version: now.version, reason: None };
            self.decide(ctx, &module, &deciding, Verdict::Admit, None).await?;
            taken.admitted.push(module.code.clone());
            others.retain(|m| m.code != module.code);
            others.push(module);
        }
        Ok(taken)
    }
}
