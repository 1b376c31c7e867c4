//! A Shapefile in a zip: `.shp` and `.dbf`, with `.cpg` for the encoding and `.prj` for the datum.

use std::io::{Cursor, Read};

use serde_json::{Map, Value, json};
use shapefile::dbase::{self, FieldValue, encoding::EncodingRs};
use shapefile::{PolygonRing, Shape};
use zip::ZipArchive;

use super::Record;
use super::read::ReadError;

/// The standard map's name of the parent's code, which is too long for a column of a Shapefile.
pub(crate) const PARENT: &str = "parent_code";
/// What is left of it there.
pub(crate) const PARENT_CUT: &str = "parent_cod";

fn bad(why: impl ToString) -> ReadError {
    ReadError::Shapefile(why.to_string())
}

/// Reads all records of the one Shapefile in a zip; its parts unpack to `limit` bytes at most.
pub(super) fn read(bytes: &[u8], limit: u64) -> Result<Vec<Record>, ReadError> {
    let mut zip = ZipArchive::new(Cursor::new(bytes)).map_err(bad)?;
    let names = zip.file_names().map(|name| Ok(name.map_err(bad)?.into_owned()));
    let names: Vec<String> = names.collect::<Result<_, ReadError>>()?;
    let mine = |name: &&String| name.to_lowercase().ends_with(".shp") && !name.starts_with("__MACOSX");
    let mut all = names.iter().filter(mine);
    let (Some(shp), None) = (all.next(), all.next()) else {
        return Err(bad("the zip must hold exactly one .shp"));
    };
    let stem = shp[..shp.len() - 3].to_lowercase();
    let mut part = |suffix: &str| -> Result<Option<Vec<u8>>, ReadError> {
        let name = names.iter().find(|n| n.to_lowercase() == format!("{stem}{suffix}"));
        let Some(name) = name else { return Ok(None) };
        let mut out = Vec::new();
        zip.by_name(name).map_err(bad)?.take(limit + 1).read_to_end(&mut out)?;
        if out.len() as u64 > limit { Err(ReadError::TooLarge) } else { Ok(Some(out)) }
    };
    let text = |part: Option<Vec<u8>>| part.map(|p| String::from_utf8_lossy(&p).trim().to_owned());
    if text(part("prj")?).is_some_and(|prj| prj.to_uppercase().starts_with("PROJ")) {
        return Err(bad("the coordinates are projected (.prj); degrees are expected (WGS 84 or CGCS2000)"));
    }
    let shp = part("shp")?.ok_or_else(|| bad(".shp is missing"))?;
    let dbf = part("dbf")?.ok_or_else(|| bad(".dbf is missing"))?;
    let encoding = encoding_of(text(part("cpg")?).as_deref(), &dbf);
    let table = dbase::ReaderBuilder::new().with_encoding(EncodingRs::from(encoding));
    let table = table.build(Cursor::new(dbf)).map_err(bad)?;
    let shapes = shapefile::ShapeReader::new(Cursor::new(shp)).map_err(bad)?;
    let mut reader = shapefile::Reader::new(shapes, table);
    let mut out = Vec::new();
    for (found, number) in reader.iter_shapes_and_records().zip(1..) {
        let (shape, row) = found.map_err(|e| bad(format!("record {number}: {e}")))?;
        let values = row.into_iter().map(|(name, value)| (named(name), plain(value))).collect::<Map<_, _>>();
        let geometry =
            geometry(shape).map_err(|kind| bad(format!("record {number}: {kind}, not a polygon")))?;
        out.push(Record { number, values, geometry });
    }
    Ok(out)
}

/// What the `.cpg` says; without it UTF-8 if that is what it is, else GB 18030, in which Chinese programs write.
fn encoding_of(label: Option<&str>, dbf: &[u8]) -> &'static encoding_rs::Encoding {
    let known = label.and_then(|label| match label.trim_start_matches("CP").trim_start_matches("cp") {
        "936" | "54936" => Some(encoding_rs::GB18030),
        "65001" => Some(encoding_rs::UTF_8),
        label => encoding_rs::Encoding::for_label(label.as_bytes()),
    });
    // the header is binary: only what follows it is text
    let text = dbf.get(8..10).map_or(0, |b| usize::from(u16::from_le_bytes([b[0], b[1]])));
    let utf8 = || std::str::from_utf8(dbf.get(text..).unwrap_or_default()).is_ok();
    known.unwrap_or_else(|| if utf8() { encoding_rs::UTF_8 } else { encoding_rs::GB18030 })
}

fn named(name: String) -> String {
    if name.eq_ignore_ascii_case(PARENT_CUT) { PARENT.into() } else { name }
}

fn plain(value: FieldValue) -> Value {
    match value {
        FieldValue::Character(text) => text.map_or(Value::Null, Value::from),
        FieldValue::Memo(text) => text.into(),
        FieldValue::Numeric(number) => number.map_or(Value::Null, Value::from),
        FieldValue::Float(number) => number.map_or(Value::Null, Value::from),
        FieldValue::Double(number) | FieldValue::Currency(number) => number.into(),
        FieldValue::Integer(number) => number.into(),
        FieldValue::Logical(truth) => truth.map_or(Value::Null, Value::from),
        FieldValue::Date(day) => day.map_or(Value::Null, |day| {
            Value::from(format!("{:04}-{:02}-{:02}", day.year(), day.month(), day.day()))
        }),
        FieldValue::DateTime(_) => Value::Null,
    }
}

