//! A raster over one layer: it decides most points without touching a shape.
//!
//! The ground is cut into square cells. A cell that no border crosses is decided once, when the index is built; one
//! that a border crosses is cut again into 8 × 8. What is still crossed then keeps the short list of shapes that must
//! be asked, in the order in which they win. Cells are marked with a margin, so a point that falls into an undecided
//! neighbour by rounding is asked exactly rather than decided wrongly.

use std::collections::HashMap;

use crate::prepared::Prepared;
use crate::{BBox, Point};

/// Coarse cells for each side of a border.
const CELLS_PER_SIDE: usize = 3;
const MIN_CELLS: usize = 64;
const MAX_CELLS: usize = 1 << 20;
/// No fine cell is narrower than this, degrees (0.1 m): margins stay far above rounding.
const MIN_STEP_DEG: f64 = 1e-6;
/// How far beyond a border cells count as crossed, in fine cells.
const MARGIN: f64 = 1e-3;
/// Fine cells along one side of a coarse one.
const FINE: usize = 8;

/// What is known of a cell: nothing there, decided, a list to ask, or a block of finer cells.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
struct Cell(u32);

const NOTHING: Cell = Cell(u32::MAX);
const LIST: u32 = 1 << 30;
const BLOCK: u32 = 2 << 30;
const VALUE: u32 = LIST - 1;

/// An item of a list: must be asked, and whether it is the last one.
const ASK: u32 = 1 << 31;
const LAST: u32 = 1 << 30;

/// See the module.
#[derive(Debug)]
pub(crate) struct Raster {
    frame: Frame,
    coarse: Vec<Cell>,
    blocks: Vec<Block>,
    /// What fine cells can be; blocks along one border share their part of it.
    palettes: Vec<Cell>,
    lists: Vec<u32>,
}

/// The fine cells of a coarse one: one cache line and a bit.
#[derive(Debug, Clone, Copy)]
struct Block {
    /// Where its palette begins.
    palette: u32,
    /// Which of the palette each fine cell is.
    pick: [u8; FINE * FINE],
}

/// Where cells lie.
#[derive(Debug, Clone, Copy)]
struct Frame {
    bbox: BBox,
    /// Fine cells to the degree.
    per_lon: f64,
    per_lat: f64,
    /// Coarse columns and rows.
    cols: usize,
    rows: usize,
}

impl Frame {
    /// About `cells` coarse cells over the box, as square on the ground as whole numbers allow.
    fn new(bbox: BBox, cells: usize) -> Self {
        let squeeze = ((bbox.south + bbox.north) / 2.0).to_radians().cos().max(0.01);
        let floor = MIN_STEP_DEG * FINE as f64;
        let (width, height) = ((bbox.east - bbox.west).max(floor), (bbox.north - bbox.south).max(floor));
        let step = (width * squeeze * height / cells as f64).sqrt();
        let count = |length: f64, step: f64| {
            let most = (length / floor).clamp(1.0, cells as f64);
            (length / step).ceil().clamp(1.0, most) as usize
        };
        let (cols, rows) = (count(width, step / squeeze), count(height, step));
        let per = |n: usize, length: f64| (n * FINE) as f64 / length;
        Self { bbox, per_lon: per(cols, width), per_lat: per(rows, height), cols, rows }
    }

    /// Fine column of a longitude. It never falls as the longitude grows.
    #[inline]
    fn x(&self, lon: f64) -> usize {
        (((lon - self.bbox.west) * self.per_lon) as usize).min(self.cols * FINE - 1)
    }

    /// Fine row of a latitude.
    #[inline]
    fn y(&self, lat: f64) -> usize {
        (((lat - self.bbox.south) * self.per_lat) as usize).min(self.rows * FINE - 1)
    }

    /// The middle of a fine cell, or of a coarse one when asked with its corner.
    fn middle(&self, x: usize, y: usize, size: usize) -> Point {
        let half = size as f64 / 2.0;
        Point::new(
            self.bbox.west + (x as f64 + half) / self.per_lon,
            self.bbox.south + (y as f64 + half) / self.per_lat,
        )
    }
}

