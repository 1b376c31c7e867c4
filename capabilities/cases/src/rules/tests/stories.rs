//! The life of a report, step by step.

use super::*;
use crate::model::{Mark, Reply, RestKind, TaskState};
use workflow::{ClockKind, Outcome};

fn promise(case: &Case) -> Option<Timestamp> {
    case.running(ClockKind::Promise, None).and_then(|c| c.due_at)
}

fn dispatched(unit: &str) -> World {
    let mut world = World::new();
    world.act(&clerk(), "accept", pass()).unwrap();
    world.act(&clerk(), "dispatch", json!({ "unit": unit })).unwrap();
    world
}

#[test]
fn a_report_is_handled_checked_by_another_and_closed() {
    let mut world = dispatched("lights");
    let hand = handler("lights");
    let case = world.act(&hand, "sign", json!({})).unwrap();
    assert_eq!(case.tasks[0].state, TaskState::Signed);
    assert!(case.running(ClockKind::Sign, Some("1")).is_none());
    assert_eq!(world.act(&handler("roads"), "finish", json!({ "result": "x" })), Err("not_allowed".into()));

    let case = world.act(&hand, "finish", json!({ "result": "换了灯泡", "photos": ["b1"] })).unwrap();
    assert_eq!((case.state.as_str(), case.phase), ("to_check", Phase::Check));
    let quotes = |r: &Reply| matches!(r, Reply::Template { texts, .. } if texts.contains_key("result"));
    assert!(case.reply.as_ref().is_some_and(quotes), "{:?}", case.reply);
    assert!(case.attachments[0].public);

    let both = person("h-lights", &[("handler", "lights"), ("checker", "centre")]);
    assert!(!world.offered(&both, false).contains(&"check".to_owned()));
    assert_eq!(world.act(&both, "check", pass()), Err("separation_of_duties".into()));
    let checker = person("c", &[("checker", "centre")]);
    world.act(&checker, "check", pass()).unwrap();
    let case = world.act(&clerk(), "close", json!({})).unwrap();
    assert_eq!(case.outcome, Some(Outcome::Closed));
    assert!(case.clocks.iter().all(|c| !c.runs() && !c.late));
    assert!(case.is_public());

    assert_eq!(world.offered(&Actor::resident(), true), ["rate", "ask_reopen"]);
    assert!(world.offered(&Actor::resident(), false).is_empty());
    let rated =
        world.act_as(&Actor::resident(), true, "rate", json!({ "grade": 1, "comment": "又坏了" })).unwrap();
    assert_eq!(rated.rating.map(|r| (r.grade, r.comment.is_some())), Some((1, true)));
    world.act_as(&Actor::resident(), true, "ask_reopen", json!({ "reason": "没修好" })).unwrap();
    let case = world.act(&clerk(), "reopen", json!({ "reason": "属实" })).unwrap();
    assert!(case.is_open() && case.outcome.is_none() && case.closed_at.is_none() && !case.reopen_asked);
    assert_eq!(case.counts.reopens, 1);
    assert!(promise(&case).is_some());
}

#[test]
fn a_return_never_resets_the_promise_and_the_arbiter_binds() {
    let mut world = dispatched("lights");
    let due = promise(&world.case());
    assert!(due.is_some());
    for unit in ["lights", "roads", "parks"] {
        world.now = world.now.plus(Timestamp::HOUR);
        if world.case().state == "dispatching" {
            world.act(&clerk(), "dispatch", json!({ "unit": unit })).unwrap();
        }
        let back = json!({ "clause": "第三条", "reason": "不是我们的" });
        let case = world.act(&handler(unit), "return", back).unwrap();
        assert_eq!(promise(&case), due);
        assert!(case.disputed);
    }
    let case = world.case();
    assert_eq!((case.state.as_str(), case.counts.returns), ("disputed", 3));
    let arbiter = person("a", &[("arbiter", "centre")]);
    let ruling = json!({ "unit": "parks", "clause": "第八条", "catalogue": true });
    let case = world.act(&arbiter, "rule", ruling).unwrap();
    assert_eq!((case.lead_unit(), case.disputed, case.ruled), (Some("parks"), false, true));
    assert_eq!(promise(&case), due);
    assert!(case.running(ClockKind::Task, Some("4")).is_some());
}

