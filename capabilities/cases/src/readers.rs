//! What follows the ledger, and the watchman.
//!
//! - [`Words`] keeps the words by which cases are found.
//! - [`Courses`] keeps what became of cases besides what their rows say.
//! - [`Watchman`], a recurring job, marks clocks that are due soon or late and tells the level above by a notice. Nothing
//!   changes owner by it.

mod course;

pub use course::Courses;

use crate::model::{Case, Change, FactData, Mark, STREAM};
use crate::rules::watch;
use crate::service::{Cases, after, append};
use crate::store::{self, notice::Notice};
use crate::words;
use db::{DbError, Tx};
use jobs::{Handler, Job};
use kernel::{Ctx, Failure, Result};
use ledger::follow::{Positioned, Reader};
use protect::Vault;
use std::collections::{BTreeMap, HashMap};

/// Keeps the words by which cases are found.
pub struct Words(pub Vault);

#[async_trait::async_trait]
impl Reader for Words {
    fn name(&self) -> &'static str {
        "cases.words"
    }

    async fn apply(&self, tx: &mut Tx, _: &Ctx, facts: &[Positioned]) -> Result<(), DbError> {
        let mut wanted: BTreeMap<(String, String), Vec<String>> = BTreeMap::new();
        for fact in facts.iter().map(|p| &p.fact) {
            if let Some(value) = fact.stream.strip_prefix(ERASED) {
                self.forget(tx, &fact.county, value).await?;
                continue;
            }
            let Some(id) = fact.stream.strip_prefix(STREAM) else { continue };
            // most facts hold no words
            if !fact.data.contains("\"registered\"") && !fact.data.contains("\"said\"") {
                continue;
            }
            let data: FactData = fact.decode().unwrap_or_default();
            let ids: Vec<String> = data.changes.iter().flat_map(searchable).collect();
            if !ids.is_empty() {
                wanted.entry((fact.county.clone(), id.to_owned())).or_default().extend(ids);
            }
        }
        let mut by_county: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
        for ((county, _), ids) in &wanted {
            by_county.entry(county).or_default().extend(ids.iter().map(String::as_str));
        }
        let mut texts: HashMap<String, String> = HashMap::new();
        for (county, ids) in by_county {
            let found = self.0.texts(tx, county, &ids).await;
            texts.extend(found.map_err(|e| DbError::Aborted(e.to_string()))?);
        }
        let mut words: BTreeMap<&str, Vec<(&str, Vec<i64>)>> = BTreeMap::new();
        for ((county, id), ids) in &wanted {
            let terms = words::terms(ids.iter().filter_map(|id| texts.get(id)).map(String::as_str));
            words.entry(county).or_default().push((id, terms));
        }
        for (county, cases) in words {
            store::word::put(tx, county, &cases).await?;
        }
        Ok(())
    }
}

/// What the stream of an erased value begins with.
const ERASED: &str = "erase/";

impl Words {
    /// A value was erased: the words of the case that it belonged to are made anew from what is left.
    async fn forget(&self, tx: &mut Tx, county: &str, value: &str) -> Result<(), DbError> {
        for id in store::around::cases_with(tx, county, value).await? {
            store::word::forget(tx, county, &id).await?;
            let stream = format!("{STREAM}{id}");
            let facts = ledger::facts_of_stream(tx, county, &stream).await?;
            let data = facts.iter().map(|f| f.decode::<FactData>().unwrap_or_default());
            let ids: Vec<String> = data.flat_map(|d| d.changes).flat_map(|c| searchable(&c)).collect();
            let ids: Vec<&str> = ids.iter().map(String::as_str).collect();
            let texts = self.0.texts(tx, county, &ids).await.map_err(|e| DbError::Aborted(e.to_string()))?;
            let terms = words::terms(texts.values().map(String::as_str));
            store::word::put(tx, county, &[(id.as_str(), terms)]).await?;
        }
        Ok(())
    }
}

