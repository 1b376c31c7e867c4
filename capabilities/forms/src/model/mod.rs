//! What exists.

pub mod admission;
pub mod module;
pub mod published;
pub mod submission;
pub mod visit;
