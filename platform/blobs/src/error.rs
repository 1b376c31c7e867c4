//! What can go wrong with a file.

use crate::sniff::TAKEN;
use db::DbError;
use kernel::{Failure, Refusal, RefusalKind};
use std::io;

/// An error of the file store.
#[derive(Debug, thiserror::Error)]
pub enum BlobError {
    /// No such upload: never was, expired, or attached.
    #[error("no such upload")]
    NoUpload,
    /// The piece does not begin where the last one ended.
    #[error("the upload stands at {received}, the piece begins at {offset}")]
    Offset { received: i64, offset: i64 },
    /// The file is larger than allowed (both in bytes).
    #[error("larger than {limit} bytes")]
    TooLarge { limit: i64 },
    /// More bytes came than were announced.
    #[error("more than the announced {length} bytes")]
    TooLong { length: i64 },
    /// Nothing came.
    #[error("an empty file")]
    Empty,
    /// The bytes are of a type that is not taken; the type if it is known.
    #[error("a file of type {0}")]
    Type(String),
    /// The bytes begin like a photo, but are none.
    #[error("not a readable {mime}: {why}")]
    Unreadable { mime: &'static str, why: String },
    /// The photo has too many pixels to be decoded.
    #[error("{width} x {height} pixels, more than {limit}")]
    TooManyPixels { width: u32, height: u32, limit: u64 },
    /// The sender went away; what came is safe.
    #[error("the sender stopped: {0}")]
    Interrupted(String),
    /// The disk.
    #[error("file store: {0}")]
    Disk(#[from] io::Error),
    /// The database.
    #[error(transparent)]
    Db(#[from] DbError),
    /// A bug of a decoder, caught.
    #[error("decoder: {0}")]
    Decoder(String),
    /// A configuration that cannot work.
    #[error("{0}")]
    Config(String),
}

impl From<BlobError> for Failure {
    fn from(error: BlobError) -> Self {
        use BlobError as E;
        let refusal = match error {
            E::NoUpload => Refusal::not_found("upload"),
            E::Offset { received, offset } => Refusal::conflict("upload.offset")
                .at("Upload-Offset")
                .got(offset)
                .want(received.to_string())
                .with("received", received),
            E::TooLarge { limit } => {
                Refusal::new(RefusalKind::TooLarge, "upload.too_large").want(format!("at most {limit} bytes"))
            }
            E::TooLong { length } => Refusal::new(RefusalKind::TooLarge, "upload.too_long")
                .want(format!("{length} bytes, as announced")),
            E::Empty => Refusal::new(RefusalKind::Invalid, "upload.empty").want("at least 1 byte"),
            E::Type(mime) => Refusal::new(RefusalKind::Unsupported, "upload.type")
                .got(mime)
                .want(format!("one of: {}", TAKEN.join(", "))),
            E::Unreadable { mime, .. } => Refusal::new(RefusalKind::Invalid, "upload.unreadable")
                .got(mime)
                .want("a complete, undamaged file"),
            E::TooManyPixels { width, height, limit } => {
                Refusal::new(RefusalKind::TooLarge, "upload.too_many_pixels")
                    .got(format!("{width} x {height}"))
                    .want(format!("at most {limit} pixels"))
            }
            E::Interrupted(_) => Refusal::new(RefusalKind::Invalid, "upload.interrupted"),
            E::Disk(error) => return Failure::Unavailable(format!("file store: {error}")),
            E::Db(error) => return error.into(),
            E::Decoder(_) | E::Config(_) => return Failure::internal(error),
        };
        refusal.into()
    }
}
