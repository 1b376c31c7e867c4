//! Claims jobs and runs them, on every node alike.

use crate::store::{self, Claim, Verdict};
use crate::{Job, Outcomes};
use db::Db;
use futures::FutureExt as _;
use kernel::{Actor, Ctx, Env, Failure, RefusalKind, Timestamp};
use std::{any::Any, collections::BTreeMap, panic::AssertUnwindSafe, sync::Arc, time::Duration};
use tokio::{task::JoinSet, time};

/// What a kind of job does. An error means "try again later", except a refusal other than 409 and 429, which no
/// repetition would change: that job is dead at once. Any `Fn(Ctx, Job) -> Future` is one.
#[async_trait::async_trait]
pub trait Handler: Send + Sync {
    /// Does the job; may be dropped at any await, and run again.
    async fn run(&self, ctx: Ctx, job: Job) -> Result<(), Failure>;
}

#[async_trait::async_trait]
impl<F, Fut> Handler for F
where
    F: Fn(Ctx, Job) -> Fut + Send + Sync,
    Fut: Future<Output = Result<(), Failure>> + Send,
{
    async fn run(&self, ctx: Ctx, job: Job) -> Result<(), Failure> {
        self(ctx, job).await
    }
}

/// How long to wait when the database cannot be asked.
const PATIENCE: Duration = Duration::from_secs(1);
/// How long a commit may wait for the look it causes, so that a busy database is not asked at every commit.
const GATHER: Duration = Duration::from_millis(20);

/// Runs jobs until told to stop. Build it with every handler, then [`Runner::run`] it.
#[derive(Clone)]
pub struct Runner {
    db: Db,
    env: Arc<dyn Env>,
    handlers: BTreeMap<String, Arc<dyn Handler>>,
    recurring: BTreeMap<String, i64>,
    workers: usize,
    lease: Duration,
    grace: Duration,
    look: Duration,
    attempts: i64,
    first_delay: i64,
    longest_delay: i64,
    outcomes: Outcomes,
}

impl Runner {
    /// Four at a time, leases of a minute, ten attempts with delays from 5 seconds to an hour, a look every second, 20
    /// seconds to finish when stopped.
    pub fn new(db: Db, env: Arc<dyn Env>) -> Self {
        Self {
            db,
            env,
            handlers: BTreeMap::new(),
            recurring: BTreeMap::new(),
            workers: 4,
            lease: Duration::from_secs(60),
            grace: Duration::from_secs(20),
            look: Duration::from_secs(1),
            attempts: 10,
            first_delay: 5_000,
            longest_delay: Timestamp::HOUR,
            outcomes: Outcomes::default(),
        }
    }

    /// The handler of a kind.
    pub fn on(mut self, kind: impl Into<String>, handler: impl Handler + 'static) -> Self {
        self.handlers.insert(kind.into(), Arc::new(handler));
        self
    }

    /// The handler of a kind of which one job recurs every `period` milliseconds, from the first start on; see
    /// [`crate::every`].
    pub fn every(mut self, kind: &str, period: i64, handler: impl Handler + 'static) -> Self {
        self.recurring.insert(kind.into(), period);
        self.on(kind, handler)
    }

    /// How many jobs run at a time.
    pub fn workers(mut self, workers: usize) -> Self {
        self.workers = workers.max(1);
        self
    }

    /// Where ends of runs are counted.
    pub fn outcomes(mut self, outcomes: Outcomes) -> Self {
        self.outcomes = outcomes;
        self
    }

    /// How long a job is held before another node may take it; renewed while it runs.
    pub fn lease(mut self, lease: Duration) -> Self {
        self.lease = lease;
        self
    }

    /// How often to look even when no commit of this process woke the runner: other nodes enqueue too.
    pub fn look(mut self, look: Duration) -> Self {
        self.look = look;
        self
    }

    /// How long running jobs may go on after the shutdown signal.
    pub fn grace(mut self, grace: Duration) -> Self {
        self.grace = grace;
        self
    }

    /// Attempts until a job is dead, and the delays after the first failure and at most, in milliseconds.
    pub fn retries(mut self, attempts: i64, first_delay: i64, longest_delay: i64) -> Self {
        (self.attempts, self.first_delay, self.longest_delay) = (attempts, first_delay, longest_delay);
        self
    }

