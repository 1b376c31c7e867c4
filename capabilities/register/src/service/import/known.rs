//! What is known of a list before and while it comes in.

use super::super::Register;
use super::draft::Draft;
use super::pack::Packed;
use crate::model::list_stream;
use crate::rules::value::Fault;
use crate::store;
use crate::store::read::KnownRow;
use kernel::{Ctx, Failure, Refusal, Result};
use protect::Blind;
use std::collections::HashMap;
use std::sync::Arc;
use tokio::task::JoinHandle;

/// Numbers that are taken at once, when many rows come.
const BLOCK: i64 = 16_384;

/// What is known of a list.
pub(super) struct Known {
    pub kind: String,
    pub source: String,
    /// Blind number of the source's key → home, and what is known of the row. 32 bytes a row.
    rows: HashMap<i64, (u32, Option<KnownRow>)>,
    homes: Vec<String>,
    /// Home → number of the last fact of the list's stream.
    heads: HashMap<String, i64>,
    /// Home → numbers that were taken and not used: the next, and the one behind the last.
    taken: HashMap<String, (i64, i64)>,
}

/// What a row turns out to be.
pub(super) enum Look {
    New,
    Changed(KnownRow),
    Same,
    /// A row further up has the same key.
    Twice,
    /// The record stands in another home.
    Elsewhere,
}

pub(super) fn twice() -> Fault {
    Fault { field: "key".into(), code: "register.fault.twice", expected: String::new() }
}

pub(super) fn elsewhere() -> Fault {
    Fault { field: "area".into(), code: "register.fault.home", expected: String::new() }
}

impl Known {
    /// Loads what is known.
    pub async fn load(register: &Register, blind: &Blind, kind: &str, source: &str) -> Result<Self> {
        let mut tx = register.db().read().await?;
        let (mut rows, mut heads, mut homes) = (HashMap::new(), HashMap::new(), vec![]);
        for (county, _) in store::read::homes(&mut tx).await? {
            let of = homes.len() as u32;
            let found = store::read::source(&mut tx, &county, &format!("{kind}/{source}"), blind).await?;
            rows.extend(found.into_iter().map(|(key, row)| (key, (of, Some(row)))));
            let head = ledger::head(&mut tx, &county, &list_stream(kind, source)).await?;
            heads.insert(county.clone(), head.map_or(0, |h| h.seq));
            homes.push(county);
        }
        let (kind, source) = (kind.to_owned(), source.to_owned());
        Ok(Self { kind, source, rows, homes, heads, taken: HashMap::new() })
    }

    fn home(&mut self, county: &str) -> u32 {
        let at = self.homes.iter().position(|c| c == county);
        at.unwrap_or_else(|| {
            self.homes.push(county.to_owned());
            self.homes.len() - 1
        }) as u32
    }

    /// What a row turns out to be; from now on it is known.
    pub fn look(&mut self, draft: &Draft) -> Look {
        let home = self.home(&draft.at.county);
        match self.rows.insert(draft.key, (home, None)) {
            None => Look::New,
            Some((_, None)) => Look::Twice,
            Some((at, Some(row))) if at != home => {
                self.rows.insert(draft.key, (at, Some(row)));
                Look::Elsewhere
            }
            Some((_, Some(row))) if row.digest == draft.digest => Look::Same,
            Some((_, Some(row))) => Look::Changed(row),
        }
    }

    /// The first of `count` numbers in a row.
    pub async fn numbers(
        &mut self,
        register: &Register,
        ctx: &Ctx,
        county: &str,
        count: usize,
    ) -> Result<i64> {
        let count = i64::try_from(count).unwrap_or(i64::MAX);
        if let Some((next, end)) = self.taken.get_mut(county)
            && *end - *next >= count
        {
            *next += count;
            return Ok(*next - count);
        }
        // a small list takes as many as it needs, a large one takes them by the block
        let block = if self.taken.contains_key(county) { BLOCK.max(count) } else { count };
        let home = county.to_owned();
        let first = register
            .db()
            .write(ctx, move |tx| {
                let home = home.clone();
                Box::pin(async move { Ok::<_, Failure>(store::write::lease(tx, &home, block).await?) })
            })
            .await?;
        self.taken.insert(county.to_owned(), (first + count, first + block));
        Ok(first)
    }

    /// Begins to write chunks that are ready, in one transaction. The next ones are begun when these are written.
    pub fn write(&mut self, register: &Register, ctx: &Ctx, ready: Vec<Packed>) -> JoinHandle<Result<()>> {
        let heads = self.heads.clone();
        for packed in &ready {
            *self.heads.entry(packed.county.clone()).or_insert(0) += packed.facts.len() as i64;
        }
        let ready = Arc::new(ready);
        let (vault, stream) = (register.parts.vault.clone(), list_stream(&self.kind, &self.source));
        let (inner, list) = (ctx.clone(), format!("{}/{}", self.kind, self.source));
        let (db, ctx) = (register.db().clone(), ctx.clone());
        tokio::spawn(async move {
            let write = db.write(&ctx, move |tx| {
                let (ready, mut heads, vault) = (ready.clone(), heads.clone(), vault.clone());
                let (stream, ctx, list) = (stream.clone(), inner.clone(), list.clone());
                Box::pin(async move {
                    for packed in ready.iter() {
                        let mut head = ledger::open(tx, &packed.county, &stream).await?;
                        let expected = heads.entry(packed.county.clone()).or_insert(0);
                        if head.seq != *expected {
                            return Err(Refusal::conflict("register.import_running").got(&list).into());
                        }
                        *expected += packed.facts.len() as i64;
                        packed.write(tx, &ctx, (&vault, &list), &mut head).await?;
                    }
                    Ok::<_, Failure>(())
                })
            });
            write.await
        })
    }
}
