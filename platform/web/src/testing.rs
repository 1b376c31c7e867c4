//! For tests: asking an application without a socket, and walking all its routes.

use crate::{App, routes::operations_mut};
use authz::{Action, action};
use axum::{
    Router,
    body::{Body, to_bytes},
    http::{HeaderMap, Method, Request, StatusCode, header},
};
use futures::StreamExt as _;
use serde_json::Value;
use tower::ServiceExt;

/// An answer, read to its end.
#[derive(Debug)]
pub struct Reply {
    /// Its status.
    pub status: StatusCode,
    /// Its headers.
    pub headers: HeaderMap,
    /// Its body.
    pub body: Vec<u8>,
}

impl Reply {
    /// The body as JSON; null when it is none.
    pub fn json(&self) -> Value {
        serde_json::from_slice(&self.body).unwrap_or_default()
    }
    /// The code of the problem document.
    pub fn code(&self) -> String {
        self.json()["code"].as_str().unwrap_or_default().to_string()
    }
    /// The cookie that the answer sets, as `name=value`.
    pub fn cookie(&self) -> Option<String> {
        let set = self.headers.get(header::SET_COOKIE)?.to_str().ok()?;
        set.split(';').next().map(str::to_string)
    }
}

/// Somebody who asks: a router and the headers that go with every request (cookie, CSRF token).
#[derive(Clone)]
pub struct Client {
    router: Router,
    headers: Vec<(String, String)>,
}

impl Client {
    /// Without a session.
    pub fn new(router: Router) -> Self {
        Self { router, headers: vec![] }
    }

    /// The same with another header.
    pub fn with(mut self, name: &str, value: &str) -> Self {
        self.headers.push((name.into(), value.into()));
        self
    }

    /// Logs in through the API; panics when that is refused.
    pub async fn login(self, login: &str, password: &str) -> Self {
        let body = serde_json::json!({"login": login, "password": password});
        let reply = self.send(Method::POST, "/api/v1/session", Some(body)).await;
        assert_eq!(
            reply.status,
            StatusCode::OK,
            "login of {login}: {}",
            String::from_utf8_lossy(&reply.body)
        );
        let csrf = reply.json()["csrf"].as_str().unwrap_or_default().to_string();
        let cookie = reply.cookie().unwrap_or_default();
        self.with("cookie", &cookie).with("x-csrf-token", &csrf)
    }

    /// GET.
    pub async fn get(&self, path: &str) -> Reply {
        self.send(Method::GET, path, None).await
    }

    /// POST with a JSON body.
    pub async fn post(&self, path: &str, body: Value) -> Reply {
        self.send(Method::POST, path, Some(body)).await
    }

    /// Any method, with a JSON body or none.
    pub async fn send(&self, method: Method, path: &str, body: Option<Value>) -> Reply {
        let mut request = Request::builder().method(method).uri(path);
        if body.is_some() {
            request = request.header(header::CONTENT_TYPE, "application/json");
        }
        self.ask(request, body.map_or_else(Body::empty, |body| Body::from(body.to_string()))).await
    }

    /// Any request; our headers are added.
    pub async fn ask(&self, mut request: axum::http::request::Builder, body: Body) -> Reply {
        for (name, value) in &self.headers {
            request = request.header(name, value);
        }
        let request = request.body(body).expect("a well-formed request");
        let response = self.router.clone().oneshot(request).await.unwrap_or_else(|never| match never {});
        let (parts, body) = response.into_parts();
        let goes_on = parts.headers.get(header::CONTENT_TYPE).is_some_and(|v| v == "text/event-stream");
        let body = match goes_on {
            // it would never end: the first piece stands for it
            true => {
                body.into_data_stream().next().await.and_then(Result::ok).map(Vec::from).unwrap_or_default()
            }
            false => to_bytes(body, usize::MAX).await.map(Vec::from).unwrap_or_default(),
        };
        Reply { status: parts.status, headers: parts.headers, body }
    }
}

/// One route of an application, as its OpenAPI document tells.
#[derive(Debug, Clone)]
pub struct Route {
    /// The method.
    pub method: Method,
    /// The pattern, with `{parameters}`.
    pub path: String,
    /// The action it states.
    pub action: Action,
}

impl Route {
    /// An address with some value for every parameter.
    pub fn address(&self) -> String {
        let parts = self.path.split('/').map(|part| if part.contains('{') { "0" } else { part });
        parts.collect::<Vec<_>>().join("/")
    }
}

/// All routes. Panics on one that states no known action.
pub fn routes(app: &App) -> Vec<Route> {
    let mut routes = vec![];
    for (path, mut item) in app.openapi.paths.paths.clone() {
        for (method, operation) in operations_mut(&mut item) {
            let stated = operation.extensions.as_ref().and_then(|e| e.get("x-action")?.as_str());
            let action = stated.and_then(Action::parse);
            let action = action.unwrap_or_else(|| panic!("{method} {path} states no action"));
            let method = method.parse().expect("a method");
            routes.push(Route { method, path: path.clone(), action });
        }
    }
    routes
}

/// Walks all routes: without a session each answers 401 unless everybody may use it; with the session of each of
/// `people`, whose actions the test tells, a route whose action is not among them answers 403 or 404. Answers how many
/// routes there are; panics with the list of those that let somebody in.
pub async fn walk(app: &App, people: &[(&str, Client, Vec<&'static str>)]) -> usize {
    let everybody = authz::actions(&kernel::Actor::anonymous());
    let nobody = Client::new(app.router.clone());
    let mut wrong = vec![];
    let routes = routes(app);
    for route in &routes {
        let (method, address) = (route.method.clone(), route.address());
        if !everybody.contains(&route.action.name()) {
            let status = nobody.send(method.clone(), &address, None).await.status;
            if status != StatusCode::UNAUTHORIZED {
                wrong.push(format!("{method} {} without a session: {status}", route.path));
            }
        }
        for (who, client, actions) in people {
            if actions.contains(&route.action.name()) || route.action == action::SESSION_OPEN {
                continue;
            }
            let status = client.send(method.clone(), &address, None).await.status;
            if !matches!(status, StatusCode::FORBIDDEN | StatusCode::NOT_FOUND) {
                wrong.push(format!("{method} {} as {who}: {status}", route.path));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    routes.len()
}
