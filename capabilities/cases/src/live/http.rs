//! `/events`, and `/events/track/{number}` for the holder of a token.

use super::hub::Live;
use authz::action;
use axum::{extract::State, http::HeaderMap, response::Response};
use serde::Deserialize;
use utoipa::IntoParams;
use web::{Answer, Caller, Capability, Path, Problem, Query, Routes, event_stream, routes};

/// The routes of live events.
pub fn capability(live: Live) -> Capability {
    Capability {
        name: "events",
        mount: "/events",
        statements: &[crate::store::live::STATEMENTS],
        messages: include_str!("messages.yaml"),
        routes: Routes::new()
            .on(action::CASE_LIST, routes!(events))
            .on(action::PUBLIC_READ, routes!(tracked))
            .with_state(live),
    }
}

/// Where to begin.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
struct EventsQuery {
    /// The id of the last event seen, where the header `Last-Event-ID` cannot be sent.
    after: Option<String>,
}

/// Whose report.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
struct TrackedQuery {
    /// The tracking token.
    token: String,
    /// The `seq` of the last step seen, where the header `Last-Event-ID` cannot be sent.
    after: Option<String>,
}

/// What happens to cases that the caller may list, as it happens: events `case` (a JSON object: county, number, action,
/// phase, unit, area_path, seq, at), `hello` at the beginning, `reset` when everything is to be looked at again.
#[utoipa::path(get, path = "/", params(EventsQuery,
    ("last-event-id" = Option<String>, Header, description = "the id of the last event seen")),
    responses((status = 200, content_type = "text/event-stream", body = super::Event),
    (status = 429, body = Problem)))]
async fn events(
    State(live): State<Live>,
    caller: Caller,
    headers: HeaderMap,
    Query(query): Query<EventsQuery>,
) -> Answer<Response> {
    let scopes = authz::scopes(caller.actor(), action::CASE_LIST);
    let id = last(&headers).or(query.after);
    Ok(event_stream(live.staff(caller.actor(), scopes, id.as_deref()).await?))
}

/// The public steps of a report, as they happen, for whoever holds its token.
#[utoipa::path(get, path = "/track/{number}", params(TrackedQuery, ("number" = String, Path, description = "the case's number"),
    ("last-event-id" = Option<String>, Header, description = "the seq of the last step seen")),
    responses((status = 200, content_type = "text/event-stream", body = super::Event),
    (status = 404, body = Problem), (status = 429, body = Problem)))]
async fn tracked(
    State(live): State<Live>,
    _: Caller,
    Path(number): Path<String>,
    headers: HeaderMap,
    Query(query): Query<TrackedQuery>,
) -> Answer<Response> {
    let id = last(&headers).or(query.after);
    Ok(event_stream(live.tracked(&number, &query.token, id.as_deref()).await?))
}

fn last(headers: &HeaderMap) -> Option<String> {
    headers.get("last-event-id")?.to_str().ok().map(str::to_owned)
}
