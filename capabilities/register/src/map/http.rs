//! `/tiles/register/{kind}` for a session, and the tree and the list beside the map.

use super::draw::Layer;
use super::{Resources, SpotQuery, SpotView};
use crate::service::Register;
use authz::action;
use axum::extract::State;
use axum::http::HeaderMap;
use axum::response::Response;
use grid::tiles::{MIME, MOUNT, TileJson, TileLayer, address};
use kernel::Refusal;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use tiles::cluster::SINGLE;
use utoipa::{IntoParams, ToSchema};
use web::{Answer, Caller, Capability, Content, Json, Kept, Path, Problem, Query, Routes, routes};

/// A session's tiles are in no shared cache, and asked about every time.
const PRIVATE: &str = "private, no-cache";

/// The routes under `/tiles`.
pub fn capability(register: Register) -> Capability {
    let routes =
        Routes::new().on(action::REGISTER_READ, routes!(tile)).on(action::REGISTER_READ, routes!(about));
    Capability {
        name: "register_tiles",
        mount: MOUNT,
        statements: &[super::store::STATEMENTS],
        messages: "{}",
        routes: routes.with_state(register),
    }
}

/// What stands beside the map, under the API.
pub fn routes(to: Routes<Register>) -> Routes<Register> {
    to.on(action::REGISTER_READ, routes!(tree)).on(action::REGISTER_READ, routes!(spots))
}

/// Which types of a kind.
#[derive(Clone, Debug, Default, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
struct Types {
    /// Codes of types, between commas; all when not given.
    #[serde(default)]
    types: Option<String>,
}

/// Records of a kind that have a point and that the session may see, as a vector tile: clusters from afar, one by one from near.
#[utoipa::path(get, path = "/register/{kind}/{z}/{x}/{y}", tag = "register", operation_id = "tile", params(Types,
           ("kind" = String, Path, description = "A kind that is shown on the map"),
           ("z" = String, Path, description = "Zoom, 0 to 20"), ("x" = String, Path, description = "Column"),
           ("y" = String, Path, description = "Row and `.mvt`")),
    responses((status = 200, content_type = "application/vnd.mapbox-vector-tile", body = Vec<u8>),
              (status = 204, description = "Nothing there"), (status = 304), (status = 400, body = Problem)))]
async fn tile(
    State(register): State<Register>,
    caller: Caller,
    headers: HeaderMap,
    Path((kind, z, x, y)): Path<(String, String, String, String)>,
    Query(q): Query<Types>,
) -> Answer<Response> {
    let at = address(&z, &x, &y)?;
    let layer: Layer = register.layer(&caller.ctx, &kind, q.types.as_deref()).await?;
    let kept = Kept::new(&headers, &register.tile_version(&layer, at).await?, PRIVATE);
    let content = match kept.is_known() {
        true => Content::default(),
        false => Content::new(register.tile(&layer, at).await?),
    };
    Ok(kept.answer(MIME, &content))
}

/// What describes the tiles of a kind.
#[utoipa::path(get, path = "/register/{about}", tag = "register", operation_id = "about",
    params(("about" = String, Path, description = "Kind and `.json`")),
    responses((status = 200, body = TileJson), (status = 400, body = Problem)))]
async fn about(
    State(register): State<Register>,
    caller: Caller,
    Path(about): Path<String>,
) -> Answer<Json<TileJson>> {
    let code = about.strip_suffix(".json");
    let code = code.ok_or_else(|| Refusal::invalid("about", &about, "a kind and .json"))?;
    register.layer(&caller.ctx, code, None).await?;
    let fields = ["id", "kind", "type", "name", "point_count_abbreviated"].map(|field| (field, "String"));
    let mut fields: BTreeMap<_, _> = fields.into();
    fields.insert("point_count", "Number");
    Ok(Json(TileJson {
        tilejson: "3.0.0",
        name: "register",
        tiles: vec![format!("{MOUNT}/register/{code}/{{z}}/{{x}}/{{y}}.mvt")],
        minzoom: 0,
        maxzoom: SINGLE,
        bounds: register.extent(),
        vector_layers: vec![TileLayer { id: code.to_owned(), fields, levels: BTreeMap::new() }],
    }))
}

/// Which area is looked at.
#[derive(Clone, Debug, Default, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
struct TreeQuery {
    /// The area; wherever the reader may look when not given.
    #[serde(default)]
    area: Option<String>,
}

/// The resource tree: how many records of each kind and type an area has, with everything under it.
#[utoipa::path(get, path = "/register/tree", operation_id = "tree", params(TreeQuery),
    responses((status = 200, body = Resources), (status = 400, body = Problem)))]
async fn tree(
    State(register): State<Register>,
    caller: Caller,
    Query(q): Query<TreeQuery>,
) -> Answer<Json<Resources>> {
    Ok(Json(register.tree(&caller.ctx, q.area.as_deref()).await?))
}

/// What is in sight.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[schema(as = RegisterSpots)]
struct InSight {
    /// Records with a point.
    items: Vec<SpotView>,
    /// There are more: look nearer.
    more: bool,
}

/// Records of some kinds within a part of the map, as a list.
#[utoipa::path(get, path = "/register/spots", operation_id = "spots", params(SpotQuery),
    responses((status = 200, body = InSight), (status = 400, body = Problem)))]
async fn spots(
    State(register): State<Register>,
    caller: Caller,
    Query(q): Query<SpotQuery>,
) -> Answer<Json<InSight>> {
    let (items, more) = register.spots(&caller.ctx, &q).await?;
    Ok(Json(InSight { items, more }))
}

impl Register {
    /// West, south, east, north of the whole map, degrees.
    fn extent(&self) -> Option<[f64; 4]> {
        self.parts.grid.map().locator().extent().map(|b| [b.west, b.south, b.east, b.north])
    }
}
