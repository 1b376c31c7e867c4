//! Days are those of the place: of the calendar of its area.

use super::Forms;
use jiff::tz::TimeZone;
use kernel::{Refusal, Result, Timestamp};
use std::sync::Arc;

/// The time zone of a place.
#[derive(Clone, Debug)]
pub(super) struct Zone(TimeZone);

impl Forms {
    /// The zone of an area, by its path.
    pub(super) async fn zone(&self, area_path: &str) -> Result<Zone> {
        let calendar = self.calendar(area_path).await?;
        Ok(Zone(TimeZone::get(calendar.zone()).unwrap_or(TimeZone::UTC)))
    }

    /// The working calendar of an area, by its path.
    pub(super) async fn calendar(&self, area_path: &str) -> Result<Arc<worktime::Calendar>> {
        let path: Vec<String> = area_path.split('/').map(Into::into).collect();
        self.parts.cases.calendar_of(&path).await
    }
}

impl Zone {
    /// The day of a moment, `2026-11-23`.
    pub fn day(&self, at: Timestamp) -> String {
        let moment = jiff::Timestamp::from_millisecond(at.0).unwrap_or_default();
        moment.to_zoned(self.0.clone()).strftime("%Y-%m-%d").to_string()
    }

    /// The first millisecond of a day.
    pub fn begin(&self, field: &str, day: &str) -> Result<Timestamp, Refusal> {
        let wrong = || Refusal::invalid(field, day, "a day such as 2026-11-23");
        let date: jiff::civil::Date = day.parse().map_err(|_| wrong())?;
        let first = date.to_zoned(self.0.clone()).map_err(|_| wrong())?;
        Ok(Timestamp(first.timestamp().as_millisecond()))
    }

    /// The last millisecond of a day.
    pub fn end(&self, field: &str, day: &str) -> Result<Timestamp, Refusal> {
        let wrong = || Refusal::invalid(field, day, "a day such as 2026-11-23");
        let date: jiff::civil::Date = day.parse().map_err(|_| wrong())?;
        let next = date.tomorrow().and_then(|next| next.to_zoned(self.0.clone())).map_err(|_| wrong())?;
        Ok(Timestamp(next.timestamp().as_millisecond() - 1))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_day_is_that_of_the_place() {
        let zone = Zone(TimeZone::get("Asia/Shanghai").unwrap());
        let at = |text: &str| Timestamp(text.parse::<jiff::Timestamp>().unwrap().as_millisecond());
        // half past midnight there is the day before in London
        assert_eq!(zone.day(at("2026-11-22T16:30:00Z")), "2026-11-23");
        assert_eq!(zone.end("date", "2026-11-23").unwrap(), at("2026-11-23T15:59:59.999Z"));
        assert_eq!(zone.begin("date", "2026-11-23").unwrap(), at("2026-11-22T16:00:00Z"));
        assert!(zone.end("date", "2026-02-30").is_err() && zone.begin("date", "x").is_err());
        // a day of 23 hours
        let berlin = Zone(TimeZone::get("Europe/Berlin").unwrap());
        assert_eq!(berlin.end("date", "2026-03-29").unwrap(), at("2026-03-29T21:59:59.999Z"));
    }
}
