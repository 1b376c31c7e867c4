//! The workflow engine through its public face: a small case type, what it offers, what it refuses, what its checker finds.

use std::collections::BTreeSet;
use std::sync::LazyLock;

use proptest::prelude::*;
use serde_json::{Value, json};
use workflow::{
    CaseType, Effect, Flow, Input, InputType, Phase, Refusal, Relation, Situation, Step, Text, Vocabulary,
    check,
};

fn text(word: &str) -> Value {
    json!({"zh": word, "en": word})
}

fn definition() -> Value {
    json!({
        "code": "event", "name": text("event"), "initial": "registered",
        "states": {
            "registered": {"name": text("registered"), "phase": "intake"},
            "handling": {"name": text("handling"), "phase": "work"},
            "to_check": {"name": text("to_check"), "phase": "check"},
            "closed": {"name": text("closed"), "phase": "end", "outcome": "closed"},
            "refused": {"name": text("refused"), "phase": "end", "outcome": "not_accepted"}
        },
        "transitions": [
            {"action": "send", "name": text("send"), "from": "registered", "to": "handling",
             "who": [{"post": "dispatcher"}], "effects": ["accept", "dispatch", {"start": "task"}], "public": true},
            {"action": "refuse", "name": text("refuse"), "from": "registered", "to": "refused",
             "who": [{"post": "dispatcher"}], "effects": ["refuse", {"reply": "refused"}], "public": true},
            {"action": "finish", "name": text("finish"), "from": "handling", "to": "to_check",
             "who": [{"post": "handler", "relation": "task_unit"}], "guard": "tasks.open == 1",
             "input": [{"key": "photos", "min": 1, "required": true},
                       {"key": "cost", "type": "number", "min": 0, "max": 1000, "name": text("cost")}],
             "effects": ["finish"]},
            {"action": "finish", "from": "handling", "who": [{"post": "handler", "relation": "task_unit"}],
             "guard": "tasks.open > 1", "effects": ["finish"]},
            {"action": "check", "name": text("check"), "from": "to_check", "to": "closed",
             "who": [{"post": "checker"}], "not": ["handler"], "guard": "input.result == 'pass'", "effects": ["check", "close"]},
            {"action": "check", "from": "to_check", "to": "handling",
             "who": [{"post": "checker"}], "not": ["handler"], "guard": "input.result == 'fail'",
             "input": [{"key": "note", "required": true}], "effects": ["check"]},
            {"action": "urge", "name": text("urge"), "from": "*", "who": [{"relation": "reporter"}], "effects": ["urge"]},
            {"action": "rate", "name": text("rate"), "from": ["closed"], "who": [{"relation": "reporter"}], "effects": ["rate"]}
        ]
    })
}

fn vocabulary() -> Vocabulary {
    let set = |words: &[&str]| words.iter().map(|w| (*w).to_owned()).collect();
    Vocabulary {
        posts: set(&["dispatcher", "handler", "checker"]),
        functions: set(&["roads"]),
        categories: [("01".to_owned(), None), ("0101".to_owned(), Some("01".to_owned()))].into(),
        case_types: set(&["event"]),
        tiers: vec!["grid".to_owned()],
        clocks: set(&["p5d"]),
        replies: set(&["refused"]),
        refusals: vec![("not_ours".to_owned(), Text { zh: "非本级".to_owned(), en: "Not ours".to_owned() })],
    }
}

fn case_type(value: Value) -> CaseType {
    serde_json::from_value(value).expect("the definition reads")
}

fn flow() -> &'static Flow {
    static FLOW: LazyLock<Flow> = LazyLock::new(|| {
        Flow::compile(case_type(definition()), &vocabulary())
            .unwrap_or_else(|findings| panic!("{findings:#?}"))
    });
    &FLOW
}

struct Actor(BTreeSet<(String, Relation)>);

impl Actor {
    fn new(pairs: &[(&str, Relation)]) -> Self {
        Actor(pairs.iter().map(|(p, r)| ((*p).to_owned(), *r)).collect())
    }

    fn situation<'a>(&'a self, state: &'a str, context: &'a Value) -> Situation<'a> {
        Situation { state, context, holds: &self.0 }
    }
}

fn one_open_task() -> Value {
    json!({"tasks": {"open": 1, "signed": 1, "done": 0, "total": 1}})
}

fn act(state: &str, actor: &Actor, action: &str, input: Value) -> Result<Step, Refusal> {
    flow().step(&actor.situation(state, &one_open_task()), action, &input)
}

fn dispatcher() -> Actor {
    Actor::new(&[("dispatcher", Relation::Area)])
}

