//! Commands and queries of packs. [`Packs`] keeps every version in memory, ready to run, and answers from there; the
//! shelf is one immutable [`Shelf`] that is swapped at once when the database has another.

use std::collections::{BTreeMap, HashMap};
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use arc_swap::ArcSwap;
use authz::{Thing, action};
use db::{Db, Tx};
use kernel::{Ctx, Failure, Refusal, Result, Timestamp};
use ledger::NewFact;
use serde::Serialize;
use serde_json::{Value, json};
use utoipa::ToSchema;
use workflow::{PostKind, Text, UnitFunction};

use crate::check::{Report, Section, check_dir, findings};
use crate::loaded::{CategoryEntry, Loaded};
use crate::rules::{self, Version};
use crate::store::{self, StateRow, VersionRow};
use crate::{COUNTY, PREFIX};

/// How often other nodes' changes are looked for, when nothing wakes us earlier.
const LOOK: Duration = Duration::from_secs(2);
/// How long to rest after a look: a busy database commits a hundred times a second.
const REST: Duration = Duration::from_millis(200);

/// Everything on the shelf at one moment.
#[derive(Debug, Default)]
pub struct Shelf {
    version: i64,
    by_hash: HashMap<String, Arc<Loaded>>,
    /// Of each pack, oldest first.
    versions: BTreeMap<String, Vec<VersionInfo>>,
    enabled: Vec<Arc<Loaded>>,
    /// What the packs in use declare, each code once.
    posts: BTreeMap<String, PostKind>,
    functions: BTreeMap<String, UnitFunction>,
}

/// One version of a pack.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct VersionInfo {
    /// Three numbers: `1.4.0`.
    pub version: String,
    /// SHA-256 of its canonical JSON, hexadecimal.
    pub hash: String,
    /// When it came into the house.
    pub added_at: Timestamp,
    /// Who brought it.
    pub added_by: String,
    /// Whether it is the one in use.
    pub enabled: bool,
}

/// What became of [`Packs::add`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct Added {
    /// The pack.
    pub id: String,
    /// Its version.
    pub version: String,
    /// Its hash.
    pub hash: String,
    /// False when this very version was there already.
    pub new: bool,
}

/// The service: one per process, shared.
pub struct Packs {
    db: Db,
    sections: Vec<Section>,
    shelf: ArcSwap<Shelf>,
    reloading: tokio::sync::Mutex<()>,
}

