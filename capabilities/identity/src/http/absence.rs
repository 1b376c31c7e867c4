//! Absences over HTTP.

use crate::absence::{Absence, NewAbsence};
use crate::{Identity, PersonId};
use axum::{extract::State, http::StatusCode};
use kernel::Refusal;
use serde::Serialize;
use std::sync::Arc;
use utoipa::ToSchema;
use web::{Answer, Caller, Json, Path, Problem};

/// Absences of a person.
#[derive(Serialize, ToSchema)]
pub(crate) struct Absences {
    /// By their last days.
    items: Vec<Absence>,
}

fn person(id: &str) -> Result<PersonId, Refusal> {
    id.parse().map_err(|_| Refusal::not_found("person"))
}

/// On which days somebody does not work, today or later: for that person and for whoever plans the duty there.
#[utoipa::path(get, path = "/people/{id}/absences", operation_id = "absences", params(("id" = String, Path)),
    responses((status = 200, body = Absences), (status = 403, body = Problem)))]
pub(crate) async fn list(
    caller: Caller,
    State(identity): State<Arc<Identity>>,
    Path(id): Path<String>,
) -> Answer<Json<Absences>> {
    Ok(Json(Absences { items: identity.absences(&caller.ctx, &person(&id)?).await? }))
}

/// Say that somebody does not work on some days: said by that person or by whoever plans the duty there. No reason is asked.
#[utoipa::path(post, path = "/people/{id}/absences", operation_id = "say_absent", params(("id" = String, Path)),
    request_body = NewAbsence, responses((status = 201, body = Absence), (status = 400, body = Problem), (status = 403, body = Problem)))]
pub(crate) async fn say(
    caller: Caller,
    State(identity): State<Arc<Identity>>,
    Path(id): Path<String>,
    Json(body): Json<NewAbsence>,
) -> Answer<(StatusCode, Json<Absence>)> {
    let absence = identity.say_absent(&caller.ctx, &person(&id)?, &body).await?;
    Ok((StatusCode::CREATED, Json(absence)))
}

/// Somebody is back: today counts again. One that has not begun never was.
#[utoipa::path(post, path = "/people/{id}/absences/{absence}/end", operation_id = "end_absence",
    params(("id" = String, Path), ("absence" = String, Path)),
    responses((status = 204), (status = 403, body = Problem), (status = 404, body = Problem)))]
pub(crate) async fn end(
    caller: Caller,
    State(identity): State<Arc<Identity>>,
    Path((id, absence)): Path<(String, String)>,
) -> Answer<StatusCode> {
    identity.end_absence(&caller.ctx, &person(&id)?, &absence).await?;
    Ok(StatusCode::NO_CONTENT)
}
