//! What is reported over the years: when (season, day of the week, hour, storms and festivals), where (dense places, hot
//! spots, the same spot again), by whom, through which channel, in which words.

mod plan;

use crate::DemoError;
use crate::cast::Cast;
use crate::data::Names;
use crate::desk;
use crate::ground::on_earth;
use crate::map::{Level, Map};
use crate::mesh::Xy;
use crate::naming::pick;
use crate::talk::{Spoken, Talk, Topic, Voice, Where, weighted};
use fastrand::Rng;
use geometry::{Locator, Point};
use kernel::Timestamp;
use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

/// The zone of the city.
pub const ZONE: &str = "Asia/Shanghai";
/// Its offset: no summer time.
const OFFSET: i64 = 8 * Timestamp::HOUR;
/// Days of a year, for what happens so often a year.
const YEAR: f64 = 365.0;

/// Who reports.
#[derive(Debug, Clone, PartialEq)]
pub enum By {
    /// Somebody with a name and a telephone.
    Resident {
        /// Name.
        name: String,
        /// Telephone.
        phone: String,
        /// Not to be seen by those who handle it.
        hidden: bool,
    },
    /// Nobody in particular.
    Anonymous,
    /// The grid worker of the place, or the leader of the town that calls: index of the post.
    Staff(usize),
    /// Somebody with an account of the demo and no post: index of the person.
    Account(usize),
}

/// A matter as it comes in.
#[derive(Debug, Clone)]
pub struct Matter {
    /// Its place in the order of all matters.
    pub id: usize,
    /// Its number for life.
    pub number: String,
    /// When.
    pub at: Timestamp,
    /// Index of the topic.
    pub topic: usize,
    /// Category code of the pack.
    pub category: String,
    /// Index of the grid in the map.
    pub grid: usize,
    /// Where.
    pub point: Point,
    /// The address in words.
    pub address: String,
    /// What was said.
    pub text: String,
    /// Channel: `web`, `patrol`, `hotline`, `walk_in`, `phone`, `open311`, `letter`.
    pub channel: &'static str,
    /// Who.
    pub by: By,
    /// Number in the hotline's own system.
    pub external: Option<String>,
    /// The earlier matter that it repeats.
    pub repeats: Option<usize>,
}

/// How much is reported, over how long.
#[derive(Debug, Clone, Copy)]
pub struct Span {
    /// The moment up to which things have happened.
    pub now: Timestamp,
    /// Days of history.
    pub days: i64,
    /// Matters.
    pub count: usize,
    /// The same seed gives the same matters.
    pub seed: u64,
}

const CHANNELS: [(&str, u32); 7] = [
    ("web", 36),
    ("patrol", 31),
    ("hotline", 17),
    ("walk_in", 5),
    ("phone", 5),
    ("open311", 4),
    ("letter", 2),
];

/// A place where matters heap up.
struct Hot {
    kind: Where,
    grid: usize,
    at: Xy,
}

/// Plans matters, one stretch of days after the other.
pub struct Planner<'a> {
    map: &'a Map,
    cast: &'a Cast,
    talk: &'a Talk,
    names: Names,
    rng: Rng,
    locator: Arc<Locator>,
    codes: HashMap<&'a str, usize>,
    /// Grids by kind of place with running sums of their weights.
    pools: BTreeMap<Where, Vec<(f64, usize)>>,
    hot: Vec<Hot>,
    /// Running sums over the days, by topic.
    days: Vec<Vec<(f64, usize)>>,
    span: Span,
    /// Local day number of the first day.
    first_day: i64,
    /// Days of one stretch.
    stretch: i64,
    /// The first day of the next stretch.
    next_day: i64,
    planned: usize,
    /// Repetitions that fall into a later stretch.
    later: Vec<Found>,
    /// Marks of matters that are repeated, and where they ended up.
    marks: u64,
    places: HashMap<u64, usize>,
    numbers: BTreeMap<(String, String), i64>,
    /// The last call of each day.
    calls: BTreeMap<String, u32>,
}

/// A matter that has no place in the order yet.
struct Found {
    matter: Matter,
    /// By which repetitions name it.
    mark: Option<u64>,
    /// The mark of the matter that it repeats.
    again: Option<u64>,
}

/// Matters planned at a time, about.
const STRETCH: usize = 5_000;

/// `count` matters of the year before `now`, in order of time; the same seed, moment and count give the same ones.
///
/// # Errors
/// [`DemoError::Data`] when a word is missing.
pub fn matters(
    map: &Map,
    cast: &Cast,
    talk: &Talk,
    now: Timestamp,
    count: usize,
    seed: u64,
) -> Result<Vec<Matter>, DemoError> {
    let span = Span { now, days: 365, count, seed };
    let mut planner = Planner::new(map, cast, talk, Arc::new(desk::locator(map)), span)?;
    let mut all = Vec::with_capacity(count);
    while let Some(stretch) = planner.stretch() {
        all.extend(stretch);
    }
    Ok(all)
}

