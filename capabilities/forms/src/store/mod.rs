//! All SQL of forms.

/// Every statement.
pub const STATEMENTS: &[&[db::Sql]] = &[];
