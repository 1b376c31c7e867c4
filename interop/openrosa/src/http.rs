//! The HTTP side: two routes under `/openrosa`, one to read and one to post, since a secret may stand in front of every path
//! (see [`crate::address`]).

use crate::address::{Address, Links, Target};
use crate::service::OpenRosa;
use crate::{briefcase, documents, keys, store};
use axum::body::Body;
use axum::extract::{OriginalUri, Request, State};
use axum::http::{HeaderMap, HeaderName, HeaderValue, Method, StatusCode, header};
use axum::response::{IntoResponse as _, Response};
use forms::http::multipart::{MOST_XML, Posted, read as read_multipart};
use forms::model::submission::Received;
use kernel::{Failure, Lang, Refusal, RefusalKind, Result};
use std::sync::Arc;
use std::time::Duration;
use web::{API, Answer, Asked, Caller, Capability, Foreign, Limits, Routes, routes};

/// Where it is mounted.
pub const MOUNT: &str = "/openrosa";
/// How much clients are told to send at once, in bytes. Some send more: what is taken is larger.
pub const ADVERTISED: usize = 100_000_000;

const VERSION: HeaderName = HeaderName::from_static("x-openrosa-version");
const LENGTH: HeaderName = HeaderName::from_static("x-openrosa-accept-content-length");
const XML: &str = "text/xml; charset=utf-8";

/// OpenRosa itself, and the keys of its apps in our own API.
pub fn capabilities(service: OpenRosa) -> Vec<Capability> {
    let posting = Limits { body: 3 * ADVERTISED + MOST_XML, time: Duration::from_secs(900) };
    vec![
        Capability {
            name: "openrosa",
            mount: MOUNT,
            statements: &[store::STATEMENTS],
            messages: crate::MESSAGES,
            routes: Routes::new()
                .on(authz::action::FORM_CLIENT, routes!(get))
                .on_with(authz::action::FORM_CLIENT, posting, routes!(post))
                .with_state(service.clone()),
        },
        Capability {
            name: "form-keys",
            mount: API,
            statements: &[],
            messages: "",
            routes: keys::routes(service),
        },
    ]
}

/// How requests under the mount are refused, and who calls there.
pub fn foreign(service: OpenRosa) -> Foreign {
    let door = Arc::new(service.clone());
    Foreign {
        mount: MOUNT,
        explain: Arc::new(move |failure, asked| explain(&service, failure, asked)),
        door: Some(door),
    }
}

/// Form list, forms, manifests, their files; HEAD of where submissions go.
///
/// `formList` · `forms/{id}/v{version}/form.xml` · `forms/{id}/v{version}/manifest` · `forms/{id}/v{version}/media/{name}` ·
/// `submission`; Briefcase's `upload`, `view/submissionList`, `view/downloadSubmission`; the same below `key/{token}/`. Guide: docs/openrosa.md
#[utoipa::path(get, path = "/{*path}", tag = "openrosa",
    params(("path" = String, Path, description = "such as formList")),
    responses(
        (status = 200, description = "the document", content_type = "text/xml"),
        (status = 204, description = "submissions are taken here (HEAD)"),
        (status = 401, description = "OpenRosaResponse", content_type = "text/xml"),
        (status = 403, description = "OpenRosaResponse: the key", content_type = "text/xml"),
        (status = 404, description = "OpenRosaResponse", content_type = "text/xml"),
    ))]
