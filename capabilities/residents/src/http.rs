//! Residents over HTTP: extract, call the service, respond.

use crate::model::{Account, AccountState, AlertView, Pace, Resident, Wish};
use crate::service::{COOKIE, Change, LIFETIME, Messaging, Residents};
use crate::store;
use authz::action;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use axum::response::Response;
use kernel::{Lang, Timestamp};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use web::{API, Answer, Caller, Capability, Json, Path, Problem, Query, Routes, cookie_token, routes};

/// Everything the server needs of residents.
pub fn capability(residents: Residents) -> Capability {
    Capability {
        name: "residents",
        mount: API,
        statements: &[store::STATEMENTS],
        messages: crate::MESSAGES,
        routes: Routes::new()
            .on(action::RESIDENT_USE, routes!(state, speak, leave))
            .on(action::RESIDENT_USE, routes!(ask_code))
            .on(action::RESIDENT_USE, routes!(confirm))
            .on(action::RESIDENT_USE, routes!(sign_out))
            .on(action::RESIDENT_USE, routes!(follow))
            .on(action::RESIDENT_USE, routes!(change, end))
            .on(action::RESIDENT_USE, routes!(put_report, drop_report))
            .on(action::RESIDENT_USE, routes!(look_end, end_by_link))
            .on(action::MESSAGE_WRITE, routes!(messaging))
            .on(action::MESSAGE_WRITE, routes!(try_out))
            .on(action::MESSAGE_WRITE, routes!(again))
            .with_state(residents),
    }
}

async fn who(residents: &Residents, caller: &Caller, headers: &HeaderMap) -> kernel::Result<Resident> {
    residents.signed_in(&caller.ctx, cookie_token(headers, COOKIE)).await
}

/// The cookie goes to the account alone, and only from our own pages.
fn with_session(
    residents: &Residents,
    token: &str,
    seconds: i64,
    answer: impl axum::response::IntoResponse,
) -> Response {
    let secure = residents.link("").starts_with("https://");
    let manners = format!("Path={API}/account; SameSite=Strict");
    web::with_cookie(answer, (COOKIE, token), seconds, &manners, secure)
}

/// What this house can do, and the account of this device when one is signed in.
#[utoipa::path(get, path = "/account", operation_id = "state", responses((status = 200, body = AccountState)))]
async fn state(
    State(residents): State<Residents>,
    caller: Caller,
    headers: HeaderMap,
) -> Answer<Json<AccountState>> {
    Ok(Json(residents.state(&caller.ctx, cookie_token(&headers, COOKIE)).await?))
}

/// An address that wants a code.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = CodeWish)]
struct CodeBody {
    /// A mail address or a mobile number.
    address: String,
    /// In which language messages come; that of the request when not given.
    #[serde(default)]
    language: Option<Lang>,
    /// The alert to be set with the confirmation.
    #[serde(default)]
    alert: Option<Wish>,
}

/// A code on its way.
#[derive(Serialize, ToSchema)]
struct CodeSent {
    /// What is confirmed with it.
    id: String,
    /// Until when.
    expires_at: Timestamp,
}

/// Sends a code to an address. The answer is the same whether the address is known or not.
#[utoipa::path(post, path = "/account/codes", operation_id = "ask_code", request_body = CodeBody,
    responses((status = 202, body = CodeSent), (status = 400, body = Problem), (status = 429, body = Problem)))]
async fn ask_code(
    State(residents): State<Residents>,
    caller: Caller,
    Json(body): Json<CodeBody>,
) -> Answer<(StatusCode, Json<CodeSent>)> {
    let language = body.language.unwrap_or(caller.lang);
    let asked = (body.address.as_str(), language);
    let (id, expires_at) =
        residents.ask_code(&caller.ctx, asked, body.alert.as_ref(), caller.address).await?;
    Ok((StatusCode::ACCEPTED, Json(CodeSent { id, expires_at })))
}

/// A code as it was read.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = CodeShown)]
struct ConfirmBody {
    /// From asking for the code, or from the link.
    id: String,
    /// Six digits, or the secret of the link.
    code: String,
}

/// Confirms an address: this device is signed in.
#[utoipa::path(post, path = "/account/confirm", operation_id = "confirm", request_body = ConfirmBody,
    responses((status = 200, body = Account), (status = 422, body = Problem)))]
