//! People over HTTP.

use crate::{Change, Identity, NewPerson, PersonId, import::SheetReport, service::PersonView};
use axum::{
    extract::State,
    http::{HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
};
use kernel::Refusal;
use serde::{Deserialize, Serialize};
use std::sync::Arc;
use utoipa::{IntoParams, ToSchema};
use web::{Answer, Caller, Json, Page, Path, Problem, Query, Raw};

/// Which people to list.
#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(crate) struct Filter {
    /// With a post in this unit.
    unit: Option<String>,
    /// With exactly this login; logins are kept as hashes.
    login: Option<String>,
    /// `next` of the page before.
    after: Option<String>,
    /// At most 500; 50 by default.
    limit: Option<usize>,
}

/// The id of something new.
#[derive(Serialize, ToSchema)]
pub(crate) struct Created {
    /// Its id.
    pub id: String,
}

/// A new password.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Password {
    /// It.
    password: String,
}

/// What became of something that was set.
#[derive(Serialize, ToSchema)]
pub(crate) struct Changed {
    /// Changed or unchanged.
    pub change: Change,
}

/// An id of the address that is none does not exist.
fn person(id: &str) -> Result<PersonId, Refusal> {
    id.parse().map_err(|_| Refusal::not_found("person"))
}

/// People in force whom the caller may see, ordered by id.
#[utoipa::path(get, path = "/people", operation_id = "people", params(Filter), responses((status = 200, body = Page<PersonView>)))]
pub(crate) async fn list(
    caller: Caller,
    State(identity): State<Arc<Identity>>,
    Query(query): Query<Filter>,
) -> Answer<Json<Page<PersonView>>> {
    let limit = Page::<PersonView>::limit(query.limit);
    let after = query.after.unwrap_or_default();
    Ok(Json(
        identity.people(&caller.ctx, (query.unit.as_deref(), query.login.as_deref()), &after, limit).await?,
    ))
}

/// Set up a person.
#[utoipa::path(post, path = "/people", operation_id = "create_person", request_body = NewPerson, responses((status = 201, body = Created)))]
pub(crate) async fn create(
    caller: Caller,
    State(identity): State<Arc<Identity>>,
    Json(body): Json<NewPerson>,
) -> Answer<(StatusCode, Json<Created>)> {
    let id = identity.create_person(&caller.ctx, body).await?.to_string();
    Ok((StatusCode::CREATED, Json(Created { id })))
}

/// Change a person's login, name and phone.
#[utoipa::path(put, path = "/people/{id}", operation_id = "update_person", params(("id" = String, Path)), request_body = NewPerson, responses((status = 200, body = Changed)))]
pub(crate) async fn update(
    caller: Caller,
    State(identity): State<Arc<Identity>>,
    Path(id): Path<String>,
    Json(body): Json<NewPerson>,
) -> Answer<Json<Changed>> {
    let change = identity.update_person(&caller.ctx, &person(&id)?, body).await?;
    Ok(Json(Changed { change }))
}

/// Give a person a new password.
#[utoipa::path(put, path = "/people/{id}/password", operation_id = "set_password", params(("id" = String, Path)), request_body = Password, responses((status = 204)))]
pub(crate) async fn password(
    caller: Caller,
    State(identity): State<Arc<Identity>>,
    Path(id): Path<String>,
    Json(body): Json<Password>,
) -> Answer<StatusCode> {
    identity.set_password(&caller.ctx, &person(&id)?, &body.password).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// A person leaves.
#[utoipa::path(post, path = "/people/{id}/end", operation_id = "end_person", params(("id" = String, Path)), responses((status = 204)))]
pub(crate) async fn end(
    caller: Caller,
    State(identity): State<Arc<Identity>>,
    Path(id): Path<String>,
) -> Answer<StatusCode> {
    identity.end_person(&caller.ctx, &person(&id)?).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// How a workbook is taken in.
#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(crate) struct SheetQuery {
    /// Check only.
    #[serde(default)]
    pub dry_run: bool,
}

/// Takes in a workbook (XLSX) or a table (CSV) of people and posts: all of it, or nothing; the answer says what is wrong in which cell.
#[utoipa::path(post, path = "/people/import", operation_id = "import_people", params(SheetQuery),
    request_body(content = Vec<u8>, content_type = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
    responses((status = 200, body = SheetReport), (status = 415, body = Problem), (status = 422, body = Problem)))]
pub(crate) async fn import(
    caller: Caller,
    State(identity): State<Arc<Identity>>,
    Query(query): Query<SheetQuery>,
    Raw(bytes): Raw,
) -> Answer<Json<SheetReport>> {
    Ok(Json(identity.import_staff_book(&caller.ctx, bytes.to_vec(), query.dry_run).await?))
}

/// An empty workbook (XLSX) of people and posts, to fill in.
#[utoipa::path(get, path = "/people/import/template.xlsx", operation_id = "people_template",
    responses((status = 200, content_type = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", body = Vec<u8>)))]
pub(crate) async fn template(caller: Caller, State(identity): State<Arc<Identity>>) -> Answer<Response> {
    Ok(workbook(identity.staff_template(caller.lang).await?, "attachment; filename=\"people.xlsx\""))
}

/// A workbook to be saved.
pub(super) fn workbook(bytes: Vec<u8>, disposition: &'static str) -> Response {
    let mut response = bytes.into_response();
    let kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
    response.headers_mut().insert(header::CONTENT_TYPE, HeaderValue::from_static(kind));
    response.headers_mut().insert(header::CONTENT_DISPOSITION, HeaderValue::from_static(disposition));
    response
}
