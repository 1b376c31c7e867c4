//! Bytes from a stream into a file.

use crate::BlobError;
use bytes::Bytes;
use futures::{Stream, StreamExt as _};
use std::{fmt::Display, io::SeekFrom, path::Path};
use tokio::{
    fs::OpenOptions,
    io::{AsyncSeekExt as _, AsyncWriteExt as _, BufWriter},
};

/// What came: how many bytes are safe now, and what stopped the stream early, if anything did.
pub(crate) struct Received {
    pub(crate) bytes: i64,
    pub(crate) trouble: Option<BlobError>,
}

/// Writes a stream from `offset` on, at most `room` bytes, and makes them safe before it answers. `overflow` is the
/// error when more comes.
pub(crate) async fn receive<S, E>(
    path: &Path,
    offset: i64,
    room: i64,
    stream: S,
    overflow: impl FnOnce() -> BlobError,
) -> Result<Received, BlobError>
where
    S: Stream<Item = Result<Bytes, E>>,
    E: Display,
{
    let file = OpenOptions::new().create(true).truncate(false).write(true).open(path).await?;
    let mut file = BufWriter::with_capacity(1 << 16, file);
    file.seek(SeekFrom::Start(offset.unsigned_abs())).await?;
    let (mut bytes, mut trouble) = (0, None);
    let mut stream = std::pin::pin!(stream);
    while let Some(chunk) = stream.next().await {
        let chunk = match chunk {
            Ok(chunk) => chunk,
            Err(error) => {
                trouble = Some(BlobError::Interrupted(error.to_string()));
                break;
            }
        };
        let length = i64::try_from(chunk.len()).unwrap_or(i64::MAX);
        if length > room - bytes {
            trouble = Some(overflow());
            break;
        }
        file.write_all(&chunk).await?;
        bytes += length;
    }
    file.flush().await?;
    file.get_ref().sync_all().await?;
    Ok(Received { bytes, trouble })
}