#[test]
fn rests_move_the_deadline_and_history_tells_them() {
    let mut world = dispatched("lights");
    let before = promise(&world.case()).unwrap();
    let case = world.act(&clerk(), "suspend", json!({ "cause": "等配件" })).unwrap();
    assert_eq!(case.rest.as_ref().map(|r| r.kind), Some(RestKind::Suspended));
    assert!(case.outlook().is_none() && case.next_mark().is_none());
    world.now = world.now.plus(2 * Timestamp::DAY);
    let case = world.act(&clerk(), "resume", json!({})).unwrap();
    assert_eq!(promise(&case).unwrap().since(before), 2 * Timestamp::DAY, "two work days of rest");
    assert!(case.rest.is_none());
    let clock = case.running(ClockKind::Promise, None).unwrap();
    assert_eq!(clock.rests, [worktime::Rest { from: START.0, to: Some(world.now.0) }]);
}

#[test]
fn a_long_term_matter_is_reviewed_within_a_year() {
    let mut world = dispatched("lights");
    let plan = |review: &str| json!({ "reason": "规划", "plan": "分期", "review": review });
    assert_eq!(world.act(&clerk(), "carry_over", plan("2027-03-05T00:00:00Z")), Err("review.too_far".into()));
    assert_eq!(world.act(&clerk(), "carry_over", plan("2026-03-01T00:00:00Z")), Err("date.past".into()));
    let case = world.act(&clerk(), "carry_over", plan("2027-03-01T00:00:00Z")).unwrap();
    assert_eq!(case.rest.map(|r| r.kind), Some(RestKind::CarriedOver));
}

#[test]
fn time_is_asked_for_and_granted_once() {
    let mut world = dispatched("lights");
    let hand = handler("lights");
    let due = |case: &Case| case.running(ClockKind::Task, Some("1")).and_then(|c| c.due_at).unwrap();
    let before = due(&world.case());
    let ask = json!({ "hours_or_days": 1.5, "reason": "下雨" });
    assert_eq!(world.act(&hand, "extend", ask), Err("field.invalid".into()));
    world.act(&hand, "extend", json!({ "hours_or_days": 1, "reason": "下雨" })).unwrap();
    assert!(!world.offered(&hand, false).contains(&"extend".to_owned()));
    let case = world.act(&clerk(), "grant", json!({})).unwrap();
    assert_eq!(due(&case).since(before), Timestamp::DAY);
    assert_eq!(case.counts.extensions, 1);
    assert_eq!(world.act(&clerk(), "deny", json!({ "reason": "x" })), Err("guard".into()));
}

#[test]
fn one_leads_others_assist_and_all_must_finish() {
    let mut world = World::new();
    world.act(&clerk(), "accept", pass()).unwrap();
    let twice = json!({ "unit": "lights", "assists": ["lights"] });
    assert_eq!(world.act(&clerk(), "dispatch", twice), Err("task.exists".into()));
    let case = world.act(&clerk(), "dispatch", json!({ "unit": "lights", "assists": ["roads"] })).unwrap();
    assert_eq!(case.tasks.iter().filter(|t| t.lead).count(), 1);
    assert_eq!(world.act(&clerk(), "add_task", json!({ "unit": "roads" })), Err("task.exists".into()));
    let case = world.act(&handler("roads"), "finish", json!({ "result": "好" })).unwrap();
    assert_eq!(case.state, "handling");
    let case = world.act(&handler("lights"), "finish", json!({ "result": "好" })).unwrap();
    assert_eq!(case.state, "to_check");
    assert_eq!(world.case().handlers.len(), 2);
}

