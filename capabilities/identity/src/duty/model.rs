//! Desks and shifts.

use crate::model::PersonId;
use kernel::{Text, Timestamp};
use protect::Ref;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use utoipa::ToSchema;

/// A desk, as its facts say and its row holds.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Desk {
    /// Code of the unit.
    pub unit: String,
    /// Kind of the posts that may attend it.
    pub kind: String,
    /// Its name.
    pub name: Text,
    /// The codes down to the unit's area.
    pub area_path: String,
    /// Who has it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub holder: Option<PersonId>,
    /// Since when.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub since: Option<Timestamp>,
    /// To whom it is being handed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub offered_to: Option<PersonId>,
    /// The note for the next.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<Ref>,
    /// Since when it is no more.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ended_at: Option<Timestamp>,
}

/// Who is to attend a desk when.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Shift {
    /// Who.
    pub person: PersonId,
    /// From when.
    pub from: Timestamp,
    /// To when.
    pub to: Timestamp,
}

impl Shift {
    /// True while it lasts.
    pub fn is_on(&self, now: Timestamp) -> bool {
        self.from <= now && now < self.to
    }
}

/// A desk with its shifts, by id: the fold of its facts.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct DeskState {
    pub desk: Desk,
    pub shifts: BTreeMap<String, Shift>,
}

/// A desk to set up or to change.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewDesk {
    /// Code of the unit; a desk keeps it.
    pub unit: String,
    /// Kind of the posts that may attend it.
    pub kind: String,
    /// Its name.
    pub name: Text,
}

/// A shift to plan.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewShift {
    /// Who.
    #[schema(value_type = String)]
    pub person: PersonId,
    /// From when.
    pub from: Timestamp,
    /// To when; at most three days later.
    pub to: Timestamp,
}
