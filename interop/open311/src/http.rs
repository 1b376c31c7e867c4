//! The HTTP side: two routes under `/open311`, one to read and one to post, since clients join paths in too many ways
//! for a router (see [`crate::address`]).

use crate::address::{self, Resource, Target};
use crate::document::{self, Format, Node};
use crate::fault::Fault;
use crate::form::{self, Fields, MOST_BYTES, MOST_FIELDS, Upload};
use crate::model::Service;
use crate::service::Open311;
use axum::{
    body::Body,
    extract::{Request, State},
    http::{HeaderMap, HeaderName, HeaderValue, StatusCode, header},
    response::Response,
};
use futures::StreamExt;
use kernel::{Failure, Lang, Refusal, RefusalKind};
use std::{sync::Arc, time::Duration};
use web::{Caller, Capability, Explain, Limits, Messages, Routes, routes};

/// Where it is mounted.
pub const MOUNT: &str = "/open311";
/// How much of a body that is too large is read before it is refused.
const MOST_DRAINED: usize = 32 << 20;
/// The most files of one post.
const MOST_FILES: usize = 9;

/// Open311 as a capability of the server.
pub fn capability(service: Open311) -> Capability {
    let files = service.blobs().options().max_bytes.max(0);
    let body = usize::try_from(files).unwrap_or(usize::MAX).saturating_add(MOST_BYTES + (1 << 20));
    let posting = Limits { body, time: Duration::from_secs(300) };
    Capability {
        name: "open311",
        mount: MOUNT,
        statements: crate::STATEMENTS,
        messages: crate::MESSAGES,
        routes: Routes::new()
            .on(authz::action::PUBLIC_READ, routes!(read))
            .on_with(authz::action::REPORT_CREATE, posting, routes!(post))
            .with_state(service),
    }
}

/// Discovery, services, definitions, requests, tokens, updates: GeoReport v2, XML or JSON by the suffix of the path.
///
/// `v2/discovery.{f}` · `v2/services.{f}` · `v2/services/{service_code}.{f}` · `v2/requests.{f}` ·
/// `v2/requests/{service_request_id}.{f}` · `v2/tokens/{token}.{f}` · `v2/servicerequestupdates.{f}`; the same under
/// `test/v2`. Guide: docs/open311.md
#[utoipa::path(get, path = "/{*path}", tag = "open311",
    params(("path" = String, Path, description = "such as v2/services.json")),
    responses(
        (status = 200, description = "the document", content_type = "text/xml"),
        (status = 400, description = "errors", content_type = "text/xml"),
        (status = 403, description = "errors: the key", content_type = "text/xml"),
        (status = 404, description = "errors: not there", content_type = "text/xml"),
    ))]
async fn read(State(service): State<Open311>, caller: Caller, request: Request) -> Response {
    let (format, target) = address::parse(request.uri().path(), accept(request.headers()));
    let (lang, base, fields) = (caller.lang, base(&service, &request), query(&request));
    respond(service.messages(), format, lang, reading(&service, caller, base, target, fields).await)
}

async fn reading(
    service: &Open311,
    caller: Caller,
    base: String,
    target: Option<Target>,
    fields: Result<Fields, Refusal>,
) -> Answer {
    let target = target.ok_or_else(nothing_here)?;
    let fields = &fields?;
    let visit = &service.visit(caller, fields, base).await?;
    Ok(match target.resource {
        Resource::Discovery => ("discovery", service.discovery(visit)?.node()),
        Resource::Services => {
            ("services", Node::list("service", service.services(visit), |s: Service| s.node()))
        }
        Resource::Definition(code) => ("service_definition", service.definition(visit, &code)?.node()),
        Resource::Requests => ("service_requests", service.requests(visit, fields).await?),
        Resource::Request(id) => ("service_requests", service.request(visit, &id, fields).await?),
        Resource::Token(token) => ("service_requests", service.token(visit, &token).await?),
        Resource::Updates => ("service_request_updates", service.updates(visit, fields).await?),
    })
}

/// Posts a request (`v2/requests.{f}`) or an update (`v2/servicerequestupdates.{f}`): urlencoded or multipart, with
/// files under any name. Under `test/v2` everything is checked and nothing kept.
#[utoipa::path(post, path = "/{*path}", tag = "open311",
    params(("path" = String, Path, description = "such as v2/requests.json")),
    request_body(content = String, content_type = "application/x-www-form-urlencoded"),
    responses(
        (status = 200, description = "the number, or a token", content_type = "text/xml"),
        (status = 400, description = "errors", content_type = "text/xml"),
        (status = 403, description = "errors: the key", content_type = "text/xml"),
        (status = 404, description = "errors: not there", content_type = "text/xml"),
    ))]
async fn post(State(service): State<Open311>, caller: Caller, request: Request) -> Response {
    let (format, target) = address::parse(request.uri().path(), accept(request.headers()));
    let lang = caller.lang;
    respond(service.messages(), format, lang, posting(&service, caller, target, request).await)
}

