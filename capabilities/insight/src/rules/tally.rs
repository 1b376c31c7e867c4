//! Adding up: the cells that a case counts in. A change of a case takes away what it counted for and adds what it counts
//! for now, so that the counters are always the sum over the cases as they stand, whatever order things came in.

use super::hours::Histogram;
use super::plan::{Grain, KEPT, LEVELS, Slice};
use crate::model::{Counts, Summary, WIDTH};
use std::collections::{BTreeMap, HashMap};

/// A number for each measure, as narrow as a county's cell can be.
type Narrow = [i32; WIDTH];

/// A text that occurs often, by its place in the list.
type Sym = u32;

/// Where a number stands: slice, area, period, category, channel, unit.
type Cell = (i64, Sym, u32, Sym, Sym, Sym);

/// Times to the first answer and to the end.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Times {
    /// To the first answer.
    pub answer: Histogram,
    /// To the end.
    pub close: Histogram,
}

impl Times {
    /// Adds (`sign` 1) or takes away (-1) other times.
    pub fn add(&mut self, other: &Self, sign: i64) {
        self.answer.merge(&other.answer, sign);
        self.close.merge(&other.close, sign);
    }
}

/// Sums over cases of one county, in memory.
#[derive(Debug, Default)]
pub struct Tally {
    names: Vec<String>,
    symbols: HashMap<String, Sym>,
    cells: HashMap<Cell, Narrow>,
    times: HashMap<(i64, Sym, u32, Sym), Times>,
    open: HashMap<(i64, Sym, Sym), i64>,
    areas: HashMap<(i64, Sym), i64>,
}

/// A row of counters, by its key.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct CountKey {
    /// [`Slice::code`].
    pub slice: i64,
    /// Codes of the area from the top, each followed by `/`.
    pub area: String,
    /// Day (20261121), month (202611) or year (2026).
    pub period: i64,
    /// Category, or empty when the slice does not tell them apart.
    pub category: String,
    /// Channel, likewise.
    pub channel: String,
    /// Unit, likewise.
    pub unit: String,
}

impl Tally {
    fn symbol(&mut self, text: &str) -> Sym {
        if let Some(symbol) = self.symbols.get(text) {
            return *symbol;
        }
        let symbol = Sym::try_from(self.names.len()).unwrap_or(Sym::MAX);
        self.names.push(text.to_owned());
        self.symbols.insert(text.to_owned(), symbol);
        symbol
    }

    fn name(&self, symbol: Sym) -> String {
        self.names.get(symbol as usize).cloned().unwrap_or_default()
    }

    /// Adds (`sign` 1) or takes away (-1) all that a case counts for. `home` is the depth of the home level, from 0.
    pub fn add(&mut self, case: &Summary, home: usize, sign: i64) {
        let none = self.symbol("");
        let areas = LEVELS.map(|level| self.symbol(case.area(home + 1 + level as usize)));
        let [category, channel, unit] =
            [&case.category, &case.channel, &case.unit].map(|text| self.symbol(text));
        for (day, counts) in case.events() {
            let counts = (counts * sign).0.map(|n| n as i32);
            for slice in KEPT {
                let key = (
                    slice.code(),
                    areas[slice.level as usize],
                    slice.grain.period(day) as u32,
                    if slice.category() { category } else { none },
                    if slice.channel() { channel } else { none },
                    if slice.unit() { unit } else { none },
                );
                let cell = self.cells.entry(key).or_insert([0; WIDTH]);
                cell.iter_mut().zip(counts).for_each(|(a, b)| *a += b);
            }
        }
        for level in LEVELS {
            let area = areas[level as usize];
            *self.areas.entry((level as i64, area)).or_default() += sign;
            let mut time = |slice: Slice, of: Sym, day: i64, add: &dyn Fn(&mut Times)| {
                for grain in [Grain::Month, Grain::Year].into_iter().filter(|_| day != 0) {
                    let key = (slice.at(grain).code(), area, grain.period(day) as u32, of);
                    add(self.times.entry(key).or_default());
                }
            };
            for (slice, of) in [(Slice::all(level), none), (Slice::by_category(level), category)] {
                time(slice, of, case.answered_day, &|t| t.answer.add(case.answered_bucket, sign));
                time(slice, of, case.closed_day, &|t| t.close.add(case.closed_bucket, sign));
            }
            if case.is_open() {
                let slices = [
                    (Slice::all(level).code(), none),
                    (Slice::by_category(level).code(), category),
                    (Slice::by_unit(level).code(), unit),
                ];
                for (slice, of) in slices {
                    *self.open.entry((slice, area, of)).or_default() += sign;
                }
            }
        }
    }

