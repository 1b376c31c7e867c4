//! The whole way: candidates, training, scores, clusters.

use crate::block::Keys;
use crate::cluster::{self, Rules};
use crate::em::{Learned, MATCH, STRANGERS, Unfolded};
use crate::model::LinkageError;
use crate::pairs::{Pairs, strangers};
use crate::records::Records;
use rayon::prelude::*;

/// How much work is done.
#[derive(Clone, Copy, Debug)]
pub struct Options {
    /// The most rows of a block.
    pub cap: usize,
    /// How many pairs are drawn to see what strangers look like.
    pub draws: usize,
    /// The least log-odds of pairs that are kept.
    pub floor: f32,
}

impl Default for Options {
    fn default() -> Self {
        Self { cap: 60, draws: 4_000_000, floor: -10.0 }
    }
}

/// What was found.
#[derive(Debug)]
pub struct Linkage {
    /// Pairs with the base-2 logarithm of the odds that they are one, as far as it is above the floor.
    pub pairs: Vec<(u32, u32, f32)>,
    /// How many candidates were compared.
    pub compared: usize,
    /// How many each pass brought.
    pub by_pass: Vec<usize>,
    pub(crate) learned: Learned,
}

impl Linkage {
    /// Compares, learns and scores.
    pub fn of(records: &Records, options: &Options) -> Result<Self, LinkageError> {
        let t = std::time::Instant::now();
        let lap = |w: &str| eprintln!("  {w} {:.2}", t.elapsed().as_secs_f64());
        let keys = Keys::new(records, options.cap)?;
        lap("keys");
        let Pairs { all, patterns, by_pass } = Pairs::compare(records, &keys);
        drop(keys);
        lap("pairs");
        eprintln!("patterns {}", patterns.codes.len());
        let candidates = Unfolded::new(records, &patterns);
        let st = strangers(records, options.draws);
        eprintln!("stranger patterns {}", st.codes.len());
        lap("draws");
        let learned = Learned::train(records, &candidates, &Unfolded::new(records, &st));
        lap("em");
        #[allow(clippy::cast_possible_truncation)] // a score
        let scores: Vec<f32> = candidates.rows().map(|pattern| learned.score(pattern) as f32).collect();
        let compared = all.len();
        let kept = all.into_par_iter().map(|[a, b, p]| (a, b, scores[p as usize])).filter(|p| p.2 >= options.floor);
        Ok(Self { pairs: kept.collect(), compared, by_pass, learned })
    }

    /// Clusters of rows, by the number of the first row of each.
    pub fn clusters(&self, records: &Records, threshold: f32) -> Vec<u32> {
        let env = |n: &str, d: f32| std::env::var(n).ok().and_then(|v| v.parse().ok()).unwrap_or(d);
        let rules = Rules { cap: env("CAP", 10.0), silent: env("SILENT", -1.0), threshold };
        cluster::clusters(records.len(), &self.pairs, rules, |a, b| records.conflict(a as usize, b as usize))
    }

    /// What was learned, as text.
    pub fn describe(&self, records: &Records) -> String {
        use std::fmt::Write as _;
        let mut out = format!("pairs {:?}\n", self.learned.pairs);
        for ((field, cells), levels) in records.schema.fields.iter().zip(&records.cells).zip(&self.learned.levels) {
            let _ = writeln!(out, "{}", field.name);
            for (at, level) in cells.levels.iter().enumerate().skip(1) {
                let [m, k, u] = [0, 1, 2].map(|c| levels[c][at]);
                let _ = writeln!(out, "  {m:.6} {k:.6} {u:.2e} {:6.2} {}", (levels[MATCH][at] / levels[STRANGERS][at]).log2(), level.name);
            }
        }
        out
    }
}
