//! The questions of a category: read, checked, part of the schema.
use packs::Loaded;
use packs::model::AnswerType;
use serde_json::{Value, json};

fn document(question: Value) -> Value {
    let name = json!({"zh": "一", "en": "one"});
    json!({
        "id": "x", "version": "1.0.0", "name": name,
        "categories": [{"code": "01", "name": name}],
        "case_types": [{"code": "t", "name": name, "initial": "a", "states": {
            "a": {"name": name, "phase": "intake"},
            "b": {"name": name, "phase": "end", "outcome": "closed"}},
            "transitions": [{"action": "go", "name": name, "from": "a", "to": "b", "who": [{"post": "p"}],
                "effects": ["close"]}]}],
        "posts": [{"code": "p", "name": name, "role": "dispatcher"}],
        "attributes": [question],
    })
}

fn question(more: Value) -> Value {
    let mut question =
        json!({"category": "01", "code": "q", "datatype": "string", "name": {"zh": "一", "en": "one"}});
    for (key, value) in more.as_object().unwrap() {
        question[key] = value.clone();
    }
    question
}

fn found(more: Value) -> Vec<String> {
    let found = packs::findings(&document(question(more)), &[]);
    found
        .into_iter()
        .filter(|f| f.path.starts_with("/attributes"))
        .map(|f| format!("{} {}", f.path, f.code))
        .collect()
}

#[test]
fn questions_are_read() {
    let value = json!({"code": "a", "name": {"zh": "甲", "en": "A"}});
    let document =
        document(question(json!({"datatype": "singlevaluelist", "required": true, "values": [value]})));
    let pack = Loaded::from_document(&document).unwrap().pack;
    let asked = &pack.attributes[0];
    assert_eq!((asked.datatype, asked.required, asked.variable), (AnswerType::SingleValueList, true, true));
    assert_eq!(asked.values[0].name.en, "A");
    assert!(!pack.sections.contains_key("attributes"));
}

#[test]
fn mistakes_are_found_where_they_are() {
    let value = |code: &str| json!({"code": code, "name": {"zh": "甲", "en": "A"}});
    let cases = [
        (json!({}), vec![]),
        (json!({"category": "02"}), vec!["/attributes/0/category category_unknown"]),
        (json!({"code": "Q"}), vec!["/attributes/0/code code_format"]),
        (json!({"name": {"zh": "一"}}), vec!["/attributes/0/name translation_missing"]),
        (json!({"datatype": "date"}), vec!["/attributes/0/datatype shape"]),
        (json!({"datatype": "multivaluelist"}), vec!["/attributes/0/values number_range"]),
        (json!({"values": [value("a")]}), vec!["/attributes/0/values number_range"]),
        (
            json!({"datatype": "singlevaluelist", "values": [value("a"), value("a")]}),
            vec!["/attributes/0/values/1/code code_duplicate"],
        ),
        (
            json!({"datatype": "singlevaluelist", "values": [value("a,b")]}),
            vec!["/attributes/0/values/0/code category_code_format"],
        ),
        (json!({"surprise": 1}), vec!["/attributes/0/surprise shape"]),
    ];
    for (more, expected) in cases {
        assert_eq!(found(more.clone()), expected, "{more}");
    }
}

#[test]
fn the_schema_says_the_same() {
    let schema = jsonschema::validator_for(&packs::schema::with(&[])).unwrap();
    assert!(schema.is_valid(&document(question(json!({"required": true, "hint": {"zh": "一", "en": "a"}})))));
    assert!(!schema.is_valid(&document(question(json!({"datatype": "date"})))));
    assert!(!schema.is_valid(&document(question(json!({"surprise": 1})))));
}
