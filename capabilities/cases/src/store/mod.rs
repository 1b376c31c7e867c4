//! All SQL of cases, and nothing but SQL and row mapping.

pub mod around;
pub mod calendar;
pub mod catalogue;
pub mod course;
pub mod handover;
pub mod list;
pub mod live;
pub mod notice;
pub mod order;
pub mod paper;
pub mod relocation;
pub mod row;
pub mod word;

/// Every statement, by room.
pub const STATEMENTS: &[&[db::Sql]] = &[
    row::STATEMENTS,
    around::STATEMENTS,
    word::STATEMENTS,
    course::STATEMENTS,
    catalogue::STATEMENTS,
    calendar::STATEMENTS,
    list::walk::STATEMENTS,
    list::search::STATEMENTS,
    list::count::STATEMENTS,
    notice::STATEMENTS,
    order::STATEMENTS,
    paper::STATEMENTS,
    relocation::STATEMENTS,
    crate::tiles::store::STATEMENTS,
];
