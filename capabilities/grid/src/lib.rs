//! Grid: the ground everything stands on. The tree of areas (divisions and, under them, grids), any number of other
//! layers over the same ground, and the answer to "where is this point?".
//!
//! **Words.** An *area* is a division (行政区划) or a grid (网格); its *path* is the codes from the top joined by `/`, so
//! that a subtree is one range. A *layer* (图层网格) is another set of areas that need not nest in the tree. The
//! *home* of an area is its ancestor at the profile's home level (the county). A *profile* says which levels a tree
//! has and how its codes are built.
//!
//! **Tables.** `area` (tree and layers), `area_past` (what an area was), `area_layer`, `area_map` (one row, whose version
//! every node watches).
//!
//! **Facts.** [`MAP_CHANGED`] in the stream [`STREAM`] of the county [`COUNTY`]: an import changed the map.
//!
//! Reading starts at [`service::Grid`].

pub mod audit;
mod error;
pub mod http;
pub mod import;
pub mod model;
pub mod profile;
pub mod rules;
pub mod service;
mod store;
pub mod tiles;
mod words;

use std::sync::Arc;

pub use error::GridError;
pub use service::Grid;
pub use store::STATEMENTS;
pub use words::{ByWords, Geocoder};

/// The stream of all changes of the map.
pub const STREAM: &str = "map/root";
/// The map is reference data: its facts stand under no county of its own.
pub const COUNTY: &str = "global";
/// The fact that the map has changed.
pub const MAP_CHANGED: &str = "grid.map";

/// Routes, statements and words, for the server to put together.
pub fn capability(grid: Arc<Grid>) -> web::Capability {
    web::Capability {
        name: "grid",
        mount: web::API,
        statements: &[STATEMENTS],
        messages: include_str!("../messages.yaml"),
        routes: http::routes().with_state(grid),
    }
}
