//! Who owes it: an ordered table of rules, first match wins, and the answer carries its *why*.
//!
//! [`check`] finds what is wrong with a table, among it rules that can never match; [`Table::compile`] makes a sound one
//! ready; [`Table::decide`] answers for one case. Pure: the caller brings the case's variables
//! ([`workflow::route_variables`]) as JSON and turns the [`UnitTarget`] into a unit of the city. The dispatch catalogue of
//! a city is asked before the table, by the caller.

mod check;
mod decide;
mod model;

pub use check::check;
pub use decide::Table;
pub use model::{
    Clocks, Decision, ExprTarget, FunctionTarget, Missed, PostTarget, Priority, Reason, Route, Source,
    Target, UnitTarget, Why,
};
