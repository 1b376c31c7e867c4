//! A calendar ready to be asked: which days are worked, and where their hours lie on the line of time.

use crate::{CalendarSpec, Days, Error, Span, builtin};
use jiff::{
    Timestamp,
    civil::Date,
    tz::{AmbiguousOffset, TimeZone, TimeZoneDatabase},
};
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

/// Moments from the year 1 up to, not including, the year 9999; the library's own range is a little wider.
pub(crate) const RANGE: std::ops::Range<i64> = -62_135_596_800_000..253_370_764_800_000;

/// Time zone, weekend, working hours, holidays and make-up workdays of an area. Read from and written as
/// [`CalendarSpec`]; a calendar that exists has working time.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(try_from = "CalendarSpec", into = "CalendarSpec")]
pub struct Calendar {
    spec: CalendarSpec,
    zone: TimeZone,
    zone_name: String,
    weekend: [bool; 7],
    hours: Vec<Span>,
    listed_years: BTreeSet<i16>,
    holidays: BTreeSet<Date>,
    makeup_workdays: BTreeSet<Date>,
}

impl PartialEq for Calendar {
    fn eq(&self, other: &Self) -> bool {
        self.spec == other.spec
    }
}

impl From<Calendar> for CalendarSpec {
    fn from(calendar: Calendar) -> Self {
        calendar.spec
    }
}

impl TryFrom<CalendarSpec> for Calendar {
    type Error = Error;

    fn try_from(spec: CalendarSpec) -> Result<Self, Error> {
        let base = spec.base.as_deref().map(builtin::spec).transpose()?.unwrap_or_default();
        let zone_name = spec.zone.clone().or(base.zone).ok_or(Error::Missing("zone"))?;
        let weekend = spec.weekend.clone().or(base.weekend).ok_or(Error::Missing("weekend"))?;
        let hours = spec.hours.clone().or(base.hours).ok_or(Error::Missing("hours"))?;

        let (own_holidays, own_workdays) = disjoint(&spec.holidays, &spec.makeup_workdays)?;
        let (base_holidays, base_workdays) = disjoint(&base.holidays, &base.makeup_workdays)?;
        let mut rests = [false; 7];
        weekend.iter().for_each(|day| rests[day.index()] = true);
        if hours.is_empty() || rests == [true; 7] {
            return Err(Error::NoWorkingTime);
        }
        Ok(Calendar {
            zone: zone(&zone_name)?,
            zone_name,
            weekend: rests,
            hours: in_order(hours)?,
            listed_years: base.listed_years.iter().chain(&spec.listed_years).copied().collect(),
            holidays: base_holidays.difference(&own_workdays).chain(&own_holidays).copied().collect(),
            makeup_workdays: base_workdays.difference(&own_holidays).chain(&own_workdays).copied().collect(),
            spec,
        })
    }
}

/// Always the shipped database: the answer must not depend on the machine.
fn zone(name: &str) -> Result<TimeZone, Error> {
    TimeZoneDatabase::bundled().get(name).map_err(|_| Error::UnknownZone(name.to_owned()))
}

fn in_order(mut hours: Vec<Span>) -> Result<Vec<Span>, Error> {
    hours.sort();
    match hours.windows(2).find(|pair| pair[0].to > pair[1].from) {
        Some(pair) => Err(Error::Overlap(pair[0], pair[1])),
        None => Ok(hours),
    }
}

fn disjoint(holidays: &[Days], workdays: &[Days]) -> Result<(BTreeSet<Date>, BTreeSet<Date>), Error> {
    let set = |days: &[Days]| days.iter().flat_map(|d| d.dates()).collect::<BTreeSet<_>>();
    let (holidays, workdays) = (set(holidays), set(workdays));
    match holidays.intersection(&workdays).next() {
        Some(date) => Err(Error::HolidayAndWorkday(*date)),
        None => Ok((holidays, workdays)),
    }
}

impl Calendar {
    /// A calendar that ships with the program. `cn`: the public holidays and make-up workdays of China 2007–2026.
    ///
    /// # Errors
    /// [`Error::UnknownBase`]
    pub fn shipped(name: &str) -> Result<Calendar, Error> {
        CalendarSpec { base: Some(name.to_owned()), ..Default::default() }.try_into()
    }

    /// The IANA name of the zone, which also rules day counters and numbers.
    pub fn zone(&self) -> &str {
        &self.zone_name
    }

    /// The days on which people rest every week, its own or those of its base.
    pub fn weekend(&self) -> impl Iterator<Item = crate::Weekday> {
        crate::Weekday::ALL.into_iter().zip(self.weekend).filter_map(|(day, rests)| rests.then_some(day))
    }

    /// When people work on a working day, its own hours or those of its base.
    pub fn hours(&self) -> &[Span] {
        &self.hours
    }

