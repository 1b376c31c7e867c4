//! What is wrong with the sections of a pack that describe registers, `code_tables`, `register_kinds` and `entrustments`.
//!
//! What DESIGN §8 forbids is refused here: lists of people who petition, who were punished or who are ill, marks of a body, scores and
//! forecasts of a person. Records of people in need of care have a class of their own, which stays locked until they have rules of
//! their own.

use crate::model::kind::{CodeTable, Entrustment, Field, FieldClass, FieldType, IdentityRole, Kind, Part};
use expression::{Expression, Schema, Type};
use kernel::Text;
use packs::{PackContext, Section};
use serde::de::DeserializeOwned;
use serde_json::{Value, json};
use std::collections::{BTreeMap, BTreeSet};
use workflow::{Finding, check_code};

/// The sections, to be handed to packs when the program starts.
pub fn sections() -> Vec<Section> {
    let list = |what: &str, needs: &[&str]| {
        json!({
            "type": "array",
            "description": what,
            "items": { "type": "object", "required": needs },
        })
    };
    vec![
        Section {
            key: "code_tables",
            schema: list("Code tables of registers (docs/registers.md)", &["code", "name", "values"]),
            check: check_tables,
        },
        Section {
            key: "register_kinds",
            schema: list(
                "Kinds of records (docs/registers.md)",
                &["code", "name", "category", "purpose", "fields"],
            ),
            check: check_kinds,
        },
        Section {
            key: "entrustments",
            schema: list(
                "Who controls a kind and who is entrusted with it",
                &["kind", "controller", "centre", "number"],
            ),
            check: check_entrustments,
        },
    ]
}

/// Words that name what is never recorded: zh, and what DESIGN §8 says of it.
const FORBIDDEN: &[(&str, &str)] = &[
    ("上访", "8.3"),
    ("信访人", "8.3"),
    ("重点人员", "8.4"),
    ("特殊人群", "8.4"),
    ("刑满", "8.4"),
    ("社区矫正", "8.4"),
    ("吸毒", "8.4"),
    ("戒毒", "8.4"),
    ("邪教", "8.4"),
    ("艾滋", "8.4"),
    ("精神障碍", "8.4"),
    ("精神病", "8.4"),
    ("犯罪记录", "8.4"),
    ("前科", "8.4"),
    ("病史", "8.4"),
    ("诊断", "8.4"),
    ("人脸", "8.2"),
    ("指纹", "8.2"),
    ("虹膜", "8.2"),
    ("步态", "8.2"),
    ("车牌", "8.2"),
    ("积分", "8.1"),
    ("评分", "8.1"),
    ("风险等级", "8.1"),
    ("稳控", "8.1"),
];

/// The word of a text that names what is never recorded, and the article of DESIGN.
pub fn never_recorded(text: &Text) -> Option<(&'static str, &'static str)> {
    FORBIDDEN.iter().find(|(word, _)| text.zh.contains(word)).copied()
}

/// The items of a list that can be read, by their places; what is wrong with the others.
pub fn items<T: DeserializeOwned>(value: &Value, found: &mut Vec<Finding>) -> Vec<(usize, T)> {
    let Value::Array(items) = value else {
        found.push(Finding::new("shape", "").with("detail", "expected a list"));
        return vec![];
    };
    let read = |(n, item): (usize, &Value)| match serde_path_to_error::deserialize(item) {
        Ok(item) => Some((n, item)),
        Err(error) => {
            let inside = error.path().to_string().replace(['.', '['], "/").replace(']', "");
            let inside = if inside == "/" { String::new() } else { format!("/{inside}") };
            found.push(Finding::new("shape", format!("/{n}{inside}")).with("detail", error.inner()));
            None
        }
    };
    items.iter().enumerate().filter_map(read).collect()
}

fn named(code: &str, name: &Text, path: &str, found: &mut Vec<Finding>) {
    check_code(code, &format!("{path}/code"), found);
    words(name, &format!("{path}/name"), found);
}

/// Both languages, and nothing that is never recorded.
pub fn words(text: &Text, path: &str, found: &mut Vec<Finding>) {
    for (language, words) in [("zh", text.zh.as_str()), ("en", text.en.as_deref().unwrap_or_default())] {
        if words.trim().is_empty() {
            found.push(Finding::new("translation_missing", path).with("language", language));
        }
    }
    if let Some((word, rule)) = never_recorded(text) {
        found.push(Finding::new("register_forbidden", path).with("word", word).with("rule", rule));
    }
}

/// No code twice.
pub fn once<'a>(codes: impl Iterator<Item = (String, &'a str)>, found: &mut Vec<Finding>) {
    let mut seen = BTreeSet::new();
    for (path, code) in codes {
        if !seen.insert(code) {
            found.push(Finding::new("code_duplicate", path).with("code", code));
        }
    }
}

