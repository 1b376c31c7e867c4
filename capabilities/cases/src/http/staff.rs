//! What needs a session: the desk, lists, one case, acting, numbers.

use super::citizen::reported;
use super::{SizeQuery, raw_key};
use crate::model::{Alias, Channel};
use crate::service::{
    CasePage, Cases, CategoryRef, Counts, Doing, Intake, ListQuery, PlaceInput, Receipt, Report,
    ReporterInput, Reveal, View,
};
use axum::{
    extract::State,
    http::{HeaderMap, HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
};
use blobs::{
    Rendition,
    http::{Audience, send},
};
use kernel::{Refusal, Timestamp};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use std::collections::BTreeMap;
use utoipa::ToSchema;
use web::{Answer, Caller, Json, Keyed, Path, Problem, Query};

/// The cases that the actor may list.
#[utoipa::path(get, path = "/cases", params(ListQuery),
    responses((status = 200, body = CasePage), (status = 400, body = Problem)))]
pub(super) async fn list(
    State(cases): State<Cases>,
    caller: Caller,
    Query(q): Query<ListQuery>,
) -> Answer<Json<CasePage>> {
    Ok(Json(cases.list(&caller.ctx, &q, caller.lang).await?))
}

/// Open cases by queue, for the badges.
#[utoipa::path(get, path = "/cases/counts", responses((status = 200, body = Counts)))]
pub(super) async fn counts(State(cases): State<Cases>, caller: Caller) -> Answer<Json<Counts>> {
    Ok(Json(cases.counts(&caller.ctx).await?))
}

/// Cases as points of a map, at most 5,000; with the filters of the list.
#[utoipa::path(get, path = "/cases.geojson", params(ListQuery),
    responses((status = 200, content_type = "application/geo+json", body = Value), (status = 400, body = Problem)))]
pub(super) async fn geojson(
    State(cases): State<Cases>,
    caller: Caller,
    Query(mut q): Query<ListQuery>,
) -> Answer<Response> {
    q.queue.get_or_insert_with(|| "open".into());
    let features = cases.features(&caller.ctx, &q).await?;
    let mut response = axum::Json(features).into_response();
    response.headers_mut().insert(header::CONTENT_TYPE, HeaderValue::from_static("application/geo+json"));
    Ok(response)
}

/// What is done with a case at once.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct Outcome {
    /// The pack's action.
    action: String,
    /// Its form.
    #[serde(default)]
    #[schema(value_type = Object)]
    input: Value,
}

/// A report that somebody registers for somebody.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct RegisterBody {
    /// `walk_in`, `phone`, `hotline`, `letter` or `patrol`.
    channel: Channel,
    /// Category, when known.
    #[serde(default)]
    category: Option<CategoryRef>,
    /// Case type, when it is not the category's own.
    #[serde(default)]
    case_type: Option<String>,
    /// In words; at most 4,000 characters.
    #[serde(default)]
    text: Option<String>,
    /// Where.
    #[serde(default)]
    place: PlaceInput,
    /// For whom.
    #[serde(default)]
    reporter: ReporterInput,
    /// Nobody wants to be known.
    #[serde(default)]
    anonymous: bool,
    /// Not to be seen by those who handle the matter.
    #[serde(default)]
    hide_reporter: bool,
    /// Ids of uploads, at most 9.
    #[serde(default)]
    attachments: Vec<String>,
    /// Answers to the category's questions.
    #[serde(default)]
    attributes: BTreeMap<String, String>,
    /// Its number in another system.
    #[serde(default)]
    external: Option<Alias>,
    /// When it was reported, if not now.
    #[serde(default)]
    reported_at: Option<Timestamp>,
    /// What is done with it at once.
    #[serde(default)]
    outcome: Option<Outcome>,
}

/// What the desk gets.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct RegisteredView {
    /// One number for life.
    number: String,
    /// For the reporter.
    token: String,
    /// For the reporter.
    receipt: String,
    /// The case.
    case: View,
}

