//! Where sources disagree it is asked, and the one who asks sees which sources and since when; after the answer they disagree no more.

use crate::visits::Street;
use cases::import::read::Table;
use forms::model::visit::{AskMode, KnownAnswer, VisitView};
use kernel::Timestamp;
use register::model::thing::Verdict;
use register::service::{Correcting, Judging, Request, SearchQuery};
use serde_json::{Value, json};

async fn take(street: &Street, (kind, source): (&str, &str), mapping: Value, csv: &str) {
    let bytes = csv.as_bytes().to_vec();
    let open = |d: char, s: Option<&str>| Table::of_bytes("list.csv", bytes.clone(), d, s);
    let mapping = Some(mapping);
    let request = Request { kind, source, mapping, dry_run: false, rejects: None, progress: &|_| {} };
    let report = Box::pin(street.register.import(&street.who("adam").await, &open, request)).await.unwrap();
    assert_eq!(report.rejected, 0, "{:?}", report.reasons);
}

fn homes(as_of: &str) -> Value {
    json!({"key": "no", "area": "grid", "as_of": as_of, "fields": {"number": "number", "address": "address", "use": "use"}})
}

fn people(as_of: &str) -> Value {
    json!({"key": "no", "area": "grid", "as_of": as_of, "fields": {"name": "name", "phone": "phone"}})
}

/// Somebody says that the youngest record of these words is one with the eldest.
async fn same(street: &Street, words: &str) {
    let rita = street.who("rita").await;
    let query = SearchQuery { q: words.into(), kind: None, area: None };
    let found = Box::pin(street.register.search(&rita, &query)).await.unwrap().items;
    let mut ns: Vec<i64> = found.iter().map(|r| r.id.rsplit('-').next().unwrap().parse().unwrap()).collect();
    ns.sort_unstable();
    let pair = format!("K1~{}~{}", ns[0], ns[ns.len() - 1]);
    let new = Judging {
        verdict: Verdict::Same,
        reason: Some("实地核对".into()),
        was: None,
        despite_numbers: false,
    };
    Box::pin(street.register.judge(&rita, &pair, &new, None)).await.unwrap();
}

async fn opened(street: &Street) -> VisitView {
    Box::pin(street.forms.visit(&street.who("gwen").await, "K1-1")).await.unwrap()
}

/// The sources of an answer that disagree: list, day, value.
fn sources(known: &KnownAnswer) -> Vec<(String, String, String)> {
    let said = known.disagreeing.iter().map(|s| {
        let day = s.as_of.to_string().chars().take(10).collect();
        (s.source.clone().unwrap_or_default(), day, s.value.clone())
    });
    said.collect()
}

fn answer(visit: &VisitView, name: &str) -> (AskMode, KnownAnswer) {
    let asked = visit.plan.questions.iter().find(|q| q.name == name).unwrap();
    (asked.mode, asked.known.clone().unwrap())
}

fn phone(visit: &VisitView, name: &str) -> KnownAnswer {
    let repeat = visit.plan.questions.iter().find(|q| q.name == "lives_in__person").unwrap();
    let of = repeat.instances.iter().find(|i| i.values["person__name"].value == name).unwrap();
    of.values["person__phone"].clone()
}

fn says(list: &str, day: &str, value: &str) -> (String, String, String) {
    (list.into(), day.into(), value.into())
}

testkit::both!(where_lists_disagree_it_is_asked, |test| async move {
    let street = Street::new(test).await;
    street.admit().await;
    let (first, second) = (street.day(-10), street.day(-5));
    assert_eq!(answer(&opened(&street).await, "dwelling__use").0, AskMode::Confirm);
    let rows = "no,number,address,use,grid\nh,D-1,示范路1号,1,G1\n";
    take(&street, ("dwelling", "housing"), homes(&second), rows).await;
    assert_eq!(answer(&opened(&street).await, "dwelling__use").0, AskMode::Confirm, "nobody said it is one");
    same(&street, "示范路1号").await;

    let visit = opened(&street).await;
    let (mode, known) = answer(&visit, "dwelling__use");
    assert_eq!((mode, known.mode), (AskMode::Ask, AskMode::Ask));
    assert_eq!(sources(&known), [says("housing", &second, "1"), says("list", &first, "2")]);
    assert!(visit.form.xform.contains("<dwelling__use/>"), "nothing stands there already");

    // whoever was there says how it is
    street.story.test.env.advance(Timestamp::DAY);
    let xml = format!(
        "<data id=\"{}\" version=\"{}\"><s_who><dwelling__use>2</dwelling__use></s_who><meta><instanceID>uuid:d1</instanceID></meta></data>",
        visit.form.form_id, visit.form.version
    );
    street.submit("K1-1", &xml).await;
    street.follow().await;
    street.story.test.env.advance(80 * Timestamp::DAY);
    let (mode, known) = answer(&opened(&street).await, "dwelling__use");
    assert_eq!((mode, sources(&known)), (AskMode::Confirm, vec![]));

    // until a list says something else afterwards
    let third = street.day(-2);
    take(&street, ("dwelling", "housing"), homes(&third), &rows.replace(",1,G1", ",3,G1")).await;
    let (mode, known) = answer(&opened(&street).await, "dwelling__use");
    assert_eq!(mode, AskMode::Ask);
    assert_eq!(sources(&known)[0], says("housing", &third, "3"));
    assert_eq!(sources(&known)[1], says("", &street.day(-80), "2"));

    // what was voided was not said
    let system = street.story.test.system();
    Box::pin(street.forms.void(&system, &visit.form.form_id, "uuid:d1")).await.unwrap();
    street.follow().await;
    let known = answer(&opened(&street).await, "dwelling__use").1;
    assert_eq!(sources(&known), [says("housing", &third, "3"), says("list", &first, "2")]);
    let report = street.verify().await;
    assert!(report.holds(), "{:?}", report.breaks);
});

