//! Which subjects a day carries by rule, grid by grid: those at which nothing else is wanted wait for their day.

use super::{Ready, STEP, WINDOW, open};
use crate::rules::{campaign, today};
use crate::service::Forms;
use crate::service::days::Zone;
use crate::store::visits as store;
use authz::action;
use jiff::civil::Date;
use kernel::{Ctx, Failure, Result, Timestamp};
use register::service::Subject;
use std::collections::{BTreeSet, HashMap, hash_map::Entry};
use std::sync::Arc;

/// Days ahead that are looked at: a year and some.
const AHEAD: i32 = 400;

/// Home and place → the numbers that a day carries there, found once for a list.
pub(super) type Carried = HashMap<(String, String), BTreeSet<i64>>;

impl Forms {
    /// Finds what a day carries in the grids of some subjects.
    pub(super) async fn carry(
        &self,
        (ctx, zone): (&Ctx, &Zone),
        subjects: &[Subject],
        modules: &[Arc<Ready>],
        (day, until): (&str, Timestamp),
        carried: &mut Carried,
    ) -> Result<()> {
        for s in subjects {
            if let Entry::Vacant(grid) = carried.entry((s.county.clone(), s.place.clone())) {
                grid.insert(self.carried_in((ctx, zone), s, modules, (day, until)).await?);
            }
        }
        Ok(())
    }

    /// The numbers that a day carries in the grid of a subject.
    async fn carried_in(
        &self,
        (ctx, zone): (&Ctx, &Zone),
        of: &Subject,
        modules: &[Arc<Ready>],
        (day, until): (&str, Timestamp),
    ) -> Result<BTreeSet<i64>> {
        let subjects = self.all_in(ctx, of, modules).await?;
        let ns: Vec<i64> = subjects.iter().map(|s| s.n).collect();
        let mut tx = self.parts.db.read().await?;
        let last = store::last(&mut tx, &of.county, &ns).await?;
        let visits = store::visits(&mut tx, &of.county, day, &ns).await?;
        drop(tx);
        let on = |s: &Subject| {
            let due = |m: &Arc<Ready>| {
                let last = last.get(&(s.n, m.module.module.code.clone())).copied();
                open(m, s, last, until).map(|due| due.on)
            };
            modules.iter().filter_map(due).min()
        };
        let waiting: Vec<(&Subject, Timestamp)> = subjects
            .iter()
            .filter(|s| !visits.contains_key(&s.n))
            .filter_map(|s| Some((s, on(s)?)))
            .collect();
        let places: Vec<_> = waiting.iter().map(|(s, _)| (s.point, s.label.as_str())).collect();
        let read = |at: Timestamp| zone.day(at).parse::<Date>().map_err(Failure::internal);
        let mut ordered: Vec<today::Waiting> = vec![];
        for at in campaign::order(&places) {
            if let Some((s, on)) = waiting.get(at) {
                ordered.push((s.n, read(*on)?));
            }
        }
        let today: Date = day.parse().map_err(Failure::internal)?;
        let last = ordered.iter().map(|(_, on)| *on).max().unwrap_or(today);
        let calendar = self.calendar(&of.path).await?;
        let ahead =
            today.series(jiff::Span::new().days(1)).take(AHEAD as usize).take_while(|day| *day <= last);
        let days: Vec<Date> = ahead.filter(|day| calendar.is_working_day(*day)).collect();
        Ok(today::carried(&ordered, &days, today, visits.len()))
    }

    /// Subjects of the grid of one, of every kind that modules ask of: a bounded number.
    async fn all_in(&self, ctx: &Ctx, of: &Subject, modules: &[Arc<Ready>]) -> Result<Vec<Subject>> {
        let kinds: BTreeSet<&str> = modules.iter().map(|m| m.module.module.subject.as_str()).collect();
        let (mut all, mut looked): (Vec<Subject>, usize) = (vec![], 0);
        for kind in kinds {
            let mut after = None;
            loop {
                let within = (kind, Some(of.area.as_str()));
                let page =
                    self.parts.register.subjects(ctx, action::FORM_VISIT, within, after.as_deref(), STEP);
                let (some, next) = page.await?;
                looked += some.len();
                // what lies in areas below is theirs
                all.extend(some.into_iter().filter(|s| s.county == of.county && s.place == of.place));
                after = next;
                if after.is_none() || looked >= WINDOW {
                    break;
                }
            }
        }
        Ok(all)
    }
}
