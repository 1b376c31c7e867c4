//! Duty over HTTP.

use super::{DeskView, DutyFact, NewDesk, NewShift, ShiftView};
use crate::{Identity, PersonId};
use authz::action;
use axum::{extract::State, http::StatusCode};
use kernel::Timestamp;
use serde::{Deserialize, Serialize};
use std::sync::Arc;
use utoipa::{IntoParams, ToSchema};
use web::{API, Answer, Caller, Capability, Json, Page, Path, Problem, Query, Routes, routes};

/// The capability over identity's service.
pub fn capability(identity: Arc<Identity>) -> Capability {
    let routes = Routes::new()
        .on(action::DUTY_READ, routes!(list))
        .on(action::DUTY_WRITE, routes!(create))
        .on(action::DUTY_READ, routes!(one))
        .on(action::DUTY_WRITE, routes!(update))
        .on(action::DUTY_WRITE, routes!(end))
        .on(action::DUTY_READ, routes!(roster))
        .on(action::DUTY_WRITE, routes!(plan))
        .on(action::DUTY_WRITE, routes!(cancel))
        .on(action::DUTY_ATTEND, routes!(sign_on))
        .on(action::DUTY_ATTEND, routes!(hand))
        .on(action::DUTY_READ, routes!(history))
        .with_state(identity);
    Capability {
        name: "duty",
        mount: API,
        statements: &[super::STATEMENTS],
        messages: include_str!("messages.yaml"),
        routes,
    }
}

/// Which desks.
#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
struct Filter {
    /// Of this unit.
    unit: Option<String>,
    /// Of units at this area or under it.
    area: Option<String>,
    /// `next` of the page before.
    after: Option<String>,
    /// At most 500; 50 by default.
    limit: Option<usize>,
}

/// A span of time.
#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
struct Span {
    /// From when.
    from: Timestamp,
    /// To when, at most 62 days later.
    to: Timestamp,
}

/// Which page of a history.
#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
struct Before {
    /// `next` of the page before.
    after: Option<i64>,
    /// At most 500; 50 by default.
    limit: Option<usize>,
}

/// Shifts of a desk.
#[derive(Serialize, ToSchema)]
struct Roster {
    /// By their beginning.
    items: Vec<ShiftView>,
}

/// Shifts to plan.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct NewShifts {
    /// 1 to 200.
    shifts: Vec<NewShift>,
}

/// How much was planned.
#[derive(Serialize, ToSchema)]
struct Plan {
    /// New shifts; those that were planned already are not counted.
    planned: usize,
}

/// The id of a new desk.
#[derive(Serialize, ToSchema)]
struct NewDeskId {
    /// Its id.
    id: String,
}

/// A desk goes to another.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct Hand {
    /// To whom; missing: the desk is left, which is refused while somebody is to be there.
    #[serde(default)]
    #[schema(value_type = Option<String>)]
    to: Option<PersonId>,
    /// What the next has to know; at most 1,000 characters, kept apart and erasable.
    #[serde(default)]
    note: Option<String>,
}

/// The desks in force, ordered by id.
#[utoipa::path(get, path = "/duty", operation_id = "desks", params(Filter), responses((status = 200, body = Page<DeskView>)))]
async fn list(
    caller: Caller,
    State(identity): State<Arc<Identity>>,
    Query(q): Query<Filter>,
) -> Answer<Json<Page<DeskView>>> {
    let limit = Page::<()>::limit(q.limit);
    let after = q.after.unwrap_or_default();
    Ok(Json(identity.desks(&caller.ctx, (q.unit.as_deref(), q.area.as_deref()), (&after, limit)).await?))
}

/// Set up a desk.
#[utoipa::path(post, path = "/duty", operation_id = "create_desk", request_body = NewDesk, responses((status = 201, body = NewDeskId)))]
async fn create(
    caller: Caller,
    State(identity): State<Arc<Identity>>,
    Json(body): Json<NewDesk>,
) -> Answer<(StatusCode, Json<NewDeskId>)> {
    let id = identity.set_desk(&caller.ctx, None, body).await?;
    Ok((StatusCode::CREATED, Json(NewDeskId { id })))
}

