//! Visits: what is due where.

mod answer;
mod form;
mod listed;

pub use answer::{NOT_MET, NotMet, NotMetReason};

use super::Forms;
use super::campaigns::visit::Wish;
use crate::model::admission::InForce;
use crate::model::module::Module;
use crate::model::visit::*;
use crate::rules::due::{Due, due};
use crate::store::visits as store;
use authz::action;
use expression::{Expression, Scope};
use kernel::{Ctx, Refusal, Result, Text, Timestamp};
use register::service::Subject;
use serde::Deserialize;
use std::collections::{BTreeMap, BTreeSet};
use utoipa::IntoParams;

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
    /// `true`: only those that serve a campaign.
    pub campaigns: Option<bool>,
    /// Where the page before ended.
    pub after: Option<String>,
    /// At most so many, 1 to 500; 50 when not given.
    pub limit: Option<usize>,
}

/// A module in force, ready to tell whom it concerns.
struct Ready {
    module: InForce,
    when: Option<Expression>,
}

/// A day as text.
pub(super) fn day_of(at: Timestamp) -> String {
    at.to_string().chars().take(10).collect()
}

/// The end of a day.
fn end_of(field: &str, day: &str) -> Result<Timestamp, Refusal> {
    let wrong = || Refusal::invalid(field, day, "a day such as 2026-11-23");
    let date: jiff::civil::Date = day.parse().map_err(|_| wrong())?;
    let start = date.to_zoned(jiff::tz::TimeZone::UTC).map_err(|_| wrong())?.timestamp().as_millisecond();
    Ok(Timestamp(start + Timestamp::DAY - 1))
}

impl Forms {
    async fn ready(&self, subject: Option<&str>) -> Result<Vec<Ready>> {
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
        if q.campaigns == Some(true) {
            return self.visits_of_campaigns(ctx, q, &modules, (&day, until)).await;
        }
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
        let wishes = self.wishes(ctx, subjects).await?;
        let row = |s: &Subject| {
            let wishes = wishes.get(&(s.county.clone(), s.n)).map(Vec::as_slice).unwrap_or_default();
            let of = |m: &Ready| {
                let last = last.get(s.county.as_str())?.get(&(s.n, m.module.module.code.clone())).copied();
                open(m, s, last, until)
            };
            let mut due: Vec<(&Ready, Due)> = modules.iter().filter_map(|m| Some((m, of(m)?))).collect();
            // whoever goes there anyway asks what campaigns want, too; else they go on the day for which it is planned
            if !due.is_empty() || wishes.iter().any(|w| w.shown(day)) {
                wished(&mut due, modules, wishes);
            }
            let state = match visits.get(s.county.as_str()).and_then(|v| v.get(&s.n)).map(String::as_str) {
                Some("done") => VisitState::Done,
                Some(_) => VisitState::NotMet,
                None if due.is_empty() => return None,
                None => VisitState::Due,
            };
            Some(with_campaigns(self.row_of(ctx, s, &due, state), wishes))
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
            campaigns: vec![],
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
}

/// Adds the modules that campaigns want and that are not due by rule.
fn wished<'a>(due: &mut Vec<(&'a Ready, Due)>, modules: &'a [Ready], wishes: &[Wish]) {
    for m in modules {
        let wish = wishes.iter().filter(|w| w.wants(&m.module.module.code)).min_by_key(|w| w.until());
        let known = due.iter().any(|(other, _)| std::ptr::eq(*other, m));
        if let Some(wish) = wish.filter(|_| !known) {
            due.push((m, Due { from: wish.until(), on: wish.until() }));
        }
    }
}

/// A row with the campaigns that it serves, unless it was made.
fn with_campaigns(row: VisitRow, wishes: &[Wish]) -> VisitRow {
    let campaigns =
        if row.state == VisitState::Done { vec![] } else { wishes.iter().map(Wish::view).collect() };
    VisitRow { campaigns, ..row }
}

/// Whether a module concerns a subject: a condition on what is not known does not hold.
fn holds(when: &Expression, s: &Subject) -> bool {
    let values = serde_json::Value::Object(s.open.clone());
    let scope = Scope::empty();
    when.eval_bool(&scope.with("v", &values)) == Ok(true)
}

/// The same of a module as it was admitted.
pub(super) fn concerns(module: &Module, s: &Subject) -> bool {
    let when = module.when.as_ref().map(|when| Expression::parse(when));
    when.is_none_or(|when| when.is_ok_and(|when| holds(&when, s)))
}

/// Whether a module is to be asked at a subject by a moment.
fn open(m: &Ready, s: &Subject, last: Option<Timestamp>, until: Timestamp) -> Option<Due> {
    if m.module.module.subject != s.kind {
        return None;
    }
    if let Some(when) = &m.when {
        if !holds(when, s) {
            return None;
        }
    } else if m.module.module.when.is_some() {
        return None;
    }
    due(&m.module, s.n, last).filter(|d| d.from <= until)
}
