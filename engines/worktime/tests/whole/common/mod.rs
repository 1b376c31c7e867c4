//! Moments as people write them.
#![allow(dead_code)]

use jiff::tz::TimeZoneDatabase;
use worktime::{Calendar, CalendarSpec, Clock, Unit};

pub fn cn() -> Calendar {
    Calendar::shipped("cn").unwrap()
}

/// Monday to Friday, without holidays.
pub fn plain(zone: &str, hours: &[&str]) -> Calendar {
    let hours = hours.iter().map(|h| h.parse().unwrap()).collect();
    let spec = CalendarSpec { zone: Some(zone.into()), hours: Some(hours), ..week() };
    spec.try_into().unwrap()
}

fn week() -> CalendarSpec {
    serde_json::from_str(r#"{"weekend": ["saturday", "sunday"]}"#).unwrap()
}

pub fn los_angeles() -> Calendar {
    plain("America/Los_Angeles", &["08:00-12:00", "13:00-17:00"])
}

/// `2026-11-20 09:30` in the calendar's zone, as UTC milliseconds.
pub fn at(calendar: &Calendar, text: &str) -> i64 {
    let zone = TimeZoneDatabase::bundled().get(calendar.zone()).unwrap();
    let local: jiff::civil::DateTime = text.replace(' ', "T").parse().unwrap();
    zone.to_timestamp(local).unwrap().as_millisecond()
}

/// A moment in the calendar's zone, to the millisecond where it has some.
pub fn show(calendar: &Calendar, at: i64) -> String {
    let zone = TimeZoneDatabase::bundled().get(calendar.zone()).unwrap();
    let local = zone.to_datetime(jiff::Timestamp::from_millisecond(at).unwrap());
    let whole = local.strftime("%Y-%m-%d %H:%M").to_string();
    if at % 60_000 == 0 { whole } else { format!("{whole}{}", local.strftime(":%S%.3f")) }
}

pub fn clock(amount: f64, unit: Unit) -> Clock {
    Clock::new(amount, unit).unwrap()
}
