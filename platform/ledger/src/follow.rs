//! Following the ledger: a reader sees every fact of a county once, in order of position, and what it writes stands in
//! the same transaction as its cursor: tables exactly once. Side effects are jobs that it enqueues there.

use crate::{Fact, sequencer, store};
use db::{Db, DbError, Tx, args};
use kernel::{Actor, Ctx, Env};
use std::{
    collections::{BTreeMap, BTreeSet, HashMap},
    sync::Arc,
    time::Duration,
};

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
    /// True when it can make what it keeps of a county at once instead of following ([`Reader::leap`]).
    fn leaps(&self) -> bool {
        false
    }
    /// It has `behind` facts of a county to read: makes all that it keeps of the county at once, cursor included, when that
    /// is faster than following. Answers how many facts it read, 0 when it rather follows.
    async fn leap(&self, db: &Db, env: &Arc<dyn Env>, county: &str, behind: i64) -> Result<u64, DbError> {
        let _ = (db, env, county, behind);
        Ok(0)
    }
}

/// How far each county goes, in memory.
pub type Heads = BTreeMap<String, i64>;

/// How far each county goes.
///
/// # Errors
/// [`DbError`] of the database.
pub async fn heads(tx: &mut Tx) -> Result<Heads, DbError> {
    let mut heads = Heads::new();
    let mut after = String::new();
    loop {
        let rows = tx.fetch_all(&store::COUNTIES, args![&after]).await?;
        let Some(last) = rows.last() else { return Ok(heads) };
        after = last.get("county")?;
        for row in &rows {
            heads.insert(row.get("county")?, row.get("pos")?);
        }
    }
}

/// The next facts of a county behind a position, in order, at most 500: to follow without a cursor in the database.
///
/// # Errors
/// [`DbError`] of the database.
pub async fn after(tx: &mut Tx, county: &str, pos: i64) -> Result<Vec<Positioned>, DbError> {
    next(tx, county, pos, store::BATCH.cast_signed()).await
}

async fn next(tx: &mut Tx, county: &str, pos: i64, most: i64) -> Result<Vec<Positioned>, DbError> {
    let rows = tx.fetch_all(&store::FOLLOW, args![county, pos, most]).await?;
    let read = rows.iter().map(|row| Ok(Positioned { pos: row.get("pos")?, fact: Fact::read(row)? }));
    let mut facts = read.collect::<Result<Vec<_>, DbError>>()?;
    // the database would rather sort all that it has than these few
    facts.sort_unstable_by_key(|p| p.pos);
    Ok(facts)
}

/// The readers that have once read all there was. One that is new to a large ledger is still being built: what it keeps is not
/// there yet, which is no fault of the process, and others do not wait for it.
///
/// # Errors
/// [`DbError`] of the database.
pub async fn built(tx: &mut Tx) -> Result<BTreeSet<String>, DbError> {
    let rows = tx.fetch_all(&store::BUILT, vec![]).await?;
    rows.iter().map(|row| row.get("reader")).collect()
}

/// Some readers have read all there was.
async fn mark_built(db: &Db, env: &Arc<dyn Env>, readers: &[Arc<dyn Reader>]) -> Result<(), DbError> {
    let ctx = Ctx::new(env.clone(), Actor::system("reader"), "reader");
    let (now, names) = (ctx.now.0, readers.iter().map(|r| r.name()).collect::<Vec<_>>());
    db.write(&ctx, move |tx| {
        let names = names.clone();
        Box::pin(async move {
            for name in names {
                tx.execute(&store::MARK_BUILT, args![name, now]).await?;
            }
            Ok(())
        })
    })
    .await
}

/// How many facts each of these readers has still to read.
///
/// # Errors
/// [`DbError`] of the database.
pub async fn lag(tx: &mut Tx, readers: &[&'static str]) -> Result<Vec<(&'static str, i64)>, DbError> {
    let (heads, cursors) = (heads(tx).await?, cursors(tx).await?);
    let behind = |name: &&'static str| (*name, ahead(&heads, cursors.get(*name)).map(|(_, n)| n).sum());
    Ok(readers.iter().map(behind).collect())
}

/// Reader → county → position.
type Cursors = HashMap<String, HashMap<String, i64>>;

async fn cursors(tx: &mut Tx) -> Result<Cursors, DbError> {
    let mut cursors = Cursors::new();
    for row in tx.fetch_all(&store::CURSORS, vec![]).await? {
        cursors.entry(row.get("reader")?).or_default().insert(row.get("county")?, row.get("pos")?);
    }
    Ok(cursors)
}

/// The counties in which there is something to read, and how much.
fn ahead<'a>(
    heads: &'a Heads,
    read: Option<&'a HashMap<String, i64>>,
) -> impl Iterator<Item = (&'a str, i64)> {
    heads.iter().filter_map(move |(county, pos)| {
        let behind = pos - read.and_then(|read| read.get(county)).unwrap_or(&0);
        (behind > 0).then_some((county.as_str(), behind))
    })
}

