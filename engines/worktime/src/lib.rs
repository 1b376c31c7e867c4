//! When is it due? Promises of time on the calendar of an area.
//!
//! A [`Clock`] is an amount in one of four units. Urgent hours and natural days run always; work hours and work days
//! follow a [`Calendar`]: time zone, weekend, working hours, public holidays, make-up workdays. All moments at the
//! face are UTC milliseconds. Nothing here reads a clock or a file: the same input gives the same answer for ever.
//!
//! # How periods are counted
//!
//! The Civil Code of China (民法典) is followed:
//!
//! * Art. 201: a period in **hours** runs from its start; of a period in **days** the day of the start is not counted.
//!   So "3 work days" from a Monday morning ends on Thursday, wherever in Monday it began.
//! * Art. 203: the last day ends at 24:00, or, where there are business hours, when business closes. A work day ends at
//!   the close of work, a natural day at midnight in the calendar's zone.
//! * Art. 203 also moves a last day that is a rest day to the next working day. That loosens a promise, so it happens
//!   only where a clock says [`Clock::rolling`]; a natural day otherwise runs always, and the earlier reading keeps the
//!   law as well.
//!
//! A deadline is **the last moment that is still in time**: late means `now > due`. A day that ends at 24:00 ends at
//! 23:59:59.999, which also lands on the right date on a screen.
//!
//! A [`Rest`] (the clock suspended) is taken out exactly for hours. For days, each day that begins inside the rest
//! moves the deadline by one (the day it starts is, again, not counted), so that the number of whole days still ahead
//! is the same before and after.

mod builtin;
mod calendar;
mod clock;
mod due;
mod spec;
mod walk;

pub use calendar::Calendar;
pub use clock::{Clock, ClockSpec, Rest, Unit};
pub use due::{due, due_after, elapsed, moment, remaining, used};
pub use jiff::civil::Date;
pub use spec::{CalendarSpec, Days, Span, Weekday};

/// What can be wrong with a calendar, a clock or a moment. Each names the value and what is expected of it.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
pub enum Error {
    /// `zone` is not an IANA name known to the shipped time zone database.
    #[error("unknown time zone `{0}`: expected an IANA name such as Asia/Shanghai")]
    UnknownZone(String),
    /// `base` names no calendar that ships with the program.
    #[error("unknown base calendar `{0}`: expected one of {names}", names = builtin::names())]
    UnknownBase(String),
    /// A calendar without `base` must give `zone`, `weekend` and `hours` itself.
    #[error("a calendar without a base needs `{0}`")]
    Missing(&'static str),
    /// Not `HH:MM-HH:MM` with the first before the second.
    #[error("bad working hours `{0}`: expected HH:MM-HH:MM within one day, such as 08:30-12:00")]
    BadSpan(String),
    /// Two spans of the same day share time.
    #[error("working hours `{0}` and `{1}` overlap")]
    Overlap(Span, Span),
    /// Not a date or a range of dates.
    #[error("bad date `{0}`: expected YYYY-MM-DD, or YYYY-MM-DD/YYYY-MM-DD over at most 366 days")]
    BadDays(String),
    /// One date listed both as a holiday and as a make-up workday.
    #[error("{0} is listed both as a holiday and as a make-up workday")]
    HolidayAndWorkday(Date),
    /// No span of hours, or every day is weekend: a work clock would never end.
    #[error("the calendar has no working time at all")]
    NoWorkingTime,
    /// Hours take 0.01 to 100,000; days a whole number from 1 to 36,500.
    #[error(
        "bad amount {0} for {1}: expected hours from 0.01 to 100000, or a whole number of days from 1 to 36500"
    )]
    BadAmount(f64, &'static str),
    /// Only a clock in natural days can roll to a working day.
    #[error("only natural_days can roll to a working day, not {0}")]
    CannotRoll(&'static str),
    /// A rest that ends before it begins (both in UTC milliseconds).
    #[error("a rest cannot end ({to}) before it begins ({from})")]
    BackwardRest { from: i64, to: i64 },
    /// A share outside 0..=1.
    #[error("bad share {0}: expected a number from 0 to 1")]
    BadShare(f64),
    /// A moment (UTC milliseconds) before the year 1 or after the year 9998.
    #[error("moment {0} is out of range: expected UTC milliseconds between the years 1 and 9998")]
    OutOfRange(i64),
}
