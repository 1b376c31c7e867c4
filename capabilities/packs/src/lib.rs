//! Packs: scenarios as data. (stub, replaced below)

mod check;
mod load;
mod loaded;
pub mod messages;
pub mod model;
pub mod schema;

pub use check::{PackContext, Report, Section, check_dir, findings};
pub use load::{Place, Problem};
pub use loaded::{CategoryEntry, Loaded};
pub use model::Pack;
