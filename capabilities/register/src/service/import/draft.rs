//! A row of a list as a draft of a record: located, checked, split, with its blind words.

use super::super::address::field_of;
use super::super::lists::{By, Dated, Mapping};
use super::super::seal::{self, Split};
use super::super::{At, Register};
use super::within;
use crate::model::POINT;
use crate::model::kind::{Field, IdentityRole, Part};
use crate::rules::schema::ReadyKind;
use crate::rules::value::{Fault, Values, record};
use cases::import::read::Record as Row;
use geometry::{Datum, Point};
use grid::service::Map;
use protect::Blind;
use serde_json::Value;
use std::collections::HashMap;
use std::sync::Arc;

/// A row that is taken.
#[derive(Debug)]
pub(crate) struct Draft {
    /// Which row of the file.
    pub row: u64,
    /// Blind number of the source's own key.
    pub key: i64,
    /// Blind number of all that it says.
    pub digest: i64,
    pub at: Arc<At>,
    pub as_of: i64,
    pub values: Values,
    pub split: Split,
    pub words: Vec<i64>,
    /// Other records that it names.
    pub refs: Vec<Reference>,
    /// The row itself, when it names others: one that is not found is told with it.
    pub cells: Option<Row>,
}

/// Another record as a row names it.
#[derive(Clone, Debug)]
pub(crate) struct Reference {
    /// The relation.
    pub relation: String,
    /// The blind numbers of how it is named, of each generation of keys that may be meant.
    pub words: Vec<i64>,
    pub from: Option<String>,
    pub until: Option<String>,
}

impl Draft {
    /// Splits what it holds, once the records that it names are known.
    pub fn finish(&mut self, kind: &ReadyKind, blind: &Blind) {
        self.split = seal::split(kind, &self.values);
        let Split { open, bundle } = &self.split;
        let said = [self.at.place.as_str(), open, &bundle.personal, &bundle.sensitive].join("\n");
        self.digest = blind.key("digest", &said);
        self.words = seal::keys(blind, kind, &self.values);
    }
}

/// Rows that were looked at.
pub(crate) struct Checked {
    pub drafts: Vec<Draft>,
    pub faults: Vec<(Row, Vec<Fault>)>,
}

/// Everything that turns rows into drafts.
pub(crate) struct Checker {
    pub register: Register,
    /// Blind numbers of the whole run.
    pub blind: Blind,
    pub map: Arc<Map>,
    pub kind: Arc<ReadyKind>,
    pub mapping: Mapping,
    /// Paths of areas that the actor may import into.
    pub scopes: Vec<String>,
    /// UTC milliseconds.
    pub today: i64,
}

fn fault(field: &str, code: &'static str) -> Vec<Fault> {
    vec![Fault { field: field.into(), code, expected: String::new() }]
}

impl Checker {
    /// Looks at some rows.
    pub fn check(&self, rows: Vec<Row>) -> Checked {
        let mut checked = Checked { drafts: Vec::with_capacity(rows.len()), faults: vec![] };
        let mut places: HashMap<String, Option<Arc<At>>> = HashMap::new();
        for row in rows {
            match self.draft(&row, &mut places) {
                Ok(draft) => checked.drafts.push(draft),
                Err(faults) => checked.faults.push((row, faults)),
            }
        }
        checked
    }

    fn draft(&self, row: &Row, places: &mut HashMap<String, Option<Arc<At>>>) -> Result<Draft, Vec<Fault>> {
        let cell = |column: &str| row.cell(column);
        let key = self.mapping.key.read(&cell).filter(|k| k.chars().count() <= 200);
        let key = key.ok_or_else(|| fault("key", "register.fault.required"))?;
        let at = self.place(&cell, places)?;
        let as_of = match &self.mapping.as_of {
            None => self.today,
            Some(Dated::Day(day)) => midnight(day).unwrap_or(self.today),
            Some(Dated::Column { column }) => {
                let text = column.read(&cell).ok_or_else(|| fault("as_of", "register.fault.required"))?;
                midnight(&text).ok_or_else(|| fault("as_of", "register.fault.date"))?
            }
        };
        let read = |field: &Field| self.mapping.fields.get(&field.code)?.read(&cell);
        let area = |text: &str| self.map.area(text).map(|a| a.code.clone());
        let mut values = record(&self.kind, &read, &area)?;
        self.straighten(&mut values);
        if self.kind.kind.map
            && let Some(point) = self.point(&cell)?
        {
            values.insert(POINT.into(), point);
        }
        let refs = self.references(&cell)?;
        let mut draft = Draft {
            row: row.no,
            key: self.blind.key("row", &key),
            digest: 0,
            at,
            as_of,
            words: vec![],
            values,
            split: Split::default(),
            cells: (!refs.is_empty()).then(|| row.clone()),
            refs,
        };
        if draft.refs.is_empty() {
            draft.finish(&self.kind, &self.blind);
        }
        Ok(draft)
    }

