//! What is in sight, as a list: for the keyboard, for screen readers, and beside the map.

use super::{Point, store};
use crate::model::POINT;
use crate::rules::leaf;
use crate::service::Register;
use authz::action;
use geometry::BBox;
use kernel::{Ctx, Refusal, Result, Text};
use serde::{Deserialize, Serialize};
use std::collections::HashMap;
use tiles::{MAX_ZOOM, Place, Tile, cluster};
use utoipa::{IntoParams, ToSchema};

/// Entries of a list at most.
const MOST: usize = 200;
/// Points of one tile that are looked at.
const LOOK: i64 = 2_000;

/// What is asked for.
#[derive(Clone, Debug, Default, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct SpotQuery {
    /// Kinds, or kinds with one type: `place,component:0101`.
    pub layers: String,
    /// West, south, east, north in degrees.
    pub bbox: String,
    /// How many: 100 by default, 200 at most.
    #[serde(default)]
    pub limit: Option<usize>,
}

/// A record that has a point.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[schema(as = RegisterSpot)]
pub struct SpotView {
    /// The record.
    pub id: String,
    /// Its kind.
    pub kind: String,
    /// Code of its type.
    #[serde(rename = "type", skip_serializing_if = "String::is_empty")]
    pub code: String,
    /// Its name, where it has one.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub name: String,
    /// Longitude and latitude.
    pub at: [f64; 2],
    /// The code of its area.
    pub area: String,
    /// The name of its area.
    pub area_name: Text,
}

/// Kinds with the types that are wanted of them; none for all.
fn layers(text: &str) -> HashMap<&str, Vec<String>> {
    let mut all: HashMap<&str, Vec<String>> = HashMap::new();
    let parts = || text.split(',').filter(|p| !p.is_empty());
    for part in parts() {
        let (kind, code) = part.split_once(':').unwrap_or((part, ""));
        all.entry(kind).or_default().extend((!code.is_empty()).then(|| code.to_owned()));
    }
    // the whole kind takes its types with it
    parts().filter(|p| !p.contains(':')).for_each(|kind| drop(all.insert(kind, vec![])));
    all
}

fn bbox(text: &str) -> Result<BBox, Refusal> {
    let wrong = || Refusal::invalid("bbox", text, "west,south,east,north in degrees");
    let numbers: Vec<f64> = text.split(',').filter_map(|n| n.trim().parse().ok()).collect();
    let [west, south, east, north] = numbers[..] else { return Err(wrong()) };
    let fits = (-180.0..=180.0).contains(&west) && (-90.0..=90.0).contains(&south);
    let fits = fits && (west..=180.0).contains(&east) && (south..=90.0).contains(&north);
    if fits { Ok(BBox { west, south, east, north }) } else { Err(wrong()) }
}

/// At most four tiles that cover a part of the world.
fn cover(b: &BBox) -> Vec<Tile> {
    let (a, z) =
        (Place::of(geometry::Point::new(b.west, b.north)), Place::of(geometry::Point::new(b.east, b.south)));
    let side = (z.x - a.x).max(z.y - a.y).max(1);
    let zoom = (side.leading_zeros() as u8).min(MAX_ZOOM);
    let corners = [(a.x, a.y), (z.x, a.y), (a.x, z.y), (z.x, z.y)];
    let mut tiles: Vec<Tile> = corners.map(|(x, y)| Tile::around(Place { x, y }, zoom)).to_vec();
    tiles.sort_by_key(|t| (t.y(), t.x()));
    tiles.dedup();
    tiles
}

impl Register {
    /// Records with a point within a part of the map and the reader's areas, and whether there are more.
    ///
    /// # Errors
    /// `action.forbidden`; a kind that is not on the map; what is no part of the world.
    pub async fn spots(&self, ctx: &Ctx, q: &SpotQuery) -> Result<(Vec<SpotView>, bool)> {
        authz::require_anywhere(&ctx.actor, action::REGISTER_READ)?;
        let (within, limit) = (bbox(&q.bbox)?, q.limit.unwrap_or(100).clamp(1, MOST));
        let mut wanted: Vec<(String, Vec<String>)> =
            layers(&q.layers).into_iter().map(|(kind, types)| (kind.to_owned(), types)).collect();
        wanted.sort();
        let reaches = self.reaches(ctx, action::REGISTER_READ, None).await?;
        let (mut found, mut more): (Vec<SpotView>, bool) = (vec![], false);
        let mut tx = self.db().browse().await?;
        for (kind, types) in &wanted {
            self.mapped("layers", kind)?;
            for reach in &reaches {
                let mut points: Vec<Point> = vec![];
                for tile in cover(&within) {
                    let spots = cluster::spots(tile);
                    let some = store::spots(&mut tx, reach, (kind, types), spots, LOOK).await?;
                    more |= some.len() as i64 >= LOOK;
                    points.extend(some);
                }
                let room = limit.saturating_sub(found.len());
                // coarse and finer tiles may hold what is just outside: the record itself says where it is
                let ns: Vec<i64> = points.iter().map(|p| p.n).collect();
                let mut by_n: HashMap<i64, Point> = points.into_iter().map(|p| (p.n, p)).collect();
                for piece in ns.chunks(500) {
                    let records = crate::store::read::some(&mut tx, &reach.county, piece).await?;
                    for n in piece {
                        let Some((r, p)) = records.get(n).zip(by_n.remove(n)) else { continue };
                        let open = leaf::values(&r.open);
                        let at = open.get(POINT).and_then(|at| Some([at[0].as_f64()?, at[1].as_f64()?]));
                        let Some(at) = at.filter(|[lon, lat]| {
                            (within.west..=within.east).contains(lon)
                                && (within.south..=within.north).contains(lat)
                        }) else {
                            continue;
                        };
                        if found.len() >= limit || room == 0 {
                            more = true;
                            break;
                        }
                        let area = self.area_name(&r.area);
                        found.push(SpotView {
                            id: r.id(),
                            kind: kind.clone(),
                            code: p.code,
                            name: p.label,
                            at,
                            area: r.area.clone(),
                            area_name: area,
                        });
                    }
                    if found.len() >= limit && more {
                        break;
                    }
                }
            }
        }
        Ok((found, more))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_kind_takes_its_types_with_it() {
        assert_eq!(layers("place:10,place:11")["place"], ["10", "11"]);
        assert!(layers("place:10,place")["place"].is_empty());
        assert!(layers("").is_empty());
    }

    #[test]
    fn four_tiles_cover_any_part_of_the_world() {
        for text in ["-180,-90,180,90", "119.0,25.4,119.1,25.5", "119.0,25.4,119.0,25.4", "-0.1,-0.1,0.1,0.1"]
        {
            let b = bbox(text).unwrap();
            let tiles = cover(&b);
            assert!((1..=4).contains(&tiles.len()), "{text}");
            for (lon, lat) in [(b.west, b.north), (b.east, b.south), ((b.west + b.east) / 2.0, b.south)] {
                let spot = cluster::spot(Place::of(geometry::Point::new(lon, lat)));
                assert!(
                    tiles.iter().any(|t| (cluster::spots(*t).0..cluster::spots(*t).1).contains(&spot)),
                    "{text}"
                );
            }
        }
        assert!(bbox("1,2,3").is_err());
        assert!(bbox("3,2,1,4").is_err());
        assert!(bbox("NaN,2,3,4").is_err());
    }
}
