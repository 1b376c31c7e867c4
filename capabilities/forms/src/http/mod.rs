//! Forms over HTTP: extract, call the service, respond.

mod campaigns;
mod modules;
pub mod multipart;
mod published;
mod records;
mod submissions;
mod visits;

use crate::service::Forms;
use crate::store;
use authz::action;
use std::time::Duration;
use web::{API, Capability, Limits, Routes, routes};

/// Everything the server needs of forms.
pub fn capability(forms: Forms) -> Capability {
    let large = Limits { body: 64 << 20, time: Duration::from_secs(120) };
    Capability {
        name: "forms",
        mount: API,
        statements: store::STATEMENTS,
        messages: include_str!("../../messages.yaml"),
        routes: records::routes_of(campaigns::routes_of(visits::routes_of(
            modules::routes_of(Routes::new()),
        )))
        .on_with(action::FORM_WRITE, large, routes!(published::publish))
        .on(action::FORM_READ, routes!(published::list))
        .on(action::FORM_WRITE, routes!(published::set_state))
        .on(action::FORM_WRITE, routes!(submissions::list))
        .on(action::FORM_WRITE, routes!(submissions::void))
        .on(action::FORM_READ, routes!(published::one))
        .on(action::FORM_REVEAL, routes!(submissions::reveal))
        .on(action::FORM_REVEAL, routes!(submissions::reveal_file))
        .with_state(forms),
    }
}
