//! What exists: the measures that are counted, and what the counters know of a case. No I/O.

use std::ops::{Add, AddAssign, Mul};

macro_rules! measures {
    ($($(#[$doc:meta])* $name:ident $column:literal;)*) => {
        /// What is counted, and the column in which it stands.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub enum Measure { $($(#[$doc])* $name,)* }
        const ALL: [Measure; WIDTH] = [$(Measure::$name),*];
        /// The columns of the measures, in order.
        pub const MEASURES: &[&str] = &[$($column),*];
    };
}

measures! {
    /// Registered on the day.
    Reported "reported";
    /// Of those registered on the day: a unit returned it at least once.
    Returned "returned";
    /// Of those registered on the day: taken up again at least once.
    Reopened "reopened";
    /// Accepted on the day.
    Accepted "accepted";
    /// First answered on the day.
    Answered "answered";
    /// Ended on the day, however.
    Closed "closed";
    /// Of those ended on the day: a clock was missed.
    Late "late";
    /// Of those ended on the day: was carried over for a while.
    Carried "carried";
    /// Of those carried over: a clock was missed.
    CarriedLate "carried_late";
    /// Of those ended on the day: rated 1 (very dissatisfied).
    Rated1 "rated_1";
    /// Rated 2.
    Rated2 "rated_2";
    /// Rated 3.
    Rated3 "rated_3";
    /// Rated 4 (very satisfied).
    Rated4 "rated_4";
    /// Of those ended on the day: done and ended in one step, on the spot.
    Settled "settled";
    /// Ended as not accepted.
    NotAccepted "not_accepted";
    /// Ended as transferred outside.
    Transferred "transferred";
    /// Ended as joined to another.
    Joined "joined";
    /// Ended as voided.
    Voided "voided";
}

/// How many measures there are.
pub const WIDTH: usize = MEASURES.len();

/// A number for each measure.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counts(pub [i64; WIDTH]);

impl Counts {
    /// The number of one measure.
    pub fn get(&self, measure: Measure) -> i64 {
        self.0[measure as usize]
    }
    /// One more of a measure.
    pub fn count(&mut self, measure: Measure) {
        self.0[measure as usize] += 1;
    }
    /// True when every number is zero.
    pub fn is_zero(&self) -> bool {
        self.0.iter().all(|n| *n == 0)
    }
}

impl AddAssign for Counts {
    fn add_assign(&mut self, other: Self) {
        self.0.iter_mut().zip(other.0).for_each(|(a, b)| *a += b);
    }
}

impl Add for Counts {
    type Output = Self;
    fn add(mut self, other: Self) -> Self {
        self += other;
        self
    }
}

impl Mul<i64> for Counts {
    type Output = Self;
    fn mul(self, sign: i64) -> Self {
        Self(self.0.map(|n| n * sign))
    }
}

impl Measure {
    /// The measure that stands in a column.
    pub fn named(column: &str) -> Option<Self> {
        ALL.into_iter().find(|measure| MEASURES[*measure as usize] == column)
    }

    /// The day of a case by which it is counted.
    pub fn day(self) -> Day {
        match self {
            Self::Reported | Self::Returned | Self::Reopened => Day::Registered,
            Self::Accepted => Day::Accepted,
            Self::Answered => Day::Answered,
            _ => Day::Closed,
        }
    }
}

/// The days of a case on which it is counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Day {
    /// Registered.
    Registered,
    /// First accepted.
    Accepted,
    /// First answered.
    Answered,
    /// Ended.
    Closed,
}

/// What the counters know of a case: all that its numbers depend on. Days are numbers such as 20261121 in the city's time
/// zone, 0 when it has not happened.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Summary {
    /// Codes of the area from the top, each followed by `/`; empty when unknown.
    pub area_path: String,
    /// Category, or empty.
    pub category: String,
    /// Channel.
    pub channel: String,
    /// The unit that leads, or led; empty when none.
    pub unit: String,
    /// Leading tasks, a line each: id, state (`o` owed, `d` done, `x` neither) and unit, with tabs between.
    pub leads: String,
    /// Phase of the state.
    pub phase: String,
    /// How it ended, or empty.
    pub outcome: String,
    /// When it was registered, UTC milliseconds.
    pub registered_at: i64,
    /// Day of the registration.
    pub registered_day: i64,
    /// Day on which it was first accepted.
    pub accepted_day: i64,
    /// Day of the first answer to the reporter.
    pub answered_day: i64,
    /// Bucket of the time until then.
    pub answered_bucket: i64,
    /// Day on which it ended.
    pub closed_day: i64,
    /// Bucket of the time until then.
    pub closed_bucket: i64,
    /// A clock was missed.
    pub late: bool,
    /// Was carried over for a while.
    pub carried: bool,
    /// Done and ended in one step.
    pub settled: bool,
    /// Returned by a unit, times.
    pub returns: i64,
    /// Taken up again, times.
    pub reopens: i64,
    /// The reporter's rating, 1 to 4; 0 when none.
    pub grade: i64,
}

