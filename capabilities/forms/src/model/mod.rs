//! What exists.

pub mod admission;
pub mod campaign;
pub mod module;
pub mod published;
pub mod submission;
pub mod visit;
