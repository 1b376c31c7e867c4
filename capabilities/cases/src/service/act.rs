//! Acting on a case: the engine judges, the rules decide, one fact says it.

mod issue;
mod stage;
mod write;

use issue::Issue;
pub(super) use stage::Stage;
pub(crate) use write::{after, append, stale};

use super::Cases;
use super::intake::at_field;
use crate::catalogue::Entry as CatalogueEntry;
use crate::model::{self, Attachment, Case, Change, FactData, Held};
use crate::rules::{Act, Book, decide};
use crate::store::row::Touch;
use db::Tx;
use kernel::{Actor, Ctx, Failure, Grant, Refusal, RefusalKind, Result};
use ledger::Head;
use packs::Loaded;
use protect::{NewValue, Prepared};
use serde_json::{Map, Value};
use std::collections::BTreeMap;
use workflow::{Effect, Flow, Input, InputType, Step};
use worktime::{Calendar, ClockSpec};

/// What somebody wants to do.
#[derive(Clone, Debug)]
pub struct Doing {
    /// The case.
    pub number: String,
    /// The version they have seen.
    pub version: Option<i64>,
    /// The pack's action.
    pub action: String,
    /// What they filled in.
    pub input: Value,
    /// They showed the case's tracking token.
    pub token: bool,
    /// Makes a repetition harmless.
    pub key: Option<web::Key>,
}

/// What came of it.
#[derive(Clone, Debug, PartialEq)]
pub struct Done {
    /// The case as it stands now.
    pub case: Case,
    /// The request came before; nothing was done now.
    pub repeated: bool,
}

/// Everything a transaction needs, prepared beforehand.
#[derive(Clone)]
struct Ready {
    before: Head,
    case: Case,
    touch: Touch,
    action: String,
    data: FactData,
    values: Vec<Prepared>,
    uploads: Vec<(String, String)>,
    entry: Option<CatalogueEntry>,
    into: Option<(String, model::CaseId)>,
    issue: Option<Issue>,
    key: Option<web::Key>,
}

/// An act that is written in the transaction which registers its case.
#[derive(Clone)]
pub(super) struct Following {
    ctx: Ctx,
    ready: Ready,
}

impl Following {
    /// Writes it; answers the case as it stands then.
    pub(super) async fn write(self, tx: &mut Tx, vault: &protect::Vault) -> Result<Case> {
        write::write(tx, &self.ctx, vault, &self.ready).await
    }
}

impl Ready {
    /// What the key leads to.
    fn answer(&self) -> String {
        format!("{} {}", self.case.county, self.case.id)
    }
}

impl Cases {
    /// Does something with a case.
    ///
    /// # Errors
    /// `case.not_found`; `case.stale` (409, with `version` and `state`) when the case has moved on; `act.…` when the
    /// engine says no; what is wrong with an input.
    pub async fn act(&self, ctx: &Ctx, doing: Doing) -> Result<Done> {
        let mut tx = self.db().read().await?;
        let case = self.find(&mut tx, &doing.number).await?;
        let stage = self.stage(&mut tx, ctx, &case, doing.token, authz::action::CASE_ACT).await?;
        if doing.version.is_some_and(|v| v != case.seq) {
            drop(tx);
            return self.repeated_act(ctx, &case, doing.key, &stale(&case)).await;
        }
        let step = stage.step(&case, &doing.action, &doing.input)?;
        let post = stage.post(&case, &doing.action, &doing.input).cloned();
        let calendar = self.calendar(Some(&mut tx), &case.spot.path).await?;
        let head = ledger::head(&mut tx, &case.county, &model::stream(&case.id)).await?;
        let head = head.ok_or_else(|| Failure::Internal(format!("{}: a case without facts", case.number)))?;
        drop(tx);
        let ctx = acting(ctx, &stage, post.as_ref());
        let prepared = self
            .ready(&ctx, &stage, (&case, head), (step, post.as_ref()), &calendar, doing.key.clone())
            .await;
        let ready = match prepared {
            // uploads of a request that came before are used up
            Err(Failure::Refused(r)) if doing.key.is_some() && r.code == "upload.not_found" => {
                return self.repeated_act(&ctx, &case, doing.key, &r).await;
            }
            other => other?,
        };
        self.commit(&ctx, ready).await
    }

