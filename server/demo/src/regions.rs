//! From cells to areas: which cells are land, and how neighbours join into villages, towns and counties.

use crate::mesh::{Mesh, Xy, distance};
use std::cmp::{Ordering, Reverse};
use std::collections::{BTreeMap, BTreeSet, BinaryHeap};

/// A number that can be sorted; never NaN here.
#[derive(PartialEq, Clone, Copy)]
struct Cost(f64);
impl Eq for Cost {}
impl PartialOrd for Cost {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}
impl Ord for Cost {
    fn cmp(&self, other: &Self) -> Ordering {
        self.0.total_cmp(&other.0)
    }
}

/// The `count` cells that grow from the cell nearest to `start`, always taking the neighbour with the least `sea`:
/// connected, and its shore is a level of `sea`.
pub fn land(mesh: &Mesh, start: Xy, count: usize, sea: impl Fn(Xy) -> f64) -> Vec<usize> {
    let far = |i: &usize| Cost(distance(mesh.points[*i], start));
    let Some(first) = (0..mesh.points.len()).min_by_key(far) else { return Vec::new() };
    let mut seen = BTreeSet::from([first]);
    let mut shore = BinaryHeap::from([Reverse((Cost(0.0), first))]);
    let mut land = Vec::with_capacity(count);
    while let Some(Reverse((_, cell))) = shore.pop() {
        land.push(cell);
        if land.len() == count {
            break;
        }
        for &n in &mesh.neighbours[cell] {
            if seen.insert(n) {
                shore.push(Reverse((Cost(sea(mesh.points[n])), n)));
            }
        }
    }
    land.sort_unstable();
    land
}

/// An area while it grows.
#[derive(Clone)]
struct Region {
    /// How many of the smallest pieces.
    pieces: f64,
    /// Ground, km².
    ground: f64,
    middle: Xy,
    neighbours: BTreeSet<usize>,
    stamp: u32,
}

/// A piece handed to [`join`].
#[derive(Debug, Clone)]
pub struct Piece {
    /// How many cells it has.
    pub cells: usize,
    /// Ground, km².
    pub ground: f64,
    /// Its middle.
    pub middle: Xy,
    /// Indices of the pieces that it borders.
    pub neighbours: BTreeSet<usize>,
}

/// Joins neighbouring pieces until `count` areas are left (Ward's rule, distances measured in the size of the pieces,
/// so that the dense middle of a city is not one area). Answers the area of each piece, counted from 0 in the order of
/// their first pieces. `weight` makes joining a pair dearer.
pub fn join(pieces: &[Piece], count: usize, weight: impl Fn(f64, f64) -> f64) -> Vec<usize> {
    let mut regions: Vec<Option<Region>> = pieces.iter().map(|p| Some(Region::from(p))).collect();
    let mut owner: Vec<usize> = (0..pieces.len()).collect();
    let mut heap = BinaryHeap::new();
    let cost = |a: &Region, b: &Region| {
        let squared = distance(a.middle, b.middle).powi(2);
        let ground = a.ground + b.ground;
        Cost(a.pieces * b.pieces * squared / ground * weight(a.pieces + b.pieces, ground))
    };
    for (i, p) in pieces.iter().enumerate() {
        for &j in p.neighbours.iter().filter(|j| **j > i) {
            if let (Some(a), Some(b)) = (&regions[i], &regions[j]) {
                heap.push(Reverse((cost(a, b), i, j, 0u32, 0u32)));
            }
        }
    }
    let mut left = pieces.len();
    while left > count
        && let Some(Reverse((_, i, j, si, sj))) = heap.pop()
    {
        let current = |r: &Option<Region>, stamp| r.as_ref().is_some_and(|r| r.stamp == stamp);
        if !current(&regions[i], si) || !current(&regions[j], sj) {
            continue;
        }
        let (Some(a), Some(b)) = (regions[i].take(), regions[j].take()) else { continue };
        let merged = a.with(&b, i, j);
        for &n in &merged.neighbours {
            if let Some(r) = regions[n].as_mut() {
                r.neighbours.remove(&j);
                r.neighbours.insert(i);
                heap.push(Reverse((cost(&merged, r), i, n, merged.stamp, r.stamp)));
            }
        }
        regions[i] = Some(merged);
        owner[j] = i;
        left -= 1;
    }
    number(&owner)
}

impl From<&Piece> for Region {
    fn from(p: &Piece) -> Self {
        let (pieces, ground) = (p.cells as f64, p.ground);
        Self { pieces, ground, middle: p.middle, neighbours: p.neighbours.clone(), stamp: 0 }
    }
}

impl Region {
    fn with(&self, other: &Self, i: usize, j: usize) -> Self {
        let pieces = self.pieces + other.pieces;
        let mix = |k: usize| (self.middle[k] * self.pieces + other.middle[k] * other.pieces) / pieces;
        let neighbours: BTreeSet<usize> =
            self.neighbours.union(&other.neighbours).copied().filter(|n| *n != i && *n != j).collect();
        Self {
            pieces,
            ground: self.ground + other.ground,
            middle: [mix(0), mix(1)],
            neighbours,
            stamp: self.stamp.max(other.stamp) + 1,
        }
    }
}

/// Follows owners to their roots and numbers the roots.
fn number(owner: &[usize]) -> Vec<usize> {
    let root = |mut i: usize| {
        while owner[i] != i {
            i = owner[i];
        }
        i
    };
    let mut known = BTreeMap::new();
    (0..owner.len())
        .map(|i| {
            let next = known.len();
            *known.entry(root(i)).or_insert(next)
        })
        .collect()
}

/// The pieces that the areas of a [`join`] are: middle, ground and neighbours summed up.
pub fn gather(pieces: &[Piece], area_of: &[usize]) -> Vec<Piece> {
    let count = area_of.iter().max().map_or(0, |m| m + 1);
    let empty = Piece { cells: 0, ground: 0.0, middle: [0.0, 0.0], neighbours: BTreeSet::new() };
    let mut out = vec![empty; count];
    for (p, &area) in pieces.iter().zip(area_of) {
        let whole = &mut out[area];
        let (old, new) = (whole.cells as f64, p.cells as f64);
        whole.middle = [0, 1].map(|k| (whole.middle[k] * old + p.middle[k] * new) / (old + new));
        whole.cells += p.cells;
        whole.ground += p.ground;
        whole.neighbours.extend(p.neighbours.iter().map(|n| area_of[*n]).filter(|n| *n != area));
    }
    out
}

/// Divides connected pieces among `seeds`, each growing step by step over neighbours (districts of a service that heed
/// no town border). Answers the index of the seed for each piece.
pub fn spread(pieces: &[Piece], seeds: &[usize]) -> Vec<usize> {
    let mut owner = vec![usize::MAX; pieces.len()];
    let mut heap: BinaryHeap<_> =
        seeds.iter().enumerate().map(|(n, &s)| Reverse((Cost(0.0), s, n))).collect();
    while let Some(Reverse((far, piece, seed))) = heap.pop() {
        if owner[piece] != usize::MAX {
            continue;
        }
        owner[piece] = seed;
        for &n in pieces[piece].neighbours.iter().filter(|n| owner[**n] == usize::MAX) {
            let step = distance(pieces[piece].middle, pieces[n].middle) / pieces[n].ground.sqrt();
            heap.push(Reverse((Cost(far.0 + step), n, seed)));
        }
    }
    owner
}
