//! Programs with a key.

use super::{Identity, append, authorised};
use crate::{HOME, rules, store};
use authz::{Thing, action};
use db::args;
use kernel::{Actor, ActorKind, Ctx, Failure, Refusal, Text, Timestamp};
use serde::Serialize;
use sha2::{Digest, Sha256};
use utoipa::ToSchema;
use web::Page;

/// A client, without its key.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct ClientView {
    /// Id.
    pub id: String,
    /// Name.
    pub name: Text,
    /// Since when.
    pub created_at: Timestamp,
    /// Since when its key is no longer valid.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub ended_at: Option<Timestamp>,
}

/// A new client with its key, which is told this once only.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct NewClient {
    /// Id.
    pub id: String,
    /// The key: in `Authorization: Bearer`, `x-api-key`, or as a protocol asks (Open311's `api_key`).
    pub key: String,
}

impl Identity {
    /// Gives a program a key (needs `client.write`).
    pub async fn create_client(&self, ctx: &Ctx, name: Text) -> Result<NewClient, Failure> {
        rules::check_client(&name)?;
        let ctx = authorised(ctx, action::CLIENT_WRITE, &Thing::of("client"))?;
        let client = NewClient { id: ctx.id::<()>().to_string(), key: format!("jw_{}", ctx.secret()) };
        let (inner, new, hash) = (ctx.clone(), client.clone(), key_hash(&client.key));
        self.db
            .write(&ctx, move |tx| {
                let (ctx, new, name, hash) = (inner.clone(), new.clone(), name.clone(), hash.clone());
                Box::pin(async move {
                    let mut head = ledger::open(tx, HOME, &format!("client/{}", new.id)).await?;
                    append(tx, &ctx, &mut head, "client.set", &serde_json::json!({ "name": name })).await?;
                    let row = args![&new.id, &name.zh, name.en.clone(), hash, ctx.now];
                    tx.execute(&store::access::NEW_CLIENT, row).await?;
                    Ok::<_, Failure>(())
                })
            })
            .await?;
        Ok(client)
    }

    /// Ends a client's key.
    pub async fn end_client(&self, ctx: &Ctx, id: &str) -> Result<(), Failure> {
        let ctx = authorised(ctx, action::CLIENT_WRITE, &Thing::of("client"))?;
        let (inner, id) = (ctx.clone(), id.to_string());
        self.db
            .write(&ctx, move |tx| {
                let (ctx, id) = (inner.clone(), id.clone());
                Box::pin(async move {
                    let ended = tx.execute(&store::access::END_CLIENT, args![&id, ctx.now]).await?;
                    if ended == 0 {
                        return Err(Refusal::not_found("client").into());
                    }
                    let mut head = ledger::open(tx, HOME, &format!("client/{id}")).await?;
                    append(tx, &ctx, &mut head, "client.ended", &rules::Ended { at: ctx.now }).await
                })
            })
            .await
    }

    /// A page of clients.
    pub async fn clients(&self, after: &str, limit: usize) -> Result<Page<ClientView>, Failure> {
        let clients = store::access::clients(&mut self.db.read().await?, after, limit + 1).await?;
        let page = Page::cut(clients, limit, |client| client.id.clone());
        Ok(page.map(|c| ClientView {
            id: c.id,
            name: c.name,
            created_at: c.created_at,
            ended_at: c.ended_at,
        }))
    }

    /// The client with this key as actor; None for an unknown or ended key.
    pub async fn client_by_key(&self, key: &str) -> Result<Option<Actor>, Failure> {
        let row = self.db.read().await?.fetch_optional(&store::access::CLIENT, args![key_hash(key)]).await?;
        let Some(row) = row else { return Ok(None) };
        let id = format!("client/{}", row.get::<String>("id")?);
        Ok(Some(Actor { id, kind: ActorKind::Client, grants: vec![] }))
    }
}

fn key_hash(key: &str) -> String {
    hex::encode(Sha256::digest(key))
}
