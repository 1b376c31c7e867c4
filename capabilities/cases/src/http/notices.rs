//! Notices over HTTP.

use crate::service::{Cases, NoticeCounts, NoticePage, NoticeQuery};
use axum::{extract::State, http::StatusCode};
use serde::Deserialize;
use utoipa::ToSchema;
use web::{Answer, Caller, Json, Problem, Query};

/// Notices about cases that the actor may list, newest first.
#[utoipa::path(get, path = "/notices", operation_id = "notices", params(NoticeQuery),
    responses((status = 200, body = NoticePage), (status = 400, body = Problem)))]
pub(super) async fn list(
    State(cases): State<Cases>,
    caller: Caller,
    Query(q): Query<NoticeQuery>,
) -> Answer<Json<NoticePage>> {
    Ok(Json(cases.notices(&caller.ctx, &q, caller.lang).await?))
}

/// How many notices the actor has not seen, for the badge.
#[utoipa::path(get, path = "/notices/unseen", operation_id = "unseen_notices",
    responses((status = 200, body = NoticeCounts)))]
pub(super) async fn unseen(State(cases): State<Cases>, caller: Caller) -> Answer<Json<NoticeCounts>> {
    Ok(Json(cases.unseen_notices(&caller.ctx).await?))
}

/// How far somebody has read.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct SeenBody {
    /// The `key` of the newest notice seen.
    up_to: String,
}

/// The actor has seen the notices up to one.
#[utoipa::path(post, path = "/notices/seen", operation_id = "see_notices", request_body = SeenBody,
    responses((status = 204), (status = 400, body = Problem)))]
pub(super) async fn seen(
    State(cases): State<Cases>,
    caller: Caller,
    Json(body): Json<SeenBody>,
) -> Answer<StatusCode> {
    cases.see_notices(&caller.ctx, &body.up_to).await?;
    Ok(StatusCode::NO_CONTENT)
}
