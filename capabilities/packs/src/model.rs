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
    /// Numbered papers that acts issue.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub papers: Vec<PaperKind>,
    #[serde(default)]
    pub refusals: Vec<RefusalReason>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub duplicates: Option<Duplicates>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub public: Option<Publication>,
    /// What is asked about a matter besides its place and its words.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub attributes: Vec<Question>,
    /// Sections that other capabilities registered.
    #[serde(flatten)]
    pub sections: BTreeMap<String, Value>,
}

/// The placeholders a reply may have, written `{number}`: what the case knows, and the public words of the same act.
pub const PLACEHOLDERS: [&str; 12] = [
    "number", "category", "unit", "due", "until", "remedy", "result", "reason", "cause", "text", "body",
    "receipt",
];

/// A numbered paper that acts issue (交办单、督办单、告知书).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PaperKind {
    pub code: String,
    /// Its title.
    pub name: Text,
    /// `督〔{year}〕{n}号`. Papers with the same pattern share their numbers.
    pub number: String,
    /// The actions that issue it.
    pub on: Vec<String>,
    /// The reporter may have it.
    #[serde(default)]
    pub public: bool,
    /// What its table says, in this order: words of [`PAPER_PLACEHOLDERS`].
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub facts: Vec<String>,
    /// Its paragraphs, one a line.
    pub text: Text,
    /// Paragraphs behind the table.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub close: Option<Text>,
}

/// The placeholders a paper may have: what stands on it as it was issued, and the words of the act that issued it.
pub const PAPER_PLACEHOLDERS: [&str; 18] = [
    "no", "date", "number", "category", "place", "matter", "unit", "assists", "deadline", "due", "remedy",
    "note", "reason", "text", "result", "clause", "body", "receipt",
];

/// The fields of a case that a pack may publish.
pub const PUBLIC_FIELDS: [&str; 6] = ["category", "place", "description", "media", "status", "reply"];

/// A question about a matter: asked of its category and everything below it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Question {
    /// The category.
    pub category: String,
    /// Small letters, digits, `_` and `-`; unique in the pack.
    pub code: String,
    /// The type of the answer.
    pub datatype: AnswerType,
    /// Must be answered.
    #[serde(default)]
    pub required: bool,
    /// False: only shown, nothing is answered.
    #[serde(default = "answered", skip_serializing_if = "Clone::clone")]
    pub variable: bool,
    /// The question.
    pub name: Text,
    /// How to answer it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub hint: Option<Text>,
    /// The values of a list.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub values: Vec<AnswerValue>,
}

fn answered() -> bool {
    true
}

/// The type of an answer: the words of GeoReport v2, which other systems know.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum AnswerType {
    /// One line.
    String,
    /// A number.
    Number,
    /// A moment, RFC 3339.
    DateTime,
    /// Several lines.
    Text,
    /// One of the values.
    SingleValueList,
    /// Some of the values.
    MultiValueList,
}

impl AnswerType {
    /// Whether the values are listed.
    pub fn is_list(self) -> bool {
        matches!(self, Self::SingleValueList | Self::MultiValueList)
    }
}

/// A value of a list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AnswerValue {
    /// What is stored.
    pub code: String,
    /// What is shown.
    pub name: Text,
}
