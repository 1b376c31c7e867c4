//! The sections of packs about forms, `data_elements` and `form_modules`.

use crate::model::module::{Element, Module};
use packs::{PackContext, Section};
use serde::de::DeserializeOwned;
use serde_json::{Value, json};
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
            key: "data_elements",
            schema: list(
                "What forms ask and no register holds (docs/forms.md)",
                &["code", "name", "subject", "type", "class", "owner"],
            ),
            check: check_elements,
        },
        Section {
            key: "form_modules",
            schema: list(
                "What departments ask (docs/forms.md)",
                &["code", "name", "use", "function", "subject", "questions"],
            ),
            check: check_modules,
        },
    ]
}

fn items<T: DeserializeOwned>(value: &Value, found: &mut Vec<Finding>) -> Vec<(usize, T)> {
    let Value::Array(items) = value else {
        found.push(Finding::new("shape", "").with("detail", "expected a list"));
        return vec![];
    };
    let read = |(n, item): (usize, &Value)| match serde_path_to_error::deserialize(item) {
        Ok(item) => Some((n, item)),
        Err(error) => {
            let inside = error.path().to_string().replace(['.', '['], "/").replace(']', "");
            found.push(Finding::new("shape", format!("/{n}/{inside}")).with("detail", error.inner()));
            None
        }
    };
    items.iter().enumerate().filter_map(read).collect()
}

fn check_elements(value: &Value, _: &PackContext<'_>) -> Vec<Finding> {
    let mut found = vec![];
    for (n, element) in items::<Element>(value, &mut found) {
        check_code(&element.code, &format!("/{n}/code"), &mut found);
    }
    found
}

fn check_modules(value: &Value, _: &PackContext<'_>) -> Vec<Finding> {
    let mut found = vec![];
    for (n, module) in items::<Module>(value, &mut found) {
        check_code(&module.code, &format!("/{n}/code"), &mut found);
    }
    found
}
