//! Which counters are kept, and which of them answer a question.
//!
//! A *slice* tells some of category, channel and unit apart and adds the others up, at one of two levels of area, by day or by
//! month or by year. At the home level (the county) every single dimension stands by day, month and year, and pairs by month
//! and year; one level below (the town) single dimensions by month and year, and the plain total by day. What lies deeper is so small that its cases are
//! read instead ([`Source::Cases`]); what lies higher is the sum over the homes. See `docs/decisions/counters.md`.

/// The two levels of area at which counters stand, as steps below the home level.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Level {
    /// The home level.
    Home = 0,
    /// The one below.
    Town = 1,
}

/// Both levels.
pub const LEVELS: [Level; 2] = [Level::Home, Level::Town];

/// How fine time is told apart.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Grain {
    /// By month.
    Month = 0,
    /// By day.
    Day = 1,
    /// By year.
    Year = 4,
}

impl Grain {
    /// The period of a day such as 20261121: itself, its month 202611 or its year 2026.
    pub fn period(self, day: i64) -> i64 {
        match self {
            Self::Month => day / 100,
            Self::Day => day,
            Self::Year => day / 10_000,
        }
    }
}

/// Which periods are told apart in an answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Apart {
    /// None: all of the range together.
    Nothing,
    /// Months.
    Months,
    /// Days.
    Days,
}

/// Categories are told apart.
pub const CATEGORY: i64 = 1;
/// Channels are told apart.
pub const CHANNEL: i64 = 2;
/// Units are told apart.
pub const UNIT: i64 = 4;

/// One kind of counter.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Slice {
    /// Level of the area.
    pub level: Level,
    /// Day or month.
    pub grain: Grain,
    /// Sum of [`CATEGORY`], [`CHANNEL`], [`UNIT`].
    pub dims: i64,
}

impl Slice {
    const fn new(level: Level, grain: Grain, dims: i64) -> Self {
        Self { level, grain, dims }
    }
    /// The column `slice`.
    pub const fn code(self) -> i64 {
        (self.level as i64) * 16 + (self.grain as i64) * 8 + self.dims
    }
    /// Months of a level, all together.
    pub const fn all(level: Level) -> Self {
        Self::new(level, Grain::Month, 0)
    }
    /// Months of a level by category.
    pub const fn by_category(level: Level) -> Self {
        Self::new(level, Grain::Month, CATEGORY)
    }
    /// The same by another grain.
    pub const fn at(self, grain: Grain) -> Self {
        Self { grain, ..self }
    }
    /// Months of a level by unit.
    pub const fn by_unit(level: Level) -> Self {
        Self::new(level, Grain::Month, UNIT)
    }
    /// Tells categories apart.
    pub const fn category(self) -> bool {
        self.dims & CATEGORY != 0
    }
    /// Tells channels apart.
    pub const fn channel(self) -> bool {
        self.dims & CHANNEL != 0
    }
    /// Tells units apart.
    pub const fn unit(self) -> bool {
        self.dims & UNIT != 0
    }
}

/// Every slice that is kept, from the smallest of a level and grain to the largest.
pub const KEPT: &[Slice] = &[
    Slice::new(Level::Home, Grain::Month, 0),
    Slice::new(Level::Home, Grain::Month, CATEGORY),
    Slice::new(Level::Home, Grain::Month, CHANNEL),
    Slice::new(Level::Home, Grain::Month, UNIT),
    Slice::new(Level::Home, Grain::Month, CATEGORY | UNIT),
    Slice::new(Level::Home, Grain::Month, CATEGORY | CHANNEL | UNIT),
    Slice::new(Level::Home, Grain::Year, 0),
    Slice::new(Level::Home, Grain::Year, CATEGORY),
    Slice::new(Level::Home, Grain::Year, CHANNEL),
    Slice::new(Level::Home, Grain::Year, UNIT),
    Slice::new(Level::Home, Grain::Year, CATEGORY | UNIT),
    Slice::new(Level::Home, Grain::Year, CATEGORY | CHANNEL | UNIT),
    Slice::new(Level::Home, Grain::Day, 0),
    Slice::new(Level::Home, Grain::Day, CATEGORY),
    Slice::new(Level::Home, Grain::Day, CHANNEL),
    Slice::new(Level::Home, Grain::Day, UNIT),
    Slice::new(Level::Town, Grain::Month, 0),
    Slice::new(Level::Town, Grain::Month, CATEGORY),
    Slice::new(Level::Town, Grain::Month, CHANNEL),
    Slice::new(Level::Town, Grain::Month, UNIT),
    Slice::new(Level::Town, Grain::Year, 0),
    Slice::new(Level::Town, Grain::Year, CATEGORY),
    Slice::new(Level::Town, Grain::Year, CHANNEL),
    Slice::new(Level::Town, Grain::Year, UNIT),
    Slice::new(Level::Town, Grain::Day, 0),
];

