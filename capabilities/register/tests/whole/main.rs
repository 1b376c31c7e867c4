//! The life of records on both databases: imported, found, read, revealed, corrected, counted, verified, deleted.
#![allow(clippy::unwrap_used)]

mod addresses;
#[path = "../../../cases/tests/whole/common/mod.rs"]
mod common;
mod map;
mod matching;
mod relations;

use cases::import::read::Table;
use common::Story;
use kernel::{Ctx, Env, Failure, Timestamp};
use packs::Packs;
use register::audit::RegisterAudit;
use register::readers::Counter;
use register::service::{Correcting, ImportReport, ListQuery, Request, Revealing, SearchQuery, Seen};
use register::{Parts, Register, Settings};
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::sync::Arc;

const ANNA: &str = "33990019800101002";
const HEAD: &str = "no,name,sex,id,born,phone,address,grid\n";

struct City {
    story: Story,
    register: Register,
}

fn check(body: &str) -> String {
    const FACTORS: [u32; 17] = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
    let sum: u32 = body.chars().zip(FACTORS).map(|(c, f)| c.to_digit(10).unwrap() * f).sum();
    format!("{body}{}", char::from(b"10X98765432"[sum as usize % 11]))
}

fn mapping() -> Value {
    json!({
        "key": "no", "area": "grid", "as_of": "2026-02-01",
        "fields": { "name": "name", "sex": "sex", "id_number": "id", "birth": "born", "phone": "phone", "address": "address" },
    })
}

impl City {
    async fn new(test: testkit::TestDb) -> Self {
        let story = Box::pin(Story::new(test)).await;
        let packs = Packs::open(story.test.db.clone(), register::sections()).await.unwrap();
        let dir = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../../packs/base-registers");
        let (report, added) = packs.add_dir(&story.test.system(), &dir).await.unwrap();
        let lines: Vec<String> =
            report.problems.iter().map(|p| packs::messages::line(p, kernel::Lang::En)).collect();
        let added = added.unwrap_or_else(|| panic!("{}", lines.join("\n")));
        packs.enable(&story.test.system(), &added.id, &added.version).await.unwrap();
        let register = Register::new(Parts {
            db: story.test.db.clone(),
            env: story.test.env.clone(),
            vault: story.vault.clone(),
            grid: story.grid.clone(),
            directory: story.identity.clone(),
            library: packs,
            settings: Settings { reveals_per_hour: 3 },
        })
        .unwrap();
        Self { story, register }
    }

    async fn who(&self, login: &str) -> Ctx {
        self.story.who(login).await
    }

    async fn import_as(&self, login: &str, csv: &str, dry_run: bool) -> Result<ImportReport, Failure> {
        let bytes = csv.as_bytes().to_vec();
        let open = |d: char, s: Option<&str>| Table::of_bytes("people.csv", bytes.clone(), d, s);
        let request = Request {
            kind: "person",
            source: "police",
            mapping: Some(mapping()),
            dry_run,
            rejects: None,
            progress: &|_| {},
        };
        Box::pin(self.register.import(&self.who(login).await, &open, request)).await
    }

    async fn import(&self, csv: &str) -> ImportReport {
        self.import_as("adam", csv, false).await.unwrap()
    }

    async fn found(&self, login: &str, q: &str) -> Vec<String> {
        let query = SearchQuery { q: q.into(), ..SearchQuery::default() };
        let found = Box::pin(self.register.search(&self.who(login).await, &query)).await.unwrap();
        found.items.into_iter().map(|r| r.id).collect()
    }

    async fn shown(&self, login: &str, id: &str, field: &str) -> Option<Value> {
        let view = Box::pin(self.register.view(&self.who(login).await, id, None)).await.unwrap();
        view.values.into_iter().find(|v| v.code == field).unwrap().value
    }

    async fn reveal(&self, login: &str, id: &str, field: &str) -> Result<String, Failure> {
        let new =
            Revealing {
                field: field.into(), purpose: "service".into(), words: Some("办理居住证".into())
            };
        Box::pin(self.register.reveal(&self.who(login).await, id, &new)).await
    }

    async fn correct(
        &self,
        login: &str,
        id: &str,
        version: i64,
        value: (&str, &str),
        reason: Option<&str>,
    ) -> Result<(), Failure> {
        let values = BTreeMap::from([(value.0.to_owned(), value.1.to_owned())]);
        let new = Correcting { version, values, reason: reason.map(Into::into) };
        Box::pin(self.register.correct(&self.who(login).await, id, &new, None)).await
    }

