//! The erasable store: every personal value and everybody's free text stands here and nowhere else.
//!
//! A fact carries a [`Ref`]: the value's id and a salted commitment. Deleting value and salt leaves every chain whole,
//! and nothing can be guessed from the commitment any more; `verify` counts what was erased. Values of the classes
//! `personal` and `sensitive` are encrypted at rest (AES-256-GCM) and masked unless [`Vault::reveal`]ed, which needs a purpose
//! and leaves a fact.

mod audit;
mod blind;
mod bundle;
mod key;
pub mod keys;
mod mask;
pub mod reseal;
mod store;
mod vault;

pub use audit::CommitmentAudit;
pub use blind::Blind;
pub use bundle::{Bundle, OpenBundle, SealedBundle, Spot};
pub use key::{Key, KeyError};
pub use keys::Keys;
pub use mask::{Shape, mask};
pub use store::STATEMENTS;
pub use vault::{Class, NewValue, Prepared, Ref, Vault};
