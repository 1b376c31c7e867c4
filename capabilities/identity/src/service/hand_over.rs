//! Hand-over: posts end for one person and begin for another, as facts; the open work follows by a job of `cases`.
//!
//! Everything that is decided is decided in one transaction, with what it promises: a job at the beginning, and one at the
//! end of a leave. Both may run again at any time.

use super::{Identity, PersonRef, append, authorised, people, posts};
use crate::{
    HOME,
    model::{Duty, HandOver, NewHandOver, PersonId, Post, PostId, Told},
    rules, store,
};
use authz::{Thing, action};
use db::Tx;
use kernel::{Ctx, Failure, Refusal, Timestamp};
use protect::{NewValue, Vault};
use serde::Serialize;
use utoipa::ToSchema;

/// The kind of the job that takes the open work over, with `{id, back}`; `cases` runs it.
pub const HAND_OVER: &str = "people.hand_over";

/// A hand-over lies at most this far ahead, and a leave is at most as long.
const AHEAD: i64 = 366 * Timestamp::DAY;
/// The job looks so long after the moment, when no node takes the old post for granted any more.
const SETTLED: i64 = 10_000;
/// Hand-overs of a person that are shown.
const SHOWN: usize = 20;

/// A hand-over as staff see it.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[schema(as = HandOver)]
pub struct HandOverView {
    /// Its id.
    pub id: String,
    /// Who hands over.
    pub person: PersonRef,
    /// Who takes over.
    pub successor: PersonRef,
    /// Since when.
    pub from: Timestamp,
    /// Until when, of a leave.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub until: Option<Timestamp>,
    /// How many posts.
    pub posts: usize,
    /// Why, as long as it is kept.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
    /// When it was decided.
    pub at: Timestamp,
    /// When all work had gone over.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub gone_at: Option<Timestamp>,
    /// When all work had come back.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub back_at: Option<Timestamp>,
}

/// What a transaction needs.
#[derive(Clone)]
struct Work {
    id: String,
    person: PersonId,
    new: NewHandOver,
    from: Timestamp,
    vault: Vault,
    key: Option<web::Key>,
    /// Open work names the person: there is something to hand over without any post, too.
    named: bool,
}

impl Identity {
    /// Hands over (needs `person.write`, and `post.write` wherever the posts are). The same key again: the same hand-over.
    /// `named` says whether open work names the person; without it and without any post there is nothing to hand over.
    pub async fn hand_over(
        &self,
        ctx: &Ctx,
        person: &PersonId,
        new: NewHandOver,
        (key, named): (Option<web::Key>, bool),
    ) -> Result<HandOver, Failure> {
        let ctx = authorised(ctx, action::PERSON_WRITE, &Thing::of("person"))?;
        let from = rules::check_hand_over(&new, person, ctx.now, AHEAD)?;
        let id = ctx.id::<()>().to_string();
        let work = Work { id, person: person.clone(), new, from, vault: self.vault.clone(), key, named };
        let inner = ctx.clone();
        let done = self
            .db
            .write(&ctx, move |tx| {
                let (ctx, work) = (inner.clone(), work.clone());
                Box::pin(async move { work.run(tx, &ctx).await })
            })
            .await;
        self.cache.clear();
        done
    }

    /// The last hand-overs of a person (needs `person.write`).
    pub async fn hand_overs(&self, ctx: &Ctx, person: &PersonId) -> Result<Vec<HandOverView>, Failure> {
        authorised(ctx, action::PERSON_WRITE, &Thing::of("person"))?;
        let mut tx = self.db.read().await?;
        let all = store::hand_over::of_person(&mut tx, person, SHOWN).await?;
        let mut views = vec![];
        for hand_over in &all {
            views.push(self.show_hand_over(&mut tx, hand_over).await?);
        }
        Ok(views)
    }

    /// A hand-over as staff see it.
    pub async fn hand_over_view(&self, hand_over: &HandOver) -> Result<HandOverView, Failure> {
        self.show_hand_over(&mut self.db.read().await?, hand_over).await
    }

