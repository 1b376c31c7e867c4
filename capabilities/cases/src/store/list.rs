//! Lists of cases: composed from a closed set of fragments, paged by key, each served by an index, at a cost that does
//! not grow with the books.
//!
//! A list is a handful of *arms* ([`choose`]): for each place where the reader may look and each way a case may stand,
//! one walk over one index ([`walk`]). What an index does not decide is looked at row by row, at most
//! [`walk::WINDOW`] rows an arm; then the page is short and says where to go on. The arms are merged here. See
//! `docs/decisions/0012-lists.md`.

pub mod choose;
pub mod count;
pub mod overview;
mod query;
pub mod search;
pub mod walk;

use crate::model::Case;
use db::{DbError, Row, Tx};
use kernel::Timestamp;
use std::cmp::Ordering;
use std::collections::{BTreeMap, HashMap, HashSet};
use walk::Found;

/// Which cases, by where they stand.
#[derive(Clone, Debug, Default, PartialEq)]
pub enum Standing {
    /// All of them.
    #[default]
    All,
    /// Not ended.
    Open,
    /// Ended.
    Closed,
    /// In a phase.
    Phase(&'static str),
    /// Past the deadline of a clock.
    Late,
    /// Most of a clock has run.
    DueSoon,
    /// In one of these states (`pack/type/state`), or with a task that one of these units owes.
    Waiting {
        /// State keys.
        states: Vec<String>,
        /// States that wait for the units only.
        unit_states: Vec<String>,
        /// Units.
        units: Vec<String>,
    },
    /// Reported by an actor, or handed to them.
    Mine(String),
}

/// A place where the reader may look.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Within {
    /// An area and everything under it, codes joined by `/`; empty: everywhere.
    pub area_path: String,
    /// The home, when the area lies in one.
    pub county: Option<String>,
    /// Only what this unit owes or owed.
    pub unit: Option<String>,
}

impl Within {
    /// No narrowing at all.
    pub fn everywhere() -> Self {
        Self::default()
    }

    fn is_everywhere(&self) -> bool {
        self.area_path.is_empty() && self.unit.is_none()
    }
}

/// What a list asks for. Every field narrows.
#[derive(Clone, Debug, Default)]
pub struct Filter {
    /// Where the reader may look; empty: nowhere. None holds another.
    pub scopes: Vec<Within>,
    /// Where cases stand.
    pub standing: Standing,
    /// State of the case type.
    pub state: Option<String>,
    /// Phase.
    pub phase: Option<String>,
    /// Pack.
    pub pack: Option<String>,
    /// Category, one of.
    pub categories: Vec<String>,
    /// The leading unit.
    pub unit: Option<String>,
    /// Priority.
    pub priority: Option<String>,
    /// Channel.
    pub channel: Option<String>,
    /// West, south, east, north.
    pub bbox: Option<[f64; 4]>,
    /// Shown to everybody.
    pub public: bool,
    /// Registered from, and before.
    pub registered: (Option<Timestamp>, Option<Timestamp>),
    /// Last touched from, and before.
    pub updated: (Option<Timestamp>, Option<Timestamp>),
    /// What became of them.
    pub past: Past,
    /// What was typed into the search box.
    pub search: Option<Search>,
    /// The moment against which "late" is judged.
    pub now: Timestamp,
}

/// What became of cases: what the page of numbers counts them for.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Past {
    /// Ended from, and before.
    pub closed: (Option<Timestamp>, Option<Timestamp>),
    /// First accepted from, and before.
    pub accepted: (Option<Timestamp>, Option<Timestamp>),
    /// First answered from, and before.
    pub answered: (Option<Timestamp>, Option<Timestamp>),
    /// Missed a clock.
    pub late: bool,
    /// Missed none.
    pub on_time: bool,
    /// Was carried over for a while, or never was.
    pub carried: Option<bool>,
    /// Returned by a unit.
    pub returned: bool,
    /// Taken up again.
    pub reopened: bool,
    /// Ended like this.
    pub outcome: Option<String>,
    /// Rated, one of.
    pub grades: Vec<u8>,
}

/// A search. Its list is in the order of entry, latest first.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Search {
    /// Begins a number.
    pub number: String,
    /// Is a number of another system.
    pub alias: String,
    /// Hashed words that must all occur.
    pub terms: Vec<i64>,
}

/// In which order a list goes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Order {
    /// Youngest first.
    #[default]
    Newest,
    /// By deadline, nearest first: of open cases.
    Due,
    /// By the last change, latest first: of what everybody may see.
    Updated,
}

impl Order {
    fn column(self) -> &'static str {
        match self {
            Self::Newest => "registered_at",
            Self::Due => "due_at",
            Self::Updated => "updated_at",
        }
    }

    /// What comes after, and in which direction that is.
    fn direction(self) -> (&'static str, &'static str) {
        if self == Self::Due { (">", "ASC") } else { ("<", "DESC") }
    }

    /// Where the list begins, as far as its own filter says.
    fn start(self, f: &Filter) -> Key {
        let before = |at: Option<Timestamp>| match at {
            Some(at) => Key { at: at.0, id: String::new() },
            None => Key { at: i64::MAX, id: LAST.into() },
        };
        match self {
            Self::Newest => before(f.registered.1),
            Self::Updated => before(f.updated.1),
            Self::Due if f.standing == Standing::DueSoon => Key { at: f.now.0 - 1, id: LAST.into() },
            Self::Due => Key { at: i64::MIN, id: String::new() },
        }
    }

    /// Where a walk may stop, as far as the filter says.
    fn bound(self, f: &Filter) -> Option<(&'static str, Timestamp)> {
        match self {
            Self::Newest => f.registered.0.map(|from| (">=", from)),
            Self::Updated => f.updated.0.map(|from| (">=", from)),
            Self::Due => (f.standing == Standing::Late).then_some(("<", f.now)),
        }
    }

    fn compare(self, a: &Key, b: &Key) -> Ordering {
        let natural = (a.at, &a.id).cmp(&(b.at, &b.id));
        if self == Self::Due { natural } else { natural.reverse() }
    }
}

