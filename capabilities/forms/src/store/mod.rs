//! All SQL of forms.

pub mod modules;
pub mod published;
pub mod submissions;

/// Every statement.
pub const STATEMENTS: &[&[db::Sql]] = &[modules::STATEMENTS, published::STATEMENTS, submissions::STATEMENTS];
