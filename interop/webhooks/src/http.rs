//! Webhooks over HTTP, for the system administrator.

use crate::model::{DeliveryView, NewWebhook, State as DeliveryState, WebhookView, WithSecret};
use crate::service::{Webhooks, id};
use authz::action;
use axum::{extract::State, http::StatusCode};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use web::{API, Answer, Caller, Capability, Json, Page, Path, Problem, Query, Routes, routes};

/// Everything the server needs of webhooks.
pub fn capability(webhooks: Webhooks) -> Capability {
    Capability {
        name: "webhooks",
        mount: API,
        statements: crate::STATEMENTS,
        messages: crate::MESSAGES,
        routes: Routes::new()
            .on(action::WEBHOOK_WRITE, routes!(list, create))
            .on(action::WEBHOOK_WRITE, routes!(change, end))
            .on(action::WEBHOOK_WRITE, routes!(rotate))
            .on(action::WEBHOOK_WRITE, routes!(deliveries))
            .on(action::WEBHOOK_WRITE, routes!(resend))
            .with_state(webhooks),
    }
}

/// Which deliveries.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
struct Which {
    /// `waiting` (when not given), `delivered` or `dead`.
    state: Option<String>,
    /// Where the page before ended.
    after: Option<String>,
    /// At most so many, 1 to 500; 50 when not given.
    limit: Option<usize>,
}

/// What to send again.
#[derive(Debug, Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct Again {
    /// The event's id; all that was given up when not given.
    #[serde(default)]
    event: Option<String>,
}

/// How much is sent again.
#[derive(Debug, Serialize, ToSchema)]
struct Resent {
    /// Deliveries.
    resent: u64,
}

/// Webhooks that the caller keeps, oldest first.
#[utoipa::path(get, path = "/webhooks", operation_id = "list", responses((status = 200, body = Vec<WebhookView>)))]
async fn list(State(webhooks): State<Webhooks>, caller: Caller) -> Answer<Json<Vec<WebhookView>>> {
    Ok(Json(webhooks.list(&caller.ctx).await?))
}

/// A new webhook; its secret is told in this answer only.
#[utoipa::path(post, path = "/webhooks", operation_id = "create", request_body = NewWebhook,
    responses((status = 201, body = WithSecret), (status = 400, body = Problem)))]
async fn create(
    State(webhooks): State<Webhooks>,
    caller: Caller,
    Json(body): Json<NewWebhook>,
) -> Answer<(StatusCode, Json<WithSecret>)> {
    Ok((StatusCode::CREATED, Json(webhooks.create(&caller.ctx, &body).await?)))
}

/// Sets a webhook anew.
#[utoipa::path(put, path = "/webhooks/{id}", operation_id = "change", params(("id" = String, Path)), request_body = NewWebhook,
    responses((status = 200, body = WebhookView), (status = 404, body = Problem)))]
async fn change(
    State(webhooks): State<Webhooks>,
    caller: Caller,
    Path(which): Path<String>,
    Json(body): Json<NewWebhook>,
) -> Answer<Json<WebhookView>> {
    Ok(Json(webhooks.change(&caller.ctx, &id(&which)?, &body).await?))
}

/// Ends a webhook; what has not arrived is not sent.
#[utoipa::path(delete, path = "/webhooks/{id}", operation_id = "end", params(("id" = String, Path)),
    responses((status = 204), (status = 404, body = Problem)))]
async fn end(
    State(webhooks): State<Webhooks>,
    caller: Caller,
    Path(which): Path<String>,
) -> Answer<StatusCode> {
    webhooks.end(&caller.ctx, &id(&which)?).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Gives a webhook another secret, told in this answer only; the one before signs too for a day.
#[utoipa::path(post, path = "/webhooks/{id}/secret", operation_id = "rotate", params(("id" = String, Path)),
    responses((status = 200, body = WithSecret), (status = 404, body = Problem)))]
async fn rotate(
    State(webhooks): State<Webhooks>,
    caller: Caller,
    Path(which): Path<String>,
) -> Answer<Json<WithSecret>> {
    Ok(Json(webhooks.rotate(&caller.ctx, &id(&which)?).await?))
}

/// The queue of a webhook: what waits, what arrived, what was given up; the latest first.
#[utoipa::path(get, path = "/webhooks/{id}/deliveries", operation_id = "deliveries", params(("id" = String, Path), Which),
    responses((status = 200, body = Page<DeliveryView>), (status = 404, body = Problem)))]
async fn deliveries(
    State(webhooks): State<Webhooks>,
    caller: Caller,
    Path(which): Path<String>,
    Query(query): Query<Which>,
) -> Answer<Json<Page<DeliveryView>>> {
    let state = query.state.as_deref().map(DeliveryState::parse).transpose()?.unwrap_or_default();
    let after = query.after.as_deref();
    Ok(Json(webhooks.deliveries(&caller.ctx, &id(&which)?, state, after, query.limit).await?))
}

/// Sends again what was given up: one event, or all.
#[utoipa::path(post, path = "/webhooks/{id}/resend", operation_id = "resend", params(("id" = String, Path)), request_body = Again,
    responses((status = 200, body = Resent), (status = 404, body = Problem)))]
async fn resend(
    State(webhooks): State<Webhooks>,
    caller: Caller,
    Path(which): Path<String>,
    Json(body): Json<Again>,
) -> Answer<Json<Resent>> {
    let resent = webhooks.resend(&caller.ctx, &id(&which)?, body.event.as_deref()).await?;
    Ok(Json(Resent { resent }))
}
