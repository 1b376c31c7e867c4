//! Pure judgements: what is wrong between areas of a map, what an import changes, and what a change of the map is.

pub mod change;
mod codes;
pub mod ground;
pub mod plan;
pub mod weigh;
