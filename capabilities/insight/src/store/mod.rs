//! All SQL of the counters.

pub mod ask;
pub mod behind;
pub mod write;

/// Every statement, for the test that prepares each on both databases.
pub const STATEMENTS: &[&[db::Sql]] = &[write::STATEMENTS, ask::STATEMENTS, behind::STATEMENTS];
