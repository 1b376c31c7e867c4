//! The locator: an immutable index in memory that answers, for one point, the area of the tree and the area of
//! every layer.
//!
//! Which area wins, where several cover a point: an exclusive grid before an ordinary one, then the finest level,
//! then the lowest code. Borders belong to both sides, so on a shared border the lowest code answers. A point outside
//! the whole tree gets the nearest area of the tree and the distance to it; layers answer only what covers the point.
//!
//! The tree and each layer have a [`raster`](crate::raster) of their own, which decides most points without touching a
//! border. They are made for the first point that is asked for: maps that only replace each other need none.

use std::cmp::Reverse;
use std::sync::OnceLock;

use geo::MultiPolygon;
use rstar::RTree;
use rstar::primitives::{GeomWithData, Rectangle};
use serde::{Deserialize, Serialize};

use crate::prepared::Prepared;
use crate::raster::Raster;
use crate::{BBox, Point};

/// Whether an area shares its ground.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Default, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Kind {
    /// Wins over ordinary areas that cover the same ground (专属网格).
    Exclusive,
    /// Everything else (综合网格, divisions).
    #[default]
    Ordinary,
}

/// One area handed to [`Locator::build`].
#[derive(Debug, Clone)]
pub struct LocatorArea {
    /// Code, unique within the tree or its layer.
    pub code: String,
    /// Position of the level in its profile: larger is finer.
    pub level: u16,
    /// Exclusive or ordinary.
    pub kind: Kind,
    /// The layer, nothing for the tree.
    pub layer: Option<String>,
    /// Its ground; an area without any is left out.
    pub shape: MultiPolygon,
}

/// An area that was found.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct AreaRef<'a> {
    /// Its code.
    pub code: &'a str,
    /// Its level as given.
    pub level: u16,
    /// Its kind as given.
    pub kind: Kind,
    /// Its layer, nothing for the tree.
    pub layer: Option<&'a str>,
}

/// The answer for one point.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Located<'a> {
    /// The area of the tree; nothing only when the tree has no ground at all.
    pub area: Option<AreaRef<'a>>,
    /// Metres to that area when the point is outside the whole tree.
    pub outside_m: Option<f64>,
    /// One area for each layer that covers the point, in the order of the layers' names.
    pub layers: Vec<AreaRef<'a>>,
}

struct Entry {
    code: Box<str>,
    level: u16,
    kind: Kind,
    /// 0 is the tree, others count from 1 into `layers`.
    layer: u32,
    shape: Prepared,
}

/// The entries of the tree or one layer, and their raster.
struct Indexed {
    first: usize,
    raster: Raster,
}

type Boxed = GeomWithData<Rectangle<[f64; 2]>, u32>;

/// See the module.
pub struct Locator {
    /// In the order in which they win: tree first, then layer by layer.
    entries: Vec<Entry>,
    layers: Vec<Box<str>>,
    /// Of the tree and of every layer that has ground, in the order of `entries`.
    rasters: OnceLock<Vec<Indexed>>,
    /// Boxes of the tree alone, in a plane where a degree is as long to the east as to the north.
    near: RTree<Boxed>,
    /// Length of a degree of longitude in that plane.
    squeeze: f64,
}

/// Two candidates this close to each other in distance count as equally near, metres.
const SAME_DISTANCE_M: f64 = 10.0;
/// Length of a degree of latitude, metres; used to order candidates, never reported.
const DEGREE_M: f64 = 111_195.0;

impl Default for Locator {
    fn default() -> Self {
        Self::build(Vec::new())
    }
}

impl Locator {
    /// Builds the index, all but the rasters; see [`Locator::warm`].
    pub fn build(mut areas: Vec<LocatorArea>) -> Self {
        areas.sort_by(|a, b| order(a).cmp(&order(b)));
        let mut layers: Vec<Box<str>> = Vec::new();
        let mut entries = Vec::with_capacity(areas.len());
        for area in areas {
            if let Some(name) = &area.layer
                && layers.last().is_none_or(|l| **l != **name)
            {
                layers.push(name.as_str().into());
            }
            let layer = if area.layer.is_some() { layers.len() as u32 } else { 0 };
            if let Some(shape) = Prepared::new(&area.shape) {
                let code = area.code.into_boxed_str();
                entries.push(Entry { code, level: area.level, kind: area.kind, layer, shape });
            }
        }
        let squeeze = middle_latitude(&entries).to_radians().cos();
        Self {
            rasters: OnceLock::new(),
            near: boxes(entries.iter().take_while(|e| e.layer == 0), squeeze),
            entries,
            layers,
            squeeze,
        }
    }

