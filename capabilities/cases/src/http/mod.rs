//! Cases over HTTP: extract, call the service, respond.

mod calendars;
mod catalogue;
mod citizen;
pub mod handover;
mod notices;
mod orders;
mod papers;
mod relocation;
mod staff;

use crate::service::Cases;
use crate::store;
use authz::action;
use axum::http::HeaderMap;
use serde::Deserialize;
use std::time::Duration;
use utoipa::IntoParams;
use web::{API, Capability, Limits, Routes, routes};

/// The largest workbook, bytes.
const WORKBOOK: usize = 20 << 20;

/// Everything the server needs of cases.
pub fn capability(cases: Cases) -> Capability {
    Capability {
        name: "cases",
        mount: API,
        statements: store::STATEMENTS,
        messages: include_str!("../../messages.yaml"),
        routes: all().with_state(cases),
    }
}

fn all() -> Routes<Cases> {
    let workbook = Limits { body: WORKBOOK, time: Duration::from_secs(120) };
    Routes::new()
        .on(action::REPORT_CREATE, routes!(citizen::report))
        .on(action::PUBLIC_READ, routes!(citizen::nearby))
        .on(action::PUBLIC_READ, routes!(citizen::track))
        .on(action::REPORT_CREATE, routes!(citizen::rate))
        .on(action::REPORT_CREATE, routes!(citizen::ask_reopen))
        .on(action::REPORT_CREATE, routes!(citizen::act))
        .on(action::REPORT_CREATE, routes!(citizen::follow))
        .on(action::PUBLIC_READ, routes!(citizen::track_photo))
        .on(action::PUBLIC_READ, routes!(citizen::public_cases))
        .on(action::PUBLIC_READ, routes!(citizen::public_case))
        .on(action::PUBLIC_READ, routes!(citizen::public_photo))
        .on(action::PUBLIC_READ, routes!(citizen::check_receipt))
        .on(action::CASE_LIST, routes!(staff::list))
        .on(action::CASE_REGISTER, routes!(staff::register))
        .on(action::CASE_LIST, routes!(staff::counts))
        .on(action::CASE_LIST, routes!(staff::geojson))
        .on(action::CASE_LIST, routes!(crate::tiles::http::staff))
        .on(action::CASE_LIST, routes!(notices::list))
        .on(action::CASE_LIST, routes!(notices::unseen))
        .on(action::CASE_LIST, routes!(notices::seen))
        .on(action::CASE_RELOCATE, routes!(relocation::preview))
        .on(action::CASE_RELOCATE, routes!(relocation::begin))
        .on(action::CASE_RELOCATE, routes!(relocation::progress))
        .on(action::CASE_READ, routes!(staff::view))
        .on(action::CASE_ACT, routes!(staff::act))
        .on(action::CASE_REGISTER, routes!(staff::alias))
        .on(action::CASE_READ, routes!(staff::attachment))
        .on(action::CASE_REVEAL, routes!(staff::reveal))
        .on(action::CASE_READ, routes!(staff::receipt))
        .on(action::AREA_READ, routes!(calendars::list))
        .on(action::AREA_READ, routes!(calendars::applied))
        .on(action::AREA_IMPORT, routes!(calendars::put))
        .on(action::CASE_READ, routes!(papers::list))
        .on(action::CASE_READ, routes!(papers::one))
        .on(action::CASE_READ, routes!(papers::record_pdf))
        .on(action::CASE_READ, routes!(papers::record_docx))
        .on(action::PUBLIC_READ, routes!(papers::track_one))
        .on(action::CASE_LIST, routes!(orders::list))
        .on(action::PUBLIC_READ, routes!(orders::public))
        .on(action::CATALOGUE_READ, routes!(catalogue::list))
        .on(action::CATALOGUE_WRITE, routes!(catalogue::put))
        .on_with(action::CATALOGUE_WRITE, workbook, routes!(catalogue::import))
        .on_with(action::CATALOGUE_READ, workbook, routes!(catalogue::export))
}

/// The idempotency key as the client wrote it.
fn raw_key(headers: &HeaderMap) -> Option<String> {
    headers.get("idempotency-key")?.to_str().ok().map(str::to_owned)
}

/// Which rendition of a file.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
struct SizeQuery {
    /// `thumb`, `full` (without metadata) or `original`.
    size: Option<String>,
}
