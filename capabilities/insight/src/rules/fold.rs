//! What a case's facts say, as far as it is counted. Reads only the members it needs of a fact's JSON, and does what
//! `cases::rules::apply` does with them; a change that it does not know changes nothing.

use super::hours::bucket;
use crate::model::{END, Summary};
use serde::Deserialize;
use std::borrow::Cow;

/// Days of a time zone.
#[derive(Clone, Debug)]
pub struct Days(jiff::tz::TimeZone);

impl Days {
    /// Days in an IANA zone; an unknown one counts as UTC.
    pub fn of(zone: &str) -> Self {
        Self(jiff::tz::TimeZone::get(zone).unwrap_or(jiff::tz::TimeZone::UTC))
    }

    /// The day of a moment (UTC milliseconds), such as 20261121.
    pub fn day(&self, ms: i64) -> i64 {
        let Ok(at) = jiff::Timestamp::from_millisecond(ms) else { return 0 };
        number(self.0.to_datetime(at).date())
    }
}

/// A date as a number: 20261121.
pub fn number(date: jiff::civil::Date) -> i64 {
    i64::from(date.year()) * 10_000 + i64::from(date.month()) * 100 + i64::from(date.day())
}

/// A text of the fact, borrowed when it has no escapes.
#[derive(Debug, Default, Deserialize)]
struct Text<'a>(#[serde(borrow)] Cow<'a, str>);

/// What is read of a fact.
#[derive(Debug, Default, Deserialize)]
pub struct Said<'a> {
    #[serde(borrow, default)]
    changes: Vec<Change<'a>>,
}

impl<'a> Said<'a> {
    /// Reads a fact's data; one that is no fact of a case says nothing.
    pub fn read(data: &'a str) -> Self {
        serde_json::from_str(data).unwrap_or_default()
    }
}

#[derive(Debug, Deserialize)]
struct Change<'a> {
    #[serde(borrow)]
    t: Text<'a>,
    #[serde(borrow, default)]
    category: Option<Text<'a>>,
    #[serde(borrow, default)]
    channel: Option<Text<'a>>,
    #[serde(borrow, default)]
    phase: Option<Text<'a>>,
    #[serde(borrow, default)]
    outcome: Option<Text<'a>>,
    #[serde(borrow, default)]
    task: Option<Text<'a>>,
    #[serde(borrow, default)]
    unit: Option<Text<'a>>,
    #[serde(borrow, default)]
    kind: Option<Text<'a>>,
    #[serde(borrow, default)]
    mark: Option<Text<'a>>,
    #[serde(borrow, default)]
    key: Option<Text<'a>>,
    #[serde(borrow, default)]
    spot: Option<Spot<'a>>,
    #[serde(default)]
    lead: bool,
    #[serde(default)]
    late: bool,
    #[serde(default)]
    public: bool,
    #[serde(default)]
    grade: i64,
    #[serde(borrow, default)]
    reported_at: Option<Text<'a>>,
    #[serde(borrow, default)]
    closed_at: Option<Text<'a>>,
    #[serde(borrow, default)]
    updated_at: Option<Text<'a>>,
    #[serde(borrow, default)]
    due_at: Option<Text<'a>>,
}

#[derive(Debug, Default, Deserialize)]
struct Spot<'a> {
    #[serde(borrow, default)]
    path: Vec<Text<'a>>,
}

impl Spot<'_> {
    fn key(&self) -> String {
        self.path.iter().fold(String::new(), |path, code| path + &code.0 + "/")
    }
}

fn owned(text: Option<&Text<'_>>) -> String {
    text.map(|t| t.0.clone().into_owned()).unwrap_or_default()
}

fn moment(text: Option<&Text<'_>>) -> Option<i64> {
    text.and_then(|t| t.0.parse::<jiff::Timestamp>().ok()).map(|t| t.as_millisecond())
}

/// The input that carries the moderated text for the public: no answer to the reporter.
const PUBLIC_TEXT: &str = "public_text";

/// Applies one fact, written at `at` (UTC milliseconds).
pub fn apply(case: &mut Option<Summary>, at: i64, said: &Said<'_>, days: &Days) {
    let mut done = false;
    for change in &said.changes {
        if change.t.0 == "registered" {
            *case = Some(born(change, at, days));
        } else if let Some(case) = case {
            done |= change.t.0 == "task_done";
            one(case, at, change, days);
        }
    }
    if let Some(case) = case.as_mut().filter(|case| done && case.closed_day != 0) {
        case.settled = true;
    }
}

