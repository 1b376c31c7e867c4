//! The pack of 25 departments: sound, admissible one after the other, and short at the door.

use form_engine::compose::{Part, compose};
use form_engine::model::{Settings, Text};
use forms::model::module::{Element, Module, ModuleUse};
use forms::rules::admission::{self, Level};
use forms::rules::ground::Ground;
use forms::rules::module_form;
use packs::Loaded;
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::sync::{Arc, LazyLock};

static PACKS: LazyLock<Vec<Arc<Loaded>>> = LazyLock::new(|| {
    let sections: Vec<packs::Section> =
        register::rules::section::sections().into_iter().chain(forms::sections()).collect();
    let load = |name: &str| {
        let report = packs::check_dir(
            &Path::new(env!("CARGO_MANIFEST_DIR")).join("../../packs").join(name),
            &sections,
        );
        Arc::new(report.pack.unwrap_or_else(|| panic!("{name}: {:#?}", report.problems)))
    };
    vec![load("base-registers"), load("one-form-demo")]
});

fn section<T: serde::de::DeserializeOwned>(key: &str) -> Vec<T> {
    serde_json::from_value(PACKS[1].pack.sections[key].clone()).unwrap()
}

fn modules() -> Vec<Module> {
    section("form_modules")
}

/// What is due at a let dwelling.
fn at_a_let_dwelling() -> Vec<Module> {
    let due =
        |m: &Module| m.subject == "dwelling" && m.when.as_deref().is_none_or(|w| w == r#"v.use == "2""#);
    modules().into_iter().filter(due).collect()
}

#[test]
fn twenty_five_departments_ask_149_tasks_and_check_631_things() {
    let all = modules();
    let of = |purpose: ModuleUse| all.iter().filter(move |m| m.purpose == purpose);
    let departments: BTreeSet<&str> = all.iter().map(|m| m.function.as_str()).collect();
    let declared: BTreeSet<&str> = PACKS[1].pack.functions.iter().map(|f| f.code.as_str()).collect();
    assert_eq!((departments.len(), &departments), (25, &declared));
    assert_eq!(of(ModuleUse::Collect).count(), 149);
    assert_eq!(of(ModuleUse::Patrol).map(|m| m.questions.len()).sum::<usize>(), 631);
    let opening = of(ModuleUse::Patrol).flat_map(|m| &m.questions).filter(|q| q.opens.is_some()).count();
    assert!(opening > 600, "{opening} checks open a case");
    assert!(all.iter().all(|m| m.basis.is_some() && m.every_days.is_some_and(|d| d >= 30)));
}

#[test]
fn every_declared_element_is_asked_and_owned_by_a_department_that_is_there() {
    let asked: BTreeSet<String> = modules()
        .into_iter()
        .flat_map(|m| m.questions)
        .flat_map(|q| q.questions.into_iter().chain([q.element.map(only).unwrap_or_default()]))
        .filter_map(|q| q.element)
        .collect();
    for element in section::<Element>("data_elements") {
        assert!(asked.contains(&element.code), "{} is asked by nobody", element.code);
        assert!(PACKS[1].pack.functions.iter().any(|f| f.code == element.owner), "{}", element.owner);
    }
}

fn only(element: String) -> forms::model::module::Question {
    forms::model::module::Question { element: Some(element), ..Default::default() }
}

#[test]
fn all_are_admitted_one_after_the_other() {
    let ground = Ground::of(&PACKS);
    let mut admitted: Vec<Module> = vec![];
    let mut refused = vec![];
    for module in modules() {
        let found = admission::check(&module, &admitted, &ground);
        let breaks = found.iter().filter(|b| b.level == Level::Refuse);
        refused.extend(breaks.map(|b| format!("{}: {} {} {:?}", module.code, b.rule, b.place, b.params)));
        admitted.push(module);
    }
    assert!(refused.is_empty(), "{} refusals\n{}", refused.len(), refused.join("\n"));
}

#[test]
fn a_let_dwelling_is_asked_a_third_of_what_eleven_forms_would_ask() {
    let due = at_a_let_dwelling();
    assert_eq!(due.len(), 11, "{:?}", due.iter().map(|m| &m.code).collect::<Vec<_>>());
    let ground = Ground::of(&PACKS);
    let parts: Vec<Part> = due.iter().map(|m| part(m, &ground)).collect();
    let apart: usize = due.iter().flat_map(|m| &m.questions).map(|q| q.questions.len().max(1)).sum();
    let sections = [form_engine::compose::Section { name: "s_all".into(), label: Text::plain("All") }];
    let settings = Settings { id: "visit".into(), title: "Visit".into(), ..Settings::default() };
    let one = compose(settings, &sections, &parts).unwrap_or_else(|clash| panic!("{clash:?}"));
    let repeats: BTreeSet<&String> = one.merged.iter().filter_map(|m| m.within.as_ref()).collect();
    let together = one.merged.iter().filter(|m| !repeats.contains(&m.name)).count();
    assert!(together * 3 <= apart, "{together} of {apart}");
}

fn part(module: &Module, ground: &Ground) -> Part {
    let made = module_form::form(module, 1, ground).unwrap_or_else(|f| panic!("{}: {f:?}", module.code));
    let item = |asked: &module_form::Asked| {
        asked
            .element
            .as_ref()
            .map(|e| e.item())
            .or_else(|| asked.each.as_ref().map(|(relation, _)| relation.clone()))
    };
    let shared = made.asked.iter().filter_map(|(name, asked)| Some((name.clone(), item(asked)?))).collect();
    Part { code: module.code.clone(), form: made.form, shared, sections: BTreeMap::new(), when: None }
}
