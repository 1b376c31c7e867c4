//! What is shown.

use crate::model::kind::{Entrustment, FieldClass, Kind};
use kernel::{Text, Timestamp};
use serde::Serialize;
use serde_json::{Map, Value};
use utoipa::ToSchema;

/// A kind with who controls it.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[schema(as = RegisterKindView)]
pub struct KindView {
    /// As the pack says it.
    #[serde(flatten)]
    pub kind: Kind,
    /// The pack.
    pub pack: String,
    /// Who controls it, who is entrusted, under what number.
    pub entrustment: Entrustment,
}

/// A record in a list; personal values are masked.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[schema(as = RegisterRow)]
pub struct RecordRow {
    /// Its id: home and number.
    pub id: String,
    /// Its kind.
    pub kind: String,
    /// The list it came with.
    pub source: String,
    /// The code of its area.
    pub area: String,
    /// The name of its area.
    pub area_name: Text,
    /// Its version.
    pub version: i64,
    /// The state of the data.
    pub as_of: Timestamp,
    /// Its values by field, masked.
    #[schema(value_type = Object)]
    pub values: Map<String, Value>,
    /// The thing that it is with records of other lists; missing when it is alone.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub thing: Option<super::ThingMark>,
}

/// What a search found.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[schema(as = RegisterFound)]
pub struct Found {
    /// Records, at most 50.
    pub items: Vec<RecordRow>,
    /// There are more: say more words.
    pub more: bool,
}

/// Where a value comes from.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[schema(as = RegisterOrigin)]
pub struct Origin {
    /// The version since which it is so.
    pub version: i64,
    /// The list, or none when it was corrected by hand.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub source: Option<String>,
    /// The state of the data.
    pub as_of: Timestamp,
    /// When it was recorded.
    pub recorded_at: Timestamp,
    /// By whom.
    pub recorded_by: String,
    /// Their name, when it is a person.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
}

/// One value of a record.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[schema(as = RegisterValue)]
pub struct ValueView {
    /// The field.
    pub code: String,
    /// How it is kept.
    pub class: FieldClass,
    /// The value, masked when it is personal; missing when there is none.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<Object>)]
    pub value: Option<Value>,
    /// It can be read in clear with a purpose.
    pub revealable: bool,
    /// It is older than it may be.
    pub stale: bool,
    /// Where it comes from; missing when there is no value.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub origin: Option<Origin>,
    /// The reader's unit owns the truth of it.
    pub own: bool,
}

/// A record with where each value comes from.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[schema(as = RegisterRecord)]
pub struct RecordView {
    /// Its id.
    pub id: String,
    /// Its kind.
    pub kind: String,
    /// The list it came with.
    pub source: String,
    /// The code of its area.
    pub area: String,
    /// Names from the top down.
    pub path: Vec<Text>,
    /// Which version this is.
    pub version: i64,
    /// The latest version.
    pub latest: i64,
    /// The state of the data.
    pub as_of: Timestamp,
    /// When this version was recorded.
    pub recorded_at: Timestamp,
    /// When it must be gone.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub expires_at: Option<Timestamp>,
    /// Longitude and latitude, of a record that is on the map.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub point: Option<[f64; 2]>,
    /// Its values, in the order of the kind.
    pub values: Vec<ValueView>,
    /// The reader may correct it.
    pub correctable: bool,
}

/// One version, or one act on a record.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[schema(as = RegisterPast)]
pub struct PastView {
    /// `imported`, `met`, `corrected`, `revealed`.
    pub what: String,
    /// The version that came of it, or that was read.
    pub version: i64,
    /// When.
    pub at: Timestamp,
    /// Who.
    pub by: String,
    /// Their name, when it is a person.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// The fields that it is about; none for the first version.
    pub fields: Vec<String>,
    /// The purpose of a reveal.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub purpose: Option<String>,
    /// Why, in words.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
    /// The state of the data.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub as_of: Option<Timestamp>,
}
