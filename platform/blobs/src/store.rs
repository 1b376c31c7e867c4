//! All SQL of the file store.

use crate::{Blob, Upload};
use db::{DbError, Row, Tx, args};
use kernel::{Ctx, Failure, Id, Refusal, Timestamp};

db::sql! {
    /// A file that will come in pieces.
    BEGIN = "INSERT INTO upload (id, length, received, expires_at, created_at) VALUES ($1, $2, 0, $3, $4)";
    /// A file on its way in.
    UPLOAD = "SELECT id, length, received, blob, expires_at FROM upload WHERE id = $1 AND expires_at > $2";
    /// More of it is safe, unless somebody else went on meanwhile.
    ADVANCE = "UPDATE upload SET received = $3 WHERE id = $1 AND received = $2 AND blob IS NULL";
    /// It is complete, unless somebody else finished it meanwhile.
    FINISH = "INSERT INTO upload (id, length, received, blob, expires_at, created_at) VALUES ($1, $2, $2, $3, $4, $5)
        ON CONFLICT (id) DO UPDATE SET received = excluded.received, blob = excluded.blob WHERE upload.blob IS NULL";
    /// The sender changed their mind.
    ABANDON = "DELETE FROM upload WHERE id = $1 AND blob IS NULL";
    /// An upload is attached: its id is used up.
    USE_UP = "DELETE FROM upload WHERE id = $1 RETURNING blob";
    /// The blob belongs to somebody.
    OWN = "UPDATE blob SET owner = $2, attached_at = $3 WHERE id = $1 AND owner IS NULL";
    /// A file is referred to.
    USE_FILE = "INSERT INTO blob_file (hash, size) VALUES ($1, $2)
        ON CONFLICT (hash) DO UPDATE SET unused_since = NULL";
    /// A new blob.
    INSERT = "INSERT INTO blob (id, hash, size, mime, width, height, exif_lon, exif_lat, taken_at, stripped_hash,
        thumb_hash, created_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)";
    /// One blob.
    GET = "SELECT id, hash, size, mime, width, height, exif_lon, exif_lat, taken_at, stripped_hash, thumb_hash, owner,
        created_at FROM blob WHERE id = $1";
    /// What belongs to somebody, oldest first.
    OF_OWNER = "SELECT id, hash, size, mime, width, height, exif_lon, exif_lat, taken_at, stripped_hash, thumb_hash,
        owner, created_at FROM blob WHERE owner = $1 ORDER BY id";
    /// A blob goes.
    DELETE = "DELETE FROM blob WHERE id = $1 RETURNING hash, stripped_hash, thumb_hash";
    /// The next uploads to be thrown away.
    EXPIRED = "SELECT id, blob FROM upload WHERE expires_at <= $1 ORDER BY expires_at LIMIT $2";
    /// An upload goes.
    DROP = "DELETE FROM upload WHERE id = $1";
    /// A file may have lost its last reference.
    DISUSE = "UPDATE blob_file SET unused_since = $2 WHERE hash = $1 AND unused_since IS NULL
        AND NOT EXISTS (SELECT 1 FROM blob WHERE hash = $1)
        AND NOT EXISTS (SELECT 1 FROM blob WHERE stripped_hash = $1)
        AND NOT EXISTS (SELECT 1 FROM blob WHERE thumb_hash = $1)";
    /// Files without a reference for long enough.
    UNUSED = "SELECT hash FROM blob_file WHERE unused_since <= $1 ORDER BY unused_since LIMIT $2";
    /// Such a file goes, if it still is one.
    FORGET_FILE = "DELETE FROM blob_file WHERE hash = $1 AND unused_since <= $2
        AND NOT EXISTS (SELECT 1 FROM blob WHERE hash = $1)
        AND NOT EXISTS (SELECT 1 FROM blob WHERE stripped_hash = $1)
        AND NOT EXISTS (SELECT 1 FROM blob WHERE thumb_hash = $1)";
    /// It is not: a reference came while the mark was set.
    KEEP_FILE = "UPDATE blob_file SET unused_since = NULL WHERE hash = $1";
    /// Files by hash, and whether anything refers to them.
    FILES = "SELECT hash, unused_since IS NULL AS used FROM blob_file WHERE hash > $1 ORDER BY hash LIMIT 1000";
    /// Whether a file is known.
    FILE = "SELECT size FROM blob_file WHERE hash = $1";
}

