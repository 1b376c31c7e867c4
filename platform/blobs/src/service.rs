//! Taking files in, handing them out, sweeping up.

use crate::disk::{self, Disk};
use crate::photo::{self, Photo};
use crate::receive::{Received, receive};
use crate::{Blob, BlobError, Options, Rendition, Upload, sniff, store};
use bytes::Bytes;
use db::{Db, Tx, TxFuture};
use futures::Stream;
use jobs::{Handler, Job};
use kernel::{Ctx, Failure, Timestamp};
use rayon::{ThreadPool, ThreadPoolBuilder};
use std::{
    fmt::Display,
    path::{Path, PathBuf},
    sync::Arc,
};
use tokio::{fs, sync::oneshot, task::spawn_blocking};

/// The kind of the recurring job that sweeps; [`Blobs`] is its handler.
pub const SWEEP: &str = "blobs.sweep";
/// How many rows one step of a sweep takes.
const STEP: u32 = 100;
/// How long a file stands without a reference before it goes, in milliseconds.
const UNUSED_FOR: i64 = Timestamp::HOUR;

/// The file store. Cheap to clone.
#[derive(Clone)]
pub struct Blobs {
    inner: Arc<Inner>,
}

struct Inner {
    db: Db,
    disk: Disk,
    options: Options,
    /// Photos are looked through by threads of their own: an allocator keeps for each thread what it once needed, and those that
    /// wait for disks are many.
    decoders: ThreadPool,
}

/// A file opened for reading.
#[derive(Debug)]
pub struct Opened {
    /// The file, at its beginning.
    pub file: fs::File,
    /// Bytes.
    pub size: u64,
    /// Its type.
    pub mime: String,
    /// SHA-256 of its bytes: an entity tag.
    pub hash: String,
}

/// A complete file, looked through, before it is recorded.
struct Ready {
    hash: String,
    size: u64,
    mime: &'static str,
    photo: Photo,
    /// Where each file is now, its hash and its size: the original, then the renditions there are.
    files: Vec<(PathBuf, String, u64)>,
}

impl Blobs {
    /// Opens the store, making its folders when they are missing.
    ///
    /// # Errors
    /// [`BlobError::Config`] when the folder cannot be used.
    pub fn open(db: Db, options: Options) -> Result<Self, BlobError> {
        let disk = Disk::open(&options.folder).map_err(|error| {
            BlobError::Config(format!("file store {}: {error}", options.folder.display()))
        })?;
        let decoders = ThreadPoolBuilder::new().num_threads(options.decoders.max(1));
        let decoders = decoders.thread_name(|n| format!("photos-{n}")).panic_handler(|_| {}).build();
        let decoders = decoders.map_err(|error| BlobError::Config(format!("threads for photos: {error}")))?;
        Ok(Self { inner: Arc::new(Inner { db, disk, options, decoders }) })
    }

    /// How files are kept.
    pub fn options(&self) -> &Options {
        &self.inner.options
    }

    /// Announces a file of `length` bytes, to come in pieces.
    ///
    /// # Errors
    /// [`BlobError::Empty`], [`BlobError::TooLarge`]
    pub async fn begin(&self, ctx: &Ctx, length: i64) -> Result<Upload, BlobError> {
        let limit = self.inner.options.max_bytes;
        match length {
            ..=0 => return Err(BlobError::Empty),
            _ if length > limit => return Err(BlobError::TooLarge { limit }),
            _ => {}
        }
        let upload = self.new_upload(ctx, length);
        fs::File::create(self.inner.disk.part(&upload.id)).await?;
        let (row, now) = (upload.clone(), ctx.now);
        self.write(ctx, move |tx| {
            let row = row.clone();
            Box::pin(async move { Ok(store::begin(tx, &row, now).await?) })
        })
        .await?;
        Ok(upload)
    }

