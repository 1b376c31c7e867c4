//! A correction takes the place of what it corrects, and what was voided is as if it had never come: beside a twin where it never did.

use crate::visits::Street;
use forms::model::visit::{VisitState, VisitView};
use forms::service::burden::{BurdenQuery, By};
use forms::service::visits::{ELEMENT, VisitQuery};
use register::service::KnownRecord;
use serde_json::{Value, json};

/// Three let homes that differ in nothing but their names, each with somebody who lives there.
async fn twins(street: &Street) -> Vec<String> {
    let homes =
        "no,number,address,use,grid\nx,X-1,孪生路1号,2,G1\ny,X-2,孪生路2号,2,G1\nz,X-3,孪生路3号,2,G1\n";
    street.take("dwelling", street.homes(), homes).await;
    let people = json!({"key": "no", "area": "grid", "as_of": street.day(-10), "fields": {"name": "name", "phone": "phone"},
        "relations": {"lives_in": {"column": "home", "by": "identifier"}}});
    let rows = "no,name,phone,home,grid\nx,样人,13900000021,X-1,G1\ny,样人,13900000021,X-2,G1\nz,样人,13900000021,X-3,G1\n";
    street.take("person", people, rows).await;
    let visits = street.visits("gwen").await;
    visits.into_iter().filter(|v| v.subject.label.starts_with("孪生路")).map(|v| v.id).collect()
}

async fn opened(street: &Street, id: &str) -> VisitView {
    Box::pin(street.forms.visit(&street.who("gwen").await, id)).await.unwrap()
}

/// The answers of a visit: how many tenants, a telephone number, whether wires are bad.
fn filled(
    visit: &VisitView,
    instance: &str,
    old: Option<&str>,
    tenants: &str,
    phone: &str,
    wires: &str,
) -> String {
    let (form, version) = (&visit.form.form_id, &visit.form.version);
    let person = &visit.plan.questions.iter().find(|q| q.name == "lives_in__person").unwrap().instances[0].id;
    let tenants = if tenants.is_empty() {
        String::new()
    } else {
        format!("<rental_safety__tenants__on>1</rental_safety__tenants__on><tenants>{tenants}</tenants>")
    };
    let phone =
        if phone.is_empty() { String::new() } else { format!("<person__phone>{phone}</person__phone>") };
    let old = old.map(|old| format!("<deprecatedID>{old}</deprecatedID>")).unwrap_or_default();
    format!(
        "<data id=\"{form}\" version=\"{version}\"><_start>2026-11-23T09:00:00.000+08:00</_start><_end>2026-11-23T09:05:00.000+08:00</_end>\
         <s_who><dwelling__use>2</dwelling__use></s_who><s_about>{tenants}</s_about>\
         <s_members><lives_in__person><lives_in__person__ref>{person}</lives_in__person__ref><person__name>样人</person__name>{phone}</lives_in__person></s_members>\
         <s_checks><fire-exits__alarm>yes</fire-exits__alarm><rental_safety__wires>{wires}</rental_safety__wires></s_checks>\
         <meta><instanceID>{instance}</instanceID>{old}</meta></data>"
    )
}

/// What is known of a home and of whom lives there, what departments declared of it, and when modules were last answered.
#[derive(Debug, PartialEq)]
struct Known {
    values: Vec<(String, String, Value)>,
    elements: Vec<(String, i64)>,
    last: Vec<(String, i64)>,
}

