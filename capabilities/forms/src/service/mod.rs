//! Commands and queries: authorise, load, decide, append and project.

mod answers;
pub mod burden;
pub mod campaigns;
mod collect;
mod days;
mod export;
mod kept;
mod looked;
pub mod modules;
mod own;
mod publish;
mod pull;
mod receive;
mod records;
pub mod settle;
pub mod visits;
pub mod withdraw;

pub use own::{Listed, OwnForm};
pub use publish::md5_hex;
pub use pull::Pulled;
pub use receive::PURPOSE;

use crate::rules::ground::Ground;
use blobs::Blobs;
use cases::Cases;
use cases::ports::{Directory, Library};
use db::Db;
use grid::Grid;
use identity::Identity;
use kernel::Env;
use packs::Loaded;
use parking_lot::Mutex;
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
    /// Who works where, and who is away.
    pub staff: Arc<Identity>,
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
    ground: Arc<Mutex<Ready>>,
    kept: Arc<kept::Kept>,
}

/// The packs that a ground was made of, and the ground.
type Ready = Option<(Vec<Arc<Loaded>>, Arc<Ground>)>;

impl Forms {
    /// Puts the service together.
    pub fn new(parts: Parts) -> Self {
        Self { parts: Arc::new(parts), ground: Arc::default(), kept: Arc::default() }
    }

    /// What modules stand on: made anew when the packs in use are others.
    pub fn ground(&self) -> Arc<Ground> {
        let packs = self.parts.library.enabled();
        let mut ready = self.ground.lock();
        if let Some((of, ground)) = ready.as_ref()
            && of.len() == packs.len()
            && of.iter().zip(&packs).all(|(a, b)| Arc::ptr_eq(a, b))
        {
            return ground.clone();
        }
        let ground = Arc::new(Ground::of(&packs));
        *ready = Some((packs, ground.clone()));
        ground
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
