//! Somebody is away: what that leaves without a day is told to whoever planned it, and days are those of the place.

use crate::campaigns::{WEEK, items, open, progress, street, wanted};
use crate::visits::Street;
use forms::model::campaign::NewCampaign;
use forms::service::campaigns::UNPLANNED;
use identity::absence::{Absence, NewAbsence};
use identity::{PersonId, ToldView};
use kernel::Timestamp;

/// What somebody is told of campaigns, the newest first.
async fn told(street: &Street, login: &str) -> Vec<ToldView> {
    let page = street.story.identity.told(&street.who(login).await, None, 50).await.unwrap();
    page.items.into_iter().filter(|t| t.kind == UNPLANNED).collect()
}

async fn away(street: &Street, login: &str, first: &str, last: &str) -> Absence {
    street.story.test.env.advance(1_000);
    let who: PersonId = street.story.people[login].clone();
    let days = NewAbsence { first_day: first.into(), last_day: last.into() };
    let said = street.story.identity.say_absent(&street.who(login).await, &who, &days).await.unwrap();
    street.follow().await;
    street.follow().await;
    said
}

async fn back(street: &Street, login: &str, said: &Absence) {
    let who = street.who(login).await;
    street.story.identity.end_absence(&who, &said.person, &said.id).await.unwrap();
    street.follow().await;
}

/// Ten homes of one grid, three a day at most.
async fn ten(street: &Street) -> NewCampaign {
    let homes: String = (10..20).map(|n| format!("x{n},X-{n},小巷{n}号,2,G1\n")).collect();
    street.take("dwelling", street.homes(), &format!("no,number,address,use,grid\n{homes}")).await;
    let lines = (10..20).map(|n| format!("小巷{n}号")).collect();
    NewCampaign { per_day: Some(3), ..wanted(lines) }
}

testkit::both!(what_does_not_fit_any_more_is_told_to_who_planned_it, |test| async move {
    let street = street(test).await;
    let new = ten(&street).await;
    let view = open(&street, &new).await;
    // elsewhere nothing changes
    open(&street, &wanted(vec!["D-3".into()])).await;
    let said = away(&street, "gwen", WEEK[1], WEEK[3]).await;
    assert_eq!(progress(&street, &view.row.id, None).await.whole.unplanned, 4);
    let first = told(&street, "tina").await;
    let [one] = first.as_slice() else { panic!("{first:?}") };
    assert_eq!(one.about["campaign"], view.row.id.as_str());
    assert_eq!((&one.about["unplanned"], &one.about["more"]), (&4.into(), &4.into()));
    // who is away is nobody's business here
    let text = one.about.to_string();
    assert!(one.from.is_none() && !text.contains(said.person.as_str()) && !text.contains("gwen"), "{text}");
    assert!(told(&street, "gwen").await.is_empty() && told(&street, "dora").await.is_empty());
    // it is told when it becomes more, not again while it is so
    away(&street, "gus", WEEK[1], WEEK[1]).await;
    assert_eq!(told(&street, "tina").await.len(), 1);
    back(&street, "gwen", &said).await;
    assert_eq!(told(&street, "tina").await.len(), 1);
    let said = away(&street, "gwen", WEEK[1], WEEK[4]).await;
    let again = told(&street, "tina").await;
    assert_eq!((again.len(), &again[0].about["unplanned"]), (2, &7.into()));
    back(&street, "gwen", &said).await;

    // days pass and nobody goes: once a day that is looked at
    let system = street.story.test.system();
    for unplanned in [0, 1, 4] {
        street.story.test.env.advance(Timestamp::DAY);
        let before = told(&street, "tina").await.len();
        for _ in 0..2 {
            let system = street.story.test.system();
            Box::pin(street.forms.look_daily(&system)).await.unwrap();
        }
        let now = told(&street, "tina").await;
        assert_eq!(now.len() - before, usize::from(unplanned > 0));
        let left = items(&street, &view.row.id, None).await.iter().filter(|i| i.planned_on.is_none()).count();
        assert_eq!(left, unplanned);
        assert!(unplanned == 0 || now[0].about["unplanned"] == unplanned, "{now:?}");
    }
    // who handed it down is not there any more: it is told to whoever may plan it next above
    street.story.identity.end_person(&system, &street.story.people["tina"]).await.unwrap();
    away(&street, "gwen", WEEK[3], WEEK[3]).await;
    assert_eq!(told(&street, "dora").await.len(), 1);
});

testkit::both!(days_of_absence_are_those_of_the_place, |test| async move {
    let street = street(test).await;
    let identity = &street.story.identity;
    // half an hour before midnight there, in UTC the afternoon
    let before = 15 * Timestamp::HOUR + 1_800_000;
    street.story.test.env.advance((before - street.now().0).rem_euclid(Timestamp::DAY));
    let (today, tomorrow) = (street.day(0), street.day(1));
    let one_day = away(&street, "gwen", &today, &today).await;
    let longer = away(&street, "gus", &today, &street.day(5)).await;
    let listed = async |login: &str, said: &Absence| {
        identity.absences(&street.who(login).await, &said.person).await.unwrap()
    };
    assert_eq!(listed("gwen", &one_day).await.len(), 1);
    // an hour later it is tomorrow there, and still the same day in UTC
    street.story.test.env.advance(Timestamp::HOUR);
    assert_eq!(street.day(0), today);
    assert_eq!(listed("gwen", &one_day).await, [], "her day is over");
    back(&street, "gus", &longer).await;
    assert_eq!(listed("gus", &longer).await, [], "he works today");
    let rows = format!("SELECT count(*) AS n FROM absence WHERE last_day = '{today}'");
    assert_eq!(street.number(&rows).await, 2, "yesterday was the last of both");
    // and whoever is away tomorrow carries nothing from midnight on
    let new = ten(&street).await;
    away(&street, "gwen", &tomorrow, &tomorrow).await;
    let last = street.day(2);
    let view = open(&street, &NewCampaign { last_day: last.clone(), per_day: Some(20), ..new }).await;
    let days: Vec<Option<String>> =
        items(&street, &view.row.id, None).await.into_iter().map(|i| i.planned_on).collect();
    assert!(days.iter().all(|day| day.as_deref() == Some(last.as_str())), "{tomorrow}: {days:?}");
    let report = street.verify().await;
    assert!(report.holds(), "{:?}", report.breaks);
});
