//! Posts: giving, changing, ending, finding.

use super::{Identity, PersonRef, PostFilter, UnitRef, append, authorised, change, people};
use crate::{
    Areas, HOME, kinds,
    model::{AreaRef, Change, NewPost, PersonId, Post, PostId, Unit},
    rules, store,
};
use authz::{Thing, action};
use db::Tx;
use kernel::{Actor, ActorKind, Ctx, Failure, Grant, Refusal, RefusalKind, Text, Timestamp};
use protect::{NewValue, Ref, Vault};
use serde::Serialize;
use std::collections::HashMap;
use utoipa::ToSchema;
use web::Page;

/// A post as staff see it.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct PostView {
    /// Id.
    pub id: String,
    /// Kind.
    pub kind: String,
    /// The kind's name.
    pub name: Text,
    /// Who holds it.
    pub person: PersonRef,
    /// Who stands in.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub deputy: Option<PersonRef>,
    /// The unit.
    pub unit: UnitRef,
    /// The area.
    pub area: AreaRef,
    /// The codes down to the area.
    pub area_path: String,
    /// Since when.
    pub valid_from: Timestamp,
    /// Until when.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub valid_to: Option<Timestamp>,
    /// The telephone of the duty.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub work_phone: Option<String>,
}

/// A post with its place found, ready for the transaction.
#[derive(Clone)]
pub(crate) struct PostWork {
    pub new: NewPost,
    pub post: Post,
}

impl Identity {
    /// Gives a post (needs `post.write` at its area).
    pub async fn give_post(&self, ctx: &Ctx, new: NewPost) -> Result<PostId, Failure> {
        let id: PostId = ctx.id();
        self.set_post(ctx, id.clone(), new).await?;
        Ok(id)
    }

    /// Changes a post (needs `post.write` at its area, before and after).
    pub async fn update_post(&self, ctx: &Ctx, id: &PostId, new: NewPost) -> Result<Change, Failure> {
        let before = store::post::one(&mut self.db.read().await?, id).await?;
        let before = before.ok_or_else(|| Refusal::not_found("post"))?;
        authz::require(&ctx.actor, action::POST_WRITE, &Thing::of("post").at(&before.area_path))?;
        self.set_post(ctx, id.clone(), new).await
    }

    async fn set_post(&self, ctx: &Ctx, id: PostId, new: NewPost) -> Result<Change, Failure> {
        let work = self.post_work(ctx, new).await?;
        let ctx = authorised(ctx, action::POST_WRITE, &Thing::of("post").at(&work.post.area_path))?;
        let (vault, inner) = (self.vault.clone(), ctx.clone());
        let change = self
            .db
            .write(&ctx, move |tx| {
                let (vault, ctx, id, work) = (vault.clone(), inner.clone(), id.clone(), work.clone());
                Box::pin(async move { put_post(tx, &vault, &ctx, &id, &work).await })
            })
            .await;
        self.cache.clear();
        change
    }

    /// Finds the place of a post and checks what needs no transaction.
    pub(crate) async fn post_work(&self, ctx: &Ctx, new: NewPost) -> Result<PostWork, Failure> {
        let unit = self.unit(&new.unit).await?;
        let unit = check_unit(unit.as_ref(), &new.unit)?;
        let post = post_of(&*self.areas, &*self.kinds, &new, &unit.area, ctx.now)?;
        Ok(PostWork { new, post })
    }

    /// Ends a post, from now on.
    pub async fn end_post(&self, ctx: &Ctx, id: &PostId) -> Result<(), Failure> {
        let (inner, id) = (ctx.clone(), id.clone());
        self.db
            .write(ctx, move |tx| {
                let (ctx, id) = (inner.clone(), id.clone());
                Box::pin(async move {
                    let mut head = ledger::open(tx, HOME, &stream(&id)).await?;
                    let post = store::post::one(tx, &id).await?.ok_or_else(|| Refusal::not_found("post"))?;
                    let ctx = authorised(&ctx, action::POST_WRITE, &Thing::of("post").at(&post.area_path))?;
                    not_to_oneself(&ctx.actor, &post)?;
                    if post.valid_to.is_some_and(|end| end <= ctx.now) {
                        return Ok(());
                    }
                    append(tx, &ctx, &mut head, "post.ended", &rules::Ended { at: ctx.now }).await?;
                    let ended = Post { valid_to: Some(ctx.now), ..post };
                    tx.execute(&store::post::PUT, store::post::columns(&id, &ended)).await?;
                    Ok::<_, Failure>(())
                })
            })
            .await?;
        self.cache.clear();
        Ok(())
    }

    /// A page of posts held now, ordered by id.
    pub async fn posts(
        &self,
        ctx: &Ctx,
        filter: &PostFilter,
        limit: usize,
    ) -> Result<Page<PostView>, Failure> {
        let mut tx = self.db.read().await?;
        let posts = store::post::fetch(&mut tx, store::post::page(filter, ctx.now, limit + 1)).await?;
        let page = Page::cut(posts, limit, |(id, _)| id.to_string());
        Ok(Page { items: self.show_posts(&mut tx, page.items).await?, next: page.next })
    }

