//! Bodies that are right but for one thing: a wrong type, a missing or an unknown field, a text that no database takes, a
//! text without end. And bodies that are none.

use super::{no_fault_of_ours, problem, refused, still_serves};
use crate::support::{
    desk::{Desk, Filed, pothole},
    text, town,
};
use axum::{
    body::Body,
    http::{Method, Request},
};
use serde_json::{Value, json};

/// What was changed, and whether it must be refused.
struct Mutation {
    what: String,
    body: Value,
    wrong: bool,
}

/// Every place of a document, as JSON pointers.
fn places(value: &Value, at: String, out: &mut Vec<String>) {
    match value {
        Value::Object(fields) => {
            fields.iter().for_each(|(key, inner)| places(inner, format!("{at}/{key}"), out))
        }
        Value::Array(items) => {
            items.iter().enumerate().for_each(|(i, inner)| places(inner, format!("{at}/{i}"), out))
        }
        _ => {}
    }
    out.push(at);
}

fn mutations(body: &Value) -> Vec<Mutation> {
    let (mut all, mut found) = (vec![], vec![]);
    places(body, String::new(), &mut found);
    let changed = |at: &str, to: Value| {
        let mut body = body.clone();
        *body.pointer_mut(at).unwrap() = to;
        body
    };
    for at in found {
        let value = body.pointer(&at).unwrap().clone();
        let mut put = |what: &str, to: Value, wrong: bool| {
            all.push(Mutation { what: format!("{at} {what}"), body: changed(&at, to), wrong });
        };
        match &value {
            Value::String(_) => {
                put("a list", json!([1]), true);
                put("a number", json!(5), true);
                put("NUL", json!("a\u{0}b"), true);
                put("without end", json!("长".repeat(60_000)), true);
                put("empty", json!(""), false);
                put("strange", json!("\u{202e}\u{feff}💥'\"<script>"), false);
            }
            Value::Number(_) => {
                put("a text", json!("x"), true);
                put("a list", json!([]), true);
                put("huge", json!(1e300), false);
                put("below", json!(-9_007_199_254_740_993i64), false);
            }
            Value::Bool(_) => put("a text", json!("yes"), true),
            Value::Object(_) => {
                put("a text", json!("x"), true);
                let mut more = value.clone();
                more["nonsense"] = json!(1);
                // answers to a category's questions have names of their own, but texts as values
                put("with more", more, true);
            }
            Value::Array(items) => {
                put("a text", json!("x"), true);
                put("numbers", json!([1, {}]), true);
                let many = items.first().cloned().unwrap_or(json!("x"));
                put("many", json!(vec![many; 2_000]), false);
            }
            Value::Null => {}
        }
        // gone, and null
        if let Some((above, key)) = at.rsplit_once('/') {
            let mut without = body.clone();
            if let Some(Value::Object(fields)) = without.pointer_mut(above) {
                fields.remove(key);
                all.push(Mutation { what: format!("{at} missing"), body: without, wrong: false });
                all.push(Mutation {
                    what: format!("{at} null"),
                    body: changed(&at, Value::Null),
                    wrong: false,
                });
            }
        }
    }
    all
}

/// Texts whose length is nobody's business: compared, never kept.
const ONLY_COMPARED: &[&str] = &["/password", "/old", "/token"];

/// Every mutation of a body that is right: none is a fault of ours, what must be refused is, and then nothing is kept.
async fn tried(desk: &mut Desk, login: &str, method: Method, path: &str, body: Value) {
    let client = if login.is_empty() { desk.whole.client() } else { desk.person(login).await };
    for Mutation { what, mut body, wrong } in mutations(&body) {
        // passwords may be tried only so often
        desk.whole.env.advance(if path.contains("session") { 20 * 60_000 } else { 1_000 });
        // acts are done in the version that stands
        if body["version"] == -7 {
            let case = path.split("/actions/").next().unwrap();
            body["version"] = client.get(case).await.json()["version"].clone();
        }
        let facts = desk.whole.number("SELECT count(*) AS n FROM fact").await;
        let reply = client.send(method.clone(), path, Some(body)).await;
        let what = format!("{method} {path}: {what}");
        no_fault_of_ours(&reply, &what);
        let compared = ONLY_COMPARED.iter().any(|place| what.contains(&format!(": {place} ")));
        assert!(
            !wrong || compared || reply.status.is_client_error(),
            "{what} is taken: {} {}",
            reply.status,
            text(&reply)
        );
        if reply.status.is_client_error() {
            assert_eq!(
                desk.whole.number("SELECT count(*) AS n FROM fact").await,
                facts,
                "{what} leaves something"
            );
        }
    }
    still_serves(&desk.whole).await;
}