#[test]
fn the_watchman_marks_once_and_moves_nobody() {
    let mut world = dispatched("lights");
    assert!(watch(&world.case(), world.now).is_empty());
    let first = world.case().next_mark().unwrap();
    world.now = first;
    let mut marks = watch(&world.case(), world.now);
    assert!(matches!(marks.as_slice(), [Change::Marked { mark: Mark::DueSoon, kind: ClockKind::Sign, .. }]));
    world.keep(
        "system/watch",
        "system.due_soon",
        FactData { changes: std::mem::take(&mut marks), public: false },
    );
    assert!(watch(&world.case(), world.now).is_empty());
    world.now = world.now.plus(30 * Timestamp::DAY);
    let before = world.case().tasks;
    let marks = watch(&world.case(), world.now);
    assert_eq!(marks.len(), 3, "promise, sign and task are late");
    world.keep("system/watch", "system.late", FactData { changes: marks, public: false });
    let case = world.case();
    assert!(case.was_late() && case.next_mark().is_none());
    assert_eq!(case.tasks, before);
    let case = world.act(&handler("lights"), "sign", json!({})).unwrap();
    assert!(case.clocks.iter().any(|c| c.kind == ClockKind::Sign && c.met_at.is_some() && c.late));
}

#[test]
fn orders_are_numbered_answered_and_cancelled() {
    let mut world = dispatched("lights");
    let order = json!({ "deadline": "2026-03-10T00:00:00Z", "note": "抓紧" });
    let case = world.act(&clerk(), "supervise", order.clone()).unwrap();
    assert_eq!(case.order().map(|o| o.no.as_str()), Some("350300-20260302-000001-S1"));
    assert_eq!(world.act(&clerk(), "supervise", order.clone()), Err("guard".into()));
    world.act(&clerk(), "supervise_reply", json!({ "note": "明天" })).unwrap();
    let case = world.act(&clerk(), "supervise_cancel", json!({})).unwrap();
    assert!(case.order().is_none() && case.orders[0].replied_at.is_some());
    let case = world.act(&clerk(), "supervise", order).unwrap();
    assert!(case.order().is_some_and(|o| o.no.ends_with("-S2")));
}

#[test]
fn the_ladder_ends_at_the_top() {
    let mut world = World::new();
    let up = json!({ "reason": "超出能力" });
    assert_eq!(world.act(&clerk(), "escalate", up.clone()).unwrap().tier.as_deref(), Some("town"));
    assert_eq!(world.act(&clerk(), "escalate", up), Err("tier.highest".into()));
}

#[test]
fn what_a_worker_settles_alone_is_one_step() {
    let mut world = World::new();
    let case = world.act(&handler("grid-team"), "settle", json!({ "result": "扶正了" })).unwrap();
    assert_eq!((case.state.as_str(), case.lead_unit()), ("to_check", Some("grid-team")));
    assert!(case.accepted_at.is_some());
}

#[test]
fn another_category_asks_the_routes_again() {
    let mut world = World::new();
    let case = world.act(&clerk(), "reclassify", json!({ "category": "road" })).unwrap();
    assert_eq!(case.routed.and_then(|r| r.unit).as_deref(), Some("roads"));
    let case = world.act(&clerk(), "relocate", json!({ "lon": 119.1, "lat": 25.4 })).unwrap();
    assert_eq!(case.spot.lon, Some(119.1));
}

#[test]
fn words_stay_inside_unless_the_step_is_public() {
    let mut world = World::new();
    world.act(&clerk(), "note", json!({ "text": "难缠", "urgent_place": true })).unwrap();
    let said = |w: &World| match &w.entries.last().unwrap().data.changes[0] {
        Change::Said { public, .. } => *public,
        other => panic!("{other:?}"),
    };
    assert!(!said(&world));
    assert_eq!(world.case().given.get("urgent_place"), Some(&json!(true)));
    let case = world.act(&clerk(), "answer", json!({ "text": "已告知" })).unwrap();
    assert!(said(&world));
    assert_eq!(case.outcome, Some(Outcome::Answered));
    assert!(matches!(case.reply, Some(Reply::Words(_))));
}

#[test]
fn facts_survive_their_text_form() {
    let mut world = dispatched("lights");
    world.act(&handler("lights"), "finish", json!({ "result": "好", "photos": ["b"] })).unwrap();
    for entry in &world.entries {
        let text = serde_json::to_string(&entry.data).unwrap();
        assert_eq!(serde_json::from_str::<FactData>(&text).unwrap(), entry.data, "{text}");
    }
    let case = world.case();
    let text = serde_json::to_string(&case).unwrap();
    assert_eq!(serde_json::from_str::<Case>(&text).unwrap(), case);
}
