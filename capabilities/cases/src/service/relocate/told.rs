//! What is asked and told when cases follow a changed map.

use kernel::{Text, Timestamp};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

/// Which cases.
#[derive(Debug, Clone, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct RelocationQuery {
    /// Codes of areas, with commas between them, at most 50; also of such as have ended.
    pub areas: String,
}

/// Cases that go from one area to another.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct Moving {
    /// The area that they leave.
    pub from: String,
    /// The area that they lie in.
    pub to: String,
    /// Its name.
    pub name: Text,
    /// How many are open.
    pub open: u64,
    /// How many there are, closed ones too.
    pub all: u64,
}

/// A case that would move.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct Relocating {
    /// Its number.
    pub number: String,
    /// The area it leaves.
    pub from: String,
    /// The area it lies in.
    pub to: String,
    /// Whether it is open.
    pub open: bool,
}

/// An area that is left.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct Leaving {
    /// Its code.
    pub code: String,
    /// Its name.
    pub name: Text,
    /// Whether it has come to an end.
    pub ended: bool,
    /// What takes its place.
    pub successors: Vec<String>,
    /// Open cases that stay.
    pub staying_open: u64,
    /// Cases that stay, closed ones too.
    pub staying: u64,
}

/// What would move, if it were asked for.
#[derive(Debug, Clone, Default, PartialEq, Serialize, ToSchema)]
pub struct Relocation {
    /// The areas asked about.
    pub areas: Vec<Leaving>,
    /// From where to where.
    pub moves: Vec<Moving>,
    /// Open cases that would move.
    pub open: u64,
    /// Cases that would move, closed ones too.
    pub all: u64,
    /// The first of them.
    pub first: Vec<Relocating>,
    /// Cases without coordinates whose area has several successors: somebody has to say where they belong. The first 50.
    pub undecided: Vec<String>,
    /// There are more than the 20,000 cases that were looked at.
    pub more: bool,
}

/// How far a run is.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct RelocationRun {
    /// Its id.
    pub id: String,
    /// `running` or `done`.
    pub state: String,
    /// Cases that were to move when it was asked for.
    pub total: i64,
    /// Cases that have moved.
    pub moved: i64,
    /// When it was asked for.
    pub asked_at: Timestamp,
    /// When it was done.
    pub done_at: Option<Timestamp>,
}
