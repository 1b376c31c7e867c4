//! Commands and queries of the grid.
//!
//! [`Grid`] keeps the whole map in memory and answers from there; the map is one immutable [`Map`] that is swapped
//! at once when the database has another version. An import writes areas, version and fact in one transaction.

mod change;
mod ground;
mod history;
mod import;
mod map;
mod search;
mod shapes;
mod sheets;

use std::sync::Arc;
use std::time::Duration;

use arc_swap::ArcSwap;
use db::Db;
use geometry::Point;
use kernel::{Env, Result};

pub use change::ByHand;
pub use ground::AreaFilter;
pub use history::Past;
pub use import::{ImportRequest, MapChanged};
pub use map::Map;
pub use sheets::{DEEPEST, Sheet, Sheets};

use crate::model::{Area, AreaRef, Layer, Place};
use crate::profile::Profile;
use crate::store;

/// How often other nodes' changes are looked for, when nothing wakes us earlier.
const LOOK: Duration = Duration::from_secs(2);
/// How long to rest after a look: a busy database commits a hundred times a second.
const REST: Duration = Duration::from_millis(200);

/// The grid: one per process, shared.
pub struct Grid {
    db: Db,
    env: Arc<dyn Env>,
    map: ArcSwap<Map>,
    reloading: tokio::sync::Mutex<()>,
    geocoder: std::sync::OnceLock<std::sync::Weak<dyn crate::Geocoder>>,
}

impl Grid {
    /// Loads the map.
    ///
    /// # Errors
    /// When the database cannot be read, or holds a map that cannot be understood.
    pub async fn open(db: Db, env: Arc<dyn Env>) -> Result<Arc<Self>> {
        let map = Map::load(&mut db.read().await?, env.now()).await?;
        let (map, reloading, geocoder) = (ArcSwap::from_pointee(map), Default::default(), Default::default());
        Ok(Arc::new(Self { db, env, map, reloading, geocoder }))
    }

    /// Hands over who knows addresses. Who knows them knows the map, so whoever hands it over keeps it.
    pub fn tell_addresses(&self, geocoder: &Arc<dyn crate::Geocoder>) {
        let _ = self.geocoder.set(Arc::downgrade(geocoder));
    }

    /// Where words say that something is; None while nobody knows addresses.
    pub fn by_words(&self, words: &str, near: Option<&str>) -> Option<crate::ByWords> {
        let geocoder = self.geocoder.get()?.upgrade().filter(|g| g.ready())?;
        Some(geocoder.find(words, near))
    }

    /// The map as it is now. Hold on to it for many questions in a row.
    pub fn map(&self) -> Arc<Map> {
        self.map.load_full()
    }

    /// Looks whether the database has another version, or an area came into force or ended, and then swaps the map.
    /// Answers whether it did.
    ///
    /// # Errors
    /// When the database cannot be read; the map stays as it is.
    pub async fn refresh(&self) -> Result<bool> {
        let _one = self.reloading.lock().await;
        let now = self.env.now();
        let mut tx = self.db.read().await?;
        let present = self.map.load();
        if store::version(&mut tx).await? == present.version() && !present.is_over(now) {
            return Ok(false);
        }
        let next = Map::load(&mut tx, now).await?;
        tracing::info!(version = next.version(), areas = next.areas().len(), "map");
        self.map.store(Arc::new(next));
        Ok(true)
    }

    /// Keeps the map fresh until dropped: woken by commits of this process, and every two seconds for other nodes'.
    pub async fn follow(self: Arc<Self>) {
        let mut changes = self.db.changes();
        let mut warm: Option<Arc<Map>> = None;
        loop {
            let map = self.map();
            if warm.as_ref().is_none_or(|warm| !Arc::ptr_eq(warm, &map)) {
                warm = Some(map.clone());
                // so that nobody's report waits for it
                let _ = tokio::task::spawn_blocking(move || map.locator().warm()).await;
            }
            if let Ok(Err(_)) = tokio::time::timeout(LOOK, changes.changed()).await {
                return;
            }
            if let Err(error) = self.refresh().await {
                tracing::warn!(%error, "map not refreshed");
                tokio::time::sleep(LOOK).await;
            }
            tokio::time::sleep(REST).await;
        }
    }

    /// Where a point (WGS-84) is. In memory, no database.
    pub fn locate(&self, point: Point) -> Place {
        self.map.load().locate(point)
    }

    /// The place of an area that is known by its code or an alias, without layers: for a case without coordinates.
    pub fn place_of(&self, code: &str) -> Option<Place> {
        self.map.load().place_of(code)
    }

    /// An area of the tree by its code or an alias.
    pub fn area(&self, code: &str) -> Option<Arc<Area>> {
        self.map.load().area(code).cloned()
    }

    /// Areas of the tree by their codes, also those that have ended.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub async fn ever(&self, codes: &[&str]) -> Result<Vec<Area>> {
        let rows = store::areas_by_code(&mut self.db.read().await?, codes).await?;
        let profile = self.profile();
        Ok(rows.into_iter().map(|row| row.with_profile(&profile).area).collect())
    }

    /// The path to an area, from the top, itself included; empty when it is not known.
    pub fn ancestors(&self, code: &str) -> Vec<AreaRef> {
        self.map.load().ancestors(code)
    }

    /// An area and everything under it, in the order of their paths.
    pub fn subtree(&self, code: &str) -> Vec<Arc<Area>> {
        self.map.load().subtree(code)
    }

    /// The areas right under one, or the tops of the tree, by code.
    pub fn children(&self, parent: Option<&str>) -> Vec<Arc<Area>> {
        self.map.load().children(parent)
    }

    /// The code of the home area of an area: its ancestor at the home level, else the lowest above it.
    pub fn home_of(&self, code: &str) -> Option<String> {
        self.map.load().home_of(code)
    }

    /// All layers, by code.
    pub fn layers(&self) -> Vec<Layer> {
        self.map.load().layers().to_vec()
    }

    /// The code profile of the tree.
    pub fn profile(&self) -> Profile {
        self.map.load().profile().clone()
    }
}
