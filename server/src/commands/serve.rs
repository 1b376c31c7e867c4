//! `jingwei serve`: the web, the API, the protocols, and the work in the background.

use crate::{
    app::{App, StartError},
    config::Config,
};
use kernel::Timestamp;
use std::{process::ExitCode, sync::Arc, time::Duration};
use tokio::{net::TcpListener, sync::watch};

/// How long nothing may be heard of the ledger before it is looked at all the same; see `ledger::follow::run`.
const LOOK: Duration = Duration::from_secs(30);

/// How long a commit waits for the look at the ledger that it causes, so that a busy ledger is read in batches: what readers
/// write stands in the way of commands, and nobody misses the words of a report for a second. Live pages do not wait for it.
const GATHER: Duration = Duration::from_secs(1);

/// Serves until a signal says stop.
pub async fn run(mut config: Config, listen: Option<String>) -> Result<ExitCode, StartError> {
    if let Some(listen) = listen {
        config.listen = listen;
    }
    let app = App::open(config, true).await?;
    until_stopped(app, |address| {
        eprintln!("jingwei: http://{address}/ (citizens)  http://{address}/console/ (staff)")
    })
    .await
}

/// Serves an open deployment; `ready` is told the address.
pub async fn until_stopped(
    app: App,
    ready: impl FnOnce(std::net::SocketAddr),
) -> Result<ExitCode, StartError> {
    let listen = app.config.listen.clone();
    let fault = |e: std::io::Error| StartError::Other(format!("listen {listen:?}: {e}"));
    let listener = TcpListener::bind(&listen).await.map_err(fault)?;
    let address = listener.local_addr().map_err(fault)?;
    let router = app.web()?.router;
    let (stop, stopped) = watch::channel(false);
    let background = background(&app, &stopped);
    ready(address);
    let mut until = stopped.clone();
    tokio::spawn(async move {
        signal().await;
        let _ = stop.send(true);
    });
    let drain = Duration::from_secs(app.config.drain_seconds);
    web::serve(listener, router, async move { drop(until.changed().await) }, drain).await.map_err(fault)?;
    for task in background {
        let _ = tokio::time::timeout(Duration::from_secs(5), task).await;
    }
    app.db.close().await;
    Ok(ExitCode::SUCCESS)
}

/// Readers of the ledger, jobs, and the caches that other nodes may have outdated.
fn background(app: &App, stopped: &watch::Receiver<bool>) -> Vec<tokio::task::JoinHandle<()>> {
    let stop = || {
        let mut stopped = stopped.clone();
        async move { drop(stopped.changed().await) }
    };
    // what is made of sums may take long for a county that is far behind
    let (sums, prompt): (Vec<_>, Vec<_>) = app.readers().into_iter().partition(|r| r.leaps());
    let follow = ledger::follow::run(app.db.clone(), app.env.clone(), prompt, LOOK, GATHER, stop());
    let counters = ledger::follow::run(app.db.clone(), app.env.clone(), sums, LOOK, GATHER, stop());
    let grid = app.grid.clone();
    let halt = stop();
    let map = async move {
        tokio::select! { () = grid.follow() => {}, () = halt => {} }
    };
    let packs = app.packs.clone();
    let halt = stop();
    let shelf = async move {
        tokio::select! { () = packs.follow() => {}, () = halt => {} }
    };
    let register = app.register.clone();
    let halt = stop();
    let addresses = async move {
        tokio::select! { () = register.follow_addresses() => {}, () = halt => {} }
    };
    // every node learns of a new key by itself
    let looking = app.clone();
    let halt = stop();
    let keys = async move {
        let look = async {
            loop {
                tokio::time::sleep(std::time::Duration::from_secs(5)).await;
                if let Err(error) = looking.look_at_keys().await {
                    tracing::warn!(%error, "keys of protected values");
                }
            }
        };
        tokio::select! { () = look => {}, () = halt => {} }
    };
    let live = app.live.clone();
    let halt = stop();
    let events = async move { live.follow(halt).await };
    let sending = app.sending();
    let halt_sending = stop();
    let posting = app.posting();
    let halt_posting = stop();
    let jobs = app.jobs();
    let halt = stop();
    vec![
        tokio::spawn(follow),
        tokio::spawn(counters),
        tokio::spawn(map),
        tokio::spawn(keys),
        tokio::spawn(shelf),
        tokio::spawn(addresses),
        tokio::spawn(events),
        tokio::spawn(async move { sending.run(halt_sending).await }),
        tokio::spawn(async move { posting.run(halt_posting).await }),
        tokio::spawn(async move { jobs.run(halt).await }),
    ]
}

