//! The three datums met on Chinese maps.
//!
//! WGS-84 (and CGCS2000, equal for our purposes) is used inside. GCJ-02 is WGS-84 with the offset every map
//! sold in China must carry; BD-09 is one vendor's further offset on top of it. The formulas are the ones in public
//! use (see `eviltransform` and `gcoord`); the inverses are found by iteration, so a round trip is exact to far
//! below a millimetre. Outside mainland China's bounding box GCJ-02 equals WGS-84.

use std::f64::consts::PI;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

use crate::{GeometryError, Point};

/// The coordinate system a pair of numbers is in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Datum {
    /// GPS; CGCS2000 is treated as equal.
    #[default]
    #[serde(alias = "cgcs2000", alias = "WGS84", alias = "wgs-84", alias = "WGS-84")]
    Wgs84,
    /// The offset datum of maps published in China.
    #[serde(alias = "GCJ02", alias = "gcj-02", alias = "GCJ-02")]
    Gcj02,
    /// Baidu's own.
    #[serde(alias = "BD09", alias = "bd-09", alias = "BD-09")]
    Bd09,
}

impl FromStr for Datum {
    type Err = GeometryError;

    fn from_str(s: &str) -> Result<Self, Self::Err> {
        match s.to_ascii_lowercase().replace(['-', '_'], "").as_str() {
            "wgs84" | "cgcs2000" | "" => Ok(Self::Wgs84),
            "gcj02" => Ok(Self::Gcj02),
            "bd09" => Ok(Self::Bd09),
            _ => Err(GeometryError::UnknownDatum(s.to_owned())),
        }
    }
}

impl Datum {
    /// Converts a point of this datum to WGS-84.
    pub fn to_wgs84(self, p: Point) -> Point {
        match self {
            Self::Wgs84 => p,
            Self::Gcj02 => gcj02_to_wgs84(p),
            Self::Bd09 => gcj02_to_wgs84(bd09_to_gcj02(p)),
        }
    }

    /// Converts a WGS-84 point to this datum.
    pub fn from_wgs84(self, p: Point) -> Point {
        match self {
            Self::Wgs84 => p,
            Self::Gcj02 => wgs84_to_gcj02(p),
            Self::Bd09 => gcj02_to_bd09(wgs84_to_gcj02(p)),
        }
    }

    /// Converts a point of this datum to another.
    pub fn convert(self, to: Datum, p: Point) -> Point {
        if self == to { p } else { to.from_wgs84(self.to_wgs84(p)) }
    }
}

/// Krasovsky 1940: semi-major axis in metres and first eccentricity squared.
const A: f64 = 6_378_245.0;
const EE: f64 = 0.006_693_421_622_965_943;
const X_PI: f64 = PI * 3000.0 / 180.0;
/// Steps after which every inverse has long converged (each step gains two to three digits).
const STEPS: usize = 30;

fn in_china(p: Point) -> bool {
    (72.004..=137.8347).contains(&p.lon) && (0.8293..=55.8271).contains(&p.lat)
}

fn waves(x: f64, first: f64, second: f64, third: f64) -> f64 {
    20.0 * (x * first * PI).sin() + 40.0 * (x * second * PI).sin() + third
}

/// The offset GCJ-02 adds at a WGS-84 point, in degrees.
fn offset(p: Point) -> (f64, f64) {
    let (x, y) = (p.lon - 105.0, p.lat - 35.0);
    let common = (20.0 * (6.0 * x * PI).sin() + 20.0 * (2.0 * x * PI).sin()) * 2.0 / 3.0;
    let lat = -100.0
        + 2.0 * x
        + 3.0 * y
        + 0.2 * y * y
        + 0.1 * x * y
        + 0.2 * x.abs().sqrt()
        + common
        + waves(y, 1.0, 1.0 / 3.0, 0.0) * 2.0 / 3.0
        + (160.0 * (y / 12.0 * PI).sin() + 320.0 * (y * PI / 30.0).sin()) * 2.0 / 3.0;
    let lon = 300.0
        + x
        + 2.0 * y
        + 0.1 * x * x
        + 0.1 * x * y
        + 0.1 * x.abs().sqrt()
        + common
        + waves(x, 1.0, 1.0 / 3.0, 0.0) * 2.0 / 3.0
        + (150.0 * (x / 12.0 * PI).sin() + 300.0 * (x / 30.0 * PI).sin()) * 2.0 / 3.0;
    let rad = p.lat.to_radians();
    let magic = 1.0 - EE * rad.sin() * rad.sin();
    let root = magic.sqrt();
    let dlat = lat * 180.0 / ((A * (1.0 - EE)) / (magic * root) * PI);
    let dlon = lon * 180.0 / (A / root * rad.cos() * PI);
    (dlon, dlat)
}

