//! What becomes of the items of campaigns when visits are corrected or voided, when phones bring them, and when somebody tampers with them.

use crate::campaigns::{items, open, progress, recounted, street, wanted};
use crate::collect::{download, filled, send};
use crate::visits::{Street, refused};
use forms::model::campaign::{Closing, Count, ItemState, NewCampaign};
use forms::model::submission::Incoming;
use forms::model::visit::VisitState;
use forms::service::visits::{NotMet, NotMetReason};
use kernel::Timestamp;

/// A visit of the field app, sent and settled; the form that it was sent with.
async fn visited(street: &Street, id: &str, instance: &str) -> String {
    let visit = Box::pin(street.forms.visit(&street.who("gwen").await, id)).await.unwrap();
    let (form, version) = (&visit.form.form_id, &visit.form.version);
    let xml = format!(
        "<data id=\"{form}\" version=\"{version}\"><s_checks><rental_safety__wires>no</rental_safety__wires></s_checks><meta><instanceID>{instance}</instanceID></meta></data>"
    );
    street.submit(id, &xml).await;
    street.follow().await;
    form.clone()
}

async fn void(street: &Street, form: &str, instance: &str) {
    Box::pin(street.forms.void(&street.story.test.system(), form, instance)).await.unwrap();
    street.follow().await;
    street.follow().await;
}

async fn close(street: &Street, id: &str, reason: Option<&str>) {
    let closing = Closing { reason: reason.map(Into::into) };
    Box::pin(street.forms.close_campaign(&street.who("tina").await, id, &closing, None)).await.unwrap();
}

async fn count(street: &Street, id: &str) -> Count {
    let count = progress(street, id, None).await.whole.count;
    recounted(street, count).await;
    count
}

async fn holds(street: &Street) {
    let report = street.verify().await;
    assert!(report.holds(), "{:?}", report.breaks);
}

/// What a phone sends: a home with these modules answered, as an edition of another submission.
fn home(version: &str, instance: &str, old: &str, modules: &[&str]) -> String {
    let is = |code: &str| modules.contains(&code);
    let tenancy = "<s_about><tenancy__tenants__on>1</tenancy__tenants__on><tenants>2</tenants></s_about>";
    let safety = "<s_checks><rental_safety__wires>no</rental_safety__wires></s_checks>";
    let rest = format!(
        "{}{}",
        if is("tenancy") { tenancy } else { "<s_about/>" },
        if is("rental_safety") { safety } else { "<s_checks/>" }
    );
    let xml = filled(version, instance, "K1-1", "fire-exits rental_safety tenancy", &rest);
    match old {
        "" => xml,
        old => xml.replace("</instanceID>", &format!("</instanceID><deprecatedID>{old}</deprecatedID>")),
    }
}

