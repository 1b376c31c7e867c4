//! The routing engine through its public face.

use proptest::prelude::*;
use routing::{Priority, Reason, Route, Source, Table, UnitTarget, check};
use serde_json::{Value, json};
use workflow::{Level, Vocabulary};

fn vocabulary() -> Vocabulary {
    let set = |words: &[&str]| words.iter().map(|w| (*w).to_owned()).collect();
    let parent = |code: &str| (code.len() > 2).then(|| code[..code.len() - 2].to_owned());
    Vocabulary {
        posts: set(&["grid_worker"]),
        functions: set(&["lighting", "municipal", "sanitation"]),
        categories: ["01", "0101", "010101", "0102", "02", "0201"]
            .iter()
            .map(|code| ((*code).to_owned(), parent(code)))
            .collect(),
        clocks: set(&["p5d", "s2h"]),
        tiers: vec!["grid".to_owned(), "county".to_owned()],
        ..Vocabulary::default()
    }
}

fn route(code: &str, when: &str) -> Value {
    json!({"code": code, "name": {"zh": code, "en": code}, "when": when,
           "unit": {"function": "municipal", "level": "county"}})
}

fn routes(value: Value) -> Vec<Route> {
    serde_json::from_value(value).expect("the definition reads")
}

fn table(value: Value) -> Table {
    Table::compile(&routes(value), &vocabulary()).unwrap_or_else(|f| panic!("{f:#?}"))
}

fn variables(category: &str) -> Value {
    let categories: Vec<&str> = (1..=category.len() / 2).rev().map(|n| &category[..n * 2]).collect();
    json!({
        "case": {"category": category, "categories": categories, "level": "grid", "in_grid": true, "has_photo": false},
        "place": {"path": ["99", "9901"], "grid": "g1", "layers": {"police": "p7"}},
        "attributes": {"unit": "U-7", "secret": "my telephone is 123"},
        "reporter": {"kind": "resident", "known": true},
    })
}

#[test]
fn the_first_match_wins_and_says_why() {
    let table = table(json!([
        {"code": "lamp", "name": {"zh": "灯", "en": "lamp"}, "when": "'0101' in case.categories && case.has_photo",
         "unit": {"function": "lighting", "level": "county"}},
        {"code": "lamp_too", "name": {"zh": "灯", "en": "lamp"}, "when": "'0101' in case.categories && case.level == 'grid'",
         "unit": {"function": "lighting", "level": "town"}, "assists": [{"function": "municipal", "level": "county"}, {"function": "lighting", "level": "town"}],
         "priority": "high", "clocks": {"promise": "p5d", "sign": "s2h"}},
        {"code": "rest", "name": {"zh": "其余", "en": "rest"}, "unit": {"post": "grid_worker"}}
    ]));
    let decision = table.decide(&variables("010101"));
    assert_eq!(decision.rule.as_deref(), Some("lamp_too"));
    assert_eq!(decision.source, Source::Route);
    assert_eq!(decision.unit, Some(UnitTarget::Function { function: "lighting".into(), level: Level::Town }));
    assert_eq!(
        decision.assists,
        [UnitTarget::Function { function: "municipal".into(), level: Level::County }]
    );
    assert_eq!(decision.priority, Priority::High);
    assert_eq!(decision.clocks.promise.as_deref(), Some("p5d"));
    assert_eq!(
        decision.why.values,
        [
            ("case.categories".to_owned(), json!(["010101", "0101", "01"])),
            ("case.level".to_owned(), json!("grid"))
        ]
    );
    assert_eq!(decision.why.missed, [], "what follows from the values is not kept");
    assert_eq!(decision.why.looked, [("case.has_photo".to_owned(), json!(false))]);
    let missed = table.missed(&decision);
    assert_eq!(missed.len(), 1);
    assert_eq!(missed[0].rule, "lamp");
    assert_eq!(
        missed[0].reason,
        Reason::False {
            part: "case.has_photo".into(),
            values: vec![("case.has_photo".into(), json!(false))]
        }
    );
    let decision = table.decide(&variables("02"));
    assert_eq!(decision.unit, Some(UnitTarget::Post("grid_worker".into())));
    assert_eq!(table.missed(&decision).len(), 2);
}

