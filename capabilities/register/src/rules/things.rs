//! Things as the fold of facts: which records belong together, and what people said of pairs.

use crate::model::thing::{
    DISSOLVED, Dissolved, JOINED, JUDGED, Joined, Judged, LEFT, Left, SPLIT, Split, Verdict,
};
use ledger::Fact;
use std::collections::{BTreeSet, HashMap};

/// Records that belong together, by number; and verdicts.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Things {
    /// Record → thing, for records that are not alone.
    of: HashMap<i64, i64>,
    members: HashMap<i64, BTreeSet<i64>>,
    verdicts: HashMap<i64, HashMap<i64, Verdict>>,
}

impl Things {
    /// The thing of a record: itself when it is alone.
    pub fn of(&self, n: i64) -> i64 {
        self.of.get(&n).copied().unwrap_or(n)
    }

    /// The records of the thing that a record is, itself among them.
    pub fn with(&self, n: i64) -> Vec<i64> {
        let members = self.members.get(&self.of(n));
        members.map_or_else(|| vec![n], |m| m.iter().copied().collect())
    }

    /// Every record that is not alone, with its thing.
    pub fn all(&self) -> impl Iterator<Item = (i64, i64)> {
        self.of.iter().map(|(n, thing)| (*n, *thing))
    }

    /// Every verdict: the lower number, the higher, what was said.
    pub fn verdicts(&self) -> impl Iterator<Item = (i64, i64, Verdict)> {
        self.verdicts.iter().flat_map(|(a, others)| {
            others.iter().filter(move |(b, _)| a < *b).map(move |(b, v)| (*a, *b, *v))
        })
    }

    /// What somebody said of two records.
    pub fn verdict(&self, a: i64, b: i64) -> Option<Verdict> {
        self.verdicts.get(&a)?.get(&b).copied()
    }

    /// What keeps two things apart: a pair across them that was judged different, or, for a run, one that nobody could tell.
    pub fn held(&self, a: i64, b: i64, by_run: bool) -> Option<(i64, i64)> {
        for x in self.with(a) {
            for y in self.with(b) {
                let holds = match self.verdict(x, y) {
                    Some(Verdict::Different) => true,
                    Some(Verdict::Unsure) => by_run,
                    _ => false,
                };
                if holds {
                    return Some((x, y));
                }
            }
        }
        None
    }

    /// Brings two things together; answers whether they were two.
    pub fn unite(&mut self, a: i64, b: i64) -> bool {
        if self.of(a) == self.of(b) {
            return false;
        }
        let both: BTreeSet<i64> = self.with(a).into_iter().chain(self.with(b)).collect();
        self.put(both, &[self.of(a), self.of(b)]);
        true
    }

    fn put(&mut self, members: BTreeSet<i64>, instead_of: &[i64]) {
        for old in instead_of {
            for n in self.members.remove(old).into_iter().flatten() {
                self.of.remove(&n);
            }
        }
        if let (Some(first), true) = (members.first().copied(), members.len() > 1) {
            self.of.extend(members.iter().map(|n| (*n, first)));
            self.members.insert(first, members);
        }
    }

    /// Says something of two records.
    pub fn judge(&mut self, a: i64, b: i64, verdict: Verdict) {
        self.verdicts.entry(a).or_default().insert(b, verdict);
        self.verdicts.entry(b).or_default().insert(a, verdict);
    }

    /// A record leaves its thing.
    fn part(&mut self, n: i64) {
        let thing = self.of(n);
        let mut rest: BTreeSet<i64> = self.with(n).into_iter().collect();
        rest.remove(&n);
        self.put(rest, &[thing]);
    }

    /// A record is split off: it and the others are different.
    pub fn split(&mut self, n: i64, from: &[i64]) {
        self.part(n);
        from.iter().for_each(|other| self.judge(n, *other, Verdict::Different));
    }

    /// A thing is taken apart: whether two of its records are one, somebody has to say.
    pub fn dissolve(&mut self, members: &[i64]) {
        for (i, a) in members.iter().enumerate() {
            self.part(*a);
            members[i + 1..].iter().for_each(|b| self.judge(*a, *b, Verdict::Unsure));
        }
    }

    /// A record is gone.
    pub fn leave(&mut self, n: i64) {
        self.part(n);
        for other in self.verdicts.remove(&n).unwrap_or_default().into_keys() {
            if let Some(of) = self.verdicts.get_mut(&other) {
                of.remove(&n);
            }
        }
    }

    /// What a fact changes; facts of other kinds change nothing.
    ///
    /// # Errors
    /// When its data cannot be read.
    pub fn apply(&mut self, fact: &Fact) -> Result<(), serde_json::Error> {
        match fact.action.as_str() {
            JOINED => {
                let said: Joined = fact.decode()?;
                for group in said.groups {
                    for pair in group.windows(2) {
                        self.unite(pair[0], pair[1]);
                    }
                }
            }
            JUDGED => {
                let said: Judged = fact.decode()?;
                self.judge(said.a, said.b, said.verdict);
                if said.verdict == Verdict::Same {
                    self.unite(said.a, said.b);
                }
            }
            SPLIT => {
                let said: Split = fact.decode()?;
                self.split(said.n, &said.from);
            }
            DISSOLVED => self.dissolve(&fact.decode::<Dissolved>()?.members),
            LEFT => self.leave(fact.decode::<Left>()?.n),
            _ => {}
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn what_was_parted_stays_apart() {
        let mut things = Things::default();
        assert!(things.unite(3, 1) && things.unite(2, 3) && !things.unite(1, 2));
        assert_eq!((things.of(3), things.with(2)), (1, vec![1, 2, 3]));
        things.split(1, &[2, 3]);
        assert_eq!((things.of(3), things.with(1)), (2, vec![1]));
        assert_eq!(things.held(1, 3, false), Some((1, 2)));
        things.dissolve(&[2, 3]);
        assert_eq!(things.all().count(), 0);
        assert_eq!((things.held(2, 3, false), things.held(2, 3, true)), (None, Some((2, 3))));
        things.leave(2);
        assert_eq!(things.held(2, 3, true), None);
        assert_eq!(things.verdicts().collect::<Vec<_>>(), [(1, 3, Verdict::Different)]);
    }

    proptest! {
        #[test]
        fn a_thing_is_known_by_its_lowest_number(steps in prop::collection::vec((0u8..5, 1i64..12, 1i64..12), 0..60)) {
            let mut things = Things::default();
            for (what, a, b) in steps {
                match what {
                    0..=1 if a != b => {
                        things.unite(a, b);
                    }
                    2 => {
                        let from: Vec<i64> = things.with(a).into_iter().filter(|n| *n != a).collect();
                        things.split(a, &from);
                    }
                    3 => things.leave(a),
                    _ => things.dissolve(&things.with(a)),
                }
                for n in 1..12 {
                    let with = things.with(n);
                    prop_assert!(with.contains(&n));
                    prop_assert_eq!(things.of(n), with[0]);
                    prop_assert!(with.iter().all(|m| things.of(*m) == with[0]));
                }
                prop_assert!(things.all().all(|(n, _)| things.with(n).len() > 1));
            }
        }
    }
}