fn check_tables(value: &Value, _: &PackContext<'_>) -> Vec<Finding> {
    let mut found = vec![];
    let tables: Vec<(usize, CodeTable)> = items(value, &mut found);
    once(tables.iter().map(|(n, t)| (format!("/{n}/code"), t.code.as_str())), &mut found);
    for (n, table) in &tables {
        named(&table.code, &table.name, &format!("/{n}"), &mut found);
        let codes = table.values.iter().enumerate();
        once(codes.map(|(i, v)| (format!("/{n}/values/{i}/code"), v.code.as_str())), &mut found);
        for (i, code) in table.values.iter().enumerate() {
            words(&code.name, &format!("/{n}/values/{i}/name"), &mut found);
            if code.code.is_empty() || code.code.chars().count() > 20 {
                let path = format!("/{n}/values/{i}/code");
                found.push(Finding::new("category_code_format", path).with("code", &code.code));
            }
        }
    }
    found
}

fn section<T: DeserializeOwned>(context: &PackContext<'_>, key: &str) -> Vec<T> {
    let read = |item: &Value| serde_json::from_value(item.clone()).ok();
    context.document[key].as_array().into_iter().flatten().filter_map(read).collect()
}

fn check_kinds(value: &Value, context: &PackContext<'_>) -> Vec<Finding> {
    let mut found = vec![];
    let kinds: Vec<(usize, Kind)> = items(value, &mut found);
    let tables: BTreeSet<String> =
        section::<CodeTable>(context, "code_tables").into_iter().map(|t| t.code).collect();
    let entrusted: BTreeSet<String> =
        section::<Entrustment>(context, "entrustments").into_iter().map(|e| e.kind).collect();
    let codes: BTreeSet<&str> = kinds.iter().map(|(_, k)| k.code.as_str()).collect();
    once(kinds.iter().map(|(n, k)| (format!("/{n}/code"), k.code.as_str())), &mut found);
    for (n, kind) in &kinds {
        let path = format!("/{n}");
        named(&kind.code, &kind.name, &path, &mut found);
        words(&kind.category, &format!("{path}/category"), &mut found);
        words(&kind.purpose, &format!("{path}/purpose"), &mut found);
        if kind.care || kind.fields.iter().any(|f| f.class == FieldClass::Care) {
            found.push(Finding::new("register_care_locked", &path).with("kind", &kind.code));
        }
        if !entrusted.contains(&kind.code) {
            found.push(Finding::new("register_entrustment_missing", &path).with("kind", &kind.code));
        }
        if kind.fields.is_empty() || kind.fields.len() > 120 {
            let range = Finding::new("number_range", format!("{path}/fields"));
            found.push(range.with("value", kind.fields.len()).with("min", 1).with("max", 120));
        }
        check_fields(kind, &path, &tables, context, &mut found);
        check_map(kind, &path, &mut found);
        check_parts(kind, &path, &mut found);
        check_rules(kind, &path, &mut found);
        for (at, detail) in crate::rules::matching::faults(kind) {
            let found_at = format!("{path}/linkage{at}");
            found.push(Finding::new("register_linkage", found_at).with("detail", detail));
        }
        for (i, purpose) in kind.purposes.iter().enumerate() {
            named(&purpose.code, &purpose.name, &format!("{path}/purposes/{i}"), &mut found);
        }
        for (i, relation) in kind.relations.iter().enumerate() {
            let path = format!("{path}/relations/{i}");
            named(&relation.code, &relation.name, &path, &mut found);
            if !codes.contains(relation.to.as_str()) {
                let unknown = Finding::new("register_kind_unknown", format!("{path}/to"));
                found.push(unknown.with("kind", &relation.to));
            }
        }
    }
    found
}

fn check_fields(
    kind: &Kind,
    path: &str,
    tables: &BTreeSet<String>,
    context: &PackContext<'_>,
    found: &mut Vec<Finding>,
) {
    let codes = kind.fields.iter().enumerate();
    once(codes.map(|(i, f)| (format!("{path}/fields/{i}/code"), f.code.as_str())), found);
    for (i, field) in kind.fields.iter().enumerate() {
        let path = format!("{path}/fields/{i}");
        named(&field.code, &field.name, &path, found);
        let table = field.table.as_deref();
        if (field.datatype == FieldType::Code) != table.is_some()
            || table.is_some_and(|t| !tables.contains(t))
        {
            let unknown = Finding::new("register_table_unknown", format!("{path}/table"));
            found.push(unknown.with("field", &field.code).with("table", table.unwrap_or("")));
        }
        let functions = &context.vocabulary.functions;
        if !functions.contains(&field.owner) {
            found.push(
                Finding::new("function_unknown", format!("{path}/owner")).with("function", &field.owner),
            );
        }
        // whoever can be found by it is a person: what finds a person is never kept in clear
        let tells = matches!(field.datatype, FieldType::CitizenId | FieldType::Phone);
        let named_person = field.role == Some(IdentityRole::Name) && kind.fields.iter().any(is_citizen);
        if field.class.is_open() && (tells && !is_public_phone(field) || named_person) {
            found.push(
                Finding::new("register_class_open", format!("{path}/class")).with("field", &field.code),
            );
        }
        if !field.class.is_open() && kind.purposes.is_empty() {
            found.push(Finding::new("register_purposes_missing", &path).with("kind", &kind.code));
        }
    }
}

