//! The map: every area of the tree with its code, name and shape, the exclusive grids, and the other layers.

use crate::DemoError;
use crate::data::Names;
use crate::ground::{EXCLUSIVE, Ground, Patch, on_earth, shape};
use crate::mesh::{Xy, distance, holds};
use crate::naming::{Namer, Stem, pick};
use fastrand::Rng;
use geometry::{MultiPolygon, Point};
use kernel::Text;

/// Level of an area; the ids of the built-in code profile.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Level {
    /// 市
    City,
    /// 县区
    County,
    /// 乡镇街道
    Town,
    /// 村社区
    Village,
    /// 网格
    Grid,
}

impl Level {
    /// The id in the profile.
    pub fn id(self) -> &'static str {
        match self {
            Self::City => "city",
            Self::County => "county",
            Self::Town => "town",
            Self::Village => "village",
            Self::Grid => "grid",
        }
    }
}

/// An area of the tree.
#[derive(Debug, Clone)]
pub struct Area {
    /// Its code.
    pub code: String,
    /// Its level.
    pub level: Level,
    /// Index of the area above in [`Map::areas`]; nothing for the city.
    pub parent: Option<usize>,
    /// Its name.
    pub name: Text,
    /// Its name without the word for its kind.
    pub stem: Stem,
    /// What an exclusive grid is: `school`, `market` …; nothing for ordinary areas.
    pub exclusive: Option<String>,
    /// Its ground.
    pub shape: MultiPolygon,
    /// Its middle on the plane, km.
    pub middle: Xy,
    /// Radius of a circle around the middle that is inside for certain, km (grids only).
    pub reach: f64,
    /// 0 in the open country to 1 in the core.
    pub urban: f64,
}

impl Area {
    /// A point inside: the middle of a grid.
    pub fn point(&self) -> Point {
        on_earth(self.middle)
    }
}

/// A layer and its areas.
#[derive(Debug, Clone)]
pub struct Layer {
    /// Its code.
    pub code: String,
    /// Its name.
    pub name: Text,
    /// Code, name and ground of each area.
    pub areas: Vec<(String, Text, MultiPolygon)>,
}

/// The whole map.
#[derive(Debug, Clone)]
pub struct Map {
    /// Parents before their children.
    pub areas: Vec<Area>,
    /// Other layers.
    pub layers: Vec<Layer>,
}

impl Map {
    /// The map of a seed.
    ///
    /// # Errors
    /// [`DemoError::Data`] when a word is missing.
    pub fn new(seed: u64) -> Result<Self, DemoError> {
        let names = Names::load()?;
        let mut rng = Rng::with_seed(seed);
        let ground = Ground::new(&mut rng);
        Ok(Builder { names: &names, ground: &ground, rng, areas: Vec::new() }.build())
    }

    /// Indices of the areas of a level.
    pub fn level(&self, level: Level) -> impl Iterator<Item = usize> + '_ {
        (0..self.areas.len()).filter(move |i| self.areas[*i].level == level)
    }

    /// The area above at a level, or the area itself.
    pub fn above(&self, mut index: usize, level: Level) -> usize {
        while self.areas[index].level > level
            && let Some(parent) = self.areas[index].parent
        {
            index = parent;
        }
        index
    }

    /// Codes from the top down to an area, joined by `/`.
    pub fn path(&self, index: usize) -> String {
        let mut codes = vec![self.areas[index].code.as_str()];
        let mut at = index;
        while let Some(parent) = self.areas[at].parent {
            codes.push(&self.areas[parent].code);
            at = parent;
        }
        codes.reverse();
        codes.join("/")
    }
}

struct Builder<'a> {
    names: &'a Names,
    ground: &'a Ground,
    rng: Rng,
    areas: Vec<Area>,
}

/// Indices of the patches under a patch, densest first.
fn under(list: &[Patch], parent: usize) -> Vec<usize> {
    let mut found: Vec<usize> = (0..list.len()).filter(|i| list[*i].parent == parent).collect();
    found.sort_by(|a, b| list[*b].urban.total_cmp(&list[*a].urban));
    found
}

fn named(stem: &Stem, kind: &Text) -> Text {
    let en = format!("{} {}", stem.en.as_deref().unwrap_or(""), kind.en.as_deref().unwrap_or(""));
    Text::new(format!("{}{}", stem.zh, kind.zh), en.trim())
}