/// Attaches an upload to `owner` (`case/<id>`), in the transaction of the command that wants it. The upload's id is used
/// up: a second call finds nothing.
///
/// # Errors
/// `upload.not_found` (404), `upload.incomplete` (409); the caller names the field.
pub async fn attach(tx: &mut Tx, ctx: &Ctx, upload: &str, owner: &str) -> Result<Blob, Failure> {
    let Some(row) = tx.fetch_optional(&USE_UP, args![upload]).await? else {
        return Err(Refusal::not_found("upload").into());
    };
    let Some(id) = row.get::<Option<Id<Blob>>>("blob")? else {
        return Err(Refusal::conflict("upload.incomplete").into());
    };
    if tx.execute(&OWN, args![&id, owner, ctx.now]).await? == 0 {
        return Err(Refusal::not_found("upload").into());
    }
    get(tx, &id).await?.ok_or_else(|| Failure::Internal(format!("blob {id} is gone")))
}

/// One blob. Whether the caller may see it is for the owner's room to say.
pub async fn get(tx: &mut Tx, id: &Id<Blob>) -> Result<Option<Blob>, DbError> {
    tx.fetch_optional(&GET, args![id]).await?.as_ref().map(blob).transpose()
}

/// What belongs to `owner`, in the order it came in.
pub async fn of_owner(tx: &mut Tx, owner: &str) -> Result<Vec<Blob>, DbError> {
    tx.fetch_all(&OF_OWNER, args![owner]).await?.iter().map(blob).collect()
}

/// Removes a blob for good (retention, erasure); its files go with the next sweep unless another blob has the same
/// content. False when there is none.
pub async fn remove(tx: &mut Tx, ctx: &Ctx, id: &Id<Blob>) -> Result<bool, DbError> {
    let Some(row) = tx.fetch_optional(&DELETE, args![id]).await? else { return Ok(false) };
    for column in ["hash", "stripped_hash", "thumb_hash"] {
        if let Some(hash) = row.get::<Option<String>>(column)? {
            tx.execute(&DISUSE, args![hash, ctx.now]).await?;
        }
    }
    Ok(true)
}

/// A file on the disk.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stored {
    /// SHA-256 of its bytes, hexadecimal.
    pub hash: String,
    /// Whether anything refers to it; what is not used goes with the next sweep.
    pub used: bool,
}

/// The next thousand files after a hash, in the order of their hashes (backups).
pub async fn files(tx: &mut Tx, after: &str) -> Result<Vec<Stored>, DbError> {
    let rows = tx.fetch_all(&FILES, args![after]).await?;
    rows.iter().map(|r| Ok(Stored { hash: r.get("hash")?, used: r.get("used")? })).collect()
}

fn blob(row: &Row) -> Result<Blob, DbError> {
    let side = |name| Ok::<_, DbError>(row.get::<Option<i64>>(name)?.and_then(|n| u32::try_from(n).ok()));
    Ok(Blob {
        id: row.get("id")?,
        hash: row.get("hash")?,
        size: row.get("size")?,
        mime: row.get("mime")?,
        pixels: side("width")?.zip(side("height")?),
        position: row.get::<Option<f64>>("exif_lon")?.zip(row.get("exif_lat")?),
        taken_at: row.get("taken_at")?,
        owner: row.get("owner")?,
        created_at: row.get("created_at")?,
        stripped: row.get("stripped_hash")?,
        thumb: row.get("thumb_hash")?,
    })
}