    /// Makes the rasters, unless they are there: some tenths of a second for a city.
    pub fn warm(&self) {
        self.rasters();
    }

    fn rasters(&self) -> &[Indexed] {
        self.rasters.get_or_init(|| rasters(&self.entries))
    }

    /// Number of areas with ground.
    pub fn len(&self) -> usize {
        self.entries.len()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }

    /// Names of the layers, sorted.
    pub fn layers(&self) -> impl Iterator<Item = &str> {
        self.layers.iter().map(|l| &**l)
    }

    /// The box around everything in the tree.
    pub fn extent(&self) -> Option<BBox> {
        let tree = self.entries.iter().take_while(|e| e.layer == 0);
        tree.map(|e| e.shape.bbox).reduce(|a, b| a.union(&b))
    }

    /// The area of the tree and of every layer at a point.
    pub fn locate(&self, p: Point) -> Located<'_> {
        let mut found = self.locate_covering(p);
        if found.area.is_none()
            && let Some((i, metres)) = self.nearest(p)
        {
            found.area = Some(self.reference(i as usize));
            found.outside_m = Some(metres);
        }
        found
    }

    /// As [`Locator::locate`], but without looking for the nearest area when none covers the point.
    pub fn locate_covering(&self, p: Point) -> Located<'_> {
        let mut out = Located::default();
        for Indexed { first, raster } in self.rasters() {
            let Some(i) = raster.find(p, |i| self.entries[first + i as usize].shape.contains(p)) else {
                continue;
            };
            let found = self.reference(first + i as usize);
            if found.layer.is_none() {
                out.area = Some(found);
            } else {
                out.layers.push(found);
            }
        }
        out
    }

    /// Bytes that the index keeps in memory, rasters included.
    pub fn heap_bytes(&self) -> usize {
        let entry = |e: &Entry| size_of::<Entry>() + e.code.len() + e.shape.heap_bytes();
        let boxes = self.near.size() * size_of::<Boxed>();
        let rasters: usize =
            self.rasters().iter().map(|r| size_of::<Indexed>() + r.raster.heap_bytes()).sum();
        self.entries.iter().map(entry).sum::<usize>() + boxes + rasters
    }

    fn reference(&self, i: usize) -> AreaRef<'_> {
        let e = &self.entries[i];
        let layer = (e.layer > 0).then(|| &*self.layers[e.layer as usize - 1]);
        AreaRef { code: &e.code, level: e.level, kind: e.kind, layer }
    }

    /// The nearest area of the tree: of those equally near the finest level, then the nearest, then the one that wins.
    fn nearest(&self, p: Point) -> Option<(u32, f64)> {
        if !(p.lon.is_finite() && p.lat.is_finite()) {
            return None;
        }
        let k = p.lat.to_radians().cos().max(1e-6);
        // no length in the plane of `near` is longer than this many times the same length seen from the point
        let stretch = (self.squeeze / k).max(1.0);
        let slack = SAME_DISTANCE_M / DEGREE_M;
        let mut best = f64::INFINITY;
        let mut found: Vec<(f64, u32, Point)> = Vec::new();
        let from = [p.lon * self.squeeze, p.lat];
        for (bound, d2) in self.near.nearest_neighbor_iter_with_distance_2(from).map(|(b, d)| (b.data, d)) {
            if d2.sqrt() / stretch > best + slack {
                break;
            }
            let (d2, at) = self.entries[bound as usize].shape.nearest(p, k);
            best = best.min(d2.sqrt());
            found.push((d2.sqrt(), bound, at));
        }
        found.retain(|(d, _, _)| *d <= best + slack);
        found.sort_by(|a, b| {
            let level = |i: u32| Reverse(self.entries[i as usize].level);
            level(a.1).cmp(&level(b.1)).then(a.0.total_cmp(&b.0)).then(a.1.cmp(&b.1))
        });
        found.first().map(|(_, i, at)| (*i, p.distance_m(*at)))
    }
}

fn order(a: &LocatorArea) -> (Option<&str>, Kind, Reverse<u16>, &str) {
    (a.layer.as_deref(), a.kind, Reverse(a.level), &a.code)
}

