//! What a tile shows.

use super::{Point, counted, store};
use crate::rules::schema::ReadyKind;
use crate::service::{Reach, Register};
use authz::action;
use db::{DbError, Tx};
use kernel::{Ctx, Refusal, Result};
use std::sync::Arc;
use tiles::cluster::{self, Heap, SINGLE};
use tiles::{Form, Pen, Tile, Value, mvt};

/// So few points are read one by one at any zoom, so that what stands alone can be opened.
const FEW: i64 = 300;
/// Points of a tile at most: a quarter of a megabyte.
const NEAR: i64 = 8_000;
/// Points that are gathered at most for somebody who sees less than a town.
const MOST: i64 = 20_000;

/// A layer of the map for one session: a kind, some of its types, and what the session may see.
pub struct Layer {
    kind: Arc<ReadyKind>,
    types: Vec<String>,
    reaches: Vec<Reach>,
}

impl Register {
    /// A kind that is on the map.
    pub(super) fn mapped(&self, field: &str, code: &str) -> Result<Arc<ReadyKind>, Refusal> {
        let kind = self.kind(field, code)?;
        match kind.kind.map {
            true => Ok(kind),
            false => Err(Refusal::invalid(field, code, "a kind that is shown on the map")),
        }
    }

    /// What the actor may see of a kind, all of it or some types (codes, between commas).
    ///
    /// # Errors
    /// `action.forbidden`; a kind that is not on the map.
    pub async fn layer(&self, ctx: &Ctx, kind: &str, types: Option<&str>) -> Result<Layer> {
        authz::require_anywhere(&ctx.actor, action::REGISTER_READ)?;
        let kind = self.mapped("kind", kind)?;
        let codes = types.unwrap_or_default().split(',').filter(|t| !t.is_empty());
        let mut types: Vec<String> = codes.map(str::to_owned).collect();
        types.sort();
        types.dedup();
        if types.len() > 200 {
            return Err(Refusal::invalid("types", types.len(), "at most 200").into());
        }
        let reaches = self.reaches(ctx, action::REGISTER_READ, None).await?;
        Ok(Layer { kind, types, reaches })
    }

    /// What changes with a tile of a layer.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub async fn tile_version(&self, layer: &Layer, tile: Tile) -> Result<String> {
        let mut tx = self.db().browse().await?;
        let mut said = vec![layer.kind.kind.code.clone(), layer.types.join(",")];
        for Reach { county, place } in &layer.reaches {
            let sum = store::changes(&mut tx, county, &layer.kind.kind.code, cluster::spots(tile)).await?;
            said.push(format!("{county}/{place}/{sum}"));
        }
        let hash = ledger::hash_fields(&said.iter().map(|s| Some(s.as_bytes())).collect::<Vec<_>>());
        Ok(hash.rsplit(':').next().unwrap_or_default().chars().take(24).collect())
    }

    /// A tile of a layer.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub async fn tile(&self, layer: &Layer, tile: Tile) -> Result<Vec<u8>> {
        let mut tx = self.db().browse().await?;
        Ok(mvt::encode([&layer.draw(&mut tx, tile).await?]))
    }
}

impl Layer {
    /// From cells when there are many and the zoom is far, else one by one.
    async fn draw(&self, tx: &mut Tx, tile: Tile) -> Result<tiles::Layer, DbError> {
        let of = (self.kind.kind.code.as_str(), self.types.as_slice());
        let near = tile.z() >= SINGLE;
        let mut heaps: Vec<Heap> = vec![];
        if !near {
            for reach in self.reaches.iter().filter(|r| counted(r)) {
                heaps.extend(store::cells(tx, reach, of, cluster::cells(tile)).await?);
            }
        }
        let many = heaps.iter().map(|h| h.count).sum::<i64>() > FEW;
        let mut points: Vec<(&str, Point)> = vec![];
        for reach in &self.reaches {
            let most = match (counted(reach), near, many) {
                (true, false, true) => continue,
                (true, ..) => NEAR,
                (false, ..) => MOST,
            };
            let found = store::spots(tx, reach, of, cluster::spots(tile), most).await?;
            points.extend(found.into_iter().map(|p| (reach.county.as_str(), p)));
        }
        let mut layer = tiles::Layer::new(self.kind.kind.code.clone());
        if near {
            let window = tile.window();
            points.iter().for_each(|p| self.one(&mut layer, window.at(cluster::place(p.1.spot)), p));
            return Ok(layer);
        }
        let single = points.len();
        let mut all: Vec<Heap> = points.iter().map(|(_, p)| Heap::one(p.spot)).collect();
        if many {
            all.extend(heaps);
        }
        for found in cluster::clusters(tile, &all) {
            match found.count {
                1 if found.of < single => self.one(&mut layer, found.at, &points[found.of]),
                _ => crowd(&mut layer, &found),
            }
        }
        Ok(layer)
    }

    fn one(&self, layer: &mut tiles::Layer, at: [i64; 2], (county, p): &(&str, Point)) {
        let mut pen = Pen::default();
        pen.points(&[at]);
        let id = format!("{county}-{}", p.n);
        let mut tags = vec![("id", Value::Text(&id)), ("kind", Value::Text(&self.kind.kind.code))];
        let told = [("type", &p.code), ("name", &p.label)];
        tags.extend(told.into_iter().filter(|(_, v)| !v.is_empty()).map(|(k, v)| (k, Value::Text(v))));
        layer.add(Form::Point, &pen, &tags);
    }
}

fn crowd(layer: &mut tiles::Layer, found: &cluster::Cluster) {
    let mut pen = Pen::default();
    pen.points(&[found.at]);
    let short = cluster::short(found.count);
    let tags = [("point_count", Value::Whole(found.count)), ("point_count_abbreviated", Value::Text(&short))];
    layer.add(Form::Point, &pen, &tags);
}
