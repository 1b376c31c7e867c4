//! What happens to cases, as it happens: `/events`, server-sent events for whoever is logged in, and for the holder of a
//! tracking token.
//!
//! One follower for the process reads new facts once ([`Live::follow`]), asks the present rows of their cases once, and
//! hands the result to everybody who listens; whether a client may see an event is judged from the event alone, by the same
//! scopes as the case list. A client that does not keep up is let go and comes back with the id of what it saw last
//! ([`cursor`]). Nothing personal is in an event: it says *that* something happened, the pages then ask what.
//!
//! Guide: `docs/events.md`.

mod client;
pub mod cursor;
mod event;
mod http;
mod hub;

pub use event::{Event, Happened, happened};
pub use http::capability;
pub use hub::{Live, LiveStats};
