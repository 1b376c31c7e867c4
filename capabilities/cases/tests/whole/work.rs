//! Joint work, the ways out of the loop, files, the desk and the bulk path, on both databases.
use crate::common::{Story, lamp};
use cases::bulk::{BulkCase, Packed, Writer};
use cases::model::{Channel, Entry, FactData, TaskState, stream};
use cases::rules::fold;
use cases::service::{CategoryRef, PlaceInput, Report};
use kernel::{Lang, Timestamp};
use serde_json::json;
use std::collections::BTreeMap;
use std::sync::Arc;
use workflow::{ClockKind, Outcome, Phase};

testkit::both!(a_town_calls_two_departments_and_one_is_late, |test| async move {
    let story = Story::new(test).await;
    let call = Report {
        channel: Channel::Patrol,
        text: Some("占用耕地建房".into()),
        category: Some(CategoryRef { pack: "town-calls-county".into(), code: "J02".into() }),
        place: PlaceInput { lon: Some(119.015), lat: Some(25.01), ..PlaceInput::default() },
        ..Report::default()
    };
    let number = story.cases.report(&story.who("tina").await, &call, None).await.unwrap().case.number;
    let both = json!({ "unit": "roads", "assists": ["parks"] });
    let case = story.does("tina", &number, "call", both).await;
    assert_eq!(
        case.tasks.iter().map(|t| (t.unit.as_str(), t.lead)).collect::<Vec<_>>(),
        [("roads", true), ("parks", false)]
    );
    let dues: Vec<_> = ["1", "2"].iter().map(|t| case.running(ClockKind::Task, Some(t)).is_some()).collect();
    assert_eq!(dues, [true, true], "each owes within its own clock");
    story.does("road", &number, "report_in", json!({})).await;
    story.does("park", &number, "report_in", json!({})).await;
    story.does("road", &number, "finish", json!({ "result": "已停工" })).await;
    // the other one is late; the case waits for it, and nobody else takes it over
    story.test.env.advance(60 * Timestamp::DAY);
    assert_eq!(story.cases.watch(&story.test.system()).await.unwrap(), 1);
    let late = story.cases.load(&number).await.unwrap();
    assert!(
        late.clocks.iter().any(|c| c.kind == ClockKind::Task && c.task.as_deref() == Some("2") && c.late)
    );
    assert_eq!((late.phase, late.tasks[1].state), (Phase::Work, TaskState::Signed));
    let case = story.does("park", &number, "finish", json!({ "result": "已恢复" })).await;
    assert_eq!(case.state, "to_confirm");
    let rate = |unit: &str| json!({ "unit": unit, "grade": 2, "comment": "慢" });
    story.does("tina", &number, "rate_department", rate("parks")).await;
    story.does("park", &number, "rate_town", rate("office")).await;
    assert!(case.clocks.iter().any(|c| c.kind == ClockKind::Task && c.met_at.is_some() && c.late));
    let offers: Vec<String> =
        story.view("tina", &number).await.actions.into_iter().map(|a| a.action).collect();
    assert!(offers.contains(&"confirm".to_owned()), "{offers:?}");
    let closed = story.does("tina", &number, "confirm", json!({ "result": "pass", "method": "spot" })).await;
    assert_eq!(closed.outcome, Some(Outcome::Closed));
    let rated: Vec<_> = closed.unit_ratings.iter().map(|r| (r.by_unit.as_str(), r.unit.as_str())).collect();
    assert_eq!(rated, [("office", "parks"), ("parks", "office")]);
    // nothing of it is published
    assert!(story.cases.public_one(&story.nobody(), &number, Lang::Zh).await.is_err());
    assert!(story.verify().await.holds());
});

