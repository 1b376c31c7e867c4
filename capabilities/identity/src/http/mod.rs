//! The routes of identity.

mod absence;
mod clients;
mod people;
mod posts;
mod roles;
mod session;
mod trail;
mod units;

use crate::{Identity, store};
use authz::action;
use std::{sync::Arc, time::Duration};
use web::{API, Capability, Limits, Routes, routes};

const STATEMENTS: &[&[db::Sql]] = &[
    store::absence::STATEMENTS,
    store::access::STATEMENTS,
    store::hand_over::STATEMENTS,
    store::person::STATEMENTS,
    store::post::STATEMENTS,
    store::told::STATEMENTS,
    store::unit::STATEMENTS,
    crate::audit::STATEMENTS,
];

/// The largest workbook, bytes.
const WORKBOOK: usize = 20 << 20;

/// The capability over its service.
pub fn capability(identity: Arc<Identity>) -> Capability {
    let workbook = Limits { body: WORKBOOK, time: Duration::from_secs(120) };
    let routes = Routes::new()
        .on(action::SESSION_OPEN, routes!(session::open))
        .on(action::SESSION_USE, routes!(session::show, session::close))
        .on(action::SESSION_USE, routes!(session::password))
        .on(action::UNIT_READ, routes!(units::list))
        .on(action::UNIT_READ, routes!(units::one))
        .on_with(action::UNIT_WRITE, workbook, routes!(units::import))
        .on(action::UNIT_WRITE, routes!(units::template))
        .on(action::UNIT_WRITE, routes!(units::put))
        .on(action::UNIT_WRITE, routes!(units::end))
        .on(action::PERSON_READ, routes!(people::list))
        .on(action::PERSON_WRITE, routes!(people::create))
        .on_with(action::PERSON_WRITE, workbook, routes!(people::import))
        .on(action::PERSON_WRITE, routes!(people::template))
        .on(action::PERSON_WRITE, routes!(people::update))
        .on(action::PERSON_WRITE, routes!(people::password))
        .on(action::PERSON_WRITE, routes!(people::end))
        .on(action::POST_READ, routes!(posts::list))
        .on(action::POST_READ, routes!(posts::kinds))
        .on(action::POST_READ, routes!(roles::list))
        .on(action::POST_READ, routes!(posts::vacancies))
        .on(action::POST_READ, routes!(posts::team))
        .on(action::SESSION_USE, routes!(session::told))
        .on(action::SESSION_USE, routes!(session::see_told))
        .on(action::SESSION_USE, routes!(absence::list, absence::say))
        .on(action::SESSION_USE, routes!(absence::end))
        .on(action::PUBLIC_READ, routes!(posts::board))
        .on(action::POST_WRITE, routes!(posts::give))
        .on(action::POST_WRITE, routes!(posts::update))
        .on(action::POST_WRITE, routes!(posts::end))
        .on(action::CLIENT_WRITE, routes!(clients::list, clients::create))
        .on(action::CLIENT_WRITE, routes!(clients::end))
        .on(action::AUDIT_READ, routes!(trail::list))
        .with_state(identity);
    Capability {
        name: "identity",
        mount: API,
        statements: STATEMENTS,
        messages: include_str!("../../messages.yaml"),
        routes,
    }
}

/// Where a list goes on, and how much of it.
#[derive(Debug, Default, serde::Deserialize, utoipa::IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(crate) struct Paging {
    /// `next` of the page before.
    pub after: Option<String>,
    /// At most 500; 50 by default.
    pub limit: Option<usize>,
}
