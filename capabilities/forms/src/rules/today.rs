//! What of all that is due by rule a day carries in a grid. Thousands become due at once when a module comes into force: they are answered by
//! their days when each day carries the share that this needs, and a day's work ends.

use jiff::civil::Date;
use std::cmp::Reverse;
use std::collections::BTreeSet;

/// Visits that a day carries in a grid at least, while so many are due: a tour, not a single door; and at most.
const A_DAY: (usize, usize) = (20, 40);

/// A subject at which something is due, in the order of the visits: by when that is to be answered.
pub type Waiting = (i64, Date);

/// The subjects that today carries. `days` are those from today on, on which people work; `handled` is at how many somebody was today.
///
/// Late ones come first. The share of a day is the least that meets the day of every one, when as much is done on each working day until then;
/// it is filled along the order of the visits, first with those whose days ask for that share.
pub fn carried(waiting: &[Waiting], days: &[Date], today: Date, handled: usize) -> BTreeSet<i64> {
    let (share, tight) = share(waiting, days, today, handled);
    let late = |on: Date| if on < today { Some(on) } else { None };
    let mut order: Vec<(bool, Option<Date>, bool, usize)> = waiting
        .iter()
        .enumerate()
        .map(|(at, (_, on))| (late(*on).is_none(), late(*on), Some(*on) > tight, at))
        .collect();
    order.sort_unstable();
    order.into_iter().take(share).filter_map(|(.., at)| waiting.get(at).map(|(n, _)| *n)).collect()
}

/// How many today carries, and the day that asks for so many.
fn share(waiting: &[Waiting], days: &[Date], today: Date, handled: usize) -> (usize, Option<Date>) {
    let mut by_day: Vec<Date> = waiting.iter().map(|(_, on)| (*on).max(today)).collect();
    by_day.sort_unstable();
    let rate = |(at, on): (usize, &Date)| {
        let until = days.partition_point(|day| day <= on).max(1);
        // of days that ask for as much, the earliest
        ((at + 1 + handled).div_ceil(until), Reverse(*on))
    };
    let most = by_day.iter().enumerate().map(rate).max();
    let share = most.map_or(0, |(rate, _)| rate.clamp(A_DAY.0, A_DAY.1));
    (share.saturating_sub(handled), most.map(|(_, Reverse(on))| on))
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;
    use proptest::prelude::*;

    fn days(n: i32) -> Vec<Date> {
        date(2026, 11, 2).series(jiff::Span::new().days(1)).take(usize::try_from(n).unwrap()).collect()
    }

    #[test]
    fn what_becomes_due_at_once_is_spread_over_its_days() {
        let all = days(90);
        // 2,700 homes of a grid, a module of 90 days admitted today: thirty a day, near ones together, none is late
        let mut open: Vec<Waiting> = (0..2_700).map(|n| (n, all[89])).collect();
        for (at, today) in all.iter().enumerate() {
            let now = carried(&open, &all[at..], *today, 0);
            assert_eq!(now.len(), 30, "{today}");
            let first = i64::try_from(at * 30).unwrap();
            assert_eq!(now.iter().copied().collect::<Vec<_>>(), (first..first + 30).collect::<Vec<_>>());
            open.retain(|(n, _)| !now.contains(n));
        }
        assert!(open.is_empty());
        // during the day the share gets smaller, not the day longer
        let open: Vec<Waiting> = (10..2_700).map(|n| (n, all[89])).collect();
        assert_eq!(carried(&open, &all, all[0], 10), (10..30).collect());
    }

    #[test]
    fn late_ones_come_first_and_a_day_has_a_bound() {
        let all = days(90);
        let mut open: Vec<Waiting> = (0..1_000).map(|n| (n, all[60])).collect();
        open[900].1 = date(2026, 10, 1);
        open[901].1 = date(2026, 9, 1);
        let now = carried(&open, &all, all[0], 0);
        assert!(now.contains(&900) && now.contains(&901));
        assert_eq!((now.len(), now.first(), now.contains(&18)), (20, Some(&0), false));
        // those whose days ask for it come before nearer ones that have time
        let soon: Vec<Waiting> = (0..200).map(|n| (n, all[if n < 100 { 80 } else { 2 }])).collect();
        assert_eq!(carried(&soon, &all, all[0], 0), (100..134).collect());
        let many: Vec<Waiting> = (0..500).map(|n| (n, date(2026, 10, 1))).collect();
        assert_eq!(carried(&many, &all, all[0], 0).len(), 40);
        assert_eq!(carried(&many, &[], all[0], 0).len(), 40, "nobody knows when people work there");
        assert_eq!(carried(&[], &all, all[0], 3).len(), 0);
    }

    proptest! {
        #[test]
        fn a_round_is_done_within_its_days(n in 0_i64..1_200, period in 30_i32..60) {
            let all = days(period);
            let mut open: Vec<Waiting> = (0..n).map(|n| (n, *all.last().unwrap())).collect();
            for (at, today) in all.iter().enumerate() {
                let now = carried(&open, &all[at..], *today, 0);
                prop_assert!(now.len() <= 40 && now.len() >= open.len().min(20));
                prop_assert!(now.iter().eq(open.iter().map(|(n, _)| n).take(now.len())), "in the order of the visits");
                open.retain(|(n, _)| !now.contains(n));
            }
            prop_assert!(open.is_empty());
        }
    }
}
