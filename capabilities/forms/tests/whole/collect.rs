//! The composed forms of stock clients: what a phone gets, and what comes of what it sends.

use crate::visits::{Street, refused};
use bytes::Bytes;
use forms::model::submission::{Incoming, Received};
use forms::model::visit::VisitState;
use forms::service::md5_hex;
use kernel::{Ctx, Failure, Timestamp};
use std::path::Path;

/// What a phone has downloaded.
pub struct Phone {
    pub version: String,
    xform: String,
    pub subjects: String,
    grids: String,
}

pub async fn download(street: &Street, who: &Ctx) -> Phone {
    let listed = Box::pin(street.forms.listed(who, Some("collect_dwelling"))).await.unwrap();
    let [form] = listed.as_slice() else { panic!("{listed:?}") };
    let xform = Box::pin(street.forms.xform(who, &form.id, &form.version)).await.unwrap();
    assert_eq!((md5_hex(xform.as_bytes()), form.media), (form.md5.clone(), true));
    let mut files = vec![];
    for row in Box::pin(street.forms.media(who, &form.id, &form.version)).await.unwrap() {
        let file = street.forms.media_file(who, &form.id, &form.version, &row.name);
        let (mime, md5, bytes) = Box::pin(file).await.unwrap();
        assert_eq!((mime.as_str(), md5_hex(&bytes)), ("text/csv", row.md5.clone()));
        assert_eq!(md5, row.md5, "what is served is what was promised");
        files.push((row.name, String::from_utf8(bytes).unwrap()));
    }
    let names: Vec<&str> = files.iter().map(|(name, _)| name.as_str()).collect();
    assert_eq!(names, ["grids.csv", "subjects.csv"]);
    let subjects = files.pop().unwrap().1;
    Phone { version: form.version.clone(), xform, subjects, grids: files.pop().unwrap().1 }
}

pub fn filled(version: &str, instance: &str, subject: &str, due: &str, rest: &str) -> String {
    format!(
        "<data id=\"collect_dwelling\" version=\"{version}\"><_start>2026-11-23T09:00:00.000+08:00</_start><_end>2026-11-23T09:03:00.000+08:00</_end>\
         <s_subject><_grid/><_subject>{subject}</_subject><_due>{due}</_due></s_subject>{rest}<meta><instanceID>{instance}</instanceID></meta></data>"
    )
}

pub async fn send(street: &Street, login: &str, xml: &str) -> Result<Received, Failure> {
    let incoming = Incoming::read(Bytes::copy_from_slice(xml.as_bytes()), || "uuid:none".into())?;
    Box::pin(street.forms.receive_posted(&street.who(login).await, incoming)).await
}

/// What other engines are given stands beside their scripts: see tests/forms.
fn kept(name: &str, text: &str) {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/forms/collect").join(name);
    if std::env::var_os("UPDATE_SNAPSHOTS").is_some() {
        std::fs::write(&file, text).unwrap();
    }
    let there = std::fs::read_to_string(&file).unwrap_or_default();
    assert!(there == text, "{name} has changed: UPDATE_SNAPSHOTS=1 writes it anew");
}

testkit::both!(a_phone_gets_one_form_for_a_kind_and_its_own_subjects, |test| async move {
    let street = Street::new(test).await;
    let gwen = street.who("gwen").await;
    assert_eq!(Box::pin(street.forms.listed(&gwen, None)).await.unwrap(), [], "nothing is asked yet");
    street.admit().await;

    let phone = download(&street, &street.who("gwen").await).await;
    kept("collect_dwelling.xml", &phone.xform);
    kept("subjects.csv", &phone.subjects);
    kept("grids.csv", &phone.grids);
    let lines: Vec<&str> = phone.subjects.lines().collect();
    assert_eq!(lines[0], "name,label,grid,due,v_dwelling__use,at_dwelling__use,v_tenants,at_tenants");
    // hers alone, each with what is due there and what everybody on the staff may know
    assert_eq!(lines.len(), 3, "{lines:?}");
    let of = |id: &str| lines.iter().find(|l| l.starts_with(id)).copied().unwrap_or_default();
    assert!(of("K1-1,").starts_with("K1-1,示范路1号,"), "{lines:?}");
    assert!(of("K1-1,").contains(",fire-exits rental_safety tenancy,2,"), "{lines:?}");
    assert!(of("K1-2,").contains(",fire-exits,1,"), "{lines:?}");
    // of people nothing lies on the phone, in no file and not in the form, and nothing was revealed
    for text in [&phone.xform, &phone.subjects] {
        assert!(!text.contains("甲样") && !text.contains("person__name>甲"), "{text}");
    }
    assert_eq!(street.number("SELECT count(*) AS n FROM fact WHERE action = 'reveal'").await, 0);
    // the form is the same for everybody, and is published once
    let all = download(&street, &street.story.test.system()).await;
    assert_eq!((all.version, all.xform), (phone.version, phone.xform));
    assert_eq!(all.subjects.lines().count(), 4, "who has the whole town in sight: {}", all.subjects);
    assert_eq!(all.grids.lines().count(), 3, "{}", all.grids);
    let published = "SELECT count(*) AS n FROM form_version WHERE form = 'collect_dwelling'";
    assert_eq!(street.number(published).await, 1);
    // asked again nothing is written
    street.story.test.env.advance(1_000);
    let made = "SELECT CAST(sum(made_at) AS BIGINT) AS n FROM form_caller_file";
    let before = street.number(made).await;
    download(&street, &street.who("gwen").await).await;
    assert_eq!(street.number(made).await, before);
});

