//! Logging in and out.

use super::{Identity, Login, SessionPerson, SessionPost, SessionView, access::Seen, people};
use crate::{model::PersonId, rules, store};
use db::args;
use kernel::{Actor, Ctx, Failure, Lang, Refusal, RefusalKind};
use sha2::{Digest, Sha256};
use std::net::IpAddr;
use web::Identified;

/// Attempts are counted in windows of 15 minutes.
const WINDOW: i64 = 15 * 60_000;
/// A session's last use is written down when it is this much later than what stands there.
const TOUCH_AFTER: i64 = 5 * 60_000;

impl Identity {
    /// Logs in. Attempts are counted before the password is looked at, so that many at once do not get past the limit:
    /// `session.too_many` (429). An unknown login and a wrong password are one refusal: `session.refused` (401).
    pub async fn login(
        &self,
        ctx: &Ctx,
        login: &str,
        password: &str,
        address: IpAddr,
        lang: Lang,
    ) -> Result<Login, Failure> {
        let (login_key, address_key) =
            (counter("login", &rules::login_key(login)), counter("address", &address));
        self.count_attempt(ctx, &login_key, self.settings.attempts_per_login).await?;
        self.count_attempt(ctx, &address_key, self.settings.attempts_per_address).await?;
        let found = store::person::by_login(&mut self.db.read().await?, &people::login_hash(login)).await?;
        let (person, hash) = found.map_or((None, None), |(person, hash)| (Some(person), hash));
        // too long for a password: no work for whoever sends megabytes
        let right = password.len() <= 256 && self.passwords.verify(password, hash).await?;
        let Some(person) = person.filter(|_| right) else {
            return Err(Refusal::new(RefusalKind::Unauthenticated, "session.refused").into());
        };
        let (token, csrf) = (format!("{}{}", ctx.secret(), ctx.secret()), ctx.secret());
        let (hash, expires) = (token_hash(&token), ctx.now.plus(self.settings.lifetime));
        let (owner, secret, now) = (person.clone(), csrf.clone(), ctx.now);
        self.db
            .write(ctx, move |tx| {
                let row = args![&hash, &owner, &secret, now, expires];
                let (login_key, address_key) = (login_key.clone(), address_key.clone());
                Box::pin(async move {
                    tx.execute(&store::access::OPEN, row).await?;
                    tx.execute(&store::access::FORGET, args![login_key]).await?;
                    tx.execute(&store::access::FORGIVE, args![address_key]).await?;
                    Ok::<_, Failure>(())
                })
            })
            .await?;
        let actor = self.actor(ctx, &person).await?;
        Ok(Login { token, view: self.session_view(&actor, &csrf, lang).await? })
    }

    async fn count_attempt(&self, ctx: &Ctx, key: &str, most: i64) -> Result<(), Failure> {
        let (key, now) = (key.to_string(), ctx.now);
        let (attempts, since) = self
            .db
            .write(ctx, move |tx| {
                let key = key.clone();
                Box::pin(async move { store::access::attempt(tx, &key, now, now.plus(-WINDOW)).await })
            })
            .await?;
        if attempts <= most {
            return Ok(());
        }
        let seconds = (WINDOW - now.since(since)).max(0) / 1000 + 1;
        Err(Refusal::new(RefusalKind::TooMany, "session.too_many").with("retry_after", seconds).into())
    }

    /// What the front end needs to know of a session.
    pub async fn session_view(&self, actor: &Actor, csrf: &str, lang: Lang) -> Result<SessionView, Failure> {
        let id = actor.id.strip_prefix("person/").unwrap_or_default().to_string();
        let view = self.views(&[&id]).await?.remove(&id);
        let (name, login) = view.map_or((None, None), |view| (view.name, view.login));
        let mut tx = self.db.read().await?;
        let codes: Vec<&str> = actor.grants.iter().map(|grant| grant.unit.as_str()).collect();
        let units = self.unit_refs(&mut tx, &codes).await?;
        let posts = actor.grants.iter().map(|grant| SessionPost {
            id: grant.post.clone(),
            kind: grant.kind.clone(),
            name: self.kind_name(&grant.kind),
            unit: super::posts::unit_ref(&units, &grant.unit),
            area: self.area_ref(grant.area_path.rsplit('/').next().unwrap_or_default()),
            deputy: grant.deputy,
        });
        Ok(SessionView {
            posts: posts.collect(),
            person: SessionPerson { id, name: name.unwrap_or_default(), login: login.unwrap_or_default() },
            actions: authz::actions(actor).into_iter().map(str::to_string).collect(),
            csrf: csrf.into(),
            language: lang,
        })
    }

