//! Campaigns (专项任务): lists that are handed down, spread over days and grids, visited, and accounted for to the last one.
//!
//! `open` draws a list and begins and ends a campaign, `read` shows how far it is, `visit` brings it into visits, `items` says what becomes of
//! each, `look` tells what does not fit any more. The plan is computed anew wherever it is shown: from what is open, from the days that are left, and from who is there on them.

pub(super) mod items;
mod look;
mod open;
mod read;
pub(super) mod visit;

pub use look::UNPLANNED;
pub use read::{CampaignQuery, ItemQuery};

use super::Forms;
use crate::model::campaign::Standing;
use authz::{action, covers};
use jiff::civil::Date;
use kernel::{Ctx, Failure, Result, Timestamp};
use std::collections::{BTreeSet, HashMap};

/// Why the reason of an end is held.
const REASON: &str = "form.campaign_close";

/// A day that our own rows hold.
fn kept(day: &str) -> Result<Date> {
    day.parse().map_err(Failure::internal)
}

impl Forms {
    /// What day it is in an area, by its path.
    async fn today(&self, ctx: &Ctx, path: &str) -> Result<Date> {
        self.zone(path).await?.day(ctx.now).parse().map_err(Failure::internal)
    }

    /// The days from today to a last one on which some areas can be visited: working days of their calendars, without those on which nobody
    /// works there. Where no working day is left at all, each day counts.
    async fn days(
        &self,
        ctx: &Ctx,
        paths: BTreeSet<String>,
        (first, last): (Date, Date),
    ) -> Result<HashMap<String, Vec<Date>>> {
        let moment = |day: Date| {
            let start = day.to_zoned(jiff::tz::TimeZone::UTC).map_err(Failure::internal)?;
            Ok::<_, Failure>(Timestamp(start.timestamp().as_millisecond()))
        };
        let span = (moment(first)?.plus(-Timestamp::DAY), moment(last)?.plus(2 * Timestamp::DAY));
        let asked: Vec<&str> = paths.iter().map(String::as_str).collect();
        let attendance = self.parts.staff.attendance(&asked, span).await?;
        let mut all = HashMap::new();
        for path in paths {
            let calendar = self.calendar(&path).await?;
            let first = first.max(self.today(ctx, &path).await?);
            let every = || first.series(jiff::Span::new().days(1)).take_while(|day| *day <= last);
            let mut days: Vec<Date> = every().filter(|day| calendar.is_working_day(*day)).collect();
            if days.is_empty() {
                days = every().collect();
            }
            let there = attendance.get(&path).cloned().unwrap_or_default();
            let mut worked = vec![];
            for day in days {
                let (start, end) = calendar.day(day).map_err(Failure::internal)?;
                if there.on(day, Timestamp(i64::midpoint(start, end))) {
                    worked.push(day);
                }
            }
            all.insert(path, worked);
        }
        Ok(all)
    }

    /// The path of a home.
    fn home_path(&self, county: &str) -> String {
        self.parts.grid.place_of(county).map_or_else(|| county.to_owned(), |p| p.area_path)
    }

    /// The homes and the beginnings of places that a path means within some homes.
    pub(super) fn reach(&self, path: &str, homes: &[String]) -> Vec<(String, String)> {
        let one = |home: &String| {
            let own = self.home_path(home);
            if covers(path, &own) {
                return Some((home.clone(), String::new()));
            }
            let below = path.strip_prefix(&own)?.strip_prefix('/')?;
            Some((home.clone(), format!("{below}/")))
        };
        homes.iter().filter_map(one).collect()
    }

    /// What of a campaign lies in the reader's areas: paths, the widest.
    fn seen(&self, ctx: &Ctx, s: &Standing) -> Vec<String> {
        let within = |scope: authz::Scope| match (
            covers(&scope.area_path, &s.area_path),
            covers(&s.area_path, &scope.area_path),
        ) {
            (true, _) => Some(s.area_path.clone()),
            (_, true) => Some(scope.area_path),
            _ => None,
        };
        authz::scopes(&ctx.actor, action::FORM_PLAN).into_iter().filter_map(within).collect()
    }
}

/// The end of the places that begin so.
pub(super) fn end(prefix: &str) -> String {
    match prefix.strip_suffix('/') {
        // '0' is the character after '/'
        Some(rest) => format!("{rest}0"),
        None => "\u{10FFFF}".into(),
    }
}