testkit::both!(a_voided_visit_opens_its_item_again, |test| async move {
    let street = street(test).await;
    let view = open(&street, &wanted(vec!["示范路1号".into(), "D-3".into()])).await;
    let id = &view.row.id;
    let said = NotMet { reason: NotMetReason::NobodyHome, words: None };
    Box::pin(street.forms.not_met(&street.who("gwen").await, "K1-1", &said)).await.unwrap();
    street.story.test.env.advance(Timestamp::DAY);
    let form = visited(&street, "K1-1", "uuid:i1").await;
    assert_eq!((count(&street, id).await.done, count(&street, id).await.open), (1, 1));
    holds(&street).await;

    void(&street, &form, "uuid:i1").await;
    assert_eq!((count(&street, id).await.done, count(&street, id).await.open), (0, 2));
    let now = items(&street, id, Some(ItemState::Open)).await;
    let item = now.iter().find(|i| i.id == "K1-1").unwrap();
    // that nobody was met the day before stays said
    assert_eq!((item.tries, item.day.as_deref()), (1, Some("2026-03-02")));
    let row = street.visits("gwen").await.into_iter().find(|v| v.id == "K1-1").unwrap();
    assert_eq!((row.state, row.campaigns.len(), row.modules.len()), (VisitState::Due, 1, 3));
    holds(&street).await;

    // another visit counts in its place; of two that answered the same, one is enough
    let form = visited(&street, "K1-1", "uuid:i2").await;
    assert_eq!(count(&street, id).await.done, 1);
    let again = NewCampaign { modules: vec!["rental_safety".into()], ..wanted(vec!["示范路1号".into()]) };
    let again = open(&street, &again).await;
    street.story.test.env.advance(1_000);
    let last = visited(&street, "K1-1", "uuid:i3").await;
    void(&street, &form, "uuid:i2").await;
    let states = items(&street, &again.row.id, None).await;
    assert_eq!(states[0].state, ItemState::Done);
    holds(&street).await;

    // the end of a campaign stands; what is taken back after it is told as that
    close(&street, &again.row.id, None).await;
    close(&street, id, Some("列入下一轮")).await;
    void(&street, &last, "uuid:i3").await;
    let states = items(&street, &again.row.id, None).await;
    assert_eq!((states[0].state, states[0].day.as_deref()), (ItemState::Voided, None));
    let over = progress(&street, &again.row.id, None).await.whole.count;
    assert_eq!((over.total, over.done, over.voided, over.open), (1, 0, 1, 0));
    assert!(street.visits("gwen").await.iter().all(|v| v.campaigns.is_empty()));
    holds(&street).await;
});

testkit::both!(an_edition_answers_for_the_one_before, |test| async move {
    let street = street(test).await;
    let view = open(&street, &wanted(vec!["示范路1号".into()])).await;
    let id = &view.row.id;
    let version = download(&street, &street.who("gwen").await).await.version;
    let sends = async |xml: String| {
        send(&street, "gwen", &xml).await.unwrap();
        street.follow().await;
        street.follow().await;
    };
    let both = ["rental_safety", "tenancy"];
    sends(home(&version, "uuid:e1", "", &both)).await;
    assert_eq!(count(&street, id).await.done, 1);
    // the correction says nothing of one module: that is wanted again
    sends(home(&version, "uuid:e2", "uuid:e1", &both[..1])).await;
    assert_eq!((count(&street, id).await.done, count(&street, id).await.open), (0, 1));
    holds(&street).await;
    sends(home(&version, "uuid:e3", "uuid:e2", &both)).await;
    assert_eq!(count(&street, id).await.done, 1);
    holds(&street).await;
    // after its end an edition still answers for the one before, and no more than that
    close(&street, id, None).await;
    sends(home(&version, "uuid:e4", "uuid:e3", &both[1..])).await;
    assert_eq!((count(&street, id).await.done, count(&street, id).await.voided), (0, 1));
    holds(&street).await;
    sends(home(&version, "uuid:e5", "uuid:e4", &both)).await;
    assert_eq!((count(&street, id).await.done, count(&street, id).await.voided), (1, 0));
    holds(&street).await;
});

testkit::both!(a_phone_brings_what_campaigns_want, |test| async move {
    let street = street(test).await;
    let version = download(&street, &street.who("gwen").await).await.version;
    let xml = home(&version, "uuid:p1", "", &["rental_safety", "tenancy"]);
    send(&street, "gwen", &xml).await.unwrap();
    street.follow().await;
    street.story.test.env.advance(Timestamp::DAY);
    let due = async || {
        let phone = download(&street, &street.who("gwen").await).await;
        let line = phone
            .subjects
            .lines()
            .find(|l| l.split(',').nth(3) == Some("K1-1"))
            .unwrap_or_default()
            .to_owned();
        line.split(',').nth(5).unwrap_or_default().to_owned()
    };
    assert_eq!(due().await, "fire-exits", "two were answered lately");
    // the list that is handed down wants one of them again, beside what is due by rule
    let again = NewCampaign { modules: vec!["tenancy".into()], ..wanted(vec!["示范路1号".into()]) };
    let view = open(&street, &again).await;
    assert_eq!(due().await, "fire-exits tenancy");
    let xml = home(&version, "uuid:p2", "", &["tenancy"])
        .replace("fire-exits rental_safety tenancy", "fire-exits tenancy");
    send(&street, "gwen", &xml).await.unwrap();
    street.follow().await;
    assert_eq!(count(&street, &view.row.id).await.done, 1);
    assert_eq!(due().await, "fire-exits");
    holds(&street).await;
});

