//! Notices: who is told, who sees it, and how far somebody has read; on both databases.
use crate::common::Story;
use cases::service::{NoticeCounts, NoticePage, NoticeQuery};
use kernel::{Failure, Lang, Timestamp};
use serde_json::json;

async fn notices(story: &Story, login: &str, whom: &str, after: Option<String>, limit: i64) -> NoticePage {
    let query = NoticeQuery { whom: Some(whom.into()), after, limit: Some(limit), ..NoticeQuery::default() };
    story.cases.notices(&story.who(login).await, &query, Lang::En).await.unwrap()
}

async fn unseen(story: &Story, login: &str) -> NoticeCounts {
    story.cases.unseen_notices(&story.who(login).await).await.unwrap()
}

testkit::both!(the_level_above_is_told_and_whoever_owes, |test| async move {
    let story = Story::new(test).await;
    let mut numbers = vec![];
    for text in ["一号灯不亮", "二号灯不亮", "三号灯不亮"] {
        let number = story.lamp(text).await.case.number;
        story.does("dora", &number, "dispatch", json!({ "unit": "lights" })).await;
        numbers.push(number);
    }
    assert_eq!(notices(&story, "lead", "all", None, 50).await.items, []);
    story.test.env.advance(60 * Timestamp::DAY);
    story.cases.watch(&story.test.system()).await.unwrap();

    // the centre is the unit above the lights
    let above = notices(&story, "lead", "above", None, 200).await.items;
    assert!(
        above.len() >= 3 && above.iter().all(|n| n.unseen && n.to_unit.as_ref().unwrap().code == "centre")
    );
    assert!(above.iter().any(|n| n.kind == "late" && n.clock.as_deref() == Some("task")));
    assert!(numbers.iter().all(|n| above.iter().any(|one| one.case.number == *n && one.case.late)));
    let owed = notices(&story, "hans", "owed", None, 200).await.items;
    assert_eq!(owed.len(), above.len(), "the handlers see what their unit owes");
    assert_eq!(notices(&story, "hans", "above", None, 50).await.items, []);
    // another unit, another county: nothing
    for (login, whom) in [("park", "all"), ("faro", "all"), ("faro", "above"), ("road", "owed")] {
        assert_eq!(notices(&story, login, whom, None, 50).await.items, [], "{login} {whom}");
    }
    assert_eq!(unseen(&story, "faro").await, NoticeCounts::default());

    // page by page, newest first, each once
    let mut paged: Vec<String> = vec![];
    let mut after = None;
    loop {
        let page = notices(&story, "lead", "all", after, 2).await;
        paged.extend(page.items.into_iter().map(|n| n.key));
        match page.next {
            Some(next) => after = Some(next),
            None => break,
        }
    }
    assert_eq!(paged, above.iter().map(|n| n.key.clone()).collect::<Vec<_>>());

    // whoever has read is not told again, and nobody else is concerned
    let all = i64::try_from(above.len()).unwrap();
    assert_eq!(unseen(&story, "lead").await, NoticeCounts { above: all, owed: 0 });
    let lead = story.who("lead").await;
    story.cases.see_notices(&lead, &above[1].key).await.unwrap();
    assert_eq!(unseen(&story, "lead").await.above, 1);
    story.cases.see_notices(&lead, &above[0].key).await.unwrap();
    story.cases.see_notices(&lead, &above[2].key).await.unwrap();
    assert_eq!(unseen(&story, "lead").await.above, 0, "never back");
    assert!(notices(&story, "lead", "all", None, 50).await.items.iter().all(|n| !n.unseen));
    assert_eq!(unseen(&story, "hans").await, NoticeCounts { above: 0, owed: all });
    for wrong in ["", "x", "1", "99999999999999~a", "1~"] {
        let refused = story.cases.see_notices(&lead, wrong).await;
        assert!(
            matches!(refused, Err(Failure::Refused(r)) if r.field.as_deref() == Some("/up_to")),
            "{wrong}"
        );
    }
});
