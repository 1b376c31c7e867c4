//! Many at the same moment: the same key, the same version, new homes, changes that count at once.
use crate::common::{Story, lamp};
use cases::service::{Doing, Intake};
use kernel::Failure;
use serde_json::json;
use std::collections::HashSet;
use std::sync::Arc;
use web::Key;

fn key(raw: &str, content: &[u8]) -> Key {
    Key::new("anonymous", raw, &[content]).unwrap()
}

testkit::both!(the_same_key_from_many_at_once_is_one_case, |test| async move {
    let story = Arc::new(Story::new(test).await);
    let intake = || Intake { key: key("report-at-once", b"lamp"), raw: "report-at-once".into() };
    let tries = (0..12).map(|_| {
        let (story, intake) = (story.clone(), intake());
        tokio::spawn(async move { story.cases.report(&story.nobody(), &lamp("灯不亮"), Some(intake)).await })
    });
    let all: Vec<_> =
        futures::future::join_all(tries).await.into_iter().map(|r| r.unwrap().unwrap()).collect();
    assert!(all.iter().all(|r| *r == all[0]), "one number, one token, one receipt");
    let other = Intake { key: key("report-at-once", b"another"), raw: "report-at-once".into() };
    match story.cases.report(&story.nobody(), &lamp("另一盏"), Some(other)).await {
        Err(Failure::Refused(refusal)) => assert_eq!(refusal.code, "idempotency.reused"),
        other => panic!("{other:?}"),
    }
    assert!(story.verify().await.holds());
});

testkit::both!(of_two_who_act_on_one_version_one_is_late, |test| async move {
    let story = Arc::new(Story::new(test).await);
    let number = story.lamp("灯不亮").await.case.number;
    let act = |who: &'static str, raw: &str| {
        let (story, number, key) = (story.clone(), number.clone(), key(raw, raw.as_bytes()));
        tokio::spawn(async move {
            let (action, input) = ("accept".into(), json!({}));
            let doing = Doing { number, version: Some(1), action, input, token: false, key: Some(key) };
            story.cases.act(&story.who(who).await, doing).await
        })
    };
    let both = futures::future::join_all([act("rita", "act-first"), act("dora", "act-second")]).await;
    let both: Vec<_> = both.into_iter().map(|r| r.unwrap()).collect();
    assert_eq!(both.iter().filter(|r| r.is_ok()).count(), 1, "{both:?}");
    let late = both.iter().find_map(|r| r.as_ref().err()).unwrap();
    assert!(matches!(late, Failure::Refused(r) if r.code == "case.stale"), "{late:?}");

    // whoever was first and asks again is told so; whoever was late stays late
    for (who, raw, first) in [("rita", "act-first", both[0].is_ok()), ("dora", "act-second", both[1].is_ok())]
    {
        match act(who, raw).await.unwrap() {
            Ok(done) => assert!(first && done.repeated && done.case.seq == 2, "{done:?}"),
            Err(Failure::Refused(r)) => assert!(!first && r.code == "case.stale", "{r:?}"),
            Err(other) => panic!("{other:?}"),
        }
    }
    assert!(story.verify().await.holds());
});

testkit::both!(numbers_of_many_at_once_are_different, |test| async move {
    let story = Arc::new(Story::new(test).await);
    let tries = (0..50).map(|n| {
        let story = story.clone();
        tokio::spawn(async move { story.lamp(&format!("灯 {n}")).await.case.number })
    });
    let numbers: Vec<String> =
        futures::future::join_all(tries).await.into_iter().map(|n| n.unwrap()).collect();
    assert_eq!(numbers.iter().collect::<HashSet<_>>().len(), 50);
    let last = numbers.iter().filter_map(|n| n.rsplit('-').next()?.parse::<u32>().ok()).max().unwrap();
    assert!(last <= 100, "one lease for all who wait, not one each: {last}");
    for number in &numbers {
        assert_eq!(story.cases.load(number).await.unwrap().number, *number);
    }
    assert!(story.verify().await.holds());
});
