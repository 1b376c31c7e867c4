//! The map in memory: one version, immutable.

use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

use db::Tx;
use geometry::{Kind, Locator, LocatorArea, Point};
use kernel::{Failure, Result, Text, Timestamp};

use crate::model::{Area, AreaKind, AreaRef, Layer, LayerRef, Place};
use crate::profile::{DEFAULT_PROFILE, Profile};
use crate::rules::plan::{Stored, read_shape};
use crate::store;

/// All areas in force, their index, and the layers.
#[derive(Debug)]
pub struct Map {
    version: i64,
    profile: Profile,
    areas: HashMap<String, Arc<Area>>,
    /// Path to code, so that a subtree is a range.
    paths: BTreeMap<String, String>,
    aliases: HashMap<String, String>,
    layers: Vec<Layer>,
    /// Names in layers, by layer and code.
    names: HashMap<String, HashMap<String, Text>>,
    locator: Locator,
    /// When the next area comes into force or ends.
    until: Option<Timestamp>,
    /// When the latest of its areas came into force or ended.
    since: Timestamp,
    /// Drawn when first asked for.
    pub(super) sheets: tokio::sync::OnceCell<Arc<super::Sheets>>,
}

impl Map {
    /// Loads the version that the database has.
    pub(super) async fn load(tx: &mut Tx, now: Timestamp) -> Result<Self> {
        let row = store::map(tx).await?;
        let profile = match &row {
            Some(row) => row.profile.clone(),
            None => Profile::built_in(DEFAULT_PROFILE).map_err(Failure::internal)?,
        };
        let layers = store::layers(tx).await?;
        let mut loading = Loading::default();
        store::each_page(tx, |page| {
            page.into_iter().for_each(|row| loading.add(row.with_profile(&profile), now));
            Ok(())
        })
        .await?;
        Ok(loading.finish(row.map_or(0, |r| r.version), profile, layers))
    }

    /// Counts the changes of the map, 0 while there is none.
    pub fn version(&self) -> i64 {
        self.version
    }

    /// What changes whenever an area of the map does: its version, and what has come into force since.
    pub fn edition(&self) -> String {
        format!("{}-{:x}", self.version, self.since.0)
    }

    /// The code profile.
    pub fn profile(&self) -> &Profile {
        &self.profile
    }

    /// All areas of the tree that are in force, by code.
    pub fn areas(&self) -> &HashMap<String, Arc<Area>> {
        &self.areas
    }

    /// All layers, by code.
    pub fn layers(&self) -> &[Layer] {
        &self.layers
    }

    /// The index itself, for bulk work.
    pub fn locator(&self) -> &Locator {
        &self.locator
    }

    pub(super) fn is_over(&self, now: Timestamp) -> bool {
        self.until.is_some_and(|t| t <= now)
    }

    /// An area by its code or an alias.
    pub fn area(&self, code: &str) -> Option<&Arc<Area>> {
        self.areas.get(code).or_else(|| self.areas.get(self.aliases.get(code)?))
    }

    /// Aliases of an area, sorted.
    pub fn aliases_of(&self, code: &str) -> Vec<String> {
        let mut all: Vec<_> =
            self.aliases.iter().filter(|(_, c)| *c == code).map(|(a, _)| a.clone()).collect();
        all.sort();
        all
    }

    /// From the top of the tree down to the area.
    fn lineage<'a>(&'a self, area: &'a Area) -> Vec<&'a Area> {
        let mut line = vec![area];
        while let Some(above) = line.last().and_then(|a| self.areas.get(a.parent.as_ref()?)) {
            line.push(above);
        }
        line.reverse();
        line
    }

    /// The path to an area, from the top, itself included.
    pub fn ancestors(&self, code: &str) -> Vec<AreaRef> {
        let Some(area) = self.area(code) else { return vec![] };
        self.lineage(area).into_iter().map(reference).collect()
    }

    /// An area and everything under it, in the order of their paths.
    pub fn subtree(&self, code: &str) -> Vec<Arc<Area>> {
        let Some(top) = self.area(code) else { return vec![] };
        // '0' is the character after '/'
        let (from, to) = (format!("{}/", top.path), format!("{}0", top.path));
        let below = self.paths.range(from..to).filter_map(|(_, c)| self.areas.get(c).cloned());
        std::iter::once(top.clone()).chain(below).collect()
    }

    /// The areas right under one, or the tops of the tree, by code.
    pub fn children(&self, parent: Option<&str>) -> Vec<Arc<Area>> {
        let parent = match parent {
            None => None,
            Some(code) => match self.area(code) {
                Some(area) => Some(area.code.as_str()),
                None => return vec![],
            },
        };
        let under = |a: &&Arc<Area>| match parent {
            Some(code) => a.parent.as_deref() == Some(code),
            None => a.parent.as_ref().is_none_or(|p| !self.areas.contains_key(p)),
        };
        let mut all: Vec<_> = self.areas.values().filter(under).cloned().collect();
        all.sort_by(|a, b| a.code.cmp(&b.code));
        all
    }

