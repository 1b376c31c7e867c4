//! Files: photos, documents, sound and film that belong to something else.
//!
//! * [`Blobs`] takes a file in: whole ([`Blobs::store`]) or in resumable pieces ([`Blobs::begin`], [`Blobs::append`]).
//!   What is acknowledged is on disk (fsync). The answer is an upload id that nobody can guess.
//! * A command [`attach`]es the upload in the same transaction as the thing that owns it. What nobody attaches within
//!   [`Options::expire_after`] is swept away: `runner.every(blobs::SWEEP, Timestamp::HOUR, blobs.clone())`.
//! * Files stand under the SHA-256 of their bytes, each content once. A blob is a row; two blobs may share a file.
//! * The type is what the bytes say, never a name or a header. Photos are decoded within limits; from each come a
//!   [`Rendition::Stripped`] (re-encoded, upright, without any metadata: the only one that may ever be public) and a
//!   [`Rendition::Thumb`]. Other files have no stripped rendition, and so are never public.
//! * Position and time of a photo are read from its EXIF and kept with the blob, for those who may see them.

mod disk;
mod error;
mod exif;
pub mod http;
mod photo;
mod receive;
mod service;
mod sniff;
mod store;

pub use disk::place;
pub use error::BlobError;
pub use http::capability;
pub use service::{Blobs, Opened, SWEEP};
pub use sniff::TAKEN;
pub use store::{STATEMENTS, Stored, attach, files, get, of_owner, remove};

use kernel::{Id, Timestamp};
use std::path::PathBuf;

impl kernel::Kind for Blob {
    const NAME: &'static str = "blob";
}

/// A file taken in.
#[derive(Clone, Debug, PartialEq)]
pub struct Blob {
    /// Its id.
    pub id: Id<Blob>,
    /// SHA-256 of the original bytes, hexadecimal: what facts may name.
    pub hash: String,
    /// Bytes of the original.
    pub size: i64,
    /// The type its bytes have.
    pub mime: String,
    /// Width and height in pixels as shown (turned upright), for photos that can be decoded.
    pub pixels: Option<(u32, u32)>,
    /// Where the photo says it was taken: longitude and latitude, WGS-84 degrees.
    pub position: Option<(f64, f64)>,
    /// When the photo says it was taken.
    pub taken_at: Option<Timestamp>,
    /// The thing it belongs to (`case/<id>`), once attached.
    pub owner: Option<String>,
    /// When it was taken in.
    pub created_at: Timestamp,
    pub(crate) stripped: Option<String>,
    pub(crate) thumb: Option<String>,
}

impl Blob {
    /// Whether there is a rendition.
    pub fn has(&self, rendition: Rendition) -> bool {
        self.hash_of(rendition).is_some()
    }

    pub(crate) fn hash_of(&self, rendition: Rendition) -> Option<&str> {
        match rendition {
            Rendition::Original => Some(&self.hash),
            Rendition::Stripped => self.stripped.as_deref(),
            Rendition::Thumb => self.thumb.as_deref(),
        }
    }
}

/// A form of a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Rendition {
    /// The bytes that came in; for photos with all their metadata.
    Original,
    /// A photo without metadata, at most [`Options::stripped_pixels`] on its long side, JPEG.
    Stripped,
    /// A small photo without metadata, at most [`Options::thumb_pixels`] on its long side, JPEG.
    Thumb,
}

/// A file on its way in, as its sender may know it.
#[derive(Clone, Debug, PartialEq)]
pub struct Upload {
    /// The secret that lets a command attach it.
    pub id: String,
    /// Bytes in all.
    pub length: i64,
    /// Bytes that are safe.
    pub received: i64,
    /// When it is thrown away unless attached.
    pub expires_at: Timestamp,
    /// What it turned out to be, once complete.
    pub blob: Option<Blob>,
}

/// How files are kept.
#[derive(Clone, Debug)]
pub struct Options {
    /// The folder; on several nodes a shared one.
    pub folder: PathBuf,
    /// The largest file taken, in bytes.
    pub max_bytes: i64,
    /// The largest photo taken, in bytes; it is decoded in memory.
    pub max_photo_bytes: i64,
    /// The largest photo decoded, in pixels (width × height).
    pub max_pixels: u64,
    /// How many photos are decoded at the same time: each may need some 10 bytes a pixel.
    pub decoders: usize,
    /// The long side of the stripped rendition.
    pub stripped_pixels: u32,
    /// The long side of the thumbnail.
    pub thumb_pixels: u32,
    /// Milliseconds until an upload that nobody attached is thrown away.
    pub expire_after: i64,
    /// IANA zone of photo times that name none.
    pub zone: String,
}

impl Options {
    /// 200 MB a file, 32 MB and 50 megapixels a photo, two decoders, 2,560 and 480 pixels, a day, Asia/Shanghai.
    pub fn new(folder: impl Into<PathBuf>) -> Self {
        Self {
            folder: folder.into(),
            max_bytes: 200 << 20,
            max_photo_bytes: 32 << 20,
            max_pixels: 50_000_000,
            decoders: 2,
            stripped_pixels: 2560,
            thumb_pixels: 480,
            expire_after: Timestamp::DAY,
            zone: "Asia/Shanghai".into(),
        }
    }
}
