//! Uploads over HTTP: whole in one request, or in pieces after tus 1.0 (core, creation, creation-with-upload,
//! expiration, termination); and the one way in which a file is sent out.
//!
//! The upload's id in the address is a secret that stands for the permission to go on with it.

mod send;

pub use send::{Audience, send};

use crate::{Blobs, Upload, store};
use authz::action;
use axum::{
    body::Body,
    extract::State,
    http::{HeaderMap, HeaderName, HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
};
use kernel::{Failure, Refusal, RefusalKind, Timestamp};
use serde::Serialize;
use std::time::Duration;
use utoipa::ToSchema;
use web::{API, Answer, Caller, Capability, Fail, Json, Limits, Path, Routes, routes};

const VERSION: &str = "1.0.0";
const RESUMABLE: HeaderName = HeaderName::from_static("tus-resumable");
const LENGTH: HeaderName = HeaderName::from_static("upload-length");
const OFFSET: HeaderName = HeaderName::from_static("upload-offset");
const EXPIRES: HeaderName = HeaderName::from_static("upload-expires");
const PIECE: &str = "application/offset+octet-stream";

/// The routes under `/api/v1/uploads`. They need `upload.create`, which everybody may.
pub fn capability(blobs: Blobs) -> Capability {
    let slow = Limits { time: Duration::from_secs(15 * 60), ..Limits::default() };
    let routes = Routes::new()
        .on_with(action::UPLOAD_CREATE, slow, routes!(create, describe))
        .on_with(action::UPLOAD_CREATE, slow, routes!(append, stand, show, abandon))
        .with_state(blobs);
    Capability {
        name: "uploads",
        mount: API,
        statements: &[store::STATEMENTS],
        messages: include_str!("../messages.yaml"),
        routes,
    }
}

/// How an upload stands.
#[derive(Debug, Serialize, ToSchema)]
struct UploadView {
    /// What a command attaches.
    id: String,
    /// Bytes in all.
    length: i64,
    /// Bytes that are safe.
    received: i64,
    /// When it is thrown away unless something is done with it.
    expires_at: Timestamp,
    /// What it is, once complete.
    #[serde(skip_serializing_if = "Option::is_none")]
    file: Option<FileView>,
}

/// What a complete file is.
#[derive(Debug, Serialize, ToSchema)]
struct FileView {
    /// The type its bytes have.
    mime: String,
    /// Pixels from left to right, turned upright.
    #[serde(skip_serializing_if = "Option::is_none")]
    width: Option<u32>,
    /// Pixels from top to bottom.
    #[serde(skip_serializing_if = "Option::is_none")]
    height: Option<u32>,
    /// Where the photo says it was taken: degrees, WGS-84.
    #[serde(skip_serializing_if = "Option::is_none")]
    lon: Option<f64>,
    /// Degrees north.
    #[serde(skip_serializing_if = "Option::is_none")]
    lat: Option<f64>,
    /// When the photo says it was taken.
    #[serde(skip_serializing_if = "Option::is_none")]
    taken_at: Option<Timestamp>,
}

impl From<Upload> for UploadView {
    fn from(Upload { id, length, received, expires_at, blob }: Upload) -> Self {
        let file = blob.map(|blob| FileView {
            mime: blob.mime,
            width: blob.pixels.map(|(width, _)| width),
            height: blob.pixels.map(|(_, height)| height),
            lon: blob.position.map(|(lon, _)| lon),
            lat: blob.position.map(|(_, lat)| lat),
            taken_at: blob.taken_at,
        });
        Self { id, length, received, expires_at, file }
    }
}

/// Upload a file: whole in the body, or (with `Upload-Length`) begin a resumable one.
#[utoipa::path(post, path = "/uploads",
    request_body(content = Vec<u8>, content_type = "application/octet-stream", description = "The file itself"),
    params(("Upload-Length" = Option<i64>, Header, description = "tus: bytes in all"),
        ("Tus-Resumable" = Option<String>, Header, description = "tus: 1.0.0")),
    responses((status = 201, body = UploadView, description = "Taken, or begun; `Location` is where to go on",
        headers(("Location" = String), ("Upload-Offset" = i64)))))]
async fn create(State(blobs): State<Blobs>, caller: Caller, headers: HeaderMap, body: Body) -> Response {
    let whole = !headers.contains_key(RESUMABLE) && !headers.contains_key(LENGTH);
    let answer =
        if whole { take(blobs, caller, body).await } else { begin(blobs, caller, &headers, body).await };
    tus(answer.map(|upload| {
        let location = format!("{API}/uploads/{}", upload.id);
        let standing = standing(&upload);
        (StatusCode::CREATED, [(header::LOCATION, location)], standing, Json(UploadView::from(upload)))
    }))
}

async fn take(blobs: Blobs, caller: Caller, body: Body) -> Answer<Upload> {
    apart(async move { Ok(blobs.store(&caller.ctx, body.into_data_stream()).await?) }).await
}

async fn begin(blobs: Blobs, caller: Caller, headers: &HeaderMap, body: Body) -> Answer<Upload> {
    let upload = blobs.begin(&caller.ctx, number(headers, &LENGTH)?).await?;
    if !is_piece(headers) {
        return Ok(upload);
    }
    apart(async move { Ok(blobs.append(&caller.ctx, &upload.id, 0, body.into_data_stream()).await?) }).await
}

/// What this server speaks (tus).
#[utoipa::path(options, path = "/uploads", responses((status = 204, description = "The protocol's versions and extensions",
    headers(("Tus-Version" = String), ("Tus-Extension" = String), ("Tus-Max-Size" = i64)))))]