impl Packs {
    /// Loads the shelf. `sections` are those that other capabilities registered.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub async fn open(db: Db, sections: Vec<Section>) -> Result<Arc<Self>> {
        let shelf = Shelf::load(&mut db.read().await?, &Shelf::default()).await?;
        Ok(Arc::new(Self {
            db,
            sections,
            shelf: ArcSwap::from_pointee(shelf),
            reloading: Default::default(),
        }))
    }

    /// The shelf as it is now. Hold on to it for many questions in a row.
    pub fn shelf(&self) -> Arc<Shelf> {
        self.shelf.load_full()
    }

    /// A pack in a version, given by its number or its hash.
    pub fn pack(&self, id: &str, version: &str) -> Option<Arc<Loaded>> {
        self.shelf.load().pack(id, version)
    }

    /// The packs in use, in the order in which they came into use.
    pub fn enabled(&self) -> Vec<Arc<Loaded>> {
        self.shelf.load().enabled.clone()
    }

    /// A category of the packs in use with its pack; the first pack that has it.
    pub fn category(&self, code: &str) -> Option<(Arc<Loaded>, CategoryEntry)> {
        let shelf = self.shelf.load();
        shelf.enabled.iter().find_map(|pack| Some((pack.clone(), pack.category(code)?.clone())))
    }

    /// The pack in use that has this case type; the first that does.
    pub fn case_type(&self, code: &str) -> Option<Arc<Loaded>> {
        self.shelf.load().enabled.iter().find(|pack| pack.flow(code).is_some()).cloned()
    }

    /// The kinds of posts that the packs in use declare, each once.
    pub fn post_kinds(&self) -> Vec<PostKind> {
        self.shelf.load().posts.values().cloned().collect()
    }

    /// One of them.
    pub fn post_kind(&self, code: &str) -> Option<PostKind> {
        self.shelf.load().posts.get(code).cloned()
    }

    /// The functions of units that the packs in use declare, each once.
    pub fn functions(&self) -> Vec<UnitFunction> {
        self.shelf.load().functions.values().cloned().collect()
    }

    /// Judges a folder, with the sections that other capabilities registered.
    pub fn check_dir(&self, path: &Path) -> Report {
        check_dir(path, &self.sections)
    }

    /// Judges a folder and keeps it as a version; None when it is not sound (the report says why).
    ///
    /// # Errors
    /// As [`Packs::add`].
    pub async fn add_dir(&self, ctx: &Ctx, path: &Path) -> Result<(Report, Option<Added>)> {
        let mut report = self.check_dir(path);
        let added = match report.pack.take() {
            Some(pack) => Some(self.add(ctx, pack).await?),
            None => None,
        };
        Ok((report, added))
    }

    /// Keeps a sound pack as a version. The same version again changes nothing.
    ///
    /// # Errors
    /// `pack.version_exists`: the number is taken by other content. `pack.unsound`: a section fails its checker.
    pub async fn add(&self, ctx: &Ctx, pack: Loaded) -> Result<Added> {
        let ctx = &in_charge(ctx)?;
        let document: Value = serde_json::from_str(pack.canonical())?;
        let found = findings(&document, &self.sections);
        if let Some(first) = found.first() {
            return Err(Refusal::rule("pack.unsound").at(&first.path).with("findings", json!(found)).into());
        }
        let row = VersionRow {
            hash: pack.hash.clone(),
            id: pack.pack.id.clone(),
            version: pack.pack.version.clone(),
            added_at: ctx.now,
            added_by: ctx.actor.id.clone(),
        };
        let (inner, content) = (ctx.clone(), pack.canonical().to_owned());
        let added = self
            .db
            .write(ctx, move |tx| {
                let (ctx, row, content) = (inner.clone(), row.clone(), content.clone());
                Box::pin(async move { keep(tx, &ctx, row, &content).await })
            })
            .await?;
        self.refresh().await?;
        Ok(added)
    }

    /// Puts a version (number or hash) into use.
    ///
    /// # Errors
    /// `pack.not_found`, `pack.version_not_found`, `pack.post_conflict`.
    pub async fn enable(&self, ctx: &Ctx, id: &str, version: &str) -> Result<()> {
        let ctx = &in_charge(ctx)?;
        self.refresh().await?;
        let shelf = self.shelf();
        if !shelf.versions.contains_key(id) {
            return Err(Refusal::not_found("pack").into());
        }
        let pack = shelf.pack(id, version).ok_or_else(|| {
            let known: Vec<&str> = shelf.versions(id).iter().map(|v| v.version.as_str()).collect();
            Refusal::rule("pack.version_not_found")
                .at("/version")
                .got(version)
                .want(format!("one of: {}", known.join(", ")))
        })?;
        rules::fits(&pack, shelf.enabled.iter().map(AsRef::as_ref))?;
        let data = Version { version: pack.pack.version.clone(), hash: pack.hash.clone() };
        self.set(ctx, id, rules::ENABLED, data).await
    }

    /// Switches a pack off: nothing new is registered under it, its cases go on.
    ///
    /// # Errors
    /// `pack.not_found` when it is not in use.
    pub async fn disable(&self, ctx: &Ctx, id: &str) -> Result<()> {
        let ctx = &in_charge(ctx)?;
        self.refresh().await?;
        let shelf = self.shelf();
        let pack = shelf.enabled(id).ok_or_else(|| Refusal::not_found("pack"))?;
        let data = Version { version: pack.pack.version.clone(), hash: pack.hash.clone() };
        self.set(ctx, id, rules::DISABLED, data).await
    }

    async fn set(&self, ctx: &Ctx, id: &str, act: &'static str, data: Version) -> Result<()> {
        let (inner, id) = (ctx.clone(), id.to_owned());
        self.db
            .write(ctx, move |tx| {
                let (ctx, id, data) = (inner.clone(), id.clone(), data.clone());
                Box::pin(async move { change(tx, &ctx, &id, act, &data).await })
            })
            .await?;
        self.refresh().await.map(drop)
    }

    /// Looks whether the database has another shelf, and then swaps it. Answers whether it did.
    ///
    /// # Errors
    /// When the database cannot be read; the shelf stays as it is.
    pub async fn refresh(&self) -> Result<bool> {
        let _one = self.reloading.lock().await;
        let mut tx = self.db.read().await?;
        let present = self.shelf.load_full();
        if store::shelf(&mut tx).await? == present.version {
            return Ok(false);
        }
        let next = Shelf::load(&mut tx, &present).await?;
        tracing::info!(version = next.version, packs = next.versions.len(), "packs");
        self.shelf.store(Arc::new(next));
        Ok(true)
    }

    /// Keeps the shelf fresh until dropped: woken by commits of this process, and every two seconds for other nodes'.
    pub async fn follow(self: Arc<Self>) {
        let mut changes = self.db.changes();
        loop {
            if let Ok(Err(_)) = tokio::time::timeout(LOOK, changes.changed()).await {
                return;
            }
            if let Err(error) = self.refresh().await {
                tracing::warn!(%error, "packs not refreshed");
                tokio::time::sleep(LOOK).await;
            }
            tokio::time::sleep(REST).await;
        }
    }
}

