//! Whoever is met on a visit and is in no register: entered once, with the relation and its day; put right by another edition, taken back with it.

use crate::visits::Street;
use forms::model::visit::{VisitRow, VisitView};
use forms::service::modules::Deciding;
use kernel::{Env, Timestamp};
use register::service::{RecordView, RelationView, SearchQuery};
use serde_json::json;
use std::sync::Arc;

const HOME: &str = "K1-1";
/// Sound numbers of nobody: the samples of the standard.
const NUMBER: &str = "11010519491231002X";
const OTHER: &str = "440524188001010014";

/// A street where those who live in a home are asked for by name, telephone and citizen number.
async fn street(test: testkit::TestDb) -> Street {
    let street = Street::new(test).await;
    street.admit().await;
    let system = street.story.test.system();
    let module = json!({"code": "census", "name": {"zh": "人口核对", "en": "Who lives here"}, "use": "collect", "function": "security",
        "subject": "dwelling", "every_days": 4, "basis": {"zh": "《居住证暂行条例》", "en": "Regulation"}, "questions": [{"each": "lives_in",
        "questions": [{"element": "person.name"}, {"element": "person.phone"}, {"element": "person.id_number"},
        {"name": "room", "type": "text", "label": {"zh": "住哪一间", "en": "Which room"}}]}]});
    Box::pin(street.forms.propose(&system, serde_json::from_value(module).unwrap(), None)).await.unwrap();
    let admit = Deciding { version: 1, reason: None };
    Box::pin(street.forms.admit_module(&system, "census", &admit, None)).await.unwrap();
    street
}

async fn opened(street: &Street) -> VisitView {
    Box::pin(street.forms.visit(&street.who("gwen").await, HOME)).await.unwrap()
}

/// Whom the form knows: record and name.
fn members(visit: &VisitView) -> Vec<(String, String)> {
    let repeat = visit.plan.questions.iter().find(|q| q.name == "lives_in__person").unwrap();
    repeat.instances.iter().map(|i| (i.id.clone(), i.values["person__name"].value.clone())).collect()
}

/// Somebody who was met: a name, then further answers.
fn met(name: &str, answers: &[(&str, &str)]) -> String {
    let more: String = answers.iter().map(|(q, v)| format!("<person__{q}>{v}</person__{q}>")).collect();
    format!(
        "<lives_in__person><lives_in__person__ref/><person__name>{name}</person__name>{more}</lives_in__person>"
    )
}

fn filled(visit: &VisitView, instance: &str, old: Option<&str>, people: &[String]) -> String {
    let old = old.map(|old| format!("<deprecatedID>{old}</deprecatedID>")).unwrap_or_default();
    format!(
        "<data id=\"{}\" version=\"{}\"><s_members>{}</s_members><meta><instanceID>{instance}</instanceID>{old}</meta></data>",
        visit.form.form_id,
        visit.form.version,
        people.concat()
    )
}

/// A visit is sent and settled.
async fn say(street: &Street, visit: &VisitView, instance: &str, old: Option<&str>, people: &[String]) {
    street.submit(HOME, &filled(visit, instance, old, people)).await;
    street.follow().await;
}

/// Who belongs to the home as the register shows it, in the order of their records.
async fn live_there(street: &Street) -> Vec<RelationView> {
    let all = Box::pin(street.register.relations(&street.who("rita").await, HOME, None)).await.unwrap();
    let mut all: Vec<RelationView> = all.items.into_iter().filter(|r| r.relation == "lives_in").collect();
    all.sort_by_key(|r| r.other.as_ref().map(|o| o.id.clone()));
    all
}

async fn record(street: &Street, id: &str) -> RecordView {
    Box::pin(street.register.view(&street.who("rita").await, id, None)).await.unwrap()
}

async fn found(street: &Street, q: &str) -> Vec<String> {
    let query = SearchQuery { q: q.into(), kind: Some("person".into()), area: None };
    let found = Box::pin(street.register.search(&street.who("rita").await, &query)).await.unwrap();
    found.items.into_iter().map(|row| row.id).collect()
}

/// A value in clear, as the vault has it.
async fn value(street: &Street, id: &str, field: &str) -> Option<String> {
    let gwen = street.who("gwen").await;
    let known = Box::pin(street.register.known(&gwen, authz::action::FORM_VISIT, id, &[], &|_, _| true, &[]));
    let value = known.await.unwrap().remove(0).values.remove(field)?;
    Some(value.value.as_str().unwrap().to_owned())
}

