//! All SQL of the jobs.

use crate::{Count, DeadJob, Job, NewJob};
use db::{DbError, Row, Tx, args};
use kernel::{Ctx, Failure, Id, Refusal, Timestamp};
use serde_json::Value;

db::sql! {
    /// A new job, or the one with the same key again.
    ENQUEUE = "INSERT INTO job (id, kind, key, payload, state, run_at, attempts, revision, created_at, changed_at)
        VALUES ($1, $2, $3, $4, 'ready', $5, 0, 0, $6, $6)
        ON CONFLICT (kind, key) WHERE key IS NOT NULL DO UPDATE SET payload = excluded.payload,
            run_at = excluded.run_at, attempts = 0, revision = job.revision + 1, last_error = NULL,
            state = CASE WHEN job.state = 'running' THEN 'running' ELSE 'ready' END, changed_at = excluded.changed_at
        RETURNING id";
    /// A job that recurs; one that is there keeps its time unless the period changed.
    EVERY = "INSERT INTO job (id, kind, key, payload, state, run_at, every, attempts, revision, created_at, changed_at)
        VALUES ($1, $2, $3, $4, 'ready', $5, $6, 0, 0, $5, $5)
        ON CONFLICT (kind, key) WHERE key IS NOT NULL DO UPDATE SET payload = excluded.payload,
            run_at = CASE WHEN job.every = excluded.every THEN job.run_at ELSE excluded.run_at END,
            every = excluded.every,
            state = CASE WHEN job.state = 'dead' THEN 'ready' ELSE job.state END
        RETURNING id";
    /// A job that is no longer wanted.
    CANCEL = "DELETE FROM job WHERE kind = $1 AND key = $2";
    /// When the next ready job is due, and when the next lease ends.
    NEXT = "SELECT
        (SELECT run_at FROM job WHERE state = 'ready' AND kind IN (SELECT value FROM json_each(CAST($1 AS TEXT)))
            ORDER BY run_at, id LIMIT 1) AS ready,
        (SELECT lease_until FROM job WHERE state = 'running' AND kind IN (SELECT value FROM json_each(CAST($1 AS TEXT)))
            ORDER BY lease_until LIMIT 1) AS lease";
    /// Takes jobs that are due.
    CLAIM = "UPDATE job SET state = 'running', lease = $2, lease_until = $3, attempts = attempts + 1, changed_at = $1
        WHERE state = 'ready' AND id IN (SELECT id FROM job WHERE state = 'ready' AND run_at <= $1
            AND kind IN (SELECT value FROM json_each(CAST($4 AS TEXT))) ORDER BY run_at, id LIMIT $5)
        RETURNING id, kind, key, payload, run_at, every, attempts, revision";
    /// Gives back what a dead node held.
    EXPIRE = "UPDATE job SET state = CASE WHEN attempts >= $2 AND every IS NULL THEN 'dead' ELSE 'ready' END,
            lease = NULL, lease_until = NULL, last_error = 'the run lost its lease', changed_at = $1
        WHERE state = 'running' AND lease_until < $1 AND kind IN (SELECT value FROM json_each(CAST($3 AS TEXT)))";
    /// Holds on to a job that takes its time.
    EXTEND = "UPDATE job SET lease_until = $3 WHERE id = $1 AND lease = $2 AND state = 'running'";
    /// Done, and not enqueued again meanwhile.
    DONE = "DELETE FROM job WHERE id = $1 AND lease = $2 AND revision = $3 AND every IS NULL";
    /// Done, and wanted again: it recurs (at $4), or was enqueued meanwhile.
    AGAIN = "UPDATE job SET state = 'ready', run_at = CASE WHEN revision = $3 THEN $4 ELSE run_at END, attempts = 0,
            lease = NULL, lease_until = NULL, last_error = NULL, changed_at = $5
        WHERE id = $1 AND lease = $2";
    /// Failed: to be tried again at $5, or dead; one that was enqueued meanwhile is as new.
    FAIL = "UPDATE job SET state = CASE WHEN revision = $3 THEN $4 ELSE 'ready' END,
            run_at = CASE WHEN revision = $3 THEN $5 ELSE run_at END, last_error = $6,
            lease = NULL, lease_until = NULL, changed_at = $7
        WHERE id = $1 AND lease = $2";
    /// Not run to its end because the node stops.
    PUT_BACK = "UPDATE job SET state = 'ready', attempts = attempts - 1, lease = NULL, lease_until = NULL
        WHERE lease >= $1 AND lease < $2 AND state = 'running'";
    /// Dead jobs, newest first.
    DEAD = "SELECT id, kind, key, payload, attempts, last_error, changed_at FROM job
        WHERE state = 'dead' AND (changed_at, id) < ($1, $2) ORDER BY changed_at DESC, id DESC LIMIT $3";
    /// A dead job gets another life.
    REVIVE = "UPDATE job SET state = 'ready', run_at = $2, attempts = 0, changed_at = $2
        WHERE id = $1 AND state = 'dead'";
    /// For the metrics.
    COUNTS = "SELECT kind, state, count(*) AS n FROM job GROUP BY kind, state ORDER BY kind, state";
}

