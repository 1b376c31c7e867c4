//! Campaigns over HTTP.

use crate::model::campaign::{CampaignRow, CampaignView, Closing, Draft, ItemRow, NewCampaign, Progress};
use crate::service::Forms;
use crate::service::campaigns::{CampaignQuery, ItemQuery};
use authz::action;
use axum::extract::State;
use axum::http::StatusCode;
use serde::Deserialize;
use std::time::Duration;
use utoipa::IntoParams;
use web::{Answer, Caller, Json, Keyed, Limits, Page, Path, Problem, Query, Routes, routes};

/// A list of 20,000 lines, looked up one by one.
const LIST: Limits = Limits { body: 24 << 20, time: Duration::from_secs(120) };

/// Adds the routes of campaigns.
pub fn routes_of(routes: Routes<Forms>) -> Routes<Forms> {
    routes
        .on(action::FORM_PLAN, routes!(list))
        .on_with(action::FORM_PLAN, LIST, routes!(open))
        .on_with(action::FORM_PLAN, LIST, routes!(preview))
        .on(action::FORM_PLAN, routes!(one))
        .on(action::FORM_PLAN, routes!(progress))
        .on(action::FORM_PLAN, routes!(items))
        .on(action::FORM_PLAN, routes!(close))
}

/// Which area.
#[derive(Clone, Debug, Default, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
struct ProgressQuery {
    /// The area; the reader's own when not given.
    area: Option<String>,
}

/// Campaigns in the reader's areas, the youngest first.
#[utoipa::path(get, path = "/form-campaigns", operation_id = "list_form_campaigns", params(CampaignQuery),
    responses((status = 200, body = Page<CampaignRow>), (status = 403, body = Problem)))]
async fn list(
    State(forms): State<Forms>,
    caller: Caller,
    Query(q): Query<CampaignQuery>,
) -> Answer<Json<Page<CampaignRow>>> {
    Ok(Json(forms.campaigns(&caller.ctx, &q).await?))
}

/// Begin a campaign with its list. A line that names nobody stops it unless `partial` says that this is known.
#[utoipa::path(post, path = "/form-campaigns", operation_id = "open_form_campaign", request_body = NewCampaign,
    params(("idempotency-key" = Option<String>, Header, description = "8 to 200 characters, such as a UUID")),
    responses((status = 201, body = CampaignView), (status = 400, body = Problem), (status = 403, body = Problem), (status = 422, body = Problem)))]
async fn open(
    State(forms): State<Forms>,
    caller: Caller,
    Keyed { body, key }: Keyed<NewCampaign>,
) -> Answer<(StatusCode, Json<CampaignView>)> {
    Ok((StatusCode::CREATED, Json(forms.open_campaign(&caller.ctx, &body, key).await?)))
}

/// What a campaign would be: how many subjects, and what became of each line. Nothing is written.
#[utoipa::path(post, path = "/form-campaigns/preview", operation_id = "preview_form_campaign", request_body = NewCampaign,
    responses((status = 200, body = Draft), (status = 400, body = Problem), (status = 403, body = Problem), (status = 422, body = Problem)))]
async fn preview(
    State(forms): State<Forms>,
    caller: Caller,
    Json(body): Json<NewCampaign>,
) -> Answer<Json<Draft>> {
    Ok(Json(forms.draft_campaign(&caller.ctx, &body).await?))
}

/// A campaign.
#[utoipa::path(get, path = "/form-campaigns/{id}", operation_id = "get_form_campaign", params(("id" = String, Path)),
    responses((status = 200, body = CampaignView), (status = 404, body = Problem)))]
async fn one(
    State(forms): State<Forms>,
    caller: Caller,
    Path(id): Path<String>,
) -> Answer<Json<CampaignView>> {
    Ok(Json(forms.campaign(&caller.ctx, &id).await?))
}

/// How far a campaign is in an area and right under it. Never by who goes.
#[utoipa::path(get, path = "/form-campaigns/{id}/progress", operation_id = "form_campaign_progress", params(("id" = String, Path), ProgressQuery),
    responses((status = 200, body = Progress), (status = 400, body = Problem), (status = 404, body = Problem)))]
async fn progress(
    State(forms): State<Forms>,
    caller: Caller,
    Path(id): Path<String>,
    Query(q): Query<ProgressQuery>,
) -> Answer<Json<Progress>> {
    Ok(Json(forms.campaign_progress(&caller.ctx, &id, q.area.as_deref()).await?))
}

/// Items of a campaign, in the order of the visits.
#[utoipa::path(get, path = "/form-campaigns/{id}/items", operation_id = "form_campaign_items", params(("id" = String, Path), ItemQuery),
    responses((status = 200, body = Page<ItemRow>), (status = 400, body = Problem), (status = 404, body = Problem)))]
async fn items(
    State(forms): State<Forms>,
    caller: Caller,
    Path(id): Path<String>,
    Query(q): Query<ItemQuery>,
) -> Answer<Json<Page<ItemRow>>> {
    Ok(Json(forms.campaign_items(&caller.ctx, &id, &q).await?))
}

/// End a campaign; where something is left, with the reason.
#[utoipa::path(post, path = "/form-campaigns/{id}/close", operation_id = "close_form_campaign", request_body = Closing,
    params(("id" = String, Path), ("idempotency-key" = Option<String>, Header, description = "8 to 200 characters, such as a UUID")),
    responses((status = 200, body = CampaignView), (status = 404, body = Problem), (status = 409, body = Problem), (status = 422, body = Problem)))]
async fn close(
    State(forms): State<Forms>,
    caller: Caller,
    Path(id): Path<String>,
    Keyed { body, key }: Keyed<Closing>,
) -> Answer<Json<CampaignView>> {
    Ok(Json(forms.close_campaign(&caller.ctx, &id, &body, key).await?))
}
