//! Supervision orders: the desk's list, and the public one.

use crate::service::{Cases, OrderPage, OrderQuery, PublicOrder};
use axum::extract::State;
use serde::Deserialize;
use utoipa::IntoParams;
use web::{Answer, Caller, Json, Page, Problem, Query};

/// Supervision orders of the cases that the actor may read: nothing leaves the list of standing ones before it is cancelled.
#[utoipa::path(get, path = "/orders", params(OrderQuery),
    responses((status = 200, body = OrderPage), (status = 400, body = Problem)))]
pub(super) async fn list(
    State(cases): State<Cases>,
    caller: Caller,
    Query(q): Query<OrderQuery>,
) -> Answer<Json<OrderPage>> {
    Ok(Json(cases.orders(&caller.ctx, &q, caller.lang).await?))
}

/// Which public orders.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(super) struct PublicOrdersQuery {
    /// Where the page before ended.
    after: Option<String>,
    /// At most so many, 1 to 200; 50 when not given.
    limit: Option<i64>,
}

/// Supervision orders that are listed for everybody (挂牌督办), youngest first.
#[utoipa::path(get, path = "/public/orders", params(PublicOrdersQuery),
    responses((status = 200, body = Page<PublicOrder>), (status = 400, body = Problem)))]
pub(super) async fn public(
    State(cases): State<Cases>,
    caller: Caller,
    Query(q): Query<PublicOrdersQuery>,
) -> Answer<Json<Page<PublicOrder>>> {
    let (items, next) = cases.public_orders(&caller.ctx, (q.after.as_deref(), q.limit), caller.lang).await?;
    Ok(Json(Page { items, next }))
}
