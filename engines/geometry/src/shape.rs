//! Shapes: GeoJSON polygons in and out, area, bounding box.

use geo::orient::{Direction, Orient};
use geo::{BoundingRect, Coord, GeodesicArea, InteriorPoint, LineString, MapCoords, MultiPolygon, Polygon};
use serde_json::{Value, json};

use crate::{Datum, GeometryError, Point};

/// Rings exactly as they were handed in, before anything was closed or turned: polygons of rings of points, the
/// first ring of a polygon its outline, the others its holes. [`Rings::problems`](crate::rings) judges them.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Rings(pub Vec<Vec<Vec<Point>>>);

impl Rings {
    /// Reads a GeoJSON geometry (RFC 7946) of type `Polygon` or `MultiPolygon`, or a `GeometryCollection` of these,
    /// converting from the datum it is in to WGS-84. A third ordinate (height) is ignored.
    ///
    /// # Errors
    /// [`GeometryError::NotAnArea`], [`GeometryError::Malformed`], or [`GeometryError::OffEarth`] for a coordinate
    /// that is none.
    pub fn from_geojson(geometry: &Value, datum: Datum) -> Result<Self, GeometryError> {
        let mut out = Vec::new();
        read_geometry(geometry, datum, &mut out)?;
        Ok(Self(out))
    }

    /// The shape: rings closed, outlines counter-clockwise, holes clockwise. Rings of fewer than three points are
    /// left out.
    pub fn to_shape(&self) -> MultiPolygon {
        let polygons = self.0.iter().filter_map(|rings| {
            let mut lines = rings
                .iter()
                .map(|ring| LineString::from(ring.iter().map(|p| Coord::from(*p)).collect::<Vec<_>>()));
            let outer = lines.next().filter(|l| l.0.len() >= 3)?;
            Some(Polygon::new(outer, lines.filter(|l| l.0.len() >= 3).collect()))
        });
        MultiPolygon(polygons.collect()).orient(Direction::Default)
    }

    /// The shape of rings that cross or lie on each other: what an odd number of them surrounds, in rings that do not.
    /// Comparing shapes needs such sound rings; vertices move by up to a millimetre, so sound shapes stay as they are.
    pub fn to_clean_shape(&self) -> MultiPolygon {
        crate::planar::clean(&self.to_shape()).orient(Direction::Default)
    }

    /// The rings of a shape, to be judged again after it was edited.
    pub fn of(shape: &MultiPolygon) -> Self {
        let ring = |line: &LineString| line.0.iter().map(|c| Point::from(*c)).collect();
        let polygon =
            |p: &Polygon| std::iter::once(p.exterior()).chain(p.interiors()).map(ring).collect::<Vec<_>>();
        Self(shape.0.iter().map(polygon).collect())
    }

    /// Number of points in all rings.
    pub fn points(&self) -> usize {
        self.0.iter().flatten().map(Vec::len).sum()
    }
}

fn malformed(why: impl Into<String>) -> GeometryError {
    GeometryError::Malformed { why: why.into() }
}

fn read_geometry(v: &Value, datum: Datum, out: &mut Vec<Vec<Vec<Point>>>) -> Result<(), GeometryError> {
    let kind = v.get("type").and_then(Value::as_str).unwrap_or("nothing");
    let coordinates = || array(v.get("coordinates").unwrap_or(&Value::Null), "coordinates");
    match kind {
        "Polygon" => out.push(read_polygon(coordinates()?, datum)?),
        "MultiPolygon" => {
            for polygon in coordinates()? {
                out.push(read_polygon(array(polygon, "a polygon")?, datum)?);
            }
        }
        "GeometryCollection" => {
            for part in array(v.get("geometries").unwrap_or(&Value::Null), "geometries")? {
                read_geometry(part, datum, out)?;
            }
        }
        other => return Err(GeometryError::NotAnArea { found: other.to_owned() }),
    }
    Ok(())
}

fn array<'a>(v: &'a Value, what: &str) -> Result<&'a Vec<Value>, GeometryError> {
    v.as_array().ok_or_else(|| malformed(format!("{what} is not a list")))
}

fn read_polygon(rings: &[Value], datum: Datum) -> Result<Vec<Vec<Point>>, GeometryError> {
    rings.iter().map(|ring| array(ring, "a ring")?.iter().map(|p| read_point(p, datum)).collect()).collect()
}

fn read_point(v: &Value, datum: Datum) -> Result<Point, GeometryError> {
    let pair = array(v, "a position")?;
    match (pair.first().and_then(Value::as_f64), pair.get(1).and_then(Value::as_f64)) {
        (Some(lon), Some(lat)) => Point::checked(lon, lat).map(|p| datum.to_wgs84(p)),
        _ => Err(malformed("a position is not two numbers")),
    }
}

/// A shape as a GeoJSON geometry, coordinates rounded to `digits` decimals (7 is about a centimetre).
pub fn to_geojson(shape: &MultiPolygon, digits: u32) -> Value {
    let scale = 10f64.powi(digits as i32);
    let round = |x: f64| (x * scale).round() / scale;
    let ring = |l: &LineString| l.0.iter().map(|c| json!([round(c.x), round(c.y)])).collect::<Vec<_>>();
    let polygon =
        |p: &Polygon| std::iter::once(p.exterior()).chain(p.interiors()).map(ring).collect::<Vec<_>>();
    match shape.0.as_slice() {
        [one] => json!({ "type": "Polygon", "coordinates": polygon(one) }),
        many => {
            json!({ "type": "MultiPolygon", "coordinates": many.iter().map(polygon).collect::<Vec<_>>() })
        }
    }
}

