//! Bringing what is older under the youngest key, in the background: walks through tables in bounded pieces, each a transaction of its own
//! that also says where to go on. A walk that was cut off goes on; it is done when one whole pass found nothing to do.

use crate::bundle::bound_to;
use crate::{Vault, keys, store};
use db::{Db, Tx, args};
use kernel::{Ctx, Failure};
use serde_json::{Value, json};
use std::sync::Arc;

/// What one table needs.
#[async_trait::async_trait]
pub trait Walk: Send + Sync {
    /// A stable word.
    fn name(&self) -> &'static str;
    /// The homes that have rows there. Not those of the ledger: on PostgreSQL a fact waits for its position.
    async fn counties(&self, tx: &mut Tx) -> Result<Vec<String>, Failure>;
    /// The next piece behind `at` (empty at the beginning): where to go on, None at the end, and how many were changed.
    async fn piece(
        &self,
        tx: &mut Tx,
        ctx: &Ctx,
        vault: &Vault,
        county: &str,
        at: &str,
    ) -> Result<(Option<String>, i64), Failure>;
}

/// The homes of a table, each by one step in its tree.
pub(crate) async fn counties(tx: &mut Tx, next: &db::Sql) -> Result<Vec<String>, Failure> {
    let mut all: Vec<String> = vec![];
    loop {
        let after = all.last().cloned().unwrap_or_default();
        match tx.fetch_optional(next, args![after]).await? {
            Some(row) => all.push(row.get("county")?),
            None => return Ok(all),
        }
    }
}

/// Single values.
pub struct Values;
/// Bundles.
pub struct Bundles;

#[async_trait::async_trait]
impl Walk for Values {
    fn name(&self) -> &'static str {
        "values"
    }

    async fn counties(&self, tx: &mut Tx) -> Result<Vec<String>, Failure> {
        counties(tx, &store::NEXT_COUNTY).await
    }

    async fn piece(
        &self,
        tx: &mut Tx,
        ctx: &Ctx,
        vault: &Vault,
        county: &str,
        at: &str,
    ) -> Result<(Option<String>, i64), Failure> {
        let rows = tx.fetch_all(&store::WALK_VALUES, args![county, at]).await?;
        let (key, mut changed) = (vault.key(), 0);
        for row in &rows {
            let (sealed, under): (Option<String>, Option<String>) = (row.get("value")?, row.get("key_id")?);
            let (Some(sealed), Some(under)) = (sealed, under.filter(|id| id != key.id())) else { continue };
            let clear = vault.by_id(&under)?.open(&sealed).map_err(Failure::internal)?;
            let mut nonce = [0u8; 12];
            ctx.env().fill(&mut nonce);
            let again = key.seal(nonce, &clear).map_err(Failure::internal)?;
            let of = args![county, row.get::<String>("id")?, again, key.id(), under];
            changed += tx.execute(&store::RESEAL, of).await? as i64;
        }
        Ok((rows.last().map(|r| r.get("id")).transpose()?, changed))
    }
}

#[async_trait::async_trait]
impl Walk for Bundles {
    fn name(&self) -> &'static str {
        "bundles"
    }

    async fn counties(&self, tx: &mut Tx) -> Result<Vec<String>, Failure> {
        counties(tx, &store::NEXT_BUNDLE_COUNTY).await
    }

    async fn piece(
        &self,
        tx: &mut Tx,
        ctx: &Ctx,
        vault: &Vault,
        county: &str,
        at: &str,
    ) -> Result<(Option<String>, i64), Failure> {
        let from: Value = serde_json::from_str(at).unwrap_or_default();
        let (shelf, n) = (from[0].as_str().unwrap_or(""), from[1].as_i64().unwrap_or(0));
        let asked = args![county, shelf, n, from[2].as_i64().unwrap_or(0)];
        let rows = tx.fetch_all(&store::WALK_BUNDLES, asked).await?;
        let (key, mut changed, mut next) = (vault.key(), 0, None);
        for row in &rows {
            let (shelf, n, version): (String, i64, i64) =
                (row.get("shelf")?, row.get("n")?, row.get("version")?);
            next = Some(json!([shelf, n, version]).to_string());
            let under: String = row.get("key_id")?;
            if under == key.id() {
                continue;
            }
            let old = vault.by_id(&under)?;
            let again = |class: &str| -> Result<Option<Vec<u8>>, Failure> {
                let Some(sealed) = row.get::<Option<Vec<u8>>>(class)? else { return Ok(None) };
                let bound = bound_to((county, &shelf), (n, version), class);
                let clear = old.open_bytes(&sealed, bound.as_bytes()).map_err(Failure::internal)?;
                let mut nonce = [0u8; 12];
                ctx.env().fill(&mut nonce);
                let again = key.seal_bytes(&nonce, clear.as_bytes(), bound.as_bytes());
                again.map(Some).map_err(Failure::internal)
            };
            let (personal, sensitive) = (again("personal")?, again("sensitive")?);
            let of = args![county, &shelf, n, version, personal, sensitive, key.id(), under];
            changed += tx.execute(&store::RESEAL_BUNDLE, of).await? as i64;
        }
        Ok((next, changed))
    }
}

/// Goes on with all walks of the youngest generation, at most `most` pieces; answers whether nothing is left to do. Nothing is done
/// while everything already stands under it.
///
/// # Errors
/// Whatever the database says. What was done before stays done.
pub async fn go_on(
    db: &Db,
    ctx: &Ctx,
    vault: &Vault,
    walks: &[Arc<dyn Walk>],
    most: usize,
) -> Result<bool, Failure> {
    let known = keys::list(&mut db.read().await?).await?;
    let Some(last) = known.last().filter(|k| k.resealed_at.is_none()) else { return Ok(true) };
    let generation = last.generation;
    let mut left = most;
    for walk in walks {
        let counties = walk.counties(&mut db.read().await?).await?;
        for county in &counties {
            while !piece(db, ctx, vault, walk, generation, county).await? {
                left = left.saturating_sub(1);
                if left == 0 {
                    return Ok(false);
                }
            }
        }
    }
    vault.resealed(db, ctx, generation).await?;
    Ok(true)
}

/// One piece of one walk: whether it is done.
async fn piece(
    db: &Db,
    ctx: &Ctx,
    vault: &Vault,
    walk: &Arc<dyn Walk>,
    generation: i64,
    county: &str,
) -> Result<bool, Failure> {
    let (walk, vault, inner, county) = (walk.clone(), vault.clone(), ctx.clone(), county.to_owned());
    db.write(ctx, move |tx| {
        let (walk, vault, ctx, county) = (walk.clone(), vault.clone(), inner.clone(), county.clone());
        Box::pin(async move {
            tx.execute(&store::BEGIN_WALK, args![generation, walk.name(), &county]).await?;
            // its row is the lock: another node that walks too waits for this piece
            let row = tx.fetch_one(&store::HOLD_WALK, args![generation, walk.name(), &county]).await?;
            if row.get::<bool>("done")? {
                return Ok::<_, Failure>(true);
            }
            let (at, before): (String, i64) = (row.get("at")?, row.get("changed")?);
            let (next, changed) = walk.piece(tx, &ctx, &vault, &county, &at).await?;
            let pass = before + changed;
            // at the end of a pass that changed something, one more
            let (at, pass, done) = match next {
                Some(at) => (at, pass, false),
                None => (String::new(), 0, pass == 0),
            };
            let of = args![generation, walk.name(), &county, at, pass, changed, done];
            tx.execute(&store::SET_WALK, of).await?;
            Ok(done)
        })
    })
    .await
}