async fn confirm(
    State(residents): State<Residents>,
    caller: Caller,
    Json(body): Json<ConfirmBody>,
) -> Answer<Response> {
    let done = residents.confirm(&caller.ctx, &body.id, &body.code).await?;
    let account = residents.account(&done.resident).await?;
    Ok(with_session(&residents, &done.token, LIFETIME / 1000, Json(account)))
}

/// Signs this device out.
#[utoipa::path(delete, path = "/account/session", operation_id = "sign_out", responses((status = 204)))]
async fn sign_out(
    State(residents): State<Residents>,
    caller: Caller,
    headers: HeaderMap,
) -> Answer<Response> {
    if let Some(token) = cookie_token(&headers, COOKIE) {
        residents.sign_out(&caller.ctx, token).await?;
    }
    Ok(with_session(&residents, "", 0, StatusCode::NO_CONTENT))
}

/// What may be set of an account.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = AccountChange)]
struct AccountBody {
    /// In which language messages come.
    language: Lang,
}

/// In which language messages come.
#[utoipa::path(put, path = "/account", operation_id = "speak", request_body = AccountBody,
    responses((status = 204), (status = 401, body = Problem)))]
async fn speak(
    State(residents): State<Residents>,
    caller: Caller,
    headers: HeaderMap,
    Json(body): Json<AccountBody>,
) -> Answer<StatusCode> {
    let resident = who(&residents, &caller, &headers).await?;
    residents.speak(&caller.ctx, &resident, body.language).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Ends the account: address, alerts and links are erased; reports stay what they are.
#[utoipa::path(delete, path = "/account", operation_id = "leave", responses((status = 204), (status = 401, body = Problem)))]
async fn leave(State(residents): State<Residents>, caller: Caller, headers: HeaderMap) -> Answer<Response> {
    let resident = who(&residents, &caller, &headers).await?;
    residents.leave(&caller.ctx, &resident).await?;
    Ok(with_session(&residents, "", 0, StatusCode::NO_CONTENT))
}

/// Follows an area; the same area again sets its alert anew.
#[utoipa::path(post, path = "/account/alerts", operation_id = "follow", request_body = Wish,
    responses((status = 201, body = AlertView), (status = 400, body = Problem), (status = 401, body = Problem)))]
async fn follow(
    State(residents): State<Residents>,
    caller: Caller,
    headers: HeaderMap,
    Json(wish): Json<Wish>,
) -> Answer<(StatusCode, Json<AlertView>)> {
    let resident = who(&residents, &caller, &headers).await?;
    Ok((StatusCode::CREATED, Json(residents.follow_area(&caller.ctx, &resident, &wish).await?)))
}

/// What may be changed of an alert; what is not given stays.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = AlertChange)]
struct ChangeBody {
    /// Codes of categories; empty: all.
    #[serde(default)]
    categories: Option<Vec<String>>,
    /// `now`, `day` or `week`.
    #[serde(default)]
    pace: Option<Pace>,
    /// Nothing is told for now.
    #[serde(default)]
    paused: Option<bool>,
}

/// Changes an alert.
#[utoipa::path(put, path = "/account/alerts/{id}", operation_id = "change", params(("id" = String, Path)), request_body = ChangeBody,
    responses((status = 200, body = AlertView), (status = 401, body = Problem), (status = 404, body = Problem)))]
async fn change(
    State(residents): State<Residents>,
    caller: Caller,
    headers: HeaderMap,
    Path(id): Path<String>,
    Json(body): Json<ChangeBody>,
) -> Answer<Json<AlertView>> {
    let resident = who(&residents, &caller, &headers).await?;
    let change = Change { categories: body.categories, pace: body.pace, paused: body.paused };
    Ok(Json(residents.change_alert(&caller.ctx, &resident, &id, &change).await?))
}

/// Ends an alert.
#[utoipa::path(delete, path = "/account/alerts/{id}", operation_id = "end", params(("id" = String, Path)),
    responses((status = 204), (status = 401, body = Problem), (status = 404, body = Problem)))]
