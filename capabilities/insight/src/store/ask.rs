//! Reading the counters: statements composed from a closed set of fragments, every combination of which a test prepares.

use super::write::read_times;
use crate::model::{Counts, MEASURES, Measure};
use crate::rules::plan::{Apart, Grain, Level, Range, Slice};
use crate::rules::tally::Times;
use db::{DbError, Row, Sql, Tx, Value};

db::sql! {
    /// How far the counters have read, and how far the ledger goes.
    REACHED = "SELECT CAST(coalesce(sum(r.pos), 0) AS BIGINT) AS read_to,
        CAST(coalesce(sum(h.pos - coalesce(r.pos, 0)), 0) AS BIGINT) AS behind FROM county_head h
        LEFT JOIN reader_cursor r ON r.reader = 'insight.cases' AND r.county = h.county";
}

/// What is told apart.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct By {
    /// Areas.
    pub area: bool,
    /// Categories.
    pub category: bool,
    /// Channels.
    pub channel: bool,
    /// Units.
    pub unit: bool,
    /// Days.
    pub day: bool,
    /// Months.
    pub month: bool,
}

impl By {
    /// Which periods are told apart.
    pub fn apart(self) -> Apart {
        match (self.day, self.month) {
            (true, _) => Apart::Days,
            (_, true) => Apart::Months,
            _ => Apart::Nothing,
        }
    }
}

/// What is counted.
#[derive(Clone, Debug, Default)]
pub struct Only {
    /// Codes of an area from the top joined by `/`; empty for everywhere.
    pub path: String,
    /// One of these categories; empty for any.
    pub categories: Vec<String>,
    /// This channel.
    pub channel: Option<String>,
    /// This unit.
    pub unit: Option<String>,
}

/// A group, as the database knows it. What is not told apart is empty.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Group {
    /// Codes of the area from the top, each followed by `/`.
    pub area: String,
    /// Category.
    pub category: String,
    /// Channel.
    pub channel: String,
    /// Unit.
    pub unit: String,
    /// Day or month, 0 when not told apart.
    pub period: i64,
}

/// A statement under construction.
struct Query {
    text: String,
    args: Vec<Value>,
    groups: Vec<&'static str>,
}

impl Query {
    fn new() -> Self {
        Self { text: String::new(), args: vec![], groups: vec![] }
    }

    fn bind(&mut self, value: impl Into<Value>) -> String {
        self.args.push(value.into());
        format!("${}", self.args.len())
    }

    /// A column that is told apart, or nothing in its place.
    fn column(&mut self, on: bool, column: &'static str, name: &str, nothing: &str) {
        self.text.push_str(if self.text.is_empty() { "SELECT " } else { ", " });
        self.text.push_str(if on { column } else { nothing });
        self.text.push_str(" AS ");
        self.text.push_str(name);
        if on {
            self.groups.push(column);
        }
    }

    fn and(&mut self, condition: &str) {
        self.text.push_str(" AND ");
        self.text.push_str(condition);
    }

    fn only(&mut self, only: &Only) {
        if !only.categories.is_empty() {
            let list = self.bind(serde_json::json!(only.categories).to_string());
            self.and(&format!("c.category IN (SELECT value FROM json_each(CAST({list} AS TEXT)))"));
        }
        for (column, value) in [("channel", &only.channel), ("unit", &only.unit)] {
            if let Some(value) = value {
                let value = self.bind(value);
                self.and(&format!("c.{column} = {value}"));
            }
        }
    }

    /// Areas with counters under a path, and their rows in another table.
    fn areas(&mut self, table: &str, level: Level, slice: i64, path: &str) {
        let (from, to) = range(path);
        let (level, from, to) = (self.bind(level as i64), self.bind(from), self.bind(to));
        let slice = self.bind(slice);
        // CROSS JOIN: the few areas first, then their rows by key
        self.text.push_str(&format!(
            " FROM insight_area a CROSS JOIN {table} c WHERE a.level = {level} AND a.area >= {from} AND a.area < {to} \
             AND c.county = a.county AND c.slice = {slice} AND c.area = a.area"
        ));
    }