async fn counted(street: &Street) -> i64 {
    let env: Arc<dyn Env> = street.story.test.env.clone();
    let counter: Arc<dyn ledger::follow::Reader> = Arc::new(register::readers::Counter);
    Box::pin(ledger::follow::catch_up(&street.story.test.db, &env, &counter)).await.unwrap();
    let counts = Box::pin(street.register.counts(&street.who("rita").await, Some("G1"))).await.unwrap();
    counts.total["person"]
}

async fn row(street: &Street) -> VisitRow {
    street.visits("gwen").await.into_iter().find(|v| v.id == HOME).unwrap()
}

async fn holds(street: &Street) {
    let report = street.verify().await;
    assert!(report.holds(), "{:?}", report.breaks);
}

testkit::both!(whoever_was_met_is_in_the_register_from_that_day, |test| async move {
    let street = street(test).await;
    let visit = opened(&street).await;
    let there = members(&visit);
    assert_eq!((there.len(), counted(&street).await), (2, 2));
    street.story.test.env.advance(Timestamp::DAY);
    let people = [met("丁样", &[("phone", "13900000044"), ("id_number", NUMBER)])];
    let xml = filled(&visit, "uuid:n1", None, &people);
    street.submit(HOME, &xml).await;
    assert!(street.submit(HOME, &xml).await.again);
    street.follow().await;
    street.follow().await;
    let system = street.story.test.system();
    assert!(!Box::pin(street.forms.settle(&system, "K1", "uuid:n1")).await.unwrap(), "it is settled");

    // one record, found by name and by number, counted, and related since that day
    let live = live_there(&street).await;
    assert_eq!(live.len(), 3, "{live:?}");
    let new = live.iter().find(|r| r.from.is_some()).unwrap();
    assert_eq!((new.from.clone(), new.until.clone()), (Some(street.day(0)), None));
    let id = new.other.as_ref().unwrap().id.clone();
    assert_eq!(found(&street, "丁样").await, std::slice::from_ref(&id));
    assert_eq!(found(&street, NUMBER).await, std::slice::from_ref(&id));
    assert_eq!(counted(&street).await, 3);
    // it says where it comes from: the visit, and who made it
    let view = record(&street, &id).await;
    assert_eq!((view.source.as_str(), view.version, view.as_of), ("visit", 1, street.now()));
    let phone = view.values.iter().find(|v| v.code == "phone").unwrap();
    let origin = phone.origin.as_ref().unwrap();
    assert_eq!(origin.source.as_deref(), Some("visit"));
    assert!(origin.recorded_by.starts_with("person/"), "{origin:?}");
    assert!(!serde_json::to_string(&view).unwrap().contains(NUMBER));
    let facts = street.number("SELECT count(*) AS n FROM fact WHERE stream = 'register/list/person/visit' AND action = 'register.imported' AND data LIKE '%uuid:n1%'");
    assert_eq!(facts.await, 1);
    let open = format!("SELECT count(*) AS n FROM fact WHERE data LIKE '%丁样%' OR data LIKE '%{NUMBER}%'");
    assert_eq!(street.number(&open).await, 0, "facts hold no personal value");

    // the next visit knows them, and can say that they have left
    street.story.test.env.advance(80 * Timestamp::DAY);
    let again = opened(&street).await;
    assert_eq!(members(&again)[2], (id.clone(), "丁样".to_owned()));
    let left = format!(
        "<lives_in__person><lives_in__person__ref>{id}</lives_in__person__ref><lives_in__person__here>left</lives_in__person__here></lives_in__person>"
    );
    say(&street, &again, "uuid:n2", None, &[left]).await;
    let until = live_there(&street).await.into_iter().find(|r| r.from.is_some()).unwrap().until;
    assert_eq!(until, Some(street.day(0)));
    holds(&street).await;
});

