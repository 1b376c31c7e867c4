//! The closed loop through the service's face, on both databases.
use crate::common::{LAMP, Story, lamp, told};
use cases::model::{Channel, Reply, TaskState};
use cases::service::{Intake, ListQuery};
use kernel::{Failure, Lang, Timestamp};
use serde_json::json;
use workflow::{Outcome, Phase};

testkit::both!(a_resident_reports_and_the_loop_is_closed, |test| async move {
    let story = Story::new(test).await;
    let photo = story.photo().await;
    let mut report = lamp("路灯坏了三天，请打13812345678");
    report.attachments = vec![photo];
    let done = story.cases.report(&story.nobody(), &report, None).await.unwrap();
    let number = done.case.number.clone();
    assert_eq!(number, "K1-20260302-000001");
    assert_eq!(done.case.spot.grid.as_deref(), Some("G1"));
    let routed = done.case.routed.clone().unwrap();
    assert_eq!((routed.unit.as_deref(), routed.decision.rule.as_deref()), (Some("lights"), Some("lamps")));
    assert!(story.cases.receipt_holds(&number, &done.receipt).await.unwrap());

    // nobody sees it yet, but the holder of the token
    let track = story.cases.track(&story.nobody(), &number, &done.token, Lang::Zh).await.unwrap();
    assert_eq!((track.steps.len(), track.photos.len()), (1, 1));
    assert!(story.cases.track(&story.nobody(), &number, "0123", Lang::Zh).await.is_err());
    assert!(story.cases.public_one(&story.nobody(), &number, Lang::Zh).await.is_err());

    // the dispatcher confirms the proposed unit
    let view = story.view("dora", &number).await;
    assert_eq!(view.proposal.as_ref().map(|p| p.unit.code.as_str()), Some("lights"));
    let why = view.why.unwrap();
    assert_eq!((why.source.as_str(), why.unit.unwrap().name.en.as_deref()), ("route", Some("lights")));
    assert!(why.missed.iter().any(|m| m.rule == "gas-leak"));
    assert_eq!(view.reporter.as_ref().unwrap().phone_masked.as_deref(), Some("138****5678"));
    let offer = view.actions.iter().find(|a| a.action == "dispatch").unwrap();
    assert_eq!(offer.inputs.iter().find(|i| i.key == "unit").unwrap().default, Some(json!("lights")));
    let case = story.does("dora", &number, "dispatch", json!({ "unit": "lights" })).await;
    assert_eq!(case.phase, Phase::Work);
    assert!(case.is_public());

    // the handler signs and handles; the same person may not check
    assert_eq!(story.refused("road", &number, "sign", json!({})).await, "case.not_found");
    story.does("hans", &number, "sign", json!({})).await;
    let after = story.photo().await;
    let finish = json!({ "result": "换了灯泡", "photos": [after] });
    let case = story.does("hans", &number, "finish", finish).await;
    assert_eq!((case.state.as_str(), case.tasks[0].state), ("to_check", TaskState::Done));
    assert!(matches!(case.reply, Some(Reply::Template { .. })));
    let pass = json!({ "result": "pass", "method": "photo" });
    assert_ne!(
        story.act("hans", &number, "check", pass.clone()).await.map(|_| ()).map_err(|e| told(&e)),
        Ok(())
    );
    story.does("chen", &number, "check", pass).await;
    let case = story
        .does("rita", &number, "call_back", json!({ "reached": true, "solved": true, "satisfied": true }))
        .await;
    assert_eq!(case.outcome, Some(Outcome::Closed));

    // the resident is answered, rates and asks to reopen; it is reopened and closed again
    let track = story.cases.track(&story.nobody(), &number, &done.token, Lang::Zh).await.unwrap();
    let said: Vec<&str> = track.steps.iter().filter_map(|s| s.text.as_deref()).collect();
    assert!(said.iter().any(|t| t.contains("换了灯泡")), "{said:?}");
    assert!(track.can.rate && track.can.ask_reopen, "{:?}", track.can);
    assert_eq!(track.photos.len(), 2);
    story.cases.rate(&story.nobody(), (&number, &done.token), 1, Some("又灭了")).await.unwrap();
    story.cases.ask_reopen(&story.nobody(), (&number, &done.token), "第二天又灭了").await.unwrap();
    let track = story.cases.track(&story.nobody(), &number, &done.token, Lang::Zh).await.unwrap();
    assert_eq!(track.rating.as_ref().map(|r| (r.grade, r.comment.as_deref())), Some((1, Some("又灭了"))));
    let offers: Vec<String> =
        story.view("dora", &number).await.actions.into_iter().map(|a| a.action).collect();
    assert!(offers.contains(&"reopen".to_owned()), "{offers:?}");
    let case = story.does("dora", &number, "reopen", json!({ "reason": "属实" })).await;
    assert!(case.is_open());

    // public: the number is gone from the words
    let public = story.cases.public_one(&story.nobody(), &number, Lang::Zh).await.unwrap();
    assert_eq!(public.text.as_deref(), Some("路灯坏了三天，请打***"));
    let report = story.verify().await;
    assert!(report.holds(), "{:?}", report.breaks);
    assert!(report.rows >= 2 && report.values > 5);
});

