//! A visit from the modules of three departments to their records: what is due, what is known, one form, and what comes of it.

use crate::common::Story;
use bytes::Bytes;
use cases::import::read::Table;
use forms::model::submission::Incoming;
use forms::model::visit::{AskMode, VisitState};
use forms::readers::{ABSENCE, Looker, SETTLE, Settler, Submitted};
use forms::service::burden::{BurdenQuery, By};
use forms::service::modules::{Deciding, FromPack};
use forms::service::visits::{NotMet, NotMetReason, VisitQuery};
use forms::{Forms, Parts};
use kernel::{Ctx, Env, Failure, Timestamp};
use packs::Packs;
use register::audit::RegisterAudit;
use register::service::Request;
use register::{Register, Settings};
use serde_json::{Value, json};
use std::path::Path;
use std::sync::Arc;

pub struct Street {
    pub story: Story,
    pub register: Register,
    pub forms: Forms,
}

impl Street {
    pub async fn new(test: testkit::TestDb) -> Self {
        Self::with(test, &["../../packs/base-registers", "tests/whole/pack"]).await
    }

    /// The street with these packs, by their folders.
    pub async fn with(test: testkit::TestDb, folders: &[&str]) -> Self {
        let mut story = Box::pin(Story::new(test)).await;
        let sections = register::sections().into_iter().chain(forms::sections()).collect();
        let packs = Packs::open(story.test.db.clone(), sections).await.unwrap();
        for dir in folders {
            let dir = Path::new(env!("CARGO_MANIFEST_DIR")).join(dir);
            let (report, added) = packs.add_dir(&story.test.system(), &dir).await.unwrap();
            let lines = report.problems.iter().map(|p| packs::messages::line(p, kernel::Lang::En));
            let added = added.unwrap_or_else(|| panic!("{}", lines.collect::<Vec<_>>().join("\n")));
            packs.enable(&story.test.system(), &added.id, &added.version).await.unwrap();
        }
        // what a bad answer opens is of these packs too
        story.cases = cases::Cases::new(cases::Parts {
            db: story.test.db.clone(),
            env: story.test.env.clone(),
            vault: story.vault.clone(),
            blobs: story.blobs.clone(),
            grid: story.grid.clone(),
            directory: story.identity.clone(),
            library: packs.clone(),
        });
        let register = Register::new(register::Parts {
            db: story.test.db.clone(),
            env: story.test.env.clone(),
            vault: story.vault.clone(),
            grid: story.grid.clone(),
            directory: story.identity.clone(),
            library: packs.clone(),
            settings: Settings::default(),
        })
        .unwrap();
        let forms = Forms::new(Parts {
            db: story.test.db.clone(),
            env: story.test.env.clone(),
            vault: story.vault.clone(),
            blobs: story.blobs.clone(),
            grid: story.grid.clone(),
            directory: story.identity.clone(),
            staff: story.identity.clone(),
            library: packs,
            cases: story.cases.clone(),
            register: register.clone(),
        });
        let street = Self { story, register, forms };
        street.take("dwelling", street.homes(), "no,number,address,use,grid\na,D-1,示范路1号,2,G1\nb,D-2,示范路2号,1,G1\nc,D-3,示范路3号,2,G2\n").await;
        let people = json!({"key": "no", "area": "grid", "as_of": street.day(-10), "fields": {"name": "name", "phone": "phone"},
            "relations": {"lives_in": {"column": "home", "by": "identifier"}}});
        street.take("person", people, "no,name,phone,home,grid\n1,甲样,13900000001,D-1,G1\n2,乙样,13900000002,D-1,G1\n3,丙样,13900000003,D-3,G2\n").await;
        street
    }

    pub fn now(&self) -> Timestamp {
        self.story.test.env.now()
    }

    pub fn day(&self, days: i64) -> String {
        self.now().plus(days * Timestamp::DAY).to_string().chars().take(10).collect()
    }

    /// How a list of homes is read.
    pub fn homes(&self) -> Value {
        json!({"key": "no", "area": "grid", "as_of": self.day(-10), "fields": {"number": "number", "address": "address", "use": "use"}})
    }

