//! What an act writes, all of it in one transaction.

use super::super::intake::at_field;
use super::Ready;
use crate::model::{self, Case, Change, Entry, FactData};
use crate::rules::apply;
use crate::store::{self, row::Touch};
use db::{Batch, Tx};
use kernel::{Ctx, Refusal, Result};

/// The case after a fact.
pub(crate) fn after(ctx: &Ctx, case: &Case, action: &str, data: &FactData) -> Case {
    let entry = Entry {
        seq: case.seq + 1,
        at: ctx.now,
        actor: ctx.actor.id.clone(),
        post: ctx.post.clone(),
        action: action.into(),
        data: data.clone(),
    };
    let mut folded = Some(case.clone());
    apply(&mut folded, &entry);
    folded.unwrap_or_else(|| case.clone())
}

/// 409 with the present state.
pub(crate) fn stale(case: &Case) -> Refusal {
    Refusal::conflict("case.stale")
        .with("version", case.seq)
        .with("state", case.state.clone())
        .with("phase", case.phase.code())
}

/// Everything of an act that touches one case and no file, behind the head that was read.
pub(super) fn batch(ctx: &Ctx, vault: &protect::Vault, ready: &Ready, sqlite: bool) -> Result<Batch> {
    let mut batch = Batch::default();
    if let Some(key) = &ready.key {
        key.take(&mut batch, ctx.now, &ready.answer());
    }
    ready.values.iter().for_each(|value| vault.add(&mut batch, value.clone()));
    let fact = ledger::NewFact::new(&ready.action, FactData::VERSION, &ready.data)?;
    let mut head = ready.before.clone();
    ledger::write(&mut batch, sqlite, &ledger::seal(ctx, &mut head, &[fact]));
    store::row::add(&mut batch, &ready.case, ready.touch)?;
    Ok(batch)
}

/// Everything of an act, in one transaction.
pub(super) async fn write(tx: &mut Tx, ctx: &Ctx, vault: &protect::Vault, ready: &Ready) -> Result<Case> {
    let stream = model::stream(&ready.case.id);
    let mut other = None;
    // two streams are locked in one order, whoever comes first
    if let Some((county, id)) = ready.into.as_ref().filter(|into| model::stream(&into.1) < stream) {
        other = Some(ledger::open(tx, county, &model::stream(id)).await?);
    }
    let mut head = ledger::open(tx, &ready.case.county, &stream).await?;
    if head.seq != ready.before.seq {
        let now = store::row::get(tx, &ready.case.county, &ready.case.id).await?;
        return Err(stale(now.as_ref().unwrap_or(&ready.case)).into());
    }
    for value in &ready.values {
        vault.store(tx, value).await?;
    }
    for (field, upload) in &ready.uploads {
        blobs::attach(tx, ctx, upload, &stream).await.map_err(|e| at_field(e, field))?;
    }
    // drawn late: until the transaction ends other acts of the county wait for the same row
    let (case, data) = match &ready.issue {
        Some(issue) => issue.draw(tx, ctx, ready).await?,
        None => (ready.case.clone(), ready.data.clone()),
    };
    append(tx, ctx, &mut head, (&case, ready.touch), &ready.action, &data).await?;
    if let Some((county, id)) = &ready.into {
        let head = match other {
            Some(head) => head,
            None => ledger::open(tx, county, &model::stream(id)).await?,
        };
        join(tx, ctx, head, &case).await?;
    }
    if let Some(entry) = &ready.entry {
        super::super::catalogue::write_entry(tx, ctx, entry).await?;
    }
    Ok(case)
}

/// One fact and the row that follows from it.
pub(crate) async fn append(
    tx: &mut Tx,
    ctx: &Ctx,
    head: &mut ledger::Head,
    (case, touch): (&Case, Touch),
    action: &str,
    data: &FactData,
) -> Result<()> {
    let fact = ledger::NewFact::new(action, FactData::VERSION, data)?;
    ledger::append(tx, ctx, head, &[fact]).await?;
    store::row::put(tx, case, touch).await
}

/// The case that another was joined to hears of it.
async fn join(tx: &mut Tx, ctx: &Ctx, mut head: ledger::Head, from: &Case) -> Result<()> {
    let id = model::CaseId::trusted(head.stream.trim_start_matches(model::STREAM));
    let case = store::row::get(tx, &head.county, &id).await?.ok_or_else(|| Refusal::not_found("case"))?;
    if !case.is_open() {
        return Err(Refusal::rule("merge.unfit")
            .at("/input/into")
            .got(&case.number)
            .want("an open case")
            .into());
    }
    let data = FactData { changes: vec![Change::MergedFrom { from: from.number.clone() }], public: false };
    let joined = after(ctx, &case, "merge_from", &data);
    let touch = Touch::of(&case, &joined);
    append(tx, ctx, &mut head, (&joined, touch), "merge_from", &data).await
}