    /// Adds a piece that begins at `offset`. What came is safe even when the sender stops half way; the last piece
    /// completes the file.
    ///
    /// # Errors
    /// [`BlobError::NoUpload`], [`BlobError::Offset`], [`BlobError::TooLong`], [`BlobError::Interrupted`], and those of
    /// [`Blobs::store`] at the end. A file that is refused is gone.
    pub async fn append<S, E>(&self, ctx: &Ctx, id: &str, offset: i64, piece: S) -> Result<Upload, BlobError>
    where
        S: Stream<Item = Result<Bytes, E>> + Send,
        E: Display,
    {
        let upload = self.upload(ctx, id).await?;
        if upload.received != offset {
            return Err(BlobError::Offset { received: upload.received, offset });
        }
        if upload.blob.is_some() {
            return Ok(upload);
        }
        let (path, room) = (self.inner.disk.part(id), upload.length - offset);
        let overflow = || BlobError::TooLong { length: upload.length };
        let Received { bytes, trouble } = receive(&path, offset, room, piece, overflow).await?;
        let upload = self.advance(ctx, upload, bytes).await?;
        match trouble {
            Some(trouble) => Err(trouble),
            None => self.finish_if_complete(ctx, upload).await,
        }
    }

    /// How an upload stands. One whose bytes are all there is completed, should its last request have died on the way.
    ///
    /// # Errors
    /// [`BlobError::NoUpload`], and those of [`Blobs::store`]
    pub async fn status(&self, ctx: &Ctx, id: &str) -> Result<Upload, BlobError> {
        let upload = self.upload(ctx, id).await?;
        self.finish_if_complete(ctx, upload).await
    }

    /// Gives up an upload that is not complete.
    ///
    /// # Errors
    /// [`BlobError::NoUpload`] when there is none, or it is complete.
    pub async fn abandon(&self, ctx: &Ctx, id: &str) -> Result<(), BlobError> {
        let row = id.to_owned();
        let gone = self.write(ctx, move |tx| {
            let row = row.clone();
            Box::pin(async move { Ok(store::abandon(tx, &row).await?) })
        });
        if !gone.await? {
            return Err(BlobError::NoUpload);
        }
        disk::found(fs::remove_file(self.inner.disk.part(id)).await)?;
        Ok(())
    }

    /// Takes a whole file in.
    ///
    /// # Errors
    /// [`BlobError::Empty`], [`BlobError::TooLarge`], [`BlobError::Type`], [`BlobError::Unreadable`],
    /// [`BlobError::TooManyPixels`], [`BlobError::Interrupted`]: nothing remains then.
    pub async fn store<S, E>(&self, ctx: &Ctx, file: S) -> Result<Upload, BlobError>
    where
        S: Stream<Item = Result<Bytes, E>> + Send,
        E: Display,
    {
        self.take_in(ctx, file, sniff::sniff).await
    }

    /// Takes a whole file in, whatever it is: what another protocol's clients attach. A type that is not of the list is kept as
    /// `application/octet-stream`, which nobody's browser shows; a photo that cannot be decoded too.
    ///
    /// # Errors
    /// [`BlobError::Empty`], [`BlobError::TooLarge`], [`BlobError::Interrupted`]: nothing remains then.
    pub async fn store_any<S, E>(&self, ctx: &Ctx, file: S) -> Result<Upload, BlobError>
    where
        S: Stream<Item = Result<Bytes, E>> + Send,
        E: Display,
    {
        self.take_in(ctx, file, sniff::sniff_any).await
    }

    async fn take_in<S, E>(&self, ctx: &Ctx, file: S, sniffer: Sniffer) -> Result<Upload, BlobError>
    where
        S: Stream<Item = Result<Bytes, E>> + Send,
        E: Display,
    {
        let limit = self.inner.options.max_bytes;
        let mut upload = self.new_upload(ctx, 0);
        let path = Parts(vec![self.inner.disk.part(&upload.id)]);
        let overflow = || BlobError::TooLarge { limit };
        let Received { bytes, trouble } = receive(&path.0[0], 0, limit, file, overflow).await?;
        if let Some(trouble) = trouble {
            return Err(trouble);
        }
        if bytes == 0 {
            return Err(BlobError::Empty);
        }
        (upload.length, upload.received) = (bytes, bytes);
        self.finish(ctx, upload, sniffer).await
    }

