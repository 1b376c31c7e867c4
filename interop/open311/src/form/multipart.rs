//! `multipart/form-data`: texts become fields, whatever carries a file name becomes an upload, under any field name.
//!
//! Files are streamed into the file store as they come; nothing is held in memory. What a refused request has left
//! there belongs to nobody and is swept away.

use super::{Fields, MOST_BYTES, MOST_FIELDS};
use axum::extract::{Request, multipart::Field};
use blobs::{BlobError, Blobs};
use kernel::{Ctx, Failure, Refusal, RefusalKind};
use web::multipart::{form, malformed};

/// A file that came along.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Upload {
    /// The field it came in: `media`, `photo1`, `file_2` …
    pub field: String,
    /// The upload's id in the file store, to be attached.
    pub id: String,
}

/// Reads a form to its end. At most `most_files` files; an empty file part (a browser's untouched file input) is absent.
/// After the first mistake the rest is read and thrown away: a client that is still sending does not hear why.
pub async fn read(
    request: Request,
    blobs: &Blobs,
    ctx: &Ctx,
    most_files: usize,
) -> kernel::Result<(Fields, Vec<Upload>)> {
    let mut form = form(request).await?;
    let mut reading = Reading { most_files, ..Reading::default() };
    let mut refused = None;
    while let Some(part) =
        form.next_field().await.map_err(|e| refused.take().unwrap_or_else(|| malformed(&e).into()))?
    {
        if refused.is_none() {
            refused = reading.take(part, blobs, ctx).await.err();
        }
    }
    match refused {
        Some(failure) => Err(failure),
        None => Ok((Fields::new(reading.texts), reading.uploads)),
    }
}

/// What has been read of a form.
#[derive(Default)]
struct Reading {
    most_files: usize,
    parts: usize,
    bytes: usize,
    texts: Vec<(String, String)>,
    uploads: Vec<Upload>,
}

impl Reading {
    async fn take(&mut self, part: Field<'_>, blobs: &Blobs, ctx: &Ctx) -> kernel::Result<()> {
        self.parts += 1;
        if self.parts > MOST_FIELDS {
            let refusal = Refusal::new(RefusalKind::Invalid, "open311.too_many_fields");
            return Err(refusal.want(format!("at most {MOST_FIELDS}")).into());
        }
        let name: String = part.name().unwrap_or_default().chars().take(200).collect();
        if !is_file(&part) {
            let value = text(part, &name, MOST_BYTES - self.bytes).await?;
            self.bytes = (self.bytes + name.len() + value.len()).min(MOST_BYTES);
            self.texts.push((name, value));
            return Ok(());
        }
        let Some(id) = file(part, &name, blobs, ctx).await? else { return Ok(()) };
        if self.uploads.len() == self.most_files {
            let refusal = Refusal::new(RefusalKind::Invalid, "open311.too_many_files");
            return Err(refusal.want(format!("at most {}", self.most_files)).into());
        }
        self.uploads.push(Upload { field: name, id });
        Ok(())
    }
}

/// A part with a file name is a file, and so is one that says it is anything but text.
fn is_file(part: &Field<'_>) -> bool {
    let said = part.content_type().unwrap_or("text/plain");
    part.file_name().is_some() || !(said.starts_with("text/") || said.starts_with("application/x-www-form"))
}

async fn text(mut part: Field<'_>, name: &str, room: usize) -> kernel::Result<String> {
    let mut bytes = vec![];
    while let Some(chunk) = part.chunk().await.map_err(|e| malformed(&e))? {
        if bytes.len() + chunk.len() > room {
            let refusal = Refusal::new(RefusalKind::TooLarge, "body.too_large").at(name);
            return Err(refusal.want(format!("at most {MOST_BYTES} bytes of text")).into());
        }
        bytes.extend_from_slice(&chunk);
    }
    let not_utf8 =
        || Refusal::new(RefusalKind::Invalid, "open311.not_utf8").at(name).want("UTF-8 without NUL");
    let text = String::from_utf8(bytes).map_err(|_| not_utf8())?;
    if text.contains('\0') { Err(not_utf8().into()) } else { Ok(text) }
}

