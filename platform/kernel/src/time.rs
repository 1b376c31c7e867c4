//! Moments. Stored as UTC milliseconds, shown as RFC 3339.

use serde::{Deserialize, Deserializer, Serialize, Serializer};
use std::fmt;

/// A moment, in milliseconds since 1970-01-01T00:00:00Z. In JSON of the API: RFC 3339 text.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Timestamp(pub i64);

impl Timestamp {
    /// One day of 24 hours, in milliseconds.
    pub const DAY: i64 = 86_400_000;
    /// One hour, in milliseconds.
    pub const HOUR: i64 = 3_600_000;

    /// The moment `ms` milliseconds later (earlier when negative); stops at the ends of the range.
    pub const fn plus(self, ms: i64) -> Self {
        Self(self.0.saturating_add(ms))
    }
    /// Milliseconds from `earlier` to `self`.
    pub const fn since(self, earlier: Self) -> i64 {
        self.0.saturating_sub(earlier.0)
    }
    /// Reads RFC 3339, with any offset.
    pub fn parse(text: &str) -> Result<Self, crate::Refusal> {
        text.parse::<jiff::Timestamp>()
            .map(|t| Self(t.as_millisecond()))
            .map_err(|_| crate::Refusal::invalid("time", text, "RFC 3339, such as 2026-11-21T08:00:00Z"))
    }
    /// `2026-11-21T08:00:00Z`: whole seconds, as protocols of others want it.
    pub fn seconds_text(self) -> String {
        jiff::Timestamp::from_millisecond(self.0 - self.0.rem_euclid(1000))
            .map(|t| t.to_string())
            .unwrap_or_default()
    }
    /// The calendar day in an IANA time zone as `20261121`; an unknown zone counts as UTC.
    pub fn day_in(self, zone: &str) -> String {
        let zone = jiff::tz::TimeZone::get(zone).unwrap_or(jiff::tz::TimeZone::UTC);
        match jiff::Timestamp::from_millisecond(self.0) {
            Ok(t) => t.to_zoned(zone).strftime("%Y%m%d").to_string(),
            Err(_) => "00000000".into(),
        }
    }
}

impl fmt::Display for Timestamp {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match jiff::Timestamp::from_millisecond(self.0) {
            Ok(t) => write!(f, "{t}"),
            Err(_) => write!(f, "{}ms", self.0),
        }
    }
}
impl fmt::Debug for Timestamp {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{self}")
    }
}
impl Serialize for Timestamp {
    fn serialize<S: Serializer>(&self, s: S) -> Result<S::Ok, S::Error> {
        s.collect_str(self)
    }
}
impl<'de> Deserialize<'de> for Timestamp {
    fn deserialize<D: Deserializer<'de>>(d: D) -> Result<Self, D::Error> {
        let text = String::deserialize(d)?;
        Self::parse(&text).map_err(|_| serde::de::Error::custom(format!("time {text:?} is not RFC 3339")))
    }
}
impl utoipa::PartialSchema for Timestamp {
    fn schema() -> utoipa::openapi::RefOr<utoipa::openapi::schema::Schema> {
        utoipa::openapi::ObjectBuilder::new()
            .schema_type(utoipa::openapi::schema::Type::String)
            .format(Some(utoipa::openapi::SchemaFormat::KnownFormat(utoipa::openapi::KnownFormat::DateTime)))
            .into()
    }
}
impl utoipa::ToSchema for Timestamp {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_and_back() {
        let t = Timestamp::parse("2026-11-21T08:00:00.250+08:00").unwrap();
        assert_eq!(t.to_string(), "2026-11-21T00:00:00.25Z");
        assert_eq!(t.seconds_text(), "2026-11-21T00:00:00Z");
        assert_eq!(t.day_in("Asia/Shanghai"), "20261121");
        assert_eq!(t.day_in("America/Los_Angeles"), "20261120");
        assert_eq!(Timestamp::parse("yesterday").unwrap_err().field.as_deref(), Some("time"));
    }
}