/// Registers a report for somebody, and does with it what is done at once: both, or neither.
#[utoipa::path(post, path = "/cases", request_body = RegisterBody,
    params(("idempotency-key" = Option<String>, Header, description = "8 to 200 characters, such as a UUID")),
    responses((status = 201, body = RegisteredView), (status = 400, body = Problem), (status = 422, body = Problem)))]
pub(super) async fn register(
    State(cases): State<Cases>,
    caller: Caller,
    headers: HeaderMap,
    Keyed { body, key }: Keyed<RegisterBody>,
) -> Answer<(StatusCode, Json<RegisteredView>)> {
    if matches!(body.channel, Channel::Web | Channel::Open311 | Channel::Device | Channel::Import) {
        let channels = "one of: walk_in, phone, hotline, letter, patrol";
        return Err(Refusal::invalid("/channel", body.channel.code(), channels).into());
    }
    if body.reported_at.is_some_and(|at| at > caller.ctx.now) {
        return Err(Refusal::rule("date.future").at("/reported_at").want("not later than now").into());
    }
    let report = Report {
        channel: body.channel,
        text: body.text,
        category: body.category,
        case_type: body.case_type,
        place: body.place,
        reporter: body.reporter,
        anonymous: body.anonymous,
        hide_reporter: body.hide_reporter,
        attachments: body.attachments,
        attributes: body.attributes,
        external: body.external,
        reported_at: body.reported_at,
    };
    let intake = key.zip(raw_key(&headers)).map(|(key, raw)| Intake { key, raw });
    let done = match &body.outcome {
        None => cases.report(&caller.ctx, &report, intake).await?,
        Some(act) => cases.report_and_act(&caller.ctx, &report, intake, (&act.action, &act.input)).await?,
    };
    let slip = reported(&cases, done.clone())?;
    // a worker also reports what lies beyond the own grid
    let case = cases.view_after(&caller.ctx, &done.case.number, caller.lang).await?;
    let view =
        RegisteredView { number: done.case.number, token: slip.into_token(), receipt: done.receipt, case };
    Ok((StatusCode::CREATED, Json(view)))
}

/// One case in full.
#[utoipa::path(get, path = "/cases/{number}", params(("number" = String, Path)),
    responses((status = 200, body = View), (status = 404, body = Problem)))]
pub(super) async fn view(
    State(cases): State<Cases>,
    caller: Caller,
    Path(number): Path<String>,
) -> Answer<Json<View>> {
    Ok(Json(cases.view(&caller.ctx, &number, caller.lang).await?))
}

/// An act.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct ActBody {
    /// The version that was seen.
    version: i64,
    /// The form.
    #[serde(default)]
    #[schema(value_type = Object)]
    input: Value,
}

/// Does something with a case. A version that is not the present one is refused as `case.stale` (409). Programs that do
/// not show the case ask with `Prefer: return=minimal` (RFC 7240) for an empty answer, which costs far less.
#[utoipa::path(post, path = "/cases/{number}/actions/{action}",
    params(("number" = String, Path), ("action" = String, Path),
        ("idempotency-key" = Option<String>, Header, description = "8 to 200 characters, such as a UUID"),
        ("prefer" = Option<String>, Header, description = "`return=minimal`: 204 instead of the case")),
    request_body = ActBody,
    responses((status = 200, body = View), (status = 204, description = "Done, as `Prefer: return=minimal` asked"),
        (status = 403, body = Problem), (status = 404, body = Problem),
        (status = 409, body = Problem), (status = 422, body = Problem)))]
