//! Working calendars over HTTP.

use crate::service::{AppliedCalendar, Calendars, Cases};
use axum::extract::State;
use kernel::Refusal;
use serde::Deserialize;
use utoipa::IntoParams;
use web::{Answer, Caller, Json, Path, Problem, Query};
use worktime::CalendarSpec;

/// Stands for the calendar of all areas that have none of their own.
const DEFAULT: &str = "default";

/// Which year to show, and whether to set at all.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(super) struct SetQuery {
    /// The year to answer with, 1900 to 2200; this year when not given.
    year: Option<i16>,
    /// Check only.
    #[serde(default)]
    dry_run: bool,
}

/// Which year to show.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(super) struct YearQuery {
    /// 1900 to 2200; this year when not given.
    year: Option<i16>,
}

/// All calendars that were written: the default and those of areas.
#[utoipa::path(get, path = "/calendars", responses((status = 200, body = Calendars)))]
pub(super) async fn list(State(cases): State<Cases>, caller: Caller) -> Answer<Json<Calendars>> {
    Ok(Json(cases.written_calendars(&caller.ctx).await?))
}

/// The calendar that applies in an area; `default` as its code: where no area has one of its own.
#[utoipa::path(get, path = "/calendars/{area}", params(("area" = String, Path), YearQuery),
    responses((status = 200, body = AppliedCalendar), (status = 404, body = Problem)))]
pub(super) async fn applied(
    State(cases): State<Cases>,
    caller: Caller,
    Path(area): Path<String>,
    Query(q): Query<YearQuery>,
) -> Answer<Json<AppliedCalendar>> {
    let year = known(q.year)?;
    Ok(Json(cases.applied_calendar(&caller.ctx, code(&area), year).await?))
}

/// Sets the calendar of an area, or of all (`default`). Deadlines that were promised stay as they are.
#[utoipa::path(put, path = "/calendars/{area}", params(("area" = String, Path), SetQuery),
    request_body(content = serde_json::Value, description = "`base`, `zone`, `weekend`, `hours`, `listed_years`, `holidays`, `makeup_workdays`"),
    responses((status = 200, body = AppliedCalendar), (status = 404, body = Problem), (status = 422, body = Problem)))]
pub(super) async fn put(
    State(cases): State<Cases>,
    caller: Caller,
    Path(area): Path<String>,
    Query(q): Query<SetQuery>,
    Json(spec): Json<CalendarSpec>,
) -> Answer<Json<AppliedCalendar>> {
    let year = known(q.year)?;
    if !q.dry_run {
        cases.set_calendar(&caller.ctx, code(&area), &spec).await?;
    }
    Ok(Json(cases.check_calendar(&caller.ctx, code(&area), &spec, year)?))
}

fn code(area: &str) -> &str {
    if area == DEFAULT { "" } else { area }
}

fn known(year: Option<i16>) -> Result<Option<i16>, Refusal> {
    match year {
        Some(year) if !(1900..=2200).contains(&year) => Err(Refusal::invalid("year", year, "1900..=2200")),
        year => Ok(year),
    }
}