    /// The code of the home area: the lowest of the path that is not under the home level.
    pub fn home_of(&self, code: &str) -> Option<String> {
        self.area(code).and_then(|area| self.home(&self.lineage(area)))
    }

    fn home(&self, line: &[&Area]) -> Option<String> {
        let home = self.profile.home_depth();
        let above = line.iter().rev().find(|a| usize::from(a.depth) <= home);
        above.or(line.first()).map(|a| a.code.clone())
    }

    /// Where a point is.
    pub fn locate(&self, point: Point) -> Place {
        let found = self.locator.locate(point);
        let mut place = found.area.and_then(|a| self.place_of(a.code)).unwrap_or_default();
        place.outside_m = found.outside_m;
        for hit in found.layers {
            let Some(layer) = hit.layer else { continue };
            let name = self.names.get(layer).and_then(|n| n.get(hit.code)).cloned().unwrap_or_default();
            place.layers.insert(layer.to_owned(), LayerRef { code: hit.code.to_owned(), name });
        }
        place
    }

    /// The place of an area that is known by its code or an alias.
    pub fn place_of(&self, code: &str) -> Option<Place> {
        let area = self.area(code)?;
        let line = self.lineage(area);
        Some(Place {
            grid: area.is_grid.then(|| area.code.clone()),
            home: self.home(&line),
            exclusive: line.iter().any(|a| a.kind == AreaKind::Exclusive),
            area_path: area.path.clone(),
            path: line.into_iter().map(reference).collect(),
            outside_m: None,
            layers: BTreeMap::new(),
        })
    }
}

fn reference(area: &Area) -> AreaRef {
    AreaRef { code: area.code.clone(), level: area.level.clone(), name: area.name.clone() }
}

#[derive(Default)]
struct Loading {
    tree: Vec<Arc<Area>>,
    aliases: HashMap<String, String>,
    names: HashMap<String, HashMap<String, Text>>,
    shapes: Vec<LocatorArea>,
    until: Option<Timestamp>,
    since: Timestamp,
}

impl Loading {
    fn add(&mut self, row: Stored, now: Timestamp) {
        let past = [row.area.valid_from, row.area.valid_to].into_iter().flatten().filter(|t| *t <= now);
        self.since = past.fold(self.since, Timestamp::max);
        let ahead = [row.area.valid_from, row.area.valid_to].into_iter().flatten().filter(|t| *t > now);
        self.until = ahead.chain(self.until).min();
        if !row.area.valid_at(now) {
            return;
        }
        if let Some(shape) = row.geometry.as_deref().and_then(read_shape) {
            self.shapes.push(LocatorArea {
                code: row.area.code.clone(),
                level: row.area.depth,
                kind: Kind::Ordinary,
                layer: (!row.layer.is_empty()).then(|| row.layer.clone()),
                shape,
            });
        }
        if row.layer.is_empty() {
            for alias in row.aliases {
                self.aliases.insert(alias, row.area.code.clone());
            }
            self.tree.push(Arc::new(row.area));
        } else {
            self.names.entry(row.layer).or_default().insert(row.area.code, row.area.name);
        }
    }

    fn finish(mut self, version: i64, profile: Profile, layers: Vec<(String, Text)>) -> Map {
        let areas: HashMap<String, Arc<Area>> = self.tree.into_iter().map(|a| (a.code.clone(), a)).collect();
        for shape in self.shapes.iter_mut().filter(|s| s.layer.is_none()) {
            shape.kind = effective_kind(&areas, &shape.code);
        }
        let count = |code: &str| self.names.get(code).map_or(0, |n| n.len() as u64);
        let layers =
            layers.into_iter().map(|(code, name)| Layer { areas: count(&code), code, name }).collect();
        Map {
            version,
            profile,
            paths: areas.values().map(|a| (a.path.clone(), a.code.clone())).collect(),
            areas,
            aliases: self.aliases,
            layers,
            locator: Locator::build(self.shapes),
            names: self.names,
            until: self.until,
            since: self.since,
            sheets: tokio::sync::OnceCell::new(),
        }
    }
}

/// What lies in an exclusive area is exclusive too, or the area would win over its own parts.
fn effective_kind(areas: &HashMap<String, Arc<Area>>, code: &str) -> Kind {
    let mut at = areas.get(code);
    while let Some(area) = at {
        if area.kind == AreaKind::Exclusive {
            return Kind::Exclusive;
        }
        at = area.parent.as_ref().and_then(|p| areas.get(p));
    }
    Kind::Ordinary
}
