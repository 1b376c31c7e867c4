//! Commands and queries of duty.

use super::{
    model::{Desk, NewDesk, Shift},
    rules::{self, Handed, Set, SignedOn},
    store,
};
use crate::{
    HOME, Identity,
    model::{PersonId, Told},
    service::{PersonRef, UnitRef, append, authorised, unit_ref},
    store as identity_store,
};
use authz::{Thing, action};
use db::Tx;
use kernel::{Ctx, Failure, Refusal, Text, Timestamp};
use protect::NewValue;
use serde::Serialize;
use std::collections::HashMap;
use utoipa::ToSchema;
use web::Page;

/// The longest note.
const NOTE: usize = 1_000;

/// A shift as staff see it.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct ShiftView {
    /// Its id.
    pub id: String,
    /// Who.
    pub person: PersonRef,
    /// From when.
    pub from: Timestamp,
    /// To when.
    pub to: Timestamp,
}

/// A desk as staff see it.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct DeskView {
    /// Its id.
    pub id: String,
    /// Its name.
    pub name: Text,
    /// The unit.
    pub unit: UnitRef,
    /// Kind of the posts that may attend it.
    pub kind: String,
    /// The kind's name.
    pub kind_name: Text,
    /// Who has it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub holder: Option<PersonRef>,
    /// Since when.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub since: Option<Timestamp>,
    /// To whom it is being handed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub offered_to: Option<PersonRef>,
    /// The last note, for those of the unit.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
    /// Who is to be there now.
    pub on: Vec<ShiftView>,
    /// The shift that begins next, within a week.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub next: Option<ShiftView>,
    /// Somebody is to be there, and nobody is.
    pub unattended: bool,
    /// Whoever has it is to be relieved: their shift is over, another's is on.
    pub relief_due: bool,
    /// Who may attend it: for planning and handing on.
    pub people: Vec<PersonRef>,
    /// What the reader may do: `sign_on`, `hand`, `plan`.
    pub can: Vec<String>,
}

impl Identity {
    /// A page of desks (needs `duty.read`), ordered by id.
    pub async fn desks(
        &self,
        ctx: &Ctx,
        (unit, area): (Option<&str>, Option<&str>),
        (after, limit): (&str, usize),
    ) -> Result<Page<DeskView>, Failure> {
        authz::require(&ctx.actor, action::DUTY_READ, &Thing::of("duty"))?;
        let path = self.area_path(area)?.unwrap_or_default();
        let mut tx = self.db.read().await?;
        let desks = store::desks(&mut tx, unit, &path, (after, limit + 1)).await?;
        let page = Page::cut(desks, limit, |(id, _)| id.clone());
        let mut items = vec![];
        for (id, desk) in &page.items {
            items.push(self.show_desk(&mut tx, ctx, id, desk).await?);
        }
        Ok(Page { items, next: page.next })
    }

    /// One desk (needs `duty.read`).
    pub async fn desk(&self, ctx: &Ctx, id: &str) -> Result<DeskView, Failure> {
        authz::require(&ctx.actor, action::DUTY_READ, &Thing::of("duty"))?;
        let mut tx = self.db.read().await?;
        let desk = existing(&mut tx, id).await?;
        self.show_desk(&mut tx, ctx, id, &desk).await
    }

