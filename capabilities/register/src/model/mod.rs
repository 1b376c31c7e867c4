//! What exists: kinds, records and what facts say of them.

pub mod kind;
pub mod thing;

use serde::{Deserialize, Serialize};

/// What the streams of registers begin with.
pub const PREFIX: &str = "register/";
/// What the streams of records begin with.
pub const RECORD: &str = "register/record/";
/// Rows of a list came in: in the stream of the list.
pub const IMPORTED: &str = "register.imported";
/// A record was corrected: in the stream of the record, as all that follow.
pub const CORRECTED: &str = "register.corrected";
/// A value was read in clear.
pub const REVEALED: &str = "reveal";
/// A record is gone, its time being over.
pub const DELETED: &str = "register.deleted";
/// How a list's columns become fields.
pub const MAPPED: &str = "register.mapped";
/// The list of whoever was met on visits and stood in no other.
pub const VISIT: &str = "visit";
/// The shelf of the vault on which the values of registers stand.
pub const SHELF: &str = "register";
/// Records of one segment of the indexes.
pub const SEGMENT: i64 = 1 << 17;

/// The key under which the point of a record stands among its open values: longitude and latitude, WGS-84. No field has it.
pub const POINT: &str = "@";
/// Records more or fewer of a type in a place: place, type, how many.
pub type Types = Vec<(String, String, i64)>;

/// The segment of a record.
pub fn segment(n: i64) -> i64 {
    n / SEGMENT
}

/// The stream of a list.
pub fn list_stream(kind: &str, source: &str) -> String {
    format!("{PREFIX}list/{kind}/{source}")
}

/// The stream of a record.
pub fn record_stream(n: i64) -> String {
    format!("{RECORD}{n}")
}

/// A record as it is known at one version.
#[derive(Clone, Debug, PartialEq)]
pub struct Record {
    /// Its home.
    pub county: String,
    /// Its number there.
    pub n: i64,
    /// Its kind.
    pub kind: String,
    /// The list it came with.
    pub source: String,
    /// Codes below the home, each with a slash behind it.
    pub place: String,
    /// The code of the area.
    pub area: String,
    /// Which version.
    pub version: i64,
    /// Public and internal values, as stored.
    pub open: String,
    /// Field → version since which it has its value, where that is not the first.
    pub since: Option<String>,
    /// The state of the data, UTC milliseconds.
    pub as_of: i64,
    /// When it was recorded.
    pub recorded_at: i64,
    /// By whom.
    pub recorded_by: String,
    /// When it must be gone.
    pub expires_at: Option<i64>,
}

impl Record {
    /// The id in addresses: home and number.
    pub fn id(&self) -> String {
        format!("{}-{}", self.county, self.n)
    }
}

/// What a chunk of an import says (version 1).
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Imported {
    /// The run.
    pub run: String,
    /// The kind.
    pub kind: String,
    /// The list.
    pub source: String,
    /// The state of the data.
    pub as_of: i64,
    /// The number of the first new record.
    pub first: i64,
    /// How many new ones stand behind it.
    pub added: i64,
    /// Records that have changed: number and new version.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub changed: Vec<(i64, i64)>,
    /// Hash over the leaves of all of them, the new ones first.
    pub root: String,
    /// How many records more (or fewer) a place has.
    pub places: Vec<(String, i64)>,
    /// The same by type, of a kind that has types.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub types: Types,
}

/// What a correction says (version 1).
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Corrected {
    /// The new version.
    pub version: i64,
    /// The fields.
    pub fields: Vec<String>,
    /// The leaf of the new version.
    pub leaf: String,
    /// Why, in words.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reason: Option<protect::Ref>,
    /// What was seen on a visit, and confirmed or changed there: the instance of the form.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub visit: Option<String>,
    /// The kind, for readers.
    pub kind: String,
    /// What it changed in the counts by type.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub types: Types,
}

/// What a reveal says (version 1).
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Revealed {
    /// The kind.
    pub kind: String,
    /// The field.
    pub field: String,
    /// The version whose value was read.
    pub version: i64,
    /// The purpose, of the kind's own list.
    pub purpose: String,
    /// In words.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub words: Option<protect::Ref>,
}

/// What a deletion says (version 1).
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Deleted {
    /// The kind.
    pub kind: String,
    /// The last version.
    pub version: i64,
    /// Where it stood.
    pub place: String,
    /// The rule that it followed.
    pub rule: String,
    /// The leaves of all its versions, which stay.
    pub leaves: Vec<String>,
    /// What it changed in the counts by type.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub types: Types,
}