fn handler() -> Actor {
    Actor::new(&[
        ("handler", Relation::TaskUnit),
        ("handler", Relation::Handler),
        ("checker", Relation::Area),
    ])
}

#[test]
fn offers_follow_state_post_relation_and_guard() {
    let flow = flow();
    let context = one_open_task();
    let names = |actor: &Actor, state: &str, context: &Value| -> Vec<String> {
        flow.available(&actor.situation(state, context)).into_iter().map(|o| o.action).collect()
    };
    assert_eq!(names(&dispatcher(), "registered", &context), ["send", "refuse"]);
    assert_eq!(names(&dispatcher(), "handling", &context), [""; 0]);
    assert_eq!(names(&handler(), "handling", &context), ["finish"]);
    assert_eq!(names(&handler(), "handling", &json!({"tasks": {"open": 0}})), [""; 0]);
    assert_eq!(
        names(&handler(), "handling", &json!({})),
        [""; 0],
        "a guard that cannot be judged does not hold"
    );
    // the same person may not check what they handled
    assert_eq!(names(&handler(), "to_check", &context), [""; 0]);
    assert_eq!(names(&Actor::new(&[("checker", Relation::Area)]), "to_check", &context), ["check"]);
    let reporter = Actor::new(&[("", Relation::Reporter)]);
    assert_eq!(names(&reporter, "handling", &context), ["urge"], "* is every state that is not an end");
    assert_eq!(names(&reporter, "closed", &context), ["rate"]);
    assert_eq!(names(&reporter, "nowhere", &context), [""; 0]);
}

#[test]
fn an_offer_carries_the_form_of_all_its_ways() {
    let flow = flow();
    let context = one_open_task();
    let checker = Actor::new(&[("checker", Relation::Area)]);
    let offers = flow.available(&checker.situation("to_check", &context));
    let note = offers[0].inputs.iter().find(|i| i.key == "note").unwrap();
    assert!(!note.required, "required only when the check fails");
    let keys: Vec<&str> = offers[0].inputs.iter().map(|i| i.key.as_str()).collect();
    assert_eq!(keys, ["result", "method", "note", "photos"]);
    let offers = flow.available(&dispatcher().situation("registered", &context).clone());
    assert!(offers[0].public && offers[0].name.en == "send");
    let refusal = offers[1].inputs.iter().find(|i| i.key == "refusal").unwrap();
    assert_eq!(refusal.options[0].code, "not_ours");
    assert_eq!(refusal.options[0].name.as_ref().unwrap().zh, "非本级");
}

#[test]
fn a_step_goes_where_the_first_holding_guard_says() {
    let checker = Actor::new(&[("checker", Relation::Area)]);
    let pass = act("to_check", &checker, "check", json!({"result": "pass", "method": "photo"})).unwrap();
    assert_eq!((pass.from.as_str(), pass.to.as_str()), ("to_check", "closed"));
    assert_eq!(pass.effects, [Effect::Check, Effect::Close]);
    let fail = act(
        "to_check",
        &checker,
        "check",
        json!({"result": "fail", "method": "spot", "note": " still broken "}),
    )
    .unwrap();
    assert_eq!((fail.to.as_str(), &fail.input["note"]), ("handling", &json!("still broken")));
    let refusal =
        act("to_check", &checker, "check", json!({"result": "fail", "method": "spot"})).unwrap_err();
    assert_eq!((refusal.code, refusal.field.as_deref()), ("input_missing", Some("note")));
    // no `to`: the case stays
    let context = json!({"tasks": {"open": 2}});
    let stay = flow()
        .step(&handler().situation("handling", &context), "finish", &json!({"result": "half done"}))
        .unwrap();
    assert_eq!(stay.to, "handling");
}

#[test]
fn refusals_name_what_stands_in_the_way() {
    let checker = Actor::new(&[("checker", Relation::Area)]);
    let code = |state: &str, actor: &Actor, action: &str, input: Value| {
        act(state, actor, action, input).unwrap_err()
    };
    assert_eq!(code("registered", &dispatcher(), "fly", json!({})).code, "action_unknown");
    let stale = code("handling", &dispatcher(), "send", json!({}));
    assert_eq!((stale.code, stale.expected), ("action_not_now", Some(json!(["registered"]))));
    assert_eq!(code("registered", &checker, "send", json!({})).code, "not_allowed");
    let own = code("to_check", &handler(), "check", json!({}));
    assert_eq!((own.code, own.value), ("separation_of_duties", Some(json!("handler"))));
    let context = json!({"tasks": {"open": 0}});
    let refusal = flow().step(&handler().situation("handling", &context), "finish", &json!({})).unwrap_err();
    assert_eq!(
        (refusal.code, refusal.expected),
        ("guard", Some(json!(["tasks.open == 1", "tasks.open > 1"])))
    );
}

