//! The ground as cells: points of uneven density, their Voronoi cells, and borders that wander like real ones.
//!
//! Every border stands once, as a run of vertices between two corners, and both neighbours use that run: so shared
//! borders are exact, and any set of cells has an exact outline. A border wanders only inside the two triangles
//! between its ends and the two points it divides; these triangles tile the plane, so no two borders ever meet
//! elsewhere than in their corners. Lengths are kilometres on a plane around the middle of the city.

use delaunator::{EMPTY, Triangulation, next_halfedge};
use fastrand::Rng;

/// A point of the plane, kilometres to the east and north.
pub type Xy = [f64; 2];

/// Distance in kilometres.
pub fn distance(a: Xy, b: Xy) -> f64 {
    (a[0] - b[0]).hypot(a[1] - b[1])
}

/// A place where cells are small: the core of a city, the seat of a county, a small town.
#[derive(Debug, Clone, Copy)]
pub struct Peak {
    /// Where.
    pub at: Xy,
    /// Distance between points in its middle, km.
    pub spacing: f64,
    /// How much that distance grows with each kilometre from the middle.
    pub slope: f64,
}

/// Distance between points at a place: what the nearest peak says, and no more than `widest`.
pub fn spacing(peaks: &[Peak], widest: f64, at: Xy) -> f64 {
    peaks.iter().map(|p| p.spacing + p.slope * distance(p.at, at)).fold(widest, f64::min)
}

/// Points inside a circle, nowhere closer than the spacing there and nowhere much farther (Bridson's sampling).
pub fn scatter(rng: &mut Rng, peaks: &[Peak], widest: f64, radius: f64) -> Vec<Xy> {
    let start = peaks.first().map_or([0.0, 0.0], |p| p.at);
    let mut buckets = Buckets::new(radius);
    let mut points = vec![start];
    buckets.add(start, 0);
    let mut active = vec![0usize];
    while !active.is_empty() {
        let slot = rng.usize(..active.len());
        let from = points[active[slot]];
        let reach = spacing(peaks, widest, from);
        let found = (0..14).find_map(|_| {
            let (turn, far) = (rng.f64() * std::f64::consts::TAU, reach * (1.0 + rng.f64()));
            let at = [from[0] + far * turn.cos(), from[1] + far * turn.sin()];
            let clear = || buckets.is_clear(&points, at, spacing(peaks, widest, at));
            (distance(at, [0.0, 0.0]) < radius && clear()).then_some(at)
        });
        match found {
            Some(at) => {
                buckets.add(at, points.len());
                active.push(points.len());
                points.push(at);
            }
            None => {
                active.swap_remove(slot);
            }
        }
    }
    points
}

/// Points by square of the plane.
struct Buckets {
    side: f64,
    radius: f64,
    width: usize,
    slots: Vec<Vec<usize>>,
}

impl Buckets {
    fn new(radius: f64) -> Self {
        let side = 1.0;
        let width = (2.0 * radius / side) as usize + 2;
        Self { side, radius, width, slots: vec![Vec::new(); width * width] }
    }
    fn column(&self, x: f64) -> usize {
        (((x + self.radius) / self.side).max(0.0) as usize).min(self.width - 1)
    }
    fn add(&mut self, at: Xy, index: usize) {
        let slot = self.column(at[1]) * self.width + self.column(at[0]);
        self.slots[slot].push(index);
    }
    fn is_clear(&self, points: &[Xy], at: Xy, gap: f64) -> bool {
        let columns = self.column(at[0] - gap)..=self.column(at[0] + gap);
        (self.column(at[1] - gap)..=self.column(at[1] + gap)).all(|row| {
            columns
                .clone()
                .all(|c| self.slots[row * self.width + c].iter().all(|&i| distance(points[i], at) >= gap))
        })
    }
}

/// Cells, who borders whom, and the borders.
pub struct Mesh {
    /// The point of each cell.
    pub points: Vec<Xy>,
    /// Neighbours of each cell, in order around it.
    pub neighbours: Vec<Vec<usize>>,
    triangles: Triangulation,
    corners: Vec<Xy>,
    /// Vertices strictly between the corners, for the half-edge of each pair with the smaller number.
    borders: Vec<Vec<Xy>>,
}

impl Mesh {
    /// The cells of these points, with borders that wander by `wander` of their length at most.
    pub fn new(points: Vec<Xy>, rng: &mut Rng, wander: f64) -> Self {
        let as_points: Vec<_> = points.iter().map(|p| delaunator::Point { x: p[0], y: p[1] }).collect();
        let triangles = delaunator::triangulate(&as_points);
        let corners: Vec<Xy> = triangles
            .triangles
            .chunks_exact(3)
            .map(|t| circumcentre(points[t[0]], points[t[1]], points[t[2]]))
            .collect();
        let mut mesh =
            Self { neighbours: vec![Vec::new(); points.len()], points, triangles, corners, borders: vec![] };
        mesh.borders = (0..mesh.triangles.triangles.len())
            .map(|e| {
                let twin = mesh.triangles.halfedges[e];
                let (p, q) = mesh.ends(e);
                mesh.neighbours[p].push(q);
                if twin != EMPTY && e < twin { mesh.border(e, twin, rng, wander) } else { Vec::new() }
            })
            .collect();
        mesh
    }

    /// The cells on both sides of a half-edge.
    fn ends(&self, e: usize) -> (usize, usize) {
        (self.triangles.triangles[e], self.triangles.triangles[next_halfedge(e)])
    }

