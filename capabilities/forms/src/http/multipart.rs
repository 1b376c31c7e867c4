//! A submission as clients post it: `multipart/form-data` with `xml_submission_file` and files by their names.
//!
//! Files are streamed into the file store as they come, and only the submission itself is held in memory. What a refused
//! request has left in the store belongs to nobody and is swept away.

use axum::extract::{Request, multipart::Field};
use blobs::{BlobError, Blobs, Upload};
use bytes::Bytes;
use kernel::{Ctx, Failure, Refusal, RefusalKind};
use web::multipart::{form, malformed, whole};

/// The largest submission, without its files, in bytes.
pub const MOST_XML: usize = 10_000_000;
/// The most parts of one post.
const MOST_PARTS: usize = 1_000;
/// The part that is the submission.
const XML: &str = "xml_submission_file";

/// What was posted.
#[derive(Clone, Debug, Default)]
pub struct Posted {
    /// The submission.
    pub xml: Option<Bytes>,
    /// Files by name.
    pub files: Vec<(String, Upload)>,
    /// The sender says that more will come.
    pub incomplete: bool,
    parts: usize,
}

impl Posted {
    /// The submission.
    ///
    /// # Errors
    /// `field.required`
    pub fn xml(&self) -> Result<Bytes, Refusal> {
        self.xml.clone().ok_or_else(|| Refusal::required(XML))
    }
}

/// Reads a post to its end. After the first mistake the rest is read and thrown away: a client that is still sending does not
/// hear why.
///
/// # Errors
/// `body.malformed`, `body.too_large`, and those of the file store
pub async fn read(request: Request, blobs: &Blobs, ctx: &Ctx) -> kernel::Result<Posted> {
    let mut form = form(request).await?;
    let mut posted = Posted::default();
    let mut refused: Option<Failure> = None;
    while let Some(part) =
        form.next_field().await.map_err(|e| refused.take().unwrap_or_else(|| malformed(&e).into()))?
    {
        if refused.is_none() {
            refused = posted.take(part, blobs, ctx).await.err();
        }
    }
    match refused {
        Some(failure) => Err(failure),
        None => Ok(posted),
    }
}

impl Posted {
    async fn take(&mut self, part: Field<'_>, blobs: &Blobs, ctx: &Ctx) -> kernel::Result<()> {
        self.parts += 1;
        if self.parts > MOST_PARTS {
            let refusal = Refusal::new(RefusalKind::TooLarge, "body.too_large");
            return Err(refusal.want(format!("at most {MOST_PARTS} parts")).into());
        }
        match part.name().unwrap_or_default() {
            XML => self.xml = Some(whole(part, MOST_XML).await?),
            "*isIncomplete*" => self.incomplete = &whole(part, 100).await?[..] == b"yes",
            _ => {
                let name = part.file_name().or(part.name()).unwrap_or_default();
                let name: String = name.chars().take(255).collect();
                match blobs.store_any(ctx, part).await {
                    Ok(upload) => self.files.push((name, upload)),
                    Err(BlobError::Empty) => {}
                    Err(error) => return Err(error.into()),
                }
            }
        }
        Ok(())
    }
}
