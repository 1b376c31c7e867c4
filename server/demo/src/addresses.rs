//! Standard addresses of the demo city, as a list that a police station would deliver: roads with numbers, compounds with buildings,
//! some of them to the room, groups and houses of villages, places with a name.

use crate::DemoError;
use crate::data::{Names, pairs, read};
use crate::ground::on_earth;
use crate::map::{Level, Map};
use crate::naming::pick;
use fastrand::Rng;
use geometry::Point;
use serde::Deserialize;
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

/// `data/addresses.yaml`.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Words {
    first: Vec<String>,
    second: Vec<String>,
    #[serde(deserialize_with = "pairs")]
    old: Vec<(String, String)>,
    spots: Vec<String>,
}

/// Compounds that are recorded to the room.
const TO_THE_ROOM: usize = 30;
/// What stands in the place of a level that an address does not have.
const NONE: &str = "-";

/// The columns of the list.
pub const COLUMNS: [&str; 10] =
    ["road", "number", "estate", "building", "unit", "room", "name", "aliases", "lon", "lat"];

/// The list as CSV, with a key of its own in the column `key`.
///
/// # Errors
/// [`DemoError::Data`] when a word is missing.
pub fn list(map: &Map, seed: u64) -> Result<String, DemoError> {
    let words: Words = read("addresses.yaml", include_str!("../data/addresses.yaml"))?;
    let names = Names::load()?;
    let mut list = List {
        map,
        words: &words,
        names: &names,
        rng: Rng::with_seed(seed ^ 0xadd),
        csv: format!("key,{}\n", COLUMNS.join(",")),
        rows: 0,
        deep: 0,
        taken: BTreeSet::new(),
        roads: BTreeMap::new(),
    };
    for grid in map.level(Level::Grid) {
        list.grid(grid);
    }
    Ok(list.csv)
}

#[derive(Default)]
struct Row<'a> {
    road: &'a str,
    number: &'a str,
    estate: &'a str,
    building: &'a str,
    unit: &'a str,
    room: &'a str,
    name: &'a str,
    aliases: &'a str,
}

struct List<'a> {
    map: &'a Map,
    words: &'a Words,
    names: &'a Names,
    rng: Rng,
    csv: String,
    rows: usize,
    deep: usize,
    /// Town and name of each compound.
    taken: BTreeSet<(usize, String)>,
    /// The roads of a town with the last number of each.
    roads: BTreeMap<usize, Vec<(String, u32)>>,
}