    fn border(&self, e: usize, twin: usize, rng: &mut Rng, wander: f64) -> Vec<Xy> {
        let (u, v) = (self.corners[e / 3], self.corners[twin / 3]);
        let length = distance(u, v);
        let (p, q) = self.ends(e);
        let gap = distance(self.points[p], self.points[q]);
        if length < 1e-4 || gap < 1e-9 || length > 50.0 {
            return Vec::new();
        }
        let along = [(v[0] - u[0]) / length, (v[1] - u[1]) / length];
        let across = [-along[1], along[0]];
        let a = self.points[p];
        let foot = ((a[0] - u[0]) * along[0] + (a[1] - u[1]) * along[1]) / length;
        let pieces = (length / 0.11).sqrt().mul_add(3.0, 0.5) as usize;
        let waves = Waves::new(rng);
        (1..pieces.max(1))
            .map(|i| {
                let t = i as f64 / pieces as f64;
                let room = height(gap / 2.0, foot, t) * 0.6;
                let off = (waves.at(t) * wander * length).clamp(-room, room);
                [0, 1].map(|k| u[k] + along[k] * length * t + across[k] * off)
            })
            .collect()
    }

    /// The borders between a set of cells and all others, as closed rings (the last vertex is not repeated), largest
    /// first. `inside` says which cells belong to the set `members`.
    pub fn outline(&self, members: &[usize], inside: impl Fn(usize) -> bool, edges: &Edges) -> Vec<Vec<Xy>> {
        let mut from: std::collections::BTreeMap<usize, usize> = members
            .iter()
            .flat_map(|&p| &edges.0[p])
            .filter(|&&e| !inside(self.ends(e).1))
            .map(|&e| (e / 3, e))
            .collect();
        let mut rings = Vec::new();
        while let Some((_, first)) = from.pop_first() {
            let mut ring = Vec::new();
            let mut next = Some(first);
            while let Some(e) = next {
                self.run(e, &mut ring);
                next = from.remove(&(self.triangles.halfedges[e] / 3));
            }
            rings.push(ring);
        }
        rings.sort_by(|a, b| ground(b).total_cmp(&ground(a)));
        rings
    }

    /// The first corner of a border and the vertices after it.
    fn run(&self, e: usize, ring: &mut Vec<Xy>) {
        let twin = self.triangles.halfedges[e];
        ring.push(self.corners[e / 3]);
        if e < twin {
            ring.extend(&self.borders[e]);
        } else {
            ring.extend(self.borders[twin].iter().rev());
        }
    }

    /// The half-edges that start at each cell.
    pub fn edges(&self) -> Edges {
        let mut edges = vec![Vec::new(); self.points.len()];
        for e in 0..self.triangles.triangles.len() {
            if self.triangles.halfedges[e] != EMPTY {
                edges[self.triangles.triangles[e]].push(e);
            }
        }
        Edges(edges)
    }
}

/// Ground inside a ring, km².
pub fn ground(ring: &[Xy]) -> f64 {
    let next = ring.iter().cycle().skip(1);
    (ring.iter().zip(next).map(|(a, b)| a[0] * b[1] - b[0] * a[1]).sum::<f64>() / 2.0).abs()
}

/// Whether a ring goes around a point.
pub fn holds(ring: &[Xy], at: Xy) -> bool {
    let next = ring.iter().cycle().skip(1);
    let crossed = |(a, b): &(&Xy, &Xy)| {
        (a[1] > at[1]) != (b[1] > at[1]) && at[0] < (b[0] - a[0]) * (at[1] - a[1]) / (b[1] - a[1]) + a[0]
    };
    ring.iter().zip(next).filter(crossed).count() % 2 == 1
}

/// Borders by cell.
pub struct Edges(Vec<Vec<usize>>);

/// Height of the triangle over the border at `t` of its length, when its tip stands `tip` high over `foot`.
fn height(tip: f64, foot: f64, t: f64) -> f64 {
    let left = if foot > 0.0 { tip * t / foot } else { f64::INFINITY };
    let right = if foot < 1.0 { tip * (1.0 - t) / (1.0 - foot) } else { f64::INFINITY };
    left.min(right)
}

/// A line that wanders: a few sines, none at its ends.
struct Waves([(f64, f64); 4]);

impl Waves {
    fn new(rng: &mut Rng) -> Self {
        let mut wave = |share: f64| ((rng.f64() * 2.0 - 1.0) * share, rng.f64() * 0.8);
        Self([wave(1.0), wave(0.7), wave(0.45), wave(0.3)])
    }
    fn at(&self, t: f64) -> f64 {
        let wave = |(i, (share, phase)): (usize, &(f64, f64))| {
            share * ((i as f64 * 1.6 + 1.0) * std::f64::consts::PI * (t + phase)).sin()
        };
        self.0.iter().enumerate().map(wave).sum::<f64>() * (std::f64::consts::PI * t).sin().sqrt()
    }
}

fn circumcentre(a: Xy, b: Xy, c: Xy) -> Xy {
    let (b, c) = ([b[0] - a[0], b[1] - a[1]], [c[0] - a[0], c[1] - a[1]]);
    let d = 2.0 * (b[0] * c[1] - b[1] * c[0]);
    let (b2, c2) = (b[0] * b[0] + b[1] * b[1], c[0] * c[0] + c[1] * c[1]);
    [a[0] + (c[1] * b2 - b[1] * c2) / d, a[1] + (b[0] * c2 - c[0] * b2) / d]
}
