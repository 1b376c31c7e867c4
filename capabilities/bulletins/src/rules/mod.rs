//! Pure decisions: no clock, no database.

mod apply;
pub mod compose;
pub mod formula;
pub mod layout;
mod steps;
pub mod words;

pub use apply::{Entry, apply};
pub use formula::{Formula, FormulaError};
pub use steps::{decide_by, in_state, may_freeze, may_object, schedule};