/// What may stand on the map, and what tells its types.
fn check_map(kind: &Kind, path: &str, found: &mut Vec<Finding>) {
    if kind.map && kind.holds_people() {
        found.push(Finding::new("register_map_person", format!("{path}/map")).with("kind", &kind.code));
    }
    let fits = |f: &&Field| f.datatype == FieldType::Code && f.class.is_open();
    if let Some(code) = &kind.type_field
        && kind.fields.iter().find(|f| f.code == *code).filter(fits).is_none()
    {
        found.push(Finding::new("register_type_field", format!("{path}/type_field")).with("field", code));
    }
}

/// Parts of a standard address: each once, in clear, of a type that it can be.
fn check_parts(kind: &Kind, path: &str, found: &mut Vec<Finding>) {
    let mut seen = BTreeSet::new();
    for (i, field) in kind.fields.iter().enumerate() {
        let Some(part) = field.part else { continue };
        let degrees = matches!(part, Part::Lon | Part::Lat);
        let fits = field.datatype == if degrees { FieldType::Number } else { FieldType::Text };
        if !fits || !field.class.is_open() || !seen.insert(part as u8) {
            let wrong = Finding::new("register_part", format!("{path}/fields/{i}/part"));
            found.push(wrong.with("field", &field.code));
        }
    }
}

fn is_citizen(field: &Field) -> bool {
    field.datatype == FieldType::CitizenId && field.role == Some(IdentityRole::Identifier)
}

/// The telephone of a place that wants to be called.
fn is_public_phone(field: &Field) -> bool {
    field.datatype == FieldType::Phone && field.class == FieldClass::Public
}

fn check_rules(kind: &Kind, path: &str, found: &mut Vec<Finding>) {
    let schema = variables(kind);
    for (i, rule) in kind.rules.iter().enumerate() {
        let path = format!("{path}/rules/{i}");
        check_code(&rule.code, &format!("{path}/code"), found);
        words(&rule.message, &format!("{path}/message"), found);
        let checked = Expression::parse(&rule.check).and_then(|e| e.check_bool(&schema));
        if let Err(fault) = checked {
            found.push(Finding::fault(&fault, &format!("{path}/check")));
        }
    }
}

/// What a rule may name.
pub fn variables(kind: &Kind) -> Schema {
    let mut fields = BTreeMap::new();
    for field in &kind.fields {
        let datatype = match field.datatype {
            FieldType::Int => Type::Int,
            FieldType::Number => Type::Number,
            FieldType::Bool => Type::Bool,
            _ => Type::Text,
        };
        if field.datatype == FieldType::CitizenId {
            fields.insert(format!("{}_birth", field.code), Type::Text);
            fields.insert(format!("{}_sex", field.code), Type::Text);
        }
        fields.insert(field.code.clone(), datatype);
    }
    Schema::new().with("v", Type::Object(fields))
}

