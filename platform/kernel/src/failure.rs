//! How something is refused. A capability answers `Result<T, Failure>`; `web` turns a [`Failure`] into an
//! RFC 9457 problem document in one place, with the words of the reader's language from its catalogue.

use serde_json::{Map, Value};
use std::fmt;

/// The answer of a service.
pub type Result<T, E = Failure> = std::result::Result<T, E>;

/// The family of a refusal; decides the HTTP status.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Hash)]
pub enum RefusalKind {
    /// 400: a value is malformed.
    Invalid,
    /// 401: nobody is logged in.
    Unauthenticated,
    /// 403: known, but not allowed.
    Forbidden,
    /// 404: not there, or existence itself is secret.
    NotFound,
    /// 409: the state has moved on; `extra` carries the present one.
    Conflict,
    /// 413: larger than the limit.
    TooLarge,
    /// 415: a media type or format that is not taken.
    Unsupported,
    /// 422: well-formed, but a rule says no.
    Rule,
    /// 503: the house is not set up for it.
    Unavailable,
    /// 429: too often; `extra.retry_after` in seconds.
    TooMany,
}

/// A refusal that its receiver can act on: what was wrong, where, and what would have been right.
#[derive(Clone, PartialEq, Debug)]
pub struct Refusal {
    /// Family, and with it the HTTP status.
    pub kind: RefusalKind,
    /// Stable code such as `field.invalid`; key into the message catalogue.
    pub code: String,
    /// The field at fault, as a JSON pointer or a column name.
    pub field: Option<String>,
    /// The offending value, cut to 200 characters; never set for personal fields.
    pub value: Option<String>,
    /// What is expected, in technical terms (`integer 1..=4`, `one of: a, b`).
    pub expected: Option<String>,
    /// Whatever else helps (the present state of a case, seconds to wait).
    pub extra: Map<String, Value>,
}

impl Refusal {
    /// A refusal of a family with its code.
    pub fn new(kind: RefusalKind, code: impl Into<String>) -> Self {
        Self { kind, code: code.into(), field: None, value: None, expected: None, extra: Map::new() }
    }
    /// `field.invalid`: a value that cannot be read.
    pub fn invalid(field: impl Into<String>, value: impl ToString, expected: impl Into<String>) -> Self {
        Self::new(RefusalKind::Invalid, "field.invalid").at(field).got(value).want(expected)
    }
    /// `field.required`: a value that is missing.
    pub fn required(field: impl Into<String>) -> Self {
        Self::new(RefusalKind::Invalid, "field.required").at(field)
    }
    /// `NAME.not_found`.
    pub fn not_found(what: &str) -> Self {
        Self::new(RefusalKind::NotFound, format!("{what}.not_found"))
    }
    /// A rule says no (422).
    pub fn rule(code: impl Into<String>) -> Self {
        Self::new(RefusalKind::Rule, code)
    }
    /// The state has moved on (409).
    pub fn conflict(code: impl Into<String>) -> Self {
        Self::new(RefusalKind::Conflict, code)
    }
    /// Names the field.
    pub fn at(mut self, field: impl Into<String>) -> Self {
        self.field = Some(field.into());
        self
    }
    /// Quotes the value (cut at 200 characters).
    pub fn got(mut self, value: impl ToString) -> Self {
        self.value = Some(value.to_string().chars().take(200).collect());
        self
    }
    /// Says what is expected.
    pub fn want(mut self, expected: impl Into<String>) -> Self {
        self.expected = Some(expected.into());
        self
    }
    /// Adds something that helps.
    pub fn with(mut self, key: &str, value: impl Into<Value>) -> Self {
        self.extra.insert(key.into(), value.into());
        self
    }
}

impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.code)?;
        if let Some(field) = &self.field {
            write!(f, " at {field}")?;
        }
        if let Some(value) = &self.value {
            write!(f, ": {value:?}")?;
        }
        if let Some(expected) = &self.expected {
            write!(f, ", expected {expected}")?;
        }
        Ok(())
    }
}
impl std::error::Error for Refusal {}

/// Why a command or a query gave no answer.
#[derive(Clone, Debug, thiserror::Error)]
pub enum Failure {
    /// The caller's doing, or the state of things.
    #[error(transparent)]
    Refused(#[from] Refusal),
    /// The store cannot take it now (503 with retry-after): nothing was acknowledged, trying again is safe.
    #[error("unavailable: {0}")]
    Unavailable(String),
    /// Our own fault (500); the text goes to the log, never to the caller.
    #[error("internal: {0}")]
    Internal(String),
}

impl Failure {
    /// The refusal, when it is one.
    pub fn refusal(&self) -> Option<&Refusal> {
        match self {
            Self::Refused(r) => Some(r),
            _ => None,
        }
    }
    /// An internal failure from any error.
    pub fn internal(error: impl fmt::Display) -> Self {
        Self::Internal(error.to_string())
    }
}

impl From<serde_json::Error> for Failure {
    fn from(error: serde_json::Error) -> Self {
        Self::Internal(format!("stored JSON: {error}"))
    }
}
