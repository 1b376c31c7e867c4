//! Follows the ledger: which steps of cases a reporter may see, and where the case stood after each, for
//! `servicerequestupdates`.

use crate::model::UpdateStatus;
use crate::store::{self, Stand, StepRow};
use cases::model::{Change, FactData, STREAM};
use db::{DbError, Tx};
use kernel::Ctx;
use ledger::follow::{Positioned, Reader};
use std::collections::HashMap;
use workflow::{Outcome, Phase};

/// The reader; `server` runs it with the others.
#[derive(Clone, Copy, Debug, Default)]
pub struct Steps;

#[async_trait::async_trait]
impl Reader for Steps {
    fn name(&self) -> &'static str {
        "open311.steps"
    }

    async fn apply(&self, tx: &mut Tx, _: &Ctx, facts: &[Positioned]) -> Result<(), DbError> {
        let Some(county) = facts.first().map(|f| f.fact.county.clone()) else { return Ok(()) };
        let of_case = |p: &Positioned| p.fact.stream.strip_prefix(STREAM).map(str::to_string);
        let mut ids: Vec<String> = facts.iter().filter_map(of_case).collect();
        ids.sort();
        ids.dedup();
        let keys: Vec<&str> = ids.iter().map(String::as_str).collect();
        let mut stands = store::stands(tx, &county, &keys).await?;
        let (mut steps, mut moved, mut accepted) = (vec![], HashMap::new(), vec![]);
        for positioned in facts {
            let fact = &positioned.fact;
            let (Some(id), true) = (of_case(positioned), fact.v <= FactData::VERSION) else { continue };
            let Ok(data) = fact.decode::<FactData>() else { continue };
            if let Some(stand) = data.changes.iter().filter_map(moves_to).next_back() {
                stands.insert(id.clone(), stand.clone());
                moved.insert(id.clone(), stand);
            }
            if data.changes.contains(&Change::Accepted) {
                accepted.push(id.clone());
            }
            // the report itself is no news about it
            let begins = data.changes.iter().any(|change| matches!(change, Change::Registered(_)));
            if let (true, Some(stand)) = (data.public && !begins, stands.get(&id)) {
                let (county, stand) = (county.clone(), stand.clone());
                steps.push(StepRow { county, case: id, seq: fact.seq, at: fact.at, stand });
            }
        }
        store::put_stands(tx, &county, moved).await?;
        if !accepted.is_empty() {
            let accepted: Vec<&str> = accepted.iter().map(String::as_str).collect();
            store::published(tx, &accepted).await?;
        }
        store::add_steps(tx, steps).await
    }
}

/// Where a change leads.
fn moves_to(change: &Change) -> Option<Stand> {
    match change {
        Change::Registered(r) => Some(Stand { state: r.state.clone(), status: status(r.phase, None) }),
        Change::State { to, phase, outcome, .. } => {
            Some(Stand { state: to.clone(), status: status(*phase, *outcome) })
        }
        _ => None,
    }
}

/// The extension's word for where a case stands. A matter that was handled and closed is `fixed`; one that was answered
/// at once is `closed`.
pub fn status(phase: Phase, outcome: Option<Outcome>) -> UpdateStatus {
    match (phase, outcome) {
        (Phase::End, Some(Outcome::Closed)) => UpdateStatus::Fixed,
        (Phase::End, Some(Outcome::Transferred)) => UpdateStatus::NotCouncilsResponsibility,
        (Phase::End, Some(Outcome::NotAccepted)) => UpdateStatus::NoFurtherAction,
        (Phase::End, Some(Outcome::Joined)) => UpdateStatus::Duplicate,
        (Phase::End, Some(Outcome::Voided)) => UpdateStatus::Cancelled,
        (Phase::End, Some(Outcome::Answered) | None) => UpdateStatus::Closed,
        (Phase::Intake, _) => UpdateStatus::Open,
        (Phase::Verify | Phase::Dispatch | Phase::Arbitrate, _) => UpdateStatus::Investigating,
        (Phase::Work | Phase::Check | Phase::Feedback, _) => UpdateStatus::InProgress,
        (Phase::Rest, _) => UpdateStatus::Planned,
    }
}
