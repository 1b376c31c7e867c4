//! All stories of this crate in one binary: each further one would cost a link.
#![allow(clippy::unwrap_used)]

mod any_rings;
mod editing;
mod real_data;
