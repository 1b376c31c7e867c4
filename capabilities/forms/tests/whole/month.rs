//! A month in a small town: subjects of every kind that the pack's modules ask of, a worker who makes the visits that are due, and what
//! every department has at its end.
//!
//! The first round of a module that is asked each year has its whole year. Whoever comes by earlier asks it along, so each subject is
//! visited within the month and every module is answered at least once; those of 30 days come round again.

use crate::person::{Filled, Person};
use crate::round_trip::valid;
use crate::visits::Street;
use forms::model::module::{Module, ModuleUse};
use forms::model::visit::{AskMode, VisitRow, VisitState, VisitView};
use forms::service::burden::{BurdenQuery, By};
use forms::service::visits::VisitQuery;
use kernel::Timestamp;
use serde_json::{Value, json};
use std::collections::{BTreeMap, BTreeSet};

const DAYS: i64 = 31;
/// Subjects that are visited on a day though nothing of theirs is late.
const EARLY: usize = 2;

/// One list of the town: kind, mapping of its fields, rows.
async fn list(street: &Street, kind: &str, fields: &[&str], relations: Value, rows: &[&str]) {
    let mapped: BTreeMap<&str, &str> = fields.iter().map(|f| (*f, *f)).collect();
    let mapping = json!({"key": "no", "area": "grid", "as_of": street.day(-10), "fields": mapped, "relations": relations});
    let mut columns: Vec<&str> = fields.to_vec();
    columns
        .extend(relations.as_object().iter().flat_map(|r| r.values()).filter_map(|r| r["column"].as_str()));
    let rows: String = rows.iter().enumerate().map(|(n, row)| format!("{kind}-{n},{row},G1\n")).collect();
    street.take(kind, mapping, &format!("no,{},grid\n{rows}", columns.join(","))).await;
}

async fn town(test: testkit::TestDb) -> Street {
    let street = Street::with(test, &["../../packs/base-registers", "../../packs/one-form-demo"]).await;
    let none = json!({});
    list(
        &street,
        "building",
        &["number", "address", "floors", "lift"],
        none.clone(),
        &["B-1,示范路7号,12,是", "B-2,示范路8号,3,否"],
    )
    .await;
    list(
        &street,
        "component",
        &["number", "type", "name"],
        none.clone(),
        &["C-1,01,路灯样一", "C-2,02,护栏样二"],
    )
    .await;
    list(
        &street,
        "dwelling",
        &["number", "address", "use"],
        none.clone(),
        &["D-8,示范路8号,3", "D-9,示范路9号,4"],
    )
    .await;
    list(&street, "grassroots", &["name", "address"], none.clone(), &["样例村委会,示范路10号"]).await;
    list(&street, "household", &["number", "head"], none.clone(), &["H-1,甲样", "H-2,丁样"]).await;
    let member = json!({"member_of": {"column": "household", "by": "identifier"}});
    list(
        &street,
        "person",
        &["name", "phone"],
        member,
        &["丁样,13900000011,H-2", "戊样,13900000012,H-2", "甲二样,13900000013,H-1"],
    )
    .await;
    let lines = ["S-1,样线一,1", "S-2,样线二,2", "S-3,样线三,3", "S-5,样线五,5"];
    list(&street, "line_section", &["number", "name", "type"], none.clone(), &lines).await;
    let firms = ["样例单位二,2", "样例公司三,3", "样例个体四,4", "样例商户五,5", "样例协会九,9"];
    list(&street, "organisation", &["name", "type"], none.clone(), &firms).await;
    let types = ["10", "11", "12", "20", "21", "30", "40", "50", "60", "70", "80", "85"];
    let places: Vec<String> = types.iter().map(|t| format!("样例场所{t},{t}")).collect();
    let places: Vec<&str> = places.iter().map(String::as_str).collect();
    list(&street, "place", &["name", "type"], none.clone(), &places).await;
    list(&street, "youth_facility", &["name", "address"], none, &["样例青少年之家,示范路11号"]).await;
    street
}

