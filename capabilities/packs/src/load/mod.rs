//! From a folder of YAML to one JSON document in which every value knows its file and line.

mod folder;
mod yaml;

pub(crate) use folder::{Folder, read_examples, read_folder};
pub(crate) use yaml::{Node, parse};

use serde::Serialize;
use workflow::Finding;

/// A file, or the line and the finding that stopped it.
pub(crate) type Parsed = Result<Node, (u32, Finding)>;

/// Files of a pack, at most.
pub const MAX_FILES: usize = 200;
/// Bytes of one file, at most.
pub const MAX_FILE: u64 = 1 << 20;
/// Bytes of a pack, at most.
pub const MAX_TOTAL: u64 = 4 << 20;
/// Nesting of a file, at most.
pub const MAX_DEPTH: usize = 32;
/// Values of one file, at most.
pub const MAX_NODES: usize = 200_000;

/// Where something stands; lines count from 1.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct Place {
    /// Relative to the pack's folder.
    pub file: String,
    pub line: u32,
}

/// A finding and where it stands.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct Problem {
    pub place: Place,
    #[serde(flatten)]
    pub finding: Finding,
}

impl Problem {
    pub(crate) fn new(file: &str, line: u32, finding: Finding) -> Self {
        Problem { place: Place { file: file.to_owned(), line }, finding }
    }
}