testkit::both!(the_reporter_corrects_and_withdraws_as_the_pack_offers, |test| async move {
    let story = Story::new(test).await;
    let done = story.lamp("北门的路灯不亮").await;
    let number = done.case.number.clone();
    let holder = (number.as_str(), done.token.as_str());
    let offered = async || {
        let track = story.cases.track(&story.nobody(), &number, &done.token, Lang::Zh).await.unwrap();
        track.offers.into_iter().map(|o| o.action).collect::<Vec<_>>()
    };
    assert_eq!(offered().await, ["correct", "withdraw"]);
    let said = |key: &str, text: &str| serde_json::Map::from_iter([(key.to_owned(), json!(text))]);
    let act = async |holder, action, input| {
        story.cases.act_as_reporter(&story.nobody(), holder, action, input).await.map_err(|e| told(&e))
    };
    act(holder, "correct", said("text", "说错了，是南门")).await.unwrap();
    let track = story.cases.track(&story.nobody(), &number, &done.token, Lang::Zh).await.unwrap();
    assert!(track.steps.iter().any(|s| s.text.as_deref() == Some("说错了，是南门")), "{:?}", track.steps);
    let seen = story.view("dora", &number).await;
    assert!(
        seen.timeline
            .iter()
            .any(|e| e.texts.iter().any(|w| w.text.as_deref().is_some_and(|t| t.contains("南门"))))
    );
    // not what nobody offered, not without the word, not for a follower
    let refused = act(holder, "close", said("reason", "x")).await.unwrap_err();
    assert!(refused.starts_with("act.action_not_now"), "{refused}");
    assert_ne!(act(holder, "withdraw", Default::default()).await.map(|_| ()), Ok(()));
    let follower = story.cases.follow(&story.nobody(), &number, Some(&done.token), None).await.unwrap();
    let refused = act((&number, &follower), "withdraw", said("reason", "x")).await.unwrap_err();
    assert!(refused.starts_with("act.action_not_now"), "{refused}");
    act(holder, "withdraw", said("reason", "自己修好了")).await.unwrap();
    assert!(offered().await.is_empty());
    let case = story.cases.load(&number).await.unwrap();
    assert_eq!((case.state.as_str(), case.outcome), ("withdrawn", Some(Outcome::Voided)));
    assert!(story.verify().await.holds());
});

testkit::both!(three_units_return_it_and_the_ruling_enters_the_catalogue, |test| async move {
    let story = Story::new(test).await;
    let mut desk = lamp("灯杆歪了");
    desk.channel = Channel::WalkIn;
    desk.hide_reporter = true;
    let number = story.cases.report(&story.who("rita").await, &desk, None).await.unwrap().case.number;
    let back = json!({ "clause": "第三条", "reason": "不归我们" });
    let mut due = None;
    for (unit, login) in [("lights", "hans"), ("roads", "road"), ("parks", "park")] {
        story.test.env.advance(Timestamp::HOUR);
        let case = story.does("dora", &number, "dispatch", json!({ "unit": unit })).await;
        let promise = case.running(workflow::ClockKind::Promise, None).and_then(|c| c.due_at);
        assert!(promise.is_some() && (due.is_none() || due == promise), "a return resets the promise");
        due = promise;
        assert_eq!(story.view(login, &number).await.reporter.unwrap().phone_masked, None);
        story.does(login, &number, "return", back.clone()).await;
    }
    assert_eq!(story.cases.load(&number).await.unwrap().phase, Phase::Arbitrate);
    let ruling = json!({ "unit": "roads", "clause": "第八条", "catalogue": true });
    story.does("arbi", &number, "rule", ruling).await;
    story.does("road", &number, "sign", json!({})).await;

    // the next like case is proposed to the right unit, with that ruling as its why
    let next = story.lamp("又一根歪了").await;
    let view = story.view("dora", &next.case.number).await;
    assert_eq!(view.proposal.unwrap().unit.code, "roads");
    let why = view.why.unwrap();
    assert_eq!((why.source.as_str(), why.ruling.as_deref()), ("ruling", Some(number.as_str())));
    let listed = story.cases.catalogue(&story.who("dora").await, Some(LAMP), "").await.unwrap();
    assert_eq!(listed.items.len(), 1);
    let book = story.cases.export_catalogue(&story.who("dora").await).await.unwrap();
    let sheet = story.cases.import_catalogue(&story.who("dora").await, book, true).await.unwrap();
    assert_eq!((sheet.rows, sheet.problems.len()), (1, 0), "{:?}", sheet.problems);
    assert!(story.verify().await.holds());
});

