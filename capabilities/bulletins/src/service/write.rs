//! How every command is written: the key, the lock, a look at what may have changed, the fact, the row.

use super::{Bulletins, find};
use crate::audit::sha256;
use crate::model::*;
use crate::rules::{self, Entry, compose::Composer};
use crate::store;
use db::Tx;
use kernel::{Ctx, Failure, Refusal, Result, Text};
use ledger::{Head, NewFact};
use protect::Prepared;
use serde::Serialize;
use std::sync::Arc;
use web::Key;

/// Looks at the bulletin as it stands inside the transaction.
pub(super) type Check = Arc<dyn Fn(&Bulletin) -> Result<(), Refusal> + Send + Sync>;

/// What becomes a fact.
#[derive(Clone)]
pub(super) enum Make {
    /// An objection, which gets its number.
    Objected(Objected),
    /// A decision.
    Decided(Decided),
    /// It is frozen as it was composed, and gets its number.
    Frozen { page: Box<Page>, number: Arc<dyn Fn(i64) -> Text + Send + Sync>, early: Option<protect::Ref> },
    /// It is signed.
    Signed,
    /// It is issued; the edition that it corrects ends with it.
    Issued,
    /// It is withdrawn.
    Withdrawn(WithdrawnData),
}

/// A command.
#[derive(Clone)]
pub(super) struct Act {
    pub id: String,
    /// The version that was seen; None: any.
    pub version: Option<i64>,
    pub key: Option<Key>,
    pub values: Vec<Prepared>,
    pub check: Check,
    pub make: Make,
}

impl Bulletins {
    /// Runs a command.
    pub(super) async fn run(&self, ctx: &Ctx, act: Act) -> Result<()> {
        let (inner, vault) = (ctx.clone(), self.parts.vault.clone());
        let write = self.parts.db.write(ctx, move |tx| {
            let (ctx, vault, act) = (inner.clone(), vault.clone(), act.clone());
            Box::pin(async move {
                if let Some(key) = &act.key
                    && key.begin(tx, ctx.now).await?.is_some()
                {
                    return Ok(());
                }
                step(tx, &ctx, &vault, &act).await?;
                if let Some(key) = &act.key {
                    key.finish(tx, &act.id).await?;
                }
                Ok::<_, Failure>(())
            })
        });
        write.await
    }
}

async fn step(tx: &mut Tx, ctx: &Ctx, vault: &protect::Vault, act: &Act) -> Result<()> {
    let known = find(tx, &act.id).await?;
    // editions of one area and month are locked in one order: the earlier first
    let mut corrected = match (&act.make, &known.replaces) {
        (Make::Issued, Some(id)) => Some(lock(tx, &known.county, id).await?),
        _ => None,
    };
    let mut head = lock(tx, &known.county, &act.id).await?;
    let before = find(tx, &act.id).await?;
    if act.version.is_some_and(|seen| seen != before.seq) {
        let stale = Refusal::conflict("bulletin.stale").with("version", before.seq);
        return Err(stale.with("state", before.state.code()).into());
    }
    (act.check)(&before)?;
    for value in &act.values {
        vault.store(tx, value).await?;
    }
    let sealed = || Sealed { sha256: before.frozen.as_ref().map(|f| f.sha256.clone()).unwrap_or_default() };
    let fact = match &act.make {
        Make::Objected(objected) => {
            let n = i64::try_from(before.objections.len()).unwrap_or(i64::MAX) + 1;
            fact(OBJECTED, &Objected { n, ..objected.clone() })?
        }
        Make::Decided(decided) => fact(DECIDED, decided)?,
        Make::Frozen { page, number, early } => {
            let n = store::next_number(tx, &before.county, &before.area, before.month / 100).await?;
            let page = Page { number: Some(number(n)), ..(**page).clone() };
            let content = serde_json::to_string(&page)?;
            store::keep(tx, &before.county, &before.id, &content).await?;
            fact(FROZEN, &FrozenData { n, sha256: sha256(&content), early: early.clone() })?
        }
        Make::Signed => fact(SIGNED, &sealed())?,
        Make::Issued => fact(ISSUED, &sealed())?,
        Make::Withdrawn(why) => fact(WITHDRAWN, why)?,
    };
    append(tx, ctx, &mut head, Some(before), &fact).await?;
    if let Some(head) = &mut corrected {
        let id = head.stream.strip_prefix(STREAM).unwrap_or_default().to_owned();
        let old = find(tx, &id).await?;
        // one that was withdrawn stays so
        if old.state == State::Issued {
            let replaced = self::fact(REPLACED, &ReplacedData { by: act.id.clone() })?;
            append(tx, ctx, head, Some(old), &replaced).await?;
        }
    }
    Ok(())
}

async fn lock(tx: &mut Tx, county: &str, id: &str) -> Result<Head> {
    Ok(ledger::open(tx, county, &Bulletin::stream(id)).await?)
}

/// A fact of the present shape.
pub(super) fn fact(action: &str, data: &impl Serialize) -> Result<NewFact, serde_json::Error> {
    NewFact::new(action, 1, data)
}

/// One fact and the row that follows from it.
pub(super) async fn append(
    tx: &mut Tx,
    ctx: &Ctx,
    head: &mut Head,
    before: Option<Bulletin>,
    fact: &NewFact,
) -> Result<()> {
    let stored = ledger::append(tx, ctx, head, std::slice::from_ref(fact)).await?;
    let mut folded = before;
    for fact in &stored {
        rules::apply(&mut folded, &Entry::from(fact))?;
    }
    match &folded {
        Some(bulletin) => store::put(tx, bulletin).await,
        None => Ok(()),
    }
}

/// How a bulletin of this area and year is numbered, to be asked inside the transaction.
pub(super) fn numbering(composer: &Composer<'_>) -> Arc<dyn Fn(i64) -> Text + Send + Sync> {
    // the number stands where it stands, whatever it is
    const MARK: i64 = 987_654_321;
    let text = composer.number(MARK);
    Arc::new(move |n| {
        let put = |text: &str| text.replace(&MARK.to_string(), &n.to_string());
        Text { zh: put(&text.zh), en: text.en.as_deref().map(put) }
    })
}
