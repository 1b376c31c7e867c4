//! For the system administrator: how messages leave, a message to try it, and what failed for good.

use super::Residents;
use super::codes::SEND_CODE;
use super::send::SEND;
use crate::rules;
use authz::{Thing, action};
use courier::Fault;
use jobs::Job;
use kernel::{Ctx, Failure, Id, Lang, Refusal, Result, Timestamp};
use serde::Serialize;
use utoipa::ToSchema;

/// Dead jobs that are looked at.
const LOOK: u32 = 500;

/// How messages leave.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
pub struct Messaging {
    /// The mail server; missing: none is configured.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub mail_server: Option<String>,
    /// In whose name mail is sent.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub mail_from: Option<String>,
    /// Host of the message gateway; missing: none is configured.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub gateway: Option<String>,
    /// What was given up, newest first.
    pub dead: Vec<DeadMessage>,
}

/// A message that was given up.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
pub struct DeadMessage {
    /// Its id.
    pub id: String,
    /// `code` or `alert`.
    pub kind: String,
    /// How often it was tried.
    pub attempts: i64,
    /// What the last attempt said; never an address.
    pub error: String,
    /// When it was given up.
    pub since: Timestamp,
}

impl Residents {
    /// How messages leave, and what was given up.
    ///
    /// # Errors
    /// `message.write` forbidden.
    pub async fn messaging(&self, ctx: &Ctx) -> Result<Messaging> {
        authz::require(&ctx.actor, action::MESSAGE_WRITE, &Thing::of("message"))?;
        let courier = &self.parts.courier;
        let (mail_server, mail_from) = courier.mail.as_ref().map(courier::Mail::shown).unzip();
        let dead = jobs::dead(&mut self.parts.db.read().await?, None, LOOK).await?;
        let dead = dead.into_iter().filter_map(|job| {
            let kind = match job.kind.as_str() {
                SEND => "alert",
                SEND_CODE => "code",
                _ => return None,
            };
            Some(DeadMessage {
                id: job.id.to_string(),
                kind: kind.into(),
                attempts: job.attempts,
                error: job.error.unwrap_or_default(),
                since: job.since,
            })
        });
        let gateway = courier.gateway.as_ref().map(courier::Gateway::shown);
        Ok(Messaging { mail_server, mail_from, gateway, dead: dead.collect() })
    }

    /// Sends a message to try it, at once.
    ///
    /// # Errors
    /// `message.write` forbidden; `account.address`; `message.not_sent` with the reason.
    pub async fn try_out(&self, ctx: &Ctx, address: &str, lang: Lang) -> Result<()> {
        authz::require(&ctx.actor, action::MESSAGE_WRITE, &Thing::of("message"))?;
        let (way, to) = rules::address(address)?;
        let sent = self.parts.courier.send(way, &self.test_letter(to, ctx.secret(), lang)).await;
        Ok(sent.map_err(|fault: Fault| Refusal::rule("message.not_sent").got(fault))?)
    }

    /// Tries again what was given up.
    ///
    /// # Errors
    /// `message.write` forbidden; `message.not_found`
    pub async fn again(&self, ctx: &Ctx, id: &str) -> Result<()> {
        authz::require(&ctx.actor, action::MESSAGE_WRITE, &Thing::of("message"))?;
        let missing = || Refusal::not_found("message");
        let known = self.messaging(ctx).await?.dead.iter().any(|dead| dead.id == id);
        let id: Id<Job> = id.parse().map_err(|_| missing())?;
        if !known {
            return Err(missing().into());
        }
        let inner = ctx.clone();
        let write = self.parts.db.write(ctx, move |tx| {
            let (ctx, id) = (inner.clone(), id.clone());
            Box::pin(async move { Ok::<_, Failure>(jobs::revive(tx, &ctx, &id).await?) })
        });
        if write.await? { Ok(()) } else { Err(missing().into()) }
    }
}
