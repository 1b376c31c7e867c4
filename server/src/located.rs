//! `jingwei locate`: adds to a table of points the code and name of each level of the tree and of each layer.

use geometry::{Datum, Point};
use grid::model::Place;
use grid::service::Map;
use std::{
    collections::BTreeSet,
    io::{BufRead, BufReader, Read, Write},
};

/// Where the coordinates stand.
#[derive(Clone, Debug)]
pub struct Columns {
    /// The column of the longitude.
    pub lon: String,
    /// The column of the latitude.
    pub lat: String,
    /// What the coordinates are in.
    pub datum: Datum,
}

/// What was found.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Located {
    /// Rows read.
    pub rows: u64,
    /// Rows without coordinates that can be used.
    pub without: u64,
    /// Rows outside the whole tree, which got the nearest area and its distance.
    pub outside: u64,
    /// The columns added.
    pub columns: Vec<String>,
}

/// Why a table cannot be located.
#[derive(Debug, thiserror::Error)]
pub enum LocateError {
    /// A column that the table does not have: wrong usage.
    #[error("no column {name:?}; the table has: {present}")]
    NoColumn {
        /// The column asked for.
        name: String,
        /// The columns there are.
        present: String,
    },
    /// The table is not CSV.
    #[error("CSV: {0}")]
    Csv(#[from] csv::Error),
    /// It cannot be read or written.
    #[error("{0}")]
    Io(#[from] std::io::Error),
}

/// Reads CSV (gzipped or not) and writes it with more columns: for each level that the map has, from the finest up,
/// its code and `<level>_name`; for each layer its code and `<layer>_name`; and `outside_m`, metres to the area where
/// the point is outside the tree, empty elsewhere. Where the table already has
/// such a column, the pair is named `located_<name>`. Rows
/// without usable coordinates get empty columns. `progress` hears the number of rows done.
///
/// # Errors
/// [`LocateError`].
pub fn locate(
    map: &Map,
    input: impl Read,
    columns: &Columns,
    output: impl Write,
    progress: impl Fn(u64),
) -> Result<Located, LocateError> {
    let mut raw = BufReader::new(input);
    let zipped = raw.fill_buf()?.starts_with(&[0x1f, 0x8b]);
    let plain: Box<dyn Read + '_> =
        if zipped { Box::new(flate2::bufread::MultiGzDecoder::new(raw)) } else { Box::new(raw) };
    let mut reader = csv::Reader::from_reader(plain);
    let mut header = reader.headers()?.clone();
    if let Some(bare) = header.get(0).and_then(|first| first.strip_prefix('\u{feff}')) {
        header = std::iter::once(bare).chain(header.iter().skip(1)).collect();
    }
    let lon = position(&header, &columns.lon)?;
    let lat = position(&header, &columns.lat)?;
    let wanted = Wanted::of(map);
    let mut done = Located { columns: wanted.columns(&header), ..Located::default() };
    let mut writer = csv::Writer::from_writer(output);
    writer.write_record(header.iter().chain(done.columns.iter().map(String::as_str)))?;
    let mut row = csv::StringRecord::new();
    while reader.read_record(&mut row)? {
        let place = point(&row, lon, lat, columns.datum).map(|p| map.locate(p));
        done.rows += 1;
        done.without += u64::from(place.is_none());
        done.outside += u64::from(place.as_ref().is_some_and(|p| p.outside_m.is_some()));
        let more = wanted.values(place.as_ref());
        writer.write_record(row.iter().chain(more.iter().map(String::as_str)))?;
        progress(done.rows);
    }
    writer.flush()?;
    Ok(done)
}

fn position(header: &csv::StringRecord, name: &str) -> Result<usize, LocateError> {
    header.iter().position(|h| h.trim() == name).ok_or_else(|| LocateError::NoColumn {
        name: name.into(),
        present: header.iter().collect::<Vec<_>>().join(", "),
    })
}

fn point(row: &csv::StringRecord, lon: usize, lat: usize, datum: Datum) -> Option<Point> {
    let number = |i: usize| row.get(i).and_then(|t| t.trim().parse::<f64>().ok());
    Point::checked(number(lon)?, number(lat)?).ok().map(|p| datum.to_wgs84(p))
}

/// The levels and layers that get columns.
struct Wanted {
    levels: Vec<String>,
    layers: Vec<String>,
}

impl Wanted {
    fn of(map: &Map) -> Self {
        let present: BTreeSet<&str> = map.areas().values().map(|a| a.level.as_str()).collect();
        let levels = map.profile().levels.iter().rev().map(|l| l.id.clone());
        Self {
            levels: levels.filter(|l| present.contains(l.as_str())).collect(),
            layers: map.layers().iter().map(|l| l.code.clone()).collect(),
        }
    }

    fn columns(&self, header: &csv::StringRecord) -> Vec<String> {
        let taken = |name: &str| header.iter().any(|h| h == name);
        let pair = |name: &String| {
            let (code, words) = (name.clone(), format!("{name}_name"));
            let free = !taken(&code) && !taken(&words);
            if free { [code, words] } else { [code, words].map(|n| format!("located_{n}")) }
        };
        let distance = if taken("outside_m") { "located_outside_m" } else { "outside_m" };
        self.levels.iter().chain(&self.layers).flat_map(pair).chain([distance.to_string()]).collect()
    }

    fn values(&self, place: Option<&Place>) -> Vec<String> {
        let Some(place) = place else {
            return vec![String::new(); 2 * (self.levels.len() + self.layers.len()) + 1];
        };
        let levels = self.levels.iter().map(|l| place.at_level(l).map(|a| (&a.code, &a.name)));
        let layers = self.layers.iter().map(|l| place.layers.get(l).map(|a| (&a.code, &a.name)));
        let both = levels.chain(layers).flat_map(|found| match found {
            Some((code, name)) => [code.clone(), name.zh.clone()],
            None => [String::new(), String::new()],
        });
        both.chain([place.outside_m.map(|m| format!("{m:.1}")).unwrap_or_default()]).collect()
    }
}
