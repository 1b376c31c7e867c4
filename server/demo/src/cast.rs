//! Who works in the demo city: units by function, posts with holders and deputies, people with invented names.

use crate::DemoError;
use crate::data::{pairs, read};
use crate::map::{Level, Map};
use crate::naming::pick;
use crate::talk::weighted;
use fastrand::Rng;
use kernel::Text;
use serde::Deserialize;
use std::collections::{BTreeMap, BTreeSet};

/// A unit.
#[derive(Debug, Clone)]
pub struct Unit {
    /// Its code: the area's code and a word.
    pub code: String,
    /// Its name.
    pub name: Text,
    /// Functions of the packs' vocabulary.
    pub functions: Vec<String>,
    /// Index of its area in the map.
    pub area: usize,
    /// Code of the unit above.
    pub parent: Option<String>,
}

/// Somebody.
#[derive(Debug, Clone)]
pub struct Person {
    /// Name.
    pub name: String,
    /// Telephone, of a range that is given to nobody.
    pub phone: String,
    /// The login of a demo account.
    pub login: Option<String>,
}

/// A post.
#[derive(Debug, Clone)]
pub struct Post {
    /// Its kind, of the packs' vocabulary or an administrator's.
    pub kind: String,
    /// Index of the unit.
    pub unit: usize,
    /// Index of the area.
    pub area: usize,
    /// Index of the person who holds it.
    pub holder: usize,
    /// Index of the deputy (B角).
    pub deputy: Option<usize>,
}

