//! Cases: one matter from registration to archive.

pub mod model;
pub mod rules;