fn smallest(level: Level, grain: Grain, dims: i64) -> Option<Slice> {
    KEPT.iter().copied().find(|s| s.level == level && s.grain == grain && s.dims & dims == dims)
}

/// Days from and to, both counted.
pub type Range = (i64, i64);

/// Where a number comes from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Source {
    /// Counters: each slice over a range of its periods. The ranges do not overlap.
    Counters(Vec<(Slice, Range)>),
    /// The cases of the area.
    Cases,
    /// Days by several dimensions for so large an area are not kept.
    TooFine,
}

/// The first and the last day of a month such as 202611, as far as numbers go.
const fn month_days(month: i64) -> Range {
    (month * 100 + 1, month * 100 + 31)
}

/// How to answer: for an area at `depth` steps below the home level (negative: above), told apart at `finest` steps below it
/// (the same depth, or one more when its parts are told apart).
pub fn source(finest: i64, depth: i64, dims: i64, apart: Apart, range: Range, today: i64) -> Source {
    let level = match finest {
        i64::MIN..=0 => Level::Home,
        1 => Level::Town,
        _ => return if depth >= 1 { Source::Cases } else { Source::TooFine },
    };
    match counters(level, dims, apart, range, today) {
        Some(parts) => Source::Counters(parts),
        None if depth >= 1 => Source::Cases,
        None => Source::TooFine,
    }
}

fn counters(
    level: Level,
    dims: i64,
    apart: Apart,
    (from, to): Range,
    today: i64,
) -> Option<Vec<(Slice, Range)>> {
    let day = smallest(level, Grain::Day, dims);
    if apart == Apart::Days {
        return Some(vec![(day?, (from, to))]);
    }
    let to = beyond(to, today);
    let (first, last) = whole_months((from, to));
    if first > last {
        return Some(vec![(day?, (from, to))]);
    }
    let mut parts = vec![];
    for (grain, periods) in months((first, last), apart) {
        parts.push((smallest(level, grain, dims)?, periods));
    }
    if from < month_days(first).0 {
        parts.push((day?, (from, month_days(first).0 - 1)));
    }
    if to > month_days(last).1 {
        parts.push((day?, (month_days(last).1 + 1, to)));
    }
    Some(parts)
}

/// The years and months of which times are kept that a range of days touches.
pub fn timed((from, to): Range, apart: Apart, today: i64) -> Vec<(Grain, Range)> {
    months((from / 100, beyond(to, today) / 100), apart)
}

/// The last day of a range; when it is not over, the last day of its year: nothing is counted after today.
fn beyond(to: i64, today: i64) -> i64 {
    if to >= today { to.max(today / 10_000 * 10_000 + 1231) } else { to }
}

/// Months from and to as whole years and the months before and after them.
fn months((first, last): Range, apart: Apart) -> Vec<(Grain, Range)> {
    let year = |month: i64| month / 100;
    // the first year from January on, the last one up to December
    let (from, to) = (year(first + 98), year(last + 88) - 1);
    if apart != Apart::Nothing || from > to {
        return vec![(Grain::Month, (first, last))];
    }
    let ends = [(first, from * 100), (to * 100 + 13, last)];
    let months = ends.into_iter().filter(|(first, last)| first <= last).map(|range| (Grain::Month, range));
    std::iter::once((Grain::Year, (from, to))).chain(months).collect()
}

/// The months that lie wholly inside a range of days; first after last when none does.
pub fn whole_months((from, to): Range) -> Range {
    let first = if from % 100 <= 1 { from / 100 } else { next(from / 100) };
    let last = if to % 100 >= last_day(to / 100) { to / 100 } else { previous(to / 100) };
    (first, last)
}

fn next(month: i64) -> i64 {
    if month % 100 >= 12 { (month / 100 + 1) * 100 + 1 } else { month + 1 }
}