    async fn show_desk(&self, tx: &mut Tx, ctx: &Ctx, id: &str, desk: &Desk) -> Result<DeskView, Failure> {
        let now = ctx.now;
        let able = store::able(tx, desk, now).await?;
        let shifts = store::shifts(tx, id, (now, now.plus(7 * Timestamp::DAY))).await?;
        let mut ids: Vec<&str> = able.iter().map(PersonId::as_str).collect();
        ids.extend(shifts.iter().map(|(_, shift)| shift.person.as_str()));
        ids.extend([&desk.holder, &desk.offered_to].into_iter().flatten().map(PersonId::as_str));
        let names = self.names_in(tx, &ids).await?;
        let units = self.unit_refs(tx, &[&desk.unit]).await?;
        let on: Vec<&(String, Shift)> = shifts.iter().filter(|(_, shift)| shift.is_on(now)).collect();
        let next = shifts.iter().find(|(_, shift)| shift.from > now);
        let there = desk.holder.as_ref().is_some_and(|holder| able.contains(holder));
        let holder_on = on.iter().any(|(_, shift)| Some(&shift.person) == desk.holder.as_ref());
        let note = if of_unit(ctx, desk) { desk.note.as_ref() } else { None };
        let note: Vec<&str> = note.iter().map(|note| note.id.as_str()).collect();
        let plain: Vec<Shift> = shifts.iter().map(|(_, shift)| shift.clone()).collect();
        Ok(DeskView {
            id: id.into(),
            name: desk.name.clone(),
            unit: unit_ref(&units, &desk.unit),
            kind: desk.kind.clone(),
            kind_name: self.kind_name(&desk.kind),
            holder: desk.holder.as_ref().map(|id| named(&names, id)),
            since: desk.since,
            offered_to: desk.offered_to.as_ref().map(|id| named(&names, id)),
            note: self.vault.texts(tx, HOME, &note).await?.into_values().next(),
            unattended: !on.is_empty() && !there,
            relief_due: !on.is_empty() && there && !holder_on,
            next: next.map(|(id, shift)| view(&names, id, shift)),
            on: on.iter().map(|(id, shift)| view(&names, id, shift)).collect(),
            people: able.iter().map(|id| named(&names, id)).collect(),
            can: can(ctx, desk, &plain, &able),
        })
    }

    /// Sets up a desk, or changes one (needs `duty.write` at the unit).
    pub async fn set_desk(&self, ctx: &Ctx, id: Option<&str>, new: NewDesk) -> Result<String, Failure> {
        rules::check_desk(&new)?;
        let unit = self.unit(&new.unit).await?;
        let unit = crate::service::check_unit(unit.as_ref(), &new.unit)?.clone();
        if crate::kinds::role(&*self.kinds, &new.kind).is_none() {
            let known = self.all_kinds().join(", ");
            return Err(Refusal::rule("post.kind_unknown").at("/kind").got(&new.kind).want(known).into());
        }
        let ctx = authorised(ctx, action::DUTY_WRITE, &Thing::of("duty").at(&unit.area_path))?;
        let (is_new, id) = (id.is_none(), id.map_or_else(|| ctx.id::<()>().to_string(), str::to_owned));
        let (inner, key) = (ctx.clone(), id.clone());
        let set = Set { unit: new.unit, kind: new.kind, name: new.name, area_path: unit.area_path };
        let set = std::sync::Arc::new(set);
        self.db
            .write(&ctx, move |tx| {
                let (ctx, id, set) = (inner.clone(), key.clone(), set.clone());
                Box::pin(async move {
                    let mut head = ledger::open(tx, HOME, &stream(&id)).await?;
                    let before = if is_new { None } else { Some(existing(tx, &id).await?) };
                    if before.as_ref().is_some_and(|desk| desk.unit != set.unit) {
                        return Err(Refusal::rule("duty.keeps_unit").at("/unit").got(&set.unit).into());
                    }
                    let blank = || Desk {
                        unit: String::new(),
                        kind: String::new(),
                        name: set.name.clone(),
                        area_path: String::new(),
                        holder: None,
                        since: None,
                        offered_to: None,
                        note: None,
                        ended_at: None,
                    };
                    let mut desk = before.clone().unwrap_or_else(blank);
                    (desk.unit, desk.kind) = (set.unit.clone(), set.kind.clone());
                    (desk.name, desk.area_path) = (set.name.clone(), set.area_path.clone());
                    if before.as_ref() == Some(&desk) {
                        return Ok(());
                    }
                    append(tx, &ctx, &mut head, "duty.desk_set", &*set).await?;
                    Ok::<_, Failure>(store::put(tx, &id, &desk).await?)
                })
            })
            .await?;
        Ok(id)
    }

