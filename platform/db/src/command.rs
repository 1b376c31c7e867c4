//! Commands on their way to an engine, with the types of their answers forgotten: the engines are compiled once, not once
//! for every kind of command.

use crate::{Batch, DbError, Tx, TxFuture};
use futures::future::BoxFuture;
use parking_lot::Mutex;
use std::{sync::Arc, time::Duration};

/// What is to be done.
#[derive(Clone)]
pub(crate) enum Work {
    /// Whatever a closure does.
    Closure(Arc<dyn Run>),
    /// Known in full before it runs: goes to the database at once.
    Batch(Batch),
}

/// A command.
#[derive(Clone)]
pub(crate) struct Command {
    pub(crate) work: Work,
    /// How long it may take, when that is not what every command may take.
    pub(crate) limit: Option<Duration>,
}

/// A closure that keeps its answer to itself.
pub(crate) trait Run: Send + Sync {
    /// Runs it (again); false when what it wrote must be undone.
    fn run<'a>(&'a self, tx: &'a mut Tx) -> BoxFuture<'a, bool>;
    /// Undone because of this.
    fn failed(&self, error: DbError);
}

/// A closure and what it answered last.
pub(crate) struct Closure<T, E, F> {
    work: F,
    outcome: Mutex<Option<Result<T, E>>>,
}

impl<T, E, F> Closure<T, E, F>
where
    T: Send + 'static,
    E: From<DbError> + Send + 'static,
    F: for<'a> Fn(&'a mut Tx) -> TxFuture<'a, T, E> + Send + Sync + 'static,
{
    pub(crate) fn new(work: F) -> Arc<Self> {
        Arc::new(Self { work, outcome: Mutex::new(None) })
    }

    pub(crate) fn command(self: &Arc<Self>) -> Command {
        Command { work: Work::Closure(self.clone()), limit: None }
    }

    /// What the caller is told after `end`: the answer, unless the whole transaction is gone. A refusal too may rest on what
    /// another command wrote, which is gone with it.
    pub(crate) fn answer(&self, end: Result<(), DbError>) -> Result<T, E> {
        end?;
        self.outcome.lock().take().unwrap_or_else(|| Err(DbError::Aborted("not run".into()).into()))
    }
}

impl<T, E, F> Run for Closure<T, E, F>
where
    T: Send,
    E: From<DbError> + Send,
    F: for<'a> Fn(&'a mut Tx) -> TxFuture<'a, T, E> + Send + Sync,
{
    fn run<'a>(&'a self, tx: &'a mut Tx) -> BoxFuture<'a, bool> {
        let work = (self.work)(tx);
        Box::pin(async move {
            let outcome = work.await;
            let done = outcome.is_ok();
            *self.outcome.lock() = Some(outcome);
            done
        })
    }

    fn failed(&self, error: DbError) {
        *self.outcome.lock() = Some(Err(error.into()));
    }
}
