//! `/tiles/divisions` and `/tiles/grids`: vector tiles and what describes them.

use std::sync::Arc;

use authz::action;
use axum::extract::State;
use axum::http::HeaderMap;
use axum::response::Response;
use kernel::Refusal;
use serde::Serialize;
use std::collections::BTreeMap;
use tiles::Tile;
use utoipa::ToSchema;
use web::{Answer, Content, Json, Kept, Path, Problem, Routes, routes};

use crate::Grid;
use crate::service::{DEEPEST, Sheet};

/// Where tiles live.
pub const MOUNT: &str = "/tiles";
/// What a vector tile is.
pub const MIME: &str = "application/vnd.mapbox-vector-tile";
/// Tiles of the map are asked about again after a minute.
const CACHE: &str = "public, max-age=60";

/// The tile of an address: `{z}/{x}/{y}.mvt`.
///
/// # Errors
/// Which number is none, or names no tile.
pub fn address(z: &str, x: &str, y: &str) -> Result<Tile, Refusal> {
    let row = y.strip_suffix(".mvt").ok_or_else(|| Refusal::invalid("y", y, "a row and .mvt"))?;
    let number = |field: &str, text: &str, most: u32| {
        let plain = text.bytes().all(|b| b.is_ascii_digit());
        let n = text.parse::<u32>().ok().filter(|n| plain && *n <= most);
        n.ok_or_else(|| Refusal::invalid(field, text, format!("0..={most}")))
    };
    let zoom = number("z", z, u32::from(tiles::MAX_ZOOM))?;
    let last = (1 << zoom) - 1;
    let (column, row) = (number("x", x, last)?, number("y", row, last)?);
    // within bounds, as was just seen
    Tile::new(zoom as u8, column, row).ok_or_else(|| Refusal::invalid("z", z, "a zoom"))
}

/// What describes a set of tiles (TileJSON 3.0.0).
#[derive(Debug, Serialize, ToSchema)]
pub struct TileJson {
    /// Version of the description's format.
    pub tilejson: &'static str,
    /// Name.
    pub name: &'static str,
    /// Addresses, relative to the server.
    pub tiles: Vec<String>,
    /// Smallest zoom with tiles.
    pub minzoom: u8,
    /// Deepest zoom with tiles; nearer than that they are drawn larger.
    pub maxzoom: u8,
    /// West, south, east, north in degrees.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub bounds: Option<[f64; 4]>,
    /// What is in a tile.
    pub vector_layers: Vec<TileLayer>,
}

/// A layer of a tile.
#[derive(Debug, Serialize, ToSchema)]
pub struct TileLayer {
    /// Name.
    pub id: String,
    /// What is told of each thing, and of what kind that is.
    pub fields: BTreeMap<&'static str, &'static str>,
    /// From which zoom on each level is drawn, by the level's id.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub levels: BTreeMap<String, u8>,
}

/// The routes under `/tiles`.
pub fn capability(grid: Arc<Grid>) -> web::Capability {
    let routes = Routes::new()
        .on(action::PUBLIC_READ, routes!(divisions))
        .on(action::PUBLIC_READ, routes!(divisions_about))
        .on(action::PUBLIC_READ, routes!(grids))
        .on(action::PUBLIC_READ, routes!(grids_about));
    web::Capability {
        name: "grid_tiles",
        mount: MOUNT,
        statements: &[],
        messages: "{}",
        routes: routes.with_state(grid),
    }
}

type Address = Path<(String, String, String)>;

/// Divisions as a vector tile, simplified for its zoom; neighbours keep the border they share.
#[utoipa::path(get, path = "/divisions/{z}/{x}/{y}", tag = "grid",
    params(("z" = String, Path, description = "Zoom, 0 to 20"), ("x" = String, Path, description = "Column"),
           ("y" = String, Path, description = "Row and `.mvt`")),
    responses((status = 200, content_type = "application/vnd.mapbox-vector-tile", body = Vec<u8>),
              (status = 204, description = "Nothing there"), (status = 304), (status = 400, body = Problem)))]
