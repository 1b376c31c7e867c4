//! The codes a document declares, gathered leniently: a mistake in one section must not make all the others look wrong.

use std::collections::BTreeMap;

use serde_json::Value;
use workflow::{Text, Vocabulary};

/// Every code that is declared, whatever else may be wrong.
pub(crate) fn of(document: &Value) -> Vocabulary {
    let mut categories = BTreeMap::new();
    tree(&document["categories"], None, &mut categories);
    Vocabulary {
        posts: codes(document, "posts").collect(),
        functions: codes(document, "functions").collect(),
        categories,
        case_types: codes(document, "case_types").collect(),
        tiers: codes(document, "tiers").collect(),
        clocks: codes(document, "clocks").collect(),
        replies: codes(document, "replies").collect(),
        refusals: items(&document["refusals"])
            .filter_map(|item| Some((item["code"].as_str()?.to_owned(), name(&item["name"]))))
            .collect(),
    }
}

fn items(value: &Value) -> impl Iterator<Item = &Value> {
    value.as_array().into_iter().flatten()
}

fn codes<'a>(document: &'a Value, section: &str) -> impl Iterator<Item = String> + use<'a> {
    items(&document[section]).filter_map(|item| item["code"].as_str().map(str::to_owned))
}

fn name(value: &Value) -> Text {
    let word = |language: &str| value[language].as_str().unwrap_or_default().to_owned();
    Text { zh: word("zh"), en: word("en") }
}

fn tree(value: &Value, parent: Option<&str>, found: &mut BTreeMap<String, Option<String>>) {
    for item in items(value) {
        if let Some(code) = item["code"].as_str() {
            found.insert(code.to_owned(), parent.map(str::to_owned));
            tree(&item["children"], Some(code), found);
        }
    }
}