    /// The records that a row names.
    fn references(&self, cell: &dyn Fn(&str) -> Option<String>) -> Result<Vec<Reference>, Vec<Fault>> {
        let mut all = vec![];
        for (code, linked) in &self.mapping.relations {
            let Some(named) = linked.column.read(cell) else { continue };
            let day =
                |column: &Option<cases::import::map::Field>| match column.as_ref().and_then(|c| c.read(cell))
                {
                    None => Ok(None),
                    Some(text) => match crate::rules::ids::day(&text) {
                        Ok(day) => Ok(Some(day)),
                        Err(_) => Err(fault(code, "register.fault.date")),
                    },
                };
            let (from, until) = (day(&linked.from)?, day(&linked.until)?);
            if from.as_ref().zip(until.as_ref()).is_some_and(|(from, until)| from > until) {
                return Err(fault(code, "register.fault.period"));
            }
            let blind = &self.blind;
            let words = match linked.by {
                By::Key => vec![blind.key("row", &named)],
                By::Identifier => {
                    blind.all(IdentityRole::Identifier.word(), &crate::rules::ids::plain(&named))
                }
            };
            all.push(Reference { relation: code.clone(), words, from, until });
        }
        Ok(all)
    }

    /// The point of an address is kept as all points are, whatever the list is written in.
    fn straighten(&self, values: &mut Values) {
        let field = |part| field_of(&self.kind, part);
        let (Some(lon), Some(lat)) = (field(Part::Lon), field(Part::Lat)) else { return };
        let degrees = |values: &Values, field: &str| values.get(field).and_then(serde_json::Value::as_f64);
        if self.mapping.datum == Datum::Wgs84 {
            return;
        }
        let given = degrees(values, lon).zip(degrees(values, lat));
        if let Some(given) = given.and_then(|(lon, lat)| Point::checked(lon, lat).ok()) {
            let point = self.mapping.datum.to_wgs84(given);
            values.insert(lon.to_owned(), serde_json::json!(point.lon));
            values.insert(lat.to_owned(), serde_json::json!(point.lat));
        }
    }

    fn place(
        &self,
        cell: &dyn Fn(&str) -> Option<String>,
        places: &mut HashMap<String, Option<Arc<At>>>,
    ) -> Result<Arc<At>, Vec<Fault>> {
        let read = |column: &Option<cases::import::map::Field>| column.as_ref().and_then(|c| c.read(cell));
        let code = match read(&self.mapping.area) {
            Some(code) => code,
            None => match (read(&self.mapping.lon), read(&self.mapping.lat)) {
                (Some(lon), Some(lat)) => self.located(&lon, &lat)?,
                _ => self.mapping.at.clone().ok_or_else(|| fault("area", "register.fault.required"))?,
            },
        };
        let found = places.entry(code).or_insert_with_key(|code| self.register.at(code).map(Arc::new));
        let at = found.clone().ok_or_else(|| fault("area", "register.fault.area"))?;
        if within(&self.scopes, &at.path) { Ok(at) } else { Err(fault("area", "register.fault.scope")) }
    }

    /// Where it stands on the map, to a tenth of a metre; None without coordinates.
    fn point(&self, cell: &dyn Fn(&str) -> Option<String>) -> Result<Option<Value>, Vec<Fault>> {
        let read = |column: &Option<cases::import::map::Field>| column.as_ref().and_then(|c| c.read(cell));
        let (Some(lon), Some(lat)) = (read(&self.mapping.lon), read(&self.mapping.lat)) else {
            return Ok(None);
        };
        let point = self.wgs84(&lon, &lat)?;
        let short = |degrees: f64| (degrees * 1e6).round() / 1e6;
        Ok(Some(serde_json::json!([short(point.lon), short(point.lat)])))
    }

    fn wgs84(&self, lon: &str, lat: &str) -> Result<Point, Vec<Fault>> {
        let point = || Point::checked(lon.parse().ok()?, lat.parse().ok()?).ok();
        let point = point().ok_or_else(|| fault("lon", "register.fault.point"))?;
        Ok(Datum::to_wgs84(self.mapping.datum, point))
    }

    /// The finest area of a point; a point outside of all areas is told so, not guessed.
    fn located(&self, lon: &str, lat: &str) -> Result<String, Vec<Fault>> {
        let place = self.map.locate(self.wgs84(lon, lat)?);
        let inside = place.outside_m.is_none();
        let code = place.path.last().filter(|_| inside).map(|a| a.code.clone());
        code.ok_or_else(|| fault("lon", "register.fault.outside"))
    }
}

/// A day as the moment at which it begins, UTC.
fn midnight(text: &str) -> Option<i64> {
    let day = crate::rules::ids::day(text).ok()?;
    let date: jiff::civil::Date = day.parse().ok()?;
    let at = date.to_zoned(jiff::tz::TimeZone::UTC).ok()?;
    Some(at.timestamp().as_millisecond())
}
