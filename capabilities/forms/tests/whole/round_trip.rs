//! Whoever asks alone and whoever asks together receive the same: composed forms and the separate forms of their modules, both filled in a
//! real engine with the same answers.

use crate::person::{Filled, Person};
use crate::visits::Street;
use forms::model::module::{Module, Question};
use forms::model::visit::VisitView;
use serde_json::{Map, Value};

/// The name of a module's question in the composed form, told by what it asks and not by what composition says of it.
fn together(module: &Module, q: &Question, filled: &Filled) -> (String, String) {
    let name = q.name.clone().or_else(|| q.each.clone()).or_else(|| {
        let element = q.element.as_ref()?;
        Some(element.rsplit('.').next().unwrap_or(element).to_owned())
    });
    let name = name.unwrap();
    let shared = match (&q.each, &q.element) {
        (Some(relation), _) => {
            filled.counts.keys().find(|r| r.starts_with(&format!("{relation}__"))).cloned()
        }
        (None, Some(element)) => Some(element.replace('.', "__")),
        (None, None) => None,
    };
    let own = format!("{}__{name}", module.code);
    let is_own = filled.given.keys().any(|k| k.split('#').next() == Some(&own)) || shared.is_none();
    (name, if is_own { own } else { shared.unwrap() })
}

/// What the same person would say to the module's own form: its names, the same answers.
fn said_to(module: &Module, filled: &Filled) -> (Value, Value) {
    let (mut given, mut counts) = (Map::new(), Map::new());
    for q in &module.questions {
        let (name, repeat) = together(module, q, filled);
        // whoever has left is not told of to anybody who comes alone
        let left = |at: usize| filled.given.get(&format!("{repeat}__here#{at}")).is_some_and(|v| v == "left");
        let there = |upto: usize| (1..=upto).filter(|at| !left(*at)).count();
        if q.each.is_some() {
            counts.insert(name, there(filled.counts.get(&repeat).copied().unwrap_or(0)).into());
        }
        for inner in std::iter::once(q).chain(&q.questions).filter(|q| q.each.is_none()) {
            let (name, asked) = together(module, inner, filled);
            for (key, value) in &filled.given {
                if let Some((_, at)) = key.split_once('#').filter(|(k, _)| *k == asked) {
                    let at = at.parse().unwrap();
                    let at = if q.each.is_some() { there(at) } else { at };
                    given.insert(format!("{name}#{at}"), value.clone().into());
                }
            }
        }
    }
    (Value::Object(given), Value::Object(counts))
}

/// Fields and values of a record, without its own id.
fn fields(xml: &str) -> Vec<(String, String)> {
    let all = form_engine::compose::answers(xml.as_bytes()).unwrap();
    all.into_iter().filter(|(path, _)| !path.starts_with("/meta")).collect()
}

fn root(xml: &str) -> &str {
    let from = xml.find("<data").unwrap();
    xml[from..].split_inclusive('>').next().unwrap()
}

/// A record is a submission of its own form: it opens there, holds nothing that the form refuses, and comes back as it was.
pub fn valid(person: &mut Person, xform: &str, record: &str) {
    let opened = person.read(xform, record);
    assert_eq!(opened.wrong, [""; 0], "{record}");
    assert!(opened.asked > 0, "{record}");
    assert_eq!(fields(&opened.xml), fields(record));
}

/// Fills what is due at a subject, sends it, and compares each record with what the module's own form yields. Answers how many there were.
pub async fn compare(
    street: &Street,
    person: &mut Person,
    visit: &VisitView,
    seed: &str,
    more: usize,
) -> usize {
    let filled = person.fill(&visit.form.xform, seed, more);
    assert_eq!(filled.wrong, [""; 0], "{seed}");
    let received = street.submit(&visit.row.id, &filled.xml).await;
    street.follow().await;
    let records = street.records(&received.instance_id).await;
    assert_eq!(records.len(), visit.row.modules.len(), "a record for each module");
    for (code, record) in &records {
        let system = street.story.test.system();
        let module = Box::pin(street.forms.module(&system, code)).await.unwrap().module;
        let xform = Box::pin(street.forms.module_xform(&system, code)).await.unwrap();
        let (given, counts) = said_to(&module, &filled);
        let alone = person.tell(&xform, &given, &counts);
        assert_eq!(alone.unasked, [""; 0], "{seed}: {code} asks what the composed form did not");
        assert_eq!(alone.wrong, [""; 0], "{seed}: {code}");
        assert!(alone.told > 0, "{code}: nothing was asked");
        assert_eq!(fields(record), fields(&alone.xml), "{seed}: {code}");
        assert_eq!(root(record), root(&alone.xml), "{seed}: {code}");
        valid(person, &xform, record);
    }
    records.len()
}

