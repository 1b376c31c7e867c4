//! Visits: what is due where, the form for it, and what comes of it.

use super::Forms;
use crate::model::admission::InForce;
use crate::model::published::{PublishedKind, Publishing};
use crate::model::submission::{Incoming, Received};
use crate::model::visit::*;
use crate::rules::due::{Due, due};
use crate::rules::visit_form::{self, Odd, SECTIONS, VisitFormMade};
use crate::rules::words::words;
use crate::store::visits as store;
use authz::action;
use expression::{Expression, Scope};
use kernel::{Ctx, Failure, Refusal, Result, Text, Timestamp};
use protect::NewValue;
use register::service::{KnownRecord, KnownValue, Subject};
use serde::Deserialize;
use std::collections::{BTreeMap, BTreeSet};
use utoipa::{IntoParams, ToSchema};

/// Why values of declared elements are held.
pub const ELEMENT: &str = "form.element";
/// Subjects looked at for a page at most.
const WINDOW: usize = 4_000;
/// Subjects read at once.
const STEP: usize = 200;
/// Seconds of a question that is asked, and of one that is confirmed.
const SECONDS: (usize, usize) = (12, 4);

/// Which visits.
#[derive(Clone, Debug, Default, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct VisitQuery {
    /// The day, `2026-11-23`; today when not given.
    pub date: Option<String>,
    /// Only under this area.
    pub area: Option<String>,
    /// Where the page before ended.
    pub after: Option<String>,
    /// At most so many, 1 to 500; 50 when not given.
    pub limit: Option<usize>,
}

/// Nobody was met.
#[derive(Clone, Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = VisitNotMet)]
pub struct NotMet {
    /// Why.
    pub reason: NotMetReason,
    /// In words.
    #[serde(default)]
    pub words: Option<String>,
}

/// Why nobody was met.
#[derive(Clone, Copy, Debug, Deserialize, serde::Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
#[schema(as = VisitNotMetReason)]
pub enum NotMetReason {
    /// Nobody was there.
    NobodyHome,
    /// Nobody wanted to answer.
    Refused,
    /// The subject is not there any more.
    Gone,
}

impl NotMetReason {
    fn word(self) -> &'static str {
        match self {
            Self::NobodyHome => "nobody_home",
            Self::Refused => "refused",
            Self::Gone => "gone",
        }
    }
}

/// A module in force, ready to tell whom it concerns.
pub(super) struct Ready {
    pub(super) module: InForce,
    when: Option<Expression>,
}

/// A day as text.
pub(super) fn day_of(at: Timestamp) -> String {
    at.to_string().chars().take(10).collect()
}

/// The end of a day.
pub(super) fn end_of(field: &str, day: &str) -> Result<Timestamp, Refusal> {
    let wrong = || Refusal::invalid(field, day, "a day such as 2026-11-23");
    let date: jiff::civil::Date = day.parse().map_err(|_| wrong())?;
    let start = date.to_zoned(jiff::tz::TimeZone::UTC).map_err(|_| wrong())?.timestamp().as_millisecond();
    Ok(Timestamp(start + Timestamp::DAY - 1))
}

impl Forms {
    pub(super) async fn ready(&self, subject: Option<&str>) -> Result<Vec<Ready>> {
        let modules = self.in_force(subject).await?;
        let ready = |module: InForce| {
            let when = module.module.when.as_ref().and_then(|w| Expression::parse(w).ok());
            Ready { module, when }
        };
        Ok(modules.into_iter().map(ready).collect())
    }

