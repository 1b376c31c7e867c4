//! Periods as the law and the calendar count them, case by case.
#![allow(clippy::print_stdout)]

use crate::common::{at, clock, cn, los_angeles, plain, show};
use worktime::Unit::{NaturalDays, UrgentHours, WorkDays, WorkHours};
use worktime::{
    Calendar, CalendarSpec, Clock, Error, Rest, Unit, due, due_after, elapsed, moment, remaining, used,
};

fn due_text(calendar: &Calendar, amount: f64, unit: Unit, start: &str) -> String {
    show(calendar, due(calendar, clock(amount, unit), at(calendar, start)).unwrap())
}

#[test]
fn every_unit_from_a_friday_afternoon() {
    let cn = cn();
    let start = "2026-11-20 17:00";
    assert_eq!(due_text(&cn, 2.0, UrgentHours, start), "2026-11-20 19:00");
    assert_eq!(due_text(&cn, 0.5, UrgentHours, start), "2026-11-20 17:30");
    assert_eq!(due_text(&cn, 2.0, WorkHours, start), "2026-11-23 09:30");
    assert_eq!(
        due_text(&cn, 1.0, WorkHours, start),
        "2026-11-20 18:00",
        "ends at the close, not at the next opening"
    );
    assert_eq!(due_text(&cn, 2.0, NaturalDays, start), "2026-11-22 23:59:59.999");
    assert_eq!(due_text(&cn, 1.0, WorkDays, start), "2026-11-23 18:00");
    assert_eq!(due_text(&cn, 1.0, WorkDays, "2026-11-21 03:00"), "2026-11-23 18:00", "begun on a rest day");
    assert_eq!(
        due_text(&cn, 1.0, WorkDays, "2026-11-23 00:00"),
        "2026-11-24 18:00",
        "the day of the start never counts"
    );
}

#[test]
fn holidays_rest_and_makeup_days_work() {
    let cn = cn();
    // Spring festival 2026: 15 to 23 February off, Saturdays 14 and 28 February worked.
    assert_eq!(due_text(&cn, 1.0, WorkDays, "2026-02-13 10:00"), "2026-02-14 18:00");
    assert_eq!(due_text(&cn, 2.0, WorkDays, "2026-02-13 10:00"), "2026-02-24 18:00");
    assert_eq!(due_text(&cn, 9.0, WorkHours, "2026-02-14 08:30"), "2026-02-24 09:30");
    assert_eq!(due_text(&cn, 5.0, WorkDays, "2026-02-24 10:00"), "2026-03-02 18:00");
}

#[test]
fn a_last_natural_day_of_rest_stays_unless_the_clock_rolls() {
    let cn = cn();
    let start = at(&cn, "2026-09-28 10:00");
    let three = clock(3.0, NaturalDays);
    assert_eq!(show(&cn, due(&cn, three, start).unwrap()), "2026-10-01 23:59:59.999");
    assert_eq!(show(&cn, due(&cn, three.rolling().unwrap(), start).unwrap()), "2026-10-08 23:59:59.999");
    assert_eq!(clock(3.0, WorkDays).rolling(), Err(Error::CannotRoll("work_days")));
}

#[test]
fn the_zone_decides_the_day() {
    let (cn, la) = (cn(), los_angeles());
    let start = at(&cn, "2026-11-20 17:00");
    assert_eq!(show(&la, start), "2026-11-20 01:00");
    assert_eq!(show(&la, due(&la, clock(1.0, WorkHours), start).unwrap()), "2026-11-20 09:00");
}

#[test]
fn clocks_that_shift() {
    let la = los_angeles();
    // 8 March 2026 has 23 hours, 1 November 25.
    assert_eq!(due_text(&la, 24.0, UrgentHours, "2026-03-07 12:00"), "2026-03-08 13:00");
    assert_eq!(due_text(&la, 24.0, UrgentHours, "2026-10-31 12:00"), "2026-11-01 11:00");
    assert_eq!(due_text(&la, 1.0, NaturalDays, "2026-03-07 12:00"), "2026-03-08 23:59:59.999");
    assert_eq!(due_text(&la, 1.0, WorkDays, "2026-03-06 12:00"), "2026-03-09 17:00");
    assert_eq!(due_text(&la, 8.0, WorkHours, "2026-03-06 13:00"), "2026-03-09 12:00");
    let (open, close) = la.day("2026-03-08".parse().unwrap()).unwrap();
    assert_eq!(close - open, 23 * 3_600_000);
}

