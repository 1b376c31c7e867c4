//! Pure decisions.

pub mod nodes;
pub mod receive;
pub mod section;
pub mod xform;
