//! Formulas of measures: counters added and taken away, `closed - late`.

use insight::model::{Counts, Day, Measure};

/// A sum of counters, all of one kind of day, so that it counts cases and has a list of them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Formula {
    terms: Vec<(i64, Measure)>,
    day: Day,
}

/// Why a text is no formula.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FormulaError(pub String);

impl Formula {
    /// Reads `a + b - c`.
    ///
    /// # Errors
    /// A word that is no counter; counters of different days; nothing at all.
    pub fn parse(text: &str) -> Result<Self, FormulaError> {
        let mut terms = vec![];
        let mut sign = 1;
        for word in text.replace('+', " + ").replace('-', " - ").split_whitespace() {
            match word {
                "+" => sign = 1,
                "-" => sign = -1,
                name => {
                    let unknown = || FormulaError(format!("{name:?} is no counter"));
                    terms.push((sign, Measure::named(name).ok_or_else(unknown)?));
                }
            }
        }
        let Some(day) = terms.first().map(|(_, m)| m.day()) else {
            return Err(FormulaError(format!("{text:?} names no counter")));
        };
        if terms.iter().any(|(_, m)| m.day() != day) {
            return Err(FormulaError(format!("{text:?} mixes counters of different days")));
        }
        Ok(Self { terms, day })
    }

    /// By which of their days cases are counted.
    pub fn day(&self) -> Day {
        self.day
    }

    /// What it comes to.
    pub fn of(&self, counts: &Counts) -> i64 {
        self.terms.iter().map(|(sign, measure)| sign * counts.get(*measure)).sum()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_formula_adds_counters_of_one_day() {
        let mut counts = Counts::default();
        (0..5).for_each(|_| counts.count(Measure::Closed));
        counts.count(Measure::Late);
        let formula = Formula::parse("closed-late").expect("a formula");
        assert_eq!((formula.of(&counts), formula.day()), (4, Day::Closed));
        for bad in ["", "closed - reported", "closed - people", "+"] {
            assert!(Formula::parse(bad).is_err(), "{bad}");
        }
    }
}
