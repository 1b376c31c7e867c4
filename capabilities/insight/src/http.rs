//! Numbers over HTTP: extract, call the service, respond.

use crate::service::{Insight, Open, OpenQuery, Stats, StatsQuery};
use crate::store;
use authz::action;
use axum::extract::State;
use std::sync::Arc;
use web::{API, Answer, Caller, Capability, Json, Problem, Query, Routes, routes};

/// Everything the server needs of insight.
pub fn capability(insight: Insight) -> Capability {
    Capability {
        name: "insight",
        mount: API,
        statements: store::STATEMENTS,
        messages: include_str!("../messages.yaml"),
        routes: Routes::new()
            .on(action::STATS_READ, routes!(stats))
            .on(action::STATS_READ, routes!(open))
            .with_state(insight),
    }
}

/// Numbers of cases in a period, told apart as wished, as far as the caller may see them.
#[utoipa::path(get, path = "/stats/cases", params(StatsQuery),
    responses((status = 200, body = Stats), (status = 400, body = Problem)))]
async fn stats(
    State(insight): State<Insight>,
    caller: Caller,
    Query(q): Query<StatsQuery>,
) -> Answer<Json<Stats>> {
    Ok(Json(insight.stats(&caller.ctx, &q).await?))
}

/// What is open now, and how much of it is late.
#[utoipa::path(get, path = "/stats/open", params(OpenQuery),
    responses((status = 200, body = Open), (status = 400, body = Problem)))]
async fn open(
    State(insight): State<Insight>,
    caller: Caller,
    Query(q): Query<OpenQuery>,
) -> Answer<Json<Open>> {
    Ok(Json(Arc::unwrap_or_clone(insight.open(&caller.ctx, &q).await?)))
}
