//! What needs no session: reporting, tracking, the public map.

use super::raw_key;
use crate::model::Channel;
use crate::public::PublicCase;
use crate::service::{
    Cases, CategoryRef, Intake, PlaceInput, PlaceView, PublicQuery, Report, Reported, ReporterInput,
    StateRef, Track, bbox,
};
use axum::{
    extract::State,
    http::{HeaderMap, StatusCode},
    response::Response,
};
use blobs::http::{Audience, send};
use kernel::{Refusal, Timestamp};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};
use std::collections::BTreeMap;
use utoipa::{IntoParams, ToSchema};
use web::{Answer, Caller, Json, Keyed, Page, Path, Problem, Query};

/// A report of a resident.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct ReportBody {
    /// Category, when the reporter knows it.
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
    /// Who; may be left out.
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
}

/// What a reporter gets.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct ReportedView {
    /// One number for life.
    number: String,
    /// Opens it at `/track`; nobody keeps it but the reporter.
    token: String,
    /// A salted hash of the fact.
    receipt: String,
    /// State.
    state: StateRef,
    /// Where it was found to be.
    place: PlaceView,
}

impl ReportedView {
    /// The token alone.
    pub(super) fn into_token(self) -> String {
        self.token
    }
}

pub(super) fn reported(cases: &Cases, done: Reported) -> Answer<ReportedView> {
    Ok(ReportedView {
        state: cases.state_of(&done.case)?,
        place: cases.place_view(&done.case),
        number: done.case.number,
        token: done.token,
        receipt: done.receipt,
    })
}

/// Files a report. The same `Idempotency-Key` with the same body gives the same answer.
#[utoipa::path(post, path = "/reports", request_body = ReportBody,
    params(("idempotency-key" = Option<String>, Header, description = "8 to 200 characters, such as a UUID")),
    responses((status = 201, body = ReportedView), (status = 400, body = Problem), (status = 422, body = Problem)))]
pub(super) async fn report(
    State(cases): State<Cases>,
    caller: Caller,
    headers: HeaderMap,
    Keyed { body, key }: Keyed<ReportBody>,
) -> Answer<(StatusCode, Json<ReportedView>)> {
    let report = Report {
        channel: Channel::Web,
        text: body.text,
        category: body.category,
        case_type: body.case_type,
        place: body.place,
        reporter: body.reporter,
        anonymous: body.anonymous,
        hide_reporter: body.hide_reporter,
        attachments: body.attachments,
        attributes: body.attributes,
        external: None,
        reported_at: None,
    };
    let intake = key.zip(raw_key(&headers)).map(|(key, raw)| Intake { key, raw });
    let done = cases.report(&caller.ctx, &report, intake).await?;
    Ok((StatusCode::CREATED, Json(reported(&cases, done)?)))
}

/// What is looked for nearby.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(super) struct NearbyQuery {
    /// The pack.
    pack: String,
    /// The category.
    category: String,
    /// Degrees east.
    lon: f64,
    /// Degrees north.
    lat: f64,
}

/// Open public cases of the category nearby: "is it this one?"
#[utoipa::path(get, path = "/reports/nearby", params(NearbyQuery),
    responses((status = 200, body = Page<PublicCase>), (status = 400, body = Problem)))]
pub(super) async fn nearby(
    State(cases): State<Cases>,
    caller: Caller,
    Query(q): Query<NearbyQuery>,
) -> Answer<Json<Page<PublicCase>>> {
    let category = CategoryRef { pack: q.pack, code: q.category };
    let items = cases.nearby(&caller.ctx, &category, (q.lon, q.lat), caller.lang).await?;
    Ok(Json(Page { items, next: None }))
}

/// The token.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(super) struct TokenQuery {
    /// As it was given to the reporter.
    pub(super) token: String,
}

/// A report as its reporter follows it. A wrong number and a wrong token look alike.
#[utoipa::path(get, path = "/track/{number}", params(("number" = String, Path), TokenQuery),
    responses((status = 200, body = Track), (status = 404, body = Problem)))]
pub(super) async fn track(
    State(cases): State<Cases>,
    caller: Caller,
    Path(number): Path<String>,
    Query(q): Query<TokenQuery>,
) -> Answer<Json<Track>> {
    Ok(Json(cases.track(&caller.ctx, &number, &q.token, caller.lang).await?))
}

