//! A department reads what its modules received: which records, one in clear, some days as a file; never another's, never outside its area.

use crate::answers::{shown, why};
use crate::visits::{Street, refused};
use bytes::Bytes;
use forms::model::record::{ExportFormat, Exporting, RecordItem, RecordQuery, RecordState};
use forms::model::submission::Incoming;
use forms::service::modules::Deciding;
use futures::TryStreamExt as _;
use identity::{NewPerson, NewUnit, Seed, SeedPost};
use kernel::{Ctx, Failure, Text, Timestamp};
use serde_json::{Value, json};
use testkit::both;
use tokio::io::AsyncReadExt as _;

/// Departments: login, function, area of unit and post.
const STAFF: [(&str, &str, &str); 5] = [
    ("fire", "fire", "K1"),
    ("housing", "housing", "K1"),
    ("fire_here", "fire", "G1"),
    ("fire_next", "fire", "G2"),
    ("fire_far", "fire", "K2"),
];

async fn street(test: testkit::TestDb) -> Street {
    let mut street = Street::new(test).await;
    street.admit().await;
    let unit = |(login, function, area): (&str, &str, &str)| NewUnit {
        code: format!("u_{login}"),
        name: Text::new(login, login),
        area: area.into(),
        parent: None,
        functions: vec![function.into()],
        contact: None,
    };
    let person = |(login, ..): (&str, &str, &str)| NewPerson {
        login: Some(login.into()),
        name: login.into(),
        phone: None,
        password: None,
        password_hash: None,
    };
    let post = |(login, _, area): (&str, &str, &str)| SeedPost {
        kind: "handler".into(),
        person: login.into(),
        deputy: None,
        unit: format!("u_{login}"),
        area: Some(area.into()),
    };
    let seed = Seed {
        units: STAFF.into_iter().map(unit).collect(),
        people: STAFF.into_iter().map(person).collect(),
        posts: STAFF.into_iter().map(post).collect(),
    };
    let people = street.story.identity.seed(&street.story.test.system(), seed).await.unwrap().people;
    street.story.people.extend(people);
    street
}

/// A visit of the first home, with a photo that the fire service asks for.
async fn visit(street: &Street, instance: &str, alarm: &str, before: Option<&str>) {
    let visit = Box::pin(street.forms.visit(&street.who("gwen").await, "K1-1")).await;
    let (form, version) = match &visit {
        Ok(visit) => (visit.form.form_id.clone(), visit.form.version.clone()),
        Err(_) => street.form_of(before.unwrap()).await,
    };
    let old = before.map(|old| format!("<deprecatedID>{old}</deprecatedID>")).unwrap_or_default();
    let xml = format!(
        "<data id=\"{form}\" version=\"{version}\"><s_who><dwelling__use>2</dwelling__use></s_who><s_about><tenants>2</tenants></s_about>\
         <s_members><lives_in__person><person__name>甲样</person__name><person__phone>13900000001</person__phone></lives_in__person></s_members>\
         <s_checks><fire-exits__alarm>{alarm}</fire-exits__alarm><rental_safety__wires>no</rental_safety__wires></s_checks>\
         <s_photos><fire-exits__stairs>楼道.jpg</fire-exits__stairs></s_photos><meta><instanceID>{instance}</instanceID>{old}</meta></data>"
    );
    let mut incoming = Incoming::read(Bytes::from(xml), || "uuid:none".into()).unwrap();
    let piece = futures::stream::iter([Ok::<_, std::io::Error>(Bytes::from_static(b"photo of stairs"))]);
    let photo = Box::pin(street.story.blobs.store_any(&street.story.nobody(), piece)).await.unwrap();
    incoming.files = vec![("楼道.jpg".into(), photo)];
    Box::pin(street.forms.submit_visit(&street.who("gwen").await, "K1-1", incoming)).await.unwrap();
    street.follow().await;
}