fn previous(month: i64) -> i64 {
    if month % 100 <= 1 { (month / 100 - 1) * 100 + 12 } else { month - 1 }
}

/// The last day of a month such as 202602.
pub fn last_day(month: i64) -> i64 {
    let (Ok(year), Ok(month)) = (i16::try_from(month / 100), i8::try_from(month % 100)) else { return 31 };
    jiff::civil::Date::new(year, month, 1).map_or(31, |d| i64::from(d.days_in_month()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn slices_have_codes_of_their_own() {
        let codes: std::collections::BTreeSet<i64> = KEPT.iter().map(|s| s.code()).collect();
        assert_eq!(codes.len(), KEPT.len());
    }

    #[test]
    fn whole_months_are_read_as_months_and_the_rest_as_days() {
        use Grain::{Day, Month, Year};
        let parts = |range, apart, today| match source(0, 0, CATEGORY, apart, range, today) {
            Source::Counters(parts) => parts.iter().map(|(s, r)| (s.grain, *r)).collect::<Vec<_>>(),
            other => panic!("{other:?}"),
        };
        let (far, all) = (20_300_101, Apart::Nothing);
        assert_eq!(parts((20_260_201, 20_260_228), all, far), [(Month, (202_602, 202_602))]);
        assert_eq!(
            parts((20_251_215, 20_260_310), all, far),
            [(Month, (202_601, 202_602)), (Day, (20_251_215, 20_260_100)), (Day, (20_260_232, 20_260_310))]
        );
        assert_eq!(parts((20_260_205, 20_260_310), all, far), [(Day, (20_260_205, 20_260_310))]);
        // a year and a month that are not over are read whole
        assert_eq!(parts((20_260_101, 20_260_215), all, 20_260_215), [(Year, (2026, 2026))]);
        assert_eq!(parts((20_260_201, 20_260_215), all, 20_260_215), [(Month, (202_602, 202_612))]);
        assert_eq!(parts((20_250_101, 20_261_231), all, far), [(Year, (2025, 2026))]);
        assert_eq!(parts((20_250_101, 20_251_231), Apart::Months, far), [(Month, (202_501, 202_512))]);
        assert_eq!(
            parts((20_241_101, 20_270_228), all, far),
            [(Year, (2025, 2026)), (Month, (202_411, 202_500)), (Month, (202_613, 202_702))]
        );
    }

    #[test]
    fn small_areas_are_counted_case_by_case_and_large_ones_never() {
        let range = (20_260_105, 20_260_110);
        assert_eq!(source(2, 2, 0, Apart::Days, range, range.1), Source::Cases);
        assert_eq!(source(1, 1, CATEGORY, Apart::Days, range, range.1), Source::Cases);
        assert_eq!(source(0, 0, CATEGORY | UNIT, Apart::Days, range, range.1), Source::TooFine);
        assert_eq!(
            source(0, -2, CATEGORY | CHANNEL, Apart::Nothing, (20_260_105, 20_260_110), 20_270_101),
            Source::TooFine
        );
        assert!(matches!(
            source(1, 0, UNIT, Apart::Nothing, (20_260_101, 20_260_131), 20_270_101),
            Source::Counters(_)
        ));
    }

    proptest! {
        #[test]
        fn every_day_of_a_range_is_counted_once(
            from in 0i64..1200, length in 0i64..1200, today in 0i64..2000, months in any::<bool>(),
        ) {
            let day = |n: i64| {
                let date = jiff::civil::date(2024, 1, 1).saturating_add(jiff::Span::new().days(n));
                super::super::fold::number(date)
            };
            let (range, today) = ((day(from), day(from + length)), day(today));
            let apart = if months { Apart::Months } else { Apart::Nothing };
            let Source::Counters(parts) = source(0, 0, 0, apart, range, today) else { panic!("counters") };
            for n in 0..2000 {
                let of = |(s, (a, b)): &(Slice, Range)| (*a..=*b).contains(&s.grain.period(day(n)));
                let wanted = (range.0..=range.1).contains(&day(n));
                let found = parts.iter().filter(|p| of(p)).count();
                // days that are still to come have no numbers
                if day(n) <= today {
                    prop_assert_eq!(found, usize::from(wanted), "{} in {:?}", day(n), parts);
                }
            }
        }
    }
}