/// After every id.
const LAST: &str = "\u{10FFFF}";

/// Where a list stands: a time and an id.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Key {
    /// UTC milliseconds of what the list is ordered by.
    pub at: i64,
    /// Of the case.
    pub id: String,
}

/// A case that a walk found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Hit {
    /// Home.
    pub county: String,
    /// Its place in the list.
    pub key: Key,
}

impl Hit {
    fn read(row: &Row) -> Result<Self, DbError> {
        Ok(Self { county: row.get("county")?, key: Key { at: row.get("at")?, id: row.get("id")? } })
    }
}

/// A page.
#[derive(Debug, Default)]
pub struct Page {
    /// The cases, at most as many as asked for. Fewer do not mean the end.
    pub cases: Vec<Case>,
    /// Where to go on; None at the end.
    pub next: Option<Key>,
}

/// One page of cases.
pub async fn page(
    tx: &mut Tx,
    filter: &Filter,
    order: Order,
    after: Option<&Key>,
    limit: usize,
) -> Result<Page, DbError> {
    let (hits, next) = keys(tx, filter, order, after, limit).await?;
    Ok(Page { cases: docs(tx, &hits).await?, next })
}

/// Where the cases of one page are, and where the next begins.
pub async fn keys(
    tx: &mut Tx,
    filter: &Filter,
    order: Order,
    after: Option<&Key>,
    limit: usize,
) -> Result<(Vec<Hit>, Option<Key>), DbError> {
    let most = limit + 1;
    let mut found = vec![];
    let compare: &dyn Fn(&Key, &Key) -> Ordering = match &filter.search {
        Some(search) => {
            let start = Key { at: 0, id: LAST.into() };
            found = search::find(tx, filter, search, after.unwrap_or(&start), most).await?;
            &|a, b| b.id.cmp(&a.id)
        }
        None => {
            let begin = order.start(filter);
            let after = after.filter(|a| order.compare(a, &begin).is_gt()).unwrap_or(&begin);
            for arm in choose::arms(tx, filter, order).await? {
                found.push(arm.run(tx, filter, order, after, most).await?);
            }
            &|a, b| order.compare(a, b)
        }
    };
    Ok(merge(found, compare, limit))
}

/// The arms as one list: what lies beyond the nearest edge may be incomplete, and waits for the next page.
fn merge(
    found: Vec<Found>,
    compare: &dyn Fn(&Key, &Key) -> Ordering,
    limit: usize,
) -> (Vec<Hit>, Option<Key>) {
    let edge = found.iter().filter_map(|f| f.edge.clone()).min_by(|a, b| compare(a, b));
    let mut hits: Vec<Hit> = found.into_iter().flat_map(|f| f.hits).collect();
    let mut seen = HashSet::new();
    hits.retain(|hit| {
        let near = edge.as_ref().is_none_or(|edge| compare(&hit.key, edge).is_le());
        near && seen.insert(hit.key.id.clone())
    });
    hits.sort_by(|a, b| compare(&a.key, &b.key));
    if hits.len() > limit {
        hits.truncate(limit);
        let next = hits.last().map(|h| h.key.clone());
        return (hits, next);
    }
    (hits, edge)
}

/// The cases themselves, home by home.
async fn docs(tx: &mut Tx, hits: &[Hit]) -> Result<Vec<Case>, DbError> {
    let mut by_county: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    for hit in hits {
        by_county.entry(&hit.county).or_default().push(&hit.key.id);
    }
    let mut cases: HashMap<String, Case> = HashMap::new();
    for (county, ids) in by_county {
        cases.extend(super::row::docs(tx, county, &ids).await?);
    }
    Ok(hits.iter().filter_map(|hit| cases.remove(&hit.key.id)).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn hit(at: i64) -> Hit {
        Hit { county: "c".into(), key: Key { at, id: format!("{at}") } }
    }

    #[test]
    fn what_an_arm_has_not_looked_at_waits_for_the_next_page() {
        let newest = |a: &Key, b: &Key| Order::Newest.compare(a, b);
        let arm = |hits: &[i64], edge: Option<i64>| Found {
            hits: hits.iter().map(|at| hit(*at)).collect(),
            edge: edge.map(|at| hit(at).key),
        };
        // the second arm stopped at 6: 5 and 3 of the first may have younger companions
        let (hits, next) = merge(vec![arm(&[9, 7, 5, 3], None), arm(&[8], Some(6))], &newest, 10);
        assert_eq!(hits.iter().map(|h| h.key.at).collect::<Vec<_>>(), [9, 8, 7]);
        assert_eq!(next.unwrap().at, 6);
        // a case found twice is one; a full page goes on after its last
        let (hits, next) = merge(vec![arm(&[9, 7, 5], None), arm(&[9, 8], None)], &newest, 3);
        assert_eq!(hits.iter().map(|h| h.key.at).collect::<Vec<_>>(), [9, 8, 7]);
        assert_eq!(next.unwrap().at, 7);
        let (hits, next) = merge(vec![arm(&[2], None)], &newest, 1);
        assert_eq!((hits.len(), next), (1, None));
    }
}
