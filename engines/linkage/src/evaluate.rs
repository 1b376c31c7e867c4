//! How good an answer is, where the truth is known.

/// Precision, recall and their harmonic mean.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Quality {
    /// Of what was said, how much is true.
    pub precision: f64,
    /// Of what is true, how much was said.
    pub recall: f64,
}

impl Quality {
    /// The harmonic mean.
    pub fn f1(self) -> f64 {
        2.0 * self.precision * self.recall / (self.precision + self.recall).max(1e-300)
    }
    #[allow(clippy::cast_precision_loss)] // ratios
    fn of(right: u64, said: u64, real: u64) -> Self {
        let share = |of: u64| if of == 0 { 1.0 } else { right as f64 / of as f64 };
        Self { precision: share(said), recall: share(real) }
    }
}

fn couples(n: u64) -> u64 {
    n * n.saturating_sub(1) / 2
}

fn sizes<K: std::hash::Hash + Eq>(keys: impl Iterator<Item = K>) -> u64 {
    let mut counts: rustc_hash::FxHashMap<K, u64> = Default::default();
    keys.for_each(|k| *counts.entry(k).or_insert(0) += 1);
    counts.into_values().map(couples).sum()
}

/// How many pairs of rows are one thing.
pub fn true_pairs(truth: &[u32]) -> u64 {
    sizes(truth.iter())
}

/// Clusters against the truth, by pairs of rows in one cluster.
pub fn clusters(found: &[u32], truth: &[u32]) -> Quality {
    let right = sizes(found.iter().zip(truth));
    Quality::of(right, sizes(found.iter()), true_pairs(truth))
}

/// Scored pairs against the truth: the best threshold, and the recall at a precision.
#[derive(Clone, Debug, Default)]
pub struct Curve {
    /// Score and whether it is true, the highest first.
    points: Vec<(f32, u64, u64)>,
    real: u64,
}

impl Curve {
    /// From pairs with scores.
    pub fn new(pairs: impl Iterator<Item = (u32, u32, f32)>, truth: &[u32]) -> Self {
        let mut all: Vec<(f32, bool)> =
            pairs.map(|(a, b, score)| (score, truth[a as usize] == truth[b as usize])).collect();
        all.sort_unstable_by(|a, b| b.0.total_cmp(&a.0));
        let (mut points, mut said, mut right) = (Vec::<(f32, u64, u64)>::new(), 0, 0);
        for (score, is) in all {
            said += 1;
            right += u64::from(is);
            match points.last_mut() {
                Some(last) if last.0.total_cmp(&score).is_eq() => *last = (score, said, right),
                _ => points.push((score, said, right)),
            }
        }
        Self { points, real: true_pairs(truth) }
    }

    fn all(&self) -> impl Iterator<Item = (f32, Quality)> {
        self.points.iter().map(|&(score, said, right)| (score, Quality::of(right, said, self.real)))
    }

    /// Threshold and quality where the harmonic mean is highest.
    pub fn best(&self) -> (f32, Quality) {
        self.all().max_by(|a, b| a.1.f1().total_cmp(&b.1.f1())).unwrap_or_default()
    }

    /// Threshold and quality of the longest list of this precision.
    pub fn at_precision(&self, precision: f64) -> (f32, Quality) {
        self.all().filter(|(_, q)| q.precision >= precision).last().unwrap_or_default()
    }

    /// The quality of a threshold.
    pub fn at(&self, threshold: f32) -> Quality {
        self.all()
            .take_while(|(score, _)| *score >= threshold)
            .last()
            .map_or(Quality { precision: 1.0, recall: 0.0 }, |p| p.1)
    }

    /// How many of the true pairs were scored at all.
    pub fn reach(&self) -> f64 {
        self.points.last().map_or(0.0, |&(_, said, right)| Quality::of(right, said, self.real).recall)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quality_counts_pairs() {
        let truth = [1, 1, 1, 2, 2];
        assert_eq!(true_pairs(&truth), 4);
        let q = clusters(&[1, 1, 2, 2, 2], &truth);
        assert_eq!((q.precision, q.recall), (0.5, 0.5));
        let curve = Curve::new([(0, 1, 3.0), (1, 3, 1.0), (0, 2, 2.0)].into_iter(), &truth);
        assert_eq!(curve.best().0, 2.0);
        assert_eq!(curve.at_precision(0.99).1.recall, 0.5);
        assert_eq!(curve.reach(), 0.5);
    }
}
