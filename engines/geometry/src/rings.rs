//! Faults inside one shape: rings that are open, too short, cross or touch themselves or each other, holes outside
//! their outline, parts on top of each other. Each fault names the ring and a coordinate.

use geo::line_intersection::{LineIntersection, line_intersection};
use geo::{Coord, Line, MultiPolygon};
use rstar::primitives::{GeomWithData, Rectangle};
use rstar::{AABB, RTree};
use serde::Serialize;

use crate::{Point, Rings, area_m2, overlaps};

/// Square metres under which parts on top of each other, or a whole ring, count as nothing.
const NOTHING_M2: f64 = 1.0;

/// What is wrong with a ring.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum RingFault {
    /// The shape has no ring at all.
    Empty,
    /// The last point is not the first; `size` is the gap in metres.
    NotClosed,
    /// Fewer than three different points.
    TooFewPoints,
    /// The ring crosses itself or another ring of the shape.
    Crosses,
    /// The ring touches itself or another ring, or runs back over itself: untidy, but its inside is clear.
    Touches,
    /// A hole that is not inside its outline.
    HoleOutside,
    /// Two parts of the shape cover the same ground; `size` is the area in m².
    PartsOverlap,
    /// The shape covers nothing.
    NoArea,
}

impl RingFault {
    /// Whether the inside of the shape is still clear, so that it can be used.
    pub fn harmless(self) -> bool {
        matches!(self, Self::Touches)
    }
}

/// One fault of one ring.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct RingProblem {
    /// What is wrong.
    pub fault: RingFault,
    /// Which polygon of the shape, from 0.
    pub polygon: usize,
    /// Which ring of the polygon, 0 is the outline.
    pub ring: usize,
    /// Where, if the ring has a point at all.
    pub at: Option<Point>,
    /// Metres or square metres, see [`RingFault`].
    pub size: Option<f64>,
}

struct Side {
    line: Line<f64>,
    polygon: usize,
    ring: usize,
    /// Position in the ring and number of sides of the ring.
    index: usize,
    of: usize,
}

impl Side {
    fn next_to(&self, o: &Side) -> bool {
        let same = self.polygon == o.polygon && self.ring == o.ring;
        same && ((self.index + 1) % self.of == o.index || (o.index + 1) % o.of == self.index)
    }
}

impl Rings {
    /// Every fault of the shape, in the order of its rings; each place once.
    pub fn problems(&self) -> Vec<RingProblem> {
        let mut out = Vec::new();
        if self.0.iter().all(Vec::is_empty) {
            return vec![problem(RingFault::Empty, 0, 0, None, None)];
        }
        let mut sides = Vec::new();
        for (p, polygon) in self.0.iter().enumerate() {
            for (r, ring) in polygon.iter().enumerate() {
                check_ring(ring, p, r, &mut sides, &mut out);
            }
        }
        crossings(&sides, &mut out);
        if out.iter().all(|p| p.fault.harmless()) {
            self.check_parts(&mut out);
        }
        out
    }

    /// Faults that only make sense where every ring is sound.
    fn check_parts(&self, out: &mut Vec<RingProblem>) {
        let shape = self.to_shape();
        let area = area_m2(&shape);
        if area < NOTHING_M2 {
            let at = self.0.iter().flatten().flatten().next().copied();
            out.push(problem(RingFault::NoArea, 0, 0, at, Some(area)));
            return;
        }
        for (p, polygon) in shape.0.iter().enumerate() {
            let outline = geo::Polygon::new(polygon.exterior().clone(), vec![]);
            for (h, hole) in polygon.interiors().iter().enumerate() {
                let outside = |c: &&Coord<f64>| !geo::Intersects::intersects(&outline, *c);
                if let Some(c) = hole.0.iter().find(outside) {
                    out.push(problem(RingFault::HoleOutside, p, h + 1, Some((*c).into()), None));
                }
            }
        }
        let parts: Vec<MultiPolygon> = shape.0.into_iter().map(|p| MultiPolygon(vec![p])).collect();
        for o in overlaps(&parts.iter().collect::<Vec<_>>(), NOTHING_M2) {
            let (at, area) = (Some(o.patch.at), Some(o.patch.area_m2));
            out.push(problem(RingFault::PartsOverlap, o.b, 0, at, area));
        }
    }
}

