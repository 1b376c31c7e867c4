//! Units: setting up, ending, finding.

use super::{Identity, UnitFilter, UnitRef, append, authorised, change};
use crate::{
    HOME,
    model::{Area, Change, NewUnit, Unit},
    rules, store,
};
use authz::{Thing, action};
use db::{Tx, args};
use kernel::{Ctx, Failure, Refusal, Text, Timestamp};
use ledger::Head;
use protect::{NewValue, Vault};
use std::collections::HashMap;
use web::Page;

impl Identity {
    /// Sets up or changes a unit. Needs `unit.write` where it sits and where it sat. An ended unit comes back.
    pub async fn upsert_unit(&self, ctx: &Ctx, new: NewUnit) -> Result<(Unit, Change), Failure> {
        rules::check_unit(&new)?;
        let area = self.area("/area", &new.area)?;
        let ctx = authorised(ctx, action::UNIT_WRITE, &Thing::of("unit").at(&area.path))?;
        let (vault, inner) = (self.vault.clone(), ctx.clone());
        let done = self
            .db
            .write(&ctx, move |tx| {
                let (vault, ctx, new, area) = (vault.clone(), inner.clone(), new.clone(), area.clone());
                Box::pin(async move {
                    if let Some(before) = store::unit::one(tx, &new.code).await? {
                        authorised(&ctx, action::UNIT_WRITE, &Thing::of("unit").at(&before.area_path))?;
                    }
                    let (unit, change) = put_unit(tx, &vault, &ctx, &new, &area).await?;
                    check_parents(tx, &unit).await?;
                    Ok::<_, Failure>((unit, change))
                })
            })
            .await?;
        self.forget_units();
        Ok(done)
    }

    /// Ends a unit, from now on. A unit with posts cannot end.
    pub async fn end_unit(&self, ctx: &Ctx, code: &str) -> Result<(), Failure> {
        let (ctx, code) = (ctx.clone(), code.to_string());
        let ended = self
            .db
            .write(&ctx.clone(), move |tx| {
                let (ctx, code) = (ctx.clone(), code.clone());
                Box::pin(async move {
                    let mut head = ledger::open(tx, HOME, &stream(&code)).await?;
                    let unit = store::unit::one(tx, &code).await?;
                    let unit = unit.ok_or_else(|| Refusal::not_found("unit"))?;
                    let ctx = authorised(&ctx, action::UNIT_WRITE, &Thing::of("unit").at(&unit.area_path))?;
                    let row = tx.fetch_one(&store::post::IN_UNIT, args![&code, ctx.now]).await?;
                    if row.get::<i64>("n")? > 0 {
                        return Err(Refusal::rule("unit.in_use").with("posts", row.get::<i64>("n")?).into());
                    }
                    if unit.ended_at.is_some() {
                        return Ok(());
                    }
                    append(tx, &ctx, &mut head, "unit.ended", &rules::Ended { at: ctx.now }).await?;
                    store::unit::put(tx, &Unit { ended_at: Some(ctx.now), ..unit }).await?;
                    Ok::<_, Failure>(())
                })
            })
            .await;
        self.forget_units();
        ended
    }

    /// A unit by its code, also an ended one.
    pub async fn unit(&self, code: &str) -> Result<Option<Unit>, Failure> {
        let code = code.to_owned();
        match self.known.get(&code) {
            Ok(unit) => Ok(unit),
            Err(asked) => {
                let unit = store::unit::one(&mut self.db.read().await?, &code).await?;
                self.known.put(asked, code, unit.clone());
                Ok(unit)
            }
        }
    }

    /// Names of units by code; unknown codes are missing.
    pub async fn unit_names(&self, codes: &[&str]) -> Result<HashMap<String, Text>, Failure> {
        let refs = self.unit_refs(&mut self.db.read().await?, codes).await?;
        Ok(refs.into_iter().map(|(code, UnitRef { name, .. })| (code, name)).collect())
    }

    /// A page of units in force, ordered by code.
    pub async fn units(&self, filter: &UnitFilter, limit: usize) -> Result<Page<Unit>, Failure> {
        let (sql, args) = store::unit::page(filter, limit + 1);
        let rows = self.db.read().await?.fetch_all(&sql, args).await?;
        let units = rows.iter().map(store::unit::read).collect::<Result<Vec<_>, _>>()?;
        Ok(Page::cut(units, limit, |unit| unit.code.clone()))
    }

