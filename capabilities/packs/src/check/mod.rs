//! The checker: everything that is wrong with a pack, each with file and line, before it can be added.

mod examples;
mod papers;
mod sections;
mod vocabulary;

use std::path::Path;

use serde::Serialize;
use serde_json::Value;
use workflow::{Finding, Vocabulary};

pub(crate) use sections::{builtin, typed};
pub(crate) use vocabulary::of as vocabulary_of;

use crate::Loaded;
use crate::load::{Folder, Problem, read_examples, read_folder};

/// A top-level key of a pack, with the shape of its value and what judges it. Capabilities register their own; the
/// checker of a section never sees another pack.
#[derive(Debug, Clone)]
pub struct Section {
    pub key: &'static str,
    /// JSON Schema (2020-12) of the value.
    pub schema: Value,
    /// Judges the value; paths of the findings are JSON pointers into it.
    pub check: fn(&Value, &PackContext<'_>) -> Vec<Finding>,
}

/// What the checker of a section may look at besides its own value.
#[derive(Debug, Clone, Copy)]
pub struct PackContext<'a> {
    /// The codes that the other sections declare.
    pub vocabulary: &'a Vocabulary,
    /// The whole document.
    pub document: &'a Value,
}

/// What the checker found.
#[derive(Debug, Clone, Serialize)]
pub struct Report {
    /// By file and line; empty means sound.
    pub problems: Vec<Problem>,
    /// Examples that were run.
    pub examples: usize,
    /// The pack, when it is sound.
    #[serde(skip)]
    pub pack: Option<Loaded>,
}

impl Report {
    /// Whether nothing is wrong.
    pub fn is_sound(&self) -> bool {
        self.problems.is_empty()
    }
}

/// Judges the pack in a folder, its examples included. `extra` are the sections that other capabilities registered.
pub fn check_dir(path: &Path, extra: &[Section]) -> Report {
    let folder = read_folder(path);
    let mut problems = folder.problems.clone();
    if folder.document.is_empty() {
        return Report { problems, examples: 0, pack: None };
    }
    let document = Value::Object(folder.document.clone());
    problems.extend(findings(&document, extra).into_iter().map(|finding| folder.locate(finding)));
    let loaded = if problems.is_empty() { load(&document, &folder, &mut problems) } else { None };
    let mut examples = 0;
    if let Some(loaded) = &loaded {
        for (file, node) in read_examples(path) {
            let (count, found) = examples::run(&file, node, loaded);
            examples += count;
            problems.extend(found);
        }
    }
    problems.sort();
    problems.dedup();
    let pack = if problems.is_empty() { loaded } else { None };
    Report { problems, examples, pack }
}

fn load(document: &Value, folder: &Folder, problems: &mut Vec<Problem>) -> Option<Loaded> {
    match Loaded::from_document(document) {
        Ok(loaded) => Some(loaded),
        Err(found) => {
            problems.extend(found.into_iter().map(|finding| folder.locate(finding)));
            None
        }
    }
}

/// Judges a merged document (without examples). Paths are JSON pointers into it.
pub fn findings(document: &Value, extra: &[Section]) -> Vec<Finding> {
    let mut found = sections::check_manifest(document);
    let vocabulary = vocabulary::of(document);
    let context = PackContext { vocabulary: &vocabulary, document };
    let builtin = builtin();
    for (key, value) in document.as_object().into_iter().flatten() {
        let path = format!("/{}", key.replace('~', "~0").replace('/', "~1"));
        if sections::MANIFEST.contains(&key.as_str()) {
            continue;
        }
        match builtin.iter().chain(extra).find(|section| section.key == key) {
            Some(section) => {
                found
                    .extend((section.check)(value, &context).into_iter().map(|finding| finding.under(&path)));
            }
            None => found.push(Finding::new("section_unknown", path).with("section", key)),
        }
    }
    found.extend(workflow::burden_in_keys(document));
    found
}
