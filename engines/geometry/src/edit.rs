//! Editing a map: cutting a shape by a line, joining neighbours, moving a border with everybody who shares it, snapping.
//!
//! Whatever was there keeps its coordinates to the last bit: results of the overlay engine, which move by a fraction of a
//! millimetre, are put back onto the vertices they came from. So a border that was shared stays shared.

use geo::orient::{Direction, Orient};
use geo::{Coord, LineString, MultiPolygon, Polygon};
use i_overlay::core::fill_rule::FillRule;
use i_overlay::float::slice::FloatSlice;

use crate::planar::{self, Ring, rings, shapes};
use crate::{Point, area_m2, bbox, inner_point};

/// Degrees under which two places are one: two units of the last decimal that is stored, about two millimetres.
const SAME: f64 = 2e-8;
/// Holes up to this size, m², are seams between neighbours that do not meet exactly.
const SEAM_M2: f64 = 1.0;

/// Cuts a shape along a line. The answer is the shape itself where the line does not cut through it. Of a wide shape
/// the pieces stand from west to east, else from north to south. Parts that the line does not touch stay with the nearest.
pub fn cut(shape: &MultiPolygon, line: &[Point]) -> Vec<MultiPolygon> {
    let line: Vec<[f64; 2]> = line.iter().map(|p| [p.lon, p.lat]).collect();
    if line.len() < 2 {
        return vec![shape.clone()];
    }
    let known = vertices(std::iter::once(shape));
    let (mut pieces, mut whole) = (Vec::new(), Vec::new());
    for part in &shape.0 {
        let part = MultiPolygon(vec![part.clone()]);
        let body: Vec<Ring> = rings(&part).collect();
        let found = shapes(body.slice_by(&line, FillRule::EvenOdd));
        if found.0.len() < 2 {
            whole.push(part);
            continue;
        }
        let restored = restore(&found, &known);
        pieces.extend(restored.0.into_iter().map(|p| MultiPolygon(vec![p])));
    }
    if pieces.is_empty() {
        return vec![shape.clone()];
    }
    for part in whole {
        let at = inner_point(&part);
        let distance = |piece: &MultiPolygon| match (at, inner_point(piece)) {
            (Some(a), Some(b)) => a.distance_m(b),
            _ => f64::INFINITY,
        };
        if let Some(nearest) = pieces.iter_mut().min_by(|a, b| distance(a).total_cmp(&distance(b))) {
            nearest.0.extend(part.0);
        }
    }
    let wide = bbox(shape).is_some_and(|b| b.east - b.west >= b.north - b.south);
    let place = |piece: &MultiPolygon| inner_point(piece).map_or(0.0, |p| if wide { p.lon } else { -p.lat });
    pieces.sort_by(|a, b| place(a).total_cmp(&place(b)));
    pieces
}

/// The ground of neighbours as one shape; nothing when one of them has no border with the others.
pub fn join(all: &[&MultiPolygon]) -> Option<MultiPolygon> {
    let parts = |shape: &MultiPolygon| shape.0.len();
    let touches = |a: &MultiPolygon, b: &MultiPolygon| parts(&planar::union([a, b])) < parts(a) + parts(b);
    let mut reached = vec![0];
    let mut at = 0;
    while at < reached.len() {
        let here = all.get(reached[at])?;
        let next: Vec<usize> =
            (0..all.len()).filter(|i| !reached.contains(i) && touches(here, all[*i])).collect();
        reached.extend(next);
        at += 1;
    }
    if reached.len() < all.len() {
        return None;
    }
    let mut joined = restore(&planar::union(all.iter().copied()), &vertices(all.iter().copied()));
    for polygon in &mut joined.0 {
        let seam = |hole: &LineString| area_m2(&Polygon::new(hole.clone(), vec![]).into()) <= SEAM_M2;
        polygon.interiors_mut(|holes| holes.iter_mut().filter(|h| seam(h)).for_each(|h| h.0.clear()));
        let (outline, holes) = (polygon.exterior().clone(), polygon.interiors().to_vec());
        *polygon = Polygon::new(outline, holes.into_iter().filter(|h| h.0.len() > 3).collect());
    }
    Some(joined)
}

/// What of a shape lies inside of `bounds` and on nobody's ground yet.
pub fn trim(shape: &MultiPolygon, bounds: Option<&MultiPolygon>, taken: &[&MultiPolygon]) -> MultiPolygon {
    let known = vertices(std::iter::once(shape).chain(bounds).chain(taken.iter().copied()));
    let inside = bounds.map_or_else(|| shape.clone(), |b| planar::intersection(shape, b));
    let rest = planar::difference(&inside, &planar::union(taken.iter().copied()));
    restore(&rest, &known)
}

/// Moves a place of the border in every shape that has it: as a vertex, or somewhere on a side, which then gets one.
/// Answers which shapes have changed.
pub fn move_vertex(shapes: &mut [MultiPolygon], from: Point, to: Point) -> Vec<usize> {
    let (from, to) = (Coord::from(from), Coord::from(to));
    edit(shapes, |ring| {
        let Some(at) = ring.iter().position(|c| same(*c, from)) else {
            let Some(after) = side_of(ring, from) else { return false };
            ring.insert(after + 1, to);
            return true;
        };
        ring[at] = to;
        true
    })
}

/// Takes a vertex out of every shape that has it, unless fewer than three would be left. Answers which have changed.
pub fn remove_vertex(shapes: &mut [MultiPolygon], at: Point) -> Vec<usize> {
    let at = Coord::from(at);
    let keeps = |ring: &[Coord<f64>]| ring.len() <= 3 && ring.iter().any(|c| same(*c, at));
    let stuck = shapes.iter().flat_map(|s| &s.0).any(|p| {
        let lines = std::iter::once(p.exterior()).chain(p.interiors());
        lines.into_iter().any(|l| keeps(l.0.get(1..).unwrap_or_default()))
    });
    if stuck {
        return vec![];
    }
    edit(shapes, |ring| {
        let before = ring.len();
        ring.retain(|c| !same(*c, at));
        ring.len() < before
    })
}

