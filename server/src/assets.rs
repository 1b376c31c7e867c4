//! The front ends inside the binary (release) or from `web/apps/*/dist` (debug); `JINGWEI_WEB` names another folder.

use rust_embed::Embed;
use std::{borrow::Cow, path::PathBuf};
use web::files::{Files, application};

#[derive(Embed)]
#[folder = "$CARGO_MANIFEST_DIR/../web/apps/console/dist"]
#[allow_missing = true]
struct Console;

#[derive(Embed)]
#[folder = "$CARGO_MANIFEST_DIR/../web/apps/citizen/dist"]
#[allow_missing = true]
struct Citizen;

#[derive(Embed)]
#[folder = "$CARGO_MANIFEST_DIR/../web/apps/field/dist"]
#[allow_missing = true]
struct Field;

fn embedded<E: Embed>(path: &str) -> Option<Cow<'static, [u8]>> {
    E::get(path).map(|file| file.data)
}

/// `/console/`, `/field/` and, as fallback, the citizens' site at `/`.
pub fn front_ends() -> axum::Router {
    let folder = |app: &str| {
        std::env::var_os("JINGWEI_WEB").map(|dir| Files::Folder(PathBuf::from(dir).join(app).join("dist")))
    };
    let console = folder("console").unwrap_or(Files::Embedded(embedded::<Console>));
    let citizen = folder("citizen").unwrap_or(Files::Embedded(embedded::<Citizen>));
    let field = folder("field").unwrap_or(Files::Embedded(embedded::<Field>));
    application("/console", console).merge(application("/field", field)).merge(application("", citizen))
}