impl Raster {
    /// Builds the raster of shapes that are given in the order in which they win.
    pub fn build<'s>(shapes: impl Iterator<Item = &'s Prepared> + Clone) -> Option<Self> {
        let bbox = shapes.clone().map(|s| s.bbox).reduce(|a, b| a.union(&b))?;
        let sides: usize = shapes.clone().map(|s| s.sides().len()).sum();
        let frame = Frame::new(bbox, (sides * CELLS_PER_SIDE).clamp(MIN_CELLS, MAX_CELLS));
        let mut survey = Survey::new(frame);
        for (i, shape) in shapes.enumerate() {
            survey.add(i as u32, shape);
        }
        Some(survey.finish())
    }

    /// The first shape that covers the point; `covers` is asked only near a border.
    #[inline]
    pub fn find(&self, p: Point, covers: impl Fn(u32) -> bool) -> Option<u32> {
        let (f, b) = (&self.frame, &self.frame.bbox);
        if !(p.lon >= b.west && p.lon <= b.east && p.lat >= b.south && p.lat <= b.north) {
            return None;
        }
        let (x, y) = (f.x(p.lon), f.y(p.lat));
        let mut cell = self.coarse[y / FINE * f.cols + x / FINE];
        if cell.0 & !VALUE == BLOCK {
            let block = &self.blocks[(cell.0 & VALUE) as usize];
            cell = self.palettes[block.palette as usize + block.pick[y % FINE * FINE + x % FINE] as usize];
        }
        if cell.0 < LIST {
            return Some(cell.0);
        }
        if cell == NOTHING {
            return None;
        }
        self.ask((cell.0 & VALUE) as usize, covers)
    }

    fn ask(&self, list: usize, covers: impl Fn(u32) -> bool) -> Option<u32> {
        for item in &self.lists[list..] {
            let shape = item & VALUE;
            if item & ASK == 0 || covers(shape) {
                return Some(shape);
            }
            if item & LAST != 0 {
                break;
            }
        }
        None
    }

    /// Bytes on the heap.
    pub fn heap_bytes(&self) -> usize {
        let cells = size_of_val(&*self.coarse) + size_of_val(&*self.blocks);
        cells + size_of_val(&*self.palettes) + size_of_val(&*self.lists)
    }
}

/// What one shape does to one coarse cell that its border crosses: a bit for each fine cell.
struct Crossed {
    cell: u32,
    shape: u32,
    border: u64,
    inside: u64,
}

/// Collects, shape by shape, what lies in the cells.
struct Survey {
    frame: Frame,
    /// The first shape that fills a coarse cell whole.
    full: Vec<u32>,
    crossed: Vec<Crossed>,
    /// Borders of the shape at hand in its window of coarse cells.
    window: Vec<u64>,
}

/// The coarse cells around one shape.
struct Window {
    col: usize,
    row: usize,
    cols: usize,
}

const NONE: u32 = u32::MAX;

impl Survey {
    fn new(frame: Frame) -> Self {
        Self { frame, full: vec![NONE; frame.cols * frame.rows], crossed: vec![], window: vec![] }
    }

    fn add(&mut self, index: u32, shape: &Prepared) {
        let (f, b) = (self.frame, &shape.bbox);
        let (mx, my) = (MARGIN / f.per_lon, MARGIN / f.per_lat);
        let (col, row) = (f.x(b.west - mx) / FINE, f.y(b.south - my) / FINE);
        let (cols, rows) = (f.x(b.east + mx) / FINE - col + 1, f.y(b.north + my) / FINE - row + 1);
        let around = Window { col, row, cols };
        self.window.clear();
        self.window.resize(cols * rows, 0);
        for side in shape.sides() {
            self.mark(&around, side);
        }
        for row in 0..rows {
            self.settle_row(&around, row, index, shape);
        }
    }

    /// Marks every fine cell that a side comes near.
    fn mark(&mut self, around: &Window, &[x1, y1, x2, y2]: &[f64; 4]) {
        let f = self.frame;
        let (mx, my) = (MARGIN / f.per_lon, MARGIN / f.per_lat);
        let (west, east) = (x1.min(x2), x1.max(x2));
        let (south, north) = (y1.min(y2), y1.max(y2));
        let (bottom, top) = (f.y(south - my), f.y(north + my));
        let slope = (x2 - x1) / (y2 - y1);
        for y in bottom..=top {
            let (mut from, mut to) = (west, east);
            if bottom < top && slope.is_finite() {
                // the part of the side in this row, and a little more
                let low = f.bbox.south + y as f64 / f.per_lat - my;
                let high = f.bbox.south + (y + 1) as f64 / f.per_lat + my;
                let (a, b) = (x1 + (low - y1) * slope, x1 + (high - y1) * slope);
                (from, to) = (a.min(b).max(west).min(east), a.max(b).min(east).max(west));
            }
            let line = (y / FINE - around.row) * around.cols;
            for x in f.x(from - mx)..=f.x(to + mx) {
                self.window[line + x / FINE - around.col] |= 1 << (y % FINE * FINE + x % FINE);
            }
        }
    }

