//! worktime