testkit::both!(a_correction_stays_in_its_home, |test| async move {
    let street = street(test).await;
    street.take("dwelling", street.homes(), "no,number,address,use,grid\nf,F-1,远路1号,2,K2\n").await;
    let far = street.number("SELECT n FROM register_record WHERE county = 'K2'").await;
    let system = street.story.test.system();
    let version = download(&street, &system).await.version;
    let sends = async |xml: String| {
        let incoming = Incoming::read(bytes::Bytes::from(xml), || "uuid:none".into()).unwrap();
        Box::pin(street.forms.receive_posted(&system, incoming)).await
    };
    let first = home(&version, "uuid:h1", "", &["tenancy"]);
    sends(first.clone()).await.unwrap();
    street.follow().await;
    // the wrong house in the same county: the records are of the right one
    let moved =
        |instance: &str, to: &str| home(&version, instance, "uuid:h1", &["tenancy"]).replace("K1-1", to);
    assert_eq!(refused(sends(moved("uuid:h2", &format!("K2-{far}"))).await), "form.subject_other_home");
    street.follow().await;
    assert_eq!(street.records("uuid:h1").await.len(), 1, "nothing is half done");
    sends(moved("uuid:h3", "K1-3")).await.unwrap();
    street.follow().await;
    let counting = async |n: i64| {
        let mut tx = street.story.test.db.read().await.unwrap();
        let all = forms::store::visits::counting(&mut tx, "K1", n).await.unwrap();
        all.into_iter().map(|(_, instance, _)| instance).collect::<Vec<_>>()
    };
    assert_eq!((counting(1).await, counting(3).await), (vec![], vec!["uuid:h3".to_owned()]));
    holds(&street).await;
});

testkit::both!(items_that_facts_do_not_explain_are_found, |test| async move {
    let street = street(test).await;
    let view = open(&street, &wanted(vec!["示范路1号".into(), "示范路2号".into(), "D-3".into()])).await;
    let id = &view.row.id;
    assert_eq!(view.row.count.total, 2, "nobody lets the second");
    visited(&street, "K1-1", "uuid:t1").await;
    let said = NotMet { reason: NotMetReason::NobodyHome, words: None };
    Box::pin(street.forms.not_met(&street.story.test.system(), "K1-3", &said)).await.unwrap();
    holds(&street).await;
    let one = format!("campaign = '{id}' AND n = 1");
    for (table, change, back) in [
        ("form_campaign_item", format!("state = 'open' WHERE {one}"), format!("state = 'done' WHERE {one}")),
        ("form_campaign_item", format!("wanted = 1 WHERE {one}"), format!("wanted = 0 WHERE {one}")),
        ("form_campaign_item", "asked = asked + 4".into(), "asked = asked - 4".into()),
        ("form_campaign_item", "tries = tries + 1".into(), "tries = tries - 1".into()),
        (
            "form_campaign_item",
            format!("n = 77 WHERE {one}"),
            format!("n = 1 WHERE campaign = '{id}' AND n = 77"),
        ),
        ("form_campaign_place", "done = done + 1".into(), "done = done - 1".into()),
        ("form_campaign", "last_day = '2099-01-01'".into(), "last_day = '2026-03-06'".into()),
        ("form_campaign", "state = 'closed'".into(), "state = 'open'".into()),
    ] {
        street.sql(&format!("UPDATE {table} SET {change}")).await;
        let report = street.verify().await;
        let told = report.breaks.iter().any(|b| b.what.starts_with(&format!("row {table} ")));
        assert!(told, "{table} {change}: {:?}", report.breaks);
        street.sql(&format!("UPDATE {table} SET {back}")).await;
    }
    holds(&street).await;
});
