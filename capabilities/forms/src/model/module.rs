//! What departments ask, as packs and workbooks say it.

use kernel::Text;
use register::model::kind::{FieldClass, FieldType};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use utoipa::ToSchema;

/// A data element that no register holds: what is known of a subject through forms alone.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = FormElement)]
pub struct Element {
    /// The element.
    pub code: String,
    /// Its name, and what is asked where a module has no words of its own.
    pub name: Text,
    /// The kind of register whose records it is known of.
    pub subject: String,
    /// What its values look like.
    #[serde(rename = "type")]
    pub datatype: FieldType,
    /// The code table, for `code`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub table: Option<String>,
    /// The unit of a number.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub unit: Option<String>,
    /// How it is kept and shown.
    pub class: FieldClass,
    /// The function of the units that own the truth.
    pub owner: String,
    /// After so many days it is asked again; for ever good when not given.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub freshness_days: Option<u32>,
}

/// What a module is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
#[schema(as = FormModuleUse)]
pub enum ModuleUse {
    /// It collects what a department has to know.
    Collect,
    /// It checks a place; a bad answer opens a case.
    Patrol,
}

/// What one department asks of one kind of subject.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = FormModule)]
pub struct Module {
    /// The module.
    pub code: String,
    /// Its name.
    pub name: Text,
    /// What it is for.
    #[serde(rename = "use")]
    pub purpose: ModuleUse,
    /// The function of the units that ask.
    pub function: String,
    /// The kind of register whose records are visited.
    pub subject: String,
    /// CEL over `v`, the subject's public and internal values: whom it concerns. Everybody when not given.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub when: Option<String>,
    /// Every so many days; once for each subject when not given.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub every_days: Option<u32>,
    /// The law, regulation or order that says so.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub basis: Option<Text>,
    /// The questions, in the order of the conversation.
    pub questions: Vec<Question>,
}

/// One question, or a repeat of questions.
///
/// An *element* brings its words, type and code table along, so that most questions are one word. Conditions are XLSForm's (`${name}`), as
/// departments write them; the names are those of the questions of the same module.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = FormQuestion)]
pub struct Question {
    /// The name of the question in its module; the last word of the element when not given.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// `kind.field` of a register, or the code of a declared element. None for what is of this module alone (a note, a photo, a signature,
    /// a check of a patrol).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub element: Option<String>,
    /// XLSForm's type (`select_one TABLE`, `integer`, `image`, `note`, `calculate`, …); from the element when not given.
    #[serde(rename = "type", default, skip_serializing_if = "Option::is_none")]
    pub datatype: Option<String>,
    /// The words asked; the element's name when not given.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub label: Option<Text>,
    /// A hint.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub hint: Option<Text>,
    /// XLSForm's `relevant`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub relevant: Option<String>,
    /// XLSForm's `constraint`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub constraint: Option<String>,
    /// What is said when the constraint does not hold.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub constraint_message: Option<Text>,
    /// It has to be answered.
    #[serde(default)]
    pub required: bool,
    /// XLSForm's `calculation`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub calculation: Option<String>,
    /// Other columns of XLSForm: `appearance`, `parameters`, `choice_filter` …
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub also: BTreeMap<String, String>,
    /// A bad answer opens a case.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub opens: Option<Opens>,
    /// The relation of the subject whose other ends are asked about one by one (`lives_in`): a repeat of `questions`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub each: Option<String>,
    /// The questions of the repeat.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[schema(no_recursion)]
    pub questions: Vec<Question>,
}

/// The case that an answer opens.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = FormOpens)]
pub struct Opens {
    /// The answers that are bad, as the client sends them.
    pub answers: Vec<String>,
    /// The category of the case, `pack/code`; the route table says whose it is.
    pub category: String,
}
