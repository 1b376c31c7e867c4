//! Visits: what is due where.

mod answer;
mod carried;
mod form;
mod listed;

pub use answer::{MissedData, NOT_MET, NotMet, NotMetReason};

use super::Forms;
use super::campaigns::visit::Wish;
use super::days::Zone;
use crate::model::admission::InForce;
use crate::model::module::Module;
use crate::model::visit::*;
use crate::rules::due::{Due, due};
use crate::store::{modules, visits as store};
use authz::action;
use carried::Carried;
use expression::{Expression, Scope};
use kernel::{Ctx, Refusal, Result, Text, Timestamp};
use register::service::Subject;
use serde::Deserialize;
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::Arc;
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
    /// `true`: everything that is due, also what waits for another day.
    pub all: Option<bool>,
    /// Where the page before ended.
    pub after: Option<String>,
    /// At most so many, 1 to 500; 50 when not given.
    pub limit: Option<usize>,
}

/// A module in force, ready to tell whom it concerns.
pub(super) struct Ready {
    pub(super) module: InForce,
    when: Option<Expression>,
}

impl Forms {
    /// The modules in force of a kind of subject, or of all, ready to tell whom they concern: read anew when others came into force.
    pub(super) async fn ready(&self, subject: Option<&str>) -> Result<Vec<Arc<Ready>>> {
        let mut tx = self.parts.db.read().await?;
        let versions = modules::versions_in_force(&mut tx).await?;
        let known = self.kept.modules(&versions);
        let all = match known {
            Some(all) => all,
            None => {
                let ready = |module: InForce| {
                    let when = module.module.when.as_ref().and_then(|w| Expression::parse(w).ok());
                    Arc::new(Ready { module, when })
                };
                let all = modules::in_force(&mut tx, None).await?.into_iter().map(ready).collect();
                self.kept.keep_modules(versions, all)
            }
        };
        let wanted = |m: &&Arc<Ready>| subject.is_none_or(|kind| m.module.module.subject == kind);
        Ok(all.iter().filter(wanted).cloned().collect())
    }