impl Summary {
    /// True until an end state is reached.
    pub fn is_open(&self) -> bool {
        self.phase != END
    }

    /// The day of a kind; 0 when it has not happened.
    pub fn day(&self, day: Day) -> i64 {
        match day {
            Day::Registered => self.registered_day,
            Day::Accepted => self.accepted_day,
            Day::Answered => self.answered_day,
            Day::Closed => self.closed_day,
        }
    }

    /// What it counts for on the days from and to, both counted.
    pub fn counts_within(&self, (from, to): (i64, i64)) -> Counts {
        let within = self.events().into_iter().filter(|(day, _)| (from..=to).contains(day));
        within.fold(Counts::default(), |sum, (_, counts)| sum + counts)
    }

    /// The first `n` areas of the path, each followed by `/`; fewer when fewer are known.
    pub fn area(&self, n: usize) -> &str {
        let end = self.area_path.match_indices('/').nth(n.saturating_sub(1)).map(|(at, _)| at + 1);
        &self.area_path[..end.unwrap_or(self.area_path.len())]
    }

    /// What it counts for, day by day.
    pub fn events(&self) -> Vec<(i64, Counts)> {
        let mut events: Vec<(i64, Counts)> = Vec::with_capacity(4);
        let mut on = |day: i64, measure: Measure| {
            if day == 0 {
                return;
            }
            let at = events.iter().position(|(d, _)| *d == day).unwrap_or_else(|| {
                events.push((day, Counts::default()));
                events.len() - 1
            });
            events[at].1.count(measure);
        };
        on(self.registered_day, Measure::Reported);
        if self.returns > 0 {
            on(self.registered_day, Measure::Returned);
        }
        if self.reopens > 0 {
            on(self.registered_day, Measure::Reopened);
        }
        on(self.accepted_day, Measure::Accepted);
        on(self.answered_day, Measure::Answered);
        for measure in self.endings().into_iter().flatten() {
            on(self.closed_day, measure);
        }
        events
    }

    fn endings(&self) -> [Option<Measure>; 7] {
        let rated = match self.grade {
            1 => Some(Measure::Rated1),
            2 => Some(Measure::Rated2),
            3 => Some(Measure::Rated3),
            4 => Some(Measure::Rated4),
            _ => None,
        };
        let outcome = match self.outcome.as_str() {
            "not_accepted" => Some(Measure::NotAccepted),
            "transferred" => Some(Measure::Transferred),
            "joined" => Some(Measure::Joined),
            "voided" => Some(Measure::Voided),
            _ => None,
        };
        [
            Some(Measure::Closed),
            self.late.then_some(Measure::Late),
            self.carried.then_some(Measure::Carried),
            (self.carried && self.late).then_some(Measure::CarriedLate),
            rated,
            outcome,
            self.settled.then_some(Measure::Settled),
        ]
    }
}

/// The phase of end states.
pub const END: &str = "end";
