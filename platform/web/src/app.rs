//! Everything put together: capabilities, the outermost layer, health, metrics, the OpenAPI document.

use crate::{
    API, Authenticator, Capability, Fail, Identified, Messages, Metrics, Problem, Routes, gate::Arrival,
    limit::Limiter, problem,
};
use axum::{
    Router,
    extract::{ConnectInfo, MatchedPath, Request, State},
    http::{HeaderMap, HeaderName, HeaderValue, StatusCode, header, request::Parts},
    middleware::{self, Next},
    response::{IntoResponse, Response},
    routing::{any, get},
};
use futures::{FutureExt, future::BoxFuture};
use kernel::{Actor, Ctx, Env, Failure, Lang, Refusal, RefusalKind};
use std::{
    collections::BTreeMap,
    net::{IpAddr, Ipv4Addr, SocketAddr},
    panic::AssertUnwindSafe,
    sync::Arc,
};
use utoipa::{
    PartialSchema,
    openapi::{Info, OpenApi},
};

/// Says whether the process can serve (`/readyz`); the error names what is missing.
pub type Ready = Arc<dyn Fn() -> BoxFuture<'static, Result<(), String>> + Send + Sync>;

/// What a foreign protocol needs to know of a request to refuse it in its own words.
#[derive(Clone, Debug)]
pub struct Asked {
    /// The path, without the query.
    pub path: String,
    /// What the client accepts.
    pub accept: Option<String>,
    /// The language to answer in.
    pub lang: Lang,
    /// It came over TLS to the proxy in front of us.
    pub secure: bool,
}

/// Writes a failure in the words of another protocol.
pub type Explain = Arc<dyn Fn(&Failure, &Asked) -> Response + Send + Sync>;

/// Finds out who calls by the ways of another protocol: a secret in the address, Digest.
#[async_trait::async_trait]
pub trait Door: Send + Sync {
    /// The actor; None when the request says nothing in these ways: then it is asked as everywhere else.
    async fn identify(&self, request: &Parts, ctx: &Ctx) -> kernel::Result<Option<Identified>>;
}

/// A mount of another protocol.
#[derive(Clone)]
pub struct Foreign {
    /// Where.
    pub mount: &'static str,
    /// Writes every refusal under it (too many requests, an unknown path, …).
    pub explain: Explain,
    /// Finds out who calls there, where that is not said as everywhere else.
    pub door: Option<Arc<dyn Door>>,
}

/// What an operator may set.
#[derive(Clone, Debug)]
pub struct Config {
    /// Requests a minute that an address without a session may make. Zero: no limit.
    pub anonymous_reads: u32,
    /// Reports and uploads a minute that an address without a session may send. Zero: no limit.
    pub anonymous_writes: u32,
    /// The address is in the last entry of `X-Forwarded-For`, since a proxy of ours stands in front.
    pub behind_proxy: bool,
}

impl Default for Config {
    fn default() -> Self {
        Self { anonymous_reads: 600, anonymous_writes: 60, behind_proxy: false }
    }
}

/// What the server hands in.
pub struct Setup {
    /// Time and randomness.
    pub env: Arc<dyn Env>,
    /// Who calls.
    pub authenticator: Arc<dyn Authenticator>,
    /// The operator's settings.
    pub config: Config,
    /// Whether the process can serve.
    pub ready: Ready,
    /// What is counted; others declare what is asked when the page is read.
    pub metrics: Arc<Metrics>,
    /// The product's version, for the OpenAPI document.
    pub version: &'static str,
    /// Mounts of other protocols. Everywhere else a refusal is a problem document.
    pub foreign: Vec<Foreign>,
}

/// The whole application.
pub struct App {
    /// To be served.
    pub router: Router,
    /// What it offers; each operation has its `x-action`.
    pub openapi: OpenApi,
}

/// What the layers share.
pub(crate) struct Web {
    env: Arc<dyn Env>,
    pub authenticator: Arc<dyn Authenticator>,
    pub reads: Limiter,
    pub writes: Limiter,
    messages: Messages,
    metrics: Arc<Metrics>,
    behind_proxy: bool,
    foreign: Vec<Foreign>,
}

