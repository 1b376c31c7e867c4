//! What a client sends: query string and body as one set of fields.
//!
//! Clients disagree about where a field belongs, so query and body are merged (the body first). A field may be repeated;
//! a blank value counts as absent.

mod multipart;
mod urlencoded;

pub use multipart::{Upload, read as read_multipart};
pub use urlencoded::parse as parse_urlencoded;

use kernel::{Refusal, RefusalKind, Timestamp};
use std::collections::BTreeMap;

/// The largest body of an urlencoded form and of all texts of a multipart one, in bytes.
pub const MOST_BYTES: usize = 256 * 1024;
/// The most fields of a query string and body together.
pub const MOST_FIELDS: usize = 500;

/// The fields that came, in order, blank ones dropped.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Fields(Vec<(String, String)>);

impl Fields {
    /// Keeps the fields that say something. Characters that no text holds (NUL and other controls except tab and line
    /// ends) are removed.
    pub fn new(fields: impl IntoIterator<Item = (String, String)>) -> Self {
        let kept = fields.into_iter().filter_map(|(name, value)| {
            let value = clean(&value);
            (!value.is_empty()).then(|| (name.trim().to_string(), value))
        });
        Self(kept.collect())
    }

    /// These fields, then those of `other`.
    pub fn and(mut self, other: Self) -> Self {
        self.0.extend(other.0);
        self
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// True when nothing was said.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// All fields as one text, to tell a repeated form from another one.
    pub fn digest(&self) -> String {
        let all: Vec<&(String, String)> = self.0.iter().filter(|(name, _)| name != "api_key").collect();
        serde_json::json!(all).to_string()
    }

    /// The first value of a field.
    pub fn one(&self, name: &str) -> Option<&str> {
        self.0.iter().find(|(n, _)| n == name).map(|(_, value)| value.as_str())
    }

    /// The first value of the first of these names that has one: `device_id`, `deviceid`.
    pub fn first_of(&self, names: &[&str]) -> Option<&str> {
        names.iter().find_map(|name| self.one(name))
    }

    /// Every value of a field.
    pub fn all<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a str> + 'a {
        self.0.iter().filter(move |(n, _)| n == name).map(|(_, value)| value.as_str())
    }

    /// A comma list, which may also be repeated: trimmed, without blanks and doubles, in order.
    pub fn comma_list(&self, name: &str) -> Vec<String> {
        let mut seen = std::collections::HashSet::new();
        let parts = self.all(name).flat_map(|value| value.split(',')).map(str::trim);
        parts.filter(|part| !part.is_empty() && seen.insert(part.to_string())).map(str::to_string).collect()
    }

    /// The answers to the service's questions: `attribute[CODE]=v`, repeated, `attribute[CODE][]=v` or `[0]`, `[1]` …
    pub fn attributes(&self) -> BTreeMap<String, Vec<String>> {
        let mut all: BTreeMap<String, Vec<String>> = BTreeMap::new();
        for (name, value) in &self.0 {
            if let Some(code) = attribute_code(name) {
                let values = all.entry(code.to_string()).or_default();
                if !values.contains(value) {
                    values.push(value.clone());
                }
            }
        }
        all
    }

    /// A flag: `true`, `1` or `yes`, whatever its case.
    pub fn flag(&self, name: &str) -> bool {
        self.one(name).is_some_and(|v| ["true", "1", "yes"].contains(&v.to_ascii_lowercase().as_str()))
    }

    /// A number between two bounds.
    pub fn number(&self, name: &str, least: f64, most: f64) -> Result<Option<f64>, Refusal> {
        let Some(text) = self.one(name) else { return Ok(None) };
        match text.parse::<f64>() {
            Ok(number) if (least..=most).contains(&number) => Ok(Some(number)),
            _ => Err(Refusal::invalid(name, text, format!("a number from {least} to {most}"))),
        }
    }

    /// A whole number between two bounds.
    pub fn whole(&self, name: &str, least: u32, most: u32) -> Result<Option<u32>, Refusal> {
        let Some(text) = self.one(name) else { return Ok(None) };
        match text.parse::<u32>() {
            Ok(number) if (least..=most).contains(&number) => Ok(Some(number)),
            _ => Err(Refusal::invalid(name, text, format!("a whole number from {least} to {most}"))),
        }
    }

