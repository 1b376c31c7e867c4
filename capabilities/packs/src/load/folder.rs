//! All files of a pack's folder, merged by their top-level keys.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use serde_json::{Map, Value};
use workflow::Finding;

use super::{MAX_FILE, MAX_FILES, MAX_TOTAL, Node, Parsed, Place, Problem, parse};

/// The merged document.
#[derive(Debug, Clone, Default)]
pub(crate) struct Folder {
    pub document: Map<String, Value>,
    places: BTreeMap<String, Place>,
    pub problems: Vec<Problem>,
}

impl Folder {
    /// Where a JSON pointer stands: itself, or the nearest thing around it.
    pub fn place(&self, pointer: &str) -> Place {
        let mut at = pointer;
        loop {
            if let Some(place) = self.places.get(at) {
                return place.clone();
            }
            match at.rfind('/') {
                Some(cut) => at = &at[..cut],
                None => return Place { file: "pack.yaml".to_owned(), line: 1 },
            }
        }
    }

    /// A finding with its place.
    pub fn locate(&self, finding: Finding) -> Problem {
        Problem { place: self.place(&finding.path), finding }
    }

    fn merge(&mut self, file: &str, node: Node) {
        let Value::Object(members) = node.value else {
            self.problems.push(Problem::new(file, 1, Finding::new("yaml_not_map", "")));
            return;
        };
        for (key, value) in members {
            let pointer = format!("/{}", key.replace('~', "~0").replace('/', "~1"));
            let offset = match (self.document.get_mut(&key), value) {
                (None, value) => {
                    self.document.insert(key, value);
                    0
                }
                (Some(Value::Array(known)), Value::Array(more)) => {
                    let offset = known.len();
                    known.extend(more);
                    offset
                }
                (Some(_), _) => {
                    let line = node.lines.get(&pointer).copied().unwrap_or(1);
                    let finding = Finding::new("section_twice", pointer).with("section", key);
                    self.problems.push(Problem::new(file, line, finding));
                    continue;
                }
            };
            let inside = format!("{pointer}/");
            for (at, line) in &node.lines {
                let place = Place { file: file.to_owned(), line: *line };
                if *at == pointer {
                    self.places.entry(pointer.clone()).or_insert(place);
                } else if let Some(rest) = at.strip_prefix(&inside) {
                    self.places.insert(format!("{inside}{}", shift(rest, offset)), place);
                }
            }
        }
    }
}

/// `0/name` moved by 3 is `3/name`.
fn shift(rest: &str, offset: usize) -> String {
    let (first, tail) = rest.split_once('/').map_or((rest, None), |(f, t)| (f, Some(t)));
    let index = match first.parse::<usize>() {
        Ok(index) if offset > 0 => (index + offset).to_string(),
        _ => first.to_owned(),
    };
    tail.map_or(index.clone(), |tail| format!("{index}/{tail}"))
}

/// Reads and merges every `*.yaml` of a folder (not of folders in it).
pub(crate) fn read_folder(path: &Path) -> Folder {
    let mut folder = Folder::default();
    let files = match yaml_files(path) {
        Ok(files) => files,
        Err(error) => {
            let name = path.display().to_string();
            folder.problems.push(Problem::new(
                &name,
                1,
                Finding::new("folder_unreadable", "").with("detail", error),
            ));
            return folder;
        }
    };
    if files.is_empty() {
        folder.problems.push(Problem::new("pack.yaml", 1, Finding::new("folder_empty", "")));
    }
    let mut left = MAX_TOTAL;
    for (file, path) in files.iter().take(MAX_FILES) {
        match read_file(path, &mut left) {
            Ok(node) => folder.merge(file, node),
            Err((line, finding)) => folder.problems.push(Problem::new(file, line, finding)),
        }
    }
    if files.len() > MAX_FILES {
        let finding = Finding::new("folder_too_many", "").with("max", MAX_FILES);
        folder.problems.push(Problem::new("pack.yaml", 1, finding));
    }
    folder
}

/// Every `*.yaml` of the `examples` folder, each by itself; none is none.
pub(crate) fn read_examples(path: &Path) -> Vec<(String, Parsed)> {
    let mut left = MAX_TOTAL;
    yaml_files(&path.join("examples"))
        .unwrap_or_default()
        .into_iter()
        .take(MAX_FILES)
        .map(|(file, path)| (format!("examples/{file}"), read_file(&path, &mut left)))
        .collect()
}

/// Names and paths, by name. Only plain files: a link could lead anywhere.
fn yaml_files(path: &Path) -> std::io::Result<Vec<(String, PathBuf)>> {
    let mut files = Vec::new();
    for entry in fs::read_dir(path)? {
        let entry = entry?;
        let name = entry.file_name().to_string_lossy().into_owned();
        let yaml = name.ends_with(".yaml") || name.ends_with(".yml");
        if yaml && !name.starts_with('.') && entry.file_type()?.is_file() {
            files.push((name, entry.path()));
        }
    }
    // the manifest first, so that a doubled key is reported in the other file
    files.sort_by(|(a, _), (b, _)| (a != "pack.yaml", a).cmp(&(b != "pack.yaml", b)));
    Ok(files)
}

fn read_file(path: &Path, left: &mut u64) -> Parsed {
    let unreadable = |detail: String| (1, Finding::new("file_unreadable", "").with("detail", detail));
    let size = fs::metadata(path).map_err(|e| unreadable(e.to_string()))?.len();
    if size > MAX_FILE || size > *left {
        return Err((1, Finding::new("file_too_large", "").with("max", MAX_FILE.min(*left))));
    }
    *left -= size;
    let text = fs::read_to_string(path).map_err(|e| unreadable(e.to_string()))?;
    parse(&text)
}
