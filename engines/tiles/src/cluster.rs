//! Points by cells, and cells gathered into clusters.
//!
//! A *spot* is a place as one number (Morton order), so that everything in a tile, at any zoom, is one range. A cell is
//! what the spots of a small square have in common.

use crate::tile::{EXTENT, Place, Tile, WORLD_BITS};

/// Bits of a spot for each direction; two of them fit a signed number of the database.
const BITS: u32 = 31;

/// The levels at which cells are counted beforehand: the world is 2^level cells wide.
pub const LEVELS: [u8; 5] = [10, 12, 14, 16, 18];
/// From this zoom on points are shown one by one.
pub const SINGLE: u8 = 15;
/// Clusters nearer to each other than this become one, in units of the tile (44 of 512 pixels).
const REACH: i64 = 352;

/// A place as one number.
pub fn spot(p: Place) -> i64 {
    (spread(p.x >> 1) | spread(p.y >> 1) << 1) as i64
}

/// The place of a spot, to two world units.
pub fn place(spot: i64) -> Place {
    Place { x: gather(spot as u64) << 1, y: gather(spot as u64 >> 1) << 1 }
}

/// The cell of a level in which a spot lies.
pub fn cell(spot: i64, level: u8) -> i64 {
    spot >> (2 * (BITS - u32::from(level)))
}

/// The spots of a tile: from, up to and not including.
pub fn spots(tile: Tile) -> (i64, i64) {
    let shift = 2 * (BITS - u32::from(tile.z()));
    let first = (spread(tile.x()) | spread(tile.y()) << 1) as i64;
    (first << shift, (first + 1) << shift)
}

/// The level whose cells a zoom is drawn from, and the cells of a tile: from, up to and not including.
pub fn cells(tile: Tile) -> (u8, i64, i64) {
    let wanted = tile.z() + 4;
    let level = LEVELS.into_iter().find(|l| *l >= wanted).unwrap_or(LEVELS[LEVELS.len() - 1]);
    let (from, to) = spots(tile);
    (level, cell(from, level), cell(to - 1, level) + 1)
}

fn spread(v: u32) -> u64 {
    let mut x = u64::from(v);
    for (shift, mask) in [
        (16, 0x0000_ffff_0000_ffff),
        (8, 0x00ff_00ff_00ff_00ff),
        (4, 0x0f0f_0f0f_0f0f_0f0f),
        (2, 0x3333_3333_3333_3333),
        (1, 0x5555_5555_5555_5555),
    ] {
        x = (x | x << shift) & mask;
    }
    x
}

fn gather(v: u64) -> u32 {
    let mut x = v & 0x5555_5555_5555_5555;
    for (shift, mask) in [
        (1, 0x3333_3333_3333_3333),
        (2, 0x0f0f_0f0f_0f0f_0f0f),
        (4, 0x00ff_00ff_00ff_00ff),
        (8, 0x0000_ffff_0000_ffff),
        (16, 0x0000_0000_ffff_ffff),
    ] {
        x = (x | x >> shift) & mask;
    }
    x as u32
}

/// How many points stand together, and the sums of where.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Heap {
    /// Points.
    pub count: i64,
    /// Sum of their places to the east, in half world units.
    pub x: i64,
    /// Sum of their places to the south.
    pub y: i64,
}

impl Heap {
    /// One point.
    pub fn one(spot: i64) -> Self {
        Self { count: 1, x: i64::from(gather(spot as u64)), y: i64::from(gather(spot as u64 >> 1)) }
    }

    /// With other points.
    pub fn plus(self, o: Self) -> Self {
        Self { count: self.count + o.count, x: self.x + o.x, y: self.y + o.y }
    }

    /// Without them.
    pub fn minus(self, o: Self) -> Self {
        Self { count: self.count - o.count, x: self.x - o.x, y: self.y - o.y }
    }

    /// The middle of its points.
    pub fn middle(&self) -> Place {
        let mean = |sum: i64| (sum / self.count.max(1)).clamp(0, (1 << BITS) - 1) as u32;
        Place { x: mean(self.x) << (WORLD_BITS - BITS), y: mean(self.y) << (WORLD_BITS - BITS) }
    }
}

/// Points that are drawn as one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Cluster {
    /// Where, in the tile's units.
    pub at: [i64; 2],
    /// How many.
    pub count: i64,
    /// Which of the heaps it began with.
    pub of: usize,
}