async fn get(
    State(service): State<OpenRosa>,
    caller: Caller,
    OriginalUri(uri): OriginalUri,
    request: Request,
) -> Answer<Response> {
    let address = Address::parse(uri.path().strip_prefix(MOUNT).unwrap_or_default());
    let settings = &service.parts.settings;
    let base = web::base(&settings.public_url, settings.behind_proxy, request.headers(), &uri);
    let links = Links::new(&base, MOUNT, address.token.as_deref(), address.purpose.as_deref());
    let (forms, ctx) = (&service.parts.forms, &caller.ctx);
    match address.target.ok_or_else(nothing_here)? {
        Target::FormList => {
            speaks(request.headers())?;
            let only = query(uri.query(), "formID");
            let listed = forms.listed(ctx, only.as_deref()).await?;
            Ok(answer(StatusCode::OK, documents::form_list(&listed, &links, caller.lang)))
        }
        Target::Form { id, version } => Ok(answer(StatusCode::OK, forms.xform(ctx, &id, &version).await?)),
        Target::Manifest { id, version } => {
            speaks(request.headers())?;
            let media = forms.media(ctx, &id, &version).await?;
            Ok(answer(StatusCode::OK, documents::manifest(&id, &version, &media, &links)))
        }
        Target::Media { id, version, name } => {
            let (mime, md5, bytes) = forms.media_file(ctx, &id, &version, &name).await?;
            Ok(file(&mime, &md5, bytes))
        }
        Target::SubmissionList => {
            let asked = briefcase::Asked::of(uri.query())?;
            Ok(answer(StatusCode::OK, briefcase::list(forms, ctx, &asked).await?))
        }
        Target::DownloadSubmission => {
            let (form, instance) = briefcase::wanted(uri.query())?;
            let purpose = address.purpose.unwrap_or_default();
            let document = briefcase::submission(forms, ctx, (&form, &instance), &purpose, &links).await?;
            Ok(answer(StatusCode::OK, document))
        }
        Target::Attachment { form, instance, name } => {
            let purpose = address.purpose.unwrap_or_default();
            let opened = forms.pull_file(ctx, (&form, &instance), &name, &purpose).await?;
            let body = Body::from_stream(tokio_util::io::ReaderStream::new(opened.file));
            Ok(attachment(&opened.mime, &opened.hash, body))
        }
        Target::Submission | Target::Upload if request.method() == Method::HEAD => {
            speaks(request.headers())?;
            let mut response = answer(StatusCode::NO_CONTENT, String::new());
            response.headers_mut().remove(header::CONTENT_TYPE);
            response.headers_mut().insert(LENGTH, HeaderValue::from(ADVERTISED));
            Ok(response)
        }
        Target::Submission | Target::Upload | Target::FormUpload => {
            Err(Refusal::new(RefusalKind::Invalid, "method.not_allowed").into())
        }
    }
}

/// Posts a submission with its files, `multipart/form-data`, streamed into the file store; or, at `formUpload`, an XForm to be published.
#[utoipa::path(post, path = "/{*path}", tag = "openrosa",
    params(("path" = String, Path, description = "submission, or key/{token}/submission")),
    request_body(content = String, content_type = "multipart/form-data"),
    responses(
        (status = 201, description = "OpenRosaResponse: taken", content_type = "text/xml"),
        (status = 400, description = "OpenRosaResponse", content_type = "text/xml"),
        (status = 401, description = "OpenRosaResponse", content_type = "text/xml"),
        (status = 403, description = "OpenRosaResponse", content_type = "text/xml"),
        (status = 404, description = "OpenRosaResponse", content_type = "text/xml"),
        (status = 409, description = "OpenRosaResponse", content_type = "text/xml"),
        (status = 413, description = "OpenRosaResponse", content_type = "text/xml"),
    ))]
async fn post(
    State(service): State<OpenRosa>,
    caller: Caller,
    OriginalUri(uri): OriginalUri,
    request: Request,
) -> Answer<Response> {
    let address = Address::parse(uri.path().strip_prefix(MOUNT).unwrap_or_default());
    let lang = caller.lang;
    if address.target == Some(Target::FormUpload) {
        briefcase::publish(&service.parts.forms, &caller.ctx, request).await?;
        let message = service.parts.messages.say(&Refusal::rule("openrosa.published"), lang);
        return Ok(answer(StatusCode::CREATED, documents::response("submit_success", &message)));
    }
    if address.target != Some(Target::Submission) {
        return Err(nothing_here().into());
    }
    speaks(request.headers())?;
    // what came is kept, also when the sender has hung up before the answer
    let work = service.clone();
    let done = tokio::spawn(async move { submit(&work, caller, request).await });
    let received = done.await.map_err(Failure::internal)??;
    let message = told(&service, &received, lang);
    Ok(answer(StatusCode::CREATED, documents::response("submit_success", &message)))
}

async fn submit(service: &OpenRosa, caller: Caller, request: Request) -> Result<Received> {
    let forms = &service.parts.forms;
    let posted: Posted = read_multipart(request, forms.blobs(), &caller.ctx).await?;
    forms.receive_posted(&caller.ctx, forms.incoming(posted)?).await
}

fn told(service: &OpenRosa, received: &Received, lang: Lang) -> String {
    let refusal = match received.missing.len() {
        0 => Refusal::rule("openrosa.received"),
        missing => Refusal::rule("openrosa.received_part").with("missing", missing),
    };
    service.parts.messages.say(&refusal, lang)
}

/// Every call of the protocol says that it is one.
fn speaks(headers: &HeaderMap) -> Result<(), Refusal> {
    let given = headers.get(&VERSION).map(|v| v.as_bytes());
    if given == Some(b"1.0") {
        return Ok(());
    }
    Err(Refusal::new(RefusalKind::Invalid, "openrosa.version").at("X-OpenRosa-Version").want("1.0"))
}

