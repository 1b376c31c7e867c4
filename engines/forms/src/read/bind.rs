//! Attributes of binds and controls.

use crate::kinds::Kind;

/// What the kind itself puts into the bind.
pub fn defaults(kind: &Kind) -> Vec<(String, String)> {
    let mut bind = Vec::new();
    if let Some(data) = kind.data {
        put(&mut bind, "type", data);
    }
    if let Some((how, what)) = kind.preload {
        put(&mut bind, "jr:preload", how);
        put(&mut bind, "jr:preloadParams", what);
    }
    if kind.readonly {
        put(&mut bind, "readonly", "true()");
    }
    if let Some(constraint) = kind.constraint {
        put(&mut bind, "constraint", constraint);
    }
    bind
}

/// Yes and no are no expressions.
pub fn truth(attribute: &str, value: &str) -> String {
    let spoken = matches!(attribute, "relevant" | "required" | "readonly" | "constraint" | "calculate");
    match value {
        "yes" | "Yes" | "YES" | "true" | "True" | "TRUE" if spoken => "true()".into(),
        "no" | "No" | "NO" | "false" | "False" | "FALSE" if spoken => "false()".into(),
        _ => value.to_string(),
    }
}

pub fn put(attributes: &mut Vec<(String, String)>, name: &str, value: &str) {
    match attributes.iter_mut().find(|(k, _)| k == name) {
        Some((_, old)) => *old = value.to_string(),
        None => attributes.push((name.to_string(), value.to_string())),
    }
}

pub fn take(attributes: &mut Vec<(String, String)>, name: &str) -> Option<String> {
    let at = attributes.iter().position(|(k, _)| k == name)?;
    Some(attributes.remove(at).1)
}
