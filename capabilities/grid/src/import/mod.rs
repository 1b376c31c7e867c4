//! Reading other people's maps: files into records, records into drafts of areas, as a map file says.

mod draft;
mod field;
mod mapfile;
mod read;
mod shapes;

pub use draft::{Draft, Drafts, draft};
pub(crate) use draft::{blank, ring_problem};
pub use field::{Field, Record};
pub use mapfile::{Allow, Checks, FixedArea, FixedLayer, ImportMap, MapError, Names};
pub use read::{Format, ReadError, Reading, decode, read};
pub(crate) use shapes::{PARENT, PARENT_CUT};
