//! Visits: one subject with the modules that are due there, and what is handed out for it.

use super::campaign::VisitCampaign;
use form_engine::compose::Splitting;
use kernel::{Text, Timestamp};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use std::collections::BTreeMap;
use utoipa::ToSchema;

/// A subject as a list of visits shows it.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
#[schema(as = VisitSubject)]
pub struct VisitSubject {
    /// Its kind.
    pub kind: String,
    /// The kind's name.
    pub kind_name: Text,
    /// Its record.
    pub id: String,
    /// An open address, name or number.
    pub label: String,
    /// The code of its area.
    pub area: String,
    /// The area's name.
    pub area_name: Text,
    /// Degrees east, WGS-84.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub lon: Option<f64>,
    /// Degrees north.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub lat: Option<f64>,
}

/// A module that is due.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
#[schema(as = VisitModule)]
pub struct VisitModule {
    /// The module.
    pub code: String,
    /// Its name.
    pub name: Text,
    /// Who asks.
    pub department: Text,
}

/// A value that a register did not take, or, of somebody who was met for the first time, what is lacking. What was answered is not repeated; the department has it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Refused {
    /// The kind of the record.
    pub kind: String,
    /// Field or rule; empty when it is the kind itself.
    pub field: String,
    /// What is wrong: `register.fault.check` …
    pub code: String,
    /// What is expected, for a code table or a rule of the pack.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub expected: String,
}

/// The same in words.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
#[schema(as = FormRefusedValue)]
pub struct RefusedValue {
    /// Of whom or what: the name of the kind.
    pub kind: Text,
    /// The field's name.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub field: Option<Text>,
    /// What is wrong.
    pub reason: Text,
}

/// Where a visit stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum VisitState {
    /// It is to be made.
    Due,
    /// It was made.
    Done,
    /// Nobody was met, or nobody wanted to answer.
    NotMet,
}

/// A visit in a list.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
#[schema(as = VisitRow)]
pub struct VisitRow {
    /// The visit: stable for its subject.
    pub id: String,
    /// Whom or what.
    pub subject: VisitSubject,
    /// The earliest day on which one of the modules should be answered.
    pub due_on: String,
    /// That day is over.
    pub late: bool,
    /// The day that is asked for carries it; else it waits for another, unless somebody goes there anyway.
    pub today: bool,
    /// What is due.
    pub modules: Vec<VisitModule>,
    /// Questions of the composed form at most.
    pub questions: usize,
    /// Minutes that it takes, as far as can be told.
    pub minutes: usize,
    /// Where it stands.
    pub state: VisitState,
    /// The campaigns that it serves.
    pub campaigns: Vec<VisitCampaign>,
    /// What registers did not take of the last visit.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub refused: Vec<RefusedValue>,
}

/// What a question is for the one who asks it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
#[schema(as = FormAskMode)]
pub enum AskMode {
    /// It is known and stands in the form: to be confirmed or changed.
    Confirm,
    /// It is not known, outdated or contradictory.
    Ask,
}

/// Who asks a question, and by which law.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
#[schema(as = FormAskedBy)]
pub struct AskedBy {
    /// The module.
    pub module: String,
    /// Its name.
    pub name: Text,
    /// Who asks.
    pub department: Text,
    /// The law.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub basis: Option<Text>,
}

/// What is known of one answer.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
#[schema(as = FormKnownAnswer)]
pub struct KnownAnswer {
    /// As a form says it.
    #[schema(value_type = String)]
    pub value: String,
    /// How old it is.
    pub as_of: Timestamp,
    /// The list that it came with; missing when somebody saw or corrected it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub source: Option<String>,
    /// Whether it is to be confirmed, or asked because it is old or sources disagree.
    pub mode: AskMode,
    /// What sources say that contradict each other, the latest first.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub disagreeing: Vec<SaidAnswer>,
}