/// Everybody.
#[derive(Debug, Clone)]
pub struct Cast {
    /// Units, those above first.
    pub units: Vec<Unit>,
    /// People.
    pub people: Vec<Person>,
    /// Posts.
    pub posts: Vec<Post>,
    /// The password of every demo account.
    pub password: String,
    by_place: BTreeMap<(String, usize), Vec<usize>>,
    by_unit: BTreeMap<(String, usize), Vec<usize>>,
    unit_by_code: BTreeMap<String, usize>,
    by_function: BTreeMap<(String, usize), usize>,
    words: People,
}

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
struct People {
    #[serde(deserialize_with = "pairs")]
    surnames: Vec<(String, u32)>,
    given: Given,
    phone: String,
    password: String,
}

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
struct Given {
    one: Vec<String>,
    first: Vec<String>,
    second: Vec<String>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Units {
    city: Vec<UnitWords>,
    county: Vec<UnitWords>,
    town: TownWords,
    village: VillageWords,
    accounts: Vec<Account>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct UnitWords {
    key: String,
    functions: Vec<String>,
    zh: String,
    en: String,
    #[serde(default)]
    staff: usize,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct TownWords {
    street: Text,
    town: Text,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct VillageWords {
    community: Text,
    village: Text,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Account {
    login: String,
    name: String,
    posts: Vec<AccountPost>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct AccountPost {
    kind: String,
    at: At,
    #[serde(default)]
    unit: Option<String>,
    /// Stands in as deputy of the neighbouring grid too.
    #[serde(default)]
    deputy: bool,
}

#[derive(Debug, Clone, Copy, Deserialize)]
#[serde(rename_all = "snake_case")]
enum At {
    City,
    Core,
    CoreTown,
    CoreVillage,
    CoreGrid,
}

/// Login and name of each demo account in the order of the data file, and their password.
///
/// # Errors
/// [`DemoError::Data`] when a word is missing.
pub fn accounts() -> Result<(Vec<(String, String)>, String), DemoError> {
    let words: People = read("people.yaml", include_str!("../data/people.yaml"))?;
    let units: Units = read("units.yaml", include_str!("../data/units.yaml"))?;
    Ok((units.accounts.into_iter().map(|a| (a.login, a.name)).collect(), words.password))
}

impl Cast {
    /// The cast of a map.
    ///
    /// # Errors
    /// [`DemoError::Data`] when a word is missing.
    pub fn new(map: &Map, seed: u64) -> Result<Self, DemoError> {
        let words: People = read("people.yaml", include_str!("../data/people.yaml"))?;
        let units: Units = read("units.yaml", include_str!("../data/units.yaml"))?;
        let cast = Self {
            units: vec![],
            people: vec![],
            posts: vec![],
            password: words.password.clone(),
            by_place: BTreeMap::new(),
            by_unit: BTreeMap::new(),
            unit_by_code: BTreeMap::new(),
            by_function: BTreeMap::new(),
            words,
        };
        Ok(Casting { map, units: &units, rng: Rng::with_seed(seed ^ 0xCA57), cast }.done())
    }

    /// The unit of this code.
    pub fn unit(&self, code: &str) -> Option<usize> {
        self.unit_by_code.get(code).copied()
    }

    /// Posts of a kind whose area is exactly this one.
    pub fn posts_at(&self, kind: &str, area: usize) -> &[usize] {
        self.by_place.get(&(kind.to_owned(), area)).map_or(&[], Vec::as_slice)
    }

    /// Posts of a kind in a unit.
    pub fn posts_in(&self, kind: &str, unit: usize) -> &[usize] {
        self.by_unit.get(&(kind.to_owned(), unit)).map_or(&[], Vec::as_slice)
    }

    /// A name of somebody who does not work here: a resident.
    pub fn stranger(&self, rng: &mut Rng) -> (String, String) {
        (self.words.name(rng), self.words.phone(rng))
    }

    /// The person behind the account without a post.
    pub fn resident(&self) -> usize {
        let bare = |i: &usize| self.people[*i].login.is_some() && !self.posts.iter().any(|p| p.holder == *i);
        (0..self.people.len()).find(bare).unwrap_or(0)
    }

    /// The grid of the first account: home of the demo.
    pub fn home(&self) -> usize {
        self.posts.first().map_or(0, |p| p.area)
    }

    /// The unit with a function that sits at an area.
    pub fn unit_with(&self, function: &str, area: usize) -> Option<&str> {
        let found = self.by_function.get(&(function.to_owned(), area))?;
        Some(&self.units[*found].code)
    }

    fn add_unit(&mut self, unit: Unit) -> usize {
        self.unit_by_code.insert(unit.code.clone(), self.units.len());
        for function in &unit.functions {
            self.by_function.entry((function.clone(), unit.area)).or_insert(self.units.len());
        }
        self.units.push(unit);
        self.units.len() - 1
    }

    fn add_post(
        &mut self,
        kind: &str,
        unit: usize,
        area: usize,
        holder: usize,
        deputy: Option<usize>,
    ) -> usize {
        let index = self.posts.len();
        self.by_place.entry((kind.to_owned(), area)).or_default().push(index);
        self.by_unit.entry((kind.to_owned(), unit)).or_default().push(index);
        self.posts.push(Post { kind: kind.to_owned(), unit, area, holder, deputy });
        index
    }
}

impl People {
    fn name(&self, rng: &mut Rng) -> String {
        let surname = {
            let list: Vec<(&str, u32)> = self.surnames.iter().map(|(s, n)| (s.as_str(), *n)).collect();
            weighted(rng, &list).to_owned()
        };
        let part = |rng: &mut Rng, list: &[String]| pick(rng, list).cloned().unwrap_or_default();
        if rng.f64() < 0.22 {
            return surname + &part(rng, &self.given.one);
        }
        let first = part(rng, &self.given.first);
        let second = (0..5).map(|_| part(rng, &self.given.second)).find(|s| *s != first).unwrap_or_default();
        surname + &first + &second
    }

    fn phone(&self, rng: &mut Rng) -> String {
        format!("{}{:04}", self.phone, rng.u32(..10_000))
    }
}

struct Casting<'a> {
    map: &'a Map,
    units: &'a Units,
    rng: Rng,
    cast: Cast,
}

fn named(pattern: (&str, &str), area: &Text, stem: &Text) -> Text {
    let en = |t: &Text| t.en.clone().unwrap_or_default();
    Text::new(
        pattern.0.replace("{area}", &area.zh).replace("{stem}", &stem.zh),
        pattern.1.replace("{area}", &en(area)).replace("{stem}", &en(stem)),
    )
}

impl Casting<'_> {
    fn done(mut self) -> Cast {
        self.add_units();
        self.accounts();
        let counties: Vec<usize> = self.map.level(Level::County).collect();
        let city = self.map.areas[0].code.clone();
        self.centre(0, &format!("{city}-centre"), 3);
        for county in counties {
            self.county(county);
        }
        for town in self.map.level(Level::Town).collect::<Vec<_>>() {
            self.town(town);
        }
        for village in self.map.level(Level::Village).collect::<Vec<_>>() {
            self.village(village);
        }
        for (n, village) in self.map.level(Level::Village).enumerate().collect::<Vec<_>>() {
            self.members(n, village);
        }
        self.cast
    }

    /// The other members of the teams (一长五员) serve all grids of a village; here and there somebody is missing, and the
    /// first village is complete.
    fn members(&mut self, n: usize, village: usize) {
        let unit = self.unit_at(village, None);
        for (k, kind) in
            ["grid_inspector", "grid_informant", "grid_liaison", "grid_patrol"].iter().enumerate()
        {
            if n % 9 != k + 1 {
                let person = self.person();
                self.cast.add_post(kind, unit, village, person, None);
            }
        }
    }

    fn person(&mut self) -> usize {
        let (name, phone) = (self.cast.words.name(&mut self.rng), self.cast.words.phone(&mut self.rng));
        self.cast.people.push(Person { name, phone, login: None });
        self.cast.people.len() - 1
    }

    fn add_units(&mut self) {
        let (map, words) = (self.map, self.units);
        let code = |area: usize, key: &str| format!("{}-{key}", map.areas[area].code);
        for w in &words.city {
            let name = named((&w.zh, &w.en), &map.areas[0].name, &map.areas[0].stem);
            let (code, functions) = (code(0, &w.key), w.functions.clone());
            self.cast.add_unit(Unit { code, name, functions, area: 0, parent: None });
        }
        for county in map.level(Level::County) {
            let area = &map.areas[county];
            // an English stem without the word for its kind
            let en = area.name.en.as_deref().and_then(|n| n.split(' ').next()).unwrap_or_default();
            let stem = Text::new(&area.stem.zh, en);
            for w in &words.county {
                let parent = Some(if w.key == "centre" { code(0, "centre") } else { code(county, "centre") });
                let (code, functions) = (code(county, &w.key), w.functions.clone());
                let name = named((&w.zh, &w.en), &area.name, &stem);
                self.cast.add_unit(Unit { code, name, functions, area: county, parent });
            }
        }
        for town in map.level(Level::Town) {
            let area = &map.areas[town];
            let street = area.code[6..].starts_with('0');
            let w = if street { &words.town.street } else { &words.town.town };
            let name = named((&w.zh, w.en.as_deref().unwrap_or("")), &area.name, &area.stem);
            let parent = Some(code(map.above(town, Level::County), "centre"));
            let functions = vec!["town_office".to_owned()];
            self.cast.add_unit(Unit { code: code(town, "office"), name, functions, area: town, parent });
        }
        for village in map.level(Level::Village) {
            let area = &map.areas[village];
            let community = area.code[9..].starts_with('0');
            let w = if community { &words.village.community } else { &words.village.village };
            let name = named((&w.zh, w.en.as_deref().unwrap_or("")), &area.name, &area.stem);
            let parent = Some(code(map.above(village, Level::Town), "office"));
            let functions = vec!["village_office".to_owned()];
            self.cast.add_unit(Unit {
                code: code(village, "committee"),
                name,
                functions,
                area: village,
                parent,
            });
        }
    }

    /// The places in the core at which demo accounts work: its densest town, that town's densest village, its grids.
    fn core(&self, at: At) -> usize {
        let map = self.map;
        let first = |level: Level, above: usize| {
            map.level(level).find(|i| map.areas[*i].parent == Some(above)).unwrap_or(above)
        };
        let county = first(Level::County, 0);
        let town = first(Level::Town, county);
        let village = first(Level::Village, town);
        match at {
            At::City => 0,
            At::Core => county,
            At::CoreTown => town,
            At::CoreVillage => village,
            At::CoreGrid => first(Level::Grid, village),
        }
    }

    fn unit_at(&self, area: usize, key: Option<&str>) -> usize {
        let map = self.map;
        let (at, key) = match (key, map.areas[area].level) {
            (Some(key), _) => (area, key),
            (None, Level::Town) => (area, "office"),
            (None, _) => (map.above(area, Level::Village), "committee"),
        };
        self.cast.unit(&format!("{}-{key}", map.areas[at].code)).unwrap_or(0)
    }

    fn accounts(&mut self) {
        for account in &self.units.accounts {
            let person = self.person();
            self.cast.people[person].name.clone_from(&account.name);
            self.cast.people[person].login = Some(account.login.clone());
            for post in &account.posts {
                let area = self.core(post.at);
                let unit = self.unit_at(area, post.unit.as_deref());
                self.cast.add_post(&post.kind, unit, area, person, None);
                if post.deputy {
                    self.stand_in(post, area, unit, person);
                }
            }
        }
    }

    /// The account is deputy in the next grid of its village.
    fn stand_in(&mut self, post: &AccountPost, area: usize, unit: usize, person: usize) {
        let parent = self.map.areas[area].parent;
        let next = self.map.level(Level::Grid).find(|g| *g != area && self.map.areas[*g].parent == parent);
        if let Some(next) = next {
            let holder = self.person();
            self.cast.add_post(&post.kind, unit, next, holder, Some(person));
        }
    }

    /// A centre's staff, each the deputy of the other.
    fn centre(&mut self, area: usize, unit: &str, each: usize) {
        let Some(unit) = self.cast.unit(unit) else { return };
        for (kind, count) in [
            ("receiver", each),
            ("dispatcher", each),
            ("checker", each),
            ("supervisor", 1),
            ("arbiter", 1),
            ("leader", 1),
        ] {
            self.team(kind, unit, area, count);
        }
    }

    fn team(&mut self, kind: &str, unit: usize, area: usize, count: usize) {
        let people: Vec<usize> = (0..count.max(2)).map(|_| self.person()).collect();
        for n in 0..count {
            self.cast.add_post(kind, unit, area, people[n], Some(people[(n + 1) % people.len()]));
        }
    }

    fn county(&mut self, county: usize) {
        let code = self.map.areas[county].code.clone();
        self.centre(county, &format!("{code}-centre"), 2);
        for w in &self.units.county {
            if let Some(unit) = self.cast.unit(&format!("{code}-{}", w.key)) {
                self.team("handler", unit, county, w.staff);
            }
        }
    }

    fn town(&mut self, town: usize) {
        let unit = self.unit_at(town, None);
        self.team("town_leader", unit, town, 1);
        self.team("handler", unit, town, 2);
    }

    /// A leader for the village, a worker for each grid; whoever works the next grid is the deputy.
    fn village(&mut self, village: usize) {
        let unit = self.unit_at(village, None);
        let grids: Vec<usize> = self
            .map
            .level(Level::Grid)
            .skip_while(|g| *g < village)
            .take_while(|g| self.map.areas[*g].parent == Some(village))
            .collect();
        let leader = self.person();
        let mut workers: Vec<usize> = Vec::new();
        let mut taken = BTreeSet::new();
        for &grid in &grids {
            let held = self.cast.posts_at("grid_worker", grid).first().copied();
            if held.is_some() {
                taken.insert(grid);
            }
            workers.push(match held {
                Some(post) => self.cast.posts[post].holder,
                None => self.person(),
            });
        }
        self.cast.add_post("grid_leader", unit, village, leader, workers.first().copied());
        for (n, &grid) in grids.iter().enumerate().filter(|(_, g)| !taken.contains(*g)) {
            let next = workers[(n + 1) % workers.len()];
            let deputy = if next == workers[n] { leader } else { next };
            self.cast.add_post("grid_worker", unit, grid, workers[n], Some(deputy));
        }
        let own = self
            .map
            .areas
            .iter()
            .enumerate()
            .filter(|(_, a)| a.parent == Some(village) && a.exclusive.is_some());
        for exclusive in own.map(|(i, _)| i).collect::<Vec<_>>() {
            let person = self.person();
            self.cast.add_post("grid_leader", unit, exclusive, person, Some(leader));
            self.cast.add_post("grid_worker", unit, exclusive, person, Some(leader));
        }
    }
}
