//! Insight: the numbers of a city, each open into the cases behind it.
//!
//! - A reader of the ledger ([`readers::Counters`]) keeps what the counters know of each case, and *counters* by area ×
//!   category × channel × unit × day or month, exactly once with its cursor.
//! - A counter is a sum over cases *as they stand*: a case that moves to another area, category or unit takes all that it
//!   counted for along, so that a number always equals the list of cases behind it (`docs/decisions/counters.md`).
//! - How long things took is kept as histograms that merge by addition, for medians and 90th percentiles.
//!
//! Tables: `insight_case`, `insight_count`, `insight_hours`, `insight_open`, `insight_area`. Facts: none of its own. Nothing
//! here is about a person: a unit's numbers are about matters that it owed, nobody's are ranked.

mod http;
pub mod model;
pub mod readers;
pub mod rules;
pub mod service;
pub mod store;

pub use http::capability;
pub use service::{Insight, Parts};