/// A rating.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct RateBody {
    /// The token.
    token: String,
    /// 1 (very dissatisfied) to 4 (very satisfied).
    grade: i64,
    /// A remark; at most 2,000 characters.
    #[serde(default)]
    comment: Option<String>,
}

/// The reporter rates.
#[utoipa::path(post, path = "/track/{number}/rate", params(("number" = String, Path)), request_body = RateBody,
    responses((status = 200, body = Track), (status = 404, body = Problem), (status = 409, body = Problem)))]
pub(super) async fn rate(
    State(cases): State<Cases>,
    caller: Caller,
    Path(number): Path<String>,
    Json(body): Json<RateBody>,
) -> Answer<Json<Track>> {
    cases.rate(&caller.ctx, (&number, &body.token), body.grade, body.comment.as_deref()).await?;
    Ok(Json(cases.track(&caller.ctx, &number, &body.token, caller.lang).await?))
}

/// A wish to have it taken up again.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct ReopenBody {
    /// The token.
    token: String,
    /// Why; at most 2,000 characters.
    reason: String,
}

/// The reporter asks to reopen.
#[utoipa::path(post, path = "/track/{number}/ask-reopen", params(("number" = String, Path)), request_body = ReopenBody,
    responses((status = 200, body = Track), (status = 404, body = Problem), (status = 409, body = Problem)))]
pub(super) async fn ask_reopen(
    State(cases): State<Cases>,
    caller: Caller,
    Path(number): Path<String>,
    Json(body): Json<ReopenBody>,
) -> Answer<Json<Track>> {
    cases.ask_reopen(&caller.ctx, (&number, &body.token), &body.reason).await?;
    Ok(Json(cases.track(&caller.ctx, &number, &body.token, caller.lang).await?))
}

/// An act of the reporter.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct TokenActBody {
    /// The token.
    token: String,
    /// What the form of the offer asks for.
    #[serde(default)]
    input: Map<String, Value>,
}

/// The reporter takes an act that `offers` names: corrects, withdraws, urges.
#[utoipa::path(post, path = "/track/{number}/actions/{action}",
    params(("number" = String, Path), ("action" = String, Path)), request_body = TokenActBody,
    responses((status = 200, body = Track), (status = 404, body = Problem), (status = 409, body = Problem)))]
pub(super) async fn act(
    State(cases): State<Cases>,
    caller: Caller,
    Path((number, action)): Path<(String, String)>,
    Json(body): Json<TokenActBody>,
) -> Answer<Json<Track>> {
    cases.act_as_reporter(&caller.ctx, (&number, &body.token), &action, body.input).await?;
    Ok(Json(cases.track(&caller.ctx, &number, &body.token, caller.lang).await?))
}

/// A wish to follow.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct FollowBody {
    /// The token of somebody who follows already; not needed for a public case.
    #[serde(default)]
    token: Option<String>,
    /// How to reach the follower; at most 200 characters.
    #[serde(default)]
    contact: Option<String>,
}

/// A token of one's own.
#[derive(Serialize, ToSchema)]
pub(super) struct FollowView {
    /// Opens the case at `/track`.
    token: String,
}

/// Follows a case instead of filing it again.
#[utoipa::path(post, path = "/track/{number}/follow", params(("number" = String, Path)), request_body = FollowBody,
    responses((status = 201, body = FollowView), (status = 404, body = Problem)))]
pub(super) async fn follow(
    State(cases): State<Cases>,
    caller: Caller,
    Path(number): Path<String>,
    Json(body): Json<FollowBody>,
) -> Answer<(StatusCode, Json<FollowView>)> {
    let token = cases.follow(&caller.ctx, &number, body.token.as_deref(), body.contact.as_deref()).await?;
    Ok((StatusCode::CREATED, Json(FollowView { token })))
}

/// Token and rendition of a picture.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(super) struct PhotoQuery {
    /// The token.
    token: String,
    /// `thumb` for the small one.
    size: Option<String>,
}

/// A picture of a public step, without metadata.
#[utoipa::path(get, path = "/track/{number}/photos/{id}",
    params(("number" = String, Path), ("id" = String, Path), PhotoQuery),
    responses((status = 200, content_type = "image/jpeg", body = Vec<u8>), (status = 404, body = Problem)))]
