//! What an operator sees from outside: whether the process can serve, and its metrics.

pub mod ready;

use crate::app::App;
use db::{DbError, Snapshot};
use futures::future::BoxFuture;
use ready::Readiness;
use std::{sync::Arc, time::Duration};
use web::Family;

/// How long the page waits for the database.
const PATIENCE: Duration = Duration::from_secs(3);

impl App {
    /// The check behind `/readyz`.
    pub(crate) fn readiness(&self) -> web::Ready {
        let readers = self.readers().iter().map(|r| r.name()).collect();
        let bounds = (self.config.ready_free_mb, i64::try_from(self.config.ready_lag).unwrap_or(i64::MAX));
        let ready = Readiness::new(self.db.clone(), self.env.clone(), self.config.data(), readers, bounds);
        let ready = Arc::new(ready);
        Arc::new(move || {
            let ready = ready.clone();
            Box::pin(async move { ready.check().await })
        })
    }

    /// Everything that `/metrics` tells besides requests.
    pub(crate) fn metrics(&self) -> Arc<web::Metrics> {
        let metrics = web::Metrics::default();
        let app = self.clone();
        metrics.collect(move || -> BoxFuture<'static, Vec<Family>> {
            let app = app.clone();
            Box::pin(async move { app.families().await })
        });
        Arc::new(metrics)
    }

    async fn families(&self) -> Vec<Family> {
        let mut all = self.of_process();
        all.extend(self.of_database());
        all.extend(self.of_live());
        match tokio::time::timeout(PATIENCE, self.of_work()).await {
            Ok(Ok(families)) => all.extend(families),
            // the rest of the page matters most when the database is away
            Ok(Err(error)) => tracing::warn!(%error, "metrics without jobs and readers"),
            Err(_) => tracing::warn!("metrics without jobs and readers: the database does not answer"),
        }
        all
    }

    fn of_process(&self) -> Vec<Family> {
        let version = [("version", env!("CARGO_PKG_VERSION"))];
        let mut all = vec![Family::gauge("jingwei_build_info", "The version that runs.").with(&version, 1.0)];
        if let Some((memory, cpu)) = usage() {
            let help = "Resident memory of the process.";
            all.push(Family::gauge("process_resident_memory_bytes", help).with(&[], memory));
            let help = "Processor time of the process.";
            all.push(Family::counter("process_cpu_seconds_total", help).with(&[], cpu));
        }
        if let Ok(free) = ready::free_mb(&self.config.data()) {
            let help = "Free space where the data folder is.";
            all.push(Family::gauge("jingwei_disk_free_bytes", help).with(&[], number(free << 20)));
        }
        all
    }

    fn of_database(&self) -> Vec<Family> {
        let stats = self.db.stats();
        let (open, idle) = stats.connections;
        let spread = |name, help, of: &Snapshot, unit: f64| {
            let buckets = of.buckets.iter().map(|(bound, n)| (number(*bound) / unit, *n)).collect();
            Family::histogram(name, help).spread(&[], buckets, of.count, number(of.sum) / unit)
        };
        let mut replica = Family::counter(
            "jingwei_replica_reads_total",
            "Reads of lists and numbers: by the replica, or by the primary since it was behind or gone.",
        );
        if let Some(reads) = self.db.replica() {
            for (by, n) in [("replica", reads.served), ("behind", reads.behind), ("gone", reads.gone)] {
                replica = replica.with(&[("by", by)], number(n));
            }
        }
        vec![
            replica,
            Family::gauge("jingwei_db_writable", "1 while the database takes writes.")
                .with(&[], number(u64::from(self.db.trouble().is_none()))),
            spread("jingwei_db_commit_commands", "Commands that shared one commit.", &stats.commands, 1.0),
            spread(
                "jingwei_db_commit_seconds",
                "Time of one commit with the commands in it.",
                &stats.commit_micros,
                1_000_000.0,
            ),
            Family::counter("jingwei_db_commits_lost_total", "Commits that failed and acknowledged nobody.")
                .with(&[], number(stats.lost)),
            Family::gauge("jingwei_db_queue_commands", "Commands that wait for the writer.")
                .with(&[], number(stats.queued)),
            Family::gauge("jingwei_db_connections", "Connections of the pool.")
                .with(&[("state", "used")], number(open.saturating_sub(idle)))
                .with(&[("state", "idle")], number(idle)),
            Family::counter("jingwei_db_slow_statements_total", "Statements slower than slow_ms.")
                .with(&[], number(db::slow_seen())),
        ]
    }

    fn of_live(&self) -> Vec<Family> {
        let stats = self.live.stats();
        vec![
            Family::gauge("jingwei_live_clients", "Clients that listen to live events.")
                .with(&[], number(stats.clients)),
            Family::counter("jingwei_live_events_total", "Live events, each once for all clients.")
                .with(&[], number(stats.events)),
            Family::counter("jingwei_live_slow_total", "Clients let go because they did not keep up.")
                .with(&[], number(stats.slow)),
        ]
    }

    async fn of_work(&self) -> Result<Vec<Family>, DbError> {
        let names: Vec<&'static str> = self.readers().iter().map(|r| r.name()).collect();
        let mut tx = self.db.read().await?;
        let (counts, lag) = (jobs::counts(&mut tx).await?, ledger::follow::lag(&mut tx, &names).await?);
        let backlog = ledger::sequencer::backlog(&mut tx).await?;
        let deliveries = webhooks::store::counts(&mut tx).await?;
        drop(tx);
        let mut queue = Family::gauge("jingwei_jobs", "Jobs by kind and state.");
        for count in &counts {
            let labels = [("kind", count.kind.as_str()), ("state", &count.state)];
            queue = queue.with(&labels, whole(count.n));
        }
        let mut runs = Family::counter("jingwei_job_runs_total", "Runs of jobs by kind and how they ended.");
        for (kind, outcome, n) in self.outcomes.all() {
            runs = runs.with(&[("kind", &kind), ("outcome", outcome)], number(n));
        }
        let mut readers = Family::gauge("jingwei_reader_lag_facts", "Facts that a reader has still to read.");
        for (reader, n) in lag {
            readers = readers.with(&[("reader", reader)], whole(n));
        }
        let waiting = Family::gauge("jingwei_sequencer_backlog_facts", "Facts that wait for a position.")
            .with(&[], whole(backlog));
        let mut hooks = Family::gauge("jingwei_webhook_deliveries", "Deliveries that have not arrived.");
        for state in [webhooks::model::State::Waiting, webhooks::model::State::Dead] {
            let of = deliveries.iter().filter(|((_, s), _)| s == state.code()).map(|(_, n)| n).sum();
            hooks = hooks.with(&[("state", state.code())], whole(of));
        }
        Ok(vec![queue, runs, readers, waiting, hooks])
    }
}

#[allow(clippy::cast_precision_loss)] // counts far below 2^53
fn number(n: u64) -> f64 {
    n as f64
}

#[allow(clippy::cast_precision_loss)] // counts far below 2^53
fn whole(n: i64) -> f64 {
    n as f64
}

/// Resident bytes and processor seconds, where the system tells them (Linux).
fn usage() -> Option<(f64, f64)> {
    let stat = std::fs::read_to_string("/proc/self/stat").ok()?;
    // the name in parentheses may hold anything; the numbers follow the last one
    let fields: Vec<&str> = stat.rsplit_once(')')?.1.split_whitespace().collect();
    let field = |n: usize| fields.get(n)?.parse::<u64>().ok();
    let ticks = number(rustix::param::clock_ticks_per_second());
    let page = u64::try_from(rustix::param::page_size()).ok()?;
    Some((number(field(21)? * page), number(field(11)? + field(12)?) / ticks))
}
