//! The calendars that ship, against their sources; and calendars as a city writes them.
#![allow(clippy::print_stdout)]

use crate::common::cn;
use std::{collections::BTreeMap, fs, path::Path};
use worktime::{Calendar, CalendarSpec, Date, Error};

const SOURCES: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../../../shared/data/calendar");

/// Date to "is a day of rest", as holiday-cn lists them.
fn holiday_cn() -> BTreeMap<Date, bool> {
    let files = fs::read_dir(Path::new(SOURCES).join("holiday-cn")).unwrap();
    let mut days = BTreeMap::new();
    for file in files {
        let year: serde_json::Value =
            serde_json::from_slice(&fs::read(file.unwrap().path()).unwrap()).unwrap();
        for day in year["days"].as_array().unwrap() {
            days.insert(day["date"].as_str().unwrap().parse().unwrap(), day["isOffDay"].as_bool().unwrap());
        }
    }
    days
}

/// The same of chinese-days, from 2007 on.
fn chinese_days() -> BTreeMap<Date, bool> {
    let file = fs::read(Path::new(SOURCES).join("chinese-days.json")).unwrap();
    let all: serde_json::Value = serde_json::from_slice(&file).unwrap();
    let of = |list: &str, off: bool| {
        let dates = all[list].as_object().unwrap().keys().map(|d| d.parse::<Date>().unwrap());
        dates.filter(|d| d.year() >= 2007).map(move |d| (d, off)).collect::<Vec<_>>()
    };
    of("holidays", true).into_iter().chain(of("workdays", false)).collect()
}

#[test]
fn the_chinese_calendar_agrees_with_both_sources() {
    if !Path::new(SOURCES).exists() {
        println!("skipped: {SOURCES} is absent");
        return;
    }
    let (cn, first, second) = (cn(), holiday_cn(), chinese_days());
    assert!(first.len() == 678 && second.len() > 600, "{} {}", first.len(), second.len());
    for (date, off) in first.iter().chain(&second) {
        assert_eq!(cn.is_working_day(*date), !off, "{date}");
    }
    let mut date: Date = "2007-01-01".parse().unwrap();
    while date.year() < 2027 {
        let weekend = date.weekday().to_monday_zero_offset() >= 5;
        for source in [&first, &second] {
            let off = source.get(&date).copied().unwrap_or(weekend);
            assert_eq!(cn.is_working_day(date), !off, "{date}");
        }
        date = date.tomorrow().unwrap();
    }
}

#[test]
fn unlisted_years_know_only_weekends_and_say_so() {
    let cn = cn();
    assert!(cn.lists(2007) && cn.lists(2026));
    assert!(!cn.lists(2006) && !cn.lists(2027));
    assert!(cn.is_working_day("2027-10-01".parse().unwrap()), "a Friday, national day, not yet announced");
    assert!(!cn.is_working_day("2027-10-02".parse().unwrap()));
    let (from, to) = (crate::common::at(&cn, "2026-12-30 09:00"), crate::common::at(&cn, "2028-01-01 09:00"));
    assert_eq!(cn.unlisted_years(from, to), Ok(vec![2027, 2028]));
}

fn read(json: &str) -> Result<Calendar, String> {
    serde_json::from_str::<Calendar>(json).map_err(|e| e.to_string())
}

#[test]
fn a_city_adds_to_a_base() {
    let text = r#"{"base":"cn","hours":["09:00-12:00","14:00-17:30"],"listed_years":[2027],"holidays":["2026-04-19/2026-04-22","2026-10-10"],"makeup_workdays":["2026-10-01"]}"#;
    let city = read(text).unwrap();
    assert_eq!(serde_json::to_string(&city).unwrap(), text);
    let works = |date: &str| city.is_working_day(date.parse().unwrap());
    assert!(!works("2026-04-20"), "a local holiday");
    assert!(!works("2026-10-10"), "a holiday wins over the base's make-up workday");
    assert!(works("2026-10-01"), "a workday wins over the base's holiday");
    assert!(!works("2026-10-02") && city.lists(2027) && city.zone() == "Asia/Shanghai");
    assert_eq!(city.is_working_time(crate::common::at(&city, "2026-04-23 13:00")), Ok(false));
    assert_eq!(city.is_working_time(crate::common::at(&city, "2026-04-23 14:00")), Ok(true));
    assert_eq!(city.is_working_time(crate::common::at(&city, "2026-04-23 17:30")), Ok(false));
}

#[test]
fn a_bad_calendar_names_what_is_wrong() {
    let own = |rest: &str| {
        format!(r#"{{"zone":"Asia/Shanghai","weekend":["sunday"],"hours":["08:00-12:00"]{rest}}}"#)
    };
    assert!(read(&own("")).is_ok());
    for (json, says) in [
        (r#"{"base":"xx"}"#.to_owned(), "unknown base calendar `xx`: expected one of cn"),
        (r#"{"base":"cn","zone":"Asia/Peking"}"#.to_owned(), "unknown time zone `Asia/Peking`"),
        (r#"{"zone":"Asia/Shanghai"}"#.to_owned(), "a calendar without a base needs `weekend`"),
        (r#"{"base":"cn","hours":[]}"#.to_owned(), "no working time"),
        (
            r#"{"base":"cn","hours":["08:00-12:00","11:00-13:00"]}"#.to_owned(),
            "`08:00-12:00` and `11:00-13:00` overlap",
        ),
        (r#"{"base":"cn","hours":["8 to 12"]}"#.to_owned(), "bad working hours `8 to 12`"),
        (r#"{"base":"cn","weekends":[]}"#.to_owned(), "unknown field `weekends`"),
        (own(r#","holidays":["2026-02-30"]"#), "bad date `2026-02-30`"),
        (own(r#","holidays":["2026-05-01"],"makeup_workdays":["2026-05-01"]"#), "2026-05-01 is listed both"),
    ] {
        let error = read(&json).unwrap_err();
        assert!(error.contains(says), "{json}: {error}");
    }
    let every_day =
        r#"{"weekend":["monday","tuesday","wednesday","thursday","friday","saturday","sunday"],"base":"cn"}"#;
    let spec: CalendarSpec = serde_json::from_str(every_day).unwrap();
    assert_eq!(Calendar::try_from(spec), Err(Error::NoWorkingTime));
}

#[test]
fn the_working_days_of_a_year_are_counted() {
    let cn = Calendar::shipped("cn").unwrap();
    let days: Vec<String> = cn.working_days(2026).map(|day| day.to_string()).collect();
    assert!(days.first().unwrap() > &"2026-01-03".to_owned() && days.last().unwrap().starts_with("2026-12-"));
    assert!(!days.contains(&"2026-10-01".to_owned()), "the National Day");
    // 365 days, 104 of weekends, 13 public holidays (国务院令第 795 号)
    assert_eq!(days.len(), 248);
}