    async fn follow(&self) {
        let env: Arc<dyn Env> = self.story.test.env.clone();
        let counter: Arc<dyn ledger::follow::Reader> = Arc::new(Counter);
        Box::pin(ledger::follow::catch_up(&self.story.test.db, &env, &counter)).await.unwrap();
    }

    async fn verify(&self) -> ledger::verify::Report {
        let db = &self.story.test.db;
        ledger::sequencer::drain(db, &(self.story.test.env.clone() as Arc<dyn Env>)).await.unwrap();
        let commitments = protect::CommitmentAudit(self.story.vault.clone());
        let register = RegisterAudit::new(self.story.vault.clone());
        let things = register::audit::things::ThingsAudit::default();
        let audits: [&dyn ledger::verify::Audit; 3] = [&commitments, &register, &things];
        let mut tx = db.read().await.unwrap();
        Box::pin(ledger::verify::verify(&mut tx, &audits, |_| {})).await.unwrap()
    }

    /// Runs the comparisons that were asked for.
    async fn compare(&self) {
        let runner = jobs::Runner::new(self.story.test.db.clone(), self.story.test.env.clone())
            .on(register::model::thing::COMPARE, register::service::Comparer(self.register.clone()));
        runner.drain().await.unwrap();
    }

    async fn number(&self, sql: &str) -> i64 {
        let sql = db::Sql::composed("test", sql.into());
        self.story.test.db.read().await.unwrap().fetch_one(&sql, vec![]).await.unwrap().get("n").unwrap()
    }

    async fn run(&self, sql: &'static str) {
        let system = self.story.test.system();
        let write = self.story.test.db.write(&system, move |tx| {
            Box::pin(async move { tx.execute(&db::Sql::composed("test", sql.into()), vec![]).await })
        });
        write.await.unwrap();
    }
}

fn code(failure: Failure) -> String {
    match failure {
        Failure::Refused(refusal) => refusal.code,
        other => panic!("{other:?}"),
    }
}

fn people() -> String {
    let anna = check(ANNA);
    let ben = check("33990019820203002");
    format!(
        "{HEAD}1,安娜样,女,{anna},1980-01-01,13900000001,示范路1号3栋201室,G1\n\
         2,本例,男,,1982-02-03,+86 139-0000-0002,示范路8号,G2\n\
         3,错一,男,339900198202030021,1982-02-03,,,G1\n\
         4,错二,男,,1982-02-31,12,,G1\n\
         5,错三,男,{ben},1990-01-01,,,NOWHERE\n\
         1,又来,女,,,,,G1\n"
    )
}

testkit::both!(what_a_visit_says_is_taken_as_far_as_it_fits, |test| async move {
    let city = City::new(test).await;
    city.import(&people()).await;
    let id = city.found("rita", "安娜样").await.remove(0);
    let gwen = city.who("gwen").await;
    let at = city.story.test.env.now().plus(Timestamp::DAY);
    let taken = async |values: &[(&str, &str)]| {
        let mut seen = Seen::of(&id);
        seen.values = values.iter().map(|(f, v)| ((*f).to_owned(), (*v).to_owned())).collect();
        let taken = Box::pin(city.register.observation(&gwen, &seen, (at, "uuid:1"), None)).await.unwrap();
        let next = taken.next.iter().flat_map(|next| next.seen()).map(|(field, _)| field.clone());
        let faults = taken.faults.iter().map(|f| format!("{}: {}", f.field, f.code));
        assert_eq!(taken.kind, "person");
        (next.collect::<Vec<_>>().join(" "), faults.collect::<Vec<_>>().join(" "))
    };
    let other = check("33990019810101002");
    let said = |fields: &str, faults: &str| (fields.to_owned(), faults.to_owned());
    assert_eq!(taken(&[("name", "安娜样"), ("phone", "13900000009")]).await, said("name phone", ""));
    // what cannot be read is told, and the rest is taken
    assert_eq!(
        taken(&[("name", "安娜"), ("phone", "12")]).await,
        said("name", "phone: register.fault.phone")
    );
    // a condition between two values: what breaks it stays out, what keeps it together is taken together
    let broken = "birth_fits: register.fault.rule";
    assert_eq!(taken(&[("birth", "1981-01-01"), ("phone", "13900000009")]).await, said("phone", broken));
    assert_eq!(taken(&[("id_number", &other)]).await, said("", broken));
    assert_eq!(taken(&[("birth", "1981-01-01"), ("id_number", &other)]).await, said("birth id_number", ""));
    let third = check("33990019820101002");
    assert_eq!(taken(&[("birth", "1981-01-01"), ("id_number", &third)]).await, said("", broken), "told once");
});

