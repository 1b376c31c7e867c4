//! The JSON Schema of a pack for editors: `docs/packs.schema.json`, and what other capabilities add to it.

use std::sync::LazyLock;

use serde_json::Value;

use crate::Section;

static BASE: LazyLock<Value> = LazyLock::new(|| {
    // the file is part of the program; a test reads it
    serde_json::from_str(include_str!("../../../docs/packs.schema.json")).expect("packs.schema.json is JSON")
});

/// The schema of the sections every pack may have.
pub fn base() -> &'static Value {
    &BASE
}

/// The schema with the sections that other capabilities registered.
pub fn with(extra: &[Section]) -> Value {
    let mut schema = base().clone();
    for section in extra {
        schema["properties"][section.key] = section.schema.clone();
    }
    schema
}
