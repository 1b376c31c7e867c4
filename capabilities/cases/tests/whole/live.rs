//! Live events: who hears of what, and where a client goes on that was away.
use crate::common::{Story, lamp};
use cases::live::Live;
use futures::{Stream, StreamExt as _};
use kernel::{Ctx, Env};
use serde_json::json;
use std::{pin::Pin, sync::Arc, time::Duration};
use tokio::sync::oneshot;

/// Somebody who listens.
struct Ear(Pin<Box<dyn Stream<Item = String> + Send>>);

impl Ear {
    async fn staff(live: &Live, who: &Ctx, id: Option<&str>) -> Self {
        let scopes = authz::scopes(&who.actor, authz::action::CASE_LIST);
        Self(Box::pin(live.staff(&who.actor, scopes, id).await.unwrap()))
    }
    /// The next piece; heartbeats are passed over.
    async fn next(&mut self) -> String {
        loop {
            let piece = tokio::time::timeout(Duration::from_secs(60), self.0.next()).await;
            let piece = piece.expect("something is heard").expect("the stream goes on");
            if !piece.starts_with(':') {
                return piece;
            }
        }
    }
    /// Until something about a case is heard.
    async fn of(&mut self, number: &str, action: &str) -> String {
        loop {
            let piece = self.next().await;
            assert!(!piece.contains("王小明") && !piece.contains("石桥头"), "{piece}");
            if piece.contains(number) && piece.contains(&format!("\"action\":\"{action}\"")) {
                return piece;
            }
        }
    }
}

fn id(piece: &str) -> String {
    piece.lines().rev().find_map(|line| line.strip_prefix("id: ")).unwrap_or_default().to_owned()
}

testkit::both!(whoever_may_list_it_hears_of_it, |test| async move {
    let story = Story::new(test).await;
    let live = Live::new(story.cases.clone());
    let (stop, stopped) = oneshot::channel::<()>();
    let following = live.clone();
    let following = tokio::spawn(async move { following.follow(async { drop(stopped.await) }).await });
    let (db, env) = (story.test.db.clone(), story.test.env.clone() as Arc<dyn Env>);
    let (idle, gather) = (Duration::from_secs(30), Duration::from_millis(20));
    let sequencing = ledger::follow::run(db, env, vec![], idle, gather, std::future::pending());
    let sequencing = tokio::spawn(sequencing);

    let mut dora = Ear::staff(&live, &story.who("dora").await, None).await;
    let mut faro = Ear::staff(&live, &story.who("faro").await, None).await;
    let mut hans = Ear::staff(&live, &story.who("hans").await, None).await;
    for ear in [&mut dora, &mut faro, &mut hans] {
        assert!(ear.next().await.contains("event: hello"));
    }
    assert_eq!(live.stats().clients, 3);

    let reported = story.lamp("路灯不亮").await;
    let number = reported.case.number.clone();
    let first = dora.of(&number, "report").await;
    let mut resident = Ear(Box::pin(live.tracked(&number, &reported.token, None).await.unwrap()));
    assert!(resident.next().await.contains("event: hello"));
    assert!(live.tracked(&number, "00000000000000000000000000000000", None).await.is_err());
    story.does("dora", &number, "dispatch", json!({ "unit": "lights" })).await;
    dora.of(&number, "dispatch").await;
    let heard = hans.of(&number, "dispatch").await;
    assert!(heard.contains("\"unit\":\"lights\"") && !heard.contains("\"action\":\"report\""), "{heard}");

    // another county's dispatcher has heard none of it: the first thing is of their own
    let elsewhere = cases::service::PlaceInput { lon: Some(119.03), lat: Some(25.01), ..Default::default() };
    let other = cases::service::Report { place: elsewhere, ..lamp("灯坏了") };
    let other = story.cases.report(&story.nobody(), &other, None).await.unwrap().case.number;
    let piece = faro.next().await;
    assert!(piece.contains(&other) && !piece.contains(&number), "{piece}");

    // whoever was away goes on where they were; the id names a moment for all counties
    let again = Ear::staff(&live, &story.who("dora").await, Some(&id(&first))).await.next().await;
    assert!(
        again.contains("\"action\":\"dispatch\"")
            && !again.contains(&format!("{number}\",\"action\":\"report\"")),
        "{again}"
    );
    for lost in ["nonsense", "K1.zzzzzz", "another.1"] {
        let reset = Ear::staff(&live, &story.who("dora").await, Some(lost)).await.next().await;
        assert!(reset.contains("event: reset") && !reset.contains("event: case"), "{lost}: {reset}");
    }

    // the resident sees the steps that are public, as their page does
    story.does("hans", &number, "sign", json!({})).await;
    dora.of(&number, "sign").await;
    let steps =
        story.cases.track(&story.nobody(), &number, &reported.token, kernel::Lang::En).await.unwrap().steps;
    let mut later = Ear(Box::pin(live.tracked(&number, &reported.token, Some("1")).await.unwrap()));
    let missed = later.next().await;
    assert_eq!(missed.matches("event: case").count(), steps.len() - 1, "{missed} {steps:?}");

    stop.send(()).unwrap();
    following.await.unwrap();
    for ear in [&mut dora, &mut faro, &mut hans, &mut resident] {
        while ear.0.next().await.is_some() {}
    }
    let scopes = vec![authz::Scope::everywhere()];
    assert!(live.staff(&story.who("dora").await.actor, scopes, None).await.is_err());
    sequencing.abort();
});