/// What the worker did, counted beside the product.
#[derive(Default)]
struct Month {
    /// Instance → the modules that it answered.
    sent: BTreeMap<String, BTreeSet<String>>,
    answered: i64,
    confirmed: usize,
    changed: usize,
    visited: BTreeSet<String>,
}

impl Month {
    /// One visit, from the form to the registers.
    async fn visit(&mut self, street: &Street, person: &mut Person, row: &VisitRow) {
        let gwen = street.who("gwen").await;
        let visit = Box::pin(street.forms.visit(&gwen, &row.id)).await.unwrap();
        let seed = format!("{}/{}", row.id, self.sent.len());
        let filled = person.fill(&visit.form.xform, &seed, usize::from(self.sent.len().is_multiple_of(3)));
        assert_eq!(filled.wrong, [""; 0], "{seed}");
        let received = street.submit(&row.id, &filled.xml).await;
        assert!(!received.again);
        // the answer got lost on the way to every third phone
        if self.sent.len().is_multiple_of(3) {
            assert!(street.submit(&row.id, &filled.xml).await.again);
        }
        street.follow().await;
        let modules = visit.row.modules.iter().map(|m| m.code.clone()).collect();
        self.sent.insert(received.instance_id, modules);
        self.answered += i64::try_from(
            filled.given.iter().filter(|(k, v)| !k.contains("__here#") && !v.trim().is_empty()).count(),
        )
        .unwrap();
        self.visited.insert(row.id.clone());
        self.known_today(street, &visit, &filled).await;
    }

    /// What was confirmed has the age of today in the register, and so has what was changed unless a rule of the register is against it.
    async fn known_today(&mut self, street: &Street, visit: &VisitView, filled: &Filled) {
        let view =
            Box::pin(street.register.view(&street.who("rita").await, &visit.row.id, None)).await.unwrap();
        let prefix = format!("{}__", visit.row.subject.kind);
        for q in visit.plan.questions.iter().filter(|q| q.within.is_none()) {
            let (Some(field), Some(given)) =
                (q.name.strip_prefix(&prefix), filled.given.get(&format!("{}#1", q.name)))
            else {
                continue;
            };
            let Some(value) = view.values.iter().find(|v| v.code == field) else { continue };
            let today = value.origin.as_ref().is_some_and(|o| o.as_of == street.now());
            match q.known.as_ref().filter(|k| q.mode == AskMode::Confirm && k.value == *given) {
                Some(_) => {
                    assert!(today, "{} {field}: {value:?}", visit.row.id);
                    self.confirmed += 1;
                }
                None => self.changed += usize::from(today),
            }
        }
    }
}

/// On SQLite alone, for the minutes that it takes: what the databases may differ in is in the shorter stories, on both.
#[test]
fn a_month_gives_every_department_its_records() {
    testkit::block_on(async { month(testkit::TestDb::sqlite().await).await });
}

async fn month(test: testkit::TestDb) {
    let street = town(test).await;
    let modules = street.admit_pack("one-form-demo").await;
    let mut person = Person::start();
    let mut month = Month::default();
    let all = VisitQuery { limit: Some(500), ..VisitQuery::default() };
    let mut subjects = BTreeSet::new();
    for _ in 0..DAYS {
        street.story.test.env.advance(Timestamp::DAY);
        let today = street.day(0);
        let mut list = Box::pin(street.forms.visits(&street.who("gwen").await, &all)).await.unwrap().items;
        subjects.extend(list.iter().map(|v| v.id.clone()));
        list.retain(|v| v.state == VisitState::Due);
        list.sort_by(|a, b| (&a.due_on, &a.id).cmp(&(&b.due_on, &b.id)));
        let (due, later): (Vec<_>, Vec<_>) = list.into_iter().partition(|v| v.due_on <= today);
        let early =
            later.into_iter().filter(|v| !month.visited.contains(&v.id)).take(EARLY).collect::<Vec<_>>();
        for row in due.iter().chain(&early) {
            month.visit(&street, &mut person, row).await;
        }
    }
    assert_eq!(month.visited, subjects, "everything was visited");
    assert!(month.confirmed > 40 && month.changed > 100, "{} {}", month.confirmed, month.changed);
    end(&street, &mut person, &month, modules).await;
}