testkit::both!(every_intake_ends_somewhere, |test| async move {
    let story = Story::new(test).await;
    let new = async |text: &str| story.lamp(text).await;
    let first = new("灯不亮").await;
    let answer = json!({ "text": "今晚检修，明早恢复" });
    let case = story.does("rita", &first.case.number, "answer", answer).await;
    assert_eq!(case.outcome, Some(Outcome::Answered));
    let track = story.cases.track(&story.nobody(), &first.case.number, &first.token, Lang::Zh).await.unwrap();
    assert!(track.steps.iter().filter_map(|s| s.text.as_ref()).any(|t| t.contains("今晚检修")));

    let refused = new("我家的灯").await;
    let refuse = json!({ "refusal": "civil", "reason": "属于户内" });
    let case = story.does("rita", &refused.case.number, "refuse", refuse).await;
    assert_eq!((case.outcome, case.refusal.as_deref()), (Some(Outcome::NotAccepted), Some("civil")));
    assert!(!case.is_public());
    let track =
        story.cases.track(&story.nobody(), &refused.case.number, &refused.token, Lang::Zh).await.unwrap();
    assert!(
        track.steps.iter().any(|s| s.text.as_ref().is_some_and(|t| t.contains("属于户内"))),
        "{:?}",
        track.steps
    );

    let out = new("有人打架").await;
    let transfer = json!({ "body": "公安", "receipt": "110-7788", "reason": "治安" });
    let case = story.does("dora", &out.case.number, "transfer", transfer).await;
    assert_eq!(case.outcome, Some(Outcome::Transferred));

    let (kept, twin) = (new("三号灯不亮").await, new("三号灯黑了").await);
    assert_eq!(story.view("dora", &twin.case.number).await.similar.len(), 1);
    assert_eq!(
        story.refused("dora", &twin.case.number, "merge", json!({ "into": twin.case.number })).await,
        "merge.unfit"
    );
    let case = story.does("dora", &twin.case.number, "merge", json!({ "into": kept.case.number })).await;
    assert_eq!(
        (case.outcome, case.merged_into.as_deref()),
        (Some(Outcome::Joined), Some(kept.case.number.as_str()))
    );
    assert_eq!(story.cases.load(&kept.case.number).await.unwrap().merged_from, [twin.case.number.as_str()]);
    assert!(story.verify().await.holds());
});

testkit::both!(a_grid_worker_settles_alone_in_one_step, |test| async move {
    let story = Story::new(test).await;
    let mut patrol = lamp("小广告");
    patrol.channel = Channel::Patrol;
    let gwen = story.who("gwen").await;
    let done = story.cases.report(&gwen, &patrol, None).await.unwrap();
    assert_eq!(done.case.reporter.actor.as_deref(), Some(gwen.actor.id.as_str()));
    let photo = story.photo().await;
    let missing = story.refused("gwen", &done.case.number, "settle", json!({ "result": "清理了" })).await;
    assert_eq!(missing, "act.input_missing");
    let settle = json!({ "result": "清理了", "photos": [photo] });
    let case = story.does("gwen", &done.case.number, "settle", settle).await;
    assert_eq!((case.outcome, case.lead_unit()), (Some(Outcome::Closed), Some("office")));
    // the worker who reported sees result and photo
    let view = story.view("gwen", &done.case.number).await;
    assert!(view.timeline.iter().any(|s| s.action == "settle" && s.photos.len() == 1));
    assert!(view.timeline.iter().all(|s| s.hash.starts_with("sha256:")));
    assert_eq!(
        story
            .refused(
                "gwen",
                &done.case.number,
                "sample_check",
                json!({ "result": "pass", "method": "sample" })
            )
            .await,
        "act.not_allowed"
    );
});

testkit::both!(an_attachment_is_for_those_who_may_see_it, |test| async move {
    let story = Story::new(test).await;
    let mut report = lamp("灯不亮");
    report.attachments = vec![story.photo().await];
    let done = story.cases.report(&story.nobody(), &report, None).await.unwrap();
    let (number, id) = (done.case.number.clone(), done.case.attachments[0].id.clone());
    use blobs::Rendition;
    let dora = story.who("dora").await;
    assert!(story.cases.attachment(&dora, &number, &id, Rendition::Thumb).await.is_ok());
    assert!(story.cases.attachment(&dora, &number, "other", Rendition::Thumb).await.is_err());
    assert!(story.cases.attachment(&story.who("faro").await, &number, &id, Rendition::Thumb).await.is_err());
    assert!(story.cases.track_photo(&number, &done.token, &id, true).await.is_ok());
    assert!(story.cases.public_photo(&number, &id, false).await.is_err(), "not accepted yet");
    story.does("dora", &number, "accept", json!({})).await;
    assert!(story.cases.public_photo(&number, &id, false).await.is_ok());
    // an upload is used up by the case it belongs to
    let again = story.cases.report(&story.nobody(), &report, None).await.unwrap_err();
    assert_eq!(again.refusal().unwrap().field.as_deref(), Some("/attachments"));
});