    /// A desk is no more (needs `duty.write`).
    pub async fn end_desk(&self, ctx: &Ctx, id: &str) -> Result<(), Failure> {
        let (inner, id) = (ctx.clone(), id.to_owned());
        self.db
            .write(ctx, move |tx| {
                let (ctx, id) = (inner.clone(), id.clone());
                Box::pin(async move {
                    let mut head = ledger::open(tx, HOME, &stream(&id)).await?;
                    let desk = existing(tx, &id).await?;
                    let ctx = authorised(&ctx, action::DUTY_WRITE, &Thing::of("duty").at(&desk.area_path))?;
                    append(tx, &ctx, &mut head, "duty.desk_ended", &crate::rules::Ended { at: ctx.now })
                        .await?;
                    let ended =
                        Desk { holder: None, since: None, offered_to: None, ended_at: Some(ctx.now), ..desk };
                    Ok::<_, Failure>(store::put(tx, &id, &ended).await?)
                })
            })
            .await
    }

    /// The actor takes a desk over (签到). Whoever has it already stays.
    pub async fn sign_on(&self, ctx: &Ctx, id: &str) -> Result<(), Failure> {
        let (me, ctx) = (attending(ctx)?, authorised(ctx, action::DUTY_ATTEND, &Thing::of("duty"))?);
        let (inner, id) = (ctx.clone(), id.to_owned());
        self.db
            .write(&ctx, move |tx| {
                let (ctx, id, me) = (inner.clone(), id.clone(), me.clone());
                Box::pin(async move {
                    let mut head = ledger::open(tx, HOME, &stream(&id)).await?;
                    let desk = existing(tx, &id).await?;
                    let able = store::able(tx, &desk, ctx.now).await?;
                    if !able.contains(&me) {
                        return Err(Refusal::rule("duty.not_of_desk").got(&me).into());
                    }
                    if desk.holder.as_ref() == Some(&me) {
                        return Ok(());
                    }
                    let shifts = store::shifts(tx, &id, (ctx.now, ctx.now.plus(1))).await?;
                    let shifts: Vec<Shift> = shifts.into_iter().map(|(_, shift)| shift).collect();
                    let there = desk.holder.as_ref().is_none_or(|holder| able.contains(holder));
                    if !rules::may_take(&desk, &shifts, there, &me, ctx.now) {
                        return Err(Refusal::rule("duty.held").into());
                    }
                    let on = SignedOn { person: me.clone(), at: ctx.now, after: desk.holder.clone() };
                    append(tx, &ctx, &mut head, "duty.signed_on", &on).await?;
                    let held = Desk { holder: Some(me), since: Some(ctx.now), offered_to: None, ..desk };
                    Ok::<_, Failure>(store::put(tx, &id, &held).await?)
                })
            })
            .await
    }