impl Street {
    async fn form_of(&self, instance: &str) -> (String, String) {
        let mut tx = self.story.test.db.read().await.unwrap();
        let row = self.forms.submission(&mut tx, "K1", instance).await.unwrap();
        (row.form, row.version)
    }

    async fn listed(&self, who: &Ctx, module: &str, area: Option<&str>) -> Result<Vec<RecordItem>, Failure> {
        let q = RecordQuery { area: area.map(Into::into), ..RecordQuery::default() };
        Box::pin(self.forms.records(who, module, &q)).await.map(|page| page.items)
    }

    async fn exported(&self, who: &Ctx, how: Exporting) -> Result<String, Failure> {
        let lines = Box::pin(self.forms.export_records(who, "fire-exits", how)).await?;
        let pieces: Vec<Bytes> = lines.try_collect().await?;
        Ok(String::from_utf8(pieces.concat()).unwrap())
    }

    fn exporting(&self, format: ExportFormat) -> Exporting {
        let (from, to) = (self.day(-1), self.day(1));
        Exporting {
            area: None,
            from,
            to,
            format,
            purpose: "verification".into(),
            words: Some("季度汇总".into()),
        }
    }
}

both!(a_department_reads_what_its_module_received, |test| async move {
    let street = street(test).await;
    street.story.test.env.advance(Timestamp::DAY);
    visit(&street, "uuid:r1", "no", None).await;
    let fire = street.who("fire").await;
    let rows = street.listed(&fire, "fire-exits", None).await.unwrap();
    let facts =
        |r: &RecordItem| (r.instance.clone(), r.subject.clone(), r.area.code.clone(), r.version, r.state);
    assert_eq!(
        rows.iter().map(facts).collect::<Vec<_>>(),
        [("uuid:r1".into(), Some("K1-1".into()), "G1".into(), 1, RecordState::Counts)]
    );
    assert!(Box::pin(street.forms.module(&fire, "fire-exits")).await.unwrap().records.reveals);

    // who lacks the right, the function, or the place
    let here = street.who("fire_here").await;
    assert_eq!(street.listed(&here, "fire-exits", None).await.unwrap().len(), 1);
    for (login, module, expected) in [
        ("fire", "rental_safety", "form.records_not_yours"),
        ("housing", "fire-exits", "form.records_not_yours"),
        ("hans", "fire-exits", "form.records_not_yours"),
        ("tina", "fire-exits", "form.records_not_yours"),
        ("gwen", "fire-exits", "form.records_not_yours"),
        ("fire", "no-such", "form.module.not_found"),
    ] {
        let who = street.who(login).await;
        assert_eq!(refused(street.listed(&who, module, None).await), expected, "{login}");
        let read = street.forms.record(&who, (module, "uuid:r1"), why("service"));
        assert_eq!(refused(Box::pin(read).await), expected, "{login}");
        let file = street.forms.record_file(&who, (module, "uuid:r1"), "楼道.jpg", why("service"));
        assert_eq!(refused(Box::pin(file).await), expected, "{login}");
    }
    for login in ["fire_next", "fire_far"] {
        let who = street.who(login).await;
        assert_eq!(street.listed(&who, "fire-exits", None).await.unwrap(), [], "{login}");
        assert_eq!(refused(street.listed(&who, "fire-exits", Some("G1")).await), "action.forbidden");
        let read = street.forms.record(&who, ("fire-exits", "uuid:r1"), why("service"));
        assert_eq!(refused(Box::pin(read).await), "submission.not_found", "{login}");
        let mut how = street.exporting(ExportFormat::Csv);
        how.area = Some("G1".into());
        assert_eq!(refused(street.exported(&who, how).await), "action.forbidden");
    }
    assert_eq!(refused(street.listed(&fire, "fire-exits", Some("nowhere")).await), "area.unknown");
    assert_eq!(street.listed(&fire, "fire-exits", Some("G2")).await.unwrap(), []);
    // somebody proposes the module for another department: that opens nothing to it, and takes nothing away
    let mut module =
        serde_json::to_value(Box::pin(street.forms.module(&fire, "fire-exits")).await.unwrap().module)
            .unwrap();
    module["function"] = json!("housing");
    let housing = street.who("housing").await;
    Box::pin(street.forms.propose(&housing, serde_json::from_value(module).unwrap(), None)).await.unwrap();
    assert_eq!(street.listed(&housing, "fire-exits", None).await.unwrap(), []);
    let read = street.forms.record(&housing, ("fire-exits", "uuid:r1"), why("service"));
    assert_eq!(refused(Box::pin(read).await), "submission.not_found");
    assert_eq!(street.listed(&fire, "fire-exits", None).await.unwrap().len(), 1);
    let reveals = "SELECT count(*) AS n FROM fact WHERE action = 'reveal' AND data LIKE '%form/record/%'";
    assert_eq!(street.number(reveals).await, 0);

    let answers =
        Box::pin(street.forms.record(&fire, ("fire-exits", "uuid:r1"), why("service"))).await.unwrap();
    let lines = shown(&answers);
    let texts: Vec<&str> = lines.iter().map(|(_, text)| text.as_str()).collect();
    assert_eq!(texts[1..], ["有烟感报警器吗: 否", "楼道照片: 楼道.jpg"], "{lines:?}");
    assert!(texts[0].ends_with(": 出租"), "{lines:?}");
    let file = street.forms.record_file(&fire, ("fire-exits", "uuid:r1"), "楼道.jpg", why("service"));
    let mut bytes = vec![];
    Box::pin(file).await.unwrap().file.read_to_end(&mut bytes).await.unwrap();
    assert_eq!(bytes, b"photo of stairs");
    assert_eq!(street.number(reveals).await, 2);
    // the photo of the same visit is not of the module next door
    let file = street.forms.record_file(&housing, ("rental_safety", "uuid:r1"), "楼道.jpg", why("service"));
    assert_eq!(refused(Box::pin(file).await), "submission.not_found");
    let gossip = street.forms.record(&fire, ("fire-exits", "uuid:r1"), why("gossip"));
    assert_eq!(refused(Box::pin(gossip).await), "field.invalid");

    // retired, what it received stays its department's
    let retire = Deciding { version: 2, reason: Some("停".into()) };
    let system = street.story.test.system();
    assert!(Box::pin(street.forms.refuse_module(&system, "fire-exits", &retire, None)).await.is_ok());
    let retire = Deciding { version: 2, reason: Some("停".into()) };
    drop(Box::pin(street.forms.retire_module(&system, "fire-exits", &retire, None)).await);
    assert_eq!(street.listed(&fire, "fire-exits", None).await.unwrap().len(), 1);
    assert!(street.verify().await.holds());
});

