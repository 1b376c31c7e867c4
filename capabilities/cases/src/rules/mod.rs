//! The rules, pure: no database, no HTTP, no clock.
//!
//! - [`apply`] / [`fold`]: what a case is, from what its facts say;
//! - [`context`] and [`holds`]: what the engine sees of a case and of an actor;
//! - [`decide`]: an act that the engine found right, turned into changes;
//! - [`register`] and [`watch`]: how a case begins, and what the watchman marks.

mod apply;
mod clocks;
mod context;
mod decide;
mod effects;
#[cfg(test)]
mod tests;

pub(crate) use apply::PUBLIC_TEXT;
pub use apply::{advance, apply, fold};
pub(crate) use clocks::kind_code;
pub use clocks::watch;
pub use context::{Facts, context, holds, holds_as};
pub use decide::{Act, Book, decide, register};
