//! Residents who want to be told: an address that is confirmed by a code, alerts for an area, news of one's own reports, and
//! an account for those who want one.
//!
//! - A *resident* here is one confirmed address, by mail or mobile number. It stands in `protect` alone and is found by a
//!   keyed index; whoever shows the code that was sent there is signed in. There is no password, and a resident is never an
//!   `Actor` with grants: reporting, following and rating work without any of this.
//! - An *alert* follows an area (a division or a grid), or one report; at once, or in a digest of the morning.
//!   [`readers::Happenings`] follows the ledger and writes one *entry* for each step and alert; a job sends what waits. What
//!   is told is what `cases::public` shows when it is sent.
//! - Messages leave through [`courier`]; one click ends an alert without signing in.
//!
//! What somebody follows is nobody's business: it is no fact. Facts (`resident/<id>`, county `global`): `resident.confirmed`
//! with the commitment of the address, `resident.left`.
//!
//! Tables: `resident`, `resident_code`, `resident_attempt`, `resident_session`, `resident_alert`, `resident_entry`,
//! `resident_report`.

pub mod audit;
mod http;
pub mod letters;
pub mod model;
pub mod readers;
pub mod rules;
pub mod service;
pub mod store;

pub use http::capability;
pub use service::{Parts, Residents};

/// The words of this crate's refusals and messages: YAML, `code: {zh, en}`.
pub const MESSAGES: &str = include_str!("../messages.yaml");