    /// Visits of the caller's areas: what is due on a day, and what became of those of that day.
    ///
    /// # Errors
    /// `form.visit` forbidden; a day, an area or an `after` that cannot be read.
    pub async fn visits(&self, ctx: &Ctx, q: &VisitQuery) -> Result<web::Page<VisitRow>> {
        authz::require_anywhere(&ctx.actor, action::FORM_VISIT)?;
        let day = q.date.clone().unwrap_or_else(|| day_of(ctx.now));
        let until = end_of("date", &day)?;
        let limit = web::Page::<VisitRow>::limit(q.limit);
        let modules = self.ready(None).await?;
        let kinds: BTreeSet<&str> = modules.iter().map(|m| m.module.module.subject.as_str()).collect();
        let (mut kind, mut after) = match q.after.as_deref() {
            None => (kinds.first().copied(), None),
            Some(text) => {
                let wrong = || Refusal::invalid("after", "", "the next of a page before");
                let (kind, after) = text.split_once('|').ok_or_else(wrong)?;
                (Some(kinds.get(kind).copied().ok_or_else(wrong)?), Some(after.to_owned()))
            }
        };
        let (mut items, mut looked) = (vec![], 0);
        while let Some(of) = kind {
            let page = self.parts.register.subjects(
                ctx,
                action::FORM_VISIT,
                (of, q.area.as_deref()),
                after.as_deref(),
                STEP,
            );
            let (subjects, next) = page.await?;
            looked += subjects.len();
            let rows = self.rows(ctx, &subjects, &modules, (&day, until)).await?;
            for (subject, row) in subjects.iter().zip(rows) {
                items.extend(row);
                if items.len() == limit {
                    return Ok(web::Page { items, next: Some(format!("{of}|{}", subject.at)) });
                }
            }
            let end = next.is_none();
            after = next;
            if end {
                kind = kinds
                    .range::<str, _>((std::ops::Bound::Excluded(of), std::ops::Bound::Unbounded))
                    .next()
                    .copied();
                after = None;
            } else if looked >= WINDOW {
                let next = after.map(|after| format!("{of}|{after}"));
                return Ok(web::Page { items, next });
            }
        }
        Ok(web::Page { items, next: None })
    }

    /// A row for each subject at which something is due, or was done today.
    async fn rows(
        &self,
        ctx: &Ctx,
        subjects: &[Subject],
        modules: &[Ready],
        (day, until): (&str, Timestamp),
    ) -> Result<Vec<Option<VisitRow>>> {
        let mut by_home: BTreeMap<&str, Vec<i64>> = BTreeMap::new();
        subjects.iter().for_each(|s| by_home.entry(&s.county).or_default().push(s.n));
        let (mut last, mut visits) = (BTreeMap::new(), BTreeMap::new());
        let mut tx = self.parts.db.read().await?;
        for (county, ns) in by_home {
            last.insert(county, store::last(&mut tx, county, &ns).await?);
            visits.insert(county, store::visits(&mut tx, county, day, &ns).await?);
        }
        drop(tx);
        let row = |s: &Subject| {
            let of = |m: &Ready| {
                let last = last.get(s.county.as_str())?.get(&(s.n, m.module.module.code.clone())).copied();
                open(m, s, last, until)
            };
            let due: Vec<(&Ready, Due)> = modules.iter().filter_map(|m| Some((m, of(m)?))).collect();
            let state = match visits.get(s.county.as_str()).and_then(|v| v.get(&s.n)).map(String::as_str) {
                Some("done") => VisitState::Done,
                Some(_) => VisitState::NotMet,
                None if due.is_empty() => return None,
                None => VisitState::Due,
            };
            Some(self.row_of(ctx, s, &due, state))
        };
        Ok(subjects.iter().map(row).collect())
    }

    fn row_of(&self, ctx: &Ctx, s: &Subject, due: &[(&Ready, Due)], state: VisitState) -> VisitRow {
        let on = due.iter().map(|(_, d)| d.on).min().unwrap_or(ctx.now);
        let mut elements = BTreeSet::new();
        let mut own = 0;
        for question in due.iter().flat_map(|(m, _)| &m.module.module.questions) {
            for q in std::iter::once(question).chain(&question.questions).filter(|q| q.each.is_none()) {
                match &q.element {
                    Some(element) => drop(elements.insert(element)),
                    None => own += 1,
                }
            }
        }
        let module = |(m, _): &(&Ready, Due)| VisitModule {
            code: m.module.module.code.clone(),
            name: m.module.module.name.clone(),
            department: self.department(&m.module.module.function),
        };
        VisitRow {
            id: s.id(),
            subject: self.subject(s),
            due_on: day_of(on),
            late: state == VisitState::Due && day_of(on) < day_of(ctx.now),
            modules: due.iter().map(module).collect(),
            questions: own + elements.len(),
            minutes: (own * SECONDS.0 + elements.len() * SECONDS.1).div_ceil(60).max(1),
            state,
        }
    }

    fn subject(&self, s: &Subject) -> VisitSubject {
        let area = self.parts.grid.area(&s.area);
        let name = |code: &str| Text { zh: code.to_owned(), en: None };
        VisitSubject {
            kind: s.kind.clone(),
            kind_name: self.ground().kinds.get(&s.kind).map_or_else(|| name(&s.kind), |k| k.name.clone()),
            id: s.id(),
            label: s.label.clone(),
            area: s.area.clone(),
            area_name: area.map_or_else(|| name(&s.area), |a| a.name.clone()),
            lon: s.point.map(|p| p[0]),
            lat: s.point.map(|p| p[1]),
        }
    }

