//! What the engine sees: a case as variables for guards and routes, and how an actor stands to it.

use crate::model::{Case, TaskState};
use kernel::{Actor, Grant, Timestamp};
use serde_json::{Value, json};
use std::collections::{BTreeMap, BTreeSet};
use workflow::{ClockKind, Limits, Relation};

/// What guards and routes may ask beyond the case itself.
#[derive(Clone, Debug, Default)]
pub struct Facts {
    /// The category and its ancestors, itself first.
    pub categories: Vec<String>,
    /// Answers to the category's questions.
    pub attributes: BTreeMap<String, String>,
    /// The matter lies within the mandate of the lowest area known.
    pub mandate: bool,
    /// The acting post's kind, unit and the level of its area.
    pub actor: (String, String, String),
}

/// The variables of `workflow::variables`, without `input`.
pub fn context(case: &Case, facts: &Facts, limits: Limits, now: Timestamp) -> Value {
    let count = |state: TaskState| case.tasks.iter().filter(|t| t.state == state).count();
    let late = |kind: ClockKind| {
        let missed = |c: &&crate::model::ClockState| c.kind == kind && c.runs() && !c.paused();
        case.clocks.iter().filter(missed).any(|c| c.due_at.is_some_and(|due| now > due))
    };
    let text = |t: &Option<String>| t.clone().unwrap_or_default();
    json!({
        "case": {
            "state": case.state, "phase": case.phase.code(), "type": case.case_type,
            "category": text(&case.category), "categories": facts.categories,
            "channel": case.channel.code(), "priority": case.priority.code(), "tier": text(&case.tier),
            "returns": case.counts.returns, "extensions": case.counts.extensions,
            "suspensions": case.counts.suspensions, "reopens": case.counts.reopens,
            "call_backs": case.counts.call_backs,
            "has_photo": case.attachments.iter().any(|a| a.mime.starts_with("image/")),
            "in_grid": case.spot.grid.is_some(), "exclusive": case.spot.exclusive,
            "outside": case.spot.outside_m.is_some(), "level": case.spot.level,
            "unit": case.lead_unit().unwrap_or(""), "disputed": case.disputed,
            "extension_asked": case.extension.is_some(), "supervised": case.order().is_some(),
            "mandate": facts.mandate,
        },
        "tasks": {
            "open": case.owed().count(), "signed": count(TaskState::Signed), "done": count(TaskState::Done),
            "total": case.tasks.len(),
        },
        "clocks": {
            "promise_late": late(ClockKind::Promise), "sign_late": late(ClockKind::Sign),
            "task_late": late(ClockKind::Task),
        },
        "limits": limits,
        "actor": { "post": facts.actor.0, "unit": facts.actor.1, "level": facts.actor.2 },
        "reporter": { "kind": case.reporter.kind.code(), "known": case.reporter.known() },
        "place": {
            "path": case.spot.path, "grid": case.spot.grid.as_deref().unwrap_or(""), "layers": case.spot.layers,
        },
        "attributes": facts.attributes,
    })
}

/// Every relation the actor has to the case, each with the kind of post that gives it; relations of the person
/// itself also without a post. `token`: the actor shows the tracking token of the case.
pub fn holds(case: &Case, actor: &Actor, token: bool) -> BTreeSet<(String, Relation)> {
    let mut all = person(case, actor, token, "");
    for grant in &actor.grants {
        all.extend(holds_as(case, actor, grant));
    }
    all
}

/// The relations the actor has in one post.
pub fn holds_as(case: &Case, actor: &Actor, grant: &Grant) -> BTreeSet<(String, Relation)> {
    let mut all = person(case, actor, false, &grant.kind);
    let mut give = |relation| {
        all.insert((grant.kind.clone(), relation));
    };
    let area = case.spot.area_path();
    if authz::covers(&grant.area_path, &area) {
        give(Relation::Area);
    }
    let mine = |t: &&crate::model::Task| !grant.unit.is_empty() && t.unit == grant.unit;
    if case.owed().any(|t| mine(&t)) {
        give(Relation::TaskUnit);
    }
    if case.lead().is_some_and(|t| mine(&t)) {
        give(Relation::LeadUnit);
    }
    if case.tasks.iter().any(|t| !t.lead && t.state != TaskState::Withdrawn && mine(&t)) {
        give(Relation::AssistUnit);
    }
    let post_area = grant.area_path.rsplit('/').next().unwrap_or("");
    if case.spot.grid.as_deref().is_some_and(|grid| grid == post_area) {
        give(Relation::GridTeam);
    }
    all
}

fn person(case: &Case, actor: &Actor, token: bool, post: &str) -> BTreeSet<(String, Relation)> {
    let mut all = BTreeSet::new();
    let mut give = |relation| {
        all.insert((post.to_owned(), relation));
    };
    if case.handlers.contains(&actor.id) {
        give(Relation::Handler);
    }
    if case.registrar.as_deref() == Some(&actor.id) {
        give(Relation::Registrar);
    }
    if token || case.reporter.actor.as_deref() == Some(&actor.id) {
        give(Relation::Reporter);
    }
    all
}
