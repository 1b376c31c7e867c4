//! `jingwei password LOGIN`: gives somebody a new password, read as one line from standard input. For the day on which no
//! security administrator can log in; every session of the person ends, and the ledger says that it was done.

use crate::{
    app::{App, StartError},
    config::Config,
};
use kernel::{Actor, Ctx};
use std::{io::IsTerminal, process::ExitCode};

/// Exit code 1 when nobody has the login, or the password is too weak.
pub async fn run(config: Config, login: &str) -> Result<ExitCode, StartError> {
    if std::io::stdin().is_terminal() {
        eprintln!("jingwei: new password of {login}, then Enter (it is shown while you type):");
    }
    let mut password = String::new();
    std::io::stdin().read_line(&mut password).map_err(StartError::other)?;
    let app = App::open(config, true).await?;
    let ctx = Ctx::new(app.env.clone(), Actor::system("password"), "password");
    let done = set(&app, &ctx, login, password.trim_end_matches(['\r', '\n'])).await;
    app.db.close().await;
    Ok(match done {
        Ok(()) => {
            eprintln!("{login}: password set, sessions ended");
            ExitCode::SUCCESS
        }
        Err(error) => {
            eprintln!("jingwei: {login}: {error}");
            ExitCode::from(1)
        }
    })
}

async fn set(app: &App, ctx: &Ctx, login: &str, password: &str) -> Result<(), kernel::Failure> {
    let found = app.identity.person_by_login(login).await?;
    let person = found.ok_or_else(|| kernel::Refusal::rule("person.unknown").at("login").got(login))?;
    app.identity.set_password(ctx, &person, password).await
}
