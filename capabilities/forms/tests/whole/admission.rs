//! The checker of modules, over the kinds of the pack of registers; and how they are decided.

use crate::visits::{Street, refused};
use forms::model::module::{Element, Module};
use forms::rules::admission::{self, Level};
use forms::rules::ground::Ground;
use forms::service::modules::Deciding;
use register::model::kind::{CodeTable, Kind};
use serde::Deserialize;
use serde_json::json;
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

testkit::both!(modules_are_proposed_and_decided, |test| async move {
    let street = Street::new(test).await;
    let (forms, system, tina) = (&street.forms, street.story.test.system(), street.who("tina").await);
    let module = |basis: bool| {
        let mut module = json!({"code": "needs", "name": {"zh": "需求走访", "en": "Needs"}, "use": "collect", "function": "housing",
            "subject": "dwelling", "every_days": 30, "questions": [{"name": "need", "type": "text", "label": {"zh": "有什么困难"}}]});
        if basis {
            module["basis"] = json!({"zh": "《城乡社区服务条例》", "en": "Regulation"});
        }
        serde_json::from_value(module).unwrap()
    };
    let bad = Box::pin(forms.propose(&system, module(false), None)).await.unwrap();
    assert!(!bad.check.admissible);
    assert_eq!(
        (bad.check.findings[0].rule.as_str(), bad.check.findings[0].place.as_str()),
        ("no_basis", "/every_days")
    );
    let deciding = |version: i64, reason: Option<&str>| Deciding { version, reason: reason.map(Into::into) };
    assert_eq!(
        refused(Box::pin(forms.admit_module(&system, "needs", &deciding(1, None), None)).await),
        "form.module_breaks_rules"
    );
    let view =
        Box::pin(forms.refuse_module(&system, "needs", &deciding(1, Some("没有依据")), None)).await.unwrap();
    assert_eq!(json!(view.row.state), "refused");
    let good = Box::pin(forms.propose(&system, module(true), None)).await.unwrap();
    assert_eq!(good.row.version, 2);
    // who proposes does not admit
    assert_eq!(
        refused(Box::pin(forms.admit_module(&tina, "needs", &deciding(2, None), None)).await),
        "action.forbidden"
    );
    let view = Box::pin(forms.admit_module(&system, "needs", &deciding(2, None), None)).await.unwrap();
    assert_eq!((view.row.in_force, json!(view.row.state)), (Some(2), json!("admitted")));
    assert_eq!(
        refused(Box::pin(forms.admit_module(&system, "needs", &deciding(2, None), None)).await),
        "form.module_stale"
    );
    assert_eq!(street.visits("gwen").await.len(), 2);
    let view =
        Box::pin(forms.retire_module(&system, "needs", &deciding(2, Some("任务结束")), None)).await.unwrap();
    assert_eq!(view.row.in_force, None);
    assert_eq!(street.visits("gwen").await.len(), 0);
    let xml = Box::pin(forms.module_xform(&tina, "needs")).await.unwrap();
    assert!(xml.contains("<data id=\"m_needs\" version=\"2\"><need/>"), "{xml}");
    let report = street.verify().await;
    assert!(report.holds(), "{:?}", report.breaks);
});