pub(super) async fn track_photo(
    State(cases): State<Cases>,
    headers: HeaderMap,
    Path((number, id)): Path<(String, String)>,
    Query(q): Query<PhotoQuery>,
) -> Answer<Response> {
    let opened = cases.track_photo(&number, &q.token, &id, q.size.as_deref() == Some("thumb")).await?;
    Ok(send(opened, &headers, Audience::Caller).await?)
}

/// Which public cases.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(super) struct PublicCasesQuery {
    /// Code of an area: everything under it.
    area: Option<String>,
    /// `west,south,east,north` in degrees.
    bbox: Option<String>,
    /// Category with everything below.
    category: Option<String>,
    /// Only open (`true`) or closed (`false`) ones.
    open: Option<bool>,
    /// Registered from, RFC 3339.
    from: Option<Timestamp>,
    /// Registered before, RFC 3339.
    to: Option<Timestamp>,
    /// Where the page before ended.
    after: Option<String>,
    /// At most so many, 1 to 1,000; 200 when not given.
    limit: Option<i64>,
}

/// Cases that everybody may see, youngest first.
#[utoipa::path(get, path = "/public/cases", params(PublicCasesQuery),
    responses((status = 200, body = Page<PublicCase>), (status = 400, body = Problem)))]
pub(super) async fn public_cases(
    State(cases): State<Cases>,
    caller: Caller,
    Query(q): Query<PublicCasesQuery>,
) -> Answer<Json<Page<PublicCase>>> {
    let limit = q.limit.unwrap_or(200);
    if !(1..=1_000).contains(&limit) {
        return Err(Refusal::invalid("limit", limit, "1..=1000").into());
    }
    let query = PublicQuery {
        area: q.area,
        categories: q.category.into_iter().collect(),
        open: q.open,
        registered: (q.from, q.to),
        bbox: q.bbox.as_deref().map(bbox).transpose()?,
        after: q.after,
        limit,
        ..PublicQuery::default()
    };
    let (items, next) = cases.public_list(&query, caller.lang).await?;
    Ok(Json(Page { items, next }))
}

/// One case that everybody may see.
#[utoipa::path(get, path = "/public/cases/{number}", params(("number" = String, Path)),
    responses((status = 200, body = PublicCase), (status = 404, body = Problem)))]
pub(super) async fn public_case(
    State(cases): State<Cases>,
    caller: Caller,
    Path(number): Path<String>,
) -> Answer<Json<PublicCase>> {
    Ok(Json(cases.public_one(&caller.ctx, &number, caller.lang).await?))
}

/// A picture that everybody may see, without metadata.
#[utoipa::path(get, path = "/public/cases/{number}/photos/{id}",
    params(("number" = String, Path), ("id" = String, Path), super::SizeQuery),
    responses((status = 200, content_type = "image/jpeg", body = Vec<u8>), (status = 404, body = Problem)))]
pub(super) async fn public_photo(
    State(cases): State<Cases>,
    headers: HeaderMap,
    Path((number, id)): Path<(String, String)>,
    Query(q): Query<super::SizeQuery>,
) -> Answer<Response> {
    let opened = cases.public_photo(&number, &id, q.size.as_deref() == Some("thumb")).await?;
    Ok(send(opened, &headers, Audience::Everybody).await?)
}

/// A receipt to be checked.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(super) struct ReceiptQuery {
    /// As it stands on the slip.
    receipt: String,
}

/// Whether a receipt holds.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct ReceiptCheck {
    /// It belongs to what the ledger says of this case.
    holds: bool,
}

/// Checks a receipt against the ledger: anybody who holds one may ask.
#[utoipa::path(get, path = "/receipts/{number}", params(("number" = String, Path), ReceiptQuery),
    responses((status = 200, body = ReceiptCheck)))]
pub(super) async fn check_receipt(
    State(cases): State<Cases>,
    Path(number): Path<String>,
    Query(q): Query<ReceiptQuery>,
) -> Answer<Json<ReceiptCheck>> {
    match cases.receipt_holds(&number, &q.receipt).await {
        // whether there is such a case is nobody's business without a receipt
        Err(kernel::Failure::Refused(_)) => Ok(Json(ReceiptCheck { holds: false })),
        other => Ok(Json(ReceiptCheck { holds: other? })),
    }
}