impl List<'_> {
    fn add(&mut self, at: Point, row: &Row<'_>) {
        self.rows += 1;
        let none = |text: &str| if text.is_empty() { NONE.to_owned() } else { text.to_owned() };
        let levels = [row.road, row.number, row.estate, row.building, row.unit, row.room].map(none).join(",");
        let (n, name, aliases) = (self.rows, row.name, row.aliases);
        // writing to a string cannot fail
        let _ = writeln!(self.csv, "A{n},{levels},{name},{aliases},{},{}", at.lon, at.lat);
    }

    /// A point that lies in the grid for certain.
    fn within(&mut self, grid: usize) -> Point {
        let area = &self.map.areas[grid];
        let (turn, far) = (self.rng.f64() * std::f64::consts::TAU, 0.9 * area.reach * self.rng.f64().sqrt());
        on_earth([area.middle[0] + far * turn.cos(), area.middle[1] + far * turn.sin()])
    }

    fn grid(&mut self, grid: usize) {
        let map = self.map;
        let area = &map.areas[grid];
        if area.exclusive.is_some() {
            let name = area.name.zh.replace(&self.names.exclusive_suffix.zh, "");
            return self.add(area.point(), &Row { name: &name, ..Row::default() });
        }
        let village = map.above(grid, Level::Village);
        let first = area.code.ends_with("001");
        if first && self.rng.bool() {
            let spot = pick(&mut self.rng, &self.words.spots).cloned().unwrap_or_default();
            let name = format!("{}{spot}", map.areas[village].stem.zh);
            let at = self.within(grid);
            self.add(at, &Row { name: &name, ..Row::default() });
        }
        if map.areas[village].code[9..].starts_with('2') { self.hamlet(grid) } else { self.block(grid) }
    }

    /// Two groups of a village with some houses each.
    fn hamlet(&mut self, grid: usize) {
        let nth: u32 = self.map.areas[grid].code[12..].parse().unwrap_or(1);
        for group in [2 * nth - 1, 2 * nth] {
            let mut house = 0;
            for _ in 0..2 {
                house += self.rng.u32(1..9);
                let (road, number, at) = (format!("{group}组"), format!("{house}号"), self.within(grid));
                self.add(at, &Row { road: &road, number: &number, ..Row::default() });
            }
        }
    }

    /// A compound, and numbers on the roads of the town.
    fn block(&mut self, grid: usize) {
        let town = self.map.above(grid, Level::Town);
        for _ in 0..2 {
            let (road, number) = self.number(town);
            let at = self.within(grid);
            self.add(at, &Row { road: &road, number: &number, ..Row::default() });
        }
        if self.rng.f64() < 0.8 {
            self.compound(grid, town);
        }
    }

    fn number(&mut self, town: usize) -> (String, String) {
        if !self.roads.contains_key(&town) {
            let mut own: Vec<(String, u32)> = vec![];
            while own.len() < 4 {
                let street = pick(&mut self.rng, &self.names.streets).cloned().unwrap_or_default();
                if !own.iter().any(|(name, _)| *name == street) {
                    own.push((street, 0));
                }
            }
            self.roads.insert(town, own);
        }
        let nth = self.rng.usize(0..4);
        let step = self.rng.u32(1..7);
        let road = self.roads.get_mut(&town).and_then(|roads| roads.get_mut(nth));
        let (name, last) = road
            .map(|(name, last)| {
                (name.clone(), {
                    *last += step;
                    *last
                })
            })
            .unwrap_or_default();
        (name, format!("{last}号"))
    }

    fn compound(&mut self, grid: usize, town: usize) {
        let (name, alias) = self.compound_name(town);
        let (road, number) = if self.rng.bool() { self.number(town) } else { Default::default() };
        let estate = Row { road: &road, number: &number, estate: &name, ..Row::default() };
        let at = self.map.areas[grid].point();
        self.add(at, &Row { aliases: &alias, ..estate });
        let to_the_room = self.deep < TO_THE_ROOM && self.rng.bool();
        self.deep += usize::from(to_the_room);
        let buildings = self.rng.u32(3..7);
        let word = ["幢", "号楼"][self.rng.usize(0..2)];
        for building in 1..=buildings {
            let (at, building) = (self.within(grid), format!("{building}{word}"));
            let row = Row { building: &building, aliases: "", ..estate };
            self.add(at, &row);
            if to_the_room {
                self.rooms(at, &row);
            }
        }
    }

    fn rooms(&mut self, at: Point, row: &Row<'_>) {
        for unit in 1..=2 {
            let unit = format!("{unit}单元");
            self.add(at, &Row { unit: &unit, ..*row });
            for floor in 1..=6 {
                for door in 1..=2 {
                    let room = format!("{floor}0{door}室");
                    self.add(at, &Row { unit: &unit, room: &room, ..*row });
                }
            }
        }
    }

    /// A name that the town does not have yet, and another that people use.
    fn compound_name(&mut self, town: usize) -> (String, String) {
        loop {
            let (name, alias) = if self.rng.f64() < 0.06 {
                pick(&mut self.rng, &self.words.old).cloned().unwrap_or_default()
            } else {
                let first = pick(&mut self.rng, &self.words.first).cloned().unwrap_or_default();
                let second = pick(&mut self.rng, &self.words.second).cloned().unwrap_or_default();
                (format!("{first}{second}"), String::new())
            };
            if !name.starts_with("华庭华庭") && self.taken.insert((town, name.clone())) {
                return (name, alias);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_level_is_said_and_the_list_is_always_the_same() {
        let map = Map::new(2026).unwrap();
        let csv = list(&map, 2026).unwrap();
        assert_eq!(csv, list(&map, 2026).unwrap());
        let rows: Vec<Vec<&str>> = csv.lines().skip(1).map(|l| l.split(',').collect()).collect();
        assert!((10_000..25_000).contains(&rows.len()), "{}", rows.len());
        assert!(rows.iter().all(|r| r.len() == 11 && r[1..7].iter().all(|v| !v.is_empty())));
        for named in [3usize, 7] {
            let mut seen: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
            rows.iter().filter(|r| r[named] != NONE && !r[named].is_empty() && r[4] == NONE).for_each(|r| {
                seen.entry(r[named]).or_default().insert(r[9]);
            });
            assert!(seen.len() > 100, "{}", seen.len());
        }
    }
}