whole!(nothing_that_residents_send_is_half_taken, |whole| async move {
    let mut desk = Desk::open(whole).await;
    let mut report = pothole();
    report["case_type"] = "upkeep".into();
    report["place"]["datum"] = "wgs84".into();
    report["place"]["area"] = town::WEST.into();
    report["reporter"]["email"] = "a@example.com".into();
    report["attributes"] = json!({"traffic": "占了一条车道"});
    report["anonymous"] = false.into();
    report["hide_reporter"] = false.into();
    let filed = Filed::of(&desk.file("baseline-001", &report).await);
    tried(&mut desk, "", Method::POST, "/api/v1/reports", report).await;
    let track = format!("/api/v1/track/{}", filed.number);
    let token = filed.token.clone();
    tried(
        &mut desk,
        "",
        Method::POST,
        &format!("{track}/rate"),
        json!({"token": token, "grade": 3, "comment": "好"}),
    )
    .await;
    tried(
        &mut desk,
        "",
        Method::POST,
        &format!("{track}/ask-reopen"),
        json!({"token": token, "reason": "又坏了"}),
    )
    .await;
    tried(&mut desk, "", Method::POST, &format!("{track}/follow"), json!({"token": token, "contact": "139"}))
        .await;
    tried(
        &mut desk,
        "",
        Method::POST,
        "/api/v1/session",
        json!({"login": "nobody", "password": "wrong horse"}),
    )
    .await;
});

whole!(nothing_that_offices_send_is_half_taken, |whole| async move {
    let mut desk = Desk::open(whole).await;
    let register = json!({
        "channel": "walk_in", "category": {"pack": "city-upkeep", "code": "010115"}, "case_type": "upkeep",
        "text": "歪杆", "place": {"lon": 110.012, "lat": 30.01, "address": "西街"}, "reporter": {"name": "李", "phone": "137"},
        "anonymous": false, "hide_reporter": true, "attributes": {"fault": "pole"},
        "external": {"system": "12345", "number": "A-77"}, "reported_at": "2026-03-02T00:30:00Z",
    });
    let number = desk.register(register.clone()).await;
    desk.done("receiver", &number, "accept", json!({}), "to_dispatch").await;
    tried(&mut desk, "receiver", Method::POST, "/api/v1/cases", register).await;
    let acts = |action: &str| format!("/api/v1/cases/{number}/actions/{action}");
    let note = json!({"version": -7, "input": {"text": "已联系"}});
    tried(&mut desk, "dispatcher", Method::POST, &acts("note"), note).await;
    let place = json!({"version": -7, "input": {"lon": 110.012, "lat": 30.01}});
    tried(&mut desk, "dispatcher", Method::POST, &acts("relocate"), place).await;
    let rest = json!({"version": -7, "input": {"reason": "待规划", "plan": "年内", "review": "2026-11-02T00:00:00Z"}});
    tried(&mut desk, "leader", Method::POST, &acts("carry_over"), rest).await;
    let look = json!({"field": "reporter.phone", "purpose": "核实"});
    tried(&mut desk, "dispatcher", Method::POST, &format!("/api/v1/cases/{number}/reveal"), look).await;
});

whole!(nothing_that_administrators_send_is_half_taken, |whole| async move {
    let mut desk = Desk::open(whole).await;
    let unit = json!({
        "code": "w-x", "name": {"zh": "新队", "en": "New"}, "area": town::WEST, "parent": "w-lighting",
        "functions": ["lighting"], "contact": "8000",
    });
    tried(&mut desk, "admin_system", Method::PUT, "/api/v1/units/w-x", unit).await;
    let person = json!({"login": "novice", "name": "新人", "phone": "136", "password": town::PASSWORD});
    tried(&mut desk, "admin_security", Method::POST, "/api/v1/people", person).await;
    let people = desk.get("admin_security", "/api/v1/people?limit=1").await.json();
    let id = people["items"][0]["id"].as_str().unwrap().to_string();
    let post = json!({
        "kind": "handler", "person": id, "deputy": null, "unit": "w-lighting", "area": town::WEST,
        "valid_from": "2026-03-02T00:00:00Z", "valid_to": "2027-03-02T00:00:00Z",
    });
    tried(&mut desk, "admin_security", Method::POST, "/api/v1/posts", post).await;
    tried(
        &mut desk,
        "admin_security",
        Method::POST,
        "/api/v1/clients",
        json!({"name": {"zh": "热线", "en": "Hotline"}}),
    )
    .await;
    let entry = json!({
        "pack": "city-upkeep", "category": "010115", "area_path": format!("9901/{}", town::WEST), "ruling": false,
        "unit": "w-lighting", "function": "lighting", "level": "county", "assists": ["w-water"], "priority": "high",
        "promise": "d3", "sign": "w4h", "task": "d2", "condition": "灯不亮", "standard": "灯亮", "basis": "条例",
        "valid_from": "2026-03-02T00:00:00Z", "valid_to": "2027-03-02T00:00:00Z",
    });
    tried(&mut desk, "dispatcher", Method::PUT, "/api/v1/catalogue/lamps", entry).await;
    let change = json!({"old": town::PASSWORD, "new": "another long password"});
    tried(&mut desk, "lamplighter", Method::PUT, "/api/v1/session/password", change).await;
    tried(
        &mut desk,
        "admin_system",
        Method::POST,
        "/api/v1/packs/city-upkeep/enabled",
        json!({"version": "1.0.0"}),
    )
    .await;
});

