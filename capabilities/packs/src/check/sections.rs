//! The sections that every pack may have, each with its checker.

use std::collections::BTreeSet;

use authz::Policy;
use routing::Route;
use serde::de::DeserializeOwned;
use serde_json::Value;
use workflow::{
    CaseType, Category, Clock, Duplicates, Finding, PostKind, Publication, RefusalReason, Reply, Text, Tier,
    UnitFunction, check_code, check_text,
};

use super::papers::check_paper;
use super::{PackContext, Section};
use crate::model::{PLACEHOLDERS, PUBLIC_FIELDS, PaperKind, Question};

/// Keys of the manifest: they are no sections.
pub(crate) const MANIFEST: [&str; 5] = ["id", "version", "name", "description", "home"];

const CATEGORY_DEPTH: usize = 6;
const CATEGORIES: usize = 5_000;
/// Items of one list of a section: comparing every route with every other has to end.
const ITEMS: usize = 1_000;
const KEYWORDS: usize = 40;

/// The sections of the closed loop.
pub(crate) fn builtin() -> Vec<Section> {
    type Check = fn(&Value, &PackContext<'_>) -> Vec<Finding>;
    let sections: [(&'static str, Check); 13] = [
        ("posts", |value, _| coded::<PostKind>(value, check_post)),
        ("functions", |value, _| coded::<UnitFunction>(value, |f, found| named(&f.code, &f.name, found))),
        ("categories", check_categories),
        ("tiers", |value, _| coded::<Tier>(value, |t, found| named(&t.code, &t.name, found))),
        ("clocks", |value, _| coded::<Clock>(value, check_clock)),
        ("routes", check_routes),
        ("case_types", check_case_types),
        ("replies", |value, _| coded::<Reply>(value, check_reply)),
        ("papers", |value, context| {
            coded::<PaperKind>(value, |paper, found| check_paper(paper, context, found))
        }),
        ("refusals", |value, _| coded::<RefusalReason>(value, check_refusal)),
        ("duplicates", |value, _| check_duplicates(value)),
        ("public", |value, _| check_publication(value)),
        ("attributes", |value, context| {
            coded::<Question>(value, |q, found| check_question(q, context, found))
        }),
    ];
    let schema = crate::schema::base();
    sections
        .into_iter()
        .map(|(key, check)| Section { key, schema: schema["properties"][key].clone(), check })
        .collect()
}

/// A value as a type; the mistake is reported where it is.
pub(crate) fn typed<T: DeserializeOwned>(value: &Value, path: &str, found: &mut Vec<Finding>) -> Option<T> {
    match serde_path_to_error::deserialize(value) {
        Ok(typed) => Some(typed),
        Err(error) => {
            let inside: String = error
                .path()
                .iter()
                .filter_map(|segment| match segment {
                    serde_path_to_error::Segment::Seq { index } => Some(format!("/{index}")),
                    serde_path_to_error::Segment::Map { key } => {
                        Some(format!("/{}", key.replace('~', "~0").replace('/', "~1")))
                    }
                    _ => None,
                })
                .collect();
            found.push(Finding::new("shape", format!("{path}{inside}")).with("detail", error.inner()));
            None
        }
    }
}

/// The items of a list, each as a type; what cannot be read is reported and left out.
fn list<T: DeserializeOwned>(value: &Value, found: &mut Vec<Finding>) -> Vec<(usize, T)> {
    match value {
        Value::Array(items) if items.len() > ITEMS => {
            found.push(too_many("", items.len(), ITEMS));
            Vec::new()
        }
        Value::Array(items) => items
            .iter()
            .enumerate()
            .filter_map(|(index, item)| Some((index, typed(item, &format!("/{index}"), found)?)))
            .collect(),
        _ => {
            found.push(Finding::new("shape", "").with("detail", "expected a list"));
            Vec::new()
        }
    }
}

fn too_many(path: &str, count: usize, max: usize) -> Finding {
    Finding::new("number_range", path).with("value", count).with("min", 0).with("max", max)
}

/// A list of things with codes: shape, doubles, and each thing's own judge.
fn coded<T: DeserializeOwned>(value: &Value, judge: impl Fn(&T, &mut Vec<Finding>)) -> Vec<Finding> {
    let mut found = Vec::new();
    for (index, item) in list::<T>(value, &mut found) {
        let mut own = Vec::new();
        judge(&item, &mut own);
        found.extend(own.into_iter().map(|finding| finding.under(&format!("/{index}"))));
    }
    doubles(value, &mut found);
    found
}

fn doubles(value: &Value, found: &mut Vec<Finding>) {
    let mut seen = BTreeSet::new();
    for (index, item) in value.as_array().into_iter().flatten().enumerate() {
        if let Some(code) = item["code"].as_str()
            && !seen.insert(code)
        {
            found.push(Finding::new("code_duplicate", format!("/{index}/code")).with("code", code));
        }
    }
}

pub(super) fn named(code: &str, name: &Text, found: &mut Vec<Finding>) {
    check_code(code, "/code", found);
    check_text(name, "/name", found);
}

fn check_post(post: &PostKind, found: &mut Vec<Finding>) {
    named(&post.code, &post.name, found);
    if let Some(team) = post.team.as_ref().filter(|team| !(1..=20).contains(&team.count)) {
        let range = Finding::new("number_range", "/team/count").with("value", team.count);
        found.push(range.with("min", 1).with("max", 20));
    }
    if !Policy::builtin().is_post_role(&post.role) {
        let known: Vec<&str> = Policy::builtin().post_roles().collect();
        found.push(
            Finding::new("role_unknown", "/role").with("role", &post.role).with("expected", known.join(", ")),
        );
    }
}

fn check_clock(clock: &Clock, found: &mut Vec<Finding>) {
    named(&clock.code, &clock.name, found);
    if !(1..=1_000).contains(&clock.amount) {
        found.push(
            Finding::new("number_range", "/amount")
                .with("value", clock.amount)
                .with("min", 1)
                .with("max", 1_000),
        );
    }
}

fn check_reply(reply: &Reply, found: &mut Vec<Finding>) {
    named(&reply.code, &reply.name, found);
    check_text(&reply.text, "/text", found);
    check_placeholders(&reply.text, &PLACEHOLDERS, "/text", found);
}

/// Only known placeholders, and the same ones in both languages.
pub(super) fn check_placeholders(text: &Text, known: &[&str], path: &str, found: &mut Vec<Finding>) {
    let zh = placeholders(&text.zh);
    let en = placeholders(&text.en);
    for word in zh.union(&en).filter(|word| !known.contains(word)) {
        found.push(
            Finding::new("placeholder_unknown", path)
                .with("placeholder", word)
                .with("expected", known.join(", ")),
        );
    }
    for word in zh.symmetric_difference(&en) {
        let language = if zh.contains(word) { "en" } else { "zh" };
        found.push(
            Finding::new("placeholder_mismatch", path).with("placeholder", word).with("language", language),
        );
    }
}

/// The words in curly brackets.
fn placeholders(text: &str) -> BTreeSet<&str> {
    text.split('{').skip(1).filter_map(|rest| rest.split_once('}')).map(|(word, _)| word).collect()
}

fn check_refusal(refusal: &RefusalReason, found: &mut Vec<Finding>) {
    named(&refusal.code, &refusal.name, found);
    check_text(&refusal.remedy, "/remedy", found);
}

fn check_categories(value: &Value, context: &PackContext<'_>) -> Vec<Finding> {
    let mut found = Vec::new();
    let mut seen = BTreeSet::new();
    for (index, category) in list::<Category>(value, &mut found) {
        check_category(&category, &format!("/{index}"), 1, context, &mut seen, &mut found);
    }
    if seen.len() > CATEGORIES {
        found.push(too_many("", seen.len(), CATEGORIES));
    }
    found
}

fn check_category(
    category: &Category,
    path: &str,
    depth: usize,
    context: &PackContext<'_>,
    seen: &mut BTreeSet<String>,
    found: &mut Vec<Finding>,
) {
    let code = &category.code;
    let fits = (1..=40).contains(&code.len())
        && code.chars().all(|c| c.is_ascii_alphanumeric() || c == '_' || c == '-' || c == '.');
    if !fits {
        found.push(Finding::new("category_code_format", format!("{path}/code")).with("code", code));
    }
    if !seen.insert(code.clone()) {
        found.push(Finding::new("code_duplicate", format!("{path}/code")).with("code", code));
    }
    check_text(&category.name, &format!("{path}/name"), found);
    if let Some(case_type) = &category.case_type
        && !context.vocabulary.case_types.contains(case_type)
    {
        found.push(
            Finding::new("case_type_unknown", format!("{path}/case_type")).with("case_type", case_type),
        );
    }
    if category.keywords.len() > KEYWORDS {
        found.push(too_many(&format!("{path}/keywords"), category.keywords.len(), KEYWORDS));
    }
    if depth > CATEGORY_DEPTH {
        found.push(Finding::new("category_too_deep", path).with("code", code).with("max", CATEGORY_DEPTH));
        return;
    }
    for (index, child) in category.children.iter().enumerate() {
        check_category(child, &format!("{path}/children/{index}"), depth + 1, context, seen, found);
    }
}

fn check_routes(value: &Value, context: &PackContext<'_>) -> Vec<Finding> {
    let mut found = Vec::new();
    let routes: Vec<(usize, Route)> = list(value, &mut found);
    let whole = value.as_array().is_some_and(|items| items.len() == routes.len());
    if whole {
        let routes: Vec<Route> = routes.into_iter().map(|(_, route)| route).collect();
        found.extend(routing::check(&routes, context.vocabulary));
    }
    found
}

fn check_case_types(value: &Value, context: &PackContext<'_>) -> Vec<Finding> {
    coded::<CaseType>(value, |case_type, found| found.extend(workflow::check(case_type, context.vocabulary)))
}

fn check_duplicates(value: &Value) -> Vec<Finding> {
    let mut found = Vec::new();
    let Some(duplicates) = typed::<Duplicates>(value, "", &mut found) else { return found };
    let range = |path: &str, value: f64, max: f64| {
        Finding::new("number_range", path).with("value", value).with("min", 1).with("max", max)
    };
    if !(1.0..=5_000.0).contains(&duplicates.distance_m) {
        found.push(range("/distance_m", duplicates.distance_m, 5_000.0));
    }
    if !(1..=8_760).contains(&duplicates.hours) {
        found.push(range("/hours", f64::from(duplicates.hours), 8_760.0));
    }
    found
}

fn check_publication(value: &Value) -> Vec<Finding> {
    let mut found = Vec::new();
    let Some(publication) = typed::<Publication>(value, "", &mut found) else { return found };
    if !["accepted", "never"].contains(&publication.from.as_str()) {
        found.push(
            Finding::new("word_unknown", "/from")
                .with("word", &publication.from)
                .with("expected", "accepted, never"),
        );
    }
    for (index, field) in publication.fields.iter().enumerate() {
        if !PUBLIC_FIELDS.contains(&field.as_str()) {
            found.push(
                Finding::new("word_unknown", format!("/fields/{index}"))
                    .with("word", field)
                    .with("expected", PUBLIC_FIELDS.join(", ")),
            );
        }
    }
    found
}

/// Values of one list.
const VALUES: usize = 200;

fn check_question(question: &Question, context: &PackContext<'_>, found: &mut Vec<Finding>) {
    named(&question.code, &question.name, found);
    if let Some(hint) = &question.hint {
        check_text(hint, "/hint", found);
    }
    if !context.vocabulary.categories.contains_key(&question.category) {
        found.push(Finding::new("category_unknown", "/category").with("category", &question.category));
    }
    let (fewest, most) = if question.datatype.is_list() { (1, VALUES) } else { (0, 0) };
    if !(fewest..=most).contains(&question.values.len()) {
        let count = question.values.len();
        let range = Finding::new("number_range", "/values").with("value", count);
        found.push(range.with("min", fewest).with("max", most));
    }
    let mut seen = BTreeSet::new();
    for (index, value) in question.values.iter().enumerate() {
        check_text(&value.name, &format!("/values/{index}/name"), found);
        let path = format!("/values/{index}/code");
        let plain =
            (1..=100).contains(&value.code.chars().count()) && !value.code.contains([',', '\n', '\r']);
        if !plain {
            found.push(Finding::new("category_code_format", &path).with("code", &value.code));
        }
        if !seen.insert(&value.code) {
            found.push(Finding::new("code_duplicate", path).with("code", &value.code));
        }
    }
}

/// Id, version and names.
pub(crate) fn check_manifest(document: &Value) -> Vec<Finding> {
    let mut found = Vec::new();
    for key in ["id", "version", "name"] {
        if document.get(key).is_none() {
            found.push(Finding::new("manifest_missing", "").with("key", key));
        }
    }
    let texts = [("id", &document["id"]), ("version", &document["version"]), ("home", &document["home"])];
    for (key, value) in texts {
        if !value.is_null() && !value.is_string() {
            found.push(Finding::new("shape", format!("/{key}")).with("detail", "expected a string"));
        }
    }
    if let Some(id) = document["id"].as_str() {
        check_code(id, "/id", &mut found);
    }
    if let Some(version) = document["version"].as_str() {
        let parts: Vec<&str> = version.split('.').collect();
        let number =
            |part: &&str| !part.is_empty() && part.len() <= 9 && part.bytes().all(|b| b.is_ascii_digit());
        if parts.len() != 3 || !parts.iter().all(number) {
            found.push(Finding::new("version_format", "/version").with("version", version));
        }
    }
    for key in ["name", "description"] {
        if let Some(value) = document.get(key)
            && let Some(text) = typed::<Text>(value, &format!("/{key}"), &mut found)
        {
            check_text(&text, &format!("/{key}"), &mut found);
        }
    }
    if document["categories"].as_array().is_some_and(|list| !list.is_empty())
        && document["case_types"].as_array().is_none_or(Vec::is_empty)
    {
        found.push(Finding::new("case_types_missing", "/categories"));
    }
    found
}