/// Everything that is known of a home, but for who it is.
async fn known(street: &Street, id: &str) -> Known {
    let gwen = street.who("gwen").await;
    let relations = ["lives_in".to_owned()];
    let records: Vec<KnownRecord> =
        Box::pin(street.register.known(&gwen, authz::action::FORM_VISIT, id, &relations, &|_, _| true, &[]))
            .await
            .unwrap();
    let mut values = vec![];
    for r in records {
        for (field, v) in
            r.values.iter().filter(|(field, _)| !["number", "address"].contains(&field.as_str()))
        {
            values.push((r.kind.clone(), field.clone(), json!([v.value, v.as_of.0, v.source])));
        }
    }
    let n: i64 = id.rsplit('-').next().unwrap().parse().unwrap();
    let mut tx = street.story.test.db.read().await.unwrap();
    let mut elements = vec![];
    for (element, value, at) in forms::store::visits::known(&mut tx, "K1", n).await.unwrap() {
        let text = street.story.vault.used(&mut tx, "K1", &value, ELEMENT).await.unwrap().unwrap();
        elements.push((format!("{element}={text}"), at.0));
    }
    let last = forms::store::visits::last(&mut tx, "K1", &[n]).await.unwrap();
    let mut last: Vec<(String, i64)> = last.into_iter().map(|((_, module), at)| (module, at.0)).collect();
    last.sort();
    values.sort_by_key(|v| (v.0.clone(), v.1.clone()));
    Known { values, elements, last }
}

async fn burden(street: &Street) -> Vec<(String, Value)> {
    let month = street.day(0)[..7].to_owned();
    let query = BurdenQuery { by: By::Module, from: month.clone(), to: month };
    let table = Box::pin(street.forms.burden(&street.who("rita").await, &query)).await.unwrap();
    let all = table.items.into_iter().map(|r| (r.code, json!(r.count)));
    all.filter(|(_, count)| count["visits"] != 0).chain([("all".into(), json!(table.total))]).collect()
}

async fn counting(street: &Street, id: &str) -> Vec<(String, String)> {
    let n: i64 = id.rsplit('-').next().unwrap().parse().unwrap();
    let mut tx = street.story.test.db.read().await.unwrap();
    let all = forms::store::visits::counting(&mut tx, "K1", n).await.unwrap();
    let mut all: Vec<(String, String)> =
        all.into_iter().map(|(module, instance, _)| (module, instance)).collect();
    all.sort();
    all
}

async fn state(street: &Street, id: &str) -> VisitState {
    let query = VisitQuery { limit: Some(500), ..VisitQuery::default() };
    let list = Box::pin(street.forms.visits(&street.who("gwen").await, &query)).await.unwrap().items;
    list.into_iter().find(|v| v.id == id).unwrap().state
}