/// The GeoJSON geometry of a shape; the name of its kind when it is no area.
fn geometry(shape: Shape) -> Result<Option<Value>, String> {
    let rings: Vec<(bool, Vec<[f64; 2]>)> = match shape {
        Shape::NullShape => return Ok(None),
        Shape::Polygon(p) => p.into_inner().into_iter().map(|r| ring(r, |p| [p.x, p.y])).collect(),
        Shape::PolygonM(p) => p.into_inner().into_iter().map(|r| ring(r, |p| [p.x, p.y])).collect(),
        Shape::PolygonZ(p) => p.into_inner().into_iter().map(|r| ring(r, |p| [p.x, p.y])).collect(),
        other => return Err(other.shapetype().to_string()),
    };
    let mut polygons: Vec<Vec<Vec<[f64; 2]>>> = Vec::new();
    let (outlines, holes): (Vec<_>, Vec<_>) = rings.into_iter().partition(|(outer, _)| *outer);
    polygons.extend(outlines.into_iter().map(|(_, ring)| vec![ring]));
    for (_, hole) in holes {
        let around =
            |polygon: &&mut Vec<Vec<[f64; 2]>>| hole.first().is_some_and(|p| inside(*p, &polygon[0]));
        match polygons.iter_mut().find(around) {
            Some(polygon) => polygon.push(hole),
            None => polygons.push(vec![hole]), // turned the wrong way round
        }
    }
    Ok(Some(json!({ "type": "MultiPolygon", "coordinates": polygons })))
}

fn ring<P>(ring: PolygonRing<P>, at: impl Fn(&P) -> [f64; 2]) -> (bool, Vec<[f64; 2]>) {
    let outer = matches!(ring, PolygonRing::Outer(_));
    (outer, ring.points().iter().map(at).collect())
}

fn inside([x, y]: [f64; 2], ring: &[[f64; 2]]) -> bool {
    let crosses = |side: &[[f64; 2]]| {
        let ([ax, ay], [bx, by]) = (side[0], side[1]);
        (ay > y) != (by > y) && x < (bx - ax) * (y - ay) / (by - ay) + ax
    };
    ring.windows(2).filter(|side| crosses(side)).count() % 2 == 1
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_no_shapefile_is_told() {
        let told = |bytes: &[u8]| read(bytes, 1 << 20).unwrap_err().to_string();
        assert!(told(b"PK\x03\x04 and then nothing").starts_with("Shapefile: "));
        let mut zip = zip::ZipWriter::new(Cursor::new(Vec::new()));
        zip.start_file("readme.txt", zip::write::SimpleFileOptions::default()).unwrap();
        let bytes = zip.finish().unwrap().into_inner();
        assert_eq!(told(&bytes), "Shapefile: the zip must hold exactly one .shp");
    }

    #[test]
    fn encodings_are_found() {
        let (gbk, _, _) = encoding_rs::GB18030.encode("城厢区");
        let mut dbf = vec![0; 8];
        dbf.extend([10, 0]);
        assert_eq!(encoding_of(None, &[dbf.as_slice(), "城厢区".as_bytes()].concat()), encoding_rs::UTF_8);
        assert_eq!(encoding_of(None, &[dbf.as_slice(), gbk.as_ref()].concat()), encoding_rs::GB18030);
        assert_eq!(encoding_of(Some("CP936"), b""), encoding_rs::GB18030);
        assert_eq!(encoding_of(Some("GBK"), b""), encoding_rs::GBK);
    }

    #[test]
    fn a_hole_belongs_to_the_outline_around_it() {
        let square = |x: f64, d: f64| vec![[x, x], [x, x + d], [x + d, x + d], [x + d, x], [x, x]];
        assert!(inside([1.5, 1.5], &square(1.0, 1.0)) && !inside([3.0, 1.5], &square(1.0, 1.0)));
        let point = |[x, y]: &[f64; 2]| shapefile::Point::new(*x, *y);
        let points = |ring: Vec<[f64; 2]>| ring.iter().map(point).collect::<Vec<_>>();
        let polygon = shapefile::Polygon::with_rings(vec![
            PolygonRing::Outer(points(square(0.0, 1.0))),
            PolygonRing::Outer(points(square(5.0, 4.0))),
            PolygonRing::Inner(points(square(6.0, 1.0))),
        ]);
        let made = geometry(Shape::Polygon(polygon)).unwrap().unwrap();
        let counts: Vec<usize> =
            made["coordinates"].as_array().unwrap().iter().map(|p| p.as_array().unwrap().len()).collect();
        assert_eq!(counts, [1, 2]);
        assert!(geometry(Shape::Point(shapefile::Point::new(0.0, 0.0))).is_err());
    }
}
