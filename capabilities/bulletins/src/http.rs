//! Bulletins over HTTP: extract, call the service, respond.

use crate::service::{
    BehindPage, BehindQuery, BulletinQuery, BulletinRow, BulletinView, Bulletins, Deciding, Drafting, Form, Objecting,
};
use crate::store;
use authz::action;
use axum::extract::State;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use serde::Deserialize;
use utoipa::ToSchema;
use web::{API, Answer, Caller, Capability, Json, Keyed, Page, Path, Problem, Query, Routes, routes};

/// Everything the server needs of bulletins.
pub fn capability(bulletins: Bulletins) -> Capability {
    Capability {
        name: "bulletins",
        mount: API,
        statements: &[store::STATEMENTS],
        messages: include_str!("../messages.yaml"),
        routes: Routes::new()
            .on(action::BULLETIN_READ, routes!(list))
            .on(action::BULLETIN_WRITE, routes!(draft))
            .on(action::BULLETIN_READ, routes!(get))
            .on(action::BULLETIN_READ, routes!(behind))
            .on(action::BULLETIN_OBJECT, routes!(object))
            .on(action::BULLETIN_WRITE, routes!(decide))
            .on(action::BULLETIN_WRITE, routes!(freeze))
            .on(action::BULLETIN_SIGN, routes!(sign))
            .on(action::BULLETIN_WRITE, routes!(issue))
            .on(action::BULLETIN_WRITE, routes!(correct))
            .on(action::BULLETIN_WRITE, routes!(withdraw))
            .with_state(bulletins),
    }
}

/// What a command sees.
#[derive(Clone, Debug, Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = BulletinVersion)]
struct Version {
    /// The version that was seen.
    #[serde(default)]
    version: Option<i64>,
}

/// A command with its reason.
#[derive(Clone, Debug, Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = BulletinReason)]
struct Reason {
    /// Why.
    reason: String,
    /// The version that was seen.
    #[serde(default)]
    version: Option<i64>,
}

/// Freezing.
#[derive(Clone, Debug, Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = BulletinFreezing)]
struct Freezing {
    /// Why before objections have ended.
    #[serde(default)]
    reason: Option<String>,
    /// The version that was seen.
    #[serde(default)]
    version: Option<i64>,
}

/// Signing.
#[derive(Clone, Debug, Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = BulletinSigning)]
struct Signing {
    /// SHA-256 of what was shown.
    sha256: String,
}

/// Bulletins, latest month first.
#[utoipa::path(get, path = "/bulletins", operation_id = "list", params(BulletinQuery),
    responses((status = 200, body = Page<BulletinRow>), (status = 400, body = Problem)))]
async fn list(
    State(bulletins): State<Bulletins>,
    caller: Caller,
    Query(q): Query<BulletinQuery>,
) -> Answer<Json<Page<BulletinRow>>> {
    Ok(Json(bulletins.list(&caller.ctx, &q).await?))
}

/// Drafts the bulletin of an area and a month that is over.
#[utoipa::path(post, path = "/bulletins", operation_id = "draft", request_body = Drafting,
    params(("idempotency-key" = Option<String>, Header, description = "8 to 200 characters, such as a UUID")),
    responses((status = 201, body = BulletinView), (status = 400, body = Problem), (status = 409, body = Problem)))]
async fn draft(
    State(bulletins): State<Bulletins>,
    caller: Caller,
    Keyed { body, key }: Keyed<Drafting>,
) -> Answer<(StatusCode, Json<BulletinView>)> {
    let id = bulletins.draft(&caller.ctx, &body, key).await?;
    Ok((StatusCode::CREATED, Json(bulletins.view(&caller.ctx, &id).await?)))
}

/// A bulletin; with `.pdf` or `.docx` behind the id, as a paper in the language of the request.
#[utoipa::path(get, path = "/bulletins/{id}", operation_id = "get",
    params(("id" = String, Path, description = "Area, month and edition, such as 350304000000-202610-1")),
    responses((status = 200, body = BulletinView), (status = 404, body = Problem)))]
async fn get(State(bulletins): State<Bulletins>, caller: Caller, Path(id): Path<String>) -> Answer<Response> {
    if let Some((id, form)) = Form::of(&id) {
        let bytes = bulletins.paper(&caller.ctx, id, form, caller.lang).await?;
        let mut response = bytes.into_response();
        let name = format!("inline; filename=\"{id}.{}\"", form.ending());
        let headers = response.headers_mut();
        headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(form.mime()));
        headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("private, no-store"));
        // an id is a code: it fits a header
        headers.extend(HeaderValue::from_str(&name).map(|name| (header::CONTENT_DISPOSITION, name)));
        return Ok(response);
    }
    Ok(Json(bulletins.view(&caller.ctx, &id).await?).into_response())
}

/// The cases behind a figure; those that are left out stand apart.
#[utoipa::path(get, path = "/bulletins/{id}/cases", operation_id = "cases", params(("id" = String, Path), BehindQuery),
    responses((status = 200, body = BehindPage), (status = 400, body = Problem), (status = 404, body = Problem)))]
async fn behind(
    State(bulletins): State<Bulletins>,
    caller: Caller,
    Path(id): Path<String>,
    Query(q): Query<BehindQuery>,
) -> Answer<Json<BehindPage>> {
    Ok(Json(bulletins.behind(&caller.ctx, &id, &q, caller.lang).await?))
}

