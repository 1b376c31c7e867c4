//! The ground of the city: cells joined into grids, villages, towns, counties, and the districts of other layers.

use crate::mesh::{Edges, Mesh, Peak, Xy, ground, scatter, spacing};
use crate::regions::{Piece, gather, join, land, spread};
use fastrand::Rng;
use geometry::{MultiPolygon, Point, Rings};
use std::collections::BTreeSet;

/// Counties of the city.
pub const COUNTIES: usize = 5;
/// Towns and subdistricts.
pub const TOWNS: usize = 57;
/// Villages and communities.
pub const VILLAGES: usize = 980;
/// Grids, ordinary and exclusive.
pub const GRIDS: usize = 2408;
/// Exclusive grids among them.
pub const EXCLUSIVE: usize = 112;

/// The middle of the plane: open water, far from every coast.
const MIDDLE: Point = Point::new(122.75, 34.05);
/// Kilometres of a degree of longitude there, and of a degree of latitude.
const DEGREE: Xy = [92.35, 110.92];
/// Distance between points in the open country, km.
const WIDEST: f64 = 1.4;

/// Where a point of the plane is on the earth, to seven decimals.
pub fn on_earth(at: Xy) -> Point {
    let round = |x: f64| (x * 1e7).round() / 1e7;
    Point::new(round(MIDDLE.lon + at[0] / DEGREE[0]), round(MIDDLE.lat + at[1] / DEGREE[1]))
}

/// Rings of the plane as a shape on the earth: the first its outline, the others holes.
pub fn shape(rings: &[Vec<Xy>]) -> MultiPolygon {
    let ring = |ring: &Vec<Xy>| {
        let mut points: Vec<Point> = ring.iter().map(|p| on_earth(*p)).collect();
        points.dedup();
        if points.first() != points.last() {
            points.extend(points.first().copied());
        }
        points
    };
    Rings(vec![rings.iter().map(ring).collect()]).to_shape()
}

/// An area of the ground: its cells, its rings, how dense it is.
#[derive(Debug, Clone)]
pub struct Patch {
    /// Index of the area above, in the list of the level above.
    pub parent: usize,
    /// Outline and holes.
    pub rings: Vec<Vec<Xy>>,
    /// The middle.
    pub middle: Xy,
    /// Ground, km².
    pub ground: f64,
    /// Grids in it.
    pub cells: Vec<usize>,
    /// 0 in the open country to 1 in the core.
    pub urban: f64,
}

/// All levels; the index in a list is what `parent` and `cells` name.
pub struct Ground {
    /// The whole city.
    pub city: Patch,
    /// Counties, the core first.
    pub counties: Vec<Patch>,
    /// Towns.
    pub towns: Vec<Patch>,
    /// Villages.
    pub villages: Vec<Patch>,
    /// Ordinary grids.
    pub grids: Vec<Patch>,
    /// Which grids border which.
    pub pieces: Vec<Piece>,
    mesh: Mesh,
    edges: Edges,
    land: Vec<usize>,
    /// Cell of the mesh to grid.
    grid_of: Vec<usize>,
}

impl Ground {
    /// Makes the ground of a seed.
    pub fn new(rng: &mut Rng) -> Self {
        let peaks = peaks(rng);
        let points = scatter(rng, &peaks, WIDEST, 60.0);
        let mesh = Mesh::new(points, rng, 0.22);
        let edges = mesh.edges();
        let sea = coast(rng);
        let land = land(&mesh, peaks[0].at, GRIDS - EXCLUSIVE, sea);
        let mut grid_of = vec![usize::MAX; mesh.points.len()];
        land.iter().enumerate().for_each(|(grid, &cell)| grid_of[cell] = grid);
        let pieces = pieces(&mesh, &edges, &land, &grid_of);

        let village_of = join(&pieces, VILLAGES, |cells, ground| (ground / cells).clamp(0.05, 2.0).powf(1.8));
        let villages = gather(&pieces, &village_of);
        let town_of = join(&villages, TOWNS, |cells, _| (cells / 40.0).max(0.4));
        let towns = gather(&villages, &town_of);
        let county_of = join(&towns, COUNTIES, |cells, _| (cells / 450.0).max(0.4));

        let whole =
            Patch { parent: 0, rings: vec![], middle: [0.0; 2], ground: 0.0, cells: vec![], urban: 0.0 };
        let mut made = Self {
            city: whole.clone(),
            counties: vec![],
            towns: vec![],
            villages: vec![],
            grids: vec![],
            pieces,
            mesh,
            edges,
            land,
            grid_of,
        };
        let urban = |grid: usize| 1.0 - spacing(&peaks, WIDEST, made.mesh.points[made.land[grid]]) / WIDEST;
        let urban: Vec<f64> = (0..made.land.len()).map(urban).collect();
        let identity: Vec<usize> = (0..made.land.len()).collect();
        let town_of_grid: Vec<usize> = village_of.iter().map(|v| town_of[*v]).collect();
        let county_of_grid: Vec<usize> = town_of_grid.iter().map(|t| county_of[*t]).collect();
        made.grids = made.patches(&identity, &village_of, &urban);
        made.villages = made.patches(&village_of, &town_of_grid, &urban);
        made.towns = made.patches(&town_of_grid, &county_of_grid, &urban);
        made.counties = made.patches(&county_of_grid, &vec![0; made.land.len()], &urban);
        made.city = made.patches(&vec![0; made.land.len()], &vec![0; made.land.len()], &urban).remove(0);
        made
    }

