//! Units over HTTP.

use super::people::{Changed, SheetQuery, workbook};
use crate::{AreaRef, Identity, NewUnit, Unit, UnitFilter, import::SheetReport};
use axum::{extract::State, http::StatusCode, response::Response};
use kernel::{Refusal, Text};
use serde::{Deserialize, Serialize};
use std::sync::Arc;
use utoipa::{IntoParams, ToSchema};
use web::{Answer, Caller, Json, Page, Path, Problem, Query, Raw};

/// Which units to list.
#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(crate) struct Filter {
    /// At this level.
    level: Option<String>,
    /// With this function.
    function: Option<String>,
    /// With this in code or name.
    q: Option<String>,
    /// Belonging to this unit.
    parent: Option<String>,
    /// At the area with this code or under it.
    area: Option<String>,
    /// `next` of the page before.
    after: Option<String>,
    /// At most 500; 50 by default.
    limit: Option<usize>,
}

/// A unit.
#[derive(Serialize, ToSchema)]
pub(crate) struct UnitView {
    /// Code.
    code: String,
    /// Name.
    name: Text,
    /// Where it sits.
    area: AreaRef,
    /// The codes down to that area.
    area_path: String,
    /// The level of that area.
    level: String,
    /// The unit it belongs to.
    #[serde(skip_serializing_if = "Option::is_none")]
    parent: Option<String>,
    /// What it can do.
    functions: Vec<String>,
    /// How to reach it (of a single unit, not in lists).
    #[serde(skip_serializing_if = "Option::is_none")]
    contact: Option<String>,
    /// True when it is no more.
    ended: bool,
}

fn view(identity: &Identity, unit: Unit, contact: Option<String>) -> UnitView {
    UnitView {
        area: identity.area_ref(&unit.area),
        code: unit.code,
        name: unit.name,
        area_path: unit.area_path,
        level: unit.level,
        parent: unit.parent,
        functions: unit.functions,
        contact,
        ended: unit.ended_at.is_some(),
    }
}

/// Units in force, ordered by code.
#[utoipa::path(get, path = "/units", operation_id = "units", params(Filter), responses((status = 200, body = Page<UnitView>)))]
pub(crate) async fn list(
    State(identity): State<Arc<Identity>>,
    Query(query): Query<Filter>,
) -> Answer<Json<Page<UnitView>>> {
    let filter = UnitFilter {
        level: query.level,
        function: query.function,
        q: query.q,
        parent: query.parent,
        area_path: identity.area_path(query.area.as_deref())?,
        after: query.after,
    };
    let page = identity.units(&filter, Page::<Unit>::limit(query.limit)).await?;
    Ok(Json(page.map(|unit| view(&identity, unit, None))))
}

/// One unit, also one that has ended.
#[utoipa::path(get, path = "/units/{code}", operation_id = "unit", params(("code" = String, Path)), responses((status = 200, body = UnitView)))]
pub(crate) async fn one(
    State(identity): State<Arc<Identity>>,
    Path(code): Path<String>,
) -> Answer<Json<UnitView>> {
    let unit = identity.unit(&code).await?.ok_or_else(|| Refusal::not_found("unit"))?;
    let contact = identity.unit_contact(&unit).await?;
    Ok(Json(view(&identity, unit, contact)))
}

/// Set up or change a unit. The code of the body, if it differs from the address, is refused.
#[utoipa::path(put, path = "/units/{code}", operation_id = "put_unit", params(("code" = String, Path)), request_body = NewUnit, responses((status = 200, body = Changed)))]
pub(crate) async fn put(
    caller: Caller,
    State(identity): State<Arc<Identity>>,
    Path(code): Path<String>,
    Json(body): Json<NewUnit>,
) -> Answer<Json<Changed>> {
    if body.code != code {
        return Err(Refusal::invalid("/code", &body.code, code).into());
    }
    let (_, change) = identity.upsert_unit(&caller.ctx, body).await?;
    Ok(Json(Changed { change }))
}

/// End a unit, from now on.
#[utoipa::path(post, path = "/units/{code}/end", operation_id = "end_unit", params(("code" = String, Path)), responses((status = 204)))]
pub(crate) async fn end(
    caller: Caller,
    State(identity): State<Arc<Identity>>,
    Path(code): Path<String>,
) -> Answer<StatusCode> {
    identity.end_unit(&caller.ctx, &code).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Takes in a workbook (XLSX) or a table (CSV) of units: all of it, or nothing; the answer says what is wrong in which cell.
#[utoipa::path(post, path = "/units/import", operation_id = "import_units", params(SheetQuery),
    request_body(content = Vec<u8>, content_type = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
    responses((status = 200, body = SheetReport), (status = 415, body = Problem), (status = 422, body = Problem)))]
pub(crate) async fn import(
    caller: Caller,
    State(identity): State<Arc<Identity>>,
    Query(query): Query<SheetQuery>,
    Raw(bytes): Raw,
) -> Answer<Json<SheetReport>> {
    Ok(Json(identity.import_units_book(&caller.ctx, bytes.to_vec(), query.dry_run).await?))
}

/// An empty workbook (XLSX) of units, to fill in.
#[utoipa::path(get, path = "/units/import/template.xlsx", operation_id = "units_template",
    responses((status = 200, content_type = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", body = Vec<u8>)))]
pub(crate) async fn template(caller: Caller, State(identity): State<Arc<Identity>>) -> Answer<Response> {
    Ok(workbook(identity.units_template(caller.lang).await?, "attachment; filename=\"units.xlsx\""))
}
