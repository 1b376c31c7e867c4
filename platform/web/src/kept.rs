//! Answers that a client may keep and ask about again: entity tags, 304, 204 for nothing, gzip where it is taken.

use crate::files::accepts;
use axum::body::Body;
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::Response;
use flate2::{Compression, write::GzEncoder};
use std::io::Write as _;

/// Content, and the same compressed where that is worth it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Content {
    plain: Vec<u8>,
    gzip: Option<Vec<u8>>,
}

/// Content smaller than this is not compressed, bytes.
const SMALL: usize = 1_000;

impl Content {
    /// Compresses it.
    pub fn new(plain: Vec<u8>) -> Self {
        let gzip = (plain.len() >= SMALL).then(|| compress(&plain)).flatten();
        Self { gzip: gzip.filter(|g| g.len() < plain.len()), plain }
    }

    /// Bytes in memory.
    pub fn len(&self) -> usize {
        self.plain.len() + self.gzip.as_ref().map_or(0, Vec::len)
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.plain.is_empty()
    }
}

fn compress(plain: &[u8]) -> Option<Vec<u8>> {
    let mut encoder = GzEncoder::new(Vec::with_capacity(plain.len() / 2), Compression::fast());
    encoder.write_all(plain).ok()?;
    encoder.finish().ok()
}

/// What a client asked and what it has.
#[derive(Clone, Debug)]
pub struct Kept {
    tag: String,
    cache: &'static str,
    known: bool,
    gzip: bool,
}

impl Kept {
    /// `version` changes when the content does; `cache` is the whole `Cache-Control`.
    pub fn new(headers: &HeaderMap, version: &str, cache: &'static str) -> Self {
        // weak: the compressed answer bears the same tag
        let tag = format!("W/\"{version}\"");
        let given = headers.get(header::IF_NONE_MATCH).and_then(|v| v.to_str().ok()).unwrap_or_default();
        let plain = |t: &str| t.trim().trim_start_matches("W/").to_owned();
        let known = given.trim() == "*" || given.split(',').any(|t| plain(t) == plain(&tag));
        let encodings =
            headers.get(header::ACCEPT_ENCODING).and_then(|v| v.to_str().ok()).unwrap_or_default();
        Self { known, gzip: accepts(encodings, "gzip"), tag, cache }
    }

    /// Whether the client has it already: then nothing needs to be made.
    pub fn is_known(&self) -> bool {
        self.known
    }

    /// 304 for what the client has, 204 for nothing, otherwise the content.
    pub fn answer(&self, mime: &'static str, content: &Content) -> Response {
        let mut response = match (self.known, &content.gzip) {
            (true, _) => status(StatusCode::NOT_MODIFIED),
            _ if content.is_empty() => status(StatusCode::NO_CONTENT),
            (_, Some(gzip)) if self.gzip => {
                let mut response = Response::new(Body::from(gzip.clone()));
                response.headers_mut().insert(header::CONTENT_ENCODING, HeaderValue::from_static("gzip"));
                response
            }
            _ => Response::new(Body::from(content.plain.clone())),
        };
        let some = response.status() == StatusCode::OK;
        let out = response.headers_mut();
        if some {
            out.insert(header::CONTENT_TYPE, HeaderValue::from_static(mime));
        }
        out.insert(header::CACHE_CONTROL, HeaderValue::from_static(self.cache));
        out.insert(header::VARY, HeaderValue::from_static("Accept-Encoding"));
        if let Ok(tag) = HeaderValue::from_str(&self.tag) {
            out.insert(header::ETAG, tag);
        }
        response
    }
}

fn status(status: StatusCode) -> Response {
    let mut response = Response::new(Body::empty());
    *response.status_mut() = status;
    response
}

#[cfg(test)]
mod tests {
    use super::*;

    fn asked(headers: &[(header::HeaderName, &str)]) -> Kept {
        let pairs = headers.iter().map(|(k, v)| (k.clone(), HeaderValue::from_str(v).unwrap()));
        Kept::new(&pairs.collect(), "7-a", "public, max-age=60")
    }

    #[test]
    fn what_the_client_has_is_not_sent_again() {
        for has in ["W/\"7-a\"", "\"7-a\"", "\"x\", W/\"7-a\"", "*"] {
            let kept = asked(&[(header::IF_NONE_MATCH, has)]);
            assert!(kept.is_known(), "{has}");
            let answer = kept.answer("text/plain", &Content::new(b"a".to_vec()));
            assert_eq!(answer.status(), StatusCode::NOT_MODIFIED);
            assert_eq!(answer.headers()[header::ETAG], "W/\"7-a\"");
        }
        assert!(!asked(&[(header::IF_NONE_MATCH, "W/\"7-b\"")]).is_known());
    }

    #[test]
    fn gzip_for_those_who_take_it() {
        let content = Content::new(vec![b'a'; 5_000]);
        let packed = asked(&[(header::ACCEPT_ENCODING, "br, gzip")]).answer("text/plain", &content);
        assert_eq!(packed.headers()[header::CONTENT_ENCODING], "gzip");
        let plain = asked(&[(header::ACCEPT_ENCODING, "gzip;q=0")]).answer("text/plain", &content);
        assert!(plain.headers().get(header::CONTENT_ENCODING).is_none());
        assert_eq!(plain.headers()[header::CONTENT_TYPE], "text/plain");
        assert_eq!(asked(&[]).answer("text/plain", &Content::default()).status(), StatusCode::NO_CONTENT);
    }
}
