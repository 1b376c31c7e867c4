//! What a process remembers for a moment of rows that seldom change. Its own changes count at once ([`Memo::clear`]), those
//! of other nodes after the moment.

use std::{
    collections::HashMap,
    hash::Hash,
    sync::{Mutex, MutexGuard, PoisonError},
    time::{Duration, Instant},
};

/// How long an answer is believed: as long as nodes may be behind with maps and packs.
const BELIEVED: Duration = Duration::from_secs(2);
/// Answers that are kept; beyond, all go.
const MOST: usize = 20_000;

/// Answers by question.
pub struct Memo<K, V>(Mutex<Inner<K, V>>);

struct Inner<K, V> {
    cleared: u64,
    answers: HashMap<K, (Instant, V)>,
}

impl<K, V> Default for Memo<K, V> {
    fn default() -> Self {
        Self(Mutex::new(Inner { cleared: 0, answers: HashMap::new() }))
    }
}

/// When a question was begun to be answered: an answer that was read before something changed is not kept.
#[derive(Clone, Copy)]
pub struct Asked(u64);

impl<K: Eq + Hash, V: Clone> Memo<K, V> {
    /// The answer, if it is still believed; else to whom [`Memo::put`] is to be told.
    pub fn get(&self, question: &K) -> Result<V, Asked> {
        let inner = self.lock();
        match inner.answers.get(question) {
            Some((at, answer)) if at.elapsed() < BELIEVED => Ok(answer.clone()),
            _ => Err(Asked(inner.cleared)),
        }
    }

    /// Keeps an answer.
    pub fn put(&self, asked: Asked, question: K, answer: V) {
        let mut inner = self.lock();
        if inner.cleared != asked.0 {
            return;
        }
        if inner.answers.len() >= MOST {
            inner.answers.clear();
        }
        inner.answers.insert(question, (Instant::now(), answer));
    }

    /// Something changed.
    pub fn clear(&self) {
        let mut inner = self.lock();
        inner.cleared += 1;
        inner.answers.clear();
    }

    fn lock(&self) -> MutexGuard<'_, Inner<K, V>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_answer_from_before_a_change_is_not_kept() {
        let memo = Memo::default();
        let Err(asked) = memo.get(&"who") else { panic!("nothing is known yet") };
        memo.put(asked, "who", 1);
        assert_eq!(memo.get(&"who").ok(), Some(1));
        memo.clear();
        memo.put(asked, "who", 2);
        assert_eq!(memo.get(&"who").ok(), None);
    }
}