/// Lets a reader read all there is; answers how many facts it took.
pub async fn catch_up(db: &Db, env: &Arc<dyn Env>, reader: &Arc<dyn Reader>) -> Result<u64, DbError> {
    match round(db, env, std::slice::from_ref(reader)).await? {
        (_, Some(error)) => Err(error),
        (done, None) => Ok(done),
    }
}

/// One look at the ledger for all readers: how many facts they took, and the last failure; one reader that fails does not
/// keep the others from reading.
async fn round(
    db: &Db,
    env: &Arc<dyn Env>,
    readers: &[Arc<dyn Reader>],
) -> Result<(u64, Option<DbError>), DbError> {
    sequencer::drain(db, env).await?;
    let mut read = db.read().await?;
    let (heads, cursors) = (heads(&mut read).await?, cursors(&mut read).await?);
    drop(read);
    let (mut total, mut failure) = (0, None);
    for reader in readers {
        for (county, behind) in ahead(&heads, cursors.get(reader.name())) {
            match catch_up_county(db, env, reader, county, behind).await {
                Ok(done) => total += done,
                Err(error) => {
                    tracing::warn!(reader = reader.name(), county, %error, "a reader waits");
                    failure = Some(error);
                    break;
                }
            }
        }
    }
    Ok((total, failure))
}

async fn catch_up_county(
    db: &Db,
    env: &Arc<dyn Env>,
    reader: &Arc<dyn Reader>,
    county: &str,
    behind: i64,
) -> Result<u64, DbError> {
    let mut total = if reader.leaps() { reader.leap(db, env, county, behind).await? } else { 0 };
    loop {
        let done = step(db, env, reader.clone(), county.to_string()).await?;
        total += done;
        if done < store::BATCH {
            return Ok(total);
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
            let facts = after(tx, &county, pos).await?;
            let Some(last) = facts.last() else { return Ok(0) };
            reader.apply(tx, &ctx, &facts).await?;
            tx.execute(&store::CURSOR_ADVANCE, args![reader.name(), &county, last.pos]).await?;
            Ok(facts.len() as u64)
        })
    })
    .await
}

/// Follows until `stop` resolves: woken by commits of this process and by what other nodes announce. `idle` is how long
/// nothing may be heard before a look is taken all the same: a node may have died between its commit and its
/// announcement. `gather` is how long a commit waits for the look that it causes, so that a busy ledger is read in batches.
pub async fn run(
    db: Db,
    env: Arc<dyn Env>,
    readers: Vec<Arc<dyn Reader>>,
    idle: Duration,
    gather: Duration,
    stop: impl Future<Output = ()>,
) {
    let known = async { built(&mut db.read().await?).await };
    // when the database cannot be asked, nobody is new
    let known = known.await.ok();
    let is_built = |r: &Arc<dyn Reader>| known.as_ref().is_none_or(|known| known.contains(r.name()));
    let (settled, new): (Vec<_>, Vec<_>) = readers.into_iter().partition(is_built);
    tokio::select! {
        () = follow(&db, &env, settled, (idle, gather), false) => {},
        () = follow(&db, &env, new, (idle, gather), true) => {},
        () = stop => {},
    }
}