#[test]
fn no_match_is_an_answer_too() {
    let table = table(json!([route("a", "'02' in case.categories")]));
    let decision = table.decide(&variables("0101"));
    assert_eq!(table.missed(&decision).len(), 1);
    assert_eq!((decision.source, decision.unit, decision.rule), (Source::None, None, None));
}

#[test]
fn an_expression_may_name_the_unit_and_words_of_the_reporter_stay_out_of_the_reasons() {
    let table = table(json!([
        {"code": "none", "name": {"zh": "x", "en": "x"}, "when": "attributes.secret != ''", "unit": {"expr": "attributes['other']"}},
        {"code": "miss", "name": {"zh": "x", "en": "x"}, "when": "attributes.secret == 'no'", "unit": {"post": "grid_worker"}},
        {"code": "err", "name": {"zh": "x", "en": "x"}, "when": "attributes.nothing == 'no'", "unit": {"post": "grid_worker"}},
        {"code": "named", "name": {"zh": "x", "en": "x"}, "when": "attributes.secret.startsWith('my')", "unit": {"expr": "'unit-' + place.layers['police']"}}
    ]));
    let decision = table.decide(&variables("0101"));
    assert_eq!(decision.unit, Some(UnitTarget::Unit("unit-p7".into())));
    assert_eq!(decision.why.missed[0].reason, Reason::NoUnit);
    assert_eq!(decision.why.missed[2].reason, Reason::Error { error: "missing_key".into() });
    let told = serde_json::to_string(&decision).unwrap();
    assert!(!told.contains("telephone"), "{told}");
    assert!(told.contains("attributes.secret"), "the variable is named, its value is not");
    assert_eq!(table.missed(&decision), decision.why.missed);
    // where nothing is known, nothing is made up
    let unknown = routing::Decision { why: routing::Why::default(), ..decision };
    assert_eq!(table.missed(&unknown), []);
}

fn codes(value: Value) -> Vec<String> {
    check(&routes(value), &vocabulary()).into_iter().map(|f| format!("{} {}", f.code, f.path)).collect()
}

#[test]
fn routes_that_can_never_match_are_found() {
    let pair = |first: &str, second: &str| codes(json!([route("a", first), route("b", second)]));
    // constant or contradictory
    assert_eq!(codes(json!([route("a", "false")])), ["route_never /0/when"]);
    assert_eq!(codes(json!([route("a", "1 > 2 && case.in_grid")])), ["route_never /0/when"]);
    assert_eq!(
        codes(json!([route("a", "case.level == 'grid' && case.level == 'town'")])),
        ["route_never /0/when"]
    );
    assert_eq!(
        codes(json!([route("a", "'0101' in case.categories && '02' in case.categories")])),
        ["route_never /0/when"]
    );
    assert_eq!(codes(json!([route("a", "'01' in case.categories && case.category == '0101'")])), [""; 0]);
    // shadowed
    for (first, second) in [
        ("true", "case.in_grid"),
        ("case.in_grid", "case.in_grid"),
        ("case.in_grid", "case.has_photo  &&  case.in_grid"),
        ("'01' in case.categories", "'0101' in case.categories && case.has_photo"),
        ("'01' in case.categories", "case.category == '010101'"),
        ("'01' in case.categories", "case.category in ['010101', '0102']"),
        ("case.level in ['grid', 'town']", "case.level == 'grid'"),
    ] {
        assert_eq!(pair(first, second), ["route_shadowed /1"], "{first} then {second}");
    }
    for (first, second) in [
        ("'0101' in case.categories", "'01' in case.categories"),
        ("case.in_grid && case.has_photo", "case.in_grid"),
        ("case.level == 'grid'", "case.level in ['grid', 'town']"),
        ("'0101' in case.categories", "'0102' in case.categories"),
        ("'0101' in case.categories", "case.category in ['010101', '0102']"),
    ] {
        assert_eq!(pair(first, second), [""; 0], "{first} then {second}");
    }
    // a rule that may give no unit shadows nothing
    let mut open = json!([route("a", "true"), route("b", "case.in_grid")]);
    open[0]["unit"] = json!({"expr": "attributes['unit']"});
    assert_eq!(codes(open), [""; 0]);
}

