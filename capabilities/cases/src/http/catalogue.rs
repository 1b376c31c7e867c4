//! The dispatch catalogue over HTTP.

use crate::catalogue::Entry;
use crate::service::{Cases, CataloguePage, Sheet};
use axum::{
    extract::State,
    http::{HeaderValue, header},
    response::{IntoResponse, Response},
};
use kernel::Refusal;
use serde::Deserialize;
use utoipa::IntoParams;
use web::{Answer, Caller, Json, Path, Problem, Query, Raw};

/// Which entries.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(super) struct CatalogueQuery {
    /// Of this category only.
    category: Option<String>,
    /// Where the page before ended.
    after: Option<String>,
}

/// The entries, 500 a page.
#[utoipa::path(get, path = "/catalogue", params(CatalogueQuery), responses((status = 200, body = CataloguePage)))]
pub(super) async fn list(
    State(cases): State<Cases>,
    caller: Caller,
    Query(q): Query<CatalogueQuery>,
) -> Answer<Json<CataloguePage>> {
    let after = q.after.unwrap_or_default();
    Ok(Json(cases.catalogue(&caller.ctx, q.category.as_deref(), &after).await?))
}

/// Writes an entry; `new` as its id makes one.
#[utoipa::path(put, path = "/catalogue/{id}", params(("id" = String, Path)), request_body = Entry,
    responses((status = 200, body = Entry), (status = 400, body = Problem)))]
pub(super) async fn put(
    State(cases): State<Cases>,
    caller: Caller,
    Path(id): Path<String>,
    Json(mut entry): Json<Entry>,
) -> Answer<Json<Entry>> {
    entry.id = if id == "new" { String::new() } else { id };
    Ok(Json(cases.put_entry(&caller.ctx, entry).await?))
}

/// How a workbook is taken in.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(super) struct SheetQuery {
    /// Check only.
    #[serde(default)]
    dry_run: bool,
}

/// Takes in a workbook (XLSX): all of it, or nothing; the answer lists what is wrong.
#[utoipa::path(post, path = "/catalogue/import", params(SheetQuery),
    request_body(content = Vec<u8>, content_type = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
    responses((status = 200, body = Sheet), (status = 415, body = Problem), (status = 422, body = Problem)))]
pub(super) async fn import(
    State(cases): State<Cases>,
    caller: Caller,
    Query(q): Query<SheetQuery>,
    Raw(bytes): Raw,
) -> Answer<Json<Sheet>> {
    let sheet = cases.import_catalogue(&caller.ctx, bytes.to_vec(), q.dry_run).await?;
    if !sheet.problems.is_empty() && !sheet.dry_run {
        let report = serde_json::to_value(&sheet)?;
        return Err(Refusal::rule("catalogue.refused").with("report", report).into());
    }
    Ok(Json(sheet))
}

/// The whole catalogue as a workbook (XLSX).
#[utoipa::path(get, path = "/catalogue.xlsx",
    responses((status = 200, content_type = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", body = Vec<u8>)))]
pub(super) async fn export(State(cases): State<Cases>, caller: Caller) -> Answer<Response> {
    let bytes = cases.export_catalogue(&caller.ctx).await?;
    let mut response = bytes.into_response();
    let kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
    response.headers_mut().insert(header::CONTENT_TYPE, HeaderValue::from_static(kind));
    let name = HeaderValue::from_static("attachment; filename=\"catalogue.xlsx\"");
    response.headers_mut().insert(header::CONTENT_DISPOSITION, name);
    Ok(response)
}
