//! New units, people and posts by the bulk path: rows, facts and values, ready to be loaded in one transaction.

use super::{PersonWork, people::login_hash, units};
use crate::{
    HOME,
    model::{Area, NewUnit, Person, PersonId, Post, PostId},
    store,
};
use db::{Tx, Value};
use kernel::{Ctx, Failure};
use ledger::{NewFact, NewStream};
use protect::{NewValue, Prepared, Ref, Vault};

/// What is to be loaded; all of it new.
#[derive(Clone, Default)]
pub(crate) struct Load {
    streams: Vec<NewStream>,
    values: Vec<Prepared>,
    units: Vec<Vec<Value>>,
    functions: Vec<Vec<Value>>,
    people: Vec<Vec<Value>>,
    posts: Vec<Vec<Value>>,
}

impl Load {
    pub fn unit(&mut self, vault: &Vault, ctx: &Ctx, new: &NewUnit, area: &Area) -> Result<(), Failure> {
        let contact = new.contact.as_ref().map(|contact| NewValue::text("unit.contact", contact));
        let contact = contact.map(|contact| self.value(vault, ctx, &contact)).transpose()?;
        let unit = units::unit_of(new, area, contact, None);
        self.stream(ctx, format!("unit/{}", unit.code), "unit.set", &unit)?;
        self.units.push(store::unit::columns(&unit));
        self.functions.extend(store::unit::function_columns(&unit));
        Ok(())
    }

    pub fn person(
        &mut self,
        vault: &Vault,
        ctx: &Ctx,
        id: &PersonId,
        work: &PersonWork,
    ) -> Result<(), Failure> {
        let login = work.new.login.as_deref().map(str::trim);
        let phone = work.new.phone.as_deref().map(str::trim).filter(|phone| !phone.is_empty());
        let mut put = |value: Option<NewValue>| value.map(|value| self.value(vault, ctx, &value)).transpose();
        let person = Person {
            login: put(login.map(|login| NewValue::text("staff.login", login)))?,
            phone: put(phone.map(|phone| NewValue::personal("staff.phone", phone)))?,
            name: self.value(vault, ctx, &NewValue::text("staff.name", work.new.name.trim()))?,
            ended_at: None,
        };
        self.stream(ctx, format!("person/{id}"), "person.set", &person)?;
        let mut row = store::person::columns(id, login.map(login_hash).as_deref(), &person);
        row.push(Value::from(work.password_hash.clone()));
        self.people.push(row);
        Ok(())
    }

    pub fn post(
        &mut self,
        vault: &Vault,
        ctx: &Ctx,
        id: &PostId,
        (post, phone): (&Post, Option<&str>),
    ) -> Result<(), Failure> {
        let mut post = post.clone();
        if let Some(phone) = phone.map(str::trim).filter(|phone| !phone.is_empty()) {
            post.work_phone = Some(self.value(vault, ctx, &NewValue::text("post.work_phone", phone))?);
        }
        let post = &post;
        self.stream(ctx, format!("post/{id}"), "post.set", post)?;
        self.posts.push(store::post::columns(id, post));
        Ok(())
    }

    /// Loads everything; a key that is taken fails the command.
    pub async fn store(self, tx: &mut Tx, vault: &Vault) -> Result<(), Failure> {
        vault.store_bulk(tx, self.values).await?;
        ledger::bulk_append(tx, self.streams).await?;
        tx.bulk_insert("unit", store::unit::COLUMNS, &self.units).await?;
        tx.bulk_insert("unit_function", store::unit::FUNCTION_COLUMNS, &self.functions).await?;
        tx.bulk_insert("person", store::person::COLUMNS, &self.people).await?;
        tx.bulk_insert("post", store::post::COLUMNS, &self.posts).await?;
        Ok(())
    }

    fn value(&mut self, vault: &Vault, ctx: &Ctx, value: &NewValue) -> Result<Ref, Failure> {
        let prepared = vault.prepare(ctx, HOME, value)?;
        let reference = prepared.reference.clone();
        self.values.push(prepared);
        Ok(reference)
    }

    fn stream(
        &mut self,
        ctx: &Ctx,
        stream: String,
        action: &str,
        data: &impl serde::Serialize,
    ) -> Result<(), Failure> {
        let fact = NewFact::new(action, 1, data)?;
        let facts = vec![(ctx.now, ctx.actor.id.clone(), ctx.post.clone(), fact)];
        self.streams.push(NewStream { county: HOME.into(), stream, facts });
        Ok(())
    }
}
