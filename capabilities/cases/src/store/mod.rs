//! All SQL of cases, and nothing but SQL and row mapping.

pub mod around;
pub mod calendar;
pub mod catalogue;
pub mod list;
pub mod notice;
pub mod row;

/// Every statement, by room.
pub const STATEMENTS: &[&[db::Sql]] = &[
    row::STATEMENTS,
    around::STATEMENTS,
    catalogue::STATEMENTS,
    calendar::STATEMENTS,
    list::STATEMENTS,
    notice::STATEMENTS,
    crate::tiles::store::STATEMENTS,
];
