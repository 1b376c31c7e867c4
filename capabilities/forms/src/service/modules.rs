//! Proposing, admitting, refusing and retiring modules.

use super::Forms;
use crate::model::admission::{
    ADMITTED, COUNTY, Decided, InForce, ModuleState, PROPOSED, Proposed, REFUSED, RETIRED, STREAM, Standing,
};
use crate::model::module::Module;
use crate::rules::admission::{self, Breach, Rule};
use crate::rules::module_form;
use crate::store::modules as store;
use authz::action;
use db::Tx;
use kernel::{Ctx, Failure, Refusal, RefusalKind, Result, Text, Timestamp};
use ledger::NewFact;
use protect::{NewValue, Prepared};
use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};
use utoipa::ToSchema;
use web::Key;

/// Characters of a reason at most.
const LONGEST: usize = 500;

/// What a check says.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[schema(as = FormCheck)]
pub struct Checked {
    /// Whether nothing keeps the module out.
    pub admissible: bool,
    /// What was found, what weighs most first.
    pub findings: Vec<Breach>,
    /// The rules that are broken.
    pub rules: Vec<Rule>,
    /// Questions that somebody would have to answer.
    pub questions: usize,
}

/// A module in a list.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[schema(as = FormModuleRow)]
pub struct ModuleRow {
    /// The module.
    pub code: String,
    /// Its name.
    pub name: Text,
    /// The function of the units that ask.
    pub function: String,
    /// That function's name.
    pub department: Text,
    /// The kind of register whose records are visited.
    pub subject: String,
    /// Every so many days.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub every_days: Option<u32>,
    /// The law.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub basis: Option<Text>,
    /// Questions that it asks.
    pub questions: usize,
    /// Where its last proposal stands.
    pub state: ModuleState,
    /// The version of that.
    pub version: i64,
    /// The version that is asked.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub in_force: Option<i64>,
    /// Since when.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub admitted_at: Option<Timestamp>,
}

/// A module with everything that is to be said of it.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[schema(as = FormModuleView)]
pub struct ModuleView {
    /// As in the list.
    #[serde(flatten)]
    pub row: ModuleRow,
    /// What it asks: the last proposal.
    pub module: Module,
    /// What the checker says of it beside those in force now.
    pub check: Checked,
}

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

#[derive(Clone, Copy, PartialEq)]
enum Verdict {
    Admit,
    Refuse,
    Retire,
}

impl Forms {
    /// What is in force.
    pub(crate) async fn in_force(&self, subject: Option<&str>) -> Result<Vec<InForce>> {
        Ok(store::in_force(&mut self.parts.db.read().await?, subject).await?)
    }

    /// The last proposal of every module.
    pub(crate) async fn every_module(&self) -> Result<Vec<Module>> {
        Ok(store::all(&mut self.parts.db.read().await?).await?)
    }

    /// What the checker says of a module, without anything being written.
    ///
    /// # Errors
    /// `form.read` forbidden
    pub async fn check_module(&self, ctx: &Ctx, module: &Module) -> Result<Checked> {
        authz::require_anywhere(&ctx.actor, action::FORM_READ)?;
        let others: Vec<Module> = self.in_force(None).await?.into_iter().map(|m| m.module).collect();
        Ok(self.judged(module, &others))
    }

    fn judged(&self, module: &Module, others: &[Module]) -> Checked {
        let mut findings = admission::check(module, others, &self.ground());
        let functions = self.parts.library.enabled();
        if !functions.iter().any(|p| p.pack.functions.iter().any(|f| f.code == module.function)) {
            findings
                .insert(0, Breach::refusal("form_function_unknown", "/function", "value", &module.function));
        }
        let broken = |rule: &&Rule| findings.iter().any(|f| f.rule == rule.code);
        let rules = admission::rules().iter().filter(broken).cloned().collect();
        let questions = module.questions.iter().map(|q| q.questions.len().max(1)).sum();
        Checked { admissible: admission::admissible(&findings), findings, rules, questions }
    }

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

