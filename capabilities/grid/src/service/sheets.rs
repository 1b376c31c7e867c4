//! Divisions and grids as vector tiles, drawn from memory. Made when a version of the map is first asked for, dropped
//! with it.

use std::collections::{BTreeMap, HashMap};

use db::Tx;
use geometry::{MultiPolygon, inner_point};
use kernel::{Failure, Result, Timestamp};
use parking_lot::Mutex;
use tiles::{EXTENT, Form, Ground, Layer, Pen, Place, Tile, Value, mvt};
use web::Content;

use super::{Grid, Map};
use crate::model::{Area, AreaKind};
use crate::profile::Profile;
use crate::rules::plan::{Stored, read_shape};
use crate::store;

/// The deepest zoom with tiles of its own; nearer than that the same tile is drawn larger.
pub const DEEPEST: u8 = 16;
/// A level is drawn from the zoom on where half of its areas are this wide on the screen, pixels.
const SEEN_PX: f64 = 40.0;
/// Bytes of tiles that are kept at most.
const KEEP: usize = 48 << 20;

/// Which areas a tile shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Sheet {
    /// What is above grids.
    Divisions,
    /// Grids.
    Grids,
}

impl Sheet {
    /// Its name in addresses and in the tile; `<name>_names` has the places for names.
    pub fn name(self) -> &'static str {
        match self {
            Self::Divisions => "divisions",
            Self::Grids => "grids",
        }
    }
}

/// All areas of one version of the map, ready to be drawn.
#[derive(Debug)]
pub struct Sheets {
    ground: Ground,
    shown: Vec<Shown>,
    kept: Mutex<Shelf>,
}

/// What is told of an area.
#[derive(Debug)]
struct Shown {
    sheet: Sheet,
    area: Area,
    /// Where its name is written.
    name_at: Option<Place>,
    /// From which zoom on.
    from: u8,
}

/// Tiles that were drawn before.
#[derive(Debug, Default)]
struct Shelf {
    tiles: HashMap<(Sheet, Tile), std::sync::Arc<Content>>,
    bytes: usize,
}

impl Sheets {
    async fn load(tx: &mut Tx, profile: &Profile, now: Timestamp) -> Result<Self> {
        let mut rows: Vec<Stored> = Vec::new();
        store::each_page(tx, |page| {
            let drawn = |r: &Stored| r.layer.is_empty() && r.geometry.is_some() && r.area.valid_at(now);
            rows.extend(page.into_iter().map(|r| r.with_profile(profile)).filter(drawn));
            Ok(())
        })
        .await?;
        tokio::task::spawn_blocking(move || Self::new(rows)).await.map_err(Failure::internal)
    }

    fn new(rows: Vec<Stored>) -> Self {
        let read = |r: Stored| read_shape(r.geometry.as_deref()?).map(|s| (r.area, s));
        let (areas, shapes): (Vec<Area>, Vec<MultiPolygon>) = rows.into_iter().filter_map(read).unzip();
        let ground = Ground::new(&shapes);
        let from = from_zoom(&areas, &ground);
        let shown = areas.into_iter().zip(&shapes).map(|(area, shape)| Shown {
            sheet: if area.is_grid { Sheet::Grids } else { Sheet::Divisions },
            name_at: inner_point(shape).map(Place::of),
            from: from.get(&area.depth).copied().unwrap_or(0),
            area,
        });
        Self { shown: shown.collect(), ground, kept: Mutex::default() }
    }

    /// A tile, from the shelf or drawn now.
    pub fn tile(&self, sheet: Sheet, tile: Tile) -> std::sync::Arc<Content> {
        if let Some(found) = self.kept.lock().tiles.get(&(sheet, tile)) {
            return found.clone();
        }
        let drawn = std::sync::Arc::new(Content::new(self.draw(sheet, tile)));
        let mut shelf = self.kept.lock();
        let size = drawn.len() + 128;
        if shelf.bytes + size > KEEP {
            *shelf = Shelf::default();
        }
        shelf.bytes += size;
        shelf.tiles.insert((sheet, tile), drawn.clone());
        drawn
    }

    fn draw(&self, sheet: Sheet, tile: Tile) -> Vec<u8> {
        let mut areas = Layer::new(sheet.name());
        let mut names = Layer::new(format!("{}_names", sheet.name()));
        let window = tile.window();
        let wanted = |i: usize| self.shown[i].sheet == sheet && self.shown[i].from <= tile.z();
        let mut pen = Pen::default();
        self.ground.draw(tile, wanted, |i, outline| {
            let shown = &self.shown[i];
            let tags = tags(&shown.area);
            areas.add(Form::Polygon, outline, &tags);
            let at = shown.name_at.map(|p| window.at(p));
            if let Some(at) = at.filter(|at| at.iter().all(|v| (0..EXTENT).contains(v))) {
                pen.clear();
                pen.points(&[at]);
                names.add(Form::Point, &pen, &tags);
            }
        });
        mvt::encode([&areas, &names])
    }

    /// The zoom from which on a level is drawn, by its id.
    pub fn levels(&self, sheet: Sheet) -> BTreeMap<&str, u8> {
        self.shown.iter().filter(|s| s.sheet == sheet).map(|s| (s.area.level.as_str(), s.from)).collect()
    }
}

fn tags(area: &Area) -> Vec<(&str, Value<'_>)> {
    let mut tags = vec![
        ("code", Value::Text(&area.code)),
        ("level", Value::Text(&area.level)),
        ("name_zh", Value::Text(&area.name.zh)),
        ("name_en", Value::Text(area.name.en.as_deref().unwrap_or(&area.name.zh))),
    ];
    tags.extend(area.parent.as_deref().map(|parent| ("parent", Value::Text(parent))));
    if area.kind == AreaKind::Exclusive {
        tags.push(("exclusive", Value::Flag(true)));
    }
    tags
}

/// For each depth the zoom at which half of its areas can be told apart.
fn from_zoom(areas: &[Area], ground: &Ground) -> HashMap<u16, u8> {
    let mut sizes: BTreeMap<u16, Vec<f64>> = BTreeMap::new();
    for (i, area) in areas.iter().enumerate() {
        sizes.entry(area.depth).or_default().push(ground.size(i));
    }
    let middle = |mut all: Vec<f64>| {
        all.sort_by(f64::total_cmp);
        all[all.len() / 2]
    };
    // 512 pixels to the tile: at zoom z a pixel is 2^(23 − z) units of the world wide
    let zoom = |size: f64| (23.0 - (size.max(1.0) / SEEN_PX).log2()).ceil().clamp(0.0, f64::from(DEEPEST));
    sizes.into_iter().map(|(depth, all)| (depth, zoom(middle(all)) as u8)).collect()
}

impl Grid {
    /// The areas in force, ready to be drawn.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub async fn sheets(&self, map: &Map) -> Result<std::sync::Arc<Sheets>> {
        let made = map.sheets.get_or_try_init(|| async {
            let mut tx = self.db.read().await?;
            Sheets::load(&mut tx, map.profile(), self.env.now()).await.map(std::sync::Arc::new)
        });
        made.await.cloned()
    }
}
