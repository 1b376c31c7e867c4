//! What modules received, for the departments that asked.

use super::submissions::{file, unkept};
use crate::model::answers::{Answers, Reading};
use crate::model::record::{ExportFormat, Exporting, RecordItem, RecordQuery};
use crate::service::Forms;
use authz::action;
use axum::body::Body;
use axum::extract::State;
use axum::http::{HeaderValue, header};
use axum::response::{IntoResponse as _, Response};
use web::{Answer, Caller, Json, Page, Path, Problem, Query, Routes, routes};

/// Adds the routes of records.
pub fn routes_of(routes: Routes<Forms>) -> Routes<Forms> {
    routes
        .on(action::FORM_REVEAL, routes!(records))
        .on(action::FORM_REVEAL, routes!(reveal))
        .on(action::FORM_REVEAL, routes!(reveal_file))
        .on(action::FORM_REVEAL, routes!(export))
}

/// What a module received within one's own areas, for units of the department that asked: subject, place, day and state, the latest first.
#[utoipa::path(get, path = "/form-modules/{code}/records", operation_id = "list_form_records", params(("code" = String, Path), RecordQuery),
    responses((status = 200, body = Page<RecordItem>), (status = 403, body = Problem), (status = 404, body = Problem)))]
async fn records(
    State(forms): State<Forms>,
    caller: Caller,
    Path(code): Path<String>,
    Query(q): Query<RecordQuery>,
) -> Answer<Json<Page<RecordItem>>> {
    Ok(Json(forms.records(&caller.ctx, &code, &q).await?))
}

/// Read a record in clear: with a purpose, at most so many within an hour, on the record.
#[utoipa::path(post, path = "/form-modules/{code}/records/{instance}/reveal", operation_id = "reveal_form_record", request_body = Reading,
    params(("code" = String, Path), ("instance" = String, Path)),
    responses((status = 200, body = Answers), (status = 403, body = Problem), (status = 404, body = Problem), (status = 429, body = Problem)))]
async fn reveal(
    State(forms): State<Forms>,
    caller: Caller,
    Path((code, instance)): Path<(String, String)>,
    Json(why): Json<Reading>,
) -> Answer<Response> {
    Ok(unkept(Json(forms.record(&caller.ctx, (&code, &instance), &why).await?).into_response()))
}

/// Read a file that a record names: a reveal of its own.
#[utoipa::path(post, path = "/form-modules/{code}/records/{instance}/files/{name}/reveal", operation_id = "reveal_form_record_file",
    request_body = Reading, params(("code" = String, Path), ("instance" = String, Path), ("name" = String, Path)),
    responses((status = 200, content_type = "application/octet-stream", body = Vec<u8>), (status = 403, body = Problem),
        (status = 404, body = Problem), (status = 429, body = Problem)))]
async fn reveal_file(
    State(forms): State<Forms>,
    caller: Caller,
    Path((code, instance, name)): Path<(String, String, String)>,
    Json(why): Json<Reading>,
) -> Answer<Response> {
    file(forms.record_file(&caller.ctx, (&code, &instance), &name, &why).await?).await
}

/// The records of some days as a file, in the module's own schema: a reveal of all of them, at most 20,000, streamed.
#[utoipa::path(post, path = "/form-modules/{code}/records/export", operation_id = "export_form_records", request_body = Exporting,
    params(("code" = String, Path)),
    responses((status = 200, content_type = "text/csv", body = String), (status = 403, body = Problem), (status = 422, body = Problem),
        (status = 429, body = Problem)))]
async fn export(
    State(forms): State<Forms>,
    caller: Caller,
    Path(code): Path<String>,
    Json(how): Json<Exporting>,
) -> Answer<Response> {
    let (mime, name) = match how.format {
        ExportFormat::Csv => ("text/csv; charset=utf-8", "attachment; filename=\"records.csv\""),
        ExportFormat::Jsonl => ("application/x-ndjson", "attachment; filename=\"records.jsonl\""),
    };
    let lines = forms.export_records(&caller.ctx, &code, how).await?;
    let mut response = unkept(Body::from_stream(lines).into_response());
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(mime));
    headers.insert(header::CONTENT_DISPOSITION, HeaderValue::from_static(name));
    Ok(response)
}
