//! The plumbing of HTTP, each thing once: problem documents, extractors, sessions, permission before a handler runs,
//! request ids, limits, security headers, metrics, static files.
//!
//! A capability gives a [`Capability`]: its [`Routes`] (each states the action it needs), its statements and the words of
//! its refusals. `server` puts them together with [`assemble`] and hands in an [`Authenticator`]. A handler takes
//! [`Caller`], [`Json`], [`Query`], [`Path`] and answers [`Answer`]; every failure becomes an RFC 9457 document in one
//! place, in the reader's language.

mod app;
mod base;
mod caller;
mod capability;
mod cookie;
mod extract;
pub mod files;
mod gate;
mod idempotency;
mod kept;
mod limit;
mod messages;
mod metrics;
pub mod multipart;
mod page;
mod problem;
mod routes;
mod serve;
mod stream;
pub mod testing;
mod xml;

pub use app::{App, Asked, Config, Door, Explain, Foreign, Ready, Setup, assemble};
pub use base::base;
pub use caller::{Authenticator, Caller, Identified, Nobody};
pub use capability::{API, Capability};
pub use cookie::{cookie_token, with_cookie};
pub use extract::{Json, Path, Query, Raw};
pub use idempotency::{Key, Keyed, STATEMENTS};
pub use kept::{Content, Kept};
pub use limit::network;
pub use messages::Messages;
pub use metrics::{Family, Metrics};
pub use page::Page;
pub use problem::{Answer, Fail, Problem, failure_of};
pub use routes::{Limits, Routes};
pub use serve::serve;
pub use stream::event_stream;
/// Collects handlers for [`Routes::on`].
pub use utoipa_axum::routes;
pub use xml::xml_text;
