//! Restoring: the archive is read through before anything is touched, unpacked beside, verified like `jingwei verify`
//! does, and only then put into its place.

use super::archive::{self, BLOBS, Head, KEY, Manifest, Reader, Torn};
use super::rows;
use super::write::{Trouble, private, sync_folder};
use crate::{
    app::{self, StartError},
    commands::verify,
    config::Config,
    progress::Progress,
};
use db::{Db, DbError, Table};
use kernel::{Actor, Ctx, Env};
use protect::{Keys, Vault};
use std::{
    collections::BTreeMap,
    fs::{self, File},
    io::{BufReader, Write as _},
    path::{Path, PathBuf},
    sync::Arc,
};

/// Where things stand until they are verified, inside the data folder.
const BESIDE: &str = ".restore";

/// What was restored.
#[derive(Debug)]
pub struct Restored {
    /// What the archive said.
    pub manifest: Manifest,
    /// Facts that were verified.
    pub facts: u64,
}

/// Restores `from` into the deployment that the configuration describes, which must be empty. `key` is a file with the
/// vault's key, when neither the archive nor the deployment has it.
pub async fn restore(
    config: &Config,
    env: Arc<dyn Env>,
    from: &Path,
    key: Option<&Path>,
) -> Result<Restored, StartError> {
    ledger::choose(if config.digest == "sm3" { ledger::Digest::Sm3 } else { ledger::Digest::Sha256 });
    let manifest = look_through(from)?;
    let place = Place::of(config)?;
    place.is_empty()?;
    key_at_hand(config, &place, key, &manifest)?;
    let done = fill(config, &env, &place, from, key, manifest).await;
    if done.is_err() {
        let _ = fs::remove_dir_all(&place.beside);
    }
    done
}

/// The whole archive is as it was written.
fn look_through(from: &Path) -> Result<Manifest, StartError> {
    let file = File::open(from).map_err(|e| StartError::Other(format!("{}: {e}", from.display())))?;
    let total = file.metadata().map(|about| about.len()).ok();
    let progress = Progress::new("bytes", total);
    let manifest = archive::check(BufReader::with_capacity(1 << 20, file), |n| progress.at(n));
    progress.done();
    manifest.map_err(|torn| StartError::Other(format!("{}: {torn}", from.display())))
}

/// Where things go.
struct Place {
    data: PathBuf,
    beside: PathBuf,
    /// The file of a SQLite database, and where it stands until it is verified.
    sqlite: Option<(PathBuf, PathBuf)>,
    /// URL of the database while it is filled.
    url: String,
}

impl Place {
    fn of(config: &Config) -> Result<Self, StartError> {
        let data = config.data();
        let beside = data.join(BESIDE);
        let database = config.database();
        let sqlite = database
            .strip_prefix("sqlite:")
            .map(|path| (PathBuf::from(path.trim_start_matches("//")), beside.join("jingwei.db")));
        let url = match &sqlite {
            Some((_, beside)) => format!("sqlite:{}", beside.display()),
            None => database,
        };
        Ok(Self { data, beside, sqlite, url })
    }

    fn blobs(&self) -> PathBuf {
        self.data.join("blobs")
    }

    /// Nothing is ever overwritten.
    fn is_empty(&self) -> Result<(), StartError> {
        let taken = |path: &Path| {
            StartError::Other(format!("{}: is there already; restore into an empty place", path.display()))
        };
        if let Some((path, _)) = self.sqlite.as_ref().filter(|(path, _)| path.exists()) {
            return Err(taken(path));
        }
        if has_files(&self.blobs()) {
            return Err(taken(&self.blobs()));
        }
        Ok(())
    }

