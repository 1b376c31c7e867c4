//! What exists: areas of the tree, layers, and the place that a point is found to be.

pub mod change;

use std::collections::BTreeMap;

use geometry::Point;
use kernel::{Text, Timestamp};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// Whether an area shares its ground: an exclusive grid (专属网格) wins over ordinary ones.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize, Deserialize, ToSchema,
)]
#[serde(rename_all = "lowercase")]
pub enum AreaKind {
    /// Divisions and 综合网格.
    #[default]
    Ordinary,
    /// 专属网格: a school, a market, a park.
    Exclusive,
}

impl AreaKind {
    /// The word in storage and maps.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Ordinary => "ordinary",
            Self::Exclusive => "exclusive",
        }
    }

    /// Reads the word.
    pub fn parse(word: &str) -> Option<Self> {
        match word {
            "ordinary" => Some(Self::Ordinary),
            "exclusive" => Some(Self::Exclusive),
            _ => None,
        }
    }
}

/// An area of the tree without its ground: a division or a grid.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct Area {
    /// The code, for ever its identity.
    pub code: String,
    /// The id of its level in the profile.
    pub level: String,
    /// Position of the level in the profile, 0 is the top.
    pub depth: u16,
    /// Whether the level is one of grids.
    pub is_grid: bool,
    /// The code of the area above.
    pub parent: Option<String>,
    /// Codes from the top down to this one, joined by `/`.
    pub path: String,
    /// The name.
    pub name: Text,
    /// Ordinary or exclusive.
    pub kind: AreaKind,
    /// Ground in m², when its border is known.
    pub area_m2: Option<f64>,
    /// West, south, east, north in degrees, when its border is known.
    pub bbox: Option<[f64; 4]>,
    /// From when on it is.
    pub valid_from: Option<Timestamp>,
    /// From when on it is no more.
    pub valid_to: Option<Timestamp>,
    /// The codes that took its place.
    pub successors: Vec<String>,
}

impl Area {
    /// Whether it is in force at a moment.
    pub fn valid_at(&self, now: Timestamp) -> bool {
        self.valid_from.is_none_or(|t| t <= now) && self.valid_to.is_none_or(|t| now < t)
    }
}

/// One step of the path to an area.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct AreaRef {
    /// Its code.
    pub code: String,
    /// The id of its level.
    pub level: String,
    /// Its name.
    pub name: Text,
}

/// An area of a layer (图层网格) that covers a point.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct LayerRef {
    /// The code, unique in the layer.
    pub code: String,
    /// Its name.
    pub name: Text,
}

/// A layer: another set of areas over the same ground.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct Layer {
    /// The code, such as `police`.
    pub code: String,
    /// Its name.
    pub name: Text,
    /// How many areas it has.
    pub areas: u64,
}

/// Where something is: in the tree at whatever level is known, and in every layer that covers it.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize, ToSchema)]
pub struct Place {
    /// The grid, the finest that covers the point; nothing where only a division is known.
    pub grid: Option<String>,
    /// From the top of the tree down to the finest area known.
    pub path: Vec<AreaRef>,
    /// The codes of `path` joined by `/`; empty where nothing is known.
    pub area_path: String,
    /// The code of the home area (the county, by the profile), under which a case is kept.
    pub home: Option<String>,
    /// Whether the finest area is exclusive or lies in one that is.
    pub exclusive: bool,
    /// Metres to the area when the point is outside the whole tree.
    pub outside_m: Option<f64>,
    /// Layer code to the area of that layer.
    pub layers: BTreeMap<String, LayerRef>,
}

impl Place {
    /// The finest area known.
    pub fn area(&self) -> Option<&AreaRef> {
        self.path.last()
    }

    /// The area of the path at a level.
    pub fn at_level(&self, level: &str) -> Option<&AreaRef> {
        self.path.iter().find(|a| a.level == level)
    }
}

/// A kind of import.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "lowercase")]
pub enum ImportKind {
    /// Divisions of the tree.
    Divisions,
    /// Grids under the divisions.
    Grids,
    /// One layer.
    Layer,
}

/// How bad a problem is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "lowercase")]
pub enum Severity {
    /// Nothing is imported.
    Error,
    /// Imported all the same.
    Warning,
}