/// What one source says.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
#[schema(as = FormSaidAnswer)]
pub struct SaidAnswer {
    /// As a form says it.
    pub value: String,
    /// How old it is.
    pub as_of: Timestamp,
    /// The list; missing when somebody saw or corrected it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub source: Option<String>,
}

/// What is known of one instance of a repeat.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
#[schema(as = FormKnownInstance)]
pub struct KnownInstance {
    /// The record.
    pub id: String,
    /// By the names of the questions.
    pub values: BTreeMap<String, KnownAnswer>,
}

/// A question of the composed form.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
#[schema(as = FormPlanQuestion)]
pub struct PlanQuestion {
    /// Its name in the form.
    pub name: String,
    /// Its words.
    pub label: Text,
    /// The data element.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub element: Option<String>,
    /// The section of the conversation.
    pub section: String,
    /// The repeat that it stands in.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub within: Option<String>,
    /// Whether it is to be confirmed or asked.
    pub mode: AskMode,
    /// What is known, an outdated answer too.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub known: Option<KnownAnswer>,
    /// Of a repeat: those that are known.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub instances: Vec<KnownInstance>,
    /// Who asks.
    pub asked_by: Vec<AskedBy>,
}

/// A section of the conversation.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
#[schema(as = FormPlanSection)]
pub struct PlanSection {
    /// The group's name in the form.
    pub name: String,
    /// Its words.
    pub label: Text,
}

/// What stands behind a composed form.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
#[schema(as = FormPlan)]
pub struct FormPlan {
    /// In the order of the conversation.
    pub sections: Vec<PlanSection>,
    /// In the order of the form.
    pub questions: Vec<PlanQuestion>,
    /// Questions that the separate forms of the modules would have asked.
    pub separately: usize,
}

/// The form that is handed out.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
#[schema(as = VisitForm)]
pub struct VisitForm {
    /// Its id.
    pub form_id: String,
    /// Its version.
    pub version: String,
    /// The XForm, with what is known in it.
    pub xform: String,
}

/// A visit with its form.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
#[schema(as = VisitView)]
pub struct VisitView {
    /// As in the list.
    #[serde(flatten)]
    pub row: VisitRow,
    /// The form.
    pub form: VisitForm,
    /// What stands behind it.
    pub plan: FormPlan,
    /// What ids of instances begin with.
    pub instance_id_prefix: String,
}

/// How submissions of a composed form are handed on: kept for each version of a form.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Kept {
    /// The kind of its subjects.
    pub kind: String,
    /// Modules and their versions.
    pub modules: Vec<(String, i64)>,
    /// How it falls apart.
    pub splitting: Splitting,
    /// Questions that say something of a record or of a declared element, by their names in the composed form.
    pub bound: BTreeMap<String, Bound>,
    /// Answers that open cases.
    pub opens: Vec<KeptOpens>,
    /// Questions of each module that somebody answers.
    pub asked: BTreeMap<String, usize>,
    /// Questions of the composed form that somebody answers.
    pub questions: usize,
    /// The subject was chosen in the form; which of the modules are due there stands in it too.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub chosen: bool,
}

/// What a question says something of.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Bound {
    /// The element.
    pub element: String,
    /// The kind of the record.
    pub kind: String,
    /// The field; none of a declared element.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub field: Option<String>,
    /// The repeat.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub within: Option<String>,
}

/// An answer that opens a case.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct KeptOpens {
    /// The module.
    pub module: String,
    /// The question there.
    pub name: String,
    /// Its words.
    pub label: Text,
    /// Bad answers, with their words.
    pub answers: Vec<(String, Text)>,
    /// `pack/code`
    pub category: String,
}

/// Text of a value as forms say it.
pub fn written(value: &Value) -> String {
    match value {
        Value::Bool(true) => "yes".into(),
        Value::Bool(false) => "no".into(),
        Value::String(text) => text.clone(),
        Value::Null => String::new(),
        other => other.to_string(),
    }
}