    /// A moment; see [`moment`].
    pub fn moment(&self, name: &str, edge: Edge) -> Result<Option<Timestamp>, Refusal> {
        let Some(text) = self.one(name) else { return Ok(None) };
        let wrong =
            || Refusal::invalid(name, text, "W3C date and time with zone, such as 2026-11-21T08:00:00Z");
        moment(text, edge).map(Some).ok_or_else(wrong)
    }

    /// A text of at most `most` characters. The value is not quoted in the refusal, since it may be personal.
    pub fn text(&self, name: &str, most: usize) -> Result<Option<String>, Refusal> {
        let Some(text) = self.one(name) else { return Ok(None) };
        if text.chars().count() <= most {
            return Ok(Some(text.to_string()));
        }
        let refusal = Refusal::new(RefusalKind::Invalid, "field.invalid").at(name);
        Err(refusal.want(format!("at most {most} characters")))
    }
}

/// Which end of a day a date without a time means.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Edge {
    /// Its first moment.
    Start,
    /// Its last second.
    End,
}

/// Reads the W3C profile of ISO 8601: `2026-11-21T08:00:00Z`, any offset, fractions, seconds or time left out; a date
/// alone is a day in UTC. A `+` that came as a space (an offset that was not percent-encoded) is understood.
pub fn moment(text: &str, edge: Edge) -> Option<Timestamp> {
    if let Ok(date) = text.parse::<jiff::civil::Date>()
        && text.len() == "2026-11-21".len()
    {
        let time = match edge {
            Edge::Start => date.at(0, 0, 0, 0),
            Edge::End => date.at(23, 59, 59, 0),
        };
        return Some(Timestamp(time.to_zoned(jiff::tz::TimeZone::UTC).ok()?.timestamp().as_millisecond()));
    }
    let (_, time) = text.split_once(['T', 't'])?;
    let mended = match time.rsplit_once(' ') {
        Some((_, zone)) if zone.starts_with(|c: char| c.is_ascii_digit()) => text.replacen(' ', "+", 1),
        _ => text.to_string(),
    };
    mended.parse::<jiff::Timestamp>().ok().map(|t| Timestamp(t.as_millisecond()))
}

/// `CODE` of `attribute[CODE]`, `attribute[CODE][]` or `attribute[CODE][0]`.
fn attribute_code(name: &str) -> Option<&str> {
    let rest = name.strip_prefix("attribute[")?;
    let (code, rest) = rest.split_once(']')?;
    let index = rest.strip_prefix('[').and_then(|r| r.strip_suffix(']'));
    let plain = rest.is_empty() || index.is_some_and(|i| i.bytes().all(|b| b.is_ascii_digit()));
    (plain && !code.is_empty()).then_some(code)
}

