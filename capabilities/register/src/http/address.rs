//! Standard addresses over HTTP.

use crate::service::Register;
use crate::service::address::{AddressPage, BrowseQuery, LocateBatch, LocateQuery, Located};
use axum::extract::State;
use axum::http::{HeaderValue, header};
use axum::response::{IntoResponse, Response};
use web::{Answer, Caller, Json, Problem, Query};

fn unkept(body: impl serde::Serialize) -> Response {
    let mut response = Json(body).into_response();
    response.headers_mut().insert(header::CACHE_CONTROL, HeaderValue::from_static("private, no-store"));
    response
}

/// From people's words to a standard address, or why not: unknown, ambiguous, elsewhere. Staff see it to the room, everybody else to
/// the building.
#[utoipa::path(get, path = "/addresses/locate", operation_id = "locate_address", params(LocateQuery),
    responses((status = 200, body = Located), (status = 400, body = Problem), (status = 429, body = Problem)))]
pub(super) async fn locate(
    State(register): State<Register>,
    caller: Caller,
    Query(q): Query<LocateQuery>,
) -> Answer<Response> {
    Ok(unkept(register.locate_address(&caller.ctx, &q)?))
}

/// The same without the words in an address that proxies keep: one sentence for everybody, up to 500 for staff, answered in their
/// order.
#[utoipa::path(post, path = "/addresses/locate", operation_id = "locate_addresses", request_body = LocateBatch,
    responses((status = 200, body = [Located]), (status = 400, body = Problem), (status = 403, body = Problem), (status = 429, body = Problem)))]
pub(super) async fn locate_many(
    State(register): State<Register>,
    caller: Caller,
    Json(batch): Json<LocateBatch>,
) -> Answer<Response> {
    // five hundred sentences are work of a tenth of a second
    let run = move || register.locate_addresses(&caller.ctx, &batch);
    Ok(unkept(tokio::task::spawn_blocking(run).await.map_err(kernel::Failure::internal)??))
}

/// Standard addresses level by level, or by words.
#[utoipa::path(get, path = "/addresses", operation_id = "browse_addresses", params(BrowseQuery),
    responses((status = 200, body = AddressPage), (status = 400, body = Problem)))]
pub(super) async fn browse(
    State(register): State<Register>,
    caller: Caller,
    Query(q): Query<BrowseQuery>,
) -> Answer<Json<AddressPage>> {
    Ok(Json(register.browse_addresses(&caller.ctx, &q)?))
}