/// One desk.
#[utoipa::path(get, path = "/duty/{id}", operation_id = "desk", params(("id" = String, Path)), responses((status = 200, body = DeskView), (status = 404, body = Problem)))]
async fn one(
    caller: Caller,
    State(identity): State<Arc<Identity>>,
    Path(id): Path<String>,
) -> Answer<Json<DeskView>> {
    Ok(Json(identity.desk(&caller.ctx, &id).await?))
}

/// Change a desk's name and kind of posts.
#[utoipa::path(put, path = "/duty/{id}", operation_id = "update_desk", params(("id" = String, Path)), request_body = NewDesk, responses((status = 204), (status = 404, body = Problem)))]
async fn update(
    caller: Caller,
    State(identity): State<Arc<Identity>>,
    Path(id): Path<String>,
    Json(body): Json<NewDesk>,
) -> Answer<StatusCode> {
    identity.set_desk(&caller.ctx, Some(&id), body).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// A desk is no more.
#[utoipa::path(post, path = "/duty/{id}/end", operation_id = "end_desk", params(("id" = String, Path)), responses((status = 204), (status = 404, body = Problem)))]
async fn end(
    caller: Caller,
    State(identity): State<Arc<Identity>>,
    Path(id): Path<String>,
) -> Answer<StatusCode> {
    identity.end_desk(&caller.ctx, &id).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Who is to attend a desk when.
#[utoipa::path(get, path = "/duty/{id}/shifts", operation_id = "duty_roster", params(("id" = String, Path), Span), responses((status = 200, body = Roster), (status = 404, body = Problem)))]
async fn roster(
    caller: Caller,
    State(identity): State<Arc<Identity>>,
    Path(id): Path<String>,
    Query(q): Query<Span>,
) -> Answer<Json<Roster>> {
    Ok(Json(Roster { items: identity.roster(&caller.ctx, &id, (q.from, q.to)).await? }))
}

/// Plan shifts. What is planned already stays as it is.
#[utoipa::path(post, path = "/duty/{id}/shifts", operation_id = "plan_shifts", params(("id" = String, Path)), request_body = NewShifts, responses((status = 200, body = Plan), (status = 422, body = Problem)))]
async fn plan(
    caller: Caller,
    State(identity): State<Arc<Identity>>,
    Path(id): Path<String>,
    Json(body): Json<NewShifts>,
) -> Answer<Json<Plan>> {
    Ok(Json(Plan { planned: identity.plan_shifts(&caller.ctx, &id, body.shifts).await? }))
}

/// Take a shift out of the roster.
#[utoipa::path(delete, path = "/duty/{id}/shifts/{shift}", operation_id = "cancel_shift", params(("id" = String, Path), ("shift" = String, Path)), responses((status = 204)))]
async fn cancel(
    caller: Caller,
    State(identity): State<Arc<Identity>>,
    Path((id, shift)): Path<(String, String)>,
) -> Answer<StatusCode> {
    identity.cancel_shift(&caller.ctx, &id, &shift).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Take a desk over (签到). It keeps nothing but who has the desk since when.
#[utoipa::path(post, path = "/duty/{id}/sign-on", operation_id = "sign_on", params(("id" = String, Path)), responses((status = 204), (status = 422, body = Problem)))]
async fn sign_on(
    caller: Caller,
    State(identity): State<Arc<Identity>>,
    Path(id): Path<String>,
) -> Answer<StatusCode> {
    identity.sign_on(&caller.ctx, &id).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Hand a desk on, with a note.
#[utoipa::path(post, path = "/duty/{id}/hand-over", operation_id = "hand_desk", params(("id" = String, Path)), request_body = Hand, responses((status = 204), (status = 422, body = Problem)))]
async fn hand(
    caller: Caller,
    State(identity): State<Arc<Identity>>,
    Path(id): Path<String>,
    Json(body): Json<Hand>,
) -> Answer<StatusCode> {
    identity.hand_desk(&caller.ctx, &id, body.to, body.note).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// What happened at a desk, newest first.
#[utoipa::path(get, path = "/duty/{id}/history", operation_id = "duty_history", params(("id" = String, Path), Before), responses((status = 200, body = Page<DutyFact>), (status = 404, body = Problem)))]
async fn history(
    caller: Caller,
    State(identity): State<Arc<Identity>>,
    Path(id): Path<String>,
    Query(q): Query<Before>,
) -> Answer<Json<Page<DutyFact>>> {
    let page = (q.after, Page::<()>::limit(q.limit));
    Ok(Json(identity.duty_history(&caller.ctx, &id, page).await?))
}
