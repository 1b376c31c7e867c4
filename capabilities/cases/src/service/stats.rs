//! The first page of numbers; every number can be opened as the list of its cases.

use super::act::day_start;
use super::{Cases, name};
use crate::store::list::overview::{Dimension, Group, count, happened};
use kernel::{Ctx, Refusal, Result, Text, Timestamp};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use utoipa::{IntoParams, ToSchema};

/// Whose numbers, and of which days.
#[derive(Clone, Debug, Default, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct OverviewQuery {
    /// Code of an area; everything under it.
    pub area: Option<String>,
    /// From when, RFC 3339; 30 days ago when not given.
    pub from: Option<Timestamp>,
    /// Until when; now when not given.
    pub to: Option<Timestamp>,
}

/// A group with its number.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
pub struct Slice {
    /// Code.
    pub key: String,
    /// Name.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<Text>,
    /// How many.
    pub n: i64,
}

/// A unit or an area with its open and late cases.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
pub struct Load {
    /// Code.
    pub code: String,
    /// Name.
    pub name: Text,
    /// Open.
    pub open: i64,
    /// Of these late.
    pub late: i64,
}

/// One day.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
pub struct Day {
    /// `2026-11-21`, in the calendar's zone.
    pub day: String,
    /// Registered.
    pub registered: i64,
    /// Closed.
    pub closed: i64,
}

/// The numbers of an area.
#[derive(Clone, Debug, Default, PartialEq, Serialize, ToSchema)]
pub struct Overview {
    /// Open now.
    pub open: i64,
    /// Of these late.
    pub late: i64,
    /// Of these due soon.
    pub due_soon: i64,
    /// Registered today.
    pub registered_today: i64,
    /// Closed today.
    pub closed_today: i64,
    /// Registered in the period.
    pub registered: i64,
    /// Closed in the period.
    pub closed: i64,
    /// Share of the closed ones that missed no clock.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub on_time_rate: Option<f64>,
    /// Closed ones that had been reopened.
    pub reopened: i64,
    /// Share of the rated ones with grade 3 or 4.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub satisfied_rate: Option<f64>,
    /// Open by phase.
    pub by_phase: Vec<Slice>,
    /// Open by category, the ten largest.
    pub by_category: Vec<Slice>,
    /// Open by unit, the twenty largest.
    pub by_unit: Vec<Load>,
    /// Day by day, at most 92.
    pub by_day: Vec<Day>,
    /// Open by the areas right under the one asked for.
    pub by_area: Vec<Load>,
}

