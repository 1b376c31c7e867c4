//! The form of a visit: composed, published blank, handed out with what is known.

use super::{ELEMENT, Ready, open, wished, with_campaigns};
use crate::model::admission::InForce;
use crate::model::published::{PublishedKind, Publishing};
use crate::model::visit::*;
use crate::rules::due::Due;
use crate::rules::visit_form::{self, Odd, SECTIONS, VisitFormMade};
use crate::rules::words::words;
use crate::service::Forms;
use crate::service::kept::Versions;
use crate::store::visits as store;
use authz::action;
use kernel::{Ctx, Failure, Refusal, Result, Text, Timestamp};
use register::rules::disagree::Statement;
use register::service::{KnownRecord, KnownValue, Subject};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

impl Forms {
    /// A visit with the form for everything that is due there, and what is known in it.
    ///
    /// # Errors
    /// `form.visit` forbidden; `register.not_found`; `form.visit_nothing_due`
    pub async fn visit(&self, ctx: &Ctx, id: &str) -> Result<VisitView> {
        let (s, ctx) = self.parts.register.subject(ctx, action::FORM_VISIT, id).await?;
        let modules = self.ready(Some(&s.kind)).await?;
        let mut tx = self.parts.db.read().await?;
        let last = store::last(&mut tx, &s.county, &[s.n]).await?;
        let zone = self.zone(&s.path).await?;
        let today = zone.day(ctx.now);
        let visits = store::visits(&mut tx, &s.county, &today, &[s.n]).await?;
        drop(tx);
        // what the list of today has can be opened all day
        let until = zone.end("date", &today)?;
        let of = |m: &Ready| open(m, &s, last.get(&(s.n, m.module.module.code.clone())).copied(), until);
        let mut due: Vec<(&Ready, Due)> = modules.iter().filter_map(|m| Some((m.as_ref(), of(m)?))).collect();
        let wishes = self
            .wishes(&ctx, std::slice::from_ref(&s))
            .await?
            .remove(&(s.county.clone(), s.n))
            .unwrap_or_default();
        wished(&mut due, &modules, &wishes);
        if due.is_empty() {
            return Err(Refusal::rule("form.visit_nothing_due").into());
        }
        let asked: Vec<&InForce> = due.iter().map(|(m, _)| &m.module).collect();
        let made = self.composed(&s.kind, &asked)?;
        let (form_id, version) = self.publish_visit(&ctx, &made).await?;
        let known = self.known(&ctx, &s, &made).await?;
        let (xform, plan) = self.handed_out(&made, &asked, &known);
        let state = match visits.get(&s.n).map(String::as_str) {
            Some("done") => VisitState::Done,
            Some(_) => VisitState::NotMet,
            None => VisitState::Due,
        };
        let row = with_campaigns(self.row_of((&ctx, &zone), &s, &due, state), &wishes);
        let row = VisitRow { questions: made.kept.questions, ..row };
        Ok(VisitView {
            row,
            form: VisitForm { form_id, version, xform },
            plan,
            instance_id_prefix: "uuid:".into(),
        })
    }

    /// The form for some modules: composed once for all subjects at which the same is due.
    fn composed(&self, kind: &str, asked: &[&InForce]) -> Result<Arc<VisitFormMade>> {
        let ground = self.ground();
        let versions: Versions = asked.iter().map(|m| (m.module.code.clone(), m.version)).collect();
        if let Some(made) = self.kept.form(&ground, kind, &versions) {
            return Ok(made);
        }
        let made = visit_form::visit_form(kind, asked, &ground).map_err(odd)?;
        Ok(self.kept.keep_form(&ground, (kind, versions), made))
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
    pub(in crate::service) async fn publish_with_plan(
        &self,
        ctx: &Ctx,
        new: Publishing,
        kept: &Kept,
    ) -> Result<()> {
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
                    all.insert(visit_form::reference(&merged.name), i.id.clone());
                    all.insert(visit_form::here(&merged.name), visit_form::HERE.to_owned());
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
}

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
                disagreeing: vec![],
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
        mode: mode(known.stale || !known.disagreeing.is_empty()),
        disagreeing: known.disagreeing.iter().map(said).collect(),
    }
}

fn said(one: &Statement) -> SaidAnswer {
    SaidAnswer { value: written(&one.value), as_of: one.as_of, source: one.source.clone() }
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

fn odd(odd: Odd) -> Failure {
    match odd {
        Odd::Module(code, found) => Failure::internal(format!("module {code}: {found:?}")),
        Odd::Clash(clash) => Failure::internal(clash),
    }
}
