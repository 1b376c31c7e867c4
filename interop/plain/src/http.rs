//! Two addresses: extract, call `cases`, write.

use crate::{feed, page};
use authz::action;
use axum::{
    extract::State,
    http::{HeaderMap, StatusCode, Uri, header},
    response::{IntoResponse, Response},
};
use cases::{
    Cases,
    service::{PublicQuery, bbox},
};
use kernel::{Failure, Lang, RefusalKind, Text};
use serde::Deserialize;
use sha2::{Digest as _, Sha256};
use std::sync::Arc;
use utoipa::IntoParams;
use web::{Answer, Caller, Capability, Content, Kept, Messages, Problem, Query, Routes, routes};

/// Entries of a feed.
const ENTRIES: i64 = 50;
/// Readers ask again and again.
const KEEP: &str = "public, max-age=60";

/// What the pages are put together from.
#[derive(Clone)]
pub struct Parts {
    /// Cases.
    pub cases: Cases,
    /// The words of all capabilities.
    pub messages: Arc<Messages>,
    /// Name of the deployment.
    pub name: Text,
    /// IANA time zone in which times are written.
    pub zone: String,
    /// The address under which the world reaches this server; empty: as each request says.
    pub public_url: String,
    /// A proxy of ours stands in front: believe `X-Forwarded-Proto`.
    pub behind_proxy: bool,
}

/// The service. Cheap to clone.
#[derive(Clone)]
pub struct Plain {
    parts: Arc<Parts>,
}

impl Plain {
    /// Of its parts.
    pub fn new(parts: Parts) -> Self {
        Self { parts: Arc::new(parts) }
    }

    /// The words for a code.
    pub(crate) fn say(&self, code: &str, lang: Lang) -> &str {
        self.parts.messages.get(code, lang).unwrap_or_default()
    }

    pub(crate) fn name(&self, lang: Lang) -> &str {
        self.parts.name.get(lang)
    }

    /// Day and minute in the zone of the deployment.
    pub(crate) fn when(&self, at: kernel::Timestamp) -> String {
        let zone = jiff::tz::TimeZone::get(&self.parts.zone).unwrap_or(jiff::tz::TimeZone::UTC);
        let at = jiff::Timestamp::from_millisecond(at.0).unwrap_or_default();
        at.to_zoned(zone).strftime("%Y-%m-%d %H:%M").to_string()
    }
}

/// The page at `/t`, the feed under `/feeds`.
pub fn capabilities(plain: Plain) -> [Capability; 2] {
    let one = |name, mount, messages, routes: Routes<Plain>| Capability {
        name,
        mount,
        statements: &[],
        messages,
        routes: routes.with_state(plain.clone()),
    };
    [
        one("plain", "/t", crate::MESSAGES, Routes::new().on(action::PUBLIC_READ, routes!(track))),
        one("feeds", "/feeds", "{}", Routes::new().on(action::PUBLIC_READ, routes!(cases_atom))),
    ]
}

/// Which report.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(crate) struct TrackQuery {
    /// Its number.
    pub(crate) number: Option<String>,
    /// The token that its reporter was given.
    token: Option<String>,
}

/// The progress of a report as a page without scripts; without number and token, the form that asks for them.
#[utoipa::path(get, path = "/", tag = "plain", params(TrackQuery),
    responses((status = 200, content_type = "text/html", body = String), (status = 404, content_type = "text/html", body = String)))]
async fn track(State(plain): State<Plain>, caller: Caller, Query(q): Query<TrackQuery>) -> Response {
    let lang = caller.lang;
    let number = q.number.as_deref().unwrap_or_default().trim();
    let (status, page) = match q.token.as_deref().unwrap_or_default().trim() {
        "" => (StatusCode::OK, page::form(&plain, lang, number, None)),
        token => match plain.parts.cases.track(&caller.ctx, number, token, lang).await {
            Ok(track) => (StatusCode::OK, page::progress(&plain, lang, &track, caller.ctx.now)),
            Err(failure) => {
                let (status, code) = fault(&failure);
                (status, page::form(&plain, lang, number, Some(plain.say(code, lang))))
            }
        },
    };
    // a token stands in the address and in the page: nobody keeps either, no other page is told
    let headers = [(header::CACHE_CONTROL, "no-store"), (header::REFERRER_POLICY, "no-referrer")];
    (status, headers, page).into_response()
}

/// A wrong number, a wrong token and one that cannot be read look alike.
fn fault(failure: &Failure) -> (StatusCode, &'static str) {
    match failure {
        Failure::Refused(refusal) if refusal.kind == RefusalKind::NotFound => {
            (StatusCode::NOT_FOUND, "plain.wrong")
        }
        Failure::Refused(_) => (StatusCode::BAD_REQUEST, "plain.wrong"),
        _ => (StatusCode::SERVICE_UNAVAILABLE, "plain.wait"),
    }
}

/// Which matters.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(crate) struct FeedQuery {
    /// Code of an area: everything under it.
    area: Option<String>,
    /// `west,south,east,north` in degrees.
    bbox: Option<String>,
    /// Category with everything below.
    category: Option<String>,
}

/// The youngest public matters as an Atom feed, of an area or a category if one likes.
#[utoipa::path(get, path = "/cases.atom", tag = "plain", params(FeedQuery),
    responses((status = 200, content_type = "application/atom+xml", body = String), (status = 304), (status = 400, body = Problem)))]
async fn cases_atom(
    State(plain): State<Plain>,
    caller: Caller,
    headers: HeaderMap,
    uri: Uri,
    Query(q): Query<FeedQuery>,
) -> Answer<Response> {
    let query = PublicQuery {
        area: q.area.clone(),
        categories: q.category.iter().cloned().collect(),
        bbox: q.bbox.as_deref().map(bbox).transpose()?,
        limit: ENTRIES,
        ..PublicQuery::default()
    };
    let (items, _) = plain.parts.cases.public_list(&query, caller.lang).await?;
    let base = web::base(&plain.parts.public_url, plain.parts.behind_proxy, &headers, &uri);
    let address = feed::address(&base, &[("area", &q.area), ("bbox", &q.bbox), ("category", &q.category)]);
    let atom = feed::atom(&plain, caller.lang, (&base, &address), &items)
        .map_err(|error| Failure::Internal(format!("feed: {error}")))?;
    let version = hex::encode(&Sha256::digest(&atom)[..12]);
    let kept = Kept::new(&headers, &version, KEEP);
    Ok(kept.answer("application/atom+xml; charset=utf-8", &Content::new(atom)))
}