    /// Opens a file; `None` when the blob has no such rendition. Who may see it is for the owner's room to say.
    ///
    /// # Errors
    /// [`BlobError::Disk`], also when the file is missing.
    pub async fn read(&self, blob: &Blob, rendition: Rendition) -> Result<Option<Opened>, BlobError> {
        let Some(hash) = blob.hash_of(rendition) else { return Ok(None) };
        let file = fs::File::open(self.inner.disk.path(hash)).await?;
        let size = file.metadata().await?.len();
        let mime = if rendition == Rendition::Original { &blob.mime } else { "image/jpeg" };
        Ok(Some(Opened { file, size, mime: mime.into(), hash: hash.into() }))
    }

    /// Throws away expired uploads and files that nobody refers to any more; meant to recur. Answers how many uploads
    /// and files went.
    ///
    /// # Errors
    /// [`BlobError::Db`], [`BlobError::Disk`]; the next sweep goes on from there.
    pub async fn sweep(&self, ctx: &Ctx) -> Result<(usize, usize), BlobError> {
        let mut gone = (0, 0);
        self.settle_left_out().await?;
        loop {
            let uploads = self.sweep_uploads(ctx).await?;
            gone.0 += uploads;
            if uploads < STEP as usize {
                break;
            }
        }
        loop {
            let files = self.sweep_files(ctx).await?;
            gone.1 += files;
            if files < STEP as usize {
                break;
            }
        }
        self.sweep_parts(ctx).await?;
        Ok(gone)
    }

    fn new_upload(&self, ctx: &Ctx, length: i64) -> Upload {
        let expires_at = ctx.now.plus(self.inner.options.expire_after);
        Upload { id: ctx.secret(), length, received: 0, expires_at, blob: None }
    }

    async fn upload(&self, ctx: &Ctx, id: &str) -> Result<Upload, BlobError> {
        let mut tx = self.inner.db.read().await?;
        store::upload(&mut tx, id, ctx.now).await?.ok_or(BlobError::NoUpload)
    }