/// SIGTERM or Ctrl-C.
async fn signal() {
    let interrupt = tokio::signal::ctrl_c();
    #[cfg(unix)]
    {
        use tokio::signal::unix::{SignalKind, signal};
        if let Ok(mut terminate) = signal(SignalKind::terminate()) {
            tokio::select! { _ = interrupt => {}, _ = terminate.recv() => {} }
            return;
        }
    }
    let _ = interrupt.await;
}

impl App {
    /// What is derived by following the ledger.
    pub fn readers(&self) -> Vec<Arc<dyn ledger::follow::Reader>> {
        vec![
            Arc::new(cases::readers::Words(self.vault.clone())),
            Arc::new(cases::readers::Courses),
            Arc::new(cases::tiles::Spots(self.cases.clone())),
            Arc::new(register::readers::Counter),
            Arc::new(register::map::Spots(self.register.clone())),
            Arc::new(register::readers::Addresses(self.register.clone())),
            Arc::new(::forms::readers::Submitted),
            Arc::new(register::reveals::Reveals::new(&self.config.zone)),
            Arc::new(open311::readers::Steps),
            Arc::new(webhooks::readers::Events { source: self.source() }),
            Arc::new(residents::readers::Happenings),
            self.insight.reader(),
        ]
    }

    /// The name of this deployment in events for others.
    fn source(&self) -> String {
        let url = self.config.public_url.trim_end_matches('/');
        if url.is_empty() { "urn:jingwei".into() } else { url.into() }
    }

    /// What goes out to other systems: apart from the rest, so that a slow receiver holds nothing up.
    fn sending(&self) -> jobs::Runner {
        let runner = jobs::Runner::new(self.db.clone(), self.env.clone()).outcomes(self.outcomes.clone());
        self.webhooks.runner(runner)
    }

    /// Messages to residents: apart from both, since a mail server may be slow too.
    fn posting(&self) -> jobs::Runner {
        let runner = jobs::Runner::new(self.db.clone(), self.env.clone()).outcomes(self.outcomes.clone());
        self.residents.runner(runner)
    }

    /// What runs later, or again and again.
    fn jobs(&self) -> jobs::Runner {
        let identity = self.identity.clone();
        let sweep = move |ctx: kernel::Ctx, _: jobs::Job| {
            let identity = identity.clone();
            async move { identity.sweep(&ctx).await }
        };
        let register = self.register.clone();
        let retain = move |ctx: kernel::Ctx, _: jobs::Job| {
            let register = register.clone();
            async move { register.retain(&ctx).await.map(drop) }
        };
        let keys = self.clone();
        let turn = move |ctx: kernel::Ctx, _: jobs::Job| {
            let app = keys.clone();
            async move { app.turn_keys_job(ctx).await }
        };
        jobs::Runner::new(self.db.clone(), self.env.clone())
            .outcomes(self.outcomes.clone())
            .every("vault.keys", super::keys::EVERY, turn)
            .every(blobs::SWEEP, Timestamp::HOUR, self.blobs.clone())
            .every(
                cases::readers::WATCH,
                cases::readers::WATCH_EVERY,
                cases::readers::Watchman(self.cases.clone()),
            )
            .on(identity::HAND_OVER, self.hand_overs())
            .every(
                identity::duty::WATCH,
                identity::duty::WATCH_EVERY,
                identity::duty::Watch(self.identity.clone()),
            )
            .on(cases::service::RELOCATE, cases::service::Relocator(self.cases.clone()))
            .every(register::readers::RETAIN, Timestamp::HOUR, retain)
            .on(register::model::thing::COMPARE, register::service::Comparer(self.register.clone()))
            .on(::forms::readers::SETTLE, ::forms::readers::Settler(self.forms.clone()))
            .on(::forms::readers::ABSENCE, ::forms::readers::Looker(self.forms.clone()))
            .every(::forms::readers::LOOK, Timestamp::HOUR, ::forms::readers::Looker(self.forms.clone()))
            .every("identity.sweep", Timestamp::HOUR, sweep)
            .every(
                bulletins::readers::DRAFT,
                Timestamp::HOUR,
                bulletins::readers::Drafter(self.bulletins.clone()),
            )
    }
}
