//! What is shown of runs, pairs and things.

use super::super::views::{RecordRow, RecordView};
use crate::store::things::{Pair, Run};
use kernel::{Text, Timestamp};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use utoipa::ToSchema;

/// A run.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[schema(as = RegisterRun)]
pub struct RunView {
    /// Its id.
    pub id: String,
    /// The kind.
    pub kind: String,
    /// The code of the area whose records are compared.
    pub area: String,
    /// Its name.
    pub area_name: Text,
    /// The purpose, of those that the kind allows.
    pub purpose: String,
    /// Only what is new since an import.
    pub new_only: bool,
    /// `waiting`, `running`, `done`, `failed`.
    pub state: String,
    /// What it is doing: `reading`, `comparing`, `writing`; empty otherwise.
    pub stage: String,
    /// When it was asked for.
    pub asked_at: Timestamp,
    /// By whom.
    pub asked_by: String,
    /// Their name, when it is a person.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// When it was over.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub ended_at: Option<Timestamp>,
    /// Records.
    pub rows: i64,
    /// Pairs that were compared.
    pub compared: i64,
    /// Pairs that were joined.
    pub joined: i64,
    /// Pairs that wait for somebody.
    pub review: i64,
    /// Pairs of earlier runs that wait no more.
    pub withdrawn: i64,
    /// From how many bits on pairs were joined; missing when too little could be learned: then only equal numbers were.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub safe: Option<f64>,
    /// Why it failed: a code of the catalogue.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub failure: Option<String>,
}

impl RunView {
    pub(super) fn of(run: Run, area_name: Text, name: Option<String>) -> Self {
        Self {
            area_name,
            id: format!("{}~{}", run.county, run.id),
            kind: run.kind,
            area: run.area,
            purpose: run.purpose,
            new_only: run.since.is_some(),
            state: run.state,
            stage: run.stage,
            asked_at: Timestamp(run.asked_at),
            asked_by: run.asked_by,
            name,
            ended_at: run.ended_at.map(Timestamp),
            rows: run.rows,
            compared: run.compared,
            joined: run.joined,
            review: run.review,
            withdrawn: run.withdrawn,
            safe: run.safe,
            failure: run.failure,
        }
    }
}

/// What one comparison of a pair found: no value.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
#[schema(as = RegisterEvidence)]
pub struct Evidence {
    /// The field.
    pub field: String,
    /// What was found, a stable word of the engine.
    pub level: String,
    /// What that is worth in bits: above 0 for one thing, below for two.
    pub weight: f64,
}

/// A pair with its evidence.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[schema(as = RegisterPairLine)]
pub struct PairLine {
    /// Its id.
    pub id: String,
    /// The kind.
    pub kind: String,
    /// One record.
    pub a: String,
    /// The other.
    pub b: String,
    /// `review`, `joined` (by a run), `same`, `different`, `unsure`; `none` when nothing is known of it.
    pub state: String,
    /// Log-odds in bits that both are one thing; missing when no run compared them.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub score: Option<f64>,
    /// The comparisons.
    pub evidence: Vec<Evidence>,
    /// When somebody judged it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub judged_at: Option<Timestamp>,
    /// Who.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub judged_by: Option<String>,
    /// Their name, when it is a person.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
}

impl PairLine {
    pub(super) fn of(county: &str, pair: &Pair, name: Option<String>) -> Self {
        let evidence: Vec<Evidence> = serde_json::from_str(&pair.evidence).unwrap_or_default();
        #[allow(clippy::cast_precision_loss)] // thousandths of a bit
        let score = (!evidence.is_empty()).then(|| -(pair.rank as f64) / 1_000.0);
        Self {
            id: super::pair_id(county, pair.a, pair.b),
            kind: pair.kind.clone(),
            a: format!("{county}-{}", pair.a),
            b: format!("{county}-{}", pair.b),
            state: pair.state.clone(),
            score,
            evidence,
            judged_at: pair.judged_at.map(Timestamp),
            judged_by: pair.judged_by.clone(),
            name,
        }
    }
}

/// A pair in the queue.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[schema(as = RegisterPairRow)]
pub struct PairRow {
    /// The pair.
    #[serde(flatten)]
    pub pair: PairLine,
    /// Both records, masked.
    pub records: Vec<RecordRow>,
}

/// A pair, both records side by side.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[schema(as = RegisterPair)]
pub struct PairView {
    /// The pair.
    #[serde(flatten)]
    pub pair: PairLine,
    /// One record, masked.
    pub left: RecordView,
    /// The other.
    pub right: RecordView,
    /// Fields whose values are the same.
    pub equal: Vec<String>,
    /// They are one thing already.
    pub together: bool,
    /// How many records would be one thing.
    pub size: usize,
    /// Two different valid numbers would come together.
    pub numbers_differ: bool,
    /// A pair between their things that was judged different.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub apart: Option<String>,
}

/// What one record of a thing says of a field.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[schema(as = RegisterSaid)]
pub struct Said {
    /// The record.
    pub record: String,
    /// The list it came with.
    pub source: String,
    /// It was corrected by hand.
    pub corrected: bool,
    /// The state of the data.
    pub as_of: Timestamp,
    /// The value, masked when it is personal.
    #[schema(value_type = Object)]
    pub value: Value,
    /// Which of the different values it is, from 1: masked ones may look alike.
    pub variant: usize,
}

/// A field of a thing.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[schema(as = RegisterThingField)]
pub struct ThingField {
    /// The field.
    pub code: String,
    /// What its records say, the newest first.
    pub said: Vec<Said>,
    /// How many different values there are.
    pub variants: usize,
}

/// A thing: the records that are one.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[schema(as = RegisterThing)]
pub struct ThingView {
    /// Its records that the reader may see.
    pub records: Vec<RecordRow>,
    /// How many more there are in areas that are not the reader's.
    pub hidden: usize,
    /// Field by field, of what the reader may see.
    pub fields: Vec<ThingField>,
    /// The pairs by which they came together, and what was said of them.
    pub pairs: Vec<PairLine>,
    /// The reader may part them.
    pub partable: bool,
}

/// The thing of a record in a list.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[schema(as = RegisterThingMark)]
pub struct ThingMark {
    /// The first record of the thing.
    pub id: String,
    /// How many records it has.
    pub records: usize,
}