    /// Runs until `shutdown` is ready; then starts nothing more, lets running jobs finish, and gives back those that
    /// do not within the grace.
    pub async fn run(self, shutdown: impl Future<Output = ()> + Send) {
        let runner = Arc::new(self);
        let name = runner.context("runner").secret();
        let mut tasks = JoinSet::new();
        tokio::pin!(shutdown);
        let mut changes = runner.db.changes();
        if let Err(error) = runner.register().await {
            tracing::warn!(%error, "recurring jobs could not be written; the next start tries again");
        }
        loop {
            changes.borrow_and_update();
            let free = runner.workers.saturating_sub(tasks.len());
            let pause = if free == 0 { runner.look } else { runner.start(&mut tasks, &name, free).await };
            tokio::select! {
                () = &mut shutdown => break,
                Some(_) = tasks.join_next() => {}
                Ok(()) = changes.changed(), if free > 0 => time::sleep(GATHER).await,
                () = time::sleep(pause) => {}
            }
        }
        let finish = async { while tasks.join_next().await.is_some() {} };
        if time::timeout(runner.grace, finish).await.is_err() {
            tasks.shutdown().await;
            runner.give_back(name).await;
        }
    }

    /// Writes the recurring jobs, which [`Runner::run`] does by itself.
    ///
    /// # Errors
    /// [`Failure`] of the database.
    pub async fn register(&self) -> Result<(), Failure> {
        let (ctx, inside, recurring) =
            (self.context("register"), self.context("register"), self.recurring.clone());
        let write = self.db.write(&ctx, move |tx| {
            let (ctx, recurring) = (inside.clone(), recurring.clone());
            Box::pin(async move {
                for (kind, period) in recurring {
                    store::every(tx, &ctx, &kind, "", period, serde_json::Value::Null).await?;
                }
                Ok::<_, Failure>(())
            })
        });
        write.await
    }

    /// Runs everything that is due now, one at a time, until nothing is (tests, the demo city). Answers how many runs
    /// there were.
    ///
    /// # Errors
    /// [`Failure`] of the database; failures of jobs are settled as ever.
    pub async fn drain(&self) -> Result<usize, Failure> {
        let name = self.context("runner").secret();
        let mut runs = 0;
        loop {
            let jobs = self.claim(&name, 1).await?;
            if jobs.is_empty() {
                return Ok(runs);
            }
            for job in jobs {
                self.attend(job).await;
                runs += 1;
            }
        }
    }

    /// Starts what is due; answers how long to sleep if nothing happens.
    async fn start(self: &Arc<Self>, tasks: &mut JoinSet<()>, name: &str, free: usize) -> Duration {
        match self.claim(name, free).await {
            Ok(jobs) => {
                for job in jobs {
                    let runner = self.clone();
                    tasks.spawn(async move { runner.attend(job).await });
                }
                self.until_next().await
            }
            Err(error) => {
                tracing::warn!(%error, "jobs cannot be claimed");
                PATIENCE
            }
        }
    }

    /// Until the next job is due, at most a look.
    async fn until_next(&self) -> Duration {
        match self.next().await {
            Ok((Some(ready), _)) => {
                let ms = ready.since(self.env.now()).max(GATHER.as_millis() as i64);
                self.look.min(Duration::from_millis(ms.unsigned_abs()))
            }
            _ => self.look,
        }
    }

    async fn next(&self) -> Result<(Option<Timestamp>, Option<Timestamp>), Failure> {
        Ok(store::next(&mut self.db.read().await?, &self.kinds()).await?)
    }

    fn kinds(&self) -> String {
        serde_json::json!(self.handlers.keys().collect::<Vec<_>>()).to_string()
    }

    /// Claims up to `most` jobs under a lease of its own that begins with `runner/`; writes only when a look says that
    /// there is something to claim.
    async fn claim(&self, runner: &str, most: usize) -> Result<Vec<Job>, Failure> {
        let now = self.env.now();
        let (ready, held) = self.next().await?;
        if ready.is_none_or(|due| due > now) && held.is_none_or(|until| until >= now) {
            return Ok(vec![]);
        }
        let ctx = self.context("claim");
        let claim = Claim {
            now,
            until: self.lease_end(now),
            lease: format!("{runner}/{}", ctx.secret()),
            kinds: self.kinds(),
            most,
            attempts: self.attempts,
        };
        let write = self.db.write(&ctx, move |tx| {
            let claim = claim.clone();
            Box::pin(async move { Ok::<_, Failure>(store::claim(tx, &claim).await?) })
        });
        write.await
    }

    fn lease_end(&self, now: Timestamp) -> Timestamp {
        now.plus(i64::try_from(self.lease.as_millis()).unwrap_or(i64::MAX))
    }

