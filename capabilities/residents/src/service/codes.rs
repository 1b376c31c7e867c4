//! Confirming an address: a code goes there, and whoever shows it is signed in. The answer to asking for one never tells
//! whether the address is known; nothing but the code is sent to an address that is not confirmed.

use super::{LIFETIME, Residents, acting, token_hash};
use crate::model::{ADDRESS, CONFIRMED, Code, HOME, Resident, STREAM, Wish};
use crate::{rules, store};
use courier::Way;
use db::{Tx, args};
use jobs::NewJob;
use kernel::{Ctx, Failure, Lang, Refusal, RefusalKind, Result, Timestamp};
use ledger::NewFact;
use protect::NewValue;
use std::net::IpAddr;
use subtle::ConstantTimeEq as _;

/// The kind of the job that sends a code.
pub const SEND_CODE: &str = "residents.code";
/// How long a code holds.
const HOLDS: i64 = 15 * 60_000;
/// Attempts at one code.
const ATTEMPTS: i64 = 5;
/// Codes to one address: at most so many in a window.
const PER_ADDRESS: [(i64, i64); 2] = [(3, 15 * 60_000), (10, Timestamp::DAY)];
/// Codes that one sender may ask for.
const PER_SENDER: [(i64, i64); 1] = [(30, Timestamp::HOUR)];

/// A device that has just signed in.
#[derive(Debug)]
pub struct SignedIn {
    /// For the cookie; nobody keeps it but the device.
    pub token: String,
    /// Who it is.
    pub resident: Resident,
}

impl Residents {
    /// Sends a code to an address; answers the id under which it is confirmed, and until when.
    ///
    /// # Errors
    /// `account.address`; `account.no_way` when this house sends no such messages; `account.too_many`; what is wrong with
    /// the wish.
    pub async fn ask_code(
        &self,
        ctx: &Ctx,
        (address, language): (&str, Lang),
        wish: Option<&Wish>,
        sender: IpAddr,
    ) -> Result<(String, Timestamp)> {
        let (way, address) = rules::address(address)?;
        if !self.parts.courier.ways().contains(&way) {
            return Err(Refusal::new(RefusalKind::Unavailable, "account.no_way").at("/address").into());
        }
        if let Some(wish) = wish {
            self.check_wish(wish)?;
        }
        let key = self.parts.vault.index("resident.address", &address);
        self.count(ctx, &format!("sender/{}", web::network(sender)), &PER_SENDER).await?;
        self.count(ctx, &format!("address/{key}"), &PER_ADDRESS).await?;
        let held = NewValue { expires: Some(ctx.now.plus(HOLDS)), ..NewValue::personal(ADDRESS, address) };
        let held = self.parts.vault.prepare(ctx, HOME, &held)?;
        let code = Code {
            id: format!("{}{}", ctx.secret(), ctx.secret()),
            address_key: key,
            way,
            address_ref: held.reference.id.clone(),
            language,
            wish: wish.cloned(),
            expires_at: ctx.now.plus(HOLDS),
        };
        let (vault, inner, stored) = (self.parts.vault.clone(), ctx.clone(), code.clone());
        let write = self.parts.db.write(ctx, move |tx| {
            let (vault, ctx, held, code) = (vault.clone(), inner.clone(), held.clone(), stored.clone());
            Box::pin(async move {
                vault.store(tx, &held).await?;
                add(tx, &code).await?;
                let payload = serde_json::json!({ "code": code.id });
                jobs::enqueue(tx, &ctx, NewJob::new(SEND_CODE).payload(payload)).await?;
                Ok::<_, Failure>(())
            })
        });
        write.await?;
        Ok((code.id, code.expires_at))
    }

    /// Counts in every window; refuses what is too often.
    async fn count(&self, ctx: &Ctx, what: &str, windows: &[(i64, i64)]) -> Result<()> {
        for (most, window) in windows.iter().copied() {
            let key = self.parts.vault.index("resident.attempt", &format!("{what}/{window}"));
            let now = ctx.now;
            let (attempts, since) = self
                .parts
                .db
                .write(ctx, move |tx| {
                    let key = key.clone();
                    Box::pin(async move {
                        Ok::<_, Failure>(store::attempt(tx, &key, now, now.plus(-window)).await?)
                    })
                })
                .await?;
            if attempts > most {
                let seconds = (window - now.since(since)).max(0) / 1000 + 1;
                let refusal = Refusal::new(RefusalKind::TooMany, "account.too_many");
                return Err(refusal.with("retry_after", seconds).into());
            }
        }
        Ok(())
    }

    /// The six digits of a code.
    pub(crate) fn digits(&self, id: &str) -> String {
        rules::six_digits(&self.parts.vault.index("resident.code", id))
    }

    /// The secret of its link: 128 bits.
    pub(crate) fn link_secret(&self, id: &str) -> String {
        self.parts.vault.index("resident.link", id)[..32].to_owned()
    }

