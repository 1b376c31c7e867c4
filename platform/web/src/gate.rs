//! What happens before a handler runs: who calls, how often, with which token, allowed at all?

use crate::{Caller, Door, Fail, Identified, Limits, app::Web, limit};
use authz::{Action, action};
use axum::{
    extract::Request,
    http::{HeaderMap, request::Parts},
    middleware::Next,
    response::{IntoResponse, Response},
};
use kernel::{ActorKind, Ctx, Failure, Refusal, RefusalKind};
use std::sync::Arc;
use subtle::ConstantTimeEq;

/// What the outermost layer knows about a request.
#[derive(Clone)]
pub(crate) struct Arrival {
    pub web: Arc<Web>,
    pub ctx: Ctx,
    pub lang: kernel::Lang,
    pub address: std::net::IpAddr,
    /// Finds out who calls, before it is asked as everywhere else.
    pub door: Option<Arc<dyn Door>>,
}

pub(crate) async fn admit(action: Action, limits: Limits, request: Request, next: Next) -> Response {
    let (mut parts, body) = request.into_parts();
    match check(action, &parts).await {
        Ok(caller) => {
            parts.extensions.insert(caller);
            tokio::time::timeout(limits.time, next.run(Request::from_parts(parts, body)))
                .await
                .unwrap_or_else(|_| {
                    Fail(Failure::Unavailable("the route's time limit".into())).into_response()
                })
        }
        Err(failure) => Fail(failure).into_response(),
    }
}

async fn check(action: Action, request: &Parts) -> kernel::Result<Caller> {
    let arrival = request.extensions.get::<Arrival>().cloned();
    let arrival = arrival.ok_or_else(|| Failure::internal("a route outside of web::assemble"))?;
    let identified = identify(&arrival, request).await;
    // who tries keys is nobody in particular
    if let Err(Failure::Refused(_)) = identified {
        throttle(&arrival, action)?;
    }
    let Identified { actor, csrf, session } = identified?;
    if matches!(actor.kind, ActorKind::Anonymous | ActorKind::Resident) {
        throttle(&arrival, action)?;
    }
    let reads = request.method.is_safe();
    if let Some(token) = csrf.as_deref().filter(|_| !reads && action != action::SESSION_OPEN) {
        check_token(&request.headers, token)?;
    }
    authz::require_anywhere(&actor, action)?;
    let mut ctx = arrival.ctx;
    ctx.actor = actor;
    Ok(Caller { ctx, lang: arrival.lang, address: arrival.address, session, csrf })
}

async fn identify(arrival: &Arrival, request: &Parts) -> kernel::Result<Identified> {
    if let Some(door) = &arrival.door
        && let Some(known) = door.identify(request, &arrival.ctx).await?
    {
        return Ok(known);
    }
    arrival.web.authenticator.identify(&request.headers, &arrival.ctx).await
}

/// Nobody in particular may not ask without end.
fn throttle(arrival: &Arrival, action: Action) -> Result<(), Refusal> {
    let writes = matches!(action, action::REPORT_CREATE | action::UPLOAD_CREATE);
    let limiter = if writes { &arrival.web.writes } else { &arrival.web.reads };
    limiter.take(limit::network(arrival.address), arrival.ctx.now).map_err(|seconds| {
        Refusal::new(RefusalKind::TooMany, "request.too_many").with("retry_after", seconds)
    })
}

fn check_token(headers: &HeaderMap, token: &str) -> Result<(), Refusal> {
    let given = headers.get("x-csrf-token").map(|value| value.as_bytes()).unwrap_or_default();
    if bool::from(given.ct_eq(token.as_bytes())) {
        return Ok(());
    }
    Err(Refusal::new(RefusalKind::Forbidden, "session.csrf").at("x-csrf-token"))
}