    /// The posts of some kinds that cover a place, held at `now`, the nearest first.
    pub async fn posts_covering(
        &self,
        kinds: &[&str],
        area_path: &str,
        now: Timestamp,
    ) -> Result<Vec<(PostId, Post)>, Failure> {
        Ok(store::post::covering(&mut self.db.read().await?, kinds, area_path, now).await?)
    }

    /// Who works a grid (or any area) itself: the posts of worker kinds whose area is exactly this one.
    pub async fn team_of(&self, area_path: &str, now: Timestamp) -> Result<Vec<(PostId, Post)>, Failure> {
        let kinds = self.kinds_with_role("worker");
        let kinds: Vec<&str> = kinds.iter().map(String::as_str).collect();
        Ok(store::post::exactly_at(&mut self.db.read().await?, &kinds, area_path, now).await?)
    }

    /// One post.
    pub async fn post(&self, id: &PostId) -> Result<Option<Post>, Failure> {
        Ok(store::post::one(&mut self.db.read().await?, id).await?)
    }

    /// A person as actor, with the grants of the posts held at `ctx.now`, as holder and as deputy.
    pub async fn actor(&self, ctx: &Ctx, person: &PersonId) -> Result<Actor, Failure> {
        self.actor_in(&mut self.db.read().await?, person, ctx.now).await
    }

    pub(super) async fn actor_in(
        &self,
        tx: &mut Tx,
        person: &PersonId,
        now: Timestamp,
    ) -> Result<Actor, Failure> {
        let posts = store::post::of_person(tx, person, now).await?;
        let grants = posts.into_iter().filter_map(|(id, post)| {
            Some(Grant {
                post: id.to_string(),
                role: kinds::role(&*self.kinds, &post.kind)?,
                deputy: post.person != *person,
                kind: post.kind,
                unit: post.unit,
                area_path: post.area_path,
            })
        });
        Ok(Actor { id: format!("person/{person}"), kind: ActorKind::Person, grants: grants.collect() })
    }

    /// Posts as staff see them.
    pub(super) async fn show_posts(
        &self,
        tx: &mut Tx,
        posts: Vec<(PostId, Post)>,
    ) -> Result<Vec<PostView>, Failure> {
        let people: Vec<&str> = posts
            .iter()
            .flat_map(|(_, post)| [Some(&post.person), post.deputy.as_ref()])
            .flatten()
            .map(PersonId::as_str)
            .collect();
        let names = self.names_in(tx, &people).await?;
        let units: Vec<&str> = posts.iter().map(|(_, post)| post.unit.as_str()).collect();
        let units = self.unit_refs(tx, &units).await?;
        let phones: Vec<&str> =
            posts.iter().filter_map(|(_, post)| Some(post.work_phone.as_ref()?.id.as_str())).collect();
        let phones = self.vault.texts(tx, HOME, &phones).await?;
        let person = |id: &PersonId| PersonRef { id: id.to_string(), name: names.get(id.as_str()).cloned() };
        Ok(posts
            .into_iter()
            .map(|(id, post)| PostView {
                id: id.to_string(),
                name: self.kind_name(&post.kind),
                person: person(&post.person),
                deputy: post.deputy.as_ref().map(person),
                unit: unit_ref(&units, &post.unit),
                area: self.area_ref(&post.area),
                kind: post.kind,
                area_path: post.area_path,
                valid_from: post.valid_from,
                valid_to: post.valid_to,
                work_phone: post.work_phone.as_ref().and_then(|phone| phones.get(&phone.id).cloned()),
            })
            .collect())
    }
}

/// A unit by code; an unknown one keeps its code.
pub(crate) fn unit_ref(units: &HashMap<String, UnitRef>, code: &str) -> UnitRef {
    let unknown = || UnitRef { code: code.into(), name: Text { zh: code.into(), en: None } };
    units.get(code).cloned().unwrap_or_else(unknown)
}

pub(super) fn stream(id: &PostId) -> String {
    format!("post/{id}")
}

/// A unit that may have posts: known and in force.
pub(crate) fn check_unit<'a>(unit: Option<&'a Unit>, code: &str) -> Result<&'a Unit, Refusal> {
    match unit {
        None => Err(Refusal::rule("unit.unknown").at("/unit").got(code)),
        Some(unit) if unit.ended_at.is_some() => Err(Refusal::rule("unit.ended").at("/unit").got(code)),
        Some(unit) => Ok(unit),
    }
}

