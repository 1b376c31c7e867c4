//! Logging in and out.

use crate::{Identity, SessionView, ToldPage, auth::COOKIE};
use axum::{
    extract::State,
    http::StatusCode,
    response::{IntoResponse, Response},
};
use kernel::Timestamp;
use serde::Deserialize;
use std::sync::Arc;
use utoipa::{IntoParams, ToSchema};
use web::{Answer, Caller, Json, Page, Query};

/// Who logs in.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Credentials {
    /// Login; upper and lower case are the same.
    login: String,
    /// Password.
    password: String,
}

/// Two passwords.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Passwords {
    /// The present one.
    old: String,
    /// The one to come.
    new: String,
}

/// Log in. Sets the session cookie; `csrf` of the answer goes into `x-csrf-token` of every write.
#[utoipa::path(post, path = "/session", operation_id = "login", request_body = Credentials, responses((status = 200, body = SessionView)))]
pub(crate) async fn open(
    caller: Caller,
    State(identity): State<Arc<Identity>>,
    Json(body): Json<Credentials>,
) -> Answer<Response> {
    let login = identity.login(&caller.ctx, &body.login, &body.password, caller.address, caller.lang).await?;
    let seconds = identity.settings.lifetime / 1000;
    Ok(with_cookie(&identity, &login.token, seconds, Json(login.view)))
}

/// The session: who, which posts, what that allows.
#[utoipa::path(get, path = "/session", operation_id = "session", responses((status = 200, body = SessionView)))]
pub(crate) async fn show(caller: Caller, State(identity): State<Arc<Identity>>) -> Answer<Json<SessionView>> {
    let csrf = caller.csrf.clone().unwrap_or_default();
    Ok(Json(identity.session_view(caller.actor(), &csrf, caller.lang).await?))
}

/// Log out.
#[utoipa::path(delete, path = "/session", operation_id = "logout", responses((status = 204)))]
pub(crate) async fn close(caller: Caller, State(identity): State<Arc<Identity>>) -> Answer<Response> {
    if let Some(session) = &caller.session {
        identity.logout(&caller.ctx, session).await?;
    }
    Ok(with_cookie(&identity, "", 0, StatusCode::NO_CONTENT))
}

/// Change one's own password; every other session ends.
#[utoipa::path(put, path = "/session/password", operation_id = "change_password", request_body = Passwords, responses((status = 204)))]
pub(crate) async fn password(
    caller: Caller,
    State(identity): State<Arc<Identity>>,
    Json(body): Json<Passwords>,
) -> Answer<StatusCode> {
    let session = caller.session.as_deref().unwrap_or_default();
    identity.change_password(&caller.ctx, session, &body.old, &body.new).await?;
    Ok(StatusCode::NO_CONTENT)
}

fn with_cookie(identity: &Identity, token: &str, seconds: i64, answer: impl IntoResponse) -> Response {
    web::with_cookie(
        answer,
        (COOKIE, token),
        seconds,
        "Path=/; SameSite=Lax",
        identity.settings.secure_cookie,
    )
}

/// Which page of what one is told.
#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(crate) struct ToldQuery {
    /// `next` of the page before.
    after: Option<String>,
    /// At most 500; 50 by default.
    limit: Option<usize>,
}

/// How far one has read.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Seen {
    /// All up to this moment.
    up_to: Timestamp,
}

/// What one is told oneself: hand-overs, duty. Newest first.
#[utoipa::path(get, path = "/session/notices", operation_id = "own_notices", params(ToldQuery), responses((status = 200, body = ToldPage)))]
pub(crate) async fn told(
    caller: Caller,
    State(identity): State<Arc<Identity>>,
    Query(query): Query<ToldQuery>,
) -> Answer<Json<ToldPage>> {
    let limit = Page::<()>::limit(query.limit);
    Ok(Json(identity.told(&caller.ctx, query.after.as_deref(), limit).await?))
}

/// One has read what one was told, up to a moment.
#[utoipa::path(post, path = "/session/notices/seen", operation_id = "see_own_notices", request_body = Seen, responses((status = 204)))]
pub(crate) async fn see_told(
    caller: Caller,
    State(identity): State<Arc<Identity>>,
    Json(body): Json<Seen>,
) -> Answer<StatusCode> {
    identity.see_told(&caller.ctx, body.up_to).await?;
    Ok(StatusCode::NO_CONTENT)
}
