//! Several forms as one, and one submission as several.
//!
//! Each [`Part`] is a form of its own. Questions that parts share are asked once; all others stand beside them under the name of their
//! part. What a part would have asked under its own conditions is recorded by hidden flags, so that [`split()`] needs no expressions: it
//! copies, for each part, exactly what that part's own form would have sent.
//!
//! Parts refer to their questions by name alone (`${name}`), never by a path ([`walks`]), and have no groups: questions, and repeats of
//! questions.

mod apart;
mod plan;
mod refer;
mod split;

pub use plan::{Clash, Composed, Merged, Part, Section, compose};
pub use refer::walks;
pub use split::{Answer, Node, Record, SplitPart, Splitting, Unreadable, answers, split};
