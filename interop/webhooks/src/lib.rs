//! Webhooks: other systems are told of what happens to cases, as CloudEvents, signed, until they have it.
//!
//! - A *subscription* ([`model::Webhook`]) says where to (a URL), of what (event types) and from where (an area and
//!   everything under it). The system administrator keeps it; setting it is a fact (`webhook.set`, `webhook.ended` in
//!   `webhook/<id>`, county `global`). Its secret is derived, never stored.
//! - A reader of the ledger ([`readers::Events`]) writes one *delivery* for each event and subscription, and enqueues a job
//!   for the lane of the case: deliveries of one case to one subscription go in the order of its facts.
//! - The job ([`sending`]) sends what waits in its lane. What fails is tried again with growing pauses; what failed too often
//!   is `dead`, stays in sight and can be sent again.
//!
//! An event says that something happened, never what somebody wrote: no personal value leaves by this way.
//! [`rules`] and [`sign`] are pure; [`net`] says which addresses may be reached, [`courier::http`] reaches them.
//! Tables: `webhook`, `webhook_delivery`. Contract for receivers: `docs/webhooks.md`.

mod http;
pub mod model;
pub mod readers;
pub mod rules;
pub mod sending;
mod service;
pub mod sign;
pub mod store;

pub use courier::net;
pub use http::capability;
pub use service::{Parts, Webhooks};

/// Every statement of this crate.
pub const STATEMENTS: &[&[db::Sql]] = &[store::STATEMENTS];

/// The words of this crate's refusals: YAML, `code: {zh, en}`.
pub const MESSAGES: &str = include_str!("../messages.yaml");
