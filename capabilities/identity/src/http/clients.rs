//! Keys of programs over HTTP.

use super::Paging;
use crate::{ClientView, Identity, NewClient};
use axum::{extract::State, http::StatusCode};
use kernel::Text;
use serde::Deserialize;
use std::sync::Arc;
use utoipa::ToSchema;
use web::{Answer, Caller, Json, Page, Path, Query};

/// A program.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Program {
    /// Its name.
    name: Text,
}

/// Programs with a key, also with one that has ended.
#[utoipa::path(get, path = "/clients", operation_id = "clients", params(Paging), responses((status = 200, body = Page<ClientView>)))]
pub(crate) async fn list(
    State(identity): State<Arc<Identity>>,
    Query(query): Query<Paging>,
) -> Answer<Json<Page<ClientView>>> {
    let after = query.after.unwrap_or_default();
    Ok(Json(identity.clients(&after, Page::<ClientView>::limit(query.limit)).await?))
}

/// Give a program a key, told in this answer only.
#[utoipa::path(post, path = "/clients", operation_id = "create_client", request_body = Program, responses((status = 201, body = NewClient)))]
pub(crate) async fn create(
    caller: Caller,
    State(identity): State<Arc<Identity>>,
    Json(body): Json<Program>,
) -> Answer<(StatusCode, Json<NewClient>)> {
    let client = identity.create_client(&caller.ctx, body.name).await?;
    Ok((StatusCode::CREATED, Json(client)))
}

/// End a program's key.
#[utoipa::path(post, path = "/clients/{id}/end", operation_id = "end_client", params(("id" = String, Path)), responses((status = 204)))]
pub(crate) async fn end(
    caller: Caller,
    State(identity): State<Arc<Identity>>,
    Path(id): Path<String>,
) -> Answer<StatusCode> {
    identity.end_client(&caller.ctx, &id).await?;
    Ok(StatusCode::NO_CONTENT)
}
