//! Statements that took long, in the log: by name, never with their values.

use std::{
    sync::atomic::{AtomicU64, Ordering::Relaxed},
    time::Duration,
};
use tokio::time::Instant;

/// Microseconds from which on a statement is slow; 0: none is. One setting for the process, made at its start.
static LIMIT: AtomicU64 = AtomicU64::new(0);
static SEEN: AtomicU64 = AtomicU64::new(0);

tokio::task_local! {
    static REQUEST: String;
}

/// Does the work of a request: slow statements that it reads with name it in the log.
pub async fn of_request<F: Future>(request: String, work: F) -> F::Output {
    REQUEST.scope(request, work).await
}

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
    if let Some(begun) = begun {
        note(statement, begun.elapsed());
    }
}

fn note(statement: &'static str, took: Duration) {
    if took.as_micros() < u128::from(LIMIT.load(Relaxed)) {
        return;
    }
    SEEN.fetch_add(1, Relaxed);
    let ms = u64::try_from(took.as_millis()).unwrap_or(u64::MAX);
    let request = REQUEST.try_with(Clone::clone).unwrap_or_default();
    tracing::warn!(request, statement, ms, "slow statement");
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn only_what_takes_long_is_slow() {
        assert!(begin().is_none(), "nobody wants to know");
        slow_from(Duration::from_millis(100));
        assert!(begin().is_some());
        of_request("r-1".into(), async {
            note("LIST", Duration::from_millis(99));
            assert_eq!(slow_seen(), 0);
            note("LIST", Duration::from_millis(100));
            assert_eq!(slow_seen(), 1);
        })
        .await;
        slow_from(Duration::ZERO);
    }
}
