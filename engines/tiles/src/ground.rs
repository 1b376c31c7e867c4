//! Areas by their shared borders: every piece of border between two junctions is kept once, with the weight of each of
//! its points. A zoom shows the points that weigh enough, and both owners of a border show the same.

use crate::clip;
use crate::mvt::Pen;
use crate::tile::{Place, Tile, Window};
use geometry::{MultiPolygon, Point};
use std::collections::{HashMap, HashSet};

/// How far a simplified border may be off, in units of the tile: half a pixel of a screen that shows 512 to the tile.
const TOLERANCE: f64 = 4.0;

/// See the module.
#[derive(Debug, Default)]
pub struct Ground {
    arcs: Vec<Arc>,
    areas: Vec<Shape>,
}

/// A piece of border between two junctions, or a whole ring that meets no other.
#[derive(Debug)]
struct Arc {
    points: Vec<Place>,
    /// By how much, in world units, the border would be off without the point; ends weigh more than everything.
    weights: Vec<f32>,
    around: Around,
}

/// West, north, east, south in world units.
#[derive(Debug, Clone, Copy, PartialEq)]
struct Around([i64; 4]);

impl Around {
    const NOWHERE: Self = Self([i64::MAX, i64::MAX, i64::MIN, i64::MIN]);

    fn of<'p>(points: impl IntoIterator<Item = &'p Place>) -> Self {
        points.into_iter().fold(Self::NOWHERE, |Self([w, n, e, s]), p| {
            let (x, y) = (i64::from(p.x), i64::from(p.y));
            Self([w.min(x), n.min(y), e.max(x), s.max(y)])
        })
    }

    fn meets(&self, Self(o): &Self) -> bool {
        self.0[0] <= o[2] && o[0] <= self.0[2] && self.0[1] <= o[3] && o[1] <= self.0[3]
    }
}

/// The polygons of one area: outline and holes.
#[derive(Debug)]
struct Shape {
    polygons: Vec<Vec<Ring>>,
    around: Around,
}

/// Arcs one after another, each forwards or backwards.
type Ring = Vec<(u32, bool)>;

impl Ground {
    /// Takes the borders apart. Areas keep the order in which they are given.
    pub fn new<'s>(shapes: impl IntoIterator<Item = &'s MultiPolygon>) -> Self {
        let shapes: Vec<Vec<Vec<Vec<Place>>>> = shapes.into_iter().map(places).collect();
        let junctions = junctions(shapes.iter().flatten().flatten());
        let mut build = Build { junctions, known: HashMap::new(), arcs: vec![] };
        let areas = shapes.into_iter().map(|polygons| build.shape(&polygons)).collect();
        Self { arcs: build.arcs, areas }
    }

    /// Number of areas.
    pub fn len(&self) -> usize {
        self.areas.len()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.areas.is_empty()
    }

    /// How wide or high an area is, in world units: the mean of both.
    pub fn size(&self, area: usize) -> f64 {
        let [west, north, east, south] = self.areas[area].around.0;
        ((east - west).max(0) as f64 * (south - north).max(0) as f64).sqrt()
    }

    /// Bytes on the heap, about.
    pub fn heap_bytes(&self) -> usize {
        let point = size_of::<Place>() + size_of::<f32>();
        let arcs = self.arcs.iter().map(|a| a.points.len() * point + size_of::<Arc>());
        arcs.sum::<usize>() + self.areas.len() * size_of::<Shape>()
    }

    /// Draws the wanted areas that a tile shows, in their order.
    pub fn draw(&self, tile: Tile, wanted: impl Fn(usize) -> bool, mut each: impl FnMut(usize, &Pen)) {
        let window = tile.window();
        let drawn = Around(window.drawn());
        let mut view = View { ground: self, window, drawn, lines: HashMap::new() };
        let mut pen = Pen::default();
        let met = self.areas.iter().enumerate().filter(|(i, s)| s.around.meets(&drawn) && wanted(*i));
        for (i, shape) in met {
            pen.clear();
            shape.polygons.iter().for_each(|rings| view.polygon(rings, &mut pen));
            if !pen.is_empty() {
                each(i, &pen);
            }
        }
    }
}

/// One tile in the making.
struct View<'g> {
    ground: &'g Ground,
    window: Window,
    drawn: Around,
    /// Arcs as this tile shows them.
    lines: HashMap<u32, Vec<[i64; 2]>>,
}

