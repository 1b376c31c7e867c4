//! What stock clients insist on, on both databases, through the whole plumbing.
#![allow(clippy::unwrap_used)]

#[path = "../../../../capabilities/cases/tests/whole/common/mod.rs"]
mod common;
mod story;
#[allow(dead_code)]
#[path = "../../../../capabilities/forms/tests/whole/town.rs"]
mod town;
