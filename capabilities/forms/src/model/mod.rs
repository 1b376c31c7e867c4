//! What exists.

pub mod module;
