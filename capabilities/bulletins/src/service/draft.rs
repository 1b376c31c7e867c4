//! Drafting: by itself when the month is over, or on request; once for each area, month and edition.

use super::write::{append, fact};
use super::{Bulletins, acting, find, month_of, month_text, months_off};
use crate::model::{Bulletin, DRAFTED, Drafted, State};
use crate::rules;
use crate::store;
use authz::action;
use grid::model::Area;
use jiff::civil::Date;
use kernel::{Ctx, Failure, Refusal, Result, Timestamp};
use protect::{NewValue, Prepared};
use serde::Deserialize;
use std::sync::Arc;
use utoipa::ToSchema;
use web::Key;

/// What is drafted.
#[derive(Clone, Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = NewBulletin)]
pub struct Drafting {
    /// Code of the area.
    pub area: String,
    /// Month, `2026-10`; it must be over.
    pub month: String,
    /// Until when units may object; some days from now when not given.
    #[serde(default)]
    pub objections_until: Option<Timestamp>,
}

/// A draft to be written.
#[derive(Clone)]
struct Draft {
    county: String,
    id: String,
    data: Drafted,
    why: Option<Prepared>,
    key: Option<Key>,
}

impl Bulletins {
    /// Drafts a bulletin; after one that was withdrawn, the next edition. Answers its id.
    ///
    /// # Errors
    /// `bulletin.write` forbidden there; `bulletin.month_running`; `bulletin.exists`.
    pub async fn draft(&self, ctx: &Ctx, new: &Drafting, key: Option<Key>) -> Result<String> {
        let month = month_of("/month", &new.month)?;
        let area = self.parts.grid.area(&new.area);
        let area = area.ok_or_else(|| Refusal::invalid("/area", &new.area, "the code of an area"))?;
        let shown = Bulletin { area_path: area.path.clone(), ..Bulletin::default() };
        let ctx = acting(ctx, action::BULLETIN_WRITE, &shown)?;
        if month >= self.month_now(&ctx) {
            return Err(Refusal::rule("bulletin.month_running").at("/month").got(&new.month).into());
        }
        let mut draft = self.prepare(&ctx, &area, month, 1);
        if let Some(until) = new.objections_until {
            if until < ctx.now {
                return Err(Refusal::invalid("/objections_until", until, "a moment to come").into());
            }
            draft.data.until = until;
        }
        draft.key = key;
        self.write_draft(&ctx, draft, true).await
    }

    /// Another edition of one that was issued, which says why. Answers its id.
    ///
    /// # Errors
    /// `bulletin.wrong_state`; `bulletin.exists` when there is one already.
    pub async fn correct(
        &self,
        ctx: &Ctx,
        id: &str,
        reason: &str,
        version: Option<i64>,
        key: Option<Key>,
    ) -> Result<String> {
        let old = self.seen(ctx, id).await?;
        let ctx = acting(ctx, action::BULLETIN_WRITE, &old)?;
        let words = super::act::words("/reason", reason)?;
        if version.is_some_and(|seen| seen != old.seq) {
            return Err(Refusal::conflict("bulletin.stale").with("version", old.seq).into());
        }
        rules::in_state(&old, &[State::Issued])?;
        let area = self.parts.grid.area(&old.area);
        let area = area.ok_or_else(|| Refusal::invalid("area", &old.area, "an area in force"))?;
        let mut draft = self.prepare(&ctx, &area, old.month, old.edition + 1);
        let why =
            self.parts.vault.prepare(&ctx, &draft.county, &NewValue::text("bulletin.correction", words))?;
        draft.data.replaces = Some(old.id.clone());
        draft.data.why = Some(why.reference.clone());
        draft.why = Some(why);
        draft.key = key;
        self.write_draft(&ctx, draft, true).await
    }

    /// Drafts what is due today: of the month before, for every area that is to have one. Answers how many were.
    ///
    /// # Errors
    /// The database.
    pub async fn draft_due(&self, ctx: &Ctx) -> Result<usize> {
        let today = self.today(ctx);
        let mut drafted = 0;
        for area in self.scheduled() {
            let path: Vec<String> = area.path.split('/').map(Into::into).collect();
            let calendar = self.parts.cases.calendar_of(&path).await?;
            let nth = self.parts.settings.working_day;
            let Some(month) = rules::schedule(today, nth, |day| calendar.is_working_day(day)) else {
                continue;
            };
            let draft = self.prepare(ctx, &area, month, 1);
            let there = store::get(&mut self.parts.db.read().await?, &draft.id).await?.is_some();
            if !there && self.write_draft(ctx, draft, false).await? != String::new() {
                drafted += 1;
            }
        }
        Ok(drafted)
    }

