//! What an act asks for: the fields of its form.

use serde::{Deserialize, Serialize};

use crate::Text;

/// The type of an input. The JSON it takes is given with each.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum InputType {
    /// String; `min`/`max` in characters (default at most 2,000).
    Text,
    /// String, the code of one of `options`.
    Choice,
    /// String: a unit's code or id.
    Unit,
    /// Array of distinct units, at most 20; `min`/`max` count them.
    Units,
    /// String: a person's id.
    Person,
    /// String: a category code of the pack.
    Category,
    /// Number; `min`/`max` bound it.
    Number,
    /// String, RFC 3339 with an offset.
    DateTime,
    /// String: a clock code of the pack.
    Clock,
    /// Array of distinct attachment ids; `min`/`max` count them (default at most 9).
    Attachments,
    /// String: a case's number or id.
    Case,
    /// true or false.
    Bool,
    /// Whole number 1 (very dissatisfied) to 4 (very satisfied).
    Rating,
}

impl InputType {
    /// The word used in packs and refusals.
    pub fn code(self) -> &'static str {
        match self {
            InputType::Text => "text",
            InputType::Choice => "choice",
            InputType::Unit => "unit",
            InputType::Units => "units",
            InputType::Person => "person",
            InputType::Category => "category",
            InputType::Number => "number",
            InputType::DateTime => "date_time",
            InputType::Clock => "clock",
            InputType::Attachments => "attachments",
            InputType::Case => "case",
            InputType::Bool => "bool",
            InputType::Rating => "rating",
        }
    }
}

/// What a picture or file shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum AttachmentKind {
    Before,
    After,
    Receipt,
}

/// One option of a choice.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Choice {
    pub code: String,
    /// None for the built-in options, whose names stand in the message catalogue as `option.{input}.{code}`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<Text>,
}

/// An input as a transition writes it: a further field, or (same key) a refinement of an effect's own.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct InputDef {
    pub key: String,
    /// May be left out in a refinement.
    #[serde(default, rename = "type", skip_serializing_if = "Option::is_none")]
    pub kind: Option<InputType>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub required: Option<bool>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub min: Option<f64>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub max: Option<f64>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub options: Vec<Choice>,
    /// What the attachments show.
    #[serde(default, rename = "kind", skip_serializing_if = "Option::is_none")]
    pub attachment: Option<AttachmentKind>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<Text>,
}

/// A field of a form, ready to be shown and judged.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Input {
    pub key: String,
    #[serde(rename = "type")]
    pub kind: InputType,
    pub required: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub min: Option<f64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub max: Option<f64>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub options: Vec<Choice>,
    #[serde(rename = "kind", skip_serializing_if = "Option::is_none")]
    pub attachment: Option<AttachmentKind>,
    /// None for an effect's own input, whose name stands in the message catalogue as `input.{key}`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<Text>,
}

impl Input {
    /// An input with no bounds, options or name.
    pub fn new(key: &str, kind: InputType, required: bool) -> Self {
        Input {
            key: key.to_owned(),
            kind,
            required,
            min: None,
            max: None,
            options: Vec::new(),
            attachment: None,
            name: None,
        }
    }

    pub(crate) fn options(mut self, codes: &[&str]) -> Self {
        self.options = codes.iter().map(|code| Choice { code: (*code).to_owned(), name: None }).collect();
        self
    }

    pub(crate) fn attachment(mut self, kind: AttachmentKind) -> Self {
        self.attachment = Some(kind);
        self
    }
}