testkit::both!(the_same_request_again_does_nothing_twice, |test| async move {
    let story = Story::new(test).await;
    let photo = story.photo().await;
    let mut report = lamp("灯不亮");
    report.attachments = vec![photo];
    let intake = |body: &str| Intake {
        key: web::Key::new("anonymous", "3f0c5b9e-1", &[b"POST", body.as_bytes()]).unwrap(),
        raw: "3f0c5b9e-1".into(),
    };
    let first = story.cases.report(&story.nobody(), &report, Some(intake("a"))).await.unwrap();
    let again = story.cases.report(&story.nobody(), &report, Some(intake("a"))).await.unwrap();
    assert_eq!(first, again);
    let other = story.cases.report(&story.nobody(), &report, Some(intake("b"))).await.unwrap_err();
    assert_eq!(other.refusal().unwrap().code, "idempotency.reused");
    let all = story.cases.list(&story.who("dora").await, &ListQuery::default(), Lang::Zh).await.unwrap();
    assert_eq!(all.items.len(), 1);

    // a stale version gets the present state
    let number = &first.case.number;
    story.does("dora", number, "dispatch", json!({ "unit": "lights" })).await;
    let stale = story.act_on("dora", number, Some(1), "void", json!({ "reason": "x" })).await.unwrap_err();
    let stale = stale.refusal().unwrap().clone();
    assert_eq!((stale.code.as_str(), stale.extra["version"].as_i64()), ("case.stale", Some(2)));
});

testkit::both!(people_who_act_at_once_do_not_overwrite_each_other, |test| async move {
    let story = std::sync::Arc::new(Story::new(test).await);
    let number = story.lamp("灯不亮").await.case.number;
    let acts = (0..8).map(|n| {
        let (story, number) = (story.clone(), number.clone());
        tokio::spawn(async move {
            let unit = if n % 2 == 0 { "lights" } else { "roads" };
            story.act_on("dora", &number, Some(1), "dispatch", json!({ "unit": unit })).await
        })
    });
    let answers = futures::future::join_all(acts).await;
    let done = answers.iter().filter(|a| a.as_ref().unwrap().is_ok()).count();
    assert_eq!(done, 1);
    for answer in answers.into_iter().map(Result::unwrap) {
        if let Err(Failure::Refused(refusal)) = answer {
            assert_eq!(refusal.code, "case.stale");
        }
    }
    assert_eq!(story.cases.load(&number).await.unwrap().seq, 2);
    assert!(story.verify().await.holds());
});

testkit::both!(lists_keep_to_their_scope, |test| async move {
    let story = Story::new(test).await;
    for n in 0..5 {
        story.test.env.advance(1000);
        story.lamp(&format!("第{n}盏灯不亮")).await;
    }
    let list = |login: &'static str, query: ListQuery| {
        let story = &story;
        async move { story.cases.list(&story.who(login).await, &query, Lang::Zh).await.unwrap() }
    };
    let all = list("dora", ListQuery { limit: Some(3), ..ListQuery::default() }).await;
    assert_eq!(all.items.len(), 3);
    let rest = list("dora", ListQuery { limit: Some(3), after: all.next, ..ListQuery::default() }).await;
    assert_eq!((rest.items.len(), rest.next), (2, None));
    assert!(list("faro", ListQuery::default()).await.items.is_empty(), "another county");
    assert!(list("hans", ListQuery::default()).await.items.is_empty(), "not sent to that unit");
    let number = rest.items[0].number.clone();
    story.does("dora", &number, "dispatch", json!({ "unit": "lights" })).await;
    assert_eq!(list("hans", ListQuery::default()).await.items.len(), 1);
    let todo = || ListQuery { queue: Some("todo".into()), ..ListQuery::default() };
    assert_eq!(list("hans", todo()).await.items.len(), 1);
    assert_eq!(list("road", todo()).await.items.len(), 0);
    assert_eq!(list("dora", todo()).await.items.len(), 4);
    let counts = story.cases.counts(&story.who("dora").await).await.unwrap().queues;
    assert_eq!((counts["registered"], counts["work"], counts["todo"]), (4, 1, 4));

    // search by number, by words
    let reader: std::sync::Arc<dyn ledger::follow::Reader> =
        std::sync::Arc::new(cases::readers::Words(story.vault.clone()));
    let env: std::sync::Arc<dyn kernel::Env> = story.test.env.clone();
    ledger::follow::catch_up(&story.test.db, &env, &reader).await.unwrap();
    let search = |q: &str| ListQuery { q: Some(q.into()), ..ListQuery::default() };
    assert_eq!(list("dora", search("第3盏灯")).await.items.len(), 5, "pairs of Han characters");
    assert_eq!(list("dora", search("石桥头")).await.items.len(), 5);
    assert_eq!(list("dora", search("井盖")).await.items.len(), 0);
    assert_eq!(list("dora", search(&number)).await.items.len(), 1);
});

