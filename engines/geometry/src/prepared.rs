//! A shape prepared for many point questions: its sides sorted into horizontal slabs, so that a question looks at a
//! handful of sides however long the border is.

use geo::kernels::{Kernel, RobustKernel};
use geo::{Coord, MultiPolygon, Orientation};

use crate::{BBox, Point, bbox};

/// Sides per slab aimed at.
const SIDES_PER_SLAB: usize = 4;
const MAX_SLABS: usize = 8_192;

/// One side of a ring: x1, y1, x2, y2.
pub(crate) type Side = [f64; 4];

#[derive(Debug)]
pub(crate) struct Prepared {
    pub bbox: BBox,
    slabs_per_degree: f64,
    /// Sides of slab `i` are `sides[starts[i]..starts[i + 1]]`.
    starts: Vec<u32>,
    sides: Vec<Side>,
}

impl Prepared {
    /// Nothing for a shape without area.
    pub fn new(shape: &MultiPolygon) -> Option<Self> {
        let bbox = bbox(shape)?;
        let rings = shape.0.iter().flat_map(|p| std::iter::once(p.exterior()).chain(p.interiors()));
        let all: Vec<Side> =
            rings.flat_map(|r| r.lines().map(|l| [l.start.x, l.start.y, l.end.x, l.end.y])).collect();
        let slabs = (all.len() / SIDES_PER_SLAB).clamp(1, MAX_SLABS);
        let height = bbox.north - bbox.south;
        let slabs_per_degree = if height > 0.0 { slabs as f64 / height } else { 0.0 };
        let mut this = Self { bbox, slabs_per_degree, starts: vec![0; slabs + 1], sides: vec![] };
        this.fill(&all);
        Some(this)
    }

    fn fill(&mut self, all: &[Side]) {
        for side in all {
            for slab in self.slabs_of(side) {
                self.starts[slab + 1] += 1;
            }
        }
        for i in 1..self.starts.len() {
            self.starts[i] += self.starts[i - 1];
        }
        let mut next = self.starts.clone();
        self.sides = vec![[0.0; 4]; *self.starts.last().unwrap_or(&0) as usize];
        for side in all {
            for slab in self.slabs_of(side) {
                let free = &mut next[slab];
                self.sides[*free as usize] = *side;
                *free += 1;
            }
        }
    }

    fn slabs_of(&self, side: &Side) -> std::ops::RangeInclusive<usize> {
        self.slab(side[1].min(side[3]))..=self.slab(side[1].max(side[3]))
    }

    /// The slab of a latitude. It grows with the latitude, so a side stands in the slab of every latitude it spans.
    fn slab(&self, lat: f64) -> usize {
        (((lat - self.bbox.south) * self.slabs_per_degree) as usize).min(self.starts.len() - 2)
    }

    /// Whether the point is inside or exactly on the border. The decision is exact: of two shapes that share a side,
    /// a point near it is in one, and on it in both.
    pub fn contains(&self, p: Point) -> bool {
        let b = &self.bbox;
        if p.lon < b.west || p.lon > b.east || p.lat < b.south || p.lat > b.north {
            return false;
        }
        let slab = self.slab(p.lat);
        let sides = &self.sides[self.starts[slab] as usize..self.starts[slab + 1] as usize];
        let mut inside = false;
        for side in sides {
            match cast(side, p) {
                Ray::OnBorder => return true,
                Ray::Crosses => inside = !inside,
                Ray::Misses => {}
            }
        }
        inside
    }

    /// The sides of all rings; one that spans several slabs stands here once for each.
    pub fn sides(&self) -> &[Side] {
        &self.sides
    }

    /// Bytes on the heap.
    pub fn heap_bytes(&self) -> usize {
        size_of_val(&*self.starts) + size_of_val(&*self.sides)
    }

    /// The nearest point of the border, in a plane where one degree of longitude is `k` degrees of latitude, and the
    /// squared distance in that plane.
    pub fn nearest(&self, p: Point, k: f64) -> (f64, Point) {
        let mut best = (f64::INFINITY, p);
        for [x1, y1, x2, y2] in &self.sides {
            let (dx, dy) = ((x2 - x1) * k, y2 - y1);
            let (px, py) = ((p.lon - x1) * k, p.lat - y1);
            let length = dx * dx + dy * dy;
            let t = if length > 0.0 { ((px * dx + py * dy) / length).clamp(0.0, 1.0) } else { 0.0 };
            let (ex, ey) = (px - t * dx, py - t * dy);
            let d = ex * ex + ey * ey;
            if d < best.0 {
                best = (d, Point::new(x1 + t * (x2 - x1), y1 + t * (y2 - y1)));
            }
        }
        best
    }
}

enum Ray {
    Misses,
    Crosses,
    OnBorder,
}

/// Follows a ray from the point to the east.
fn cast([x1, y1, x2, y2]: &Side, p: Point) -> Ray {
    let (x, y) = (p.lon, p.lat);
    if (x == *x1 && y == *y1) || (x == *x2 && y == *y2) {
        return Ray::OnBorder;
    }
    if y1 == y2 {
        let on = y == *y1 && x >= x1.min(*x2) && x <= x1.max(*x2);
        return if on { Ray::OnBorder } else { Ray::Misses };
    }
    if (*y1 > y) == (*y2 > y) || x > x1.max(*x2) {
        return Ray::Misses;
    }
    if x < x1.min(*x2) {
        return Ray::Crosses;
    }
    // always asked from the lower end to the upper, so that both owners of a side get the same answer
    let (low, high) = if y1 < y2 {
        (Coord { x: *x1, y: *y1 }, Coord { x: *x2, y: *y2 })
    } else {
        (Coord { x: *x2, y: *y2 }, Coord { x: *x1, y: *y1 })
    };
    match RobustKernel::orient2d(low, high, Coord { x, y }) {
        Orientation::Collinear => Ray::OnBorder,
        Orientation::CounterClockwise => Ray::Crosses,
        Orientation::Clockwise => Ray::Misses,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use geo::{Intersects, point};
    use proptest::prelude::*;

    fn star(radii: &[f64]) -> MultiPolygon {
        let n = radii.len() as f64;
        let ring = radii.iter().enumerate().map(|(i, r)| {
            let a = i as f64 / n * std::f64::consts::TAU;
            Point::new(r * a.cos(), r * a.sin())
        });
        crate::Rings(vec![vec![ring.collect()]]).to_shape()
    }

    proptest! {
        #[test]
        fn agrees_with_geo(
            radii in prop::collection::vec(0.1..1.0f64, 3..80),
            points in prop::collection::vec((-1.0..1.0f64, -1.0..1.0f64), 50),
        ) {
            let shape = star(&radii);
            let prepared = Prepared::new(&shape).unwrap();
            for (x, y) in points {
                prop_assert_eq!(
                    prepared.contains(Point::new(x, y)),
                    shape.intersects(&point!(x: x, y: y)),
                    "{} {}", x, y
                );
            }
            for c in &shape.0[0].exterior().0 {
                prop_assert!(prepared.contains((*c).into()));
            }
        }
    }
}
