//! All stories of this crate in one binary: each further one would cost a link.
#![allow(clippy::unwrap_used)]

mod absences;
mod access;
mod common;
mod people;
mod registers;
mod size;
mod trail;