    pub async fn take(&self, kind: &str, mapping: Value, csv: &str) {
        let bytes = csv.as_bytes().to_vec();
        let open = |d: char, s: Option<&str>| Table::of_bytes("list.csv", bytes.clone(), d, s);
        let request = Request {
            kind,
            source: "list",
            mapping: Some(mapping),
            dry_run: false,
            rejects: None,
            progress: &|_| {},
        };
        let report = Box::pin(self.register.import(&self.who("adam").await, &open, request)).await.unwrap();
        assert_eq!((report.rejected, report.unresolved), (0, 0), "{:?}", report.reasons);
    }

    pub async fn who(&self, login: &str) -> Ctx {
        self.story.who(login).await
    }

    pub async fn admit(&self) {
        let new = FromPack { pack: "forms-test".into(), admit: true };
        let taken = Box::pin(self.forms.take_modules(&self.story.test.system(), &new)).await.unwrap();
        assert_eq!(taken.admitted, ["rental_safety", "tenancy", "fire-exits"], "{:?}", taken.refused);
    }

    /// All modules of a pack come into force.
    pub async fn admit_pack(&self, pack: &str) -> usize {
        let new = FromPack { pack: pack.into(), admit: true };
        let taken = Box::pin(self.forms.take_modules(&self.story.test.system(), &new)).await.unwrap();
        assert_eq!(taken.refused, []);
        taken.admitted.len()
    }

    pub async fn visits(&self, login: &str) -> Vec<forms::model::visit::VisitRow> {
        Box::pin(self.forms.visits(&self.who(login).await, &VisitQuery::default())).await.unwrap().items
    }

    pub async fn submit(&self, id: &str, xml: &str) -> forms::model::submission::Received {
        let incoming = Incoming::read(Bytes::copy_from_slice(xml.as_bytes()), || "uuid:none".into()).unwrap();
        Box::pin(self.forms.submit_visit(&self.who("gwen").await, id, incoming)).await.unwrap()
    }

    /// Follows the ledger and works the jobs off.
    pub async fn follow(&self) {
        let env: Arc<dyn Env> = self.story.test.env.clone();
        let reader: Arc<dyn ledger::follow::Reader> = Arc::new(Submitted);
        Box::pin(ledger::follow::catch_up(&self.story.test.db, &env, &reader)).await.unwrap();
        let runner = jobs::Runner::new(self.story.test.db.clone(), self.story.test.env.clone())
            .on(SETTLE, Settler(self.forms.clone()))
            .on(ABSENCE, Looker(self.forms.clone()));
        Box::pin(runner.drain()).await.unwrap();
    }

    pub async fn verify(&self) -> ledger::verify::Report {
        let db = &self.story.test.db;
        ledger::sequencer::drain(db, &(self.story.test.env.clone() as Arc<dyn Env>)).await.unwrap();
        let register = RegisterAudit::new(self.story.vault.clone());
        let commitments = protect::CommitmentAudit(self.story.vault.clone());
        let forms = forms::audit::FormAudit::default();
        let audits: [&dyn ledger::verify::Audit; 3] = [&commitments, &register, &forms];
        let mut tx = db.read().await.unwrap();
        Box::pin(ledger::verify::verify(&mut tx, &audits, |_| {})).await.unwrap()
    }

    pub async fn records(&self, instance: &str) -> Vec<(String, String)> {
        let mut tx = self.story.test.db.read().await.unwrap();
        let mut all = vec![];
        for r in forms::store::visits::of_instance(&mut tx, "K1", instance).await.unwrap() {
            let xml =
                self.story.vault.used(&mut tx, "K1", &r.xml, forms::service::settle::RECORD).await.unwrap();
            all.push((r.module, xml.unwrap()));
        }
        all
    }

    /// Somebody writes past the product.
    pub async fn sql(&self, sql: &str) {
        let sql = db::Sql::composed("test", sql.into());
        let system = self.story.test.system();
        let write = self.story.test.db.write(&system, move |tx| {
            let sql = sql.clone();
            Box::pin(async move { tx.execute(&sql, vec![]).await })
        });
        write.await.unwrap();
    }

    pub async fn number(&self, sql: &str) -> i64 {
        let sql = db::Sql::composed("test", sql.into());
        self.story.test.db.read().await.unwrap().fetch_one(&sql, vec![]).await.unwrap().get("n").unwrap()
    }
}