fn clean(value: &str) -> String {
    let kept: String = value.chars().filter(|c| !c.is_control() || matches!(c, '\t' | '\n' | '\r')).collect();
    kept.trim().to_string()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn fields(pairs: &[(&str, &str)]) -> Fields {
        Fields::new(pairs.iter().map(|(n, v)| (n.to_string(), v.to_string())))
    }

    #[test]
    fn blank_is_absent_and_the_body_comes_first() {
        let body = fields(&[("a", " "), ("b", "1")]);
        let all = body.and(fields(&[("a", "2"), ("b", "3")]));
        assert_eq!((all.one("a"), all.one("b")), (Some("2"), Some("1")));
        assert_eq!(all.all("b").collect::<Vec<_>>(), ["1", "3"]);
        assert_eq!(all.one("c"), None);
        assert_eq!(fields(&[("deviceid", "x")]).first_of(&["device_id", "deviceid"]), Some("x"));
    }

    #[test]
    fn comma_lists_may_be_repeated() {
        let all = fields(&[("status", "open, closed,"), ("status", "open,x")]);
        assert_eq!(all.comma_list("status"), ["open", "closed", "x"]);
        assert!(fields(&[("status", ",")]).comma_list("status").is_empty());
    }

    #[test]
    fn attributes_come_in_three_ways() {
        let all = fields(&[
            ("attribute[one]", "1"),
            ("attribute[many]", "a"),
            ("attribute[many]", "b"),
            ("attribute[list][]", "x"),
            ("attribute[list][]", "y"),
            ("attribute[list][1]", "y"),
            ("attribute[blank][]", ""),
            ("attribute[]", "no"),
            ("attribute[bad", "no"),
            ("attribute[bad]x", "no"),
            ("attributes[bad]", "no"),
        ]);
        let attributes = all.attributes();
        assert_eq!(attributes.keys().collect::<Vec<_>>(), ["list", "many", "one"]);
        assert_eq!(attributes["many"], ["a", "b"]);
        assert_eq!(attributes["list"], ["x", "y"]);
    }

    #[test]
    fn controls_are_removed_and_line_ends_stay() {
        assert_eq!(fields(&[("d", "title\r\n\r\nde\0tail\u{7}")]).one("d"), Some("title\r\n\r\ndetail"));
    }

    #[test]
    fn numbers_have_bounds() {
        let all =
            fields(&[("lat", "39.123456"), ("long", "181"), ("x", "NaN"), ("page", "0"), ("n", "1e400")]);
        assert_eq!(all.number("lat", -90.0, 90.0).unwrap(), Some(39.123456));
        for name in ["long", "x", "n"] {
            let refusal = all.number(name, -180.0, 180.0).unwrap_err();
            assert_eq!(refusal.field.as_deref(), Some(name));
            assert_eq!(refusal.expected.as_deref(), Some("a number from -180 to 180"));
        }
        assert!(all.whole("page", 1, 9).is_err());
        assert_eq!(all.whole("absent", 1, 9).unwrap(), None);
    }

    #[test]
    fn moments() {
        let start = |text| moment(text, Edge::Start).map(|t| t.to_string());
        for (text, expected) in [
            ("2026-11-21T08:00:00Z", "2026-11-21T08:00:00Z"),
            ("2026-11-21T08:00:00.000Z", "2026-11-21T08:00:00Z"),
            ("2026-11-21T16:00:00+08:00", "2026-11-21T08:00:00Z"),
            ("2026-11-21T16:00:00 08:00", "2026-11-21T08:00:00Z"),
            ("2026-11-21T16:00+08:00", "2026-11-21T08:00:00Z"),
            ("2026-11-21", "2026-11-21T00:00:00Z"),
        ] {
            assert_eq!(start(text).as_deref(), Some(expected), "{text}");
        }
        assert_eq!(moment("2026-11-21", Edge::End).unwrap().to_string(), "2026-11-21T23:59:59Z");
        for text in [
            "2026-11-21 08:00:00",
            "2026-11-21T08:00:00",
            "yesterday",
            "2026-13-01",
            "20261121",
            "",
            "T",
            "2026-11-21T",
        ] {
            assert_eq!(start(text), None, "{text}");
        }
    }

    #[test]
    fn a_long_text_is_refused_without_being_quoted() {
        let all = fields(&[("description", &"字".repeat(4001))]);
        let refusal = all.text("description", 4000).unwrap_err();
        assert_eq!((refusal.field.as_deref(), refusal.value), (Some("description"), None));
        assert!(fields(&[("description", &"字".repeat(4000))]).text("description", 4000).is_ok());
    }

    proptest! {
        #[test]
        fn no_input_panics(pairs in proptest::collection::vec((any::<String>(), any::<String>()), 0..8), text in "[-0-9T:Z+. ]{0,30}") {
            let all = Fields::new(pairs);
            all.attributes();
            all.comma_list("a");
            moment(&text, Edge::Start);
            for (_, value) in &all.0 {
                prop_assert!(!value.trim().is_empty());
                prop_assert!(!value.contains('\0'));
            }
        }

        #[test]
        fn any_moment_is_read_back(ms in 0i64..4_000_000_000) {
            let at = Timestamp(ms * 1000);
            prop_assert_eq!(moment(&at.seconds_text(), Edge::End), Some(at));
        }
    }
}