/// Puts the capabilities and `others` (front ends; its fallback is kept) into one application. The error names a message
/// catalogue that is wrong.
pub fn assemble(setup: Setup, capabilities: Vec<Capability>, others: Router) -> Result<App, String> {
    let messages = Messages::merge(capabilities.iter().map(|c| (c.name, c.messages)))?;
    let web = Arc::new(Web {
        env: setup.env,
        authenticator: setup.authenticator,
        reads: Limiter::new(setup.config.anonymous_reads),
        writes: Limiter::new(setup.config.anonymous_writes),
        messages,
        metrics: setup.metrics,
        behind_proxy: setup.config.behind_proxy,
        foreign: setup.foreign,
    });
    let (router, openapi) = mount(capabilities, setup.version);
    let document = openapi.to_json().map_err(|e| e.to_string())?;
    let document = move || async move { ([(header::CONTENT_TYPE, "application/json")], document) };
    let router = router
        .route(&format!("{API}/openapi.json"), get(document))
        .merge(observing(setup.ready, web.metrics.clone()))
        .merge(others)
        .layer(middleware::from_fn_with_state(web, outermost));
    Ok(App { router, openapi })
}

/// Nests the routes of each mount point; what is not there is a problem document too.
fn mount(capabilities: Vec<Capability>, version: &str) -> (Router, OpenApi) {
    let mut mounts: BTreeMap<&str, Routes> = BTreeMap::new();
    for capability in capabilities {
        let before = mounts.remove(capability.mount).unwrap_or_default();
        mounts.insert(capability.mount, before.merge(capability.routes.named(capability.name)));
    }
    let mut router = Router::new();
    let mut openapi = OpenApi::new(Info::new("Jingwei", version), utoipa::openapi::Paths::new());
    let components = openapi.components.get_or_insert_default();
    components.schemas.insert("Problem".into(), Problem::schema());
    for (mount, routes) in mounts {
        let (inner, document) = routes.split();
        let inner = inner.fallback(nothing_here).method_not_allowed_fallback(not_this_method);
        // the nested router does not own its bare prefix with a slash: without this it would fall to the front ends
        router = router.route(&format!("{mount}/"), any(nothing_here)).nest(mount, inner);
        let join = |mount: &str, path: &str| format!("{mount}{}", if path == "/" { "" } else { path });
        openapi = openapi.nest_with_path_composer(mount, document, join);
    }
    (router, openapi)
}

async fn nothing_here() -> Fail {
    Refusal::new(RefusalKind::NotFound, "page.not_found").into()
}

async fn not_this_method() -> Response {
    let mut response = Fail::from(Refusal::new(RefusalKind::Invalid, "method.not_allowed")).into_response();
    *response.status_mut() = StatusCode::METHOD_NOT_ALLOWED;
    response
}

/// `/healthz` (the process runs), `/readyz` (it can serve), `/metrics`.
fn observing(ready: Ready, metrics: Arc<Metrics>) -> Router {
    let is_ready = move || {
        let ready = ready();
        async move {
            match ready.await {
                Ok(()) => (StatusCode::OK, "ready".to_string()),
                Err(why) => (StatusCode::SERVICE_UNAVAILABLE, why),
            }
        }
    };
    let page = move || {
        let metrics = metrics.clone();
        async move { ([(header::CONTENT_TYPE, "text/plain; version=0.0.4")], metrics.page().await) }
    };
    Router::new()
        .route("/healthz", get(|| async { "ok" }))
        .route("/readyz", get(is_ready))
        .route("/metrics", get(page))
}

/// Around every request: its id, its language, no panic gets out, failures become documents, headers, log, count.
async fn outermost(State(web): State<Arc<Web>>, mut request: Request, next: Next) -> Response {
    let id = request_id(&web, request.headers());
    let ctx = Ctx::new(web.env.clone(), Actor::anonymous(), id.clone());
    let lang = language(&request);
    let method = request.method().clone();
    let route = request.extensions().get::<MatchedPath>().map_or("other", MatchedPath::as_str).to_string();
    let api = request.uri().path().starts_with("/api/");
    let address = address(&web, &request);
    let foreign = web.foreign(&request, lang);
    let door = foreign.as_ref().and_then(|(foreign, _)| foreign.door.clone());
    request.extensions_mut().insert(Arrival { web: web.clone(), ctx, lang, address, door });
    let begun = tokio::time::Instant::now();
    let mut response =
        match AssertUnwindSafe(db::of_request(id.clone(), next.run(request))).catch_unwind().await {
            Ok(response) => response,
            Err(panic) => Fail(Failure::Internal(format!("panic: {}", panic_text(&*panic)))).into_response(),
        };
    if api {
        response = explain_plain(response);
    }
    let mut response = match (foreign, problem::failure_of(&response)) {
        (Some((foreign, asked)), Some(failure)) => (foreign.explain)(failure, &asked),
        _ => problem::write(response, &web.messages, lang, &id),
    };
    secure(response.headers_mut(), api);
    if let Ok(value) = HeaderValue::from_str(&id) {
        response.headers_mut().insert("x-request-id", value);
    }
    let (status, took) = (response.status().as_u16(), begun.elapsed());
    web.metrics.request(&method, &route, status, took);
    let ms = u64::try_from(took.as_millis()).unwrap_or(u64::MAX);
    tracing::info!(request = %id, %method, %route, status, ms, "answered");
    response
}