    /// Whether the holidays of `year` are listed. Where they are not, only weekends are known: a deadline then is
    /// computed, but the calendar wants updating, and whoever shows the deadline should say so.
    pub fn lists(&self, year: i16) -> bool {
        self.listed_years.contains(&year)
    }

    /// The years between two moments whose holidays are not listed.
    ///
    /// # Errors
    /// [`Error::OutOfRange`]
    pub fn unlisted_years(&self, from: i64, to: i64) -> Result<Vec<i16>, Error> {
        let (first, last) = (self.date_of(from)?.year(), self.date_of(to)?.year());
        Ok((first..=last).filter(|year| !self.lists(*year)).collect())
    }

    /// Whether people work on that date: make-up workdays yes, holidays no, else by the weekday.
    pub fn is_working_day(&self, date: Date) -> bool {
        let weekday = date.weekday().to_monday_zero_offset().unsigned_abs() as usize;
        self.makeup_workdays.contains(&date) || (!self.holidays.contains(&date) && !self.weekend[weekday])
    }

    /// The days of a year on which people work, in order.
    pub fn working_days(&self, year: i16) -> impl Iterator<Item = Date> {
        let first = jiff::civil::date(year, 1, 1);
        let all = first.series(jiff::Span::new().days(1)).take_while(move |day| day.year() == year);
        all.filter(|day| self.is_working_day(*day))
    }

    /// The local date of a moment.
    ///
    /// # Errors
    /// [`Error::OutOfRange`]
    pub fn date_of(&self, at: i64) -> Result<Date, Error> {
        Ok(self.zone.to_datetime(timestamp(at)?).date())
    }

    /// Whether the moment lies within working hours; the close itself does not.
    ///
    /// # Errors
    /// [`Error::OutOfRange`]
    pub fn is_working_time(&self, at: i64) -> Result<bool, Error> {
        let date = self.date_of(at)?;
        Ok(self.is_working_day(date) && self.spans(date)?.any(|(open, close)| (open..close).contains(&at)))
    }

    /// The local day as a half-open span of UTC milliseconds, 23 or 25 hours long where the zone shifts.
    ///
    /// # Errors
    /// [`Error::OutOfRange`]
    pub fn day(&self, date: Date) -> Result<(i64, i64), Error> {
        Ok((self.instant(date, 0)?, self.instant(date, 24 * 60)?))
    }

    /// The last moment in time of a period that ends with that date: 23:59:59.999.
    pub(crate) fn end_of_day(&self, date: Date) -> Result<i64, Error> {
        Ok(self.day(date)?.1 - 1)
    }

    /// The close of work on that date, as a last moment in time; meant for working days.
    pub(crate) fn close_of_work(&self, date: Date) -> Result<i64, Error> {
        match self.hours.last() {
            Some(span) if span.to < 24 * 60 => self.instant(date, span.to),
            _ => self.end_of_day(date),
        }
    }

    /// Working hours of a date on the line of time, in order, without those that a shift of the zone swallowed.
    pub(crate) fn spans(&self, date: Date) -> Result<impl Iterator<Item = (i64, i64)> + use<>, Error> {
        let spans =
            self.hours.iter().map(|span| Ok((self.instant(date, span.from)?, self.instant(date, span.to)?)));
        let spans = spans.collect::<Result<Vec<_>, Error>>()?;
        Ok(spans.into_iter().filter(|(open, close)| open < close))
    }

    /// Local date and minute to a moment, never decreasing in the minute: a local time that a shift skips is the moment
    /// of the shift, one that happens twice is its first.
    fn instant(&self, date: Date, minute: u16) -> Result<i64, Error> {
        let out = || Error::OutOfRange(i64::from(date.year()) * 31_556_952_000);
        let (date, minute) = if minute == 24 * 60 { (next(date)?, 0) } else { (date, minute) };
        let local = date.at((minute / 60) as i8, (minute % 60) as i8, 0, 0);
        let moment = self.zone.to_ambiguous_timestamp(local);
        let found = match moment.offset() {
            AmbiguousOffset::Gap { before, .. } => {
                let after = before.to_timestamp(local).map_err(|_| out())?;
                let just_after = Timestamp::from_nanosecond(after.as_nanosecond() + 1).map_err(|_| out())?;
                self.zone.preceding(just_after).next().map_or(after, |shift| shift.timestamp())
            }
            _ => moment.compatible().map_err(|_| out())?,
        };
        Ok(found.as_millisecond())
    }
}

/// A moment the library can hold.
pub(crate) fn timestamp(at: i64) -> Result<Timestamp, Error> {
    if !RANGE.contains(&at) {
        return Err(Error::OutOfRange(at));
    }
    Timestamp::from_millisecond(at).map_err(|_| Error::OutOfRange(at))
}

/// The next date, within the range of this crate.
pub(crate) fn next(date: Date) -> Result<Date, Error> {
    match date.tomorrow() {
        Ok(date) if date.year() < 9999 => Ok(date),
        _ => Err(Error::OutOfRange(RANGE.end)),
    }
}
