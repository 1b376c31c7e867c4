//! Hand-over of a person's posts and work over HTTP.

use crate::service::{HandOverPreview, HandOvers, HandedOver};
use authz::action;
use axum::{extract::State, http::StatusCode};
use identity::{HandOverView, NewHandOver, PersonId};
use kernel::Refusal;
use serde::Deserialize;
use utoipa::{IntoParams, ToSchema};
use web::{API, Answer, Caller, Capability, Json, Keyed, Page, Path, Problem, Query, Routes, routes};

/// People's hand-over.
pub fn hand_over(service: HandOvers) -> Capability {
    Capability {
        name: "hand_over",
        mount: API,
        statements: &[crate::store::handover::STATEMENTS],
        messages: "{}",
        routes: Routes::new()
            .on(action::PERSON_WRITE, routes!(preview, give))
            .on(action::PERSON_WRITE, routes!(end_leave))
            .with_state(service),
    }
}

/// Which page of the work.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
struct WorkQuery {
    /// `next` of the page before.
    after: Option<String>,
    /// At most 500; 50 by default.
    limit: Option<usize>,
}

fn person(id: &str) -> Result<PersonId, Refusal> {
    id.parse().map_err(|_| Refusal::not_found("person"))
}

/// What a person would hand over: posts, and the open work that names them.
#[utoipa::path(get, path = "/people/{id}/hand-over", operation_id = "hand_over_preview",
    params(("id" = String, Path), WorkQuery),
    responses((status = 200, body = HandOverPreview), (status = 404, body = Problem)))]
async fn preview(
    State(service): State<HandOvers>,
    caller: Caller,
    Path(id): Path<String>,
    Query(q): Query<WorkQuery>,
) -> Answer<Json<HandOverPreview>> {
    let limit = i64::try_from(Page::<()>::limit(q.limit)).unwrap_or(50);
    let page = (q.after.as_deref(), limit);
    Ok(Json(service.preview(&caller.ctx, &person(&id)?, page).await?))
}

/// Hand over a person's posts and open work, for good or for a time.
#[utoipa::path(post, path = "/people/{id}/hand-over", operation_id = "hand_over",
    params(("id" = String, Path), ("idempotency-key" = Option<String>, Header, description = "8 to 200 characters, such as a UUID")),
    request_body = NewHandOver,
    responses((status = 200, body = HandedOver), (status = 404, body = Problem), (status = 422, body = Problem)))]
async fn give(
    State(service): State<HandOvers>,
    caller: Caller,
    Path(id): Path<String>,
    Keyed { body, key }: Keyed<NewHandOver>,
) -> Answer<(StatusCode, Json<HandedOver>)> {
    let done = service.give(&caller.ctx, &person(&id)?, body, key).await?;
    Ok((StatusCode::OK, Json(done)))
}

/// Nothing needs to be said.
#[derive(Clone, Debug, Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct EndLeave {}

/// End a leave before its time: the posts and the open work come back now.
#[utoipa::path(post, path = "/people/{id}/hand-over/{hand_over}/end", operation_id = "end_leave",
    params(("id" = String, Path), ("hand_over" = String, Path), ("idempotency-key" = Option<String>, Header, description = "8 to 200 characters, such as a UUID")),
    request_body = EndLeave,
    responses((status = 200, body = HandOverView), (status = 404, body = Problem), (status = 422, body = Problem)))]
async fn end_leave(
    State(service): State<HandOvers>,
    caller: Caller,
    Path((id, hand_over)): Path<(String, String)>,
    Keyed { body: EndLeave {}, key }: Keyed<EndLeave>,
) -> Answer<Json<HandOverView>> {
    Ok(Json(service.end_leave(&caller.ctx, &person(&id)?, &hand_over, key).await?))
}