    /// The counters that are not zero, in order of their keys.
    pub fn counts(&self) -> Vec<(CountKey, Counts)> {
        let kept = self.cells.iter().filter(|(_, counts)| counts.iter().any(|n| *n != 0));
        let mut rows: Vec<(CountKey, Counts)> = kept
            .map(|((slice, area, period, category, channel, unit), counts)| {
                let key = CountKey {
                    slice: *slice,
                    area: self.name(*area),
                    period: i64::from(*period),
                    category: self.name(*category),
                    channel: self.name(*channel),
                    unit: self.name(*unit),
                };
                (key, Counts(counts.map(i64::from)))
            })
            .collect();
        rows.sort_unstable_by(|a, b| a.0.cmp(&b.0));
        rows
    }

    /// The times that are not empty: slice, area, month or year, category.
    pub fn times(&self) -> BTreeMap<(i64, String, i64, String), &Times> {
        let kept = self.times.iter().filter(|(_, t)| !t.answer.is_empty() || !t.close.is_empty());
        kept.map(|((slice, area, month, of), t)| {
            ((*slice, self.name(*area), i64::from(*month), self.name(*of)), t)
        })
        .collect()
    }

    /// Open cases that are not zero: slice, area, value.
    pub fn open(&self) -> BTreeMap<(i64, String, String), i64> {
        let kept = self.open.iter().filter(|(_, n)| **n != 0);
        kept.map(|((slice, area, of), n)| ((*slice, self.name(*area), self.name(*of)), *n)).collect()
    }

    /// Areas with how many cases they have, where not zero.
    pub fn areas(&self) -> BTreeMap<(i64, String), i64> {
        let kept = self.areas.iter().filter(|(_, n)| **n != 0);
        kept.map(|((level, area), n)| ((*level, self.name(*area)), *n)).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Measure;

    fn case() -> Summary {
        Summary {
            area_path: "C/K/T/V/".into(),
            category: "lamp".into(),
            channel: "web".into(),
            unit: "lights".into(),
            phase: "end".into(),
            registered_day: 20_260_302,
            accepted_day: 20_260_302,
            answered_day: 20_260_303,
            closed_day: 20_260_401,
            late: true,
            grade: 4,
            ..Summary::default()
        }
    }

    #[test]
    fn what_is_added_and_taken_away_leaves_nothing() {
        let mut tally = Tally::default();
        tally.add(&case(), 1, 1);
        tally.add(&Summary { area_path: "C/".into(), ..case() }, 1, 1);
        tally.add(&case(), 1, -1);
        tally.add(&Summary { area_path: "C/".into(), ..case() }, 1, -1);
        assert!(tally.counts().is_empty() && tally.times().is_empty());
        assert!(tally.open().is_empty() && tally.areas().is_empty());
    }

    #[test]
    fn a_case_counts_once_in_each_slice_of_each_level() {
        let mut tally = Tally::default();
        tally.add(&case(), 1, 1);
        for slice in KEPT {
            let area = if slice.level as i64 == 0 { "C/K/" } else { "C/K/T/" };
            let rows: Vec<_> = tally.counts().into_iter().filter(|(k, _)| k.slice == slice.code()).collect();
            assert!(rows.iter().all(|(k, _)| k.area == area), "{slice:?}");
            let sum = rows.iter().fold(Counts::default(), |sum, (_, c)| sum + *c);
            for measure in [Measure::Reported, Measure::Accepted, Measure::Answered, Measure::Closed] {
                assert_eq!(sum.get(measure), 1, "{slice:?} {measure:?}");
            }
            assert_eq!((sum.get(Measure::Late), sum.get(Measure::Rated4)), (1, 1));
        }
    }
}