pub fn refused<T: std::fmt::Debug>(result: Result<T, Failure>) -> String {
    match result {
        Err(Failure::Refused(refusal)) => refusal.code,
        other => panic!("{other:?}"),
    }
}

testkit::both!(one_visit_serves_three_departments, |test| async move {
    let street = Street::new(test).await;
    assert_eq!(street.visits("gwen").await, [], "nothing is asked that was not admitted");
    street.admit().await;

    // in her grid two homes, of which one is let
    let due = street.visits("gwen").await;
    let rows: Vec<(&str, &str, usize)> =
        due.iter().map(|v| (v.id.as_str(), v.subject.label.as_str(), v.modules.len())).collect();
    assert_eq!(rows, [("K1-1", "示范路1号", 3), ("K1-2", "示范路2号", 1)]);
    assert!(due.iter().all(|v| v.state == VisitState::Due && !v.late));
    assert_eq!(
        refused(Box::pin(street.forms.visit(&street.who("gwen").await, "K1-3")).await),
        "register.not_found"
    );

    let visit = Box::pin(street.forms.visit(&street.who("gwen").await, "K1-1")).await.unwrap();
    let modes: Vec<(&str, &str, AskMode)> =
        visit.plan.questions.iter().map(|q| (q.name.as_str(), q.section.as_str(), q.mode)).collect();
    assert_eq!(
        modes,
        [
            ("dwelling__use", "s_who", AskMode::Confirm),
            ("tenants", "s_about", AskMode::Ask),
            ("lives_in__person", "s_members", AskMode::Ask),
            ("person__name", "s_members", AskMode::Ask),
            ("person__phone", "s_members", AskMode::Ask),
            ("tenancy__since", "s_members", AskMode::Ask),
            ("fire-exits__alarm", "s_checks", AskMode::Ask),
            ("rental_safety__wires", "s_checks", AskMode::Ask),
            ("fire-exits__stairs", "s_photos", AskMode::Ask),
        ]
    );
    assert_eq!((visit.plan.separately, visit.row.questions), (10, 9));
    let why: Vec<&str> = visit.plan.questions[0].asked_by.iter().map(|a| a.module.as_str()).collect();
    assert_eq!(why, ["fire-exits", "rental_safety"]);
    let members: Vec<&str> =
        visit.plan.questions[2].instances.iter().map(|i| i.values["person__name"].value.as_str()).collect();
    assert_eq!(members, ["甲样", "乙样"]);
    let xform = &visit.form.xform;
    assert!(
        xform.contains("<dwelling__use>2</dwelling__use>")
            && xform.contains("<person__name>乙样</person__name>")
    );
    // that she read it is on record, and what everybody downloads says nothing of anybody
    let reveals = "SELECT count(*) AS n FROM fact WHERE county = 'K1' AND action = 'reveal'";
    assert_eq!(street.number(reveals).await, 2);
    let blank = "SELECT count(*) AS n FROM form_version WHERE xform LIKE '%乙样%'";
    assert_eq!(street.number(blank).await, 0);

    street.story.test.env.advance(Timestamp::DAY);
    let (form, version) = (&visit.form.form_id, &visit.form.version);
    let ids: Vec<&str> = visit.plan.questions[2].instances.iter().map(|i| i.id.as_str()).collect();
    let xml = format!(
        "<data id=\"{form}\" version=\"{version}\"><_start>2026-11-23T09:00:00.000+08:00</_start><_end>2026-11-23T09:06:30.000+08:00</_end>\
         <s_who><dwelling__use>2</dwelling__use></s_who><s_about><rental_safety__tenants__on>1</rental_safety__tenants__on><tenants>2</tenants></s_about>\
         <s_members><lives_in__person><lives_in__person__ref>{}</lives_in__person__ref><person__name>甲样</person__name>\
         <person__phone>13900000009</person__phone><tenancy__since>2025-01-01</tenancy__since></lives_in__person>\
         <lives_in__person><lives_in__person__ref>K1-6</lives_in__person__ref><person__name>丁样</person__name></lives_in__person></s_members>\
         <s_checks><fire-exits__alarm>no</fire-exits__alarm><rental_safety__wires>yes</rental_safety__wires></s_checks>\
         <s_photos><fire-exits__stairs/></s_photos><meta><instanceID>uuid:v1</instanceID></meta></data>",
        ids[0]
    );
    assert!(!street.submit("K1-1", &xml).await.again);
    assert!(street.submit("K1-1", &xml).await.again);
    street.follow().await;
    street.follow().await;

    // each module has what its own form would have sent
    let records = street.records("uuid:v1").await;
    assert_eq!(records.len(), 3, "{records:?}");
    assert_eq!(records[0].0, "fire-exits");
    assert!(
        records[0].1.contains("<use>2</use><alarm>no</alarm><stairs></stairs><meta>"),
        "{}",
        records[0].1
    );
    assert!(records[1].1.contains(
        "<data id=\"m_rental_safety\" version=\"1\"><use>2</use><tenants>2</tenants><wires>yes</wires><meta>"
    ));
    assert!(records[2].1.contains(
        "<lives_in><name>甲样</name><phone>13900000009</phone><since>2025-01-01</since></lives_in>"
    ));

    // the registers know: confirmed today, changed today; whom the form does not know is not touched
    let rita = street.who("rita").await;
    let home = Box::pin(street.register.view(&rita, "K1-1", None)).await.unwrap();
    let use_ = home.values.iter().find(|v| v.code == "use").unwrap();
    assert_eq!(use_.origin.as_ref().unwrap().as_of, street.now());
    let number = home.values.iter().find(|v| v.code == "number").unwrap();
    assert!(number.origin.as_ref().unwrap().as_of < street.now().plus(-Timestamp::DAY));
    let member = Box::pin(street.register.view(&rita, ids[0], None)).await.unwrap();
    let phone = member.values.iter().find(|v| v.code == "phone").unwrap();
    assert!(phone.origin.as_ref().unwrap().source.is_none(), "{phone:?}");
    assert_eq!(Box::pin(street.register.view(&rita, "K1-6", None)).await.unwrap().version, 1);
    // a bad answer is a case, once
    assert_eq!(street.number("SELECT count(*) AS n FROM cases").await, 1);
    // and nothing of it is due any more
    let left = street.visits("gwen").await;
    assert_eq!((left[0].id.as_str(), left[0].state), ("K1-1", VisitState::Done));
    assert_eq!(
        refused(Box::pin(street.forms.visit(&street.who("gwen").await, "K1-1")).await),
        "form.visit_nothing_due"
    );
    // what departments declare themselves is known next time
    street.story.test.env.advance(80 * Timestamp::DAY);
    let again = Box::pin(street.forms.visit(&street.who("gwen").await, "K1-1")).await.unwrap();
    let tenants = again.plan.questions.iter().find(|q| q.name == "tenants").unwrap();
    assert_eq!((tenants.mode, tenants.known.as_ref().unwrap().value.as_str()), (AskMode::Confirm, "2"));
    assert_eq!(again.row.modules.len(), 2, "the third is due later");

    let month = street.day(-80).chars().take(7).collect::<String>();
    let query = BurdenQuery { by: By::Department, from: month.clone(), to: month };
    let burden = Box::pin(street.forms.burden(&rita, &query)).await.unwrap();
    assert_eq!((burden.total.visits, burden.total.seconds), (1, 390));
    assert_eq!((burden.total.asked + burden.total.confirmed, burden.total.avoided), (8, 2), "{burden:?}");
    let report = street.verify().await;
    assert!(report.holds(), "{:?}", report.breaks);
});

