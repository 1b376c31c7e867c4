//! Campaigns in visits: what they want of a subject and when.

use super::kept;
use crate::model::campaign::{Standing, VisitCampaign};
use crate::rules::campaign::{self as rules, Waiting};
use crate::service::Forms;
use crate::store::campaigns::{self as store, OpenItem};
use db::{DbError, Tx};
use jiff::civil::Date;
use kernel::{Ctx, Result, Timestamp};
use register::service::Subject;
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::Arc;

/// What a campaign wants of a subject.
#[derive(Clone, Debug)]
pub(in crate::service) struct Wish {
    standing: Arc<Standing>,
    wanted: i64,
    tries: i64,
    planned: Option<Date>,
    until: Timestamp,
}

/// County and number → what campaigns want there.
pub(in crate::service) type Wishes = HashMap<(String, i64), Vec<Wish>>;

impl Wish {
    /// Whether it wants a module.
    pub fn wants(&self, module: &str) -> bool {
        bits(&self.standing, |code| code == module) & self.wanted != 0
    }

    /// Whether it brings its subject into the list of a day: it is planned until then, or its last day is over.
    pub fn shown(&self, day: &str) -> bool {
        self.planned.map_or(self.standing.last_day.as_str() < day, |on| on.to_string().as_str() <= day)
    }

    /// Until when: the end of its last day there.
    pub fn until(&self) -> Timestamp {
        self.until
    }

    /// As a visit shows it.
    pub fn view(&self) -> VisitCampaign {
        VisitCampaign {
            id: self.standing.id.clone(),
            name: self.standing.campaign.name.clone(),
            last_day: self.standing.last_day.clone(),
            planned_on: self.planned.map(|day| day.to_string()),
            tries: self.tries,
        }
    }
}

/// The bits of some modules of a campaign.
pub(super) fn bits(s: &Standing, of: impl Fn(&str) -> bool) -> i64 {
    s.campaign.modules.iter().enumerate().filter(|(_, code)| of(code)).map(|(at, _)| 1_i64 << at).sum()
}

/// Open items of subjects in campaigns that go on, with these.
async fn running(
    tx: &mut Tx,
    county: &str,
    ns: &[i64],
    today: &str,
) -> Result<Vec<(OpenItem, Arc<Standing>)>, DbError> {
    let items = store::open(tx, county, ns).await?;
    let ids: BTreeSet<&str> = items.iter().map(|i| i.campaign.as_str()).collect();
    let ids: Vec<&str> = ids.into_iter().collect();
    let found = store::some(tx, &ids).await?;
    let begun = found.into_iter().filter(|s| s.open && s.first_day.as_str() <= today);
    let begun: HashMap<String, Arc<Standing>> = begun.map(|s| (s.id.clone(), Arc::new(s))).collect();
    Ok(items.into_iter().filter_map(|i| Some((i.clone(), begun.get(&i.campaign)?.clone()))).collect())
}

impl Forms {
    /// What campaigns want of some subjects, with the days for which that is planned.
    pub(in crate::service) async fn wishes(&self, ctx: &Ctx, subjects: &[Subject]) -> Result<Wishes> {
        let Some(first) = subjects.first() else { return Ok(Wishes::new()) };
        let zone = self.zone(&first.path).await?;
        let now = zone.day(ctx.now);
        let mut by_home: BTreeMap<&str, Vec<i64>> = BTreeMap::new();
        subjects.iter().for_each(|s| by_home.entry(&s.county).or_default().push(s.n));
        let mut found: Vec<(String, OpenItem, Arc<Standing>)> = vec![];
        let mut tx = self.parts.db.read().await?;
        for (county, ns) in by_home {
            let some = running(&mut tx, county, &ns, &now.to_string()).await?;
            found.extend(some.into_iter().map(|(item, s)| (county.to_owned(), item, s)));
        }
        drop(tx);
        let mut grids: BTreeMap<(&str, &str, &str), Arc<Standing>> = BTreeMap::new();
        for (county, item, s) in &found {
            grids.entry((county, &item.campaign, &item.place)).or_insert_with(|| s.clone());
        }
        let mut planned: HashMap<(&str, &str, i64), Date> = HashMap::new();
        for ((county, campaign, place), s) in grids {
            let days = self.plan_of(ctx, &s, (county, place)).await?;
            planned.extend(days.into_iter().map(|(n, day)| ((county, campaign, n), day)));
        }
        let mut wishes = Wishes::new();
        for (county, item, s) in &found {
            let planned = planned.get(&(county.as_str(), item.campaign.as_str(), item.n)).copied();
            let until = zone.end("last_day", &s.last_day)?;
            let wish = Wish { standing: s.clone(), wanted: item.wanted, tries: item.tries, planned, until };
            wishes.entry((county.clone(), item.n)).or_default().push(wish);
        }
        Ok(wishes)
    }

    /// The days of the open items of a campaign in one grid.
    pub(super) async fn plan_of(
        &self,
        ctx: &Ctx,
        s: &Standing,
        (county, place): (&str, &str),
    ) -> Result<BTreeMap<i64, Date>> {
        let now = self.today(ctx, &self.home_path(county)).await?;
        if !s.open || kept(&s.last_day)? < now {
            return Ok(BTreeMap::new());
        }
        let path = format!("{}/{place}", self.home_path(county)).trim_end_matches('/').to_owned();
        let span = (kept(&s.first_day)?, kept(&s.last_day)?);
        let days = self.days(ctx, BTreeSet::from([path.clone()]), span).await?;
        let days = days.get(&path).map(Vec::as_slice).unwrap_or_default();
        let mut tx = self.parts.db.read().await?;
        let rows = store::grid(&mut tx, (county, &s.id, place), &now.to_string()).await?;
        let waiting =
            rows.iter().filter(|(_, open, _)| *open).map(|(n, _, there)| Waiting { n: *n, tried: *there });
        let waiting: Vec<Waiting> = waiting.collect();
        let done = rows.len() - waiting.len();
        Ok(rules::plan(&waiting, done, days, now, s.campaign.a_day))
    }
}
