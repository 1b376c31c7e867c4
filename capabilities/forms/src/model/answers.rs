//! Answers laid out for whoever may read them: line by line, in the words of the form.

use blobs::Blob;
use kernel::Text;
use register::model::kind::Purpose;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// What somebody reads for.
#[derive(Clone, Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = FormReading)]
pub struct Reading {
    /// One of the purposes that are offered; empty where none is.
    #[serde(default)]
    pub purpose: String,
    /// In words; needed where no purpose is offered.
    #[serde(default)]
    pub words: Option<String>,
}

/// What a reader may do with what came back, and what for.
#[derive(Clone, Debug, Default, Serialize, ToSchema)]
#[schema(as = FormReadable)]
pub struct Readable {
    /// Whether the caller may read answers in clear at all.
    pub reveals: bool,
    /// The purposes that they may be read for.
    pub purposes: Vec<Purpose>,
}

/// What stands on a line.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
#[schema(as = FormAnswerKind)]
pub enum LineKind {
    /// The heading of a group.
    Group,
    /// The heading of one instance of a repeat.
    Entry,
    /// An answer as it was written.
    Text,
    /// One or several choices.
    Choice,
    /// A point, a line or a shape: latitude, longitude, altitude, accuracy.
    Place,
    /// The name of a file.
    File,
    /// What nobody was asked: calculated, or told by the phone.
    Computed,
    /// An entity that the form makes or changes; kept as it came, and done nothing with.
    Entity,
}

/// A file that came with the answers.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[schema(as = FormAnswerFile)]
pub struct LineFile {
    /// Its type.
    pub mime: String,
    /// Its bytes.
    pub size: i64,
}

impl From<&Blob> for LineFile {
    fn from(blob: &Blob) -> Self {
        Self { mime: blob.mime.clone(), size: blob.size }
    }
}

/// A line of answers.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[schema(as = FormAnswerLine)]
pub struct Line {
    /// Names from below the root, joined by `/`; of an instance of a repeat with its number, `members[2]/name`.
    pub path: String,
    /// How deep it stands, from 0.
    pub level: usize,
    /// What it is.
    pub kind: LineKind,
    /// The words of the form; none where it has none, or does not know the question.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub label: Option<Text>,
    /// Which instance of a repeat, from 1.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub n: Option<usize>,
    /// The answer as it came; empty when there is none.
    pub value: String,
    /// The words of the choices, in the order of the answer.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub chosen: Vec<Text>,
    /// The file, when it came.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub file: Option<LineFile>,
}

/// Answers, line by line.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, ToSchema)]
#[schema(as = FormAnswers)]
pub struct Answers {
    /// In the order of the form.
    pub lines: Vec<Line>,
    /// The phone encrypted it: only whoever holds the private key reads it.
    pub encrypted: bool,
    /// There are more lines than are shown.
    pub more: bool,
}
