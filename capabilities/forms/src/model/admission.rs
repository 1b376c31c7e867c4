//! Modules on their way into force.

use crate::model::module::Module;
use kernel::Timestamp;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// What the streams of modules begin with: their facts stand under [`crate::model::admission::COUNTY`].
pub const STREAM: &str = "form/module/";
/// Modules are reference data.
pub const COUNTY: &str = "global";
/// A module was proposed, with a version of its own.
pub const PROPOSED: &str = "form.module_proposed";
/// A version came into force.
pub const ADMITTED: &str = "form.module_admitted";
/// A version was refused.
pub const REFUSED: &str = "form.module_refused";
/// A module is not asked any more.
pub const RETIRED: &str = "form.module_retired";

/// Where a module stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
#[schema(as = FormModuleState)]
pub enum ModuleState {
    /// It waits for the burden officer.
    Proposed,
    /// Its last version is in force.
    Admitted,
    /// Its last version was refused.
    Refused,
    /// It is not asked any more.
    Retired,
}

impl ModuleState {
    /// The word in the store.
    pub fn word(self) -> &'static str {
        match self {
            Self::Proposed => "proposed",
            Self::Admitted => "admitted",
            Self::Refused => "refused",
            Self::Retired => "retired",
        }
    }

    /// The state of a word of the store.
    pub fn of(word: &str) -> Self {
        match word {
            "admitted" => Self::Admitted,
            "refused" => Self::Refused,
            "retired" => Self::Retired,
            _ => Self::Proposed,
        }
    }
}

/// A module as it stands.
#[derive(Clone, Debug, PartialEq)]
pub struct Standing {
    /// The module.
    pub code: String,
    /// The version of the last proposal.
    pub version: i64,
    /// Where that stands.
    pub state: ModuleState,
    /// The version that is asked.
    pub in_force: Option<i64>,
    /// Since when one is.
    pub admitted_at: Option<Timestamp>,
    /// When it last changed.
    pub changed_at: Timestamp,
}

/// A version that is in force.
#[derive(Clone, Debug, PartialEq)]
pub struct InForce {
    /// What it asks.
    pub module: Module,
    /// Its version.
    pub version: i64,
    /// Since when the module is asked.
    pub since: Timestamp,
}

/// What a proposal says (version 1).
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Proposed {
    /// Its version.
    pub version: i64,
    /// Hash of the module's canonical JSON.
    pub sha256: String,
    /// The function of the units that ask.
    pub function: String,
    /// Rules that the checker found broken, each with its place.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub breaks: Vec<(String, String)>,
}

/// What a decision says (version 1).
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Decided {
    /// The version.
    pub version: i64,
    /// Why, in words.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<protect::Ref>,
}