/// A unit objects to a case or a number.
#[utoipa::path(post, path = "/bulletins/{id}/objections", operation_id = "object", params(("id" = String, Path), ("idempotency-key" = Option<String>, Header, description = "8 to 200 characters, such as a UUID")),
    request_body = Objecting,
    responses((status = 200, body = BulletinView), (status = 403, body = Problem), (status = 422, body = Problem)))]
async fn object(
    State(bulletins): State<Bulletins>,
    caller: Caller,
    Path(id): Path<String>,
    Keyed { body, key }: Keyed<Objecting>,
) -> Answer<Json<BulletinView>> {
    bulletins.object(&caller.ctx, &id, &body, key).await?;
    Ok(Json(bulletins.view(&caller.ctx, &id).await?))
}

/// Somebody else decides an objection; when it is upheld, its cases are left out.
#[utoipa::path(post, path = "/bulletins/{id}/objections/{n}/decision", operation_id = "decide",
    params(("id" = String, Path), ("n" = i64, Path), ("idempotency-key" = Option<String>, Header, description = "8 to 200 characters, such as a UUID")), request_body = Deciding,
    responses((status = 200, body = BulletinView), (status = 409, body = Problem), (status = 422, body = Problem)))]
async fn decide(
    State(bulletins): State<Bulletins>,
    caller: Caller,
    Path((id, n)): Path<(String, i64)>,
    Keyed { body, key }: Keyed<Deciding>,
) -> Answer<Json<BulletinView>> {
    bulletins.decide(&caller.ctx, &id, n, &body, key).await?;
    Ok(Json(bulletins.view(&caller.ctx, &id).await?))
}

/// Freezes the numbers: from now on they stand as they are.
#[utoipa::path(post, path = "/bulletins/{id}/freeze", operation_id = "freeze", params(("id" = String, Path), ("idempotency-key" = Option<String>, Header, description = "8 to 200 characters, such as a UUID")),
    request_body = Freezing,
    responses((status = 200, body = BulletinView), (status = 409, body = Problem), (status = 422, body = Problem)))]
async fn freeze(
    State(bulletins): State<Bulletins>,
    caller: Caller,
    Path(id): Path<String>,
    Keyed { body, key }: Keyed<Freezing>,
) -> Answer<Json<BulletinView>> {
    bulletins.freeze(&caller.ctx, &id, body.reason.as_deref(), body.version, key).await?;
    Ok(Json(bulletins.view(&caller.ctx, &id).await?))
}

/// Signs what was frozen.
#[utoipa::path(post, path = "/bulletins/{id}/sign", operation_id = "sign", params(("id" = String, Path), ("idempotency-key" = Option<String>, Header, description = "8 to 200 characters, such as a UUID")),
    request_body = Signing,
    responses((status = 200, body = BulletinView), (status = 422, body = Problem)))]
async fn sign(
    State(bulletins): State<Bulletins>,
    caller: Caller,
    Path(id): Path<String>,
    Keyed { body, key }: Keyed<Signing>,
) -> Answer<Json<BulletinView>> {
    bulletins.sign(&caller.ctx, &id, &body.sha256, key).await?;
    Ok(Json(bulletins.view(&caller.ctx, &id).await?))
}

/// Issues a signed bulletin; the edition that it corrects ends.
#[utoipa::path(post, path = "/bulletins/{id}/issue", operation_id = "issue", params(("id" = String, Path), ("idempotency-key" = Option<String>, Header, description = "8 to 200 characters, such as a UUID")),
    request_body = Version,
    responses((status = 200, body = BulletinView), (status = 409, body = Problem), (status = 422, body = Problem)))]
async fn issue(
    State(bulletins): State<Bulletins>,
    caller: Caller,
    Path(id): Path<String>,
    Keyed { body, key }: Keyed<Version>,
) -> Answer<Json<BulletinView>> {
    bulletins.issue(&caller.ctx, &id, body.version, key).await?;
    Ok(Json(bulletins.view(&caller.ctx, &id).await?))
}

/// Drafts another edition of an issued bulletin, which says why; the issued one stands until the other is issued.
#[utoipa::path(post, path = "/bulletins/{id}/correct", operation_id = "correct", params(("id" = String, Path), ("idempotency-key" = Option<String>, Header, description = "8 to 200 characters, such as a UUID")),
    request_body = Reason,
    responses((status = 201, body = BulletinView), (status = 409, body = Problem), (status = 422, body = Problem)))]
async fn correct(
    State(bulletins): State<Bulletins>,
    caller: Caller,
    Path(id): Path<String>,
    Keyed { body, key }: Keyed<Reason>,
) -> Answer<(StatusCode, Json<BulletinView>)> {
    let next = bulletins.correct(&caller.ctx, &id, &body.reason, key).await?;
    Ok((StatusCode::CREATED, Json(bulletins.view(&caller.ctx, &next).await?)))
}

/// Takes a bulletin back, with the reason.
#[utoipa::path(post, path = "/bulletins/{id}/withdraw", operation_id = "withdraw", params(("id" = String, Path), ("idempotency-key" = Option<String>, Header, description = "8 to 200 characters, such as a UUID")),
    request_body = Reason,
    responses((status = 200, body = BulletinView), (status = 409, body = Problem), (status = 422, body = Problem)))]
async fn withdraw(
    State(bulletins): State<Bulletins>,
    caller: Caller,
    Path(id): Path<String>,
    Keyed { body, key }: Keyed<Reason>,
) -> Answer<Json<BulletinView>> {
    bulletins.withdraw(&caller.ctx, &id, &body.reason, body.version, key).await?;
    Ok(Json(bulletins.view(&caller.ctx, &id).await?))
}
