//! All stories of this crate in one binary: each further one would cost a link.
#![allow(clippy::unwrap_used)]

mod at_once;
mod common;
mod desk;
mod golden;
mod hand_over;
mod history;
mod lists;
mod live;
mod r#loop;
mod notices;
mod questions;
mod relocation;
mod statements;
mod tiles;
mod work;
