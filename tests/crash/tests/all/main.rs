//! Everything that may break, broken on purpose.

#![allow(clippy::unwrap_used, clippy::print_stdout)] // a test says so by failing

mod devices;
mod full;
mod killed;
mod nodes;
mod replica;
mod stopped;
