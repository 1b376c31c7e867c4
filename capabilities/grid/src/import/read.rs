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
    /// Larger than a map can be.
    #[error("the file unpacks to more than {LIMIT} bytes")]
    TooLarge,
}

/// Reads all records. Gzip is recognised by its first bytes; the format, where it is not given, by the first
/// character that is no blank: `{` is GeoJSON.
///
/// # Errors
/// [`ReadError`].
pub fn read(input: impl Read, format: Option<Format>) -> Result<Vec<Record>, ReadError> {
    let mut raw = BufReader::new(input);
    let zipped = raw.fill_buf()?.starts_with(&[0x1f, 0x8b]);
    let plain: Box<dyn Read + '_> =
        if zipped { Box::new(flate2::read::MultiGzDecoder::new(raw)) } else { Box::new(raw) };
    let mut bytes = Vec::new();
    plain.take(LIMIT + 1).read_to_end(&mut bytes)?;
    if bytes.len() as u64 > LIMIT {
        return Err(ReadError::TooLarge);
    }
    let text = bytes.strip_prefix("\u{feff}".as_bytes()).unwrap_or(&bytes);
    let first = text.iter().find(|b| !b.is_ascii_whitespace());
    let guess = if first == Some(&b'{') { Format::Geojson } else { Format::Csv };
    match format.unwrap_or(guess) {
        Format::Csv => read_csv(text),
        Format::Geojson => read_geojson(text),
    }
}

fn read_csv(text: &[u8]) -> Result<Vec<Record>, ReadError> {
    let mut reader = csv::ReaderBuilder::new().flexible(false).trim(csv::Trim::Headers).from_reader(text);
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

fn read_geojson(text: &[u8]) -> Result<Vec<Record>, ReadError> {
    let document: Document = serde_json::from_slice(text)?;
    let features = match document.kind.as_str() {
        "FeatureCollection" => document.features,
        "Feature" => vec![serde_json::from_value(Value::Object(document.rest))?],
        other => return Err(ReadError::NotFeatures(format!("{other:?}"))),
    };
    Ok(features.into_iter().zip(1..).map(|(f, number)| record(f, number)).collect())
}

/// A feature's own `id` is the property `id`, unless there is one already.
fn record(feature: Feature, number: u64) -> Record {
    let mut values = feature.properties.unwrap_or_default();
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
        let rows = read("\u{feff}code, name\n1,甲\n2,\"乙, 丙\"\n".as_bytes(), None).unwrap();
        assert_eq!(rows.len(), 2);
        assert_eq!(rows[1].number, 2);
        assert_eq!(rows[1].get("name").as_deref(), Some("乙, 丙"));
        assert!(matches!(read("a,b\n1\n".as_bytes(), None), Err(ReadError::Csv(_))));
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
            let rows = read(bytes, None).unwrap();
            assert_eq!(rows.len(), 2);
            assert_eq!(rows[0].get("id").as_deref(), Some("9"));
            assert!(rows[0].geometry.is_some() && rows[1].geometry.is_none());
        }
        assert!(matches!(read(&zipped[..40], None), Err(ReadError::Io(_))));
        let one = r#"{"type":"Feature","properties":{"a":1},"geometry":null}"#;
        assert_eq!(read(one.as_bytes(), None).unwrap()[0].get("a").as_deref(), Some("1"));
    }

    #[test]
    fn other_documents_are_refused() {
        assert!(matches!(read("{\"type\":\"Topology\"}".as_bytes(), None), Err(ReadError::NotFeatures(_))));
        assert!(matches!(read("{".as_bytes(), None), Err(ReadError::Json(_))));
        assert!(read("".as_bytes(), None).unwrap().is_empty());
    }
}
