//! How a case moves: states, transitions, who may do what, which input an act needs and what it brings about.
//!
//! A pack writes a [`CaseType`]; [`check`] says everything that is wrong with it, [`Flow::compile`] turns a sound one
//! into something that answers two questions:
//!
//! - [`Flow::available`]: which actions does this actor have on this case now, and which form belongs to each?
//! - [`Flow::step`]: this actor does this with this input: where does the case go and what happens ([`Effect`])?
//!
//! The crate is pure: no database, no clock, no HTTP. It knows nothing of units, persons or areas: the caller works
//! out which `(post, relation)` pairs the actor holds on the case and hands them over in a [`Situation`].

mod burden;
mod check;
mod definition;
mod effect;
mod flow;
mod form;
mod input;
mod situation;
mod validate;
mod variables;
mod vocabulary;

pub use burden::{burden_in_keys, burden_word};
pub use check::{check, check_code, check_text};
pub use definition::{CaseType, Limits, OneOrMany, Outcome, Phase, Relation, State, Text, Transition, Who};
pub use effect::{ClockKind, Effect};
pub use flow::Flow;
pub use input::{AttachmentKind, Choice, Input, InputDef, InputType};
pub use situation::{Offer, Refusal, Situation, Step};
pub use variables::{route_variables, variables};
pub use vocabulary::{
    Category, Clock, ClockUnit, Duplicates, Finding, Level, PostKind, Publication, RefusalReason, Reply,
    Team, Tier, UnitFunction, Vocabulary,
};