testkit::both!(whoever_is_known_is_not_entered_twice, |test| async move {
    let street = street(test).await;
    let people = json!({"key": "no", "area": "grid", "as_of": street.day(-10),
        "fields": {"name": "name", "phone": "phone", "id_number": "number"}});
    // one who stands in her grid, and one who stands elsewhere
    let rows =
        format!("no,name,phone,number,grid\nz,丁样,13900000044,{NUMBER},G1\ny,戊样,13900000055,{OTHER},G2\n");
    street.take("person", people, &rows).await;
    let (here, elsewhere) = (found(&street, NUMBER).await, found(&street, OTHER).await);
    street.story.test.env.advance(Timestamp::DAY);
    let visit = opened(&street).await;
    let there = members(&visit);
    let said = [
        met("丁样", &[("phone", "13900000099"), ("id_number", NUMBER)]),
        // somebody who is known to live there, written down once more; somebody twice
        met("甲 样", &[("phone", "13900000088")]),
        met("戊样", &[("id_number", OTHER)]),
        met("戊样", &[("id_number", OTHER), ("phone", "13900000055")]),
    ];
    say(&street, &visit, "uuid:k1", None, &said).await;
    assert_eq!(found(&street, NUMBER).await, here, "no double");
    assert_eq!(value(&street, &here[0], "phone").await.as_deref(), Some("13900000099"));
    assert_eq!(value(&street, &there[0].0, "phone").await.as_deref(), Some("13900000088"));
    let live = live_there(&street).await;
    let ids: Vec<String> = live.iter().map(|r| r.other.as_ref().unwrap().id.clone()).collect();
    assert!(ids.len() == 4 && ids.contains(&here[0]), "{ids:?}");
    let since = live.iter().find(|r| r.other.as_ref().unwrap().id == here[0]).unwrap();
    assert_eq!(since.from, Some(street.day(0)));
    // where she may not look she finds nobody: linkage may join the two
    let both = found(&street, OTHER).await;
    assert!(both.len() == 2 && both.contains(&elsewhere[0]), "{both:?}");
    assert!(!ids.contains(&elsewhere[0]));
    assert_eq!(record(&street, &elsewhere[0]).await.version, 1);

    // voided: what was there is as it was, who was entered is gone, and who was known lives there no more
    let system = street.story.test.system();
    Box::pin(street.forms.void(&system, &visit.form.form_id, "uuid:k1")).await.unwrap();
    street.follow().await;
    street.follow().await;
    assert_eq!(value(&street, &here[0], "phone").await.as_deref(), Some("13900000044"));
    assert_eq!(value(&street, &there[0].0, "phone").await.as_deref(), Some("13900000001"));
    assert_eq!(found(&street, OTHER).await, elsewhere);
    let live = live_there(&street).await;
    let ids: Vec<String> = live.iter().filter_map(|r| Some(r.other.as_ref()?.id.clone())).collect();
    assert_eq!(ids, [there[0].0.clone(), there[1].0.clone()]);
    assert_eq!(counted(&street).await, 3);
    holds(&street).await;
});

testkit::both!(an_edition_puts_right_whom_it_entered, |test| async move {
    let street = street(test).await;
    street.story.test.env.advance(Timestamp::DAY);
    let visit = opened(&street).await;
    let first = [met("丁样", &[("phone", "13900000044")]), met("戊样", &[("id_number", OTHER)])];
    say(&street, &visit, "uuid:e1", None, &first).await;
    let (ding, wu) = (found(&street, "丁样").await, found(&street, "戊样").await);
    assert_eq!((ding.len(), wu.len(), counted(&street).await), (1, 1, 4));
    let day = street.day(0);

    // two days on: one has another name and no telephone, the other one was never there
    street.story.test.env.advance(2 * Timestamp::DAY);
    let second = [met("丁祥", &[("id_number", NUMBER)])];
    street.submit(HOME, &filled(&visit, "uuid:e2", Some("uuid:e1"), &second)).await;
    street.follow().await;
    street.follow().await;
    assert_eq!(found(&street, "丁祥").await, ding, "it is the same record");
    assert_eq!((found(&street, "丁样").await.len(), found(&street, "戊样").await.len()), (0, 0));
    assert_eq!(value(&street, &ding[0], "phone").await, None);
    assert_eq!(value(&street, &ding[0], "id_number").await.as_deref(), Some(NUMBER));
    let since =
        live_there(&street).await.into_iter().find(|r| r.other.as_ref().is_some_and(|o| o.id == ding[0]));
    assert_eq!(since.unwrap().from, Some(day), "the day of the visit, not of the correction");
    assert_eq!(counted(&street).await, 3);
    let gone = street.number(
        "SELECT count(*) AS n FROM fact WHERE action = 'register.deleted' AND data LIKE '%withdrawn%'",
    );
    assert_eq!(gone.await, 1);
    holds(&street).await;

    // the number was wrong; then the keeper of the register corrects the record, and the visit is voided: what others said since stays
    let third = [met("丁祥", &[("id_number", OTHER)])];
    say(&street, &visit, "uuid:e3", Some("uuid:e2"), &third).await;
    assert_eq!(found(&street, OTHER).await, ding);
    let values = [("phone".to_owned(), "13900000066".to_owned())].into();
    let version = record(&street, &ding[0]).await.version;
    let fix = register::service::Correcting { version, values, reason: Some("本人来电".into()) };
    Box::pin(street.register.correct(&street.who("tina").await, &ding[0], &fix, None)).await.unwrap();
    let system = street.story.test.system();
    Box::pin(street.forms.void(&system, &visit.form.form_id, "uuid:e3")).await.unwrap();
    street.follow().await;
    assert_eq!(found(&street, "丁祥").await, ding);
    assert_eq!(value(&street, &ding[0], "phone").await.as_deref(), Some("13900000066"));
    holds(&street).await;
});

