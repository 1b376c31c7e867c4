//! The story of forms, through their public face.

#![allow(clippy::unwrap_used, reason = "tests")]

mod admission;
mod pack;
mod section;
