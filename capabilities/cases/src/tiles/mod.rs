//! Open cases on the map: one by one from near, clustered from afar by counts that are kept beforehand.
//!
//! [`Spots`] follows the ledger and keeps `case_spot` (each open case that has a place), `case_cell` (how many stand in a
//! cell, at some levels) and `case_spot_change`. They are a function of the rows of `cases` as these stand, so that a
//! reader that is far behind makes a county at once. What everybody may see is counted apart ([`Audience::Public`]); what a
//! session may see is drawn from the same tables within its scopes.

mod draw;
pub(crate) mod http;
mod reader;
pub mod store;

pub use draw::features;
pub use http::capability;
pub use reader::{NAME, Spots};

use crate::model::Case;
use kernel::Timestamp;
use packs::Loaded;
use tiles::{Place, cluster};

/// An open case as a point.
#[derive(Clone, Debug, PartialEq)]
pub struct Point {
    /// Where.
    pub spot: i64,
    /// Which case.
    pub id: String,
    /// Its number.
    pub number: String,
    /// Category.
    pub category: Option<String>,
    /// Phase.
    pub phase: String,
    /// The deadline that comes first.
    pub due_at: Option<Timestamp>,
    /// Codes from the top, each followed by `/`.
    pub area_path: String,
    /// Everybody may see where it is.
    pub public: bool,
    /// The category, where everybody may see it.
    pub shown: Option<String>,
}

impl Point {
    /// Nothing for a case that has ended, or whose place is not known.
    pub fn of(case: &Case, pack: &Loaded) -> Option<Self> {
        let (lon, lat) = case.spot.lon.zip(case.spot.lat).filter(|_| case.is_open())?;
        let category = case.category.clone();
        Some(Self {
            spot: cluster::spot(Place::of(geometry::Point::new(lon, lat))),
            id: case.id.to_string(),
            number: case.number.clone(),
            phase: case.phase.code().to_owned(),
            due_at: case.outlook().map(|o| o.due_at),
            area_path: crate::store::row::path_key(&case.spot.area_path()),
            public: crate::public::shows(pack, case, "place"),
            shown: category.clone().filter(|_| crate::public::shows(pack, case, "category")),
            category,
        })
    }
}

/// For whom cells are counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Audience {
    /// Those who may see every case of the county.
    All,
    /// Everybody.
    Public,
}

impl Audience {
    /// The word in storage.
    pub fn code(self) -> &'static str {
        match self {
            Self::All => "all",
            Self::Public => "public",
        }
    }
}