#[test]
fn hours_that_a_shift_swallows_are_not_worked() {
    let spec = CalendarSpec {
        zone: Some("America/Los_Angeles".into()),
        weekend: Some(vec![]),
        hours: Some(["01:00-02:30", "02:30-02:50", "02:55-04:00"].map(|s| s.parse().unwrap()).to_vec()),
        ..Default::default()
    };
    let night: Calendar = spec.try_into().unwrap();
    let (from, to) = (at(&night, "2026-03-08 00:00"), at(&night, "2026-03-09 00:00"));
    assert_eq!(elapsed(&night, WorkHours, from, to), Ok(2.0), "01:00 to 02:00, then 03:00 to 04:00");
    assert_eq!(due_text(&night, 1.5, WorkHours, "2026-03-08 00:00"), "2026-03-08 03:30");
}

#[test]
fn work_to_midnight_ends_on_its_own_date() {
    let late = plain("Asia/Shanghai", &["16:00-24:00"]);
    assert_eq!(due_text(&late, 1.0, WorkDays, "2026-11-19 10:00"), "2026-11-20 23:59:59.999");
}

fn rest(calendar: &Calendar, from: &str, to: &str) -> Rest {
    Rest { from: at(calendar, from), to: Some(at(calendar, to)) }
}

#[test]
fn rests_stop_the_clock() {
    let cn = cn();
    let start = at(&cn, "2026-11-16 09:00");
    let after = |amount, unit, rests: &[Rest]| {
        show(&cn, due_after(&cn, clock(amount, unit), start, &[], rests).unwrap().unwrap())
    };
    let morning = [rest(&cn, "2026-11-16 10:00", "2026-11-16 11:00")];
    assert_eq!(after(2.0, UrgentHours, &morning), "2026-11-16 12:00");
    assert_eq!(after(3.0, WorkHours, &morning), "2026-11-16 14:30");
    assert_eq!(after(1.0, WorkDays, &morning), "2026-11-17 18:00", "within one day no day is lost");
    let night = [rest(&cn, "2026-11-16 19:00", "2026-11-17 07:00")];
    assert_eq!(after(8.0, WorkHours, &night), after(8.0, WorkHours, &[]), "nobody works at night");
    let days = [rest(&cn, "2026-11-17 10:00", "2026-11-19 15:00")];
    assert_eq!(after(3.0, WorkDays, &days), "2026-11-23 18:00");
    assert_eq!(after(3.0, NaturalDays, &days), "2026-11-21 23:59:59.999");
    let overlapping = [
        rest(&cn, "2026-11-18 08:00", "2026-11-19 15:00"),
        rest(&cn, "2026-11-17 10:00", "2026-11-18 15:00"),
    ];
    assert_eq!(after(3.0, WorkDays, &overlapping), after(3.0, WorkDays, &days));
    let too_late = [rest(&cn, "2026-12-17 10:00", "2026-12-19 15:00")];
    assert_eq!(after(3.0, WorkDays, &too_late), after(3.0, WorkDays, &[]));
}

#[test]
fn nobody_is_late_on_waking_up() {
    let cn = cn();
    let start = at(&cn, "2026-11-19 09:00");
    let weekend = [rest(&cn, "2026-11-20 10:00", "2026-11-22 12:00")];
    let due = due_after(&cn, clock(1.0, WorkDays), start, &[], &weekend).unwrap().unwrap();
    assert_eq!(show(&cn, due), "2026-11-23 18:00");
}

#[test]
fn a_clock_at_rest_has_no_deadline_unless_it_had_passed() {
    let cn = cn();
    let start = at(&cn, "2026-11-16 09:00");
    for unit in [UrgentHours, NaturalDays, WorkHours, WorkDays] {
        let due = |rest: &str| {
            due_after(&cn, clock(2.0, unit), start, &[], &[Rest { from: at(&cn, rest), to: None }]).unwrap()
        };
        assert_eq!(due("2026-11-16 10:00"), None);
        assert_eq!(due("2026-11-26 10:00"), Some(worktime::due(&cn, clock(2.0, unit), start).unwrap()));
    }
    let backward = Rest { from: 5, to: Some(4) };
    assert_eq!(
        due_after(&cn, clock(2.0, WorkDays), start, &[], &[backward]),
        Err(Error::BackwardRest { from: 5, to: 4 })
    );
}