impl Cases {
    /// The numbers of an area, as far as the actor may see cases.
    ///
    /// # Errors
    /// `stats.read` forbidden; an area that is not there; a period of more than 400 days.
    pub async fn overview(&self, ctx: &Ctx, query: &OverviewQuery) -> Result<Overview> {
        authz::require_anywhere(&ctx.actor, authz::action::STATS_READ)?;
        let scopes = authz::scopes(&ctx.actor, authz::action::STATS_READ);
        let within = self.within(&scopes, query.area.as_deref())?;
        let to = query.to.unwrap_or(ctx.now);
        let from = query.from.unwrap_or(to.plus(-30 * Timestamp::DAY));
        if from >= to || to.since(from) > 400 * Timestamp::DAY {
            return Err(Refusal::invalid("from", from, "before `to`, at most 400 days").into());
        }
        let asked = query.area.as_deref().and_then(|code| self.parts.grid.area(code));
        let path: Vec<String> =
            asked.map(|a| a.path.split('/').map(str::to_owned).collect()).unwrap_or_default();
        let mut tx = self.db().browse().await?;
        let calendar = self.calendar(Some(&mut tx), &path).await?;
        let mut out = Overview::default();
        let phases = count(&mut tx, &within, ctx.now, Dimension::State).await?;
        for group in &phases {
            out.open += group.n;
            out.late += group.late;
            out.due_soon += group.soon;
        }
        out.by_phase = by_phase(&phases);
        out.by_category = self.by_category(count(&mut tx, &within, ctx.now, Dimension::Category).await?);
        let units = count(&mut tx, &within, ctx.now, Dimension::Unit).await?;
        let areas = count(&mut tx, &within, ctx.now, Dimension::Area).await?;
        let period = happened(&mut tx, &within, from, to).await?;
        (out.registered, out.closed, out.reopened) = (period.registered, period.closed, period.reopened);
        out.on_time_rate = rate(period.on_time, period.closed);
        out.satisfied_rate = rate(period.satisfied, period.rated);
        let today = day_start(&calendar, ctx.now);
        let now = ctx.now.plus(1);
        let day = happened(&mut tx, &within, today, now).await?;
        (out.registered_today, out.closed_today) = (day.registered, day.closed);
        let mut at = day_start(&calendar, from.max(to.plus(-91 * Timestamp::DAY)));
        while at < to {
            // a day of 23, 24 or 25 hours
            let next = day_start(&calendar, at.plus(Timestamp::DAY + 2 * Timestamp::HOUR));
            let n = happened(&mut tx, &within, at, next).await?;
            let text = at.day_in(calendar.zone());
            let day = format!("{}-{}-{}", &text[..4], &text[4..6], &text[6..]);
            out.by_day.push(Day { day, registered: n.registered, closed: n.closed });
            at = next;
        }
        drop(tx);
        out.by_unit = self.by_unit(units).await?;
        out.by_area = self.by_area(query.area.as_deref(), &areas);
        Ok(out)
    }

    fn by_category(&self, groups: Vec<Group>) -> Vec<Slice> {
        let packs = self.parts.library.enabled();
        let named = |code: &str| packs.iter().find_map(|p| p.category(code)).map(|c| name(&c.name));
        let slice = |g: Group| Slice { name: named(&g.key), key: g.key, n: g.n };
        groups.into_iter().filter(|g| !g.key.is_empty()).take(10).map(slice).collect()
    }

    async fn by_unit(&self, groups: Vec<Group>) -> Result<Vec<Load>> {
        let groups: Vec<Group> = groups.into_iter().filter(|g| !g.key.is_empty()).take(20).collect();
        let units = self.units(&groups.iter().map(|g| g.key.clone()).collect::<Vec<_>>()).await?;
        let load = |g: Group| {
            let named = super::lists::unit_named(&units, &g.key);
            Load { code: named.code, name: named.name, open: g.n, late: g.late }
        };
        Ok(groups.into_iter().map(load).collect())
    }

    fn by_area(&self, area: Option<&str>, groups: &[Group]) -> Vec<Load> {
        let mut children = self.parts.grid.children(area);
        // a tree with one top begins below it
        if let (None, [top]) = (area, children.as_slice()) {
            children = self.parts.grid.children(Some(&top.code));
        }
        let load = |child: &std::sync::Arc<grid::model::Area>| {
            let key = format!("{}/", child.path);
            let inside = groups.iter().filter(|g| g.key.starts_with(&key));
            let (open, late) = inside.fold((0, 0), |sum, g| (sum.0 + g.n, sum.1 + g.late));
            Load { code: child.code.clone(), name: child.name.clone(), open, late }
        };
        children.iter().map(load).collect()
    }
}

fn by_phase(groups: &[Group]) -> Vec<Slice> {
    let mut sums: BTreeMap<&str, i64> = BTreeMap::new();
    for group in groups {
        *sums.entry(&group.phase).or_default() += group.n;
    }
    sums.into_iter().map(|(key, n)| Slice { key: key.to_owned(), name: None, n }).collect()
}

/// A share with three decimals; None of nothing.
fn rate(part: i64, whole: i64) -> Option<f64> {
    (whole > 0).then(|| (part as f64 / whole as f64 * 1000.0).round() / 1000.0)
}