/// Ids of the texts by which a case is found: what was reported, where, and what was done.
fn searchable(change: &Change) -> Vec<String> {
    match change {
        Change::Registered(r) => r.text.iter().chain(&r.spot.address).map(|h| h.id.clone()).collect(),
        Change::Said { key, held, .. } if key == "result" => vec![held.id.clone()],
        _ => vec![],
    }
}

/// The kind of the watchman's job.
pub const WATCH: &str = "cases.watch";
/// Milliseconds between two rounds of the watchman.
pub const WATCH_EVERY: i64 = 30_000;
/// Cases marked in one round and transaction.
const ROUND: i64 = 200;

/// Marks clocks that are due soon or late, and tells the level above.
pub struct Watchman(pub Cases);

#[async_trait::async_trait]
impl Handler for Watchman {
    async fn run(&self, ctx: Ctx, _: Job) -> Result<(), Failure> {
        self.0.watch(&ctx).await.map(drop)
    }
}

impl Cases {
    /// One round of the watchman; answers how many cases were marked.
    ///
    /// # Errors
    /// When the database cannot be written; the next round goes on from there.
    pub async fn watch(&self, ctx: &Ctx) -> Result<u64> {
        let mut ctx = ctx.clone();
        ctx.actor = kernel::Actor::system("watch");
        let mut marked = 0;
        loop {
            let mut tx = self.db().read().await?;
            let due = store::around::to_mark(&mut tx, ctx.now, ROUND).await?;
            drop(tx);
            if due.is_empty() {
                return Ok(marked);
            }
            for (county, id) in &due {
                marked += u64::from(self.mark(&ctx, county, id).await?);
            }
        }
    }

    async fn mark(&self, ctx: &Ctx, county: &str, id: &crate::model::CaseId) -> Result<bool> {
        let mut tx = self.db().read().await?;
        let Some(case) = store::row::get(&mut tx, county, id).await? else { return Ok(false) };
        drop(tx);
        let above = match case.lead_unit() {
            Some(unit) => self.parts.directory.parent(unit).await?,
            None => None,
        };
        let (inner, county, id) = (ctx.clone(), county.to_owned(), id.clone());
        self.db()
            .write(ctx, move |tx| {
                let (ctx, county, id, above) = (inner.clone(), county.clone(), id.clone(), above.clone());
                Box::pin(async move {
                    let mut head = ledger::open(tx, &county, &crate::model::stream(&id)).await?;
                    let Some(case) = store::row::get(tx, &county, &id).await? else { return Ok(false) };
                    let changes = watch(&case, ctx.now);
                    if changes.is_empty() {
                        // another node was faster, or the case has moved on
                        return Ok::<_, Failure>(false);
                    }
                    let action = action_of(&changes);
                    notify(tx, &ctx, &case, &changes, above.as_deref()).await?;
                    let data = FactData { changes, public: false };
                    let now = after(&ctx, &case, action, &data);
                    let touch = store::row::Touch::of(&case, &now);
                    append(tx, &ctx, &mut head, (&now, touch), action, &data).await?;
                    Ok(true)
                })
            })
            .await
    }
}

/// The action of the watchman's fact, by the gravest thing it says.
fn action_of(changes: &[Change]) -> &'static str {
    let has = |wanted: &dyn Fn(&Change) -> bool| changes.iter().any(wanted);
    if has(&|c| matches!(c, Change::Marked { mark: Mark::Late, .. })) {
        "system.late"
    } else if has(&|c| matches!(c, Change::Marked { .. })) {
        "system.due_soon"
    } else {
        "system.reminded"
    }
}

async fn notify(tx: &mut Tx, ctx: &Ctx, case: &Case, changes: &[Change], above: Option<&str>) -> Result<()> {
    for (kind, clock, unit) in changes.iter().filter_map(|change| store::notice::told(case, change)) {
        let notice = Notice { id: ctx.id(), kind, clock, unit, to_unit: above, at: ctx.now };
        store::notice::put(tx, case, &notice).await?;
    }
    Ok(())
}
