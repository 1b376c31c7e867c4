//! Where time and randomness come from, and who is acting. Everything that writes is handed a [`Ctx`].

use crate::{Id, Timestamp};
use std::sync::{Arc, Mutex};

/// The source of time and randomness.
pub trait Env: Send + Sync {
    /// The present moment.
    fn now(&self) -> Timestamp;
    /// Fills `bytes` with randomness fit for secrets.
    fn fill(&self, bytes: &mut [u8]);
}

/// The machine's clock and random source: the only place that asks them.
#[derive(Clone, Copy, Debug, Default)]
pub struct SystemEnv;

impl Env for SystemEnv {
    #[allow(clippy::disallowed_methods)] // the one place where the clock is read
    fn now(&self) -> Timestamp {
        Timestamp(jiff::Timestamp::now().as_millisecond())
    }
    fn fill(&self, bytes: &mut [u8]) {
        // The system's source fails only on a machine that cannot make a key safely: stopping is right.
        getrandom::fill(bytes).expect("the operating system has a random source");
    }
}

/// A clock that stands where it is put and randomness from a seed: tests and the demo city, never secrets.
pub struct FixedEnv {
    state: Mutex<(Timestamp, fastrand::Rng)>,
}

impl FixedEnv {
    /// Starts at `now`; the same seed gives the same ids.
    pub fn new(now: Timestamp, seed: u64) -> Self {
        Self { state: Mutex::new((now, fastrand::Rng::with_seed(seed))) }
    }
    /// Moves the clock.
    pub fn set(&self, now: Timestamp) {
        self.lock().0 = now;
    }
    /// Moves the clock forward by milliseconds.
    pub fn advance(&self, ms: i64) {
        let mut state = self.lock();
        state.0 = state.0.plus(ms);
    }
    fn lock(&self) -> std::sync::MutexGuard<'_, (Timestamp, fastrand::Rng)> {
        self.state.lock().unwrap_or_else(std::sync::PoisonError::into_inner)
    }
}

impl Env for FixedEnv {
    fn now(&self) -> Timestamp {
        self.lock().0
    }
    fn fill(&self, bytes: &mut [u8]) {
        self.lock().1.fill(bytes);
    }
}

/// What kind of actor acts.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Hash, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum ActorKind {
    /// Somebody with a login.
    Person,
    /// A program with a key.
    Client,
    /// A resident, known by a tracking token at most.
    Resident,
    /// Nobody in particular.
    Anonymous,
    /// Jingwei itself: jobs, imports, the demo.
    System,
}

/// One post that an actor holds, resolved: what may be done, for which unit, in which area.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Grant {
    /// The post's id.
    pub post: String,
    /// The kind of post, from the packs' vocabulary (`dispatcher`) or an administrator's (`admin_system`).
    pub kind: String,
    /// The role of the policy table that the kind maps to.
    pub role: String,
    /// The unit in which the post is held.
    pub unit: String,
    /// The post's area and everything under it: codes from the top joined by `/`.
    pub area_path: String,
    /// True when the holder stands in as deputy.
    pub deputy: bool,
}

/// Who acts, with resolved grants: `authz` judges this and knows no tables.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Actor {
    /// `person/<id>`, `client/<id>`, `resident`, `anonymous` or `system/<what>`. No personal value.
    pub id: String,
    /// What kind.
    pub kind: ActorKind,
    /// The posts held now.
    pub grants: Vec<Grant>,
}

impl Actor {
    /// Jingwei itself, doing `what`.
    pub fn system(what: &str) -> Self {
        Self { id: format!("system/{what}"), kind: ActorKind::System, grants: vec![] }
    }
    /// Nobody in particular.
    pub fn anonymous() -> Self {
        Self { id: "anonymous".into(), kind: ActorKind::Anonymous, grants: vec![] }
    }
    /// A resident who shows a tracking token.
    pub fn resident() -> Self {
        Self { id: "resident".into(), kind: ActorKind::Resident, grants: vec![] }
    }
    /// The grants of a kind of post.
    pub fn posts<'a>(&'a self, kind: &'a str) -> impl Iterator<Item = &'a Grant> + 'a {
        self.grants.iter().filter(move |g| g.kind == kind)
    }
}

/// The context of one command or query: who, in which post, for which request, when, and a source of ids.
#[derive(Clone)]
pub struct Ctx {
    /// Who acts.
    pub actor: Actor,
    /// The post in which the actor acts, once that is known; written into every fact.
    pub post: Option<String>,
    /// The request's id, also in logs and problem documents.
    pub request: String,
    /// The moment of the command; frozen, so that everything in it bears one time.
    pub now: Timestamp,
    env: Arc<dyn Env>,
}

impl Ctx {
    /// A context for `actor`, dated now.
    pub fn new(env: Arc<dyn Env>, actor: Actor, request: impl Into<String>) -> Self {
        Self { actor, post: None, request: request.into(), now: env.now(), env }
    }
    /// The same actor in a given post.
    pub fn in_post(mut self, post: impl Into<String>) -> Self {
        self.post = Some(post.into());
        self
    }
    /// The same context at another moment (imports, the demo city).
    pub fn at(mut self, now: Timestamp) -> Self {
        self.now = now;
        self
    }
    /// A new id: UUIDv7 of the context's moment.
    pub fn id<K>(&self) -> Id<K> {
        let mut random = [0u8; 10];
        self.env.fill(&mut random);
        let ms = u64::try_from(self.now.0).unwrap_or(0);
        Id::trusted(
            uuid::Builder::from_unix_timestamp_millis(ms, &random).into_uuid().hyphenated().to_string(),
        )
    }
    /// 128 random bits as 32 hexadecimal characters: tokens, salts.
    pub fn secret(&self) -> String {
        let mut bytes = [0u8; 16];
        self.env.fill(&mut bytes);
        bytes.iter().map(|b| format!("{b:02x}")).collect()
    }
    /// The source of time and randomness itself.
    pub fn env(&self) -> &Arc<dyn Env> {
        &self.env
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_fixed_environment_repeats_itself() {
        let ids = |seed| {
            let env = Arc::new(FixedEnv::new(Timestamp(1_700_000_000_000), seed));
            let ctx = Ctx::new(env, Actor::anonymous(), "r");
            (ctx.id::<()>().to_string(), ctx.id::<()>().to_string())
        };
        assert_eq!(ids(7), ids(7));
        assert_ne!(ids(7), ids(8));
        assert_ne!(ids(7).0, ids(7).1);
    }
}
