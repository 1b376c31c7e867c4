//! What stands in the chain for a version of a record: a leaf, and for many of them one root.

use serde_json::{Map, Value};

/// Everything that a leaf speaks for.
#[derive(Clone, Copy, Debug)]
pub struct Leaf<'a> {
    /// The record's number in its home.
    pub n: i64,
    /// Its version.
    pub version: i64,
    /// Its kind.
    pub kind: &'a str,
    /// The list it came with.
    pub source: &'a str,
    /// Codes below the home, each with a slash behind it.
    pub place: &'a str,
    /// Public and internal values, as they are stored.
    pub open: &'a str,
    /// The state of the data, UTC milliseconds.
    pub as_of: i64,
    /// The commitment to the protected values; empty when there are none.
    pub commitment: &'a str,
}

impl Leaf<'_> {
    /// The hash.
    pub fn hash<T>(&self, hash: impl Fn(&[Option<&[u8]>]) -> T) -> T {
        let (n, version) = (self.n.to_be_bytes(), self.version.to_be_bytes());
        let as_of = self.as_of.to_be_bytes();
        hash(&[
            Some(b"jingwei.register.leaf.1"),
            Some(&n),
            Some(&version),
            Some(self.kind.as_bytes()),
            Some(self.source.as_bytes()),
            Some(self.place.as_bytes()),
            Some(self.open.as_bytes()),
            Some(&as_of),
            Some(self.commitment.as_bytes()),
        ])
    }
}

/// One hash for many leaves, in order.
pub fn root<T>(leaves: &[String], hash: impl Fn(&[Option<&[u8]>]) -> T) -> T {
    let first = Some(&b"jingwei.register.root.1"[..]);
    let fields: Vec<Option<&[u8]>> =
        std::iter::once(first).chain(leaves.iter().map(|l| Some(l.as_bytes()))).collect();
    hash(&fields)
}

/// Values as they are stored: JSON with sorted keys; empty when there is none.
pub fn text(values: &Map<String, Value>) -> String {
    if values.is_empty() { String::new() } else { Value::Object(values.clone()).to_string() }
}

/// The same read again.
pub fn values(text: &str) -> Map<String, Value> {
    if text.is_empty() { Map::new() } else { serde_json::from_str(text).unwrap_or_default() }
}
