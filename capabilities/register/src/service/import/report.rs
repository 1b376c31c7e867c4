//! What an import says about itself: sums, faults by cell, a preview. Personal values are shown in part at most.

use super::super::view::shown;
use super::draft::Draft;
use crate::rules::schema::ReadyKind;
use crate::rules::value::Fault;
use serde::Serialize;
use serde_json::{Map, Value};
use std::collections::BTreeMap;
use utoipa::ToSchema;

/// Faults that are listed; all are counted.
const FAULTS: usize = 500;
/// Rows that are shown.
const ROWS: usize = 20;

/// How far an import is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Progress {
    /// Rows read.
    pub rows: u64,
    /// Rows that are new or changed.
    pub taken: u64,
}

/// A fault of one cell; the value itself is not repeated.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[schema(as = RegisterCellFault)]
pub struct CellFault {
    /// Which row of the file, counted from 1.
    pub row: u64,
    /// Field or rule.
    pub field: String,
    /// What is wrong: a code of the catalogue.
    pub code: String,
    /// What is expected.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub expected: String,
}

/// A row as it would be recorded, masked.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
#[schema(as = RegisterPreview)]
pub struct Preview {
    /// Which row of the file.
    pub row: u64,
    /// The code of its area.
    pub area: String,
    /// Its values by field.
    #[schema(value_type = Object)]
    pub values: Map<String, Value>,
}

/// What an import did, or would.
#[derive(Clone, Debug, Default, PartialEq, Serialize, ToSchema)]
#[schema(as = RegisterImportReport)]
pub struct ImportReport {
    /// The run.
    pub run: String,
    /// Only tried.
    pub dry_run: bool,
    /// Rows read.
    pub rows: u64,
    /// New records.
    pub added: u64,
    /// Records with a new version.
    pub changed: u64,
    /// Rows that say what they said.
    pub unchanged: u64,
    /// Rows that were not taken.
    pub rejected: u64,
    /// Records that rows name and that are not there (yet): the rows were taken without them.
    pub unresolved: u64,
    /// How often what was wrong: field and code.
    pub reasons: BTreeMap<String, u64>,
    /// The first faults by cell.
    pub faults: Vec<CellFault>,
    /// The first rows that were taken.
    pub preview: Vec<Preview>,
    /// The columns of the file.
    pub columns: Vec<String>,
    /// Comparisons with the other lists that were asked for.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub comparisons: Vec<String>,
}

impl ImportReport {
    pub(super) fn reject(&mut self, row: u64, faults: &[Fault]) {
        self.rejected += 1;
        self.tell(row, faults);
    }

    /// Says what is wrong with a row, without rejecting it.
    pub(super) fn tell(&mut self, row: u64, faults: &[Fault]) {
        for Fault { field, code, expected } in faults {
            *self.reasons.entry(format!("{field}: {code}")).or_default() += 1;
            if self.faults.len() < FAULTS {
                let (field, code) = (field.clone(), (*code).to_owned());
                self.faults.push(CellFault { row, field, code, expected: expected.clone() });
            }
        }
    }

    pub(super) fn preview(&mut self, kind: &ReadyKind, draft: &Draft) {
        if self.preview.len() < ROWS {
            let values = shown(kind, &draft.values);
            self.preview.push(Preview { row: draft.row, area: draft.at.area.clone(), values });
        }
    }

    pub(super) fn progress(&self) -> Progress {
        Progress { rows: self.rows, taken: self.added + self.changed }
    }
}
