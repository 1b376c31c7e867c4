//! What the caller brings to a question about a case, and what it gets back.

use std::collections::BTreeSet;

use serde::Serialize;
use serde_json::{Map, Value};

use crate::{Effect, Input, Relation, Text};

/// A case and an actor, as far as the rules need to know them.
#[derive(Debug, Clone, Copy)]
pub struct Situation<'a> {
    /// The state the case is in.
    pub state: &'a str,
    /// The variables of [`crate::variables`] as one JSON object: `{"case": {…}, "tasks": {…}, …}`, without `input`.
    pub context: &'a Value,
    /// The `(post kind, relation)` pairs the actor holds on this case. A reporter without a post holds
    /// `("", Relation::Reporter)`.
    pub holds: &'a BTreeSet<(String, Relation)>,
}

/// An action the actor may take now, with its form.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Offer {
    pub action: String,
    pub name: Text,
    /// Required here means: required whichever way the action goes.
    pub inputs: Vec<Input>,
    pub public: bool,
}

/// An act that was found right: what the command has to bring about.
#[derive(Debug, Clone, PartialEq)]
pub struct Step {
    pub action: String,
    /// The state it leaves.
    pub from: String,
    /// The state it reaches; equal to `from` when the case stays.
    pub to: String,
    pub effects: Vec<Effect>,
    /// The validated input: only keys of this transition's form.
    pub input: Map<String, Value>,
    pub public: bool,
}

/// An act that was refused: a stable code for the message catalogue, and what it names.
#[derive(Debug, Clone, PartialEq, Serialize, thiserror::Error)]
#[error("{code}{}", field.as_deref().map(|f| format!(" ({f})")).unwrap_or_default())]
pub struct Refusal {
    /// `action_unknown`, `action_not_now`, `not_allowed`, `separation_of_duties`, `guard`, `input_object`,
    /// `input_unknown`, `input_missing`, `input_type`, `input_range`, `input_choice`, `input_code`, `input_repeated`.
    pub code: &'static str,
    /// The input at fault.
    pub field: Option<String>,
    /// What was given (cut to 100 characters).
    pub value: Option<Value>,
    /// What is expected: a type, a range, a list of codes, the states the action starts from.
    pub expected: Option<Value>,
}