    async fn show_hand_over(&self, tx: &mut Tx, h: &HandOver) -> Result<HandOverView, Failure> {
        let names = self.names_in(tx, &[h.person.as_str(), h.successor.as_str()]).await?;
        let person = |id: &PersonId| PersonRef { id: id.to_string(), name: names.get(id.as_str()).cloned() };
        let reason: Vec<&str> = h.reason.iter().map(|r| r.id.as_str()).collect();
        let reason = self.vault.texts(tx, HOME, &reason).await?.into_values().next();
        Ok(HandOverView {
            id: h.id.clone(),
            person: person(&h.person),
            successor: person(&h.successor),
            from: h.from,
            until: h.until,
            posts: h.duties.len(),
            reason,
            at: h.at,
            gone_at: h.gone_at,
            back_at: h.back_at,
        })
    }

    /// What a person holds or will hold, also as deputy, as staff see it (needs `person.write`).
    pub async fn held(&self, ctx: &Ctx, person: &PersonId) -> Result<Vec<super::PostView>, Failure> {
        authorised(ctx, action::PERSON_WRITE, &Thing::of("person"))?;
        let mut tx = self.db.read().await?;
        people::known(&mut tx, person).await?;
        let posts = store::post::all_of_person(&mut tx, person, ctx.now).await?;
        self.show_posts(&mut tx, posts).await
    }

    /// Within a transaction: a hand-over by its id.
    pub async fn hand_over_in(tx: &mut Tx, id: &str) -> Result<Option<HandOver>, Failure> {
        Ok(store::hand_over::one(tx, id).await?)
    }

    /// All work of a hand-over has gone over, or come back.
    pub async fn hand_over_done(&self, ctx: &Ctx, h: &HandOver, back: bool) -> Result<(), Failure> {
        let (h, now) = (h.clone(), ctx.now);
        self.db
            .write(ctx, move |tx| {
                let h = h.clone();
                Box::pin(async move {
                    if !back {
                        return Ok(store::hand_over::gone(tx, &h.id, now).await?);
                    }
                    store::hand_over::back(tx, &h.id, now).await?;
                    let told = told(&h, &h.id, "hand_back", now);
                    Ok::<_, Failure>(store::told::tell(tx, &h.person, &told).await?)
                })
            })
            .await
    }
}

/// What the one who takes over, or back, is told.
fn told(h: &HandOver, id: &str, kind: &str, at: Timestamp) -> Told {
    let about = serde_json::json!({ "hand_over": h.id, "from": h.person, "to": h.successor,
        "posts": h.duties.len(), "since": h.from, "until": h.until });
    Told { id: format!("{kind}/{id}"), kind: kind.into(), about, at, seen: false }
}

impl Work {
    async fn run(&self, tx: &mut Tx, ctx: &Ctx) -> Result<HandOver, Failure> {
        if let Some(key) = &self.key
            && let Some(id) = key.begin(tx, ctx.now).await?
        {
            let known = store::hand_over::one(tx, &id).await?;
            return known.ok_or_else(|| Refusal::not_found("hand_over").into());
        }
        let mut head = ledger::open(tx, HOME, &format!("person/{}", self.person)).await?;
        people::known(tx, &self.person).await?;
        self.successor(tx, ctx).await?;
        let chosen = self.chosen(tx, ctx).await?;
        for (id, post) in &chosen {
            self.pass_on(tx, ctx, id, post).await?;
        }
        let h = self.record(tx, ctx, &chosen).await?;
        let data = serde_json::json!({ "id": h.id, "successor": h.successor, "from": h.from, "until": h.until,
            "whole": h.whole, "posts": chosen.iter().map(|(id, _)| id).collect::<Vec<_>>(), "reason": h.reason });
        append(tx, ctx, &mut head, "person.handed_over", &data).await?;
        self.promise(tx, ctx, &h).await?;
        if let Some(key) = &self.key {
            key.finish(tx, &h.id).await?;
        }
        Ok(h)
    }

