//! The same person, dwelling or organisation across lists, found without labels.
//!
//! A [`Schema`] says what the columns hold and how candidates are found; [`Records`] are the rows, cleaned and counted;
//! [`Linkage::of`] compares candidates, learns from them and scores them after Fellegi and Sunter; its clusters are the
//! things. [`Index`] holds a list that new rows are asked against. `docs/linkage.md` tells the model and its figures.
//!
//! Nothing here reads a file or a clock, and rows stay known by their place: the same rows give the same answer.
//!
//! | room | what it does |
//! |---|---|
//! | [`clean`] | words into parts that can be compared; [`clean::address`] is the parser of addresses |
//! | `compare` | two values into a level |
//! | `frequency` | how common values are |
//! | `block`, `pairs` | which pairs are compared, and the patterns of their levels |
//! | `em` | what each level is worth: match, kin, strangers |
//! | `evidence` | why a pair has its score |
//! | `cluster` | pairs into things, without chains |
//! | `index` | new rows against a list |
//! | [`evaluate`] | how good an answer is, where the truth is known |

mod block;
pub mod clean;
mod cluster;
mod column;
mod compare;
mod em;
pub mod evaluate;
mod evidence;
mod frequency;
mod index;
mod intern;
mod link;
mod model;
mod pairs;
mod presets;
mod records;
mod text;

pub use evidence::{Evidence, Explanation, Weight};
pub use index::{Found, Index};
pub use link::{Linkage, Options, probability};
pub use model::{Field, Kind, LinkageError, Measure, Of, Part, Pass, Schema};
pub use records::Records;
pub use text::{Table, TextColumn, narrow};