    async fn decide(
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

    /// All modules, by code.
    ///
    /// # Errors
    /// `form.read` forbidden
    pub async fn modules(
        &self,
        ctx: &Ctx,
        after: Option<&str>,
        limit: usize,
    ) -> Result<web::Page<ModuleRow>> {
        authz::require_anywhere(&ctx.actor, action::FORM_READ)?;
        let mut tx = self.parts.db.read().await?;
        let rows =
            store::page(&mut tx, after.unwrap_or_default(), i64::try_from(limit + 1).unwrap_or(i64::MAX))
                .await?;
        let more = rows.len() > limit;
        let mut items = vec![];
        for standing in rows.into_iter().take(limit) {
            if let Some(module) = store::version(&mut tx, &standing.code, standing.version).await? {
                items.push(self.row(&standing, &module));
            }
        }
        let next = items.last().filter(|_| more).map(|last| last.code.clone());
        Ok(web::Page { items, next })
    }

    /// A module with what the checker says of it.
    ///
    /// # Errors
    /// `form.read` forbidden; `form.module_not_found`
    pub async fn module(&self, ctx: &Ctx, code: &str) -> Result<ModuleView> {
        authz::require_anywhere(&ctx.actor, action::FORM_READ)?;
        let missing = || Refusal::not_found("form.module");
        let mut tx = self.parts.db.read().await?;
        let standing = store::get(&mut tx, code).await?.ok_or_else(missing)?;
        let module = store::version(&mut tx, code, standing.version).await?.ok_or_else(missing)?;
        let others: Vec<Module> =
            store::in_force(&mut tx, None).await?.into_iter().map(|m| m.module).collect();
        drop(tx);
        let row = self.row(&standing, &module);
        let check = self.judged(&module, &others);
        Ok(ModuleView { row, check, module })
    }

    /// The XForm that a module's department would hand out if it went alone.
    ///
    /// # Errors
    /// `form.read` forbidden; `form.module_not_found`; `form.module_unsound`
    pub async fn module_xform(&self, ctx: &Ctx, code: &str) -> Result<String> {
        let view = self.module(ctx, code).await?;
        let made = module_form::form(&view.module, view.row.version, &self.ground());
        let made = made.map_err(|found| unsound(&found))?;
        Ok(made.form.xform())
    }

    fn row(&self, standing: &Standing, module: &Module) -> ModuleRow {
        ModuleRow {
            code: module.code.clone(),
            name: module.name.clone(),
            function: module.function.clone(),
            department: self.department(&module.function),
            subject: module.subject.clone(),
            every_days: module.every_days,
            basis: module.basis.clone(),
            questions: module.questions.iter().map(|q| q.questions.len().max(1)).sum(),
            state: standing.state,
            version: standing.version,
            in_force: standing.in_force,
            admitted_at: standing.admitted_at,
        }
    }

    /// The name of a function of units.
    pub(crate) fn department(&self, function: &str) -> Text {
        let packs = self.parts.library.enabled();
        let found = packs.iter().flat_map(|p| &p.pack.functions).find(|f| f.code == function);
        found.map_or_else(
            || Text { zh: function.to_owned(), en: None },
            |f| Text::new(f.name.zh.clone(), f.name.en.clone()),
        )
    }
}

fn stream(code: &str) -> String {
    format!("{STREAM}{code}")
}

/// A workbook or a module that is none, with its first mistake.
pub(crate) fn unsound(found: &[workflow::Finding]) -> Failure {
    let refusal = Refusal::new(RefusalKind::Invalid, "form.module_unsound");
    let refusal = match found.first() {
        Some(first) => refusal.at(&first.path),
        None => refusal,
    };
    refusal.with("findings", serde_json::to_value(found).unwrap_or_default()).into()
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