testkit::both!(what_is_refused_of_one_who_is_known_is_told_too, |test| async move {
    let street = street(test).await;
    street.story.test.env.advance(Timestamp::DAY);
    let visit = opened(&street).await;
    let id = members(&visit)[0].0.clone();
    let known = |name: &str, phone: &str| {
        format!(
            "<lives_in__person><lives_in__person__ref>{id}</lives_in__person__ref><person__name>{name}</person__name>\
             <person__phone>{phone}</person__phone></lives_in__person>"
        )
    };
    say(&street, &visit, "uuid:q1", None, &[known("甲祥", "12")]).await;
    assert_eq!(value(&street, &id, "name").await.as_deref(), Some("甲祥"));
    assert_eq!(value(&street, &id, "phone").await.as_deref(), Some("13900000001"), "as it was");
    let refused = row(&street).await.refused;
    assert_eq!(refused.len(), 1, "{refused:?}");
    let field = refused[0].field.as_ref().map(|f| f.zh.as_str());
    assert_eq!((field, refused[0].reason.zh.as_str()), (Some("联系电话"), "电话号码有误"));
    holds(&street).await;
    say(&street, &visit, "uuid:q2", Some("uuid:q1"), &[known("甲祥", "13900000012")]).await;
    assert_eq!(value(&street, &id, "phone").await.as_deref(), Some("13900000012"));
    assert_eq!(row(&street).await.refused, vec![]);
    holds(&street).await;
});

testkit::both!(what_the_register_refuses_stands_where_it_is_seen, |test| async move {
    let street = street(test).await;
    street.story.test.env.advance(Timestamp::DAY);
    let visit = opened(&street).await;
    let wrong = NUMBER.replace('X', "1");
    say(&street, &visit, "uuid:r1", None, &[met("丁样", &[("id_number", &wrong)])]).await;
    // the department has it, the register does not
    let records = street.records("uuid:r1").await;
    let census = records.iter().find(|(code, _)| code == "census").unwrap();
    assert!(census.1.contains("丁样") && census.1.contains(&wrong), "{}", census.1);
    assert_eq!((found(&street, "丁样").await.len(), counted(&street).await), (0, 2));
    let refused = row(&street).await.refused;
    assert_eq!(refused.len(), 1, "{refused:?}");
    let field = refused[0].field.as_ref().map(|f| f.zh.as_str());
    assert_eq!((field, refused[0].reason.zh.as_str()), (Some("公民身份号码"), "校验码不符"));
    let all = format!("SELECT count(*) AS n FROM fact WHERE data LIKE '%{wrong}%'");
    assert_eq!(street.number(&all).await, 0, "nobody's number is told");
    holds(&street).await;
    street.sql("UPDATE form_refused SET field = 'phone'").await;
    assert!(street.verify().await.breaks.iter().any(|b| b.what.contains("form_refused")));
    street.sql("UPDATE form_refused SET field = 'id_number'").await;

    // put right, it is entered and nothing is refused any more
    say(&street, &visit, "uuid:r2", Some("uuid:r1"), &[met("丁样", &[("id_number", NUMBER)])]).await;
    assert_eq!((found(&street, NUMBER).await.len(), row(&street).await.refused), (1, vec![]));
    holds(&street).await;
});
