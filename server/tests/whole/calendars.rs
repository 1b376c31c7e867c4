//! The working calendar of a county, as its administrator writes it.

use axum::http::Method;
use serde_json::json;

whole!(a_county_writes_its_own_working_days, |whole| async move {
    let whole = whole.town().await;
    let admin = whole.login("admin_system").await;
    let year = |area: &str| format!("/api/v1/calendars/{area}?year=2026");
    let before = admin.get(&year("990101")).await.json();
    assert_eq!((&before["of"], before["listed"].as_bool()), (&json!(null), Some(true)), "{before}");
    assert_eq!(before["working_days"].as_array().unwrap().len(), 248);
    assert_eq!(admin.get("/api/v1/calendars").await.json()["items"], json!([]));

    let spec =
        json!({"base": "cn", "hours": ["09:00-12:00", "14:00-17:30"], "holidays": ["2026-04-20/2026-04-22"]});
    let put = async |query: &str, spec: &serde_json::Value| {
        let path = format!("/api/v1/calendars/990101?year=2026{query}");
        admin.send(Method::PUT, &path, Some(spec.clone())).await
    };
    let preview = put("&dry_run=true", &spec).await.json();
    assert_eq!(preview["working_days"].as_array().unwrap().len(), 245, "{preview}");
    assert_eq!(admin.get("/api/v1/calendars").await.json()["items"], json!([]), "nothing was set");
    assert_eq!(put("", &spec).await.json(), preview);

    let town = admin.get(&year("990101001")).await.json();
    assert_eq!((&town["of"], &town["spec"]), (&json!("990101"), &spec), "the nearest above applies");
    assert_eq!(admin.get(&year("default")).await.json()["of"], json!(null));
    assert_eq!(admin.get("/api/v1/calendars").await.json()["items"][0]["area"], "990101");

    let twice = json!({"holidays": ["2026-04-20"], "makeup_workdays": ["2026-04-20"]});
    assert_eq!(put("", &twice).await.code(), "calendar.invalid");
    let reply = put("", &json!({"hours": ["9 to 5"]})).await;
    assert!(
        reply.status.is_client_error() && reply.json().to_string().contains("9 to 5"),
        "{}",
        reply.json()
    );
    assert_eq!(admin.get("/api/v1/calendars/990101?year=12").await.code(), "field.invalid");
    assert_eq!(admin.get("/api/v1/calendars/nowhere").await.code(), "area.not_found");

    // what is a default for all is set by whoever sets up the root area, with its base's hours told
    let default =
        admin.send(Method::PUT, "/api/v1/calendars/default?year=2026", Some(json!({"base": "cn"}))).await;
    assert_eq!(default.json()["weekend"], json!(["saturday", "sunday"]), "{}", default.json());
    assert_eq!(admin.get(&year("default")).await.json()["hours"], default.json()["hours"]);
    assert!(default.json()["hours"].as_array().is_some_and(|hours| !hours.is_empty()));
    let worker = whole.login("dispatcher").await;
    let refused = worker.send(Method::PUT, "/api/v1/calendars/990101", Some(spec)).await;
    assert_eq!(refused.code(), "action.forbidden");
});
