//! What a browser without scripts and a feed reader get.

use crate::support::desk::{Desk, Filed, PHONE, pothole};
use axum::{body::Body, http::Request};
use serde_json::json;

whole!(a_report_is_followed_without_scripts, |whole| async move {
    let desk = Desk::open(whole).await;
    let mut body = pothole();
    body["text"] = json!("坑里有 <script>alert(1)</script> & 水");
    let filed = Filed::of(&desk.file("report-0001", &body).await);
    let client = desk.whole.client();
    let page = |reply: &web::testing::Reply| String::from_utf8(reply.body.clone()).unwrap();

    let form = client.get("/t").await;
    assert_eq!(form.status, 200);
    assert!(page(&form).contains(r#"<form method="get" action="/t">"#));
    assert_eq!(form.headers["content-type"], "text/html; charset=utf-8");

    let shown = client.get(&format!("/t?number={}&token={}", filed.number, filed.token)).await;
    assert_eq!((shown.status.as_u16(), &shown.headers["cache-control"]), (200, &"no-store".parse().unwrap()));
    assert_eq!(shown.headers["referrer-policy"], "no-referrer");
    let html = page(&shown);
    assert!(html.contains(&filed.number) && html.contains(r#"lang="zh-CN""#));
    assert!(html.contains("坑里有 &lt;script&gt;"), "what somebody wrote is text: {html}");
    assert!(!html.contains("<script") && !html.contains(PHONE));

    let english = client.get(&format!("/t?lang=en&number={}&token={}", filed.number, filed.token)).await;
    assert!(page(&english).contains("What has happened"));

    for (number, token) in
        [(filed.number.as_str(), "no-such-token"), ("990101-20260302-999999", filed.token.as_str())]
    {
        let wrong = client.get(&format!("/t?number={number}&token={token}")).await;
        assert_eq!(wrong.status, 404);
        assert!(page(&wrong).contains(r#"role="alert""#) && page(&wrong).contains(number));
    }
});

whole!(public_matters_are_a_feed, |whole| async move {
    let mut desk = Desk::open(whole).await;
    let client = desk.whole.client();
    let empty = client.get("/feeds/cases.atom").await;
    assert_eq!(
        (empty.status.as_u16(), empty.headers["content-type"].to_str().unwrap()),
        (200, "application/atom+xml; charset=utf-8")
    );
    assert!(!String::from_utf8(empty.body).unwrap().contains("<entry>"));

    let filed = Filed::of(&desk.file("report-0001", &pothole()).await);
    let held = client.get("/feeds/cases.atom").await;
    assert!(!String::from_utf8(held.body).unwrap().contains("<entry>"), "not before it is accepted");
    desk.done("dispatcher", &filed.number, "dispatch", json!({"unit": "w-municipal"}), "to_sign").await;

    let place =
        desk.case(&filed.number).await["place"]["path"].as_array().unwrap().last().unwrap()["code"].clone();
    let (here, elsewhere) = (place.as_str().unwrap().to_owned(), "990102");
    let of = async |area: &str| {
        let reply = client.get(&format!("/feeds/cases.atom?area={area}")).await;
        assert_eq!(reply.status, 200, "{area}");
        (String::from_utf8(reply.body).unwrap(), reply.headers["etag"].clone())
    };
    let (feed, tag) = of(&here).await;
    assert_eq!(feed.matches("<entry>").count(), 1, "{feed}");
    assert!(feed.contains(&format!("/cases/{}\"", filed.number)), "{feed}");
    assert!(feed.contains(&filed.number) && feed.contains("<georss:point>") && !feed.contains(PHONE));
    assert!(!of(elsewhere).await.0.contains("<entry>"));
    let list = client.get(&format!("/api/v1/public/cases?area={here}")).await.json();
    assert_eq!(list["items"].as_array().unwrap().len(), 1);

    let again = Request::get(format!("/feeds/cases.atom?area={here}")).header("if-none-match", tag);
    assert_eq!(client.ask(again, Body::empty()).await.status, 304);
    let wrong = client.get("/feeds/cases.atom?area=nowhere").await;
    assert_eq!((wrong.status.as_u16(), wrong.json()["field"].as_str()), (400, Some("area")));
});
