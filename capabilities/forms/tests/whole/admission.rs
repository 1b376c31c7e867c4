//! The checker of modules, over the kinds of the pack of registers.

use forms::model::module::{Element, Module};
use forms::rules::admission::{self, Level};
use forms::rules::ground::Ground;
use register::model::kind::{CodeTable, Kind};
use serde::Deserialize;
use std::collections::BTreeMap;

#[derive(Deserialize)]
struct Fixture {
    elements: Vec<Element>,
    admitted: Vec<Module>,
    proposed: Vec<Module>,
    refused: BTreeMap<String, Vec<(String, String)>>,
}

#[derive(Deserialize)]
struct Kinds {
    register_kinds: Vec<Kind>,
}

#[derive(Deserialize)]
struct Tables {
    code_tables: Vec<CodeTable>,
}

fn read<T: serde::de::DeserializeOwned>(yaml: &str) -> T {
    serde_saphyr::from_str(yaml).unwrap()
}

pub fn ground(elements: Vec<Element>) -> Ground {
    let kinds: Kinds = read(include_str!("../../../../packs/base-registers/kinds.yaml"));
    let tables: Tables = read(include_str!("../../../../packs/base-registers/code-tables.yaml"));
    Ground {
        kinds: kinds.register_kinds.into_iter().map(|k| (k.code.clone(), k)).collect(),
        tables: tables.code_tables.into_iter().map(|t| (t.code.clone(), t)).collect(),
        elements: elements.into_iter().map(|e| (e.code.clone(), e)).collect(),
        alone: false,
    }
}

fn fixture() -> Fixture {
    read(include_str!("admission.yaml"))
}

#[test]
fn of_twelve_modules_five_are_refused_with_rule_and_place() {
    let f = fixture();
    let ground = ground(f.elements);
    assert_eq!((f.proposed.len(), f.refused.len()), (12, 5));
    let mut admitted = f.admitted;
    for module in f.proposed {
        let found = admission::check(&module, &admitted, &ground);
        let refusals: Vec<(String, String)> = found
            .iter()
            .filter(|b| b.level == Level::Refuse)
            .map(|b| (b.rule.clone(), b.place.clone()))
            .collect();
        let expected = f.refused.get(&module.code).cloned().unwrap_or_default();
        assert_eq!(refusals, expected, "{}: {found:?}", module.code);
        assert_eq!(admission::admissible(&found), expected.is_empty());
        for (rule, _) in &refusals {
            let rule = admission::rules().iter().find(|r| r.code == *rule).unwrap();
            assert!(!rule.source.zh.is_empty() && rule.says.en.is_some());
        }
        if expected.is_empty() {
            admitted.push(module);
        }
    }
    assert_eq!(admitted.len(), 8);
}

#[test]
fn what_composition_spares_anyway_is_said() {
    let f = fixture();
    let ground = ground(f.elements);
    let tenancy = f.proposed.iter().find(|m| m.code == "tenancy").unwrap();
    let found = admission::check(tenancy, &f.admitted, &ground);
    let notices: Vec<(&str, &str)> = found.iter().map(|b| (b.rule.as_str(), b.place.as_str())).collect();
    assert_eq!(
        notices,
        [
            ("duplicate_question", "/questions/0"),
            ("answered_by_register", "/questions/1/questions/0/element"),
            ("too_often", "/questions/1/questions/0/element"),
            ("answered_by_register", "/questions/1/questions/1/element"),
            ("too_often", "/questions/1/questions/1/element"),
        ]
    );
}

#[test]
fn other_rules() {
    let f = fixture();
    let ground = ground(f.elements);
    let refused = |change: &dyn Fn(&mut Module)| {
        let mut module = f.proposed.iter().find(|m| m.code == "gas").unwrap().clone();
        change(&mut module);
        let found = admission::check(&module, &f.admitted, &ground);
        let found = found.into_iter().filter(|b| b.level == Level::Refuse);
        found.map(|b| format!("{} {}", b.rule, b.place)).collect::<Vec<_>>()
    };
    assert_eq!(refused(&|_| {}), Vec::<String>::new());
    let word = |q: usize, zh: &'static str| {
        move |m: &mut Module| m.questions[q].label = Some(kernel::Text::new(zh, "x"))
    };
    assert_eq!(refused(&word(1, "住户信用等级")), ["scoring_people /questions/1/label"]);
    assert_eq!(refused(&word(1, "有无前科")), ["never_recorded /questions/1/label"]);
    assert_eq!(
        refused(&word(1, "租住人数")),
        ["duplicate_question /questions/1", "duplicate_question /questions/1"]
    );
    assert_eq!(
        refused(&|m| m.questions[1].name = Some("online_minutes".into())),
        ["counting_visits /questions/1/name"]
    );
    assert_eq!(
        refused(&|m| m.questions[1].datatype = Some("deviceid".into())),
        ["device_identification /questions/1/type"]
    );
    let again = |m: &mut Module| m.questions.push(m.questions[0].clone());
    assert_eq!(
        refused(&again),
        ["duplicate_question /questions/2/element", "code_duplicate /questions/2/name"]
    );
    // nothing but what is known a year, each month
    let monthly = |m: &mut Module| {
        m.questions.truncate(1);
        m.every_days = Some(30);
    };
    assert_eq!(refused(&monthly), ["too_often /every_days"]);
    assert_eq!(refused(&|m| m.when = Some("v.owner == 'x'".into())), ["expression_unknown_field /when"]);
    assert_eq!(
        refused(&|m| m.subject = "moon".into()).first().map(String::as_str),
        Some("form_element_elsewhere /questions/0/element")
    );
}
