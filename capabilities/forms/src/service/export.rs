//! What a module received of some days as a file: a reveal of all of it, with a purpose, on the record before the first line leaves.

use super::Forms;
use super::records::{not_yours, span};
use crate::model::module::Module;
use crate::model::record::{Exported, Exporting, RecordItem, RecordQuery};
use crate::rules::export;
use crate::service::settle::RECORD;
use crate::store;
use crate::store::visits::RecordRow;
use crate::{FORM_EXPORTED, HOME};
use bytes::Bytes;
use futures::stream::{Stream, try_unfold};
use kernel::{Ctx, Failure, Refusal, Result};
use ledger::NewFact;
use std::collections::{BTreeMap, BTreeSet, VecDeque};
use std::sync::Arc;

/// Records of an export at most.
const MOST: usize = 20_000;
/// Rows that are read at once.
const STEP: usize = 500;
/// Records that are opened at once.
const PIECE: usize = 100;
/// So many reveals of the hour an export takes.
const COSTS: usize = 10;

/// Records that were promised, home by home, and what they are written with.
struct Writing {
    forms: Forms,
    how: Exporting,
    columns: Vec<String>,
    zone: super::days::Zone,
    left: VecDeque<(String, Vec<RecordRow>)>,
    begun: bool,
}

impl Forms {
    /// The records of a module that count, of some days within the caller's areas, the latest first.
    ///
    /// # Errors
    /// Those of [`Forms::records`]; a purpose that is not offered; `form.export_large` beyond 20,000; `register.too_many_reveals`
    pub async fn export_records(
        &self,
        ctx: &Ctx,
        code: &str,
        how: Exporting,
    ) -> Result<impl Stream<Item = Result<Bytes>> + Send + 'static + use<>> {
        let desk = self.desk(ctx, code).await?.ok_or_else(not_yours)?;
        let purpose = self.purpose(Some(&desk.subject), &how.why())?;
        let q = RecordQuery {
            area: how.area.clone(),
            from: Some(how.from.clone()),
            to: Some(how.to.clone()),
            ..RecordQuery::default()
        };
        let reach = self.record_reach(ctx, &desk, &q).await?;
        let mut homes: BTreeMap<String, Vec<RecordRow>> = BTreeMap::new();
        for home in &reach.homes {
            let rows = self.counting(&span(code, home, (reach.span.0, &desk)), reach.span.1.0).await?;
            homes.entry(home.0.clone()).or_default().extend(rows);
            let found: usize = homes.values().map(Vec::len).sum();
            if found > MOST {
                return Err(Refusal::rule("form.export_large").want(MOST.to_string()).into());
            }
        }
        let ctx = ctx.clone().in_post(reach.post.clone());
        self.say_exported(&ctx, code, &how, (&homes, &purpose)).await?;
        let asked: BTreeSet<i64> = homes.values().flatten().map(|row| row.version).collect();
        let pieces = homes.into_iter().flat_map(|(home, rows)| {
            let pieces: Vec<_> = rows.chunks(PIECE).map(|rows| (home.clone(), rows.to_vec())).collect();
            pieces
        });
        let writing = Writing {
            forms: self.clone(),
            columns: columns(&desk.versions, asked),
            zone: reach.zone,
            left: pieces.collect(),
            how,
            begun: false,
        };
        Ok(try_unfold(writing, |mut writing| async move {
            let piece = writing.next().await?;
            Ok(piece.map(|bytes| (bytes, writing)))
        }))
    }

    /// The records of a span that count.
    async fn counting(&self, span: &store::records::Span<'_>, last: i64) -> Result<Vec<RecordRow>> {
        let (mut all, mut before) = (vec![], (last, "\u{10FFFF}".to_owned()));
        let mut tx = self.parts.db.browse().await?;
        loop {
            let rows = store::records::page(&mut tx, span, &before, STEP).await?;
            let full = rows.len() == STEP;
            if let Some(row) = rows.last() {
                before = (row.made_at, row.id.clone());
            }
            all.extend(rows.into_iter().filter(|row| row.ended_by.is_none()));
            if !full || all.len() > MOST {
                return Ok(all);
            }
        }
    }

    /// In each home: a reveal of its records, and which they were.
    async fn say_exported(
        &self,
        ctx: &Ctx,
        code: &str,
        how: &Exporting,
        (homes, purpose): (&BTreeMap<String, Vec<RecordRow>>, &str),
    ) -> Result<()> {
        let id = ctx.id::<Exported>().to_string();
        let area = how.area.clone().unwrap_or_default();
        let say = |records: usize| Exported {
            module: code.to_owned(),
            area: area.clone(),
            from: how.from.clone(),
            to: how.to.clone(),
            format: how.format,
            records,
        };
        let mut said: Vec<(String, Exported)> = homes
            .iter()
            .filter(|(_, rows)| !rows.is_empty())
            .map(|(h, rows)| (h.clone(), say(rows.len())))
            .collect();
        if said.is_empty() {
            said.push((HOME.to_owned(), say(0)));
        }
        let (inner, register, vault) = (ctx.clone(), self.parts.register.clone(), self.parts.vault.clone());
        let of = Arc::new((id, said, purpose.to_owned()));
        let write = self.parts.db.write(ctx, move |tx| {
            let (ctx, register, vault, of) = (inner.clone(), register.clone(), vault.clone(), of.clone());
            Box::pin(async move {
                for _ in 0..COSTS {
                    register.spend_reveal(tx, &ctx).await?;
                }
                let (id, said, purpose) = &*of;
                let stream = format!("form/export/{id}");
                for (home, said) in said {
                    let mut head = ledger::open(tx, home, &stream).await?;
                    ledger::append(tx, &ctx, &mut head, &[NewFact::new(FORM_EXPORTED, 1, said)?]).await?;
                    vault.revealed(tx, &ctx, home, id, &stream, purpose).await?;
                }
                Ok::<_, Failure>(())
            })
        });
        write.await
    }
}

fn columns(versions: &BTreeMap<i64, Module>, asked: BTreeSet<i64>) -> Vec<String> {
    let youngest = || versions.keys().next_back().copied().into_iter().collect();
    export::columns(versions, &if asked.is_empty() { youngest() } else { asked })
}

impl Writing {
    /// The next lines; none at the end.
    async fn next(&mut self) -> Result<Option<Bytes>> {
        if !self.begun {
            self.begun = true;
            return export::head(self.how.format, &self.columns).map(|head| Some(head.into()));
        }
        let Some((home, rows)) = self.left.pop_front() else { return Ok(None) };
        let ids: Vec<&str> = rows.iter().map(|row| row.xml.as_str()).collect();
        let parts = &self.forms.parts;
        let mut tx = parts.db.read().await?;
        let xml = parts.vault.used_some(&mut tx, &home, &ids, RECORD).await?;
        drop(tx);
        let mut out = vec![];
        for row in rows {
            let record = xml.get(&row.xml);
            let item: RecordItem = self.forms.item(&self.zone, &home, row);
            let record = (&item, record.map(String::as_str));
            out.extend(export::row(self.how.format, &self.columns, record)?);
        }
        Ok(Some(out.into()))
    }
}
