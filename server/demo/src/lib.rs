//! The demo city: a fictional prefecture, made from a seed, always the same.
//!
//! Rust knows how ground is divided, how names are put together and how a matter is lived through; every word of it
//! (names of places and people, units, what people say, what happens to a matter) stands in `data/*.yaml`.
//!
//! | room | for |
//! |---|---|
//! | [`mesh`] | cells with exact shared borders |
//! | [`regions`] | cells joined into areas |
//! | [`ground`] | the levels of the city and other layers |
//! | [`naming`], [`map`] | the areas with codes and names |
//! | [`addresses`] | standard addresses |
//! | [`cast`] | units, posts, people |
//! | [`talk`] | what people say |
//! | [`matters`] | what is reported over the years |
//! | [`lives`], [`story`] | how it goes: acts, one after the other |
//! | `telling` | many matters side by side, on all cores |
//! | [`build`](mod@build) | all of it into an empty deployment |
//! | [`desk`] | the rules of the product, in memory |

pub mod addresses;
pub mod build;
pub mod cast;
pub mod data;
pub mod desk;
mod filling;
pub mod ground;
mod intake;
pub mod lives;
pub mod map;
pub mod matters;
pub mod mesh;
pub mod naming;
pub mod pictures;
pub mod regions;
pub mod story;
pub mod talk;
mod telling;

pub use build::{Built, Plan, Services, Stage, accounts, build};
pub use data::DemoError;
