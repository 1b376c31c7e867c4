//! Records into the tree of a county.

use crate::areas::Areas;
use crate::home::{Home, Level, NO_POINT, Node};
use crate::names::Names;
use crate::text;
use linkage::clean::address::{Noun, numbered};
use rustc_hash::{FxHashMap, FxHasher};
use std::hash::Hasher;
use std::sync::Arc;

/// A standard address. A level that it does not have is empty or `-`.
#[derive(Clone, Copy, Debug, Default)]
pub struct Row<'a> {
    /// The record.
    pub record: u32,
    /// Code of the lowest area known.
    pub area: &'a str,
    /// Degrees east and north.
    pub point: Option<(f64, f64)>,
    /// Road, or group of a village (`3组`).
    pub road: &'a str,
    /// Number on it.
    pub number: &'a str,
    /// Compound.
    pub estate: &'a str,
    /// Building.
    pub building: &'a str,
    /// Unit.
    pub unit: &'a str,
    /// Room.
    pub room: &'a str,
    /// Its own name: a school, a market, a tower.
    pub name: &'a str,
    /// Other names of its lowest level, divided by `、`.
    pub aliases: &'a str,
}

type Path = [u32; 4];
/// A place and the way down from it.
type At = (u32, Path);

struct Draft {
    place: u32,
    path: Path,
    record: u32,
    area: u32,
    lon: i32,
    lat: i32,
}

struct Top {
    level: Level,
    name: String,
    /// Where names of one kind are told apart: the town, for houses of a village the village.
    scope: u32,
}

/// Collects the rows of a county.
pub struct Builder {
    areas: Arc<Areas>,
    code: String,
    tops: Vec<Top>,
    by_name: FxHashMap<(u32, Level, String), u32>,
    drafts: Vec<Draft>,
    labels: FxHashMap<At, Box<str>>,
    others: Vec<(At, Vec<Box<str>>)>,
    gates: Vec<(At, u32)>,
    rows: usize,
}

fn there(text: &str) -> Option<&str> {
    let text = text.trim();
    (!text.is_empty() && !matches!(text, "-" | "—" | "无")).then_some(text)
}

/// The key of a part among its siblings: its number, or for one without a hash of its words.
fn key(level: Level, words: &str) -> (u32, bool) {
    let chars = text::name(words);
    let rest = chars.strip_prefix(&['第']).unwrap_or(&chars);
    let number = (!rest.is_empty()).then(|| numbered(rest)).flatten();
    let number = number.filter(|(len, _, _, word)| len + word == rest.len()).map(|(_, n, noun, _)| (n, noun));
    let own = (level as u32) << 28;
    match number {
        Some((n, noun)) => {
            let usual = match level {
                Level::Group => noun == Noun::Group,
                Level::Number => noun == Noun::Number,
                Level::Building => {
                    matches!(chars.last(), Some('幢' | '座')) && (n > 1000) == (chars.last() == Some(&'座'))
                }
                Level::Unit => noun == Noun::Unit,
                _ => noun == Noun::Room,
            };
            (own | u32::from(n), usual || noun == Noun::Nothing)
        }
        None => {
            let mut hasher = FxHasher::default();
            rest.iter().for_each(|c| hasher.write_u32(u32::from(*c)));
            (own | 0x0800_0000 | (hasher.finish() as u32 & 0x07ff_ffff), false)
        }
    }
}

/// Whether the words count a group of a village.
fn is_group(words: &str) -> bool {
    let chars = text::name(words);
    let rest = chars.strip_prefix(&['第']).unwrap_or(&chars);
    !rest.is_empty()
        && numbered(rest).is_some_and(|(len, _, noun, word)| noun == Noun::Group && len + word == rest.len())
}

#[allow(clippy::cast_possible_truncation)] // degrees times ten million
fn fixed(point: Option<(f64, f64)>) -> (i32, i32) {
    let fit = |(lon, lat): &(f64, f64)| lon.abs() <= 180.0 && lat.abs() <= 90.0;
    point
        .filter(fit)
        .map_or((NO_POINT, NO_POINT), |(lon, lat)| ((lon * 1e7).round() as i32, (lat * 1e7).round() as i32))
}

impl Builder {
    /// Of the county with this code.
    pub fn new(areas: Arc<Areas>, code: &str) -> Self {
        Self {
            areas,
            code: code.into(),
            tops: vec![],
            by_name: FxHashMap::default(),
            drafts: vec![],
            labels: FxHashMap::default(),
            others: vec![],
            gates: vec![],
            rows: 0,
        }
    }

    fn top(&mut self, level: Level, name: &str, scope: u32) -> u32 {
        let by = (scope, level, text::name(name).into_iter().collect());
        *self.by_name.entry(by).or_insert_with(|| {
            self.tops.push(Top { level, name: name.to_owned(), scope });
            u32::try_from(self.tops.len() - 1).unwrap_or(u32::MAX)
        })
    }

