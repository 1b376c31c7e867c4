//! Sending a file out: whole, or the stretch of it that a player asks for.

use crate::{BlobError, Opened};
use axum::{
    body::Body,
    http::{HeaderMap, HeaderName, HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
};
use std::io::SeekFrom;
use tokio::io::{AsyncReadExt as _, AsyncSeekExt as _};
use tokio_util::io::ReaderStream;

/// For whom a file is sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Audience {
    /// Whoever was allowed just now: asked again each time, kept in no shared cache.
    Caller,
    /// Everybody; only for [`crate::Rendition::Stripped`] and [`crate::Rendition::Thumb`].
    Everybody,
}

/// Sends a file. Answers `If-None-Match` with 304 and a single `Range` with 206; the type is the one the store found, and
/// nothing in the file may run.
///
/// # Errors
/// [`BlobError::Disk`]
pub async fn send(opened: Opened, asked: &HeaderMap, audience: Audience) -> Result<Response, BlobError> {
    let tag = format!("\"{}\"", &opened.hash[..opened.hash.len().min(32)]);
    let mut response = if asked.get(header::IF_NONE_MATCH).is_some_and(|given| holds(given, &tag)) {
        StatusCode::NOT_MODIFIED.into_response()
    } else {
        stretch(opened, asked, &tag).await?
    };
    let cache = match audience {
        Audience::Caller => "private, no-cache",
        Audience::Everybody => "public, max-age=300",
    };
    let headers = response.headers_mut();
    put(headers, header::ETAG, &tag);
    put(headers, header::CACHE_CONTROL, cache);
    put(headers, header::ACCEPT_RANGES, "bytes");
    put(headers, header::X_CONTENT_TYPE_OPTIONS, "nosniff");
    put(headers, header::CONTENT_SECURITY_POLICY, "default-src 'none'; sandbox");
    Ok(response)
}

fn holds(given: &HeaderValue, tag: &str) -> bool {
    let given = given.to_str().unwrap_or_default();
    given.split(',').any(|one| matches!(one.trim(), "*") || one.trim().trim_start_matches("W/") == tag)
}

async fn stretch(opened: Opened, asked: &HeaderMap, tag: &str) -> Result<Response, BlobError> {
    let Opened { mut file, size, mime, hash } = opened;
    // A stretch of another version is of no use to the caller: then the whole.
    let same = asked.get(header::IF_RANGE).is_none_or(|given| given.as_bytes() == tag.as_bytes());
    let range = asked.get(header::RANGE).filter(|_| same).and_then(|value| value.to_str().ok());
    let (status, first, last) = match range.map(|range| parse(range, size)) {
        None | Some(Range::Ignored) => (StatusCode::OK, 0, size.saturating_sub(1)),
        Some(Range::Stretch(first, last)) => (StatusCode::PARTIAL_CONTENT, first, last),
        Some(Range::Outside) => {
            let mut response = StatusCode::RANGE_NOT_SATISFIABLE.into_response();
            put(response.headers_mut(), header::CONTENT_RANGE, &format!("bytes */{size}"));
            return Ok(response);
        }
    };
    file.seek(SeekFrom::Start(first)).await?;
    let length = if size == 0 { 0 } else { last - first + 1 };
    let body = Body::from_stream(ReaderStream::with_capacity(file.take(length), 1 << 16));
    let mut response = (status, body).into_response();
    let headers = response.headers_mut();
    put(headers, header::CONTENT_TYPE, &mime);
    put(headers, header::CONTENT_LENGTH, &length.to_string());
    put(headers, header::CONTENT_DISPOSITION, &disposition(&mime, &hash));
    if status == StatusCode::PARTIAL_CONTENT {
        put(headers, header::CONTENT_RANGE, &format!("bytes {first}-{last}/{size}"));
    }
    Ok(response)
}

/// Pictures, sound and film show themselves; documents are saved.
fn disposition(mime: &str, hash: &str) -> String {
    let (kind, subtype) = mime.split_once('/').unwrap_or((mime, "bin"));
    let how = if matches!(kind, "image" | "audio" | "video") { "inline" } else { "attachment" };
    let ending = match subtype {
        "jpeg" => "jpg",
        "quicktime" => "mov",
        "mpeg" => "mp3",
        other => other,
    };
    format!("{how}; filename=\"{}.{ending}\"", &hash[..hash.len().min(12)])
}

fn put(headers: &mut HeaderMap, name: HeaderName, value: &str) {
    if let Ok(value) = HeaderValue::from_str(value) {
        headers.insert(name, value);
    }
}

#[derive(Debug, PartialEq, Eq)]
enum Range {
    /// First and last byte.
    Stretch(u64, u64),
    /// Nothing of it is in the file.
    Outside,
    /// Not of one stretch of bytes, or malformed: the whole is a right answer.
    Ignored,
}

fn parse(range: &str, size: u64) -> Range {
    let Some((first, last)) = range.strip_prefix("bytes=").and_then(|spec| spec.split_once('-')) else {
        return Range::Ignored;
    };
    let (first, last) = match (first.trim().parse::<u64>(), last.trim(), last.trim().parse::<u64>()) {
        (Ok(first), "", _) => (first, size.saturating_sub(1)),
        (Ok(first), _, Ok(last)) if first <= last => (first, last.min(size.saturating_sub(1))),
        (Err(_), _, Ok(tail)) if first.trim().is_empty() && tail > 0 => {
            (size.saturating_sub(tail), size.saturating_sub(1))
        }
        (Err(_), _, Ok(0)) if first.trim().is_empty() => return Range::Outside,
        _ => return Range::Ignored,
    };
    if first < size { Range::Stretch(first, last) } else { Range::Outside }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ranges() {
        for (range, expected) in [
            ("bytes=0-9", Range::Stretch(0, 9)),
            ("bytes=90-", Range::Stretch(90, 99)),
            ("bytes=90-500", Range::Stretch(90, 99)),
            ("bytes=-10", Range::Stretch(90, 99)),
            ("bytes=-1000", Range::Stretch(0, 99)),
            ("bytes=100-", Range::Outside),
            ("bytes=-0", Range::Outside),
            ("bytes=9-0", Range::Ignored),
            ("bytes=0-1,5-6", Range::Ignored),
            ("items=0-9", Range::Ignored),
            ("bytes=-", Range::Ignored),
            ("bytes=99999999999999999999-", Range::Ignored),
        ] {
            assert_eq!(parse(range, 100), expected, "{range}");
        }
        assert_eq!(parse("bytes=0-", 0), Range::Outside);
    }
}