fn problem(
    fault: RingFault,
    polygon: usize,
    ring: usize,
    at: Option<Point>,
    size: Option<f64>,
) -> RingProblem {
    RingProblem { fault, polygon, ring, at, size }
}

fn check_ring(ring: &[Point], p: usize, r: usize, sides: &mut Vec<Side>, out: &mut Vec<RingProblem>) {
    let first = ring.first().copied();
    if let (Some(a), Some(b)) = (first, ring.last())
        && a != *b
    {
        out.push(problem(RingFault::NotClosed, p, r, Some(*b), Some(a.distance_m(*b))));
    }
    let mut points: Vec<Coord<f64>> = ring.iter().map(|p| Coord::from(*p)).collect();
    points.dedup();
    if points.len() > 1 && points.first() == points.last() {
        points.pop();
    }
    if points.len() < 3 {
        out.push(problem(RingFault::TooFewPoints, p, r, first, None));
        return;
    }
    let of = points.len();
    sides.extend((0..of).map(|index| Side {
        line: Line::new(points[index], points[(index + 1) % of]),
        polygon: p,
        ring: r,
        index,
        of,
    }));
}

/// Finds every place where two sides that are not neighbours meet.
fn crossings(sides: &[Side], out: &mut Vec<RingProblem>) {
    let boxes = sides.iter().enumerate().map(|(i, s)| {
        let corner = |c: Coord<f64>| [c.x, c.y];
        GeomWithData::new(Rectangle::from_corners(corner(s.line.start), corner(s.line.end)), i)
    });
    let tree = RTree::bulk_load(boxes.collect());
    let before = out.len();
    for (i, side) in sides.iter().enumerate() {
        let (a, b) = (side.line.start, side.line.end);
        let reach = AABB::from_corners([a.x, a.y], [b.x, b.y]);
        for other in tree.locate_in_envelope_intersecting(reach).map(|o| o.data).filter(|j| *j > i) {
            let Some((fault, at)) = meet(sides, i, other) else { continue };
            let (at, known) = (Some(Point::from(at)), &out[before..]);
            if !known.iter().any(|k| k.at == at && (k.fault == fault || fault.harmless())) {
                out.push(problem(fault, side.polygon, side.ring, at, None));
            }
        }
    }
}

fn meet(sides: &[Side], i: usize, j: usize) -> Option<(RingFault, Coord<f64>)> {
    let (a, b) = (&sides[i], &sides[j]);
    match line_intersection(a.line, b.line)? {
        LineIntersection::Collinear { intersection } => Some((RingFault::Touches, intersection.start)),
        LineIntersection::SinglePoint { .. } if a.next_to(b) => None,
        LineIntersection::SinglePoint { intersection, is_proper: true } => {
            Some((RingFault::Crosses, intersection))
        }
        LineIntersection::SinglePoint { intersection: at, .. } => {
            let through = pass(sides, i, at).zip(pass(sides, j, at));
            let crossing = through.is_some_and(|(p, q)| passes_cross(at, p, q));
            Some((if crossing { RingFault::Crosses } else { RingFault::Touches }, at))
        }
    }
}

/// Where the ring comes from and goes to at a point of side `i`.
fn pass(sides: &[Side], i: usize, at: Coord<f64>) -> Option<(Coord<f64>, Coord<f64>)> {
    let side = &sides[i];
    let first = i - side.index;
    if at == side.line.start {
        let previous = &sides[first + (side.index + side.of - 1) % side.of];
        Some((previous.line.start, side.line.end))
    } else if at == side.line.end {
        let next = &sides[first + (side.index + 1) % side.of];
        Some((side.line.start, next.line.end))
    } else {
        Some((side.line.start, side.line.end))
    }
}