#[test]
fn extensions_go_on_from_the_deadline() {
    let cn = cn();
    let start = at(&cn, "2026-11-16 09:00");
    let extended = |by| show(&cn, due_after(&cn, clock(2.0, WorkDays), start, &[by], &[]).unwrap().unwrap());
    assert_eq!(extended(clock(3.0, WorkDays)), "2026-11-23 18:00");
    assert_eq!(extended(clock(3.0, NaturalDays)), "2026-11-21 23:59:59.999");
    assert_eq!(extended(clock(1.5, WorkHours)), "2026-11-19 10:00");
    let both = due_after(
        &cn,
        clock(2.0, WorkDays),
        start,
        &[clock(1.0, WorkDays)],
        &[rest(&cn, "2026-11-19 09:00", "2026-11-20 09:00")],
    );
    assert_eq!(
        show(&cn, both.unwrap().unwrap()),
        "2026-11-20 18:00",
        "a rest in the extension moves the extension"
    );
}

#[test]
fn what_has_run_and_what_is_left() {
    let cn = cn();
    let (from, to) = (at(&cn, "2026-11-20 17:00"), at(&cn, "2026-11-24 10:00"));
    assert_eq!(elapsed(&cn, UrgentHours, from, to), Ok(89.0));
    assert_eq!(elapsed(&cn, WorkHours, from, to), Ok(1.0 + 8.0 + 1.5));
    assert_eq!(elapsed(&cn, NaturalDays, from, to), Ok(4.0));
    assert_eq!(elapsed(&cn, WorkDays, from, to), Ok(2.0));
    assert_eq!(remaining(&cn, WorkDays, to, from), Ok(-2.0));
    assert_eq!(remaining(&cn, WorkHours, from, from), Ok(0.0));
}

#[test]
fn due_soon() {
    let cn = cn();
    let start = at(&cn, "2026-11-20 14:00");
    let promise = (start, due(&cn, clock(8.0, WorkHours), start).unwrap());
    let soon = moment(&cn, WorkHours, promise, &[], 0.75).unwrap().unwrap();
    assert_eq!(show(&cn, soon), "2026-11-23 10:30");
    assert_eq!(used(&cn, WorkHours, promise, &[], soon), Ok(0.75));
    assert_eq!(used(&cn, WorkHours, promise, &[], start - 5), Ok(0.0));
    assert_eq!(used(&cn, WorkHours, promise, &[], at(&cn, "2026-11-24 12:00")), Ok((4.0 + 8.0 + 3.5) / 8.0));
    let rests = [rest(&cn, "2026-11-20 16:00", "2026-11-23 08:30")];
    let promise = (start, due_after(&cn, clock(8.0, WorkHours), start, &[], &rests).unwrap().unwrap());
    assert_eq!(show(&cn, moment(&cn, WorkHours, promise, &rests, 0.5).unwrap().unwrap()), "2026-11-23 10:30");
    assert_eq!(moment(&cn, WorkHours, promise, &[], 0.0), Ok(Some(start)));
    assert_eq!(moment(&cn, WorkHours, promise, &[], 1.5), Err(Error::BadShare(1.5)));
}

#[test]
fn bad_clocks_name_what_is_wrong() {
    for (amount, unit) in
        [(0.0, WorkDays), (1.5, WorkDays), (-1.0, UrgentHours), (f64::NAN, WorkHours), (1e9, NaturalDays)]
    {
        assert!(matches!(Clock::new(amount, unit), Err(Error::BadAmount(_, name)) if name == unit.name()));
    }
    let parsed: Clock = serde_json::from_str(r#"{"amount": 3, "unit": "work_days"}"#).unwrap();
    assert_eq!(parsed, clock(3.0, WorkDays));
    assert_eq!(serde_json::to_string(&parsed).unwrap(), r#"{"amount":3.0,"unit":"work_days"}"#);
    let error = serde_json::from_str::<Clock>(r#"{"amount": 0, "unit": "work_days"}"#).unwrap_err();
    assert!(error.to_string().contains("bad amount 0 for work_days"), "{error}");
}

#[test]
fn moments_off_the_scale_are_errors() {
    let cn = cn();
    for start in [i64::MIN, i64::MAX, 253_370_764_800_000] {
        for unit in [UrgentHours, NaturalDays, WorkHours, WorkDays] {
            assert!(
                matches!(due(&cn, clock(2.0, unit), start), Err(Error::OutOfRange(_))),
                "{start} {unit:?}"
            );
        }
    }
    let end = 253_370_764_800_000 - 1;
    for unit in [UrgentHours, NaturalDays, WorkHours, WorkDays] {
        assert!(matches!(due(&cn, clock(2.0, unit), end), Err(Error::OutOfRange(_))), "{unit:?}");
    }
}
