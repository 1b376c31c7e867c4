//! What every route gets from the plumbing, through a small application.
use authz::action;
use axum::{
    Router,
    body::Body,
    http::{HeaderMap, Method, Request, StatusCode, header},
};
use kernel::{Actor, ActorKind, Ctx, Failure, FixedEnv, Grant, Refusal};
use serde::{Deserialize, Serialize};
use serde_json::json;
use std::{borrow::Cow, sync::Arc, time::Duration};
use web::{
    API, Answer, Authenticator, Caller, Capability, Config, Identified, Json, Limits, Path, Query, Routes,
    Setup,
    files::{Files, application},
    routes,
    testing::{Client, walk},
};

#[derive(Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
struct Note {
    grade: u8,
    #[serde(default)]
    phone: Option<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Filter {
    limit: Option<u32>,
}

#[utoipa::path(get, path = "/notes", responses((status = 200, body = [u32])))]
async fn list(Query(filter): Query<Filter>) -> Answer<Json<u32>> {
    Ok(Json(filter.limit.unwrap_or(50)))
}

#[utoipa::path(post, path = "/notes", request_body = Note, responses((status = 200, body = Note)))]
async fn write(caller: Caller, Json(note): Json<Note>) -> Answer<Json<Note>> {
    if note.grade > 4 {
        let refusal = Refusal::rule("note.grade").at("/grade").got(note.grade).with("most", 4);
        return Err(refusal.into());
    }
    assert!(caller.actor().id.starts_with("person/"));
    Ok(Json(note))
}

#[utoipa::path(get, path = "/notes/{number}", params(("number" = u32, Path)), responses((status = 200)))]
async fn one(Path(number): Path<u32>) -> Answer<String> {
    match number {
        0 => Err(Refusal::not_found("note").into()),
        1 => Err(Failure::Internal("a secret cause".into()).into()),
        2 => Err(Failure::Unavailable("disk full".into()).into()),
        3 => panic!("a bug"),
        4 => {
            tokio::time::sleep(Duration::from_secs(5)).await;
            Ok("late".into())
        }
        n => Ok(n.to_string()),
    }
}

#[utoipa::path(get, path = "/audit", responses((status = 200)))]
async fn audit() -> Answer<String> {
    Ok("who read what".into())
}

/// `cookie: NAME` is a session of somebody whose role is NAME.
struct Roles;

#[async_trait::async_trait]
impl Authenticator for Roles {
    async fn identify(&self, headers: &HeaderMap, _: &Ctx) -> kernel::Result<Identified> {
        let Some(role) = headers.get("cookie").and_then(|v| v.to_str().ok()) else {
            return Ok(Identified::anonymous());
        };
        let grant = Grant {
            post: "p".into(),
            kind: role.into(),
            role: role.into(),
            unit: "u".into(),
            area_path: "a".into(),
            deputy: false,
        };
        let actor = Actor { id: format!("person/{role}"), kind: ActorKind::Person, grants: vec![grant] };
        Ok(Identified { actor, csrf: Some("token".into()), session: None })
    }
}

fn app_with(config: Config, others: Router) -> web::App {
    let quick = Limits { body: 100, time: Duration::from_millis(50) };
    let routes = Routes::new()
        .on(action::PUBLIC_READ, routes!(list))
        .on_with(action::CASE_REGISTER, quick, routes!(write))
        .on_with(action::PUBLIC_READ, quick, routes!(one))
        .on(action::AUDIT_READ, routes!(audit));
    let notes = Capability {
        name: "notes",
        mount: API,
        statements: &[],
        messages: "note.grade: {zh: '评分最高为 {most}', en: 'The grade is {most} at most'}",
        routes,
    };
    let setup = Setup {
        env: Arc::new(FixedEnv::new(testkit::START, 1)),
        authenticator: Arc::new(Roles),
        config,
        ready: Arc::new(|| Box::pin(async { Err("the database is away".into()) })),
        metrics: Arc::default(),
        version: "0",
        foreign: vec![],
    };
    web::assemble(setup, vec![notes], others).unwrap()
}

fn client() -> Client {
    Client::new(app_with(Config::default(), Router::new()).router)
}

fn receiver() -> Client {
    client().with("cookie", "receiver").with("x-csrf-token", "token")
}

#[tokio::test]
async fn every_route_refuses_whoever_lacks_its_action() {
    let app = app_with(Config::default(), Router::new());
    let with =
        |role: &str| Client::new(app.router.clone()).with("cookie", role).with("x-csrf-token", "token");
    let everybody = authz::actions(&Actor::anonymous());
    let people = [
        ("worker", with("worker"), [everybody.clone(), vec!["case.register"]].concat()),
        ("auditor", with("admin_audit"), [everybody, vec!["audit.read"]].concat()),
    ];
    assert_eq!(walk(&app, &people).await, 4);
    assert_eq!(with("admin_audit").get("/api/v1/audit").await.status, StatusCode::OK);
    assert_eq!(with("worker").get("/api/v1/audit").await.code(), "action.forbidden");
}

#[tokio::test]
async fn a_write_with_a_session_repeats_its_token() {
    let without = client().with("cookie", "receiver");
    let reply = without.post("/api/v1/notes", json!({"grade": 1})).await;
    assert_eq!((reply.status, reply.code().as_str()), (StatusCode::FORBIDDEN, "session.csrf"));
    let reply = without.with("x-csrf-token", "tokem").post("/api/v1/notes", json!({"grade": 1})).await;
    assert_eq!(reply.code(), "session.csrf");
    assert_eq!(receiver().post("/api/v1/notes", json!({"grade": 1})).await.status, StatusCode::OK);
}

#[tokio::test]
async fn bad_input_is_explained_in_the_readers_language() {
    let reply = receiver().post("/api/v1/notes?lang=en", json!({"grade": "five"})).await;
    assert_eq!(reply.status, StatusCode::BAD_REQUEST);
    assert_eq!(reply.headers[header::CONTENT_TYPE], "application/problem+json");
    let problem = reply.json();
    assert_eq!(problem["type"], "urn:jingwei:problem:field.invalid");
    assert_eq!(problem["field"], "/grade");
    assert_eq!(problem["value"], "five");
    assert_eq!(problem["expected"], "u8");
    assert_eq!(problem["title"], "The value of “/grade” is not valid; expected: u8");
    assert_eq!(problem["request"].as_str().unwrap(), reply.headers["x-request-id"].to_str().unwrap());

    let reply = receiver().post("/api/v1/notes", json!({"grade": 5})).await;
    assert_eq!(reply.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(reply.json()["title"], "评分最高为 4");
    assert_eq!(reply.json()["most"], 4);
    let reply =
        receiver().with("accept-language", "en-GB,zh;q=0.5").post("/api/v1/notes", json!({"grade": 5})).await;
    assert_eq!(reply.json()["title"], "The grade is 4 at most");

    let code = |reply: web::testing::Reply| (reply.status.as_u16(), reply.code());
    assert_eq!(
        code(receiver().post("/api/v1/notes", json!({"grade": 1, "x": 1})).await),
        (400, "field.unknown".into())
    );
    let long = json!({"grade": 1, "phone": "1".repeat(200)});
    assert_eq!(code(receiver().post("/api/v1/notes", long).await), (413, "body.too_large".into()));
    assert_eq!(code(client().get("/api/v1/notes?limit=-1").await), (400, "field.invalid".into()));
    assert_eq!(code(client().get("/api/v1/notes/x").await), (400, "field.invalid".into()));
    assert_eq!(code(client().get("/api/v1/notes/%FF").await), (400, "field.invalid".into()));
    let form =
        Request::builder().method(Method::POST).uri("/api/v1/notes").header("content-type", "text/plain");
    assert_eq!(code(receiver().ask(form, Body::from("{}")).await), (415, "body.type".into()));
    let broken = Request::builder()
        .method(Method::POST)
        .uri("/api/v1/notes")
        .header("content-type", "application/json");
    assert_eq!(code(receiver().ask(broken, Body::from("{\"grade\":")).await), (400, "body.malformed".into()));
}

#[tokio::test]
async fn failures_of_ours_tell_no_causes() {
    let reply = client().get("/api/v1/notes/1").await;
    assert_eq!((reply.status.as_u16(), reply.code().as_str()), (500, "internal"));
    assert!(!String::from_utf8_lossy(&reply.body).contains("secret"));
    let reply = client().get("/api/v1/notes/2").await;
    assert_eq!((reply.status.as_u16(), reply.code().as_str()), (503, "service.unavailable"));
    assert_eq!(reply.headers[header::RETRY_AFTER], "2");
    let reply = client().get("/api/v1/notes/3").await;
    assert_eq!((reply.status.as_u16(), reply.code().as_str()), (500, "internal"), "a panic does not get out");
    let reply = client().get("/api/v1/notes/4").await;
    assert_eq!((reply.status.as_u16(), reply.code().as_str()), (503, "service.unavailable"), "too slow");
    let reply = client().get("/api/v1/notes/0").await;
    assert_eq!((reply.status.as_u16(), reply.code().as_str()), (404, "note.not_found"));
    let reply = client().get("/api/v1/nothing").await;
    assert_eq!((reply.status.as_u16(), reply.code().as_str()), (404, "page.not_found"));
    let reply = client().send(Method::DELETE, "/api/v1/notes", None).await;
    assert_eq!((reply.status.as_u16(), reply.code().as_str()), (405, "method.not_allowed"));
}

#[tokio::test]
async fn nobody_in_particular_may_not_ask_without_end() {
    let config = Config { anonymous_reads: 2, behind_proxy: true, ..Config::default() };
    let router = app_with(config, Router::new()).router;
    let from = |address: &str| Client::new(router.clone()).with("x-forwarded-for", address);
    for _ in 0..4 {
        assert_eq!(from("198.51.100.1").get("/api/v1/notes").await.status, StatusCode::OK);
    }
    let reply = from("198.51.100.1").get("/api/v1/notes").await;
    assert_eq!((reply.status.as_u16(), reply.code().as_str()), (429, "request.too_many"));
    assert_eq!(reply.headers[header::RETRY_AFTER], "30");
    assert_eq!(from("203.0.113.9, 198.51.100.2").get("/api/v1/notes").await.status, StatusCode::OK);
    let staff = from("198.51.100.1").with("cookie", "worker");
    assert_eq!(staff.get("/api/v1/notes").await.status, StatusCode::OK, "a session is not throttled");
}

#[tokio::test]
async fn every_answer_carries_id_and_security_headers() {
    let reply = client().with("x-request-id", "given-id-1").get("/api/v1/notes").await;
    assert_eq!(reply.headers["x-request-id"], "given-id-1");
    let reply = client().with("x-request-id", "<script>").get("/api/v1/notes").await;
    assert_eq!(reply.headers["x-request-id"].len(), 16);
    let policy = reply.headers[header::CONTENT_SECURITY_POLICY].to_str().unwrap();
    assert!(policy.contains("script-src 'self' 'wasm-unsafe-eval';"), "{policy}");
    assert_eq!(reply.headers[header::X_CONTENT_TYPE_OPTIONS], "nosniff");
    assert_eq!(reply.headers[header::CACHE_CONTROL], "no-store");
}

#[tokio::test]
async fn the_process_can_be_observed() {
    let client = client();
    client.get("/api/v1/notes/7").await;
    assert_eq!(client.get("/healthz").await.status, StatusCode::OK);
    let reply = client.get("/readyz").await;
    assert_eq!((reply.status.as_u16(), reply.body), (503, b"the database is away".to_vec()));
    let page = String::from_utf8(client.get("/metrics").await.body).unwrap();
    let line = "jingwei_http_request_seconds_count{method=\"GET\",route=\"/api/v1/notes/{number}\",status=\"200\"} 1";
    assert!(page.contains(line), "{page}");
    let document = client.get("/api/v1/openapi.json").await.json();
    let post = &document["paths"]["/api/v1/notes"]["post"];
    assert_eq!(post["x-action"], "case.register");
    assert_eq!(post["operationId"], "notes_write");
    let problem = &post["responses"]["default"]["content"]["application/problem+json"]["schema"]["$ref"];
    assert_eq!(problem, "#/components/schemas/Problem");
    assert!(document["components"]["schemas"]["Problem"]["properties"]["code"].is_object());
}

fn embedded(path: &str) -> Option<Cow<'static, [u8]>> {
    let text: &[u8] = match path {
        "index.html" => b"<html>",
        "assets/a-1.js" => b"plain",
        "assets/a-1.js.br" => b"brotli",
        "assets/a-1.js.gz" => b"gzip",
        _ => return None,
    };
    Some(Cow::Borrowed(text))
}

#[tokio::test]
async fn a_front_end_is_served_compressed_and_cached() {
    let others =
        application("/console", Files::Embedded(embedded)).merge(application("", Files::Embedded(embedded)));
    let client = Client::new(app_with(Config::default(), others).router);
    for page in ["/", "/console", "/console/", "/console/cases/1", "/track"] {
        let reply = client.get(page).await;
        assert_eq!((reply.status, reply.body.as_slice()), (StatusCode::OK, &b"<html>"[..]), "{page}");
        assert_eq!(reply.headers[header::CACHE_CONTROL], "no-cache");
    }
    let reply = client.clone().with("accept-encoding", "gzip, br;q=0.9").get("/console/assets/a-1.js").await;
    assert_eq!(reply.body, b"brotli");
    assert_eq!(reply.headers[header::CONTENT_ENCODING], "br");
    assert_eq!(reply.headers[header::CONTENT_TYPE], "text/javascript; charset=utf-8");
    assert!(reply.headers[header::CACHE_CONTROL].to_str().unwrap().contains("immutable"));
    let reply = client.clone().with("accept-encoding", "gzip, br;q=0").get("/assets/a-1.js").await;
    assert_eq!(reply.body, b"gzip");
    let reply = client.get("/assets/a-1.js").await;
    assert_eq!(reply.body, b"plain");
    let tag = reply.headers[header::ETAG].to_str().unwrap();
    let again = client.clone().with("if-none-match", tag).get("/assets/a-1.js").await;
    assert_eq!((again.status, again.body.len()), (StatusCode::NOT_MODIFIED, 0));
    assert_eq!(client.get("/assets/gone.js").await.status, StatusCode::NOT_FOUND);
    assert_eq!(client.get("/api/v1/gone").await.code(), "page.not_found");
}

#[tokio::test]
async fn a_folder_gives_nothing_outside_itself() {
    let folder = testkit::TestDb::sqlite().await.folder;
    std::fs::create_dir(folder.path().join("dist")).unwrap();
    std::fs::write(folder.path().join("dist/index.html"), "page").unwrap();
    std::fs::write(folder.path().join("key.pem"), "secret").unwrap();
    let others = application("", Files::Folder(folder.path().join("dist")));
    let client = Client::new(app_with(Config::default(), others).router);
    assert_eq!(client.get("/index.html").await.body, b"page");
    for path in
        ["/../key.pem", "/%2e%2e/key.pem", "/..%2fkey.pem", "//etc/passwd", "/a/%2e%2e/%2e%2e/key.pem"]
    {
        let reply = client.get(path).await;
        assert!(!reply.body.starts_with(b"secret") && !reply.body.starts_with(b"root"), "{path}");
    }
}