    /// Confirms an address with the digits or the secret of the link: the device is signed in, and the wish becomes an alert.
    ///
    /// # Errors
    /// `account.code` for one that is wrong, used or over.
    pub async fn confirm(&self, ctx: &Ctx, id: &str, shown: &str) -> Result<SignedIn> {
        let wrong = || Refusal::rule("account.code").at("/code");
        let (owned, now) = (id.to_owned(), ctx.now);
        // counted before it is looked at, in a transaction of its own, so that many at once do not get past the limit
        let code = self
            .parts
            .db
            .write(ctx, move |tx| {
                let id = owned.clone();
                Box::pin(async move { Ok::<_, Failure>(store::try_code(tx, &id, now, ATTEMPTS).await?) })
            })
            .await?
            .ok_or_else(wrong)?;
        let shown: String = shown.chars().filter(|c| !c.is_whitespace()).collect();
        let is = |secret: &str| bool::from(secret.as_bytes().ct_eq(shown.as_bytes()));
        if !(is(&self.digits(id)) || is(&self.link_secret(id))) {
            return Err(wrong().into());
        }
        let alert = match &code.wish {
            Some(wish) => Some(self.alert_of(ctx, wish).await?),
            None => None,
        };
        let token = format!("{}{}", ctx.secret(), ctx.secret());
        let (this, inner, hash) = (self.clone(), acting(ctx), token_hash(&token));
        let resident = self
            .parts
            .db
            .write(ctx, move |tx| {
                let (this, ctx, code, hash, alert) =
                    (this.clone(), inner.clone(), code.clone(), hash.clone(), alert.clone());
                Box::pin(async move {
                    if tx.execute(&store::USE_CODE, args![&code.id, ctx.now]).await? == 0 {
                        return Err(Failure::from(Refusal::rule("account.code").at("/code")));
                    }
                    let resident = this.welcome(tx, &ctx, &code).await?;
                    let expires = ctx.now.plus(LIFETIME);
                    tx.execute(&store::OPEN, args![hash, &resident.id, ctx.now, expires]).await?;
                    if let Some(mut alert) = alert {
                        alert.resident = resident.id.clone();
                        super::alerts::room(tx, &alert).await?;
                        store::put_alert(tx, &alert).await?;
                    }
                    Ok(resident)
                })
            })
            .await?;
        Ok(SignedIn { token, resident })
    }

    /// The resident of a confirmed address: the one who is there, or a new one.
    async fn welcome(&self, tx: &mut Tx, ctx: &Ctx, code: &Code) -> Result<Resident> {
        let vault = &self.parts.vault;
        let address = vault.used(tx, HOME, &code.address_ref, ADDRESS).await?;
        vault.drop_unspoken(tx, HOME, &code.address_ref, ADDRESS).await?;
        if let Some(known) = store::by_address(tx, &code.address_key).await? {
            return Ok(known);
        }
        let address = address.ok_or_else(|| Refusal::rule("account.code").at("/code"))?;
        let held = vault.put(tx, ctx, HOME, &NewValue::personal(ADDRESS, address)).await?;
        let resident = Resident {
            id: ctx.id(),
            way: code.way,
            address_ref: held.id.clone(),
            language: code.language,
            confirmed_at: ctx.now,
        };
        let mut head = ledger::open(tx, HOME, &format!("{STREAM}{}", resident.id)).await?;
        let fact =
            NewFact::new(CONFIRMED, 1, &serde_json::json!({ "address": held, "way": code.way.code() }))?;
        ledger::append(tx, ctx, &mut head, &[fact]).await?;
        let row = args![
            &resident.id,
            &code.address_key,
            resident.way.code(),
            &resident.address_ref,
            store::language_code(resident.language),
            resident.confirmed_at
        ];
        tx.execute(&store::ADD_RESIDENT, row).await?;
        Ok(resident)
    }

    /// Sends a code; one that is used or over is not sent any more.
    pub(crate) async fn send_code(&self, ctx: &Ctx, id: &str) -> Result<()> {
        let mut tx = self.parts.db.read().await?;
        let Some(code) = store::code_of(&mut tx, id, ctx.now).await? else { return Ok(()) };
        let to = self.parts.vault.used(&mut tx, HOME, &code.address_ref, ADDRESS).await?;
        drop(tx);
        let Some(to) = to else { return Ok(()) };
        self.carry(code.way, &self.code_letter(&code, to)).await
    }

    /// Forgets codes and sessions that are over.
    pub(crate) async fn sweep_codes(&self, ctx: &Ctx) -> Result<()> {
        let (vault, now) = (self.parts.vault.clone(), ctx.now);
        let write = self.parts.db.write(ctx, move |tx| {
            let vault = vault.clone();
            Box::pin(async move {
                for row in tx.fetch_all(&store::OLD_CODES, args![now]).await? {
                    vault.drop_unspoken(tx, HOME, &row.get::<String>("address_ref")?, ADDRESS).await?;
                    tx.execute(&store::FORGET_CODE, args![row.get::<String>("id")?]).await?;
                }
                tx.execute(&store::SWEEP_ATTEMPTS, args![now.plus(-Timestamp::DAY)]).await?;
                tx.execute(&store::SWEEP_SESSIONS, args![now]).await?;
                Ok::<_, Failure>(())
            })
        });
        write.await
    }
}

async fn add(tx: &mut Tx, code: &Code) -> Result<()> {
    let wish = code.wish.as_ref().map(serde_json::to_string).transpose()?;
    let row = args![
        &code.id,
        &code.address_key,
        code.way.code(),
        &code.address_ref,
        store::language_code(code.language),
        wish,
        code.expires_at
    ];
    tx.execute(&store::ADD_CODE, row).await?;
    Ok(())
}

/// What an address looks like when it is masked.
pub(crate) fn shape(way: Way) -> protect::Shape {
    match way {
        Way::Email => protect::Shape::Email,
        Way::Mobile => protect::Shape::Phone,
    }
}
