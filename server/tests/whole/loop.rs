//! The closed loop through HTTP alone: reported, sent, handled, checked by somebody else, answered, rated, opened again,
//! closed.

use crate::support::{
    desk::{Desk, Filed, PHONE, pothole},
    png, text, town,
};
use serde_json::{Value, json};

fn actions(steps: &Value) -> Vec<&str> {
    steps.as_array().unwrap().iter().map(|s| s["action"].as_str().unwrap()).collect()
}

whole!(a_pothole_from_report_to_close_and_again, |whole| async move {
    let mut desk = Desk::open(whole).await;

    // a resident without an account, with a photo
    let photo = desk.whole.upload(png::picture(0x55)).await;
    let mut report = pothole();
    report["attachments"] = json!([photo]);
    let filed = Filed::of(&desk.file("report-0001", &report).await);
    assert!(filed.number.starts_with("990101-20260302-"), "{}", filed.number);
    assert_eq!(filed.token.len(), 32);

    // the dispatcher finds it in the inbox, and a unit is proposed with its why
    let inbox = desk.get("dispatcher", "/api/v1/cases?queue=todo").await.json();
    assert_eq!(inbox["items"][0]["number"], filed.number.as_str());
    assert_eq!(inbox["items"][0]["has_photo"], true);
    let case = desk.case(&filed.number).await;
    assert_eq!(case["why"]["rule"], "county-roads");
    assert_eq!(case["why"]["unit"]["code"], town::unit("municipal"));
    assert_eq!(case["reporter"]["phone_masked"], "138****5678");
    let offered = actions(&case["actions"]);
    assert!(offered.contains(&"dispatch") && !offered.contains(&"check"), "{offered:?}");

    // the handler, who is a checker too, may not check what they did
    desk.handled(&filed.number, "both").await;
    let good = json!({"result": "pass", "method": "photo"});
    let refused = desk.act("both", &filed.number, "check", good).await;
    assert_eq!(
        (refused.status.as_u16(), refused.code().as_str()),
        (403, "act.separation_of_duties"),
        "{}",
        text(&refused)
    );
    let seen = desk.get("both", &format!("/api/v1/cases/{}", filed.number)).await.json();
    assert!(!actions(&seen["actions"]).contains(&"check"), "not even offered");
    desk.closed(&filed.number).await;

    // the resident sees the public steps and both photos, rates, asks to reopen
    let track = desk.track(&filed).await.json();
    assert_eq!(track["state"]["code"], "closed");
    assert_eq!(track["can"]["rate"], true);
    assert_eq!(actions(&track["steps"]), ["report", "dispatch", "finish", "check", "call_back"]);
    assert_eq!(track["photos"].as_array().unwrap().len(), 2);
    for photo in track["photos"].as_array().unwrap() {
        let reply = desk.whole.client().get(photo["url"].as_str().unwrap()).await;
        assert_eq!(reply.status, 200, "{photo}");
    }
    let rated = desk.reporter(&filed, "rate", json!({"grade": 2, "comment": "没修平"})).await;
    assert_eq!(rated.status, 200, "{}", text(&rated));
    assert_eq!(rated.json()["rating"]["grade"], 2);
    let asked = desk.reporter(&filed, "ask-reopen", json!({"reason": "又塌了"})).await;
    assert_eq!(
        (asked.status.as_u16(), asked.json()["state"]["code"].as_str()),
        (200, Some("reopen_asked")),
        "{}",
        text(&asked)
    );

    // opened again, handled again, closed again
    desk.done("dispatcher", &filed.number, "reopen", json!({"reason": "现场再次破损"}), "to_dispatch").await;
    desk.handled(&filed.number, "handler").await;
    desk.closed(&filed.number).await;
    let case = desk.case(&filed.number).await;
    assert_eq!(case["tasks"].as_array().unwrap().len(), 2);
    let words: Vec<&str> =
        case["timeline"].as_array().unwrap().iter().map(|s| s["action"].as_str().unwrap()).collect();
    assert_eq!(words.len() as u64, case["version"].as_u64().unwrap());
    assert_eq!(words[0], "report");
    assert_eq!(case["rating"]["grade"], 2);
    assert!(desk.shown.iter().all(|page| !page.contains(PHONE)), "nobody of the staff saw the number");
});

