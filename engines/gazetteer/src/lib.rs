//! From words to a standard address: `在翠竹苑三栋楼下` becomes building 3 of one estate, or an answer that says why it does not.
//!
//! [`Areas`] are the names of the map, [`Home`] the addresses of one county in memory, [`ask`] puts a sentence to some homes. Nothing
//! is guessed: a name that several estates bear is [`Outcome::Ambiguous`] unless upper levels or the asker's area decide it, an
//! upper level that contradicts refuses a candidate, and a building that is not there leaves the answer at the estate and says so.
//!
//! | room | what it does |
//! |---|---|
//! | `text` | a sentence as it is compared: narrow, with the sound of each character |
//! | `names` | an index of names by how they sound |
//! | `areas` | divisions and grids |
//! | `home`, `build` | the addresses of a county as one row of numbers |
//! | `door` | building, unit, room and number in a sentence |
//! | `words` | what may stand before and after a name without making another name of it |
//! | `ask` | mentions, candidates, the answer |

mod areas;
mod ask;
mod build;
mod door;
mod home;
mod names;
mod text;
mod words;

pub use areas::{Area, Areas};
pub use ask::{Answer, Candidate, Outcome, Place, ask};
pub use build::{Builder, Row};
pub use home::{Home, Level, Node};

#[cfg(test)]
mod tests;
