//! What an event says, and from what it is made.

use crate::model::STREAM;
use crate::store::live::{STAND, UNITS};
use db::{DbError, Tx, args};
use kernel::Timestamp;
use ledger::follow::Positioned;
use serde::{Deserialize, Serialize};
use std::collections::{BTreeSet, HashMap};
use utoipa::ToSchema;

/// Something that happened to a case. `phase`, `unit` and `area_path` are as they stand when the event is sent.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
pub struct Event {
    /// The home county's code.
    pub county: String,
    /// The case's number.
    pub number: String,
    /// What was done: the pack's action, or `report`, `import`, `system.late` and the like.
    pub action: String,
    /// The stretch of the road: `intake`, `work`, `end` …
    pub phase: String,
    /// Code of the leading unit.
    pub unit: Option<String>,
    /// Codes from the top joined by `/`.
    pub area_path: String,
    /// Number of the fact among those of the case, from 1: the case's version.
    pub seq: i64,
    /// When.
    pub at: Timestamp,
}

/// An event with what decides who may see it.
#[derive(Clone, Debug, PartialEq)]
pub struct Happened {
    /// What everybody who may see it is told.
    pub event: Event,
    /// The case's id.
    pub case: String,
    /// Position in the county.
    pub pos: i64,
    /// The units that owe it or assist.
    pub units: Vec<String>,
    /// The reporter may see the step.
    pub public: bool,
}

impl Happened {
    /// True when the case list of these scopes holds the case.
    pub fn inside(&self, scopes: &[authz::Scope]) -> bool {
        let units: Vec<&str> = self.units.iter().map(String::as_str).collect();
        scopes.iter().any(|scope| scope.holds(&self.event.area_path, &units))
    }
}

/// As much of a fact's data as an event needs.
#[derive(Default, Deserialize)]
struct Step {
    #[serde(default)]
    public: bool,
}

/// The events of some facts of one county; facts about anything else than cases are passed over.
///
/// # Errors
/// [`DbError`] of the database.
pub async fn happened(tx: &mut Tx, county: &str, facts: &[Positioned]) -> Result<Vec<Happened>, DbError> {
    let ids: BTreeSet<&str> = facts.iter().filter_map(|p| p.fact.stream.strip_prefix(STREAM)).collect();
    if ids.is_empty() {
        return Ok(vec![]);
    }
    let list = serde_json::json!(ids).to_string();
    let mut units: HashMap<String, Vec<String>> = HashMap::new();
    for row in tx.fetch_all(&UNITS, args![county, &list]).await? {
        units.entry(row.get("case_id")?).or_default().push(row.get("unit")?);
    }
    let mut stands = HashMap::new();
    for row in tx.fetch_all(&STAND, args![county, &list]).await? {
        let area_path: String = row.get("area_path")?;
        let stand: (String, String, Option<String>) =
            (row.get("number")?, row.get("phase")?, row.get("unit")?);
        stands.insert(row.get::<String>("id")?, (stand, area_path.trim_end_matches('/').to_owned()));
    }
    let event = |positioned: &Positioned| {
        let fact = &positioned.fact;
        let case = fact.stream.strip_prefix(STREAM)?;
        let ((number, phase, unit), area_path) = stands.get(case)?.clone();
        let step: Step = fact.decode().unwrap_or_default();
        let (county, action) = (fact.county.clone(), fact.action.clone());
        Some(Happened {
            public: step.public || action == "report",
            event: Event { county, number, action, phase, unit, area_path, seq: fact.seq, at: fact.at },
            case: case.to_owned(),
            pos: positioned.pos,
            units: units.get(case).cloned().unwrap_or_default(),
        })
    };
    Ok(facts.iter().filter_map(event).collect())
}