#[test]
fn input_is_judged_field_by_field() {
    let send = |input: Value| act("registered", &dispatcher(), "send", input).unwrap_err();
    for (input, code, field) in [
        (json!([1]), "input_object", None),
        (json!({"unit": "u1", "color": "red"}), "input_unknown", Some("color")),
        (json!({}), "input_missing", Some("unit")),
        (json!({"unit": "  "}), "input_missing", Some("unit")),
        (json!({"unit": 5}), "input_type", Some("unit")),
        (json!({"unit": "u1", "assists": ["u2", "u2"]}), "input_repeated", Some("assists")),
        (json!({"unit": "u1", "assists": "u2"}), "input_type", Some("assists")),
        (json!({"unit": "u1", "category": "99"}), "input_code", Some("category")),
        (json!({"unit": "u1", "note": "x".repeat(2001)}), "input_range", Some("note")),
        (json!({"unit": "u1", "note": "a\u{0}b"}), "input_type", Some("note")),
        (json!({"unit": "u1\u{7}"}), "input_type", Some("unit")),
    ] {
        let refusal = send(input.clone());
        assert_eq!((refusal.code, refusal.field.as_deref()), (code, field), "{input}");
        let shown = refusal.value.map(|v| v.to_string().chars().count()).unwrap_or_default();
        assert!(shown <= 102, "a refusal gives back at most 100 characters");
    }
    let finish = |input: Value| act("handling", &handler(), "finish", input);
    for (input, code, field) in [
        (json!({"result": "ok"}), "input_missing", Some("photos")),
        (json!({"result": "ok", "photos": []}), "input_range", Some("photos")),
        (json!({"result": "ok", "photos": ["a"], "cost": 1001}), "input_range", Some("cost")),
        (json!({"result": "ok", "photos": ["a"], "cost": "5"}), "input_type", Some("cost")),
    ] {
        let refusal = finish(input.clone()).unwrap_err();
        assert_eq!((refusal.code, refusal.field.as_deref()), (code, field), "{input}");
    }
    assert!(finish(json!({"result": "ok", "photos": ["a"], "cost": 12.5})).is_ok());
}

#[test]
fn ratings_dates_and_choices_are_exact() {
    let reporter = Actor::new(&[("", Relation::Reporter)]);
    for (grade, ok) in [
        (json!(0), false),
        (json!(1), true),
        (json!(4), true),
        (json!(5), false),
        (json!(2.5), false),
        (json!("3"), false),
    ] {
        assert_eq!(act("closed", &reporter, "rate", json!({"grade": grade})).is_ok(), ok, "{grade}");
    }
    let checker = Actor::new(&[("checker", Relation::Area)]);
    let refusal =
        act("to_check", &checker, "check", json!({"result": "maybe", "method": "spot"})).unwrap_err();
    assert_eq!((refusal.code, refusal.expected), ("input_choice", Some(json!(["pass", "fail"]))));
    let mut own = definition();
    own["transitions"][6]["input"] = json!([{"key": "until", "type": "date_time", "name": text("until")}]);
    let flow = Flow::compile(case_type(own), &vocabulary()).unwrap();
    for (until, ok) in [
        ("2026-11-21T10:00:00+08:00", true),
        ("2026-11-21T02:00:00Z", true),
        ("2026-11-21", false),
        ("tomorrow", false),
        ("2026-13-01T00:00:00Z", false),
    ] {
        let step = flow.step(&reporter.situation("handling", &json!({})), "urge", &json!({"until": until}));
        assert_eq!(step.is_ok(), ok, "{until}");
    }
}

/// Changes one thing in the sound definition and lists the codes of the findings.
fn broken(change: impl FnOnce(&mut Value)) -> Vec<String> {
    let mut value = definition();
    change(&mut value);
    let mut codes: Vec<String> =
        check(&case_type(value), &vocabulary()).into_iter().map(|f| f.code).collect();
    codes.dedup();
    codes
}