    fn failed(path: &Path) -> impl Fn(std::io::Error) -> StartError + '_ {
        move |e| StartError::Other(format!("{}: {e}", path.display()))
    }

    /// Makes the folder beside, without what an earlier restore may have left.
    fn prepare(&self) -> Result<(), StartError> {
        let _ = fs::remove_dir_all(&self.beside);
        fs::create_dir_all(self.beside.join("blobs")).map_err(Self::failed(&self.beside))
    }

    /// Key and attachments.
    fn put_files(&self) -> Result<(), StartError> {
        let (from, to) = (self.beside.join(KEY), self.data.join(KEY));
        if from.exists() && !to.exists() {
            fs::rename(&from, &to).map_err(Self::failed(&to))?;
        }
        let blobs = self.blobs();
        let _ = fs::remove_dir_all(&blobs); // empty folders at most: looked at before
        fs::rename(self.beside.join("blobs"), &blobs).map_err(Self::failed(&blobs))?;
        sync_folder(&blobs).map_err(Self::failed(&blobs))
    }

    /// The database file: from here on the restored deployment is the deployment.
    fn put_database(&self) -> Result<(), StartError> {
        let Some((path, beside)) = &self.sqlite else { return Ok(()) };
        if let Some(folder) = path.parent().filter(|p| !p.as_os_str().is_empty()) {
            fs::create_dir_all(folder).map_err(Self::failed(folder))?;
        }
        fs::rename(beside, path).map_err(Self::failed(path))?;
        sync_folder(path).map_err(Self::failed(path))
    }
}

fn has_files(folder: &Path) -> bool {
    let Ok(entries) = fs::read_dir(folder) else { return false };
    entries.flatten().any(|entry| !entry.path().is_dir() || has_files(&entry.path()))
}

async fn fill(
    config: &Config,
    env: &Arc<dyn Env>,
    place: &Place,
    from: &Path,
    key: Option<&Path>,
    manifest: Manifest,
) -> Result<Restored, StartError> {
    place.prepare()?;
    let ctx = Ctx::new(env.clone(), Actor::system("restore"), "restore");
    let options = db::Options {
        connections: config.connections,
        command_limit: std::time::Duration::from_secs(3600),
        ..db::Options::default()
    };
    let db = Db::open_to_restore(&place.url, options, &manifest.migrations).await.map_err(|e| match e {
        DbError::Config(why) => StartError::Other(format!("{}: {why}", from.display())),
        other => other.into(),
    })?;
    let done = async {
        load(&db, &ctx, place, from, &manifest).await?;
        let vault = vault(config, env.as_ref(), place, key)?;
        db.bring_up_to_date().await?;
        // facts that waited for their position when the backup was made
        ledger::sequencer::drain_all(&db, env).await?;
        let facts = verified(&db, &vault).await?;
        place.put_files()?;
        db.restored(&ctx).await?;
        Ok::<_, StartError>(facts)
    };
    let done = done.await;
    db.close().await;
    drop(db);
    let facts = done?;
    db::settle(&place.url).await?;
    place.put_database()?;
    let _ = fs::remove_dir_all(&place.beside);
    Ok(Restored { manifest, facts })
}

/// Rows into the database, attachments into the folder beside.
async fn load(db: &Db, ctx: &Ctx, place: &Place, from: &Path, manifest: &Manifest) -> Result<(), StartError> {
    let tables = db.read().await?.tables().await?;
    let tables: BTreeMap<&str, &Table> = tables.iter().map(|t| (t.name, t)).collect();
    for name in manifest.tables.keys() {
        let table = tables.get(name.as_str()).ok_or_else(|| {
            StartError::Other(format!("table {name}: its migrations do not make it; the archive is not ours"))
        })?;
        let table = (*table).clone();
        db.write(ctx, move |tx| {
            let table = table.clone();
            Box::pin(async move { tx.empty(&table).await })
        })
        .await?;
    }
    let file = File::open(from).map_err(Place::failed(from))?;
    let mut reader = Reader::new(BufReader::with_capacity(1 << 20, file));
    let progress = Progress::new("rows", Some(manifest.tables.values().sum()));
    let (mut rows, mut before) = (BTreeMap::new(), "the beginning".to_owned());
    let mut done = 0;
    while let Some(head) = reader.next(&before).map_err(Trouble::from)? {
        before.clone_from(&head.name);
        if let Some(hash) = head.name.strip_prefix(BLOBS) {
            put_blob(&mut reader, &head, &blobs::place(&place.beside.join("blobs"), hash))
                .map_err(Trouble::from)?;
            continue;
        }
        let bytes = reader.bytes(&head).map_err(Trouble::from)?;
        if head.name == KEY {
            let mut out = private(&place.beside.join(KEY)).map_err(Trouble::from)?;
            out.write_all(&bytes).and_then(|()| out.sync_all()).map_err(Trouble::from)?;
            continue;
        }
        let Some(name) = rows::table_of(&head.name) else { continue };
        let table = tables
            .get(name)
            .ok_or_else(|| Torn::part(&head.name, "is of no table"))
            .map_err(Trouble::from)?;
        let n = put_rows(db, ctx, table, &head.name, &bytes).await?;
        *rows.entry(name.to_owned()).or_insert(0) += n;
        done += n;
        progress.at(done);
    }
    progress.done();
    for (name, said) in &manifest.tables {
        let there = rows.get(name).copied().unwrap_or(0);
        if there != *said {
            return Err(StartError::Other(format!("table {name}: {there} rows, {said} in the manifest")));
        }
    }
    Ok(())
}