pub(super) async fn act(
    State(cases): State<Cases>,
    caller: Caller,
    Path((number, action)): Path<(String, String)>,
    headers: HeaderMap,
    Keyed { body, key }: Keyed<ActBody>,
) -> Answer<Response> {
    let doing = Doing {
        number: number.clone(),
        version: Some(body.version),
        action,
        input: body.input,
        token: false,
        key,
    };
    cases.act(&caller.ctx, doing).await?;
    if wants_little(&headers) {
        return Ok((StatusCode::NO_CONTENT, [("preference-applied", "return=minimal")]).into_response());
    }
    Ok(Json(cases.view_after(&caller.ctx, &number, caller.lang).await?).into_response())
}

/// `Prefer: return=minimal`, among others or alone.
fn wants_little(headers: &HeaderMap) -> bool {
    let lists = headers.get_all("prefer").iter().filter_map(|value| value.to_str().ok());
    lists.flat_map(|list| list.split(',')).any(|one| one.trim().eq_ignore_ascii_case("return=minimal"))
}

/// Gives a case its number in another system.
#[utoipa::path(post, path = "/cases/{number}/aliases", params(("number" = String, Path)), request_body = Alias,
    responses((status = 200, body = View), (status = 404, body = Problem), (status = 409, body = Problem)))]
pub(super) async fn alias(
    State(cases): State<Cases>,
    caller: Caller,
    Path(number): Path<String>,
    Json(alias): Json<Alias>,
) -> Answer<Json<View>> {
    cases.alias(&caller.ctx, &number, alias).await?;
    Ok(Json(cases.view(&caller.ctx, &number, caller.lang).await?))
}

/// A file of a case.
#[utoipa::path(get, path = "/cases/{number}/attachments/{id}",
    params(("number" = String, Path), ("id" = String, Path), SizeQuery),
    responses((status = 200, content_type = "application/octet-stream", body = Vec<u8>), (status = 404, body = Problem)))]
pub(super) async fn attachment(
    State(cases): State<Cases>,
    caller: Caller,
    headers: HeaderMap,
    Path((number, id)): Path<(String, String)>,
    Query(q): Query<SizeQuery>,
) -> Answer<Response> {
    let rendition = match q.size.as_deref() {
        Some("thumb") => Rendition::Thumb,
        Some("full") => Rendition::Stripped,
        None | Some("original") => Rendition::Original,
        Some(other) => return Err(Refusal::invalid("size", other, "one of: thumb, full, original").into()),
    };
    let opened = cases.attachment(&caller.ctx, &number, &id, rendition).await?;
    Ok(send(opened, &headers, Audience::Caller).await?)
}

/// What is to be read in clear, and why.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct RevealBody {
    /// `reporter.name`, `reporter.phone` or `reporter.email`.
    field: String,
    /// Why; at most 500 characters. It stands in the ledger.
    purpose: String,
}

/// A value in clear.
#[derive(Serialize, ToSchema)]
pub(super) struct Revealed {
    /// The value.
    value: String,
}

/// Reads a protected field in clear. That, and the purpose, becomes a fact.
#[utoipa::path(post, path = "/cases/{number}/reveal", params(("number" = String, Path)), request_body = RevealBody,
    responses((status = 200, body = Revealed), (status = 403, body = Problem), (status = 404, body = Problem)))]
pub(super) async fn reveal(
    State(cases): State<Cases>,
    caller: Caller,
    Path(number): Path<String>,
    Json(body): Json<RevealBody>,
) -> Answer<Json<Revealed>> {
    let value = cases.reveal(&caller.ctx, &number, Reveal::parse(&body.field)?, &body.purpose).await?;
    Ok(Json(Revealed { value }))
}

/// A receipt to print.
#[utoipa::path(get, path = "/cases/{number}/receipt", params(("number" = String, Path)),
    responses((status = 200, body = Receipt), (status = 404, body = Problem)))]
pub(super) async fn receipt(
    State(cases): State<Cases>,
    caller: Caller,
    Path(number): Path<String>,
) -> Answer<Json<Receipt>> {
    Ok(Json(cases.receipt(&caller.ctx, &number, caller.lang).await?))
}