/// The post that a [`NewPost`] describes: kind known, area found, times in order. An area of `""` is everywhere, for
/// administrators only.
pub(crate) fn post_of(
    areas: &dyn Areas,
    vocabulary: &dyn crate::PostKinds,
    new: &NewPost,
    unit_area: &str,
    now: Timestamp,
) -> Result<Post, Refusal> {
    rules::check_post(new, now)?;
    if kinds::role(vocabulary, &new.kind).is_none() {
        let known = kinds::all(vocabulary).join(", ");
        return Err(Refusal::rule("post.kind_unknown").at("/kind").got(&new.kind).want(known));
    }
    let code = new.area.as_deref().unwrap_or(unit_area);
    let everywhere = code.is_empty() && crate::BUILTIN_KINDS.contains(&new.kind.as_str());
    let area_path = if everywhere {
        String::new()
    } else {
        let area = areas.area(code);
        area.ok_or_else(|| Refusal::rule("area.unknown").at("/area").got(code))?.path
    };
    Ok(Post {
        kind: new.kind.clone(),
        person: new.person.clone(),
        deputy: new.deputy.clone(),
        unit: new.unit.clone(),
        area: code.into(),
        area_path,
        valid_from: new.valid_from.unwrap_or(now),
        valid_to: new.valid_to,
        work_phone: None,
    })
}

/// Nobody gives or takes a post of their own.
pub(super) fn not_to_oneself(actor: &Actor, post: &Post) -> Result<(), Refusal> {
    let own = |person: &PersonId| actor.id == format!("person/{person}");
    if own(&post.person) || post.deputy.as_ref().is_some_and(own) {
        return Err(Refusal::new(RefusalKind::Forbidden, "post.to_oneself"));
    }
    Ok(())
}

/// Writes a post inside a command; nothing happens when it is so already.
pub(crate) async fn put_post(
    tx: &mut Tx,
    vault: &Vault,
    ctx: &Ctx,
    id: &PostId,
    work: &PostWork,
) -> Result<Change, Failure> {
    let mut head = ledger::open(tx, HOME, &stream(id)).await?;
    let before = store::post::one(tx, id).await?;
    let mut post = work.post.clone();
    if let Some(before) = &before {
        post.valid_from = work.new.valid_from.unwrap_or(before.valid_from);
        authz::require(&ctx.actor, action::POST_WRITE, &Thing::of("post").at(&before.area_path))?;
        not_to_oneself(&ctx.actor, before)?;
    }
    not_to_oneself(&ctx.actor, &post)?;
    check_unit(store::unit::one(tx, &post.unit).await?.as_ref(), &post.unit)?;
    for (field, person) in [("/person", Some(&post.person)), ("/deputy", post.deputy.as_ref())] {
        let Some(person) = person else { continue };
        if let Err(Failure::Refused(refusal)) = people::existing(tx, person).await {
            return Err(Refusal::rule(refusal.code.replace("not_found", "unknown"))
                .at(field)
                .got(person)
                .into());
        }
        let others = store::post::all_of_person(tx, person, ctx.now).await?;
        let others = others.iter().filter(|(other, _)| other != id).map(|(_, post)| post.kind.as_str());
        rules::check_separation(others.chain([post.kind.as_str()]))?;
    }
    let known = before.as_ref().and_then(|before| before.work_phone.as_ref());
    post.work_phone = work_phone(tx, vault, ctx, known, work.new.work_phone.as_deref()).await?;
    let change = change(before.as_ref(), &post);
    if change != Change::Unchanged {
        append(tx, ctx, &mut head, "post.set", &post).await?;
        tx.execute(&store::post::PUT, store::post::columns(id, &post)).await?;
    }
    Ok(change)
}

/// None keeps the telephone there is, an empty one removes it. It is published: a text, which stays with what was said.
async fn work_phone(
    tx: &mut Tx,
    vault: &Vault,
    ctx: &Ctx,
    known: Option<&Ref>,
    new: Option<&str>,
) -> Result<Option<Ref>, Failure> {
    match new.map(str::trim) {
        None => Ok(known.cloned()),
        Some("") => Ok(None),
        Some(phone) => {
            let value = NewValue::text("post.work_phone", phone);
            Ok(Some(people::keep_or_put(tx, vault, ctx, known, value).await?))
        }
    }
}

/// A person leaves a post: the holder's post ends, a deputy's place becomes free.
pub(super) async fn leave(
    tx: &mut Tx,
    ctx: &Ctx,
    id: &PostId,
    post: Post,
    person: &PersonId,
) -> Result<(), Failure> {
    let mut head = ledger::open(tx, HOME, &stream(id)).await?;
    let post = if post.person == *person {
        // a post that has not begun ends when it would begin
        let at = ctx.now.max(post.valid_from);
        append(tx, ctx, &mut head, "post.ended", &rules::Ended { at }).await?;
        Post { valid_to: Some(at), ..post }
    } else {
        let post = Post { deputy: None, ..post };
        append(tx, ctx, &mut head, "post.set", &post).await?;
        post
    };
    tx.execute(&store::post::PUT, store::post::columns(id, &post)).await?;
    Ok(())
}

/// For imports: the post of that kind which the person has in that unit and area already.
pub(crate) async fn same_post(
    tx: &mut Tx,
    post: &Post,
    now: Timestamp,
) -> Result<Option<(PostId, Post)>, Failure> {
    Ok(store::post::same(tx, post, now).await?)
}
