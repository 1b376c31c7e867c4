//! Candidate pairs and the patterns of their comparisons. A pattern (the cell of each comparison) is kept once, however
//! many pairs have it, so that training and scoring cost what the patterns cost, not what the pairs do.

use crate::block::Keys;
use crate::records::Records;
use rayon::prelude::*;
use rustc_hash::FxHashMap;

/// Distinct patterns, and how many pairs have each.
#[derive(Clone, Debug, Default)]
pub(crate) struct Patterns {
    pub codes: Vec<u64>,
    pub counts: Vec<u32>,
    at: FxHashMap<u64, u32>,
}

#[allow(clippy::cast_possible_truncation)] // fewer patterns than pairs, these are counted in 32 bits
impl Patterns {
    #[inline]
    pub fn id(&mut self, code: u64, count: u32) -> u32 {
        let next = self.codes.len() as u32;
        let id = *self.at.entry(code).or_insert(next);
        if id == next {
            self.codes.push(code);
            self.counts.push(0);
        }
        self.counts[id as usize] += count;
        id
    }
    fn absorb(&mut self, other: &Self) -> Vec<u32> {
        other.codes.iter().zip(&other.counts).map(|(&code, &count)| self.id(code, count)).collect()
    }
}

/// Candidate pairs: two rows and the number of their pattern.
#[derive(Debug, Default)]
pub(crate) struct Pairs {
    pub all: Vec<[u32; 3]>,
    pub patterns: Patterns,
    /// How many pairs each pass found first.
    pub by_pass: Vec<usize>,
}

/// About this many pairs are compared in one task.
const TASK: u64 = 100_000;

impl Pairs {
    /// All pairs that share a key.
    pub fn compare(records: &Records, keys: &Keys) -> Self {
        let mut this = Self::default();
        for pass in 0..keys.passes {
            let parts: Vec<(Vec<[u32; 3]>, Patterns)> = tasks(&keys.blocks(pass))
                .into_par_iter()
                .map(|blocks| task(records, keys, pass, &blocks))
                .collect();
            let before = this.all.len();
            this.all.reserve_exact(parts.iter().map(|p| p.0.len()).sum());
            for (pairs, patterns) in parts {
                let new = this.patterns.absorb(&patterns);
                this.all.extend(pairs.into_iter().map(|[a, b, pattern]| [a, b, new[pattern as usize]]));
            }
            this.by_pass.push(this.all.len() - before);
        }
        this
    }
}

fn tasks(blocks: &[(u32, u32)]) -> Vec<Vec<(u32, u32)>> {
    let (mut out, mut now, mut work) = (vec![], vec![], 0u64);
    for &(from, to) in blocks {
        let n = u64::from(to - from);
        now.push((from, to));
        work += n * (n - 1) / 2;
        if work > TASK {
            out.push(std::mem::take(&mut now));
            work = 0;
        }
    }
    out.push(now);
    out
}

fn task(records: &Records, keys: &Keys, pass: usize, blocks: &[(u32, u32)]) -> (Vec<[u32; 3]>, Patterns) {
    let (mut pairs, mut patterns) = (vec![], Patterns::default());
    let order = &keys.order[pass];
    for &(from, to) in blocks {
        let rows = &order[from as usize..to as usize];
        for (at, &a) in rows.iter().enumerate() {
            let mine = keys.row(a);
            for &b in &rows[at + 1..] {
                if Keys::found_before(mine, keys.row(b), pass) {
                    continue;
                }
                let pattern = patterns.id(records.pattern(a as usize, b as usize), 1);
                pairs.push([a, b, pattern]);
            }
        }
    }
    (pairs, patterns)
}

/// Patterns of pairs drawn at random: what strangers look like.
pub(crate) fn strangers(records: &Records, draws: usize) -> Patterns {
    let rows = records.len() as u64;
    if rows < 2 {
        return Patterns::default();
    }
    const TASKS: u64 = 16;
    let parts: Vec<Patterns> = (0..TASKS)
        .into_par_iter()
        .map(|task| {
            let (mut patterns, mut state) = (Patterns::default(), task.wrapping_mul(0x1234_5678_9abc_def1));
            for _ in 0..draws / TASKS as usize {
                let (a, b) = (random(&mut state, rows), random(&mut state, rows));
                if a != b {
                    patterns.id(records.pattern(a, b), 1);
                }
            }
            patterns
        })
        .collect();
    let mut all = Patterns::default();
    parts.iter().for_each(|part| {
        all.absorb(part);
    });
    all
}

/// SplitMix64: the same rows give the same model.
#[allow(clippy::cast_possible_truncation)] // below the number of rows
fn random(state: &mut u64, below: u64) -> usize {
    *state = state.wrapping_add(0x9e37_79b9_7f4a_7c15);
    let mut z = *state;
    z = (z ^ z >> 30).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    z = (z ^ z >> 27).wrapping_mul(0x94d0_49bb_1331_11eb);
    ((u128::from(z ^ z >> 31) * u128::from(below)) >> 64) as usize
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{Field, Kind, Of, Pass, Schema};
    use crate::text::Table;
    use proptest::prelude::*;
    use std::collections::BTreeSet;

    proptest! {
        /// Whatever shares a key of a pass is found, once; with a cap that nothing reaches.
        #[test]
        fn each_pair_once(rows in prop::collection::vec(("[ab]{0,2}", "[xy]{0,1}", "[1-4]{0,1}"), 0..60)) {
            let schema = Schema {
                fields: ["a", "b", "c"].map(|name| Field::own(name, Kind::Code)).into(),
                passes: vec![
                    Pass::on([("a", Of::Value), ("b", Of::Value)]),
                    Pass::on([("c", Of::Value)]),
                    Pass::on([("a", Of::Value)]),
                ],
                kin: false,
            };
            let mut table = Table::new(&schema);
            for (a, b, c) in &rows {
                table.push(&[a, b, c]).unwrap();
            }
            let records = Records::new(schema, table).unwrap();
            let found = Pairs::compare(&records, &Keys::new(&records, 1000).unwrap()).all;
            let same = |x: &String, y: &String| !x.is_empty() && x == y;
            let mut want = BTreeSet::new();
            for (i, x) in rows.iter().enumerate() {
                for (j, y) in rows.iter().enumerate().skip(i + 1) {
                    if same(&x.0, &y.0) || same(&x.2, &y.2) {
                        want.insert((i as u32, j as u32));
                    }
                }
            }
            let each: BTreeSet<_> = found.iter().map(|p| (p[0].min(p[1]), p[0].max(p[1]))).collect();
            prop_assert_eq!(found.len(), want.len());
            prop_assert_eq!(each, want);
        }
    }
}
