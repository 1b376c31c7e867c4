//! People: setting up, passwords, leaving, names.

use super::{Identity, append, authorised, change};
use crate::{
    HOME,
    model::{Change, NewPerson, Person, PersonId},
    rules, store,
};
use authz::{Thing, action};
use db::{Tx, args};
use kernel::{Ctx, Failure, Refusal, RefusalKind};
use protect::{NewValue, Ref, Shape, Vault};
use serde::Serialize;
use sha2::{Digest, Sha256};
use std::collections::HashMap;
use utoipa::ToSchema;
use web::Page;

/// A person as staff see one: the phone is masked.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct PersonView {
    /// Id.
    pub id: String,
    /// Name; missing when it was erased.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// Login.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub login: Option<String>,
    /// Phone, masked.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub phone_masked: Option<String>,
    /// True when the person has left.
    pub ended: bool,
}

/// What to write about a person, inside a command.
#[derive(Clone)]
pub(crate) struct PersonWork {
    pub new: NewPerson,
    /// The hash of `new.password`, or the one given.
    pub password_hash: Option<String>,
}

impl Identity {
    /// Sets up a person (needs `person.write`). A first password may be given.
    pub async fn create_person(&self, ctx: &Ctx, new: NewPerson) -> Result<PersonId, Failure> {
        let ctx = authorised(ctx, action::PERSON_WRITE, &Thing::of("person"))?;
        let work = self.person_work(&ctx, new).await?;
        let id: PersonId = ctx.id();
        self.put(&ctx, id.clone(), work).await?;
        Ok(id)
    }

    /// Changes a person's login, name and phone; never the password.
    pub async fn update_person(&self, ctx: &Ctx, id: &PersonId, new: NewPerson) -> Result<Change, Failure> {
        let ctx = self.may_write(ctx, id).await?;
        if new.password.is_some() {
            return Err(Refusal::new(RefusalKind::Invalid, "field.unknown").at("/password").into());
        }
        let work = self.person_work(&ctx, new).await?;
        self.put(&ctx, id.clone(), work).await
    }

    /// Checks a person and hashes the password, outside of any transaction.
    pub(crate) async fn person_work(&self, ctx: &Ctx, new: NewPerson) -> Result<PersonWork, Failure> {
        rules::check_person(&new)?;
        let password_hash = match &new.password {
            Some(password) => Some(self.passwords.hash(ctx, password).await?),
            None => new.password_hash.clone(),
        };
        Ok(PersonWork { new, password_hash })
    }

    async fn put(&self, ctx: &Ctx, id: PersonId, work: PersonWork) -> Result<Change, Failure> {
        let (vault, inner) = (self.vault.clone(), ctx.clone());
        let change = self
            .db
            .write(ctx, move |tx| {
                let (vault, ctx, id, work) = (vault.clone(), inner.clone(), id.clone(), work.clone());
                Box::pin(async move { put_person(tx, &vault, &ctx, &id, &work).await })
            })
            .await;
        self.cache.clear();
        change
    }

    /// Gives a person a new password (needs `person.write`) and ends their sessions.
    pub async fn set_password(&self, ctx: &Ctx, id: &PersonId, password: &str) -> Result<(), Failure> {
        let ctx = self.may_write(ctx, id).await?;
        let login = self.views(&[id.as_str()]).await?.remove(id.as_str()).and_then(|view| view.login);
        rules::check_password(password, login.as_deref())?;
        let hash = self.passwords.hash(&ctx, password).await?;
        self.store_password(&ctx, id, hash, "").await
    }

    /// Stores a password; every session but `kept` ends.
    pub(super) async fn store_password(
        &self,
        ctx: &Ctx,
        id: &PersonId,
        hash: String,
        kept: &str,
    ) -> Result<(), Failure> {
        let (inner, id, kept) = (ctx.clone(), id.clone(), kept.to_string());
        self.db
            .write(ctx, move |tx| {
                let (ctx, id, hash, kept) = (inner.clone(), id.clone(), hash.clone(), kept.clone());
                Box::pin(async move {
                    let mut head = ledger::open(tx, HOME, &stream(&id)).await?;
                    existing(tx, &id).await?;
                    append(tx, &ctx, &mut head, "person.password", &serde_json::json!({})).await?;
                    tx.execute(&store::person::SET_PASSWORD, args![&id, hash]).await?;
                    tx.execute(&store::access::CLOSE_OTHERS, args![&id, kept]).await?;
                    Ok::<_, Failure>(())
                })
            })
            .await?;
        self.cache.clear();
        Ok(())
    }

