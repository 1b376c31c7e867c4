//! The grid over HTTP: areas, layers, where a point is, and imports for administrators.

use std::sync::Arc;
use std::time::Duration;

use authz::action;
use axum::extract::State;
use axum::http::{HeaderMap, HeaderValue, header};
use axum::response::{IntoResponse, Response};
use base64::Engine;
use geometry::{BBox, Datum, Point};
use kernel::Refusal;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use web::{Answer, Caller, Json, Keyed, Limits, Path, Problem, Query, Routes, routes};

use crate::model::change::{ChangeReport, ChangeRequest};
use crate::model::{Area, AreaRef, ImportKind, Layer, Place, Report};
use crate::profile::Level;
use crate::service::{AreaFilter, Grid, ImportRequest, Past};

/// The largest import over HTTP, bytes; larger ones go through the command line.
const IMPORT_BODY: usize = 64 << 20;
/// The largest change of the map, bytes.
const CHANGE_BODY: usize = 1 << 20;
/// Areas in one answer at most.
const PAGE: usize = 500;

/// All routes; they need the grid as state.
pub fn routes() -> Routes<Arc<Grid>> {
    let import = Limits { body: IMPORT_BODY, time: Duration::from_secs(300) };
    let change = Limits { body: CHANGE_BODY, time: Duration::from_secs(60) };
    Routes::new()
        .on(action::PUBLIC_READ, routes!(list_areas))
        .on(action::PUBLIC_READ, routes!(search_areas))
        .on(action::PUBLIC_READ, routes!(get_area))
        .on(action::PUBLIC_READ, routes!(areas_geojson))
        .on(action::PUBLIC_READ, routes!(areas_shapefile))
        .on(action::PUBLIC_READ, routes!(locate))
        .on(action::PUBLIC_READ, routes!(list_layers))
        .on(action::PUBLIC_READ, routes!(get_profile))
        .on(action::AREA_READ, routes!(area_history))
        .on_with(action::AREA_IMPORT, import, routes!(import_areas))
        .on_with(action::AREA_IMPORT, change, routes!(check_change))
        .on_with(action::AREA_IMPORT, change, routes!(make_change))
}

/// Which areas to list.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
struct ListQuery {
    /// Only right under this area; without it and without a level, the tops of the tree.
    parent: Option<String>,
    /// Only of this level; then all the way down under `parent`.
    level: Option<String>,
    /// Only codes after this one (paging).
    after: Option<String>,
    /// At most so many, 1–500.
    limit: Option<usize>,
}

/// A page of areas.
#[derive(Debug, Serialize, ToSchema)]
struct Areas {
    /// By code.
    items: Vec<Area>,
    /// Give it as `after` for the next page; absent on the last.
    #[serde(skip_serializing_if = "Option::is_none")]
    next: Option<String>,
}

/// Areas of the tree, by code.
#[utoipa::path(get, path = "/areas", tag = "grid", params(ListQuery),
    responses((status = 200, body = Areas), (status = 404, body = Problem)))]
async fn list_areas(State(grid): State<Arc<Grid>>, Query(q): Query<ListQuery>) -> Answer<Json<Areas>> {
    let map = grid.map();
    if let Some(parent) = &q.parent
        && map.area(parent).is_none()
    {
        return Err(Refusal::not_found("area").at("parent").into());
    }
    let limit = q.limit.unwrap_or(PAGE);
    if !(1..=PAGE).contains(&limit) {
        return Err(Refusal::invalid("limit", limit, format!("1..={PAGE}")).into());
    }
    let mut all = match (&q.level, &q.parent) {
        (None, parent) => map.children(parent.as_deref()),
        (Some(_), Some(parent)) => map.subtree(parent).into_iter().skip(1).collect(),
        (Some(_), None) => map.areas().values().cloned().collect(),
    };
    all.retain(|a| q.level.as_ref().is_none_or(|l| *l == a.level));
    all.sort_by(|a, b| a.code.cmp(&b.code));
    let after = |a: &&Arc<Area>| q.after.as_ref().is_none_or(|after| a.code > *after);
    let mut items: Vec<Area> = all.iter().filter(after).take(limit + 1).map(|a| (**a).clone()).collect();
    let more = items.len() > limit;
    items.truncate(limit);
    let next = more.then(|| items.last().map(|a| a.code.clone())).flatten();
    Ok(Json(Areas { items, next }))
}