testkit::both!(what_is_known_of_people_is_handed_out_on_record, |test| async move {
    let street = Street::new(test).await;
    let system = street.story.test.system();
    let module = json!({"code": "landlords", "name": {"zh": "房东", "en": "Landlords"}, "use": "collect", "function": "housing",
        "subject": "dwelling", "every_days": 4, "basis": {"zh": "《商品房屋租赁管理办法》", "en": "Measures"}, "questions": [{"element": "landlord"}]});
    Box::pin(street.forms.propose(&system, serde_json::from_value(module).unwrap(), None)).await.unwrap();
    let admit = Deciding { version: 1, reason: None };
    Box::pin(street.forms.admit_module(&system, "landlords", &admit, None)).await.unwrap();
    let reveals = "SELECT count(*) AS n FROM fact WHERE action = 'reveal' AND data LIKE '%landlord%'";

    let gwen = street.who("gwen").await;
    let first = Box::pin(street.forms.visit(&gwen, "K1-1")).await.unwrap();
    assert_eq!(street.number(reveals).await, 0, "nothing is known yet");
    let xml = format!(
        "<data id=\"{}\" version=\"{}\"><s_about><landlord>戊样</landlord></s_about><meta><instanceID>uuid:l1</instanceID></meta></data>",
        first.form.form_id, first.form.version
    );
    street.submit("K1-1", &xml).await;
    street.follow().await;
    street.story.test.env.advance(5 * Timestamp::DAY);
    let again = Box::pin(street.forms.visit(&street.who("gwen").await, "K1-1")).await.unwrap();
    assert!(again.form.xform.contains("戊样"));
    assert_eq!(street.number(reveals).await, 1, "that she was told is on record");
});