/// Clusters of a tile from the heaps of its cells: the largest draws in what lies near it.
pub fn clusters(tile: Tile, heaps: &[Heap]) -> Vec<Cluster> {
    let window = tile.window();
    let within = |heap: &Heap| window.at(heap.middle()).map(|v| v.clamp(0, EXTENT - 1));
    let mut order: Vec<usize> = (0..heaps.len()).filter(|i| heaps[*i].count > 0).collect();
    order.sort_by_key(|i| (std::cmp::Reverse(heaps[*i].count), heaps[*i].x, heaps[*i].y, *i));
    // those found so far, by a lattice as wide as their reach
    let side = (EXTENT / REACH + 1) as usize;
    let mut lattice: Vec<Vec<usize>> = vec![vec![]; side * side];
    let mut found: Vec<(Heap, [i64; 2], usize)> = Vec::new();
    for of in order {
        let at = within(&heaps[of]);
        let [col, row] = at.map(|v| (v / REACH) as usize);
        let near = |v: usize| v.saturating_sub(1)..=(v + 1).min(side - 1);
        let around = near(row).flat_map(|r| near(col).map(move |c| r * side + c));
        let close = |i: &usize| {
            let [x, y] = found[*i].1;
            (x - at[0]).pow(2) + (y - at[1]).pow(2) < REACH * REACH
        };
        match around.flat_map(|k| lattice[k].iter().copied()).find(close) {
            Some(i) => found[i].0 = found[i].0.plus(heaps[of]),
            None => {
                lattice[row * side + col].push(found.len());
                found.push((heaps[of], at, of));
            }
        }
    }
    found.iter().map(|(heap, _, of)| Cluster { at: within(heap), count: heap.count, of: *of }).collect()
}

/// A number on a small disc: 999, 1.2k, 35k.
pub fn short(n: i64) -> String {
    match n {
        ..1_000 => n.to_string(),
        1_000..10_000 => format!("{}.{}k", n / 1_000, n % 1_000 / 100),
        10_000..1_000_000 => format!("{}k", n / 1_000),
        _ => format!("{}.{}M", n / 1_000_000, n % 1_000_000 / 100_000),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn a_spot_knows_its_place(x: u32, y: u32) {
            let there = place(spot(Place { x, y }));
            prop_assert_eq!((there.x, there.y), (x & !1, y & !1));
            let number = spot(Place { x, y });
            prop_assert!(number >= 0);
        }

        #[test]
        fn a_tile_is_a_range(x: u32, y: u32, z in 0..=20u8) {
            let here = Place { x, y };
            let tile = Tile::around(here, z);
            let (from, to) = spots(tile);
            prop_assert!((from..to).contains(&spot(here)));
            let (level, first, last) = cells(tile);
            prop_assert!((first..last).contains(&cell(spot(here), level)));
            if let Some(next) = Tile::new(z, tile.x() + 1, tile.y()) {
                let (from, to) = spots(next);
                prop_assert!(!(from..to).contains(&spot(here)));
            }
        }

        /// No point is lost or counted twice, whatever is drawn together.
        #[test]
        fn clusters_add_up(places in prop::collection::vec((0..1u32 << 22, 0..1u32 << 22), 0..200)) {
            let spots: Vec<i64> = places.iter().map(|(x, y)| spot(Place { x: *x, y: *y })).collect();
            let tile = Tile::around(Place { x: 0, y: 0 }, 10);
            let heaps: Vec<Heap> = spots.iter().map(|s| Heap::one(*s)).collect();
            let drawn = clusters(tile, &heaps);
            prop_assert_eq!(drawn.iter().map(|c| c.count).sum::<i64>(), spots.len() as i64);
            prop_assert!(drawn.iter().flat_map(|c| c.at).all(|v| (0..EXTENT).contains(&v)));
            prop_assert!(drawn.len() <= 400);
        }
    }

    #[test]
    fn heaps_add_and_take_away() {
        let (a, b) = (spot(Place { x: 10, y: 20 }), spot(Place { x: 30, y: 60 }));
        let both = Heap::one(a).plus(Heap::one(b));
        assert_eq!(both.middle(), Place { x: 20, y: 40 });
        assert_eq!(both.minus(Heap::one(b)), Heap::one(a));
        assert_eq!(Heap::default().middle(), Place { x: 0, y: 0 });
    }

    #[test]
    fn short_numbers() {
        let all = [(7, "7"), (999, "999"), (1_250, "1.2k"), (35_400, "35k"), (1_740_000, "1.7M")];
        all.iter().for_each(|(n, text)| assert_eq!(short(*n), *text));
    }
}
