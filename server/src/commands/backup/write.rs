//! Making a backup: one snapshot of the database, read while others write, then the attachments that it names.

use super::archive::{FORMAT, Files, KEY, Manifest, Part, Torn, Writer};
use super::rows::{self, Pieces};
use crate::{app::StartError, config::Config, progress::Progress};
use db::{Db, DbError, Table, Tx};
use kernel::Env;
use sha2::{Digest as _, Sha256};
use std::{
    collections::BTreeMap,
    fs::{self, File},
    io::{self, BufWriter, Read as _, Seek as _, Write},
    path::Path,
};

/// What may go wrong.
#[derive(Debug, thiserror::Error)]
pub enum Trouble {
    #[error(transparent)]
    Archive(#[from] Torn),
    #[error(transparent)]
    Database(#[from] DbError),
    #[error(transparent)]
    File(#[from] io::Error),
}

impl From<Trouble> for StartError {
    fn from(trouble: Trouble) -> Self {
        Self::other(trouble)
    }
}

/// Writes a backup of a deployment to `to`, which must not be there yet; it stands under its name only when it is whole
/// and on the disk.
pub async fn write(
    config: &Config,
    env: &dyn Env,
    to: &Path,
    with_key: bool,
) -> Result<Manifest, StartError> {
    if to.exists() {
        return Err(StartError::Other(format!("{}: is there already", to.display())));
    }
    let options = db::Options { writable: false, connections: 2, ..db::Options::default() };
    let db = Db::open(&config.database(), options).await?;
    let half = to.with_extension("partial");
    let made = async {
        let mut writer = Writer::new(BufWriter::with_capacity(1 << 20, private(&half)?));
        let mut tx = db.read().await?;
        let migrations = tx.versions().await?;
        let tables = tables(&mut tx, &mut writer).await?;
        attachments(&mut tx, &mut writer, &config.data().join("blobs")).await?;
        drop(tx);
        if with_key {
            writer.part(KEY, key(config)?.as_bytes())?;
        }
        let about = |parts: Vec<Part>, files: Files| Manifest {
            format: FORMAT,
            product: env!("CARGO_PKG_VERSION").into(),
            made_at: env.now().0,
            engine: if db.is_sqlite() { "sqlite" } else { "postgres" }.into(),
            migrations,
            tables,
            parts,
            files,
        };
        let (manifest, out) = writer.finish(about)?;
        let file = out.into_inner().map_err(io::IntoInnerError::into_error)?;
        file.sync_all()?;
        Ok::<_, Trouble>(manifest)
    };
    let made = made.await;
    db.close().await;
    match made {
        Ok(manifest) => {
            let named = fs::rename(&half, to).and_then(|()| sync_folder(to));
            named.map_err(Trouble::from)?;
            Ok(manifest)
        }
        Err(trouble) => {
            let _ = fs::remove_file(&half);
            Err(trouble.into())
        }
    }
}

/// Makes the name of a file safe.
pub fn sync_folder(path: &Path) -> io::Result<()> {
    let folder = path.parent().filter(|p| !p.as_os_str().is_empty()).unwrap_or(Path::new("."));
    File::open(folder)?.sync_all()
}

/// A new file that its owner alone can read: it holds what people said.
pub fn private(path: &Path) -> io::Result<File> {
    let mut options = File::options();
    options.write(true).create(true).truncate(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options.open(path)
}

/// The key as it stands in the configuration or in the data folder.
fn key(config: &Config) -> io::Result<String> {
    if config.vault_key.is_empty() {
        fs::read_to_string(config.data().join("vault.key"))
    } else {
        Ok(config.vault_key.clone())
    }
}

async fn tables<W: Write + Send>(
    tx: &mut Tx,
    writer: &mut Writer<W>,
) -> Result<BTreeMap<String, u64>, Trouble> {
    let progress = Progress::new("rows", None);
    let (mut counts, mut done) = (BTreeMap::new(), 0u64);
    for table in tx.tables().await? {
        let rows = one_table(tx, writer, &table, |n| progress.at(done + n)).await?;
        done += rows;
        counts.insert(table.name.to_owned(), rows);
    }
    progress.done();
    Ok(counts)
}

async fn one_table<W: Write + Send>(
    tx: &mut Tx,
    writer: &mut Writer<W>,
    table: &Table,
    progress: impl Fn(u64) + Send + Sync,
) -> Result<u64, Trouble> {
    let (mut pieces, mut number, mut rows) = (Pieces::new(table)?, 0, 0);
    let mut keep = |piece: Option<Vec<u8>>| -> Result<(), Torn> {
        let Some(piece) = piece else { return Ok(()) };
        number += 1;
        writer.part(&rows::name(table.name, number), &piece)
    };
    let n = tx
        .each_row(table, |values| {
            rows += 1;
            if rows % 1000 == 0 {
                progress(rows);
            }
            Ok::<_, Trouble>(keep(pieces.push(values)?)?)
        })
        .await?;
    keep(pieces.close()?)?;
    Ok(n)
}

async fn attachments<W: Write>(tx: &mut Tx, writer: &mut Writer<W>, root: &Path) -> Result<(), Trouble> {
    let progress = Progress::new("attachments", None);
    let (mut after, mut done) = (String::new(), 0);
    loop {
        let files = blobs::files(tx, &after).await?;
        let Some(last) = files.last() else { break };
        after.clone_from(&last.hash);
        for file in &files {
            match sound(&blobs::place(root, &file.hash), &file.hash) {
                Ok((from, size)) => writer.file(&file.hash, size, from)?,
                // what nobody refers to is on its way out
                Err(_) if !file.used => {}
                Err(why) => {
                    eprintln!("attachment {}: {why}", file.hash);
                    writer.missing(&file.hash);
                }
            }
            done += 1;
            progress.at(done);
        }
    }
    progress.done();
    Ok(())
}

/// A file whose bytes are what its name says, at its beginning.
fn sound(path: &Path, hash: &str) -> io::Result<(File, u64)> {
    let mut file = File::open(path)?;
    let (mut hasher, mut size, mut buffer) = (Sha256::new(), 0u64, vec![0u8; 1 << 16]);
    loop {
        let n = file.read(&mut buffer)?;
        if n == 0 {
            break;
        }
        hasher.update(&buffer[..n]);
        size += n as u64;
    }
    if hex::encode(hasher.finalize()) != hash {
        return Err(io::Error::other("its content is not what its name says"));
    }
    file.rewind()?;
    Ok((file, size))
}