async fn put_rows(db: &Db, ctx: &Ctx, table: &Table, part: &str, piece: &[u8]) -> Result<u64, StartError> {
    let (columns, rows) = rows::unpack(part, piece, table).map_err(Trouble::from)?;
    let (name, n) = (table.name, rows.len() as u64);
    let load = Arc::new((columns, rows));
    db.write(ctx, move |tx| {
        let load = load.clone();
        Box::pin(async move { tx.bulk_insert(name, &load.0, &load.1).await })
    })
    .await
    .map_err(|e: DbError| StartError::Other(format!("{part}: {e}")))?;
    Ok(n)
}

/// One attachment, as [`archive::check`] has seen it.
fn put_blob(reader: &mut Reader<impl std::io::Read>, head: &Head, path: &Path) -> Result<(), Torn> {
    if let Some(folder) = path.parent() {
        fs::create_dir_all(folder)?;
    }
    let mut out = private(path)?;
    reader.pieces(head, |piece| Ok(out.write_all(piece)?))?;
    Ok(out.sync_all()?)
}

/// Told before hours of work.
fn key_at_hand(
    config: &Config,
    place: &Place,
    given: Option<&Path>,
    manifest: &Manifest,
) -> Result<(), StartError> {
    let inside = manifest.parts.iter().any(|part| part.name == KEY);
    let there = given.is_some_and(Path::exists) || place.data.join(KEY).exists();
    match inside || there || !config.vault_key.is_empty() {
        true => Ok(()),
        false => Err(StartError::Other(
            "the key of the protected values is not in this backup: give it with --vault-key FILE, \
             or put vault.key into the data folder"
                .into(),
        )),
    }
}

/// The key of the protected values: the configuration's, the deployment's, the archive's, or the one given. A new one
/// would be of no use, so that none is made.
fn vault(config: &Config, env: &dyn Env, place: &Place, given: Option<&Path>) -> Result<Vault, StartError> {
    if !config.vault_key.is_empty() {
        return Ok(Vault::new(app::keys(config, env)?));
    }
    let (own, beside) = (place.data.join(KEY), place.beside.join(KEY));
    if let Some(given) = given {
        let text = fs::read_to_string(given).map_err(Place::failed(given))?;
        let mut out = private(&beside).map_err(Place::failed(&beside))?;
        out.write_all(text.as_bytes()).and_then(|()| out.sync_all()).map_err(Place::failed(&beside))?;
    }
    let path = if own.exists() { own } else { beside };
    Ok(Vault::new(Keys::open_or_create(&path, env).map_err(StartError::other)?))
}

/// The same check as `jingwei verify`; anything broken ends the restore.
async fn verified(db: &Db, vault: &Vault) -> Result<u64, StartError> {
    let loaded = async { vault.load(&mut db.read().await?).await };
    let wrong = |e: kernel::Failure| {
        StartError::Other(format!("what the backup holds does not verify ({e}); is it the right key?"))
    };
    loaded.await.map_err(wrong)?;
    let progress = Progress::new("facts", None);
    let report = ledger::verify::verify_on_all_cores(db, verify::audits(vault), |n| progress.at(n)).await?;
    progress.done();
    if report.holds() {
        return Ok(report.facts);
    }
    for found in &report.breaks {
        eprintln!("BROKEN {found}");
    }
    let first = report.breaks.first().map(ToString::to_string).unwrap_or_default();
    Err(StartError::Other(format!(
        "what the backup holds does not verify ({} breaks, the first: {first}); is it the right key?",
        report.broken
    )))
}
