//! From words to a place: what a later capability knows of addresses, handed over at start-up.

use geometry::Point;

/// What became of words.
#[derive(Clone, Debug, PartialEq)]
pub struct ByWords {
    /// `placed`, `coarse`, `ambiguous`, `unknown` or `elsewhere`.
    pub outcome: &'static str,
    /// The level that was reached: `building`, `estate` …
    pub level: String,
    /// The standard address in words.
    pub address: String,
    /// The grid.
    pub area: Option<String>,
    /// WGS-84.
    pub point: Option<Point>,
}

/// Knows addresses.
pub trait Geocoder: Send + Sync {
    /// Finds a place by words; `near` is the code of an area that decides between places of one name.
    fn find(&self, words: &str, near: Option<&str>) -> ByWords;
    /// Whether there are addresses to ask.
    fn ready(&self) -> bool;
}
