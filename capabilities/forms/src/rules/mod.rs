//! Pure decisions.

pub mod admission;
pub mod campaign;
pub mod collect_form;
pub mod due;
pub mod ground;
pub mod module_form;
pub mod nodes;
pub mod receive;
pub mod section;
pub mod settle;
pub mod today;
pub mod visit_form;
pub mod words;
pub mod workbook;
pub mod xform;