both!(pages_days_and_editions, |test| async move {
    let street = street(test).await;
    street.story.test.env.advance(Timestamp::DAY);
    visit(&street, "uuid:r1", "no", None).await;
    street.story.test.env.advance(60_000);
    visit(&street, "uuid:r2", "yes", Some("uuid:r1")).await;
    let fire = street.who("fire").await;
    let mut seen = vec![];
    let mut q = RecordQuery { limit: Some(1), ..RecordQuery::default() };
    loop {
        let page = Box::pin(street.forms.records(&fire, "fire-exits", &q)).await.unwrap();
        seen.extend(page.items.into_iter().map(|r| (r.instance, r.state)));
        let Some(next) = page.next else { break };
        q.after = Some(next);
    }
    assert_eq!(
        seen,
        [("uuid:r2".to_owned(), RecordState::Counts), ("uuid:r1".to_owned(), RecordState::Corrected)]
    );
    let old = street.forms.record(&fire, ("fire-exits", "uuid:r1"), why("service"));
    assert_eq!(refused(Box::pin(old).await), "submission.not_found");
    let of_days = |from: i64, to: i64| RecordQuery {
        from: Some(street.day(from)),
        to: Some(street.day(to)),
        ..RecordQuery::default()
    };
    let count = async |q: &RecordQuery| {
        Box::pin(street.forms.records(&fire, "fire-exits", q)).await.map(|p| p.items.len())
    };
    assert_eq!(count(&of_days(-9, -2)).await.unwrap(), 0);
    assert_eq!(count(&of_days(-1, 1)).await.unwrap(), 2);
    for (from, to) in [(1, 0), (-400, 0)] {
        assert_eq!(refused(count(&of_days(from, to)).await), "field.invalid", "{from} {to}");
    }
    let odd = RecordQuery { from: Some("x".into()), ..RecordQuery::default() };
    assert_eq!(refused(count(&odd).await), "field.invalid");
    let odd = RecordQuery { after: Some("x".into()), ..RecordQuery::default() };
    assert_eq!(refused(count(&odd).await), "field.invalid");
    // voided, it is nobody's to read
    let (form, _) = street.form_of("uuid:r2").await;
    Box::pin(street.forms.void(&street.story.test.system(), &form, "uuid:r2")).await.unwrap();
    street.follow().await;
    let rows = street.listed(&fire, "fire-exits", None).await.unwrap();
    assert!(rows.iter().all(|r| r.state != RecordState::Counts), "{rows:?}");
});