    /// A visit with the form for everything that is due there, and what is known in it.
    ///
    /// # Errors
    /// `form.visit` forbidden; `register.not_found`; `form.visit_nothing_due`
    pub async fn visit(&self, ctx: &Ctx, id: &str) -> Result<VisitView> {
        let (s, ctx) = self.parts.register.subject(ctx, action::FORM_VISIT, id).await?;
        let modules = self.ready(Some(&s.kind)).await?;
        let mut tx = self.parts.db.read().await?;
        let last = store::last(&mut tx, &s.county, &[s.n]).await?;
        let today = day_of(ctx.now);
        let visits = store::visits(&mut tx, &s.county, &today, &[s.n]).await?;
        drop(tx);
        // what the list of today has can be opened all day
        let until = end_of("date", &today)?;
        let of = |m: &Ready| open(m, &s, last.get(&(s.n, m.module.module.code.clone())).copied(), until);
        let due: Vec<(&Ready, Due)> = modules.iter().filter_map(|m| Some((m, of(m)?))).collect();
        if due.is_empty() {
            return Err(Refusal::rule("form.visit_nothing_due").into());
        }
        let asked: Vec<&InForce> = due.iter().map(|(m, _)| &m.module).collect();
        let made = visit_form::visit_form(&s.kind, &asked, &self.ground()).map_err(odd)?;
        let (form_id, version) = self.publish_visit(&ctx, &made).await?;
        let known = self.known(&ctx, &s, &made).await?;
        let (xform, plan) = self.handed_out(&made, &asked, &known);
        let state = match visits.get(&s.n).map(String::as_str) {
            Some("done") => VisitState::Done,
            Some(_) => VisitState::NotMet,
            None => VisitState::Due,
        };
        let row = VisitRow { questions: made.kept.questions, ..self.row_of(&ctx, &s, &due, state) };
        Ok(VisitView {
            row,
            form: VisitForm { form_id, version, xform },
            plan,
            instance_id_prefix: "uuid:".into(),
        })
    }

    /// Publishes the form as everybody may see it, and keeps how it falls apart; most visits find both there.
    async fn publish_visit(&self, ctx: &Ctx, made: &VisitFormMade) -> Result<(String, String)> {
        let settings = &made.composed.form.settings;
        let (form_id, version) = (settings.id.clone(), settings.version.clone().unwrap_or_default());
        let there = store::plan(&mut self.parts.db.read().await?, &form_id, &version).await?;
        if there.is_some() {
            return Ok((form_id, version));
        }
        let publishing = Publishing {
            form_id: form_id.clone(),
            version: version.clone(),
            title: Text { zh: settings.title.clone(), en: None },
            xform: made.composed.form.xform(),
            kind: PublishedKind::Visit,
            area_path: None,
            unit: None,
            media: vec![],
            listed: false,
        };
        self.publish_with_plan(ctx, publishing, &made.kept).await?;
        Ok((form_id, version))
    }

    /// Publishes a composed form and keeps how it falls apart, at once.
    pub(super) async fn publish_with_plan(&self, ctx: &Ctx, new: Publishing, kept: &Kept) -> Result<()> {
        let doc = serde_json::to_string(kept)?;
        let (inner, new) = (ctx.clone(), std::sync::Arc::new((new, doc)));
        let write = self.parts.db.write(ctx, move |tx| {
            let (ctx, new) = (inner.clone(), new.clone());
            Box::pin(async move {
                let (publishing, doc) = &*new;
                Self::publish_in(tx, &ctx, publishing).await?;
                store::keep(tx, &publishing.form_id, &publishing.version, doc).await?;
                Ok::<_, Failure>(())
            })
        });
        write.await
    }

    /// What is known of the subject and of those that belong to it, by the questions of the form.
    async fn known(&self, ctx: &Ctx, s: &Subject, made: &VisitFormMade) -> Result<Known> {
        let relations: Vec<String> = repeats(made).into_values().map(|(relation, _)| relation).collect();
        let wanted: BTreeSet<(String, String)> =
            made.kept.bound.values().filter_map(|b| Some((b.kind.clone(), b.field.clone()?))).collect();
        let fields = |kind: &str, field: &str| wanted.contains(&(kind.to_owned(), field.to_owned()));
        let asked: BTreeSet<&String> =
            made.kept.bound.values().filter(|b| b.field.is_none()).map(|b| &b.element).collect();
        let mut tx = self.parts.db.read().await?;
        let (mut elements, mut closed) = (BTreeMap::new(), vec![]);
        for (element, value, at) in store::known(&mut tx, &s.county, s.n).await? {
            let ground = self.ground();
            let Some(of) = ground.element(&element).filter(|_| asked.contains(&element)) else { continue };
            if let Some(text) = self.parts.vault.used(&mut tx, &s.county, &value, ELEMENT).await? {
                let stale =
                    of.freshness_days.is_some_and(|d| ctx.now.since(at) > i64::from(d) * Timestamp::DAY);
                if !of.class.is_open() {
                    closed.push(element.clone());
                }
                elements.insert(element, (text, at, stale));
            }
        }
        drop(tx);
        let register = &self.parts.register;
        let records = register.known(ctx, action::FORM_VISIT, &s.id(), &relations, &fields, &closed).await?;
        Ok(Known { records, elements })
    }

