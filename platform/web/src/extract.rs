//! Extractors of ours: what cannot be read becomes a problem that names field, value and expectation.

use crate::Fail;
use axum::{
    body::Bytes,
    extract::{FromRequest, FromRequestParts, Request, path::ErrorKind, rejection::PathRejection},
    http::{HeaderMap, StatusCode, header, request::Parts},
    response::{IntoResponse, Response},
};
use kernel::{Failure, Refusal, RefusalKind};
use serde::{Serialize, de::DeserializeOwned};
use serde_path_to_error::Segment;
use std::collections::BTreeMap;

/// A JSON body in, or out.
#[derive(Clone, Copy, Debug)]
pub struct Json<T>(pub T);

impl<S: Send + Sync, T: DeserializeOwned> FromRequest<S> for Json<T> {
    type Rejection = Fail;
    async fn from_request(request: Request, state: &S) -> Result<Self, Fail> {
        require_json(request.headers())?;
        let Raw(bytes) = Raw::from_request(request, state).await?;
        Ok(Self(read_json(&bytes)?))
    }
}

impl<T: Serialize> IntoResponse for Json<T> {
    fn into_response(self) -> Response {
        axum::Json(self.0).into_response()
    }
}

/// The body's bytes, up to the route's limit.
#[derive(Clone, Debug)]
pub struct Raw(pub Bytes);

impl<S: Send + Sync> FromRequest<S> for Raw {
    type Rejection = Fail;
    async fn from_request(request: Request, state: &S) -> Result<Self, Fail> {
        match Bytes::from_request(request, state).await {
            Ok(bytes) => Ok(Self(bytes)),
            Err(error) if error.status() == StatusCode::PAYLOAD_TOO_LARGE => {
                Err(Refusal::new(RefusalKind::TooLarge, "body.too_large").into())
            }
            Err(error) => {
                Err(Refusal::new(RefusalKind::Invalid, "body.malformed").want(error.body_text()).into())
            }
        }
    }
}

/// The query string. `lang` belongs to every route and is not part of it.
#[derive(Clone, Copy, Debug)]
pub struct Query<T>(pub T);

impl<S: Send + Sync, T: DeserializeOwned> FromRequestParts<S> for Query<T> {
    type Rejection = Fail;
    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Fail> {
        Ok(Self(read_query(parts.uri.query().unwrap_or_default())?))
    }
}

/// The parameters of the path.
#[derive(Clone, Copy, Debug)]
pub struct Path<T>(pub T);

impl<S: Send + Sync, T: DeserializeOwned + Send> FromRequestParts<S> for Path<T> {
    type Rejection = Fail;
    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Fail> {
        if parts.uri.path().contains("%00") {
            return Err(Refusal::new(RefusalKind::NotFound, "page.not_found").into());
        }
        match axum::extract::Path::<T>::from_request_parts(parts, state).await {
            Ok(axum::extract::Path(value)) => Ok(Self(value)),
            Err(error) => Err(Fail(path_failure(error))),
        }
    }
}

fn path_failure(error: PathRejection) -> Failure {
    let PathRejection::FailedToDeserializePathParams(error) = error else {
        return Failure::internal(error);
    };
    match error.into_kind() {
        ErrorKind::ParseErrorAtKey { key, value, expected_type } => {
            Refusal::invalid(key, value, expected_type).into()
        }
        ErrorKind::ParseErrorAtIndex { value, expected_type, .. }
        | ErrorKind::ParseError { value, expected_type } => {
            Refusal::invalid("path", value, expected_type).into()
        }
        ErrorKind::InvalidUtf8InPathParam { key } => {
            Refusal::new(RefusalKind::Invalid, "field.invalid").at(key).want("UTF-8").into()
        }
        ErrorKind::DeserializeError { key, value, message } => Refusal::invalid(key, value, message).into(),
        other => Failure::internal(other),
    }
}

/// Only `application/json` (or `…+json`): a form of another site cannot send that.
pub(crate) fn require_json(headers: &HeaderMap) -> Result<(), Refusal> {
    let given = headers.get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let essence = given.split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
    if essence == "application/json" || (essence.starts_with("application/") && essence.ends_with("+json")) {
        return Ok(());
    }
    Err(Refusal::new(RefusalKind::Unsupported, "body.type")
        .at("content-type")
        .got(given)
        .want("application/json"))
}