    fn path(&mut self, place: u32, parts: &[(Level, Option<&str>)]) -> Path {
        let mut path = Path::default();
        let mut at = 0;
        for (level, words) in parts {
            let Some(words) = words else { continue };
            if at == path.len() {
                break;
            }
            let (key, usual) = key(*level, words);
            path[at] = key;
            at += 1;
            if !usual {
                self.labels.entry((place, path)).or_insert_with(|| (*words).into());
            }
        }
        path
    }

    /// Takes a row; false when its area is not on the map.
    pub fn add(&mut self, row: &Row<'_>) -> bool {
        let Some(area) = self.areas.find(row.area) else { return false };
        self.rows += 1;
        let (town, village) = (self.areas.town(area), self.areas.division(area));
        let (road, number, estate) = (there(row.road), there(row.number), there(row.estate));
        let (building, unit, room) = (there(row.building), there(row.unit), there(row.room));
        let inside = [(Level::Building, building), (Level::Unit, unit), (Level::Room, room)];
        let (lon, lat) = fixed(row.point);
        let deep = inside.iter().any(|(_, words)| words.is_some());
        let numbered = |number| [&[(Level::Number, number)], inside.as_slice()].concat();
        // where the number on a road leads
        let front = match (road, number) {
            (Some(road), Some(_)) if !is_group(road) => {
                let place = self.top(Level::Road, road, town);
                let path = self.path(place, &[(Level::Number, number)]);
                Some((place, path))
            }
            _ => None,
        };
        let (place, path) = if let Some(name) = there(row.name) {
            (self.top(Level::Spot, name, town), Path::default())
        } else if let Some(estate) = estate {
            let place = self.top(Level::Estate, estate, town);
            (place, self.path(place, &inside))
        } else if let Some(group) = road.filter(|r| is_group(r)) {
            let place = self.top(Level::Area, "", village);
            let parts = [&[(Level::Group, Some(group))], numbered(number).as_slice()].concat();
            (place, self.path(place, &parts))
        } else if let Some(road) = road {
            let place = self.top(Level::Road, road, town);
            (place, self.path(place, &numbered(number)))
        } else if number.is_some() || deep {
            let place = self.top(Level::Area, "", village);
            (place, self.path(place, &numbered(number)))
        } else {
            return true;
        };
        if let Some((front, at)) = front.filter(|(front, _)| *front != place) {
            self.drafts.push(Draft { place: front, path: at, record: 0, area, lon, lat });
            if estate.is_some() {
                self.gates.push(((front, at), place));
            }
        }
        let others: Vec<Box<str>> =
            row.aliases.split(['、', ',', '，', ';', '；', '/']).filter_map(there).map(Into::into).collect();
        if !others.is_empty() {
            self.others.push(((place, path), others));
        }
        self.drafts.push(Draft { place, path, record: row.record, area, lon, lat });
        true
    }

    /// The tree.
    pub fn build(mut self) -> Home {
        self.drafts.sort_by_key(|d| (d.place, d.path, d.record == 0));
        let mut tree = Tree { areas: &self.areas, nodes: vec![], open: vec![], at: FxHashMap::default() };
        let wanted = |gates: &[(At, u32)]| gates.iter().map(|(at, _)| *at).collect::<Vec<_>>();
        let kept: Vec<At> = [
            wanted(&self.gates),
            self.others.iter().map(|(at, _)| *at).collect(),
            self.labels.keys().copied().collect(),
        ]
        .concat();
        tree.at.extend(kept.into_iter().map(|at| (at, u32::MAX)));
        for draft in &self.drafts {
            tree.add(draft, self.tops[draft.place as usize].level);
        }
        let roots: FxHashMap<u32, u32> = tree.finish();
        let Tree { nodes, at, .. } = tree;
        let mut home = Home { code: self.code.clone(), nodes, rows: self.rows, ..Home::default() };
        self.name(&mut home, &roots, &at);
        home.nodes.shrink_to_fit();
        home
    }

    fn name(&self, home: &mut Home, roots: &FxHashMap<u32, u32>, at: &FxHashMap<At, u32>) {
        let mut names = Names::default();
        for (place, top) in self.tops.iter().enumerate() {
            let Some(&root) = u32::try_from(place).ok().and_then(|p| roots.get(&p)) else { continue };
            let division = self.areas.division(home.nodes[root as usize].area);
            home.places.entry(division).or_default().push(root);
            if top.level == Level::Area {
                home.villages.insert(top.scope, root);
                continue;
            }
            home.labels.insert(root, top.name.clone().into());
            add_name(&mut names, &top.name, root, top.level);
        }
        for ((place, path), label) in &self.labels {
            if let Some(&node) = at.get(&(*place, *path)).filter(|n| **n != u32::MAX) {
                home.labels.insert(node, label.clone());
            }
        }
        for ((place, path), others) in &self.others {
            let root = roots.get(place).copied();
            let node = if *path == Path::default() { root } else { at.get(&(*place, *path)).copied() };
            let Some(node) = node.filter(|n| *n != u32::MAX) else { continue };
            let level = home.nodes[node as usize].level();
            others.iter().for_each(|name| add_name(&mut names, name, node, level));
            home.aliases.insert(node, others.clone().into());
        }
        let mut twice = vec![];
        for (front, estate) in &self.gates {
            let (Some(&front), Some(&estate)) = (at.get(front), roots.get(estate)) else { continue };
            if home.gates.insert(front, estate).is_some_and(|other| other != estate) {
                twice.push(front);
            }
            home.fronts.entry(estate).or_insert(front);
        }
        home.gates.retain(|front, _| !twice.contains(front));
        home.names = names;
        for places in home.places.values_mut() {
            places.sort_unstable();
        }
    }
}

