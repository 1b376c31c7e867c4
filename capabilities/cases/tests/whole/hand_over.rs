//! Hand-over of a person's posts and open work, on both databases.
use crate::common::Story;
use cases::service::{HandOvers, ListQuery};
use identity::{NewHandOver, NewPost, PersonId};
use kernel::{Ctx, Lang, Timestamp};
use serde_json::json;
use std::collections::BTreeSet;

fn to(successor: &PersonId) -> NewHandOver {
    NewHandOver { successor: successor.clone(), from: None, until: None, posts: vec![], reason: None }
}

/// The story with somebody who may hand over, and somebody new without any post.
async fn begun(test: testkit::TestDb) -> (Story, HandOvers, PersonId) {
    let story = Story::new(test).await;
    let system = story.test.system();
    let person = |login: &str| identity::NewPerson {
        login: Some(login.into()),
        name: format!("{login}同志"),
        phone: None,
        password: None,
        password_hash: None,
    };
    let secu = story.identity.create_person(&system, person("secu")).await.unwrap();
    let post = NewPost {
        kind: "admin_security".into(),
        person: secu.clone(),
        deputy: None,
        unit: "centre".into(),
        area: Some("C".into()),
        valid_from: None,
        valid_to: None,
        work_phone: None,
    };
    story.identity.give_post(&system, post).await.unwrap();
    let next = story.identity.create_person(&system, person("next")).await.unwrap();
    let mut story = story;
    story.people.insert("secu".into(), secu);
    story.people.insert("next".into(), next.clone());
    let hand = HandOvers::new(story.cases.clone(), story.identity.clone());
    (story, hand, next)
}

/// Twelve lamps that `hans` has signed; their numbers.
async fn twelve(story: &Story) -> Vec<String> {
    let mut numbers = vec![];
    for n in 0..12 {
        let number = story.lamp(&format!("灯不亮{n}")).await.case.number;
        story.does("dora", &number, "dispatch", json!({ "unit": "lights" })).await;
        let case = story.does("hans", &number, "sign", json!({})).await;
        assert_eq!(
            case.tasks[0].person,
            Some(format!("person/{}", story.people["hans"])),
            "who signs has it"
        );
        numbers.push(number);
    }
    numbers
}

async fn mine(story: &Story, ctx: &Ctx) -> BTreeSet<String> {
    let query = ListQuery { queue: Some("mine".into()), ..ListQuery::default() };
    let page = story.cases.list(ctx, &query, Lang::Zh).await.unwrap();
    page.items.into_iter().map(|row| row.number).collect()
}