    /// Whoever takes over works here, and holds no administration that must be another's.
    async fn successor(&self, tx: &mut Tx, ctx: &Ctx) -> Result<(), Failure> {
        if let Err(Failure::Refused(refusal)) = people::existing(tx, &self.new.successor).await {
            let code = refusal.code.replace("not_found", "unknown");
            return Err(Refusal::rule(code).at("/successor").got(&self.new.successor).into());
        }
        let own = format!("person/{}", self.new.successor);
        if ctx.actor.id == own || ctx.actor.id == format!("person/{}", self.person) {
            return Err(Refusal::new(kernel::RefusalKind::Forbidden, "post.to_oneself").into());
        }
        Ok(())
    }

    /// The posts that go over; refused when one was named that the person no longer has.
    async fn chosen(&self, tx: &mut Tx, ctx: &Ctx) -> Result<Vec<(PostId, Post)>, Failure> {
        let mut held = store::post::all_of_person(tx, &self.person, ctx.now).await?;
        held.retain(|(_, post)| post.valid_to.is_none_or(|end| end > self.from));
        if self.new.until.is_some() {
            // a deputy stands in already; that is not handed over for a time
            held.retain(|(_, post)| post.person == self.person);
        }
        if !self.new.posts.is_empty() {
            if let Some(gone) = self.new.posts.iter().find(|id| !held.iter().any(|(h, _)| h.as_str() == **id))
            {
                return Err(Refusal::rule("hand_over.not_held").at("/posts").got(gone).into());
            }
            held.retain(|(id, _)| self.new.posts.iter().any(|wanted| wanted == id.as_str()));
        }
        if held.is_empty() && (self.new.until.is_some() || !self.named) {
            return Err(Refusal::rule("hand_over.nothing").into());
        }
        let others = store::post::all_of_person(tx, &self.new.successor, ctx.now).await?;
        let kinds = others.iter().chain(&held).map(|(_, post)| post.kind.as_str());
        rules::check_separation(kinds)?;
        for (_, post) in &held {
            authz::require(&ctx.actor, action::POST_WRITE, &Thing::of("post").at(&post.area_path))?;
            posts::not_to_oneself(&ctx.actor, post)?;
        }
        Ok(held)
    }

    /// One post goes over, and comes back after a leave.
    async fn pass_on(&self, tx: &mut Tx, ctx: &Ctx, id: &PostId, post: &Post) -> Result<(), Failure> {
        let successor = &self.new.successor;
        let at = self.from.max(post.valid_from);
        if post.person != self.person {
            let deputy = Some(successor).filter(|s| **s != post.person).cloned();
            if at <= ctx.now {
                return put(tx, ctx, id, Post { deputy, ..post.clone() }).await;
            }
            end(tx, ctx, id, post, at).await?;
            return put(tx, ctx, &ctx.id(), Post { deputy, valid_from: at, ..post.clone() }).await;
        }
        end(tx, ctx, id, post, at).await?;
        let back = self.new.until.filter(|until| post.valid_to.is_none_or(|end| *until < end));
        let deputy = post.deputy.clone().filter(|d| d != successor);
        let theirs = Post {
            person: successor.clone(),
            deputy,
            valid_from: at,
            valid_to: back.or(post.valid_to),
            ..post.clone()
        };
        take(tx, ctx, theirs).await?;
        match back {
            Some(until) => take(tx, ctx, Post { valid_from: until.max(at), ..post.clone() }).await,
            None => Ok(()),
        }
    }

