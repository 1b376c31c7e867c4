//! Cases that follow a changed map.

use crate::service::{Cases, Relocation, RelocationQuery, RelocationRun};
use axum::{extract::State, http::StatusCode};
use serde::Deserialize;
use utoipa::ToSchema;
use web::{Answer, Caller, Json, Keyed, Path, Problem, Query};

/// What would move: how many cases of the areas lie in which other area by now, with the first numbers. Nothing is written.
#[utoipa::path(get, path = "/cases/relocation", params(RelocationQuery),
    responses((status = 200, body = Relocation), (status = 400, body = Problem), (status = 404, body = Problem)))]
pub(super) async fn preview(
    State(cases): State<Cases>,
    caller: Caller,
    Query(query): Query<RelocationQuery>,
) -> Answer<Json<Relocation>> {
    Ok(Json(cases.relocation(&caller.ctx, &query).await?))
}

/// Which cases are to move.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct RelocationBody {
    /// Codes of areas, at most 50; also of such as have ended.
    areas: Vec<String>,
    /// Closed cases too; only open ones if not given.
    #[serde(default)]
    closed: bool,
}

/// Lets cases follow the map. They move in the background, one fact each; asking again is harmless.
#[utoipa::path(post, path = "/cases/relocation", request_body = RelocationBody,
    params(("idempotency-key" = Option<String>, Header, description = "8 to 200 characters, such as a UUID")),
    responses((status = 202, body = RelocationRun), (status = 400, body = Problem), (status = 404, body = Problem)))]
pub(super) async fn begin(
    State(cases): State<Cases>,
    caller: Caller,
    Keyed { body, key }: Keyed<RelocationBody>,
) -> Answer<(StatusCode, Json<RelocationRun>)> {
    let run = cases.relocate(&caller.ctx, &body.areas, body.closed, key).await?;
    Ok((StatusCode::ACCEPTED, Json(run)))
}

/// How far it is.
#[utoipa::path(get, path = "/cases/relocation/{id}", params(("id" = String, Path)),
    responses((status = 200, body = RelocationRun), (status = 404, body = Problem)))]
pub(super) async fn progress(
    State(cases): State<Cases>,
    caller: Caller,
    Path(id): Path<String>,
) -> Answer<Json<RelocationRun>> {
    Ok(Json(cases.relocation_run(&caller.ctx, &id).await?))
}
