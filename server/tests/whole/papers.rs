//! Numbered papers: issued by acts, without gaps, the same whenever they are printed; orders that everybody may see.

use crate::support::desk::{Desk, Filed, pothole};
use crate::support::text;
use serde_json::{Value, json};
use std::io::Read;

/// The text of a DOCX.
fn words(bytes: &[u8]) -> String {
    let mut zip = zip::ZipArchive::new(std::io::Cursor::new(bytes)).expect("a zip");
    let mut xml = String::new();
    zip.by_name("word/document.xml").expect("a document").read_to_string(&mut xml).expect("UTF-8");
    xml.split('<').filter_map(|part| part.split_once('>')).map(|(_, text)| text).collect()
}

async fn docx(desk: &mut Desk, login: &str, paper: &Value) -> String {
    let reply = desk.get(login, paper["docx"].as_str().unwrap()).await;
    assert_eq!(reply.status, 200, "{}", text(&reply));
    words(&reply.body)
}

async fn papers(desk: &mut Desk, number: &str) -> Vec<Value> {
    let reply = desk.get("dispatcher", &format!("/api/v1/cases/{number}/papers")).await;
    assert_eq!(reply.status, 200, "{}", text(&reply));
    reply.json()["items"].as_array().unwrap().clone()
}

/// `jingwei verify` finds nothing.
async fn sound(desk: &Desk) {
    let report = jingwei::commands::verify::report(&desk.whole.app, |_| {}).await.unwrap();
    assert!(report.breaks.is_empty(), "{:?}", report.breaks);
}

whole!(an_order_is_numbered_printed_answered_listed_and_cancelled, |whole| async move {
    let mut desk = Desk::open(whole).await;
    let mut filed = vec![];
    for n in 1..=3 {
        let mut report = pothole();
        report["text"] = json!(format!("第{n}个坑"));
        filed.push(Filed::of(&desk.file(&format!("report-{n:04}"), &report).await));
    }
    for one in &filed {
        desk.done("dispatcher", &one.number, "dispatch", json!({"unit": "w-municipal"}), "to_sign").await;
    }
    let first = &filed[0].number;
    let slip = papers(&mut desk, first).await;
    assert_eq!((slip.len(), slip[0]["no"].as_str()), (1, Some("交〔2026〕1号")));
    let paper = docx(&mut desk, "dispatcher", &slip[0]).await;
    assert!(
        paper.contains("交〔2026〕1号") && paper.contains(first.as_str()) && paper.contains("第1个坑"),
        "{paper}"
    );

    // an act that is refused draws no number
    let order = |listed: bool| json!({"deadline": "2026-04-01T09:30:00Z", "note": "请{unit}限期整改", "listed": listed});
    let late = json!({"deadline": "2020-04-01T09:30:00Z", "note": "x"});
    assert_eq!(desk.act("leader", first, "supervise", late).await.code(), "date.past");
    let view = desk.done("leader", first, "supervise", order(true), "to_sign").await;
    assert_eq!(view["orders"][0]["no"], "督〔2026〕1号", "the order bears the number of its paper");
    desk.done("leader", &filed[1].number, "supervise", order(false), "to_sign").await;
    let second = papers(&mut desk, &filed[1].number).await;
    assert_eq!(second[1]["no"], "督〔2026〕2号");
    let issued = papers(&mut desk, first).await[1].clone();
    let before = docx(&mut desk, "leader", &issued).await;
    for said in ["督〔2026〕1号", "请{unit}限期整改", "2026年4月1日 17:30", "督办单"] {
        assert!(before.contains(said), "{said} in {before}");
    }

    // what happens later does not change it
    desk.done("dispatcher", first, "answer_order", json!({"note": "已安排"}), "to_sign").await;
    desk.done("handler", first, "sign", json!({}), "handling").await;
    assert_eq!(docx(&mut desk, "leader", &issued).await, before);

    // the desk's list: answered, it still stands; everybody sees the listed one alone
    let standing = desk.get("leader", "/api/v1/orders").await.json();
    assert_eq!(standing["items"].as_array().unwrap().len(), 2, "{standing}");
    // both fall due at one moment: either may stand first
    let answered = standing["items"].as_array().unwrap().iter().find(|o| o["order"]["no"] == "督〔2026〕1号");
    assert!(answered.unwrap()["order"]["replied_at"].is_string(), "{standing}");
    let public = desk.whole.client().get("/api/v1/public/orders").await.json();
    assert_eq!(public["items"].as_array().unwrap().len(), 1, "{public}");
    assert_eq!(
        (public["items"][0]["no"].as_str(), public["items"][0]["state"].as_str()),
        (Some("督〔2026〕1号"), Some("replied"))
    );
    assert!(
        !public.to_string().contains("整改") && !public.to_string().contains("东街"),
        "nobody's words: {public}"
    );
    desk.done("leader", first, "list_order", json!({"listed": false}), "handling").await;
    desk.done("leader", &filed[1].number, "list_order", json!({"listed": true}), "to_sign").await;
    let public = desk.whole.client().get("/api/v1/public/orders?limit=1").await.json();
    assert_eq!(public["items"][0]["no"], "督〔2026〕2号");
    desk.done("leader", first, "cancel_order", json!({}), "handling").await;
    assert_eq!(desk.get("leader", "/api/v1/orders").await.json()["items"].as_array().unwrap().len(), 1);
    let all = desk.get("leader", "/api/v1/orders?which=all&limit=1").await.json();
    assert_eq!(all["items"][0]["order"]["no"], "督〔2026〕2号");
    let next = format!("/api/v1/orders?which=all&limit=1&after={}", all["next"].as_str().unwrap());
    assert_eq!(desk.get("leader", &next).await.json()["items"][0]["order"]["no"], "督〔2026〕1号");
    assert_eq!(
        desk.get("east", "/api/v1/orders?which=all").await.json()["items"],
        json!([]),
        "another county"
    );

    // the record, for those who may read the case
    let record = desk.get("dispatcher", &format!("/api/v1/cases/{first}/record.docx")).await;
    let record = words(&record.body);
    for said in [first.as_str(), "督〔2026〕1号", "已安排", "138****5678", "第1个坑"] {
        assert!(record.contains(said), "{said} in {record}");
    }
    for path in ["record.docx", "record.pdf", "papers", "papers/2-assignment.pdf"] {
        let reply = desk.get("east", &format!("/api/v1/cases/{first}/{path}")).await;
        assert_eq!((reply.status.as_u16(), reply.code().as_str()), (404, "case.not_found"), "{path}");
    }
    for file in ["2-assignment", "99-order.pdf", "x", "2-assignment.txt"] {
        let reply = desk.get("dispatcher", &format!("/api/v1/cases/{first}/papers/{file}")).await;
        assert_eq!((reply.status.as_u16(), reply.code().as_str()), (404, "paper.not_found"), "{file}");
    }
    sound(&desk).await;
});

