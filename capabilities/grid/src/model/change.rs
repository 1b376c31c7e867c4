//! A change of the map that somebody draws: what is asked for, and what it comes to.

use kernel::{Text, Timestamp};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use utoipa::ToSchema;

use super::{Area, Problem, Severity};

/// What is to be done with grids.
#[derive(Debug, Clone, PartialEq, Deserialize, ToSchema)]
#[serde(tag = "kind", rename_all = "snake_case", deny_unknown_fields)]
#[schema(as = MapChange)]
pub enum Change {
    /// One grid becomes two or more; its code ends and names them as its successors.
    Split {
        /// The code of the grid.
        area: String,
        /// The line that cuts it, `[longitude, latitude]` in degrees (WGS-84); at most 2,000 points.
        line: Vec<[f64; 2]>,
        /// The new grids, from west to east of a wide one, else from north to south; named after the old one without it.
        #[serde(default)]
        into: Vec<NewGrid>,
    },
    /// Neighbours become one; their codes end and name it.
    Merge {
        /// The codes, two or more.
        areas: Vec<String>,
        /// The new grid; named like the largest without it.
        #[serde(default)]
        into: NewGrid,
    },
    /// Borders move, with everybody who shares them. Takes effect at once.
    Reshape {
        /// The code of the area whose grids these are.
        under: String,
        /// One after the other; at most 2,000.
        edits: Vec<Edit>,
    },
    /// A new grid.
    Draw {
        /// The code of the area it stands under.
        under: String,
        /// The id of its level; that of the grids beside it if not given.
        #[serde(default)]
        level: Option<String>,
        /// Whether it is exclusive (专属网格) and may lie over ordinary ones.
        #[serde(default)]
        exclusive: bool,
        /// Its ground, a GeoJSON polygon.
        #[schema(value_type = Object)]
        geometry: Value,
        /// Cut off what lies outside or is another grid's already, so that a rough drawing fills a gap exactly.
        #[serde(default)]
        trim: bool,
        /// Its name.
        into: NewGrid,
    },
}

/// One move of a border.
#[derive(Debug, Clone, Copy, PartialEq, Deserialize, ToSchema)]
#[serde(tag = "edit", rename_all = "snake_case", deny_unknown_fields)]
#[schema(as = MapEdit)]
pub enum Edit {
    /// A corner moves; a place on a side becomes a corner.
    Move {
        /// Where it is.
        from: [f64; 2],
        /// Where it shall be.
        to: [f64; 2],
    },
    /// A corner goes.
    Remove {
        /// Where it is.
        at: [f64; 2],
    },
}

/// A grid that is to be.
#[derive(Debug, Clone, Default, PartialEq, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewGrid {
    /// Its code; the next of the sequence if not given.
    #[serde(default)]
    pub code: Option<String>,
    /// Its name, at most 100 characters.
    #[serde(default)]
    pub name: Option<Text>,
}

/// A change, and on which map it was drawn.
#[derive(Debug, Clone, PartialEq, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ChangeRequest {
    /// The version of the map that was seen. Another one than the present is refused as `grid.changed` (409).
    pub version: i64,
    /// From when on it holds; at once if not given.
    #[serde(default)]
    pub valid_from: Option<Timestamp>,
    /// How near a point must be to a border to be meant on it, metres, 0–50.
    #[serde(default)]
    pub snap_m: f64,
    /// What is to be done.
    pub change: Change,
}

/// What becomes of an area.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "lowercase")]
pub enum Fate {
    /// It is new.
    Added,
    /// It has another border or parent.
    Changed,
    /// It ends.
    Retired,
}

/// An area that a change touches.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
#[schema(as = TouchedArea)]
pub struct Touched {
    /// What becomes of it.
    pub fate: Fate,
    /// As it will be.
    #[serde(flatten)]
    pub area: Area,
    /// Ground that it had before, m².
    pub before_m2: Option<f64>,
    /// Its ground as it will be, GeoJSON.
    #[schema(value_type = Option<Object>)]
    pub geometry: Option<Value>,
}

/// A problem with the ground it speaks of.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
#[schema(as = DrawnProblem)]
pub struct Drawn {
    /// What is wrong.
    #[serde(flatten)]
    pub problem: Problem,
    /// Where, a GeoJSON geometry; absent where it has no place.
    #[schema(value_type = Option<Object>)]
    pub geometry: Option<Value>,
}

/// What a change comes to.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct ChangeReport {
    /// The version of the map: the one judged, or once committed the new one.
    pub version: i64,
    /// Whether the map was changed.
    pub committed: bool,
    /// From when on it holds.
    pub valid_from: Timestamp,
    /// What it touches: new, changed, ended.
    pub areas: Vec<Touched>,
    /// What is wrong, errors first. A warning was so before.
    pub problems: Vec<Drawn>,
}

impl ChangeReport {
    /// Whether nothing stands against it.
    pub fn sound(&self) -> bool {
        self.problems.iter().all(|p| p.problem.severity != Severity::Error)
    }
}