    /// The cases of an area.
    fn cases(&mut self, path: &str, town: &str) {
        let (from, to) = range(path);
        let (town, from, to) = (self.bind(town), self.bind(from), self.bind(to));
        self.text.push_str(&format!(
            " FROM insight_case c WHERE c.county IN (SELECT a.county FROM insight_area a WHERE a.level = 1 AND a.area = {town}) \
             AND c.area_path >= {from} AND c.area_path < {to}"
        ));
    }

    fn between(&mut self, column: &str, (from, to): Range) {
        let (from, to) = (self.bind(from), self.bind(to));
        self.and(&format!("c.{column} >= {from} AND c.{column} <= {to}"));
    }

    fn finish(mut self, name: &'static str) -> (Sql, Vec<Value>) {
        if !self.groups.is_empty() {
            self.text.push_str(" GROUP BY ");
            self.text.push_str(&self.groups.join(", "));
        }
        (Sql::composed(name, self.text), self.args)
    }
}

/// The range of a subtree over paths whose codes are each followed by `/`.
fn range(path: &str) -> (String, String) {
    if path.is_empty() {
        return (String::new(), "\u{10FFFF}".into());
    }
    // '0' is the character after '/'
    (format!("{path}/"), format!("{path}0"))
}

fn group(row: &Row) -> Result<Group, DbError> {
    Ok(Group {
        area: row.get("area")?,
        category: row.get("category")?,
        channel: row.get("channel")?,
        unit: row.get("unit")?,
        period: row.get("period")?,
    })
}

/// The statement over counters of one slice.
pub fn count_statement(only: &Only, by: By, slice: Slice, periods: Range) -> (Sql, Vec<Value>) {
    let mut q = Query::new();
    q.column(by.area, "a.area", "area", "''");
    q.column(by.category, "c.category", "category", "''");
    q.column(by.channel, "c.channel", "channel", "''");
    q.column(by.unit, "c.unit", "unit", "''");
    let months = by.month && slice.grain == Grain::Day;
    let period = if months { "c.period / 100" } else { "c.period" };
    q.column(by.day || by.month, period, "period", "0");
    for measure in MEASURES {
        q.text.push_str(&format!(", CAST(coalesce(sum(c.{measure}), 0) AS BIGINT) AS {measure}"));
    }
    q.areas("insight_count", slice.level, slice.code(), &only.path);
    q.between("period", periods);
    q.only(only);
    q.finish("INSIGHT_COUNT")
}

/// Sums of one slice.
pub async fn counts(
    tx: &mut Tx,
    only: &Only,
    by: By,
    slice: Slice,
    periods: Range,
) -> Result<Vec<(Group, Counts)>, DbError> {
    let (sql, args) = count_statement(only, by, slice, periods);
    let read = |row: &Row| {
        let mut counts = Counts::default();
        for (n, measure) in counts.0.iter_mut().zip(MEASURES) {
            *n = row.get(measure)?;
        }
        Ok((group(row)?, counts))
    };
    tx.fetch_all(&sql, args).await?.iter().map(read).collect()
}

