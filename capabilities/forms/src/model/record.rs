//! What modules received, as their departments see it.

use super::answers::Reading;
use grid::model::AreaRef;
use kernel::Timestamp;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

/// Whether a record counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
#[schema(as = FormRecordState)]
pub enum RecordState {
    /// It does.
    Counts,
    /// A correction took its place.
    Corrected,
    /// Its submission was voided.
    Voided,
}

/// A record of a module as lists show it: open facts, never an answer.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
#[schema(as = FormRecordRow)]
pub struct RecordItem {
    /// The submission that it came of.
    pub instance: String,
    /// The record of the register that was visited.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub subject: Option<String>,
    /// Where it lies.
    pub area: AreaRef,
    /// The day of the visit, as it is there.
    pub day: String,
    /// When it was.
    pub at: Timestamp,
    /// The version of the module that it answers.
    pub version: i64,
    /// Whether it counts; only then can it be read.
    pub state: RecordState,
}

/// Which records.
#[derive(Clone, Debug, Default, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct RecordQuery {
    /// Only under this area.
    pub area: Option<String>,
    /// The first day; thirty days before the last one when not given.
    pub from: Option<String>,
    /// The last day; today when not given. At most 366 days.
    pub to: Option<String>,
    /// Where the page before ended.
    pub after: Option<String>,
    /// At most so many, 1 to 500; 50 when not given.
    pub limit: Option<usize>,
}

/// How an export is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
#[schema(as = FormExportFormat)]
pub enum ExportFormat {
    /// A table; what is asked several times stands in one cell, as JSON.
    Csv,
    /// One JSON object on each line.
    Jsonl,
}

/// What is exported, and what for.
#[derive(Clone, Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = FormRecordExport)]
pub struct Exporting {
    /// Only under this area; everything that the caller may read when not given.
    #[serde(default)]
    pub area: Option<String>,
    /// The first day.
    pub from: String,
    /// The last day. At most 366 days.
    pub to: String,
    /// How it is written.
    pub format: ExportFormat,
    /// One of the purposes that are offered; empty where none is.
    #[serde(default)]
    pub purpose: String,
    /// In words; needed where no purpose is offered.
    #[serde(default)]
    pub words: Option<String>,
}

impl Exporting {
    /// What it is read for.
    pub fn why(&self) -> Reading {
        Reading { purpose: self.purpose.clone(), words: self.words.clone() }
    }
}

/// What an export says on the record (version 1).
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Exported {
    /// The module.
    pub module: String,
    /// The area, by its path; empty: everything that the reader may read.
    pub area: String,
    /// The first day.
    pub from: String,
    /// The last day.
    pub to: String,
    /// How it is written.
    pub format: ExportFormat,
    /// Records of this home.
    pub records: usize,
}
