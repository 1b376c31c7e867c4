//! How far campaigns are, by area; never by who went.

use super::{end, kept};
use crate::model::campaign::*;
use crate::model::visit::VisitModule;
use crate::rules::campaign::{self as rules, Load};
use crate::service::Forms;
use crate::store::campaigns::{self as store, Item};
use authz::{Thing, action, covers};
use grid::model::AreaRef;
use jiff::civil::Date;
use kernel::{Ctx, Refusal, Result, Text};
use serde::Deserialize;
use std::collections::{BTreeMap, BTreeSet, HashMap};
use utoipa::IntoParams;
use web::Page;

/// Items on a page at most: each grid of them is planned.
const ITEMS: usize = 200;

/// Which campaigns.
#[derive(Clone, Debug, Default, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct CampaignQuery {
    /// Where the page before ended.
    pub after: Option<String>,
    /// At most so many, 1 to 500; 50 when not given.
    pub limit: Option<usize>,
}

/// Which items.
#[derive(Clone, Debug, Default, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct ItemQuery {
    /// Only under this area.
    pub area: Option<String>,
    /// Only in this state.
    #[param(inline)]
    pub state: Option<ItemState>,
    /// Where the page before ended.
    pub after: Option<String>,
    /// At most so many, 1 to 200; 50 when not given.
    pub limit: Option<usize>,
}

impl Forms {
    /// Campaigns that lie in the reader's areas, at least in part; the youngest first.
    ///
    /// # Errors
    /// `form.plan` forbidden
    pub async fn campaigns(&self, ctx: &Ctx, q: &CampaignQuery) -> Result<Page<CampaignRow>> {
        authz::require_anywhere(&ctx.actor, action::FORM_PLAN)?;
        let limit = Page::<CampaignRow>::limit(q.limit);
        let mut before = q.after.clone().unwrap_or_else(|| "\u{10FFFF}".into());
        let mut items = vec![];
        loop {
            let some = store::page(&mut self.parts.db.read().await?, &before, limit as i64 + 1).await?;
            let more = some.len() > limit;
            for s in some {
                before.clone_from(&s.id);
                let seen = self.seen(ctx, &s);
                if seen.is_empty() {
                    continue;
                }
                items.push(self.campaign_row(ctx, &s, &seen).await?);
                if items.len() > limit {
                    return Ok(Page::cut(items, limit, |row| row.id.clone()));
                }
            }
            if !more {
                return Ok(Page { items, next: None });
            }
        }
    }

    /// A campaign.
    ///
    /// # Errors
    /// `form.plan` forbidden; `form.campaign.not_found`
    pub async fn campaign(&self, ctx: &Ctx, id: &str) -> Result<CampaignView> {
        let s = self.standing(ctx, id).await?;
        let row = self.campaign_row(ctx, &s, &self.seen(ctx, &s)).await?;
        let mut tx = self.parts.db.read().await?;
        let list = store::list(&mut tx, id).await?;
        let reason: Vec<&str> = s.reason.as_deref().into_iter().collect();
        let reason = self.parts.vault.texts(&mut tx, &s.county, &reason).await?.into_values().next();
        let thing = Thing::of("form").at(&s.area_path);
        Ok(CampaignView {
            row,
            basis: s.campaign.basis,
            purpose: s.campaign.purpose,
            per_day: s.campaign.a_day,
            when: s.campaign.when,
            list,
            reason,
            opened_at: s.opened_at,
            closed_at: s.closed_at,
            may_close: s.open && authz::require(&ctx.actor, action::FORM_PLAN, &thing).is_ok(),
        })
    }

    /// How far a campaign is in an area and right under it; in the reader's when none is given.
    ///
    /// # Errors
    /// `form.plan` forbidden; `form.campaign.not_found`; an area outside of the campaign.
    pub async fn campaign_progress(&self, ctx: &Ctx, id: &str, area: Option<&str>) -> Result<Progress> {
        let s = self.standing(ctx, id).await?;
        let path = self.within(ctx, &s, area)?;
        let areas = self.by_place(ctx, &s, &path).await?;
        let code = path.rsplit('/').next().unwrap_or_default();
        let mut whole = self.empty_row(code);
        let mut items: BTreeMap<String, ProgressRow> = BTreeMap::new();
        for (full, place) in areas {
            let below = full.strip_prefix(&path).and_then(|rest| rest.strip_prefix('/')).unwrap_or_default();
            let child = below.split('/').next().filter(|c| !c.is_empty()).unwrap_or(code);
            let row = items.entry(child.to_owned()).or_insert_with(|| ProgressRow {
                deeper: child != code && !self.parts.grid.children(Some(child)).is_empty(),
                ..self.empty_row(child)
            });
            for into in [&mut whole, row] {
                into.count.add(&place.count);
                into.today += place.today;
                into.unplanned += place.unplanned;
            }
        }
        whole.deeper = items.len() > 1 || items.keys().any(|c| c != code);
        let above = self.parts.grid.ancestors(code).into_iter();
        let mut line: Vec<AreaRef> = above.collect();
        line.retain(|a| self.parts.grid.area(&a.code).is_some_and(|a| covers(&s.area_path, &a.path)));
        line.retain(|a| {
            self.seen(ctx, &s)
                .iter()
                .any(|seen| self.parts.grid.area(&a.code).is_some_and(|a| covers(seen, &a.path)))
        });
        if line.last().is_none_or(|a| a.code != code) {
            line.push(self.area_ref(code));
        }
        Ok(Progress { path: line, whole, items: items.into_values().collect() })
    }

