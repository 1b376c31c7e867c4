//! The story of forms, through their public face.
#![allow(clippy::unwrap_used)]

mod admission;
mod collect;
#[path = "../../../cases/tests/whole/common/mod.rs"]
mod common;
mod departments;
mod pull;
mod section;
mod submissions;
mod town;
mod visits;
