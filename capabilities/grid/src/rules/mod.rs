//! Pure judgements: what is wrong between areas of a map, and what an import changes.

pub mod ground;
pub mod plan;
