//! Training without labels: expectation and maximisation over patterns, with three classes.
//!
//! *Match* is one thing recorded twice, *kin* are two things that share fields for a reason (a household), *strangers*
//! are the rest. What strangers look like is learned from pairs drawn at random among all pairs, not from candidates,
//! so that blocking does not make chance agreement look common; how often matches and kin agree is learned from the
//! candidates. Without the kin class, candidates found by door or phone teach that "household" is "match".

use crate::compare::{Cells, Tone};
use crate::pairs::Patterns;
use crate::records::Records;
use rayon::prelude::*;

/// The classes, by index.
pub(crate) const MATCH: usize = 0;
pub(crate) const KIN: usize = 1;
pub(crate) const STRANGERS: usize = 2;
pub(crate) const CLASSES: usize = 3;

/// What was learned.
#[derive(Clone, Debug)]
pub(crate) struct Learned {
    /// Probability of each level in each class, for each comparison.
    pub levels: Vec<[Vec<f64>; CLASSES]>,
    /// Natural logarithm of the probability of each cell in each class; 0 where nothing was compared.
    pub cells: Vec<Vec<[f64; CLASSES]>>,
    /// How many pairs of the whole list are of each class.
    pub pairs: [f64; CLASSES],
    kin: bool,
}

/// Cells of patterns, row by row, and how many pairs have each.
pub(crate) struct Unfolded {
    fields: usize,
    cells: Vec<u16>,
    counts: Vec<u32>,
}

impl Unfolded {
    pub fn new(records: &Records, patterns: &Patterns) -> Self {
        let fields = records.cells.len();
        let mut cells = vec![0; fields * patterns.codes.len()];
        cells.par_chunks_mut(fields).zip(&patterns.codes).for_each(|(out, &code)| records.unfold(code, out));
        Self { fields, cells, counts: patterns.counts.clone() }
    }
    /// Sums over all patterns, in pieces of a fixed size that are added in their order: the same rows give the same sums.
    fn sums(&self, cells: &[Cells], add: impl Fn(&mut Sums, &[u16], f64) + Sync) -> Sums {
        const PIECE: usize = 4096;
        let pieces = self.cells.par_chunks(PIECE * self.fields).zip(self.counts.par_chunks(PIECE));
        let sums: Vec<Sums> = pieces
            .map(|(patterns, counts)| {
                let mut sums = Sums::zero(cells);
                for (pattern, &count) in patterns.chunks(self.fields).zip(counts) {
                    add(&mut sums, pattern, f64::from(count));
                }
                sums
            })
            .collect();
        sums.into_iter().fold(Sums::zero(cells), Sums::plus)
    }
    pub fn rows(&self) -> impl IndexedParallelIterator<Item = &[u16]> {
        self.cells.par_chunks(self.fields)
    }
}

/// Pseudo-counts that keep rare levels away from 0.
const PRIOR: f64 = 2.0;
const ROUNDS: usize = 60;

struct Sums {
    levels: Vec<[Vec<f64>; CLASSES]>,
    pairs: [f64; CLASSES],
}

impl Sums {
    fn zero(cells: &[Cells]) -> Self {
        let of = |c: &Cells| std::array::from_fn(|_| vec![0.0; c.levels.len()]);
        Self { levels: cells.iter().map(of).collect(), pairs: [0.0; CLASSES] }
    }
    fn plus(mut self, other: Self) -> Self {
        for (mine, other) in self.levels.iter_mut().flatten().zip(other.levels.iter().flatten()) {
            mine.iter_mut().zip(other).for_each(|(a, b)| *a += b);
        }
        self.pairs.iter_mut().zip(other.pairs).for_each(|(a, b)| *a += b);
        self
    }
    fn add(&mut self, cells: &[Cells], pattern: &[u16], class: usize, weight: f64) {
        self.pairs[class] += weight;
        for ((sums, cells), &cell) in self.levels.iter_mut().zip(cells).zip(pattern) {
            sums[class][usize::from(cells.level_of[usize::from(cell)])] += weight;
        }
    }
}

impl Learned {
    /// Learns from candidates and from pairs drawn at random.
    pub fn train(records: &Records, candidates: &Unfolded, strangers: &Unfolded) -> Self {
        let cells = &records.cells;
        let mut this = Self::start(records, cells, strangers);
        let mut before = 0.0;
        for _ in 0..ROUNDS {
            this.round(records, candidates, strangers);
            let now = this.pairs[MATCH];
            if (now - before).abs() < 1e-5 * now {
                break;
            }
            before = now;
        }
        this
    }

