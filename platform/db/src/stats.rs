//! What the database has done since the start, for the metrics: plain atomics, no lock.

use std::{
    sync::atomic::{AtomicU64, Ordering::Relaxed},
    time::Duration,
};

/// Upper bounds of the commands that shared one commit.
pub const COMMANDS: [u64; 9] = [1, 2, 4, 8, 16, 32, 64, 128, 256];
/// Upper bounds of how long a commit with its commands took, in microseconds.
pub const MICROS: [u64; 10] = [500, 1_000, 2_000, 5_000, 10_000, 25_000, 50_000, 100_000, 500_000, 2_500_000];

/// A histogram over fixed bounds.
#[derive(Debug)]
pub struct Histogram<const N: usize> {
    buckets: [AtomicU64; N],
    count: AtomicU64,
    sum: AtomicU64,
}

impl<const N: usize> Default for Histogram<N> {
    fn default() -> Self {
        Self {
            buckets: std::array::from_fn(|_| AtomicU64::new(0)),
            count: AtomicU64::new(0),
            sum: AtomicU64::new(0),
        }
    }
}

/// A histogram as it stood at one moment.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Snapshot {
    /// Upper bound and how many values were at most that: cumulative.
    pub buckets: Vec<(u64, u64)>,
    /// How many values.
    pub count: u64,
    /// Their sum.
    pub sum: u64,
}

impl<const N: usize> Histogram<N> {
    /// One value.
    pub fn record(&self, bounds: &[u64; N], value: u64) {
        if let Some(at) = bounds.iter().position(|bound| value <= *bound) {
            self.buckets[at].fetch_add(1, Relaxed);
        }
        self.count.fetch_add(1, Relaxed);
        self.sum.fetch_add(value, Relaxed);
    }

    /// All of it. A value recorded meanwhile may be in the count only, never in a bucket only.
    pub fn snapshot(&self, bounds: &[u64; N]) -> Snapshot {
        let mut below = 0;
        let mut buckets = Vec::with_capacity(N);
        for (bound, bucket) in bounds.iter().zip(&self.buckets) {
            below += bucket.load(Relaxed);
            buckets.push((*bound, below));
        }
        Snapshot { buckets, count: self.count.load(Relaxed).max(below), sum: self.sum.load(Relaxed) }
    }
}

/// Counts of one database.
#[derive(Debug, Default)]
pub(crate) struct Counts {
    commands: Histogram<9>,
    micros: Histogram<10>,
    lost: AtomicU64,
}

impl Counts {
    /// A commit of so many commands, that took so long; `lost` when it failed and nobody was acknowledged.
    pub(crate) fn commit(&self, commands: usize, took: Duration, lost: bool) {
        self.commands.record(&COMMANDS, commands as u64);
        self.micros.record(&MICROS, u64::try_from(took.as_micros()).unwrap_or(u64::MAX));
        self.lost.fetch_add(u64::from(lost), Relaxed);
    }
}

/// What a database has done and how it stands.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Stats {
    /// Commands that shared a commit (on PostgreSQL each has its own).
    pub commands: Snapshot,
    /// How long commits took with the commands in them, in microseconds.
    pub commit_micros: Snapshot,
    /// Commits that failed as a whole: nobody in them was acknowledged.
    pub lost: u64,
    /// Commands that wait for the writer.
    pub queued: u64,
    /// Connections that are open, and of these idle.
    pub connections: (u64, u64),
}

impl Stats {
    pub(crate) fn of(counts: &Counts, queued: usize, size: u32, idle: usize) -> Self {
        Self {
            commands: counts.commands.snapshot(&COMMANDS),
            commit_micros: counts.micros.snapshot(&MICROS),
            lost: counts.lost.load(Relaxed),
            queued: queued as u64,
            connections: (u64::from(size), idle as u64),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn buckets_are_cumulative_and_what_is_beyond_counts_too() {
        let counts = Counts::default();
        for commands in [1, 2, 3, 300] {
            counts.commit(commands, Duration::from_millis(3), commands == 300);
        }
        let stats = Stats::of(&counts, 7, 8, 5);
        assert_eq!(stats.commands.buckets[..3], [(1, 1), (2, 2), (4, 3)]);
        assert_eq!((stats.commands.buckets[8], stats.commands.count, stats.commands.sum), ((256, 3), 4, 306));
        assert_eq!((stats.commit_micros.buckets[2].1, stats.commit_micros.buckets[3].1), (0, 4));
        assert_eq!((stats.lost, stats.queued, stats.connections), (1, 7, (8, 5)));
    }
}