both!(some_days_are_exported_on_the_record, |test| async move {
    let street = street(test).await;
    street.story.test.env.advance(Timestamp::DAY);
    visit(&street, "uuid:r1", "no", None).await;
    let fire = street.who("fire").await;
    let table = street.exported(&fire, street.exporting(ExportFormat::Csv)).await.unwrap();
    let day = street.listed(&fire, "fire-exits", None).await.unwrap()[0].day.clone();
    assert_eq!(
        table,
        format!(
            "\u{feff}instance,subject,area,day,version,use,alarm,stairs\nuuid:r1,K1-1,G1,{day},1,2,no,楼道.jpg\n"
        )
    );
    let lines = street.exported(&fire, street.exporting(ExportFormat::Jsonl)).await.unwrap();
    let said: Value = serde_json::from_str(&lines).unwrap();
    assert_eq!(said["answers"], json!({"use": "2", "alarm": "no", "stairs": "楼道.jpg"}));
    // what of it was given out, to whom and what for, is a fact; no answer stands in it
    let facts = "SELECT count(*) AS n FROM fact WHERE county = 'K1' AND action = 'form.exported' AND data LIKE '%\"records\":1%'";
    assert_eq!(street.number(facts).await, 2);
    let reveals = "SELECT count(*) AS n FROM fact WHERE action = 'reveal' AND data LIKE '%form/export/%'";
    assert_eq!(street.number(reveals).await, 2);

    let mut how = street.exporting(ExportFormat::Csv);
    how.purpose = String::new();
    assert_eq!(refused(street.exported(&fire, how).await), "field.invalid");
    for login in ["housing", "gwen"] {
        let who = street.who(login).await;
        let out = street.exported(&who, street.exporting(ExportFormat::Csv)).await;
        assert_eq!(refused(out), "form.records_not_yours", "{login}");
    }
    // each takes ten of the sixty readings of an hour
    for _ in 2..6 {
        street.exported(&fire, street.exporting(ExportFormat::Csv)).await.unwrap();
    }
    assert_eq!(
        refused(street.exported(&fire, street.exporting(ExportFormat::Csv)).await),
        "register.too_many_reveals"
    );
    let read = street.forms.record(&fire, ("fire-exits", "uuid:r1"), why("service"));
    assert_eq!(refused(Box::pin(read).await), "register.too_many_reveals");
    assert!(street.verify().await.holds());
});
