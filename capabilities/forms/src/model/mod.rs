//! What exists.

pub mod module;
pub mod published;
pub mod submission;
