//! What exists.

pub mod admission;
pub mod answers;
pub mod campaign;
pub mod module;
pub mod published;
pub mod record;
pub mod submission;
pub mod visit;
