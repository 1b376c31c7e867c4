//! Why two rows are held to be one: what each comparison found, and what that is worth.

use crate::em::{KIN, Learned, MATCH, STRANGERS};
use crate::records::Records;
use serde::Serialize;

/// One comparison of a pair.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Evidence {
    /// The field.
    pub field: String,
    /// What was found: a stable text, to be translated.
    pub level: &'static str,
    /// Base-2 logarithm of how much more often this is found for one thing than for two strangers.
    pub weight: f64,
}

/// A score and what it is made of: `score = prior + sum of weights - kin`.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Explanation {
    /// Log-odds (base 2) that both are one thing.
    pub score: f64,
    /// The log-odds of any two rows of the list.
    pub prior: f64,
    /// What is taken off since two of one household would look like this, too.
    pub kin: f64,
    /// The comparisons, in the order of the fields.
    pub evidence: Vec<Evidence>,
}

/// What a level of a comparison is worth on average.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Weight {
    /// The field.
    pub field: String,
    /// The level.
    pub level: &'static str,
    /// How often one thing recorded twice is at this level.
    pub matches: f64,
    /// How often two of one household are.
    pub kin: f64,
    /// How often two strangers are.
    pub strangers: f64,
}

impl Explanation {
    pub(crate) fn of(records: &Records, learned: &Learned, a: u32, b: u32) -> Self {
        let mut pattern = vec![0; records.cells.len()];
        records.unfold(records.pattern(a as usize, b as usize), &mut pattern);
        let bits = |x: f64| x / std::f64::consts::LN_2;
        let each = records.schema.fields.iter().zip(&records.cells).zip(&learned.cells).zip(&pattern);
        let evidence = each.map(|(((field, cells), logs), &cell)| {
            let (cell, logs) = (usize::from(cell), logs[usize::from(cell)]);
            let level = cells.levels[usize::from(cells.level_of[cell])].name;
            Evidence { field: field.name.clone(), level, weight: bits(logs[MATCH] - logs[STRANGERS]) }
        });
        let evidence: Vec<_> = evidence.collect();
        let score = f64::from(learned.score(&pattern));
        let prior = bits(learned.pairs[MATCH].ln() - learned.pairs[STRANGERS].ln());
        let kin = prior + evidence.iter().map(|e| e.weight).sum::<f64>() - score;
        Self { score, prior, kin, evidence }
    }
}

pub(crate) fn weights(records: &Records, learned: &Learned) -> Vec<Weight> {
    let mut out = vec![];
    for ((field, cells), levels) in records.schema.fields.iter().zip(&records.cells).zip(&learned.levels) {
        for (at, level) in cells.levels.iter().enumerate().skip(1) {
            let [matches, kin, strangers] = [MATCH, KIN, STRANGERS].map(|class| levels[class][at]);
            out.push(Weight { field: field.name.clone(), level: level.name, matches, kin, strangers });
        }
    }
    out
}