    /// The form with what is known in it, and what stands behind its questions.
    fn handed_out(&self, made: &VisitFormMade, asked: &[&InForce], known: &Known) -> (String, FormPlan) {
        let mut form = made.composed.form.clone();
        let repeats = repeats(made);
        let mut questions = vec![];
        for merged in &made.composed.merged {
            let item = &mut form.items[merged.item];
            let bound = made.kept.bound.get(&merged.name);
            let found = bound.filter(|b| b.within.is_none()).and_then(|b| known.of(b));
            if let Some(found) = found.as_ref().filter(|f| f.mode == AskMode::Confirm) {
                item.known = Some(found.value.clone());
            }
            let mut instances = vec![];
            if let Some((relation, kind)) = repeats.get(&merged.name) {
                let inside =
                    made.kept.bound.iter().filter(|(_, b)| b.within.as_deref() == Some(merged.name.as_str()));
                let inside: Vec<(&String, &Bound)> = inside.collect();
                for record in
                    known.records.iter().filter(|r| r.relation.as_ref() == Some(relation) && r.kind == *kind)
                {
                    instances.push(instance(record, &inside));
                }
                let written = |i: &KnownInstance| {
                    let fresh = i.values.iter().filter(|(_, v)| v.mode == AskMode::Confirm);
                    let mut all: BTreeMap<String, String> =
                        fresh.map(|(k, v)| (k.clone(), v.value.clone())).collect();
                    all.insert(format!("{}__ref", merged.name), i.id.clone());
                    all
                };
                item.instances = instances.iter().map(written).collect();
            }
            let label = visit_form::said(&item.label);
            if !visit_form::answered(item) && !repeats.contains_key(&merged.name) {
                continue;
            }
            let by = |(part, _): &(usize, String)| {
                let m = &asked.get(*part)?.module;
                Some(AskedBy {
                    module: m.code.clone(),
                    name: m.name.clone(),
                    department: self.department(&m.function),
                    basis: m.basis.clone(),
                })
            };
            questions.push(PlanQuestion {
                name: merged.name.clone(),
                label,
                element: bound.map(|b| b.element.clone()),
                section: SECTIONS.get(merged.section).copied().unwrap_or_default().to_owned(),
                within: merged.within.clone(),
                mode: found.as_ref().map_or(AskMode::Ask, |f| f.mode),
                known: found,
                instances,
                asked_by: merged.asked_by.iter().filter_map(by).collect(),
            });
        }
        let used: BTreeSet<&str> = questions.iter().map(|q| q.section.as_str()).collect();
        let sections = SECTIONS
            .iter()
            .filter(|s| used.contains(**s))
            .map(|s| PlanSection { name: (*s).to_owned(), label: words(&visit_form::section_words(s)) });
        let sections = sections.collect();
        let separately = made.kept.asked.values().sum();
        (form.xform(), FormPlan { sections, questions, separately })
    }

    /// Takes the answers of a visit.
    ///
    /// # Errors
    /// `form.visit` forbidden; `register.not_found`; those of [`Forms::receive`]
    pub async fn submit_visit(&self, ctx: &Ctx, id: &str, incoming: Incoming) -> Result<Received> {
        let (s, ctx) = self.parts.register.subject(ctx, action::FORM_VISIT, id).await?;
        let incoming = Incoming { visit: Some(s.id()), area_path: Some(s.path), ..incoming };
        self.receive(&ctx, incoming).await
    }