    /// What an act writes on a case that is about to be registered, behind its first fact.
    pub(super) async fn following(
        &self,
        ctx: &Ctx,
        case: &Case,
        head: Head,
        (action, input): (&str, &Value),
    ) -> Result<Following> {
        let mut tx = self.db().read().await?;
        let stage = self.stage(&mut tx, ctx, case, false, authz::action::CASE_ACT).await?;
        let step = stage.step(case, action, input)?;
        let post = stage.post(case, action, input).cloned();
        let calendar = self.calendar(Some(&mut tx), &case.spot.path).await?;
        drop(tx);
        let ctx = acting(ctx, &stage, post.as_ref());
        let ready = self.ready(&ctx, &stage, (case, head), (step, post.as_ref()), &calendar, None).await?;
        Ok(Following { ctx, ready })
    }

    async fn ready(
        &self,
        ctx: &Ctx,
        stage: &Stage,
        (case, before): (&Case, Head),
        (step, post): (Step, Option<&Grant>),
        calendar: &Calendar,
        key: Option<web::Key>,
    ) -> Result<Ready> {
        let flow = stage.flow(case)?;
        let form = form_of(flow, stage, case, &step)?;
        let units = units_of(&stage.actor, post);
        let mut step = step;
        actor_ids(&form, &mut step);
        self.check_codes(ctx, &form, &step, &units).await?;
        let into = self.merged_into(ctx, case, &step).await?;
        let (held, values) = self.words(ctx, case, &form, &step)?;
        let (files, uploads) = self.attached(ctx, &form, &step).await?;
        let turn = self.turned(ctx, stage, case, &step).await?;
        let (clocks, tiers) = (clock_specs(&stage.pack), tiers(&stage.pack));
        if let Some(other) = &into {
            step.input.insert("into".into(), Value::String(other.number.clone()));
        }
        let act = Act {
            now: ctx.now,
            actor: &ctx.actor.id,
            units: &units,
            step: &step,
            held: &held,
            files: &files,
            rerouted: turn.rerouted.as_ref(),
            spot: turn.spot.as_ref(),
            publishable: turn.publishable,
            book: Book { flow, clocks: &clocks, tiers: &tiers, calendar },
        };
        let data = decide(case, &act)?;
        let after = after(ctx, case, &step.action, &data);
        let entry = self.entry_of_ruling(ctx, case, &data);
        Ok(Ready {
            before,
            touch: Touch::of(case, &after),
            case: after,
            action: step.action.clone(),
            data,
            values,
            uploads,
            entry,
            into: into.map(|c| (c.county, c.id)),
            issue: Issue::of(&stage.pack, case, &step.action, (ctx.now, calendar.zone())),
            key,
        })
    }

    /// Codes that the engine cannot know: units and people.
    async fn check_codes(&self, ctx: &Ctx, form: &[Input], step: &Step, units: &[String]) -> Result<()> {
        for input in form {
            let Some(value) = step.input.get(&input.key) else { continue };
            let field = format!("/input/{}", input.key);
            match (input.kind, value) {
                (InputType::Unit, Value::String(code)) => {
                    self.known_units(&field, std::slice::from_ref(code)).await?
                }
                (InputType::Units, Value::Array(codes)) => {
                    let codes: Vec<String> =
                        codes.iter().filter_map(|c| c.as_str()).map(str::to_owned).collect();
                    self.known_units(&field, &codes).await?;
                }
                (InputType::Person, Value::String(id)) => {
                    let theirs = self.parts.directory.units_of(ctx, id).await?;
                    if !theirs.iter().any(|unit| units.contains(unit)) {
                        let colleague = "the id of a person with a post in the same unit";
                        return Err(Refusal::invalid(field, id, colleague).into());
                    }
                }
                _ => {}
            }
        }
        Ok(())
    }