    /// The holder hands the desk to another, who has it when they sign on; or leaves it, when nobody is to be there.
    pub async fn hand_desk(
        &self,
        ctx: &Ctx,
        id: &str,
        to: Option<PersonId>,
        note: Option<String>,
    ) -> Result<(), Failure> {
        let (me, ctx) = (attending(ctx)?, authorised(ctx, action::DUTY_ATTEND, &Thing::of("duty"))?);
        let note = note.map(|note| note.trim().to_owned()).filter(|note| !note.is_empty());
        if note.as_deref().is_some_and(|note| note.chars().count() > NOTE || note.contains('\0')) {
            return Err(Refusal::invalid("/note", "…", format!("at most {NOTE} characters")).into());
        }
        let (inner, id, vault) = (ctx.clone(), id.to_owned(), self.vault.clone());
        self.db
            .write(&ctx, move |tx| {
                let (ctx, id, vault) = (inner.clone(), id.clone(), vault.clone());
                let (me, to, note) = (me.clone(), to.clone(), note.clone());
                Box::pin(async move {
                    let mut head = ledger::open(tx, HOME, &stream(&id)).await?;
                    let desk = existing(tx, &id).await?;
                    if desk.holder.as_ref() != Some(&me) {
                        return Err(Refusal::rule("duty.not_held").into());
                    }
                    match &to {
                        Some(next)
                            if *next == me || !store::able(tx, &desk, ctx.now).await?.contains(next) =>
                        {
                            return Err(Refusal::rule("duty.not_of_desk").at("/to").got(next).into());
                        }
                        None if !store::shifts(tx, &id, (ctx.now, ctx.now.plus(1))).await?.is_empty() => {
                            return Err(Refusal::rule("duty.would_stand_empty").at("/to").into());
                        }
                        _ => {}
                    }
                    let note = match &note {
                        Some(note) => {
                            Some(vault.put(tx, &ctx, HOME, &NewValue::text("duty.note", note)).await?)
                        }
                        None => None,
                    };
                    let handed = Handed { to: to.clone(), note: note.clone() };
                    let action = if to.is_some() { "duty.offered" } else { "duty.left" };
                    append(tx, &ctx, &mut head, action, &handed).await?;
                    let mut desk = Desk { offered_to: to.clone(), note, ..desk };
                    let Some(next) = to else {
                        (desk.holder, desk.since) = (None, None);
                        return Ok(store::put(tx, &id, &desk).await?);
                    };
                    store::put(tx, &id, &desk).await?;
                    let about =
                        serde_json::json!({ "desk": id, "name": desk.name, "unit": desk.unit, "from": me });
                    let told = Told {
                        id: format!("duty/{id}/{}", head.seq),
                        kind: "duty_handed".into(),
                        about,
                        at: ctx.now,
                        seen: false,
                    };
                    Ok::<_, Failure>(identity_store::told::tell(tx, &next, &told).await?)
                })
            })
            .await
    }
}

/// A desk in force, or the refusal.
pub(super) async fn existing(tx: &mut Tx, id: &str) -> Result<Desk, Failure> {
    let desk = store::one(tx, id).await?.filter(|desk| desk.ended_at.is_none());
    desk.ok_or_else(|| Refusal::not_found("duty").into())
}

pub(super) fn stream(id: &str) -> String {
    format!("duty/{id}")
}

fn attending(ctx: &Ctx) -> Result<PersonId, Refusal> {
    let id = ctx.actor.id.strip_prefix("person/").map(PersonId::trusted);
    id.ok_or_else(|| Refusal::rule("duty.not_of_desk"))
}

/// Notes are read by those of the unit, and by whoever plans its duty.
pub(super) fn of_unit(ctx: &Ctx, desk: &Desk) -> bool {
    let plans = || authz::require(&ctx.actor, action::DUTY_WRITE, &Thing::of("duty").at(&desk.area_path));
    ctx.actor.grants.iter().any(|grant| grant.unit == desk.unit) || plans().is_ok()
}

fn can(ctx: &Ctx, desk: &Desk, shifts: &[Shift], able: &[PersonId]) -> Vec<String> {
    let mut can = vec![];
    let me = attending(ctx).ok().filter(|me| able.contains(me));
    let may = authz::may(&ctx.actor, action::DUTY_ATTEND);
    if let Some(me) = me.filter(|_| may) {
        let there = desk.holder.as_ref().is_none_or(|holder| able.contains(holder));
        let holds = desk.holder.as_ref() == Some(&me);
        if !holds && rules::may_take(desk, shifts, there, &me, ctx.now) {
            can.push("sign_on".to_owned());
        }
        if holds {
            can.push("hand".to_owned());
        }
    }
    let plans = authz::require(&ctx.actor, action::DUTY_WRITE, &Thing::of("duty").at(&desk.area_path));
    if plans.is_ok() {
        can.push("plan".to_owned());
    }
    can
}

pub(super) fn named(names: &HashMap<String, String>, id: &PersonId) -> PersonRef {
    PersonRef { id: id.to_string(), name: names.get(id.as_str()).cloned() }
}

pub(super) fn view(names: &HashMap<String, String>, id: &str, shift: &Shift) -> ShiftView {
    ShiftView { id: id.into(), person: named(names, &shift.person), from: shift.from, to: shift.to }
}
