//! `multipart/form-data` as clients post it: the form, its small parts, and what is said when it is none.

use axum::{
    body::{Body, Bytes},
    extract::{
        FromRequest as _, Multipart, Request,
        multipart::{Field, MultipartError},
    },
    http::StatusCode,
};
use futures::{Stream, StreamExt as _, TryStreamExt as _, stream};
use kernel::{Refusal, RefusalKind};
use std::task::{Poll, ready};

/// Of a form so much is read before its parts are looked for, in bytes: its first boundary lies within.
const OPENING: usize = 4_096;
/// What is handed to the parser at once, in bytes, at most.
const PIECE: usize = 1 << 16;

/// The form of a request, to be read part by part.
///
/// # Errors
/// `body.malformed`
pub async fn form(request: Request) -> Result<Multipart, Refusal> {
    let (parts, body) = request.into_parts();
    let request = Request::from_parts(parts, opened(body).await);
    Multipart::from_request(request, &()).await.map_err(|_| no_form())
}

/// The same body, whose opening comes in one piece. The parser looks for the first boundary in what has come, asks for more,
/// and when the body ended with that it says "incomplete" without a second look: so a form that came whole between its two
/// looks was refused, which a phone that sends its head and its body apart meets now and then.
async fn opened(body: Body) -> Body {
    let mut rest = body.into_data_stream();
    let mut opening = vec![];
    let mut broken = None;
    while opening.len() < OPENING {
        match rest.next().await {
            Some(Ok(chunk)) => opening.extend_from_slice(&chunk),
            Some(Err(error)) => {
                broken = Some(error);
                break;
            }
            None => break,
        }
    }
    let first = stream::iter([Ok(Bytes::from(opening))].into_iter().chain(broken.map(Err)));
    Body::from_stream(one_at_a_time(first.chain(rest.into_stream())))
}

/// The same bytes in small pieces, with a pause after each. The parser takes whatever is ready before it hands anything on: a
/// client that sends faster than we write would have its whole file in memory.
fn one_at_a_time<E>(
    mut pieces: impl Stream<Item = Result<Bytes, E>> + Unpin,
) -> impl Stream<Item = Result<Bytes, E>> {
    let (mut piece, mut pause) = (Bytes::new(), false);
    stream::poll_fn(move |cx| {
        if std::mem::take(&mut pause) {
            cx.waker().wake_by_ref();
            return Poll::Pending;
        }
        if piece.is_empty() {
            match ready!(pieces.poll_next_unpin(cx)) {
                Some(Ok(next)) => piece = next,
                end => return Poll::Ready(end),
            }
        }
        pause = true;
        let size = piece.len().min(PIECE);
        Poll::Ready(Some(Ok(piece.split_to(size))))
    })
}

/// A part that may be held in memory.
///
/// # Errors
/// `body.malformed`, `body.too_large`
pub async fn whole(mut part: Field<'_>, most: usize) -> Result<Bytes, Refusal> {
    let mut bytes = vec![];
    while let Some(chunk) = part.chunk().await.map_err(|error| malformed(&error))? {
        if bytes.len() + chunk.len() > most {
            let refusal = Refusal::new(RefusalKind::TooLarge, "body.too_large");
            return Err(refusal.at(part.name().unwrap_or_default()).want(format!("at most {most} bytes")));
        }
        bytes.extend_from_slice(&chunk);
    }
    Ok(bytes.into())
}

/// What is wrong with a body that is no form.
pub fn malformed(error: &MultipartError) -> Refusal {
    match error.status() {
        StatusCode::PAYLOAD_TOO_LARGE => Refusal::new(RefusalKind::TooLarge, "body.too_large"),
        _ => no_form(),
    }
}

fn no_form() -> Refusal {
    Refusal::new(RefusalKind::Invalid, "body.malformed").want("multipart/form-data")
}

#[cfg(test)]
mod tests {
    use super::*;
    use axum::http::header;
    use std::{
        convert::Infallible,
        sync::{
            Arc,
            atomic::{AtomicUsize, Ordering},
        },
    };

    const FORM: &str = "--xyz\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\nsome text\r\n--xyz--\r\n";

