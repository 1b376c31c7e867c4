//! What holds for every clock on every calendar.
#![allow(clippy::print_stdout)]

use crate::common::{clock, cn, los_angeles, plain};
use proptest::prelude::*;
use worktime::{Calendar, Clock, Rest, Unit, due, due_after, elapsed, moment, used};

const MINUTE: i64 = 60_000;

fn calendars() -> impl Strategy<Value = Calendar> {
    prop_oneof![
        Just(cn()),
        Just(los_angeles()),
        Just(plain("Europe/London", &["00:00-24:00"])),
        Just(plain("Australia/Lord_Howe", &["00:30-02:15", "22:00-24:00"])),
        Just(plain("Pacific/Apia", &["09:00-17:00"])),
    ]
}

/// Whole minutes from 2010 to 2027.
fn moments() -> impl Strategy<Value = i64> {
    (21_000_000_i64..30_000_000).prop_map(|minutes| minutes * MINUTE)
}

fn hours() -> impl Strategy<Value = Clock> {
    (1_u32..200, prop_oneof![Just(Unit::UrgentHours), Just(Unit::WorkHours)])
        .prop_map(|(quarters, unit)| clock(f64::from(quarters) / 4.0, unit))
}

fn clocks() -> impl Strategy<Value = Clock> {
    let days = (1_u32..40, prop_oneof![Just(Unit::NaturalDays), Just(Unit::WorkDays)])
        .prop_map(|(days, unit)| clock(f64::from(days), unit));
    prop_oneof![hours(), days]
}

/// Closed rests within about ten days after a start, given as minutes.
fn rests() -> impl Strategy<Value = Vec<(i64, i64)>> {
    prop::collection::vec((-600_i64..14_000, 0_i64..5_000), 0..4)
}

fn place(rests: &[(i64, i64)], start: i64) -> Vec<Rest> {
    let rest = |&(from, length): &(i64, i64)| {
        let from = start + from * MINUTE;
        Rest { from, to: Some(from + length * MINUTE) }
    };
    rests.iter().map(rest).collect()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(100))]

    #[test]
    fn a_later_start_is_never_due_earlier(c in calendars(), clock in clocks(), start in moments(), later in 0_i64..5_000) {
        let (first, second) = (due(&c, clock, start).unwrap(), due(&c, clock, start + later * MINUTE).unwrap());
        prop_assert!(first <= second);
        prop_assert!(first > start);
    }

    #[test]
    fn amounts_add_up(c in calendars(), clock in clocks(), start in moments(), more in 1_u32..20) {
        let more = Clock::new(f64::from(more), clock.unit()).unwrap();
        let sum = Clock::new(clock.amount() + more.amount(), clock.unit()).unwrap();
        let step = due(&c, more, due(&c, clock, start).unwrap()).unwrap();
        prop_assert_eq!(step, due(&c, sum, start).unwrap());
        prop_assert_eq!(due_after(&c, clock, start, &[more], &[]).unwrap(), Some(step));
    }

    #[test]
    fn work_is_due_while_people_work(c in calendars(), clock in clocks(), start in moments()) {
        prop_assume!(clock.unit().is_work());
        let due = due(&c, clock, start).unwrap();
        prop_assert!(c.is_working_time(due - 1).unwrap(), "the moment before is worked");
        prop_assert!(c.is_working_day(c.date_of(due - 1).unwrap()));
    }

    #[test]
    fn what_elapses_until_the_deadline_is_the_amount(c in calendars(), clock in clocks(), start in moments()) {
        let due = due(&c, clock, start).unwrap();
        prop_assert_eq!(elapsed(&c, clock.unit(), start, due).unwrap(), clock.amount());
    }

    /// The walk over spans against a count of single minutes.
    #[test]
    fn work_hours_are_the_minutes_people_work(c in calendars(), start in moments(), length in 0_i64..8_000) {
        let worked = (0..length).filter(|m| c.is_working_time(start + m * MINUTE).unwrap()).count();
        let hours = elapsed(&c, Unit::WorkHours, start, start + length * MINUTE).unwrap();
        prop_assert_eq!((hours * 60.0).round(), worked as f64);
    }

    #[test]
    fn a_rest_never_brings_a_deadline_forward(c in calendars(), clock in clocks(), start in moments(), given in rests()) {
        let rests = place(&given, start);
        let plain = due(&c, clock, start).unwrap();
        let rested = due_after(&c, clock, start, &[], &rests).unwrap().unwrap();
        prop_assert!(rested >= plain);
        prop_assert!(rests.iter().all(|r| !(r.from < rested && rested < r.to.unwrap())), "never due at rest");
        let open: Vec<_> = rests.iter().map(|r| Rest { to: None, ..*r }).collect();
        let sleeping = due_after(&c, clock, start, &[], &open).unwrap();
        prop_assert!(sleeping.is_none() || sleeping == Some(plain));
    }

    /// Hours: what ran outside the rests is exactly the amount, whatever the rests.
    #[test]
    fn rests_are_taken_out_exactly(c in calendars(), clock in hours(), start in moments(), given in rests()) {
        let rests = place(&given, start);
        let due = due_after(&c, clock, start, &[], &rests).unwrap().unwrap();
        let runs = |m: i64| {
            (clock.unit() == Unit::UrgentHours || c.is_working_time(m).unwrap())
                && !rests.iter().any(|r| (r.from..r.to.unwrap()).contains(&m))
        };
        let minutes = (start..due).step_by(MINUTE as usize).filter(|m| runs(*m)).count();
        prop_assert_eq!(minutes as f64, clock.amount() * 60.0);
    }

    #[test]
    fn the_share_grows_to_one(c in calendars(), clock in clocks(), start in moments(), given in rests(), share in 0.01..=1.0) {
        let rests = place(&given, start);
        let promise = (start, due_after(&c, clock, start, &[], &rests).unwrap().unwrap());
        let at = moment(&c, clock.unit(), promise, &rests, share).unwrap().unwrap();
        prop_assert!(start <= at && at <= promise.1);
        let back = used(&c, clock.unit(), promise, &rests, at).unwrap();
        prop_assert!((back - share).abs() < 1e-5, "{} {}", back, share);
        prop_assert_eq!(used(&c, clock.unit(), promise, &rests, promise.1).unwrap(), 1.0);
    }
}
