//! The parts a case is made of.

use super::Held;
use kernel::Timestamp;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use workflow::{AttachmentKind, ClockKind};

/// Where a matter is: coordinates (WGS-84 degrees), and the areas that were found there.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Spot {
    /// Degrees east.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub lon: Option<f64>,
    /// Degrees north.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub lat: Option<f64>,
    /// What the reporter wrote about the place.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub address: Option<Held>,
    /// The grid, when it lies in one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub grid: Option<String>,
    /// Codes from the top to the lowest area known.
    #[serde(default)]
    pub path: Vec<String>,
    /// Level of the lowest area known (`grid`, `village` …), or empty.
    #[serde(default)]
    pub level: String,
    /// In an exclusive grid.
    #[serde(default)]
    pub exclusive: bool,
    /// Metres to the nearest grid when it lies outside every one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub outside_m: Option<f64>,
    /// Area code by layer.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub layers: BTreeMap<String, String>,
    /// What the register of addresses made of the words, where there were only words.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub by_words: Option<ByWords>,
}

/// Where words said that a matter is.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ByWords {
    /// `placed`; else why a person has to: `coarse`, `ambiguous`, `unknown`, `elsewhere`.
    pub outcome: String,
    /// The level that was reached: `building`, `estate` …; empty when none was.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub level: String,
    /// The standard address.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub address: Option<Held>,
}

impl Spot {
    /// `area_path`: codes from the top joined by `/`.
    pub fn area_path(&self) -> String {
        self.path.join("/")
    }
    /// The lowest area known, or empty.
    pub fn area(&self) -> &str {
        self.path.last().map_or("", String::as_str)
    }
}

/// A task's state.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum TaskState {
    /// Sent, not yet signed.
    Open,
    /// Signed by the unit.
    Signed,
    /// Reported done.
    Done,
    /// The unit says it is not theirs.
    Returned,
    /// Taken away, or the case ended.
    Withdrawn,
}

impl TaskState {
    /// Somebody still has to do it.
    pub fn is_owed(self) -> bool {
        matches!(self, Self::Open | Self::Signed)
    }
    /// The word used in columns and the API.
    pub fn code(self) -> &'static str {
        match self {
            Self::Open => "open",
            Self::Signed => "signed",
            Self::Done => "done",
            Self::Returned => "returned",
            Self::Withdrawn => "withdrawn",
        }
    }
}

/// The piece of a case that one unit owes.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Task {
    /// Ordinal in the case, from `1`.
    pub id: String,
    /// Code of the unit.
    pub unit: String,
    /// Leads (主办); else assists (协办).
    pub lead: bool,
    /// Where it stands.
    pub state: TaskState,
    /// The person it was handed to, as an actor id.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub person: Option<String>,
    /// When it was sent.
    pub sent_at: Timestamp,
    /// When it was signed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub signed_at: Option<Timestamp>,
    /// When it was done, returned or withdrawn.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ended_at: Option<Timestamp>,
}

/// Who owes it: the decision of catalogue and routes, and the units of the city it comes down to.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Routed {
    /// The decision with its reasons.
    pub decision: routing::Decision,
    /// Code of the leading unit, when the city has one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub unit: Option<String>,
    /// Codes of assisting units.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub assists: Vec<String>,
}

/// How often things happened that a pack limits.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Counts {
    /// Returned by a unit.
    pub returns: u32,
    /// Extensions granted.
    pub extensions: u32,
    /// Suspended.
    pub suspensions: u32,
    /// Reopened.
    pub reopens: u32,
    /// Attempts to call back since the last time it was reported done.
    pub call_backs: u32,
}

impl Counts {
    /// Nothing of it happened.
    pub fn is_zero(&self) -> bool {
        *self == Self::default()
    }
}

/// An extension asked for.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Extension {
    /// The task.
    pub task: String,
    /// How much more, in the unit of the task's clock.
    pub more: worktime::ClockSpec,
}

/// How a case rests.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RestKind {
    /// 挂起
    Suspended,
    /// 缓办
    Deferred,
    /// 挂账
    CarriedOver,
}

/// A rest.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Rest {
    /// How.
    pub kind: RestKind,
    /// Since when.
    pub since: Timestamp,
    /// Until when, or when it is reviewed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub until: Option<Timestamp>,
    /// The watchman has said that it is over.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub reminded: bool,
}

/// What the watchman reminds of besides clocks.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Reminder {
    /// A rest has lasted as long as it was to, or its review is due.
    RestOver,
    /// A supervision order was not answered in time.
    OrderLate,
}

impl Reminder {
    /// The word used in facts and notices.
    pub fn code(self) -> &'static str {
        match self {
            Self::RestOver => "rest_over",
            Self::OrderLate => "order_late",
        }
    }
}

/// A numbered order (督办).
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Order {
    /// Its number.
    pub no: String,
    /// When it was given.
    pub at: Timestamp,
    /// By when.
    pub deadline: Timestamp,
    /// When it was answered.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub replied_at: Option<Timestamp>,
    /// When it was cancelled (销号).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cancelled_at: Option<Timestamp>,
    /// Everybody may see it (挂牌).
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub listed: bool,
    /// The watchman has said that no answer came in time.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub reminded: bool,
}

/// A picture or file.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Attachment {
    /// Id in the blob store.
    pub id: String,
    /// What it shows.
    pub kind: AttachmentKind,
    /// Sniffed media type.
    pub mime: String,
    /// Hash of the content.
    pub hash: String,
    /// Belongs to a step that the reporter may see.
    #[serde(default)]
    pub public: bool,
    /// When it was attached.
    #[serde(default)]
    pub at: Timestamp,
}

/// A number in another system.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Alias {
    /// The other system, such as `12345`.
    pub system: String,
    /// The number there.
    pub number: String,
}

/// The answer of a verification or a check.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Verdict {
    /// Passed.
    pub pass: bool,
    /// `spot`, `photo`, `phone` or `sample`.
    pub method: String,
    /// Who.
    pub by: String,
    /// When.
    pub at: Timestamp,
}

/// What the reporter said when asked (回访).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct CallBack {
    /// Somebody answered.
    pub reached: bool,
    /// It is solved.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub solved: Option<bool>,
    /// They are satisfied.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub satisfied: Option<bool>,
}

/// The reporter's rating.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Rating {
    /// 1 (very dissatisfied) to 4 (very satisfied).
    pub grade: u8,
    /// A remark.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub comment: Option<Held>,
    /// When.
    pub at: Timestamp,
}

/// One side rates the other's unit.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct UnitRating {
    /// The unit that is rated.
    pub unit: String,
    /// The unit that rates, or empty.
    pub by_unit: String,
    /// 1 to 4.
    pub grade: u8,
    /// When.
    pub at: Timestamp,
}

/// What presses next.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Outlook {
    /// Which clock.
    pub kind: ClockKind,
    /// Its deadline.
    pub due_at: Timestamp,
    /// When it is "due soon".
    pub soon_at: Option<Timestamp>,
}
