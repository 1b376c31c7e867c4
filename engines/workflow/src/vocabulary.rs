//! The words a pack declares and its case types and routes refer to, and the shape of a finding.

use std::collections::{BTreeMap, BTreeSet};

use expression::{Comparison, Operator};
use serde::{Deserialize, Serialize};

use crate::{Phase, Text};

/// Something wrong with a pack: a code, the place as a JSON pointer, and the values the message names.
/// The sentence itself stands in the message catalogue under `code`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct Finding {
    pub code: String,
    /// JSON pointer (RFC 6901) into what was checked.
    pub path: String,
    pub params: BTreeMap<String, String>,
}

impl Finding {
    /// A finding without parameters.
    pub fn new(code: &str, path: impl Into<String>) -> Self {
        Finding { code: code.to_owned(), path: path.into(), params: BTreeMap::new() }
    }

    /// The same finding, naming one more value.
    pub fn with(mut self, key: &str, value: impl ToString) -> Self {
        self.params.insert(key.to_owned(), value.to_string());
        self
    }

    /// The same finding, seen from further out: `prefix` goes before the path.
    pub fn under(mut self, prefix: &str) -> Self {
        self.path = format!("{prefix}{}", self.path);
        self
    }
}

/// A kind of post this pack needs; `role` is a role of the permission policy.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PostKind {
    pub code: String,
    pub name: Text,
    pub role: String,
    /// Every area of a level is to have so many of it: the team of a grid (一长五员).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub team: Option<Team>,
}

/// How many of a kind of post each area of a level is to have.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Team {
    /// The level.
    pub level: Level,
    /// How many; one by default.
    #[serde(default = "one")]
    pub count: u32,
}

fn one() -> u32 {
    1
}

/// A kind of unit, which a city maps its own units to (路灯管理, 环卫 …).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct UnitFunction {
    pub code: String,
    pub name: Text,
}

/// A category and those below it. Codes are unique in the pack.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Category {
    pub code: String,
    pub name: Text,
    /// Offered to residents and shown to the public. Left out: as its parent; a top category: false.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub public: Option<bool>,
    /// Words people use for it, for search and suggestion.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub keywords: Vec<String>,
    /// The case type that a report of this category becomes. Left out: as its parent, else the pack's first.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub case_type: Option<String>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub children: Vec<Category>,
}

/// A level of the division tree.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Level {
    Grid,
    Village,
    Town,
    County,
    City,
    Province,
}

impl Level {
    /// The word used in packs and expressions.
    pub fn code(self) -> &'static str {
        match self {
            Level::Grid => "grid",
            Level::Village => "village",
            Level::Town => "town",
            Level::County => "county",
            Level::City => "city",
            Level::Province => "province",
        }
    }
}

/// A step of the ladder a case may climb; order is the order in the pack.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Tier {
    pub code: String,
    pub name: Text,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub level: Option<Level>,
}

/// The four units of time of a clock.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ClockUnit {
    /// Hours that always run.
    UrgentHours,
    /// Days that always run.
    NaturalDays,
    /// Hours of the area's working calendar.
    WorkHours,
    /// Days of the area's working calendar.
    WorkDays,
}

/// A length of time a promise can have.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Clock {
    pub code: String,
    pub name: Text,
    /// 1 to 1,000, in `unit`.
    pub amount: u32,
    pub unit: ClockUnit,
}

/// A template of a public answer, with placeholders such as `{number}`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Reply {
    pub code: String,
    pub name: Text,
    pub text: Text,
}

/// A ground on which a matter is not accepted, with the remedy the person is told.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RefusalReason {
    pub code: String,
    pub name: Text,
    pub remedy: Text,
}

/// What counts as "is it this one?": open cases of the same category this near and this young.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Duplicates {
    /// Metres, over 0 and at most 5,000.
    pub distance_m: f64,
    /// Hours, 1 to 8,760.
    pub hours: u32,
}

/// What of a case is published, and from when.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Publication {
    /// `accepted` (the only word so far), or `never`.
    pub from: String,
    /// Of `category, place, description, media, status, reply`.
    pub fields: Vec<String>,
}

/// Everything a case type or a route may refer to.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Vocabulary {
    pub posts: BTreeSet<String>,
    pub functions: BTreeSet<String>,
    /// Each category and its parent.
    pub categories: BTreeMap<String, Option<String>>,
    pub case_types: BTreeSet<String>,
    pub tiers: Vec<String>,
    pub clocks: BTreeSet<String>,
    pub replies: BTreeSet<String>,
    /// Code and name: the options of `refuse`.
    pub refusals: Vec<(String, Text)>,
}

const PHASES: [Phase; 9] = [
    Phase::Intake,
    Phase::Verify,
    Phase::Dispatch,
    Phase::Work,
    Phase::Arbitrate,
    Phase::Check,
    Phase::Feedback,
    Phase::Rest,
    Phase::End,
];
const LEVELS: [&str; 6] = ["grid", "village", "town", "county", "city", "province"];
const PRIORITIES: [&str; 4] = ["low", "normal", "high", "urgent"];
const REPORTERS: [&str; 6] = ["resident", "worker", "staff", "hotline", "client", "anonymous"];

impl Vocabulary {
    /// Whether `code` is `ancestor` or stands below it.
    pub fn is_below(&self, code: &str, ancestor: &str) -> bool {
        let mut at = Some(code);
        // the tree is as deep as the number of categories at most, even if a pack made it a ring
        for _ in 0..=self.categories.len() {
            match at {
                Some(here) if here == ancestor => return true,
                Some(here) => at = self.categories.get(here).and_then(Option::as_deref),
                None => return false,
            }
        }
        false
    }

    /// The texts of a comparison that the compared variable can never have: `case.category == '9999'` when there is
    /// no such category. Empty for a variable whose values are not known.
    pub fn unknown_texts(&self, comparison: &Comparison, states: &BTreeSet<&str>) -> Vec<String> {
        let known: Box<dyn Fn(&str) -> bool> = match comparison.variable().as_str() {
            "case.category" | "case.categories" | "input.category" => {
                Box::new(|text| self.categories.contains_key(text))
            }
            "case.tier" => Box::new(|text| self.tiers.iter().any(|t| t == text)),
            "case.type" => Box::new(|text| self.case_types.contains(text)),
            "case.state" => Box::new(|text| states.contains(text)),
            "case.phase" => Box::new(|text| PHASES.iter().any(|p| p.code() == text)),
            "case.priority" => Box::new(|text| PRIORITIES.contains(&text)),
            "case.level" | "actor.level" => Box::new(|text| LEVELS.contains(&text)),
            "actor.post" => Box::new(|text| self.posts.contains(text)),
            "reporter.kind" => Box::new(|text| REPORTERS.contains(&text)),
            _ => return Vec::new(),
        };
        if comparison.operator == Operator::StartsWith {
            return Vec::new();
        }
        // "" is how an unknown value reads
        comparison.texts.iter().filter(|text| !text.is_empty() && !known(text)).cloned().collect()
    }
}