/// The context in the post that allows changing packs.
fn in_charge(ctx: &Ctx) -> Result<Ctx> {
    let grant = authz::require(&ctx.actor, action::PACK_WRITE, &Thing::of("pack"))?;
    Ok(match grant {
        Some(grant) => ctx.clone().in_post(grant.post.clone()),
        None => ctx.clone(),
    })
}

async fn keep(tx: &mut Tx, ctx: &Ctx, row: VersionRow, content: &str) -> Result<Added, Failure> {
    let mut head = ledger::open(tx, COUNTY, &format!("{PREFIX}{}", row.id)).await?;
    let mut added =
        Added { id: row.id.clone(), version: row.version.clone(), hash: row.hash.clone(), new: false };
    match store::by_number(tx, &row.id, &row.version).await? {
        Some(hash) if hash == row.hash => return Ok(added),
        Some(_) => {
            return Err(Refusal::conflict("pack.version_exists").at("version").got(&row.version).into());
        }
        None => {}
    }
    store::insert(tx, &row, content).await?;
    let fact = NewFact::new(rules::ADDED, 1, &Version { version: row.version, hash: row.hash })?;
    ledger::append(tx, ctx, &mut head, &[fact]).await?;
    store::touch(tx).await?;
    added.new = true;
    Ok(added)
}

async fn change(tx: &mut Tx, ctx: &Ctx, id: &str, act: &str, data: &Version) -> Result<(), Failure> {
    let mut head = ledger::open(tx, COUNTY, &format!("{PREFIX}{id}")).await?;
    let before = store::state(tx, id).await?;
    let after = rules::apply(before.clone(), id, act, data, ctx.now);
    let (Some(after), true) = (&after, after != before) else { return Ok(()) };
    if after.hash == before.as_ref().and_then(|b| b.hash.clone()) {
        return Ok(());
    }
    store::set_state(tx, after).await?;
    ledger::append(tx, ctx, &mut head, &[NewFact::new(act, 1, data)?]).await?;
    Ok(store::touch(tx).await?)
}