async fn divisions(State(grid): State<Arc<Grid>>, headers: HeaderMap, Path(at): Address) -> Answer<Response> {
    tile(&grid, &headers, Sheet::Divisions, &at).await
}

/// Grids as a vector tile.
#[utoipa::path(get, path = "/grids/{z}/{x}/{y}", tag = "grid",
    params(("z" = String, Path, description = "Zoom, 0 to 20"), ("x" = String, Path, description = "Column"),
           ("y" = String, Path, description = "Row and `.mvt`")),
    responses((status = 200, content_type = "application/vnd.mapbox-vector-tile", body = Vec<u8>),
              (status = 204, description = "Nothing there"), (status = 304), (status = 400, body = Problem)))]
async fn grids(State(grid): State<Arc<Grid>>, headers: HeaderMap, Path(at): Address) -> Answer<Response> {
    tile(&grid, &headers, Sheet::Grids, &at).await
}

async fn tile(
    grid: &Grid,
    headers: &HeaderMap,
    sheet: Sheet,
    (z, x, y): &(String, String, String),
) -> Answer<Response> {
    let tile = address(z, x, y)?;
    let map = grid.map();
    let kept = Kept::new(headers, &map.edition(), CACHE);
    if kept.is_known() {
        return Ok(kept.answer(MIME, &Content::default()));
    }
    let sheets = grid.sheets(&map).await?;
    let drawn = tokio::task::spawn_blocking(move || sheets.tile(sheet, tile));
    Ok(kept.answer(MIME, &*drawn.await.map_err(kernel::Failure::internal)?))
}

/// What describes the tiles of divisions.
#[utoipa::path(get, path = "/divisions.json", tag = "grid", responses((status = 200, body = TileJson)))]
async fn divisions_about(State(grid): State<Arc<Grid>>) -> Answer<Json<TileJson>> {
    about(&grid, Sheet::Divisions).await
}

/// What describes the tiles of grids.
#[utoipa::path(get, path = "/grids.json", tag = "grid", responses((status = 200, body = TileJson)))]
async fn grids_about(State(grid): State<Arc<Grid>>) -> Answer<Json<TileJson>> {
    about(&grid, Sheet::Grids).await
}

async fn about(grid: &Grid, sheet: Sheet) -> Answer<Json<TileJson>> {
    let map = grid.map();
    let sheets = grid.sheets(&map).await?;
    let levels: BTreeMap<String, u8> =
        sheets.levels(sheet).into_iter().map(|(level, from)| (level.to_owned(), from)).collect();
    let fields: BTreeMap<_, _> =
        ["code", "level", "name_zh", "name_en", "parent"].map(|field| (field, "String")).into();
    let mut outlines = fields.clone();
    outlines.insert("exclusive", "Boolean");
    let name = sheet.name();
    Ok(Json(TileJson {
        tilejson: "3.0.0",
        name,
        tiles: vec![format!("{MOUNT}/{name}/{{z}}/{{x}}/{{y}}.mvt")],
        minzoom: levels.values().copied().min().unwrap_or(0),
        maxzoom: DEEPEST,
        bounds: map.locator().extent().map(|b| [b.west, b.south, b.east, b.north]),
        vector_layers: vec![
            TileLayer { id: name.into(), fields: outlines, levels: levels.clone() },
            TileLayer { id: format!("{name}_names"), fields, levels },
        ],
    }))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_that_no_tile_has_names_what_is_wrong() {
        assert!(address("3", "7", "0.mvt").is_ok());
        let field = |z: &str, x: &str, y: &str| address(z, x, y).unwrap_err().field.unwrap();
        for (z, x, y, wrong) in [
            ("3", "8", "0.mvt", "x"),
            ("3", "0", "8.mvt", "y"),
            ("3", "0", "0", "y"),
            ("3", "0", "+1.mvt", "y"),
            ("21", "0", "0.mvt", "z"),
            ("-1", "0", "0.mvt", "z"),
            ("99999999999", "0", "0.mvt", "z"),
        ] {
            assert_eq!(field(z, x, y), wrong, "{z}/{x}/{y}");
        }
    }
}