impl View<'_> {
    fn polygon(&mut self, rings: &[Ring], pen: &mut Pen) {
        for (i, ring) in rings.iter().enumerate() {
            let mut line = clip::ring(&self.ring(ring));
            if line.is_empty() {
                if i == 0 {
                    return; // holes of an outline that is too small to be seen
                }
                continue;
            }
            // outlines run clockwise on the screen, holes the other way
            if (clip::area(&line) > 0) != (i == 0) {
                line.reverse();
            }
            pen.ring(&line);
        }
    }

    fn ring(&mut self, ring: &Ring) -> Vec<[i64; 2]> {
        let mut out: Vec<[i64; 2]> = Vec::new();
        for (arc, backwards) in ring {
            let line = self.line(*arc);
            let mut add = |p: &[i64; 2]| {
                if out.last() != Some(p) {
                    out.push(*p);
                }
            };
            if *backwards { line.iter().rev().for_each(&mut add) } else { line.iter().for_each(&mut add) }
        }
        if out.len() > 1 && out.first() == out.last() {
            out.pop();
        }
        out
    }

    fn line(&mut self, arc: u32) -> &[[i64; 2]] {
        let (ground, window, drawn) = (self.ground, self.window, self.drawn);
        self.lines.entry(arc).or_insert_with(|| {
            let arc = &ground.arcs[arc as usize];
            let ends = [arc.points.first(), arc.points.last()];
            if !arc.around.meets(&drawn) {
                // all of it lies beyond one edge: its ends bound the same part of the tile
                return ends.into_iter().flatten().map(|p| window.at(*p)).collect();
            }
            let least = if window.shift == 0 { 0.0 } else { TOLERANCE * f64::from(1u32 << window.shift) };
            let kept = arc.points.iter().zip(&arc.weights).filter(|(_, w)| f64::from(**w) >= least);
            kept.map(|(p, _)| window.at(*p)).collect()
        })
    }
}

/// Rings of places, the last point not repeated.
fn places(shape: &MultiPolygon) -> Vec<Vec<Vec<Place>>> {
    let polygon = |p: &_| -> Vec<Vec<Place>> {
        let rings = rings_of(p);
        rings.into_iter().filter(|r| r.len() >= 3).collect()
    };
    shape.0.iter().map(polygon).filter(|rings| !rings.is_empty()).collect()
}

fn rings_of(polygon: &geometry::Polygon) -> Vec<Vec<Place>> {
    let all = std::iter::once(polygon.exterior()).chain(polygon.interiors());
    let ring = all.map(|line| {
        let mut ring: Vec<Place> = line.0.iter().map(|c| Place::of(Point::new(c.x, c.y))).collect();
        ring.dedup();
        while ring.len() > 1 && ring.first() == ring.last() {
            ring.pop();
        }
        ring
    });
    ring.collect()
}

/// Places where lines meet: those with other than two different neighbours.
fn junctions<'r>(rings: impl Iterator<Item = &'r Vec<Place>>) -> HashSet<Place> {
    // up to two neighbours, and whether there are more
    let mut around: HashMap<Place, ([Option<Place>; 2], bool)> = HashMap::new();
    for ring in rings {
        for (a, b) in ring.iter().zip(ring.iter().cycle().skip(1)) {
            for (from, to) in [(a, b), (b, a)] {
                let (known, more) = around.entry(*from).or_default();
                match known.iter_mut().find(|k| k.is_none_or(|k| k == *to)) {
                    Some(slot) => *slot = Some(*to),
                    None => *more = true,
                }
            }
        }
    }
    around.into_iter().filter(|(_, (known, more))| *more || known[1].is_none()).map(|(p, _)| p).collect()
}

struct Build {
    junctions: HashSet<Place>,
    known: HashMap<Vec<Place>, u32>,
    arcs: Vec<Arc>,
}

impl Build {
    fn shape(&mut self, polygons: &[Vec<Vec<Place>>]) -> Shape {
        let around = Around::of(polygons.iter().flatten().flatten());
        let rings = |rings: &Vec<Vec<Place>>| rings.iter().map(|r| self.ring(r)).collect();
        Shape { polygons: polygons.iter().map(rings).collect(), around }
    }

    fn ring(&mut self, points: &[Place]) -> Ring {
        let mut points = points.to_vec();
        let junction = points.iter().position(|p| self.junctions.contains(p));
        let smallest = (0..points.len()).min_by_key(|i| points[*i]);
        points.rotate_left(junction.or(smallest).unwrap_or(0));
        points.push(points[0]);
        let mut ring = Vec::new();
        let mut from = 0;
        for to in 1..points.len() {
            if to + 1 == points.len() || self.junctions.contains(&points[to]) {
                ring.push(self.arc(&points[from..=to]));
                from = to;
            }
        }
        ring
    }