fn rasters(entries: &[Entry]) -> Vec<Indexed> {
    let mut first = 0;
    let layers = entries.chunk_by(|a, b| a.layer == b.layer);
    let each = layers.filter_map(|layer| {
        let begin = first;
        first += layer.len();
        Raster::build(layer.iter().map(|e| &e.shape)).map(|raster| Indexed { first: begin, raster })
    });
    each.collect()
}

fn boxes<'e>(entries: impl Iterator<Item = &'e Entry>, k: f64) -> RTree<Boxed> {
    let boxed = entries.enumerate().map(|(i, e)| {
        let b = &e.shape.bbox;
        Boxed::new(Rectangle::from_corners([b.west * k, b.south], [b.east * k, b.north]), i as u32)
    });
    RTree::bulk_load(boxed.collect())
}

fn middle_latitude(entries: &[Entry]) -> f64 {
    let all = entries.iter().map(|e| e.shape.bbox).reduce(|a, b| a.union(&b));
    all.map_or(0.0, |b| (b.south + b.north) / 2.0)
}

impl std::fmt::Debug for Locator {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Locator").field("areas", &self.len()).field("extent", &self.extent()).finish()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::shape::tests::rect;
    use proptest::prelude::*;

    fn area(code: &str, level: u16, kind: Kind, layer: Option<&str>, shape: MultiPolygon) -> LocatorArea {
        LocatorArea { code: code.into(), level, kind, layer: layer.map(Into::into), shape }
    }

    fn ordinary(code: &str, level: u16, shape: MultiPolygon) -> LocatorArea {
        area(code, level, Kind::Ordinary, None, shape)
    }

    fn code(l: &Locator, lon: f64, lat: f64) -> Option<String> {
        l.locate(Point::new(lon, lat)).area.map(|a| a.code.to_owned())
    }

    #[test]
    fn finest_exclusive_and_lowest_win() {
        let l = Locator::build(vec![
            ordinary("city", 0, rect(0., 0., 4., 2.)),
            ordinary("town-b", 1, rect(2., 0., 4., 2.)),
            ordinary("town-a", 1, rect(0., 0., 2., 2.)),
            ordinary("grid-1", 2, rect(0., 0., 1., 1.)),
            area("school", 2, Kind::Exclusive, None, rect(0.4, 0.4, 0.6, 0.6)),
            ordinary("micro", 3, rect(0.4, 0., 1., 1.)),
        ]);
        assert_eq!(code(&l, 0.2, 0.2).as_deref(), Some("grid-1"));
        assert_eq!(code(&l, 0.8, 0.2).as_deref(), Some("micro"));
        assert_eq!(code(&l, 0.5, 0.5).as_deref(), Some("school"));
        assert_eq!(code(&l, 1.5, 1.5).as_deref(), Some("town-a"));
        assert_eq!(code(&l, 2.0, 1.0).as_deref(), Some("town-a"), "shared border");
        assert_eq!(code(&l, 3.0, 1.0).as_deref(), Some("town-b"));
    }

    #[test]
    fn answers_all_layers_at_once() {
        let l = Locator::build(vec![
            ordinary("town", 1, rect(0., 0., 2., 2.)),
            area("p2", 0, Kind::Ordinary, Some("police"), rect(1., 0., 3., 2.)),
            area("p1", 0, Kind::Ordinary, Some("police"), rect(0., 0., 1., 2.)),
            area("s1", 0, Kind::Ordinary, Some("school"), rect(0., 0., 1.5, 2.)),
        ]);
        let layers = |x: f64| -> Vec<String> {
            let found = l.locate(Point::new(x, 1.));
            found.layers.iter().map(|a| format!("{}:{}", a.layer.unwrap(), a.code)).collect()
        };
        assert_eq!(layers(0.5), ["police:p1", "school:s1"]);
        assert_eq!(layers(1.0), ["police:p1", "school:s1"]);
        assert_eq!(layers(1.8), ["police:p2"]);
        assert_eq!(layers(2.5), ["police:p2"]);
        assert_eq!(code(&l, 2.5, 1.0).as_deref(), Some("town"));
        assert_eq!(l.layers().collect::<Vec<_>>(), ["police", "school"]);
    }

