//! The demo city's addresses in memory, without a database.
#![allow(clippy::unwrap_used)]

use super::sentences::{Sentence, Target};
use demo::map::{Level, Map};
use gazetteer::{Answer, Area, Areas, Builder, Home, Outcome, Row, ask};
use geometry::{Kind, Locator, LocatorArea, Point};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// The city.
pub struct Town {
    areas: Arc<Areas>,
    homes: Vec<Home>,
    pub targets: Vec<Target>,
    /// Names of compounds and roads.
    pub names: BTreeSet<String>,
}

impl Town {
    pub fn new() -> Self {
        let map = Map::new(2026).unwrap();
        let csv = demo::addresses::list(&map, 2026).unwrap();
        let mut order: Vec<usize> = (0..map.areas.len()).collect();
        order.sort_by_key(|i| map.areas[*i].level);
        let at: BTreeMap<usize, u32> = (0u32..).zip(&order).map(|(n, i)| (*i, n)).collect();
        let area = |i: &usize| {
            let a = &map.areas[*i];
            let parent = a.parent.map(|p| at[&p]);
            Area { code: a.code.clone(), name: a.name.zh.clone(), parent, is_grid: a.level == Level::Grid }
        };
        let areas = Arc::new(Areas::new(order.iter().map(area).collect()));
        let shape = |i: usize| LocatorArea {
            code: map.areas[i].code.clone(),
            level: if map.areas[i].exclusive.is_some() { 5 } else { 4 },
            kind: Kind::Ordinary,
            layer: None,
            shape: map.areas[i].shape.clone(),
        };
        let locator = Locator::build(map.level(Level::Grid).map(shape).collect());
        let by_code: BTreeMap<&str, usize> =
            map.areas.iter().enumerate().map(|(i, a)| (a.code.as_str(), i)).collect();
        let mut builders: BTreeMap<String, Builder> = BTreeMap::new();
        let (mut targets, mut names) = (vec![], BTreeSet::new());
        for (n, line) in csv.lines().skip(1).enumerate() {
            let v: Vec<&str> = line.split(',').collect();
            let point = (v[9].parse().unwrap(), v[10].parse().unwrap());
            let grid = locator.locate(Point::new(point.0, point.1)).area.unwrap().code.to_owned();
            let at = by_code[grid.as_str()];
            let name = |level| map.areas[map.above(at, level)].name.zh.clone();
            let code = |level| map.areas[map.above(at, level)].code.clone();
            let county = code(Level::County);
            let builder =
                builders.entry(county.clone()).or_insert_with(|| Builder::new(areas.clone(), &county));
            let row = Row {
                record: u32::try_from(n + 1).unwrap(),
                area: &grid,
                point: Some(point),
                road: v[1],
                number: v[2],
                estate: v[3],
                building: v[4],
                unit: v[5],
                room: v[6],
                name: v[7],
                aliases: v[8],
            };
            assert!(builder.add(&row));
            let there = |text: &str| if text == "-" { String::new() } else { text.to_owned() };
            names.extend([there(v[1]), there(v[3])]);
            targets.push(Target {
                county: name(Level::County),
                town: name(Level::Town),
                town_code: code(Level::Town),
                village: name(Level::Village),
                road: there(v[1]),
                number: there(v[2]),
                estate: there(v[3]),
                building: there(v[4]),
                unit: there(v[5]),
                room: there(v[6]),
                name: v[7].into(),
                grid,
            });
        }
        let homes = builders.into_values().map(Builder::build).collect();
        Self { areas, homes, targets, names }
    }

    pub fn ask(&self, sentence: &Sentence) -> Answer {
        let homes: Vec<&Home> = self.homes.iter().collect();
        let near = sentence.near.as_deref().and_then(|code| self.areas.find(code));
        // from the lowest area up to the county
        let near: Vec<u32> = near.map(|at| self.areas.up(at).collect()).unwrap_or_default();
        ask(&self.areas, &homes, &sentence.words, &near[..near.len().saturating_sub(1)])
    }

    /// The grid that is answered.
    pub fn grid_of(&self, sentence: &Sentence) -> Option<String> {
        let answer = self.ask(sentence);
        let first = answer.candidates.first().filter(|_| answer.outcome == Outcome::Placed)?;
        // as the service: a point that was recorded speaks for itself
        let own = match first.place {
            gazetteer::Place::Node { home, node } => {
                let node = self.homes[home].node(node)?;
                (node.record > 0).then(|| &self.targets[node.record as usize - 1].grid)
            }
            gazetteer::Place::Area(_) => None,
        };
        let area = self.areas.get(first.area);
        own.cloned().or_else(|| area.is_grid.then(|| area.code.clone()))
    }
}
