//! Packs (场景包): scenarios as data. A pack is a folder of YAML that says what a scenario is: kinds of posts, functions of
//! units, categories, tiers, clocks, routes, case types, replies, in Chinese and English. The guide is `docs/packs.md`,
//! the shape `docs/packs.schema.json`.
//!
//! **Words.** A *section* is a top-level key of a pack; capabilities may register further ones. A *version* is immutable
//! and known by the SHA-256 of its canonical JSON; it has a number too. *Enabled* is the version in use: new cases follow
//! it, running ones keep theirs. The *shelf* is everything in memory, ready to run.
//!
//! **Tables.** `pack_version`, `pack_state` (what is in use), `pack_shelf` (one row, whose version every node watches).
//!
//! **Facts** (county [`COUNTY`], stream `pack/<id>`): `pack.added`, `pack.enabled`, `pack.disabled`.
//!
//! Reading starts at [`check_dir`] (what `jingwei pack check` does) and [`Packs`].

pub mod answers;
mod audit;
mod check;
mod http;
mod load;
mod loaded;
pub mod messages;
pub mod model;
pub mod rules;
pub mod schema;
mod service;
mod store;
pub mod suggest;

use std::sync::Arc;

pub use audit::PackAudit;
pub use check::{PackContext, Report, Section, check_dir, findings};
pub use load::{Place, Problem};
pub use loaded::{CategoryEntry, Loaded};
pub use model::Pack;
pub use service::{Added, Packs, Shelf, VersionInfo};
pub use store::STATEMENTS;

/// Packs are reference data: their facts stand under no county of its own.
pub const COUNTY: &str = "global";
/// What the streams of packs begin with.
pub const PREFIX: &str = "pack/";

/// Routes, statements and words, for the server to put together.
pub fn capability(packs: Arc<Packs>) -> web::Capability {
    web::Capability {
        name: "packs",
        mount: web::API,
        statements: &[STATEMENTS],
        messages: include_str!("../messages.yaml"),
        routes: http::routes().with_state(packs),
    }
}
