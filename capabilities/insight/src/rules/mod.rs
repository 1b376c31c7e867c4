//! Pure rules: what facts say ([`fold`]), what a case counts for ([`tally`]), which counters answer a question ([`plan`]),
//! and how long things took ([`hours`]).

pub mod fold;
pub mod hours;
pub mod plan;
pub mod tally;
