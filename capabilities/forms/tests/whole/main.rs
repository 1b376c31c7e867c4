//! The story of forms, through their public face.
#![allow(clippy::unwrap_used)]

mod absent;
mod admission;
mod answers;
mod campaigns;
mod collect;
#[path = "../../../cases/tests/whole/common/mod.rs"]
mod common;
mod departments;
mod disagree;
mod editions;
mod items;
mod members;
mod month;
mod person;
mod pull;
mod records;
mod round_trip;
mod rounds;
mod section;
mod submissions;
mod town;
mod visits;
