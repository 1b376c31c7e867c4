//! What can go wrong in this capability.

use kernel::{Failure, Refusal, RefusalKind};

use crate::import::{MapError, ReadError};

/// An error of the grid.
#[derive(Debug, thiserror::Error)]
pub enum GridError {
    /// The map file cannot be used.
    #[error(transparent)]
    Map(#[from] MapError),
    /// The file cannot be read.
    #[error(transparent)]
    Read(#[from] ReadError),
    /// The tree that is there has another code profile.
    #[error("the map has the code profile {present:?}, the import brings {given:?}")]
    OtherProfile {
        /// The profile of the tree.
        present: String,
        /// The profile of the map file.
        given: String,
    },
    /// Somebody else changed the map meanwhile.
    #[error("the map was changed meanwhile")]
    Changed,
    /// Refused, or the store failed.
    #[error(transparent)]
    Other(#[from] Failure),
}

impl From<db::DbError> for GridError {
    fn from(e: db::DbError) -> Self {
        Self::Other(e.into())
    }
}

impl From<Refusal> for GridError {
    fn from(e: Refusal) -> Self {
        Self::Other(e.into())
    }
}

impl From<GridError> for Failure {
    fn from(e: GridError) -> Self {
        let refusal = match &e {
            GridError::Map(why) => Refusal::new(RefusalKind::Invalid, "grid.map_file").at("map").got(why),
            GridError::Read(ReadError::TooLarge) => {
                Refusal::new(RefusalKind::TooLarge, "grid.file").at("file")
            }
            GridError::Read(why) => Refusal::new(RefusalKind::Invalid, "grid.file").at("file").got(why),
            GridError::OtherProfile { present, given } => {
                Refusal::rule("grid.other_profile").at("profile").got(given).want(present.clone())
            }
            GridError::Changed => Refusal::conflict("grid.changed"),
            GridError::Other(_) => {
                let GridError::Other(failure) = e else { return Failure::internal("grid") };
                return failure;
            }
        };
        refusal.into()
    }
}
