//! Front ends as static files: from a folder (debug) or from inside the binary (release).
//!
//! Compressed twins (`x.js.br`, `x.js.gz`, written by the build) are chosen by `Accept-Encoding`. Paths under `assets/`
//! bear a hash in their names and never change; a path that is no file is a page of the application: `index.html`.

use axum::{
    Router,
    extract::Request,
    http::{HeaderMap, HeaderValue, Method, StatusCode, header},
    response::{IntoResponse, Response},
};
use sha2::{Digest, Sha256};
use std::{
    borrow::Cow,
    path::{Component, PathBuf},
    sync::Arc,
};

/// Where files come from.
#[derive(Clone)]
pub enum Files {
    /// A folder.
    Folder(PathBuf),
    /// The binary: path → content (`rust_embed`'s `get`).
    Embedded(fn(&str) -> Option<Cow<'static, [u8]>>),
}

impl Files {
    /// The content of `path`, relative and without dots.
    async fn get(&self, path: &str) -> Option<Cow<'static, [u8]>> {
        match self {
            Self::Embedded(get) => get(path),
            Self::Folder(folder) => {
                let path = PathBuf::from(path);
                if !path.components().all(|part| matches!(part, Component::Normal(_))) {
                    return None;
                }
                tokio::fs::read(folder.join(path)).await.ok().map(Cow::Owned)
            }
        }
    }
}

/// A router that serves an application under `prefix` (`""` for the root, then as fallback; `"/console"`).
pub fn application(prefix: &str, files: Files) -> Router {
    let files = Arc::new(files);
    let own = prefix.to_string();
    let serve = move |request: Request| {
        let (files, own) = (files.clone(), own.clone());
        async move {
            let path = request.uri().path();
            let path = path.strip_prefix(own.as_str()).unwrap_or(path).trim_start_matches('/').to_string();
            answer(&files, request.method(), request.headers(), &path).await
        }
    };
    if prefix.is_empty() {
        return Router::new().fallback(serve);
    }
    Router::new()
        .route(prefix, axum::routing::any(serve.clone()))
        .route(&format!("{prefix}/"), axum::routing::any(serve.clone()))
        .route(&format!("{prefix}/{{*path}}"), axum::routing::any(serve))
}

async fn answer(files: &Files, method: &Method, headers: &HeaderMap, path: &str) -> Response {
    if !method.is_safe() {
        return StatusCode::METHOD_NOT_ALLOWED.into_response();
    }
    let decoded: String = url::form_urlencoded::parse(path.replace('+', "%2B").as_bytes())
        .next()
        .map(|(key, _)| key.into_owned())
        .unwrap_or_default();
    let wanted = if decoded.is_empty() { "index.html" } else { decoded.as_str() };
    if let Some(response) = file(files, headers, wanted).await {
        return response;
    }
    // a missing asset is missing; anything else is a page of the application
    let last = wanted.rsplit('/').next().unwrap_or_default();
    if wanted.starts_with("assets/") || last.contains('.') {
        return StatusCode::NOT_FOUND.into_response();
    }
    file(files, headers, "index.html").await.unwrap_or_else(|| StatusCode::NOT_FOUND.into_response())
}

async fn file(files: &Files, headers: &HeaderMap, path: &str) -> Option<Response> {
    let accepted = headers.get(header::ACCEPT_ENCODING).and_then(|v| v.to_str().ok()).unwrap_or_default();
    let mut found = None;
    for (name, ending) in [("br", ".br"), ("gzip", ".gz")] {
        if accepts(accepted, name)
            && let Some(content) = files.get(&format!("{path}{ending}")).await
        {
            found = Some((content, Some(name)));
            break;
        }
    }
    let (content, encoding) = match found {
        Some(found) => found,
        None => (files.get(path).await?, None),
    };
    let tag = format!("\"{}\"", &hex::encode(Sha256::digest(&content))[..24]);
    let same = headers.get(header::IF_NONE_MATCH).is_some_and(|given| given.as_bytes() == tag.as_bytes());
    let mut response =
        if same { StatusCode::NOT_MODIFIED.into_response() } else { content.into_owned().into_response() };
    let out = response.headers_mut();
    let mime = mime_guess::from_path(path).first_or_octet_stream();
    let mime = if mime.type_() == "text" { format!("{mime}; charset=utf-8") } else { mime.to_string() };
    let cache = if path.starts_with("assets/") { "public, max-age=31536000, immutable" } else { "no-cache" };
    out.insert(header::CONTENT_TYPE, HeaderValue::from_str(&mime).ok()?);
    out.insert(header::CACHE_CONTROL, HeaderValue::from_static(cache));
    out.insert(header::VARY, HeaderValue::from_static("Accept-Encoding"));
    out.insert(header::ETAG, HeaderValue::from_str(&tag).ok()?);
    if let Some(encoding) = encoding {
        out.insert(header::CONTENT_ENCODING, HeaderValue::from_static(encoding));
    }
    Some(response)
}

/// True when an `Accept-Encoding` header takes `name` (with a weight above zero).
pub(crate) fn accepts(header: &str, name: &str) -> bool {
    header.split(',').any(|part| {
        let mut pieces = part.split(';').map(str::trim);
        pieces.next() == Some(name)
            && !pieces.any(|p| p.strip_prefix("q=").and_then(|q| q.parse::<f32>().ok()) == Some(0.0))
    })
}