/// Whether one pass through a point changes sides of the other.
fn passes_cross(at: Coord<f64>, p: (Coord<f64>, Coord<f64>), q: (Coord<f64>, Coord<f64>)) -> bool {
    let angle = |c: Coord<f64>| (c.y - at.y).atan2(c.x - at.x);
    let zero = angle(p.0);
    let turn = |c: Coord<f64>| (angle(c) - zero).rem_euclid(std::f64::consts::TAU);
    let (gate, from, to) = (turn(p.1), turn(q.0), turn(q.1));
    let clear = |x: f64| x > 0.0 && x != gate;
    clear(from) && clear(to) && (from < gate) != (to < gate)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::shape::tests::ring;

    fn faults(rings: Vec<Vec<Vec<[f64; 2]>>>) -> Vec<(RingFault, Option<(f64, f64)>)> {
        let rings = Rings(
            rings
                .into_iter()
                .map(|p| {
                    p.into_iter().map(|r| r.into_iter().map(|[x, y]| Point::new(x, y)).collect()).collect()
                })
                .collect(),
        );
        rings.problems().into_iter().map(|p| (p.fault, p.at.map(|a| (a.lon, a.lat)))).collect()
    }

    fn one(r: &[[f64; 2]]) -> Vec<(RingFault, Option<(f64, f64)>)> {
        faults(vec![vec![r.to_vec()]])
    }

    #[test]
    fn sound_rings_have_no_fault() {
        let r = Rings(vec![vec![ring(0.0, 0.0, 4.0, 4.0), ring(1.0, 1.0, 2.0, 2.0)]]);
        assert!(r.problems().is_empty());
    }

    #[test]
    fn open_and_short_rings() {
        let found = Rings(vec![vec![ring(0.0, 0.0, 1.0, 1.0)[..4].to_vec()]]).problems();
        assert_eq!(found.len(), 1);
        assert_eq!(found[0].fault, RingFault::NotClosed);
        assert!((found[0].size.unwrap() - 110_574.0).abs() < 10.0);
        assert_eq!(one(&[[0., 0.], [1., 1.], [0., 0.]])[0].0, RingFault::TooFewPoints);
        assert_eq!(faults(vec![])[0].0, RingFault::Empty);
        assert_eq!(one(&[])[0].0, RingFault::TooFewPoints);
    }

    #[test]
    fn a_bow_tie_names_its_crossing() {
        assert_eq!(
            one(&[[0., 0.], [2., 2.], [2., 0.], [0., 2.], [0., 0.]]),
            [(RingFault::Crosses, Some((1., 1.)))]
        );
    }

    #[test]
    fn a_bow_tie_through_a_vertex_crosses_but_two_kites_touch() {
        let crossing = one(&[[0., 0.], [1., 1.], [2., 2.], [2., 0.], [1., 1.], [0., 2.], [0., 0.]]);
        assert_eq!(crossing, [(RingFault::Crosses, Some((1., 1.)))]);
        let touching = one(&[[0., 0.], [1., 1.], [2., 0.], [2., 2.], [1., 1.], [0., 2.], [0., 0.]]);
        assert_eq!(touching, [(RingFault::Touches, Some((1., 1.)))]);
    }

    #[test]
    fn a_spike_touches() {
        let found = one(&[[0., 0.], [2., 0.], [2., 1.], [2., 3.], [2., 1.5], [0., 2.], [0., 0.]]);
        assert!(!found.is_empty() && found.iter().all(|f| f.0 == RingFault::Touches), "{found:?}");
    }

    #[test]
    fn holes_and_parts() {
        let square = |x: f64, d: f64| vec![[x, x], [x + d, x], [x + d, x + d], [x, x + d], [x, x]];
        let found = faults(vec![vec![square(0., 1.), square(5., 1.)]]);
        assert_eq!(found, [(RingFault::HoleOutside, Some((5., 5.)))]);
        let found = faults(vec![vec![square(0., 4.)], vec![square(1., 1.)]]);
        assert_eq!(found[0].0, RingFault::PartsOverlap);
        assert_eq!(faults(vec![vec![square(0., 1.)], vec![square(5., 1.)]]), []);
        let crossing = faults(vec![vec![square(0., 2.)], vec![square(1., 2.)]]);
        assert!(crossing.iter().all(|f| f.0 == RingFault::Crosses) && crossing.len() == 2);
    }
}
