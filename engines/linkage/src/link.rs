//! The whole way: candidates, training, scores, clusters.

use crate::block::Keys;
use crate::cluster::{self, Rules};
use crate::em::{Learned, Unfolded};
use crate::evidence::Explanation;
use crate::model::LinkageError;
use crate::pairs::{Pairs, strangers};
use crate::records::Records;
use rayon::prelude::*;

/// How much work is done.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Options {
    /// The most rows of a block; larger ones are refined, and left out where nothing is left to refine them by.
    pub cap: usize,
    /// How many pairs are drawn to see what strangers look like.
    pub draws: usize,
    /// The least log-odds (base 2) of pairs that are kept.
    pub floor: f32,
}

impl Default for Options {
    fn default() -> Self {
        Self { cap: 80, draws: 2_000_000, floor: -10.0 }
    }
}

/// What was found.
#[derive(Clone, Debug)]
pub struct Linkage {
    /// Two rows, and the base-2 logarithm of the odds that they are one thing; above the floor, each pair once.
    pub pairs: Vec<(u32, u32, f32)>,
    /// How many candidates were compared.
    pub compared: usize,
    /// How many of them each pass found first.
    pub by_pass: Vec<usize>,
    pub(crate) learned: Learned,
}

/// What a single pair may say within a cluster, in bits.
const CAP: f32 = 10.0;
/// What it says that a pair within a cluster was not even a candidate.
const SILENT: f32 = -1.0;

/// Comparisons are not quite independent, so many of them together claim too much: where precision is declared, odds
/// count with this power. Without it, thresholds declared for 0.99 were right in 0.979 to 0.987 of the pairs.
const TRUST: f32 = 0.6;

impl Linkage {
    /// Finds candidates, learns what agreement is worth, and scores.
    pub fn of(records: &Records, options: &Options) -> Result<Self, LinkageError> {
        let keys = Keys::new(records, options.cap)?;
        let Pairs { all, patterns, by_pass } = Pairs::compare(records, &keys);
        drop(keys);
        let candidates = Unfolded::new(records, &patterns);
        let drawn = Unfolded::new(records, &strangers(records, options.draws));
        let learned = Learned::train(records, &candidates, &drawn);
        let scores: Vec<f32> = candidates.rows().map(|pattern| learned.score(pattern)).collect();
        let compared = all.len();
        let scored = all.into_par_iter().map(|[a, b, pattern]| (a, b, scores[pattern as usize]));
        let pairs = scored.filter(|pair| pair.2 >= options.floor).collect();
        Ok(Self { pairs, compared, by_pass, learned })
    }

    /// Clusters: for each row the first row of its cluster. `threshold` is the log-odds from which a pair speaks for
    /// one thing: 0 where it is as probable as not.
    pub fn clusters(&self, records: &Records, threshold: f32) -> Vec<u32> {
        let rules = Rules { cap: CAP, silent: SILENT, threshold };
        let conflict = |a, b| records.conflict(a as usize, b as usize);
        cluster::clusters(records.len(), &self.pairs, rules, conflict)
    }

    /// The lowest threshold at which the pairs above it are right in this share, as far as the model can tell. None
    /// where no pair is that certain.
    pub fn threshold_at(&self, precision: f64) -> Option<f32> {
        let mut scores: Vec<f32> = self.pairs.iter().map(|p| p.2).collect();
        scores.par_sort_unstable_by(|a, b| b.total_cmp(a));
        let (mut said, mut right, mut found) = (0.0, 0.0, None);
        for score in scores {
            said += 1.0;
            right += probability(score * TRUST);
            if right >= precision * said {
                found = Some(score);
            }
        }
        found
    }

    /// Why a pair has its score.
    pub fn explain(&self, records: &Records, a: u32, b: u32) -> Explanation {
        Explanation::of(records, &self.learned, a, b)
    }

    /// What each level is worth, for people who judge the model.
    pub fn weights(&self, records: &Records) -> Vec<crate::evidence::Weight> {
        crate::evidence::weights(records, &self.learned)
    }
}

/// How probable it is that a pair with such log-odds is one thing.
pub fn probability(score: f32) -> f64 {
    1.0 / (1.0 + (-f64::from(score)).exp2())
}