testkit::both!(who_was_not_met_is_accounted_for, |test| async move {
    let street = Street::new(test).await;
    street.admit().await;
    let new = NotMet { reason: NotMetReason::NobodyHome, words: Some("门锁着".into()) };
    Box::pin(street.forms.not_met(&street.who("gwen").await, "K1-1", &new)).await.unwrap();
    let rows = street.visits("gwen").await;
    assert_eq!((rows[0].state, rows[1].state), (VisitState::NotMet, VisitState::Due));
    street.story.test.env.advance(Timestamp::DAY);
    assert_eq!(street.visits("gwen").await[0].state, VisitState::Due);
    let report = street.verify().await;
    assert!(report.holds(), "{:?}", report.breaks);
});

testkit::both!(who_has_left_is_not_asked_for_again, |test| async move {
    let street = Street::new(test).await;
    street.admit().await;
    let visit = Box::pin(street.forms.visit(&street.who("gwen").await, "K1-1")).await.unwrap();
    let members = |v: &forms::model::visit::VisitView| {
        let q = v.plan.questions.iter().find(|q| q.name == "lives_in__person").unwrap();
        q.instances.iter().map(|i| (i.id.clone(), i.values["person__name"].value.clone())).collect::<Vec<_>>()
    };
    let there = members(&visit);
    assert!(
        visit.form.xform.contains("<lives_in__person__here>here</lives_in__person__here>"),
        "{}",
        visit.form.xform
    );
    street.story.test.env.advance(Timestamp::DAY);
    let (form, version) = (&visit.form.form_id, &visit.form.version);
    let xml = format!(
        "<data id=\"{form}\" version=\"{version}\"><s_about><rental_safety__tenants__on>1</rental_safety__tenants__on><tenants>1</tenants></s_about><s_members>\
         <lives_in__person><lives_in__person__ref>{}</lives_in__person__ref><person__name>甲样</person__name><lives_in__person__here>here</lives_in__person__here></lives_in__person>\
         <lives_in__person><lives_in__person__ref>{}</lives_in__person__ref><lives_in__person__here>left</lives_in__person__here></lives_in__person>\
         <lives_in__person><lives_in__person__ref>K1-6</lives_in__person__ref><lives_in__person__here>left</lives_in__person__here></lives_in__person></s_members>\
         <meta><instanceID>uuid:g1</instanceID></meta></data>",
        there[0].0, there[1].0
    );
    street.submit("K1-1", &xml).await;
    street.follow().await;
    // the department is told of who is there, and the register of the day on which the other was found to have left
    let records = street.records("uuid:g1").await;
    let tenancy = records.iter().find(|(code, _)| code == "tenancy").unwrap();
    assert_eq!(tenancy.1.matches("<lives_in>").count(), 1, "{}", tenancy.1);
    let rita = street.who("rita").await;
    let until = async |id: &str| {
        let all = Box::pin(street.register.relations(&rita, id, None)).await.unwrap().items;
        all.into_iter().find(|r| r.relation == "lives_in").unwrap().until
    };
    assert_eq!(until(&there[0].0).await, None);
    assert_eq!(until(&there[1].0).await, Some(street.day(0)));
    assert_eq!(until("K1-6").await, None, "whom the form does not know is not touched");
    street.story.test.env.advance(80 * Timestamp::DAY);
    let again = Box::pin(street.forms.visit(&street.who("gwen").await, "K1-1")).await.unwrap();
    assert_eq!(members(&again), there[..1]);
    // it was somebody else: the visit is voided, and they live there as before
    let system = street.story.test.system();
    Box::pin(street.forms.void(&system, form, "uuid:g1")).await.unwrap();
    street.follow().await;
    assert_eq!(until(&there[1].0).await, None);
    let report = street.verify().await;
    assert!(report.holds(), "{:?}", report.breaks);
});