/// A day of a case, and what is counted on it: measure and condition.
type Event = (&'static str, &'static [(Measure, &'static str)]);

/// The days of a case. It says again, in SQL, what `Summary::events` says.
const EVENTS: &[Event] = &[
    (
        "registered_day",
        &[
            (Measure::Reported, "1 = 1"),
            (Measure::Returned, "c.returns > 0"),
            (Measure::Reopened, "c.reopens > 0"),
        ],
    ),
    ("accepted_day", &[(Measure::Accepted, "1 = 1")]),
    ("answered_day", &[(Measure::Answered, "1 = 1")]),
    (
        "closed_day",
        &[
            (Measure::Closed, "1 = 1"),
            (Measure::Late, "c.late"),
            (Measure::Carried, "c.carried"),
            (Measure::CarriedLate, "c.carried AND c.late"),
            (Measure::Rated1, "c.grade = 1"),
            (Measure::Rated2, "c.grade = 2"),
            (Measure::Rated3, "c.grade = 3"),
            (Measure::Rated4, "c.grade = 4"),
            (Measure::Settled, "c.settled"),
            (Measure::NotAccepted, "c.outcome = 'not_accepted'"),
            (Measure::Transferred, "c.outcome = 'transferred'"),
            (Measure::Joined, "c.outcome = 'joined'"),
            (Measure::Voided, "c.outcome = 'voided'"),
        ],
    ),
];

fn period_of(day: &'static str, by: By) -> &'static str {
    match (day, by.day) {
        ("registered_day", true) => "c.registered_day",
        ("accepted_day", true) => "c.accepted_day",
        ("answered_day", true) => "c.answered_day",
        ("closed_day", true) => "c.closed_day",
        ("registered_day", false) => "c.registered_day / 100",
        ("accepted_day", false) => "c.accepted_day / 100",
        ("answered_day", false) => "c.answered_day / 100",
        _ => "c.closed_day / 100",
    }
}

fn dims(q: &mut Query, by: By, day: &'static str) {
    q.column(by.area, "c.area_path", "area", "''");
    q.column(by.category, "c.category", "category", "''");
    q.column(by.channel, "c.channel", "channel", "''");
    q.column(by.unit, "c.unit", "unit", "''");
    q.column(by.day || by.month, period_of(day, by), "period", "0");
}

/// The statements over the cases of a small area, one for each kind of day. `town` is the area one level below the home
/// that it lies in, its codes each followed by `/`.
pub fn case_statements(only: &Only, by: By, town: &str, days: Range) -> Vec<(Sql, Vec<Value>)> {
    let one = |(day, measures): &Event| {
        let mut q = Query::new();
        dims(&mut q, by, day);
        for (measure, condition) in *measures {
            let name = MEASURES[*measure as usize];
            q.text.push_str(&format!(
                ", CAST(coalesce(sum(CASE WHEN {condition} THEN 1 ELSE 0 END), 0) AS BIGINT) AS {name}"
            ));
        }
        q.cases(&only.path, town);
        q.between(day, days);
        q.only(only);
        q.finish("INSIGHT_CASES")
    };
    EVENTS.iter().map(one).collect()
}

/// Sums over the cases of a small area.
pub async fn cases(
    tx: &mut Tx,
    only: &Only,
    by: By,
    town: &str,
    days: Range,
) -> Result<Vec<(Group, Counts)>, DbError> {
    let mut found = vec![];
    for ((sql, args), (_, measures)) in case_statements(only, by, town, days).into_iter().zip(EVENTS) {
        for row in tx.fetch_all(&sql, args).await? {
            let mut counts = Counts::default();
            for (measure, _) in *measures {
                counts.0[*measure as usize] = row.get(MEASURES[*measure as usize])?;
            }
            found.push((group(&row)?, counts));
        }
    }
    Ok(found)
}

/// The statement over times of whole months or years.
pub fn hours_statement(
    only: &Only,
    by: By,
    level: Level,
    (grain, periods): (Grain, Range),
) -> (Sql, Vec<Value>) {
    let category = by.category || !only.categories.is_empty();
    let slice = if category { Slice::by_category(level) } else { Slice::all(level) }.at(grain);
    let mut q = Query::new();
    q.column(by.area, "a.area", "area", "''");
    q.column(by.category, "c.category", "category", "''");
    q.text.push_str(", '' AS channel, '' AS unit");
    q.column(by.month, "c.month", "period", "0");
    // histograms written one behind the other are their sum: a row for each group leaves the database, not thousands
    q.text.push_str(
        ", coalesce(string_agg(c.answer, ' '), '') AS answer, coalesce(string_agg(c.close, ' '), '') AS close",
    );
    q.areas("insight_hours", level, slice.code(), &only.path);
    q.between("month", periods);
    // times are kept by category alone
    q.only(&Only { categories: only.categories.clone(), ..Only::default() });
    q.finish("INSIGHT_HOURS")
}

/// Times of whole months or years, by group.
pub async fn hours(
    tx: &mut Tx,
    only: &Only,
    by: By,
    level: Level,
    periods: (Grain, Range),
) -> Result<Vec<(Group, Times)>, DbError> {
    let (sql, args) = hours_statement(only, by, level, periods);
    tx.fetch_all(&sql, args).await?.iter().map(|r| Ok((group(r)?, read_times(r)?))).collect()
}

/// The statements over the times of the cases of a small area: to the first answer, and to the end.
pub fn case_hours_statements(only: &Only, by: By, town: &str, months: Range) -> [(Sql, Vec<Value>); 2] {
    [("answered_day", "c.answered_bucket"), ("closed_day", "c.closed_bucket")].map(|(day, bucket)| {
        let mut q = Query::new();
        dims(&mut q, by, day);
        q.column(true, bucket, "bucket", "0");
        q.text.push_str(", count(*) AS n");
        q.cases(&only.path, town);
        q.between(day, (months.0 * 100 + 1, months.1 * 100 + 31));
        q.only(only);
        q.finish("INSIGHT_CASE_HOURS")
    })
}

/// Times of the cases of a small area.
pub async fn case_hours(
    tx: &mut Tx,
    only: &Only,
    by: By,
    town: &str,
    months: Range,
) -> Result<Vec<(Group, Times)>, DbError> {
    let mut found = vec![];
    for (n, (sql, args)) in case_hours_statements(only, by, town, months).into_iter().enumerate() {
        for row in tx.fetch_all(&sql, args).await? {
            let mut times = Times::default();
            let histogram = if n == 0 { &mut times.answer } else { &mut times.close };
            histogram.add(row.get("bucket")?, row.get("n")?);
            found.push((group(&row)?, times));
        }
    }
    Ok(found)
}

/// What open cases are told apart by.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum OpenBy {
    /// By area alone.
    Area,
    /// By category.
    Category,
    /// By unit.
    Unit,
}

/// The statement over what is open now.
pub fn open_statement(path: &str, level: Level, by: OpenBy) -> (Sql, Vec<Value>) {
    let slice = match by {
        OpenBy::Area => Slice::all(level).code(),
        OpenBy::Category => Slice::by_category(level).code(),
        OpenBy::Unit => Slice::by_unit(level).code(),
    };
    let mut q = Query::new();
    q.column(true, if by == OpenBy::Area { "a.area" } else { "c.value" }, "k", "''");
    q.text.push_str(", CAST(sum(c.n) AS BIGINT) AS n");
    q.areas("insight_open", level, slice, path);
    q.finish("INSIGHT_OPEN")
}

/// Open cases under a path, by area, category or unit.
pub async fn open(tx: &mut Tx, path: &str, level: Level, by: OpenBy) -> Result<Vec<(String, i64)>, DbError> {
    let (sql, args) = open_statement(path, level, by);
    tx.fetch_all(&sql, args).await?.iter().map(|r| Ok((r.get("k")?, r.get("n")?))).collect()
}

/// How far the counters are.
#[derive(Clone, Copy, Debug)]
pub struct Reached {
    /// Facts read so far, of all counties together.
    pub read_to: i64,
    /// Facts still to be read.
    pub behind: i64,
}

/// How far the counters are.
pub async fn reached(tx: &mut Tx) -> Result<Reached, DbError> {
    let row = tx.fetch_one(&REACHED, vec![]).await?;
    Ok(Reached { read_to: row.get("read_to")?, behind: row.get("behind")? })
}
