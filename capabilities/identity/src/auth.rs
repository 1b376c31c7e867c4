//! Who calls: by session cookie, or by a program's key.

use crate::Identity;
use axum::http::{HeaderMap, header};
use kernel::Ctx;
use web::{Authenticator, Identified};

/// The name of the session cookie.
pub(crate) const COOKIE: &str = "jw_session";

#[async_trait::async_trait]
impl Authenticator for Identity {
    async fn identify(&self, headers: &HeaderMap, ctx: &Ctx) -> kernel::Result<Identified> {
        if let Some(key) = key(headers) {
            let client = self.client_by_key(key).await?;
            return Ok(match client {
                Some(actor) => Identified { actor, csrf: None, session: None },
                None => Identified::anonymous(),
            });
        }
        match web::cookie_token(headers, COOKIE) {
            Some(token) => Ok(self.by_token(ctx, token).await?.unwrap_or_else(Identified::anonymous)),
            None => Ok(Identified::anonymous()),
        }
    }
}

/// A program's key: `Authorization: Bearer …` or `x-api-key`.
fn key(headers: &HeaderMap) -> Option<&str> {
    let bearer = headers.get(header::AUTHORIZATION).and_then(|v| v.to_str().ok()?.strip_prefix("Bearer "));
    bearer.or_else(|| headers.get("x-api-key")?.to_str().ok()).map(str::trim)
}