testkit::both!(a_day_is_that_of_the_place, |test| async move {
    let street = Street::new(test).await;
    street.admit().await;
    // half past midnight there: in UTC it is the day before
    let half_past = 16 * 3_600_000 + 1_800_000;
    let ahead = (half_past - street.now().0).rem_euclid(Timestamp::DAY) + Timestamp::DAY;
    street.story.test.env.advance(ahead);
    let today = street.day(1);
    let new = NotMet { reason: NotMetReason::NobodyHome, words: None };
    Box::pin(street.forms.not_met(&street.who("gwen").await, "K1-1", &new)).await.unwrap();
    let on = VisitQuery { date: Some(today.clone()), ..VisitQuery::default() };
    let listed = Box::pin(street.forms.visits(&street.who("gwen").await, &on)).await.unwrap().items;
    assert_eq!(listed, street.visits("gwen").await, "today is the day there");
    assert_eq!((listed[0].id.as_str(), listed[0].state), ("K1-1", VisitState::NotMet));
    // an hour before midnight it is still that day, and a visit now counts for it
    street.story.test.env.advance(22 * 3_600_000 + 1_800_000);
    assert_eq!(street.visits("gwen").await[0].state, VisitState::NotMet);
    let visit = Box::pin(street.forms.visit(&street.who("gwen").await, "K1-1")).await.unwrap();
    let xml = format!(
        "<data id=\"{}\" version=\"{}\"><s_checks><rental_safety__wires>no</rental_safety__wires></s_checks><meta><instanceID>uuid:n1</instanceID></meta></data>",
        visit.form.form_id, visit.form.version
    );
    street.submit("K1-1", &xml).await;
    street.follow().await;
    assert_eq!(street.visits("gwen").await[0].state, VisitState::Done);
    let days = format!("SELECT count(*) AS n FROM form_visit WHERE state = 'done' AND day = '{today}'");
    assert_eq!(street.number(&days).await, 1);
    let report = street.verify().await;
    assert!(report.holds(), "{:?}", report.breaks);
});

testkit::both!(rows_that_facts_do_not_explain_are_found, |test| async move {
    let street = Street::new(test).await;
    street.admit().await;
    let visit = Box::pin(street.forms.visit(&street.who("gwen").await, "K1-1")).await.unwrap();
    let xml = format!(
        "<data id=\"{}\" version=\"{}\"><s_checks><rental_safety__wires>no</rental_safety__wires></s_checks><meta><instanceID>uuid:t1</instanceID></meta></data>",
        visit.form.form_id, visit.form.version
    );
    street.submit("K1-1", &xml).await;
    street.follow().await;
    let new = NotMet { reason: NotMetReason::NobodyHome, words: None };
    Box::pin(street.forms.not_met(&street.who("gwen").await, "K1-2", &new)).await.unwrap();
    assert!(street.verify().await.holds());
    for (table, change, back) in [
        ("form_burden", "asked = asked + 1", "asked = asked - 1"),
        ("form_record", "version = version + 1", "version = version - 1"),
        ("form_last", "at = at - 1", "at = at + 1"),
        ("form_module", "version = version + 1", "version = version - 1"),
        ("form_submission", "voided_at = 1", "voided_at = NULL"),
        ("form_visit", "day = '2020-01-01' WHERE state = 'not_met'", ""),
    ] {
        street.sql(&format!("UPDATE {table} SET {change}")).await;
        let report = street.verify().await;
        assert!(report.breaks.iter().any(|b| b.what.contains(table)), "{table}: {:?}", report.breaks);
        if !back.is_empty() {
            street.sql(&format!("UPDATE {table} SET {back}")).await;
        }
    }
});