impl Shelf {
    /// Reads the shelf; what `known` has ready is not made ready again.
    async fn load(tx: &mut Tx, known: &Shelf) -> Result<Self> {
        let version = store::shelf(tx).await?;
        let rows = store::versions(tx).await?;
        let states = store::states(tx).await?;
        let mut by_hash = HashMap::new();
        for row in &rows {
            if let Some(pack) = ready(tx, row, known).await? {
                by_hash.insert(row.hash.clone(), pack);
            }
        }
        let in_use = |hash: &str| states.iter().any(|s| s.hash.as_deref() == Some(hash));
        let mut versions: BTreeMap<String, Vec<VersionInfo>> = BTreeMap::new();
        for row in rows {
            let enabled = in_use(&row.hash);
            versions.entry(row.id).or_default().push(VersionInfo {
                version: row.version,
                hash: row.hash,
                added_at: row.added_at,
                added_by: row.added_by,
                enabled,
            });
        }
        let of = |state: &StateRow| by_hash.get(state.hash.as_ref()?).cloned();
        let enabled: Vec<Arc<Loaded>> = states.iter().filter_map(of).collect();
        let posts = words(&enabled, |pack| &pack.pack.posts, |post| &post.code);
        let functions = words(&enabled, |pack| &pack.pack.functions, |function| &function.code);
        Ok(Self { version, by_hash, versions, enabled, posts, functions })
    }

    /// A pack in a version, given by its number or its hash.
    pub fn pack(&self, id: &str, version: &str) -> Option<Arc<Loaded>> {
        let info = self.versions(id).iter().find(|v| v.version == version || v.hash == version)?;
        self.by_hash.get(&info.hash).cloned()
    }

    /// The version of a pack that is in use.
    pub fn enabled(&self, id: &str) -> Option<Arc<Loaded>> {
        self.enabled.iter().find(|pack| pack.pack.id == id).cloned()
    }

    /// The packs in use, in the order in which they came into use.
    pub fn all_enabled(&self) -> &[Arc<Loaded>] {
        &self.enabled
    }

    /// The versions of a pack, oldest first; empty for an unknown one.
    pub fn versions(&self, id: &str) -> &[VersionInfo] {
        self.versions.get(id).map_or(&[], Vec::as_slice)
    }

    /// The packs there are, by id.
    pub fn ids(&self) -> impl Iterator<Item = &str> {
        self.versions.keys().map(String::as_str)
    }

    /// Name and description of a pack, of the version in use or else the newest.
    pub fn about(&self, id: &str) -> Option<(Text, Option<Text>)> {
        let newest = || self.by_hash.get(&self.versions(id).last()?.hash).cloned();
        let pack = self.enabled(id).or_else(newest)?;
        Some((pack.pack.name.clone(), pack.pack.description.clone()))
    }
}

/// What packs declare, each code once; the pack that came into use first wins.
fn words<T: Clone>(
    packs: &[Arc<Loaded>],
    list: impl Fn(&Loaded) -> &[T],
    code: impl Fn(&T) -> &String,
) -> BTreeMap<String, T> {
    let mut words: BTreeMap<String, T> = BTreeMap::new();
    for word in packs.iter().flat_map(|pack| list(pack)) {
        words.entry(code(word).clone()).or_insert_with(|| word.clone());
    }
    words
}

/// A version ready to run; None, with a line in the log, when this program no longer finds it sound.
async fn ready(tx: &mut Tx, row: &VersionRow, known: &Shelf) -> Result<Option<Arc<Loaded>>> {
    if let Some(pack) = known.by_hash.get(&row.hash) {
        return Ok(Some(pack.clone()));
    }
    let content = store::content(tx, &row.hash).await?.unwrap_or_default();
    match Loaded::from_canonical(&content) {
        Ok(pack) => Ok(Some(Arc::new(pack))),
        Err(found) => {
            let first = found.first().map(|f| format!("{} {}", f.code, f.path)).unwrap_or_default();
            tracing::error!(pack = row.id, version = row.version, first, "pack version cannot be used");
            Ok(None)
        }
    }
}