    /// The areas whose bulletins are drafted by themselves.
    fn scheduled(&self) -> Vec<Arc<Area>> {
        let map = self.parts.grid.map();
        let chosen = &self.parts.settings.areas;
        if !chosen.is_empty() {
            return chosen.iter().filter_map(|code| map.area(code).cloned()).collect();
        }
        let home = map.profile().home_depth();
        let mut areas: Vec<Arc<Area>> =
            map.areas().values().filter(|a| usize::from(a.depth) == home && !a.is_grid).cloned().collect();
        if let [top] = map.children(None).as_slice()
            && usize::from(top.depth) < home
        {
            areas.push(top.clone());
        }
        areas.sort_by(|a, b| a.path.cmp(&b.path));
        areas
    }

    fn prepare(&self, ctx: &Ctx, area: &Area, month: i64, edition: i64) -> Draft {
        let data = Drafted {
            area: area.code.clone(),
            area_path: area.path.clone(),
            month,
            edition,
            layout: self.parts.layout.id.clone(),
            until: ctx.now.plus(self.parts.settings.objection_days.max(0) * Timestamp::DAY),
            replaces: None,
            why: None,
        };
        let county = self.parts.grid.home_of(&area.code).unwrap_or_else(|| area.code.clone());
        let id = Bulletin::id(&area.code, month, edition);
        Draft { county, id, data, why: None, key: None }
    }

    /// Writes a draft unless there is one. `loud`: one that is there is refused; else the answer is empty.
    async fn write_draft(&self, ctx: &Ctx, draft: Draft, loud: bool) -> Result<String> {
        let (inner, vault) = (ctx.clone(), self.parts.vault.clone());
        let write = self.parts.db.write(ctx, move |tx| {
            let (ctx, vault, mut draft) = (inner.clone(), vault.clone(), draft.clone());
            Box::pin(async move {
                if let Some(key) = &draft.key
                    && let Some(done) = key.begin(tx, ctx.now).await?
                {
                    return Ok(done);
                }
                let mut head = ledger::open(tx, &draft.county, &Bulletin::stream(&draft.id)).await?;
                while head.seq > 0 {
                    let there = find(tx, &draft.id).await?;
                    if there.state != State::Withdrawn || !loud {
                        return match loud {
                            true => Err(Refusal::conflict("bulletin.exists").got(&there.id).into()),
                            false => Ok(String::new()),
                        };
                    }
                    draft.data.edition += 1;
                    draft.id = Bulletin::id(&draft.data.area, draft.data.month, draft.data.edition);
                    head = ledger::open(tx, &draft.county, &Bulletin::stream(&draft.id)).await?;
                }
                if let Some(why) = &draft.why {
                    vault.store(tx, why).await?;
                }
                append(tx, &ctx, &mut head, None, &fact(DRAFTED, &draft.data)?).await?;
                if let Some(key) = &draft.key {
                    key.finish(tx, &draft.id).await?;
                }
                Ok::<_, Failure>(draft.id)
            })
        });
        write.await
    }

    /// Today, in the zone of the months.
    pub(super) fn today(&self, ctx: &Ctx) -> Date {
        let zone = jiff::tz::TimeZone::get(&self.parts.settings.zone).unwrap_or(jiff::tz::TimeZone::UTC);
        jiff::Timestamp::from_millisecond(ctx.now.0).map_or(Date::ZERO, |at| zone.to_datetime(at).date())
    }

    fn month_now(&self, ctx: &Ctx) -> i64 {
        let today = self.today(ctx);
        i64::from(today.year()) * 100 + i64::from(today.month())
    }

    /// The month before the present one, `2026-10`: what a page proposes.
    pub fn last_month(&self, ctx: &Ctx) -> String {
        month_text(months_off(self.month_now(ctx), -1))
    }
}
