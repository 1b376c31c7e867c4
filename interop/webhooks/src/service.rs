//! Commands and queries of administrators.

use crate::model::{DeliveryView, Lane, NewWebhook, State, Webhook, WebhookId, WebhookView, WithSecret};
use crate::sending::{Rests, SEND, enqueue};
use crate::{rules, sign, store};
use authz::{Thing, action};
use courier::http::Sender;
use courier::net::Networks;
use db::{Db, Tx};
use grid::Grid;
use kernel::{Ctx, Failure, Refusal, Result, Timestamp};
use ledger::NewFact;
use protect::Vault;
use std::{collections::HashMap, sync::Arc};
use web::Page;

/// Subscriptions at most: each is asked for every event.
const MOST: usize = 100;
/// The home of the streams.
const HOME: &str = "global";

/// What webhooks are put together from.
#[derive(Clone)]
pub struct Parts {
    /// The database.
    pub db: Db,
    /// From its key the secrets are derived.
    pub vault: Vault,
    /// The ground.
    pub grid: Arc<Grid>,
    /// What may be reached besides public addresses.
    pub networks: Networks,
}

/// The service. Cheap to clone.
#[derive(Clone)]
pub struct Webhooks {
    pub(crate) parts: Parts,
    pub(crate) sender: Sender,
    pub(crate) rests: Rests,
}

impl Webhooks {
    /// Puts the service together.
    pub fn new(parts: Parts) -> Self {
        let sender = Sender::new(parts.networks.clone());
        Self { parts, sender, rests: Rests::default() }
    }

    /// Subscriptions that the actor may keep, oldest first.
    ///
    /// # Errors
    /// `webhook.write` forbidden.
    pub async fn list(&self, ctx: &Ctx) -> Result<Vec<WebhookView>> {
        authz::require_anywhere(&ctx.actor, action::WEBHOOK_WRITE)?;
        let mut tx = self.parts.db.read().await?;
        let (hooks, counts) = (store::all(&mut tx).await?, store::counts(&mut tx).await?);
        let mine = hooks.into_iter().filter(|hook| self.allowed(ctx, &hook.area_path).is_ok());
        Ok(mine.map(|hook| view(hook, &counts)).collect())
    }

    /// A new subscription, with its secret.
    ///
    /// # Errors
    /// What is wrong with it; `webhook.write` forbidden there; `webhook.too_many`.
    pub async fn create(&self, ctx: &Ctx, new: &NewWebhook) -> Result<WithSecret> {
        let (area_path, origin) = self.checked(ctx, new)?;
        let hook = Webhook {
            id: ctx.id(),
            name: new.name.trim().to_owned(),
            url: new.url.clone(),
            events: new.events.clone(),
            area: new.area.clone(),
            area_path,
            enabled: new.enabled,
            generation: 1,
            rotated_at: None,
            created_at: ctx.now,
            changed_at: ctx.now,
            ended_at: None,
        };
        let (inner, stored) = (ctx.clone(), hook.clone());
        self.parts
            .db
            .write(ctx, move |tx| {
                let (ctx, hook, origin) = (inner.clone(), stored.clone(), origin.clone());
                Box::pin(async move {
                    if store::all(tx).await?.len() >= MOST {
                        return Err(Refusal::rule("webhook.too_many").want(format!("at most {MOST}")).into());
                    }
                    set(tx, &ctx, &hook, &origin).await
                })
            })
            .await?;
        Ok(self.with_secret(hook))
    }

    /// Sets a subscription anew; what waits is sent when it is enabled again.
    ///
    /// # Errors
    /// `webhook.not_found`; else as [`Webhooks::create`].
    pub async fn change(&self, ctx: &Ctx, id: &str, new: &NewWebhook) -> Result<WebhookView> {
        let (area_path, origin) = self.checked(ctx, new)?;
        let (inner, new) = (ctx.clone(), new.clone());
        let hook = self.alter(ctx, id, move |hook| {
            hook.name = new.name.trim().to_owned();
            hook.url.clone_from(&new.url);
            hook.events.clone_from(&new.events);
            hook.area.clone_from(&new.area);
            hook.area_path.clone_from(&area_path);
            hook.enabled = new.enabled;
            Some(origin.clone())
        });
        let hook = hook.await?;
        if hook.enabled {
            self.wake(&inner, &hook).await?;
        }
        self.shown(hook).await
    }

    /// Gives a subscription another secret; the one before signs too for a day.
    ///
    /// # Errors
    /// `webhook.not_found`
    pub async fn rotate(&self, ctx: &Ctx, id: &str) -> Result<WithSecret> {
        let now = ctx.now;
        let hook = self.alter(ctx, id, move |hook| {
            hook.generation += 1;
            hook.rotated_at = Some(now);
            None
        });
        Ok(self.with_secret(hook.await?))
    }

