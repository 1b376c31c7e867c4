//! All SQL of forms.

pub mod campaigns;
pub mod collect;
pub mod modules;
pub mod published;
pub mod records;
pub mod submissions;
pub mod visits;

/// Every statement.
pub const STATEMENTS: &[&[db::Sql]] = &[
    campaigns::STATEMENTS,
    collect::STATEMENTS,
    modules::STATEMENTS,
    published::STATEMENTS,
    records::STATEMENTS,
    submissions::STATEMENTS,
    visits::STATEMENTS,
];
