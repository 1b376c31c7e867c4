//! Where an act takes place: a case and an actor as the engine needs them.

use super::super::Cases;
use super::{allowed, refusal};
use crate::model::Case;
use crate::rules::{context, holds, holds_as};
use db::Tx;
use kernel::{Actor, Ctx, Failure, Grant, Result};
use packs::Loaded;
use serde_json::Value;
use std::collections::BTreeSet;
use std::sync::Arc;
use workflow::{Flow, Offer, Situation, Step};

/// A case and an actor, as the engine needs them.
pub(in crate::service) struct Stage {
    pub(in crate::service) pack: Arc<Loaded>,
    pub(in crate::service) actor: Actor,
    pub(in crate::service) token: bool,
    context: Value,
    holds: BTreeSet<(String, workflow::Relation)>,
}

impl Stage {
    pub(in crate::service) fn flow(&self, case: &Case) -> Result<&Flow> {
        let missing = || Failure::Internal(format!("case type {} is not in its pack", case.case_type));
        self.pack.flow(&case.case_type).ok_or_else(missing)
    }
    /// What may be done now.
    pub(in crate::service) fn offers(&self, case: &Case) -> Result<Vec<Offer>> {
        let situation = Situation { state: &case.state, context: &self.context, holds: &self.holds };
        Ok(self.flow(case)?.available(&situation))
    }
    pub(super) fn offer(&self, case: &Case, action: &str) -> Result<Option<Offer>> {
        let situation = Situation { state: &case.state, context: &self.context, holds: &self.holds };
        Ok(self.flow(case)?.offer(&situation, action))
    }
    pub(super) fn step(&self, case: &Case, action: &str, input: &Value) -> Result<Step> {
        let situation = Situation { state: &case.state, context: &self.context, holds: &self.holds };
        Ok(self.flow(case)?.step(&situation, action, input).map_err(refusal)?)
    }
    /// The post in which the actor acts: the first that alone would do.
    pub(super) fn post(&self, case: &Case, action: &str, input: &Value) -> Option<&Grant> {
        let flow = self.flow(case).ok()?;
        let alone = |grant: &&Grant| {
            let holds = holds_as(case, &self.actor, grant);
            let situation = Situation { state: &case.state, context: &self.context, holds: &holds };
            flow.step(&situation, action, input).is_ok()
        };
        self.actor.grants.iter().find(alone).or(self.actor.grants.first())
    }
}

impl Cases {
    /// The stage for an actor: permission by authz first, a pack's `who` narrows it.
    pub(in crate::service) async fn stage(
        &self,
        tx: &mut Tx,
        ctx: &Ctx,
        case: &Case,
        token: bool,
        action: authz::Action,
    ) -> Result<Stage> {
        let pack = self.pack_of(case)?;
        let mut actor = if token { Actor::resident() } else { ctx.actor.clone() };
        if !token {
            let posts: Vec<Grant> = allowed(&actor, action, case)?;
            actor.grants = posts;
        }
        let facts = self.facts(Some(tx), &pack, case, actor.grants.first()).await?;
        let limits = pack.flow(&case.case_type).map(|f| f.definition().limits).unwrap_or_default();
        let context = context(case, &facts, limits, ctx.now);
        let holds = holds(case, &actor, token);
        Ok(Stage { pack, actor, token, context, holds })
    }
}