pub(crate) async fn begin(tx: &mut Tx, upload: &Upload, now: Timestamp) -> Result<(), DbError> {
    tx.execute(&BEGIN, args![&upload.id, upload.length, upload.expires_at, now]).await.map(drop)
}

pub(crate) async fn upload(tx: &mut Tx, id: &str, now: Timestamp) -> Result<Option<Upload>, DbError> {
    let Some(row) = tx.fetch_optional(&UPLOAD, args![id, now]).await? else { return Ok(None) };
    let blob = match row.get::<Option<Id<Blob>>>("blob")? {
        Some(id) => get(tx, &id).await?,
        None => None,
    };
    Ok(Some(Upload {
        id: row.get("id")?,
        length: row.get("length")?,
        received: row.get("received")?,
        expires_at: row.get("expires_at")?,
        blob,
    }))
}

/// False when the upload does not stand at `from` any more.
pub(crate) async fn advance(tx: &mut Tx, id: &str, from: i64, to: i64) -> Result<bool, DbError> {
    Ok(tx.execute(&ADVANCE, args![id, from, to]).await? > 0)
}

pub(crate) async fn abandon(tx: &mut Tx, id: &str) -> Result<bool, DbError> {
    Ok(tx.execute(&ABANDON, args![id]).await? > 0)
}

/// Records a complete file; `files` are the hashes and sizes of the original and its renditions. False when somebody
/// else finished the upload meanwhile: then nothing is written.
pub(crate) async fn finish(
    tx: &mut Tx,
    upload: &Upload,
    blob: &Blob,
    files: &[(String, u64)],
) -> Result<bool, DbError> {
    let args = args![&upload.id, upload.length, &blob.id, upload.expires_at, blob.created_at];
    if tx.execute(&FINISH, args).await? == 0 {
        return Ok(false);
    }
    for (hash, size) in files {
        tx.execute(&USE_FILE, args![hash, *size]).await?;
    }
    let (width, height) = blob.pixels.unzip();
    let (lon, lat) = blob.position.unzip();
    let (stripped, thumb) = (blob.stripped.as_deref(), blob.thumb.as_deref());
    let args = args![
        &blob.id,
        &blob.hash,
        blob.size,
        &blob.mime,
        width,
        height,
        lon,
        lat,
        blob.taken_at,
        stripped,
        thumb,
        blob.created_at,
    ];
    tx.execute(&INSERT, args).await?;
    Ok(true)
}

/// Throws away up to `most` expired uploads with what they brought; answers their ids.
pub(crate) async fn expire(tx: &mut Tx, ctx: &Ctx, most: u32) -> Result<Vec<String>, DbError> {
    let mut ids = vec![];
    for row in tx.fetch_all(&EXPIRED, args![ctx.now, most]).await? {
        let id: String = row.get("id")?;
        // A command that attaches it just now has taken the row, and keeps the blob.
        if tx.execute(&DROP, args![&id]).await? > 0
            && let Some(blob) = row.get::<Option<Id<Blob>>>("blob")?
        {
            remove(tx, ctx, &blob).await?;
        }
        ids.push(id);
    }
    Ok(ids)
}

/// Forgets up to `most` files that nobody has referred to since `before`; answers their hashes.
pub(crate) async fn forget_files(tx: &mut Tx, before: Timestamp, most: u32) -> Result<Vec<String>, DbError> {
    let mut forgotten = vec![];
    for row in tx.fetch_all(&UNUSED, args![before, most]).await? {
        let hash: String = row.get("hash")?;
        if tx.execute(&FORGET_FILE, args![&hash, before]).await? > 0 {
            forgotten.push(hash);
        } else {
            tx.execute(&KEEP_FILE, args![&hash]).await?;
        }
    }
    Ok(forgotten)
}

pub(crate) async fn knows_file(tx: &mut Tx, hash: &str) -> Result<bool, DbError> {
    Ok(tx.fetch_optional(&FILE, args![hash]).await?.is_some())
}