whole!(many_acts_at_once_leave_no_gap, |whole| async move {
    let mut desk = Desk::open(whole).await;
    let mut versions = vec![];
    for n in 1..=12 {
        let filed = Filed::of(&desk.file(&format!("report-{n:04}"), &pothole()).await);
        let version = desk.case(&filed.number).await["version"].clone();
        versions.push((filed.number, version));
    }
    let dispatcher = desk.person("dispatcher").await;
    let acts = versions.iter().map(|(number, version)| {
        let (client, path) = (dispatcher.clone(), format!("/api/v1/cases/{number}/actions/dispatch"));
        let body = json!({"version": version, "input": {"unit": "w-municipal"}});
        async move { client.post(&path, body).await.status.as_u16() }
    });
    assert!(futures::future::join_all(acts).await.iter().all(|status| *status == 200));
    let mut numbers = vec![];
    for (number, _) in &versions {
        numbers.push(papers(&mut desk, number).await[0]["no"].as_str().unwrap().to_owned());
    }
    numbers.sort();
    let mut expected: Vec<String> = (1..=12).map(|n| format!("交〔2026〕{n}号")).collect();
    expected.sort();
    assert_eq!(numbers, expected);
    sound(&desk).await;
});

whole!(the_reporter_has_the_notice_and_nothing_else, |whole| async move {
    let mut desk = Desk::open(whole).await;
    let filed = Filed::of(&desk.file("report-0001", &pothole()).await);
    let refusal = desk.case(&filed.number).await["actions"]
        .as_array()
        .unwrap()
        .iter()
        .find(|a| a["action"] == "refuse")
        .unwrap()["inputs"][0]["options"][0]["code"]
        .clone();
    let input = json!({"refusal": refusal, "reason": "属于小区内部道路"});
    desk.done("dispatcher", &filed.number, "refuse", input, "not_accepted").await;
    let track = desk.track(&filed).await.json();
    assert_eq!(track["papers"][0]["no"], "告〔2026〕1号", "{track}");
    let address = track["papers"][0]["docx"].as_str().unwrap().to_owned();
    let notice = desk.whole.client().get(&address).await;
    assert_eq!(notice.status, 200, "{}", text(&notice));
    let notice = words(&notice.body);
    assert!(notice.contains("属于小区内部道路") && notice.contains("您可以通过以下途径解决"), "{notice}");
    let wrong = address.replace(&filed.token, &"0".repeat(32));
    assert_eq!(desk.whole.client().get(&wrong).await.code(), "case.not_found");
    sound(&desk).await;
});

whole!(orders_of_books_before_they_had_rows_are_taken_out_of_the_cases, |whole| async move {
    let mut desk = Desk::open(whole).await;
    for n in 1..=2 {
        let mut report = pothole();
        report["text"] = json!(format!("第{n}个坑"));
        let number = Filed::of(&desk.file(&format!("report-{n:04}"), &report).await).number;
        desk.done("dispatcher", &number, "dispatch", json!({"unit": "w-municipal"}), "to_sign").await;
        // a leap day, and a moment with a fraction
        let order = json!({"deadline": "2028-02-29T23:59:59.070Z", "note": "限期"});
        desk.done("leader", &number, "supervise", order, "to_sign").await;
        if n == 1 {
            desk.done("dispatcher", &number, "answer_order", json!({"note": "已安排"}), "to_sign").await;
            desk.done("leader", &number, "cancel_order", json!({}), "to_sign").await;
        }
    }
    sound(&desk).await;
    let migration = include_str!("../../../migrations/0019_papers.sql");
    let fill = migration
        .split_once("INSERT INTO case_order")
        .map(|(_, rest)| format!("INSERT INTO case_order{rest}"));
    let steps =
        ["DELETE FROM case_order".to_owned(), fill.unwrap().trim_end().trim_end_matches(';').to_owned()];
    for step in steps {
        let sql = db::Sql::composed("TEST", step);
        let system = desk.whole.system();
        let done = desk.whole.app.db.write(&system, move |tx| {
            let sql = sql.clone();
            Box::pin(async move { tx.execute(&sql, vec![]).await })
        });
        assert_eq!(done.await.unwrap(), 2);
    }
    sound(&desk).await;
});
