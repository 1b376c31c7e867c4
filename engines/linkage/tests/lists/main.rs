//! Whole lists: other people's data, and the generator of a register that errs. Skipped, with a word, where they are
//! absent.

#![allow(clippy::unwrap_used)]

mod generated;
mod western;

use std::path::PathBuf;

/// A file beside the repository.
fn shared(name: &str) -> Option<PathBuf> {
    let path = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../../shared").join(name);
    if !path.exists() {
        eprintln!("skipped: {} is absent", path.display());
        return None;
    }
    Some(path)
}