testkit::both!(somebody_follows_instead_of_filing_again, |test| async move {
    let story = Story::new(test).await;
    let done = story.lamp("灯不亮").await;
    let number = &done.case.number;
    let nobody = story.nobody();
    assert!(story.cases.follow(&nobody, number, None, None).await.is_err(), "not public yet");
    story.does("dora", number, "accept", json!({})).await;
    let lamp_here = CategoryRef { pack: "city-upkeep".into(), code: crate::common::LAMP.into() };
    let near = story.cases.nearby(&nobody, &lamp_here, (119.0051, 25.01), Lang::Zh).await.unwrap();
    assert_eq!(near.iter().map(|c| c.number.as_str()).collect::<Vec<_>>(), [number.as_str()]);
    assert!(story.cases.nearby(&nobody, &lamp_here, (119.0151, 25.01), Lang::Zh).await.unwrap().is_empty());
    let token = story.cases.follow(&nobody, number, None, Some("13800001111")).await.unwrap();
    let track = story.cases.track(&nobody, number, &token, Lang::Zh).await.unwrap();
    assert!(!track.can.rate && !track.can.ask_reopen && track.can.follow);
    let rate = story.cases.rate(&nobody, (number, &token), 4, None).await.unwrap_err();
    assert_eq!(rate.refusal().unwrap().code, "act.action_not_now");
});

testkit::both!(another_category_or_place_asks_the_routes_again, |test| async move {
    let story = Story::new(test).await;
    let number = story.lamp("树倒了").await.case.number;
    let case = story.does("dora", &number, "reclassify", json!({ "category": "020409" })).await;
    let routed = case.routed.unwrap();
    assert_eq!((routed.unit.as_deref(), routed.decision.priority.code()), (Some("parks"), "urgent"));
    let case = story.does("dora", &number, "relocate", json!({ "lon": 119.015, "lat": 25.01 })).await;
    assert_eq!(case.spot.grid.as_deref(), Some("G2"));
    assert!(case.spot.address.is_some(), "the words of the reporter stay");
    let off = story.act("dora", &number, "relocate", json!({ "lon": 200, "lat": 25.01 })).await.unwrap_err();
    assert_eq!(off.refusal().unwrap().field.as_deref(), Some("/input/lon"));
    let up = story.does("dora", &number, "escalate", json!({ "reason": "超出能力" })).await;
    assert_eq!(up.tier.as_deref(), Some("adjacent"));
    let nobody = story.act("dora", &number, "dispatch", json!({ "unit": "no-such-unit" })).await.unwrap_err();
    assert_eq!(nobody.refusal().unwrap().field.as_deref(), Some("/input/unit"));
});

testkit::both!(many_cases_at_once_are_as_good_as_one_by_one, |test| async move {
    let story = Story::new(test).await;
    let one = story.lamp("灯不亮").await.case;
    let mut bulk = vec![];
    for n in 0..120 {
        let mut registration = None;
        let mut tx = story.test.db.read().await.unwrap();
        let facts = ledger::facts_of_stream(&mut tx, &one.county, &stream(&one.id)).await.unwrap();
        let mut data: FactData = facts[0].decode().unwrap();
        for change in &mut data.changes {
            if let cases::model::Change::Registered(r) = change {
                r.id = story.test.system().id();
                r.number = cases::service::number("K1", "20260302", 500 + n);
                (r.text, r.spot.address, r.attributes) = (None, None, None);
                r.reporter = Default::default();
                registration = Some(r.clone());
            }
        }
        let entry = Entry {
            seq: 1,
            at: story.test.system().now,
            actor: "resident".into(),
            post: None,
            action: "report".into(),
            data,
        };
        assert!(registration.is_some());
        let case = fold([&entry]).unwrap();
        bulk.push(BulkCase { case, entries: vec![entry], values: vec![], token: Some(format!("token{n}")) });
    }
    let (bulk, vault) = (Arc::new(bulk), story.vault.clone());
    let system = story.test.system();
    story
        .test
        .db
        .write(&system, move |tx| {
            let (bulk, vault) = (bulk.clone(), vault.clone());
            Box::pin(async move {
                let writer = Writer::new(vault);
                let next = BTreeMap::from([(("K1".to_owned(), "20260302".to_owned()), 620)]);
                writer.numbers(tx, &next).await?;
                writer.write(tx, Packed::pack(bulk.as_ref().clone())?).await
            })
        })
        .await
        .unwrap();
    let verified = story.verify().await;
    assert!(verified.holds(), "{:?}", verified.breaks);
    let number = "K1-20260302-000507";
    assert!(story.cases.track(&story.nobody(), number, "token7", Lang::Zh).await.is_ok());
    let case = story.does("dora", number, "ask_verify", json!({ "text": "看一下" })).await;
    assert_eq!(case.seq, 2);
    // this process still has numbers of its block; another begins behind those that were written
    let other = cases::Cases::new(cases::Parts {
        db: story.test.db.clone(),
        env: story.test.env.clone(),
        vault: story.vault.clone(),
        blobs: story.blobs.clone(),
        grid: story.grid.clone(),
        directory: story.identity.clone(),
        library: story.packs.clone(),
    });
    let next = other.report(&story.nobody(), &lamp("灯不亮"), None).await.unwrap().case.number;
    assert_eq!(next, "K1-20260302-000620");
});

