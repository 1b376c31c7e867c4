//! One record becomes one case with one fact.

use super::map::{CaseMap, Coded, Field, Unknown, channel};
use super::read::Record;
use crate::model::{Alias, Change, Channel, Entry, FactData, Registration, Reporter, ReporterKind, Spot};
use crate::service::{PlaceInput, publishable};
use geometry::{Datum, Point};
use jiff::civil::DateTime;
use jiff::tz::TimeZone;
use kernel::{Ctx, Timestamp};
use packs::Loaded;
use protect::{NewValue, Prepared, Vault};
use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;
use worktime::{Calendar, Clock, ClockSpec};

/// Why a record was not taken: the field of the map, the value, what was expected.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reject {
    /// The map's field.
    pub field: String,
    /// The value, cut to 100 characters; empty for personal fields.
    pub value: String,
    /// What is expected.
    pub expected: String,
}

impl Reject {
    fn new(field: &str, value: &str, expected: impl Into<String>) -> Self {
        Self { field: field.into(), value: value.chars().take(100).collect(), expected: expected.into() }
    }
}

/// A case ready but for its number.
#[derive(Clone)]
pub struct Draft {
    /// Number in the other system.
    pub external: String,
    /// First part of the number to be.
    pub prefix: String,
    /// Day of the number to be.
    pub day: String,
    /// The registration, without a number.
    pub registration: Registration,
    /// What follows it.
    pub changes: Vec<Change>,
    /// Values for protect.
    pub values: Vec<Prepared>,
    /// Met its deadline; None when it had none or is open.
    pub on_time: Option<bool>,
}

impl Draft {
    /// The one fact of the case, now that it has its number.
    pub fn entry(&self, ctx: &Ctx, number: &str) -> Entry {
        let registration = Registration { number: number.into(), ..self.registration.clone() };
        let mut changes = vec![Change::Registered(Box::new(registration))];
        changes.extend(self.changes.iter().cloned());
        Entry {
            seq: 1,
            at: ctx.now,
            actor: ctx.actor.id.clone(),
            post: None,
            action: "import".into(),
            data: FactData { changes, public: true },
        }
    }
}

/// Everything that turns records into drafts.
pub struct Maker<'a> {
    pub ctx: Ctx,
    pub map: CaseMap,
    pub pack: Arc<Loaded>,
    pub vault: Vault,
    pub calendar: Arc<Calendar>,
    pub zone: TimeZone,
    pub clocks: BTreeMap<String, ClockSpec>,
    /// Value to code, for what was created.
    pub categories: HashMap<String, String>,
    /// Value to code, for units that were created.
    pub units: HashMap<String, String>,
    pub known_unit: &'a (dyn Fn(&str) -> bool + Send + Sync),
    pub place: &'a (dyn Fn(&PlaceInput) -> kernel::Result<(Spot, String)> + Send + Sync),
}

type Cell<'a> = &'a dyn Fn(&str) -> Option<String>;

