//! Bulletins (月通报): the numbers of an area and a month, agreed upon, frozen, signed and issued.
//!
//! - A bulletin is drafted on schedule ([`readers`]) or on request. While it is a draft its numbers are those of `insight`,
//!   and units may object to a case or a number; somebody else decides. A case that is left out is named, with the reason.
//! - Frozen, it is kept word for word, with the SHA-256 of it in the fact. The leader signs that hash; then it is issued.
//! - What is issued is never changed: a correction is a new edition, which says why.
//!
//! What a bulletin contains is data: `layout.yaml`, which a city may replace. It is about areas, units and matters, never about
//! a person, and ranks nobody: rows stand in the order of their codes.
//!
//! Tables: `bulletin`, `bulletin_page`, `bulletin_number`. Streams `bulletin/<area>-<month>-<edition>`, at home with the area;
//! facts: [`model::DRAFTED`], [`model::OBJECTED`], [`model::DECIDED`], [`model::FROZEN`], [`model::SIGNED`],
//! [`model::ISSUED`], [`model::REPLACED`], [`model::WITHDRAWN`].

pub mod audit;
mod http;
pub mod model;
pub mod readers;
pub mod rules;
pub mod service;
pub mod store;

pub use http::capability;
pub use service::{Bulletins, Parts, Settings};
