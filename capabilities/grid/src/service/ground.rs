//! Areas with their ground, as GeoJSON for maps.

use geometry::{BBox, MultiPolygon, simplify, to_geojson};
use kernel::Result;
use serde_json::{Value, json};

use super::Grid;
use crate::model::Area;
use crate::rules::plan::read_shape;
use crate::store;

/// Which areas, and how fine.
#[derive(Debug, Clone, Default)]
pub struct AreaFilter {
    /// Only of this layer; nothing is the tree.
    pub layer: Option<String>,
    /// Only of this level.
    pub level: Option<String>,
    /// Only under this area (all the way down), itself not.
    pub parent: Option<String>,
    /// Only what meets this box.
    pub bbox: Option<BBox>,
    /// How far a simplified border may be off, degrees; 0 keeps every point.
    pub tolerance_deg: f64,
}

impl AreaFilter {
    fn wants(&self, area: &Area, parent: Option<&str>) -> bool {
        let level = self.level.as_ref().is_none_or(|l| *l == area.level);
        let under = parent.is_none_or(|p| area.path.strip_prefix(p).is_some_and(|r| r.starts_with('/')));
        let met = self.bbox.is_none_or(|b| {
            area.bbox
                .is_some_and(|[west, south, east, north]| b.intersects(&BBox { west, south, east, north }))
        });
        level && under && met
    }
}

impl Grid {
    /// A GeoJSON feature collection of the areas in force, by code, their borders simplified together.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub async fn geojson(&self, filter: AreaFilter) -> Result<Value> {
        let map = self.map();
        let parent = match &filter.parent {
            Some(code) => match map.area(code) {
                Some(area) => Some(area.path.clone()),
                None => return Err(kernel::Refusal::not_found("area").into()),
            },
            None => None,
        };
        let mut tx = self.db.read().await?;
        let layer = filter.layer.clone().unwrap_or_default();
        let now = self.env.now();
        let rows = store::areas_of(&mut tx, &layer).await?;
        drop(tx);
        let picked = rows.into_iter().map(|r| r.with_profile(map.profile())).filter(|r| {
            r.area.valid_at(now) && r.geometry.is_some() && filter.wants(&r.area, parent.as_deref())
        });
        let picked: Vec<_> = picked.collect();
        let tolerance = filter.tolerance_deg;
        let made = tokio::task::spawn_blocking(move || {
            let (areas, shapes): (Vec<Area>, Vec<MultiPolygon>) = picked
                .into_iter()
                .filter_map(|r| read_shape(r.geometry.as_deref()?).map(|s| (r.area, s)))
                .unzip();
            features(&areas, shapes, tolerance)
        });
        made.await.map_err(kernel::Failure::internal)
    }
}

fn features(areas: &[Area], shapes: Vec<MultiPolygon>, tolerance_deg: f64) -> Value {
    let shapes = if tolerance_deg > 0.0 {
        simplify::together(&shapes.iter().collect::<Vec<_>>(), tolerance_deg)
    } else {
        shapes
    };
    let features: Vec<Value> = areas
        .iter()
        .zip(&shapes)
        .map(|(area, shape)| {
            json!({
                "type": "Feature",
                "id": area.code,
                "properties": {
                    "code": area.code, "name": area.name, "level": area.level, "parent": area.parent,
                    "kind": area.kind, "path": area.path,
                },
                // who asks for every point wants to work with them
                "geometry": to_geojson(shape, if tolerance_deg > 0.0 { 6 } else { 8 }),
            })
        })
        .collect();
    json!({ "type": "FeatureCollection", "features": features })
}
