//! When a module is due at a subject. Nothing is kept but when it was last answered: everything else follows from that.

use crate::model::admission::InForce;
use kernel::Timestamp;

/// A module that is due.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Due {
    /// From this moment on it is asked when somebody comes by.
    pub from: Timestamp,
    /// Until when it should be.
    pub on: Timestamp,
}

/// Days that a module which is asked once may take.
const ONCE: i64 = 90;

/// When a module is due at a subject, after it was last answered; none when it was answered for good.
///
/// The first round of a module has its whole first period: which day carries whom is a matter of the plan (`today`). A quarter of the period before
/// its day it is asked along with others: one visit instead of two.
pub fn due(module: &InForce, last: Option<Timestamp>) -> Option<Due> {
    let period = module.module.every_days.map(i64::from);
    let day = Timestamp::DAY;
    match (period, last) {
        (None, Some(_)) => None,
        (period, None) => {
            Some(Due { from: module.since, on: module.since.plus(period.unwrap_or(ONCE) * day) })
        }
        (Some(days), Some(last)) => {
            let on = last.plus(days * day);
            Some(Due { from: on.plus(-(days * day / 4)), on })
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::module::{Module, ModuleUse};

    fn module(every_days: Option<u32>) -> InForce {
        let module = Module {
            code: "m".into(),
            name: kernel::Text::default(),
            purpose: ModuleUse::Collect,
            function: "f".into(),
            subject: "dwelling".into(),
            when: None,
            every_days,
            basis: None,
            questions: vec![],
        };
        InForce { module, version: 1, since: Timestamp(1_000 * Timestamp::DAY) }
    }

    #[test]
    fn what_was_answered_is_due_again_when_its_days_are_over() {
        let day = |n: i64| Timestamp(n * Timestamp::DAY);
        let again = due(&module(Some(80)), Some(day(1_010)));
        assert_eq!(again, Some(Due { from: day(1_070), on: day(1_090) }));
        assert_eq!(due(&module(None), Some(day(1_010))), None);
        assert_eq!(due(&module(None), None).map(|d| d.from), Some(day(1_000)));
    }

    #[test]
    fn the_first_round_has_its_whole_period() {
        let day = |n: i64| Timestamp(n * Timestamp::DAY);
        assert_eq!(due(&module(Some(80)), None), Some(Due { from: day(1_000), on: day(1_080) }));
    }
}