fn nothing_here() -> Refusal {
    Refusal::new(RefusalKind::NotFound, "page.not_found")
}

pub(crate) fn query(query: Option<&str>, name: &str) -> Option<String> {
    let mut pairs = url::form_urlencoded::parse(query?.as_bytes());
    pairs.find(|(key, _)| key == name).map(|(_, value)| value.into_owned())
}

/// A document with what clients take for the sign of an OpenRosa server.
fn answer(status: StatusCode, document: String) -> Response {
    let mut response = Response::new(Body::from(document));
    *response.status_mut() = status;
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(XML));
    spoken(headers);
    response
}

fn file(mime: &str, md5: &str, bytes: Vec<u8>) -> Response {
    attachment(mime, md5, Body::from(bytes))
}

fn attachment(mime: &str, md5: &str, body: Body) -> Response {
    let mut response = body.into_response();
    let headers = response.headers_mut();
    let mime = HeaderValue::from_str(mime).unwrap_or(HeaderValue::from_static("application/octet-stream"));
    headers.insert(header::CONTENT_TYPE, mime);
    // nothing in it runs, whoever opens it
    headers.insert(header::CONTENT_SECURITY_POLICY, HeaderValue::from_static("default-src 'none'; sandbox"));
    headers.insert(header::CONTENT_DISPOSITION, HeaderValue::from_static("attachment"));
    if let Ok(tag) = HeaderValue::from_str(&format!("\"{md5}\"")) {
        headers.insert(header::ETAG, tag);
    }
    spoken(headers);
    response
}

fn spoken(headers: &mut HeaderMap) {
    headers.insert(VERSION, HeaderValue::from_static("1.0"));
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("private, no-store"));
}

/// Every refusal is an OpenRosa answer, whose message the client shows.
fn explain(service: &OpenRosa, failure: &Failure, asked: &Asked) -> Response {
    let (refusal, status) = match failure {
        Failure::Refused(refusal) => (refusal.clone(), status(refusal)),
        Failure::Unavailable(why) => {
            tracing::warn!(why, "unavailable");
            (Refusal::rule("service.unavailable"), StatusCode::SERVICE_UNAVAILABLE)
        }
        Failure::Internal(why) => {
            tracing::error!(why, "internal failure");
            (Refusal::rule("internal"), StatusCode::INTERNAL_SERVER_ERROR)
        }
    };
    let words = service.parts.messages.say(&refusal, asked.lang);
    let mut response = answer(status, documents::response("submit_failure", &words));
    let headers = response.headers_mut();
    if let Some(seconds) = refusal.extra.get("retry_after").and_then(serde_json::Value::as_u64) {
        headers.insert(header::RETRY_AFTER, HeaderValue::from(seconds));
    }
    if status == StatusCode::UNAUTHORIZED {
        challenge(service, headers, refusal.code == "openrosa.stale", asked.secure);
    }
    response
}

/// Digest everywhere; Basic where nobody on the way reads it, since phones refuse it elsewhere.
fn challenge(service: &OpenRosa, headers: &mut HeaderMap, stale: bool, secure: bool) {
    let stale = if stale { ", stale=true" } else { "" };
    let realm = crate::digest::REALM;
    let digest = format!(
        "Digest realm=\"{realm}\", qop=\"auth\", algorithm=MD5, nonce=\"{}\"{stale}",
        service.nonce()
    );
    if let Ok(digest) = HeaderValue::from_str(&digest) {
        headers.append(header::WWW_AUTHENTICATE, digest);
    }
    if secure && let Ok(basic) = HeaderValue::from_str(&format!("Basic realm=\"{realm}\", charset=\"UTF-8\""))
    {
        headers.append(header::WWW_AUTHENTICATE, basic);
    }
}

fn status(refusal: &Refusal) -> StatusCode {
    match refusal.kind {
        _ if refusal.code == "method.not_allowed" => StatusCode::METHOD_NOT_ALLOWED,
        RefusalKind::Unauthenticated => StatusCode::UNAUTHORIZED,
        RefusalKind::Forbidden => StatusCode::FORBIDDEN,
        RefusalKind::NotFound => StatusCode::NOT_FOUND,
        RefusalKind::Conflict => StatusCode::CONFLICT,
        RefusalKind::TooLarge => StatusCode::PAYLOAD_TOO_LARGE,
        RefusalKind::Unsupported => StatusCode::UNSUPPORTED_MEDIA_TYPE,
        RefusalKind::TooMany => StatusCode::TOO_MANY_REQUESTS,
        RefusalKind::Unavailable => StatusCode::SERVICE_UNAVAILABLE,
        RefusalKind::Invalid | RefusalKind::Rule => StatusCode::BAD_REQUEST,
    }
}