fn wgs84_to_gcj02(p: Point) -> Point {
    if !in_china(p) {
        return p;
    }
    let (dlon, dlat) = offset(p);
    Point::new(p.lon + dlon, p.lat + dlat)
}

fn gcj02_to_wgs84(g: Point) -> Point {
    if !in_china(g) {
        return g;
    }
    let mut w = g;
    for _ in 0..STEPS {
        let (dlon, dlat) = offset(w);
        let next = Point::new(g.lon - dlon, g.lat - dlat);
        let done = (next.lon - w.lon).abs() + (next.lat - w.lat).abs() < 1e-13;
        w = next;
        if done {
            break;
        }
    }
    w
}

fn gcj02_to_bd09(g: Point) -> Point {
    if !in_china(g) {
        return g;
    }
    let z = g.lon.hypot(g.lat) + 0.00002 * (g.lat * X_PI).sin();
    let theta = g.lat.atan2(g.lon) + 0.000_003 * (g.lon * X_PI).cos();
    Point::new(z * theta.cos() + 0.0065, z * theta.sin() + 0.006)
}

fn bd09_to_gcj02(b: Point) -> Point {
    let mut g = Point::new(b.lon - 0.0065, b.lat - 0.006);
    if !in_china(g) {
        return b;
    }
    for _ in 0..STEPS {
        let back = gcj02_to_bd09(g);
        let (ex, ey) = (b.lon - back.lon, b.lat - back.lat);
        g = Point::new(g.lon + ex, g.lat + ey);
        if ex.abs() + ey.abs() < 1e-13 {
            break;
        }
    }
    g
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn near(a: Point, b: Point, tolerance: f64) -> bool {
        (a.lon - b.lon).abs() < tolerance && (a.lat - b.lat).abs() < tolerance
    }

    #[test]
    fn known_vectors() {
        // googollee/eviltransform (MIT): WGS-84 latitude, longitude, GCJ-02 latitude, longitude
        for [lat, lon, glat, glon] in [
            [31.1774276, 121.5272106, 31.17530398364597, 121.531541859215],
            [22.543847, 113.912316, 22.540796131694766, 113.9171774808363],
            [39.911954, 116.377817, 39.91334545536069, 116.38404722455657],
        ] {
            let g = Datum::Gcj02.from_wgs84(Point::new(lon, lat));
            assert!(near(g, Point::new(glon, glat), 1e-6), "{g:?}");
        }
    }

    #[test]
    fn outside_china_nothing_moves() {
        for p in [Point::new(-118.24, 34.05), Point::new(2.35, 48.85), Point::new(151.2, -33.9)] {
            for d in [Datum::Wgs84, Datum::Gcj02, Datum::Bd09] {
                assert_eq!(d.from_wgs84(p), p);
                assert_eq!(d.to_wgs84(p), p);
            }
        }
    }

    #[test]
    fn names() {
        assert_eq!("GCJ-02".parse(), Ok(Datum::Gcj02));
        assert_eq!("cgcs2000".parse(), Ok(Datum::Wgs84));
        assert_eq!("BD09".parse(), Ok(Datum::Bd09));
        assert!("nad27".parse::<Datum>().is_err());
    }

    proptest! {
        #[test]
        fn round_trip_is_exact(lon in 73.0..135.0f64, lat in 1.5..54.5f64) {
            let p = Point::new(lon, lat);
            for d in [Datum::Gcj02, Datum::Bd09] {
                let there = d.from_wgs84(p);
                prop_assert!(near(d.to_wgs84(there), p, 1e-9), "{d:?}");
                prop_assert!(near(d.from_wgs84(d.to_wgs84(p)), p, 1e-9), "{d:?}");
                prop_assert!(p.distance_m(there) < 2_500.0);
            }
        }
    }
}