whole!(a_stale_act_gets_the_present_state, |whole| async move {
    let mut desk = Desk::open(whole).await;
    let filed = Filed::of(&desk.file("report-0002", &pothole()).await);
    desk.done("receiver", &filed.number, "accept", json!({}), "to_dispatch").await;
    let path = format!("/api/v1/cases/{}/actions/dispatch", filed.number);
    let late = json!({"version": 1, "input": {"unit": town::unit("municipal")}});
    let reply = desk.person("dispatcher").await.post(&path, late).await;
    assert_eq!((reply.status.as_u16(), reply.code().as_str()), (409, "case.stale"), "{}", text(&reply));
    assert_eq!(
        (reply.json()["version"].as_i64(), reply.json()["state"].as_str()),
        (Some(2), Some("to_dispatch"))
    );

    // what is not to be done now, and what the form lacks, is said as plainly
    let early = desk.act("handler", &filed.number, "sign", json!({})).await;
    assert_eq!(early.code(), "case.not_found", "not yet owed by the unit");
    let now = desk.act("checker", &filed.number, "check", json!({"result": "pass", "method": "spot"})).await;
    assert_eq!((now.status.as_u16(), now.code().as_str()), (409, "act.action_not_now"));
    let empty = desk.act("dispatcher", &filed.number, "dispatch", json!({})).await;
    let problem = empty.json();
    assert_eq!((empty.status.as_u16(), problem["field"].as_str()), (400, Some("/input/unit")), "{problem}");
});

whole!(the_same_key_is_the_same_case, |whole| async move {
    let desk = Desk::open(whole).await;
    let mut report = pothole();
    report["attachments"] = json!([desk.whole.upload(png::picture(3)).await]);
    let first = Filed::of(&desk.file("key-00000001", &report).await);
    let before = desk.whole.counts().await;
    assert_eq!(Filed::of(&desk.file("key-00000001", &report).await), first, "number, token and receipt");
    let mut other = report.clone();
    other["text"] = "另一个坑".into();
    let refused = desk.file("key-00000001", &other).await;
    assert_eq!(
        (refused.status.as_u16(), refused.code().as_str()),
        (422, "idempotency.reused"),
        "{}",
        text(&refused)
    );
    assert_eq!(desk.whole.counts().await, before, "nothing was written");
    let second = Filed::of(&desk.file("key-00000002", &pothole()).await);
    assert_ne!(second.number, first.number);

    // acts have keys too
    let mut desk = desk;
    let path = format!("/api/v1/cases/{}/actions/accept", first.number);
    let client = desk.person("receiver").await.with("idempotency-key", "key-00000003");
    let body = json!({"version": 1, "input": {}});
    for _ in 0..2 {
        let reply = client.post(&path, body.clone()).await;
        assert_eq!(
            (reply.status.as_u16(), reply.json()["version"].as_i64()),
            (200, Some(2)),
            "{}",
            text(&reply)
        );
    }
});

whole!(a_phone_number_is_revealed_on_the_record, |whole| async move {
    let mut desk = Desk::open(whole).await;
    let mut report = pothole();
    report["hide_reporter"] = true.into();
    let filed = Filed::of(&desk.file("report-0003", &report).await);
    desk.handled(&filed.number, "handler").await;
    let path = format!("/api/v1/cases/{}", filed.number);
    for login in ["dispatcher", "handler", "checker", "supervisor", "leader", "town", "worker"] {
        assert_eq!(desk.get(login, &path).await.status, 200, "{login}");
        desk.get(login, "/api/v1/cases?queue=all").await;
        desk.get(login, &format!("{path}/receipt")).await;
        desk.get(login, &format!("/api/v1/cases?q={PHONE}")).await;
    }
    for login in ["admin_security", "admin_audit"] {
        desk.get(login, "/api/v1/people").await;
    }
    assert!(desk.shown.iter().all(|page| !page.contains(PHONE)), "the number stands on a page");

    let reveals = "SELECT count(*) AS n FROM fact WHERE action = 'reveal'";
    let ask = |purpose: &str| json!({"field": "reporter.phone", "purpose": purpose});
    let path = format!("{path}/reveal");
    let refused = desk.person("handler").await.post(&path, ask("回电")).await;
    assert_eq!(
        (refused.status.as_u16(), refused.code().as_str()),
        (403, "case.reporter_hidden"),
        "the reporter asked so"
    );
    let silent = desk.person("dispatcher").await.post(&path, ask("  ")).await;
    assert_eq!((silent.status.as_u16(), silent.code().as_str()), (400, "field.required"));
    let never = desk.person("leader").await.post(&path, ask("好奇")).await;
    assert_eq!(never.status, 403);
    assert_eq!(desk.whole.number(reveals).await, 0);
    let told = desk.person("dispatcher").await.post(&path, ask("核实地点")).await;
    assert_eq!((told.status.as_u16(), told.json()["value"].as_str()), (200, Some(PHONE)));
    assert_eq!(desk.whole.number(reveals).await, 1);
    let clear = format!(
        "SELECT count(*) AS n FROM fact WHERE data LIKE '%{PHONE}%' OR data LIKE '%王小明%' OR data LIKE '%半年%'"
    );
    assert_eq!(desk.whole.number(&clear).await, 0, "no personal value and no free text in the ledger");
});