/// What is looked for.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
struct SearchQuery {
    /// Words that name the area and those above it, or the beginning of its code; at most 100 characters.
    q: String,
    /// At most so many, 1–50; 20 if not given.
    limit: Option<usize>,
}

/// An area that was found.
#[derive(Debug, Serialize, ToSchema)]
struct FoundArea {
    /// The area.
    #[serde(flatten)]
    area: AreaRef,
    /// The areas above it, from the top.
    above: Vec<AreaRef>,
}

/// Areas that were found.
#[derive(Debug, Serialize, ToSchema)]
struct FoundAreas {
    /// The best first.
    items: Vec<FoundArea>,
}

/// Areas by what people type; for a field that one types into.
#[utoipa::path(get, path = "/areas/search", tag = "grid", params(SearchQuery),
    responses((status = 200, body = FoundAreas), (status = 400, body = Problem)))]
async fn search_areas(
    State(grid): State<Arc<Grid>>,
    Query(q): Query<SearchQuery>,
) -> Answer<Json<FoundAreas>> {
    let limit = q.limit.unwrap_or(20);
    if !(1..=50).contains(&limit) {
        return Err(Refusal::invalid("limit", limit, "1..=50").into());
    }
    if q.q.chars().count() > 100 {
        return Err(Refusal::invalid("q", "…", "at most 100 characters").into());
    }
    let map = grid.map();
    let found = |area: &Arc<Area>| {
        let mut line = map.ancestors(&area.code);
        let own = AreaRef { code: area.code.clone(), level: area.level.clone(), name: area.name.clone() };
        line.retain(|above| above.code != own.code);
        FoundArea { area: own, above: line }
    };
    Ok(Json(FoundAreas { items: map.search(&q.q, limit).iter().map(found).collect() }))
}

/// One area and what stands around it.
#[derive(Debug, Serialize, ToSchema)]
struct AreaDetail {
    /// The area.
    #[serde(flatten)]
    area: Area,
    /// From the top of the tree to the area.
    ancestors: Vec<AreaRef>,
    /// The code of its home area.
    home: Option<String>,
    /// Local codes.
    aliases: Vec<String>,
    /// How many areas stand right under it.
    children: usize,
}

/// One area by its code or an alias.
#[utoipa::path(get, path = "/areas/{code}", tag = "grid", params(("code" = String, Path, description = "Code or alias")),
    responses((status = 200, body = AreaDetail), (status = 404, body = Problem)))]
async fn get_area(State(grid): State<Arc<Grid>>, Path(code): Path<String>) -> Answer<Json<AreaDetail>> {
    let map = grid.map();
    let area = map.area(&code).ok_or_else(|| Refusal::not_found("area"))?;
    Ok(Json(AreaDetail {
        area: (**area).clone(),
        ancestors: map.ancestors(&area.code),
        home: map.home_of(&area.code),
        aliases: map.aliases_of(&area.code),
        children: map.children(Some(&area.code)).len(),
    }))
}

/// What an area was before, newest first.
#[utoipa::path(get, path = "/areas/{code}/history", tag = "grid", params(("code" = String, Path, description = "Code or alias")),
    responses((status = 200, body = Vec<Past>), (status = 404, body = Problem)))]
async fn area_history(
    State(grid): State<Arc<Grid>>,
    caller: Caller,
    Path(code): Path<String>,
) -> Answer<Json<Vec<Past>>> {
    Ok(Json(grid.history(&caller.ctx, &code).await?))
}

/// Which ground to draw.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
struct GroundQuery {
    /// A layer instead of the tree.
    layer: Option<String>,
    /// Only of this level.
    level: Option<String>,
    /// Only under this area.
    parent: Option<String>,
    /// Only what meets the box `west,south,east,north`, degrees.
    bbox: Option<String>,
    /// How far a border may be off for the sake of size, degrees, 0–0.1; 0.0001 if not given.
    tolerance: Option<f64>,
}

/// Areas with their ground, simplified together so that shared borders stay shared.
#[utoipa::path(get, path = "/areas.geojson", tag = "grid", params(GroundQuery),
    responses((status = 200, content_type = "application/geo+json", body = serde_json::Value),
              (status = 304), (status = 404, body = Problem)))]
