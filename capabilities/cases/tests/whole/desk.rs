//! What the desk does at once: registering and the act are one command; on both databases.
use crate::common::{Story, lamp};
use cases::model::Channel;
use cases::service::Report;
use kernel::{Failure, Refusal};
use serde_json::{Value, json};
use workflow::Outcome;

fn walk_in() -> Report {
    Report { channel: Channel::WalkIn, ..lamp("灯不亮，问何时修") }
}

async fn refused(story: &Story, action: &str, input: Value) -> Refusal {
    let rita = story.who("rita").await;
    match story.cases.report_and_act(&rita, &walk_in(), None, (action, &input)).await {
        Err(Failure::Refused(refusal)) => refusal,
        other => panic!("{action}: {other:?}"),
    }
}

testkit::both!(registering_and_what_is_done_at_once_are_both_or_neither, |test| async move {
    let story = Story::new(test).await;
    let rita = story.who("rita").await;
    let count = async || {
        let sql = db::Sql::composed("COUNT", "SELECT count(*) AS n FROM cases".into());
        let mut tx = story.test.db.read().await.unwrap();
        tx.fetch_one(&sql, vec![]).await.unwrap().get::<i64>("n").unwrap()
    };
    for (action, input, field) in [
        ("answer", json!({}), "/outcome/input/text"),
        ("answer", json!({ "text": "今晚修", "colour": "red" }), "/outcome/input/colour"),
        ("dispatch", json!({ "unit": "nowhere" }), "/outcome/action"),
        ("nonsense", json!({}), "/outcome/action"),
    ] {
        let refusal = refused(&story, action, input).await;
        assert_eq!(refusal.field.as_deref(), Some(field), "{action}: {refusal}");
        assert_eq!(count().await, 0, "{action}: nothing is registered");
    }
    let answer = json!({ "text": "今晚检修" });
    let done = story.cases.report_and_act(&rita, &walk_in(), None, ("answer", &answer)).await.unwrap();
    assert_eq!((done.case.seq, done.case.outcome), (2, Some(Outcome::Answered)));
    assert_eq!(story.cases.load(&done.case.number).await.unwrap(), done.case);
    assert_eq!(count().await, 1);
    assert!(story.cases.receipt_holds(&done.case.number, &done.receipt).await.unwrap());
    assert!(story.verify().await.holds());
});