    /// The arc in the direction on which both owners agree.
    fn arc(&mut self, points: &[Place]) -> (u32, bool) {
        let backwards = points.iter().rev().lt(points);
        let mut line = points.to_vec();
        if backwards {
            line.reverse();
        }
        if let Some(i) = self.known.get(&line) {
            return (*i, backwards);
        }
        let i = self.arcs.len() as u32;
        let (weights, around) = (weights(&line), Around::of(&line));
        self.arcs.push(Arc { points: line.clone(), weights, around });
        self.known.insert(line, i);
        (i, backwards)
    }
}

/// What the line would be off without each point (Douglas–Peucker, all tolerances at once).
fn weights(line: &[Place]) -> Vec<f32> {
    let mut weights = vec![0.0; line.len()];
    let last = line.len() - 1;
    (weights[0], weights[last]) = (f32::INFINITY, f32::INFINITY);
    let mut open = vec![(0, last, f32::INFINITY)];
    while let Some((from, to, most)) = open.pop() {
        let inner = from + 1..to;
        let off = |i: &usize| distance(line[*i], line[from], line[to]);
        let Some(far) = inner.max_by(|a, b| off(a).total_cmp(&off(b))) else { continue };
        // a point of a piece weighs no more than the one that made the piece
        let weight = (off(&far) as f32).min(most);
        weights[far] = weight;
        open.extend([(from, far, weight), (far, to, weight)]);
    }
    weights
}

/// From a point to a stretch between two others, world units.
fn distance(p: Place, a: Place, b: Place) -> f64 {
    let xy = |p: Place| (f64::from(p.x), f64::from(p.y));
    let ((px, py), (ax, ay), (bx, by)) = (xy(p), xy(a), xy(b));
    let (dx, dy) = (bx - ax, by - ay);
    let length = dx * dx + dy * dy;
    let t = if length > 0.0 { (((px - ax) * dx + (py - ay) * dy) / length).clamp(0.0, 1.0) } else { 0.0 };
    (px - ax - t * dx).hypot(py - ay - t * dy)
}

#[cfg(test)]
mod tests {
    use super::*;
    use geometry::Rings;
    use proptest::prelude::*;

    /// Cells over a crooked lattice, with crooked borders that neighbours share point by point.
    fn cells(jitter: &[(f64, f64)], n: usize) -> Vec<MultiPolygon> {
        let corner = |i: usize, j: usize| {
            let (dx, dy) = jitter[(i * 31 + j * 17) % jitter.len()];
            [119.0 + (i as f64 + dx) * 0.01, 25.0 + (j as f64 + dy) * 0.01]
        };
        // the points between two corners, the same from both sides
        let border = |a: [f64; 2], b: [f64; 2]| -> Vec<Point> {
            let (low, high) = if a < b { (a, b) } else { (b, a) };
            let between = (0..8).map(|k| {
                let t = k as f64 / 8.0;
                let bend = ((low[0] + high[1]) * 1e4 * (k as f64 + 1.0)).sin() * 0.0006 * t * (1.0 - t) * 4.0;
                Point::new(low[0] + (high[0] - low[0]) * t + bend, low[1] + (high[1] - low[1]) * t - bend)
            });
            let mut line: Vec<Point> = between.chain([Point::new(high[0], high[1])]).collect();
            if a != low {
                line.reverse();
            }
            line
        };
        let cell = |k: usize| {
            let (i, j) = (k % n, k / n);
            let around = [corner(i, j), corner(i + 1, j), corner(i + 1, j + 1), corner(i, j + 1)];
            let sides = (0..4).flat_map(|s| border(around[s], around[(s + 1) % 4]).into_iter().skip(1));
            let mut ring: Vec<Point> = sides.collect();
            ring.extend(ring.first().copied());
            Rings(vec![vec![ring]]).to_shape()
        };
        (0..n * n).map(cell).collect()
    }

    /// The rings of every area of a tile, in its units.
    fn rings(ground: &Ground, tile: Tile) -> Vec<Vec<[i64; 2]>> {
        let window = tile.window();
        let mut view = View { ground, window, drawn: Around(window.drawn()), lines: HashMap::new() };
        let met = ground.areas.iter().filter(|s| s.around.meets(&view.drawn)).collect::<Vec<_>>();
        met.iter().flat_map(|s| &s.polygons).flatten().map(|r| clip::ring(&view.ring(r))).collect()
    }