    /// Nobody was met: the visit is accounted for today, and due again tomorrow.
    ///
    /// # Errors
    /// `form.visit` forbidden; `register.not_found`
    pub async fn not_met(&self, ctx: &Ctx, id: &str, new: &NotMet) -> Result<()> {
        let (s, ctx) = self.parts.register.subject(ctx, action::FORM_VISIT, id).await?;
        let text = new.words.as_deref().map(str::trim).filter(|w| !w.is_empty());
        if text.is_some_and(|w| w.chars().count() > 500) {
            return Err(Refusal::invalid("/words", "", "at most 500 characters").into());
        }
        let text = text
            .map(|w| self.parts.vault.prepare(&ctx, &s.county, &NewValue::text("form.not_met", w)))
            .transpose()?;
        let visited = store::Visited {
            county: s.county.clone(),
            n: s.n,
            day: day_of(ctx.now),
            state: "not_met",
            reason: Some(new.reason.word().to_owned()),
            words: text.as_ref().map(|t| t.reference.id.clone()),
        };
        let said = serde_json::json!({ "kind": s.kind, "n": s.n, "reason": new.reason, "day": visited.day,
            "words": text.as_ref().map(|t| t.reference.clone()) });
        let (inner, vault) = (ctx.clone(), self.parts.vault.clone());
        let write = self.parts.db.write(&ctx, move |tx| {
            let (ctx, vault, text) = (inner.clone(), vault.clone(), text.clone());
            let (visited, said) = (visited.clone(), said.clone());
            Box::pin(async move {
                let mut head =
                    ledger::open(tx, &visited.county, &format!("form/visit/{}", visited.n)).await?;
                if let Some(text) = &text {
                    vault.store(tx, text).await?;
                }
                store::visited(tx, &visited, ctx.now).await?;
                ledger::append(tx, &ctx, &mut head, &[ledger::NewFact::new(NOT_MET, 1, &said)?]).await?;
                Ok::<_, Failure>(())
            })
        });
        write.await
    }
}

/// Nobody was met on a visit.
pub const NOT_MET: &str = "form.not_met";

/// What is known before a visit.
struct Known {
    records: Vec<KnownRecord>,
    /// Declared elements: value, age, whether it is old.
    elements: BTreeMap<String, (String, Timestamp, bool)>,
}

impl Known {
    /// What is known of what a question asks, outside of repeats.
    fn of(&self, bound: &Bound) -> Option<KnownAnswer> {
        let Some(field) = &bound.field else {
            let (value, as_of, stale) = self.elements.get(&bound.element)?;
            return Some(KnownAnswer {
                value: value.clone(),
                as_of: *as_of,
                source: None,
                mode: mode(*stale),
            });
        };
        let record = self.records.iter().find(|r| r.kind == bound.kind && !r.incoming)?;
        record.values.get(field).map(answer)
    }
}

fn mode(outdated: bool) -> AskMode {
    if outdated { AskMode::Ask } else { AskMode::Confirm }
}

fn answer(known: &KnownValue) -> KnownAnswer {
    KnownAnswer {
        value: written(&known.value),
        as_of: known.as_of,
        source: known.source.clone(),
        mode: mode(known.stale || known.contradicted),
    }
}

fn instance(record: &KnownRecord, inside: &[(&String, &Bound)]) -> KnownInstance {
    let value = |(name, bound): &(&String, &Bound)| {
        let known = record.values.get(bound.field.as_ref()?)?;
        Some(((*name).clone(), answer(known)))
    };
    KnownInstance { id: record.id.clone(), values: inside.iter().filter_map(value).collect() }
}

/// The repeats of a form: name → relation and kind.
fn repeats(made: &VisitFormMade) -> BTreeMap<String, (String, String)> {
    let of = |m: &form_engine::compose::Merged| {
        let (part, name) = m.asked_by.first()?;
        Some((m.name.clone(), made.modules.get(*part)?.asked.get(name)?.each.clone()?))
    };
    made.composed.merged.iter().filter_map(of).collect()
}

/// Whether a module is to be asked at a subject by a moment.
pub(super) fn open(m: &Ready, s: &Subject, last: Option<Timestamp>, until: Timestamp) -> Option<Due> {
    if m.module.module.subject != s.kind {
        return None;
    }
    if let Some(when) = &m.when {
        let values = serde_json::Value::Object(s.open.clone());
        let scope = Scope::empty();
        // a condition on what is not known does not hold
        if when.eval_bool(&scope.with("v", &values)) != Ok(true) {
            return None;
        }
    } else if m.module.module.when.is_some() {
        return None;
    }
    due(&m.module, s.n, last).filter(|d| d.from <= until)
}

fn odd(odd: Odd) -> Failure {
    match odd {
        Odd::Module(code, found) => Failure::internal(format!("module {code}: {found:?}")),
        Odd::Clash(clash) => Failure::internal(clash),
    }
}
