//! A leave ends early: the stand-in's posts end, the person's begin again, and the work comes back as the hand-over says.

use super::{Identity, append, authorised, hand_over, people, posts};
use crate::{
    HOME,
    model::{HandOver, PersonId, Post, PostId},
    store,
};
use authz::{Thing, action};
use db::Tx;
use kernel::{Ctx, Failure, Refusal, RefusalKind, Timestamp};

/// What the transaction needs.
#[derive(Clone)]
struct Return {
    person: PersonId,
    id: String,
    key: Option<web::Key>,
}

impl Identity {
    /// Ends a leave now (needs `person.write`, and `post.write` wherever the posts are). The same key again: the same leave.
    ///
    /// # Errors
    /// `hand_over.not_found`; `hand_over.for_good`; `hand_over.over`; `hand_over.not_begun`; `post.to_oneself`.
    pub async fn end_leave(
        &self,
        ctx: &Ctx,
        person: &PersonId,
        id: &str,
        key: Option<web::Key>,
    ) -> Result<HandOver, Failure> {
        let ctx = authorised(ctx, action::PERSON_WRITE, &Thing::of("person"))?;
        let work = Return { person: person.clone(), id: id.to_owned(), key };
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
}

impl Return {
    async fn run(&self, tx: &mut Tx, ctx: &Ctx) -> Result<HandOver, Failure> {
        if let Some(key) = &self.key
            && let Some(id) = key.begin(tx, ctx.now).await?
        {
            let known = store::hand_over::one(tx, &id).await?;
            return known.ok_or_else(|| Refusal::not_found("hand_over").into());
        }
        let mut head = ledger::open(tx, HOME, &format!("person/{}", self.person)).await?;
        people::known(tx, &self.person).await?;
        let found = store::hand_over::one(tx, &self.id).await?.filter(|h| h.person == self.person);
        let h = found.ok_or_else(|| Refusal::not_found("hand_over"))?;
        let until = check(&h, ctx)?;
        let back = store::post::all_of_person(tx, &h.person, ctx.now).await?;
        let back: Vec<_> =
            back.into_iter().filter(|(_, p)| p.person == h.person && p.valid_from == until).collect();
        let theirs = store::post::all_of_person(tx, &h.successor, ctx.now).await?;
        for (id, post) in back.iter().filter(|(_, post)| duty(&h, post)) {
            authz::require(&ctx.actor, action::POST_WRITE, &Thing::of("post").at(&post.area_path))?;
            posts::not_to_oneself(&ctx.actor, post)?;
            self.give_back(tx, ctx, (id, post), &theirs, until).await?;
        }
        let h = HandOver { until: Some(ctx.now), ..h };
        store::hand_over::ends(tx, &h.id, ctx.now).await?;
        let data = serde_json::json!({ "id": h.id, "at": ctx.now, "until": until });
        append(tx, ctx, &mut head, "person.leave_ended", &data).await?;
        // in the place of the job of the end that was said, which would take back what another leave has handed over since
        hand_over::promise(tx, ctx, &h, (ctx.now, true)).await?;
        if let Some(key) = &self.key {
            key.finish(tx, &h.id).await?;
        }
        Ok(h)
    }

    /// The stand-in's post ends, unless it is theirs for longer; the person's begins.
    async fn give_back(
        &self,
        tx: &mut Tx,
        ctx: &Ctx,
        (id, post): (&PostId, &Post),
        theirs: &[(PostId, Post)],
        until: Timestamp,
    ) -> Result<(), Failure> {
        let same = |other: &Post| {
            (&other.kind, &other.unit, &other.area_path) == (&post.kind, &post.unit, &post.area_path)
        };
        for (stand_in, other) in theirs.iter().filter(|(_, o)| same(o) && o.valid_to == Some(until)) {
            hand_over::end(tx, ctx, stand_in, other, ctx.now).await?;
        }
        hand_over::put(tx, ctx, id, Post { valid_from: ctx.now, ..post.clone() }).await
    }
}

/// Whether a post is one that was handed over.
fn duty(h: &HandOver, post: &Post) -> bool {
    h.duties.iter().any(|d| (&d.unit, &d.area_path) == (&post.unit, &post.area_path))
}

/// When the leave was to end; refused when it is none, is over, or has not begun.
fn check(h: &HandOver, ctx: &Ctx) -> Result<Timestamp, Refusal> {
    let Some(until) = h.until else { return Err(Refusal::rule("hand_over.for_good")) };
    if until <= ctx.now {
        return Err(Refusal::rule("hand_over.over").got(until));
    }
    if h.from > ctx.now {
        return Err(Refusal::rule("hand_over.not_begun").got(h.from));
    }
    if ctx.actor.id == format!("person/{}", h.person) || ctx.actor.id == format!("person/{}", h.successor) {
        return Err(Refusal::new(RefusalKind::Forbidden, "post.to_oneself"));
    }
    Ok(until)
}
