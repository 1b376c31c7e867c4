//! All stories of this crate in one binary: each further one would cost a link.
#![allow(clippy::unwrap_used)]

mod build;
mod geocode;
mod map;
mod matters;
mod story;