    /// Who stands behind a session token; None when it is unknown or has ended.
    pub(crate) async fn by_token(&self, ctx: &Ctx, token: &str) -> Result<Option<Identified>, Failure> {
        let hash = token_hash(token);
        let known = |seen: Seen| Identified {
            actor: seen.actor,
            csrf: Some(seen.csrf),
            session: Some(token_hash(token)),
        };
        if let Some(seen) = self.cache.get(&hash, ctx.now) {
            return Ok(Some(known(seen)));
        }
        let mut tx = self.db.read().await?;
        let Some(session) = store::access::session(&mut tx, &hash, ctx.now).await? else { return Ok(None) };
        if ctx.now.since(session.last_seen) > self.settings.idle {
            return Ok(None);
        }
        if people::existing(&mut tx, &session.person).await.is_err() {
            return Ok(None);
        }
        let actor = self.actor_in(&mut tx, &session.person, ctx.now).await?;
        drop(tx);
        if ctx.now.since(session.last_seen) > TOUCH_AFTER {
            match self.touch(ctx, &hash).await {
                // who reads while nothing can be written is not to be turned away
                Err(Failure::Unavailable(why)) => tracing::warn!(why, "the use of a session was not noted"),
                other => other?,
            }
        }
        let seen = Seen { actor, csrf: session.csrf, at: ctx.now };
        self.cache.put(&hash, seen.clone());
        Ok(Some(known(seen)))
    }

    async fn touch(&self, ctx: &Ctx, hash: &str) -> Result<(), Failure> {
        let row = args![hash, ctx.now];
        self.db
            .write(ctx, move |tx| {
                let row = row.clone();
                Box::pin(async move {
                    tx.execute(&store::access::TOUCH, row).await?;
                    Ok::<_, Failure>(())
                })
            })
            .await
    }

    /// Ends a session by its key in the store.
    pub async fn logout(&self, ctx: &Ctx, session: &str) -> Result<(), Failure> {
        let row = args![session];
        self.db
            .write(ctx, move |tx| {
                let row = row.clone();
                Box::pin(async move {
                    tx.execute(&store::access::CLOSE, row).await?;
                    Ok::<_, Failure>(())
                })
            })
            .await?;
        self.cache.clear();
        Ok(())
    }

    /// Changes one's own password; every other session ends. Attempts count like attempts to log in.
    pub async fn change_password(
        &self,
        ctx: &Ctx,
        session: &str,
        old: &str,
        new: &str,
    ) -> Result<(), Failure> {
        let id = ctx.actor.id.strip_prefix("person/").ok_or_else(|| Refusal::not_found("person"))?;
        let id: PersonId = id.parse().map_err(|_| Refusal::not_found("person"))?;
        let key = counter("password", &id);
        self.count_attempt(ctx, &key, self.settings.attempts_per_login).await?;
        let row = self.db.read().await?.fetch_optional(&store::person::PASSWORD, args![&id]).await?;
        let hash: Option<String> = row.map(|row| row.get("password_hash")).transpose()?.flatten();
        if !self.passwords.verify(old, hash).await? {
            return Err(Refusal::rule("password.wrong").at("/old").into());
        }
        let login = self.views(&[id.as_str()]).await?.remove(id.as_str()).and_then(|view| view.login);
        rules::check_password(new, login.as_deref()).map_err(|refusal| refusal.at("/new"))?;
        let hash = self.passwords.hash(ctx, new).await?;
        self.store_password(ctx, &id, hash, session).await
    }

    /// Removes sessions and counters that are over; a job calls it now and then.
    pub async fn sweep(&self, ctx: &Ctx) -> Result<(), Failure> {
        let (now, idle) = (ctx.now, ctx.now.plus(-self.settings.idle));
        self.db
            .write(ctx, move |tx| {
                Box::pin(async move {
                    tx.execute(&store::access::SWEEP, args![now, idle]).await?;
                    tx.execute(&store::access::SWEEP_ATTEMPTS, args![now.plus(-WINDOW)]).await?;
                    Ok::<_, Failure>(())
                })
            })
            .await
    }
}

/// Under which key attempts are counted: hashed, since logins and addresses are personal.
fn counter(kind: &str, value: &impl ToString) -> String {
    hex::encode(Sha256::digest(format!("{kind}:{}", value.to_string())))
}

fn token_hash(token: &str) -> String {
    hex::encode(Sha256::digest(token))
}
