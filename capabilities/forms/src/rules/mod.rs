//! Pure decisions.

pub mod section;