    /// Ends a subscription. What has not arrived is not sent any more.
    ///
    /// # Errors
    /// `webhook.not_found`
    pub async fn end(&self, ctx: &Ctx, id: &str) -> Result<()> {
        let now = ctx.now;
        let ended = self.alter(ctx, id, move |hook| {
            hook.ended_at = Some(now);
            None
        });
        ended.await.map(drop)
    }

    /// A page of deliveries of a subscription in one state, the latest first.
    ///
    /// # Errors
    /// `webhook.not_found`; a cursor that cannot be read.
    pub async fn deliveries(
        &self,
        ctx: &Ctx,
        id: &str,
        state: State,
        after: Option<&str>,
        limit: Option<usize>,
    ) -> Result<Page<DeliveryView>> {
        let before = after.map(mark).transpose()?;
        let limit = Page::<DeliveryView>::limit(limit);
        let mut tx = self.parts.db.read().await?;
        let hook = self.found(ctx, store::get(&mut tx, id).await?)?;
        let items = store::page(&mut tx, hook.id.as_str(), state, before.as_ref(), limit + 1).await?;
        Ok(Page::cut(items, limit, |d| format!("{}~{}~{}", d.changed_at.0, d.case, d.seq)))
    }

    /// Sends again what was given up: the delivery of one event, or all. Answers how many.
    ///
    /// # Errors
    /// `webhook.not_found`; `delivery.not_found` when the event is not among what was given up.
    pub async fn resend(&self, ctx: &Ctx, id: &str, event: Option<&str>) -> Result<u64> {
        let hook = self.found(ctx, store::get(&mut self.parts.db.read().await?, id).await?)?;
        let one = event.map(|event| {
            rules::parse_event_id(event)
                .ok_or_else(|| Refusal::invalid("/event", event, "the id of an event"))
        });
        let one = one.transpose()?;
        let mut resent = 0;
        loop {
            let (inner, id, one) = (ctx.clone(), hook.id.to_string(), one.clone());
            let single = one.is_some();
            let write = self.parts.db.write(ctx, move |tx| {
                let (ctx, id, one) = (inner.clone(), id.clone(), one.clone());
                Box::pin(async move {
                    let dead = store::dead(tx, &id, one.as_ref()).await?;
                    for (lane, seq) in &dead {
                        store::again(tx, lane, *seq, ctx.now).await?;
                        enqueue(tx, &ctx, SEND, lane).await?;
                    }
                    Ok::<_, Failure>(dead.len() as u64)
                })
            });
            let some = write.await?;
            resent += some;
            if some == 0 || single {
                break;
            }
        }
        if event.is_some() && resent == 0 {
            return Err(Refusal::not_found("delivery").into());
        }
        Ok(resent)
    }

    /// What the subscription signs with: the present secret, and the one before while that is valid.
    pub(crate) fn secrets(&self, hook: &Webhook, now: Timestamp) -> Vec<[u8; 32]> {
        let secret = |generation: i64| self.parts.vault.derive(&format!("webhook/{}/{generation}", hook.id));
        let mut all = vec![secret(hook.generation)];
        if hook.rotated_at.is_some_and(|at| now.since(at) < sign::OVERLAP) {
            all.push(secret(hook.generation - 1));
        }
        all
    }

    fn with_secret(&self, hook: Webhook) -> WithSecret {
        let secret =
            sign::shown(&self.parts.vault.derive(&format!("webhook/{}/{}", hook.id, hook.generation)));
        WithSecret { webhook: view(hook, &HashMap::new()), secret }
    }

    async fn shown(&self, hook: Webhook) -> Result<WebhookView> {
        let counts = store::counts(&mut self.parts.db.read().await?).await?;
        Ok(view(hook, &counts))
    }

    /// The path of the area and the origin of the address, of a subscription that is right and allowed.
    fn checked(&self, ctx: &Ctx, new: &NewWebhook) -> Result<(String, String)> {
        authz::require_anywhere(&ctx.actor, action::WEBHOOK_WRITE)?;
        let url = rules::check(new)?;
        let area_path = match new.area.as_str() {
            "" => String::new(),
            code => {
                let area = self.parts.grid.area(code);
                area.ok_or_else(|| Refusal::invalid("/area", code, "the code of an area"))?.path.clone()
            }
        };
        self.allowed(ctx, &area_path)?;
        Ok((area_path, rules::origin(&url)))
    }