/// Area in square metres on the WGS-84 ellipsoid, holes taken off, whichever way the rings turn.
pub fn area_m2(shape: &MultiPolygon) -> f64 {
    let ring = |l: &LineString| Polygon::new(l.clone(), vec![]).geodesic_area_signed().abs();
    let polygon = |p: &Polygon| ring(p.exterior()) - p.interiors().iter().map(ring).sum::<f64>();
    shape.0.iter().map(polygon).sum()
}

/// West, south, east, north in degrees.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct BBox {
    /// Smallest longitude.
    pub west: f64,
    /// Smallest latitude.
    pub south: f64,
    /// Largest longitude.
    pub east: f64,
    /// Largest latitude.
    pub north: f64,
}

impl BBox {
    /// Whether the two have a point in common.
    pub fn intersects(&self, o: &BBox) -> bool {
        self.west <= o.east && o.west <= self.east && self.south <= o.north && o.south <= self.north
    }

    /// The smallest box around both.
    pub fn union(&self, o: &BBox) -> BBox {
        BBox {
            west: self.west.min(o.west),
            south: self.south.min(o.south),
            east: self.east.max(o.east),
            north: self.north.max(o.north),
        }
    }
}

/// The bounding box, or nothing for an empty shape.
pub fn bbox(shape: &MultiPolygon) -> Option<BBox> {
    shape.bounding_rect().map(|r| BBox {
        west: r.min().x,
        south: r.min().y,
        east: r.max().x,
        north: r.max().y,
    })
}

/// A point inside the shape's largest polygon: where to put a label or a finger.
pub fn inner_point(shape: &MultiPolygon) -> Option<Point> {
    let largest = shape.0.iter().max_by(|a, b| flat_area(a).total_cmp(&flat_area(b)))?;
    largest.interior_point().map(|p| Point::new(p.x(), p.y()))
}

/// Whether a point lies inside of a shape or on its border.
pub fn contains(shape: &MultiPolygon, at: Point) -> bool {
    geo::Intersects::intersects(shape, &Coord::from(at))
}

fn flat_area(p: &Polygon) -> f64 {
    geo::Area::unsigned_area(p)
}

/// The shape with every coordinate converted between datums.
pub fn convert(shape: &MultiPolygon, from: Datum, to: Datum) -> MultiPolygon {
    shape.map_coords(|c| from.convert(to, c.into()).into())
}

#[cfg(test)]
pub(crate) mod tests {
    use super::*;

    /// A rectangle, degrees.
    pub fn rect(w: f64, s: f64, e: f64, n: f64) -> MultiPolygon {
        Rings(vec![vec![ring(w, s, e, n)]]).to_shape()
    }

    pub fn ring(w: f64, s: f64, e: f64, n: f64) -> Vec<Point> {
        [[w, s], [e, s], [e, n], [w, n], [w, s]].map(|[x, y]| Point::new(x, y)).to_vec()
    }

    #[test]
    fn area_counts_holes_off() {
        let whole = rect(119.0, 25.0, 119.01, 25.01);
        let holed =
            Rings(vec![vec![ring(119.0, 25.0, 119.01, 25.01), ring(119.002, 25.002, 119.004, 25.004)]])
                .to_shape();
        // 0.01° × 0.01° at 25° N is 1,009.5 m × 1,107.8 m
        let a = area_m2(&whole);
        assert!((a - 1_118_200.0).abs() < 1_500.0, "{a}");
        assert!((area_m2(&holed) / a - 0.96).abs() < 1e-3);
    }

    #[test]
    fn reads_and_writes_geojson() {
        let v = json!({"type":"Polygon","coordinates":[[[0,0,5],[1,0,5],[1,1,5],[0,0,5]]]});
        let shape = Rings::from_geojson(&v, Datum::Wgs84).unwrap().to_shape();
        assert_eq!(
            to_geojson(&shape, 7),
            json!({"type":"Polygon","coordinates":[[[0.0,0.0],[1.0,0.0],[1.0,1.0],[0.0,0.0]]]})
        );
        let two = json!({"type":"GeometryCollection","geometries":[v, {"type":"MultiPolygon","coordinates":[[[[5,5],[6,5],[6,6],[5,5]]]]}]});
        let shape = Rings::from_geojson(&two, Datum::Wgs84).unwrap().to_shape();
        assert_eq!(shape.0.len(), 2);
        assert_eq!(to_geojson(&shape, 7)["type"], "MultiPolygon");
    }

    #[test]
    fn refuses_other_geometries() {
        let bad = |v: Value| Rings::from_geojson(&v, Datum::Wgs84).unwrap_err();
        assert!(matches!(bad(json!({"type":"Point","coordinates":[1,2]})), GeometryError::NotAnArea { .. }));
        assert!(matches!(bad(json!(null)), GeometryError::NotAnArea { .. }));
        assert!(matches!(bad(json!({"type":"Polygon"})), GeometryError::Malformed { .. }));
        assert!(matches!(
            bad(json!({"type":"Polygon","coordinates":[[["a",2]]]})),
            GeometryError::Malformed { .. }
        ));
        assert!(matches!(
            bad(json!({"type":"Polygon","coordinates":[[[500,2]]]})),
            GeometryError::OffEarth { .. }
        ));
    }
}
