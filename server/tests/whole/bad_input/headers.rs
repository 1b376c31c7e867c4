//! Headers and cookies that nobody of ours has written.

use super::{no_fault_of_ours, problem, still_serves};
use crate::support::{
    desk::{Desk, pothole},
    text,
};
use axum::{
    body::Body,
    http::{HeaderValue, Request},
};
use serde_json::json;

whole!(strange_headers, |whole| async move {
    let mut desk = Desk::open(whole).await;
    let dispatcher = desk.person("dispatcher").await;
    let before = desk.whole.counts().await;
    let nobody = desk.whole.client();
    let odd: Vec<Vec<u8>> =
        [&b""[..], b"\xff\xfe", b"a=b; ; ;=", b"\"", b"null", b"../../etc/passwd", b"1,2,3", b"-1", b"%00"]
            .iter()
            .map(|b| b.to_vec())
            .chain([vec![b'x'; 20_000], "一".as_bytes().to_vec()])
            .collect();
    for name in [
        "cookie",
        "authorization",
        "x-csrf-token",
        "x-forwarded-for",
        "x-forwarded-proto",
        "x-request-id",
        "accept-language",
        "accept",
        "accept-encoding",
        "host",
        "range",
        "if-none-match",
        "if-modified-since",
        "content-encoding",
        "origin",
        "referer",
        "upload-offset",
        "tus-resumable",
        "x-file-name",
        "expect",
        "te",
    ] {
        for value in &odd {
            let what = format!("{name}: {}", String::from_utf8_lossy(&value[..value.len().min(20)]));
            for path in ["/api/v1/site", "/api/v1/cases", "/api/v1/uploads/x"] {
                let request = Request::get(path).header(name, HeaderValue::from_bytes(value).unwrap());
                let reply = nobody.ask(request, Body::empty()).await;
                no_fault_of_ours(&reply, &what);
                assert!(path != "/api/v1/site" || reply.status == 200, "{what}: {}", text(&reply));
            }
        }
    }
    for value in &odd {
        for cookie in [b"jw_session=".to_vec(), b"x=1; jw_session=".to_vec()] {
            let cookie = HeaderValue::from_bytes(&[cookie, value.clone()].concat()).unwrap();
            let reply =
                nobody.ask(Request::get("/api/v1/cases").header("cookie", cookie), Body::empty()).await;
            assert_eq!((reply.status.as_u16(), reply.code().as_str()), (401, "session.required"));
        }
    }
    // a key that is none
    for key in [&b""[..], b"short", b"\xff\xfe\xff\xfe\xff\xfe\xff\xfe\xff", b"with a space", &[b'k'; 300]] {
        let request = Request::post("/api/v1/reports").header("content-type", "application/json");
        let request = request.header("idempotency-key", HeaderValue::from_bytes(key).unwrap());
        let reply = nobody.ask(request, Body::from(pothole().to_string())).await;
        problem(&reply, "a key");
        assert_eq!((reply.status.as_u16(), reply.code().as_str()), (400, "header.invalid"));
    }
    // a session without its token writes nothing
    let page = dispatcher.get("/api/v1/session").await.json();
    assert!(page["csrf"].as_str().unwrap().len() >= 32);
    let who = json!({"login": "dispatcher", "password": crate::support::town::PASSWORD});
    let session = desk.whole.client().post("/api/v1/session", who).await;
    let cookie = session.cookie().unwrap();
    for token in [None, Some(""), Some("x"), Some("00000000000000000000000000000000")] {
        let mut client = desk.whole.client().with("cookie", &cookie);
        if let Some(token) = token {
            client = client.with("x-csrf-token", token);
        }
        for path in ["/api/v1/cases", "/api/v1/reports", "/api/v1/uploads"] {
            let reply = client.post(path, pothole()).await;
            assert_eq!(
                (reply.status.as_u16(), reply.code().as_str()),
                (403, "session.csrf"),
                "{path}: {}",
                text(&reply)
            );
        }
    }
    let after = desk.whole.counts().await;
    assert!(before.iter().zip(&after).all(|(b, a)| b == a || b.0 == "session"), "{before:?} {after:?}");
    still_serves(&desk.whole).await;
});
