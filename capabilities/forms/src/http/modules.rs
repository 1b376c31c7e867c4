//! Modules over HTTP.

use crate::model::module::Module;
use crate::rules::workbook;
use crate::service::Forms;
use crate::service::modules::{Checked, Deciding, FromPack, ModuleRow, ModuleView, Taken, unsound};
use authz::action;
use axum::extract::State;
use axum::http::{StatusCode, header};
use axum::response::IntoResponse;
use serde::Deserialize;
use utoipa::IntoParams;
use web::{Answer, Caller, Json, Keyed, Page, Path, Problem, Query, Routes, routes};

/// A page of modules.
#[derive(Clone, Debug, Default, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
struct ModuleQuery {
    /// Where the page before ended.
    after: Option<String>,
    /// At most so many, 1 to 500; 50 when not given.
    limit: Option<usize>,
}

/// Adds the routes of modules.
pub fn routes_of(routes: Routes<Forms>) -> Routes<Forms> {
    routes
        .on(action::FORM_READ, routes!(modules))
        .on(action::FORM_WRITE, routes!(propose))
        .on(action::FORM_READ, routes!(check))
        .on(action::FORM_WRITE, routes!(take))
        .on(action::FORM_WRITE, routes!(upload))
        .on(action::FORM_READ, routes!(module))
        .on(action::FORM_READ, routes!(xform))
        .on(action::FORM_ADMIT, routes!(admit))
        .on(action::FORM_ADMIT, routes!(refuse))
        .on(action::FORM_ADMIT, routes!(retire))
}

/// What departments ask, by code.
#[utoipa::path(get, path = "/form-modules", operation_id = "list_form_modules", params(ModuleQuery),
    responses((status = 200, body = Page<ModuleRow>), (status = 403, body = Problem)))]
async fn modules(
    State(forms): State<Forms>,
    caller: Caller,
    Query(q): Query<ModuleQuery>,
) -> Answer<Json<Page<ModuleRow>>> {
    let limit = Page::<ModuleRow>::limit(q.limit);
    Ok(Json(forms.modules(&caller.ctx, q.after.as_deref(), limit).await?))
}

/// Proposes a module: a version of its own, with what the checker found.
#[utoipa::path(post, path = "/form-modules", operation_id = "propose_form_module", request_body = Module,
    params(("idempotency-key" = Option<String>, Header, description = "8 to 200 characters, such as a UUID")),
    responses((status = 201, body = ModuleView), (status = 400, body = Problem), (status = 403, body = Problem)))]
async fn propose(
    State(forms): State<Forms>,
    caller: Caller,
    Keyed { body, key }: Keyed<Module>,
) -> Answer<(StatusCode, Json<ModuleView>)> {
    Ok((StatusCode::CREATED, Json(forms.propose(&caller.ctx, body, key).await?)))
}

/// What the checker says of a module; nothing is written.
#[utoipa::path(post, path = "/form-modules/check", operation_id = "check_form_module", request_body = Module,
    responses((status = 200, body = Checked), (status = 400, body = Problem)))]
async fn check(
    State(forms): State<Forms>,
    caller: Caller,
    Json(module): Json<Module>,
) -> Answer<Json<Checked>> {
    Ok(Json(forms.check_module(&caller.ctx, &module).await?))
}

/// Proposes the modules of a pack in use; with `admit`, those that break no rule come into force.
#[utoipa::path(post, path = "/form-modules/from-pack", operation_id = "take_form_modules", request_body = FromPack,
    responses((status = 200, body = Taken), (status = 400, body = Problem), (status = 403, body = Problem)))]
async fn take(State(forms): State<Forms>, caller: Caller, Json(body): Json<FromPack>) -> Answer<Json<Taken>> {
    Ok(Json(forms.take_modules(&caller.ctx, &body).await?))
}

/// Proposes the module of an XLSForm workbook: its sheet `survey` has a column `element`, its sheet `module` says the rest.
#[utoipa::path(post, path = "/form-modules/from-workbook", operation_id = "upload_form_module",
    request_body(content = Vec<u8>, content_type = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
    responses((status = 201, body = ModuleView), (status = 400, body = Problem), (status = 403, body = Problem)))]
async fn upload(
    State(forms): State<Forms>,
    caller: Caller,
    body: axum::body::Bytes,
) -> Answer<(StatusCode, Json<ModuleView>)> {
    let module = workbook::module(&body, "module.xlsx").map_err(|found| unsound(&found))?;
    Ok((StatusCode::CREATED, Json(forms.propose(&caller.ctx, module, None).await?)))
}

/// A module, with what the checker says of it.
#[utoipa::path(get, path = "/form-modules/{code}", operation_id = "get_form_module", params(("code" = String, Path)),
    responses((status = 200, body = ModuleView), (status = 404, body = Problem)))]
async fn module(
    State(forms): State<Forms>,
    caller: Caller,
    Path(code): Path<String>,
) -> Answer<Json<ModuleView>> {
    Ok(Json(forms.module(&caller.ctx, &code).await?))
}

/// The form that its department would hand out if it went alone.
#[utoipa::path(get, path = "/form-modules/{code}/form.xml", operation_id = "get_form_module_xform", params(("code" = String, Path)),
    responses((status = 200, body = String, content_type = "text/xml"), (status = 404, body = Problem)))]
async fn xform(
    State(forms): State<Forms>,
    caller: Caller,
    Path(code): Path<String>,
) -> Answer<impl IntoResponse> {
    Ok(([(header::CONTENT_TYPE, "text/xml; charset=utf-8")], forms.module_xform(&caller.ctx, &code).await?))
}

/// Admits the version that waits.
#[utoipa::path(post, path = "/form-modules/{code}/admit", operation_id = "admit_form_module", request_body = Deciding,
    params(("code" = String, Path), ("idempotency-key" = Option<String>, Header, description = "8 to 200 characters, such as a UUID")),
    responses((status = 200, body = ModuleView), (status = 409, body = Problem), (status = 422, body = Problem)))]
async fn admit(
    State(forms): State<Forms>,
    caller: Caller,
    Path(code): Path<String>,
    Keyed { body, key }: Keyed<Deciding>,
) -> Answer<Json<ModuleView>> {
    Ok(Json(forms.admit_module(&caller.ctx, &code, &body, key).await?))
}

/// Refuses the version that waits.
#[utoipa::path(post, path = "/form-modules/{code}/refuse", operation_id = "refuse_form_module", request_body = Deciding,
    params(("code" = String, Path), ("idempotency-key" = Option<String>, Header, description = "8 to 200 characters, such as a UUID")),
    responses((status = 200, body = ModuleView), (status = 409, body = Problem)))]
async fn refuse(
    State(forms): State<Forms>,
    caller: Caller,
    Path(code): Path<String>,
    Keyed { body, key }: Keyed<Deciding>,
) -> Answer<Json<ModuleView>> {
    Ok(Json(forms.refuse_module(&caller.ctx, &code, &body, key).await?))
}

/// Asks a module no more.
#[utoipa::path(post, path = "/form-modules/{code}/retire", operation_id = "retire_form_module", request_body = Deciding,
    params(("code" = String, Path), ("idempotency-key" = Option<String>, Header, description = "8 to 200 characters, such as a UUID")),
    responses((status = 200, body = ModuleView), (status = 409, body = Problem)))]
async fn retire(
    State(forms): State<Forms>,
    caller: Caller,
    Path(code): Path<String>,
    Keyed { body, key }: Keyed<Deciding>,
) -> Answer<Json<ModuleView>> {
    Ok(Json(forms.retire_module(&caller.ctx, &code, &body, key).await?))
}
