//! Relations: named by rows, found when the other record is there, shown both ways within one's areas, known as of a day, changed by
//! hand with a reason, ended with the record.

use super::{City, code};
use cases::import::read::Table;
use kernel::{Env, Failure, Timestamp};
use register::service::{ImportReport, Relating, RelationView, Request};
use serde_json::{Value, json};

const HOMES: &str = "no,number,address,grid\n";
const PEOPLE: &str = "no,name,home,since,until,grid\n";

async fn take(city: &City, kind: &str, source: &str, mapping: Value, csv: &str) -> (ImportReport, String) {
    let bytes = csv.as_bytes().to_vec();
    let open = |d: char, s: Option<&str>| Table::of_bytes("list.csv", bytes.clone(), d, s);
    let mut rejects = vec![];
    let request = Request {
        kind,
        source,
        mapping: Some(mapping),
        dry_run: false,
        rejects: Some(&mut rejects),
        progress: &|_| {},
    };
    let report = Box::pin(city.register.import(&city.who("adam").await, &open, request)).await.unwrap();
    (report, String::from_utf8(rejects).unwrap())
}

async fn homes(city: &City, csv: &str) {
    let mapping = json!({"key": "no", "area": "grid", "as_of": "2026-02-01",
        "fields": {"number": "number", "address": "address"}});
    let (report, _) = take(city, "dwelling", "housing", mapping, &format!("{HOMES}{csv}")).await;
    assert_eq!(report.rejected, 0, "{:?}", report.reasons);
}

async fn people(city: &City, by: Value, as_of: &str, csv: &str) -> (ImportReport, String) {
    let mut linked = json!({"column": "home", "from": "since", "until": "until"});
    linked.as_object_mut().unwrap().extend(by.as_object().unwrap().clone());
    let mapping = json!({"key": "no", "area": "grid", "as_of": as_of, "fields": {"name": "name"},
        "relations": {"lives_in": linked}});
    take(city, "person", "police", mapping, &format!("{PEOPLE}{csv}")).await
}

async fn related(city: &City, login: &str, id: &str, at: Option<Timestamp>) -> Vec<RelationView> {
    Box::pin(city.register.relations(&city.who(login).await, id, at)).await.unwrap().items
}

fn others(all: &[RelationView]) -> Vec<(bool, &str, Option<&str>, Option<&str>)> {
    all.iter()
        .map(|v| {
            let id = v.other.as_ref().map_or("", |o| o.id.as_str());
            (v.outgoing, id, v.from.as_deref(), v.until.as_deref())
        })
        .collect()
}

async fn relate(city: &City, login: &str, id: &str, new: Relating) -> Result<(), Failure> {
    Box::pin(city.register.relate(&city.who(login).await, id, &new, None)).await
}

fn lives(version: i64, to: &str) -> Relating {
    Relating {
        version,
        relation: "lives_in".into(),
        to: to.into(),
        from: None,
        until: None,
        remove: false,
        reason: "上门核实".into(),
    }
}

testkit::both!(who_lives_where_is_known_from_both_sides, |test| async move {
    let city = City::new(test).await;
    let by = json!({"by": "identifier"});
    // the dwelling is not there yet: the row is taken, and told
    let rows = "1,甲样,D-1,2020-01-01,,G1\n2,乙样,D-2,,,G2\n3,丙样,,,,G1\n";
    let (report, rejects) = people(&city, by.clone(), "2026-02-01", rows).await;
    assert_eq!((report.added, report.rejected, report.unresolved), (3, 0, 2), "{:?}", report.reasons);
    assert_eq!(report.reasons["lives_in: register.fault.reference"], 2);
    assert!(rejects.contains("1,lives_in,register.fault.reference,,1,甲样,D-1"), "{rejects}");
    homes(&city, "a,D-1,示范路1号,G1\nb,D-2,示范路2号,G2\n").await;
    // the same file again: what is there now is found
    let (report, _) = people(&city, by.clone(), "2026-02-01", rows).await;
    assert_eq!((report.changed, report.unchanged, report.unresolved), (2, 1, 0));
    let (report, _) = people(&city, by.clone(), "2026-02-01", rows).await;
    assert_eq!((report.changed, report.unchanged), (0, 3), "and again it changes nothing");
    assert_eq!(
        others(&related(&city, "rita", "K1-1", None).await),
        [(true, "K1-4", Some("2020-01-01"), None)]
    );
    let seen = related(&city, "rita", "K1-4", None).await;
    assert_eq!(others(&seen), [(false, "K1-1", Some("2020-01-01"), None)]);
    let other = seen[0].other.as_ref().unwrap();
    assert_eq!(other.values["name"], "甲*", "masked as everywhere");
    let before = city.story.test.env.now();
    city.story.test.env.advance(Timestamp::DAY);

    // the source says another: the first has ended on the day of the data; on the day before it was known as it was
    let moved = rows.replace("1,甲样,D-1,2020-01-01", "1,甲样,D-2,2026-03-01");
    let (report, _) = people(&city, by.clone(), "2026-03-02", &moved).await;
    assert_eq!(report.unresolved, 0);
    let now = related(&city, "rita", "K1-1", None).await;
    assert_eq!(
        others(&now),
        [(true, "K1-5", Some("2026-03-01"), None), (true, "K1-4", Some("2020-01-01"), Some("2026-03-02"))]
    );
    let then = related(&city, "rita", "K1-1", Some(before)).await;
    assert_eq!(others(&then), [(true, "K1-4", Some("2020-01-01"), None)]);
    assert!(related(&city, "rita", "K1-5", Some(before)).await.iter().all(|v| v.from.is_none()));
    assert_eq!(
        others(&related(&city, "rita", "K1-4", Some(before)).await).len(),
        1,
        "known from the other side too"
    );

    // whoever sees one grid learns of a record in another only that there is one
    let own = related(&city, "gwen", "K1-1", None).await;
    let hidden = own.iter().find(|v| v.other.is_none()).unwrap();
    assert_eq!((hidden.relation.as_str(), &hidden.from, &hidden.until), ("lives_in", &None, &None));
    assert_eq!(own.iter().filter(|v| v.other.is_some()).count(), 1);
    let outside = Box::pin(city.register.relations(&city.who("faro").await, "K1-1", None)).await;
    assert_eq!(code(outside.unwrap_err()), "register.not_found");
    // and nobody who reads the database learns who lives where
    let told = "SELECT count(*) AS n FROM register_record WHERE kind = 'person' AND open_values LIKE '%@%'";
    assert_eq!(city.number(told).await, 0);
    let wrong =
        people(&city, by, "2026-03-02", "9,丁样,D-1,2026-03-01,2020-01-01,G1\n8,戊样,D-1,x,,G1\n").await.0;
    assert_eq!(wrong.reasons["lives_in: register.fault.period"], 1);
    assert_eq!(wrong.reasons["lives_in: register.fault.date"], 1);
    let report = city.verify().await;
    assert!(report.holds(), "{:?}", report.breaks);
});