    /// A person leaves: the posts end, login and phone are erased, the name stays with what was done.
    pub async fn end_person(&self, ctx: &Ctx, id: &PersonId) -> Result<(), Failure> {
        let ctx = self.may_write(ctx, id).await?;
        let (vault, inner, id) = (self.vault.clone(), ctx.clone(), id.clone());
        self.db
            .write(&ctx, move |tx| {
                let (vault, ctx, id) = (vault.clone(), inner.clone(), id.clone());
                Box::pin(async move {
                    let mut head = ledger::open(tx, HOME, &stream(&id)).await?;
                    let person = existing(tx, &id).await?;
                    for (post, held) in store::post::all_of_person(tx, &id, ctx.now).await? {
                        super::posts::leave(tx, &ctx, &post, held, &id).await?;
                    }
                    append(tx, &ctx, &mut head, "person.ended", &rules::Ended { at: ctx.now }).await?;
                    tx.execute(&store::person::END, args![&id, ctx.now]).await?;
                    tx.execute(&store::access::CLOSE_OTHERS, args![&id, ""]).await?;
                    for value in [person.login, person.phone].iter().flatten() {
                        vault.erase(tx, &ctx, HOME, &value.id, "person.ended").await?;
                    }
                    Ok::<_, Failure>(())
                })
            })
            .await?;
        self.cache.clear();
        Ok(())
    }

    /// Requires `person.write` wherever the person has posts.
    async fn may_write(&self, ctx: &Ctx, id: &PersonId) -> Result<Ctx, Failure> {
        let mut allowed = authorised(ctx, action::PERSON_WRITE, &Thing::of("person"))?;
        let mut tx = self.db.read().await?;
        existing(&mut tx, id).await?;
        for (_, post) in store::post::all_of_person(&mut tx, id, ctx.now).await? {
            allowed = authorised(ctx, action::PERSON_WRITE, &Thing::of("person").at(&post.area_path))?;
        }
        Ok(allowed)
    }

    /// A page of people whom the actor may see, ordered by id.
    pub async fn people(
        &self,
        ctx: &Ctx,
        (unit, login): (Option<&str>, Option<&str>),
        after: &str,
        limit: usize,
    ) -> Result<Page<PersonView>, Failure> {
        let scopes = authz::scopes(&ctx.actor, action::PERSON_READ);
        let postless = authz::may(&ctx.actor, action::PERSON_WRITE);
        let mut tx = self.db.read().await?;
        let key = login.map(login_hash);
        let page = store::person::page(&scopes, (unit, key.as_deref()), postless, after, limit + 1);
        let people = store::person::fetch(&mut tx, page).await?;
        let page = Page::cut(people, limit, |(id, _)| id.to_string());
        let mut views = self.show_people(&mut tx, &page.items).await?;
        Ok(Page {
            items: page.items.iter().filter_map(|(id, _)| views.remove(id.as_str())).collect(),
            next: page.next,
        })
    }

    /// Names by person id: for timelines and lists. Unknown and erased ones are missing.
    pub async fn names(&self, ids: &[&str]) -> Result<HashMap<String, String>, Failure> {
        let mut tx = self.db.read().await?;
        self.names_in(&mut tx, ids).await
    }

    pub(crate) async fn names_in(
        &self,
        tx: &mut Tx,
        ids: &[&str],
    ) -> Result<HashMap<String, String>, Failure> {
        let people = store::person::some(tx, ids).await?;
        let values: Vec<&str> = people.iter().map(|(_, person)| person.name.id.as_str()).collect();
        let texts = self.vault.texts(tx, HOME, &values).await?;
        Ok(people
            .iter()
            .filter_map(|(id, person)| Some((id.to_string(), texts.get(&person.name.id)?.clone())))
            .collect())
    }

    /// People by id, as staff see them.
    pub async fn views(&self, ids: &[&str]) -> Result<HashMap<String, PersonView>, Failure> {
        let mut tx = self.db.read().await?;
        let people = store::person::some(&mut tx, ids).await?;
        self.show_people(&mut tx, &people).await
    }

    async fn show_people(
        &self,
        tx: &mut Tx,
        people: &[(PersonId, Person)],
    ) -> Result<HashMap<String, PersonView>, Failure> {
        let names = people.iter().map(|(_, p)| p.name.id.as_str());
        let logins = people.iter().filter_map(|(_, p)| p.login.as_ref()).map(|r| r.id.as_str());
        let texts = self.vault.texts(tx, HOME, &names.chain(logins).collect::<Vec<_>>()).await?;
        let phones = people.iter().filter_map(|(_, p)| p.phone.as_ref());
        let phones: Vec<_> = phones.map(|r| (r.id.as_str(), Shape::Phone)).collect();
        let phones = self.vault.masked(tx, HOME, &phones).await?;
        let view = |(id, person): &(PersonId, Person)| PersonView {
            id: id.to_string(),
            name: texts.get(&person.name.id).cloned(),
            login: person.login.as_ref().and_then(|r| texts.get(&r.id).cloned()),
            phone_masked: person.phone.as_ref().and_then(|r| phones.get(&r.id).cloned()),
            ended: person.ended_at.is_some(),
        };
        Ok(people.iter().map(|person| (person.0.to_string(), view(person))).collect())
    }

