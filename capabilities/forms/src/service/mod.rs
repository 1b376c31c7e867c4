//! Commands and queries: authorise, load, decide, append and project.

mod own;
mod publish;
mod receive;

pub use own::{Listed, OwnForm};
pub use publish::md5_hex;
pub use receive::PURPOSE;

use blobs::Blobs;
use cases::Cases;
use cases::ports::{Directory, Library};
use db::Db;
use grid::Grid;
use kernel::Env;
use protect::Vault;
use register::Register;
use std::sync::Arc;

/// What it is made of.
#[derive(Clone)]
pub struct Parts {
    /// The database.
    pub db: Db,
    /// Time and randomness.
    pub env: Arc<dyn Env>,
    /// Answers about people.
    pub vault: Vault,
    /// Photos and signatures.
    pub blobs: Blobs,
    /// Areas.
    pub grid: Arc<Grid>,
    /// Units and people.
    pub directory: Arc<dyn Directory>,
    /// Packs.
    pub library: Arc<dyn Library>,
    /// What bad answers open.
    pub cases: Cases,
    /// What is known already.
    pub register: Register,
}

/// The service. Cheap to clone.
#[derive(Clone)]
pub struct Forms {
    pub(crate) parts: Arc<Parts>,
}

impl Forms {
    /// Puts the service together.
    pub fn new(parts: Parts) -> Self {
        Self { parts: Arc::new(parts) }
    }

    /// The file store.
    pub fn blobs(&self) -> &Blobs {
        &self.parts.blobs
    }

    /// The database.
    pub fn db(&self) -> &Db {
        &self.parts.db
    }
}
