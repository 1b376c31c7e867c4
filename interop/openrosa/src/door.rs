//! Who calls: by the secret in the address, by Digest, and over TLS by Basic. A session counts here too.

use crate::address::Address;
use crate::digest::{self, Given, Judgement, strip_scheme};
use crate::http::MOUNT;
use crate::service::{OpenRosa, Seen};
use axum::extract::OriginalUri;
use axum::http::{header, request::Parts};
use base64::{Engine as _, engine::general_purpose::STANDARD};
use kernel::{Actor, Ctx, Refusal, RefusalKind, Result};
use web::{Door, Identified};

#[async_trait::async_trait]
impl Door for OpenRosa {
    async fn identify(&self, request: &Parts, ctx: &Ctx) -> Result<Option<Identified>> {
        let uri = request.extensions.get::<OriginalUri>().map_or(&request.uri, |original| &original.0);
        let below = uri.path().strip_prefix(MOUNT).unwrap_or_else(|| uri.path());
        if let Some(token) = Address::parse(below).token {
            // 401 would make a phone ask for a password that there is not
            let unknown = || Refusal::new(RefusalKind::Forbidden, "openrosa.key_unknown");
            let actor = self.by_token(ctx, &token).await?.ok_or_else(unknown)?;
            return Ok(Some(identified(actor)));
        }
        let Some(given) = request.headers.get(header::AUTHORIZATION).and_then(|v| v.to_str().ok()) else {
            return Ok(None);
        };
        if let Some(answer) = Given::parse(given) {
            let Some(seen) = self.by_login(ctx, &answer.login).await? else { return Err(refused()) };
            let path = uri.path_and_query().map_or("/", |path| path.as_str());
            return match answer.judge(&self.nonce_key(), ctx.now, request.method.as_str(), path, &seen.ha1) {
                Judgement::Right => Ok(Some(identified(seen.actor))),
                Judgement::Stale => Err(Refusal::new(RefusalKind::Unauthenticated, "openrosa.stale").into()),
                Judgement::Wrong => Err(refused()),
            };
        }
        match strip_scheme(given, "basic") {
            Some(basic) if self.is_secure(request) => self.basic(ctx, basic).await.map(Some),
            Some(_) => Err(refused()),
            None => Ok(None),
        }
    }
}

impl OpenRosa {
    /// Whether nobody on the way reads what comes.
    fn is_secure(&self, request: &Parts) -> bool {
        let settings = &self.parts.settings;
        let proto = request.headers.get("x-forwarded-proto").and_then(|v| v.to_str().ok());
        settings.behind_proxy && proto == Some("https")
    }

    async fn basic(&self, ctx: &Ctx, given: &str) -> Result<Identified> {
        let text = STANDARD.decode(given).ok().and_then(|bytes| String::from_utf8(bytes).ok());
        let Some((login, password)) = text.as_deref().and_then(|text| text.split_once(':')) else {
            return Err(refused());
        };
        let Some(Seen { actor, ha1, .. }) = self.by_login(ctx, login).await? else { return Err(refused()) };
        if digest::same(digest::ha1(login, password).as_bytes(), ha1.as_bytes()) {
            return Ok(identified(actor));
        }
        Err(refused())
    }
}

fn identified(actor: Actor) -> Identified {
    Identified { actor, csrf: None, session: None }
}

fn refused() -> kernel::Failure {
    Refusal::new(RefusalKind::Unauthenticated, "openrosa.refused").into()
}