impl Web {
    /// How refusals are written when the request is of another protocol.
    fn foreign(&self, request: &Request, lang: Lang) -> Option<(Foreign, Asked)> {
        let path = request.uri().path();
        let under = |mount: &str| {
            path.strip_prefix(mount).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
        };
        let foreign = self.foreign.iter().find(|foreign| under(foreign.mount))?;
        let said = |name: &str| request.headers().get(name).and_then(|value| value.to_str().ok());
        let secure = self.behind_proxy && said("x-forwarded-proto") == Some("https");
        let asked = Asked { path: path.into(), accept: said("accept").map(str::to_string), lang, secure };
        Some((foreign.clone(), asked))
    }
}

/// The caller's id for the request, when it is a plain one; ours otherwise.
fn request_id(web: &Web, headers: &HeaderMap) -> String {
    let plain = |text: &&str| {
        (8..=64).contains(&text.len())
            && text.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-' || b == b'_')
    };
    let given = headers.get("x-request-id").and_then(|value| value.to_str().ok()).filter(plain);
    given.map_or_else(
        || {
            let mut bytes = [0u8; 8];
            web.env.fill(&mut bytes);
            hex::encode(bytes)
        },
        str::to_string,
    )
}

/// `?lang=zh|en`, else `Accept-Language`, else Chinese.
fn language(request: &Request) -> Lang {
    let query = request.uri().query().unwrap_or_default();
    let asked = url::form_urlencoded::parse(query.as_bytes()).find(|(key, _)| key == "lang");
    let header = || request.headers().get(header::ACCEPT_LANGUAGE).and_then(|value| value.to_str().ok());
    match asked {
        Some((_, lang)) => Lang::from_header(&lang),
        None => header().map(Lang::from_header).unwrap_or_default(),
    }
}

fn address(web: &Web, request: &Request) -> IpAddr {
    let forwarded = || {
        let list = request.headers().get_all("x-forwarded-for").iter().next_back()?.to_str().ok()?;
        list.rsplit(',').next()?.trim().parse().ok()
    };
    let direct = || request.extensions().get::<ConnectInfo<SocketAddr>>().map(|info| info.0.ip());
    let known = if web.behind_proxy { forwarded().or_else(direct) } else { direct() };
    known.unwrap_or(IpAddr::V4(Ipv4Addr::UNSPECIFIED))
}

fn panic_text(panic: &(dyn std::any::Any + Send)) -> &str {
    let owned = panic.downcast_ref::<String>().map(String::as_str);
    owned.or_else(|| panic.downcast_ref::<&str>().copied()).unwrap_or("of an unknown kind")
}

/// A refusal in plain text by a library below us becomes a failure of ours.
fn explain_plain(response: Response) -> Response {
    let status = response.status();
    let plain =
        response.headers().get(header::CONTENT_TYPE).is_none_or(|v| v.as_bytes().starts_with(b"text/plain"));
    if problem::failure_of(&response).is_some()
        || !plain
        || !(status.is_client_error() || status.is_server_error())
    {
        return response;
    }
    let mut response = Fail::from(Refusal::new(RefusalKind::Invalid, "request.failed")).into_response();
    *response.status_mut() = status;
    response
}

/// Only our own scripts run, nobody frames us, images may come from memory, MapLibre's workers from blobs.
const POLICY: &str = "default-src 'self'; script-src 'self'; style-src 'self' 'unsafe-inline'; \
    img-src 'self' data: blob:; media-src 'self' blob:; font-src 'self' data:; connect-src 'self'; \
    worker-src 'self' blob:; child-src 'self' blob:; object-src 'none'; base-uri 'self'; form-action 'self'; \
    frame-ancestors 'none'";

fn secure(headers: &mut HeaderMap, api: bool) {
    let fixed = [
        (header::CONTENT_SECURITY_POLICY, POLICY),
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
        (header::X_FRAME_OPTIONS, "DENY"),
        (header::REFERRER_POLICY, "same-origin"),
        (
            HeaderName::from_static("permissions-policy"),
            "camera=(self), geolocation=(self), microphone=(self)",
        ),
        (HeaderName::from_static("cross-origin-opener-policy"), "same-origin"),
    ];
    for (name, value) in fixed {
        headers.entry(name).or_insert(HeaderValue::from_static(value));
    }
    if api {
        headers.entry(header::CACHE_CONTROL).or_insert(HeaderValue::from_static("no-store"));
        headers.append(header::VARY, HeaderValue::from_static("Accept-Language, Cookie"));
    }
}
