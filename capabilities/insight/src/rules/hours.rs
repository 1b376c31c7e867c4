//! How long things took, as a histogram that can be added up in any order: whole minutes in log-linear buckets (sixteen to
//! each power of two, after HdrHistogram), so that a quantile is at most 3.2 % off and two histograms merge by addition.

use std::fmt::Write as _;

/// Milliseconds in a minute.
const MINUTE: i64 = 60_000;
/// Buckets to each power of two.
const SUB: u64 = 16;

/// The bucket of a duration in milliseconds; less than nothing counts as nothing.
pub fn bucket(ms: i64) -> i64 {
    let minutes = u64::try_from(ms / MINUTE).unwrap_or(0);
    if minutes < SUB {
        return minutes as i64;
    }
    let exponent = u64::from(63 - minutes.leading_zeros());
    (SUB * (exponent - 3) + (minutes >> (exponent - 4)) - SUB) as i64
}

/// The middle of a bucket, in hours.
pub fn hours(bucket: i64) -> f64 {
    let bucket = u64::try_from(bucket).unwrap_or(0);
    if bucket < 2 * SUB {
        return bucket as f64 / 60.0;
    }
    let shift = (bucket / SUB - 1).min(58);
    let (from, width) = ((bucket % SUB + SUB) << shift, 1u64 << shift);
    (from as f64 + (width - 1) as f64 / 2.0) / 60.0
}

/// No duration has a higher bucket.
const BUCKETS: usize = 1024;

/// How many in each bucket, up to the last one that has any: a page of numbers merges thousands of these.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Histogram(Vec<i64>);

impl Histogram {
    /// Adds `n` (which may be negative) to a bucket.
    pub fn add(&mut self, bucket: i64, n: i64) {
        let Some(at) = usize::try_from(bucket).ok().filter(|at| *at < BUCKETS) else { return };
        if self.0.len() <= at {
            self.0.resize(at + 1, 0);
        }
        self.0[at] += n;
        self.trim();
    }

    /// Adds (`sign` 1) or takes away (-1) another one.
    pub fn merge(&mut self, other: &Self, sign: i64) {
        if self.0.len() < other.0.len() {
            self.0.resize(other.0.len(), 0);
        }
        self.0.iter_mut().zip(&other.0).for_each(|(mine, n)| *mine += n * sign);
        self.trim();
    }

    fn trim(&mut self) {
        while self.0.last() == Some(&0) {
            self.0.pop();
        }
    }

    /// The buckets that have any, in order.
    fn filled(&self) -> impl Iterator<Item = (i64, i64)> {
        self.0.iter().enumerate().filter(|(_, n)| **n != 0).map(|(at, n)| (at as i64, *n))
    }

    /// True when nothing is in it.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// How many in all.
    pub fn total(&self) -> i64 {
        self.0.iter().sum()
    }

    /// The hours that a share `q` (0 to 1) stayed at or below; None of an empty one.
    pub fn quantile(&self, q: f64) -> Option<f64> {
        let total = self.total();
        if total <= 0 {
            return None;
        }
        let rank = ((q * total as f64).ceil() as i64).max(1);
        let mut seen = 0;
        let found = self.filled().find(|(_, n)| {
            seen += n;
            seen >= rank
        });
        found.map(|(bucket, _)| hours(bucket))
    }

    /// `bucket:n` joined by blanks, in order: how it is stored.
    pub fn text(&self) -> String {
        let mut text = String::with_capacity(self.0.len() * 6);
        for (bucket, n) in self.filled() {
            let space = if text.is_empty() { "" } else { " " };
            let _ = write!(text, "{space}{bucket}:{n}");
        }
        text
    }

    /// Reads [`Histogram::text`]; several, one behind the other with blanks between, are read as their sum. What cannot be
    /// read is left out.
    pub fn read(text: &str) -> Self {
        let mut all = Self::default();
        for (bucket, n) in text.split(' ').filter_map(|entry| entry.split_once(':')) {
            if let (Ok(bucket), Ok(n)) = (bucket.parse(), n.parse()) {
                all.add(bucket, n);
            }
        }
        all
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn buckets_follow_each_other() {
        assert_eq!([0, 15, 16, 31, 32, 33, 34].map(|m| bucket(m * MINUTE)), [0, 15, 16, 31, 32, 32, 33]);
        assert_eq!(bucket(-5), 0);
        assert_eq!(hours(0), 0.0);
        assert!((hours(bucket(48 * 60 * MINUTE)) - 48.0).abs() < 48.0 * 0.032);
    }

    proptest! {
        #[test]
        fn a_bucket_is_near_its_values_and_in_order(a in 0i64..3_000_000, b in 0i64..3_000_000) {
            let near = |m: i64| (hours(bucket(m * MINUTE)) * 60.0 - m as f64).abs() <= m as f64 * 0.032;
            prop_assert!(near(a), "{a}");
            prop_assert_eq!(a <= b, bucket(a * MINUTE) <= bucket(b * MINUTE) && a <= b);
        }

        #[test]
        fn order_does_not_matter_and_text_is_whole(mut minutes in prop::collection::vec(0i64..100_000, 0..60), at in 0usize..60) {
            let of = |all: &[i64]| {
                let mut h = Histogram::default();
                all.iter().for_each(|m| h.add(bucket(m * MINUTE), 1));
                h
            };
            let whole = of(&minutes);
            let (left, right) = minutes.split_at(at.min(minutes.len()));
            let (mut one, other) = (of(right), of(left));
            prop_assert_eq!(&Histogram::read(&format!("{} {}", one.text(), other.text())), &whole);
            one.merge(&other, 1);
            prop_assert_eq!(&one, &whole);
            prop_assert_eq!(&Histogram::read(&whole.text()), &whole);
            minutes.sort_unstable();
            if let Some(median) = whole.quantile(0.5) {
                let true_median = minutes[minutes.len().div_ceil(2) - 1] as f64 / 60.0;
                prop_assert!((median - true_median).abs() <= true_median * 0.032 + 1e-9);
            }
            minutes.iter().for_each(|m| one.add(bucket(m * MINUTE), -1));
            prop_assert!(one.is_empty());
        }
    }
}
