//! All stories of this crate in one binary: each further one would cost a link.
#![allow(clippy::unwrap_used)]

mod editing;
mod http;
mod real_maps;
mod story;
