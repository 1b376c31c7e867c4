//! Conditions and formulas of packs, in CEL (the Common Expression Language), made safe to take from a stranger.
//!
//! - [`Expression::parse`] limits size, nesting and loops and never panics or overflows the stack;
//! - [`Expression::check`] finds unknown variables, fields and functions and wrong types before anything runs,
//!   with line and column;
//! - [`Expression::eval`] takes its variables from JSON ([`Scope`]) and gives JSON back;
//! - [`Expression::paths`], [`Expression::conjuncts`], [`Expression::comparisons`] and [`Expression::constant`] let a
//!   caller explain a decision and find rules that can never hold.
//!
//! The language offered is CEL without bytes, unsigned numbers, structs, regular expressions and time: what a pack has
//! to say about a case needs none of them. Functions: `size`, `contains`, `startsWith`, `endsWith`, `int`, `double`,
//! `string`, and the macros `has`, `all`, `exists`, `exists_one`, `map`, `filter` (not inside one another).

mod analyse;
mod check;
mod fault;
mod parse;
mod render;
mod scope;
mod types;

pub use analyse::{Comparison, Operator};
pub use fault::{EvalError, Fault, FaultCode, Position};
pub use parse::{Expression, MAX_DEPTH, MAX_SOURCE};
pub use scope::Scope;
pub use types::{Schema, Type};
