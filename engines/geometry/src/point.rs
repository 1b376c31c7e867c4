//! A place on the earth.

use geo::{Coord, Distance, Geodesic};
use serde::{Deserialize, Serialize};

use crate::GeometryError;

/// Longitude and latitude in degrees.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Point {
    /// Degrees east, −180…180.
    pub lon: f64,
    /// Degrees north, −90…90.
    pub lat: f64,
}

impl Point {
    /// A point that is known to be on the earth.
    pub const fn new(lon: f64, lat: f64) -> Self {
        Self { lon, lat }
    }

    /// A point from outside.
    ///
    /// # Errors
    /// [`GeometryError::OffEarth`] when a value is not finite or out of range.
    pub fn checked(lon: f64, lat: f64) -> Result<Self, GeometryError> {
        let ok = lon.is_finite() && lat.is_finite() && lon.abs() <= 180.0 && lat.abs() <= 90.0;
        if ok { Ok(Self { lon, lat }) } else { Err(GeometryError::OffEarth { lon, lat }) }
    }

    /// Distance along the WGS-84 ellipsoid, in metres.
    pub fn distance_m(self, other: Point) -> f64 {
        Geodesic.distance(geo::Point::new(self.lon, self.lat), geo::Point::new(other.lon, other.lat))
    }
}

impl From<Point> for Coord<f64> {
    fn from(p: Point) -> Self {
        Coord { x: p.lon, y: p.lat }
    }
}

impl From<Coord<f64>> for Point {
    fn from(c: Coord<f64>) -> Self {
        Self::new(c.x, c.y)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn refuses_what_is_not_on_the_earth() {
        assert!(Point::checked(181.0, 0.0).is_err());
        assert!(Point::checked(0.0, -90.1).is_err());
        assert!(Point::checked(f64::NAN, 0.0).is_err());
        assert_eq!(Point::checked(-180.0, 90.0), Ok(Point::new(-180.0, 90.0)));
    }

    #[test]
    fn one_degree_of_latitude_is_about_111_km() {
        let d = Point::new(119.0, 25.0).distance_m(Point::new(119.0, 26.0));
        assert!((d - 110_780.0).abs() < 30.0, "{d}");
    }
}
