//! Linkage over HTTP: runs, pairs, things.

use crate::service::{
    Asking, Judging, PairQuery, PairRow, PairView, Parting, Register, RunQuery, RunView, ThingView,
};
use authz::action;
use axum::extract::State;
use web::{Answer, Caller, Json, Keyed, Page, Path, Problem, Query, Routes, routes};

/// The routes.
pub(super) fn linkage_routes() -> Routes<Register> {
    Routes::new()
        .on(action::REGISTER_MATCH, routes!(ask_run))
        .on(action::REGISTER_MATCH, routes!(runs))
        .on(action::REGISTER_MATCH, routes!(run))
        .on(action::REGISTER_JUDGE, routes!(pairs))
        .on(action::REGISTER_JUDGE, routes!(pair))
        .on(action::REGISTER_JUDGE, routes!(judge))
        .on(action::REGISTER_READ, routes!(thing))
        .on(action::REGISTER_JUDGE, routes!(split))
        .on(action::REGISTER_JUDGE, routes!(dissolve))
}

/// Asks that the records of a kind under an area be compared across lists, for a purpose that the kind allows; it goes on by itself.
#[utoipa::path(post, path = "/register/runs", operation_id = "ask_run", request_body = Asking,
    params(("idempotency-key" = Option<String>, Header, description = "8 to 200 characters, such as a UUID")),
    responses((status = 200, body = RunView), (status = 400, body = Problem), (status = 422, body = Problem)))]
async fn ask_run(
    State(register): State<Register>,
    caller: Caller,
    Keyed { body, key }: Keyed<Asking>,
) -> Answer<Json<RunView>> {
    Ok(Json(register.ask(&caller.ctx, &body, key).await?))
}

/// Comparisons within the reader's areas, the latest first.
#[utoipa::path(get, path = "/register/runs", operation_id = "runs", params(RunQuery),
    responses((status = 200, body = Page<RunView>)))]
async fn runs(
    State(register): State<Register>,
    caller: Caller,
    Query(q): Query<RunQuery>,
) -> Answer<Json<Page<RunView>>> {
    Ok(Json(register.runs(&caller.ctx, &q).await?))
}

/// A comparison: how far it is, what came of it.
#[utoipa::path(get, path = "/register/runs/{id}", operation_id = "run", params(("id" = String, Path)),
    responses((status = 200, body = RunView), (status = 404, body = Problem)))]
async fn run(
    State(register): State<Register>,
    caller: Caller,
    Path(id): Path<String>,
) -> Answer<Json<RunView>> {
    Ok(Json(register.run(&caller.ctx, &id).await?))
}

/// Pairs of records that may be one thing and wait for somebody, by area, the likeliest first.
#[utoipa::path(get, path = "/register/pairs", operation_id = "pairs", params(PairQuery),
    responses((status = 200, body = Page<PairRow>), (status = 400, body = Problem)))]
async fn pairs(
    State(register): State<Register>,
    caller: Caller,
    Query(q): Query<PairQuery>,
) -> Answer<Json<Page<PairRow>>> {
    Ok(Json(register.pairs(&caller.ctx, &q).await?))
}

/// A pair: its evidence without values, both records masked, what would come of joining them.
#[utoipa::path(get, path = "/register/pairs/{id}", operation_id = "pair", params(("id" = String, Path)),
    responses((status = 200, body = PairView), (status = 404, body = Problem)))]
async fn pair(
    State(register): State<Register>,
    caller: Caller,
    Path(id): Path<String>,
) -> Answer<Json<PairView>> {
    Ok(Json(register.pair(&caller.ctx, &id).await?))
}

/// Says of two records that they are one thing, two, or that it cannot be told; no run goes against it.
#[utoipa::path(post, path = "/register/pairs/{id}/judgement", operation_id = "judge", request_body = Judging,
    params(("id" = String, Path), ("idempotency-key" = Option<String>, Header, description = "8 to 200 characters, such as a UUID")),
    responses((status = 200, body = PairView), (status = 404, body = Problem), (status = 409, body = Problem)))]
async fn judge(
    State(register): State<Register>,
    caller: Caller,
    Path(id): Path<String>,
    Keyed { body, key }: Keyed<Judging>,
) -> Answer<Json<PairView>> {
    register.judge(&caller.ctx, &id, &body, key).await?;
    Ok(Json(register.pair(&caller.ctx, &id).await?))
}

/// The thing that a record is with records of other lists: which of them says what.
#[utoipa::path(get, path = "/register/records/{id}/thing", operation_id = "thing", params(("id" = String, Path)),
    responses((status = 200, body = ThingView), (status = 404, body = Problem)))]
async fn thing(
    State(register): State<Register>,
    caller: Caller,
    Path(id): Path<String>,
) -> Answer<Json<ThingView>> {
    Ok(Json(register.thing(&caller.ctx, &id).await?))
}

/// Splits a record off its thing; it and the others are different from now on.
#[utoipa::path(post, path = "/register/records/{id}/split", operation_id = "split", request_body = Parting,
    params(("id" = String, Path), ("idempotency-key" = Option<String>, Header, description = "8 to 200 characters, such as a UUID")),
    responses((status = 200, body = ThingView), (status = 404, body = Problem), (status = 409, body = Problem)))]
async fn split(
    State(register): State<Register>,
    caller: Caller,
    Path(id): Path<String>,
    Keyed { body, key }: Keyed<Parting>,
) -> Answer<Json<ThingView>> {
    register.split(&caller.ctx, &id, &body, key).await?;
    Ok(Json(register.thing(&caller.ctx, &id).await?))
}

/// Takes the thing of a record apart; whether two of its records are one, somebody has to say.
#[utoipa::path(post, path = "/register/records/{id}/dissolve", operation_id = "dissolve", request_body = Parting,
    params(("id" = String, Path), ("idempotency-key" = Option<String>, Header, description = "8 to 200 characters, such as a UUID")),
    responses((status = 200, body = ThingView), (status = 404, body = Problem), (status = 409, body = Problem)))]
async fn dissolve(
    State(register): State<Register>,
    caller: Caller,
    Path(id): Path<String>,
    Keyed { body, key }: Keyed<Parting>,
) -> Answer<Json<ThingView>> {
    register.dissolve(&caller.ctx, &id, &body, key).await?;
    Ok(Json(register.thing(&caller.ctx, &id).await?))
}
