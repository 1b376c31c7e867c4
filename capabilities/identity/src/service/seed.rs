//! A whole new city at once: the demo's units, people and posts by the bulk path, in one transaction.

use super::{Identity, people, posts, units};
use crate::{
    HOME,
    model::{NewPost, Person, PersonId, PostId, Seed, Seeded, Unit},
    rules, store,
};
use db::{Tx, Value};
use kernel::{ActorKind, Ctx, Failure, Refusal, RefusalKind};
use ledger::{NewFact, NewStream};
use protect::{NewValue, Prepared, Ref};
use std::collections::HashMap;

/// Rows, facts and values, ready to be loaded.
#[derive(Clone, Default)]
struct Load {
    streams: Vec<NewStream>,
    values: Vec<Prepared>,
    units: Vec<Vec<Value>>,
    functions: Vec<Vec<Value>>,
    people: Vec<Vec<Value>>,
    posts: Vec<Vec<Value>>,
}

impl Identity {
    /// Loads units, people and posts that are all new; the system alone may. Refused as a whole when one is not right.
    pub async fn seed(&self, ctx: &Ctx, seed: Seed) -> Result<Seeded, Failure> {
        if ctx.actor.kind != ActorKind::System {
            return Err(Refusal::new(RefusalKind::Forbidden, "action.forbidden").into());
        }
        let (load, seeded) = self.prepare(ctx, seed).await?;
        let vault = self.vault.clone();
        self.db
            .write(ctx, move |tx| {
                let (load, vault) = (load.clone(), vault.clone());
                Box::pin(async move {
                    vault.store_bulk(tx, load.values.clone()).await?;
                    load.store(tx).await
                })
            })
            .await?;
        self.cache.clear();
        Ok(seeded)
    }

    async fn prepare(&self, ctx: &Ctx, seed: Seed) -> Result<(Load, Seeded), Failure> {
        let (mut load, mut seeded) = (Load::default(), Seeded::default());
        let mut areas = HashMap::new();
        for new in &seed.units {
            rules::check_unit(new)?;
            let area = self.area("/area", &new.area)?;
            let contact = match &new.contact {
                Some(contact) => Some(self.value(ctx, &mut load, NewValue::text("unit.contact", contact))?),
                None => None,
            };
            let unit = units::unit_of(new, &area, contact, None);
            areas.insert(unit.code.clone(), unit.area.clone());
            load.unit(ctx, &unit)?;
        }
        for new in seed.people {
            let login = new.login.clone().ok_or_else(|| Refusal::required("/login"))?;
            let work = self.person_work(ctx, new).await?;
            let person = Person {
                login: Some(self.value(ctx, &mut load, NewValue::text("staff.login", &login))?),
                name: self.value(ctx, &mut load, NewValue::text("staff.name", &work.new.name))?,
                phone: match &work.new.phone {
                    Some(phone) => {
                        Some(self.value(ctx, &mut load, NewValue::personal("staff.phone", phone))?)
                    }
                    None => None,
                },
                ended_at: None,
            };
            let id: PersonId = ctx.id();
            load.person(ctx, &id, &login, &person, work.password_hash)?;
            seeded.people.insert(login, id);
        }
        for new in seed.posts {
            let person = |login: &str| {
                let id = seeded.people.get(login).cloned();
                id.ok_or_else(|| Refusal::rule("person.unknown").at("/person").got(login))
            };
            let unit_area = areas.get(&new.unit);
            let unit_area =
                unit_area.ok_or_else(|| Refusal::rule("unit.unknown").at("/unit").got(&new.unit))?;
            let new = NewPost {
                person: person(&new.person)?,
                deputy: new.deputy.as_deref().map(person).transpose()?,
                kind: new.kind,
                unit: new.unit,
                area: new.area,
                valid_from: None,
                valid_to: None,
            };
            let post = posts::post_of(&*self.areas, &*self.kinds, &new, unit_area, ctx.now)?;
            let id: PostId = ctx.id();
            load.stream(ctx, format!("post/{id}"), "post.set", &post)?;
            load.posts.push(store::post::columns(&id, &post));
            seeded.posts.push(id);
        }
        Ok((load, seeded))
    }

    fn value(&self, ctx: &Ctx, load: &mut Load, value: NewValue) -> Result<Ref, Failure> {
        let prepared = self.vault.prepare(ctx, HOME, &value)?;
        let reference = prepared.reference.clone();
        load.values.push(prepared);
        Ok(reference)
    }
}

impl Load {
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

    fn unit(&mut self, ctx: &Ctx, unit: &Unit) -> Result<(), Failure> {
        self.stream(ctx, format!("unit/{}", unit.code), "unit.set", unit)?;
        self.units.push(store::unit::columns(unit));
        self.functions.extend(store::unit::function_columns(unit));
        Ok(())
    }

    fn person(
        &mut self,
        ctx: &Ctx,
        id: &PersonId,
        login: &str,
        person: &Person,
        password_hash: Option<String>,
    ) -> Result<(), Failure> {
        self.stream(ctx, format!("person/{id}"), "person.set", person)?;
        let mut row = store::person::columns(id, Some(&people::login_hash(login)), person);
        row.push(Value::from(password_hash));
        self.people.push(row);
        Ok(())
    }

    async fn store(self, tx: &mut Tx) -> Result<(), Failure> {
        ledger::bulk_append(tx, self.streams).await?;
        tx.bulk_insert("unit", store::unit::COLUMNS, self.units).await?;
        tx.bulk_insert("unit_function", store::unit::FUNCTION_COLUMNS, self.functions).await?;
        tx.bulk_insert("person", store::person::COLUMNS, self.people).await?;
        tx.bulk_insert("post", store::post::COLUMNS, self.posts).await?;
        Ok(())
    }
}
