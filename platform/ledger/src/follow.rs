//! Following the ledger: a reader sees every fact of a county once, in order of position, and what it writes stands in
//! the same transaction as its cursor: tables exactly once. Side effects are jobs that it enqueues there.

use crate::{Fact, sequencer, store};
use db::{Db, DbError, Tx, args};
use kernel::{Actor, Ctx, Env};
use std::{collections::HashMap, sync::Arc, time::Duration};

/// A fact with its position in the county.
#[derive(Clone, Debug)]
pub struct Positioned {
    /// 1, 2, 3, … within the county.
    pub pos: i64,
    /// The fact.
    pub fact: Fact,
}

/// Something that is derived from the ledger.
#[async_trait::async_trait]
pub trait Reader: Send + Sync {
    /// The name under which its cursors stand.
    fn name(&self) -> &'static str;
    /// Takes the next facts of one county, in order.
    async fn apply(&self, tx: &mut Tx, ctx: &Ctx, facts: &[Positioned]) -> Result<(), DbError>;
}

/// Lets a reader read all there is; answers how many facts it took.
pub async fn catch_up(db: &Db, env: &Arc<dyn Env>, reader: &Arc<dyn Reader>) -> Result<u64, DbError> {
    sequencer::drain(db, env).await?;
    let mut read = db.read().await?;
    let cursors: HashMap<String, i64> = read
        .fetch_all(&store::CURSORS, args![reader.name()])
        .await?
        .iter()
        .map(|r| Ok((r.get("county")?, r.get("pos")?)))
        .collect::<Result<_, DbError>>()?;
    let mut total = 0;
    let mut after = String::new();
    loop {
        let counties = read.fetch_all(&store::COUNTIES, args![&after]).await?;
        let Some(last) = counties.last() else { break };
        after = last.get("county")?;
        for row in &counties {
            let county: String = row.get("county")?;
            if row.get::<i64>("pos")? > cursors.get(&county).copied().unwrap_or(0) {
                total += catch_up_county(db, env, reader, &county).await?;
            }
        }
    }
    Ok(total)
}

async fn catch_up_county(
    db: &Db,
    env: &Arc<dyn Env>,
    reader: &Arc<dyn Reader>,
    county: &str,
) -> Result<u64, DbError> {
    let mut total = 0;
    loop {
        match step(db, env, reader.clone(), county.to_string()).await? {
            0 => return Ok(total),
            done => total += done,
        }
    }
}

async fn step(db: &Db, env: &Arc<dyn Env>, reader: Arc<dyn Reader>, county: String) -> Result<u64, DbError> {
    let ctx = Ctx::new(env.clone(), Actor::system(reader.name()), "reader");
    let inner = ctx.clone();
    db.write(&ctx, move |tx| {
        let (reader, county, ctx) = (reader.clone(), county.clone(), inner.clone());
        Box::pin(async move {
            let pos: i64 = tx.fetch_one(&store::CURSOR, args![reader.name(), &county]).await?.get("pos")?;
            let rows = tx.fetch_all(&store::FOLLOW, args![&county, pos]).await?;
            let facts = rows
                .iter()
                .map(|row| Ok(Positioned { pos: row.get("pos")?, fact: Fact::read(row)? }))
                .collect::<Result<Vec<_>, DbError>>()?;
            let Some(last) = facts.last() else { return Ok(0) };
            reader.apply(tx, &ctx, &facts).await?;
            tx.execute(&store::CURSOR_ADVANCE, args![reader.name(), &county, last.pos]).await?;
            Ok(facts.len() as u64)
        })
    })
    .await
}

/// Follows until `stop` resolves: woken by commits of this process, and every `idle` for those of other nodes.
pub async fn run(
    db: Db,
    env: Arc<dyn Env>,
    readers: Vec<Arc<dyn Reader>>,
    idle: Duration,
    stop: impl Future<Output = ()>,
) {
    let mut changes = db.changes();
    let work = async {
        loop {
            changes.borrow_and_update();
            let mut done = 0;
            for reader in &readers {
                match catch_up(&db, &env, reader).await {
                    Ok(n) => done += n,
                    Err(error) => tracing::warn!(reader = reader.name(), %error, "reader waits"),
                }
            }
            if done == 0 {
                tokio::select! {
                    _ = changes.changed() => {}
                    () = tokio::time::sleep(idle) => {}
                }
            }
        }
    };
    tokio::select! { () = work => {}, () = stop => {} }
}