    /// The id of whoever logs in with a login.
    pub async fn person_by_login(&self, login: &str) -> Result<Option<PersonId>, Failure> {
        let found = store::person::by_login(&mut self.db.read().await?, &login_hash(login)).await?;
        Ok(found.map(|(id, _)| id))
    }
}

fn stream(id: &PersonId) -> String {
    format!("person/{id}")
}

/// Under which key a login is found: hashed, since it is a personal value.
pub(crate) fn login_hash(login: &str) -> String {
    hex::encode(Sha256::digest(rules::login_key(login)))
}

/// A person, also one who has left.
pub(crate) async fn known(tx: &mut Tx, id: &PersonId) -> Result<Person, Failure> {
    store::person::one(tx, id).await?.ok_or_else(|| Refusal::not_found("person").into())
}

/// A person who works here, or the refusal.
pub(crate) async fn existing(tx: &mut Tx, id: &PersonId) -> Result<Person, Failure> {
    match store::person::one(tx, id).await? {
        None => Err(Refusal::not_found("person").into()),
        Some(person) if person.ended_at.is_some() => Err(Refusal::rule("person.ended").into()),
        Some(person) => Ok(person),
    }
}

/// Writes a person inside a command; nothing happens when all is so already.
pub(crate) async fn put_person(
    tx: &mut Tx,
    vault: &Vault,
    ctx: &Ctx,
    id: &PersonId,
    work: &PersonWork,
) -> Result<Change, Failure> {
    let mut head = ledger::open(tx, HOME, &stream(id)).await?;
    let before = store::person::one(tx, id).await?;
    if before.as_ref().is_some_and(|person| person.ended_at.is_some()) {
        return Err(Refusal::rule("person.ended").into());
    }
    let new = &work.new;
    let known = before.as_ref();
    let name = NewValue::text("staff.name", new.name.trim());
    let name = keep_or_put(tx, vault, ctx, known.map(|p| &p.name), name).await?;
    let login = match new.login.as_deref() {
        Some(login) => {
            let value = NewValue::text("staff.login", login.trim());
            Some(keep_or_put(tx, vault, ctx, known.and_then(|p| p.login.as_ref()), value).await?)
        }
        None => None,
    };
    let phone = put_phone(tx, vault, ctx, known.and_then(|p| p.phone.as_ref()), new.phone.as_deref()).await?;
    let key = new.login.as_deref().map(login_hash);
    if let Some(key) = &key
        && let Some((other, _)) = store::person::by_login(tx, key).await?
        && other != *id
    {
        return Err(Refusal::conflict("login.taken").at("/login").into());
    }
    let person = Person { login, name, phone, ended_at: None };
    let change = change(before.as_ref(), &person);
    if change != Change::Unchanged {
        append(tx, ctx, &mut head, "person.set", &person).await?;
        tx.execute(&store::person::PUT, store::person::columns(id, key.as_deref(), &person)).await?;
    }
    if change == Change::Added
        && let Some(hash) = &work.password_hash
    {
        tx.execute(&store::person::SET_PASSWORD, args![id, hash]).await?;
    }
    Ok(change)
}

/// Keeps the reference when the text is the same; puts a new value otherwise.
pub(super) async fn keep_or_put(
    tx: &mut Tx,
    vault: &Vault,
    ctx: &Ctx,
    known: Option<&Ref>,
    value: NewValue,
) -> Result<Ref, Failure> {
    if let Some(known) = known {
        let texts = vault.texts(tx, HOME, &[&known.id]).await?;
        if texts.get(&known.id) == Some(&value.value) {
            return Ok(known.clone());
        }
    }
    vault.put(tx, ctx, HOME, &value).await
}

/// A phone is never read in clear: None keeps what there is, an empty one removes it, any other takes its place.
async fn put_phone(
    tx: &mut Tx,
    vault: &Vault,
    ctx: &Ctx,
    known: Option<&Ref>,
    phone: Option<&str>,
) -> Result<Option<Ref>, Failure> {
    let Some(phone) = phone.map(str::trim) else { return Ok(known.cloned()) };
    if let Some(known) = known {
        vault.erase(tx, ctx, HOME, &known.id, "phone.replaced").await?;
    }
    if phone.is_empty() {
        return Ok(None);
    }
    Ok(Some(vault.put(tx, ctx, HOME, &NewValue::personal("staff.phone", phone)).await?))
}