/// The nearest vertex within `reach_m`, else the nearest place on a border within it.
pub fn snap(at: Point, shapes: &[&MultiPolygon], reach_m: f64) -> Option<Point> {
    let within = |p: Point| Some((at.distance_m(p), p)).filter(|(d, _)| *d <= reach_m);
    let nearest = |all: &mut dyn Iterator<Item = Point>| {
        all.filter_map(within).min_by(|a, b| a.0.total_cmp(&b.0)).map(|(_, p)| p)
    };
    let lines = || shapes.iter().flat_map(|s| lines_of(s)).flat_map(LineString::lines);
    nearest(&mut lines().map(|l| l.start.into()))
        .or_else(|| nearest(&mut lines().map(|l| foot(at.into(), l.start, l.end).into())))
}

fn lines_of(shape: &MultiPolygon) -> impl Iterator<Item = &LineString> {
    shape.0.iter().flat_map(|p| std::iter::once(p.exterior()).chain(p.interiors()))
}

/// The place on a side that is nearest, as the eye sees it on a map.
fn foot(p: Coord<f64>, a: Coord<f64>, b: Coord<f64>) -> Coord<f64> {
    let squeeze = p.y.to_radians().cos();
    let (dx, dy) = ((b.x - a.x) * squeeze, b.y - a.y);
    let length = dx * dx + dy * dy;
    if length == 0.0 {
        return a;
    }
    let t = (((p.x - a.x) * squeeze * dx + (p.y - a.y) * dy) / length).clamp(0.0, 1.0);
    Coord { x: a.x + t * (b.x - a.x), y: a.y + t * (b.y - a.y) }
}

fn same(a: Coord<f64>, b: Coord<f64>) -> bool {
    (a.x - b.x).abs() <= SAME && (a.y - b.y).abs() <= SAME
}

/// Whether a place lies on a side, its ends aside.
fn on_side(p: Coord<f64>, a: Coord<f64>, b: Coord<f64>) -> bool {
    !same(p, a) && !same(p, b) && same(p, foot(p, a, b))
}

/// The side of an open ring on which a place lies.
fn side_of(ring: &[Coord<f64>], p: Coord<f64>) -> Option<usize> {
    (0..ring.len()).find(|i| on_side(p, ring[*i], ring[(i + 1) % ring.len()]))
}

/// Changes every ring (handed over without its closing point) by `change`, which says whether it did.
fn edit(shapes: &mut [MultiPolygon], change: impl Fn(&mut Vec<Coord<f64>>) -> bool) -> Vec<usize> {
    let mut touched = Vec::new();
    for (i, shape) in shapes.iter_mut().enumerate() {
        let mut any = false;
        let polygons = shape.0.iter().map(|polygon| {
            let mut one = |line: &LineString| {
                let mut ring = line.0.clone();
                ring.pop();
                if !ring.is_empty() && change(&mut ring) {
                    any = true;
                }
                ring.extend(ring.first().copied());
                LineString(ring)
            };
            let outline = one(polygon.exterior());
            Polygon::new(outline, polygon.interiors().iter().map(one).collect())
        });
        let next = MultiPolygon(polygons.collect());
        if any {
            *shape = next;
            touched.push(i);
        }
    }
    touched
}

fn vertices<'a>(all: impl Iterator<Item = &'a MultiPolygon>) -> Vec<Coord<f64>> {
    let mut out: Vec<Coord<f64>> =
        all.flat_map(|s| rings(s).flatten().map(|[x, y]| Coord { x, y })).collect();
    out.sort_by(|a, b| a.x.total_cmp(&b.x).then(a.y.total_cmp(&b.y)));
    out.dedup();
    out
}

/// Puts vertices back to where they came from, and those on straight sides back in, which the engine leaves out.
fn restore(shape: &MultiPolygon, known: &[Coord<f64>]) -> MultiPolygon {
    let near = |west: f64, east: f64| {
        let from = known.partition_point(|k| k.x < west - SAME);
        let to = known.partition_point(|k| k.x <= east + SAME);
        &known[from..to]
    };
    let ring = |line: &LineString| {
        let exact = |c: &Coord<f64>| near(c.x, c.x).iter().copied().find(|k| same(*k, *c)).unwrap_or(*c);
        let corners: Vec<Coord<f64>> = line.0.iter().map(exact).collect();
        let mut out: Vec<Coord<f64>> = Vec::with_capacity(corners.len());
        for pair in corners.windows(2) {
            let (a, b) = (pair[0], pair[1]);
            out.push(a);
            let mut between: Vec<Coord<f64>> = near(a.x.min(b.x), a.x.max(b.x)).to_vec();
            between.retain(|k| on_side(*k, a, b));
            let along = |c: &Coord<f64>| (c.x - a.x) * (b.x - a.x) + (c.y - a.y) * (b.y - a.y);
            between.sort_by(|p, q| along(p).total_cmp(&along(q)));
            out.extend(between);
        }
        out.dedup();
        out.extend(out.first().copied().filter(|first| out.last() != Some(first)));
        LineString(out)
    };
    let polygon = |p: &Polygon| Polygon::new(ring(p.exterior()), p.interiors().iter().map(ring).collect());
    let sound = |p: &Polygon| p.exterior().0.len() > 3;
    MultiPolygon(shape.0.iter().map(polygon).filter(sound).collect()).orient(Direction::Default)
}
