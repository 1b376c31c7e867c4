//! Fewer vertices for small maps, with shared borders still shared.
//!
//! Simplifying each shape on its own tears neighbours apart. Here the borders are first cut where three shapes meet;
//! each piece between two such junctions is simplified once, in one direction, so both owners get the same line.

use std::collections::{HashMap, HashSet};

use geo::orient::{Direction, Orient};
use geo::{Coord, LineString, MultiPolygon, Polygon, Simplify};

type Key = (u64, u64);

fn key(c: Coord<f64>) -> Key {
    (c.x.to_bits(), c.y.to_bits())
}

/// Simplifies all shapes of a map together (Douglas–Peucker on shared borders). `tolerance_deg` is the largest
/// deviation in degrees; 0.0001 is about 11 m. Rings that would vanish keep a triangle of their farthest points.
pub fn together(shapes: &[&MultiPolygon], tolerance_deg: f64) -> Vec<MultiPolygon> {
    let junctions = junctions(shapes);
    let ring = |l: &LineString| simplify_ring(l, &junctions, tolerance_deg);
    let polygon = |p: &Polygon| Polygon::new(ring(p.exterior()), p.interiors().iter().map(ring).collect());
    shapes
        .iter()
        .map(|s| MultiPolygon(s.0.iter().map(polygon).collect()).orient(Direction::Default))
        .collect()
}

fn rings<'a>(shapes: &'a [&MultiPolygon]) -> impl Iterator<Item = &'a LineString> {
    shapes.iter().flat_map(|s| &s.0).flat_map(|p| std::iter::once(p.exterior()).chain(p.interiors()))
}

/// Points where the map's lines meet: those with other than two different neighbours.
fn junctions(shapes: &[&MultiPolygon]) -> HashSet<Key> {
    let mut neighbours: HashMap<Key, Vec<Key>> = HashMap::new();
    for line in rings(shapes).flat_map(LineString::lines) {
        let (a, b) = (key(line.start), key(line.end));
        for (from, to) in [(a, b), (b, a)] {
            let known = neighbours.entry(from).or_default();
            if from != to && !known.contains(&to) {
                known.push(to);
            }
        }
    }
    neighbours.into_iter().filter(|(_, n)| n.len() != 2).map(|(k, _)| k).collect()
}

fn simplify_ring(ring: &LineString, junctions: &HashSet<Key>, tolerance: f64) -> LineString {
    let mut points = ring.0.clone();
    points.pop();
    if points.len() <= 3 {
        return ring.clone();
    }
    let smallest = |p: &[Coord<f64>]| {
        (0..p.len()).min_by(|a, b| p[*a].x.total_cmp(&p[*b].x).then(p[*a].y.total_cmp(&p[*b].y)))
    };
    let start = points.iter().position(|c| junctions.contains(&key(*c))).or_else(|| smallest(&points));
    points.rotate_left(start.unwrap_or(0));
    points.push(points[0]);
    let mut out = vec![points[0]];
    let mut from = 0;
    for to in 1..points.len() {
        if to + 1 == points.len() || junctions.contains(&key(points[to])) {
            out.extend(simplify_arc(&points[from..=to], tolerance).into_iter().skip(1));
            from = to;
        }
    }
    if out.len() < 4 { triangle(&points) } else { LineString(out) }
}

/// Simplifies one piece of border in a direction both of its owners agree on.
fn simplify_arc(arc: &[Coord<f64>], tolerance: f64) -> Vec<Coord<f64>> {
    let mut line = arc.to_vec();
    let mirrored = line.iter().rev().map(|c| key(*c)).lt(line.iter().map(|c| key(*c)));
    if mirrored {
        line.reverse();
    }
    let closed = line.first() == line.last();
    let mut out =
        if closed { simplify_loop(&line, tolerance) } else { LineString(line).simplify(tolerance).0 };
    if mirrored {
        out.reverse();
    }
    out
}

/// A closed piece is cut at the point farthest from its start.
fn simplify_loop(line: &[Coord<f64>], tolerance: f64) -> Vec<Coord<f64>> {
    let far = farthest(line, line[0]);
    let mut out = LineString(line[..=far].to_vec()).simplify(tolerance).0;
    out.extend(LineString(line[far..].to_vec()).simplify(tolerance).0.into_iter().skip(1));
    out
}

fn farthest(line: &[Coord<f64>], from: Coord<f64>) -> usize {
    let d = |c: &Coord<f64>| (c.x - from.x).powi(2) + (c.y - from.y).powi(2);
    (0..line.len()).max_by(|a, b| d(&line[*a]).total_cmp(&d(&line[*b]))).unwrap_or(0)
}

fn triangle(points: &[Coord<f64>]) -> LineString {
    let a = points[0];
    let b = points[farthest(points, a)];
    let off = |c: &Coord<f64>| ((b.x - a.x) * (c.y - a.y) - (b.y - a.y) * (c.x - a.x)).abs();
    let third = points.iter().copied().max_by(|p, q| off(p).total_cmp(&off(q))).unwrap_or(a);
    LineString(vec![a, b, third, a])
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Point, Rings, area_m2, overlaps};

    fn wavy(from: f64, to: f64, base: f64) -> Vec<Point> {
        (0..=200)
            .map(|i| {
                let t = i as f64 / 200.0;
                Point::new(from + (to - from) * t, base + 0.001 * (t * 40.0).sin())
            })
            .collect()
    }

    #[test]
    fn neighbours_stay_neighbours() {
        let border = wavy(119.0, 119.1, 25.05);
        let mut south = vec![Point::new(119.0, 25.0), Point::new(119.1, 25.0)];
        south.extend(border.iter().rev());
        let mut north: Vec<Point> = border.clone();
        north.extend([Point::new(119.1, 25.1), Point::new(119.0, 25.1)]);
        let (s, n) = (Rings(vec![vec![south]]).to_shape(), Rings(vec![vec![north]]).to_shape());
        let out = together(&[&s, &n], 0.0004);
        let count = |m: &MultiPolygon| m.0[0].exterior().0.len();
        assert!(count(&out[0]) < count(&s) / 2, "{}", count(&out[0]));
        assert!(overlaps(&[&out[0], &out[1]], 0.1).is_empty());
        let (before, after) = (area_m2(&s) + area_m2(&n), area_m2(&out[0]) + area_m2(&out[1]));
        assert!((before - after).abs() < 1.0, "{before} {after}");
    }

    #[test]
    fn nothing_vanishes() {
        let island = Rings(vec![vec![wavy(119.0, 119.001, 25.0)]]).to_shape();
        let out = together(&[&island], 1.0);
        assert_eq!(out[0].0[0].exterior().0.len(), 4);
    }
}