    /// The case to join, which must be another open one of the same pack that the actor may act on too.
    async fn merged_into(&self, ctx: &Ctx, case: &Case, step: &Step) -> Result<Option<Case>> {
        if !step.effects.contains(&Effect::Merge) {
            return Ok(None);
        }
        let number = step.input.get("into").and_then(|v| v.as_str()).unwrap_or_default();
        let field = "/input/into";
        let mut tx = self.db().read().await?;
        let other = self.find(&mut tx, number).await.map_err(|e| at_field(e, field))?;
        allowed(&ctx.actor, authz::action::CASE_ACT, &other).map_err(|e| at_field(e, field))?;
        if other.id == case.id || other.pack != case.pack || !other.is_open() {
            return Err(Refusal::rule("merge.unfit")
                .at(field)
                .got(number)
                .want("another open case of the same pack")
                .into());
        }
        Ok(Some(other))
    }

    /// The words of the form, ready for protect.
    fn words(
        &self,
        ctx: &Ctx,
        case: &Case,
        form: &[Input],
        step: &Step,
    ) -> Result<(BTreeMap<String, Held>, Vec<Prepared>)> {
        let (mut held, mut values) = (BTreeMap::new(), vec![]);
        for input in form.iter().filter(|i| i.kind == InputType::Text) {
            let Some(text) = step.input.get(&input.key).and_then(|v| v.as_str()) else { continue };
            let new = NewValue::text("case.words", text);
            let prepared = self.parts.vault.prepare(ctx, &case.county, &new)?;
            held.insert(input.key.clone(), prepared.reference.clone());
            values.push(prepared);
        }
        Ok((held, values))
    }

    /// The files of the form: upload ids with their field, and what the case keeps of them.
    async fn attached(
        &self,
        ctx: &Ctx,
        form: &[Input],
        step: &Step,
    ) -> Result<(BTreeMap<String, Vec<Attachment>>, Vec<(String, String)>)> {
        let (mut files, mut uploads) = (BTreeMap::new(), vec![]);
        for input in form.iter().filter(|i| i.kind == InputType::Attachments) {
            let Some(ids) = step.input.get(&input.key).and_then(|v| v.as_array()) else { continue };
            let field = format!("/input/{}", input.key);
            let ids: Vec<String> = ids.iter().filter_map(|v| v.as_str()).map(str::to_owned).collect();
            let kind = input.attachment.unwrap_or(workflow::AttachmentKind::After);
            files.insert(input.key.clone(), self.files(ctx, &ids, kind, &field).await?);
            uploads.extend(ids.into_iter().map(|id| (field.clone(), id)));
        }
        Ok((files, uploads))
    }

    /// What turns with category, place or tier: the place itself, who owes it, whether it is public.
    async fn turned(&self, ctx: &Ctx, stage: &Stage, case: &Case, step: &Step) -> Result<Turn> {
        let category = step.input.get("category").and_then(|v| v.as_str());
        let category = category.filter(|c| case.category.as_deref() != Some(c));
        let spot = match step.effects.contains(&Effect::Relocate) {
            true => Some(self.locate(&place_of(&step.input)).map_err(at_input)?),
            false => None,
        };
        let climbs = step.effects.contains(&Effect::Escalate);
        if category.is_none() && spot.is_none() && !climbs {
            return Ok(Turn::default());
        }
        let mut draft = case.clone();
        if climbs && let Some(next) = stage.pack.next_tier(case.tier.as_deref()) {
            draft.tier = Some(next.code.clone());
        }
        let publishable = category.map(|c| super::intake::publishable(&stage.pack, Some(c)));
        if let Some(category) = category {
            draft.category = Some(category.to_owned());
        }
        if let Some(spot) = &spot {
            draft.spot = spot.clone();
        }
        let facts = self.facts(None, &stage.pack, &draft, None).await?;
        let rerouted = self.route(ctx, &stage.pack, &draft, &facts).await?;
        Ok(Turn { spot, rerouted: Some(rerouted), publishable })
    }

    /// An arbiter's ruling that is to bind the next like case.
    fn entry_of_ruling(&self, ctx: &Ctx, case: &Case, data: &FactData) -> Option<CatalogueEntry> {
        let unit = data.changes.iter().find_map(|c| match c {
            Change::Ruled { unit, catalogue: true } => Some(unit.clone()),
            _ => None,
        })?;
        let decision = case.routed.as_ref().map(|r| &r.decision);
        let clocks = decision.map(|d| d.clocks.clone()).unwrap_or_default();
        let home = case.spot.path.iter().position(|code| *code == case.county);
        let area_path = home.map_or_else(|| case.spot.area_path(), |i| case.spot.path[..=i].join("/"));
        Some(CatalogueEntry {
            id: ctx.id::<()>().to_string(),
            pack: case.pack.clone(),
            category: case.category.clone()?,
            area_path,
            ruling: true,
            unit,
            function: None,
            level: None,
            assists: vec![],
            priority: case.priority,
            promise: clocks.promise,
            sign: clocks.sign,
            task: clocks.task,
            condition: None,
            standard: None,
            basis: None,
            case_number: Some(case.number.clone()),
            valid_from: ctx.now,
            valid_to: None,
            created_at: ctx.now,
        })
    }