    async fn write<T, F>(&self, ctx: &Ctx, work: F) -> Result<T, BlobError>
    where
        T: Send + 'static,
        F: for<'a> Fn(&'a mut Tx) -> TxFuture<'a, T, BlobError> + Send + Sync + 'static,
    {
        self.inner.db.write(ctx, work).await
    }

    async fn advance(&self, ctx: &Ctx, upload: Upload, bytes: i64) -> Result<Upload, BlobError> {
        let (from, to) = (upload.received, upload.received + bytes);
        if bytes > 0 {
            let id = upload.id.clone();
            let advanced = self.write(ctx, move |tx| {
                let id = id.clone();
                Box::pin(async move { Ok(store::advance(tx, &id, from, to).await?) })
            });
            if !advanced.await? {
                let received = self.upload(ctx, &upload.id).await?.received;
                return Err(BlobError::Offset { received, offset: from });
            }
        }
        Ok(Upload { received: to, ..upload })
    }

    async fn finish_if_complete(&self, ctx: &Ctx, upload: Upload) -> Result<Upload, BlobError> {
        if upload.blob.is_some() || upload.received < upload.length {
            return Ok(upload);
        }
        let id = upload.id.clone();
        match self.finish(ctx, upload, sniff::sniff).await {
            Err(error) if !matches!(error, BlobError::Db(_)) => match self.upload(ctx, &id).await {
                // Another request finished it, and took the parts away under our hands.
                Ok(upload) if upload.blob.is_some() => Ok(upload),
                _ => {
                    // The file is refused for good; trouble with the disk may pass.
                    if !matches!(error, BlobError::Disk(_)) {
                        self.abandon(ctx, &id).await.ok();
                    }
                    Err(error)
                }
            },
            answer => answer,
        }
    }

    /// Looks a complete file through, puts it in its place, and records it.
    async fn finish(&self, ctx: &Ctx, upload: Upload, sniffer: Sniffer) -> Result<Upload, BlobError> {
        let part = self.inner.disk.part(&upload.id);
        let attempt = ctx.secret();
        let parts =
            Parts(["stripped", "thumb"].map(|what| part.with_extension(format!("{attempt}.{what}"))).into());
        let ready = self.look_through(part.clone(), parts.0.clone(), sniffer).await?;
        let ready = self.blocking(move |inner| {
            for (path, hash, _) in &ready.files {
                inner.disk.install(path, hash)?;
            }
            Ok(ready)
        });
        let ready = ready.await?;
        let blob = self.blob(ctx, &ready);
        let files: Vec<_> = ready.files.iter().map(|(_, hash, size)| (hash.clone(), *size)).collect();
        let row = Arc::new((upload, blob, files));
        let write = {
            let row = row.clone();
            self.write(ctx, move |tx| {
                let row = row.clone();
                Box::pin(async move { Ok(store::finish(tx, &row.0, &row.1, &row.2).await?) })
            })
        };
        let (upload, blob, _) = &*row;
        if !write.await? {
            return self.upload(ctx, &upload.id).await;
        }
        // A sweep may have taken a file of the same content away between the two; now that the row stands, it will not.
        let ready = self.blocking(move |inner| {
            for (path, hash, _) in &ready.files {
                inner.disk.install(path, hash)?;
            }
            Ok(())
        });
        ready.await?;
        drop(Parts(vec![part]));
        Ok(Upload { received: upload.length, blob: Some(blob.clone()), ..upload.clone() })
    }

    fn blob(&self, ctx: &Ctx, ready: &Ready) -> Blob {
        let hash = |n: usize| ready.files.get(n).map(|(_, hash, _)| hash.clone());
        Blob {
            id: ctx.id(),
            hash: ready.hash.clone(),
            size: i64::try_from(ready.size).unwrap_or(i64::MAX),
            mime: ready.mime.into(),
            pixels: ready.photo.pixels,
            position: ready.photo.said.position,
            taken_at: ready.photo.said.taken_at,
            owner: None,
            created_at: ctx.now,
            stripped: hash(1),
            thumb: hash(2),
        }
    }

    async fn look_through(
        &self,
        part: PathBuf,
        renditions: Vec<PathBuf>,
        sniffer: Sniffer,
    ) -> Result<Ready, BlobError> {
        let (done, looked) = oneshot::channel();
        let options = self.inner.options.clone();
        // whoever waited may have gone
        let work = move || drop(done.send(look_through(&part, &renditions, sniffer, &options)));
        self.inner.decoders.spawn(work);
        looked.await.map_err(|error| BlobError::Decoder(error.to_string()))?
    }

    async fn blocking<T: Send + 'static>(
        &self,
        work: impl FnOnce(&Inner) -> Result<T, BlobError> + Send + 'static,
    ) -> Result<T, BlobError> {
        let inner = self.inner.clone();
        spawn_blocking(move || work(&inner)).await.map_err(|error| BlobError::Decoder(error.to_string()))?
    }

    async fn sweep_uploads(&self, ctx: &Ctx) -> Result<usize, BlobError> {
        let within = ctx.clone();
        let ids = self.write(ctx, move |tx| {
            let ctx = within.clone();
            Box::pin(async move { Ok(store::expire(tx, &ctx, STEP).await?) })
        });
        let ids = ids.await?;
        for id in &ids {
            disk::found(fs::remove_file(self.inner.disk.part(id)).await)?;
        }
        Ok(ids.len())
    }

    async fn sweep_files(&self, ctx: &Ctx) -> Result<usize, BlobError> {
        let before = ctx.now.plus(-UNUSED_FOR);
        let hashes = self
            .write(ctx, move |tx| Box::pin(async move { Ok(store::forget_files(tx, before, STEP).await?) }));
        let hashes = hashes.await?;
        for hash in &hashes {
            let hash = hash.clone();
            self.blocking(move |inner| Ok(inner.disk.take_out(&hash)?)).await?;
        }
        self.settle_left_out().await?;
        Ok(hashes.len())
    }

    /// What was taken out goes, or goes back where somebody has uploaded the same content meanwhile. Whoever records
    /// the content after this look finds the file missing, and puts it back from its own copy.
    async fn settle_left_out(&self) -> Result<(), BlobError> {
        for hash in self.blocking(|inner| Ok(inner.disk.left_out()?)).await? {
            let known = store::knows_file(&mut self.inner.db.read().await?, &hash).await?;
            let settle = move |inner: &Inner| {
                let settled = if known { inner.disk.put_back(&hash) } else { inner.disk.throw_away(&hash) };
                Ok(settled?)
            };
            self.blocking(settle).await?;
        }
        Ok(())
    }

    /// Leftovers of requests that died.
    async fn sweep_parts(&self, ctx: &Ctx) -> Result<(), BlobError> {
        let before = ctx.now.plus(-self.inner.options.expire_after - Timestamp::DAY);
        for part in self.blocking(move |inner| Ok(inner.disk.stale_parts(before.0)?)).await? {
            disk::found(fs::remove_file(part).await)?;
        }
        Ok(())
    }
}