impl Maker<'_> {
    /// A record as a draft.
    pub fn draft(&self, record: &Record) -> Result<Draft, Reject> {
        let cell: Cell<'_> = &|column| record.cell(column);
        let external = self.map.number.read(cell).ok_or_else(|| Reject::new("number", "", "a value"))?;
        if external.chars().count() > 100 {
            return Err(Reject::new("number", &external, "at most 100 characters"));
        }
        let times = self.times(cell)?;
        let category = self.category(cell)?;
        let (case_type, state) = self.state(cell, category.as_deref())?;
        let (spot, county) = self.spot(cell)?;
        let unit = self.unit(cell)?;
        let mut values = vec![];
        let registration = self.registration(
            cell,
            &county,
            (case_type, category),
            (spot, external.clone()),
            times,
            &mut values,
        )?;
        let flow = self.pack.flow(&registration.case_type);
        let target = flow.and_then(|f| f.definition().states.get(&state));
        let target = target.ok_or_else(|| Reject::new("status", &state, "a state of the case type"))?;
        let mut changes = vec![];
        if state != registration.state {
            let (from, phase, outcome) = (registration.state.clone(), target.phase, target.outcome);
            changes.push(Change::State { from, to: state, phase, outcome });
        }
        let ended = target.phase == workflow::Phase::End;
        let closed_at = times.closed.filter(|_| ended).or(times.updated.filter(|_| ended));
        let on_time = times.due.zip(closed_at).map(|(due, closed)| closed <= due);
        let (updated_at, due_at) = (times.updated, times.due);
        changes.push(Change::History { closed_at, updated_at, due_at, unit });
        Ok(Draft {
            prefix: crate::service::prefix(&county),
            day: times.registered.day_in(self.calendar.zone()),
            external,
            registration,
            changes,
            values,
            on_time,
        })
    }

    fn registration(
        &self,
        cell: Cell<'_>,
        county: &str,
        (case_type, category): (String, Option<String>),
        (mut spot, external): (Spot, String),
        times: When,
        values: &mut Vec<Prepared>,
    ) -> Result<Registration, Reject> {
        let mut put = |new: NewValue| {
            let prepared = self.vault.prepare(&self.ctx, county, &new);
            let prepared = prepared.map_err(|e| Reject::new("", "", e.to_string()))?;
            let reference = prepared.reference.clone();
            values.push(prepared);
            Ok::<_, Reject>(reference)
        };
        let read = |field: &Option<Field>, most: usize| {
            field.as_ref().and_then(|f| f.read(cell)).map(|t| t.chars().take(most).collect::<String>())
        };
        let text = read(&self.map.text, 4_000).map(|t| put(NewValue::text("case.text", t))).transpose()?;
        let address = read(&self.map.place.address, 300);
        spot.address = address.map(|t| put(NewValue::text("case.address", t))).transpose()?;
        let who = &self.map.reporter;
        let personal = |text: String| NewValue::personal("case.reporter", text);
        let name = read(&who.name, 100).map(|t| put(personal(t))).transpose()?;
        let phone = read(&who.phone, 40).map(|t| put(personal(t))).transpose()?;
        let email = read(&who.email, 200).map(|t| put(personal(t))).transpose()?;
        let known = name.is_some() || phone.is_some() || email.is_some();
        let kind = if known { ReporterKind::Resident } else { ReporterKind::Anonymous };
        let flow = self.pack.flow(&case_type);
        let initial = flow.map(|f| f.definition().initial.clone()).unwrap_or_default();
        let phase = flow.and_then(|f| f.phase(&initial)).unwrap_or(workflow::Phase::Intake);
        Ok(Registration {
            id: self.ctx.clone().at(times.registered).id(),
            county: county.into(),
            number: String::new(),
            pack: self.pack.pack.id.clone(),
            pack_version: self.pack.pack.version.clone(),
            state: initial,
            phase,
            tier: None,
            publishable: publishable(&self.pack, category.as_deref()),
            case_type,
            category,
            channel: self.channel(cell)?,
            text,
            attributes: None,
            spot,
            reporter: Reporter { kind, name, phone, email, ..Reporter::default() },
            registrar: None,
            attachments: vec![],
            aliases: vec![Alias { system: self.map.system.clone(), number: external }],
            reported_at: Some(times.registered),
        })
    }

    fn times(&self, cell: Cell<'_>) -> Result<When, Reject> {
        let registered = self.time("registered", Some(&self.map.registered), cell)?;
        let registered = registered.ok_or_else(|| Reject::new("registered", "", "a time"))?;
        let closed = self.time("closed", self.map.closed.as_ref(), cell)?;
        let updated = self.time("updated", self.map.updated.as_ref(), cell)?;
        let closed = match closed {
            // a day without an hour: it was closed some time after it came in
            Some(at) if at < registered && self.same_day(at, registered) => Some(registered),
            Some(at) if at < registered => {
                return Err(Reject::new("closed", &at.to_string(), format!("not before {registered}")));
            }
            other => other,
        };
        let mut due = self.time("due", self.map.due.as_ref(), cell)?.map(|at| self.whole_day(at));
        if let (None, Some(code)) = (due, &self.map.promise) {
            let clock = self.clocks.get(code).and_then(|spec| Clock::try_from(*spec).ok());
            due = clock.and_then(|c| worktime::due(&self.calendar, c, registered.0).ok()).map(Timestamp);
        }
        Ok(When { registered, closed, updated, due })
    }

    fn time(&self, name: &str, field: Option<&Field>, cell: Cell<'_>) -> Result<Option<Timestamp>, Reject> {
        let Some(text) = field.and_then(|f| f.read(cell)) else { return Ok(None) };
        let formats = &self.map.times.formats;
        let found = formats.iter().find_map(|format| time(&text, format, &self.zone));
        found.map(Some).ok_or_else(|| Reject::new(name, &text, formats.join(", ")))
    }

    fn local(&self, at: Timestamp) -> Option<jiff::Zoned> {
        Some(jiff::Timestamp::from_millisecond(at.0).ok()?.to_zoned(self.zone.clone()))
    }

    fn same_day(&self, a: Timestamp, b: Timestamp) -> bool {
        self.local(a).zip(self.local(b)).is_some_and(|(a, b)| a.date() == b.date())
    }

    /// A deadline at midnight is a day without an hour: it lasts until that day's end.
    fn whole_day(&self, at: Timestamp) -> Timestamp {
        let midnight = self.local(at).filter(|t| t.time() == jiff::civil::Time::midnight());
        let end =
            midnight.and_then(|t| t.tomorrow().ok()).map(|t| Timestamp(t.timestamp().as_millisecond() - 1));
        end.unwrap_or(at)
    }

    fn category(&self, cell: Cell<'_>) -> Result<Option<String>, Reject> {
        let Some(coded) = &self.map.category else { return Ok(None) };
        let known = |code: &str| self.pack.category(code).is_some();
        self.coded("category", coded, cell, &known, &self.categories)
    }

    fn unit(&self, cell: Cell<'_>) -> Result<Option<String>, Reject> {
        let Some(coded) = &self.map.unit else { return Ok(None) };
        if coded.column.as_ref().is_none_or(|f| f.read(cell).is_none()) && coded.empty.is_none() {
            return Ok(None);
        }
        self.coded("unit", coded, cell, &|code| (self.known_unit)(code), &self.units)
    }

    /// Case type and state of a record.
    fn state(&self, cell: Cell<'_>, category: Option<&str>) -> Result<(String, String), Reject> {
        let of_category = category.and_then(|c| self.pack.category(c)).map(|c| c.case_type.clone());
        let first = || self.pack.pack.case_types.first().map(|t| t.code.clone());
        let case_type = self.map.case_type.clone().or(of_category).or_else(first).unwrap_or_default();
        let flow = self.pack.flow(&case_type);
        let flow = flow.ok_or_else(|| Reject::new("case_type", &case_type, "a case type of the pack"))?;
        let known = |code: &str| flow.definition().states.contains_key(code);
        let state = self.coded("status", &self.map.status, cell, &known, &HashMap::new())?;
        let state = state.unwrap_or_else(|| flow.definition().initial.clone());
        Ok((case_type, state))
    }

    fn channel(&self, cell: Cell<'_>) -> Result<Channel, Reject> {
        let Some(coded) = &self.map.channel else { return Ok(Channel::Import) };
        let found = self.coded("channel", coded, cell, &|word| channel(word).is_some(), &HashMap::new())?;
        Ok(found.and_then(|word| channel(&word)).unwrap_or(Channel::Import))
    }

    /// A value as its code.
    fn coded(
        &self,
        name: &str,
        coded: &Coded,
        cell: Cell<'_>,
        known: &dyn Fn(&str) -> bool,
        created: &HashMap<String, String>,
    ) -> Result<Option<String>, Reject> {
        let Some(value) = coded.column.as_ref().and_then(|f| f.read(cell)) else {
            return match (&coded.empty, &coded.unknown) {
                (Some(code), _) | (None, Unknown::Use(code)) => Ok(Some(code.clone())),
                (None, Unknown::Refuse) => Err(Reject::new(name, "", "a value")),
                (None, _) => Ok(None),
            };
        };
        let code = coded.values.get(&value).or_else(|| created.get(&value)).unwrap_or(&value);
        if known(code) {
            return Ok(Some(code.clone()));
        }
        match &coded.unknown {
            Unknown::Leave => Ok(None),
            Unknown::Use(code) => Ok(Some(code.clone())),
            Unknown::Refuse | Unknown::Create => Err(Reject::new(name, &value, "a value that the map knows")),
        }
    }

    fn spot(&self, cell: Cell<'_>) -> Result<(Spot, String), Reject> {
        let place = &self.map.place;
        let number = |name: &str, field: &Option<Field>| match field.as_ref().and_then(|f| f.read(cell)) {
            None => Ok(None),
            Some(text) => match text.parse::<f64>() {
                Ok(value) if value.is_finite() => Ok(Some(value)),
                _ => Err(Reject::new(name, &text, "degrees")),
            },
        };
        let (lon, lat) = (number("place.lon", &place.lon)?, number("place.lat", &place.lat)?);
        // many systems write 0, 0 for "not known"
        let point = lon.zip(lat).filter(|p| *p != (0.0, 0.0));
        let area = place.area.as_ref().and_then(|f| f.read(cell));
        if point.is_none() && area.is_none() && place.required {
            return Err(Reject::new("place", "", "coordinates"));
        }
        let wgs = match point {
            Some((lon, lat)) => {
                let given = Point::checked(lon, lat);
                let given =
                    given.map_err(|e| Reject::new("place", &format!("{lon}, {lat}"), e.to_string()))?;
                Some(Datum::to_wgs84(place.datum, given))
            }
            None => None,
        };
        let address = place.address.as_ref().and_then(|f| f.read(cell));
        let input =
            PlaceInput { lon: wgs.map(|p| p.lon), lat: wgs.map(|p| p.lat), area, address, datum: None };
        (self.place)(&input).map_err(|e| Reject::new("place", "", e.to_string()))
    }
}

