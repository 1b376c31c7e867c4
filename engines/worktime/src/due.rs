//! The questions one asks of a promise: when is it due, how much has run, how much is left.

use crate::calendar::next;
use crate::clock::HOUR;
use crate::walk::{advance, spent};
use crate::{Calendar, Clock, Error, Rest, Unit};
use jiff::civil::Date;

/// The last moment in time of a promise made at `start`.
///
/// # Errors
/// [`Error::OutOfRange`]
pub fn due(calendar: &Calendar, clock: Clock, start: i64) -> Result<i64, Error> {
    match leg(calendar, clock, start, &[])? {
        Some(due) => Ok(due),
        None => Err(Error::OutOfRange(start)),
    }
}

/// The same after extensions, each counted from the deadline before it, and rests, in any order and overlapping.
/// `None` while the clock rests without a known end before its deadline.
///
/// # Errors
/// [`Error::OutOfRange`], [`Error::BackwardRest`]
pub fn due_after(
    calendar: &Calendar,
    clock: Clock,
    start: i64,
    extensions: &[Clock],
    rests: &[Rest],
) -> Result<Option<i64>, Error> {
    let rests = Rest::tidy(rests, start)?;
    let mut at = start;
    for clock in std::iter::once(&clock).chain(extensions) {
        match leg(calendar, *clock, at, &Rest::tidy(&rests, at)?)? {
            Some(due) => at = due,
            None => return Ok(None),
        }
    }
    Ok(Some(at))
}

/// Units that ran between two moments: hours as a broken number, days as a whole one, the first day not counted.
/// Negative when the moments are out of order.
///
/// # Errors
/// [`Error::OutOfRange`]
pub fn elapsed(calendar: &Calendar, unit: Unit, from: i64, to: i64) -> Result<f64, Error> {
    if to < from {
        return Ok(-elapsed(calendar, unit, to, from)?);
    }
    if !unit.is_days() {
        return Ok(spent(calendar, unit, from, to, &[])? as f64 / HOUR as f64);
    }
    let (first, last) = (calendar.date_of(from)?, calendar.date_of(to)?);
    Ok(f64::from(days_between(calendar, unit, first, last)?))
}

/// Units left until `due`; negative when it has passed. On the last day of a day clock 0 is left, though it is not
/// late: late is `now > due`.
///
/// # Errors
/// [`Error::OutOfRange`]
pub fn remaining(calendar: &Calendar, unit: Unit, now: i64, due: i64) -> Result<f64, Error> {
    elapsed(calendar, unit, now, due)
}

/// The share of a promise that has run: 0 at the start, 1 at the deadline, more than 1 when late. Day clocks are
/// measured in the time within their days, so that the share grows steadily.
///
/// # Errors
/// [`Error::OutOfRange`], [`Error::BackwardRest`]
pub fn used(
    calendar: &Calendar,
    unit: Unit,
    (start, due): (i64, i64),
    rests: &[Rest],
    now: i64,
) -> Result<f64, Error> {
    let rests = Rest::tidy(rests, start)?;
    let whole = spent(calendar, unit, start, due, &rests)?;
    if whole == 0 {
        return Ok(if now < due { 0.0 } else { 1.0 });
    }
    Ok(spent(calendar, unit, start, now, &rests)? as f64 / whole as f64)
}

/// The moment at which `share` (0 to 1) of a promise has run: when to say "due soon". `None` while the clock rests
/// without a known end before that.
///
/// # Errors
/// [`Error::OutOfRange`], [`Error::BackwardRest`], [`Error::BadShare`]
pub fn moment(
    calendar: &Calendar,
    unit: Unit,
    (start, due): (i64, i64),
    rests: &[Rest],
    share: f64,
) -> Result<Option<i64>, Error> {
    if !(0.0..=1.0).contains(&share) {
        return Err(Error::BadShare(share));
    }
    let rests = Rest::tidy(rests, start)?;
    let part = (spent(calendar, unit, start, due, &rests)? as f64 * share).round() as i64;
    if part == 0 { Ok(Some(start)) } else { advance(calendar, unit, start, &rests, part) }
}

/// One clock from one start. `rests` are tidy.
fn leg(calendar: &Calendar, clock: Clock, start: i64, rests: &[Rest]) -> Result<Option<i64>, Error> {
    if clock.unit().is_days() {
        day_leg(calendar, clock, start, rests)
    } else {
        advance(calendar, clock.unit(), start, rests, clock.millis())
    }
}

fn day_leg(calendar: &Calendar, clock: Clock, start: i64, rests: &[Rest]) -> Result<Option<i64>, Error> {
    let unit = clock.unit();
    let mut last = nth_day(calendar, unit, calendar.date_of(start)?, clock.days())?;
    let mut due = end_of(calendar, clock, last)?;
    for rest in rests {
        if rest.from > due {
            break;
        }
        let Some(to) = rest.to else { return Ok(None) };
        let slept = days_between(calendar, unit, calendar.date_of(rest.from)?, calendar.date_of(to)?)?;
        last = nth_day(calendar, unit, last, slept)?;
        due = end_of(calendar, clock, last)?;
        while due < to {
            last = nth_day(calendar, unit, last, 1)?;
            due = end_of(calendar, clock, last)?;
        }
    }
    Ok(Some(due))
}

fn counts(calendar: &Calendar, unit: Unit, date: Date) -> bool {
    !unit.is_work() || calendar.is_working_day(date)
}

/// The `n`-th day after `date` that the unit counts.
fn nth_day(calendar: &Calendar, unit: Unit, mut date: Date, mut n: u32) -> Result<Date, Error> {
    while n > 0 {
        date = next(date)?;
        n -= u32::from(counts(calendar, unit, date));
    }
    Ok(date)
}

/// The days that the unit counts after `first`, up to and with `last`.
fn days_between(calendar: &Calendar, unit: Unit, first: Date, last: Date) -> Result<u32, Error> {
    let (mut date, mut n) = (first, 0);
    while date < last {
        date = next(date)?;
        n += u32::from(counts(calendar, unit, date));
    }
    Ok(n)
}

/// The last moment in time of a clock in days whose last day is `date`.
fn end_of(calendar: &Calendar, clock: Clock, mut date: Date) -> Result<i64, Error> {
    if clock.unit().is_work() {
        return calendar.close_of_work(date);
    }
    while clock.rolls() && !calendar.is_working_day(date) {
        date = next(date)?;
    }
    calendar.end_of_day(date)
}