testkit::both!(what_others_say_of_people_is_handed_out_on_record, |test| async move {
    let street = Street::new(test).await;
    street.admit().await;
    let (first, second) = (street.day(-10), street.day(-5));
    // one in her grid, one elsewhere
    let rows = "no,name,phone,grid\na,甲样,13900000077,G1\nb,乙样,13900000088,G2\n";
    take(&street, ("person", "police"), people(&second), rows).await;
    same(&street, "甲样").await;
    same(&street, "乙样").await;
    let reveals = "SELECT count(*) AS n FROM fact WHERE county = 'K1' AND action = 'reveal'";
    let before = street.number(reveals).await;
    let visit = opened(&street).await;
    let known = phone(&visit, "甲样");
    assert_eq!(known.mode, AskMode::Ask);
    assert_eq!(
        sources(&known),
        [says("police", &second, "13900000077"), says("list", &first, "13900000001")]
    );
    assert!(!visit.form.xform.contains("13900000077") && !visit.form.xform.contains("13900000001"));
    assert!(visit.form.xform.contains("<person__name>甲样</person__name>"), "the name is not in doubt");
    // of whom she may not look at nothing is told, not even that there is something
    let known = phone(&visit, "乙样");
    assert_eq!((known.mode, sources(&known)), (AskMode::Confirm, vec![]));
    assert_eq!(
        street.number(reveals).await,
        before + 3,
        "two who live there, and what the police say of one"
    );
    let report = street.verify().await;
    assert!(report.holds(), "{:?}", report.breaks);
});

/// The list comes in again, with another telephone of one.
async fn said_again(street: &Street, phone: &str) {
    let mapping = json!({"key": "no", "area": "grid", "as_of": street.day(-1), "fields": {"name": "name", "phone": "phone"},
        "relations": {"lives_in": {"column": "home", "by": "identifier"}}});
    let rows = format!("no,name,phone,home,grid\n2,乙样,{phone},D-1,G1\n");
    take(street, ("person", "list"), mapping, &rows).await;
}

testkit::both!(a_list_that_overrules_a_correction_is_asked_about, |test| async move {
    let street = Street::new(test).await;
    street.admit().await;
    let visit = opened(&street).await;
    let repeat = visit.plan.questions.iter().find(|q| q.name == "lives_in__person").unwrap();
    let id = repeat.instances.iter().find(|i| i.values["person__name"].value == "乙样").unwrap().id.clone();
    let tina = street.who("tina").await;
    let values = [("phone".to_owned(), "13900000022".to_owned())].into();
    let fix = Correcting { version: 1, values, reason: Some("本人来电".into()) };
    Box::pin(street.register.correct(&tina, &id, &fix, None)).await.unwrap();
    assert_eq!(
        phone(&opened(&street).await, "乙样").mode,
        AskMode::Confirm,
        "a correction stands over its list"
    );
    street.story.test.env.advance(3 * Timestamp::DAY);
    said_again(&street, "13900000033").await;
    let visit = opened(&street).await;
    let known = phone(&visit, "乙样");
    let said: Vec<(String, String)> =
        sources(&known).into_iter().map(|(list, _, value)| (list, value)).collect();
    let expected = [("list", "13900000033"), ("", "13900000022")].map(|(l, v)| (l.to_owned(), v.to_owned()));
    assert_eq!((known.mode, said), (AskMode::Ask, expected.to_vec()));
    // confirmed on a visit it is settled
    let xml = format!(
        "<data id=\"{}\" version=\"{}\"><s_members><lives_in__person><lives_in__person__ref>{id}</lives_in__person__ref>\
         <person__phone>13900000033</person__phone></lives_in__person></s_members><meta><instanceID>uuid:o1</instanceID></meta></data>",
        visit.form.form_id, visit.form.version
    );
    street.submit("K1-1", &xml).await;
    street.follow().await;
    street.story.test.env.advance(80 * Timestamp::DAY);
    let known = phone(&opened(&street).await, "乙样");
    assert_eq!((known.mode, sources(&known)), (AskMode::Confirm, vec![]));
    // and asked once more when the list says something else than what was seen
    said_again(&street, "13900000044").await;
    let known = phone(&opened(&street).await, "乙样");
    let said: Vec<String> =
        sources(&known).into_iter().map(|(list, _, value)| format!("{list}:{value}")).collect();
    assert_eq!(said, ["list:13900000044", ":13900000033"]);
    let report = street.verify().await;
    assert!(report.holds(), "{:?}", report.breaks);
});