whole!(what_is_wrong_is_named, |whole| async move {
    let mut desk = Desk::open(whole).await;
    let east = {
        let mut report = pothole();
        report["place"] = json!({"lon": town::IN_EAST[0], "lat": town::IN_EAST[1]});
        Filed::of(&desk.file("foreign-0001", &report).await)
    };
    let photo = desk.whole.upload(crate::support::png::picture(1)).await;
    let mut with_photo = pothole();
    with_photo["attachments"] = json!([photo]);
    let used = Filed::of(&desk.file("foreign-0002", &with_photo).await);
    let before = desk.whole.counts().await;

    // a report
    let report = |place: &str, value: Value| {
        let mut report = pothole();
        let (above, key) = place.rsplit_once('/').unwrap();
        report.pointer_mut(above).unwrap()[key] = value;
        report
    };
    for (place, value, (status, code, field)) in [
        ("/category/code", json!("999999"), (400, "field.invalid", "/category/code")),
        ("/category/pack", json!("nothing"), (400, "field.invalid", "/category/pack")),
        ("/place/lon", json!(180.5), (400, "field.invalid", "/place/lon")),
        ("/place/lat", json!(-91), (400, "field.invalid", "/place/lat")),
        ("/place/lon", json!("NaN"), (400, "field.invalid", "/place/lon")),
        ("/place/lon", Value::Null, (400, "field.required", "/place/lon")),
        ("/place/datum", json!("mars"), (400, "field.invalid", "/place/datum")),
        ("/text", json!("长".repeat(4_001)), (400, "field.too_long", "/text")),
        ("/attachments", json!(vec!["x"; 10]), (400, "field.invalid", "/attachments")),
        ("/attachments", json!(["nothing"]), (404, "upload.not_found", "/attachments")),
        ("/attachments", json!([photo]), (404, "upload.not_found", "/attachments")),
        ("/attachments", json!(["../../vault.key"]), (404, "upload.not_found", "/attachments")),
        ("/attributes", json!({"a": 1}), (400, "field.invalid", "/attributes/a")),
        ("/attributes", json!({"a": "x"}), (400, "field.invalid", "/attributes/a")),
        ("/reporter/phone", json!(13_812_345_678_i64), (400, "field.invalid", "/reporter/phone")),
        ("/nonsense", json!(1), (400, "field.unknown", "/nonsense")),
    ] {
        let reply = desk.whole.client().post("/api/v1/reports", report(place, value)).await;
        problem(&reply, place);
        let said = reply.json();
        assert_eq!(
            (reply.status.as_u16(), reply.code().as_str(), said["field"].as_str()),
            (status, code, Some(field)),
            "{said}"
        );
        assert!(!said.to_string().contains("13812345678"), "a personal value is repeated: {said}");
    }
    let silent = desk.whole.client().post("/api/v1/reports", json!({})).await;
    assert_eq!((silent.status.as_u16(), silent.code().as_str()), (422, "report.empty"));

    // things of others
    let number = used.number.clone();
    let act = |action: &str| format!("/api/v1/cases/{number}/actions/{action}");
    for (action, input, (status, code)) in [
        ("merge", json!({"into": east.number}), (404, "case.not_found")),
        ("merge", json!({"into": number}), (422, "merge.unfit")),
        ("dispatch", json!({"unit": "nothing"}), (400, "field.invalid")),
        ("dispatch", json!({"unit": "w-municipal", "assists": ["w-municipal"]}), (0, "")),
        ("dispatch", json!({"unit": "w-municipal", "nonsense": 1}), (400, "act.input_unknown")),
        ("relocate", json!({"lon": 500, "lat": 30}), (400, "field.invalid")),
        ("nothing", json!({}), (404, "act.action_unknown")),
        ("..%2Fdispatch", json!({}), (404, "act.action_unknown")),
    ] {
        let body = json!({"version": 1, "input": input});
        let reply = desk.person("dispatcher").await.post(&act(action), body).await;
        problem(&reply, action);
        if status > 0 {
            assert_eq!(
                (reply.status.as_u16(), reply.code().as_str()),
                (status, code),
                "{action} {input}: {}",
                text(&reply)
            );
        }
    }
    for path in ["", "/receipt", "/attachments/x"] {
        let path = format!("/api/v1/cases/{}{path}", east.number);
        assert_eq!(desk.get("dispatcher", &path).await.code(), "case.not_found");
    }
    let mut after = desk.whole.counts().await;
    let sessions = |counts: &[(&str, i64)]| counts.iter().find(|c| c.0 == "session").unwrap().1;
    assert_eq!(sessions(&after), 1);
    after.retain(|c| c.0 != "session");
    assert!(before.iter().filter(|c| c.0 != "session").eq(&after), "{before:?} {after:?}");
    still_serves(&desk.whole).await;
});