testkit::both!(twelve_open_cases_go_to_the_successor, |test| async move {
    let (story, hand, next) = begun(test).await;
    let numbers = twelve(&story).await;
    let (hans, secu) = (story.people["hans"].clone(), story.who("secu").await);
    let before = hand.preview(&secu, &hans, (None, 5)).await.unwrap();
    assert_eq!((before.posts.len(), before.work, before.items.len()), (1, 12, 5));
    assert!(before.items.iter().all(|item| item.number.is_none()), "who grants posts reads no cases");
    let rest = hand.preview(&secu, &hans, (before.next.as_deref(), 50)).await.unwrap();
    assert_eq!((rest.items.len(), rest.next), (7, None));

    let key = web::Key::new(&secu.actor.id, "hand-over-0001", &[b"body"]).unwrap();
    let new = NewHandOver { reason: Some("调往他处".into()), ..to(&next) };
    let done = hand.give(&secu, &hans, new.clone(), Some(key.clone())).await.unwrap();
    assert_eq!((done.moved, done.left), (12, 0));
    assert_eq!(done.hand_over.reason.as_deref(), Some("调往他处"));
    assert!(done.hand_over.gone_at.is_some());
    let ctx = story.who("next").await;
    assert_eq!(mine(&story, &ctx).await, numbers.iter().cloned().collect());
    assert_eq!(ctx.actor.grants[0].kind, "handler");
    assert!(story.who("hans").await.actor.grants.is_empty(), "may do nothing any more");
    assert_eq!(
        story.refused("hans", &numbers[0], "finish", json!({ "result": "好" })).await,
        "case.not_found"
    );

    // once more changes nothing, with the key or by the job that follows
    let mut versions = vec![];
    for number in &numbers {
        versions.push(story.cases.load(number).await.unwrap().seq);
    }
    let again = hand.give(&secu, &hans, new, Some(key)).await.unwrap();
    assert_eq!((again.hand_over.id.clone(), again.moved, again.left), (done.hand_over.id.clone(), 12, 0));
    let without = hand.give(&secu, &hans, to(&next), None).await.unwrap_err();
    assert_eq!(without.refusal().unwrap().code, "hand_over.nothing", "neither posts nor work are left");
    assert_eq!(hand.follow(&story.test.system(), &done.hand_over.id, false).await.unwrap(), 0);
    for (number, seq) in numbers.iter().zip(versions) {
        assert_eq!(story.cases.load(number).await.unwrap().seq, seq, "{number}");
        let view = story.view("next", number).await;
        let step = view.timeline.iter().filter(|step| step.action == "hand_over").count();
        assert_eq!(step, 1, "{number}: one fact");
    }
    story
        .does("next", &numbers[0], "finish", json!({ "result": "已修好", "photos": [story.photo().await] }))
        .await;

    let told = story.identity.told(&ctx, None, 10).await.unwrap();
    assert_eq!((told.items.len(), told.unseen, told.items[0].kind.as_str()), (1, 1, "hand_over"));
    story.identity.see_told(&ctx, told.items[0].at).await.unwrap();
    assert_eq!(story.identity.told(&ctx, None, 10).await.unwrap().unseen, 0);
    assert!(story.verify().await.holds(), "{:?}", story.verify().await.breaks);
});

testkit::both!(after_a_leave_posts_and_work_come_back, |test| async move {
    let (story, hand, next) = begun(test).await;
    let numbers = twelve(&story).await;
    let (hans, secu) = (story.people["hans"].clone(), story.who("secu").await);
    let until = secu.now.plus(7 * Timestamp::DAY);
    let new = NewHandOver { until: Some(until), ..to(&next) };
    let done = hand.give(&secu, &hans, new, None).await.unwrap();
    assert_eq!((done.moved, done.left), (12, 0));
    assert!(story.who("hans").await.actor.grants.is_empty());
    // one is finished meanwhile, one comes anew
    let photo = story.photo().await;
    story.does("next", &numbers[0], "finish", json!({ "result": "已修好", "photos": [photo] })).await;
    let fresh = story.lamp("又一盏").await.case.number;
    story.does("dora", &fresh, "dispatch", json!({ "unit": "lights" })).await;
    story.does("next", &fresh, "sign", json!({})).await;

    story.test.env.advance(7 * Timestamp::DAY + 10_000);
    assert_eq!(story.who("hans").await.actor.grants.len(), 1, "back in the post");
    assert!(story.who("next").await.actor.grants.is_empty());
    let system = story.test.system();
    assert_eq!(hand.follow(&system, &done.hand_over.id, true).await.unwrap(), 12);
    let back = mine(&story, &story.who("hans").await).await;
    let expected: BTreeSet<String> = numbers[1..].iter().cloned().chain([fresh]).collect();
    assert_eq!(back, expected, "and what the stand-in signed, who has no post left");
    assert_eq!(hand.follow(&system, &done.hand_over.id, true).await.unwrap(), 0);
    assert!(story.verify().await.holds(), "{:?}", story.verify().await.breaks);
});

