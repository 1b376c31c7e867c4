//! What the authenticator remembers for a moment, so that not every request asks the database.

use kernel::{Actor, Timestamp};
use std::{
    collections::HashMap,
    sync::{Mutex, PoisonError},
};

/// How long a session is believed without asking, in milliseconds: a post that ends elsewhere counts after that.
const BELIEVED: i64 = 5_000;
/// How many sessions are remembered.
const MOST: usize = 20_000;

/// A session as it was found.
#[derive(Clone)]
pub(super) struct Seen {
    pub actor: Actor,
    pub csrf: String,
    pub at: Timestamp,
}

/// Sessions by the hash of their token.
#[derive(Default)]
pub(super) struct Cache(Mutex<HashMap<String, Seen>>);

impl Cache {
    pub fn get(&self, hash: &str, now: Timestamp) -> Option<Seen> {
        let seen = self.lock();
        seen.get(hash).filter(|seen| (0..BELIEVED).contains(&now.since(seen.at))).cloned()
    }

    pub fn put(&self, hash: &str, seen: Seen) {
        let mut all = self.lock();
        if all.len() >= MOST {
            all.clear();
        }
        all.insert(hash.into(), seen);
    }

    /// Something changed that may concern any session of this process.
    pub fn clear(&self) {
        self.lock().clear();
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, HashMap<String, Seen>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
