//! What cases needs of its neighbours to the left, as questions: units and people, and the packs in use.

use kernel::{Result, Text};
use packs::Loaded;
use std::collections::HashMap;
use std::sync::Arc;

/// A unit, as cases names it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UnitInfo {
    /// Its code.
    pub code: String,
    /// Its name.
    pub name: Text,
    /// The unit it belongs to.
    pub parent: Option<String>,
}

/// A person, as staff sees them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PersonInfo {
    /// The name.
    pub name: String,
    /// The units in which posts are held.
    pub units: Vec<String>,
}

/// A post, as a timeline names it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PostInfo {
    /// Name of the kind.
    pub name: Text,
    /// Code of the unit.
    pub unit: String,
}

/// Who works here. Identity answers.
#[async_trait::async_trait]
pub trait Directory: Send + Sync {
    /// The units in force among some codes.
    async fn units(&self, codes: &[String]) -> Result<HashMap<String, UnitInfo>>;
    /// The unit with a function that sits at an area.
    async fn unit_with(&self, function: &str, area: &str) -> Result<Option<String>>;
    /// The unit of whoever holds a kind of post for an area.
    async fn unit_of_post(&self, kind: &str, area: &str) -> Result<Option<String>>;
    /// Some people by actor id (`person/<id>`).
    async fn people(&self, actors: &[String]) -> Result<HashMap<String, PersonInfo>>;
    /// Some posts by id.
    async fn posts(&self, ids: &[String]) -> Result<HashMap<String, PostInfo>>;
}

/// Which packs are in use. Packs answers.
pub trait Library: Send + Sync {
    /// A pack in the version that a case keeps.
    fn pack(&self, id: &str, version: &str) -> Option<Arc<Loaded>>;
    /// The packs that are enabled, in order.
    fn enabled(&self) -> Vec<Arc<Loaded>>;
}
