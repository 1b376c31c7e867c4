//! The record over HTTP, for whoever reviews.

use crate::{
    HOME, Identity,
    service::{Trail, TrailFilter},
};
use axum::extract::State;
use kernel::Refusal;
use serde::Deserialize;
use std::sync::Arc;
use utoipa::IntoParams;
use web::{Answer, Caller, Json, Problem, Query};

/// Which entries.
#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(crate) struct Filter {
    /// The home: a county, or `global`, which is the default.
    county: Option<String>,
    /// What was done, such as `post.set`, or its beginning up to a dot: `post`.
    action: Option<String>,
    /// By whom: `person/<id>`, or the kind alone: `system`.
    actor: Option<String>,
    /// To what: `case/<id>`, or the kind alone: `unit`.
    stream: Option<String>,
    /// `next` of the page before.
    after: Option<String>,
    /// At most so many, 1 to 200; 50 when not given.
    limit: Option<usize>,
}

/// What was done, the latest first. A page looks at a bounded number of entries: with `next` there may be more, however few it holds.
#[utoipa::path(get, path = "/audit", operation_id = "audit", params(Filter),
    responses((status = 200, body = Trail), (status = 403, body = Problem)))]
pub(crate) async fn list(
    caller: Caller,
    State(identity): State<Arc<Identity>>,
    Query(query): Query<Filter>,
) -> Answer<Json<Trail>> {
    let limit = query.limit.unwrap_or(50);
    if !(1..=200).contains(&limit) {
        return Err(Refusal::invalid("limit", limit, "1..=200").into());
    }
    let before = query.after.as_deref().map(|text| {
        text.parse::<i64>().map_err(|_| Refusal::invalid("after", text, "next of the page before"))
    });
    let filter = TrailFilter {
        county: query.county.unwrap_or_else(|| HOME.into()),
        action: query.action,
        actor: query.actor,
        stream: query.stream,
        before: before.transpose()?,
    };
    Ok(Json(identity.trail(&caller.ctx, &filter, limit).await?))
}
