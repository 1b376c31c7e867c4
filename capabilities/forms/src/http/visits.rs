//! Visits and the burden meter over HTTP.

use super::multipart;
use crate::model::visit::{VisitRow, VisitView};
use crate::service::Forms;
use crate::service::burden::{BurdenQuery, BurdenTable};
use crate::service::visits::{NotMet, VisitQuery};
use authz::action;
use axum::extract::{Request, State};
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use kernel::Failure;
use serde::Serialize;
use std::time::Duration;
use utoipa::ToSchema;
use web::{Answer, Caller, Json, Limits, Page, Path, Problem, Query, Routes, routes};

/// What a phone may send at once: the answers and the photos of one visit.
const POSTING: Limits = Limits { body: 128 << 20, time: Duration::from_secs(900) };

/// A submission was taken.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = VisitSubmitted)]
struct Submitted {
    /// The instance.
    instance_id: String,
    /// Files that it names and that did not come yet: sent later with the same submission again.
    missing: Vec<String>,
}

/// Adds the routes of visits.
pub fn routes_of(routes: Routes<Forms>) -> Routes<Forms> {
    routes
        .on(action::FORM_VISIT, routes!(visits))
        .on(action::FORM_VISIT, routes!(visit))
        .on(action::FORM_VISIT, routes!(not_met))
        .on_with(action::FORM_VISIT, POSTING, routes!(submit))
        .on(action::FORM_READ, routes!(burden))
}

/// Visits of the caller's areas: what is due on a day, and what became of those of that day.
#[utoipa::path(get, path = "/visits", operation_id = "list_visits", params(VisitQuery),
    responses((status = 200, body = Page<VisitRow>), (status = 400, body = Problem), (status = 403, body = Problem)))]
async fn visits(
    State(forms): State<Forms>,
    caller: Caller,
    Query(q): Query<VisitQuery>,
) -> Answer<Json<Page<VisitRow>>> {
    Ok(Json(forms.visits(&caller.ctx, &q).await?))
}

/// A visit with the form for everything that is due there, and what is known in it: a reveal of what is protected.
#[utoipa::path(get, path = "/visits/{id}", operation_id = "get_visit", params(("id" = String, Path)),
    responses((status = 200, body = VisitView), (status = 404, body = Problem), (status = 422, body = Problem)))]
async fn visit(State(forms): State<Forms>, caller: Caller, Path(id): Path<String>) -> Answer<Response> {
    let mut response = Json(forms.visit(&caller.ctx, &id).await?).into_response();
    response.headers_mut().insert(header::CACHE_CONTROL, HeaderValue::from_static("private, no-store"));
    Ok(response)
}

/// Nobody was met: the visit is accounted for today, and due again tomorrow.
#[utoipa::path(post, path = "/visits/{id}/not-met", operation_id = "visit_not_met", params(("id" = String, Path)), request_body = NotMet,
    responses((status = 204), (status = 400, body = Problem), (status = 404, body = Problem)))]
async fn not_met(
    State(forms): State<Forms>,
    caller: Caller,
    Path(id): Path<String>,
    Json(body): Json<NotMet>,
) -> Answer<StatusCode> {
    forms.not_met(&caller.ctx, &id, &body).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// What a visit brought back, as OpenRosa posts it: `multipart/form-data` with `xml_submission_file` and files by their names. The
/// same again is the same; other bytes under the same instance are refused.
#[utoipa::path(post, path = "/visits/{id}/submission", operation_id = "submit_visit", params(("id" = String, Path)),
    request_body(content = Vec<u8>, content_type = "multipart/form-data"),
    responses((status = 201, body = Submitted), (status = 400, body = Problem), (status = 404, body = Problem), (status = 409, body = Problem)))]
async fn submit(
    State(forms): State<Forms>,
    caller: Caller,
    Path(id): Path<String>,
    request: Request,
) -> Answer<(StatusCode, Json<Submitted>)> {
    let posted = multipart::read(request, forms.blobs(), &caller.ctx).await?;
    // what came is kept, also when the phone has hung up before the answer
    let work = tokio::spawn(async move {
        let incoming = forms.incoming(posted)?;
        forms.submit_visit(&caller.ctx, &id, incoming).await
    });
    let received = work.await.map_err(Failure::internal)??;
    let told = Submitted { instance_id: received.instance_id, missing: received.missing };
    Ok((StatusCode::CREATED, Json(told)))
}

/// What forms cost: questions asked, confirmed and spared, by module, department or grid. Never by who answers.
#[utoipa::path(get, path = "/form-burden", operation_id = "form_burden", params(BurdenQuery),
    responses((status = 200, body = BurdenTable), (status = 400, body = Problem)))]
async fn burden(
    State(forms): State<Forms>,
    caller: Caller,
    Query(q): Query<BurdenQuery>,
) -> Answer<Json<BurdenTable>> {
    Ok(Json(forms.burden(&caller.ctx, &q).await?))
}