    /// Visits of the caller's areas: what is due on a day, and what became of those of that day.
    ///
    /// # Errors
    /// `form.visit` forbidden; a day, an area or an `after` that cannot be read.
    pub async fn visits(&self, ctx: &Ctx, q: &VisitQuery) -> Result<web::Page<VisitRow>> {
        authz::require_anywhere(&ctx.actor, action::FORM_VISIT)?;
        let zone = self.zone(&self.looked_at(ctx, q.area.as_deref())).await?;
        let day = q.date.clone().unwrap_or_else(|| zone.day(ctx.now));
        let until = zone.end("date", &day)?;
        let limit = web::Page::<VisitRow>::limit(q.limit);
        let modules = self.ready(None).await?;
        if q.campaigns == Some(true) {
            return self.visits_of_campaigns((ctx, &zone), q, &modules, (&day, until)).await;
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
        let (mut items, mut looked, mut carried) = (vec![], 0, Carried::new());
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
            let rows = self.rows((ctx, &zone), &subjects, &modules, (&day, until), &mut carried).await?;
            for (subject, row) in subjects.iter().zip(rows) {
                items.extend(row.filter(|row| row.today || q.all == Some(true)));
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

    /// The path of the area whose days a list shows: the one that was asked for, else that of the caller's post.
    pub(super) fn looked_at(&self, ctx: &Ctx, area: Option<&str>) -> String {
        let asked = area.and_then(|code| self.parts.grid.area(code)).map(|area| area.path.clone());
        let posts = authz::scopes(&ctx.actor, action::FORM_VISIT);
        asked.or_else(|| posts.first().map(|post| post.area_path.clone())).unwrap_or_default()
    }

    /// A row for each subject at which something is due, or was done today.
    async fn rows(
        &self,
        (ctx, zone): (&Ctx, &Zone),
        subjects: &[Subject],
        modules: &[Arc<Ready>],
        (day, until): (&str, Timestamp),
        carried: &mut Carried,
    ) -> Result<Vec<Option<VisitRow>>> {
        self.carry((ctx, zone), subjects, modules, (day, until), carried).await?;
        let mut by_home: BTreeMap<&str, Vec<i64>> = BTreeMap::new();
        subjects.iter().for_each(|s| by_home.entry(&s.county).or_default().push(s.n));
        let (mut last, mut visits, mut refused) = (BTreeMap::new(), BTreeMap::new(), HashMap::new());
        let mut tx = self.parts.db.read().await?;
        for (county, ns) in by_home {
            last.insert(county, store::last(&mut tx, county, &ns).await?);
            visits.insert(county, store::visits(&mut tx, county, day, &ns).await?);
            let of = store::refused(&mut tx, county, &ns).await?;
            refused.extend(of.into_iter().map(|(n, all)| ((county, n), all)));
        }
        drop(tx);
        let wishes = self.wishes(ctx, subjects).await?;
        let row = |s: &Subject| {
            let wishes = wishes.get(&(s.county.clone(), s.n)).map(Vec::as_slice).unwrap_or_default();
            let of = |m: &Ready| {
                let last = last.get(s.county.as_str())?.get(&(s.n, m.module.module.code.clone())).copied();
                open(m, s, last, until)
            };
            let mut due: Vec<(&Ready, Due)> =
                modules.iter().filter_map(|m| Some((m.as_ref(), of(m)?))).collect();
            let carries =
                carried.get(&(s.county.clone(), s.place.clone())).is_some_and(|ns| ns.contains(&s.n));
            let goes = carries || wishes.iter().any(|w| w.shown(day));
            wished_on(day, &mut due, modules, wishes);
            let state = match visits.get(s.county.as_str()).and_then(|v| v.get(&s.n)).map(String::as_str) {
                Some("done") => VisitState::Done,
                Some(_) => VisitState::NotMet,
                None if due.is_empty() => return None,
                None => VisitState::Due,
            };
            let row = with_campaigns(self.row_of((ctx, zone), s, &due, state), wishes);
            let refused = refused.get(&(s.county.as_str(), s.n)).map(|r| self.refused(r, s, &last));
            let today = goes || state != VisitState::Due;
            Some(VisitRow { today, refused: refused.unwrap_or_default(), ..row })
        };
        Ok(subjects.iter().map(row).collect())
    }

    fn row_of(
        &self,
        (ctx, zone): (&Ctx, &Zone),
        s: &Subject,
        due: &[(&Ready, Due)],
        state: VisitState,
    ) -> VisitRow {
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
            due_on: zone.day(on),
            today: true,
            late: state == VisitState::Due && zone.day(on) < zone.day(ctx.now),
            modules: due.iter().map(module).collect(),
            questions: own + elements.len(),
            minutes: (own * SECONDS.0 + elements.len() * SECONDS.1).div_ceil(60).max(1),
            state,
            campaigns: vec![],
            refused: vec![],
        }
    }

    /// What registers did not take of the last visit of a subject, in words.
    fn refused(
        &self,
        (at, all): &(Timestamp, Vec<Refused>),
        s: &Subject,
        last: &BTreeMap<&str, HashMap<(i64, String), Timestamp>>,
    ) -> Vec<RefusedValue> {
        let of = last.get(s.county.as_str()).into_iter().flatten();
        let since = of.filter(|((n, _), _)| *n == s.n).map(|(_, at)| *at).max();
        // whoever came later asked anew
        if since.is_some_and(|last| last > *at) { vec![] } else { self.refused_words(all) }
    }

    /// What registers did not take, in words.
    pub(in crate::service) fn refused_words(&self, all: &[Refused]) -> Vec<RefusedValue> {
        let ground = self.ground();
        let words = |r: &Refused| RefusedValue {
            kind: ground.kinds.get(&r.kind).map_or_else(|| Text::new(&r.kind, &r.kind), |k| k.name.clone()),
            field: ground.element(&format!("{}.{}", r.kind, r.field)).map(|e| e.name.clone()),
            reason: self.parts.register.fault_words(&r.code, &r.expected),
        };
        all.iter().map(words).collect()
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

/// Adds what campaigns want on a day: whoever goes there anyway asks that, too; else they go on the day for which it is planned.
pub(super) fn wished_on<'a>(
    day: &str,
    due: &mut Vec<(&'a Ready, Due)>,
    modules: &'a [Arc<Ready>],
    wishes: &[Wish],
) {
    if !due.is_empty() || wishes.iter().any(|w| w.shown(day)) {
        wished(due, modules, wishes);
    }
}

/// Adds the modules that campaigns want and that are not due by rule.
fn wished<'a>(due: &mut Vec<(&'a Ready, Due)>, modules: &'a [Arc<Ready>], wishes: &[Wish]) {
    for m in modules.iter().map(AsRef::as_ref) {
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
pub(super) fn open(m: &Ready, s: &Subject, last: Option<Timestamp>, until: Timestamp) -> Option<Due> {
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
    due(&m.module, last).filter(|d| d.from <= until)
}