#[test]
fn the_checker_finds_each_mistake_and_only_it() {
    assert_eq!(check(&case_type(definition()), &vocabulary()), []);
    type Change = fn(&mut Value);
    let cases: Vec<(&str, Change)> = vec![
        ("state_unknown", |v| v["transitions"][6]["from"] = json!(["nowhere"])),
        ("state_unknown", |v| v["transitions"][3]["to"] = json!("nowhere")),
        ("state_unreachable", |v| {
            v["states"]["island"] = json!({"name": text("x"), "phase": "end", "outcome": "voided"})
        }),
        ("outcome_missing", |v| {
            v["states"]["refused"].as_object_mut().unwrap().remove("outcome");
            v["transitions"].as_array_mut().unwrap().remove(1);
            v["transitions"][0]["to"] = json!("handling");
            v["transitions"].as_array_mut().unwrap().push(json!({"action": "drop", "name": text("d"), "from": "registered", "to": "refused", "who": [{"post": "dispatcher"}]}))
        }),
        ("outcome_misplaced", |v| v["states"]["handling"]["outcome"] = json!("closed")),
        ("action_unnamed", |v| {
            v["transitions"][0].as_object_mut().unwrap().remove("name");
        }),
        ("translation_missing", |v| v["states"]["handling"]["name"]["en"] = json!(" ")),
        ("translation_missing", |v| {
            v["transitions"][2]["input"][1]["name"].as_object_mut().unwrap().remove("zh");
        }),
        ("post_unknown", |v| v["transitions"][0]["who"] = json!([{"post": "wizard"}])),
        ("who_missing", |v| v["transitions"][0]["who"] = json!([])),
        ("who_excluded", |v| v["transitions"][0]["not"] = json!(["area"])),
        ("reply_unknown", |v| v["transitions"][1]["effects"][1] = json!({"reply": "nothing"})),
        ("separation_missing", |v| {
            v["transitions"][4].as_object_mut().unwrap().remove("not");
        }),
        ("expression_syntax", |v| v["transitions"][3]["guard"] = json!("tasks.open >")),
        ("expression_unknown_variable", |v| v["transitions"][3]["guard"] = json!("task.open > 1")),
        ("expression_unknown_field", |v| v["transitions"][3]["guard"] = json!("tasks.opened > 1")),
        ("expression_unknown_field", |v| v["transitions"][4]["guard"] = json!("input.verdict == 'pass'")),
        ("expression_wrong_operands", |v| v["transitions"][3]["guard"] = json!("tasks.open > '1'")),
        ("expression_wrong_type", |v| v["transitions"][3]["guard"] = json!("tasks.open")),
        ("expression_unknown_code", |v| v["transitions"][3]["guard"] = json!("case.category == '0199'")),
        ("expression_unknown_code", |v| v["transitions"][3]["guard"] = json!("case.state == 'gone'")),
        ("guard_never", |v| v["transitions"][3]["guard"] = json!("false")),
        ("input_type_changed", |v| v["transitions"][2]["input"][0]["type"] = json!("text")),
        ("input_required_relaxed", |v| {
            v["transitions"][0]["input"] = json!([{"key": "unit", "required": false}])
        }),
        ("input_untyped", |v| {
            v["transitions"][2]["input"][1].as_object_mut().unwrap().remove("type");
        }),
        ("input_unnamed", |v| {
            v["transitions"][2]["input"][1].as_object_mut().unwrap().remove("name");
        }),
        ("input_range_empty", |v| v["transitions"][2]["input"][1]["min"] = json!(2000)),
        ("input_no_options", |v| v["transitions"][2]["input"][1]["type"] = json!("choice")),
        ("input_option_unknown", |v| {
            v["transitions"][5]["input"] =
                json!([{"key": "method", "options": [{"code": "guess", "name": text("g")}]}])
        }),
        ("input_conflict", |v| {
            v["transitions"][3]["input"] = json!([{"key": "cost", "type": "text", "name": text("c")}])
        }),
        ("code_duplicate", |v| {
            v["transitions"][2]["input"] = json!([{"key": "photos", "min": 1}, {"key": "photos"}])
        }),
        ("effect_repeated", |v| v["transitions"][3]["effects"] = json!(["finish", "finish"])),
        ("effect_outcome", |v| v["transitions"][1]["effects"] = json!(["void"])),
        ("code_format", |v| v["transitions"][6]["action"] = json!("Urge!")),
        ("transition_shadowed", |v| {
            v["transitions"][2].as_object_mut().unwrap().remove("guard");
        }),
        ("burden", |v| v["transitions"][2]["input"][1]["key"] = json!("daily_quota")),
        ("number_range", |v| {
            let many = vec![v["transitions"][6].clone(); 501];
            v["transitions"] = json!(many);
        }),
        ("burden", |v| v["transitions"][6]["name"]["zh"] = json!("每日打卡")),
    ];
    for (index, (expected, change)) in cases.into_iter().enumerate() {
        assert_eq!(broken(change), [expected], "case {index}");
    }
}