testkit::both!(a_list_comes_in_once, |test| async move {
    let city = City::new(test).await;
    let tried = city.import_as("adam", &people(), true).await.unwrap();
    assert_eq!((tried.rows, tried.added, tried.rejected), (6, 2, 4), "{:?}", tried.reasons);
    assert_eq!(city.number("SELECT count(*) AS n FROM register_record").await, 0);
    assert_eq!(tried.preview[0].values["name"], "安**", "{:?}", tried.preview);
    let told = serde_json::to_string(&tried).unwrap();
    assert!(!told.contains("安娜样") && !told.contains("13900000001"), "{told}");

    let done = city.import(&people()).await;
    assert_eq!((done.added, done.changed, done.unchanged, done.rejected), (2, 0, 0, 4));
    for reason in
        ["id_number: register.fault.check", "birth: register.fault.date", "phone: register.fault.phone"]
    {
        assert_eq!(done.reasons[reason], 1, "{:?}", done.reasons);
    }
    assert_eq!(done.reasons["area: register.fault.area"], 1);
    assert_eq!(done.reasons["key: register.fault.twice"], 1);
    let facts = "SELECT count(*) AS n FROM fact WHERE action = 'register.imported'";
    assert_eq!(city.number(facts).await, 1, "one fact for a chunk");

    let again = city.import(&people()).await;
    assert_eq!((again.added, again.changed, again.unchanged), (0, 0, 2), "the same file changes nothing");
    assert_eq!(city.number(facts).await, 1);
    // a town's own people import into their own area alone; whoever may not import may not
    let other = format!("{HEAD}9,外面,男,,,,,K2\n");
    let refused = city.import_as("tina", &other, false).await.unwrap();
    assert_eq!(refused.reasons["area: register.fault.scope"], 1);
    assert_eq!(code(city.import_as("rita", &other, false).await.unwrap_err()), "action.forbidden");

    let report = city.verify().await;
    assert!(report.holds(), "{:?}", report.breaks);
    // conditions over several fields
    let anna = check(ANNA);
    let wrong = format!("{HEAD}8,规则,女,{anna},1980-01-02,,,G1\n");
    assert_eq!(city.import(&wrong).await.reasons["birth_fits: register.fault.rule"], 1);
});

testkit::both!(what_is_found_is_ones_own_and_masked, |test| async move {
    let city = City::new(test).await;
    city.import(&people()).await;
    let anna = check(ANNA);
    for words in [anna.as_str(), "安娜样", "139 0000 0001", "示范路1号"] {
        assert_eq!(city.found("rita", words).await, ["K1-1"], "{words}");
    }
    assert_eq!(city.found("gwen", "安娜样").await, ["K1-1"]);
    assert!(city.found("gwen", "本例").await.is_empty(), "another grid");
    assert!(city.found("faro", "安娜样").await.is_empty(), "another county");
    assert!(city.found("rita", "没有人").await.is_empty());
    let view = city.register.view(&city.who("faro").await, "K1-1", None).await;
    assert_eq!(code(view.unwrap_err()), "register.not_found");
    assert_eq!(city.shown("rita", "K1-1", "name").await, Some(json!("安**")));
    assert_eq!(city.shown("rita", "K1-1", "phone").await, Some(json!("139****0001")));
    assert_eq!(city.shown("rita", "K1-1", "id_number").await, Some(json!("***")));

    let list = |login: &'static str, area: Option<&'static str>, after: Option<String>| {
        let (city, q) =
            (&city, ListQuery { kind: "person".into(), area: area.map(Into::into), after, limit: Some(1) });
        async move { Box::pin(city.register.list(&city.who(login).await, &q)).await.unwrap() }
    };
    let page = list("rita", None, None).await;
    assert_eq!(page.items[0].id, "K1-1");
    let page = list("rita", Some("T1"), page.next).await;
    assert_eq!((page.items[0].id.as_str(), page.next), ("K1-2", None));
    assert!(list("gwen", Some("G2"), None).await.items.is_empty());
    assert!(list("rita", Some("K2"), None).await.items.is_empty());

    city.follow().await;
    let counts = city.register.counts(&city.who("rita").await, None).await.unwrap();
    assert_eq!(counts.total["person"], 2);
    let counts = city.register.counts(&city.who("gwen").await, Some("V1")).await.unwrap();
    assert!(counts.total.is_empty(), "of an area above only one's own");
    assert_eq!(
        counts.items.iter().map(|r| (r.area.as_str(), r.counts["person"])).collect::<Vec<_>>(),
        [("G1", 1)]
    );
    let q = ListQuery { kind: "person".into(), ..ListQuery::default() };
    let csv = city.register.export(&city.who("tina").await, &q, kernel::Lang::Zh).await.unwrap();
    let csv = String::from_utf8(csv).unwrap();
    assert!(csv.contains("安**") && !csv.contains("安娜样"), "{csv}");
});

