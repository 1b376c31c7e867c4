//! Every route states an action, and asks for it; and what lies outside of somebody's scope does not seem to exist.

use crate::support::desk::{Desk, Filed, pothole};
use axum::http::Method;
use kernel::{Actor, Grant};
use serde_json::json;

/// What a role may do, whatever the reach.
fn actions(role: &str) -> Vec<&'static str> {
    let grant = Grant {
        post: "p".into(),
        kind: role.into(),
        role: role.into(),
        unit: "u".into(),
        area_path: String::new(),
        deputy: false,
    };
    let mut actor = Actor::system("test");
    actor.kind = kernel::ActorKind::Person;
    actor.grants = vec![grant];
    authz::actions(&actor)
}

whole!(no_route_is_open_by_mistake, |whole| async move {
    let whole = whole.town().await;
    let app = whole.app.web().unwrap();
    let roles: Vec<&str> = authz::Policy::builtin().post_roles().collect();
    let mut people = vec![];
    for role in &roles {
        people.push((*role, whole.login(role).await, actions(role)));
    }
    let routes = web::testing::walk(&app, &people).await;
    assert_eq!(roles.len(), 13, "a role without anybody in the town: {roles:?}");
    assert!(routes >= 70, "only {routes} routes: is a capability missing from the list?");
});

whole!(what_is_not_ones_own_is_not_there, |whole| async move {
    let mut desk = Desk::open(whole).await;
    let filed = Filed::of(&desk.file("report-0001", &pothole()).await);
    let case = format!("/api/v1/cases/{}", filed.number);
    desk.done("dispatcher", &filed.number, "dispatch", json!({"unit": "w-municipal"}), "to_sign").await;
    let act = json!({"version": 2, "input": {}});
    let look = json!({"field": "reporter.phone", "purpose": "核实"});
    let asked = [
        (Method::GET, case.clone(), None),
        (Method::GET, format!("{case}/receipt"), None),
        (Method::GET, format!("{case}/attachments/0"), None),
        (Method::POST, format!("{case}/actions/sign"), Some(act)),
        (Method::POST, format!("{case}/reveal"), Some(look)),
    ];
    // another county, another county's unit, another unit of the county, another town
    for login in ["east", "east_handler", "lamplighter"] {
        let client = desk.person(login).await;
        for (method, path, body) in &asked {
            let reply = client.send(method.clone(), path, body.clone()).await;
            assert_eq!(
                (reply.status.as_u16(), reply.code().as_str()),
                (404, "case.not_found"),
                "{login} {method} {path}"
            );
            let there = reply.json();
            let nowhere = path.replace(&filed.number, "990101-20260302-999999");
            let reply = client.send(method.clone(), &nowhere, body.clone()).await;
            let mut other = reply.json();
            other["request"] = there["request"].clone();
            assert_eq!(other, there, "{login} {method}: as if it did not exist");
        }
        let list = client.get(&format!("/api/v1/cases?q={}", filed.number)).await.json();
        assert_eq!(list["items"], json!([]), "{login}");
        let ground = client.get("/api/v1/cases.geojson?queue=all").await.json();
        assert_eq!(ground["features"], json!([]), "{login}");
        let counts = client.get("/api/v1/cases/counts").await.json();
        assert!(counts.as_object().unwrap().values().all(|n| n == 0), "{login}: {counts}");
        let numbers = client.get("/api/v1/stats/open").await.json();
        assert_eq!(numbers["open"], 0, "{login}: {numbers}");
        let counted = client.get("/api/v1/stats/cases?by=area,month").await.json();
        assert_eq!(counted["total"]["reported"], 0, "{login}: {counted}");
    }
    // who may read but not act hears that; an administrator does not even learn that there is such a case
    let leader = desk
        .person("leader")
        .await
        .post(&format!("{case}/reveal"), json!({"field": "reporter.phone", "purpose": "x"}))
        .await;
    assert_eq!((leader.status.as_u16(), leader.code().as_str()), (403, "action.forbidden"));
    let admin = desk.person("admin_system").await.get(&case).await;
    assert!(matches!(admin.status.as_u16(), 403 | 404), "{}", admin.status);
    // the track page: another's token, no token
    let other = Filed::of(&desk.file("report-0002", &pothole()).await);
    let mixed = Filed { token: other.token, ..filed };
    assert_eq!(desk.track(&mixed).await.code(), "case.not_found");
});

whole!(a_worker_reports_beyond_the_own_grid, |whole| async move {
    let mut desk = Desk::open(whole).await;
    let [lon, lat] = crate::support::town::IN_EAST;
    let body = json!({
        "channel": "patrol", "category": {"pack": "city-upkeep", "code": "020110"}, "text": "邻县路上的坑",
        "place": {"lon": lon, "lat": lat},
    });
    let worker = desk.person("worker").await;
    let reply = worker.post("/api/v1/cases", body).await;
    assert_eq!(reply.status, 201, "registered is registered: {}", String::from_utf8_lossy(&reply.body));
    let number = reply.json()["number"].as_str().unwrap().to_owned();
    assert_eq!(reply.json()["case"]["number"], number.as_str());
    assert_eq!(reply.json()["case"]["actions"], json!([]), "it is not the worker's");
    assert_eq!(worker.get(&format!("/api/v1/cases/{number}")).await.code(), "case.not_found");
    assert_eq!(desk.get("east", &format!("/api/v1/cases/{number}")).await.status, 200);
});