/// The moments of a record.
#[derive(Clone, Copy, Debug)]
struct When {
    registered: Timestamp,
    closed: Option<Timestamp>,
    updated: Option<Timestamp>,
    due: Option<Timestamp>,
}

/// A time in one format. A local time that a shift of the zone skips or repeats is taken as clocks usually do.
fn time(text: &str, format: &str, zone: &TimeZone) -> Option<Timestamp> {
    let ms = |at: jiff::Timestamp| Timestamp(at.as_millisecond());
    match format {
        "rfc3339" => text.parse::<jiff::Timestamp>().ok().map(ms),
        "unix" => text.parse::<f64>().ok().map(|s| Timestamp((s * 1000.0) as i64)),
        "unix_ms" => text.parse::<i64>().ok().map(Timestamp),
        _ if format.contains("%z") || format.contains("%:z") => {
            jiff::Timestamp::strptime(format, text).ok().map(ms)
        }
        _ => {
            let local = DateTime::strptime(format, text)
                .or_else(|_| jiff::civil::Date::strptime(format, text).map(|d| d.at(0, 0, 0, 0)))
                .ok()?;
            zone.to_ambiguous_timestamp(local).compatible().ok().map(ms)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_in_many_dresses() {
        let zone = TimeZone::get("America/Los_Angeles").unwrap();
        let at = |text: &str, format: &str| time(text, format, &zone).map(|t| t.to_string());
        let noon = Some("2017-12-31T20:00:00Z".to_owned());
        assert_eq!(at("2017-12-31 12:00:00", "%Y-%m-%d %H:%M:%S"), noon);
        assert_eq!(at("12/31/2017 12:00:00 PM", "%m/%d/%Y %I:%M:%S %p"), noon);
        assert_eq!(at("2017-12-31T12:00:00-08:00", "rfc3339"), noon);
        assert_eq!(at("1514750400", "unix"), noon);
        assert_eq!(at("2017-12-31", "%Y-%m-%d"), Some("2017-12-31T08:00:00Z".into()));
        assert_eq!(at("yesterday", "%Y-%m-%d"), None);
        // 02:30 does not exist on the day the clocks go forward
        assert_eq!(at("2018-03-11 02:30:00", "%Y-%m-%d %H:%M:%S"), Some("2018-03-11T10:30:00Z".into()));
    }
}
