//! The example cases of a pack (`examples/*.yaml`): reports with the route they must take, and journeys through the
//! flow. `pack check` runs them, so that a pack carries its own tests.

use std::collections::{BTreeMap, BTreeSet};

use routing::{Clocks, Priority, UnitTarget};
use serde::Deserialize;
use serde_json::{Map, Value, json};
use workflow::{Effect, Finding, Flow, Relation, Situation, Step, Text, check_text};

use super::sections::typed;
use crate::Loaded;
use crate::load::{Parsed, Problem};

/// One example.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Example {
    name: Text,
    report: Report,
    #[serde(default)]
    expect: Expect,
    #[serde(default)]
    journey: Vec<Act>,
}

/// What comes in; whatever is left out takes an ordinary value.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Report {
    category: String,
    /// The words of the person, for the reader of the example.
    #[serde(default, rename = "text")]
    _text: String,
    #[serde(default)]
    channel: Option<String>,
    /// A kind of reporter.
    #[serde(default)]
    reporter: Option<String>,
    /// More variables below `case`, such as `has_photo` or `level`.
    #[serde(default)]
    case: Map<String, Value>,
    /// Variables below `place`: `path`, `grid`, `layers`.
    #[serde(default)]
    place: Map<String, Value>,
    #[serde(default)]
    attributes: BTreeMap<String, String>,
}

/// What must come of it; only what is given is compared.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct Expect {
    /// Code of the route; null: none may match.
    #[serde(default, deserialize_with = "given")]
    route: Option<Option<String>>,
    #[serde(default)]
    unit: Option<UnitTarget>,
    #[serde(default)]
    assists: Option<Vec<UnitTarget>>,
    #[serde(default)]
    priority: Option<Priority>,
    #[serde(default)]
    clocks: Option<Clocks>,
    #[serde(default)]
    case_type: Option<String>,
    #[serde(default)]
    public: Option<bool>,
}

/// Tells `null` from absence.
fn given<'de, D: serde::Deserializer<'de>>(from: D) -> Result<Option<Option<String>>, D::Error> {
    Option::<String>::deserialize(from).map(Some)
}

/// One act of a journey.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Act {
    /// The `(post, relation)` pairs of the actor.
    #[serde(rename = "as")]
    actor: Vec<Holds>,
    #[serde(rename = "do")]
    action: String,
    #[serde(default)]
    input: Map<String, Value>,
    /// Variables that differ from what the journey so far implies, e.g. `{clocks: {task_late: true}}`.
    #[serde(default)]
    with: Map<String, Value>,
    /// The state reached.
    #[serde(default)]
    state: Option<String>,
    /// The code of the refusal that must come instead.
    #[serde(default)]
    refused: Option<String>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Holds {
    #[serde(default)]
    post: String,
    #[serde(default)]
    relation: Relation,
}

/// Runs the examples of one file; answers how many there were and what went otherwise than they say.
pub(crate) fn run(file: &str, node: Parsed, pack: &Loaded) -> (usize, Vec<Problem>) {
    let node = match node {
        Ok(node) => node,
        Err((line, finding)) => return (0, vec![Problem::new(file, line, finding)]),
    };
    let mut found = Vec::new();
    let mut count = 0;
    match node.value.get("examples").and_then(Value::as_array) {
        None => found.push(Finding::new("examples_missing", "")),
        Some(items) => {
            for (index, item) in items.iter().enumerate() {
                let path = format!("/examples/{index}");
                count += 1;
                if let Some(example) = typed::<Example>(item, &path, &mut found) {
                    check_text(&example.name, &format!("{path}/name"), &mut found);
                    run_one(&example, pack, &path, &mut found);
                }
            }
        }
    }
    let problems = found.into_iter().map(|finding| {
        let mut at = finding.path.as_str();
        while !at.is_empty() && !node.lines.contains_key(at) {
            at = at.rfind('/').map_or("", |cut| &at[..cut]);
        }
        Problem::new(file, node.lines.get(at).copied().unwrap_or(1), finding)
    });
    (count, problems.collect())
}