fn weight(map: &Map, grid: usize, kind: Where) -> f64 {
    let urban = map.areas[grid].urban;
    let rural = map.areas[map.above(grid, Level::Village)].code[9..].starts_with('2');
    match (kind, rural) {
        (Where::Village, true) => 0.3 + urban,
        (Where::Village, false) => 0.03,
        (Where::Street, true) => 0.04,
        (Where::Street, false) | (Where::Estate, false) => 0.1 + urban * urban * 1.4,
        (_, true) => 0.0,
        (_, false) => 0.05 + urban * urban,
    }
}

fn pools(map: &Map) -> BTreeMap<Where, Vec<(f64, usize)>> {
    let kinds = [Where::Street, Where::Estate, Where::Village, Where::Market, Where::Works, Where::Park];
    let pool = |kind: Where| {
        let mut sum = 0.0;
        let grids = map.level(Level::Grid).filter(|g| map.areas[*g].exclusive.is_none());
        grids
            .filter_map(|g| {
                let w = weight(map, g, kind);
                sum += w;
                (w > 0.0).then_some((sum, g))
            })
            .collect()
    };
    kinds.into_iter().map(|kind| (kind, pool(kind))).collect()
}

fn draw(pool: &[(f64, usize)], rng: &mut Rng) -> usize {
    let Some(last) = pool.last() else { return 0 };
    let ticket = rng.f64() * last.0;
    pool[pool.partition_point(|(sum, _)| *sum < ticket).min(pool.len() - 1)].1
}

/// A market street or two, building sites, low-lying streets, estates that have trouble with everything.
fn hot_spots(map: &Map, pools: &BTreeMap<Where, Vec<(f64, usize)>>, rng: &mut Rng) -> Vec<Hot> {
    let mut hot = Vec::new();
    let markets = map.areas.iter().enumerate().filter(|(_, a)| a.exclusive.as_deref() == Some("market"));
    let markets: Vec<usize> = markets.map(|(i, _)| i).collect();
    for grid in markets.iter().take(6).copied() {
        hot.push(Hot { kind: Where::Market, grid, at: map.areas[grid].middle });
    }
    for (kind, count) in [(Where::Works, 5), (Where::Street, 14), (Where::Estate, 10), (Where::Village, 8)] {
        for _ in 0..count {
            let grid = draw(&pools[&kind], rng);
            hot.push(Hot { kind, grid, at: map.areas[grid].middle });
        }
    }
    hot
}