    async fn record(&self, tx: &mut Tx, ctx: &Ctx, chosen: &[(PostId, Post)]) -> Result<HandOver, Failure> {
        let reason = self.new.reason.as_deref().map(str::trim).filter(|text| !text.is_empty());
        let reason = match reason {
            Some(text) => {
                Some(self.vault.put(tx, ctx, HOME, &NewValue::text("staff.hand_over", text)).await?)
            }
            None => None,
        };
        let duty = |post: &Post| Duty { unit: post.unit.clone(), area_path: post.area_path.clone() };
        let own = chosen.iter().filter(|(_, post)| post.person == self.person);
        let h = HandOver {
            id: self.id.clone(),
            person: self.person.clone(),
            successor: self.new.successor.clone(),
            from: self.from,
            until: self.new.until,
            whole: self.new.posts.is_empty(),
            duties: own.map(|(_, post)| duty(post)).collect(),
            reason,
            by_actor: ctx.actor.id.clone(),
            by_post: ctx.post.clone(),
            at: ctx.now,
            gone_at: None,
            back_at: None,
        };
        store::hand_over::put(tx, &h).await?;
        Ok(h)
    }

    /// The work follows when the time has come, and comes back after a leave; the successor is told now.
    async fn promise(&self, tx: &mut Tx, ctx: &Ctx, h: &HandOver) -> Result<(), Failure> {
        let times = [(Some(h.from), false), (h.until, true)];
        for (at, back) in times.into_iter().filter_map(|(at, back)| Some((at?, back))) {
            promise(tx, ctx, h, (at, back)).await?;
        }
        Ok(store::told::tell(tx, &h.successor, &told(h, &h.id, "hand_over", ctx.now)).await?)
    }
}

/// Promises the job that takes the work over, or back; one of each.
pub(super) async fn promise(
    tx: &mut Tx,
    ctx: &Ctx,
    h: &HandOver,
    (at, back): (Timestamp, bool),
) -> Result<(), Failure> {
    let payload = serde_json::json!({ "id": h.id, "back": back });
    let key = format!("{}/{back}", h.id);
    // nodes believe a session for five seconds: what is signed meanwhile goes over too
    let at = at.plus(SETTLED);
    jobs::enqueue(tx, ctx, jobs::NewJob::new(HAND_OVER).key(key).payload(payload).at(at)).await?;
    Ok(())
}

pub(super) async fn put(tx: &mut Tx, ctx: &Ctx, id: &PostId, post: Post) -> Result<(), Failure> {
    let mut head = ledger::open(tx, HOME, &posts::stream(id)).await?;
    append(tx, ctx, &mut head, "post.set", &post).await?;
    tx.execute(&store::post::PUT, store::post::columns(id, &post)).await?;
    Ok(())
}

pub(super) async fn end(
    tx: &mut Tx,
    ctx: &Ctx,
    id: &PostId,
    post: &Post,
    at: Timestamp,
) -> Result<(), Failure> {
    let mut head = ledger::open(tx, HOME, &posts::stream(id)).await?;
    append(tx, ctx, &mut head, "post.ended", &rules::Ended { at }).await?;
    let ended = Post { valid_to: Some(at), ..post.clone() };
    tx.execute(&store::post::PUT, store::post::columns(id, &ended)).await?;
    Ok(())
}

/// Somebody gets a post; whoever has the same already has it for both times.
async fn take(tx: &mut Tx, ctx: &Ctx, post: Post) -> Result<(), Failure> {
    let held = store::post::all_of_person(tx, &post.person, ctx.now).await?;
    let same = held.into_iter().find(|(_, other)| {
        other.person == post.person
            && (&other.kind, &other.unit, &other.area_path) == (&post.kind, &post.unit, &post.area_path)
            && other.valid_to.is_none_or(|end| end >= post.valid_from)
            && post.valid_to.is_none_or(|end| end >= other.valid_from)
    });
    let Some((id, other)) = same else { return put(tx, ctx, &ctx.id(), post).await };
    let both = Post {
        valid_from: other.valid_from.min(post.valid_from),
        valid_to: match (other.valid_to, post.valid_to) {
            (Some(a), Some(b)) => Some(a.max(b)),
            _ => None,
        },
        ..other.clone()
    };
    if both == other { Ok(()) } else { put(tx, ctx, &id, both).await }
}