fn check_entrustments(value: &Value, context: &PackContext<'_>) -> Vec<Finding> {
    let mut found = vec![];
    let given: Vec<(usize, Entrustment)> = items(value, &mut found);
    let kinds: BTreeSet<String> =
        section::<Kind>(context, "register_kinds").into_iter().map(|k| k.code).collect();
    once(given.iter().map(|(n, e)| (format!("/{n}/kind"), e.kind.as_str())), &mut found);
    for (n, entrustment) in &given {
        if !kinds.contains(&entrustment.kind) {
            let unknown = Finding::new("register_kind_unknown", format!("/{n}/kind"));
            found.push(unknown.with("kind", &entrustment.kind));
        }
        for (key, function) in [("controller", &entrustment.controller), ("centre", &entrustment.centre)] {
            if !context.vocabulary.functions.contains(function) {
                let unknown = Finding::new("function_unknown", format!("/{n}/{key}"));
                found.push(unknown.with("function", function));
            }
        }
        if entrustment.number.trim().is_empty() {
            let missing = Finding::new("register_entrustment_missing", format!("/{n}/number"));
            found.push(missing.with("kind", &entrustment.kind));
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sound() -> Value {
        json!({
            "id": "p", "version": "1.0.0", "name": {"zh": "登记", "en": "Registers"},
            "functions": [{"code": "police", "name": {"zh": "公安", "en": "Police"}}],
            "code_tables": [{"code": "sex", "name": {"zh": "性别", "en": "Sex"}, "values": [{"code": "1", "name": {"zh": "男", "en": "Male"}}]}],
            "entrustments": [{"kind": "person", "controller": "police", "centre": "police", "number": "1号"}],
            "register_kinds": [{
                "code": "person", "name": {"zh": "人口", "en": "Person"}, "category": {"zh": "人口", "en": "Population"},
                "purpose": {"zh": "服务", "en": "Service"}, "purposes": [{"code": "service", "name": {"zh": "办事", "en": "To serve"}}],
                "fields": [
                    {"code": "name", "name": {"zh": "姓名", "en": "Name"}, "type": "text", "class": "personal", "owner": "police", "role": "name"},
                    {"code": "id", "name": {"zh": "号码", "en": "Number"}, "type": "citizen_id", "class": "sensitive", "owner": "police", "role": "identifier"},
                    {"code": "sex", "name": {"zh": "性别", "en": "Sex"}, "type": "code", "table": "sex", "class": "personal", "owner": "police"},
                ],
                "rules": [{"code": "fits", "check": "v.sex == v.id_sex", "message": {"zh": "一致", "en": "The same"}}],
            }],
        })
    }

    fn found(change: impl FnOnce(&mut Value)) -> Vec<String> {
        let mut document = sound();
        change(&mut document);
        let found = packs::findings(&document, &sections());
        for finding in &found {
            assert!(packs::messages::known(&finding.code), "{} has no sentence", finding.code);
        }
        let mut codes: Vec<String> = found.into_iter().map(|f| f.code).collect();
        codes.sort();
        codes
    }

    #[test]
    fn what_is_never_recorded_is_refused() {
        assert!(found(|_| {}).is_empty(), "{:?}", found(|_| {}));
        let kind = |d: &mut Value, key: &str, value: Value| d["register_kinds"][0][key] = value;
        assert_eq!(found(|d| kind(d, "name", json!({"zh": "重点人员", "en": "x"}))), ["register_forbidden"]);
        assert_eq!(found(|d| kind(d, "care", json!(true))), ["register_care_locked"]);
        assert_eq!(
            found(|d| d["register_kinds"][0]["fields"][0]["class"] = json!("care")),
            ["register_care_locked"]
        );
        let score = |d: &mut Value| d["register_kinds"][0]["fields"][2]["name"]["zh"] = json!("信用评分");
        assert_eq!(found(score), ["register_forbidden"]);
    }

    #[test]
    fn people_are_never_on_the_map() {
        let kind = |key: &'static str, value: Value| move |d: &mut Value| d["register_kinds"][0][key] = value;
        assert_eq!(found(kind("map", json!(true))), ["register_map_person"]);
        assert_eq!(found(kind("type_field", json!("none"))), ["register_type_field"]);
        assert_eq!(found(kind("type_field", json!("sex"))), ["register_type_field"], "a personal field");
        let place = |d: &mut Value| {
            let fields = d["register_kinds"][0]["fields"].as_array_mut().unwrap();
            fields.remove(1);
            fields[1]["class"] = json!("public");
            d["register_kinds"][0]["rules"] = json!([]);
            d["register_kinds"][0]["map"] = json!(true);
            d["register_kinds"][0]["type_field"] = json!("sex");
        };
        assert!(found(place).is_empty());
    }

    #[test]
    fn mistakes_are_found_where_they_stand() {
        assert_eq!(found(|d| d["entrustments"] = json!([])), ["register_entrustment_missing"]);
        assert_eq!(found(|d| d["entrustments"][0]["number"] = json!(" ")), ["register_entrustment_missing"]);
        assert_eq!(found(|d| d["entrustments"][0]["centre"] = json!("nobody")), ["function_unknown"]);
        let field = |n: usize, key: &'static str, value: Value| {
            move |d: &mut Value| d["register_kinds"][0]["fields"][n][key] = value
        };
        assert_eq!(found(field(1, "class", json!("internal"))), ["register_class_open"]);
        assert_eq!(
            found(field(0, "class", json!("public"))),
            ["register_class_open"],
            "the name of a person"
        );
        assert_eq!(found(field(2, "table", json!("none"))), ["register_table_unknown"]);
        assert_eq!(found(field(0, "owner", json!("none"))), ["function_unknown"]);
        assert_eq!(found(field(1, "code", json!("name"))), ["code_duplicate", "expression_unknown_field"]);
        assert_eq!(found(field(0, "colour", json!("red"))), ["register_kind_unknown", "shape"]);
        let rule = |d: &mut Value| d["register_kinds"][0]["rules"][0]["check"] = json!("v.none == 1");
        assert_eq!(found(rule), ["expression_unknown_field"]);
    }
}