    /// Settles one row of the window: whole cells in runs, crossed ones piece by piece.
    fn settle_row(&mut self, around: &Window, row: usize, index: u32, shape: &Prepared) {
        let mut run: Option<bool> = None;
        for col in 0..around.cols {
            let (x, y) = (around.col + col, around.row + row);
            let cell = y * self.frame.cols + x;
            let border = self.window[row * around.cols + col];
            if border == 0 {
                let inside =
                    *run.get_or_insert_with(|| shape.contains(self.frame.middle(x * FINE, y * FINE, FINE)));
                if inside && self.full[cell] == NONE {
                    self.full[cell] = index;
                }
                continue;
            }
            run = None;
            if self.full[cell] == NONE {
                let inside = self.inside(x * FINE, y * FINE, border, shape);
                self.crossed.push(Crossed { cell: cell as u32, shape: index, border, inside });
            }
        }
    }

    /// Fine cells inside the shape among those that its border does not cross; connected ones are alike.
    fn inside(&self, x: usize, y: usize, border: u64, shape: &Prepared) -> u64 {
        let (mut open, mut inside) = (!border, 0);
        while open != 0 {
            let first = open.trailing_zeros() as usize;
            let piece = flood(1 << first, open);
            if shape.contains(self.frame.middle(x + first % FINE, y + first / FINE, 1)) {
                inside |= piece;
            }
            open &= !piece;
        }
        inside
    }

    fn finish(mut self) -> Raster {
        self.crossed.sort_by_key(|c| c.cell);
        let mut coarse: Vec<Cell> =
            self.full.iter().map(|f| if *f == NONE { NOTHING } else { Cell(*f) }).collect();
        let mut blocks = Vec::new();
        let (mut lists, mut palettes) = (Pool::default(), Pool::default());
        for group in self.crossed.chunk_by(|a, b| a.cell == b.cell) {
            let cell = group[0].cell as usize;
            let parts = split(group, self.full[cell]);
            let mut colours: Vec<Cell> = Vec::new();
            let mut pick = [0; FINE * FINE];
            for (mut bits, items) in parts {
                let value = cell_of(&mut lists, items);
                let known = colours.iter().position(|c| *c == value);
                let colour = known.unwrap_or_else(|| {
                    colours.push(value);
                    colours.len() - 1
                });
                while bits != 0 {
                    pick[bits.trailing_zeros() as usize] = colour as u8;
                    bits &= bits - 1;
                }
            }
            coarse[cell] = if let [one] = *colours {
                one
            } else {
                blocks.push(Block { palette: palettes.keep(colours), pick });
                Cell(BLOCK | (blocks.len() - 1) as u32)
            };
        }
        blocks.shrink_to_fit();
        Raster { frame: self.frame, coarse, blocks, palettes: palettes.flat, lists: lists.flat }
    }
}

/// What a list comes to: nothing, a shape, or the list.
fn cell_of(lists: &mut Pool<u32>, mut items: Vec<u32>) -> Cell {
    match items.as_mut_slice() {
        [] => NOTHING,
        [one] if *one & ASK == 0 => Cell(*one),
        [.., last] => {
            *last |= LAST;
            Cell(LIST | lists.keep(items))
        }
    }
}

/// Grows a set of fine cells through `open` until it has all that are connected.
fn flood(seed: u64, open: u64) -> u64 {
    const FIRST_COLUMN: u64 = 0x0101_0101_0101_0101;
    let mut piece = seed;
    loop {
        let sideways = (piece & !(FIRST_COLUMN << 7)) << 1 | (piece & !FIRST_COLUMN) >> 1;
        let grown = (piece | piece << FINE | piece >> FINE | sideways) & open;
        if grown == piece {
            return piece;
        }
        piece = grown;
    }
}

/// Sets of fine cells of one coarse cell that have the same list.
fn split(group: &[Crossed], full: u32) -> Vec<(u64, Vec<u32>)> {
    let mut open: Vec<(u64, Vec<u32>)> = vec![(u64::MAX, vec![])];
    let mut done: Vec<(u64, Vec<u32>)> = Vec::new();
    let with = |items: &[u32], item: u32| items.iter().copied().chain([item]).collect::<Vec<_>>();
    for c in group.iter().filter(|c| c.shape < full) {
        let mut next = Vec::with_capacity(open.len() + 1);
        for (bits, items) in open {
            let (ask, inside) = (bits & c.border, bits & c.inside);
            if ask != 0 {
                next.push((ask, with(&items, c.shape | ASK)));
            }
            if inside != 0 {
                done.push((inside, with(&items, c.shape)));
            }
            let rest = bits & !(c.border | c.inside);
            if rest != 0 {
                next.push((rest, items));
            }
        }
        open = next;
    }
    if full != NONE {
        open.iter_mut().for_each(|(_, items)| items.push(full));
    }
    done.append(&mut open);
    done
}

