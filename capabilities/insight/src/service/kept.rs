//! Answers of a moment ago. What they are read from changes when facts come in and at no other time: an answer holds for as
//! long as its `mark` (how far facts were read) stands where it stood, and whoever asks the same in between gets it from
//! memory.

use super::ask::Sums;
use super::views::Open;
use kernel::Timestamp;
use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

/// Groups in memory at most, some 250 bytes each.
const GROUPS: usize = 50_000;

/// What was asked, in words that differ when the question does.
pub(super) type Asked = String;

/// What can be kept.
pub(super) trait Answer {
    /// Milliseconds for which it holds at most.
    const LASTS: i64;
    /// How many groups it has.
    fn groups(&self) -> usize;
}

/// A rebuild leaves the reader where it was.
impl Answer for Sums {
    const LASTS: i64 = 60_000;
    fn groups(&self) -> usize {
        self.counts.len() + self.times.len()
    }
}

/// What is late changes as time goes by.
impl Answer for Open {
    const LASTS: i64 = 2_000;
    fn groups(&self) -> usize {
        self.by_category.len() + self.by_unit.len() + self.by_area.len()
    }
}

struct Entry<T> {
    mark: i64,
    at: Timestamp,
    answer: Arc<T>,
}

impl<T: Answer> Entry<T> {
    fn holds(&self, mark: i64, now: Timestamp) -> bool {
        self.mark == mark && now.0.abs_diff(self.at.0) < T::LASTS.unsigned_abs()
    }
    fn size(&self) -> usize {
        1 + self.answer.groups()
    }
}

/// The answers of this node.
pub(super) struct Kept<T>(Arc<Mutex<HashMap<Asked, Entry<T>>>>);

impl<T> Clone for Kept<T> {
    fn clone(&self) -> Self {
        Self(self.0.clone())
    }
}

impl<T> Default for Kept<T> {
    fn default() -> Self {
        Self(Arc::default())
    }
}

impl<T: Answer> Kept<T> {
    /// What was answered at this mark.
    pub fn get(&self, asked: &str, mark: i64, now: Timestamp) -> Option<Arc<T>> {
        let all = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        all.get(asked).filter(|entry| entry.holds(mark, now)).map(|entry| entry.answer.clone())
    }

    /// Keeps an answer; what holds no longer makes room, and if that is not enough, everything does.
    pub fn put(&self, asked: Asked, mark: i64, now: Timestamp, answer: &Arc<T>) {
        let entry = Entry { mark, at: now, answer: answer.clone() };
        let mut all = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        all.retain(|_, entry| entry.holds(mark, now));
        if all.values().map(Entry::size).sum::<usize>() + entry.size() > GROUPS {
            all.clear();
        }
        all.insert(asked, entry);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sums_hold_until_the_reader_reads_on() {
        let (kept, sums) = (Kept::<Sums>::default(), Arc::new(Sums::default()));
        let at = |seconds: i64| Timestamp(1_795_000_000_000 + seconds * 1000);
        kept.put("county".into(), 7, at(0), &sums);
        assert!(kept.get("county", 7, at(59)).is_some());
        assert!(kept.get("county", 8, at(1)).is_none(), "something was counted");
        assert!(kept.get("county", 7, at(60)).is_none(), "a rebuild is seen within a minute");
        assert!(kept.get("town", 7, at(0)).is_none());
        kept.put("town".into(), 8, at(1), &sums);
        assert_eq!(kept.0.lock().map_or(0, |all| all.len()), 1, "what holds no longer is gone");
    }

    #[test]
    fn memory_has_a_limit() {
        let kept = Kept::<Sums>::default();
        let counts = (0..20_000)
            .map(|period| (crate::store::ask::Group { period, ..Default::default() }, Default::default()));
        let sums = Arc::new(Sums { counts: counts.collect(), ..Sums::default() });
        for n in 0..5 {
            kept.put(n.to_string(), 7, Timestamp(0), &sums);
            assert!(kept.get(&n.to_string(), 7, Timestamp(0)).is_some());
        }
        let held = kept.0.lock().map_or(0, |all| all.values().map(Entry::size).sum());
        assert!(held <= GROUPS, "{held}");
    }
}
