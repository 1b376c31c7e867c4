//! Whatever people do in whatever order: no panic, and a case that makes sense.

use super::*;
use proptest::prelude::*;
use workflow::ClockKind;

/// One attempt: who, what, how much time passes before.
#[derive(Clone, Debug)]
struct Attempt {
    actor: usize,
    action: usize,
    unit: usize,
    pass: bool,
    wait_h: i64,
}

fn attempts() -> impl Strategy<Value = Vec<Attempt>> {
    let one = (0..7usize, 0..64usize, 0..3usize, any::<bool>(), 0..60i64)
        .prop_map(|(actor, action, unit, pass, wait_h)| Attempt { actor, action, unit, pass, wait_h });
    prop::collection::vec(one, 1..60)
}

fn actors() -> Vec<Actor> {
    let mut all: Vec<Actor> = UNITS.iter().map(|unit| handler(unit)).collect();
    all.extend([clerk(), person("a", &[("arbiter", "centre")]), person("c", &[("checker", "centre")])]);
    all.push(Actor::resident());
    all
}

const UNITS: [&str; 3] = ["lights", "roads", "parks"];

/// Something sensible for every input there is.
fn input(world: &World, actor: &Actor, action: &str, attempt: &Attempt) -> Value {
    let case = world.case();
    let context = context(&case, &Facts::default(), world.flow.definition().limits, world.now);
    let holds = holds(&case, actor, true);
    let situation = Situation { state: &case.state, context: &context, holds: &holds };
    let offer = world.flow.available(&situation).into_iter().find(|o| o.action == action);
    let inputs = offer.map(|o| o.inputs).unwrap_or_default();
    let value = |i: &workflow::Input| match i.kind {
        InputType::Text => json!("话"),
        InputType::Choice => {
            let n = usize::from(!attempt.pass) % i.options.len().max(1);
            json!(i.options.get(n).map(|o| o.code.clone()))
        }
        InputType::Unit => json!(UNITS[attempt.unit]),
        InputType::Units => json!([UNITS[(attempt.unit + 1) % 3]]),
        InputType::Person => json!("person/x"),
        InputType::Category => json!("road"),
        InputType::Number => json!(1 + attempt.unit),
        InputType::DateTime => json!(world.now.plus(40 * Timestamp::DAY).to_string()),
        InputType::Clock => json!("t"),
        InputType::Attachments => json!(["b"]),
        InputType::Case => json!("350300-20260302-000002"),
        InputType::Bool => json!(attempt.pass),
        InputType::Rating => json!(3),
    };
    Value::Object(inputs.iter().map(|i| (i.key.clone(), value(i))).collect())
}

fn sound(world: &World, before: &Case, after: &Case, action: &str) {
    assert!(world.flow.definition().states.contains_key(&after.state), "{action} leads to {}", after.state);
    assert_eq!(world.flow.phase(&after.state), Some(after.phase));
    assert_eq!(after.is_open(), after.outcome.is_none());
    assert_eq!(after.is_open(), after.closed_at.is_none());
    assert_eq!(after.seq, world.entries.len() as i64);
    assert!(after.owed().filter(|t| t.lead).count() <= 1, "one unit leads: {:?}", after.tasks);
    if !after.is_open() {
        assert_eq!(after.owed().count(), 0);
        assert!(after.clocks.iter().all(|c| !c.runs()), "a clock runs on after {action}");
    }
    for clock in after.clocks.iter().filter(|c| c.runs()) {
        assert_eq!(clock.due_at.is_none(), clock.paused(), "{clock:?}");
        let owed = clock.task.as_deref().is_none_or(|t| after.task(t).is_some_and(|t| t.state.is_owed()));
        assert!(owed, "the clock of an ended task runs: {clock:?}");
    }
    let due = |case: &Case| {
        let clock = case.running(ClockKind::Promise, None)?;
        Some((clock.started_at, clock.charge.clone(), clock.extensions.clone()))
    };
    if action == "return" {
        assert_eq!(due(before), due(after), "a return resets the promise");
        assert_eq!(
            before.running(ClockKind::Promise, None).and_then(|c| c.due_at),
            after.running(ClockKind::Promise, None).and_then(|c| c.due_at)
        );
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(40))]
    #[test]
    fn every_accepted_act_leaves_a_sound_case(attempts in attempts()) {
        let mut world = World::new();
        let actors = actors();
        let mut done = 0;
        for attempt in &attempts {
            world.now = world.now.plus(attempt.wait_h * Timestamp::HOUR);
            let before = world.case();
            let marks = watch(&before, world.now);
            if !marks.is_empty() {
                world.keep("system/watch", "system.late", FactData { changes: marks, public: false });
                prop_assert!(watch(&world.case(), world.now).is_empty(), "what is marked is not marked again");
            }
            let actor = &actors[attempt.actor];
            let offered = world.offered(actor, true);
            let Some(action) = offered.get(attempt.action % offered.len().max(1)).cloned() else { continue };
            let input = input(&world, actor, &action, attempt);
            let before = world.case();
            if let Ok(after) = world.act_as(actor, true, &action, input) {
                done += 1;
                sound(&world, &before, &after, &action);
            }
        }
        // the fold of all facts is the fold of a prefix and the rest
        let half = world.entries.len() / 2;
        let mut case = fold(&world.entries[..half.max(1)]);
        for entry in &world.entries[half.max(1)..] {
            super::super::apply(&mut case, entry);
        }
        prop_assert_eq!(case, fold(&world.entries));
        prop_assert!(done <= attempts.len());
    }

    #[test]
    fn facts_in_any_order_fold_without_a_panic(order in prop::collection::vec(0..20usize, 0..40)) {
        let mut world = World::new();
        world.act(&clerk(), "accept", pass()).unwrap();
        world.act(&clerk(), "dispatch", json!({ "unit": "lights" })).unwrap();
        world.act(&handler("lights"), "return", json!({ "clause": "c", "reason": "r" })).unwrap();
        let entries: Vec<_> = order.iter().map(|n| world.entries[n % world.entries.len()].clone()).collect();
        let _ = fold(&entries);
    }
}
