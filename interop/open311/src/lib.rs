//! Open311 GeoReport v2: how programs of others report matters and follow them, at `/open311/v2`, in XML and JSON.
//!
//! - [`address`]: what a path asks for · [`form`]: what a client sends · [`asking`], [`report`]: what that means
//! - [`model`]: services, requests, updates and how each is written · [`document`]: XML and JSON · [`fault`]: errors
//!
//! Only what the packs mark public is ever seen here, through `cases::public`; a client also sees what it posted itself.
//! Guide: `docs/open311.md`.

pub mod address;
pub mod asking;
pub mod document;
pub mod fault;
pub mod form;
mod http;
pub mod model;
pub mod readers;
pub mod report;
mod service;
pub mod services;
pub mod store;

pub use http::{MOUNT, capability, explain};
pub use service::{Open311, Parts, Settings};

/// Every statement of this crate.
pub const STATEMENTS: &[&[db::Sql]] = &[store::STATEMENTS];

/// The words of this crate's refusals: YAML, `code: {zh, en}`.
pub const MESSAGES: &str = include_str!("../messages.yaml");