async fn describe(State(blobs): State<Blobs>) -> Response {
    let max = blobs.options().max_bytes.to_string();
    let extensions = "creation,creation-with-upload,expiration,termination";
    let about = [("tus-version", VERSION), ("tus-extension", extensions), ("tus-max-size", &max)];
    tus(Ok((StatusCode::NO_CONTENT, about.map(|(name, value)| (name, value.to_owned())))))
}

/// Add a piece (tus).
#[utoipa::path(patch, path = "/uploads/{id}",
    request_body(content = Vec<u8>, content_type = "application/offset+octet-stream"),
    params(("id" = String, Path, description = "The upload's id"),
        ("Upload-Offset" = i64, Header, description = "Where the piece begins"),
        ("Tus-Resumable" = String, Header, description = "1.0.0")),
    responses((status = 204, description = "The piece is safe", headers(("Upload-Offset" = i64)))))]
async fn append(
    State(blobs): State<Blobs>,
    caller: Caller,
    Path(id): Path<String>,
    headers: HeaderMap,
    body: Body,
) -> Response {
    let piece = async {
        let offset = number(&headers, &OFFSET)?;
        if !is_piece(&headers) {
            let refusal = Refusal::new(RefusalKind::Unsupported, "body.type").at("content-type").want(PIECE);
            return Err(refusal.into());
        }
        apart(async move { Ok(blobs.append(&caller.ctx, &id, offset, body.into_data_stream()).await?) }).await
    };
    let answer = match version(&headers) {
        Ok(()) => piece.await,
        Err(response) => return response,
    };
    tus(answer.map(|upload| (StatusCode::NO_CONTENT, standing(&upload))))
}

/// How far an upload is (tus).
#[utoipa::path(head, path = "/uploads/{id}", params(("id" = String, Path, description = "The upload's id")),
    responses((status = 200, headers(("Upload-Offset" = i64), ("Upload-Length" = i64)))))]
async fn stand(State(blobs): State<Blobs>, caller: Caller, Path(id): Path<String>) -> Response {
    let answer = apart(async move { Ok(blobs.status(&caller.ctx, &id).await?) }).await;
    tus(answer.map(|upload| (standing(&upload), [(header::CACHE_CONTROL, "no-store")])))
}

/// How an upload stands, and what it is.
#[utoipa::path(get, path = "/uploads/{id}", params(("id" = String, Path, description = "The upload's id")),
    responses((status = 200, body = UploadView)))]
async fn show(
    State(blobs): State<Blobs>,
    caller: Caller,
    Path(id): Path<String>,
) -> Answer<Json<UploadView>> {
    let upload = apart(async move { Ok(blobs.status(&caller.ctx, &id).await?) }).await?;
    Ok(Json(upload.into()))
}

/// Give up an upload that is not complete (tus).
#[utoipa::path(delete, path = "/uploads/{id}", params(("id" = String, Path, description = "The upload's id")),
    responses((status = 204)))]
async fn abandon(State(blobs): State<Blobs>, caller: Caller, Path(id): Path<String>) -> Response {
    let gone = blobs.abandon(&caller.ctx, &id).await.map_err(Fail::from);
    tus(gone.map(|()| StatusCode::NO_CONTENT))
}

/// Work that goes on when the caller has hung up: what came is kept.
async fn apart<F>(work: F) -> Answer<Upload>
where
    F: Future<Output = Answer<Upload>> + Send + 'static,
{
    tokio::spawn(work).await.map_err(Failure::internal)?
}

/// Every answer says which protocol it speaks.
fn tus(answer: Answer<impl IntoResponse>) -> Response {
    let mut response = answer.into_response();
    response.headers_mut().insert(RESUMABLE, HeaderValue::from_static(VERSION));
    response
}

/// Where an upload stands, as headers.
fn standing(upload: &Upload) -> [(HeaderName, String); 3] {
    let expires = jiff::Timestamp::from_millisecond(upload.expires_at.0).unwrap_or(jiff::Timestamp::MAX);
    [
        (OFFSET, upload.received.to_string()),
        (LENGTH, upload.length.to_string()),
        (EXPIRES, expires.strftime("%a, %d %b %Y %H:%M:%S GMT").to_string()),
    ]
}

/// 412 for another version of the protocol, as it demands.
fn version(headers: &HeaderMap) -> Result<(), Response> {
    let given = headers.get(RESUMABLE).and_then(|value| value.to_str().ok()).unwrap_or_default();
    if given == VERSION {
        return Ok(());
    }
    let refusal = Refusal::new(RefusalKind::Invalid, "upload.tus_version").at("tus-resumable").got(given);
    let mut response = tus(Err::<(), _>(refusal.want(VERSION).into()));
    *response.status_mut() = StatusCode::PRECONDITION_FAILED;
    response.headers_mut().insert("tus-version", HeaderValue::from_static(VERSION));
    Err(response)
}

fn number(headers: &HeaderMap, name: &HeaderName) -> Result<i64, Refusal> {
    let given = headers.get(name).map(|value| value.to_str().unwrap_or_default());
    let given = given.ok_or_else(|| Refusal::required(name.as_str()))?;
    let number = given.parse().ok().filter(|number| *number >= 0);
    number.ok_or_else(|| {
        Refusal::new(RefusalKind::Invalid, "header.invalid")
            .at(name.as_str())
            .got(given)
            .want("bytes, 0 or more")
    })
}

fn is_piece(headers: &HeaderMap) -> bool {
    headers.get(header::CONTENT_TYPE).is_some_and(|value| value.as_bytes() == PIECE.as_bytes())
}