fn run_one(example: &Example, pack: &Loaded, path: &str, found: &mut Vec<Finding>) {
    let Some(category) = pack.category(&example.report.category) else {
        found.push(
            Finding::new("category_unknown", format!("{path}/report/category"))
                .with("category", &example.report.category),
        );
        return;
    };
    let Some(flow) = pack.flow(&category.case_type) else { return };
    let first_tier = pack.next_tier(None).map_or("", |tier| tier.code.as_str());
    let mut variables = ordinary(&example.report, category, flow, first_tier);
    let decision = pack.table().decide(&variables);
    let mut compare = |key: &str, expected: Value, actual: Value| {
        if expected != actual {
            found.push(
                Finding::new("example_differs", format!("{path}/expect/{key}"))
                    .with("key", key)
                    .with("expected", expected)
                    .with("found", actual),
            );
        }
    };
    let expect = &example.expect;
    if let Some(route) = &expect.route {
        compare("route", json!(route), json!(decision.rule));
    }
    if let Some(unit) = &expect.unit {
        compare("unit", json!(unit), json!(decision.unit));
    }
    if let Some(assists) = &expect.assists {
        compare("assists", json!(assists), json!(decision.assists));
    }
    if let Some(priority) = expect.priority {
        compare("priority", json!(priority), json!(decision.priority));
    }
    if let Some(clocks) = &expect.clocks {
        compare("clocks", json!(clocks), json!(decision.clocks));
    }
    if let Some(case_type) = &expect.case_type {
        compare("case_type", json!(case_type), json!(category.case_type));
    }
    if let Some(public) = expect.public {
        compare("public", json!(public), json!(category.public));
    }
    variables["case"]["priority"] = json!(decision.priority);
    travel(&example.journey, flow, variables, path, found);
}

/// The variables of a report in an ordinary place: in a grid, no photo, a resident who is known.
fn ordinary(report: &Report, category: &crate::CategoryEntry, flow: &Flow, first_tier: &str) -> Value {
    let limits = flow.definition().limits;
    let mut variables = json!({
        "case": {
            "state": flow.definition().initial, "phase": "", "type": category.case_type,
            "category": category.code, "categories": category.path,
            "channel": report.channel.as_deref().unwrap_or("citizen"), "priority": "normal", "tier": first_tier,
            "returns": 0, "extensions": 0, "suspensions": 0, "reopens": 0, "call_backs": 0,
            "has_photo": false, "in_grid": true, "exclusive": false, "outside": false, "level": "grid",
            "unit": "", "disputed": false, "extension_asked": false, "supervised": false, "mandate": true,
        },
        "tasks": {"open": 0, "signed": 0, "done": 0, "total": 0},
        "clocks": {"promise_late": false, "sign_late": false, "task_late": false},
        "limits": {
            "returns": limits.returns, "extensions": limits.extensions, "suspensions": limits.suspensions,
            "reopens": limits.reopens, "call_backs": limits.call_backs,
        },
        "reporter": {"kind": report.reporter.as_deref().unwrap_or("resident"), "known": true},
        "place": {"path": [], "grid": "", "layers": {}},
        "attributes": report.attributes,
    });
    overlay(&mut variables["case"], &report.case);
    overlay(&mut variables["place"], &report.place);
    variables
}

fn overlay(target: &mut Value, members: &Map<String, Value>) {
    for (key, value) in members {
        match value {
            Value::Object(inner) if target[key].is_object() => overlay(&mut target[key], inner),
            _ => target[key] = value.clone(),
        }
    }
}