#[test]
fn dead_ends_and_lost_states_are_found() {
    // without the failing check nothing leads back, without the passing one nothing ends
    let codes = broken(|v| {
        v["transitions"].as_array_mut().unwrap().remove(4);
    });
    assert_eq!(codes, ["state_unreachable", "state_dead_end", "action_unnamed"]);
    // an arrow whose guard is never true is no arrow
    let codes = broken(|v| v["transitions"][4]["guard"] = json!("1 > 2"));
    assert!(
        codes.contains(&"state_dead_end".to_owned()) && codes.contains(&"guard_never".to_owned()),
        "{codes:?}"
    );
    let codes = broken(|v| v["initial"] = json!("closed"));
    assert!(codes.contains(&"initial_is_end".to_owned()), "{codes:?}");
}

#[test]
fn a_misspelt_key_is_an_error() {
    let mut value = definition();
    value["transitions"][0]["gaurd"] = json!("true");
    assert!(serde_json::from_value::<CaseType>(value).is_err());
    assert!(serde_json::from_value::<Effect>(json!("teleport")).is_err());
    assert_eq!(
        serde_json::from_value::<Effect>(json!({"reply": "x"})).unwrap(),
        Effect::Reply("x".to_owned())
    );
}

fn any_json() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        any::<f64>().prop_map(Value::from),
        any::<String>().prop_map(Value::from),
        prop::sample::select(vec!["pass", "fail", "spot", "u1", "01", "not_ours"]).prop_map(Value::from),
    ];
    leaf.prop_recursive(2, 8, 4, |inner| prop::collection::vec(inner, 0..4).prop_map(Value::from))
}

proptest! {
    /// Whatever comes in: no panic; what is accepted fits its form; every offered action can be asked for.
    #[test]
    fn accepted_input_always_fits_its_form(
        state in prop::sample::select(vec!["registered", "handling", "to_check", "closed", "refused"]),
        action in prop::sample::select(vec!["send", "refuse", "finish", "check", "urge", "rate"]),
        fields in prop::collection::btree_map(prop::sample::select(vec!["unit", "assists", "note", "result", "method", "photos", "grade", "refusal", "reason", "cost", "category", "zzz"]), any_json(), 0..6),
        open in 0i64..3,
    ) {
        let flow = flow();
        let everyone = Actor::new(&[("dispatcher", Relation::Area), ("handler", Relation::TaskUnit), ("checker", Relation::Area), ("", Relation::Reporter)]);
        let context = json!({"tasks": {"open": open}});
        let situation = everyone.situation(state, &context);
        let offers = flow.available(&situation);
        let input = serde_json::to_value(&fields).unwrap();
        match flow.step(&situation, action, &input) {
            Ok(step) => {
                let offer = offers.iter().find(|o| o.action == action).expect("what is accepted was offered");
                prop_assert!(flow.phase(&step.to).is_some());
                for (key, value) in &step.input {
                    let input = offer.inputs.iter().find(|i| i.key == *key).expect("known key");
                    prop_assert!(fits(input, value), "{key}: {value}");
                }
            }
            Err(refusal) => {
                let offered = offers.iter().any(|o| o.action == action);
                let about_input = refusal.code.starts_with("input_") || refusal.code == "guard";
                prop_assert!(!offered || about_input, "{} although offered", refusal.code);
            }
        }
    }

    /// A flow never leaves an end except by an action that names that end.
    #[test]
    fn ends_hold(action in prop::sample::select(vec!["send", "refuse", "finish", "check", "urge"])) {
        let everyone = Actor::new(&[("dispatcher", Relation::Area), ("handler", Relation::TaskUnit), ("checker", Relation::Area), ("", Relation::Reporter)]);
        for state in ["closed", "refused"] {
            prop_assert_eq!(flow().phase(state), Some(Phase::End));
            let refusal = act(state, &everyone, action, json!({})).unwrap_err();
            prop_assert_eq!(refusal.code, "action_not_now");
        }
    }
}

fn fits(input: &Input, value: &Value) -> bool {
    match input.kind {
        InputType::Units | InputType::Attachments => {
            value.as_array().is_some_and(|a| a.iter().all(Value::is_string))
        }
        InputType::Number => value.is_number(),
        InputType::Rating => value.as_i64().is_some_and(|n| (1..=4).contains(&n)),
        InputType::Bool => value.is_boolean(),
        InputType::Choice => input.options.iter().any(|o| value == &json!(o.code)),
        _ => value.as_str().is_some_and(|s| !s.trim().is_empty()),
    }
}