/// True when JSON says `\u0000` somewhere: NUL, which no text may hold (PostgreSQL takes none).
fn has_nul(json: &[u8]) -> bool {
    let mut escaped = false;
    json.iter().enumerate().any(|(i, byte)| {
        let begins = escaped && json[i..].starts_with(b"u0000");
        escaped = !escaped && *byte == b'\\';
        begins
    })
}

/// Reads JSON; the refusal names the JSON pointer.
pub(crate) fn read_json<T: DeserializeOwned>(bytes: &[u8]) -> Result<T, Refusal> {
    if has_nul(bytes) {
        return Err(Refusal::new(RefusalKind::Invalid, "body.malformed").want("text without NUL"));
    }
    let mut reader = serde_json::Deserializer::from_slice(bytes);
    let error = match serde_path_to_error::deserialize(&mut reader) {
        Ok(value) => match reader.end() {
            Ok(()) => return Ok(value),
            Err(error) => return Err(malformed(&error)),
        },
        Err(error) => error,
    };
    if error.inner().is_syntax() || error.inner().is_eof() {
        return Err(malformed(error.inner()));
    }
    let mut pointer = String::new();
    for segment in error.path() {
        match segment {
            Segment::Seq { index } => pointer.push_str(&format!("/{index}")),
            Segment::Map { key } => {
                pointer.push_str(&format!("/{}", key.replace('~', "~0").replace('/', "~1")))
            }
            Segment::Enum { .. } | Segment::Unknown => {}
        }
    }
    let message = error.inner().to_string();
    let message = message.rsplit_once(" at line ").map_or(message.as_str(), |(text, _)| text);
    let document: Option<serde_json::Value> = serde_json::from_slice(bytes).ok();
    let value = |pointer: &str| match document.as_ref()?.pointer(pointer)? {
        serde_json::Value::String(text) => Some(text.clone()),
        value => Some(value.to_string()),
    };
    Err(explain(message, &pointer, "/", value))
}

fn malformed(error: &serde_json::Error) -> Refusal {
    Refusal::new(RefusalKind::Invalid, "body.malformed")
        .want("JSON")
        .with("line", error.line())
        .with("column", error.column())
}

/// Reads a query string; the refusal names the parameter.
pub(crate) fn read_query<T: DeserializeOwned>(query: &str) -> Result<T, Refusal> {
    let pairs: Vec<_> =
        url::form_urlencoded::parse(query.as_bytes()).filter(|(key, _)| key != "lang").collect();
    if let Some((key, _)) = pairs.iter().find(|(_, value)| value.contains('\0')) {
        let refusal = Refusal::new(RefusalKind::Invalid, "field.invalid").at(key.as_ref());
        return Err(refusal.want("text without NUL"));
    }
    let text = url::form_urlencoded::Serializer::new(String::new()).extend_pairs(&pairs).finish();
    let reader = serde_urlencoded::Deserializer::new(url::form_urlencoded::parse(text.as_bytes()));
    serde_path_to_error::deserialize(reader).map_err(|error| {
        let path = error.path().to_string();
        let path = if path == "." { String::new() } else { path };
        let given: BTreeMap<_, _> = pairs.iter().map(|(k, v)| (k.as_ref(), v.as_ref())).collect();
        explain(&error.inner().to_string(), &path, "", |key| given.get(key).map(|v| (*v).to_string()))
    })
}

/// A name as a segment of a JSON pointer.
fn escape(name: &str) -> String {
    name.replace('~', "~0").replace('/', "~1")
}

/// Turns serde's words into a refusal.
fn explain(message: &str, at: &str, separator: &str, value: impl Fn(&str) -> Option<String>) -> Refusal {
    let name = message.split('`').nth(1).unwrap_or_default();
    let child = if separator.is_empty() { name.to_string() } else { format!("{separator}{}", escape(name)) };
    let inside = if at.ends_with(&child) { at.to_string() } else { format!("{at}{child}") };
    let expected = message.split_once("expected ").map(|(_, expected)| expected.replace('`', ""));
    if message.starts_with("missing field") {
        return Refusal::required(inside);
    }
    if message.starts_with("unknown field") {
        let refusal = Refusal::new(RefusalKind::Invalid, "field.unknown").at(inside);
        return match expected {
            Some(expected) => refusal.want(expected),
            None => refusal,
        };
    }
    if message.starts_with("duplicate field") {
        return Refusal::new(RefusalKind::Invalid, "field.invalid").at(inside).want("given once");
    }
    let mut refusal = Refusal::new(RefusalKind::Invalid, "field.invalid")
        .at(at)
        .want(expected.unwrap_or_else(|| message.to_string()));
    if !is_personal(at)
        && let Some(value) = value(at)
    {
        refusal = refusal.got(value);
    }
    refusal
}

