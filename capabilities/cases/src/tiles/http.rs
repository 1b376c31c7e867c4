//! `/tiles/cases` for everybody, `/api/v1/tiles/cases` for a session.

use crate::service::Cases;
use authz::action;
use axum::extract::State;
use axum::http::HeaderMap;
use axum::response::Response;
use grid::tiles::{MIME, MOUNT, TileJson, TileLayer, address};
use sha2::{Digest, Sha256};
use std::collections::BTreeMap;
use tiles::cluster::SINGLE;
use web::{Answer, Caller, Capability, Content, Json, Kept, Path, Problem, Routes, routes};

/// Everybody's tiles may be kept for a moment.
const PUBLIC: &str = "public, max-age=15";
/// A session's tiles are in no shared cache, and asked about every time.
const PRIVATE: &str = "private, no-cache";

/// The routes under `/tiles`.
pub fn capability(cases: Cases) -> Capability {
    let routes =
        Routes::new().on(action::PUBLIC_READ, routes!(public)).on(action::PUBLIC_READ, routes!(about));
    Capability {
        name: "case_tiles",
        mount: MOUNT,
        statements: &[],
        messages: "{}",
        routes: routes.with_state(cases),
    }
}

type Address = Path<(String, String, String)>;

/// Open cases that everybody may see, as a vector tile: clusters from afar, one by one from near.
#[utoipa::path(get, path = "/cases/{z}/{x}/{y}", tag = "cases",
    params(("z" = String, Path, description = "Zoom, 0 to 20"), ("x" = String, Path, description = "Column"),
           ("y" = String, Path, description = "Row and `.mvt`")),
    responses((status = 200, content_type = "application/vnd.mapbox-vector-tile", body = Vec<u8>),
              (status = 204, description = "Nothing there"), (status = 304), (status = 400, body = Problem)))]
async fn public(
    State(cases): State<Cases>,
    headers: HeaderMap,
    Path((z, x, y)): Address,
) -> Answer<Response> {
    let tile = address(&z, &x, &y)?;
    let kept = Kept::new(&headers, &cases.public_tile_version(tile).await?, PUBLIC);
    let content = match kept.is_known() {
        true => Content::default(),
        false => Content::new(cases.public_tile(tile).await?),
    };
    Ok(kept.answer(MIME, &content))
}

/// Open cases that the session may list, as a vector tile.
#[utoipa::path(get, path = "/tiles/cases/{z}/{x}/{y}", tag = "cases",
    params(("z" = String, Path, description = "Zoom, 0 to 20"), ("x" = String, Path, description = "Column"),
           ("y" = String, Path, description = "Row and `.mvt`")),
    responses((status = 200, content_type = "application/vnd.mapbox-vector-tile", body = Vec<u8>),
              (status = 204, description = "Nothing there"), (status = 304), (status = 400, body = Problem)))]
pub(crate) async fn staff(
    State(cases): State<Cases>,
    caller: Caller,
    headers: HeaderMap,
    Path((z, x, y)): Address,
) -> Answer<Response> {
    let drawn = cases.staff_tile(&caller.ctx, address(&z, &x, &y)?).await?;
    let version = hex::encode(&Sha256::digest(&drawn)[..12]);
    Ok(Kept::new(&headers, &version, PRIVATE).answer(MIME, &Content::new(drawn)))
}

/// What describes the tiles of cases.
#[utoipa::path(get, path = "/cases.json", tag = "cases", responses((status = 200, body = TileJson)))]
async fn about(State(cases): State<Cases>) -> Answer<Json<TileJson>> {
    let fields: BTreeMap<_, _> = [
        ("number", "String"),
        ("phase", "String"),
        ("category", "String"),
        ("point_count", "Number"),
        ("point_count_abbreviated", "String"),
    ]
    .into();
    Ok(Json(TileJson {
        tilejson: "3.0.0",
        name: super::draw::LAYER,
        tiles: vec![format!("{MOUNT}/cases/{{z}}/{{x}}/{{y}}.mvt")],
        minzoom: 0,
        maxzoom: SINGLE,
        bounds: cases.extent(),
        vector_layers: vec![TileLayer { id: super::draw::LAYER.into(), fields, levels: BTreeMap::new() }],
    }))
}

impl Cases {
    /// West, south, east, north of the whole map, degrees.
    fn extent(&self) -> Option<[f64; 4]> {
        self.parts.grid.map().locator().extent().map(|b| [b.west, b.south, b.east, b.north])
    }
}