#[test]
fn unknown_names_are_found() {
    assert_eq!(codes(json!([route("a", "'0199' in case.categories")])), ["expression_unknown_code /0/when"]);
    assert_eq!(codes(json!([route("a", "case.tier == 'moon'")])), ["expression_unknown_code /0/when"]);
    assert_eq!(
        codes(json!([route("a", "actor.post == 'grid_worker'")])),
        ["expression_unknown_variable /0/when"]
    );
    assert_eq!(codes(json!([route("a", "case.level")])), ["expression_wrong_type /0/when"]);
    assert_eq!(codes(json!([route("A", "case.in_grid")])), ["code_format /0/code"]);
    assert_eq!(
        codes(json!([route("a", "case.in_grid"), route("a", "case.has_photo")])),
        ["code_duplicate /1/code"]
    );
    let change = |key: &str, value: Value| {
        let mut one = route("a", "case.in_grid");
        one[key] = value;
        codes(json!([one]))
    };
    assert_eq!(
        change("unit", json!({"function": "magic", "level": "town"})),
        ["function_unknown /0/unit/function"]
    );
    assert_eq!(change("unit", json!({"post": "wizard"})), ["post_unknown /0/unit/post"]);
    assert_eq!(change("unit", json!({"expr": "case.in_grid"})), ["expression_wrong_type /0/unit/expr"]);
    assert_eq!(change("assists", json!([{"post": "wizard"}])), ["post_unknown /0/assists/0/post"]);
    assert_eq!(change("clocks", json!({"task": "p9d"})), ["clock_unknown /0/clocks/task"]);
    assert_eq!(change("name", json!({"zh": "x"})), ["translation_missing /0/name"]);
    assert_eq!(change("why", json!({"en": "x"})), ["translation_missing /0/why"]);
}

proptest! {
    /// What the checker calls shadowed is never chosen, whatever the case.
    #[test]
    fn shadowed_routes_are_never_chosen(
        conditions in prop::collection::vec(prop::sample::subsequence(vec![
            "'01' in case.categories", "'0101' in case.categories", "case.category == '010101'", "case.has_photo",
            "case.in_grid", "case.level == 'grid'", "case.level in ['grid', 'town']", "'02' in case.categories",
        ], 0..4), 1..5),
        category in prop::sample::select(vec!["01", "0101", "010101", "0102", "02", "0201"]),
        (photo, in_grid, level) in (any::<bool>(), any::<bool>(), prop::sample::select(vec!["grid", "town", "county"])),
    ) {
        let list: Vec<Value> = conditions
            .iter()
            .enumerate()
            .map(|(i, parts)| route(&format!("r{i}"), &if parts.is_empty() { "true".to_owned() } else { parts.join(" && ") }))
            .collect();
        let all = routes(Value::Array(list));
        let never: Vec<usize> = check(&all, &vocabulary())
            .iter()
            .filter(|f| f.code.starts_with("route_"))
            .map(|f| f.path.split('/').nth(1).unwrap().parse().unwrap())
            .collect();
        let mut variables = variables(category);
        variables["case"]["has_photo"] = json!(photo);
        variables["case"]["in_grid"] = json!(in_grid);
        variables["case"]["level"] = json!(level);
        // the table itself is asked without the checker's leave: one rule after the other
        let chosen = all.iter().position(|r| {
            Table::compile(std::slice::from_ref(r), &vocabulary()).is_ok_and(|t| t.decide(&variables).rule.is_some())
        });
        if let Some(chosen) = chosen {
            prop_assert!(!never.contains(&chosen), "route {chosen} was chosen");
        }
    }
}