testkit::both!(a_value_is_read_on_the_record, |test| async move {
    let city = City::new(test).await;
    city.import(&people()).await;
    assert_eq!(code(city.reveal("lead", "K1-1", "phone").await.unwrap_err()), "action.forbidden");
    assert_eq!(city.reveal("tina", "K1-1", "phone").await.unwrap(), "13900000001");
    assert_eq!(city.reveal("tina", "K1-1", "id_number").await.unwrap(), check(ANNA));
    assert_eq!(code(city.reveal("tina", "K1-1", "residence").await.unwrap_err()), "field.invalid");
    let bad = Revealing { field: "phone".into(), purpose: "curiosity".into(), words: None };
    let tina = city.who("tina").await;
    assert_eq!(code(city.register.reveal(&tina, "K1-1", &bad).await.unwrap_err()), "field.invalid");
    city.reveal("tina", "K1-1", "name").await.unwrap();
    assert_eq!(code(city.reveal("tina", "K1-1", "name").await.unwrap_err()), "register.too_many_reveals");
    city.story.test.env.advance(Timestamp::HOUR);
    city.reveal("tina", "K1-1", "name").await.unwrap();
    let history = city.register.history(&city.who("rita").await, "K1-1").await.unwrap();
    let reveals: Vec<_> = history.iter().filter(|p| p.what == "revealed").collect();
    assert_eq!(reveals.len(), 4);
    assert_eq!(reveals[0].reason.as_deref(), Some("办理居住证"));
    assert_eq!(reveals[0].name.as_deref(), Some("tina同志"));
    let report = city.verify().await;
    assert!(report.holds(), "{:?}", report.breaks);
});

testkit::both!(a_correction_is_a_fact_and_stands, |test| async move {
    let city = City::new(test).await;
    city.import(&people()).await;
    let before = city.story.test.env.now();
    city.story.test.env.advance(Timestamp::DAY);
    let phone = ("phone", "13911111111");
    assert_eq!(
        code(city.correct("tina", "K1-1", 1, phone, None).await.unwrap_err()),
        "register.reason_needed"
    );
    assert_eq!(
        code(city.correct("lead", "K1-1", 1, phone, Some("x")).await.unwrap_err()),
        "action.forbidden"
    );
    assert_eq!(code(city.correct("tina", "K1-1", 7, phone, Some("x")).await.unwrap_err()), "register.stale");
    let wrong = city.correct("tina", "K1-1", 1, ("phone", "1"), Some("x")).await;
    assert_eq!(code(wrong.unwrap_err()), "register.fault.phone");
    let wrong = city.correct("tina", "K1-1", 1, ("birth", "1980-01-02"), Some("x")).await;
    assert_eq!(code(wrong.unwrap_err()), "register.fault.rule");
    city.correct("tina", "K1-1", 1, phone, Some("本人上门更正")).await.unwrap();
    assert_eq!(city.found("rita", "13911111111").await, ["K1-1"]);
    assert!(city.found("rita", "13900000001").await.is_empty());

    let view = city.register.view(&city.who("tina").await, "K1-1", None).await.unwrap();
    let of = |code: &str| view.values.iter().find(|v| v.code == code).unwrap().origin.clone().unwrap();
    assert_eq!((of("phone").version, of("phone").source), (2, None));
    assert_eq!((of("name").version, of("name").source.as_deref()), (1, Some("police")));
    let then = city.register.view(&city.who("tina").await, "K1-1", Some(before)).await.unwrap();
    let value = then.values.iter().find(|v| v.code == "phone").unwrap();
    assert_eq!((then.version, value.value.clone()), (1, Some(json!("139****0001"))), "as it was known then");
    let never = city.register.view(&city.who("tina").await, "K1-1", Some(before.plus(-1))).await;
    assert_eq!(code(never.unwrap_err()), "register.not_found");
    let history = city.register.history(&city.who("tina").await, "K1-1").await.unwrap();
    assert_eq!((history[0].what.as_str(), history[0].reason.as_deref()), ("corrected", Some("本人上门更正")));
    assert_eq!(history[0].fields, ["phone"]);

    // the source says what it said, with another name: the name is new, the correction stands
    let again = city.import(&people().replace("安娜样", "安娜新")).await;
    assert_eq!((again.changed, again.unchanged), (1, 1));
    assert_eq!(city.found("rita", "安娜新").await, ["K1-1"]);
    assert_eq!(city.found("rita", "13911111111").await, ["K1-1"]);
    // the source says something else about the telephone itself: that holds
    city.import(&people().replace("13900000001", "13922222222")).await;
    assert_eq!(city.found("rita", "13922222222").await, ["K1-1"]);
    let report = city.verify().await;
    assert!(report.holds(), "{:?}", report.breaks);
    assert_eq!(city.number("SELECT version AS n FROM register_record WHERE n = 1").await, 4);
});