    /// The unit with a function that answers at a place: the one at the place's ancestor (or itself) of that level.
    /// Several at one area: the lowest code.
    pub async fn unit_with_function_at(
        &self,
        function: &str,
        area_path: &str,
        level: &str,
    ) -> Result<Option<Unit>, Failure> {
        let question = (function.to_owned(), area_path.to_owned(), level.to_owned());
        match self.functions.get(&question) {
            Ok(unit) => Ok(unit),
            Err(asked) => {
                let mut tx = self.db.read().await?;
                let unit = store::unit::with_function_at(&mut tx, function, area_path, Some(level)).await?;
                self.functions.put(asked, question, unit.clone());
                Ok(unit)
            }
        }
    }

    /// The nearest unit with a function at a place or above it.
    pub async fn unit_with_function_above(
        &self,
        function: &str,
        area_path: &str,
    ) -> Result<Option<Unit>, Failure> {
        let mut tx = self.db.read().await?;
        Ok(store::unit::with_function_at(&mut tx, function, area_path, None).await?)
    }

    /// The units with a function at an area or under it, ordered by code.
    pub async fn units_with_function(&self, function: &str, area_path: &str) -> Result<Vec<Unit>, Failure> {
        let mut tx = self.db.read().await?;
        Ok(store::unit::with_function_under(&mut tx, function, area_path).await?)
    }

    /// How to reach a unit.
    pub async fn unit_contact(&self, unit: &Unit) -> Result<Option<String>, Failure> {
        let Some(contact) = &unit.contact else { return Ok(None) };
        let mut texts = self.vault.texts(&mut self.db.read().await?, HOME, &[&contact.id]).await?;
        Ok(texts.remove(&contact.id))
    }
}

fn stream(code: &str) -> String {
    format!("unit/{code}")
}

/// Writes a unit inside a command; nothing happens when it is so already. The parent is not looked at.
pub(crate) async fn put_unit(
    tx: &mut Tx,
    vault: &Vault,
    ctx: &Ctx,
    new: &NewUnit,
    area: &Area,
) -> Result<(Unit, Change), Failure> {
    let mut head: Head = ledger::open(tx, HOME, &stream(&new.code)).await?;
    let before = store::unit::one(tx, &new.code).await?;
    let contact = match new.contact.as_deref().filter(|contact| !contact.trim().is_empty()) {
        None => None,
        Some(contact) => {
            let known = before.as_ref().and_then(|unit| unit.contact.as_ref());
            Some(
                super::people::keep_or_put(tx, vault, ctx, known, NewValue::text("unit.contact", contact))
                    .await?,
            )
        }
    };
    let unit = unit_of(new, area, contact, None);
    let change = change(before.as_ref(), &unit);
    if change != Change::Unchanged {
        append(tx, ctx, &mut head, "unit.set", &unit).await?;
        store::unit::put(tx, &unit).await?;
    }
    Ok((unit, change))
}

/// The unit that a [`NewUnit`] describes.
pub(super) fn unit_of(
    new: &NewUnit,
    area: &Area,
    contact: Option<protect::Ref>,
    ended_at: Option<Timestamp>,
) -> Unit {
    let mut functions = new.functions.clone();
    functions.sort();
    functions.dedup();
    Unit {
        code: new.code.clone(),
        name: new.name.clone(),
        area: area.code.clone(),
        area_path: area.path.clone(),
        level: area.level.clone(),
        parent: new.parent.clone().filter(|parent| !parent.is_empty()),
        functions,
        contact,
        ended_at,
    }
}

/// Every unit above exists, and none is the unit itself.
pub(crate) async fn check_parents(tx: &mut Tx, unit: &Unit) -> Result<(), Failure> {
    let mut parent = unit.parent.clone();
    let mut seen = vec![unit.code.clone()];
    while let Some(code) = parent {
        if seen.contains(&code) {
            return Err(Refusal::rule("unit.loop").at("/parent").got(code).into());
        }
        let Some(above) = store::unit::one(tx, &code).await? else {
            return Err(Refusal::rule("unit.unknown").at("/parent").got(code).into());
        };
        seen.push(code);
        parent = above.parent;
    }
    Ok(())
}
