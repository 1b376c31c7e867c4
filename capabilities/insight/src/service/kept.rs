//! Sums that were read a moment ago. A counter changes when the reader reads on and at no other time, so that sums hold for
//! as long as the reader stands where it stood: whoever asks the same in between is answered from memory, exactly.

use super::ask::Sums;
use kernel::Timestamp;
use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

/// Milliseconds after which sums are read again all the same: a rebuild leaves the reader where it was.
const LASTS: i64 = 60_000;
/// Groups in memory at most, some 250 bytes each.
const GROUPS: usize = 50_000;

/// What was asked, in words that differ when the question does.
pub(super) type Asked = String;

struct Answer {
    read_to: i64,
    at: Timestamp,
    sums: Arc<Sums>,
}

impl Answer {
    fn holds(&self, read_to: i64, now: Timestamp) -> bool {
        self.read_to == read_to && now.0.abs_diff(self.at.0) < LASTS.unsigned_abs()
    }
    fn size(&self) -> usize {
        1 + self.sums.counts.len() + self.sums.times.len()
    }
}

/// The sums of this node.
#[derive(Clone, Default)]
pub(super) struct Kept(Arc<Mutex<HashMap<Asked, Answer>>>);

impl Kept {
    /// What was read when the reader stood at `read_to`.
    pub fn get(&self, asked: &str, read_to: i64, now: Timestamp) -> Option<Arc<Sums>> {
        let all = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        all.get(asked).filter(|answer| answer.holds(read_to, now)).map(|answer| answer.sums.clone())
    }

    /// Keeps sums; what holds no longer makes room, and if that is not enough, everything does.
    pub fn put(&self, asked: Asked, read_to: i64, now: Timestamp, sums: &Arc<Sums>) {
        let answer = Answer { read_to, at: now, sums: sums.clone() };
        let mut all = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        all.retain(|_, answer| answer.holds(read_to, now));
        if all.values().map(Answer::size).sum::<usize>() + answer.size() > GROUPS {
            all.clear();
        }
        all.insert(asked, answer);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sums_hold_until_the_reader_reads_on() {
        let (kept, sums) = (Kept::default(), Arc::new(Sums::default()));
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
        let kept = Kept::default();
        let counts = (0..20_000)
            .map(|period| (crate::store::ask::Group { period, ..Default::default() }, Default::default()));
        let sums = Arc::new(Sums { counts: counts.collect(), ..Sums::default() });
        for n in 0..5 {
            kept.put(n.to_string(), 7, Timestamp(0), &sums);
            assert!(kept.get(&n.to_string(), 7, Timestamp(0)).is_some());
        }
        let held = kept.0.lock().map_or(0, |all| all.values().map(Answer::size).sum());
        assert!(held <= GROUPS, "{held}");
    }
}