testkit::both!(the_watchman_tells_the_level_above_once, |test| async move {
    let story = Story::new(test).await;
    let number = story.lamp("灯不亮").await.case.number;
    let sent = story.does("dora", &number, "dispatch", json!({ "unit": "lights" })).await;
    assert_eq!(story.cases.watch(&story.test.system()).await.unwrap(), 0);
    story.test.env.advance(30 * Timestamp::DAY);
    assert_eq!(story.cases.watch(&story.test.system()).await.unwrap(), 1);
    assert_eq!(story.cases.watch(&story.test.system()).await.unwrap(), 0);
    let late = story.cases.load(&number).await.unwrap();
    assert!(late.was_late());
    assert_eq!((late.tasks, late.state), (sent.tasks, sent.state), "nothing changes owner by itself");
    let list = ListQuery { queue: Some("late".into()), ..ListQuery::default() };
    let page = story.cases.list(&story.who("dora").await, &list, Lang::Zh).await.unwrap();
    assert!(page.items[0].late);
    let mut tx = story.test.db.read().await.unwrap();
    let notices = db::Sql::composed("NOTICES", "SELECT to_unit, kind FROM case_notice ORDER BY clock".into());
    let notices = tx.fetch_all(&notices, vec![]).await.unwrap();
    assert_eq!(notices.len(), 3);
    assert!(notices.iter().all(|n| n.get::<String>("to_unit").unwrap() == "centre"));
    drop(tx);
    assert!(story.verify().await.holds());
});

testkit::both!(a_reveal_needs_a_purpose_and_leaves_a_fact, |test| async move {
    let story = Story::new(test).await;
    let number = story.lamp("灯不亮").await.case.number;
    use cases::service::Reveal;
    let rita = story.who("rita").await;
    let none = story.cases.reveal(&rita, &number, Reveal::Phone, " ").await.unwrap_err();
    assert_eq!(none.refusal().unwrap().code, "field.required");
    assert_eq!(story.cases.reveal(&rita, &number, Reveal::Phone, "回访").await.unwrap(), "13812345678");
    let gwen = story.who("gwen").await;
    assert!(story.cases.reveal(&gwen, &number, Reveal::Phone, "好奇").await.is_err());
    assert!(story.cases.view(&story.who("faro").await, &number, Lang::Zh).await.is_err(), "another county");
});

testkit::both!(a_changed_row_is_named, |test| async move {
    let story = Story::new(test).await;
    let number = story.lamp("灯不亮").await.case.number;
    story.does("dora", &number, "dispatch", json!({ "unit": "lights" })).await;
    let change = |sql: &'static str| {
        let db = story.test.db.clone();
        let ctx = story.test.system();
        async move {
            db.write(&ctx, move |tx| {
                Box::pin(async move {
                    tx.execute(&db::Sql::composed("TAMPER", sql.into()), vec![]).await?;
                    Ok::<_, db::DbError>(())
                })
            })
            .await
            .unwrap();
        }
    };
    change("UPDATE cases SET due_at = due_at + 86400000").await;
    let report = story.verify().await;
    assert_eq!(report.breaks.iter().map(|b| b.what.as_str()).collect::<Vec<_>>(), ["row cases.due_at"]);
    change("UPDATE cases SET due_at = due_at - 86400000").await;
    assert!(story.verify().await.holds());
    change("UPDATE case_task SET unit = 'roads'").await;
    assert!(!story.verify().await.holds());
});