testkit::both!(the_watchman_reminds_of_rests_and_orders, |test| async move {
    let story = Story::new(test).await;
    let number = story.lamp("灯不亮").await.case.number;
    story.does("dora", &number, "dispatch", json!({ "unit": "lights" })).await;
    let order = json!({ "deadline": "2026-03-03T00:00:00Z", "note": "抓紧" });
    story.does("supe", &number, "supervise", order).await;
    let rest = json!({ "cause": "等配件", "until": "2026-03-20T00:00:00Z" });
    story.does("dora", &number, "suspend", rest).await;
    story.test.env.advance(2 * Timestamp::DAY);
    assert_eq!(story.cases.watch(&story.test.system()).await.unwrap(), 1, "the order is late");
    let case = story.cases.load(&number).await.unwrap();
    assert!(case.order().unwrap().reminded && !case.rest.as_ref().unwrap().reminded);
    assert!(!case.was_late(), "clocks that rest are not late");
    story.test.env.advance(20 * Timestamp::DAY);
    assert_eq!(story.cases.watch(&story.test.system()).await.unwrap(), 1, "the rest is over");
    assert_eq!(story.cases.watch(&story.test.system()).await.unwrap(), 0);
    let case = story.cases.load(&number).await.unwrap();
    assert_eq!((case.phase, case.rest.unwrap().reminded), (Phase::Rest, true), "nothing wakes by itself");
    assert!(story.verify().await.holds());
});

testkit::both!(an_outside_number_belongs_to_one_case, |test| async move {
    let story = Story::new(test).await;
    let alias = |n: &str| cases::model::Alias { system: "12345".into(), number: n.into() };
    let mut hotline = lamp("灯不亮");
    hotline.channel = Channel::Hotline;
    hotline.external = Some(alias("H-1"));
    let rita = story.who("rita").await;
    let first = story.cases.report(&rita, &hotline, None).await.unwrap().case;
    let again = story.cases.report(&rita, &hotline, None).await.unwrap_err();
    assert_eq!(again.refusal().unwrap().code, "alias.taken");
    let other = story.lamp("另一盏").await.case;
    story.cases.alias(&rita, &other.number, alias("H-2")).await.unwrap();
    let taken = story.cases.alias(&rita, &other.number, alias("H-1")).await.unwrap_err();
    assert_eq!(taken.refusal().unwrap().code, "alias.taken");
    assert!(story.cases.alias(&story.who("chen").await, &other.number, alias("H-3")).await.is_err());
    let query = cases::service::ListQuery { q: Some("H-2".into()), ..Default::default() };
    let found = story.cases.list(&rita, &query, Lang::Zh).await.unwrap();
    assert_eq!(found.items.iter().map(|r| &r.number).collect::<Vec<_>>(), [&other.number]);
    assert_eq!(story.cases.by_alias("12345", "H-1").await.unwrap().unwrap().number, first.number);
    assert!(story.verify().await.holds());
});

testkit::both!(what_is_erased_is_found_no_more, |test| async move {
    let story = Story::new(test).await;
    let case = story.lamp("独一无二的灯柱").await.case;
    let reader: Arc<dyn ledger::follow::Reader> = Arc::new(cases::readers::Words(story.vault.clone()));
    let env: Arc<dyn kernel::Env> = story.test.env.clone();
    let find = async |q: &str| {
        ledger::follow::catch_up(&story.test.db, &env, &reader).await.unwrap();
        let query = cases::service::ListQuery { q: Some(q.into()), ..Default::default() };
        story.cases.list(&story.who("dora").await, &query, Lang::Zh).await.unwrap().items.len()
    };
    assert_eq!((find("独一无二").await, find("石桥头").await), (1, 1));
    let (vault, system, county) = (story.vault.clone(), story.test.system(), case.county.clone());
    let id = case.text.clone().unwrap().id;
    let ctx = system.clone();
    story
        .test
        .db
        .write(&system, move |tx| {
            let (vault, ctx, county, id) = (vault.clone(), ctx.clone(), county.clone(), id.clone());
            Box::pin(async move { vault.erase(tx, &ctx, &county, &id, "request").await })
        })
        .await
        .unwrap();
    assert_eq!((find("独一无二").await, find("石桥头").await), (0, 1));
    assert_eq!(story.view("dora", &case.number).await.text, None);
    let verified = story.verify().await;
    assert!(verified.holds() && verified.erased == 1, "{verified:?}");
});