/// Follows for ever; readers that are new are marked when they have read all there was.
async fn follow(
    db: &Db,
    env: &Arc<dyn Env>,
    readers: Vec<Arc<dyn Reader>>,
    (idle, gather): (Duration, Duration),
    mut new: bool,
) {
    // without readers the positions are still to be given out, once
    if readers.is_empty() && new {
        return std::future::pending().await;
    }
    let mut changes = db.changes();
    loop {
        changes.borrow_and_update();
        let mut done = round(db, env, &readers).await;
        if new && matches!(done, Ok((_, None))) {
            match mark_built(db, env, &readers).await {
                Ok(()) => new = false,
                Err(error) => done = Err(error),
            }
        }
        match done {
            Ok((_, None)) => {
                if tokio::time::timeout(idle, changes.changed()).await.is_ok() {
                    tokio::time::sleep(gather).await;
                }
            }
            Ok((_, Some(_))) => tokio::time::sleep(RETRY).await,
            Err(error) => {
                tracing::warn!(%error, "the ledger cannot be followed now");
                tokio::time::sleep(RETRY).await;
            }
        }
    }
}

/// How long to wait after a failure.
const RETRY: Duration = Duration::from_secs(1);

/// Facts that readers are given at once while a database is being filled.
const FILL: i64 = 10_000;

/// Lets readers read all there is in large pieces, each fact fetched once for all readers that stand at the same place:
/// while a database is being filled, or after much was brought in. `progress` is told how many facts have been read and
/// how many there were to read.
///
/// # Errors
/// Whatever the database or a reader says.
pub async fn fill(
    db: &Db,
    env: &Arc<dyn Env>,
    readers: &[Arc<dyn Reader>],
    progress: &(dyn Fn(u64, u64) + Send + Sync),
) -> Result<u64, DbError> {
    sequencer::drain(db, env).await?;
    let mut tx = db.read().await?;
    let (heads, cursors) = (heads(&mut tx).await?, cursors(&mut tx).await?);
    drop(tx);
    let place = |reader: &Arc<dyn Reader>, county: &str| {
        cursors.get(reader.name()).and_then(|read| read.get(county)).copied().unwrap_or(0)
    };
    let behind = |county: &str, head: i64| readers.iter().map(|r| head - place(r, county)).max().unwrap_or(0);
    let all = heads.iter().map(|(county, head)| behind(county, *head)).sum::<i64>().unsigned_abs();
    let mut total = 0;
    for (county, head) in &heads {
        let mut places: Vec<(i64, Arc<dyn Reader>)> =
            readers.iter().map(|r| (place(r, county), r.clone())).collect();
        while let Some(last) = places.iter().map(|(pos, _)| *pos).min().filter(|pos| pos < head) {
            let (here, there): (Vec<_>, Vec<_>) = places.into_iter().partition(|(pos, _)| *pos == last);
            // not past the place where others wait
            let next = there.iter().map(|(pos, _)| *pos).min().unwrap_or(*head);
            let here: Arc<[Arc<dyn Reader>]> = here.into_iter().map(|(_, reader)| reader).collect();
            let reached = piece(db, env, here.clone(), county.clone(), (last, FILL.min(next - last))).await?;
            if reached == last {
                break;
            }
            total += (reached - last).unsigned_abs();
            progress(total.min(all), all);
            places = there;
            places.extend(here.iter().map(|reader| (reached, reader.clone())));
        }
    }
    for reader in readers {
        total += catch_up(db, env, reader).await?;
    }
    Ok(total)
}

/// The next facts of a county for readers that stand at one place, in one transaction; answers how far they came.
async fn piece(
    db: &Db,
    env: &Arc<dyn Env>,
    readers: Arc<[Arc<dyn Reader>]>,
    county: String,
    (from, most): (i64, i64),
) -> Result<i64, DbError> {
    let ctx = Ctx::new(env.clone(), Actor::system("fill"), "fill");
    let inner = ctx.clone();
    db.write(&ctx, move |tx| {
        let (readers, county, ctx) = (readers.clone(), county.clone(), inner.clone());
        Box::pin(async move {
            for reader in readers.iter() {
                let pos: i64 =
                    tx.fetch_one(&store::CURSOR, args![reader.name(), &county]).await?.get("pos")?;
                if pos != from {
                    return Err(DbError::Aborted(format!("{} is read by somebody else", reader.name())));
                }
            }
            let facts = next(tx, &county, from, most).await?;
            let Some(last) = facts.last() else { return Ok(from) };
            for reader in readers.iter() {
                reader.apply(tx, &ctx, &facts).await?;
                tx.execute(&store::CURSOR_ADVANCE, args![reader.name(), &county, last.pos]).await?;
            }
            Ok(last.pos)
        })
    })
    .await
}