/// Writes a job in the caller's transaction; with a key that is there, replaces that one. Answers the id.
pub async fn enqueue(tx: &mut Tx, ctx: &Ctx, job: NewJob) -> Result<Id<Job>, DbError> {
    let id: Id<Job> = ctx.id();
    let (payload, run_at) = (job.payload.to_string(), job.run_at.unwrap_or(ctx.now));
    tx.fetch_one(&ENQUEUE, args![&id, job.kind, job.key, payload, run_at, ctx.now]).await?.get("id")
}

/// Makes sure that a job runs every `period` milliseconds (at least one second), first now. Meant to be called at each
/// start: one that is there keeps its rhythm. It never dies; failures are retried, at the latest when its time comes.
pub async fn every(
    tx: &mut Tx,
    ctx: &Ctx,
    kind: &str,
    key: &str,
    period: i64,
    payload: Value,
) -> Result<Id<Job>, DbError> {
    let id: Id<Job> = ctx.id();
    let args = args![&id, kind, key, payload.to_string(), ctx.now, period.max(1000)];
    tx.fetch_one(&EVERY, args).await?.get("id")
}

/// Forgets the job of that key; false when there is none. One that is just running runs to its end.
pub async fn cancel(tx: &mut Tx, kind: &str, key: &str) -> Result<bool, DbError> {
    Ok(tx.execute(&CANCEL, args![kind, key]).await? > 0)
}

/// Settles a job as done in the handler's own transaction: its effect then happens exactly once.
///
/// # Errors
/// `job.lease_lost` (409) when another node has taken over; the transaction is to be undone.
pub async fn complete(tx: &mut Tx, ctx: &Ctx, job: &Job) -> Result<(), Failure> {
    if settle_done(tx, job, ctx.env().now()).await? {
        Ok(())
    } else {
        Err(Refusal::conflict("job.lease_lost").got(&job.id).into())
    }
}

/// True unless the lease is gone, or the job was settled before.
pub(crate) async fn settle_done(tx: &mut Tx, job: &Job, now: Timestamp) -> Result<bool, DbError> {
    if tx.execute(&DONE, args![&job.id, &job.lease, job.revision]).await? > 0 {
        return Ok(true);
    }
    let next = job.every.map_or(job.run_at, |period| following(job.run_at, period, now));
    Ok(tx.execute(&AGAIN, args![&job.id, &job.lease, job.revision, next, now]).await? > 0)
}

/// The next time of a rhythm after `now`, without the ones that were missed.
pub(crate) fn following(run_at: Timestamp, period: i64, now: Timestamp) -> Timestamp {
    let missed = now.since(run_at).max(0) / period;
    run_at.plus((missed + 1).saturating_mul(period))
}

/// What becomes of a failed job.
pub(crate) struct Verdict {
    pub(crate) dead: bool,
    pub(crate) run_at: Timestamp,
    pub(crate) error: String,
}

pub(crate) async fn settle_failed(
    tx: &mut Tx,
    job: &Job,
    verdict: &Verdict,
    now: Timestamp,
) -> Result<(), DbError> {
    let state = if verdict.dead { "dead" } else { "ready" };
    let args = args![&job.id, &job.lease, job.revision, state, verdict.run_at, &verdict.error, now];
    tx.execute(&FAIL, args).await.map(drop)
}