impl Planner<'_> {
    fn moment(&mut self, topic: &Topic, day: i64) -> Timestamp {
        let mut sum = 0.0;
        let hours: Vec<(f64, usize)> = topic
            .hours
            .shares()
            .iter()
            .enumerate()
            .map(|(h, share)| {
                sum += share;
                (sum, h)
            })
            .collect();
        let hour = draw(&hours, &mut self.rng) as i64;
        let within = self.rng.i64(0..Timestamp::HOUR);
        let at = (self.first_day + day) * Timestamp::DAY - OFFSET + hour * Timestamp::HOUR + within;
        let latest = self.span.now.0 - 4 * 60_000;
        if at <= latest { Timestamp(at) } else { Timestamp(latest - self.rng.i64(0..20 * Timestamp::HOUR)) }
    }

    fn matter(&mut self, topic: usize, at: Timestamp) -> Matter {
        let t = &self.talk.topics[topic];
        let kind = pick(&mut self.rng, &t.r#where).copied().unwrap_or(Where::Street);
        let (grid, middle) = self.place(t, kind);
        let reach = self.map.areas[grid].reach;
        let (turn, far) = (self.rng.f64() * std::f64::consts::TAU, reach * self.rng.f64().sqrt());
        let point = on_earth([middle[0] + far * turn.cos(), middle[1] + far * turn.sin()]);
        let category = pick(&mut self.rng, &t.categories).cloned().unwrap_or_default();
        let (place, address) = self.words(kind, grid);
        self.told(Told { topic, at, category, grid, point, place, address })
    }

    fn place(&mut self, topic: &Topic, kind: Where) -> (usize, Xy) {
        let chance = match topic.cluster {
            Some(_) => 0.55,
            None if matches!(kind, Where::Works | Where::Market) => 0.6,
            None if topic.burst > 3 => 0.5,
            None => 0.14,
        };
        if self.rng.f64() < chance {
            let wanted = topic.cluster.unwrap_or(kind);
            let hot: Vec<usize> = (0..self.hot.len()).filter(|i| self.hot[*i].kind == wanted).collect();
            // the first are the worst
            let index = (self.rng.f64().powi(2) * hot.len() as f64) as usize;
            if let Some(hot) = hot.get(index).map(|i| &self.hot[*i]) {
                return (hot.grid, hot.at);
            }
        }
        let grid = draw(&self.pools[&kind], &mut self.rng);
        (grid, self.map.areas[grid].middle)
    }

    /// The place as people say it, and the address as an office writes it.
    fn words(&mut self, kind: Where, grid: usize) -> (String, String) {
        let map = self.map;
        let village = map.above(grid, Level::Village);
        let (town, county) = (map.above(grid, Level::Town), map.above(grid, Level::County));
        let stem = map.areas[town].stem.zh.clone();
        let own = map.areas[grid].exclusive.is_some().then(|| map.areas[grid].stem.zh.clone());
        let rural = map.areas[village].code[9..].starts_with('2');
        let kind = if rural && matches!(kind, Where::Street | Where::Estate) { Where::Village } else { kind };
        let names = &self.names;
        let local = |slot: &str, rng: &mut Rng| match slot {
            "street" => pick(rng, &names.streets).cloned(),
            "estate" | "works" => pick(rng, &names.estates).cloned(),
            "lane" => pick(rng, &names.lanes).cloned(),
            "shop" => pick(rng, &names.shops).cloned(),
            "village" => Some(map.areas[village].name.zh.clone()),
            "school" => Some(format!("{stem}{}", names.school)),
            "park" => Some(format!("{stem}{}", names.park)),
            "market" => Some(own.clone().unwrap_or_else(|| format!("{stem}{}", names.market))),
            _ => None,
        };
        let place = self.talk.spot(&mut self.rng, kind, &local);
        let said =
            if place.starts_with(&map.areas[village].name.zh) { "" } else { &map.areas[village].name.zh };
        let address = format!("{}{}{said}{place}", map.areas[county].name.zh, map.areas[town].name.zh);
        (place, address)
    }

    /// Later reports of the same thing.
    fn repetitions(&mut self, first: &Matter) -> Vec<Matter> {
        let times = match self.rng.u32(..100) {
            _ if self.talk.topics[first.topic].official => 0,
            0..=5 => 1,
            6..=7 => 2,
            8 => 3,
            _ => 0,
        };
        let mut again = Vec::new();
        for _ in 0..times {
            let at = first.at.plus(self.rng.i64(Timestamp::HOUR / 3..50 * Timestamp::HOUR));
            if at > self.span.now.plus(-2 * 60_000) {
                continue;
            }
            let step = |rng: &mut Rng| (rng.f64() - 0.5) * 0.000_4;
            let (east, north) = (step(&mut self.rng), step(&mut self.rng));
            let round = |x: f64| (x * 1e7).round() / 1e7;
            let point = Point::new(round(first.point.lon + east), round(first.point.lat + north));
            let kind =
                pick(&mut self.rng, &self.talk.topics[first.topic].r#where).copied().unwrap_or(Where::Street);
            let (place, address) = self.words(kind, first.grid);
            let (topic, category, grid) = (first.topic, first.category.clone(), first.grid);
            again.push(self.told(Told { topic, at, category, grid, point, place, address }));
        }
        again
    }

    /// The resident with an account reports now and then, around home.
    fn resident_asks(&mut self, told: &Told) -> bool {
        let near =
            self.map.above(told.grid, Level::County) == self.map.above(self.cast.home(), Level::County);
        let recent = self.span.now.since(told.at) < 120 * Timestamp::DAY;
        near && recent && self.rng.f64() < 0.012
    }

    fn told(&mut self, told: Told) -> Matter {
        let official = self.talk.topics[told.topic].official;
        let channel = if official { "web" } else { weighted(&mut self.rng, &CHANNELS) };
        let town = self.map.above(told.grid, Level::Town);
        let (kind, area) = if official { ("town_leader", town) } else { ("grid_worker", told.grid) };
        let staff = self.cast.posts_at(kind, area).last().copied();
        let voice = match channel {
            _ if official => Voice::Town,
            "patrol" => Voice::Patrol,
            "hotline" | "phone" => Voice::Hotline,
            "walk_in" | "letter" => Voice::Counter,
            _ => Voice::Resident,
        };
        let known = self.rng.f64() < if channel == "web" { 0.72 } else { 0.95 };
        let by = match (channel, staff) {
            (_, Some(post)) if official || channel == "patrol" => By::Staff(post),
            ("web", _) if self.resident_asks(&told) => By::Account(self.cast.resident()),
            _ if known => {
                let (name, phone) = self.cast.stranger(&mut self.rng);
                By::Resident { name, phone, hidden: self.rng.f64() < 0.06 }
            }
            _ => By::Anonymous,
        };
        let village = self.map.areas[self.map.above(told.grid, Level::Village)].name.zh.clone();
        let at = Spoken { place: told.place, village };
        let text = self.talk.report(&mut self.rng, &self.talk.topics[told.topic], voice, &at);
        let external = (channel == "hotline").then(|| self.call(told.at));
        Matter {
            id: 0,
            number: String::new(),
            at: told.at,
            topic: told.topic,
            category: told.category,
            grid: told.grid,
            point: told.point,
            address: told.address,
            text,
            channel,
            by,
            external,
            repeats: None,
        }
    }

    /// The hotline's number of a call. Other calls of the day, which concern nobody here, have numbers as well.
    fn call(&mut self, at: Timestamp) -> String {
        let day = at.day_in(ZONE);
        let last = self.calls.entry(day.clone()).or_insert(0);
        *last += self.rng.u32(1..10);
        format!("WL{day}{last:05}")
    }
}

struct Told {
    topic: usize,
    at: Timestamp,
    category: String,
    grid: usize,
    point: Point,
    place: String,
    address: String,
}
