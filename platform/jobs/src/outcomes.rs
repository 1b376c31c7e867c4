//! How runs ended since the start of the process, for the metrics.

use std::{
    collections::BTreeMap,
    sync::{Arc, Mutex, PoisonError},
};

/// Counts of runs by kind and end: `done`, `retry`, `dead`, `lost` (the lease went to another node). Cheap to clone; several
/// runners may share one.
#[derive(Clone, Debug, Default)]
pub struct Outcomes(Arc<Mutex<BTreeMap<(String, &'static str), u64>>>);

impl Outcomes {
    pub(crate) fn count(&self, kind: &str, end: &'static str) {
        let mut counts = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        *counts.entry((kind.to_owned(), end)).or_default() += 1;
    }

    /// Kind, end and how many, in order.
    pub fn all(&self) -> Vec<(String, &'static str, u64)> {
        let counts = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        counts.iter().map(|((kind, end), n)| (kind.clone(), *end, *n)).collect()
    }
}