fn travel(journey: &[Act], flow: &Flow, mut variables: Value, path: &str, found: &mut Vec<Finding>) {
    let mut state = flow.definition().initial.clone();
    for (index, act) in journey.iter().enumerate() {
        let at = format!("{path}/journey/{index}");
        let mut context = variables.clone();
        context["case"]["state"] = json!(state);
        context["case"]["phase"] = json!(flow.phase(&state).map(workflow::Phase::code));
        let post = act.actor.first().map(|holds| holds.post.as_str()).unwrap_or_default();
        context["actor"] = json!({"post": post, "unit": "", "level": ""});
        overlay(&mut context, &act.with);
        let holds: BTreeSet<(String, Relation)> =
            act.actor.iter().map(|holds| (holds.post.clone(), holds.relation)).collect();
        let situation = Situation { state: &state, context: &context, holds: &holds };
        let outcome = flow.step(&situation, &act.action, &Value::Object(act.input.clone()));
        let actual = match &outcome {
            Ok(step) => step.to.clone(),
            Err(refusal) => format!("refused: {refusal}"),
        };
        let expected = match (&act.refused, &act.state) {
            (Some(code), _) => format!("refused: {code}"),
            (None, Some(state)) => state.clone(),
            (None, None) if outcome.is_ok() => actual.clone(),
            (None, None) => "accepted".to_owned(),
        };
        // a refusal may name its field behind the code
        let as_expected =
            actual == expected || (act.refused.is_some() && actual.starts_with(&format!("{expected} (")));
        if !as_expected {
            found.push(
                Finding::new("example_differs", &at)
                    .with("key", format!("{} in {state}", act.action))
                    .with("expected", expected)
                    .with("found", actual),
            );
            return;
        }
        if let Ok(step) = outcome {
            follow(&mut variables, &step);
            state = step.to;
        }
    }
}

/// What the effects of a step change in the variables, as far as guards can see it.
fn follow(variables: &mut Value, step: &Step) {
    for effect in &step.effects {
        let mut add = |group: &str, key: &str, by: i64| {
            let now = variables[group][key].as_i64().unwrap_or(0);
            variables[group][key] = json!((now + by).max(0));
        };
        match effect {
            Effect::Dispatch => {
                let units = 1 + step.input.get("assists").and_then(Value::as_array).map_or(0, Vec::len);
                let units = i64::try_from(units).unwrap_or(1);
                add("tasks", "open", units);
                add("tasks", "total", units);
            }
            Effect::AddTask => {
                add("tasks", "open", 1);
                add("tasks", "total", 1);
            }
            Effect::Sign => add("tasks", "signed", 1),
            Effect::Finish => {
                add("tasks", "open", -1);
                add("tasks", "signed", -1);
                add("tasks", "done", 1);
            }
            Effect::Settle => {
                add("tasks", "done", 1);
                add("tasks", "total", 1);
            }
            Effect::Return => {
                add("tasks", "open", -1);
                add("case", "returns", 1);
            }
            Effect::Rule => {
                add("tasks", "open", 1);
                add("tasks", "total", 1);
            }
            Effect::Suspend => add("case", "suspensions", 1),
            Effect::Reopen => add("case", "reopens", 1),
            Effect::CallBack => add("case", "call_backs", 1),
            Effect::ExtendAsk => variables["case"]["extension_asked"] = json!(true),
            Effect::ExtendRefuse => variables["case"]["extension_asked"] = json!(false),
            Effect::ExtendGrant => {
                add("case", "extensions", 1);
                variables["case"]["extension_asked"] = json!(false);
            }
            Effect::Supervise => variables["case"]["supervised"] = json!(true),
            Effect::SuperviseCancel => variables["case"]["supervised"] = json!(false),
            _ => {}
        }
    }
    // signed: of the open tasks, those that were signed
    let open = variables["tasks"]["open"].as_i64().unwrap_or(0);
    let signed = variables["tasks"]["signed"].as_i64().unwrap_or(0);
    variables["tasks"]["signed"] = json!(signed.min(open));
}
