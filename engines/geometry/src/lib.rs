//! Geometry of areas on the ground: points, datums, shapes, checks of a map and the locator.
//!
//! Pure: no input or output, no clock. Coordinates are WGS-84 longitude and latitude in degrees unless a
//! [`Datum`] says otherwise; areas are in square metres and distances in metres, both on the WGS-84 ellipsoid.
//!
//! | room | for |
//! |---|---|
//! | [`point`] | a place on the earth, distances |
//! | [`datum`] | WGS-84, GCJ-02 and BD-09, both ways |
//! | [`shape`] | GeoJSON and WKT polygons in, GeoJSON out, area, bounding box |
//! | [`rings`] | faults inside one shape: open, crossing, too short |
//! | [`overlay`] | faults between shapes: overlaps, gaps, children that stick out |
//! | [`edit`] | cutting, joining, moving borders that are shared, snapping |
//! | [`locator`] | which area is this point in, for every layer at once |
//! | [`simplify`] | fewer vertices, shared borders kept shared |

pub mod datum;
pub mod edit;
pub mod locator;
pub mod overlay;
mod planar;
pub mod point;
mod prepared;
mod raster;
pub mod rings;
pub mod shape;
pub mod simplify;
mod wkt;

pub use datum::Datum;
pub use geo::{LineString, MultiPolygon, Polygon};
pub use locator::{AreaRef, Kind, Located, Locator, LocatorArea};
pub use overlay::{Coverage, Outside, Overlap, Patch, beyond, coverage, overlaps, shared, uncovered};
pub use point::Point;
pub use rings::{RingFault, RingProblem};
pub use shape::{BBox, Rings, area_m2, bbox, contains, inner_point, to_geojson};

/// What can be wrong with coordinates or a geometry that was handed in.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
pub enum GeometryError {
    /// A longitude outside −180…180, a latitude outside −90…90, or not a number.
    #[error("not a place on the earth: longitude {lon}, latitude {lat}")]
    OffEarth {
        /// The longitude given, degrees.
        lon: f64,
        /// The latitude given, degrees.
        lat: f64,
    },
    /// A GeoJSON geometry that is not an area.
    #[error("expected a Polygon or MultiPolygon, found {found}")]
    NotAnArea {
        /// The `type` that was found.
        found: String,
    },
    /// A GeoJSON geometry whose coordinates have the wrong form.
    #[error("malformed geometry: {why}")]
    Malformed {
        /// What the reader stumbled over.
        why: String,
    },
    /// The name of a datum that is not known.
    #[error("unknown datum {0:?}, expected wgs84, cgcs2000, gcj02 or bd09")]
    UnknownDatum(String),
}
