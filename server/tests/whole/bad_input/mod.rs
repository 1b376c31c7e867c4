//! Whatever comes in: a clear problem document, nothing half done, no panic, and the next request works.

mod bodies;
mod files;
mod headers;
mod imports;
mod open311;
mod packs;
mod walk;

use crate::support::{Whole, text};
use axum::{body::Body, http::request::Builder};
use web::testing::{Client, Reply};

/// Nobody's fault but the asker's, said as RFC 9457 wants it and in words.
fn problem(reply: &Reply, what: &str) {
    let status = reply.status.as_u16();
    assert!((400..500).contains(&status), "{what}: {status} {}", text(reply));
    let kind = reply.headers.get("content-type").map(|v| v.to_str().unwrap());
    assert_eq!(kind, Some("application/problem+json"), "{what}: {status} {}", text(reply));
    let document = reply.json();
    let word = |key: &str| document[key].as_str().unwrap_or_default().to_string();
    assert_eq!(document["status"], status, "{what}: {document}");
    assert!(!word("code").is_empty() && word("type").ends_with(&word("code")), "{what}: {document}");
    assert!(!word("title").is_empty() && word("title") != word("code"), "{what}: no words for {document}");
    assert!(!word("request").is_empty(), "{what}: {document}");
}

/// Never our own fault; if the asker's, then said so.
fn no_fault_of_ours(reply: &Reply, what: &str) {
    assert!(reply.status.as_u16() < 500, "{what}: {} {}", reply.status, text(reply));
    // an answer to HEAD has no body
    if reply.status.is_client_error() && !what.starts_with("head ") {
        problem(reply, what);
    }
}

/// Asks, and is refused with a status and a code.
async fn refused(
    client: &Client,
    request: Builder,
    body: impl Into<Body>,
    expected: (u16, &str),
    what: &str,
) {
    let reply = client.ask(request, body.into()).await;
    problem(&reply, what);
    assert_eq!((reply.status.as_u16(), reply.code().as_str()), expected, "{what}: {}", text(&reply));
}

/// Everything still works.
async fn still_serves(whole: &Whole) {
    for path in ["/healthz", "/readyz", "/api/v1/site", "/api/v1/public/cases"] {
        let reply = whole.client().get(path).await;
        assert_eq!(reply.status, 200, "{path}: {}", text(&reply));
    }
}
