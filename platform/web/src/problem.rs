//! RFC 9457 problem documents, made in one place from [`Failure`].

use crate::Messages;
use axum::{
    http::{HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
};
use kernel::{Failure, Lang, Refusal, RefusalKind};
use serde::Serialize;
use std::sync::Arc;

/// The media type of problem documents.
pub(crate) const PROBLEM_JSON: &str = "application/problem+json";

/// What a handler answers.
pub type Answer<T> = Result<T, Fail>;

/// A failure on its way out of a handler; `?` makes it from whatever becomes a [`Failure`].
#[derive(Debug)]
pub struct Fail(pub Failure);

impl<E: Into<Failure>> From<E> for Fail {
    fn from(error: E) -> Self {
        Self(error.into())
    }
}

impl IntoResponse for Fail {
    /// Only the status, with the failure attached; the outermost layer writes the document, since it knows the request.
    fn into_response(self) -> Response {
        let mut response = status(&self.0).into_response();
        response.extensions_mut().insert(Arc::new(self.0));
        response
    }
}

/// The failure a response stands for: other protocols write their own error documents from it.
pub fn failure_of(response: &Response) -> Option<&Failure> {
    response.extensions().get::<Arc<Failure>>().map(AsRef::as_ref)
}

fn status(failure: &Failure) -> StatusCode {
    match failure {
        Failure::Refused(refusal) => match refusal.kind {
            RefusalKind::Invalid => StatusCode::BAD_REQUEST,
            RefusalKind::Unauthenticated => StatusCode::UNAUTHORIZED,
            RefusalKind::Forbidden => StatusCode::FORBIDDEN,
            RefusalKind::NotFound => StatusCode::NOT_FOUND,
            RefusalKind::Conflict => StatusCode::CONFLICT,
            RefusalKind::TooLarge => StatusCode::PAYLOAD_TOO_LARGE,
            RefusalKind::Unsupported => StatusCode::UNSUPPORTED_MEDIA_TYPE,
            RefusalKind::Rule => StatusCode::UNPROCESSABLE_ENTITY,
            RefusalKind::TooMany => StatusCode::TOO_MANY_REQUESTS,
            RefusalKind::Unavailable => StatusCode::SERVICE_UNAVAILABLE,
        },
        Failure::Unavailable(_) => StatusCode::SERVICE_UNAVAILABLE,
        Failure::Internal(_) => StatusCode::INTERNAL_SERVER_ERROR,
    }
}

/// A problem document (RFC 9457).
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub struct Problem {
    /// A name for the kind of problem: `urn:jingwei:problem:` and the code.
    #[serde(rename = "type")]
    pub kind: String,
    /// What went wrong, in the reader's language.
    pub title: String,
    /// The HTTP status.
    pub status: u16,
    /// Stable code, such as `field.invalid`.
    pub code: String,
    /// The field at fault: a JSON pointer, or the name of a parameter or header.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub field: Option<String>,
    /// The value at fault; never a personal one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub value: Option<String>,
    /// What is expected instead, in technical terms.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub expected: Option<String>,
    /// The request's id, as in the log.
    pub request: String,
    /// What else helps: the present state, seconds to wait.
    #[serde(flatten)]
    pub extra: serde_json::Map<String, serde_json::Value>,
}

impl Problem {
    /// The document for a failure. Internal causes are not told.
    pub fn new(failure: &Failure, messages: &Messages, lang: Lang, request: &str) -> Self {
        let told;
        let refusal = match failure {
            Failure::Refused(refusal) => refusal,
            Failure::Unavailable(_) => {
                told = Refusal::rule("service.unavailable");
                &told
            }
            Failure::Internal(_) => {
                told = Refusal::rule("internal");
                &told
            }
        };
        Self {
            kind: format!("urn:jingwei:problem:{}", refusal.code),
            title: messages.say(refusal, lang),
            status: status(failure).as_u16(),
            code: refusal.code.clone(),
            field: refusal.field.clone(),
            value: refusal.value.clone(),
            expected: refusal.expected.clone(),
            request: request.into(),
            extra: refusal.extra.clone(),
        }
    }
}

/// Writes the document into a response that stands for a failure; others pass.
pub(crate) fn write(response: Response, messages: &Messages, lang: Lang, request: &str) -> Response {
    let Some(failure) = response.extensions().get::<Arc<Failure>>().cloned() else {
        return response;
    };
    match failure.as_ref() {
        Failure::Internal(error) => tracing::error!(request, error, "internal failure"),
        Failure::Unavailable(error) => tracing::warn!(request, error, "unavailable"),
        Failure::Refused(_) => {}
    }
    let mut problem = Problem::new(&failure, messages, lang, request);
    let (mut parts, _) = response.into_parts();
    problem.status = parts.status.as_u16();
    if let Some(seconds) = retry_after(&failure) {
        parts.headers.insert(header::RETRY_AFTER, HeaderValue::from(seconds));
    }
    let body = serde_json::to_vec(&problem).unwrap_or_default();
    parts.headers.remove(header::CONTENT_LENGTH);
    parts.headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(PROBLEM_JSON));
    parts.headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    let language = HeaderValue::from_static(if lang == Lang::En { "en" } else { "zh" });
    parts.headers.insert(header::CONTENT_LANGUAGE, language);
    Response::from_parts(parts, body.into())
}

fn retry_after(failure: &Failure) -> Option<u64> {
    match failure {
        Failure::Unavailable(_) => Some(2),
        Failure::Refused(refusal) => refusal.extra.get("retry_after").and_then(serde_json::Value::as_u64),
        Failure::Internal(_) => None,
    }
}
