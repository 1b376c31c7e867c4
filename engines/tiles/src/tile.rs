//! The address of a tile, and places in the world.

use geometry::{BBox, Point};
use std::f64::consts::PI;

/// Units along the side of a tile.
pub const EXTENT: i64 = 4096;
/// Units beyond its edges in which things are still drawn, so that lines and outlines meet.
pub const BUFFER: i64 = 64;
/// The deepest zoom with tiles of its own; there a unit of the tile is a unit of the world.
pub const MAX_ZOOM: u8 = 20;
/// Units along the side of the world, as a power of two.
pub(crate) const WORLD_BITS: u32 = 32;
/// The northern and southern edge of Web Mercator, degrees.
const EDGE: f64 = 85.051_128_779_806_59;

/// A place in the world: units from the western and northern edge, 0 to 2³² − 1.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Place {
    /// To the east.
    pub x: u32,
    /// To the south.
    pub y: u32,
}

impl Place {
    /// Where a point lies. What is beyond the edge of Web Mercator is put on it.
    pub fn of(p: Point) -> Self {
        let lat = p.lat.clamp(-EDGE, EDGE).to_radians();
        let unit = |share: f64| (share * f64::from(u32::MAX)).round().clamp(0.0, f64::from(u32::MAX)) as u32;
        Self { x: unit((p.lon + 180.0) / 360.0), y: unit((1.0 - lat.tan().asinh() / PI) / 2.0) }
    }
}

/// A tile: zoom, column from the west, row from the north.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Tile {
    z: u8,
    x: u32,
    y: u32,
}

impl Tile {
    /// Nothing for an address that no tile has.
    pub fn new(z: u8, x: u32, y: u32) -> Option<Self> {
        (z <= MAX_ZOOM && u64::from(x.max(y)) < 1 << z).then_some(Self { z, x, y })
    }

    /// The tile of a zoom in which a place lies.
    pub fn around(place: Place, z: u8) -> Self {
        let z = z.min(MAX_ZOOM);
        let at = |v: u32| (u64::from(v) >> (WORLD_BITS - u32::from(z))) as u32;
        Self { z, x: at(place.x), y: at(place.y) }
    }

    /// Zoom.
    pub fn z(self) -> u8 {
        self.z
    }

    /// Column from the west.
    pub fn x(self) -> u32 {
        self.x
    }

    /// Row from the north.
    pub fn y(self) -> u32 {
        self.y
    }

    /// Its part of the world.
    pub fn window(self) -> Window {
        let shift = WORLD_BITS - 12 - u32::from(self.z);
        let origin = |at: u32| i64::from(at) * (EXTENT << shift);
        Window { x: origin(self.x), y: origin(self.y), shift }
    }

    /// Degrees.
    pub fn bbox(self) -> BBox {
        let n = f64::from(1u32 << self.z);
        let lon = |x: u32| f64::from(x) / n * 360.0 - 180.0;
        let lat = |y: u32| (PI * (1.0 - 2.0 * f64::from(y) / n)).sinh().atan().to_degrees();
        BBox { west: lon(self.x), south: lat(self.y + 1), east: lon(self.x + 1), north: lat(self.y) }
    }
}

/// The part of the world that a tile shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Window {
    x: i64,
    y: i64,
    /// World units to the tile's unit, as a power of two.
    pub(crate) shift: u32,
}

impl Window {
    /// A place in the tile's units, rounded; outside 0 to [`EXTENT`] when it is not in the tile.
    pub fn at(&self, p: Place) -> [i64; 2] {
        let half = (1i64 << self.shift) >> 1;
        [(i64::from(p.x) - self.x + half) >> self.shift, (i64::from(p.y) - self.y + half) >> self.shift]
    }

    /// The smallest and largest world units that are drawn: west, north, east, south.
    pub(crate) fn drawn(&self) -> [i64; 4] {
        let (margin, side) = ((BUFFER + 1) << self.shift, EXTENT << self.shift);
        [self.x - margin, self.y - margin, self.x + side + margin, self.y + side + margin]
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn addresses() {
        assert!(Tile::new(0, 0, 0).is_some() && Tile::new(0, 1, 0).is_none());
        assert!(Tile::new(20, (1 << 20) - 1, 0).is_some() && Tile::new(20, 0, 1 << 20).is_none());
        assert!(Tile::new(21, 0, 0).is_none());
        // as every map on the web numbers them
        let berlin = Tile::around(Place::of(Point::new(13.4, 52.52)), 10);
        assert_eq!((berlin.x(), berlin.y()), (550, 335));
    }

    proptest! {
        #[test]
        fn a_point_lies_in_its_tile(lon in -180.0..180.0f64, lat in -85.0..85.0f64, z in 0..=20u8) {
            let place = Place::of(Point::new(lon, lat));
            let tile = Tile::around(place, z);
            prop_assert_eq!(Tile::new(tile.z(), tile.x(), tile.y()), Some(tile));
            let b = tile.bbox();
            let slack = 1e-6;
            prop_assert!(b.west - slack <= lon && lon <= b.east + slack, "{:?}", b);
            prop_assert!(b.south - slack <= lat && lat <= b.north + slack, "{:?}", b);
            let [x, y] = tile.window().at(place);
            prop_assert!((0..=EXTENT).contains(&x) && (0..=EXTENT).contains(&y), "{} {}", x, y);
        }
    }
}