    async fn commit(&self, ctx: &Ctx, ready: Ready) -> Result<Done> {
        let asks = ready.into.is_some() || ready.entry.is_some() || ready.issue.is_some();
        if ready.uploads.is_empty() && !asks {
            return self.commit_at_once(ctx, ready).await;
        }
        let rules = ready.entry.is_some();
        let (vault, inner, this) = (self.parts.vault.clone(), ctx.clone(), self.clone());
        let done = self
            .db()
            .write(ctx, move |tx| {
                let (ready, vault, ctx, this) = (ready.clone(), vault.clone(), inner.clone(), this.clone());
                Box::pin(async move {
                    if let Some(key) = &ready.key
                        && let Some(answer) = key.begin(tx, ctx.now).await?
                    {
                        return Ok(Done { case: this.answered(tx, &answer).await?, repeated: true });
                    }
                    let case = write::write(tx, &ctx, &vault, &ready).await?;
                    if let Some(key) = &ready.key {
                        key.finish(tx, &ready.answer()).await?;
                    }
                    Ok(Done { case, repeated: false })
                })
            })
            .await;
        if rules {
            self.memory.catalogue.clear();
        }
        done
    }

    /// Nothing has to be asked inside a transaction: one trip to the database. That the case has not moved on is guarded
    /// by the number of the fact, that the key is new by its being taken.
    async fn commit_at_once(&self, ctx: &Ctx, ready: Ready) -> Result<Done> {
        let batch = write::batch(ctx, &self.parts.vault, &ready, self.db().is_sqlite())?;
        match self.db().commit(ctx, batch).await {
            Ok(()) => Ok(Done { case: ready.case, repeated: false }),
            Err(error) if error.unique().is_some() => {
                let mut tx = self.db().read().await?;
                let now = self.get(&mut tx, &ready.case.county, &ready.case.id).await?;
                drop(tx);
                self.repeated_act(ctx, &now, ready.key, &stale(&now)).await
            }
            Err(error) => Err(error.into()),
        }
    }

    async fn answered(&self, tx: &mut Tx, answer: &str) -> Result<Case> {
        let (county, id) = answer.split_once(' ').unwrap_or_default();
        self.get(tx, county, &model::CaseId::trusted(id)).await
    }

    /// A request whose version is old may be a repetition; otherwise it is refused as `otherwise` says.
    async fn repeated_act(
        &self,
        ctx: &Ctx,
        case: &Case,
        key: Option<web::Key>,
        otherwise: &Refusal,
    ) -> Result<Done> {
        let Some(key) = key else { return Err(otherwise.clone().into()) };
        let (now, otherwise, case) = (ctx.now, otherwise.clone(), case.clone());
        self.db()
            .write(ctx, move |tx| {
                let (key, otherwise, case) = (key.clone(), otherwise.clone(), case.clone());
                Box::pin(async move {
                    match key.begin(tx, now).await? {
                        Some(_) => Ok(Done { case, repeated: true }),
                        None => Err(otherwise.into()),
                    }
                })
            })
            .await
    }
}

/// What turns with category or place.
#[derive(Default)]
struct Turn {
    spot: Option<model::Spot>,
    rerouted: Option<model::Routed>,
    publishable: Option<bool>,
}

/// The posts that allow an action on a case; the refusal of authz when there is none.
pub(super) fn allowed(actor: &Actor, action: authz::Action, case: &Case) -> Result<Vec<Grant>> {
    let area = case.spot.area_path();
    let units: Vec<&str> = case
        .tasks
        .iter()
        .filter(|t| t.state != model::TaskState::Withdrawn)
        .map(|t| t.unit.as_str())
        .collect();
    let thing = authz::Thing::of("case").at(&area).owed_by(&units);
    authz::require(actor, action, &thing)?;
    Ok(authz::posts(actor, action, &thing).into_iter().cloned().collect())
}