testkit::both!(what_was_changed_behind_the_back_is_found, |test| async move {
    let city = City::new(test).await;
    city.import(&people()).await;
    city.correct("tina", "K1-1", 1, ("phone", "13911111111"), Some("x")).await.unwrap();
    assert!(city.verify().await.holds());
    city.run("UPDATE register_record SET open_values = '{\"residence\":\"1\"}' WHERE n = 2").await;
    assert!(!city.verify().await.holds(), "a changed row");
    city.run("UPDATE register_record SET open_values = '' WHERE n = 2").await;
    assert!(city.verify().await.holds());
    city.run("DELETE FROM protected_bundle WHERE n = 2").await;
    assert!(!city.verify().await.holds(), "values that vanished");
});

testkit::both!(what_is_due_goes_and_the_proof_stays, |test| async move {
    let city = City::new(test).await;
    city.import(&people()).await;
    city.correct("tina", "K1-1", 1, ("phone", "13911111111"), Some("x")).await.unwrap();
    let system = city.story.test.system();
    assert_eq!(city.register.retain(&system).await.unwrap().deleted, 0);
    city.story.test.env.advance(3_700 * Timestamp::DAY);
    let system = city.story.test.system();
    assert_eq!(city.register.retain(&system).await.unwrap().deleted, 2);
    for table in
        ["register_record", "register_version", "register_key", "register_source", "protected_bundle"]
    {
        assert_eq!(city.number(&format!("SELECT count(*) AS n FROM {table}")).await, 0, "{table}");
    }
    assert_eq!(city.number("SELECT count(*) AS n FROM register_gone").await, 3);
    assert!(city.found("rita", "安娜样").await.is_empty());
    city.follow().await;
    let counts = city.register.counts(&city.who("rita").await, None).await.unwrap();
    assert!(counts.total.is_empty(), "{counts:?}");
    let report = city.verify().await;
    assert!(report.holds(), "{:?}", report.breaks);
    assert!(report.erased >= 2);
});

testkit::both!(many_rows_come_in_chunks_and_homes, |test| async move {
    let city = City::new(test).await;
    let mut csv = HEAD.to_owned();
    for n in 0..5_000 {
        let grid = ["G1", "G2", "K2"][n % 3];
        csv.push_str(&format!("r{n},样{n},男,,,,示范路{n}号,{grid}\n"));
    }
    let done = city.import(&csv).await;
    assert_eq!((done.added, done.rejected), (5_000, 0));
    assert_eq!(city.import(&csv).await.unchanged, 5_000);
    let facts = city.number("SELECT count(*) AS n FROM fact WHERE action = 'register.imported'").await;
    assert_eq!(facts, 6, "3,334 rows of one home, 1,666 of the other");
    assert_eq!(city.found("faro", "样2").await.len(), 1);
    assert_eq!(city.found("rita", "示范路77号").await.len(), 1);
    let report = city.verify().await;
    assert!(report.holds(), "{:?}", report.breaks);
    assert_eq!(report.rows, 5_000);
    let (mut after, mut seen) = (None, 0);
    loop {
        let q = ListQuery { kind: "person".into(), after, limit: Some(500), ..ListQuery::default() };
        let page = Box::pin(city.register.list(&city.who("rita").await, &q)).await.unwrap();
        seen += page.items.len();
        after = page.next;
        if after.is_none() {
            break;
        }
    }
    assert_eq!(seen, 5_000);
});