#[async_trait::async_trait]
impl Handler for Blobs {
    async fn run(&self, ctx: Ctx, _: Job) -> Result<(), Failure> {
        let (uploads, files) = self.sweep(&ctx).await?;
        tracing::debug!(uploads, files, "swept");
        Ok(())
    }
}

/// Files that go when this goes.
struct Parts(Vec<PathBuf>);

impl Drop for Parts {
    fn drop(&mut self) {
        for path in &self.0 {
            if let Err(error) = disk::found(std::fs::remove_file(path)) {
                tracing::warn!(%error, "a leftover of an upload could not be removed");
            }
        }
    }
}

/// What tells the type of a file by its first bytes.
type Sniffer = fn(&[u8]) -> Result<&'static str, String>;

/// The renditions of a photo.
fn develop(
    part: &Path,
    (mime, size): (&'static str, u64),
    renditions: &[PathBuf],
    options: &Options,
) -> Result<Photo, BlobError> {
    if size > options.max_photo_bytes.unsigned_abs() {
        return Err(BlobError::TooLarge { limit: options.max_photo_bytes });
    }
    photo::develop(part, (mime, size), (&renditions[0], &renditions[1]), options)
}

/// Type, hash, and for photos the renditions.
fn look_through(
    part: &Path,
    renditions: &[PathBuf],
    sniffer: Sniffer,
    options: &Options,
) -> Result<Ready, BlobError> {
    let (hash, size, head) = disk::digest(part, sniff::HEAD)?;
    let mut mime = sniffer(&head).map_err(BlobError::Type)?;
    let mut files = vec![(part.to_path_buf(), hash.clone(), size)];
    let mut photo = Photo::default();
    if sniff::is_photo(mime) {
        match develop(part, (mime, size), renditions, options) {
            Ok(developed) => photo = developed,
            // whatever it is, it is kept: as what nobody shows
            Err(error) if sniffer(&[]).is_ok() && !matches!(error, BlobError::Disk(_)) => {
                mime = sniff::ANYTHING
            }
            Err(error) => return Err(error),
        }
    }
    if photo.pixels.is_some() {
        for path in renditions {
            let (hash, size, _) = disk::digest(path, 0)?;
            files.push((path.clone(), hash, size));
        }
    }
    Ok(Ready { hash, size, mime, photo, files })
}
