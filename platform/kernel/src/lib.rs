//! The words every other crate speaks: ids, times, names in two languages, the context of a command
//! and the one way in which something is refused. No I/O apart from the system's clock and random source,
//! which nobody else may ask (see `clippy.toml`).

mod env;
mod failure;
mod id;
mod text;
mod time;

pub use env::{Actor, ActorKind, Ctx, Env, FixedEnv, Grant, SystemEnv};
pub use failure::{Failure, Refusal, RefusalKind, Result};
pub use id::{Id, Kind};
pub use text::{Lang, Text, fill};
pub use time::Timestamp;