/// Sequences one after another, each kept once.
struct Pool<T> {
    flat: Vec<T>,
    known: HashMap<Vec<T>, u32>,
}

impl<T> Default for Pool<T> {
    fn default() -> Self {
        Self { flat: vec![], known: HashMap::new() }
    }
}

impl<T: Copy + Eq + std::hash::Hash> Pool<T> {
    /// Where the sequence stands.
    fn keep(&mut self, items: Vec<T>) -> u32 {
        if let Some(at) = self.known.get(&items) {
            return *at;
        }
        let at = self.flat.len() as u32;
        self.flat.extend(&items);
        self.known.insert(items, at);
        at
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Rings;
    use proptest::prelude::*;

    /// Rings as they come: they may cross, overlap and lie on each other.
    fn shape() -> impl Strategy<Value = Prepared> {
        let ring = (0.0..3.0f64, 0.0..3.0f64, prop::collection::vec(0.05..1.0f64, 3..24));
        prop::collection::vec(ring, 1..3).prop_map(|parts| {
            let part = |(x, y, radii): (f64, f64, Vec<f64>)| {
                let n = radii.len() as f64;
                let corner = |(i, r): (usize, f64)| {
                    let turn = i as f64 / n * std::f64::consts::TAU;
                    // a lattice, so that vertices and sides of different shapes meet
                    let on = |v: f64| (v * 16.0).round() / 16.0;
                    Point::new(119.0 + on(x + r * turn.cos()), 25.0 + on(y + r * turn.sin()))
                };
                vec![radii.into_iter().enumerate().map(corner).collect::<Vec<_>>()]
            };
            Prepared::new(&Rings(parts.into_iter().map(part).collect()).to_shape()).unwrap()
        })
    }

    proptest! {
        /// The raster answers what asking every shape in turn answers: anywhere, on vertices, on sides, on cell edges.
        #[test]
        fn answers_as_asking_every_shape(
            shapes in prop::collection::vec(shape(), 1..8),
            points in prop::collection::vec((-1.2..4.2f64, -1.2..4.2f64), 60),
        ) {
            let raster = Raster::build(shapes.iter()).unwrap();
            let f = &raster.frame;
            let mut places: Vec<Point> = points.iter().map(|(x, y)| Point::new(119.0 + x, 25.0 + y)).collect();
            for [x1, y1, x2, y2] in shapes.iter().flat_map(|s| s.sides()) {
                places.push(Point::new(*x1, *y1));
                places.push(Point::new((x1 + x2) / 2.0, (y1 + y2) / 2.0));
                places.push(Point::new(f64::from_bits(x1.to_bits() + 1), *y1));
                places.push(Point::new(f64::from_bits(x1.to_bits() - 1), (y1 + y2) / 2.0));
            }
            for (x, y) in &points {
                let on = |v: f64, cells: usize| ((v + 1.2) / 5.4 * (cells * FINE) as f64).floor();
                places.push(f.middle(on(*x, f.cols) as usize, on(*y, f.rows) as usize, 0));
            }
            for p in places {
                let truth = shapes.iter().position(|s| s.contains(p)).map(|i| i as u32);
                prop_assert_eq!(raster.find(p, |i| shapes[i as usize].contains(p)), truth, "{:?}", p);
            }
        }
    }

    #[test]
    fn asks_only_near_a_border() {
        let square = Prepared::new(&crate::shape::tests::rect(119.0, 25.0, 120.0, 26.0)).unwrap();
        let raster = Raster::build(std::iter::once(&square)).unwrap();
        let never = |_| panic!("asked");
        assert_eq!(raster.find(Point::new(119.5, 25.5), never), Some(0));
        assert_eq!(raster.find(Point::new(118.9, 25.5), never), None);
        assert_eq!(raster.find(Point::new(f64::NAN, 25.5), never), None);
        let asked = std::cell::Cell::new(false);
        let near = raster.find(Point::new(120.0, 25.5), |_| {
            asked.set(true);
            true
        });
        assert!(asked.get() && near == Some(0));
    }
}
