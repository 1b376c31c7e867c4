//! What an app on a phone shows instead of a session: a secret in the address, or name and password. Everybody makes and ends
//! their own; what a key may do is what its owner's posts allow, now.

use crate::service::{HOME, OpenRosa, PURPOSE, token_hash};
use crate::store::KeyRow;
use crate::{KEY_ENDED, KEY_GIVEN, digest, http::MOUNT, setup, store};
use authz::action;
use axum::extract::{OriginalUri, State};
use axum::http::{HeaderMap, StatusCode};
use kernel::{Ctx, Refusal, RefusalKind, Result, Timestamp};
use ledger::NewFact;
use protect::NewValue;
use serde::Serialize;
use serde_json::json;
use utoipa::ToSchema;
use web::{Answer, Caller, Json, Path, Routes, routes};

/// How many keys somebody may have.
const MOST: usize = 20;

/// A new key, told this once.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[schema(as = NewFormKey)]
pub struct NewKey {
    /// Id.
    pub id: String,
    /// The secret.
    pub token: String,
    /// The name, for apps that ask for name and password.
    pub login: String,
    /// The password that goes with the name.
    pub password: String,
    /// The address with the secret in it: what ODK Collect calls the URL of its server.
    pub url: String,
    /// The settings of ODK Collect, as its code says them: base64 of zlib of JSON.
    pub settings: String,
    /// The code to be scanned, SVG.
    pub qr: String,
}

/// A key, without its secrets.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[schema(as = FormKey)]
pub struct KeyView {
    /// Id.
    id: String,
    /// The name that goes with its password.
    login: String,
    /// Since when.
    created_at: Timestamp,
}

/// One's own keys.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[schema(as = FormKeys)]
pub struct KeyList {
    /// The keys in force, oldest first.
    items: Vec<KeyView>,
}

/// The routes of keys.
pub(crate) fn routes(service: OpenRosa) -> Routes {
    Routes::new()
        .on(action::FORM_CLIENT, routes!(give, list))
        .on(action::FORM_CLIENT, routes!(end))
        .with_state(service)
}

/// Make a key for an app of one's own, with the code that sets ODK Collect up in one scan.
#[utoipa::path(post, path = "/form-keys", responses((status = 201, body = NewKey)))]
async fn give(
    State(service): State<OpenRosa>,
    caller: Caller,
    OriginalUri(uri): OriginalUri,
    headers: HeaderMap,
) -> Answer<(StatusCode, Json<NewKey>)> {
    let settings = &service.parts.settings;
    let base = web::base(&settings.public_url, settings.behind_proxy, &headers, &uri);
    Ok((StatusCode::CREATED, Json(service.give_key(&caller.ctx, &base).await?)))
}

/// One's own keys in force.
#[utoipa::path(get, path = "/form-keys", responses((status = 200, body = KeyList)))]
async fn list(State(service): State<OpenRosa>, caller: Caller) -> Answer<Json<KeyList>> {
    let view = |key: KeyRow| KeyView { id: key.id, login: key.login, created_at: key.created_at };
    let items = service.keys(&caller.ctx).await?.into_iter().map(view).collect();
    Ok(Json(KeyList { items }))
}

/// Withdraw a key of one's own.
#[utoipa::path(delete, path = "/form-keys/{id}", params(("id" = String, Path)), responses((status = 204)))]
async fn end(State(service): State<OpenRosa>, caller: Caller, Path(id): Path<String>) -> Answer<StatusCode> {
    service.end_key(&caller.ctx, &id).await?;
    Ok(StatusCode::NO_CONTENT)
}

fn person(ctx: &Ctx) -> Result<String, Refusal> {
    let id = ctx.actor.id.strip_prefix("person/").map(str::to_owned);
    id.ok_or_else(|| Refusal::new(RefusalKind::Forbidden, "form_key.person_only"))
}

impl OpenRosa {
    /// Makes a key for the actor.
    ///
    /// # Errors
    /// `form.client` forbidden; `form_key.person_only`; `form_key.too_many`
    pub async fn give_key(&self, ctx: &Ctx, base: &str) -> Result<NewKey> {
        authz::require_anywhere(&ctx.actor, action::FORM_CLIENT)?;
        let person = person(ctx)?;
        if self.keys(ctx).await?.len() >= MOST {
            return Err(Refusal::rule("form_key.too_many").want(MOST.to_string()).into());
        }
        let token = format!("{}{}", ctx.secret(), ctx.secret());
        let login = format!("w{}", &ctx.secret()[..8]);
        let password = ctx.secret()[..20].to_owned();
        let url = format!("{base}{MOUNT}/key/{token}");
        let settings = setup::settings(&url, &self.parts.settings.name)?;
        let qr = setup::svg(&settings)?;
        let new = NewKey { id: ctx.id::<()>().to_string(), token, login, password, url, settings, qr };
        let kept = NewValue {
            class: protect::Class::Sensitive,
            ..NewValue::personal(PURPOSE, digest::ha1(&new.login, &new.password))
        };
        let kept = self.parts.vault.prepare(ctx, HOME, &kept)?;
        let (inner, vault, row) = (ctx.clone(), self.parts.vault.clone(), new.clone());
        let write = self.parts.db.write(ctx, move |tx| {
            let (ctx, vault, new, kept, person) =
                (inner.clone(), vault.clone(), row.clone(), kept.clone(), person.clone());
            Box::pin(async move {
                let mut head = ledger::open(tx, HOME, &stream(&new.id)).await?;
                vault.store(tx, &kept).await?;
                let hash = token_hash(&new.token);
                store::put(tx, [&new.id, &hash, &new.login, &kept.reference.id, &person], ctx.now).await?;
                let data = json!({ "person": person, "secret": kept.reference });
                ledger::append(tx, &ctx, &mut head, &[NewFact { action: KEY_GIVEN.into(), v: 1, data }])
                    .await?;
                Ok::<_, kernel::Failure>(())
            })
        });
        write.await?;
        Ok(new)
    }

    /// The actor's keys in force.
    ///
    /// # Errors
    /// `form_key.person_only`
    pub async fn keys(&self, ctx: &Ctx) -> Result<Vec<KeyRow>> {
        let person = person(ctx)?;
        Ok(store::of_person(&mut self.parts.db.read().await?, &person).await?)
    }

    /// Withdraws a key of the actor's own.
    ///
    /// # Errors
    /// `form_key.not_found`
    pub async fn end_key(&self, ctx: &Ctx, id: &str) -> Result<()> {
        let (inner, id, person) = (ctx.clone(), id.to_owned(), person(ctx)?);
        let write = self.parts.db.write(ctx, move |tx| {
            let (ctx, id, person) = (inner.clone(), id.clone(), person.clone());
            Box::pin(async move {
                if !store::end(tx, &id, &person, ctx.now).await? {
                    return Err(Refusal::not_found("form_key").into());
                }
                let mut head = ledger::open(tx, HOME, &stream(&id)).await?;
                let fact = NewFact { action: KEY_ENDED.into(), v: 1, data: json!({}) };
                ledger::append(tx, &ctx, &mut head, &[fact]).await?;
                Ok::<_, kernel::Failure>(())
            })
        });
        write.await?;
        self.forget();
        Ok(())
    }
}

fn stream(id: &str) -> String {
    format!("form/key/{id}")
}
