//! The case type as a pack writes it. Unknown keys are errors everywhere, so that a misspelt key never passes silently.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::{Effect, InputDef};

/// A name or sentence in both languages. Both are required; [`crate::check`] reports an empty one.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Text {
    #[serde(default)]
    pub zh: String,
    #[serde(default)]
    pub en: String,
}

/// A kind of matter: its states, who moves it and how.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CaseType {
    /// Unique in the pack.
    pub code: String,
    pub name: Text,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub description: Option<Text>,
    /// The state a case is registered in.
    pub initial: String,
    #[serde(default)]
    pub limits: Limits,
    pub states: BTreeMap<String, State>,
    pub transitions: Vec<Transition>,
}

/// How often a case may be returned, extended, … before another action has to take over. A guard compares them with
/// the case's own counts: `case.returns < limits.returns`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Limits {
    pub returns: u32,
    pub extensions: u32,
    pub suspensions: u32,
    pub reopens: u32,
    pub call_backs: u32,
}

impl Default for Limits {
    fn default() -> Self {
        Limits { returns: 2, extensions: 1, suspensions: 2, reopens: 2, call_backs: 3 }
    }
}

/// A state of a case.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct State {
    pub name: Text,
    pub phase: Phase,
    /// Required on an `end` state, refused on any other.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub outcome: Option<Outcome>,
}

/// The stretch of the road a state belongs to: what lists, colours and counters group by, whatever a pack calls it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Phase {
    Intake,
    Verify,
    Dispatch,
    Work,
    Arbitrate,
    Check,
    Feedback,
    /// Suspended, deferred or carried over.
    Rest,
    End,
}

impl Phase {
    /// The word used in packs, facts and the API.
    pub fn code(self) -> &'static str {
        match self {
            Phase::Intake => "intake",
            Phase::Verify => "verify",
            Phase::Dispatch => "dispatch",
            Phase::Work => "work",
            Phase::Arbitrate => "arbitrate",
            Phase::Check => "check",
            Phase::Feedback => "feedback",
            Phase::Rest => "rest",
            Phase::End => "end",
        }
    }
}

/// How a case ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Outcome {
    Closed,
    Answered,
    Transferred,
    NotAccepted,
    Joined,
    Voided,
}

impl Outcome {
    /// The word used in packs, facts and the API.
    pub fn code(self) -> &'static str {
        match self {
            Outcome::Closed => "closed",
            Outcome::Answered => "answered",
            Outcome::Transferred => "transferred",
            Outcome::NotAccepted => "not_accepted",
            Outcome::Joined => "joined",
            Outcome::Voided => "voided",
        }
    }
}

/// One arrow. The same action may have several: the first whose guard holds wins.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Transition {
    pub action: String,
    /// The word on the button. At least one transition of an action has it; the others may leave it out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<Text>,
    /// One state, several, or `*` for every state that is not an end.
    pub from: OneOrMany,
    /// Left out: the case stays where it is.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub to: Option<String>,
    /// Any of these may act.
    pub who: Vec<Who>,
    /// Separation of duties: whoever holds one of these relations may not act.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub not: Vec<Relation>,
    /// CEL, of type bool.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub guard: Option<String>,
    /// Further inputs, or refinements of the effects' own inputs (same key).
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub input: Vec<InputDef>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub effects: Vec<Effect>,
    /// Shown to the reporter.
    #[serde(default)]
    pub public: bool,
}

/// A word, or a list of words.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(untagged)]
pub enum OneOrMany {
    One(String),
    Many(Vec<String>),
}

impl OneOrMany {
    /// The words, one or many.
    pub fn items(&self) -> &[String] {
        match self {
            OneOrMany::One(one) => std::slice::from_ref(one),
            OneOrMany::Many(many) => many,
        }
    }

    /// Whether `*` is among them.
    pub fn is_any(&self) -> bool {
        self.items().iter().any(|s| s == "*")
    }
}

/// Who may act: a kind of post, standing in a relation to the case.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Who {
    /// Left out: any post (or none, for a reporter).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub post: Option<String>,
    #[serde(default)]
    pub relation: Relation,
}

/// How the actor stands to the case.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Relation {
    /// The post's area covers the case.
    #[default]
    Area,
    /// The post's unit owes an open task of the case.
    TaskUnit,
    /// The post's unit leads the case.
    LeadUnit,
    /// The post's unit assists.
    AssistUnit,
    /// The person handled (signed, worked or finished) a task of the case.
    Handler,
    /// The person registered the case for somebody.
    Registrar,
    /// The person (or the holder of the token) reported the case.
    Reporter,
    /// The person belongs to the team of the case's grid.
    GridTeam,
}

impl Relation {
    /// The word used in packs and refusals.
    pub fn code(self) -> &'static str {
        match self {
            Relation::Area => "area",
            Relation::TaskUnit => "task_unit",
            Relation::LeadUnit => "lead_unit",
            Relation::AssistUnit => "assist_unit",
            Relation::Handler => "handler",
            Relation::Registrar => "registrar",
            Relation::Reporter => "reporter",
            Relation::GridTeam => "grid_team",
        }
    }
}
