//! How common a value is: that two people are both 王伟 says less than that both are 缪炜.

use rustc_hash::FxHashMap;

/// The most steps of rarity that are told apart.
pub(crate) const STEPS: usize = 24;

/// Values by how common they are, in steps of a factor of two.
#[derive(Clone, Debug, Default)]
pub(crate) struct Rarity {
    /// Of all known values, how many lie in each step.
    pub share: Vec<f64>,
    /// Of all chance agreements, how many lie in each step.
    pub chance: Vec<f64>,
    /// How probable it is that two known values agree by chance.
    pub collision: f64,
}

/// The step of a value that so many records have: 0 for a single one.
pub(crate) fn step(count: u32) -> u8 {
    #[allow(clippy::cast_possible_truncation)] // below 24
    let step = (u32::BITS - 1 - count.max(1).leading_zeros()).min(STEPS as u32 - 1) as u8;
    step
}

impl Rarity {
    /// From how many records have each value.
    pub fn of(counts: impl Iterator<Item = u32>) -> Self {
        let (mut share, mut chance) = (vec![0.0; STEPS], vec![0.0; STEPS]);
        let (mut all, mut pairs) = (0.0, 0.0);
        for count in counts.filter(|&c| c > 0) {
            let (at, n) = (usize::from(step(count)), f64::from(count));
            share[at] += n;
            chance[at] += n * n;
            all += n;
            pairs += n * n;
        }
        // only as many steps as there are: patterns stay few
        let used = share.iter().rposition(|&n| n > 0.0).map_or(1, |last| last + 1);
        share.truncate(used);
        chance.truncate(used);
        let over = |sum: f64| move |v: &f64| if sum > 0.0 { v / sum } else { 1.0 };
        let share = share.iter().map(over(all)).collect();
        let chance = chance.iter().map(over(pairs)).collect();
        Self { share, chance, collision: if all > 0.0 { pairs / all / all } else { 0.0 } }
    }
}

/// How many records have each of some numbers, and the step of each record.
pub(crate) fn steps_of<K: std::hash::Hash + Eq + Copy>(
    values: impl Iterator<Item = Option<K>> + Clone,
) -> (Vec<u8>, Rarity) {
    let mut counts: FxHashMap<K, u32> = FxHashMap::default();
    for value in values.clone().flatten() {
        *counts.entry(value).or_insert(0) += 1;
    }
    let steps = values.map(|v| v.map_or(0, |v| step(counts[&v]))).collect();
    (steps, Rarity::of(counts.into_values()))
}
