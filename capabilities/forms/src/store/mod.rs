//! All SQL of forms.

pub mod published;
pub mod submissions;

/// Every statement.
pub const STATEMENTS: &[&[db::Sql]] = &[published::STATEMENTS, submissions::STATEMENTS];