testkit::both!(what_a_phone_sends_is_a_visit_of_the_chosen_subject, |test| async move {
    let street = Street::new(test).await;
    street.admit().await;
    let phone = download(&street, &street.who("gwen").await).await;
    let v = phone.version.as_str();
    let checks = "<s_who><dwelling__use__flag/><dwelling__use>2</dwelling__use></s_who>";

    let code = |result| refused::<Received>(result);
    let nobody = filled(v, "uuid:c0", "", "", checks);
    assert_eq!(code(send(&street, "gwen", &nobody).await), "form.subject_missing");
    for elsewhere in ["K1-3", "K9-99", "x"] {
        let xml = filled(v, "uuid:c0", elsewhere, "fire-exits", checks);
        assert_eq!(code(send(&street, "gwen", &xml).await), "form.subject_elsewhere", "{elsewhere}");
    }

    // two of three modules were answered; the third waits
    street.story.test.env.advance(Timestamp::DAY);
    let rest = "<s_who><fire-exits__use__on>1</fire-exits__use__on><rental_safety__use__on>1</rental_safety__use__on><dwelling__use>2</dwelling__use></s_who>\
         <s_about/><s_checks><fire-exits__alarm>no</fire-exits__alarm><rental_safety__wires>yes</rental_safety__wires></s_checks>";
    let xml = filled(v, "uuid:c1", "K1-1", "fire-exits rental_safety tenancy", rest);
    assert!(!send(&street, "gwen", &xml).await.unwrap().again);
    assert!(send(&street, "gwen", &xml).await.unwrap().again);
    street.follow().await;
    street.follow().await;
    let records = street.records("uuid:c1").await;
    let codes: Vec<&str> = records.iter().map(|(code, _)| code.as_str()).collect();
    assert_eq!(codes, ["fire-exits", "rental_safety"], "{records:?}");
    assert!(records[0].1.contains("<use>2</use><alarm>no</alarm>"), "{}", records[0].1);
    // a bad answer is a case, once; the register knows the day
    assert_eq!(street.number("SELECT count(*) AS n FROM cases").await, 1);
    let rita = street.who("rita").await;
    let home = Box::pin(street.register.view(&rita, "K1-1", None)).await.unwrap();
    let use_ = home.values.iter().find(|f| f.code == "use").unwrap();
    assert_eq!(use_.origin.as_ref().unwrap().as_of, street.now());
    let rows = street.visits("gwen").await;
    assert_eq!((rows[0].id.as_str(), rows[0].state, rows[0].modules.len()), ("K1-1", VisitState::Done, 1));
    // the list on the phone is another now: of what was answered nothing is due
    let after = download(&street, &street.who("gwen").await).await;
    assert!(after.subjects.contains(&format!(",tenancy,2,{},", street.day(0))), "{}", after.subjects);

    // what a sender says is due, and was not asked of the subject's kind, is not heard; no answer at all is no record
    let nothing = filled(v, "uuid:c2", "K1-2", "fire-exits invented", "<s_who/>");
    assert!(!send(&street, "gwen", &nothing).await.unwrap().again);
    street.follow().await;
    assert_eq!(street.records("uuid:c2").await, []);
    assert_eq!(street.visits("gwen").await[1].state, VisitState::Due);
    let report = street.verify().await;
    assert!(report.holds(), "{:?}", report.breaks);
});
