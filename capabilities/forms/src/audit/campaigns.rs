//! Campaigns: what the facts of visits say of each item, beside its row; and the counters, recounted.

use crate::model::campaign::{CLOSED, Closed, Count, ItemState, OPENED, Opened, STREAM, Standing};
use crate::rules::campaign::{self as rules, Course};
use crate::service::settle::SettledData;
use crate::service::visits::MissedData;
use crate::store::campaigns::{self as store, Item};
use db::{DbError, Tx};
use ledger::verify::{Report, StreamFacts};
use std::collections::{BTreeMap, HashMap};

/// Items of a page.
const STEP: i64 = 2_000;

/// What facts say of campaigns: an entry for each item at which somebody was.
#[derive(Default)]
pub(super) struct Campaigns {
    said: BTreeMap<String, Said>,
    courses: HashMap<String, Courses>,
}

/// Home and number → what was said of the item, and whether it was taken back after the campaign was over.
type Courses = HashMap<(String, i64), (Course, bool)>;

/// What the stream of a campaign says.
struct Said {
    county: String,
    opened: Opened,
    v: i64,
    closed: bool,
}

impl Campaigns {
    /// The stream of a campaign; false when it cannot be read.
    pub fn campaign(&mut self, of: &StreamFacts, id: &str) -> bool {
        let opened = of.facts.iter().find(|f| f.action == OPENED);
        let read = opened.and_then(|f| Some((f.v, super::data::<Opened>(f)?)));
        let Some((v, opened)) = read else { return false };
        let closed = of.facts.iter().any(|f| f.action == CLOSED && super::data::<Closed>(f).is_some());
        self.said.insert(id.to_owned(), Said { county: of.county.clone(), opened, v, closed });
        true
    }

    /// A visit that counts.
    pub fn settled(&mut self, county: &str, said: &SettledData) {
        for (campaign, bits) in &said.campaigns {
            self.course(campaign, county, said.n).0.answered(*bits, &said.day);
        }
    }

    /// Items of campaigns that were over when a visit was taken back.
    pub fn voided(&mut self, county: &str, n: i64, campaigns: &[String]) {
        campaigns.iter().for_each(|campaign| self.course(campaign, county, n).1 = true);
    }

    /// Nobody was met.
    pub fn missed(&mut self, county: &str, said: &MissedData) {
        for campaign in &said.campaigns {
            self.course(campaign, county, said.n).0.not_met(said.reason.accounts(), &said.day);
        }
    }

    fn course(&mut self, campaign: &str, county: &str, n: i64) -> &mut (Course, bool) {
        self.courses.entry(campaign.to_owned()).or_default().entry((county.to_owned(), n)).or_default()
    }

    /// Compares all rows with what was said.
    pub async fn end(self, tx: &mut Tx, report: &mut Report) -> Result<(), DbError> {
        for id in store::ids(tx).await? {
            if !self.said.contains_key(&id) {
                report.breaks("", &format!("{STREAM}{id}"), 0, "row form_campaign: without facts");
            }
        }
        let nothing = Courses::new();
        for (id, said) in &self.said {
            let courses = self.courses.get(id).unwrap_or(&nothing);
            if let Some(what) = said.compare(tx, id, courses, report).await? {
                report.breaks(&said.county, &format!("{STREAM}{id}"), 0, what);
            }
        }
        Ok(())
    }
}

impl Said {
    async fn compare(
        &self,
        tx: &mut Tx,
        id: &str,
        courses: &Courses,
        report: &mut Report,
    ) -> Result<Option<String>, DbError> {
        let wrong = |table: &str| Ok(Some(format!("row {table} {id}: not what was said")));
        let Some((s, doc)) = store::one(tx, id).await?.zip(store::doc(tx, id).await?) else {
            return wrong("form_campaign");
        };
        let o = &self.opened;
        let days = (&s.first_day, &s.last_day, &s.area_path) == (&o.first_day, &o.last_day, &o.area_path);
        if !days || s.open == self.closed || rules::hash(&doc) != o.sha256 {
            return wrong("form_campaign");
        }
        let mut all: Vec<(String, i64, i64)> = vec![];
        let mut places: BTreeMap<(String, String), Count> = BTreeMap::new();
        for county in &s.campaign.homes {
            let mut from = (String::new(), -1, 0);
            loop {
                let at = ((from.0.as_str(), from.1, from.2), "\u{10FFFF}");
                let items = store::items(tx, (county, id), at, None, STEP).await?;
                for item in &items {
                    report.rows += 1;
                    if !self.same(item, courses.get(&(county.clone(), item.n))) {
                        return Ok(Some(format!(
                            "row form_campaign_item {county}-{}: not what was said",
                            item.n
                        )));
                    }
                    all.push((county.clone(), item.n, item.asked));
                    count(places.entry((county.clone(), item.place.clone())).or_default(), item.state);
                }
                match items.last().filter(|_| items.len() as i64 == STEP) {
                    Some(last) => from = (last.place.clone(), last.pos, last.n),
                    None => break,
                }
            }
        }
        let (items, asked) =
            rules::hashes(all.iter().map(|(county, n, asked)| (county.as_str(), *n, *asked)));
        if items != o.items || (self.v > 1 && asked != o.asked) {
            return wrong("form_campaign_item");
        }
        match counted(tx, &s).await? == places {
            true => Ok(None),
            false => Ok(Some(format!("row form_campaign_place {id}: not what a recount says"))),
        }
    }

    /// Whether an item is what was said of it. Facts of campaigns of the first version do not name them.
    fn same(&self, item: &Item, said: Option<&(Course, bool)>) -> bool {
        if self.v == 1 {
            return true;
        }
        let (course, voided) = said.cloned().unwrap_or_default();
        let left = match (self.closed, voided) {
            (false, _) => ItemState::Open,
            (true, true) => ItemState::Voided,
            (true, false) => ItemState::Dropped,
        };
        let told = course.stands(item.asked, left);
        (told.wanted, told.state, told.tries, &told.day) == (item.wanted, item.state, item.tries, &item.day)
    }
}

fn count(of: &mut Count, state: ItemState) {
    of.total += 1;
    *match state {
        ItemState::Open => &mut of.open,
        ItemState::Done => &mut of.done,
        ItemState::Gone => &mut of.gone,
        ItemState::Refused => &mut of.refused,
        ItemState::Dropped => &mut of.dropped,
        ItemState::Voided => &mut of.voided,
    } += 1;
}

/// Home and place → the counters as they are kept.
async fn counted(tx: &mut Tx, s: &Standing) -> Result<BTreeMap<(String, String), Count>, DbError> {
    let mut all = BTreeMap::new();
    for county in &s.campaign.homes {
        let places = store::places(tx, (county, &s.id), ("", "\u{10FFFF}")).await?;
        all.extend(places.into_iter().map(|(place, count)| ((county.clone(), place), count)));
    }
    Ok(all)
}
