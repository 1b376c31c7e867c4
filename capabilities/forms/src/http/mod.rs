//! Forms over HTTP: extract, call the service, respond.

mod modules;
mod visits;

use crate::service::Forms;
use crate::store;
use web::{API, Capability, Routes};

/// Everything the server needs of forms.
pub fn capability(forms: Forms) -> Capability {
    Capability {
        name: "forms",
        mount: API,
        statements: store::STATEMENTS,
        messages: include_str!("../../messages.yaml"),
        routes: visits::routes_of(modules::routes_of(Routes::new())).with_state(forms),
    }
}