async fn end(
    State(residents): State<Residents>,
    caller: Caller,
    headers: HeaderMap,
    Path(id): Path<String>,
) -> Answer<StatusCode> {
    let resident = who(&residents, &caller, &headers).await?;
    residents.end_alert(&caller.ctx, &resident, &id).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// A report for the account.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = AccountReportBody)]
struct ReportBody {
    /// The tracking token, which shows that it is one's own.
    token: String,
    /// News of it are wanted.
    #[serde(default)]
    told: bool,
}

/// Puts a report into the account, and says whether news of it are wanted.
#[utoipa::path(put, path = "/account/reports/{number}", operation_id = "put_report", params(("number" = String, Path)), request_body = ReportBody,
    responses((status = 204), (status = 401, body = Problem), (status = 404, body = Problem)))]
async fn put_report(
    State(residents): State<Residents>,
    caller: Caller,
    headers: HeaderMap,
    Path(number): Path<String>,
    Json(body): Json<ReportBody>,
) -> Answer<StatusCode> {
    let resident = who(&residents, &caller, &headers).await?;
    residents.put_report(&caller.ctx, &resident, (&number, &body.token), body.told).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Takes a report out of the account; the report stays.
#[utoipa::path(delete, path = "/account/reports/{number}", operation_id = "drop_report", params(("number" = String, Path)),
    responses((status = 204), (status = 401, body = Problem), (status = 404, body = Problem)))]
async fn drop_report(
    State(residents): State<Residents>,
    caller: Caller,
    headers: HeaderMap,
    Path(number): Path<String>,
) -> Answer<StatusCode> {
    let resident = who(&residents, &caller, &headers).await?;
    residents.drop_report(&caller.ctx, &resident, &number).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// The secret of a link.
#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
struct EndQuery {
    /// As it stands in the message.
    token: String,
}

/// An alert that a link would end.
#[derive(Serialize, ToSchema)]
struct EndView {
    /// The alert; missing when it has ended.
    #[serde(skip_serializing_if = "Option::is_none")]
    alert: Option<AlertView>,
}

/// What the link of a message would end. Nothing ends by looking.
#[utoipa::path(get, path = "/alerts/end", operation_id = "look_end", params(EndQuery),
    responses((status = 200, body = EndView), (status = 404, body = Problem)))]
async fn look_end(State(residents): State<Residents>, Query(q): Query<EndQuery>) -> Answer<Json<EndView>> {
    Ok(Json(EndView { alert: residents.by_end_token(&q.token).await? }))
}

/// One click ends an alert, without signing in (RFC 8058); whatever the body says.
#[utoipa::path(post, path = "/alerts/end", operation_id = "end_by_link", params(EndQuery),
    responses((status = 204), (status = 404, body = Problem)))]
async fn end_by_link(
    State(residents): State<Residents>,
    caller: Caller,
    Query(q): Query<EndQuery>,
) -> Answer<StatusCode> {
    residents.end_by_token(&caller.ctx, &q.token).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// How messages to residents leave, and what was given up.
#[utoipa::path(get, path = "/messages", operation_id = "messaging", responses((status = 200, body = Messaging)))]
async fn messaging(State(residents): State<Residents>, caller: Caller) -> Answer<Json<Messaging>> {
    Ok(Json(residents.messaging(&caller.ctx).await?))
}

/// Where a message is sent to try it.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = MessageTest)]
struct TestBody {
    /// A mail address or a mobile number.
    address: String,
}

/// Sends a message to try it; the refusal says why it did not leave.
#[utoipa::path(post, path = "/messages/test", operation_id = "try_out", request_body = TestBody,
    responses((status = 204), (status = 422, body = Problem)))]
async fn try_out(
    State(residents): State<Residents>,
    caller: Caller,
    Json(body): Json<TestBody>,
) -> Answer<StatusCode> {
    residents.try_out(&caller.ctx, &body.address, caller.lang).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Tries again what was given up.
#[utoipa::path(post, path = "/messages/{id}/again", operation_id = "again", params(("id" = String, Path)),
    responses((status = 204), (status = 404, body = Problem)))]
async fn again(
    State(residents): State<Residents>,
    caller: Caller,
    Path(id): Path<String>,
) -> Answer<StatusCode> {
    residents.again(&caller.ctx, &id).await?;
    Ok(StatusCode::NO_CONTENT)
}