async fn areas_geojson(
    State(grid): State<Arc<Grid>>,
    headers: HeaderMap,
    Query(q): Query<GroundQuery>,
) -> Answer<Response> {
    let map = grid.map();
    if let Some(layer) = &q.layer
        && !map.layers().iter().any(|l| l.code == *layer)
    {
        return Err(Refusal::not_found("layer").at("layer").into());
    }
    let tag = format!("\"map-{}\"", map.version());
    if headers.get(header::IF_NONE_MATCH).is_some_and(|t| t.as_bytes() == tag.as_bytes()) {
        return Ok(axum::http::StatusCode::NOT_MODIFIED.into_response());
    }
    let tolerance_deg = q.tolerance.unwrap_or(0.0001);
    if !(0.0..=0.1).contains(&tolerance_deg) {
        return Err(Refusal::invalid("tolerance", tolerance_deg, "0..=0.1").into());
    }
    let bbox = q.bbox.as_deref().map(read_bbox).transpose()?;
    let filter = AreaFilter { layer: q.layer, level: q.level, parent: q.parent, bbox, tolerance_deg };
    let mut response = axum::Json(grid.geojson(filter).await?).into_response();
    let out = response.headers_mut();
    out.insert(header::CONTENT_TYPE, HeaderValue::from_static("application/geo+json"));
    out.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-cache"));
    if let Ok(tag) = HeaderValue::from_str(&tag) {
        out.insert(header::ETAG, tag);
    }
    Ok(response)
}

/// Which areas to take out.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
struct ShapefileQuery {
    /// Everything under this area.
    under: String,
    /// Only of this level.
    level: Option<String>,
}

/// Areas with their whole borders as a Shapefile (zip; WGS-84, UTF-8), in columns that an import understands.
#[utoipa::path(get, path = "/areas.zip", tag = "grid", params(ShapefileQuery),
    responses((status = 200, content_type = "application/zip", body = Vec<u8>), (status = 404, body = Problem)))]
async fn areas_shapefile(State(grid): State<Arc<Grid>>, Query(q): Query<ShapefileQuery>) -> Answer<Response> {
    let zip = grid.shapefile(&q.under, q.level.as_deref()).await?;
    let mut response = zip.into_response();
    let out = response.headers_mut();
    out.insert(header::CONTENT_TYPE, HeaderValue::from_static("application/zip"));
    out.insert(header::CONTENT_DISPOSITION, HeaderValue::from_static("attachment; filename=\"areas.zip\""));
    Ok(response)
}

fn read_bbox(text: &str) -> Result<BBox, Refusal> {
    let bad = || Refusal::invalid("bbox", text, "west,south,east,north in degrees");
    let corners: Vec<f64> =
        text.split(',').map(|t| t.trim().parse()).collect::<Result<_, _>>().map_err(|_| bad())?;
    match corners[..] {
        [west, south, east, north] if west <= east && south <= north => Ok(BBox { west, south, east, north }),
        _ => Err(bad()),
    }
}

/// A point.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
struct PointQuery {
    /// Degrees east.
    lon: f64,
    /// Degrees north.
    lat: f64,
    /// `wgs84` (also for CGCS2000), `gcj02` or `bd09`; `wgs84` if not given.
    datum: Option<String>,
}

/// Where a point is: in the tree, and in every layer.
#[utoipa::path(get, path = "/locate", tag = "grid", params(PointQuery),
    responses((status = 200, body = Place), (status = 400, body = Problem)))]
async fn locate(State(grid): State<Arc<Grid>>, Query(q): Query<PointQuery>) -> Answer<Json<Place>> {
    let datum: Datum = match &q.datum {
        None => Datum::Wgs84,
        Some(name) => {
            name.parse().map_err(|_| Refusal::invalid("datum", name, "one of: wgs84, gcj02, bd09"))?
        }
    };
    let point = Point::checked(q.lon, q.lat).map_err(|_| {
        let (field, value, want) = match q.lon.abs() <= 180.0 {
            true => ("lat", q.lat, "-90..=90"),
            false => ("lon", q.lon, "-180..=180"),
        };
        Refusal::invalid(field, value, want)
    })?;
    Ok(Json(grid.locate(datum.to_wgs84(point))))
}

/// All layers.
#[utoipa::path(get, path = "/layers", tag = "grid", responses((status = 200, body = Vec<Layer>)))]
async fn list_layers(State(grid): State<Arc<Grid>>) -> Json<Vec<Layer>> {
    Json(grid.layers())
}

