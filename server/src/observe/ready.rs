//! `/readyz`: can this process serve, and if not, what exactly is wrong? One line for each thing at fault.
//!
//! It writes one row durably, looks for free space where the data is, compares the readers with the ledger and the schema
//! with the program. An answer holds for a second, so that many who ask cost no more than one.

use db::Db;
use kernel::{Actor, Ctx, Env};
use std::{path::PathBuf, sync::Arc, time::Duration};
use tokio::{sync::Mutex, time::Instant};

/// How long an answer holds.
const HOLDS: Duration = Duration::from_secs(1);
/// How long the database may take to answer.
const PATIENCE: Duration = Duration::from_secs(5);

/// What is watched, and the bounds.
pub struct Readiness {
    pub db: Db,
    pub env: Arc<dyn Env>,
    /// The data folder.
    pub data: PathBuf,
    /// Names of the readers of this process.
    pub readers: Vec<&'static str>,
    /// Free space below which the process is not ready, in MiB.
    pub free_mb: u64,
    /// Facts that a reader may be behind; 0: any number.
    pub lag: i64,
    last: Mutex<Option<(Instant, Result<(), String>)>>,
}

impl Readiness {
    pub fn new(
        db: Db,
        env: Arc<dyn Env>,
        data: PathBuf,
        readers: Vec<&'static str>,
        (free_mb, lag): (u64, i64),
    ) -> Self {
        Self { db, env, data, readers, free_mb, lag, last: Mutex::new(None) }
    }

    /// Nothing, or what is wrong: a line each, `thing: what`.
    pub async fn check(&self) -> Result<(), String> {
        let mut last = self.last.lock().await;
        if let Some((at, answer)) = &*last
            && at.elapsed() < HOLDS
        {
            return answer.clone();
        }
        let (write, schema, lag) = tokio::join!(self.write(), self.schema(), self.lag());
        let found = [("write", write), ("schema", schema), ("readers", lag), ("disk", self.disk())];
        let lines = found.into_iter().filter_map(|(of, answer)| Some(format!("{of}: {}", answer.err()?)));
        let lines: Vec<String> = lines.collect();
        let answer = if lines.is_empty() { Ok(()) } else { Err(lines.join("\n")) };
        if answer.is_err() && !matches!(&*last, Some((_, before)) if *before == answer) {
            tracing::error!(why = lines.join("; "), "not ready");
        }
        *last = Some((Instant::now(), answer.clone()));
        answer
    }

    async fn write(&self) -> Result<(), String> {
        let ctx = Ctx::new(self.env.clone(), Actor::system("ready"), "readyz");
        in_time(self.db.probe(&ctx)).await
    }

    async fn schema(&self) -> Result<(), String> {
        let missing = in_time(self.db.missing_migrations()).await?;
        if missing.is_empty() {
            return Ok(());
        }
        Err(format!("migrations {missing:?} have not run; expected all that this program knows"))
    }

    async fn lag(&self) -> Result<(), String> {
        let behind = in_time(async {
            let mut tx = self.db.read().await?;
            let built = ledger::follow::built(&mut tx).await?;
            let readers: Vec<_> = self.readers.iter().copied().filter(|r| built.contains(*r)).collect();
            ledger::follow::lag(&mut tx, &readers).await
        });
        let over = |(reader, n): (&str, i64)| {
            (self.lag > 0 && n > self.lag)
                .then(|| format!("{reader} is {n} facts behind, more than the {} of ready_lag", self.lag))
        };
        let lines: Vec<String> = behind.await?.into_iter().filter_map(over).collect();
        if lines.is_empty() { Ok(()) } else { Err(lines.join(", ")) }
    }

    fn disk(&self) -> Result<(), String> {
        let free = free_mb(&self.data).map_err(|e| format!("{}: {e}", self.data.display()))?;
        if free >= self.free_mb {
            return Ok(());
        }
        Err(format!(
            "{free} MiB free at {}, less than the {} of ready_free_mb",
            self.data.display(),
            self.free_mb
        ))
    }
}

/// Free space for this process where a folder is, in MiB.
pub fn free_mb(folder: &std::path::Path) -> std::io::Result<u64> {
    let of = rustix::fs::statvfs(folder)?;
    Ok(of.f_bavail.saturating_mul(of.f_frsize) >> 20)
}

async fn in_time<T>(asked: impl Future<Output = Result<T, db::DbError>>) -> Result<T, String> {
    match tokio::time::timeout(PATIENCE, asked).await {
        Ok(answer) => answer.map_err(|e| e.to_string()),
        Err(_) => Err(format!("no answer from the database within {} s", PATIENCE.as_secs())),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    struct Slow;
    #[async_trait::async_trait]
    impl ledger::follow::Reader for Slow {
        fn name(&self) -> &'static str {
            "slow"
        }
        async fn apply(
            &self,
            _: &mut db::Tx,
            _: &Ctx,
            _: &[ledger::follow::Positioned],
        ) -> Result<(), db::DbError> {
            Ok(())
        }
    }

    async fn two_facts(test: &testkit::TestDb) {
        let ctx = test.system();
        let inner = ctx.clone();
        let write = test.db.write(&ctx, move |tx| {
            let ctx = inner.clone();
            Box::pin(async move {
                let mut head = ledger::open(tx, "350304", "case/a").await?;
                let fact =
                    |n: i64| ledger::NewFact { action: "said".into(), v: n, data: serde_json::Value::Null };
                ledger::append(tx, &ctx, &mut head, &[fact(1), fact(2)]).await.map(drop)
            })
        });
        write.await.unwrap();
        ledger::sequencer::drain(&test.db, &(test.env.clone() as Arc<dyn Env>)).await.unwrap();
    }

    /// Follows until the reader has read all there is.
    async fn build(test: &testkit::TestDb) {
        let (db, env) = (test.db.clone(), test.env.clone() as Arc<dyn Env>);
        let built = async {
            while !ledger::follow::built(&mut db.read().await.unwrap()).await.unwrap().contains("slow") {
                tokio::time::sleep(Duration::from_millis(5)).await;
            }
        };
        let idle = Duration::from_secs(10);
        ledger::follow::run(db.clone(), env, vec![Arc::new(Slow)], idle, Duration::ZERO, built).await;
    }

    testkit::both!(says_plainly_what_is_wrong, |test| async move {
        let ready = |free_mb, lag| {
            let at = test.folder.path().to_path_buf();
            Readiness::new(test.db.clone(), test.env.clone(), at, vec!["slow"], (free_mb, lag))
        };
        assert_eq!(ready(1, 1).check().await, Ok(()));
        two_facts(&test).await;
        // a reader that is new to them is being built
        assert_eq!(ready(1, 1).check().await, Ok(()));
        build(&test).await;
        two_facts(&test).await;
        let why = ready(u64::MAX, 1).check().await.unwrap_err();
        assert!(why.contains("readers: slow is 2 facts behind, more than the 1 of ready_lag"), "{why}");
        assert!(why.contains("\ndisk: "), "{why}");
        assert_eq!(ready(1, 2).check().await, Ok(()));
        test.db.close().await;
        if !test.db.is_sqlite() {
            let why = ready(1, 1).check().await.unwrap_err();
            assert!(why.starts_with("write: database unavailable"), "{why}");
        }
    });
}
