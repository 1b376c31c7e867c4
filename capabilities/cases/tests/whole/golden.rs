//! Facts that were ever written are read for ever: one line for each change of version 1.
use cases::model::{Change, Entry, FactData};
use cases::rules::fold;
use kernel::Timestamp;
use serde_json::Value;

const V1: &str = include_str!("golden/facts-v1.jsonl");

#[test]
fn version_one_is_read_and_written_as_it_was() {
    for line in V1.lines() {
        let change: Change = serde_json::from_str(line).unwrap_or_else(|e| panic!("{line}: {e}"));
        let stored: Value = serde_json::from_str(line).unwrap();
        let written = serde_json::to_value(&change).unwrap();
        assert_eq!(written, stored, "{line}");
    }
}

#[test]
fn version_one_folds_to_the_same_case() {
    let changes: Vec<Change> = V1.lines().map(|l| serde_json::from_str(l).unwrap()).collect();
    let at = Timestamp::parse("2026-03-02T01:00:00Z").unwrap();
    let entry = Entry {
        seq: 1,
        at,
        actor: "person/3".into(),
        post: None,
        action: "golden".into(),
        data: FactData { changes, public: false },
    };
    let case = fold([&entry]).unwrap();
    let golden: Value = serde_json::from_str(include_str!("golden/case-v1.json")).unwrap();
    let folded = serde_json::to_value(&case).unwrap();
    if folded != golden {
        let new = std::path::Path::new(env!("CARGO_TARGET_TMPDIR")).join("case-v1.json");
        std::fs::write(&new, format!("{}\n", serde_json::to_string_pretty(&folded).unwrap())).unwrap();
        panic!("the fold of old facts has changed; if it only gained fields, take {}", new.display());
    }
}
