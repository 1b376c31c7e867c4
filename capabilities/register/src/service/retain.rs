//! Retention: a record whose time is over goes, with all its versions and words; the leaves stay, so that every chain holds, and a
//! fact says that it was done and by which rule.

use super::{Register, seal, store_list};
use crate::model::{self, DELETED, Deleted, Record, SHELF};
use crate::store;
use db::Tx;
use kernel::{ActorKind, Ctx, Failure, Refusal, RefusalKind, Result};
use ledger::{Head, NewFact};

/// Records of one transaction.
const PIECE: i64 = 200;

/// What a run deleted.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Retained {
    /// Records.
    pub deleted: u64,
}

impl Register {
    /// Deletes what is due. Only the system may.
    ///
    /// # Errors
    /// `action.forbidden`; whatever the database says. What was deleted before stays so.
    pub async fn retain(&self, ctx: &Ctx) -> Result<Retained> {
        if ctx.actor.kind != ActorKind::System {
            return Err(Refusal::new(RefusalKind::Forbidden, "action.forbidden").into());
        }
        let mut done = Retained::default();
        let homes = store::read::homes(&mut self.db().read().await?).await?;
        for (county, _) in homes {
            loop {
                let deleted = self.retain_piece(ctx, &county).await?;
                done.deleted += deleted;
                if deleted < PIECE as u64 {
                    break;
                }
            }
        }
        Ok(done)
    }

    async fn retain_piece(&self, ctx: &Ctx, county: &str) -> Result<u64> {
        let (register, county, inner) = (self.clone(), county.to_owned(), ctx.clone());
        self.db()
            .write(ctx, move |tx| {
                let (register, county, ctx) = (register.clone(), county.clone(), inner.clone());
                Box::pin(async move {
                    let due = store::read::due(tx, &county, ctx.now.0, PIECE).await?;
                    for n in &due {
                        let mut head = ledger::open(tx, &county, &model::record_stream(*n)).await?;
                        register.delete(tx, &ctx, &mut head, *n, "retention").await?;
                    }
                    Ok::<_, Failure>(due.len() as u64)
                })
            })
            .await
    }

    /// Deletes a record by a rule, behind the head of its stream.
    pub(super) async fn delete(
        &self,
        tx: &mut Tx,
        ctx: &Ctx,
        head: &mut Head,
        n: i64,
        rule: &str,
    ) -> Result<()> {
        let county = head.county.clone();
        let county = county.as_str();
        let Some(now) = store::read::some(tx, county, &[n]).await?.remove(&n) else { return Ok(()) };
        let mut versions = store::read::past(tx, &[&now]).await?;
        versions.push(now.clone());
        let bundles = self.parts.vault.bundles(tx, county, SHELF, &[n]).await?;
        let leaf = |r: &Record| {
            let open = bundles.get(&(r.n, r.version));
            let commitment = open.map(|b| b.commitment(ledger::hash_fields)).unwrap_or_default();
            seal::leaf_of(r, &commitment).hash(ledger::hash_fields)
        };
        let leaves: Vec<String> = versions.iter().map(leaf).collect();
        let (registers, blind) = (self.registers(), self.blind()?);
        let keys = registers.kind(&now.kind).map(|kind| {
            let values = |r: &Record| seal::join(&r.open, bundles.get(&(n, r.version)).map(|b| &b.values));
            let links = versions.iter().flat_map(|r| seal::unlinks(&blind, kind, &values(r)));
            seal::unkeys(&blind, kind, &values(&now)).into_iter().chain(links).collect::<Vec<i64>>()
        });
        let keys = keys.unwrap_or_default();
        let kind = registers.kind(&now.kind);
        let types = kind.map(|kind| seal::types_of(kind, Some(&now), None)).unwrap_or_default();
        store::write::delete(tx, &self.parts.vault, &now, &store_list(&now), (&leaves, &keys), ctx.now.0)
            .await?;
        let gone = now.clone();
        let said = Deleted {
            kind: now.kind,
            version: now.version,
            place: now.place,
            rule: rule.to_owned(),
            leaves,
            types,
        };
        ledger::append(tx, ctx, head, &[NewFact::new(DELETED, 1, &said)?]).await?;
        self.leave(tx, ctx, &gone).await
    }
}