/// When the next ready job of these kinds is due, and when the next lease of any ends.
pub(crate) async fn next(
    tx: &mut Tx,
    kinds: &str,
) -> Result<(Option<Timestamp>, Option<Timestamp>), DbError> {
    let row = tx.fetch_one(&NEXT, args![kinds]).await?;
    Ok((row.get("ready")?, row.get("lease")?))
}

/// A claim: until when, under which token, of which kinds (a JSON list), at most how many.
#[derive(Clone)]
pub(crate) struct Claim {
    pub(crate) now: Timestamp,
    pub(crate) until: Timestamp,
    pub(crate) lease: String,
    pub(crate) kinds: String,
    pub(crate) most: usize,
    pub(crate) attempts: i64,
}

/// Gives back lost jobs, then claims due ones, the longest due first.
pub(crate) async fn claim(tx: &mut Tx, claim: &Claim) -> Result<Vec<Job>, DbError> {
    tx.execute(&EXPIRE, args![claim.now, claim.attempts, &claim.kinds]).await?;
    let args = args![claim.now, &claim.lease, claim.until, &claim.kinds, claim.most];
    let rows = tx.fetch_all(&CLAIM, args).await?;
    let mut jobs = rows.iter().map(|row| job(row, &claim.lease)).collect::<Result<Vec<_>, _>>()?;
    jobs.sort_by(|a, b| (a.run_at, &a.id).cmp(&(b.run_at, &b.id)));
    Ok(jobs)
}

fn job(row: &Row, lease: &str) -> Result<Job, DbError> {
    Ok(Job {
        id: row.get("id")?,
        kind: row.get("kind")?,
        key: row.get("key")?,
        payload: payload(row)?,
        run_at: row.get("run_at")?,
        attempt: row.get("attempts")?,
        every: row.get("every")?,
        revision: row.get("revision")?,
        lease: lease.to_owned(),
    })
}

fn payload(row: &Row) -> Result<Value, DbError> {
    serde_json::from_str(&row.get::<String>("payload")?)
        .map_err(|error| DbError::Column("payload".into(), error.to_string()))
}

/// False when the lease is gone.
pub(crate) async fn extend(tx: &mut Tx, job: &Job, until: Timestamp) -> Result<bool, DbError> {
    Ok(tx.execute(&EXTEND, args![&job.id, &job.lease, until]).await? > 0)
}

/// Gives back everything that a runner holds: leases that begin with its name and `/`, which `0` follows.
pub(crate) async fn put_back(tx: &mut Tx, runner: &str) -> Result<(), DbError> {
    tx.execute(&PUT_BACK, args![format!("{runner}/"), format!("{runner}0")]).await.map(drop)
}

/// Dead jobs, newest first, `limit` at a time; `before` is the last one of the page before.
pub async fn dead(tx: &mut Tx, before: Option<&DeadJob>, limit: u32) -> Result<Vec<DeadJob>, DbError> {
    let (since, id) = before.map_or((Timestamp(i64::MAX), ""), |job| (job.since, job.id.as_str()));
    let rows = tx.fetch_all(&DEAD, args![since, id, limit]).await?;
    let read = |row: &Row| {
        Ok(DeadJob {
            id: row.get("id")?,
            kind: row.get("kind")?,
            key: row.get("key")?,
            payload: payload(row)?,
            attempts: row.get("attempts")?,
            error: row.get("last_error")?,
            since: row.get("changed_at")?,
        })
    };
    rows.iter().map(read).collect()
}

/// Runs a dead job again, from its first attempt; false when it is not dead.
pub async fn revive(tx: &mut Tx, ctx: &Ctx, id: &Id<Job>) -> Result<bool, DbError> {
    Ok(tx.execute(&REVIVE, args![id, ctx.now]).await? > 0)
}

/// How many jobs there are, by kind and state.
pub async fn counts(tx: &mut Tx) -> Result<Vec<Count>, DbError> {
    let rows = tx.fetch_all(&COUNTS, vec![]).await?;
    let read = |row: &Row| Ok(Count { kind: row.get("kind")?, state: row.get("state")?, n: row.get("n")? });
    rows.iter().map(read).collect()
}
