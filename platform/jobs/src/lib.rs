//! Work to be done later, or outside a command: mail, webhooks, deadlines, sweeping. Rows in the database, so that what
//! was promised in a transaction is promised for good.
//!
//! * [`enqueue`] inside the transaction of the thing that wants it. A job may have a `key`: among the jobs of its kind
//!   that are not done there is one with that key, and enqueuing it again replaces payload and time. One that is just
//!   running runs once more afterwards, so no call is lost.
//! * A [`Runner`] on any number of nodes claims jobs with a lease, runs the [`Handler`] of their kind, and settles them:
//!   done ones go, failed ones come again with exponential backoff, and after enough attempts (or when the handler
//!   refuses) stay in sight as `dead` until somebody [`revive`]s them. A node that dies loses its lease, and another
//!   takes over.
//! * [`every`] makes a job that recurs.
//!
//! A handler runs **at least once**. Where the effect is in our own database, it calls [`complete`] in the same
//! transaction, and then it is exactly once. Payloads hold ids, never personal values.

mod outcomes;
mod runner;
mod store;

pub use outcomes::Outcomes;
pub use runner::{Handler, Runner};
pub use store::{STATEMENTS, cancel, complete, counts, dead, enqueue, every, revive};

use kernel::{Id, Timestamp};
use serde_json::Value;

impl kernel::Kind for Job {
    const NAME: &'static str = "job";
}

/// A job as its handler gets it.
#[derive(Clone, Debug)]
pub struct Job {
    /// Stable over all attempts: what an outside receiver needs to recognise a repeat.
    pub id: Id<Job>,
    /// Decides the handler.
    pub kind: String,
    /// The name among its kind, if it has one.
    pub key: Option<String>,
    /// What the enqueuer wrote.
    pub payload: Value,
    /// When it was to run.
    pub run_at: Timestamp,
    /// Which attempt this is, from 1.
    pub attempt: i64,
    /// Milliseconds between runs, when it recurs.
    pub every: Option<i64>,
    revision: i64,
    lease: String,
}

/// A job to be.
#[derive(Clone, Debug)]
pub struct NewJob {
    kind: String,
    key: Option<String>,
    payload: Value,
    run_at: Option<Timestamp>,
}

impl NewJob {
    /// A job of a kind, to run as soon as its transaction is committed.
    pub fn new(kind: impl Into<String>) -> Self {
        Self { kind: kind.into(), key: None, payload: Value::Null, run_at: None }
    }
    /// The name that makes it the only one of its kind.
    pub fn key(mut self, key: impl Into<String>) -> Self {
        self.key = Some(key.into());
        self
    }
    /// What the handler needs to know: ids, no personal values.
    pub fn payload(mut self, payload: impl Into<Value>) -> Self {
        self.payload = payload.into();
        self
    }
    /// Not before that moment.
    pub fn at(mut self, run_at: Timestamp) -> Self {
        self.run_at = Some(run_at);
        self
    }
}

/// A job that failed for good, for an administrator's eyes.
#[derive(Clone, Debug)]
pub struct DeadJob {
    /// Its id, for [`revive`].
    pub id: Id<Job>,
    /// Its kind.
    pub kind: String,
    /// Its key.
    pub key: Option<String>,
    /// What the enqueuer wrote.
    pub payload: Value,
    /// How often it was tried.
    pub attempts: i64,
    /// What the last attempt said.
    pub error: Option<String>,
    /// When it was given up.
    pub since: Timestamp,
}

/// How many jobs of a kind are in a state, for the metrics.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Count {
    /// The kind.
    pub kind: String,
    /// `ready`, `running` or `dead`.
    pub state: String,
    /// How many.
    pub n: i64,
}