async fn posting(service: &Open311, caller: Caller, target: Option<Target>, request: Request) -> Answer {
    let Target { endpoint, resource } = target.ok_or_else(nothing_here)?;
    let (base, key) = (base(service, &request), idempotency_key(request.headers())?);
    let (fields, files) = submitted(service, &caller, request).await?;
    let visit = service.visit(caller, &fields, base).await?;
    match resource {
        Resource::Requests => {
            Ok(("service_requests", service.post(&visit, endpoint, &fields, files, key).await?))
        }
        Resource::Updates => {
            Ok(("service_request_updates", service.post_update(&visit, endpoint, &fields, files).await?))
        }
        _ => Err(Refusal::new(RefusalKind::Invalid, "method.not_allowed").into()),
    }
}

fn nothing_here() -> Refusal {
    Refusal::new(RefusalKind::NotFound, "page.not_found")
}

/// The root element's name and what is in it.
type Answer = Result<(&'static str, Node), Fault>;

/// Refusals made before a handler of ours runs (too many requests, an unknown path, a wrong method) are Open311 errors too.
pub fn explain(messages: Arc<Messages>) -> Explain {
    Arc::new(move |failure, asked| {
        let (format, _) = address::parse(&asked.path, asked.accept.as_deref());
        respond(&messages, format, asked.lang, Err(Fault(vec![failure.clone()])))
    })
}

fn respond(messages: &Messages, format: Format, lang: Lang, answer: Answer) -> Response {
    let mut response = Response::new(Body::empty());
    let (root, node) = match answer {
        Ok(answer) => answer,
        Err(fault) => {
            fault.log();
            *response.status_mut() =
                StatusCode::from_u16(fault.status()).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
            if let Some(seconds) = fault.retry_after() {
                response.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from(seconds));
            }
            ("errors", fault.node(messages, lang))
        }
    };
    *response.body_mut() = Body::from(document::write(format, root, &node));
    let fixed = [
        (header::CONTENT_TYPE, format.content_type()),
        (header::CACHE_CONTROL, "no-store"),
        (header::VARY, "Accept, Accept-Language"),
        (header::CONTENT_LANGUAGE, if lang == Lang::En { "en" } else { "zh" }),
        // pages of other places may read what is public; no cookie counts here
        (HeaderName::from_static("access-control-allow-origin"), "*"),
    ];
    for (name, value) in fixed {
        response.headers_mut().insert(name, HeaderValue::from_static(value));
    }
    response
}

fn accept(headers: &HeaderMap) -> Option<&str> {
    headers.get(header::ACCEPT)?.to_str().ok()
}

fn query(request: &Request) -> Result<Fields, Refusal> {
    form::parse_urlencoded(request.uri().query().unwrap_or_default().as_bytes())
}

/// Fields of body and query, and the files.
async fn submitted(
    service: &Open311,
    caller: &Caller,
    request: Request,
) -> Result<(Fields, Vec<Upload>), Failure> {
    let query = query(&request)?;
    let said = request.headers().get(header::CONTENT_TYPE).and_then(|v| v.to_str().ok()).unwrap_or_default();
    let kind = said.split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
    let (fields, files) = match kind.as_str() {
        "" | "application/x-www-form-urlencoded" => (form::parse_urlencoded(&small(request).await?)?, vec![]),
        "multipart/form-data" => {
            form::read_multipart(request, service.blobs(), &caller.ctx, MOST_FILES).await?
        }
        _ => {
            let refusal = Refusal::new(RefusalKind::Unsupported, "body.type").at("content-type").got(said);
            return Err(refusal.want("application/x-www-form-urlencoded, multipart/form-data").into());
        }
    };
    let all = fields.and(query);
    if all.len() > MOST_FIELDS {
        let refusal = Refusal::new(RefusalKind::Invalid, "open311.too_many_fields");
        return Err(refusal.want(format!("at most {MOST_FIELDS}")).into());
    }
    Ok((all, files))
}

/// A body that may be held in memory. A larger one is read to its end before it is refused (as far as anybody may send),
/// since a client that is still sending does not hear why.
async fn small(request: Request) -> Result<Vec<u8>, Refusal> {
    let (mut body, mut kept, mut seen) = (request.into_body().into_data_stream(), vec![], 0);
    while let Some(chunk) = body.next().await {
        let chunk = chunk.map_err(|_| Refusal::new(RefusalKind::Invalid, "body.malformed"))?;
        seen += chunk.len();
        if seen > MOST_DRAINED {
            break;
        }
        if seen <= MOST_BYTES {
            kept.extend_from_slice(&chunk);
        }
    }
    if seen <= MOST_BYTES {
        return Ok(kept);
    }
    Err(Refusal::new(RefusalKind::TooLarge, "body.too_large").want(format!("at most {MOST_BYTES} bytes")))
}

fn idempotency_key(headers: &HeaderMap) -> Result<Option<String>, Refusal> {
    let Some(value) = headers.get("idempotency-key") else { return Ok(None) };
    let wrong = || Refusal::new(RefusalKind::Invalid, "header.invalid").at("idempotency-key").want("ASCII");
    value.to_str().map(|text| Some(text.to_string())).map_err(|_| wrong())
}

/// The address under which the client reached us: the configured one, or what the request says.
fn base(service: &Open311, request: &Request) -> String {
    let settings = service.settings();
    let url = settings.public_url.as_deref().unwrap_or_default();
    web::base(url, settings.behind_proxy, request.headers(), request.uri())
}
