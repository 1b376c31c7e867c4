//! What a pack is: the document as its author wrote it, typed.

use std::collections::BTreeMap;

use routing::Route;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use workflow::{
    CaseType, Category, Clock, Duplicates, PostKind, Publication, RefusalReason, Reply, Text, Tier,
    UnitFunction,
};

/// A scenario as data.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Pack {
    /// Small letters, digits and `-`.
    pub id: String,
    /// Three numbers: `1.4.0`.
    pub version: String,
    pub name: Text,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub description: Option<Text>,
    /// Where the pack is looked after (a URL).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub home: Option<String>,
    #[serde(default)]
    pub posts: Vec<PostKind>,
    #[serde(default)]
    pub functions: Vec<UnitFunction>,
    #[serde(default)]
    pub categories: Vec<Category>,
    #[serde(default)]
    pub tiers: Vec<Tier>,
    #[serde(default)]
    pub clocks: Vec<Clock>,
    #[serde(default)]
    pub routes: Vec<Route>,
    #[serde(default)]
    pub case_types: Vec<CaseType>,
    #[serde(default)]
    pub replies: Vec<Reply>,
    #[serde(default)]
    pub refusals: Vec<RefusalReason>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub duplicates: Option<Duplicates>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub public: Option<Publication>,
    /// Sections that other capabilities registered.
    #[serde(flatten)]
    pub sections: BTreeMap<String, Value>,
}

/// The placeholders a reply may have, written `{number}`: what the case knows, and the public words of the same act.
pub const PLACEHOLDERS: [&str; 12] = [
    "number", "category", "unit", "due", "until", "remedy", "result", "reason", "cause", "text", "body",
    "receipt",
];

/// The fields of a case that a pack may publish.
pub const PUBLIC_FIELDS: [&str; 6] = ["category", "place", "description", "media", "status", "reply"];
