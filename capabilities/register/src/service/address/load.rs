//! Loading, and staying fresh.

use super::super::{Reach, Register};
use super::{field_of, is_address};
use crate::model::kind::Part;
use crate::rules::{leaf, schema::ReadyKind};
use crate::store;
use arc_swap::ArcSwap;
use gazetteer::{Area, Areas, Builder, Home, Row};
use grid::service::Map;
use kernel::{Failure, Result};
use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;
use std::time::Duration;

/// How often other nodes' changes are looked for, when nothing wakes us earlier.
const LOOK: Duration = Duration::from_secs(2);
/// How long to rest after a look: an import of a million rows is not read again after each of its chunks.
const REST: Duration = Duration::from_secs(1);
/// Records that are read together.
const PIECE: usize = 5_000;

/// The addresses of all counties in memory.
#[derive(Default)]
pub struct Addresses {
    now: ArcSwap<Index>,
    loading: tokio::sync::Mutex<()>,
}

/// One state of them, immutable.
#[derive(Default)]
pub(crate) struct Index {
    /// Edition of the map and kinds by which it was made.
    made_of: Option<(String, Vec<String>)>,
    pub areas: Arc<Areas>,
    /// County → how often its addresses had changed, and they.
    pub homes: BTreeMap<String, (i64, Arc<Home>)>,
}

impl Index {
    /// Those that have addresses.
    pub fn homes(&self) -> Vec<&Home> {
        self.homes.values().map(|(_, home)| home.as_ref()).filter(|h| h.rows() > 0).collect()
    }
}

impl Addresses {
    pub(crate) fn index(&self) -> Arc<Index> {
        self.now.load_full()
    }
}

impl Register {
    /// Looks whether addresses, map or kinds have changed, and reads what has. Answers whether it did.
    ///
    /// # Errors
    /// Whatever the database says; the addresses stay as they are.
    pub async fn refresh_addresses(&self) -> Result<bool> {
        let _one = self.addresses.loading.lock().await;
        let registers = self.registers();
        let kinds: Vec<Arc<ReadyKind>> =
            registers.kinds().iter().filter(|k| is_address(k)).cloned().collect();
        let map = self.parts.grid.map();
        let codes = kinds.iter().map(|k| format!("{}/{}", k.kind.code, k.pack)).collect();
        let made_of = Some((map.edition(), codes));
        let mut tx = self.db().read().await?;
        let editions = store::address::editions(&mut tx).await?;
        let counties = if kinds.is_empty() { vec![] } else { store::read::homes(&mut tx).await? };
        drop(tx);
        let old = self.addresses.index();
        let same = old.made_of == made_of;
        let areas = if same { old.areas.clone() } else { Arc::new(areas(&map)) };
        let (mut homes, mut read) = (BTreeMap::new(), !same);
        for (county, _) in counties {
            let edition = editions.get(&county).copied().unwrap_or(0);
            let known = old.homes.get(&county).filter(|(known, _)| same && *known == edition);
            let home = match known {
                Some((_, home)) => home.clone(),
                None => {
                    read = true;
                    Arc::new(self.load_home(&county, &kinds, areas.clone()).await?)
                }
            };
            homes.insert(county, (edition, home));
        }
        if read {
            let rows: usize = homes.values().map(|(_, home)| home.rows()).sum();
            tracing::info!(rows, "addresses");
            self.addresses.now.store(Arc::new(Index { made_of, areas, homes }));
        }
        Ok(read)
    }

    async fn load_home(&self, county: &str, kinds: &[Arc<ReadyKind>], areas: Arc<Areas>) -> Result<Home> {
        let mut builder = Builder::new(areas, county);
        let whole = [Reach { county: county.to_owned(), place: String::new() }];
        for kind in kinds {
            let parts = Parts::of(kind);
            let mut after = None;
            loop {
                let piece = self.each(&whole, &kind.kind.code, after.as_ref(), PIECE).await?;
                for record in &piece {
                    parts.add(&mut builder, record);
                }
                let full = piece.len() == PIECE;
                after = piece.into_iter().last();
                if !full {
                    break;
                }
                tokio::task::yield_now().await;
            }
        }
        tokio::task::spawn_blocking(move || builder.build()).await.map_err(Failure::internal)
    }

    /// Keeps the addresses fresh until dropped: woken by commits of this process, and every two seconds for other nodes'.
    pub async fn follow_addresses(self) {
        let mut changes = self.db().changes();
        loop {
            if let Err(error) = self.refresh_addresses().await {
                tracing::warn!(%error, "addresses not refreshed");
                tokio::time::sleep(LOOK).await;
            }
            tokio::time::sleep(REST).await;
            if let Ok(Err(_)) = tokio::time::timeout(LOOK, changes.changed()).await {
                return;
            }
        }
    }
}

/// Which fields of a kind hold what.
struct Parts {
    texts: [Option<String>; 8],
    lon: Option<String>,
    lat: Option<String>,
}

impl Parts {
    fn of(kind: &ReadyKind) -> Self {
        use Part::*;
        let field = |part| field_of(kind, part).map(str::to_owned);
        Self {
            texts: [Road, Number, Estate, Building, Unit, Room, Place, Aliases].map(field),
            lon: field(Lon),
            lat: field(Lat),
        }
    }

    fn add(&self, builder: &mut Builder, record: &crate::model::Record) {
        let values = leaf::values(&record.open);
        let text =
            |field: &Option<String>| field.as_ref().and_then(|f| values.get(f)?.as_str()).unwrap_or("");
        let degrees = |field: &Option<String>| values.get(field.as_ref()?)?.as_f64();
        let [road, number, estate, building, unit, room, name, aliases] = self.texts.each_ref().map(text);
        builder.add(&Row {
            record: u32::try_from(record.n).unwrap_or(0),
            area: &record.area,
            point: degrees(&self.lon).zip(degrees(&self.lat)),
            road,
            number,
            estate,
            building,
            unit,
            room,
            name,
            aliases,
        });
    }
}

/// The areas of the map, those above first.
fn areas(map: &Map) -> Areas {
    let mut all: Vec<&Arc<grid::model::Area>> = map.areas().values().collect();
    all.sort_by(|a, b| (a.depth, &a.code).cmp(&(b.depth, &b.code)));
    let at: HashMap<&str, u32> = (0u32..).zip(&all).map(|(n, a)| (a.code.as_str(), n)).collect();
    let area = |a: &&Arc<grid::model::Area>| Area {
        code: a.code.clone(),
        name: a.name.zh.clone(),
        parent: a.parent.as_ref().and_then(|p| at.get(p.as_str()).copied()),
        is_grid: a.is_grid,
    };
    Areas::new(all.iter().map(area).collect())
}
