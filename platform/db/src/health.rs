//! Whether the database takes writes. The writers say so after every commit, and keep trying while it does not.

use std::{sync::Arc, time::Duration};
use tokio::sync::watch;

/// How long to wait between two attempts to write again.
pub(crate) const AGAIN: Duration = Duration::from_millis(500);
/// How much room there has to be again, in bytes, before a full disk counts as having room.
pub(crate) const ROOM: usize = 4 << 20;

/// Shared by everything that writes to one database. `None`: well.
#[derive(Clone)]
pub(crate) struct Health(Arc<watch::Sender<Option<String>>>);

impl Default for Health {
    fn default() -> Self {
        Self(Arc::new(watch::channel(None).0))
    }
}

impl Health {
    /// A commit went through.
    pub(crate) fn well(&self) {
        let changed = self.0.send_if_modified(|state| state.take().is_some());
        if changed {
            tracing::info!("the database takes writes again");
        }
    }

    /// Nothing can be written.
    pub(crate) fn ill(&self, why: &str) {
        let changed = self.0.send_if_modified(|state| {
            let news = state.is_none();
            *state = Some(why.to_string());
            news
        });
        if changed {
            tracing::error!(why, "the database takes no writes");
        }
    }

    /// What is wrong.
    pub(crate) fn trouble(&self) -> Option<String> {
        self.0.borrow().clone()
    }

    pub(crate) fn watch(&self) -> watch::Receiver<Option<String>> {
        self.0.subscribe()
    }
}
