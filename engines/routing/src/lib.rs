//! Who owes it: an ordered table of rules, first match wins, and the answer carries its *why*.
//!
//! Pure: the caller brings the case's variables as JSON and turns the [`UnitTarget`] into a unit of the city.

mod model;

pub use model::{
    Clocks, Decision, ExprTarget, FunctionTarget, Missed, PostTarget, Priority, Reason, Route, Source,
    Target, UnitTarget, Why,
};
