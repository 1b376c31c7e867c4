//! Who may do what. One table as data (`policy.yaml`): role → reach → actions.
//!
//! An [`Actor`] arrives with its grants resolved (post → role, unit, area); this crate knows no tables. A service asks
//! [`require`] before it does something to a thing, and [`scopes`] before it lists things. The pseudo-roles
//! `person`, `anonymous`, `resident` and `client` hold what needs no post; the system itself may do everything.

pub mod action;
mod area;
mod policy;
mod words;

pub use action::Action;
pub use area::{Scope, covers};
pub use policy::{Policy, Reach};
pub use words::Words;

use kernel::{Actor, ActorKind, Grant, Refusal, RefusalKind};

/// What an action is to be done to, as far as permission depends on it.
#[derive(Clone, Copy, Debug, Default)]
pub struct Thing<'a> {
    /// The kind: `case`, `unit`, `area` … Some kinds hide their existence (`secret` in the policy).
    pub kind: &'a str,
    /// Where it is: codes from the top joined by `/`. None: permission does not depend on the place.
    pub area_path: Option<&'a str>,
    /// The units that owe it or assist. Looked at only by roles that reach their own unit's things.
    pub units: &'a [&'a str],
}

impl<'a> Thing<'a> {
    /// A thing without place and units.
    pub fn of(kind: &'a str) -> Self {
        Self { kind, ..Self::default() }
    }
    /// The same thing in an area.
    pub fn at(self, area_path: &'a str) -> Self {
        Self { area_path: Some(area_path), ..self }
    }
    /// The same thing, owed by these units.
    pub fn owed_by(self, units: &'a [&'a str]) -> Self {
        Self { units, ..self }
    }
}

/// Allows `action` on `thing`, and names the post that allows it (None for the system and for actors without posts).
///
/// Refused as `session.required` (401, anonymous), `action.forbidden` (403), or `KIND.not_found` (404) when the thing's
/// existence is secret to this actor.
pub fn require<'a>(
    actor: &'a Actor,
    action: Action,
    thing: &Thing<'_>,
) -> Result<Option<&'a Grant>, Refusal> {
    let policy = Policy::builtin();
    if allowed_without_post(policy, actor, action) {
        return Ok(None);
    }
    if let Some(grant) = allowing(policy, actor, action, thing).next() {
        return Ok(Some(grant));
    }
    let secret = policy.secret(thing.kind).is_some_and(|read| {
        !allowed_without_post(policy, actor, read) && allowing(policy, actor, read, thing).next().is_none()
    });
    Err(if secret && actor.kind != ActorKind::Anonymous {
        Refusal::not_found(thing.kind)
    } else {
        refuse(actor, action)
    })
}

/// Every post that allows `action` on `thing`; a pack's `who` then chooses among them.
pub fn posts<'a>(actor: &'a Actor, action: Action, thing: &Thing<'_>) -> Vec<&'a Grant> {
    allowing(Policy::builtin(), actor, action, thing).collect()
}

/// Refuses an actor who may do `action` to nothing at all: the check before a route's handler runs.
pub fn require_anywhere(actor: &Actor, action: Action) -> Result<(), Refusal> {
    if may(actor, action) { Ok(()) } else { Err(refuse(actor, action)) }
}

/// True when the actor may do `action` to some thing.
pub fn may(actor: &Actor, action: Action) -> bool {
    let policy = Policy::builtin();
    allowed_without_post(policy, actor, action)
        || actor.grants.iter().any(|grant| policy.reach(&grant.role, action).is_some())
}

/// All actions the actor may do to some thing, sorted: what a front end shows.
pub fn actions(actor: &Actor) -> Vec<&'static str> {
    action::ALL.iter().filter(|action| may(actor, **action)).map(|action| action.name()).collect()
}

/// Where the actor may do `action`: the filter of every list. Empty: nowhere. No scope covers another.
pub fn scopes(actor: &Actor, action: Action) -> Vec<Scope> {
    let policy = Policy::builtin();
    if allowed_without_post(policy, actor, action) {
        return vec![Scope::everywhere()];
    }
    let all = actor.grants.iter().filter_map(|grant| {
        Some(match policy.reach(&grant.role, action)? {
            Reach::Anywhere => Scope::everywhere(),
            Reach::Area => Scope { area_path: grant.area_path.clone(), unit: None },
            Reach::Unit => Scope { area_path: grant.area_path.clone(), unit: Some(grant.unit.clone()) },
        })
    });
    Scope::without_covered(all.collect())
}

fn refuse(actor: &Actor, action: Action) -> Refusal {
    let refusal = match actor.kind {
        ActorKind::Anonymous => Refusal::new(RefusalKind::Unauthenticated, "session.required"),
        _ => Refusal::new(RefusalKind::Forbidden, "action.forbidden"),
    };
    refusal.with("action", action.name())
}

fn allowed_without_post(policy: &Policy, actor: &Actor, action: Action) -> bool {
    let role = match actor.kind {
        ActorKind::System => return true,
        ActorKind::Person => "person",
        ActorKind::Anonymous => "anonymous",
        ActorKind::Resident => "resident",
        ActorKind::Client => "client",
    };
    policy.reach(role, action).is_some()
}

fn allowing<'a>(
    policy: &'static Policy,
    actor: &'a Actor,
    action: Action,
    thing: &Thing<'_>,
) -> impl Iterator<Item = &'a Grant> {
    actor.grants.iter().filter(move |grant| {
        let inside = thing.area_path.is_none_or(|path| covers(&grant.area_path, path));
        match policy.reach(&grant.role, action) {
            None => false,
            Some(Reach::Anywhere) => true,
            Some(Reach::Area) => inside,
            Some(Reach::Unit) => inside && thing.units.contains(&grant.unit.as_str()),
        }
    })
}