fn born(change: &Change<'_>, at: i64, days: &Days) -> Summary {
    let registered_at = moment(change.reported_at.as_ref()).unwrap_or(at);
    Summary {
        area_path: change.spot.as_ref().map(Spot::key).unwrap_or_default(),
        category: owned(change.category.as_ref()),
        channel: owned(change.channel.as_ref()),
        phase: owned(change.phase.as_ref()),
        registered_at,
        registered_day: days.day(registered_at),
        ..Summary::default()
    }
}

fn one(case: &mut Summary, at: i64, change: &Change<'_>, days: &Days) {
    match change.t.0.as_ref() {
        "classified" => case.category = owned(change.category.as_ref()),
        "located" => case.area_path = change.spot.as_ref().map(Spot::key).unwrap_or_default(),
        "accepted" if case.accepted_day == 0 => case.accepted_day = days.day(at),
        "state" => {
            case.phase = owned(change.phase.as_ref());
            case.outcome = owned(change.outcome.as_ref());
            closed(case, (case.phase == END).then_some(at), days);
        }
        "clock_met" => case.late |= change.late,
        "marked" => case.late |= change.mark.as_ref().is_some_and(|m| m.0 == "late"),
        "replied" => answered(case, at, days),
        "said" if change.public && change.key.as_ref().is_none_or(|k| k.0 != PUBLIC_TEXT) => {
            answered(case, at, days);
        }
        "rested" => case.carried |= change.kind.as_ref().is_some_and(|k| k.0 == "carried_over"),
        "reopened" => case.reopens += 1,
        "rated" => case.grade = change.grade,
        "history" => history(case, at, change, days),
        _ => task(case, change),
    }
}

fn answered(case: &mut Summary, at: i64, days: &Days) {
    if case.answered_day == 0 {
        case.answered_day = days.day(at);
        case.answered_bucket = bucket(at - case.registered_at);
    }
}

fn closed(case: &mut Summary, at: Option<i64>, days: &Days) {
    case.closed_day = at.map_or(0, |at| days.day(at));
    case.closed_bucket = at.map_or(0, |at| bucket(at - case.registered_at));
    case.settled = false;
}

fn task(case: &mut Summary, change: &Change<'_>) {
    let state = match change.t.0.as_ref() {
        "task_opened" if change.lead => 'o',
        "task_done" => 'd',
        "task_returned" => 'x',
        "task_withdrawn" => 'x',
        _ => return,
    };
    if change.t.0 == "task_returned" {
        case.returns += 1;
    }
    let id = owned(change.task.as_ref());
    if state == 'o' {
        lead(case, &id, state, &owned(change.unit.as_ref()));
    } else {
        case.leads = end(&case.leads, &id, state);
    }
    case.unit = unit(&case.leads).to_owned();
}

fn lead(case: &mut Summary, id: &str, state: char, unit: &str) {
    let line = if case.leads.is_empty() { "" } else { "\n" };
    case.leads.push_str(&format!("{line}{id}\t{state}\t{unit}"));
}

/// The leading tasks after one of them has ended.
fn end(leads: &str, id: &str, state: char) -> String {
    let one = |line: &str| match fields(line) {
        Some((task, _, unit)) if task == id => format!("{task}\t{state}\t{unit}"),
        _ => line.to_owned(),
    };
    leads.split('\n').map(one).collect::<Vec<_>>().join("\n")
}

fn fields(line: &str) -> Option<(&str, &str, &str)> {
    let (task, rest) = line.split_once('\t')?;
    rest.split_once('\t').map(|(state, unit)| (task, state, unit))
}

/// The unit that leads: of the last task that is owed, else of the last that was done.
fn unit(leads: &str) -> &str {
    let of = |wanted: &str| leads.split('\n').rev().filter_map(fields).find(|(_, state, _)| *state == wanted);
    of("o").or_else(|| of("d")).map_or("", |(_, _, unit)| unit)
}

fn history(case: &mut Summary, at: i64, change: &Change<'_>, days: &Days) {
    case.accepted_day = case.registered_day;
    let [ended, touched] = [&change.closed_at, &change.updated_at].map(|t| moment(t.as_ref()));
    let ended = (!case.is_open()).then(|| ended.or(touched).unwrap_or(case.registered_at));
    if ended.is_some() {
        closed(case, ended, days);
    }
    if let Some(unit_code) = &change.unit {
        lead(case, "1", if ended.is_some() { 'd' } else { 'o' }, &unit_code.0);
        case.unit = unit(&case.leads).to_owned();
    }
    if let Some(due) = moment(change.due_at.as_ref()) {
        case.late |= ended.unwrap_or(at) > due;
    }
}
