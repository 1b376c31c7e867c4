//! Statements that took long, in the log: by name, never with their values.

use std::{
    sync::atomic::{AtomicU64, Ordering::Relaxed},
    time::Duration,
};
use tokio::time::Instant;

/// Microseconds from which on a statement is slow; 0: none is. One setting for the process, made at its start.
static LIMIT: AtomicU64 = AtomicU64::new(0);
static SEEN: AtomicU64 = AtomicU64::new(0);

/// From when on a statement is logged as slow; zero: never.
pub fn slow_from(limit: Duration) {
    LIMIT.store(u64::try_from(limit.as_micros()).unwrap_or(u64::MAX), Relaxed);
}

/// How many slow statements there were since the start.
pub fn slow_seen() -> u64 {
    SEEN.load(Relaxed)
}

/// When a statement began, if anybody wants to know.
pub(crate) fn begin() -> Option<Instant> {
    (LIMIT.load(Relaxed) > 0).then(Instant::now)
}

pub(crate) fn end(statement: &'static str, begun: Option<Instant>) {
    let Some(begun) = begun else { return };
    let took = begun.elapsed();
    if took.as_micros() >= u128::from(LIMIT.load(Relaxed)) {
        SEEN.fetch_add(1, Relaxed);
        tracing::warn!(statement, ms = u64::try_from(took.as_millis()).unwrap_or(u64::MAX), "slow statement");
    }
}
