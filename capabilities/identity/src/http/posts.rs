//! Posts over HTTP.

use super::people::{Changed, Created};
use crate::{
    Identity, NewPost, PersonId, PostFilter, PostId,
    service::{Board, PostView, Team, Vacancy, VacancyFilter, Why},
};
use axum::{extract::State, http::StatusCode};
use kernel::{Refusal, Text};
use serde::{Deserialize, Serialize};
use std::sync::Arc;
use utoipa::{IntoParams, ToSchema};
use web::{Answer, Caller, Json, Page, Path, Problem, Query};

/// Which posts to list.
#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(crate) struct Filter {
    /// For the area with this code or one under it.
    area: Option<String>,
    /// Of this kind.
    kind: Option<String>,
    /// In this unit.
    unit: Option<String>,
    /// Held by this person, also as deputy.
    person: Option<String>,
    /// `next` of the page before.
    after: Option<String>,
    /// At most 500; 50 by default.
    limit: Option<usize>,
}

/// A kind of post.
#[derive(Serialize, ToSchema)]
pub(crate) struct KindView {
    /// Its code.
    code: String,
    /// Its name.
    name: Text,
}

/// The kinds of posts there are.
#[derive(Serialize, ToSchema)]
pub(crate) struct Kinds {
    /// Sorted by code.
    items: Vec<KindView>,
}

fn post(id: &str) -> Result<PostId, Refusal> {
    id.parse().map_err(|_| Refusal::not_found("post"))
}

/// Posts held now, ordered by id.
#[utoipa::path(get, path = "/posts", operation_id = "posts", params(Filter), responses((status = 200, body = Page<PostView>)))]
pub(crate) async fn list(
    caller: Caller,
    State(identity): State<Arc<Identity>>,
    Query(query): Query<Filter>,
) -> Answer<Json<Page<PostView>>> {
    let filter = PostFilter {
        kind: query.kind,
        unit: query.unit,
        person: query.person.map(|id| id.parse::<PersonId>()).transpose()?,
        area_path: identity.area_path(query.area.as_deref())?,
        after: query.after,
    };
    Ok(Json(identity.posts(&caller.ctx, &filter, Page::<PostView>::limit(query.limit)).await?))
}

/// The kinds of posts there are, from packs and our own.
#[utoipa::path(get, path = "/post-kinds", operation_id = "post_kinds", responses((status = 200, body = Kinds)))]
pub(crate) async fn kinds(State(identity): State<Arc<Identity>>) -> Json<Kinds> {
    let items =
        identity.all_kinds().into_iter().map(|code| KindView { name: identity.kind_name(&code), code });
    Json(Kinds { items: items.collect() })
}

/// Which vacancies.
#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(crate) struct VacancyQuery {
    /// `missing`: the team of an area lacks it, the default; `ended`: nobody took it; `no_deputy`: nobody stands in.
    #[serde(default)]
    why: Why,
    /// At the area with this code or one under it.
    area: Option<String>,
    /// Of this kind.
    kind: Option<String>,
    /// `next` of the page before.
    after: Option<String>,
    /// At most 500; 50 by default.
    limit: Option<usize>,
}

/// What is vacant. A page may hold fewer than asked for and still have a next one.
#[utoipa::path(get, path = "/posts/vacancies", operation_id = "vacancies", params(VacancyQuery), responses((status = 200, body = Page<Vacancy>), (status = 422, body = Problem)))]
pub(crate) async fn vacancies(
    caller: Caller,
    State(identity): State<Arc<Identity>>,
    Query(query): Query<VacancyQuery>,
) -> Answer<Json<Page<Vacancy>>> {
    let limit = Page::<Vacancy>::limit(query.limit);
    let (why, area, kind, after) = (query.why, query.area, query.kind, query.after);
    Ok(Json(identity.vacancies(&caller.ctx, &VacancyFilter { why, area, kind, after }, limit).await?))
}

/// The team of an area: the seats that packs ask for, and who holds them.
#[utoipa::path(get, path = "/areas/{code}/team", operation_id = "team", params(("code" = String, Path)),
    responses((status = 200, body = Team), (status = 404, body = Problem)))]
pub(crate) async fn team(
    caller: Caller,
    State(identity): State<Arc<Identity>>,
    Path(code): Path<String>,
) -> Answer<Json<Team>> {
    Ok(Json(identity.team(&caller.ctx, &code).await?))
}

/// Who works an area, for everybody: names, posts, and the line of their unit.
#[utoipa::path(get, path = "/public/areas/{code}/board", operation_id = "board", params(("code" = String, Path)),
    responses((status = 200, body = Board), (status = 404, body = Problem)))]
pub(crate) async fn board(
    caller: Caller,
    State(identity): State<Arc<Identity>>,
    Path(code): Path<String>,
) -> Answer<Json<Board>> {
    Ok(Json(identity.board(&caller.ctx, &code).await?))
}

/// Give a post.
#[utoipa::path(post, path = "/posts", operation_id = "give_post", request_body = NewPost, responses((status = 201, body = Created)))]
pub(crate) async fn give(
    caller: Caller,
    State(identity): State<Arc<Identity>>,
    Json(body): Json<NewPost>,
) -> Answer<(StatusCode, Json<Created>)> {
    let id = identity.give_post(&caller.ctx, body).await?.to_string();
    Ok((StatusCode::CREATED, Json(Created { id })))
}

/// Change a post.
#[utoipa::path(put, path = "/posts/{id}", operation_id = "update_post", params(("id" = String, Path)), request_body = NewPost, responses((status = 200, body = Changed)))]
pub(crate) async fn update(
    caller: Caller,
    State(identity): State<Arc<Identity>>,
    Path(id): Path<String>,
    Json(body): Json<NewPost>,
) -> Answer<Json<Changed>> {
    let change = identity.update_post(&caller.ctx, &post(&id)?, body).await?;
    Ok(Json(Changed { change }))
}

/// End a post, from now on.
#[utoipa::path(post, path = "/posts/{id}/end", operation_id = "end_post", params(("id" = String, Path)), responses((status = 204)))]
pub(crate) async fn end(
    caller: Caller,
    State(identity): State<Arc<Identity>>,
    Path(id): Path<String>,
) -> Answer<StatusCode> {
    identity.end_post(&caller.ctx, &post(&id)?).await?;
    Ok(StatusCode::NO_CONTENT)
}
