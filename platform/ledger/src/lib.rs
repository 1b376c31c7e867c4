//! The ledger: an append-only, hash-chained record of everything that happened.
//!
//! - A *stream* holds the facts of one aggregate (`case/<id>`), numbered `1, 2, 3, …`; each fact bears the hash of the one
//!   before it. The stream's *head* row says how far it goes; advancing it first is the lock of a command.
//! - A *position* numbers the facts of a county without gaps, in a second chain, so that a vanished stream shows. SQLite's
//!   one writer assigns positions right before each commit; on PostgreSQL facts wait in an outbox that one [`sequencer`] at a time drains.
//! - *Readers* follow the positions and derive everything else ([`follow`]).
//! - [`verify`] recomputes it all in bounded memory.
//!
//! Facts hold no personal value and nobody's free text: only references to `protect` and commitments.
//! Canonical encoding and threat model: `docs/ledger.md`.

mod append;
mod bulk;
mod digest;
mod fact;
pub mod follow;
pub mod sequencer;
mod store;
pub mod verify;
pub mod whole;

pub use append::{Head, NewFact, NewStream, append, head, open, seal, write};
pub use bulk::{PastFact, PastStream, Sealed, bulk_append};
pub use digest::{Digest, chain, choose, hash_fields, same_digest};
pub use fact::Fact;
pub use store::{STATEMENTS, counties, facts_of_stream, latest};