/// The context in which the fact is written: the actor, and the post that lets them act.
fn acting(ctx: &Ctx, stage: &Stage, post: Option<&Grant>) -> Ctx {
    let mut ctx = ctx.clone();
    if stage.token {
        ctx.actor = Actor::resident();
        ctx.post = None;
    }
    match post {
        Some(grant) => ctx.in_post(&grant.post),
        None => ctx,
    }
}

/// Units in which the actor may act, the acting post's first.
fn units_of(actor: &Actor, post: Option<&Grant>) -> Vec<String> {
    let mut units: Vec<String> = vec![];
    for grant in post.into_iter().chain(&actor.grants) {
        if !grant.unit.is_empty() && !units.contains(&grant.unit) {
            units.push(grant.unit.clone());
        }
    }
    units
}

/// The form of the act; the engine has found its input right.
fn form_of(flow: &Flow, stage: &Stage, case: &Case, step: &Step) -> Result<Vec<Input>> {
    let offer = stage.offer(case, &step.action)?;
    let missing = || Failure::Internal(format!("{}: an act that is not offered", flow.definition().code));
    Ok(offer.ok_or_else(missing)?.inputs)
}

/// People are given by their id; facts name them as actors.
fn actor_ids(form: &[Input], step: &mut Step) {
    for input in form.iter().filter(|i| i.kind == InputType::Person) {
        if let Some(Value::String(id)) = step.input.get_mut(&input.key)
            && !id.starts_with(crate::ports::PERSON)
        {
            *id = format!("{}{id}", crate::ports::PERSON);
        }
    }
}

fn place_of(input: &Map<String, Value>) -> super::PlaceInput {
    let number = |key: &str| input.get(key).and_then(Value::as_f64);
    super::PlaceInput { lon: number("lon"), lat: number("lat"), ..Default::default() }
}

fn at_input(failure: Failure) -> Failure {
    match failure {
        Failure::Refused(mut refusal) => {
            refusal.field = refusal.field.map(|f| f.replace("/place/", "/input/"));
            Failure::Refused(refusal)
        }
        other => other,
    }
}

/// The pack's clocks.
pub(crate) fn clock_specs(pack: &Loaded) -> BTreeMap<String, ClockSpec> {
    let unit = |unit: workflow::ClockUnit| match unit {
        workflow::ClockUnit::UrgentHours => worktime::Unit::UrgentHours,
        workflow::ClockUnit::NaturalDays => worktime::Unit::NaturalDays,
        workflow::ClockUnit::WorkHours => worktime::Unit::WorkHours,
        workflow::ClockUnit::WorkDays => worktime::Unit::WorkDays,
    };
    let spec =
        |c: &workflow::Clock| ClockSpec { amount: f64::from(c.amount), unit: unit(c.unit), roll: false };
    pack.pack.clocks.iter().map(|c| (c.code.clone(), spec(c))).collect()
}

/// The pack's ladder.
pub(crate) fn tiers(pack: &Loaded) -> Vec<String> {
    pack.pack.tiers.iter().map(|t| t.code.clone()).collect()
}

/// A refusal of the engine in ours.
fn refusal(refused: workflow::Refusal) -> Refusal {
    let kind = match refused.code {
        "action_unknown" => RefusalKind::NotFound,
        "action_not_now" => RefusalKind::Conflict,
        "not_allowed" | "separation_of_duties" => RefusalKind::Forbidden,
        "guard" => RefusalKind::Rule,
        _ => RefusalKind::Invalid,
    };
    let text = |value: Value| match value {
        Value::String(text) => text,
        other => other.to_string(),
    };
    let mut out = Refusal::new(kind, format!("act.{}", refused.code));
    out.field = refused.field.map(|f| format!("/input/{f}"));
    if let Some(expected) = refused.expected {
        out = out.want(text(expected));
    }
    // words of people are not repeated
    if let Some(value) =
        refused.value.filter(|_| kind != RefusalKind::Invalid || refused.code != "input_range")
    {
        out = out.got(text(value));
    }
    out
}
