//! Files into records: GeoJSON and CSV, gzipped or not.

use std::io::{BufRead, BufReader, Read};

use serde::Deserialize;
use serde_json::{Map, Value};

use super::Record;

/// The largest file after unpacking, bytes: a bomb is stopped, the largest map of a city is far smaller.
const LIMIT: u64 = 1 << 30;

/// A file format.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Format {
    /// A header and a row per area.
    Csv,
    /// A feature per area (RFC 7946).
    Geojson,
}

/// Why a file cannot be read at all.
#[derive(Debug, thiserror::Error)]
pub enum ReadError {
    /// The disk, or a damaged gzip stream.
    #[error("{0}")]
    Io(#[from] std::io::Error),
    /// Not the CSV it should be.
    #[error("CSV: {0}")]
    Csv(#[from] csv::Error),
    /// Not the JSON it should be.
    #[error("JSON: {0}")]
    Json(#[from] serde_json::Error),
    /// JSON, but no collection of features.
    #[error("expected a GeoJSON FeatureCollection or Feature, found {0}")]
    NotFeatures(String),
    /// Neither UTF-8 nor GB 18030.
    #[error("the text is neither UTF-8 nor GB 18030")]
    Encoding,
    /// A zip without the parts of a Shapefile, or with parts that cannot be read.
    #[error("Shapefile: {0}")]
    Shapefile(String),
    /// Larger than a map can be.
    #[error("the file unpacks to more than {LIMIT} bytes")]
    TooLarge,
    /// Nothing stands in it.
    #[error("the file has no records")]
    Empty,
    /// A value that no text may hold.
    #[error("record {0}: a value contains NUL")]
    Nul(u64),
}

/// How a file is to be read.
#[derive(Debug, Clone, Copy)]
pub struct Reading {
    /// Its format; where it is not given, the first character that is no blank tells: `{` is GeoJSON.
    pub format: Option<Format>,
    /// What stands between the columns of CSV.
    pub delimiter: u8,
}

impl Default for Reading {
    fn default() -> Self {
        Self { format: None, delimiter: b',' }
    }
}

/// Reads all records. Gzip, and a zip with a Shapefile in it, are recognised by their first bytes. Text that is not UTF-8 is taken as GB 18030, in which
/// Chinese spreadsheets write.
///
/// # Errors
/// [`ReadError`].
pub fn read(input: impl Read, how: &Reading) -> Result<Vec<Record>, ReadError> {
    let mut raw = BufReader::new(input);
    let zipped = raw.fill_buf()?.starts_with(&[0x1f, 0x8b]);
    let plain: Box<dyn Read + '_> =
        if zipped { Box::new(flate2::read::MultiGzDecoder::new(raw)) } else { Box::new(raw) };
    let mut bytes = Vec::new();
    plain.take(LIMIT + 1).read_to_end(&mut bytes)?;
    if bytes.len() as u64 > LIMIT {
        return Err(ReadError::TooLarge);
    }
    if bytes.starts_with(b"PK\x03\x04") {
        return checked(super::shapes::read(&bytes, LIMIT)?);
    }
    let text = decode(bytes)?;
    let text = text.strip_prefix('\u{feff}').unwrap_or(&text);
    let guess = if text.trim_start().starts_with('{') { Format::Geojson } else { Format::Csv };
    let records = match how.format.unwrap_or(guess) {
        Format::Csv => read_csv(text, how.delimiter),
        Format::Geojson => read_geojson(text),
    }?;
    checked(records)
}

fn checked(records: Vec<Record>) -> Result<Vec<Record>, ReadError> {
    if records.is_empty() {
        return Err(ReadError::Empty);
    }
    match records.iter().find(|record| record.values.values().any(has_nul)) {
        Some(record) => Err(ReadError::Nul(record.number)),
        None => Ok(records),
    }
}

fn has_nul(value: &Value) -> bool {
    match value {
        Value::String(text) => text.contains('\0'),
        Value::Array(items) => items.iter().any(has_nul),
        Value::Object(fields) => fields.values().any(has_nul),
        _ => false,
    }
}

/// Text in UTF-8, or in GB 18030, as spreadsheets in China write it.
///
/// # Errors
/// [`ReadError::Encoding`] for what is neither.
pub fn decode(bytes: Vec<u8>) -> Result<String, ReadError> {
    String::from_utf8(bytes).or_else(|e| {
        let decoded = encoding_rs::GB18030.decode_without_bom_handling_and_without_replacement(e.as_bytes());
        decoded.map(|text| text.into_owned()).ok_or(ReadError::Encoding)
    })
}

fn read_csv(text: &str, delimiter: u8) -> Result<Vec<Record>, ReadError> {
    let mut reader =
        csv::ReaderBuilder::new().delimiter(delimiter).trim(csv::Trim::Headers).from_reader(text.as_bytes());
    let header = reader.headers()?.clone();
    let mut out = Vec::new();
    for (i, row) in reader.records().enumerate() {
        let row = row?;
        let values = header.iter().zip(row.iter()).map(|(k, v)| (k.to_owned(), Value::from(v)));
        out.push(Record { number: i as u64 + 1, values: values.collect(), geometry: None });
    }
    Ok(out)
}

#[derive(Deserialize)]
struct Document {
    #[serde(rename = "type", default)]
    kind: String,
    #[serde(default)]
    features: Vec<Feature>,
    #[serde(flatten)]
    rest: Map<String, Value>,
}

#[derive(Deserialize, Default)]
struct Feature {
    #[serde(default)]
    id: Option<Value>,
    #[serde(default)]
    properties: Option<Map<String, Value>>,
    #[serde(default)]
    geometry: Option<Value>,
}

/// One collection, or features one after the other (GeoJSON text sequences, RFC 8142, with or without their marks).
fn read_geojson(text: &str) -> Result<Vec<Record>, ReadError> {
    let unmarked = text.replace('\u{1e}', " ");
    let mut features = Vec::new();
    for document in serde_json::Deserializer::from_str(&unmarked).into_iter::<Document>() {
        let document = document?;
        match document.kind.as_str() {
            "FeatureCollection" => features.extend(document.features),
            "Feature" => features.push(serde_json::from_value(Value::Object(document.rest))?),
            other => return Err(ReadError::NotFeatures(format!("{other:?}"))),
        }
    }
    Ok(features.into_iter().zip(1..).map(|(f, number)| record(f, number)).collect())
}

/// A feature's own `id` is the property `id`, unless there is one already. What `areas.geojson` calls its properties is
/// understood too: what was taken out can be brought back.
fn record(feature: Feature, number: u64) -> Record {
    let mut values = feature.properties.unwrap_or_default();
    if let Some(Value::Object(name)) = values.get("name").cloned()
        && let Some(zh) = name.get("zh")
    {
        values.insert("name".into(), zh.clone());
        if let Some(en) = name.get("en").filter(|en| en.is_string()) {
            values.entry("name_en").or_insert_with(|| en.clone());
        }
        if let Some(parent) = values.get("parent").cloned() {
            values.entry(super::PARENT).or_insert(parent);
        }
    }
    if let Some(id) = feature.id {
        values.entry("id").or_insert(id);
    }
    Record { number, values, geometry: feature.geometry.filter(|g| !g.is_null()) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::Write;

    #[test]
    fn csv_with_mark_and_blanks() {
        let rows = read("\u{feff}code, name\n1,甲\n2,\"乙, 丙\"\n".as_bytes(), &Reading::default()).unwrap();
        assert_eq!(rows.len(), 2);
        assert_eq!(rows[1].number, 2);
        assert_eq!(rows[1].get("name").as_deref(), Some("乙, 丙"));
        assert!(matches!(read("a,b\n1\n".as_bytes(), &Reading::default()), Err(ReadError::Csv(_))));
    }

    #[test]
    fn geojson_zipped_and_plain() {
        let text = r#" {"type":"FeatureCollection","features":[
            {"type":"Feature","id":9,"properties":{"name":"x"},"geometry":{"type":"Polygon","coordinates":[]}},
            {"type":"Feature","properties":null,"geometry":null}]}"#;
        let mut zip = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
        zip.write_all(text.as_bytes()).unwrap();
        let zipped = zip.finish().unwrap();
        for bytes in [text.as_bytes(), &zipped] {
            let rows = read(bytes, &Reading::default()).unwrap();
            assert_eq!(rows.len(), 2);
            assert_eq!(rows[0].get("id").as_deref(), Some("9"));
            assert!(rows[0].geometry.is_some() && rows[1].geometry.is_none());
        }
        assert!(matches!(read(&zipped[..40], &Reading::default()), Err(ReadError::Io(_))));
        let one = r#"{"type":"Feature","properties":{"a":1},"geometry":null}"#;
        assert_eq!(read(one.as_bytes(), &Reading::default()).unwrap()[0].get("a").as_deref(), Some("1"));
    }

    #[test]
    fn a_spreadsheet_of_its_country() {
        let (bytes, _, _) = encoding_rs::GB18030.encode("编码;名称\n1;城厢区\n");
        let how = Reading { delimiter: b';', ..Reading::default() };
        assert_eq!(read(bytes.as_ref(), &how).unwrap()[0].get("名称").as_deref(), Some("城厢区"));
        assert!(matches!(read(&[b'a', 0xff, 0xff][..], &how), Err(ReadError::Encoding)));
    }

    #[test]
    fn features_in_sequence() {
        let one = |n: u8| {
            format!("\u{1e}{{\"type\":\"Feature\",\"properties\":{{\"n\":{n}}},\"geometry\":null}}\n")
        };
        let rows = read(
            (one(1) + &one(2)).as_bytes(),
            &Reading { format: Some(Format::Geojson), ..Reading::default() },
        );
        assert_eq!(rows.unwrap()[1].get("n").as_deref(), Some("2"));
    }

    #[test]
    fn other_documents_are_refused() {
        assert!(matches!(
            read("{\"type\":\"Topology\"}".as_bytes(), &Reading::default()),
            Err(ReadError::NotFeatures(_))
        ));
        assert!(matches!(read("{".as_bytes(), &Reading::default()), Err(ReadError::Json(_))));
        assert!(matches!(read("".as_bytes(), &Reading::default()), Err(ReadError::Empty)));
        let nul = "a,b\n1,x\n2,y\0z\n".as_bytes();
        assert!(matches!(read(nul, &Reading::default()), Err(ReadError::Nul(2))));
    }
}
