//! Who calls: what an [`Authenticator`] finds out, and what a handler gets.

use crate::Fail;
use axum::{
    extract::FromRequestParts,
    http::{HeaderMap, request::Parts},
};
use kernel::{Actor, Ctx, Failure, Lang};
use std::net::IpAddr;

/// Who stands behind a request.
#[derive(Clone, Debug)]
pub struct Identified {
    /// The actor with the grants held now.
    pub actor: Actor,
    /// For a cookie session: the token that every write must repeat in `x-csrf-token`.
    pub csrf: Option<String>,
    /// The session's key in the store, to end it.
    pub session: Option<String>,
}

impl Identified {
    /// Nobody in particular.
    pub fn anonymous() -> Self {
        Self { actor: Actor::anonymous(), csrf: None, session: None }
    }
}

/// Finds out who calls. Identity implements it; `web` knows no tables.
#[async_trait::async_trait]
pub trait Authenticator: Send + Sync {
    /// The actor of a request: by session cookie, by key, or nobody. An unknown or ended session is nobody.
    async fn identify(&self, headers: &HeaderMap, ctx: &Ctx) -> kernel::Result<Identified>;
}

/// An authenticator for which everybody is nobody (tools, tests of public routes).
#[derive(Clone, Copy, Debug, Default)]
pub struct Nobody;

#[async_trait::async_trait]
impl Authenticator for Nobody {
    async fn identify(&self, _: &HeaderMap, _: &Ctx) -> kernel::Result<Identified> {
        Ok(Identified::anonymous())
    }
}

/// The caller of a route: its context, language and address. An extractor.
#[derive(Clone)]
pub struct Caller {
    /// Actor, request id, moment, source of ids.
    pub ctx: Ctx,
    /// The language to answer in.
    pub lang: Lang,
    /// Where the request came from; unspecified when unknown.
    pub address: IpAddr,
    /// The session's key in the store, for a cookie session.
    pub session: Option<String>,
    /// The session's CSRF token.
    pub csrf: Option<String>,
}

impl Caller {
    /// The actor.
    pub fn actor(&self) -> &Actor {
        &self.ctx.actor
    }
}

impl<S: Send + Sync> FromRequestParts<S> for Caller {
    type Rejection = Fail;
    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Fail> {
        let missing =
            || Failure::internal("a route that was not declared through web::Routes asks for its caller");
        Ok(parts.extensions.get::<Self>().cloned().ok_or_else(missing)?)
    }
}
