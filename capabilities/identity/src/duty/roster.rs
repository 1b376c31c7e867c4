//! The roster of a desk: reading, planning, cancelling.

use super::{
    ShiftView,
    model::{NewShift, Shift},
    rules::{self, Cancelled, Planned},
    service::{existing, stream, view},
    store,
};
use crate::{
    HOME, Identity,
    service::{append, authorised},
};
use authz::{Thing, action};
use kernel::{Ctx, Failure, Refusal, Timestamp};

/// A roster is shown for at most so long.
const SPAN: i64 = 62 * Timestamp::DAY;

impl Identity {
    /// The shifts of a desk that meet a span (needs `duty.read`).
    pub async fn roster(
        &self,
        ctx: &Ctx,
        id: &str,
        (from, to): (Timestamp, Timestamp),
    ) -> Result<Vec<ShiftView>, Failure> {
        authz::require(&ctx.actor, action::DUTY_READ, &Thing::of("duty"))?;
        if to <= from || to.since(from) > SPAN {
            return Err(Refusal::invalid("to", to.to_string(), "after `from`, at most 62 days").into());
        }
        let mut tx = self.db.read().await?;
        existing(&mut tx, id).await?;
        let shifts = store::shifts(&mut tx, id, (from, to)).await?;
        let ids: Vec<&str> = shifts.iter().map(|(_, shift)| shift.person.as_str()).collect();
        let names = self.names_in(&mut tx, &ids).await?;
        Ok(shifts.iter().map(|(id, shift)| view(&names, id, shift)).collect())
    }

    /// Plans shifts (needs `duty.write`); those that are planned already stay as they are. Answers how many are new.
    pub async fn plan_shifts(&self, ctx: &Ctx, id: &str, new: Vec<NewShift>) -> Result<usize, Failure> {
        let ids: Vec<String> = new.iter().map(|_| ctx.id::<()>().to_string()).collect();
        let (inner, id) = (ctx.clone(), id.to_owned());
        self.db
            .write(ctx, move |tx| {
                let (ctx, id, new, ids) = (inner.clone(), id.clone(), new.clone(), ids.clone());
                Box::pin(async move {
                    let mut head = ledger::open(tx, HOME, &stream(&id)).await?;
                    let desk = existing(tx, &id).await?;
                    let ctx = authorised(&ctx, action::DUTY_WRITE, &Thing::of("duty").at(&desk.area_path))?;
                    let able = store::able(tx, &desk, ctx.now).await?;
                    let stranger = new.iter().position(|shift| !able.contains(&shift.person));
                    if let Some(i) = stranger {
                        let refusal = Refusal::rule("duty.not_of_desk").at(format!("/shifts/{i}/person"));
                        return Err(refusal.got(&new[i].person).into());
                    }
                    let from = new.iter().map(|s| s.from).min().unwrap_or(ctx.now);
                    let to = new.iter().map(|s| s.to).max().unwrap_or(ctx.now);
                    let known = store::shifts(tx, &id, (from, to)).await?;
                    let known: Vec<Shift> = known.into_iter().map(|(_, shift)| shift).collect();
                    rules::check_shifts(&new, &known, ctx.now)?;
                    let shift = |s: NewShift| Shift { person: s.person, from: s.from, to: s.to };
                    let mut planned = Planned { shifts: Default::default() };
                    for (id, shift) in ids.into_iter().zip(new.into_iter().map(shift)) {
                        if !known.contains(&shift) && !planned.shifts.values().any(|s| *s == shift) {
                            planned.shifts.insert(id, shift);
                        }
                    }
                    if planned.shifts.is_empty() {
                        return Ok(0);
                    }
                    append(tx, &ctx, &mut head, "duty.planned", &planned).await?;
                    for (shift, of) in &planned.shifts {
                        store::plan(tx, &id, shift, of).await?;
                    }
                    Ok::<_, Failure>(planned.shifts.len())
                })
            })
            .await
    }

    /// A shift is taken out of the roster (needs `duty.write`). One that is not there is no mistake.
    pub async fn cancel_shift(&self, ctx: &Ctx, id: &str, shift: &str) -> Result<(), Failure> {
        let (inner, id, shift) = (ctx.clone(), id.to_owned(), shift.to_owned());
        self.db
            .write(ctx, move |tx| {
                let (ctx, id, shift) = (inner.clone(), id.clone(), shift.clone());
                Box::pin(async move {
                    let mut head = ledger::open(tx, HOME, &stream(&id)).await?;
                    let desk = existing(tx, &id).await?;
                    let ctx = authorised(&ctx, action::DUTY_WRITE, &Thing::of("duty").at(&desk.area_path))?;
                    if store::cancel(tx, &id, &shift).await? == 0 {
                        return Ok::<_, Failure>(());
                    }
                    append(tx, &ctx, &mut head, "duty.cancelled", &Cancelled { shift }).await
                })
            })
            .await
    }
}
