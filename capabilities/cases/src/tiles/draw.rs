//! What a tile shows.

use super::{Audience, Point, store};
use crate::service::{Cases, ListQuery};
use crate::store::list::Within;
use db::{DbError, Tx};
use grid::service::Map;
use kernel::{Ctx, Result, Timestamp};
use std::collections::{BTreeSet, HashSet};
use tiles::cluster::{self, Heap, SINGLE};
use tiles::{Form, Layer, Pen, Tile, Value, mvt};

/// The name of the layer in a tile.
pub const LAYER: &str = "cases";
/// So few points are read one by one at any zoom, so that what stands alone can be opened.
const FEW: i64 = 300;
/// Points of a tile at most, of whole counties: a quarter of a megabyte.
const NEAR: i64 = 8_000;
/// Points that are gathered at most for a session that sees only a part.
const MOST: i64 = 20_000;

impl Cases {
    /// The open cases that everybody may see, and what changes with them.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub async fn public_tile_version(&self, tile: Tile) -> Result<String> {
        let mut tx = self.db().browse().await?;
        let mut sum = 0;
        for county in ledger::whole::counties(&mut tx).await? {
            sum += store::changes(&mut tx, &county, cluster::spots(tile)).await?;
        }
        Ok(format!("{sum:x}"))
    }

    /// A tile of the open cases that everybody may see.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub async fn public_tile(&self, tile: Tile) -> Result<Vec<u8>> {
        let mut tx = self.db().browse().await?;
        let counties = ledger::whole::counties(&mut tx).await?;
        let drawn = features(&mut tx, tile, &counties, Audience::Public, None).await?;
        Ok(mvt::encode([&drawn]))
    }

    /// A tile of the open cases that the actor may list.
    ///
    /// # Errors
    /// `case.list` forbidden.
    pub async fn staff_tile(&self, ctx: &Ctx, tile: Tile) -> Result<Vec<u8>> {
        let scopes = self.filter(ctx, &ListQuery::default())?.scopes;
        let mut tx = self.db().browse().await?;
        let counties = ledger::whole::counties(&mut tx).await?;
        let everywhere = scopes.iter().any(|s| s.area_path.is_empty() && s.unit.is_none());
        let whole = match everywhere || !store::astray(&mut tx).await? {
            true => whole_counties(&self.parts.grid.map(), &scopes, &counties),
            false => None,
        };
        let drawn = match whole {
            Some(counties) => features(&mut tx, tile, &counties, Audience::All, Some(ctx.now)).await?,
            None => single(tile, &within(&mut tx, tile, &scopes).await?, Some(ctx.now)),
        };
        Ok(mvt::encode([&drawn]))
    }
}

/// The counties that some scopes come to, when they are whole ones.
fn whole_counties(map: &Map, scopes: &[Within], all: &[String]) -> Option<Vec<String>> {
    let mut found: BTreeSet<String> = BTreeSet::new();
    for scope in scopes {
        let under = |path: &str| {
            let rest = path.strip_prefix(&scope.area_path);
            rest.is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
        };
        match (&scope.unit, &scope.county) {
            (Some(_), _) => return None,
            (None, Some(county)) if scope.area_path.rsplit('/').next() == Some(county) => {
                found.insert(county.clone());
            }
            (None, Some(_)) => return None,
            (None, None) if scope.area_path.is_empty() => return Some(all.to_vec()),
            (None, None) => {
                let inside = |c: &&String| map.area(c).is_some_and(|a| under(&a.path));
                found.extend(all.iter().filter(inside).cloned());
            }
        }
    }
    Some(found.into_iter().collect())
}

/// What a session sees that may not see whole counties.
async fn within(tx: &mut Tx, tile: Tile, scopes: &[Within]) -> Result<Vec<Point>, DbError> {
    let (mut points, mut seen) = (vec![], HashSet::new());
    for scope in scopes {
        let (area, unit) = (&scope.area_path, scope.unit.as_deref());
        for point in store::spots_within(tx, area, unit, cluster::spots(tile), MOST).await? {
            if seen.insert(point.id.clone()) {
                points.push(point);
            }
        }
    }
    Ok(points)
}

/// Open cases of whole counties: from cells when there are many and the zoom is far, else one by one. `staff` is the
/// moment against which "late" is judged; None for everybody.
///
/// # Errors
/// [`DbError`] of the database.
pub async fn features(
    tx: &mut Tx,
    tile: Tile,
    counties: &[String],
    audience: Audience,
    staff: Option<Timestamp>,
) -> Result<Layer, DbError> {
    if tile.z() < SINGLE {
        let mut heaps: Vec<Heap> = Vec::new();
        for county in counties {
            heaps.extend(store::cells(tx, county, audience, cluster::cells(tile)).await?);
        }
        if heaps.iter().map(|h| h.count).sum::<i64>() > FEW {
            let mut layer = Layer::new(LAYER);
            cluster::clusters(tile, &heaps).iter().for_each(|c| crowd(&mut layer, c));
            return Ok(layer);
        }
        if heaps.is_empty() {
            return Ok(Layer::new(LAYER));
        }
    }
    let mut points = Vec::new();
    for county in counties {
        points.extend(store::spots(tx, county, cluster::spots(tile), NEAR).await?);
    }
    points.retain(|p| p.public || audience == Audience::All);
    Ok(single(tile, &points, staff))
}

/// One by one, as far as the zoom lets them be told apart.
fn single(tile: Tile, points: &[Point], staff: Option<Timestamp>) -> Layer {
    let mut layer = Layer::new(LAYER);
    if tile.z() >= SINGLE {
        let window = tile.window();
        points.iter().for_each(|p| one(&mut layer, window.at(cluster::place(p.spot)), p, staff));
        return layer;
    }
    let heaps: Vec<Heap> = points.iter().map(|p| Heap::one(p.spot)).collect();
    for found in cluster::clusters(tile, &heaps) {
        match found.count {
            1 => one(&mut layer, found.at, &points[found.of], staff),
            _ => crowd(&mut layer, &found),
        }
    }
    layer
}

fn one(layer: &mut Layer, at: [i64; 2], p: &Point, staff: Option<Timestamp>) {
    let mut pen = Pen::default();
    pen.points(&[at]);
    let category = if staff.is_some() { &p.category } else { &p.shown };
    let mut tags = vec![("number", Value::Text(&p.number)), ("phase", Value::Text(&p.phase))];
    tags.extend(category.as_deref().map(|c| ("category", Value::Text(c))));
    if let Some(now) = staff {
        tags.push(("late", Value::Flag(p.due_at.is_some_and(|due| due < now))));
    }
    layer.add(Form::Point, &pen, &tags);
}

fn crowd(layer: &mut Layer, found: &cluster::Cluster) {
    let mut pen = Pen::default();
    pen.points(&[found.at]);
    let short = cluster::short(found.count);
    layer.add(
        Form::Point,
        &pen,
        &[("point_count", Value::Whole(found.count)), ("point_count_abbreviated", Value::Text(&short))],
    );
}
