//! What keeps the tables of the map.

use super::{Point, store};
use crate::model::{Case, STREAM};
use crate::service::Cases;
use db::{Db, DbError, Tx};
use kernel::{Actor, Ctx, Env};
use ledger::follow::{Positioned, Reader};
use ledger::whole;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// The name under which the cursors stand.
pub const NAME: &str = "cases.spots";
/// A county with more unread facts than this, and than it has read, is made at once.
const FAR: i64 = 5_000;

/// Keeps the open cases on the map.
pub struct Spots(pub Cases);

#[async_trait::async_trait]
impl Reader for Spots {
    fn name(&self) -> &'static str {
        NAME
    }

    async fn apply(&self, tx: &mut Tx, _: &Ctx, facts: &[Positioned]) -> Result<(), DbError> {
        let mut of: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
        for fact in facts.iter().map(|p| &p.fact) {
            if let Some(id) = fact.stream.strip_prefix(STREAM) {
                of.entry(&fact.county).or_default().insert(id);
            }
        }
        for (county, ids) in of {
            self.follow(tx, county, &ids.into_iter().collect::<Vec<_>>()).await?;
        }
        Ok(())
    }

    fn leaps(&self) -> bool {
        true
    }

    async fn leap(&self, db: &Db, env: &Arc<dyn Env>, county: &str, behind: i64) -> Result<u64, DbError> {
        let (read, _) = whole::progress(&mut db.read().await?, NAME, county).await?;
        if behind <= FAR.max(read) {
            return Ok(0);
        }
        self.build(db, env, county).await
    }
}

impl Spots {
    /// Compares some cases, as they stand, with what is on the map.
    async fn follow(&self, tx: &mut Tx, county: &str, ids: &[&str]) -> Result<(), DbError> {
        let open = store::open(tx, county, ids).await?;
        let open: Vec<&str> = open.iter().map(String::as_str).collect();
        let now = self.points(tx, county, &open).await?;
        let before = store::known(tx, county, ids).await?;
        let mut delta = store::Delta::default();
        let (mut gone, mut come) = (vec![], vec![]);
        for id in ids {
            let (old, new) = (before.get(*id), now.get(*id));
            if old == new {
                continue;
            }
            if let Some(old) = old {
                gone.push(*id);
                delta.take(old);
            }
            if let Some(new) = new {
                come.push(new);
                delta.add(new);
            }
        }
        if gone.is_empty() && come.is_empty() {
            return Ok(());
        }
        store::put(tx, county, &gone, &come, &delta).await
    }

    /// Open cases as points, by id.
    async fn points(
        &self,
        tx: &mut Tx,
        county: &str,
        ids: &[&str],
    ) -> Result<BTreeMap<String, Point>, DbError> {
        if ids.is_empty() {
            return Ok(BTreeMap::new());
        }
        let cases = crate::store::row::docs(tx, county, ids).await?;
        let point = |(id, case): (String, Case)| {
            let pack = match self.0.pack_of(&case) {
                Ok(pack) => pack,
                Err(error) => return Some(Err(DbError::Aborted(error.to_string()))),
            };
            Point::of(&case, &pack).map(|p| Ok((id, p)))
        };
        cases.into_iter().filter_map(point).collect()
    }

    /// Makes all of a county at once, from its open cases. Answers how many facts need not be read any more.
    ///
    /// # Errors
    /// [`DbError`] of the database; then everything stays as it was.
    pub async fn build(&self, db: &Db, env: &Arc<dyn Env>, county: &str) -> Result<u64, DbError> {
        let mut tx = db.read().await?;
        let (cursor, head) = whole::progress(&mut tx, NAME, county).await?;
        let mut points: Vec<Point> = Vec::new();
        let mut after: store::After = Default::default();
        loop {
            let (ids, next) = store::open_page(&mut tx, county, &after).await?;
            let Some(next) = next else { break };
            after = next;
            let ids: Vec<&str> = ids.iter().map(String::as_str).collect();
            points.extend(self.points(&mut tx, county, &ids).await?.into_values());
        }
        drop(tx);
        let ctx = Ctx::new(env.clone(), Actor::system(NAME), "map");
        let (points, county) = (Arc::new(points), county.to_owned());
        db.write(&ctx, move |tx| {
            let (points, county) = (points.clone(), county.clone());
            Box::pin(async move {
                if whole::lock(tx, NAME, &county).await? != cursor {
                    // another node was faster
                    return Ok(0);
                }
                store::replace(tx, &county, &points).await?;
                whole::set(tx, NAME, &county, head).await?;
                Ok::<_, DbError>((head - cursor).unsigned_abs())
            })
        })
        .await
    }
}