testkit::both!(each_department_receives_what_its_own_form_would_have_yielded, |test| async move {
    let street = Street::with(test, &["../../packs/base-registers", "../../packs/one-form-demo"]).await;
    street.admit_pack("one-form-demo").await;
    street
        .take(
            "dwelling",
            street.homes(),
            "no,number,address,use,grid\nd,D-4,示范路4号,2,G1\ne,D-5,示范路5号,2,G1\n",
        )
        .await;
    let mut person = Person::start();
    let due = street.visits("gwen").await;
    let all: Vec<_> = due.iter().filter(|v| v.subject.kind == "dwelling" && v.modules.len() == 11).collect();
    let rows: Vec<&str> = all.iter().map(|v| v.id.as_str()).collect();
    assert_eq!(rows.len(), 3, "{rows:?}");
    for (id, seed) in rows.into_iter().zip(["a", "b", "c"]) {
        let visit = Box::pin(street.forms.visit(&street.who("gwen").await, id)).await.unwrap();
        assert!(visit.row.questions * 3 <= visit.plan.separately);
        // beside those who are known to live there, one who is not
        assert_eq!(compare(&street, &mut person, &visit, seed, 1).await, 11);
    }
    let report = street.verify().await;
    assert!(report.holds(), "{:?}", report.breaks);
});

testkit::both!(conditions_hold_for_each_department_alone, |test| async move {
    let street = Street::with(test, &["../../packs/base-registers", "tests/whole/pack"]).await;
    street.admit().await;
    let homes = (1..=12).map(|n| format!("let{n},L-{n},示范路{}号,2,G1\n", 100 + n)).collect::<String>();
    street.take("dwelling", street.homes(), &format!("no,number,address,use,grid\n{homes}")).await;
    let mut person = Person::start();
    let due = street.visits("gwen").await;
    let homes: Vec<_> = due.iter().filter(|v| v.modules.len() == 3).collect();
    assert!(homes.len() >= 12, "{}", homes.len());
    let (mut asked, mut unasked) = (0, 0);
    for (seed, home) in homes.into_iter().enumerate() {
        let visit = Box::pin(street.forms.visit(&street.who("gwen").await, &home.id)).await.unwrap();
        let (seed, more) = (seed.to_string(), seed % 3);
        compare(&street, &mut person, &visit, &seed, more).await;
        // the condition was met here and not met there
        let filled = person.fill(&visit.form.xform, &seed, more);
        match filled.given.contains_key("fire-exits__alarm#1") {
            true => asked += 1,
            false => unasked += 1,
        }
    }
    assert!(asked > 0 && unasked > 0, "{asked} {unasked}");
});

testkit::both!(whoever_has_left_is_not_counted, |test| async move {
    let street = Street::with(test, &["../../packs/base-registers", "tests/whole/pack"]).await;
    street.admit().await;
    let system = street.story.test.system();
    let module = serde_json::json!({"code": "heads", "name": {"zh": "人数", "en": "Heads"}, "use": "collect", "function": "security",
        "subject": "dwelling", "when": "v.use == '2'", "every_days": 30, "basis": {"zh": "《居住证暂行条例》", "en": "Regulation"}, "questions": [
        {"each": "lives_in", "questions": [{"element": "person.name"}, {"name": "rooms", "type": "integer", "label": {"zh": "住几间", "en": "Rooms"}}]},
        {"name": "heads", "type": "calculate", "label": {"zh": "人数", "en": "Heads"}, "calculation": "count(${lives_in})"},
        {"name": "crowded", "type": "text", "label": {"zh": "怎么住", "en": "How"}, "relevant": "count(${lives_in}) > 1"}]});
    Box::pin(street.forms.propose(&system, serde_json::from_value(module).unwrap(), None)).await.unwrap();
    let admit = forms::service::modules::Deciding { version: 1, reason: None };
    Box::pin(street.forms.admit_module(&system, "heads", &admit, None)).await.unwrap();
    let homes = (1..=6).map(|n| format!("let{n},L-{n},示范路{}号,2,G1\n", 100 + n)).collect::<String>();
    street.take("dwelling", street.homes(), &format!("no,number,address,use,grid\n{homes}")).await;
    let people = serde_json::json!({"key": "no", "area": "grid", "as_of": street.day(-10), "fields": {"name": "name", "phone": "phone"},
        "relations": {"lives_in": {"column": "home", "by": "identifier"}}});
    let of = |n: usize| format!("a{n},子样{n},13900000001,L-{n},G1\nb{n},丑样{n},13900000002,L-{n},G1\n");
    let rows = (1..=6).map(of).collect::<String>();
    street.take("person", people, &format!("no,name,phone,home,grid\n{rows}")).await;
    let mut person = Person::start();
    let due = street.visits("gwen").await;
    let homes = due.iter().filter(|v| v.subject.label.starts_with("示范路10"));
    let (mut left, mut seen) = (0, 0);
    for (seed, home) in homes.enumerate() {
        let visit = Box::pin(street.forms.visit(&street.who("gwen").await, &home.id)).await.unwrap();
        // the record of the composed form counts whom its own form would have had
        compare(&street, &mut person, &visit, &seed.to_string(), seed % 2).await;
        let filled = person.fill(&visit.form.xform, &seed.to_string(), seed % 2);
        left += filled.given.iter().filter(|(k, v)| k.contains("__here#") && *v == "left").count();
        seen += 1;
    }
    assert_eq!(seen, 6);
    assert!(left > 0, "nobody left");
});
