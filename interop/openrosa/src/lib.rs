//! OpenRosa 1.0: how ODK Collect, Enketo and Briefcase get forms and send what was filled, at `/openrosa`.
//!
//! - [`address`]: what a path asks for · [`documents`]: what is answered · [`digest`]: RFC 2617 · `door`: who calls
//! - `briefcase`: what a department pulls and publishes
//! - [`keys`]: what an app shows instead of a session, and the code that sets it up in one scan
//!
//! What is listed, taken and refused is decided in `forms`; here it is only spoken. Guide: `docs/openrosa.md`.
//!
//! **Facts.** `form/key/<id>` (home `global`): `form.key_given`, `form.key_ended`.

pub mod address;
mod briefcase;
pub mod digest;
pub mod documents;
mod door;
mod http;
pub mod keys;
mod service;
pub mod setup;
pub mod store;

pub use http::{MOUNT, capabilities, foreign};
pub use service::{Believed, OpenRosa, Parts, Settings};

/// The words of this crate's answers: YAML, `code: {zh, en}`.
pub const MESSAGES: &str = include_str!("../messages.yaml");
/// An app may show itself as a person.
pub const KEY_GIVEN: &str = "form.key_given";
/// It may not any more.
pub const KEY_ENDED: &str = "form.key_ended";