testkit::both!(a_leave_ends_early_and_the_job_of_its_old_end_does_nothing, |test| async move {
    let (story, hand, next) = begun(test).await;
    let numbers = twelve(&story).await;
    let (hans, secu) = (story.people["hans"].clone(), story.who("secu").await);
    let until = secu.now.plus(7 * Timestamp::DAY);
    let leave = NewHandOver { until: Some(until), ..to(&next) };
    let done = hand.give(&secu, &hans, leave.clone(), None).await.unwrap();
    let refused = async |who: &Ctx, id: &str| {
        hand.end_leave(who, &hans, id, None).await.unwrap_err().refusal().unwrap().code.clone()
    };
    let adam = story.who("adam").await;
    assert_eq!(refused(&adam, &done.hand_over.id).await, "action.forbidden");
    assert_eq!(refused(&secu, "nothing").await, "hand_over.not_found");

    story.test.env.advance(Timestamp::DAY);
    let secu = story.who("secu").await;
    let key = web::Key::new(&secu.actor.id, "leave-ends-0001", &[b"{}"]).unwrap();
    let ended = hand.end_leave(&secu, &hans, &done.hand_over.id, Some(key.clone())).await.unwrap();
    assert_eq!(ended.until, Some(secu.now));
    assert!(ended.back_at.is_some());
    assert_eq!(story.who("hans").await.actor.grants.len(), 1, "back in the post");
    assert!(story.who("next").await.actor.grants.is_empty());
    let all: BTreeSet<String> = numbers.iter().cloned().collect();
    assert_eq!(mine(&story, &story.who("hans").await).await, all);
    let again = hand.end_leave(&secu, &hans, &done.hand_over.id, Some(key)).await.unwrap();
    assert_eq!(again.until, ended.until);
    assert_eq!(refused(&secu, &done.hand_over.id).await, "hand_over.over");

    // another leave with the same stand-in runs through the end of the first: its job leaves everything where it is
    let second = NewHandOver { until: Some(secu.now.plus(20 * Timestamp::DAY)), ..leave };
    hand.give(&secu, &hans, second, None).await.unwrap();
    story.test.env.advance(7 * Timestamp::DAY);
    let runner = jobs::Runner::new(story.test.db.clone(), story.test.env.clone())
        .on(identity::HAND_OVER, hand.clone());
    runner.drain().await.unwrap();
    assert_eq!(mine(&story, &story.who("next").await).await, all, "still with the stand-in");
    assert!(story.verify().await.holds(), "{:?}", story.verify().await.breaks);
});

testkit::both!(what_cannot_be_handed_over_says_why, |test| async move {
    let (story, hand, next) = begun(test).await;
    let (hans, secu) = (story.people["hans"].clone(), story.who("secu").await);
    let code = async |ctx: &Ctx, person: &PersonId, new: NewHandOver| {
        hand.give(ctx, person, new, None).await.unwrap_err().refusal().unwrap().code.clone()
    };
    assert_eq!(code(&story.who("adam").await, &hans, to(&next)).await, "action.forbidden");
    assert_eq!(code(&secu, &hans, to(&hans)).await, "hand_over.to_oneself");
    assert_eq!(code(&secu, &hans, to(&story.people["secu"])).await, "post.to_oneself");
    let nobody = kernel::Id::trusted("00000000-0000-7000-8000-000000000000");
    assert_eq!(code(&secu, &hans, to(&nobody)).await, "person.unknown");
    assert_eq!(code(&secu, &nobody, to(&next)).await, "person.not_found");
    let strange = NewHandOver { posts: vec!["nothing".into()], ..to(&next) };
    assert_eq!(code(&secu, &hans, strange).await, "hand_over.not_held");
    let past = NewHandOver { until: Some(Timestamp(1)), ..to(&next) };
    assert_eq!(code(&secu, &hans, past).await, "field.invalid");
    let post = hand.preview(&secu, &hans, (None, 1)).await.unwrap().posts[0].id.clone();
    let one = NewHandOver { posts: vec![post.clone()], ..to(&next) };
    hand.give(&secu, &hans, one.clone(), None).await.unwrap();
    assert_eq!(code(&secu, &hans, one).await, "hand_over.not_held", "it is another's now");
});