    /// Items of a campaign in the order of the visits, grid by grid.
    ///
    /// # Errors
    /// `form.plan` forbidden; `form.campaign.not_found`; an area outside of the campaign; an `after` of another list.
    pub async fn campaign_items(&self, ctx: &Ctx, id: &str, q: &ItemQuery) -> Result<Page<ItemRow>> {
        let s = self.standing(ctx, id).await?;
        let path = self.within(ctx, &s, q.area.as_deref())?;
        let limit = Page::<ItemRow>::limit(q.limit).min(ITEMS);
        let reach = self.reach(&path, &s.campaign.homes);
        let cursor = q.after.as_deref().map(read_cursor).transpose()?;
        let mut found: Vec<(String, Item)> = vec![];
        let mut tx = self.parts.db.read().await?;
        for (county, prefix) in &reach {
            let from = match &cursor {
                Some((home, ..)) if home > county => continue,
                Some((home, place, pos, n)) if home == county => (place.as_str(), *pos, *n),
                _ => (prefix.as_str(), -1, 0),
            };
            let left = (limit + 1).saturating_sub(found.len());
            let some =
                store::items(&mut tx, (county, id), (from, &end(prefix)), q.state, left as i64).await?;
            found.extend(some.into_iter().map(|item| (county.clone(), item)));
            if found.len() > limit {
                break;
            }
        }
        drop(tx);
        let page = Page::cut(found, limit, |(county, i)| format!("{county}~{}~{}~{}", i.place, i.pos, i.n));
        let mut subjects = HashMap::new();
        for (county, _) in &reach {
            let ns: Vec<i64> = page.items.iter().filter(|(c, _)| c == county).map(|(_, i)| i.n).collect();
            let known = self.parts.register.some_subjects(ctx, action::FORM_PLAN, county, &ns).await?;
            subjects.extend(known.into_iter().map(|(n, subject)| ((county.clone(), n), subject)));
        }
        let grids: BTreeSet<(&str, &str)> = page
            .items
            .iter()
            .filter(|(_, i)| i.state == ItemState::Open)
            .map(|(c, i)| (c.as_str(), i.place.as_str()))
            .collect();
        let mut planned: HashMap<(String, i64), Date> = HashMap::new();
        for (county, place) in grids {
            let days = self.plan_of(ctx, &s, (county, place)).await?;
            planned.extend(days.into_iter().map(|(n, day)| ((county.to_owned(), n), day)));
        }
        Ok(page.map(|(county, i)| {
            let code = i.place.trim_end_matches('/').rsplit('/').next().filter(|c| !c.is_empty());
            let key = (county.clone(), i.n);
            ItemRow {
                id: format!("{county}-{}", i.n),
                label: subjects.get(&key).map(|s| s.label.clone()).unwrap_or_default(),
                area: self.area_ref(code.unwrap_or(&county)),
                state: i.state,
                tries: i.tries,
                day: i.day,
                planned_on: planned.get(&key).map(ToString::to_string),
            }
        }))
    }

