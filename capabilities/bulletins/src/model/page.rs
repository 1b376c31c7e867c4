//! What stands in a bulletin: composed anew while it is a draft, kept word for word once it is frozen.

use kernel::{Text, Timestamp};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// A code and its name.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, ToSchema)]
#[schema(as = BulletinName)]
pub struct Coded {
    /// The code.
    pub code: String,
    /// The name.
    pub name: Text,
}

/// The whole of it.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, ToSchema)]
#[schema(as = BulletinPage)]
pub struct Page {
    /// Title.
    pub title: Text,
    /// Its number, once it is frozen.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub number: Option<Text>,
    /// Who issues it.
    pub issuer: Text,
    /// At the foot.
    pub footer: Text,
    /// When the numbers were taken.
    pub as_of: Timestamp,
    /// The sections.
    pub sections: Vec<Section>,
    /// Cases left out, each with what it was left out of.
    pub exclusions: Vec<Exclusion>,
    /// The measures that occur.
    pub measures: Vec<Column>,
}

/// A section.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, ToSchema)]
#[schema(as = BulletinSection)]
pub struct Section {
    /// Its id.
    pub id: String,
    /// Its title.
    pub title: Text,
    /// What stands in it.
    pub blocks: Vec<Block>,
}

/// A piece of a section.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(tag = "type", rename_all = "snake_case")]
#[schema(as = BulletinBlock)]
pub enum Block {
    /// A sentence.
    Text {
        /// It.
        text: Text,
    },
    /// Measures of the month, the month before and the same month a year ago.
    Measures {
        /// A line each.
        rows: Vec<Compared>,
    },
    /// Groups.
    Table {
        /// `area`, `unit` or `category`.
        by: String,
        /// Of categories: how far down the tree.
        depth: usize,
        /// Ids of the measures.
        columns: Vec<String>,
        /// A line each, in the order of the codes.
        rows: Vec<Group>,
        /// All of them together.
        total: Vec<Cell>,
    },
    /// A chart of one measure by group.
    Bars {
        /// `area`, `unit` or `category`.
        by: String,
        /// Of categories: how far down the tree.
        depth: usize,
        /// Id of the measure.
        measure: String,
        /// In the order of the codes.
        rows: Vec<Group>,
    },
}

/// A measure, as a column says it.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, ToSchema)]
#[schema(as = BulletinMeasure)]
pub struct Column {
    /// Its id.
    pub id: String,
    /// `count`, `rate` or `hours`.
    pub kind: String,
    /// Its name.
    pub name: Text,
    /// Its definition.
    pub what: Text,
}

/// A measure in three months.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, ToSchema)]
#[schema(as = BulletinCompared)]
pub struct Compared {
    /// Its id.
    pub measure: String,
    /// The month.
    pub month: Cell,
    /// The month before.
    pub before: Cell,
    /// The same month a year ago.
    pub year: Cell,
}

/// A group.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, ToSchema)]
#[schema(as = BulletinGroup)]
pub struct Group {
    /// Its code; empty for what has none.
    pub key: String,
    /// Its name.
    pub name: Text,
    /// A cell for each column.
    pub cells: Vec<Cell>,
}

/// A figure. Its cases are those of `GET /bulletins/{id}/cases` with its measure, period and group.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize, ToSchema)]
#[schema(as = BulletinCell)]
pub struct Cell {
    /// The count, the share or the hours; absent when there is nothing to measure.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub value: Option<f64>,
    /// The numerator, or how many were measured.
    pub n: i64,
    /// Of how many, for a share.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub of: Option<i64>,
    /// Cases of the numerator that are left out.
    #[serde(default, skip_serializing_if = "is_zero")]
    pub excluded: i64,
    /// Cases of the denominator that are left out.
    #[serde(default, skip_serializing_if = "is_zero")]
    pub of_excluded: i64,
}

#[allow(clippy::trivially_copy_pass_by_ref)] // as serde calls it
fn is_zero(n: &i64) -> bool {
    *n == 0
}

/// A case that was left out.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, ToSchema)]
#[schema(as = BulletinExclusion)]
pub struct Exclusion {
    /// Number of the case.
    pub case: String,
    /// The objection that was upheld.
    pub objection: i64,
    /// The unit that objected.
    pub unit: Coded,
    /// Its ground.
    pub ground: Coded,
    /// Ids of the measures; empty: of all.
    pub measures: Vec<String>,
    /// Why, in the words of whoever decided; never kept with the page, since words can be erased.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
}