    #[test]
    fn outside_gives_the_nearest_with_its_distance() {
        let l = Locator::build(vec![
            ordinary("city", 0, rect(119., 25., 119.2, 25.1)),
            ordinary("a", 1, rect(119., 25., 119.1, 25.1)),
            ordinary("b", 1, rect(119.1, 25., 119.2, 25.1)),
        ]);
        let p = Point::new(119.21, 25.05);
        let found = l.locate(p);
        assert_eq!(found.area.map(|a| a.code), Some("b"));
        let truth = p.distance_m(Point::new(119.2, 25.05));
        assert!((found.outside_m.unwrap() - truth).abs() < 0.5, "{:?} {truth}", found.outside_m);
        assert_eq!(l.locate(Point::new(119.15, 25.05)).outside_m, None);
        assert!(l.locate_covering(p).area.is_none());
        assert_eq!(Locator::default().locate(p), Located::default());
        assert_eq!(l.locate(Point::new(f64::NAN, 25.0)), Located::default());
        let far = l.locate(Point::new(-118.0, -34.0)).outside_m.unwrap();
        assert!(far > 10_000_000.0);
    }

    proptest! {
        /// A slanted grid with random inner corners: every point is in exactly one cell, corners and borders answer
        /// the lowest code of those that meet there.
        #[test]
        fn every_point_is_in_one_cell(
            jitter in prop::collection::vec((-0.3..0.3f64, -0.3..0.3f64), 36),
            points in prop::collection::vec((0.0..5.0f64, 0.0..5.0f64), 100),
        ) {
            let corner = |i: usize, j: usize| {
                let (dx, dy) = jitter[i * 6 + j];
                let inner = |k: usize| (1..5).contains(&k);
                Point::new(
                    i as f64 + if inner(i) { dx } else { 0.0 },
                    j as f64 + if inner(j) { dy } else { 0.0 },
                )
            };
            let cell = |i: usize, j: usize| crate::Rings(vec![vec![vec![
                corner(i, j), corner(i + 1, j), corner(i + 1, j + 1), corner(i, j + 1), corner(i, j),
            ]]]).to_shape();
            let cells: Vec<_> = (0..25)
                .map(|k| ordinary(&format!("{k:02}"), 1, cell(k / 5, k % 5)))
                .collect();
            let each: Vec<_> = cells.iter().map(|c| Locator::build(vec![c.clone()])).collect();
            let all = Locator::build(cells);
            let owners = |p: Point| -> Vec<String> {
                each.iter()
                    .filter_map(|l| l.locate_covering(p).area.map(|a| a.code.to_owned()))
                    .collect()
            };
            for (x, y) in points {
                let p = Point::new(x, y);
                let owners = owners(p);
                prop_assert_eq!(owners.len(), 1, "{:?}", p);
                prop_assert_eq!(all.locate(p).area.map(|a| a.code), Some(owners[0].as_str()));
            }
            for i in 1..5 {
                for j in 1..5 {
                    let owners = owners(corner(i, j));
                    prop_assert_eq!(owners.len(), 4);
                    let lowest = format!("{:02}", (i - 1) * 5 + j - 1);
                    prop_assert_eq!(all.locate(corner(i, j)).area.map(|a| a.code), Some(lowest.as_str()));
                }
            }
        }

        #[test]
        fn nearest_is_the_nearest(
            boxes in prop::collection::vec((0.0..2.0f64, 40.0..42.0f64, 0.01..0.2f64), 1..40),
            x in -0.5..2.5f64, y in 39.5..42.5f64,
        ) {
            let areas: Vec<_> = boxes.iter().enumerate()
                .map(|(i, (w, s, d))| ordinary(&format!("{i:02}"), 0, rect(*w, *s, w + d, s + d)))
                .collect();
            let all = Locator::build(areas);
            let found = all.locate(Point::new(x, y));
            let k = y.to_radians().cos();
            let truth = boxes.iter().map(|(w, s, d)| {
                let dx = (w - x).max(x - w - d).max(0.0) * k;
                let dy = (s - y).max(y - s - d).max(0.0);
                dx.hypot(dy) * DEGREE_M
            }).fold(f64::INFINITY, f64::min);
            prop_assert_eq!(found.outside_m.is_none(), truth == 0.0);
            if let Some(m) = found.outside_m {
                prop_assert!((m / truth - 1.0).abs() < 0.02 || (m - truth).abs() < 2.0 * SAME_DISTANCE_M, "{} {}", m, truth);
            }
        }
    }
}