    /// How many are where under a path, with what is planned: by the full path of each place.
    pub(super) async fn by_place(
        &self,
        ctx: &Ctx,
        s: &Standing,
        path: &str,
    ) -> Result<Vec<(String, ProgressRow)>> {
        let (now, last) = (self.today(ctx, &s.area_path).await?, kept(&s.last_day)?);
        let mut all: Vec<(String, Count, (usize, usize))> = vec![];
        let mut tx = self.parts.db.read().await?;
        for (county, prefix) in self.reach(path, &s.campaign.homes) {
            let home = self.home_path(&county);
            let handled = store::handled(&mut tx, (&county, &s.id), &now.to_string()).await?;
            for (place, mut count) in
                store::places(&mut tx, (&county, &s.id), (&prefix, &end(&prefix))).await?
            {
                if last < now {
                    count.late = count.open;
                }
                let full = format!("{home}/{place}").trim_end_matches('/').to_owned();
                all.push((full, count, handled.get(&place).copied().unwrap_or_default()));
            }
        }
        drop(tx);
        let plans = s.open && last >= now;
        let open = all.iter().filter(|(_, count, _)| plans && count.open > 0).map(|(full, ..)| full.clone());
        let days = self.days(ctx, open.collect(), (kept(&s.first_day)?, last)).await?;
        let row = |(full, count, (handled, tried)): (String, Count, (usize, usize))| {
            let shares = days.get(&full).map(|days| {
                let load = Load { open: usize::try_from(count.open).unwrap_or_default(), handled, tried };
                rules::shares(load, days, now, s.campaign.a_day)
            });
            let shares = shares.unwrap_or_default();
            let today = shares.days.first().filter(|(day, _)| *day == now).map_or(0, |(_, n)| *n);
            let row = ProgressRow { count, today, unplanned: shares.unplanned, ..self.empty_row(&full) };
            (full, row)
        };
        Ok(all.into_iter().map(row).collect())
    }

    /// The path of an area that a reader may see of a campaign; of the first of their areas when none is given.
    fn within(&self, ctx: &Ctx, s: &Standing, area: Option<&str>) -> Result<String, Refusal> {
        let seen = self.seen(ctx, s);
        let Some(code) = area.filter(|a| !a.is_empty()) else {
            return seen.into_iter().next().ok_or_else(|| Refusal::not_found("form.campaign"));
        };
        let wrong = || Refusal::invalid("area", code, "an area of the campaign");
        let path = self.parts.grid.area(code).ok_or_else(wrong)?.path.clone();
        authz::require(&ctx.actor, action::FORM_PLAN, &Thing::of("form").at(&path))?;
        if covers(&s.area_path, &path) { Ok(path) } else { Err(wrong()) }
    }

    async fn campaign_row(&self, ctx: &Ctx, s: &Standing, seen: &[String]) -> Result<CampaignRow> {
        let mut count = Count::default();
        let mut tx = self.parts.db.read().await?;
        for (county, prefix) in seen.iter().flat_map(|path| self.reach(path, &s.campaign.homes)) {
            let places = store::places(&mut tx, (&county, &s.id), (&prefix, &end(&prefix))).await?;
            places.iter().for_each(|(_, some)| count.add(some));
        }
        drop(tx);
        if kept(&s.last_day)? < self.today(ctx, &s.area_path).await? {
            count.late = count.open;
        }
        let c = &s.campaign;
        let text = |code: &str| Text { zh: code.to_owned(), en: None };
        let known = self.in_force(Some(&c.subject)).await?;
        let module = |code: &String| {
            let found = known.iter().find(|m| m.module.code == *code);
            VisitModule {
                code: code.clone(),
                name: found.map_or_else(|| text(code), |m| m.module.name.clone()),
                department: found.map_or_else(Text::default, |m| self.department(&m.module.function)),
            }
        };
        let kind = self.ground().kinds.get(&c.subject).map(|k| k.name.clone());
        Ok(CampaignRow {
            id: s.id.clone(),
            name: c.name.clone(),
            subject: c.subject.clone(),
            subject_name: kind.unwrap_or_else(|| text(&c.subject)),
            modules: c.modules.iter().map(module).collect(),
            area: self.area_ref(&c.area),
            first_day: s.first_day.clone(),
            last_day: s.last_day.clone(),
            open: s.open,
            count,
            missing: c.missing,
        })
    }

    pub(in crate::service) fn area_ref(&self, code: &str) -> AreaRef {
        let found = self.parts.grid.area(code);
        let name = || Text { zh: code.to_owned(), en: None };
        AreaRef {
            code: code.to_owned(),
            level: found.as_ref().map(|a| a.level.clone()).unwrap_or_default(),
            name: found.map_or_else(name, |a| a.name.clone()),
        }
    }

    fn empty_row(&self, code: &str) -> ProgressRow {
        let area = self.area_ref(code.rsplit('/').next().unwrap_or_default());
        ProgressRow { area, deeper: false, count: Count::default(), today: 0, unplanned: 0 }
    }
}

/// Home, place, position and number of the last item of a page.
fn read_cursor(text: &str) -> Result<(String, String, i64, i64), Refusal> {
    let wrong = || Refusal::invalid("after", "", "the next of a page before");
    let parts: Vec<&str> = text.split('~').collect();
    let [county, place, pos, n] = parts.as_slice() else { return Err(wrong()) };
    let number = |text: &str| text.parse().map_err(|_| wrong());
    Ok(((*county).to_owned(), (*place).to_owned(), number(pos)?, number(n)?))
}