/// What is there at the end of the month.
async fn end(street: &Street, person: &mut Person, month: &Month, modules: usize) {
    let system = street.story.test.system();
    let (mut collected, mut checked, mut bad) = (BTreeSet::new(), BTreeSet::new(), 0);
    let mut counts: BTreeMap<String, (i64, i64)> = BTreeMap::new();
    let mut forms: BTreeMap<String, (Module, String)> = BTreeMap::new();
    for (instance, expected) in &month.sent {
        let records = street.records(instance).await;
        let codes: BTreeSet<String> = records.iter().map(|(code, _)| code.clone()).collect();
        assert_eq!((&codes, records.len()), (expected, expected.len()), "none doubled, none missing");
        for (code, xml) in records {
            if !forms.contains_key(&code) {
                let module = Box::pin(street.forms.module(&system, &code)).await.unwrap().module;
                let xform = Box::pin(street.forms.module_xform(&system, &code)).await.unwrap();
                forms.insert(code.clone(), (module, xform));
            }
            let (module, xform) = &forms[&code];
            valid(person, xform, &xml);
            let answers = form_engine::compose::answers(xml.as_bytes()).unwrap();
            let given: Vec<_> =
                answers.iter().filter(|(p, v)| !p.starts_with("/meta") && !v.trim().is_empty()).collect();
            let count = counts.entry(code.clone()).or_default();
            *count = (count.0 + 1, count.1 + i64::try_from(given.len()).unwrap());
            let opens = module.questions.iter().filter_map(|q| Some((q, q.opens.as_ref()?)));
            bad += opens
                .filter(|(q, opens)| {
                    let name = q.name.as_deref().or(q.element.as_deref()).unwrap();
                    let name = format!("/{}", name.rsplit('.').next().unwrap());
                    given.iter().any(|(path, value)| *path == name && opens.answers.contains(value))
                })
                .count();
            match module.purpose {
                ModuleUse::Collect => collected.insert(code),
                ModuleUse::Patrol => checked.insert(code),
            };
        }
    }
    assert_eq!((collected.len(), collected.len() + checked.len()), (149, modules));
    assert!(
        counts.values().any(|(visits, _)| *visits > 20) || counts.values().all(|(visits, _)| *visits > 0)
    );
    assert_eq!(
        street.number("SELECT count(*) AS n FROM form_record").await,
        counts.values().map(|c| c.0).sum::<i64>()
    );
    assert_eq!(
        street.number("SELECT count(*) AS n FROM cases").await,
        i64::try_from(bad).unwrap(),
        "each bad answer is a case"
    );

    let (from, to) = (street.day(-DAYS)[..7].to_owned(), street.day(0)[..7].to_owned());
    let query = BurdenQuery { by: By::Module, from, to };
    let burden = Box::pin(street.forms.burden(&street.who("rita").await, &query)).await.unwrap();
    let asked = |b: &forms::store::visits::Burden| b.asked + b.confirmed + b.avoided;
    let told: BTreeMap<String, (i64, i64)> =
        burden.items.iter().map(|r| (r.code.clone(), (r.count.visits, asked(&r.count)))).collect();
    assert_eq!(told, counts, "the meter is what a recount says");
    assert_eq!(burden.total.asked + burden.total.confirmed, month.answered);
    assert_eq!(asked(&burden.total), counts.values().map(|c| c.1).sum::<i64>());
    let report = street.verify().await;
    assert!(report.holds(), "{:?}", report.breaks);
}