fn filled(pattern: &Text, key: &str, stem: &Stem) -> Text {
    let en = pattern.en.as_deref().unwrap_or("").replace(key, stem.en.as_deref().unwrap_or(""));
    Text::new(pattern.zh.replace(key, &stem.zh), en)
}

impl Builder<'_> {
    fn build(mut self) -> Map {
        let names = self.names;
        let city = self.add(&self.ground.city, Level::City, None, &names.city.code, names.city.text());
        for (index, named) in under(&self.ground.counties, 0).into_iter().zip(&names.counties) {
            let patch = &self.ground.counties[index];
            let county = self.add(patch, Level::County, Some(city), &named.code, named.text());
            self.areas[county].stem.zh.clone_from(&named.short);
            self.towns(index, county);
        }
        self.exclusive();
        let layers = self.layers();
        Map { areas: self.areas, layers }
    }

    fn add(&mut self, patch: &Patch, level: Level, parent: Option<usize>, code: &str, name: Text) -> usize {
        self.areas.push(Area {
            code: code.into(),
            level,
            parent,
            stem: name.clone(),
            name,
            exclusive: None,
            shape: shape(&patch.rings),
            middle: patch.middle,
            reach: if level == Level::Grid { self.clear_around(patch.cells[0]) } else { 0.0 },
            urban: patch.urban,
        });
        self.areas.len() - 1
    }

    /// A border may wander over six tenths of the way to the middle between two points.
    fn clear_around(&self, grid: usize) -> f64 {
        let pieces = &self.ground.pieces;
        let gap = |n: &usize| distance(pieces[grid].middle, pieces[*n].middle);
        pieces[grid].neighbours.iter().map(gap).fold(1.5, f64::min) / 2.0 * 0.42
    }

    fn towns(&mut self, index: usize, county: usize) {
        let ground = self.ground;
        let mut namer = Namer::new(self.names);
        let mut sequence = [0u32, 99, 199];
        for town in under(&ground.towns, index) {
            let patch = &ground.towns[town];
            let per_grid = patch.ground / patch.cells.len() as f64;
            let kinds = &self.names.town_kinds;
            let (kind, words) = match per_grid {
                x if x < 0.9 => (0, &kinds.street),
                x if x < 2.6 => (1, &kinds.town),
                _ => (2, &kinds.township),
            };
            sequence[kind] += 1;
            let code = format!("{}{:03}", self.areas[county].code, sequence[kind]);
            let stem = namer.place(&mut self.rng);
            let at = self.add(patch, Level::Town, Some(county), &code, named(&stem, words));
            self.areas[at].stem = stem;
            self.villages(town, at, &mut namer);
        }
    }

    fn villages(&mut self, town: usize, parent: usize, namer: &mut Namer) {
        let ground = self.ground;
        let mut sequence = [0u32, 199];
        for (n, village) in under(&ground.villages, town).into_iter().enumerate() {
            let patch = &ground.villages[village];
            let community = patch.ground / (patch.cells.len() as f64) < 0.8 || n == 0;
            let kinds = &self.names.village_kinds;
            let (kind, words) = if community { (0, &kinds.community) } else { (1, &kinds.village) };
            let stem = match (n, community) {
                (0, _) => self.areas[parent].stem.clone(),
                (_, true) => namer.urban(&mut self.rng),
                (_, false) => namer.village(&mut self.rng),
            };
            sequence[kind] += 1;
            let code = format!("{}{:03}", self.areas[parent].code, sequence[kind]);
            let at = self.add(patch, Level::Village, Some(parent), &code, named(&stem, words));
            self.areas[at].stem = stem;
            self.grids(&patch.cells, at);
        }
    }

    fn grids(&mut self, cells: &[usize], parent: usize) {
        let ground = self.ground;
        for (n, &grid) in cells.iter().enumerate() {
            let code = format!("{}{:03}", self.areas[parent].code, n + 1);
            let village = self.areas[parent].name.clone();
            let numeral = self.names.numerals.get(n).cloned().unwrap_or_else(|| (n + 1).to_string());
            let pattern = &self.names.grid;
            let en =
                pattern.en.as_deref().unwrap_or("").replace("{village}", village.en.as_deref().unwrap_or(""));
            let name = Text::new(
                pattern.zh.replace("{village}", &village.zh).replace("{n}", &numeral),
                en.replace("{i}", &(n + 1).to_string()),
            );
            self.add(&ground.grids[grid], Level::Grid, Some(parent), &code, name);
        }
    }

    /// Schools, markets, parks: rectangles inside one village, some across the border of two of its grids.
    fn exclusive(&mut self) {
        let total: usize = self.names.exclusive.iter().map(|e| e.share).sum();
        let villages: Vec<usize> =
            (0..self.areas.len()).filter(|i| self.areas[*i].level == Level::Village).collect();
        let mut taken = std::collections::BTreeSet::new();
        let mut made = 0;
        while made < EXCLUSIVE {
            let mut ticket = (made * 37) % total;
            let kinds = &self.names.exclusive;
            let kind = kinds
                .iter()
                .position(|k| {
                    k.share > ticket || {
                        ticket -= k.share;
                        false
                    }
                })
                .unwrap_or(0);
            let Some(&village) = pick(&mut self.rng, &villages) else { return };
            // the denser, the likelier
            if self.rng.f64() > self.areas[village].urban + 0.12 || taken.contains(&village) {
                continue;
            }
            if self.place_exclusive(kind, village) {
                taken.insert(village);
                made += 1;
            }
        }
    }

    fn place_exclusive(&mut self, kind: usize, village: usize) -> bool {
        let words = &self.names.exclusive[kind];
        let grids: Vec<usize> =
            (village + 1..self.areas.len()).take_while(|g| self.areas[*g].parent == Some(village)).collect();
        let Some(&grid) = pick(&mut self.rng, &grids) else { return false };
        let other = pick(&mut self.rng, &grids).map_or(grid, |g| *g);
        let (a, b) = (self.areas[grid].middle, self.areas[other].middle);
        let middle = [(a[0] + b[0]) / 2.0, (a[1] + b[1]) / 2.0];
        let turn = self.rng.f64() * std::f64::consts::PI;
        let ring = self.ring_of(village);
        let found = [1.0, 0.8, 0.62, 0.5].iter().map(|s| rectangle(middle, words.size * s, turn));
        let Some(rectangle) = found.into_iter().find(|r| lies_in(r, &ring)) else { return false };
        let stem = &self.areas[village].stem;
        let place = filled(&Text::new(&words.zh, &words.en), "{stem}", stem);
        let suffix = &self.names.exclusive_suffix;
        let code = format!("{}9{:02}", self.areas[village].code, 1);
        let (parent, urban, stem) = (Some(village), self.areas[village].urban, place.clone());
        self.areas.push(Area {
            code,
            level: Level::Grid,
            parent,
            name: named(&place, suffix),
            stem,
            exclusive: Some(words.kind.clone()),
            shape: shape(&[rectangle]),
            middle,
            reach: words.size * 0.2,
            urban,
        });
        true
    }

    /// The outline of a village on the plane.
    fn ring_of(&self, village: usize) -> Vec<Xy> {
        let middle = self.areas[village].middle;
        let found = self.ground.villages.iter().find(|v| v.middle == middle);
        found.and_then(|v| v.rings.first().cloned()).unwrap_or_default()
    }

    fn layers(&mut self) -> Vec<Layer> {
        let ground = self.ground;
        let mut layers = Vec::new();
        for words in &self.names.layers {
            let mut namer = Namer::new(self.names);
            let districts = ground.districts(&mut self.rng, words.count);
            let areas = districts
                .iter()
                .enumerate()
                .map(|(n, patch)| {
                    let name = filled(&words.item, "{stem}", &namer.place(&mut self.rng));
                    (format!("{}-{:03}", words.code, n + 1), name, shape(&patch.rings))
                })
                .collect();
            layers.push(Layer { code: words.code.clone(), name: Text::new(&words.zh, &words.en), areas });
        }
        layers
    }
}

/// A rectangle with sides of `size` and seven tenths of it.
fn rectangle(middle: Xy, size: f64, turn: f64) -> Vec<Xy> {
    let (along, across) = ([turn.cos(), turn.sin()], [-turn.sin(), turn.cos()]);
    [(-1.0, -1.0), (1.0, -1.0), (1.0, 1.0), (-1.0, 1.0)]
        .map(|(u, v)| [0, 1].map(|k| middle[k] + size / 2.0 * (u * along[k] + v * 0.7 * across[k])))
        .to_vec()
}

/// Whether a rectangle lies in a ring: its corners do, and no vertex of the ring lies in it.
fn lies_in(rectangle: &[Xy], ring: &[Xy]) -> bool {
    rectangle.iter().all(|c| holds(ring, *c)) && !ring.iter().any(|v| holds(rectangle, *v))
}
