//! One field of a map file: where a value comes from and how it is rewritten.

use std::collections::BTreeMap;
use std::fmt;

use serde::de::value::MapAccessDeserializer;
use serde::de::{MapAccess, Visitor};
use serde::{Deserialize, Deserializer};
use serde_json::{Map, Value};

/// One record of a file: a CSV row or a GeoJSON feature.
#[derive(Debug, Clone, Default)]
pub struct Record {
    /// Counted from 1.
    pub number: u64,
    /// Columns or properties.
    pub values: Map<String, Value>,
    /// The GeoJSON geometry, if the format has one.
    pub geometry: Option<Value>,
}

impl Record {
    /// The value of a column, trimmed; nothing when absent or empty. `a.b` reaches into an object.
    pub fn get(&self, column: &str) -> Option<String> {
        let found = self.values.get(column).or_else(|| {
            let mut steps = column.split('.');
            let first = self.values.get(steps.next()?)?;
            steps.try_fold(first, |v, step| v.get(step))
        })?;
        let text = match found {
            Value::Null => return None,
            Value::String(s) => s.trim().to_owned(),
            Value::Number(n) => whole(n),
            other => other.to_string(),
        };
        (!text.is_empty()).then_some(text)
    }
}

/// `12.0` from a table that knows only fractions is the code 12.
fn whole(n: &serde_json::Number) -> String {
    match n.as_f64() {
        Some(f) if n.is_f64() && f.fract() == 0.0 && f.abs() < 9e15 => format!("{f:.0}"),
        _ => n.to_string(),
    }
}

/// Where a value comes from: `field: column` for short, or
/// `{ column: …, value: …, template: …, values: {…}, pad: …, prefix: …, suffix: …, default: … }`.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Field(Spec);

#[derive(Debug, Clone, PartialEq, Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct Spec {
    /// The column or property; `a.b` reaches into an object.
    #[serde(default)]
    column: Option<String>,
    /// The same value for every record.
    #[serde(default)]
    value: Option<String>,
    /// Text with `{column}` in it.
    #[serde(default)]
    template: Option<String>,
    /// What stands in the file: what is meant. Others stay as they are.
    #[serde(default)]
    values: BTreeMap<String, String>,
    /// Filled up with zeros on the left to so many characters.
    #[serde(default)]
    pad: Option<usize>,
    /// Put before.
    #[serde(default)]
    prefix: Option<String>,
    /// Put after.
    #[serde(default)]
    suffix: Option<String>,
    /// Where there is no value.
    #[serde(default)]
    default: Option<String>,
}

impl Field {
    /// A column as it is.
    pub fn column(name: &str) -> Self {
        Self(Spec { column: Some(name.to_owned()), ..Spec::default() })
    }

    /// The value for a record.
    pub fn get(&self, record: &Record) -> Option<String> {
        let spec = &self.0;
        let raw = match (&spec.value, &spec.template, &spec.column) {
            (Some(value), _, _) => Some(value.clone()),
            (_, Some(template), _) => fill(template, record),
            (_, _, Some(column)) => record.get(column),
            _ => None,
        };
        raw.map(|raw| self.rewrite(raw)).or_else(|| spec.default.clone())
    }

    fn rewrite(&self, raw: String) -> String {
        let spec = &self.0;
        let mut text = spec.values.get(&raw).cloned().unwrap_or(raw);
        if let Some(width) = spec.pad {
            text = format!("{text:0>width$}");
        }
        let (before, after) = (spec.prefix.as_deref(), spec.suffix.as_deref());
        format!("{}{text}{}", before.unwrap_or_default(), after.unwrap_or_default())
    }
}

/// Fills `{column}` in; nothing when one of them is missing.
fn fill(template: &str, record: &Record) -> Option<String> {
    let mut out = String::new();
    let mut rest = template;
    while let Some((before, after)) = rest.split_once('{') {
        let (column, tail) = after.split_once('}')?;
        out.push_str(before);
        out.push_str(&record.get(column)?);
        rest = tail;
    }
    out.push_str(rest);
    Some(out)
}

impl<'de> Deserialize<'de> for Field {
    fn deserialize<D: Deserializer<'de>>(d: D) -> Result<Self, D::Error> {
        struct V;
        impl<'de> Visitor<'de> for V {
            type Value = Field;
            fn expecting(&self, f: &mut fmt::Formatter) -> fmt::Result {
                f.write_str("a column's name, or a table with `column`, `value` or `template`")
            }
            fn visit_str<E>(self, v: &str) -> Result<Field, E> {
                Ok(Field::column(v))
            }
            fn visit_u64<E>(self, v: u64) -> Result<Field, E> {
                Ok(Field::column(&v.to_string()))
            }
            fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<Field, A::Error> {
                Spec::deserialize(MapAccessDeserializer::new(map)).map(Field)
            }
        }
        d.deserialize_any(V)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn record() -> Record {
        let values =
            json!({"id": 7, "f": 12.0, "n": " Hill ", "meta": {"D": "01"}, "e": "", "x": null, "2020": "b"});
        Record { number: 1, values: values.as_object().cloned().unwrap(), geometry: None }
    }

    fn get(yaml: &str) -> Option<String> {
        let options = serde_saphyr::options! { strict_booleans: true };
        serde_saphyr::from_str_with_options::<Field>(yaml, options).unwrap().get(&record())
    }

    #[test]
    fn values_come_from_columns_constants_and_templates() {
        assert_eq!(get("id").as_deref(), Some("7"));
        assert_eq!(get("f").as_deref(), Some("12"));
        assert_eq!(get("n").as_deref(), Some("Hill"));
        assert_eq!(get("meta.D").as_deref(), Some("01"));
        assert_eq!(get("{value: town}").as_deref(), Some("town"));
        assert_eq!(get("{template: 'District {id} of {n}'}").as_deref(), Some("District 7 of Hill"));
        assert_eq!(get("{template: '{id} {e}'}"), None);
        assert_eq!(get("2020").as_deref(), Some("b"));
        for absent in ["e", "x", "nothing", "meta.E"] {
            assert_eq!(get(absent), None, "{absent}");
        }
    }

    #[test]
    fn values_are_rewritten() {
        assert_eq!(get("{column: id, pad: 3, prefix: CD-}").as_deref(), Some("CD-007"));
        assert_eq!(get("{column: id, values: {'7': seven}, suffix: '!'}").as_deref(), Some("seven!"));
        assert_eq!(get("{column: e, default: none}").as_deref(), Some("none"));
    }

    #[test]
    fn a_misspelt_key_is_refused() {
        assert!(serde_saphyr::from_str::<Field>("{colum: id}").is_err());
    }
}