testkit::both!(a_relation_is_changed_by_hand_and_goes_with_the_record, |test| async move {
    let city = City::new(test).await;
    homes(&city, "a,D-1,示范路1号,G1\nb,D-2,示范路2号,G1\nz,D-9,外区路9号,K2\n").await;
    let by = json!({"by": "key", "source": "housing"});
    let rows = "1,甲样,a,2020-01-01,,G1\n";
    let (report, _) = people(&city, by.clone(), "2026-02-01", rows).await;
    assert_eq!((report.added, report.unresolved), (1, 0), "by the key of the other list");
    let person = city.found("rita", "甲样").await.remove(0);
    let [first, second] =
        [related(&city, "rita", &person, None).await[0].other.clone().unwrap().id, "K1-2".into()];
    assert_eq!(first, "K1-1");
    for (login, new, wrong) in [
        ("rita", lives(1, &second), "action.forbidden"),
        ("tina", lives(7, &second), "register.stale"),
        ("tina", lives(1, "K2-1"), "register.relation_unknown"),
        ("tina", lives(1, &person), "register.relation_unknown"),
        ("tina", Relating { relation: "owes".into(), ..lives(1, &second) }, "field.invalid"),
        ("tina", Relating { reason: " ".into(), ..lives(1, &second) }, "field.required"),
        ("tina", Relating { until: Some("1999-01-01".into()), ..lives(1, &first) }, "field.invalid"),
    ] {
        let refused = relate(&city, login, &person, new.clone()).await;
        assert_eq!(code(refused.unwrap_err()), wrong, "{new:?}");
    }
    let ended = Relating { until: Some("2026-01-31".into()), ..lives(1, &first) };
    relate(&city, "tina", &person, ended).await.unwrap();
    let moved = Relating { from: Some("2026-02-01".into()), ..lives(2, &second) };
    relate(&city, "tina", &person, moved).await.unwrap();
    let now = related(&city, "tina", &person, None).await;
    assert_eq!(
        others(&now),
        [
            (true, second.as_str(), Some("2026-02-01"), None),
            (true, first.as_str(), Some("2020-01-01"), Some("2026-01-31"))
        ]
    );
    let history = city.register.history(&city.who("tina").await, &person).await.unwrap();
    assert_eq!(
        (history[0].fields[0].as_str(), history[0].reason.as_deref()),
        ("@lives_in", Some("上门核实"))
    );
    // the source says what it said: what was put right by hand stands
    let (report, _) = people(&city, by.clone(), "2026-02-01", &rows.replace("甲样", "甲新")).await;
    assert_eq!(report.changed, 1);
    assert_eq!(others(&related(&city, "tina", &person, None).await), others(&now));
    relate(&city, "tina", &person, Relating { remove: true, ..lives(4, &first) }).await.unwrap();
    assert_eq!(related(&city, "tina", &person, None).await.len(), 1);
    assert!(city.verify().await.holds());

    // dwellings stay, people go after ten years: nothing is left that says who lived there
    city.story.test.env.advance(3_700 * Timestamp::DAY);
    assert_eq!(city.register.retain(&city.story.test.system()).await.unwrap().deleted, 1);
    assert!(related(&city, "tina", &second, None).await.is_empty());
    assert_eq!(city.number("SELECT count(*) AS n FROM register_key WHERE n = 4").await, 0);
    let report = city.verify().await;
    assert!(report.holds(), "{:?}", report.breaks);
});
