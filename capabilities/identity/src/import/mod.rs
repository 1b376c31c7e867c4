//! Units and staff from CSV: `jingwei import units|staff FILE [--map MAP.yaml] [--dry-run]`.
//!
//! Columns of units: `code`, `name`, `name_en`, `area`, `parent`, `functions`, `contact`. Columns of staff: `login`, `name`,
//! `phone`, `password`, `post`, `unit`, `area`, `deputy` (a login), `work_phone`; a person with several posts stands on several lines.
//! A map names other columns and translates values. Every line is looked at before anything is kept: one problem, and
//! nothing is imported. Running it again changes only what differs; a phone counts as the same when its masked form is.

mod book;
mod staff;
mod units;

pub use book::{CellProblem, SheetReport};

use crate::{Identity, model::Change};
use db::DbError;
use kernel::{Failure, Refusal, RefusalKind};
use serde::{Deserialize, Serialize};
use std::{
    collections::{BTreeMap, HashMap},
    io::Read,
};

/// How a file is read.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Map {
    /// Our column → the file's.
    pub columns: BTreeMap<String, String>,
    /// Our column → the file's value → ours (`post: {网格员: grid_worker}`).
    pub values: BTreeMap<String, BTreeMap<String, String>>,
    /// What separates functions; `;` by default.
    pub separator: Option<char>,
    /// What separates columns; `,` by default.
    pub delimiter: Option<char>,
}

impl Map {
    /// Reads YAML; the refusal says what is wrong with it.
    pub fn parse(yaml: &str) -> Result<Self, Refusal> {
        let wrong = |e: serde_saphyr::Error| {
            Refusal::new(RefusalKind::Invalid, "import.map_malformed").want(e.to_string())
        };
        serde_saphyr::from_str(yaml).map_err(wrong)
    }
}

/// What is wrong with one line.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Problem {
    /// The line, counted from 1 after the header.
    pub record: u64,
    /// What is wrong: field, value, expectation.
    #[serde(serialize_with = "as_text")]
    pub refusal: Refusal,
}

fn as_text<S: serde::Serializer>(refusal: &Refusal, s: S) -> Result<S::Ok, S::Error> {
    s.collect_str(refusal)
}

/// What an import found and did.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Report {
    /// Lines read.
    pub records: u64,
    /// New units, people and posts.
    pub added: u64,
    /// Units, people and posts that were different.
    pub changed: u64,
    /// Units, people and posts that were so already.
    pub unchanged: u64,
    /// Whether it was only tried.
    pub dry_run: bool,
    /// Whether it was kept: no problem, not a dry run.
    pub imported: bool,
    /// All problems.
    pub problems: Vec<Problem>,
}

impl Report {
    fn count(&mut self, change: Change) {
        match change {
            Change::Added => self.added += 1,
            Change::Changed => self.changed += 1,
            Change::Unchanged => self.unchanged += 1,
        }
    }
    /// Keeps the value, or notes the problem; whatever is no refusal ends the import.
    fn take<T>(&mut self, record: u64, result: Result<T, Failure>) -> Result<Option<T>, Failure> {
        match result {
            Ok(value) => Ok(Some(value)),
            Err(Failure::Refused(refusal)) => {
                self.problems.push(Problem { record, refusal });
                Ok(None)
            }
            Err(failure) => Err(failure),
        }
    }
}

/// Why a transaction of an import is undone.
enum Stop {
    Tried(Report),
    Failed(Failure),
}
impl From<DbError> for Stop {
    fn from(error: DbError) -> Self {
        Self::Failed(error.into())
    }
}
impl From<Failure> for Stop {
    fn from(failure: Failure) -> Self {
        Self::Failed(failure)
    }
}

/// The values of a line by our columns; empty ones are missing.
type Values = HashMap<&'static str, String>;
/// A line with its number.
type Line = (u64, Values);

/// Reads all lines; the refusal names a column that the map or we expect and the file lacks.
fn read(
    file: impl Read,
    map: &Map,
    columns: &'static [&'static str],
    required: &[&str],
) -> Result<Vec<Line>, Refusal> {
    if let Some(unknown) =
        map.columns.keys().chain(map.values.keys()).find(|c| !columns.contains(&c.as_str()))
    {
        return Err(Refusal::invalid("map", unknown, format!("one of: {}", columns.join(", "))));
    }
    let malformed = |error: csv::Error| {
        Refusal::new(RefusalKind::Invalid, "import.file_malformed").want(error.to_string())
    };
    let delimiter = map.delimiter.and_then(|c| u8::try_from(c).ok()).unwrap_or(b',');
    let mut reader = csv::ReaderBuilder::new().delimiter(delimiter).trim(csv::Trim::All).from_reader(file);
    let header = reader.headers().map_err(malformed)?.clone();
    let place = |column: &str| {
        let name = map.columns.get(column).map_or(column, String::as_str);
        (name.to_string(), header.iter().position(|given| given.trim_start_matches('\u{feff}') == name))
    };
    let mut places = vec![];
    for &column in columns {
        match place(column) {
            (_, Some(at)) => places.push((column, at)),
            (name, None) if required.contains(&column) || map.columns.contains_key(column) => {
                let given: Vec<_> = header.iter().collect();
                return Err(Refusal::required(name).got(given.join(", ")));
            }
            _ => {}
        }
    }
    let mut lines = vec![];
    for (number, line) in (1..).zip(reader.records()) {
        let line = line.map_err(malformed)?;
        let values = places.iter().filter_map(|&(column, at)| {
            let value = line.get(at).filter(|value| !value.is_empty())?;
            let translated = map.values.get(column).and_then(|values| values.get(value));
            Some((column, translated.map_or(value, String::as_str).to_string()))
        });
        lines.push((number, values.collect()));
    }
    Ok(lines)
}

/// A column's value, or the refusal that it is missing.
fn need(values: &Values, column: &str) -> Result<String, Refusal> {
    values.get(column).cloned().ok_or_else(|| Refusal::required(column))
}

impl Identity {
    fn settle(&self, done: Result<Report, Stop>) -> Result<Report, Failure> {
        self.forget_units();
        match done {
            Ok(report) | Err(Stop::Tried(report)) => Ok(report),
            Err(Stop::Failed(failure)) => Err(failure),
        }
    }
}

/// Keeps what was written, or undoes it and keeps the report.
fn finish(mut report: Report) -> Result<Report, Stop> {
    report.problems.sort_by_key(|problem| problem.record);
    report.imported = !report.dry_run && report.problems.is_empty();
    if report.imported { Ok(report) } else { Err(Stop::Tried(report)) }
}