whole!(bodies_that_are_none, |whole| async move {
    let mut desk = Desk::open(whole).await;
    let before = desk.whole.counts().await;
    let nobody = desk.whole.client();
    let post = || Request::post("/api/v1/reports").header("content-type", "application/json");
    let deep = format!("{{\"text\":{}1{}}}", "[".repeat(100_000), "]".repeat(100_000));
    for body in [
        "",
        "{",
        "null",
        "[]",
        "\"x\"",
        "{}x",
        "{\"text\": 1e999}",
        "{\"text\":\"a\",\"text\":\"b\"}",
        "\u{feff}{}",
        &deep,
    ] {
        let reply = nobody.ask(post(), Body::from(body.to_string())).await;
        problem(&reply, &body.chars().take(40).collect::<String>());
    }
    refused(&nobody, post(), &b"{\"text\":\"\xff\xfe\"}"[..], (400, "body.malformed"), "not UTF-8").await;
    refused(&nobody, post(), "x".repeat(3 << 20), (413, "body.too_large"), "3 MiB").await;
    let announced = post().header("content-length", "2147483648");
    let much = "x".repeat(3 << 20);
    refused(&nobody, announced, much, (413, "body.too_large"), "2 GiB are announced").await;
    for kind in [
        "text/plain",
        "application/x-www-form-urlencoded",
        "multipart/form-data",
        "application/xml",
        "*/*",
        "",
    ] {
        let request = Request::post("/api/v1/reports").header("content-type", kind);
        refused(&nobody, request, pothole().to_string(), (415, "body.type"), kind).await;
    }
    refused(&nobody, Request::post("/api/v1/reports"), pothole().to_string(), (415, "body.type"), "no type")
        .await;
    for method in ["PATCH", "DELETE", "PUT", "TRACE", "BREW"] {
        let request = Request::builder().method(method).uri("/api/v1/reports");
        refused(&nobody, request, "", (405, "method.not_allowed"), method).await;
    }
    refused(&nobody, Request::get("/api/v1/nothing"), "", (404, "page.not_found"), "no such address").await;

    // lists
    for (path, field) in [
        ("cases?limit=0", "limit"),
        ("cases?limit=-1", "limit"),
        ("cases?limit=201", "limit"),
        ("cases?limit=many", "limit"),
        ("cases?after=x", "after"),
        ("cases?after=~", "after"),
        ("cases?queue=x", "queue"),
        ("cases?area=nowhere", "area"),
        ("cases?bbox=1,2,3", "bbox"),
        ("cases?bbox=3,2,1,0", "bbox"),
        ("cases?bbox=NaN,0,1,1", "bbox"),
        ("public/cases?limit=1000000", "limit"),
        ("public/cases?after=x", "after"),
        ("public/cases?from=yesterday", "from"),
        ("locate?lon=200&lat=0", "lon"),
        ("locate?lon=1&lat=NaN", "lat"),
        ("locate?lon=1&lat=north", "lat"),
        ("locate?lon=1", "lat"),
        ("locate?lon=1&lat=1&datum=mars", "datum"),
        ("areas?limit=0", "limit"),
        ("areas.geojson?tolerance=NaN", "tolerance"),
        ("areas.geojson?bbox=a,b,c,d", "bbox"),
        ("reports/nearby?pack=city-upkeep&category=020110&lon=999&lat=0", "lon"),
    ] {
        let client = desk.person("dispatcher").await;
        let reply = client.get(&format!("/api/v1/{path}")).await;
        problem(&reply, path);
        let said = reply.json();
        assert!(said["field"].as_str().unwrap_or_default().ends_with(field), "{path}: {said}");
    }
    let after = desk.whole.counts().await;
    assert!(before.iter().zip(&after).all(|(b, a)| b == a || b.0 == "session"), "{before:?} {after:?}");
    still_serves(&desk.whole).await;
});
