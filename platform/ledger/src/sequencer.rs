//! Giving positions to facts that wait in the outbox (PostgreSQL; on SQLite there are none).
//!
//! The lock on the county's head lets one node at a time do it. Within a stream the order is that of the facts, since the
//! stream's head made their writers queue; between streams it is the order in which they were seen. Each batch wakes the
//! followers of every node ([`Tx::announce`]): commands themselves never do.

use crate::{
    append::{CountyHead, POSITION_COLUMNS},
    store,
};
use db::{Db, DbError, Tx, args};
use kernel::{Actor, Ctx, Env};
use std::sync::Arc;

/// Gives positions to everything that waits; answers how many.
pub async fn drain(db: &Db, env: &Arc<dyn Env>) -> Result<u64, DbError> {
    if db.is_sqlite() { Ok(0) } else { drain_all(db, env).await }
}

/// The same on either database: what came out of PostgreSQL may have facts that wait.
pub async fn drain_all(db: &Db, env: &Arc<dyn Env>) -> Result<u64, DbError> {
    let ctx = Ctx::new(env.clone(), Actor::system("sequencer"), "sequencer");
    let rows = db.read().await?.fetch_all(&store::WAITING, vec![]).await?;
    let mut total = 0;
    for row in rows {
        let county: String = row.get("county")?;
        loop {
            let done = drain_county(db, &ctx, county.clone()).await?;
            total += done;
            if done < store::BATCH {
                break;
            }
        }
    }
    Ok(total)
}

/// How many facts wait for a position.
///
/// # Errors
/// [`DbError`] of the database.
pub async fn backlog(tx: &mut Tx) -> Result<i64, DbError> {
    tx.fetch_one(&store::BACKLOG, vec![]).await?.get("n")
}

async fn drain_county(db: &Db, ctx: &Ctx, county: String) -> Result<u64, DbError> {
    db.write(ctx, move |tx| {
        let county = county.clone();
        Box::pin(async move {
            let mut head = CountyHead::lock(tx, &county).await?;
            let rows = tx.fetch_all(&store::WAITING_FACTS, args![&county]).await?;
            let (mut positions, mut done) = (Vec::with_capacity(rows.len()), Vec::with_capacity(rows.len()));
            for row in &rows {
                let (stream, seq): (String, i64) = (row.get("stream")?, row.get("seq")?);
                positions.push(head.next(&stream, seq, &row.get::<String>("hash")?));
                done.push(serde_json::Value::from(format!("{stream} {seq}")));
            }
            if !rows.is_empty() {
                tx.bulk_insert("fact_position", POSITION_COLUMNS, &positions).await?;
                tx.execute(&store::SEQUENCED, args![&county, serde_json::Value::from(done).to_string()])
                    .await?;
                head.store(tx).await?;
                tx.announce().await?;
            }
            Ok(rows.len() as u64)
        })
    })
    .await
}