    /// The areas into which `area_of` puts the grids; `above` is the area of the next level of each grid.
    fn patches(&self, area_of: &[usize], above: &[usize], urban: &[f64]) -> Vec<Patch> {
        let mut cells: Vec<Vec<usize>> = vec![Vec::new(); area_of.iter().max().map_or(0, |m| m + 1)];
        area_of.iter().enumerate().for_each(|(grid, &area)| cells[area].push(grid));
        cells
            .into_iter()
            .enumerate()
            .map(|(area, cells)| {
                let n = cells.len() as f64;
                let mean = |f: &dyn Fn(usize) -> f64| cells.iter().map(|c| f(*c)).sum::<f64>() / n;
                Patch {
                    parent: above[cells[0]],
                    rings: self.outline(&cells, |grid| area_of[grid] == area),
                    middle: [0, 1].map(|k| mean(&|c| self.pieces[c].middle[k])),
                    ground: mean(&|c| self.pieces[c].ground) * n,
                    urban: mean(&|c| urban[c]),
                    cells,
                }
            })
            .collect()
    }

    fn outline(&self, grids: &[usize], inside: impl Fn(usize) -> bool) -> Vec<Vec<Xy>> {
        let cells: Vec<usize> = grids.iter().map(|g| self.land[*g]).collect();
        let inside = |cell: usize| self.grid_of[cell] != usize::MAX && inside(self.grid_of[cell]);
        self.mesh.outline(&cells, inside, &self.edges)
    }

    /// Districts of another layer, which heed no town's border: `count` of them, with rings.
    pub fn districts(&self, rng: &mut Rng, count: usize) -> Vec<Patch> {
        let mut seeds: Vec<usize> = (0..self.grids.len()).collect();
        rng.shuffle(&mut seeds);
        seeds.truncate(count);
        let urban: Vec<f64> = self.grids.iter().map(|g| g.urban).collect();
        self.patches(&spread(&self.pieces, &seeds), &vec![0; self.grids.len()], &urban)
    }
}

/// The core, the seats of four counties around it, and small towns.
fn peaks(rng: &mut Rng) -> Vec<Peak> {
    let mut between = |a: f64, b: f64| a + (b - a) * rng.f64();
    let around = |angle: f64, far: f64| [-3.0 + far * angle.cos(), 2.0 + far * angle.sin()];
    let mut peaks = vec![Peak { at: [-3.0, 2.0], spacing: 0.18, slope: 0.078 }];
    let start = between(0.0, 1.5);
    for i in 0..4 {
        let angle = start + f64::from(i) * std::f64::consts::FRAC_PI_2 + between(-0.3, 0.3);
        let at = around(angle, between(21.0, 27.0));
        peaks.push(Peak { at, spacing: between(0.3, 0.42), slope: between(0.11, 0.14) });
    }
    for _ in 0..26 {
        let at = around(between(0.0, std::f64::consts::TAU), 40.0 * between(0.1, 1.0).sqrt());
        peaks.push(Peak { at, spacing: between(0.7, 1.0), slope: between(0.2, 0.3) });
    }
    peaks
}

/// How much a place belongs to the sea or the neighbours: grows outwards, and steeply beyond the coast in the east.
fn coast(rng: &mut Rng) -> impl Fn(Xy) -> f64 {
    let phases: [f64; 5] = std::array::from_fn(|_| rng.f64() * std::f64::consts::TAU);
    move |p| {
        let angle = p[1].atan2(p[0]);
        let wave = |i: usize, k: f64, share: f64| share * (k * angle + phases[i]).sin();
        let far = p[0].hypot(p[1]) * (1.0 + wave(0, 2.0, 0.09) + wave(1, 3.0, 0.07) + wave(2, 7.0, 0.04));
        let shore = 27.0 + 2.6 * (p[1] / 7.0 + phases[3]).sin() + 1.4 * (p[1] / 2.7 + phases[4]).sin();
        far + (p[0] - shore).max(0.0) * 9.0
    }
}

fn pieces(mesh: &Mesh, edges: &Edges, land: &[usize], grid_of: &[usize]) -> Vec<Piece> {
    land.iter()
        .map(|&cell| {
            let rings = mesh.outline(&[cell], |other| other == cell, edges);
            let neighbours: BTreeSet<usize> =
                mesh.neighbours[cell].iter().map(|n| grid_of[*n]).filter(|n| *n != usize::MAX).collect();
            Piece {
                cells: 1,
                ground: rings.first().map_or(1.0, |r| ground(r)),
                middle: mesh.points[cell],
                neighbours,
            }
        })
        .collect()
}
