//! A route as a pack writes it, and the decision with its reasons.

use serde::{Deserialize, Serialize};
use serde_json::Value;
use workflow::{Level, Text};

/// One rule of the table.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Route {
    pub code: String,
    pub name: Text,
    /// CEL of type bool; left out: always.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub when: Option<String>,
    /// The unit that leads.
    pub unit: Target,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub assists: Vec<Target>,
    #[serde(default)]
    pub priority: Priority,
    #[serde(default)]
    pub clocks: Clocks,
    /// The sentence shown to the dispatcher.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub why: Option<Text>,
}

/// Whom a rule points at.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(untagged)]
pub enum Target {
    /// The unit with this function at the case's ancestor of this level.
    Function(FunctionTarget),
    /// CEL giving a unit's code.
    Expr(ExprTarget),
    /// The unit of the holder of this post (of the grid's team).
    Post(PostTarget),
}

/// `{function: lighting, level: county}`
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FunctionTarget {
    pub function: String,
    pub level: Level,
}

/// `{expr: "attributes['unit']"}`
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ExprTarget {
    pub expr: String,
}

/// `{post: grid_worker}`
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PostTarget {
    pub post: String,
}

/// How much a case presses.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Priority {
    Low,
    #[default]
    Normal,
    High,
    Urgent,
}

impl Priority {
    /// The word used in packs, facts and the API.
    pub fn code(self) -> &'static str {
        match self {
            Priority::Low => "low",
            Priority::Normal => "normal",
            Priority::High => "high",
            Priority::Urgent => "urgent",
        }
    }
}

/// Codes of the pack's clocks for the promise, the signing and the task.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Clocks {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub promise: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sign: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub task: Option<String>,
}

/// A target after its expression was evaluated: what the caller looks up in the city's units.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum UnitTarget {
    /// The unit with the function at the case's ancestor of the level.
    Function { function: String, level: Level },
    /// The unit of this code.
    Unit(String),
    /// The unit of the holder of this post in the grid's team.
    Post(String),
}

/// Where a decision comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Source {
    /// An entry of the dispatch catalogue.
    Catalogue,
    /// An entry that an arbiter's ruling added.
    Ruling,
    /// A route of the pack.
    Route,
    /// Nothing matched: a person decides.
    None,
}

/// Who owes it, how soon, and why. Holds no free text: it goes into a fact.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Decision {
    /// Code of the rule, or of the catalogue entry.
    pub rule: Option<String>,
    pub source: Source,
    pub unit: Option<UnitTarget>,
    #[serde(default)]
    pub assists: Vec<UnitTarget>,
    pub priority: Priority,
    #[serde(default)]
    pub clocks: Clocks,
    #[serde(default, skip_serializing_if = "Why::is_silent")]
    pub why: Why,
}

/// The reasons of a decision.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Why {
    pub rule: Option<String>,
    /// What the matched rule looked at, e.g. `("case.category", "010305")`. Values below `attributes` (words of the
    /// reporter) are given as null.
    #[serde(default)]
    pub values: Vec<(String, Value)>,
    /// What the rules before it looked at besides.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub looked: Vec<(String, Value)>,
    /// Those of the rules before it whose reason does not follow from `values` and `looked`; [`crate::Table::missed`]
    /// tells all of them. (Facts written before there was `looked` hold them all.)
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub missed: Vec<Missed>,
}

impl Why {
    /// Nothing is said.
    pub fn is_silent(&self) -> bool {
        *self == Self::default()
    }
}

/// A rule that did not match.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Missed {
    pub rule: String,
    pub reason: Reason,
}

/// Why a rule did not match.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(tag = "code", rename_all = "snake_case")]
pub enum Reason {
    /// The condition is false; `part` is the first conjunct that was, `values` what it looked at.
    False { part: String, values: Vec<(String, Value)> },
    /// The condition could not be judged; `error` is an [`expression::EvalError`] code such as `missing_key`.
    Error { error: String },
    /// The condition held, but the target's expression gave no unit.
    NoUnit,
}