    proptest! {
        /// Neighbours without a gap stay so at every zoom: the areas of a tile add up to the ground they cover.
        #[test]
        fn shared_borders_stay_shared(
            jitter in prop::collection::vec((-0.3..0.3f64, -0.3..0.3f64), 40), z in 6..18u8, cell in 0..25usize,
        ) {
            let shapes = cells(&jitter, 5);
            let whole = Ground::new(&shapes);
            let at = &whole.areas[cell].around.0;
            let middle = Place { x: ((at[0] + at[2]) / 2) as u32, y: ((at[1] + at[3]) / 2) as u32 };
            let tile = Tile::around(middle, z);
            let mut sides: HashMap<([i64; 2], [i64; 2]), i32> = HashMap::new();
            for ring in rings(&whole, tile) {
                let turn = if clip::area(&ring) > 0 { 1 } else { -1 };
                for (a, b) in ring.iter().zip(ring.iter().cycle().skip(1)) {
                    let (key, way) = if a < b { ((*a, *b), 1) } else { ((*b, *a), -1) };
                    *sides.entry(key).or_default() += way * turn;
                }
            }
            // a side between two areas is walked once each way; what is left is the outline of all of them
            let edge = |v: i64| v == -crate::BUFFER || v == crate::EXTENT + crate::BUFFER;
            let outline: Vec<_> = sides.iter().filter(|(_, n)| **n != 0).map(|(s, _)| *s).collect();
            let mut ends: HashMap<[i64; 2], i32> = HashMap::new();
            for (a, b) in outline.iter().filter(|(a, b)| !(0..2).any(|k| a[k] == b[k] && edge(a[k]))) {
                *ends.entry(*a).or_default() += 1;
                *ends.entry(*b).or_default() += 1;
            }
            let inner = |p: &[i64; 2]| !p.iter().any(|v| edge(*v));
            for (p, n) in ends.iter().filter(|(p, _)| inner(p)) {
                prop_assert!(n % 2 == 0, "the outline has an end at {:?}", p);
            }
        }

        #[test]
        fn nothing_is_drawn_outside(jitter in prop::collection::vec((-0.3..0.3f64, -0.3..0.3f64), 40), z in 0..=20u8) {
            let ground = Ground::new(&cells(&jitter, 4));
            let tile = Tile::around(Place::of(Point::new(119.02, 25.02)), z);
            for ring in rings(&ground, tile) {
                for v in ring.iter().flatten() {
                    prop_assert!((-crate::BUFFER..=crate::EXTENT + crate::BUFFER).contains(v));
                }
            }
        }
    }

    #[test]
    fn a_border_is_kept_once() {
        let ground = Ground::new(&cells(&[(0.0, 0.0)], 2));
        // 12 sides between 9 corners, of which those at the four outer corners belong to one ring and run on
        assert_eq!(ground.arcs.len(), 8);
        assert_eq!(ground.areas.len(), 4);
    }

    #[test]
    fn fewer_points_from_farther_away() {
        let ground = Ground::new(&cells(&[(0.1, 0.2), (-0.2, 0.1)], 5));
        let middle = Place::of(Point::new(119.025, 25.025));
        let mean = |z: u8| {
            let mut rings = rings(&ground, Tile::around(middle, z));
            rings.retain(|r| !r.is_empty());
            rings.iter().map(Vec::len).sum::<usize>().checked_div(rings.len())
        };
        assert!(mean(9) < Some(10) && mean(13) > Some(20), "{:?} {:?}", mean(9), mean(13));
    }

    #[test]
    fn a_hole_stays_a_hole() {
        let ring = |r: f64| -> Vec<Point> {
            [(-r, -r), (r, -r), (r, r), (-r, r), (-r, -r)]
                .map(|(x, y)| Point::new(119.0 + x, 25.0 + y))
                .to_vec()
        };
        let holed = Rings(vec![vec![ring(0.02), ring(0.01)]]).to_shape();
        let ground = Ground::new([&holed]);
        let mut turns = vec![];
        let mut view_rings =
            |tile| turns = rings(&ground, tile).iter().map(|r| clip::area(r).abs()).collect();
        view_rings(Tile::around(Place::of(Point::new(119.0, 25.0)), 9));
        assert_eq!(turns.len(), 2);
        assert!(turns[0] > turns[1] && turns[1] > 0);
    }
}
