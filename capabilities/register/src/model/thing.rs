//! Which records are one thing: what facts say of it, in the stream `register/things/<kind>` of a home. A thing is a set of records
//! and is known by the lowest number among them.

use super::PREFIX;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// Somebody asked that lists be compared.
pub const ASKED: &str = "register.comparison_asked";
/// A run joined records; at most some hundred things a fact.
pub const JOINED: &str = "register.joined";
/// A run is over.
pub const COMPARED: &str = "register.compared";
/// Somebody judged two records.
pub const JUDGED: &str = "register.judged";
/// A record was split off its thing.
pub const SPLIT: &str = "register.split";
/// A thing was taken apart.
pub const DISSOLVED: &str = "register.dissolved";
/// A record of a thing, or one that was judged, is gone.
pub const LEFT: &str = "register.left";
/// The job that compares.
pub const COMPARE: &str = "register.compare";

/// What the streams of things begin with.
pub const THINGS: &str = "register/things/";

/// The stream of everything that is known of things of a kind in a home.
pub fn things_stream(kind: &str) -> String {
    format!("{PREFIX}things/{kind}")
}

/// What somebody says of two records.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
#[schema(as = RegisterVerdict)]
pub enum Verdict {
    /// One thing.
    Same,
    /// Two things.
    Different,
    /// It cannot be told: no run joins them.
    Unsure,
}

impl Verdict {
    /// The word in the store.
    pub fn word(self) -> &'static str {
        match self {
            Self::Same => "same",
            Self::Different => "different",
            Self::Unsure => "unsure",
        }
    }

    /// The verdict of a word of the store.
    pub fn of(word: &str) -> Option<Self> {
        [Self::Same, Self::Different, Self::Unsure].into_iter().find(|v| v.word() == word)
    }
}

/// What a request for a run says (version 1).
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Asked {
    /// The run.
    pub run: String,
    /// The kind.
    pub kind: String,
    /// The area whose records are compared.
    pub area: String,
    /// The purpose, of those that the kind allows.
    pub purpose: String,
    /// Only pairs with a record of this number or a later one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub since: Option<i64>,
}

/// What a run says that joined records (version 1).
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Joined {
    /// The run.
    pub run: String,
    /// Records that belong together from now on.
    pub groups: Vec<Vec<i64>>,
}

/// What the end of a run says (version 1).
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Compared {
    /// The run.
    pub run: String,
    /// The purpose.
    pub purpose: String,
    /// Records that were compared.
    pub rows: i64,
    /// Pairs that were compared.
    pub pairs: i64,
    /// Pairs that were joined.
    pub joined: i64,
    /// Pairs that wait for somebody.
    pub review: i64,
    /// Pairs that wait no more.
    pub withdrawn: i64,
}

/// What a judgement says (version 1).
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Judged {
    /// The lower number.
    pub a: i64,
    /// The higher number.
    pub b: i64,
    /// The verdict.
    pub verdict: Verdict,
    /// What the pair was before.
    pub was: String,
    /// Two different valid numbers came together, and whoever judged knew.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub despite_numbers: bool,
    /// Why, in words.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<protect::Ref>,
}

/// What the splitting off of a record says (version 1).
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Split {
    /// The record.
    pub n: i64,
    /// Those with which it was one thing.
    pub from: Vec<i64>,
    /// Why, in words.
    pub reason: protect::Ref,
}

/// What the taking apart of a thing says (version 1).
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Dissolved {
    /// Its records.
    pub members: Vec<i64>,
    /// Why, in words.
    pub reason: protect::Ref,
}

/// What the going of a record says (version 1).
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Left {
    /// The record.
    pub n: i64,
}