/// Fields whose value is never repeated.
fn is_personal(field: &str) -> bool {
    let last = field.rsplit('/').next().unwrap_or_default();
    ["name", "phone", "email", "password", "old", "new", "token", "id_number", "contact", "text"]
        .contains(&last)
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde::Deserialize;

    #[derive(Deserialize, Debug)]
    #[serde(deny_unknown_fields)]
    #[allow(dead_code)]
    struct Inner {
        lon: f64,
        kind: Option<Kind>,
    }
    #[derive(Deserialize, Debug)]
    #[serde(deny_unknown_fields)]
    #[allow(dead_code)]
    struct Outer {
        place: Vec<Inner>,
        phone: Option<String>,
        grade: Option<u8>,
    }
    #[derive(Deserialize, Debug)]
    #[serde(rename_all = "lowercase")]
    enum Kind {
        Point,
        Line,
    }

    fn refusal(json: &str) -> (String, String, Option<String>, Option<String>) {
        let r = read_json::<Outer>(json.as_bytes()).unwrap_err();
        (r.code, r.field.unwrap_or_default(), r.value, r.expected)
    }

    #[test]
    fn a_refusal_names_field_value_and_expectation() {
        let s = |text: &str| Some(text.to_string());
        assert_eq!(
            refusal(r#"{"place":[{"lon":1.0},{"lon":"x"}]}"#),
            ("field.invalid".into(), "/place/1/lon".into(), s("x"), s("f64"))
        );
        assert_eq!(
            refusal(r#"{"place":[{}]}"#),
            ("field.required".into(), "/place/0/lon".into(), None, None)
        );
        assert_eq!(
            refusal(r#"{"place":[],"gr/ade":1}"#),
            ("field.unknown".into(), "/gr~1ade".into(), None, s("one of place, phone, grade"))
        );
        assert_eq!(
            refusal(r#"{"place":[{"lon":1,"kind":"area"}]}"#),
            ("field.invalid".into(), "/place/0/kind".into(), s("area"), s("point or line"))
        );
        assert_eq!(
            refusal(r#"{"place":[],"grade":300}"#),
            ("field.invalid".into(), "/grade".into(), s("300"), s("u8"))
        );
        assert_eq!(
            refusal(r#"{"place":[],"phone":13800000000}"#).2,
            None,
            "personal values are not repeated"
        );
        assert_eq!(refusal("{").0, "body.malformed");
        assert_eq!(refusal("{\"place\":[]} x").0, "body.malformed");
        assert_eq!(refusal("[1]").0, "field.invalid");
    }

    #[test]
    fn nul_is_no_text() {
        let read = |json: &str| read_json::<serde_json::Value>(json.as_bytes());
        assert_eq!(read(r#"{"a": "x\u0000"}"#).unwrap_err().code, "body.malformed");
        assert_eq!(read(r#"{"\\\u0000": 1}"#).unwrap_err().code, "body.malformed");
        assert!(read(r#"{"a": "\\u0000"}"#).is_ok(), "a backslash and the word");
        assert_eq!(read_query::<Filter>("lon=1&q=%00").unwrap_err().field.as_deref(), Some("q"));
    }

    #[derive(Deserialize, Debug)]
    #[serde(deny_unknown_fields)]
    #[allow(dead_code)]
    struct Filter {
        limit: Option<u32>,
        q: Option<String>,
        lon: f64,
    }

    #[test]
    fn a_query_is_read_alike() {
        assert_eq!(
            read_query::<Filter>("lon=1.5&limit=3&lang=en&q=%E7%94%B2").unwrap().q.as_deref(),
            Some("甲")
        );
        let bad = |query| {
            let r = read_query::<Filter>(query).unwrap_err();
            (r.code, r.field.unwrap_or_default(), r.value)
        };
        assert_eq!(bad("lon=1&limit=many"), ("field.invalid".into(), "limit".into(), Some("many".into())));
        assert_eq!(bad("limit=1"), ("field.required".into(), "lon".into(), None));
        assert_eq!(bad("lon=1&page=2"), ("field.unknown".into(), "page".into(), None));
    }
}