    /// Changes a subscription that is there. The closure answers the origin for the fact when it sets another address.
    async fn alter(
        &self,
        ctx: &Ctx,
        id: &str,
        change: impl Fn(&mut Webhook) -> Option<String> + Send + Sync + 'static,
    ) -> Result<Webhook> {
        let (me, inner, id, change) = (self.clone(), ctx.clone(), id.to_owned(), Arc::new(change));
        self.parts
            .db
            .write(ctx, move |tx| {
                let (me, ctx, id, change) = (me.clone(), inner.clone(), id.clone(), change.clone());
                Box::pin(async move {
                    let mut hook = me.found(&ctx, store::get(tx, &id).await?)?;
                    let origin = change(&mut hook);
                    me.allowed(&ctx, &hook.area_path)?;
                    hook.changed_at = ctx.now;
                    let known = url::Url::parse(&hook.url).map(|url| rules::origin(&url)).unwrap_or_default();
                    set(tx, &ctx, &hook, origin.as_deref().unwrap_or(&known)).await?;
                    Ok::<_, Failure>(hook)
                })
            })
            .await
    }

    /// Whoever keeps webhooks there; everywhere is every top of the tree.
    fn allowed(&self, ctx: &Ctx, area_path: &str) -> Result<(), Refusal> {
        let may = |path: &str| {
            let thing = Thing::of("webhook").at(path);
            authz::require(&ctx.actor, action::WEBHOOK_WRITE, &thing).map(drop)
        };
        let tops = if area_path.is_empty() { self.parts.grid.children(None) } else { vec![] };
        match tops.is_empty() {
            true => may(area_path),
            false => tops.iter().try_for_each(|top| may(&top.path)),
        }
    }

    /// A subscription that is there for this actor.
    fn found(&self, ctx: &Ctx, hook: Option<Webhook>) -> Result<Webhook, Refusal> {
        authz::require_anywhere(&ctx.actor, action::WEBHOOK_WRITE)?;
        let mine = |hook: &Webhook| hook.ended_at.is_none() && self.allowed(ctx, &hook.area_path).is_ok();
        hook.filter(mine).ok_or_else(|| Refusal::not_found("webhook"))
    }

    /// Lets everything run that waits.
    async fn wake(&self, ctx: &Ctx, hook: &Webhook) -> Result<()> {
        let mut after: Option<Lane> = None;
        loop {
            let mut tx = self.parts.db.read().await?;
            let lanes = store::lanes(&mut tx, hook.id.as_str(), after.as_ref()).await?;
            drop(tx);
            let Some(last) = lanes.last() else { return Ok(()) };
            after = Some(last.clone());
            let inner = ctx.clone();
            let write = self.parts.db.write(ctx, move |tx| {
                let (ctx, lanes) = (inner.clone(), lanes.clone());
                Box::pin(async move {
                    for lane in &lanes {
                        enqueue(tx, &ctx, SEND, lane).await?;
                    }
                    Ok::<_, Failure>(())
                })
            });
            write.await?;
        }
    }
}

/// The row and the fact. The fact holds no path and no query of the address: they may be a secret of the receiver's.
async fn set(tx: &mut Tx, ctx: &Ctx, hook: &Webhook, origin: &str) -> Result<()> {
    let mut head = ledger::open(tx, HOME, &format!("webhook/{}", hook.id)).await?;
    let fact = match hook.ended_at {
        Some(at) => NewFact::new("webhook.ended", 1, &serde_json::json!({ "at": at }))?,
        None => NewFact::new(
            "webhook.set",
            1,
            &serde_json::json!({
                "origin": origin, "events": hook.events, "area": hook.area, "enabled": hook.enabled,
                "generation": hook.generation,
            }),
        )?,
    };
    ledger::append(tx, ctx, &mut head, &[fact]).await?;
    Ok(store::put(tx, hook).await?)
}

fn view(hook: Webhook, counts: &HashMap<(String, String), i64>) -> WebhookView {
    let count = |state: State| {
        counts.get(&(hook.id.to_string(), state.code().to_owned())).copied().unwrap_or_default()
    };
    WebhookView {
        waiting: count(State::Waiting),
        dead: count(State::Dead),
        id: hook.id.to_string(),
        name: hook.name,
        url: hook.url,
        events: hook.events,
        area: hook.area,
        enabled: hook.enabled,
        created_at: hook.created_at,
        changed_at: hook.changed_at,
    }
}

fn mark(text: &str) -> Result<store::Mark, Refusal> {
    let mut parts = text.split('~');
    let read = |parts: &mut std::str::Split<'_, char>| {
        let at = parts.next()?.parse().ok()?;
        let case = parts.next()?.to_owned();
        let seq = parts.next()?.parse().ok()?;
        parts.next().is_none().then_some((Timestamp(at), case, seq))
    };
    read(&mut parts).ok_or_else(|| Refusal::invalid("after", text, "the `next` of a page"))
}

/// A subscription's id as a path holds it.
pub(crate) fn id(text: &str) -> Result<String, Refusal> {
    text.parse::<WebhookId>().map(|id| id.to_string()).map_err(|_| Refusal::not_found("webhook"))
}