    /// The pieces, not there yet when they are asked for: only at first, or before each.
    fn late(pieces: Vec<Bytes>, before_each: bool) -> Body {
        let (mut pieces, mut waits) = (pieces.into_iter(), true);
        Body::from_stream(stream::poll_fn(move |cx| {
            if std::mem::replace(&mut waits, false) {
                cx.waker().wake_by_ref();
                return Poll::Pending;
            }
            waits = before_each;
            Poll::Ready(pieces.next().map(Ok::<_, Infallible>))
        }))
    }

    async fn read(body: Body) -> Result<Vec<(String, Bytes)>, Refusal> {
        let kind = "multipart/form-data; boundary=xyz";
        let request = Request::builder().header(header::CONTENT_TYPE, kind).body(body).unwrap();
        let (mut form, mut parts) = (form(request).await?, vec![]);
        while let Some(part) = form.next_field().await.map_err(|error| malformed(&error))? {
            parts.push((part.name().unwrap_or_default().to_owned(), whole(part, 20).await?));
        }
        Ok(parts)
    }

    #[tokio::test]
    async fn a_form_may_come_in_any_pieces_and_at_any_time() {
        let expected = [("a".to_owned(), Bytes::from("some text"))];
        assert_eq!(read(Body::from(FORM)).await.unwrap(), expected);
        for size in 1..=FORM.len() {
            let pieces: Vec<Bytes> = FORM.as_bytes().chunks(size).map(Bytes::copy_from_slice).collect();
            for before_each in [false, true] {
                let body = late(pieces.clone(), before_each);
                assert_eq!(read(body).await.unwrap(), expected, "in pieces of {size}");
            }
        }
        let long = FORM.replace("some text", &"x".repeat(2 * OPENING));
        let pieces = long.as_bytes().chunks(1_000).map(Bytes::copy_from_slice).collect();
        assert_eq!(read(late(pieces, true)).await.unwrap_err().code, "body.too_large");
    }

    #[tokio::test]
    async fn a_fast_client_does_not_fill_the_memory() {
        let piece = Bytes::from(vec![b'x'; 2 * OPENING]);
        let asked = Arc::new(AtomicUsize::new(0));
        let count = asked.clone();
        let head = Bytes::from("--xyz\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\n");
        let pieces = stream::iter([head].into_iter().chain(std::iter::repeat_n(piece.clone(), 100)));
        let pieces = pieces.inspect(move |_| {
            count.fetch_add(1, Ordering::Relaxed);
        });
        let request = Request::builder().header(header::CONTENT_TYPE, "multipart/form-data; boundary=xyz");
        let body = Body::from_stream(pieces.map(Ok::<_, Infallible>));
        let mut form = form(request.body(body).unwrap()).await.unwrap();
        let mut part = form.next_field().await.unwrap().unwrap();
        for taken in 1..50 {
            assert!(part.chunk().await.unwrap().unwrap().len() <= 2 * piece.len());
            let ahead = asked.load(Ordering::Relaxed) - taken;
            assert!(ahead <= 3, "{ahead} pieces ahead of {taken}");
        }
    }

    #[tokio::test]
    async fn what_comes_at_once_is_handed_on_in_pieces() {
        let sent: Vec<u8> = (0..3 * PIECE + 1_000).map(|n| (n % 251) as u8).collect();
        let chunks = stream::iter([Ok::<_, Infallible>(Bytes::from(sent.clone()))]);
        let pieces: Vec<Bytes> = one_at_a_time(chunks).try_collect().await.unwrap();
        assert_eq!(pieces.iter().map(Bytes::len).collect::<Vec<_>>(), [PIECE, PIECE, PIECE, 1_000]);
        assert_eq!(pieces.concat(), sent);
    }

    #[tokio::test]
    async fn a_form_that_is_none_or_has_no_end_is_refused() {
        for (body, code) in [("", "body.malformed"), (&FORM[..FORM.len() - 12], "body.malformed")] {
            assert_eq!(read(Body::from(body)).await.unwrap_err().code, code);
        }
        let request = Request::builder().body(Body::from(FORM)).unwrap();
        assert_eq!(form(request).await.unwrap_err().code, "body.malformed");
    }
}
