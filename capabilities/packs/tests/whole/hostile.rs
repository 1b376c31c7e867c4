//! A pack from a stranger: whatever stands in it, the checker answers, and what it calls sound can be loaded.
use std::path::Path;
use std::sync::LazyLock;

use packs::{Loaded, check_dir, findings};
use proptest::prelude::*;
use serde_json::{Value, json};

static SOUND: LazyLock<Value> = LazyLock::new(|| {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../packs/town-calls-county");
    serde_json::from_str(check_dir(&folder, &[]).pack.unwrap().canonical()).unwrap()
});

/// Every place in the document, as JSON pointers.
static PLACES: LazyLock<Vec<String>> = LazyLock::new(|| {
    let mut places = Vec::new();
    walk(&SOUND, String::new(), &mut places);
    places
});

fn walk(value: &Value, at: String, places: &mut Vec<String>) {
    match value {
        Value::Object(members) => {
            members.iter().for_each(|(key, inner)| walk(inner, format!("{at}/{key}"), places));
        }
        Value::Array(items) => {
            items.iter().enumerate().for_each(|(i, inner)| walk(inner, format!("{at}/{i}"), places));
        }
        _ => {}
    }
    places.push(at);
}

fn graft() -> impl Strategy<Value = Value> {
    prop_oneof![
        Just(Value::Null),
        Just(json!([])),
        Just(json!({})),
        any::<i64>().prop_map(Value::from),
        any::<bool>().prop_map(Value::from),
        any::<String>().prop_map(Value::from),
        prop::sample::select(vec![
            "*",
            "a",
            "closed",
            "true",
            "false",
            "case.",
            "tasks.open > 0",
            "((((",
            "{number}",
            "{",
            "J",
            "handler",
            "end"
        ])
        .prop_map(Value::from),
        // a piece of the pack itself, in the wrong place
        prop::sample::select(PLACES.clone())
            .prop_map(|place| SOUND.pointer(&place).cloned().unwrap_or_default()),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn what_the_checker_calls_sound_can_be_loaded(
        grafts in prop::collection::vec((prop::sample::select(PLACES.clone()), graft()), 1..4)
    ) {
        let mut document = SOUND.clone();
        for (place, value) in grafts {
            if let Some(target) = document.pointer_mut(&place) {
                *target = value;
            }
        }
        let found = findings(&document, &[]);
        let loaded = Loaded::from_document(&document);
        if found.is_empty() {
            prop_assert!(loaded.is_ok(), "{:?}", loaded.err());
        }
    }
}

#[test]
fn the_hash_is_that_of_the_content_whatever_the_order_of_keys() {
    let one = Loaded::from_document(&SOUND).unwrap();
    let text = SOUND.to_string();
    let again = Loaded::from_canonical(&text).unwrap();
    assert_eq!(one.hash, again.hash);
    assert_eq!(one.hash.len(), 64);
    let mut other = SOUND.clone();
    other["version"] = json!("1.0.1");
    assert_ne!(Loaded::from_document(&other).unwrap().hash, one.hash);
}
