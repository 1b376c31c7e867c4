//! Modules of the demo city: those of the shipped pack, admitted by its burden officer.

use crate::app::{App, StartError};
use ::forms::service::modules::FromPack;
use kernel::Ctx;

const PACK: &str = "one-form-demo";
const OFFICER: &str = "burden";

/// Brings the modules into force.
pub async fn fill(app: &App) -> Result<(), StartError> {
    let ctx = Ctx::new(app.env.clone(), kernel::Actor::system("demo"), "demo");
    let Some(officer) = app.identity.person_by_login(OFFICER).await.map_err(StartError::other)? else {
        return Ok(());
    };
    let actor = app.identity.actor(&ctx, &officer).await.map_err(StartError::other)?;
    let ctx = Ctx::new(app.env.clone(), actor, "demo");
    let all = FromPack { pack: PACK.into(), admit: true };
    let taken = app.forms.take_modules(&ctx, &all).await.map_err(StartError::other)?;
    match taken.refused.first() {
        Some((code, _)) => Err(StartError::Other(format!("demo module {code} breaks a rule"))),
        None => Ok(()),
    }
}