    fn context(&self, what: &str) -> Ctx {
        Ctx::new(self.env.clone(), Actor::system("jobs"), format!("job/{what}"))
    }

    /// Runs a job to its end, holding on to it meanwhile, and settles it.
    async fn attend(&self, job: Job) {
        let Some(handler) = self.handlers.get(&job.kind) else { return };
        let ctx = self.context(job.id.as_str());
        let work = AssertUnwindSafe(handler.run(ctx.clone(), job.clone())).catch_unwind();
        let outcome = tokio::select! {
            outcome = work => outcome.unwrap_or_else(|panic| Err(Failure::Internal(words(&*panic)))),
            () = self.hold(&ctx, &job) => {
                tracing::warn!(kind = job.kind, id = %job.id, "another node took the job over");
                self.outcomes.count(&job.kind, "lost");
                return;
            }
        };
        if let Err(error) = self.settle(&ctx, job, outcome).await {
            // The lease runs out, and the job is tried again.
            tracing::warn!(%error, "a job could not be settled");
        }
    }

    /// Renews the lease for as long as it can be; returns when it is lost.
    async fn hold(&self, ctx: &Ctx, job: &Job) {
        loop {
            time::sleep(self.lease / 3).await;
            let (job, until) = (job.clone(), self.lease_end(self.env.now()));
            let write = self.db.write(ctx, move |tx| {
                let job = job.clone();
                Box::pin(async move { Ok::<_, Failure>(store::extend(tx, &job, until).await?) })
            });
            match write.await {
                Ok(true) => {}
                Ok(false) => return,
                Err(error) => tracing::warn!(%error, "a lease could not be renewed"),
            }
        }
    }

    async fn settle(&self, ctx: &Ctx, job: Job, outcome: Result<(), Failure>) -> Result<(), Failure> {
        let now = self.env.now();
        let verdict = outcome.err().map(|error| self.judge(&job, &error, now));
        if let Some(Verdict { error, dead, .. }) = &verdict {
            tracing::warn!(kind = job.kind, id = %job.id, attempt = job.attempt, dead, error, "a job failed");
        }
        let end = verdict.as_ref().map_or("done", |v| if v.dead { "dead" } else { "retry" });
        self.outcomes.count(&job.kind, end);
        let (job, verdict) = (Arc::new(job), Arc::new(verdict));
        let write = self.db.write(ctx, move |tx| {
            let (job, verdict) = (job.clone(), verdict.clone());
            Box::pin(async move {
                match &*verdict {
                    Some(verdict) => store::settle_failed(tx, &job, verdict, now).await?,
                    None => drop(store::settle_done(tx, &job, now).await?),
                }
                Ok::<_, Failure>(())
            })
        });
        write.await
    }

    fn judge(&self, job: &Job, error: &Failure, now: Timestamp) -> Verdict {
        let hopeless = error
            .refusal()
            .is_some_and(|refusal| !matches!(refusal.kind, RefusalKind::Conflict | RefusalKind::TooMany));
        let dead = job.every.is_none() && (hopeless || job.attempt >= self.attempts);
        let mut run_at = now.plus(self.delay(job.attempt));
        if let Some(period) = job.every {
            run_at = run_at.min(store::following(job.run_at, period, now));
        }
        Verdict { dead, run_at, error: error.to_string().chars().take(500).collect() }
    }

    /// Doubles with every attempt, and spreads by up to a tenth so that many do not come back at once.
    fn delay(&self, attempt: i64) -> i64 {
        let doublings = u32::try_from(attempt - 1).unwrap_or(0).min(30);
        let delay = self.first_delay.saturating_mul(1 << doublings).min(self.longest_delay);
        let mut spread = [0u8];
        self.env.fill(&mut spread);
        delay + delay / 10 * i64::from(spread[0]) / 255
    }

    async fn give_back(&self, runner: String) {
        let ctx = self.context("stop");
        let write = self.db.write(&ctx, move |tx| {
            let runner = runner.clone();
            Box::pin(async move { Ok::<_, Failure>(store::put_back(tx, &runner).await?) })
        });
        if let Err(error) = write.await {
            tracing::warn!(%error, "unfinished jobs could not be given back; their leases will run out");
        }
    }
}

fn words(panic: &(dyn Any + Send)) -> String {
    let words = panic.downcast_ref::<&str>().copied().or(panic.downcast_ref::<String>().map(String::as_str));
    format!("panic: {}", words.unwrap_or("without words"))
}
