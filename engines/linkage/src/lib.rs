//! The same person, dwelling or organisation across lists.

pub mod clean;
mod block;
mod cluster;
mod column;
mod compare;
mod em;
pub mod evaluate;
mod frequency;
mod intern;
mod link;
mod model;
mod pairs;
mod presets;
mod records;
mod text;

pub use link::{Linkage, Options};
pub use model::{Field, Kind, LinkageError, Measure, Of, Part, Pass, Schema};
pub use records::Records;
pub use text::{Table, TextColumn};
