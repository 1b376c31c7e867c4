//! Modules: what is asked, and what the checker says of it.

mod decide;
mod propose;

pub use decide::Deciding;
pub use propose::{FromPack, Taken};

use super::Forms;
use crate::model::admission::{InForce, ModuleState, STREAM, Standing};
use crate::model::answers::Readable;
use crate::model::module::Module;
use crate::rules::admission::{self, Breach, Rule};
use crate::rules::module_form;
use crate::store::modules as store;
use authz::action;
use kernel::{Ctx, Failure, Refusal, RefusalKind, Result, Text, Timestamp};
use serde::Serialize;
use utoipa::ToSchema;

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
    /// Whether the caller may read what it received, and what for.
    pub records: Readable,
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
        let records = self.readable_records(ctx, code).await?;
        Ok(ModuleView { row, check, module, records })
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