/// Words at the end of an estate's name that people leave out.
const ENDS: [&str; 17] = [
    "小区",
    "花园",
    "家园",
    "公寓",
    "新村",
    "花苑",
    "新城",
    "名城",
    "华庭",
    "宿舍",
    "家属院",
    "大厦",
    "名苑",
    "嘉园",
    "苑",
    "园",
    "城",
];

fn add_name(names: &mut Names, name: &str, node: u32, level: Level) {
    let chars = text::name(name);
    names.add(&chars, node, false);
    if level != Level::Estate {
        return;
    }
    for end in ENDS {
        let end: Vec<char> = end.chars().collect();
        if let Some(stem) = chars.strip_suffix(end.as_slice()).filter(|s| s.len() >= 2) {
            names.add(stem, node, true);
            return;
        }
    }
}

/// The nodes as they are written, each under those that are still open.
struct Tree<'a> {
    areas: &'a Areas,
    nodes: Vec<Node>,
    /// Place, path and node.
    open: Vec<(u32, Path, u32)>,
    /// Nodes that are asked for.
    at: FxHashMap<At, u32>,
}

impl Tree<'_> {
    fn add(&mut self, draft: &Draft, level: Level) {
        let depth = draft.path.iter().take_while(|key| **key != 0).count();
        for d in 0..=depth {
            let mut path = Path::default();
            path[..d].copy_from_slice(&draft.path[..d]);
            match self.open.get(d) {
                Some((place, open, _)) if *place == draft.place && *open == path => {}
                _ => self.push(
                    d,
                    draft.place,
                    path,
                    if d == 0 { (level as u32) << 28 } else { path[d - 1] },
                    draft.area,
                ),
            }
            let node = self.open[d].2 as usize;
            let area = self.nodes[node].area;
            if area != draft.area {
                self.nodes[node].area = self.areas.common(area, draft.area).unwrap_or(area);
            }
            if d == depth {
                let node = &mut self.nodes[node];
                if node.record == 0 {
                    node.record = draft.record;
                }
                if node.lon == NO_POINT {
                    (node.lon, node.lat) = (draft.lon, draft.lat);
                }
            }
        }
    }

    fn push(&mut self, depth: usize, place: u32, path: Path, key: u32, area: u32) {
        self.close(depth);
        let at = u32::try_from(self.nodes.len()).unwrap_or(u32::MAX);
        let above = self.open.last().map_or(at, |(_, _, node)| *node);
        self.nodes.push(Node { key, end: 0, record: 0, area, lon: NO_POINT, lat: NO_POINT, above });
        self.open.push((place, path, at));
        if let Some(asked) = self.at.get_mut(&(place, path)) {
            *asked = at;
        }
    }

    fn close(&mut self, depth: usize) {
        let end = u32::try_from(self.nodes.len()).unwrap_or(u32::MAX);
        for (_, _, node) in self.open.drain(depth.min(self.open.len())..) {
            self.nodes[node as usize].end = end;
        }
    }

    /// Closes all, gives a point to those without: the middle of what is right under them. Answers place → node.
    fn finish(&mut self) -> FxHashMap<u32, u32> {
        self.close(0);
        let mut sums = vec![(0i64, 0i64, 0i64); self.nodes.len()];
        for at in (0..self.nodes.len()).rev() {
            let (lon, lat, n) = sums[at];
            let node = &mut self.nodes[at];
            if node.lon == NO_POINT && n > 0 {
                #[allow(clippy::cast_possible_truncation)] // a mean of such numbers
                {
                    (node.lon, node.lat) = ((lon / n) as i32, (lat / n) as i32);
                }
            }
            let (above, point) = (node.above as usize, (node.lon, node.lat));
            if above != at && point.0 != NO_POINT {
                let sum = &mut sums[above];
                *sum = (sum.0 + i64::from(point.0), sum.1 + i64::from(point.1), sum.2 + 1);
            }
        }
        let mut roots = FxHashMap::default();
        let (mut at, mut n) = (0u32, 0u32);
        // places stand in the order of their numbers; one without rows has no root
        while let Some(node) = self.nodes.get(at as usize) {
            roots.insert(n, at);
            at = node.end;
            n += 1;
        }
        roots
    }
}