/// What an import check can find; the text of each is in the message catalogue under `grid.problem.<kind>`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum ProblemKind {
    /// No code.
    CodeMissing,
    /// A code that the profile does not allow.
    CodeMalformed,
    /// A code that stands twice in the file, or belongs to a grid where a division is imported.
    CodeDuplicate,
    /// No level, or one that the profile does not have.
    LevelUnknown,
    /// A level that this kind of import does not take, or not below the parent's.
    LevelOrder,
    /// A parent that is neither here nor known.
    ParentMissing,
    /// A parent that contradicts the code.
    ParentMismatch,
    /// No name.
    NameMissing,
    /// Neither `ordinary` nor `exclusive`.
    KindUnknown,
    /// A date that cannot be read, or an end before the beginning.
    Validity,
    /// An alias that another area has.
    AliasTaken,
    /// A geometry that is not an area.
    GeometryMalformed,
    /// A coordinate that is not on the earth.
    OffEarth,
    /// No geometry where one is needed.
    NoGeometry,
    /// A ring that does not end where it began.
    RingOpen,
    /// A ring of fewer than three points.
    RingShort,
    /// A ring that crosses itself or another.
    RingCrosses,
    /// A ring that touches itself or another.
    RingTouches,
    /// A hole outside its outline.
    HoleOutside,
    /// Two parts of one area on the same ground.
    PartsOverlap,
    /// A shape without ground.
    NoArea,
    /// Two siblings on the same ground.
    Overlap,
    /// Ground of the parent that no child has.
    Gap,
    /// Ground of a child that is not the parent's.
    OutsideParent,
    /// A line that does not cut the area into two.
    NotCut,
    /// Areas that have no border with each other.
    NotNeighbours,
    /// So little ground that a slip of the hand is likelier than a wish.
    TooSmall,
}

impl ProblemKind {
    /// Whether a map file may allow it: faults of the ground can be lived with, faults of codes cannot.
    pub fn can_be_allowed(self) -> bool {
        use ProblemKind::*;
        let ring = matches!(self, RingOpen | RingShort | RingCrosses | RingTouches | HoleOutside);
        let shape = matches!(self, PartsOverlap | NoArea | NoGeometry);
        ring || shape || matches!(self, Overlap | Gap | OutsideParent)
    }
}

/// One line of the report.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
#[schema(as = AreaProblem)]
pub struct Problem {
    /// Whether it stops the import.
    pub severity: Severity,
    /// What is wrong.
    pub kind: ProblemKind,
    /// The area at fault, as far as its code is known.
    pub code: Option<String>,
    /// The other area: the sibling overlapped, the parent not filled or left, the parent named.
    pub other: Option<String>,
    /// Which record of the file, counted from 1 (the line after the header in CSV, the feature in GeoJSON).
    pub record: Option<u64>,
    /// Ground concerned, m².
    pub area_m2: Option<f64>,
    /// Distance concerned, metres (the gap of an open ring).
    pub metres: Option<f64>,
    /// Where, WGS-84.
    pub at: Option<[f64; 2]>,
    /// The value at fault.
    pub value: Option<String>,
}

impl Problem {
    /// An error of a kind.
    pub fn new(kind: ProblemKind) -> Self {
        Self {
            severity: Severity::Error,
            kind,
            code: None,
            other: None,
            record: None,
            area_m2: None,
            metres: None,
            at: None,
            value: None,
        }
    }
    /// Names the area.
    pub fn code(mut self, code: impl Into<String>) -> Self {
        self.code = Some(code.into());
        self
    }
    /// Names the other area.
    pub fn other(mut self, code: impl Into<String>) -> Self {
        self.other = Some(code.into());
        self
    }
    /// Names the record.
    pub fn record(mut self, record: u64) -> Self {
        self.record = Some(record);
        self
    }
    /// Quotes the value (cut at 200 characters).
    pub fn value(mut self, value: impl AsRef<str>) -> Self {
        self.value = Some(value.as_ref().chars().take(200).collect());
        self
    }
    /// Says where.
    pub fn at(mut self, at: Point) -> Self {
        self.at = Some([at.lon, at.lat]);
        self
    }
    /// Says how much ground.
    pub fn ground(mut self, area_m2: f64) -> Self {
        self.area_m2 = Some(area_m2);
        self
    }
}

/// What an import found and did.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize, ToSchema)]
pub struct Report {
    /// Whether it was only tried.
    pub dry_run: bool,
    /// Whether the map was changed: no error, not a dry run.
    pub imported: bool,
    /// Records read.
    pub records: u64,
    /// Records left out by the map's `only`.
    pub skipped: u64,
    /// Areas that are new.
    pub added: u64,
    /// Areas that differ from what was known.
    pub changed: u64,
    /// Areas as they were.
    pub unchanged: u64,
    /// Areas that ended, because the map says `replace`.
    pub retired: u64,
    /// Everything found, errors first.
    pub problems: Vec<Problem>,
}

impl Report {
    /// Number of problems that stop the import.
    pub fn errors(&self) -> usize {
        self.problems.iter().filter(|p| p.severity == Severity::Error).count()
    }
    /// Number of problems that do not.
    pub fn warnings(&self) -> usize {
        self.problems.len() - self.errors()
    }
}