    /// A first guess from what levels mean.
    fn start(records: &Records, cells: &[Cells], strangers: &Unfolded) -> Self {
        let seen = strangers.sums(cells, |sums, pattern, count| sums.add(cells, pattern, STRANGERS, count));
        #[allow(clippy::cast_precision_loss)] // a guess
        let rows = records.len() as f64;
        let kin = records.schema.kin;
        let pairs = [rows * 0.5, if kin { rows * 0.5 } else { 0.0 }, rows * (rows - 1.0) / 2.0];
        let mut levels = vec![];
        for ((cells, seen), field) in cells.iter().zip(seen.levels).zip(&records.schema.fields) {
            let chance = chance_shares(cells, &seen[STRANGERS]);
            let by_tone = |same: f64, near: f64, kin: f64, apart: f64| {
                let weights = cells.levels.iter().enumerate().map(|(at, l)| match l.tone {
                    Tone::Silent => 0.0,
                    Tone::Same if at == 1 => same,
                    Tone::Same => same * 0.1,
                    Tone::Near => near,
                    Tone::Kin => kin,
                    Tone::Apart => apart * chance[at].max(0.01),
                });
                normal(weights.collect())
            };
            let matches = by_tone(1.0, 0.02, 0.003, 0.1);
            let kin = match field.shared {
                true => by_tone(1.0, 0.1, 0.1, 0.2),
                false => {
                    let own = cells.levels.iter().zip(&chance).map(|(l, c)| match l.tone {
                        Tone::Kin => c + 0.5,
                        _ => *c,
                    });
                    normal(own.collect())
                }
            };
            levels.push([matches, kin, chance]);
        }
        let mut this = Self { levels, cells: vec![], pairs, kin };
        this.spread(records);
        this
    }

    fn round(&mut self, records: &Records, candidates: &Unfolded, strangers: &Unfolded) {
        let cells = &records.cells;
        let learned = candidates.sums(cells, |sums, pattern, count| {
            let share = self.posterior(pattern);
            sums.add(cells, pattern, MATCH, share[MATCH] * count);
            if self.kin {
                sums.add(cells, pattern, KIN, share[KIN] * count);
            }
        });
        let chance = strangers.sums(cells, |sums, pattern, count| {
            sums.add(cells, pattern, STRANGERS, self.posterior(pattern)[STRANGERS] * count);
        });
        self.pairs[MATCH] = learned.pairs[MATCH].max(1.0);
        self.pairs[KIN] = learned.pairs[KIN];
        for (at, cells) in cells.iter().enumerate() {
            let old = self.levels[at].clone();
            self.levels[at] = [
                learned_shares(&learned.levels[at][MATCH], &old[MATCH]),
                learned_shares(&learned.levels[at][KIN], &old[KIN]),
                chance_shares(cells, &chance.levels[at][STRANGERS]),
            ];
        }
        self.spread(records);
    }

    /// Levels into cells.
    fn spread(&mut self, records: &Records) {
        self.cells.clear();
        for ((levels, cells), field) in self.levels.iter().zip(&records.cells).zip(&records.schema.fields) {
            let of = |cell: usize| {
                let level = usize::from(cells.level_of[cell]);
                if level == 0 {
                    return [0.0; CLASSES];
                }
                let related = field.shared || cells.levels[level].tone == Tone::Kin;
                let (share, chance) = (cells.share[cell], cells.chance[cell]);
                [
                    (levels[MATCH][level] * share).ln(),
                    (levels[KIN][level] * if related { share } else { chance }).ln(),
                    (levels[STRANGERS][level] * chance).ln(),
                ]
            };
            self.cells.push((0..cells.len()).map(of).collect());
        }
    }

    /// Logarithms of how many pairs of each class have the pattern.
    #[inline]
    pub fn expected(&self, pattern: &[u16]) -> [f64; CLASSES] {
        let mut logs = self.pairs.map(f64::ln);
        for (cells, &cell) in self.cells.iter().zip(pattern) {
            let add = &cells[usize::from(cell)];
            logs.iter_mut().zip(add).for_each(|(log, add)| *log += add);
        }
        logs
    }

    /// How probable each class is.
    #[inline]
    fn posterior(&self, pattern: &[u16]) -> [f64; CLASSES] {
        let logs = self.expected(pattern);
        let most = logs.iter().copied().fold(f64::MIN, f64::max);
        let shares = logs.map(|log| (log - most).exp());
        let sum: f64 = shares.iter().sum();
        shares.map(|share| share / sum)
    }

    /// Logarithm to base 2 of the odds that a pair with the pattern is a match.
    #[allow(clippy::cast_possible_truncation)] // 24 bits are enough for odds
    pub fn score(&self, pattern: &[u16]) -> f32 {
        let [a, kin, strangers] = self.expected(pattern);
        let most = kin.max(strangers);
        let against = most + ((kin - most).exp() + (strangers - most).exp()).ln();
        ((a - against) / std::f64::consts::LN_2) as f32
    }
}

fn normal(mut weights: Vec<f64>) -> Vec<f64> {
    let sum: f64 = weights.iter().sum();
    weights.iter_mut().for_each(|w| *w = (*w / sum).max(1e-12));
    weights
}

/// Shares of levels among matches or kin, out of counts.
fn learned_shares(counts: &[f64], old: &[f64]) -> Vec<f64> {
    let known: f64 = counts.iter().skip(1).sum();
    let of =
        |(at, count): (usize, &f64)| if at == 0 { 0.0 } else { (count + PRIOR * old[at]) / (known + PRIOR) };
    normal(counts.iter().enumerate().map(of).collect())
}

/// Shares of levels among strangers. A level that the draw did not meet gets a fraction of one pair: for equal values
/// as many as their frequencies promise, though one at most, since these also count things that are recorded twice.
fn chance_shares(cells: &Cells, counts: &[f64]) -> Vec<f64> {
    let known: f64 = counts.iter().skip(1).sum();
    let unseen = |level: usize| cells.collision[level].map_or(0.1, |c| (c * known).clamp(0.02, 1.0));
    let of = |(at, count): (usize, &f64)| if at == 0 { 0.0 } else { (count + unseen(at)) / (known + 1.0) };
    normal(counts.iter().enumerate().map(of).collect())
}