/// The levels of the tree, from the top.
#[derive(Debug, Serialize, ToSchema)]
struct Levels {
    /// The id of the code profile.
    profile: String,
    /// The id of the home level.
    home: String,
    /// From the top down.
    #[schema(value_type = Vec<Object>)]
    levels: Vec<Level>,
    /// Counts the changes of the map.
    version: i64,
    /// West, south, east, north of the whole tree, degrees.
    extent: Option<[f64; 4]>,
}

/// The levels of the tree and its extent.
#[utoipa::path(get, path = "/areas/levels", tag = "grid", responses((status = 200, body = Levels)))]
async fn get_profile(State(grid): State<Arc<Grid>>) -> Json<Levels> {
    let map = grid.map();
    let profile = map.profile().clone();
    let extent = map.locator().extent().map(|b| [b.west, b.south, b.east, b.north]);
    Json(Levels {
        profile: profile.id,
        home: profile.home,
        levels: profile.levels,
        version: map.version(),
        extent,
    })
}

/// How `data` is written.
#[derive(Debug, Clone, Copy, Default, Deserialize, ToSchema)]
#[serde(rename_all = "lowercase")]
enum Encoding {
    /// As it is.
    #[default]
    Plain,
    /// Base64, for gzipped files.
    Base64,
}

/// An import.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct ImportBody {
    /// What it is.
    kind: ImportKind,
    /// The map file, YAML; without it the names of the documentation are expected.
    #[serde(default)]
    map: Option<String>,
    /// The file: GeoJSON or CSV.
    data: String,
    /// How `data` is written.
    #[serde(default)]
    encoding: Encoding,
    /// Check only.
    #[serde(default)]
    dry_run: bool,
}

/// Imports areas, all of them or none. With errors the answer is 422 and `report` tells each of them.
#[utoipa::path(post, path = "/areas/import", tag = "grid", request_body = ImportBody,
    responses((status = 200, body = Report), (status = 400, body = Problem), (status = 409, body = Problem),
              (status = 422, body = Problem)))]
async fn import_areas(
    State(grid): State<Arc<Grid>>,
    caller: Caller,
    Json(body): Json<ImportBody>,
) -> Answer<Json<Report>> {
    let data = match body.encoding {
        Encoding::Plain => body.data.into_bytes(),
        Encoding::Base64 => {
            base64::engine::general_purpose::STANDARD.decode(body.data.trim()).map_err(|_| {
                Refusal::new(kernel::RefusalKind::Invalid, "field.invalid").at("/data").want("base64")
            })?
        }
    };
    let request = ImportRequest { kind: body.kind, map: body.map, data, dry_run: body.dry_run };
    let report = grid.import(&caller.ctx, request).await?;
    if report.errors() > 0 && !report.dry_run {
        let report = serde_json::to_value(&report)?;
        return Err(Refusal::rule("grid.import_refused").with("report", report).into());
    }
    Ok(Json(report))
}

/// Judges a change of the map and writes nothing: what it would touch, and what is wrong with it and where.
#[utoipa::path(post, path = "/areas/changes/check", tag = "grid", request_body = ChangeRequest,
    responses((status = 200, body = ChangeReport), (status = 400, body = Problem), (status = 404, body = Problem),
              (status = 409, body = Problem), (status = 422, body = Problem)))]
async fn check_change(
    State(grid): State<Arc<Grid>>,
    caller: Caller,
    Json(body): Json<ChangeRequest>,
) -> Answer<Json<ChangeReport>> {
    Ok(Json(grid.check_change(&caller.ctx, body).await?))
}

/// Changes the map: splits, merges, moves borders, draws. With errors the answer is 422 and `report` tells each of them.
#[utoipa::path(post, path = "/areas/changes", tag = "grid", request_body = ChangeRequest,
    params(("idempotency-key" = Option<String>, Header, description = "8 to 200 characters, such as a UUID")),
    responses((status = 200, body = ChangeReport), (status = 400, body = Problem), (status = 404, body = Problem),
              (status = 409, body = Problem), (status = 422, body = Problem)))]
async fn make_change(
    State(grid): State<Arc<Grid>>,
    caller: Caller,
    Keyed { body, key }: Keyed<ChangeRequest>,
) -> Answer<Json<ChangeReport>> {
    let report = grid.change(&caller.ctx, body, key).await?;
    if !report.sound() {
        let report = serde_json::to_value(&report)?;
        return Err(Refusal::rule("grid.change_refused").with("report", report).into());
    }
    Ok(Json(report))
}
