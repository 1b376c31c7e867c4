//! Every route there is with rubbish in every parameter.

use super::{no_fault_of_ours, still_serves};
use crate::support::desk::Desk;
use axum::{body::Body, http::Request};
use serde_json::Value;
use web::testing::Client;

/// In place of a parameter of the path.
const CODES: &[&str] = &[
    "..%2F..%2F..%2Fetc%2Fpasswd",
    "%00",
    "%FF%FE",
    "-1",
    "99999999999999999999",
    "a'--",
    "%F0%9F%92%A5",
    "990101-20260302-999999",
    "018f0000-0000-7000-8000-000000000000",
];
/// As the value of a parameter of the query.
const VALUES: &[&str] = &[
    "",
    "%00",
    "%FF%FE",
    "-1",
    "0",
    "99999999999999999999",
    "NaN",
    "inf",
    "1e309",
    "NaN,NaN,NaN,NaN",
    "1,2,3",
    "a~b",
    "9~%00",
    "'%3B+DROP+TABLE+fact",
    "%F0%9F%92%A5",
    "2026-13-45T99:00:00Z",
    "true",
];

/// Somebody who may do it, or nobody in particular.
async fn who_may(desk: &mut Desk, action: &str) -> Client {
    if authz::actions(&kernel::Actor::anonymous()).contains(&action) {
        return desk.whole.client();
    }
    let logins = [
        "dispatcher",
        "leader",
        "handler",
        "town",
        "burden_officer",
        "admin_system",
        "admin_security",
        "admin_audit",
    ];
    for login in logins {
        let client = desk.person(login).await;
        let actions = client.get("/api/v1/session").await.json()["actions"].clone();
        if actions.as_array().unwrap().iter().any(|a| a == action) {
            return client;
        }
    }
    panic!("nobody in the town may {action}");
}

fn long() -> String {
    "x".repeat(5_000)
}

whole!(no_route_stumbles, |whole| async move {
    let mut desk = Desk::open(whole).await;
    let document = desk.whole.client().get("/api/v1/openapi.json").await.json();
    let mut asked = 0;
    for (path, item) in document["paths"].as_object().unwrap() {
        for (method, operation) in item.as_object().unwrap() {
            let Some(action) = operation["x-action"].as_str() else { continue };
            // whoever logs out can ask no more
            if (method.as_str(), path.ends_with("/session")) == ("delete", true) {
                continue;
            }
            let client = who_may(&mut desk, action).await;
            for address in addresses(path, operation) {
                let request = Request::builder().method(method.to_uppercase().as_str()).uri(&address);
                let body =
                    if operation["requestBody"].is_null() { "" } else { "{\"nonsense\": \"\\u0000\"}" };
                let request = request.header("content-type", "application/json");
                // open311, openrosa and the page without scripts have errors of their own kind, tried elsewhere
                let reply = client.ask(request, Body::from(body)).await;
                let own_kind =
                    ["/open311", "/openrosa"].iter().any(|of| path.starts_with(of)) || path == "/t";
                if !own_kind {
                    no_fault_of_ours(&reply, &format!("{method} {address}"));
                }
                assert!(reply.status.as_u16() < 500, "{method} {address}: {}", reply.status);
                asked += 1;
            }
        }
    }
    assert!(asked > 500, "only {asked} requests");
    still_serves(&desk.whole).await;
});

/// The addresses of a route with something wrong in one place each.
fn addresses(path: &str, operation: &Value) -> Vec<String> {
    let parts = |value: &str| {
        path.split('/')
            .map(|part| if part.contains('{') { value } else { part })
            .collect::<Vec<_>>()
            .join("/")
    };
    let mut addresses = vec![format!("{}?nonsense=1", parts("0"))];
    if path.contains('{') {
        addresses.extend(CODES.iter().map(|code| parts(code)));
        addresses.push(parts(&long()));
    }
    let empty = vec![];
    let parameters = operation["parameters"].as_array().unwrap_or(&empty);
    let of_query: Vec<&str> =
        parameters.iter().filter(|p| p["in"] == "query").map(|p| p["name"].as_str().unwrap()).collect();
    let required: Vec<&str> = parameters
        .iter()
        .filter(|p| p["in"] == "query" && p["required"] == true)
        .map(|p| p["name"].as_str().unwrap())
        .collect();
    for name in &of_query {
        // the others that must be there, so that this one is looked at
        let others: String = required.iter().filter(|r| r != &name).map(|r| format!("&{r}=1")).collect();
        addresses.extend(VALUES.iter().map(|value| format!("{}?{name}={value}{others}", parts("0"))));
        addresses.push(format!("{}?{name}={}{others}", parts("0"), long()));
        addresses.push(format!("{}?{name}=1&{name}=2{others}", parts("0")));
    }
    addresses
}