async fn file(part: Field<'_>, name: &str, blobs: &Blobs, ctx: &Ctx) -> kernel::Result<Option<String>> {
    match blobs.store(ctx, part).await {
        Ok(upload) => Ok(Some(upload.id)),
        Err(BlobError::Empty) => Ok(None),
        Err(error) => Err(match Failure::from(error) {
            Failure::Refused(refusal) => Failure::Refused(refusal.at(name)),
            other => other,
        }),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use axum::{
        body::Body,
        http::{Request, header},
    };
    use kernel::Actor;
    use testkit::TestDb;

    const PNG: &[u8] = include_bytes!("../../tests/dot.png");

    fn part(head: &str, body: &[u8]) -> Vec<u8> {
        [format!("--xyz\r\nContent-Disposition: form-data; {head}\r\n\r\n").as_bytes(), body, b"\r\n"]
            .concat()
    }

    async fn ask(body: Vec<u8>, most_files: usize) -> kernel::Result<(Fields, Vec<Upload>)> {
        let test = TestDb::sqlite().await;
        let blobs = Blobs::open(test.db.clone(), blobs::Options::new(test.path("blobs"))).unwrap();
        let request = Request::builder()
            .header(header::CONTENT_TYPE, "multipart/form-data; boundary=xyz")
            .body(Body::from(body))
            .unwrap();
        read(request, &blobs, &test.ctx(Actor::anonymous()), most_files).await
    }

    fn refused(answer: kernel::Result<(Fields, Vec<Upload>)>) -> Refusal {
        answer.unwrap_err().refusal().unwrap().clone()
    }

    #[test]
    fn texts_and_files_under_any_name() {
        testkit::block_on(async {
            let body = [
                part("name=\"service_code\"", b"0103"),
                part("name=\"attribute[x][]\"", "甲".as_bytes()),
                part("name=\"photo1\"; filename=\"a.png\"\r\nContent-Type: image/png", PNG),
                part("name=\"file_2\"; filename=\"b\"", PNG),
                part("name=\"media\"; filename=\"\"\r\nContent-Type: application/octet-stream", b""),
                part("name=\"blank\"", b""),
                b"--xyz--\r\n".to_vec(),
            ];
            let (fields, uploads) = ask(body.concat(), 9).await.unwrap();
            assert_eq!(fields.one("service_code"), Some("0103"));
            assert_eq!(fields.attributes()["x"], ["甲"]);
            assert_eq!(fields.len(), 2);
            assert_eq!(uploads.iter().map(|u| u.field.as_str()).collect::<Vec<_>>(), ["photo1", "file_2"]);
            assert_ne!(uploads[0].id, uploads[1].id);
        });
    }

    #[test]
    fn what_cannot_be_taken_is_named() {
        testkit::block_on(async {
            let end = b"--xyz--\r\n".to_vec();
            let image = "filename=\"a.png\"\r\nContent-Type: image/png";
            let no_image = [part(&format!("name=\"media\"; {image}"), b"<html>no image</html>"), end.clone()];
            let refusal = refused(ask(no_image.concat(), 9).await);
            assert_eq!((refusal.code.as_str(), refusal.field.as_deref()), ("upload.type", Some("media")));

            let broken = part(&format!("name=\"media\"; {image}"), &PNG[..40]);
            assert_eq!(refused(ask([broken, end.clone()].concat(), 9).await).code, "upload.unreadable");

            let two = [
                part(&format!("name=\"a\"; {image}"), PNG),
                part(&format!("name=\"b\"; {image}"), PNG),
                end.clone(),
            ];
            assert_eq!(refused(ask(two.concat(), 1).await).code, "open311.too_many_files");

            let long = [part("name=\"description\"", &vec![b'x'; MOST_BYTES + 1]), end.clone()];
            assert_eq!(refused(ask(long.concat(), 1).await).code, "body.too_large");

            let foreign = [part("name=\"description\"", b"\xff\xfe"), end.clone()];
            assert_eq!(refused(ask(foreign.concat(), 1).await).code, "open311.not_utf8");

            let cut = part("name=\"description\"", b"x");
            assert_eq!(refused(ask(cut, 1).await).code, "body.malformed");

            let many = [part("name=\"a\"", b"1").repeat(MOST_FIELDS + 1), end];
            assert_eq!(refused(ask(many.concat(), 1).await).code, "open311.too_many_fields");
        });
    }
}
