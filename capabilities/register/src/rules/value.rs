//! Checking a record: each value against its field, then the conditions over several.

use crate::model::kind::{Field, FieldType};
use crate::rules::ids;
use crate::rules::schema::ReadyKind;
use expression::Scope;
use serde_json::{Map, Value, json};

/// What is wrong with one value; never the value itself.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fault {
    /// The field, or the rule.
    pub field: String,
    /// A stable word of the catalogue: `register.fault.check` …
    pub code: &'static str,
    /// What is expected, for a code table or a rule of the pack.
    pub expected: String,
}

impl Fault {
    fn new(field: &str, code: &'static str, expected: impl Into<String>) -> Self {
        Self { field: field.into(), code, expected: expected.into() }
    }
}

/// The values of a record in their kept form, by field; what is absent has no member.
pub type Values = Map<String, Value>;

/// Whether a code is an area of the map; answers its own code.
pub type KnownArea<'a> = &'a (dyn Fn(&str) -> Option<String> + Sync);

/// One value in its kept form.
///
/// # Errors
/// What is wrong with it.
pub fn value(kind: &ReadyKind, field: &Field, text: &str, area: KnownArea<'_>) -> Result<Value, Fault> {
    let text = text.trim();
    let wrong = |code: &'static str| Fault::new(&field.code, code, "");
    let checked =
        |result: Result<String, &'static str>| result.map(Value::String).map_err(fault_code).map_err(wrong);
    match field.datatype {
        FieldType::Text => {
            let longest = field.longest.unwrap_or(200);
            if text.chars().count() > longest || text.chars().any(char::is_control) {
                return Err(Fault::new(&field.code, "register.fault.text", longest.to_string()));
            }
            Ok(Value::String(text.to_owned()))
        }
        FieldType::Int => match text.parse::<i64>() {
            Ok(n) => Ok(json!(n)),
            Err(_) => Err(wrong("register.fault.int")),
        },
        FieldType::Number => match text.parse::<f64>() {
            Ok(n) if n.is_finite() => Ok(json!(n)),
            _ => Err(wrong("register.fault.number")),
        },
        FieldType::Bool => match text.to_lowercase().as_str() {
            "1" | "true" | "yes" | "y" | "是" | "有" => Ok(json!(true)),
            "0" | "false" | "no" | "n" | "否" | "无" => Ok(json!(false)),
            _ => Err(wrong("register.fault.bool")),
        },
        FieldType::Date => checked(ids::day(text)),
        FieldType::CitizenId => checked(ids::citizen(text)),
        FieldType::CreditCode => checked(ids::credit_code(text)),
        FieldType::Phone => checked(ids::phone(text)),
        FieldType::Area => area(text).map(Value::String).ok_or_else(|| wrong("register.fault.area")),
        FieldType::Code => {
            let table = kind.table(field);
            let code = table.and_then(|t| t.code(text)).map(|c| Value::String(c.to_owned()));
            let name = field.table.clone().unwrap_or_default();
            code.ok_or_else(|| Fault::new(&field.code, "register.fault.code", name))
        }
    }
}

fn fault_code(word: &str) -> &'static str {
    match word {
        "length" => "register.fault.length",
        "characters" => "register.fault.characters",
        "region" => "register.fault.region",
        "birth" => "register.fault.birth",
        "check" => "register.fault.check",
        "phone" => "register.fault.phone",
        _ => "register.fault.date",
    }
}

/// All values of a record. `read` gives the text of a field, None or blank when there is none.
///
/// # Errors
/// Everything that is wrong with it.
pub fn record(
    kind: &ReadyKind,
    read: &dyn Fn(&Field) -> Option<String>,
    area: KnownArea<'_>,
) -> Result<Values, Vec<Fault>> {
    let (mut values, mut faults) = (Values::new(), vec![]);
    for field in &kind.kind.fields {
        match read(field).filter(|text| !text.trim().is_empty()) {
            None if field.required => faults.push(Fault::new(&field.code, "register.fault.required", "")),
            None => {}
            Some(text) => match value(kind, field, &text, area) {
                Ok(value) => drop(values.insert(field.code.clone(), value)),
                Err(fault) => faults.push(fault),
            },
        }
    }
    if faults.is_empty() {
        faults.extend(broken(kind, &values));
    }
    if faults.is_empty() { Ok(values) } else { Err(faults) }
}

/// What was said of a record that is known.
pub struct Heard {
    /// The values as they are then.
    pub values: Values,
    /// The fields for which what was said is taken, the same as before or another.
    pub taken: Vec<String>,
    /// Why the others are not.
    pub faults: Vec<Fault>,
}

/// Takes what was said over what is known: all of it, when no condition breaks by that; else each in turn that breaks none.
pub fn hear(kind: &ReadyKind, known: &Values, said: &[(&Field, &str)], area: KnownArea<'_>) -> Heard {
    let (mut new, mut faults) = (Values::new(), vec![]);
    for (field, text) in said {
        match value(kind, field, text, area) {
            Ok(value) => drop(new.insert(field.code.clone(), value)),
            Err(fault) => faults.push(fault),
        }
    }
    let before = broken(kind, known);
    let breaks = |values: &Values| -> Vec<Fault> {
        broken(kind, values).into_iter().filter(|fault| !before.contains(fault)).collect()
    };
    let mut all = known.clone();
    all.extend(new.clone());
    if breaks(&all).is_empty() {
        return Heard { values: all, taken: new.into_iter().map(|(code, _)| code).collect(), faults };
    }
    let mut heard = Heard { values: known.clone(), taken: vec![], faults };
    for (code, value) in new {
        let mut tried = heard.values.clone();
        tried.insert(code.clone(), value);
        let wrong = breaks(&tried);
        if wrong.is_empty() {
            heard.values = tried;
            heard.taken.push(code);
        }
        // two values may break the same condition
        for fault in wrong {
            if !heard.faults.contains(&fault) {
                heard.faults.push(fault);
            }
        }
    }
    heard
}

/// The conditions of the kind that do not hold. One about a value that is not there is not judged.
pub fn broken(kind: &ReadyKind, values: &Values) -> Vec<Fault> {
    if kind.rules.is_empty() {
        return vec![];
    }
    let mut seen = values.clone();
    for field in kind.kind.fields.iter().filter(|f| f.datatype == FieldType::CitizenId) {
        let Some(number) = values.get(&field.code).and_then(Value::as_str) else { continue };
        if let (Some(birth), Some(sex)) = (ids::birth(number), ids::sex(number)) {
            seen.insert(format!("{}_birth", field.code), birth.into());
            seen.insert(format!("{}_sex", field.code), sex.into());
        }
    }
    let seen = Value::Object(seen);
    let scope = Scope::empty();
    let scope = scope.with("v", &seen);
    let mut faults = vec![];
    for (rule, check) in kind.kind.rules.iter().zip(&kind.rules) {
        let there = |path: &Vec<String>| path.get(1).is_none_or(|field| seen.get(field).is_some());
        let judged = check.source().contains("has(") || check.paths().iter().all(there);
        if judged && check.eval_bool(&scope) == Ok(false) {
            faults.push(Fault::new(&rule.code, "register.fault.rule", rule.message.zh.clone()));
        }
    }
    faults
}
