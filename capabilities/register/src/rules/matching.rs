//! Records of a kind as rows of the linkage engine: which field of the kind is which part of the model.

use crate::model::kind::{FieldType, Kind, KindLinkage, LinkageModel};
use crate::rules::schema::ReadyKind;
use crate::rules::value::Values;
use linkage::{Kind as Column, Schema};

/// Two records are joined by themselves only where each single pair is right in 99 of 100: odds of 99 to 1, in bits, over the power
/// with which the engine's odds count (docs/linkage.md).
pub const SAFE: f32 = 11.05;
/// Where it is as probable as not: pairs from here on are shown to somebody.
pub const WORTH: f32 = 0.0;
/// With fewer rows nothing can be learned that may be relied on: only equal numbers join, all else is shown.
pub const ENOUGH: usize = 1_000;

/// How records of a kind are compared.
#[derive(Clone, Debug)]
pub struct Matcher {
    /// What the engine is told.
    pub schema: Schema,
    /// The field of the kind for each column of the schema.
    pub fields: Vec<String>,
    /// The field whose equal values are one thing and whose different ones are two: a checked number.
    pub strong: Option<String>,
    /// The column with names.
    pub name: Option<usize>,
}

/// The model as the engine knows it.
pub fn schema(model: LinkageModel) -> Schema {
    match model {
        LinkageModel::Person => Schema::persons(),
        LinkageModel::Organisation => Schema::organisations(),
        LinkageModel::Dwelling => Schema::dwellings(),
    }
}

impl Matcher {
    /// Of a kind; None when it cannot be compared.
    pub fn of(kind: &Kind) -> Option<Self> {
        let linkage = kind.linkage.as_ref()?;
        let schema = reduced(linkage);
        schema.check().ok()?;
        let fields: Vec<String> =
            schema.fields.iter().filter_map(|f| linkage.fields.get(&f.name).cloned()).collect();
        let checked = |code: &&String| {
            let field = kind.fields.iter().find(|f| f.code == **code);
            field.is_some_and(|f| matches!(f.datatype, FieldType::CitizenId | FieldType::CreditCode))
        };
        let strong = fields.iter().find(checked).cloned();
        let name = schema.fields.iter().position(|f| f.name == "name");
        Some(Self { schema, fields, strong, name })
    }

    /// The texts of a record, in the order of the columns. A code is told by its Chinese name.
    pub fn row<'a>(&self, kind: &'a ReadyKind, values: &'a Values) -> Vec<&'a str> {
        let text = |code: &String| {
            let value = values.get(code).and_then(|v| v.as_str()).unwrap_or_default();
            let table = kind.field(code).and_then(|f| kind.table(f));
            let named = table.and_then(|t| t.table.values.iter().find(|v| v.code == value));
            named.map_or(value, |v| v.name.zh.as_str())
        };
        self.fields.iter().map(text).collect()
    }

    /// The checked number of a record.
    pub fn number<'a>(&self, values: &'a Values) -> Option<&'a str> {
        values.get(self.strong.as_ref()?)?.as_str().filter(|n| !n.is_empty())
    }
}

/// The model without the parts for which the kind has no field.
fn reduced(linkage: &KindLinkage) -> Schema {
    let mut schema = schema(linkage.model);
    let known = |part: &str| linkage.fields.contains_key(part);
    schema.fields.retain(|f| known(&f.name));
    for field in &mut schema.fields {
        if let Column::Date { also } | Column::Sex { also } = &mut field.kind
            && also.as_deref().is_some_and(|other| !known(other))
        {
            *also = None;
        }
    }
    schema.passes.retain(|p| p.keys.iter().all(|k| known(&k.field)));
    schema.passes.iter_mut().for_each(|p| p.refine.retain(|k| known(&k.field)));
    schema
}

/// What is wrong with the linkage of a kind: where, and why.
pub fn faults(kind: &Kind) -> Vec<(String, String)> {
    let Some(linkage) = &kind.linkage else { return vec![] };
    let mut found = vec![];
    if linkage.purposes.is_empty() {
        found.push(("/purposes".to_owned(), "at least one purpose of the kind".to_owned()));
    }
    for (i, purpose) in linkage.purposes.iter().enumerate() {
        if !kind.purposes.iter().any(|p| p.code == *purpose) {
            let known: Vec<&str> = kind.purposes.iter().map(|p| p.code.as_str()).collect();
            found.push((format!("/purposes/{i}"), format!("{purpose}: one of {}", known.join(", "))));
        }
    }
    let parts: Vec<String> = schema(linkage.model).fields.into_iter().map(|f| f.name).collect();
    for (part, field) in &linkage.fields {
        let at = format!("/fields/{part}");
        if !parts.contains(part) {
            found.push((at, format!("{part}: one of {}", parts.join(", "))));
        } else if !kind.fields.iter().any(|f| f.code == *field) {
            found.push((at, format!("{field}: a field of the kind")));
        }
    }
    if found.is_empty() && reduced(linkage).check().is_err() {
        found.push(("/fields".to_owned(), format!("too few parts of: {}", parts.join(", "))));
    }
    found
}

/// What is told of a name that does not go with an equal number: such a pair is not joined without somebody's look.
pub fn contradicts(level: &str) -> bool {
    matches!(level, "different" | "same surname")
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn kind(linkage: serde_json::Value) -> Kind {
        serde_json::from_value(json!({
            "code": "person", "name": {"zh": "人"}, "category": {"zh": "人"}, "purpose": {"zh": "人"},
            "purposes": [{"code": "verification", "name": {"zh": "核实"}}],
            "fields": [
                {"code": "name", "name": {"zh": "姓名"}, "type": "text", "class": "personal", "owner": "o"},
                {"code": "id", "name": {"zh": "号码"}, "type": "citizen_id", "class": "sensitive", "owner": "o"},
                {"code": "sex", "name": {"zh": "性别"}, "type": "text", "class": "personal", "owner": "o"},
            ],
            "linkage": linkage,
        }))
        .unwrap()
    }

    #[test]
    fn a_model_without_some_of_its_parts() {
        let sound = kind(json!({"model": "person", "purposes": ["verification"],
            "fields": {"name": "name", "sex": "sex", "id_no": "id"}}));
        assert!(faults(&sound).is_empty());
        let matcher = Matcher::of(&sound).unwrap();
        assert_eq!(matcher.fields, ["name", "sex", "id"]);
        assert_eq!((matcher.strong.as_deref(), matcher.name), (Some("id"), Some(0)));
        let bare = kind(json!({"model": "person", "purposes": ["verification"], "fields": {"sex": "sex"}}));
        assert_eq!(faults(&bare)[0].0, "/fields", "no pass is left");
    }

    #[test]
    fn mistakes_are_named() {
        let wrong = kind(json!({"model": "person", "purposes": ["gossip"],
            "fields": {"name": "nobody", "colour": "name"}}));
        let at: Vec<String> = faults(&wrong).into_iter().map(|f| f.0).collect();
        assert_eq!(at, ["/purposes/0", "/fields/colour", "/fields/name"]);
    }
}
