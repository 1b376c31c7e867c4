//! Standard addresses (标准地址): the records of kinds whose fields are parts of an address, kept in memory by county, and found by what
//! people say.
//!
//! The memory is one immutable [`Index`] that is swapped when the map or the addresses of a county have changed: a reader of the
//! ledger counts the changes ([`crate::readers::Addresses`]), every node looks at the counts.

mod ask;
mod browse;
mod load;
mod views;

pub use ask::{LocateBatch, LocateQuery, Located};
pub use browse::{AddressPage, BrowseQuery};
pub use load::Addresses;
pub(crate) use load::Index;
pub use views::*;

use crate::model::kind::Part;
use crate::rules::schema::ReadyKind;

/// The field of a kind that holds a part.
pub(crate) fn field_of(kind: &ReadyKind, part: Part) -> Option<&str> {
    kind.kind.fields.iter().find(|f| f.part == Some(part)).map(|f| f.code.as_str())
}

/// Whether a kind is one of standard addresses.
pub fn is_address(kind: &ReadyKind) -> bool {
    kind.kind.fields.iter().any(|f| f.part.is_some())
}
