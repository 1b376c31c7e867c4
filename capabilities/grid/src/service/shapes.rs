//! Areas as a Shapefile, for programs that draw maps.

use std::io::{Cursor, Write};

use geometry::MultiPolygon;
use kernel::{Failure, Refusal, Result};
use shapefile::dbase::{FieldName, FieldValue, Record, TableWriterBuilder, encoding::Unicode};
use shapefile::{Point, Polygon, PolygonRing, ShapeWriter, Writer};
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

use super::Grid;
use crate::import::PARENT_CUT;
use crate::model::Area;
use crate::rules::plan::read_shape;
use crate::store;

/// WGS-84 as a `.prj` names it.
const WGS84: &str = r#"GEOGCS["GCS_WGS_1984",DATUM["D_WGS_1984",SPHEROID["WGS_1984",6378137.0,298.257223563]],PRIMEM["Greenwich",0.0],UNIT["Degree",0.0174532925199433]]"#;
/// The columns, as the standard map of imports calls them, with the bytes that each holds.
const COLUMNS: [(&str, u8); 8] = [
    ("code", 64),
    ("name", 254),
    ("name_en", 254),
    ("level", 64),
    (PARENT_CUT, 64),
    ("kind", 16),
    ("valid_from", 32),
    ("valid_to", 32),
];

impl Grid {
    /// Everything under an area whose border is known, or one level of it, as a zip with a Shapefile.
    ///
    /// # Errors
    /// No such area; the database cannot be read.
    pub async fn shapefile(&self, under: &str, level: Option<&str>) -> Result<Vec<u8>> {
        let map = self.map();
        let top = map.area(under).ok_or_else(|| Refusal::not_found("area").at("under"))?.path.clone();
        let rows = store::areas_under(&mut self.db.read().await?, &top).await?;
        let now = self.env.now();
        let wanted = |a: &Area| a.valid_at(now) && level.is_none_or(|l| a.level == l);
        let rows: Vec<_> = rows.into_iter().filter(|r| wanted(&r.area) && r.geometry.is_some()).collect();
        let made = tokio::task::spawn_blocking(move || {
            let known = rows.iter().filter_map(|r| Some((&r.area, read_shape(r.geometry.as_deref()?)?)));
            packed(known)
        });
        made.await.map_err(Failure::internal)?.map_err(Failure::internal)
    }
}

type Fault = Box<dyn std::error::Error + Send + Sync>;

fn packed<'a>(areas: impl Iterator<Item = (&'a Area, MultiPolygon)>) -> std::result::Result<Vec<u8>, Fault> {
    let (mut shp, mut shx, mut dbf) = (Vec::new(), Vec::new(), Vec::new());
    let mut table = TableWriterBuilder::with_encoding(Unicode);
    for (name, bytes) in COLUMNS {
        table = table.add_character_field(FieldName::try_from(name)?, bytes);
    }
    let table = table.build_with_dest(Cursor::new(&mut dbf));
    let mut writer = Writer::new(ShapeWriter::with_shx(Cursor::new(&mut shp), Cursor::new(&mut shx)), table);
    for (area, shape) in areas.filter(|(_, shape)| !shape.0.is_empty()) {
        writer.write_shape_and_record(&polygon(&shape), &row(area))?;
    }
    drop(writer); // ends the files
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    let parts =
        [("shp", shp.as_slice()), ("shx", &shx), ("dbf", &dbf), ("prj", WGS84.as_bytes()), ("cpg", b"UTF-8")];
    for (suffix, bytes) in parts {
        zip.start_file(format!("areas.{suffix}"), SimpleFileOptions::default())?;
        zip.write_all(bytes)?;
    }
    Ok(zip.finish()?.into_inner())
}

fn polygon(shape: &MultiPolygon) -> Polygon {
    let points =
        |line: &geometry::LineString| line.0.iter().map(|c| Point::new(c.x, c.y)).collect::<Vec<_>>();
    let rings = shape.0.iter().flat_map(|p| {
        let outline = PolygonRing::Outer(points(p.exterior()));
        let holes = p.interiors().iter().map(|hole| PolygonRing::Inner(points(hole))).collect::<Vec<_>>();
        std::iter::once(outline).chain(holes)
    });
    Polygon::with_rings(rings.collect())
}

fn row(area: &Area) -> Record {
    let values = [
        Some(area.code.clone()),
        Some(area.name.zh.clone()),
        area.name.en.clone(),
        Some(area.level.clone()),
        area.parent.clone(),
        Some(area.kind.as_str().to_owned()),
        area.valid_from.map(|t| t.to_string()),
        area.valid_to.map(|t| t.to_string()),
    ];
    let mut record = Record::default();
    for ((name, bytes), value) in COLUMNS.into_iter().zip(values) {
        let value = value.map(|text| cut(&text, usize::from(bytes)));
        record.insert(name.to_owned(), FieldValue::Character(value));
    }
    record
}

/// As many characters as fit into so many bytes.
fn cut(text: &str, bytes: usize) -> String {
    let fits = text.char_indices().map(|(i, c)| i + c.len_utf8()).take_while(|end| *end <= bytes).last();
    text[..fits.unwrap_or(0)].to_owned()
}
