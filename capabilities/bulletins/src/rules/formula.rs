//! Formulas of measures: counters added and taken away, `closed - late`.

use insight::model::{Counts, Day, Measure};
use serde::Serialize;
use utoipa::ToSchema;

/// A sum of counters, all of one kind of day, so that it counts cases and has a list of them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Formula {
    terms: Vec<(i64, Measure)>,
    day: Day,
}

/// How the list of cases is narrowed to what was counted.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[schema(as = BulletinListFilter)]
pub struct ListFilter {
    /// By which of its days a case was counted: `registered`, `accepted`, `answered`, `closed`.
    pub on: &'static str,
    /// As the list of cases takes it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub had: Option<String>,
    /// As the list of cases takes it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub outcome: Option<String>,
    /// As the list of cases takes it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub rated: Option<String>,
}

const GRADES: [Measure; 4] = [Measure::Rated1, Measure::Rated2, Measure::Rated3, Measure::Rated4];
const OUTCOMES: [(Measure, &str); 4] = [
    (Measure::NotAccepted, "not_accepted"),
    (Measure::Transferred, "transferred"),
    (Measure::Joined, "joined"),
    (Measure::Voided, "voided"),
];
type Known = (&'static [(i64, Measure)], &'static [&'static str]);
/// Sums that the list can be narrowed to, with what must have happened to a case.
const LISTS: &[Known] = &[
    (&[(1, Measure::Reported)], &[]),
    (&[(1, Measure::Returned)], &["returned"]),
    (&[(1, Measure::Reopened)], &["reopened"]),
    (&[(1, Measure::Accepted)], &[]),
    (&[(1, Measure::Answered)], &[]),
    (&[(1, Measure::Closed)], &[]),
    (&[(1, Measure::Late)], &["late"]),
    (&[(1, Measure::Carried)], &["carried"]),
    (&[(1, Measure::CarriedLate)], &["carried", "late"]),
    (&[(1, Measure::Closed), (-1, Measure::Late)], &["on_time"]),
    (&[(1, Measure::Closed), (-1, Measure::Carried)], &["not_carried"]),
    (&[(1, Measure::Late), (-1, Measure::CarriedLate)], &["late", "not_carried"]),
    (&[(1, Measure::Carried), (-1, Measure::CarriedLate)], &["on_time", "carried"]),
    (
        &[(1, Measure::Closed), (-1, Measure::Late), (-1, Measure::Carried), (1, Measure::CarriedLate)],
        &["on_time", "not_carried"],
    ),
];

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

    /// The filter of the list of cases that holds exactly what it counts; none where the list has no such filter.
    pub fn list(&self) -> Option<ListFilter> {
        let filter = |had: &[&str], outcome: Option<&str>, rated: Vec<i64>| ListFilter {
            on: match self.day {
                Day::Registered => "registered",
                Day::Accepted => "accepted",
                Day::Answered => "answered",
                Day::Closed => "closed",
            },
            had: (!had.is_empty()).then(|| had.join(",")),
            outcome: outcome.map(str::to_owned),
            rated: (!rated.is_empty())
                .then(|| rated.iter().map(ToString::to_string).collect::<Vec<_>>().join(",")),
        };
        let grade = |m: Measure| GRADES.iter().position(|g| *g == m).map(|at| at as i64 + 1);
        let mut grades: Vec<i64> =
            self.terms.iter().filter_map(|(sign, m)| grade(*m).filter(|_| *sign == 1)).collect();
        if grades.len() == self.terms.len() {
            grades.sort_unstable();
            let once = grades.windows(2).all(|two| two[0] != two[1]);
            return once.then(|| filter(&[], None, grades));
        }
        if let [(1, one)] = self.terms[..] {
            let ended = OUTCOMES.iter().find(|(m, _)| *m == one);
            if let Some((_, outcome)) = ended {
                return Some(filter(&[], Some(outcome), vec![]));
            }
        }
        let same = |terms: &[(i64, Measure)]| {
            terms.len() == self.terms.len() && terms.iter().all(|term| self.terms.contains(term))
        };
        LISTS.iter().find(|(terms, _)| same(terms)).map(|(_, had)| filter(had, None, vec![]))
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
    fn a_formula_knows_its_list() {
        let list = |text: &str| Formula::parse(text).expect("a formula").list();
        let had = |text: &str| list(text).and_then(|l| l.had);
        assert_eq!(had("closed - late").as_deref(), Some("on_time"));
        assert_eq!(had("closed - carried - late + carried_late").as_deref(), Some("on_time,not_carried"));
        assert_eq!(list("accepted").map(|l| (l.on, l.had)), Some(("accepted", None)));
        assert_eq!(list("rated_4 + rated_3").and_then(|l| l.rated).as_deref(), Some("3,4"));
        assert_eq!(list("joined").and_then(|l| l.outcome).as_deref(), Some("joined"));
        for none in
            ["settled", "closed - settled", "rated_4 - rated_3", "rated_4 + rated_4", "late - carried"]
        {
            assert_eq!(list(none), None, "{none}");
        }
    }

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
