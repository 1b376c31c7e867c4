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

/// When a module is due at the subject of a number, after it was last answered; none when it was answered for good.
///
/// The first round of a module is spread over its first period, so that a grid is not due on one day. A quarter of the period before its day it
/// is asked along with others: one visit instead of two.
pub fn due(module: &InForce, n: i64, last: Option<Timestamp>) -> Option<Due> {
    let period = module.module.every_days.map(i64::from);
    let day = Timestamp::DAY;
    match (period, last) {
        (None, Some(_)) => None,
        (None, None) => Some(Due { from: module.since, on: module.since.plus(ONCE * day) }),
        (Some(days), Some(last)) => {
            let on = last.plus(days * day);
            Some(Due { from: on.plus(-(days * day / 4)), on })
        }
        (Some(days), None) => {
            Some(Due { from: module.since, on: module.since.plus((1 + spread(n, days)) * day) })
        }
    }
}

/// A day of a period by the number of a record: evenly, and the same every time.
fn spread(n: i64, days: i64) -> i64 {
    let mixed = n.cast_unsigned().wrapping_mul(0x9E37_79B9_7F4A_7C15) >> 32;
    (mixed % days.cast_unsigned().max(1)).cast_signed()
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
        let again = due(&module(Some(80)), 1, Some(day(1_010)));
        assert_eq!(again, Some(Due { from: day(1_070), on: day(1_090) }));
        assert_eq!(due(&module(None), 1, Some(day(1_010))), None);
        assert_eq!(due(&module(None), 1, None).map(|d| d.from), Some(day(1_000)));
    }

    #[test]
    fn the_first_round_is_spread_over_the_period() {
        let m = module(Some(90));
        let on: Vec<i64> =
            (0..9_000).filter_map(|n| Some(due(&m, n, None)?.on.0 / Timestamp::DAY - 1_000)).collect();
        assert!(on.iter().all(|d| (1..=90).contains(d)));
        for day in 1..=90 {
            let n = on.iter().filter(|d| **d == day).count();
            assert!((50..200).contains(&n), "{n} on day {day}");
        }
    }
}
