//! The written form of a calendar, as it stands in a file or a column.

use crate::Error;
use jiff::{Span as Step, civil::Date};
use serde::{Deserialize, Serialize};
use std::{fmt, str::FromStr};

/// A calendar as written. With a `base` only what differs is given; `holidays` and `makeup_workdays` then add to the
/// base, and win over it where they name the same date.
///
/// ```json
/// {"base": "cn", "hours": ["09:00-12:00", "14:00-17:30"], "holidays": ["2026-04-19/2026-04-22"]}
/// ```
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CalendarSpec {
    /// A calendar that ships with the program: `cn`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub base: Option<String>,
    /// IANA name, such as `Asia/Shanghai`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub zone: Option<String>,
    /// The days of rest of an ordinary week; may be empty.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub weekend: Option<Vec<Weekday>>,
    /// Working hours of every working day, local time.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub hours: Option<Vec<Span>>,
    /// Years whose holidays are known to be complete, beyond those of the base.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub listed_years: Vec<i16>,
    /// Days of rest whatever the weekday.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub holidays: Vec<Days>,
    /// Working days whatever the weekday (调休上班).
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub makeup_workdays: Vec<Days>,
}

/// A day of the week.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
#[allow(missing_docs)]
pub enum Weekday {
    Monday,
    Tuesday,
    Wednesday,
    Thursday,
    Friday,
    Saturday,
    Sunday,
}

impl Weekday {
    /// A week.
    pub const ALL: [Self; 7] = [
        Self::Monday,
        Self::Tuesday,
        Self::Wednesday,
        Self::Thursday,
        Self::Friday,
        Self::Saturday,
        Self::Sunday,
    ];

    /// 0 for Monday to 6 for Sunday.
    pub(crate) fn index(self) -> usize {
        self as usize
    }
}

/// Working hours within one day, written `HH:MM-HH:MM`; the end may be `24:00`. Minutes from local midnight.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Span {
    pub(crate) from: u16,
    pub(crate) to: u16,
}

impl FromStr for Span {
    type Err = Error;
    fn from_str(text: &str) -> Result<Self, Error> {
        let bad = || Error::BadSpan(text.to_owned());
        let (from, to) = text.split_once('-').ok_or_else(bad)?;
        let span = Span { from: minutes(from).ok_or_else(bad)?, to: minutes(to).ok_or_else(bad)? };
        if span.from < span.to { Ok(span) } else { Err(bad()) }
    }
}

fn minutes(text: &str) -> Option<u16> {
    let (hours, minutes) = text.trim().split_once(':')?;
    let digits = |s: &str, n: std::ops::RangeInclusive<usize>| {
        (n.contains(&s.len()) && s.bytes().all(|b| b.is_ascii_digit())).then(|| s.parse::<u16>().ok())?
    };
    let (hours, minutes) = (digits(hours, 1..=2)?, digits(minutes, 2..=2)?);
    (minutes < 60 && hours * 60 + minutes <= 24 * 60).then_some(hours * 60 + minutes)
}

impl fmt::Display for Span {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Span { from, to } = self;
        write!(f, "{:02}:{:02}-{:02}:{:02}", from / 60, from % 60, to / 60, to % 60)
    }
}

/// One date, or an inclusive range of dates written `first/last`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Days {
    first: Date,
    last: Date,
}

impl Days {
    /// Every date of the range.
    pub fn dates(self) -> impl Iterator<Item = Date> {
        self.first.series(Step::new().days(1)).take_while(move |date| *date <= self.last)
    }
}

impl From<Date> for Days {
    fn from(date: Date) -> Self {
        Days { first: date, last: date }
    }
}

impl FromStr for Days {
    type Err = Error;
    fn from_str(text: &str) -> Result<Self, Error> {
        let bad = || Error::BadDays(text.to_owned());
        let date = |s: &str| plain_date(s.trim()).ok_or_else(bad);
        let (first, last) = match text.split_once('/') {
            Some((first, last)) => (date(first)?, date(last)?),
            None => (date(text)?, date(text)?),
        };
        let length = first.until(last).map_err(|_| bad())?.get_days();
        if (0..366).contains(&length) { Ok(Days { first, last }) } else { Err(bad()) }
    }
}

/// `YYYY-MM-DD` and nothing else: the library's own parser would also take times.
fn plain_date(text: &str) -> Option<Date> {
    (text.len() == 10).then(|| text.parse().ok())?
}

impl fmt::Display for Days {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.first == self.last {
            write!(f, "{}", self.first)
        } else {
            write!(f, "{}/{}", self.first, self.last)
        }
    }
}

macro_rules! as_text {
    ($($type:ty),*) => {$(
        impl TryFrom<String> for $type {
            type Error = Error;
            fn try_from(text: String) -> Result<Self, Error> {
                text.parse()
            }
        }
        impl From<$type> for String {
            fn from(value: $type) -> String {
                value.to_string()
            }
        }
    )*};
}
as_text!(Span, Days);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hours_are_written_as_people_write_them() {
        for text in ["08:30-12:00", "00:00-24:00", "13:30-18:00"] {
            assert_eq!(text.parse::<Span>().unwrap().to_string(), text);
        }
        assert_eq!("9:00-12:00".parse::<Span>().unwrap().to_string(), "09:00-12:00");
        for bad in [
            "",
            "08:30",
            "12:00-08:30",
            "08:00-08:00",
            "08:60-09:00",
            "20:00-24:01",
            "+8:00-9:00",
            "8-9",
            "a:bb-c:dd",
        ] {
            assert_eq!(bad.parse::<Span>(), Err(Error::BadSpan(bad.into())));
        }
    }

    #[test]
    fn days_are_one_date_or_a_range() {
        let week: Days = "2026-10-01/2026-10-07".parse().unwrap();
        assert_eq!(week.dates().count(), 7);
        assert_eq!(week.to_string(), "2026-10-01/2026-10-07");
        assert_eq!("2026-10-01".parse::<Days>().unwrap().dates().count(), 1);
        for bad in [
            "",
            "2026-02-29",
            "2026-10-07/2026-10-01",
            "2026-01-01/2027-12-31",
            "2026-1-1",
            "2026-10-01T10:00",
        ] {
            assert_eq!(bad.parse::<Days>(), Err(Error::BadDays(bad.into())));
        }
    }
}
