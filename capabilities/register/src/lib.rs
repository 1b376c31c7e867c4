//! Registers (基础信息): what is known of people, households, dwellings, organisations, places and components, recorded once.
//!
//! **Words.** A *kind* is what a pack says of a thing: its fields with class, owner, purpose and retention, and who is
//! entrusted with it. A *list* is what one source delivers of one kind; a *record* is one row of a list, known by the source's
//! own key; a *version* is how it was known from some moment on. A *reveal* is a value read in clear, with a purpose.
//!
//! A *run* compares the records of a kind under an area across lists, within a declared purpose; a *pair* are two records that may be
//! one; a *thing* is a set of records that are one, known by the lowest number among them. docs/linkage.md tells of them.
//!
//! **Where values stand.** Public and internal ones in the row; personal and sensitive ones sealed together in
//! `protect` (one bundle a version). Names, numbers and addresses are found by blind words (`register_key`), never in clear.
//!
//! **Tables.** `register_record`, `register_version` (the past), `register_gone` (what stays of the deleted), `register_key`,
//! `register_source` (which row of a list is which record), `register_head`, `register_count` (of a reader),
//! `register_list` (mappings), `register_type_count` and the tables of the [`map`] (of readers), `register_allowance`,
//! `address_edition` (when standard addresses are read again); `protected_bundle` belongs to `protect`. docs/decisions/0024 says why.
//! Of linkage: `register_member` (which records are one thing), `register_pair`, `register_run`.
//!
//! **Facts.** In the stream of a list, `register/list/<kind>/<source>`: [`model::IMPORTED`], one for at most 1,000 rows, with a hash
//! over them. The list `visit` of a kind has whoever was met on a visit and stood in no other. In the stream of a record, `register/record/<n>`, from its first single act on: [`model::CORRECTED`],
//! [`model::REVEALED`], [`model::DELETED`]. Under `global`, `register/mapping/<kind>/<source>`: [`model::MAPPED`].
//! In the stream of all things of a kind in a home, `register/things/<kind>`: what [`model::thing`] lists; its fold is who is one with whom.

pub mod audit;
mod http;
pub mod map;
pub mod model;
pub mod readers;
pub mod rekey;
pub mod reveals;
pub mod rules;
pub mod service;
pub mod store;

pub use http::capability;
pub use rules::section::sections;
pub use service::{Parts, Register, Settings};

/// The words of this crate's refusals and tables: YAML, `code: {zh, en}`.
pub const MESSAGES: &str = include_str!("../messages.yaml");
