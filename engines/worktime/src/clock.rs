//! A promise of time, and the times it rests.

use crate::Error;
use serde::{Deserialize, Serialize};

pub(crate) const HOUR: i64 = 3_600_000;

/// The unit of a promise.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Unit {
    /// Hours that run always.
    UrgentHours,
    /// Days that run always; the day of the start is not counted.
    NaturalDays,
    /// Hours within working time.
    WorkHours,
    /// Working days, each ending at the close of work; the day of the start is not counted.
    WorkDays,
}

impl Unit {
    /// The name as written in packs and columns.
    pub fn name(self) -> &'static str {
        match self {
            Unit::UrgentHours => "urgent_hours",
            Unit::NaturalDays => "natural_days",
            Unit::WorkHours => "work_hours",
            Unit::WorkDays => "work_days",
        }
    }

    /// Whether the unit is counted in days.
    pub fn is_days(self) -> bool {
        matches!(self, Unit::NaturalDays | Unit::WorkDays)
    }

    /// Whether the unit follows the calendar.
    pub fn is_work(self) -> bool {
        matches!(self, Unit::WorkHours | Unit::WorkDays)
    }
}

/// An amount of time in a unit. A clock that exists is valid: it ends.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[serde(try_from = "ClockSpec", into = "ClockSpec")]
pub struct Clock {
    amount: f64,
    unit: Unit,
    roll: bool,
}

/// A clock as written: `{"amount": 3, "unit": "work_days"}`.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ClockSpec {
    /// Hours may be broken (0.5), days not.
    pub amount: f64,
    /// What the amount counts.
    pub unit: Unit,
    /// See [`Clock::rolling`].
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub roll: bool,
}

impl TryFrom<ClockSpec> for Clock {
    type Error = Error;
    fn try_from(spec: ClockSpec) -> Result<Self, Error> {
        let clock = Clock::new(spec.amount, spec.unit)?;
        if spec.roll { clock.rolling() } else { Ok(clock) }
    }
}

impl From<Clock> for ClockSpec {
    fn from(Clock { amount, unit, roll }: Clock) -> Self {
        ClockSpec { amount, unit, roll }
    }
}

impl Clock {
    /// A clock of `amount` units: hours from 0.01 to 100,000, a whole number of days from 1 to 36,500.
    ///
    /// # Errors
    /// [`Error::BadAmount`]
    pub fn new(amount: f64, unit: Unit) -> Result<Clock, Error> {
        let good = if unit.is_days() {
            amount.fract() == 0.0 && (1.0..=36_500.0).contains(&amount)
        } else {
            (0.01..=100_000.0).contains(&amount)
        };
        if good {
            Ok(Clock { amount, unit, roll: false })
        } else {
            Err(Error::BadAmount(amount, unit.name()))
        }
    }

    /// The same clock, ending on the next working day when its last natural day is a rest day (民法典 art. 203).
    ///
    /// # Errors
    /// [`Error::CannotRoll`] for any unit but natural days.
    pub fn rolling(self) -> Result<Clock, Error> {
        if self.unit == Unit::NaturalDays {
            Ok(Clock { roll: true, ..self })
        } else {
            Err(Error::CannotRoll(self.unit.name()))
        }
    }

    /// How many units.
    pub fn amount(self) -> f64 {
        self.amount
    }

    /// The unit.
    pub fn unit(self) -> Unit {
        self.unit
    }

    /// Whether a last day of rest moves to the next working day.
    pub fn rolls(self) -> bool {
        self.roll
    }

    /// The amount of an hour clock in milliseconds.
    pub(crate) fn millis(self) -> i64 {
        (self.amount * HOUR as f64).round() as i64
    }

    /// The amount of a day clock.
    pub(crate) fn days(self) -> u32 {
        self.amount as u32
    }
}

/// A time in which a clock stood still, UTC milliseconds; `to` is `None` while it still does.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Rest {
    /// The clock stopped.
    pub from: i64,
    /// The clock went on.
    pub to: Option<i64>,
}

impl Rest {
    /// Sorted, merged where they touch, without what lies before `start`.
    ///
    /// # Errors
    /// [`Error::BackwardRest`]
    pub(crate) fn tidy(rests: &[Rest], start: i64) -> Result<Vec<Rest>, Error> {
        let mut sorted = rests.to_vec();
        sorted.sort_by_key(|rest| rest.from);
        let mut tidy: Vec<Rest> = Vec::with_capacity(sorted.len());
        for Rest { from, to } in sorted {
            if let Some(to) = to.filter(|to| *to < from) {
                return Err(Error::BackwardRest { from, to });
            }
            if to.is_some_and(|to| to <= start) {
                continue;
            }
            let from = from.max(start);
            match tidy.last_mut() {
                Some(last) if last.end() >= from => {
                    last.to = last.to.and_then(|end| to.map(|to| to.max(end)))
                }
                _ => tidy.push(Rest { from, to }),
            }
        }
        Ok(tidy)
    }

    /// Where the rest ends on the line of time; a rest without an end, never.
    pub(crate) fn end(self) -> i64 {
        self.to.unwrap_or(i64::MAX)
    }
}