testkit::both!(a_correction_takes_the_place_of_what_it_corrects, |test| async move {
    let street = Street::new(test).await;
    street.admit().await;
    let homes = twins(&street).await;
    let [one, two, three] = &homes[..] else { panic!("{homes:?}") };
    let untouched = known(&street, one).await;
    street.story.test.env.advance(60_000);

    // what is wrong: five tenants, another telephone, bad wires; beside it the twin, at once as it is
    let wrong = opened(&street, one).await;
    street.submit(one, &filled(&wrong, "uuid:wrong", None, "5", "13900000099", "yes")).await;
    let right = opened(&street, two).await;
    street.submit(two, &filled(&right, "uuid:twin", None, "2", "", "yes")).await;
    street.follow().await;
    assert_ne!(known(&street, one).await, known(&street, two).await);
    let cases = street.number("SELECT count(*) AS n FROM cases").await;
    assert_eq!(cases, 2);

    // an hour later it is put right; sent twice, settled twice
    street.story.test.env.advance(3_600_000);
    let xml = filled(&wrong, "uuid:right", Some("uuid:wrong"), "2", "", "yes");
    street.submit(one, &xml).await;
    assert!(street.submit(one, &xml).await.again);
    street.follow().await;
    street.follow().await;
    assert_eq!(known(&street, one).await, known(&street, two).await);
    assert_eq!(street.number("SELECT count(*) AS n FROM cases").await, cases, "it is the same case");
    // nothing is gone: the first records are there, and count no more
    assert_eq!(street.records("uuid:wrong").await.len(), 3);
    let current = counting(&street, one).await;
    assert!(current.len() == 3 && current.iter().all(|(_, i)| i == "uuid:right"), "{current:?}");
    let mut tx = street.story.test.db.read().await.unwrap();
    let listed = forms::store::visits::records(&mut tx, "K1", "tenancy", "", 10).await.unwrap();
    drop(tx);
    assert_eq!(listed.len(), 2, "{listed:?}");
    let tenants = street.records("uuid:right").await.into_iter().find(|(code, _)| code == "tenancy").unwrap();
    assert!(tenants.1.contains("<tenants>2</tenants>"), "{}", tenants.1);

    // both homes count alike
    let both = burden(&street).await;
    let visits: Vec<&Value> = both.iter().map(|(_, count)| &count["visits"]).collect();
    assert!(visits.iter().all(|v| **v == json!(2)), "{both:?}");
    for (_, count) in &both {
        assert!(count.as_object().unwrap().values().all(|n| n.as_i64().unwrap() % 2 == 0), "{both:?}");
    }

    // a correction of the correction says nothing of tenants: nothing is known of them then
    let last = filled(&wrong, "uuid:last", Some("uuid:right"), "", "", "no");
    street.submit(one, &last).await;
    street.follow().await;
    assert_eq!(known(&street, one).await.elements, []);

    // voided, it is as if nobody had been there
    let system = street.story.test.system();
    Box::pin(street.forms.void(&system, &wrong.form.form_id, "uuid:last")).await.unwrap();
    street.follow().await;
    street.follow().await;
    assert_eq!(known(&street, one).await, untouched);
    assert_eq!(counting(&street, one).await, []);
    assert_eq!((state(&street, one).await, state(&street, two).await), (VisitState::Due, VisitState::Done));
    for (half, whole) in burden(&street).await.iter().zip(&both) {
        let twice = half.1["asked"].as_i64().unwrap() * 2;
        assert_eq!((&half.0, twice), (&whole.0, whole.1["asked"].as_i64().unwrap()));
    }
    assert_eq!(state(&street, three).await, VisitState::Due);
    let report = street.verify().await;
    assert!(report.holds(), "{:?}", report.breaks);
});

testkit::both!(only_the_last_edition_is_settled, |test| async move {
    let street = Street::new(test).await;
    street.admit().await;
    let homes = twins(&street).await;
    let visit = opened(&street, &homes[0]).await;
    // both are there before anything is settled
    street.submit(&homes[0], &filled(&visit, "uuid:a", None, "5", "13900000099", "no")).await;
    street.submit(&homes[0], &filled(&visit, "uuid:b", Some("uuid:a"), "2", "", "no")).await;
    street.follow().await;
    assert_eq!(street.records("uuid:a").await, []);
    assert_eq!(counting(&street, &homes[0]).await.len(), 3);
    let twin = opened(&street, &homes[1]).await;
    street.submit(&homes[1], &filled(&twin, "uuid:c", None, "2", "", "no")).await;
    street.follow().await;
    assert_eq!(known(&street, &homes[0]).await, known(&street, &homes[1]).await);
    // another visit, 80 days on, and then the first is corrected: what came later stays
    street.story.test.env.advance(80 * kernel::Timestamp::DAY);
    for (home, instance) in [(&homes[0], "uuid:d"), (&homes[1], "uuid:e")] {
        let again = opened(&street, home).await;
        street.submit(home, &filled(&again, instance, None, "4", "13900000044", "no")).await;
    }
    street.follow().await;
    street.submit(&homes[0], &filled(&visit, "uuid:f", Some("uuid:b"), "3", "13900000033", "no")).await;
    street.follow().await;
    let (one, two) = (known(&street, &homes[0]).await, known(&street, &homes[1]).await);
    assert_eq!((one.elements, one.last), (two.elements, two.last));
    let phones = |all: &[(String, String, Value)]| all.iter().find(|v| v.1 == "phone").unwrap().2.clone();
    assert_eq!(phones(&one.values), phones(&two.values));
    let report = street.verify().await;
    assert!(report.holds(), "{:?}", report.breaks);
});
