//! The account of a device that is signed in: what is in it, its language, leaving a device, leaving for good.

use super::{Residents, acting, codes::shape, token_hash};
use crate::model::{Account, AccountReport, AccountState, HOME, LEFT, Resident, STREAM, TOKEN};
use crate::store;
use db::args;
use kernel::{Ctx, Failure, Lang, Result};
use ledger::NewFact;

impl Residents {
    /// What this house can do, and the account when one is signed in here.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub async fn state(&self, ctx: &Ctx, token: Option<&str>) -> Result<AccountState> {
        let ways = self.parts.courier.ways().into_iter().map(|way| way.code().to_owned()).collect();
        let account = match self.signed_in(ctx, token).await {
            Ok(resident) => Some(self.account(&resident).await?),
            Err(Failure::Refused(_)) => None,
            Err(failure) => return Err(failure),
        };
        Ok(AccountState { ways, account })
    }

    /// The account as its owner sees it.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub async fn account(&self, resident: &Resident) -> Result<Account> {
        let vault = &self.parts.vault;
        let mut tx = self.parts.db.read().await?;
        let asked = [(resident.address_ref.as_str(), shape(resident.way))];
        let address = vault.masked(&mut tx, HOME, &asked).await?.remove(&resident.address_ref);
        let alerts = store::alerts_of(&mut tx, &resident.id).await?;
        let mut reports = vec![];
        for kept in store::reports(&mut tx, &resident.id).await? {
            // what retention has erased is not there any more
            let Some(token) = vault.used(&mut tx, &kept.county, &kept.token_ref, TOKEN).await? else {
                continue;
            };
            let told = alerts.iter().any(|alert| alert.number.as_deref() == Some(&kept.number));
            reports.push(AccountReport { number: kept.number, token, added_at: kept.added_at, told });
        }
        Ok(Account {
            way: resident.way.code().to_owned(),
            address: address.unwrap_or_default(),
            language: resident.language,
            alerts: alerts.iter().map(|alert| self.shown(alert)).collect(),
            reports,
        })
    }

    /// In which language messages come.
    ///
    /// # Errors
    /// When the database cannot be written.
    pub async fn speak(&self, ctx: &Ctx, resident: &Resident, language: Lang) -> Result<()> {
        let row = args![&resident.id, store::language_code(language)];
        let write = self.parts.db.write(ctx, move |tx| {
            let row = row.clone();
            Box::pin(async move {
                tx.execute(&store::SPEAK, row).await?;
                Ok::<_, Failure>(())
            })
        });
        write.await
    }

    /// Signs a device out.
    ///
    /// # Errors
    /// When the database cannot be written.
    pub async fn sign_out(&self, ctx: &Ctx, token: &str) -> Result<()> {
        let row = args![token_hash(token)];
        let write = self.parts.db.write(ctx, move |tx| {
            let row = row.clone();
            Box::pin(async move {
                tx.execute(&store::CLOSE, row).await?;
                Ok::<_, Failure>(())
            })
        });
        write.await
    }

    /// Ends the account: the address and everything that hung on it are erased; the cases stay what they are.
    ///
    /// # Errors
    /// When the database cannot be written.
    pub async fn leave(&self, ctx: &Ctx, resident: &Resident) -> Result<()> {
        let (vault, inner, who) = (self.parts.vault.clone(), acting(ctx), resident.clone());
        let write = self.parts.db.write(ctx, move |tx| {
            let (vault, ctx, who) = (vault.clone(), inner.clone(), who.clone());
            Box::pin(async move {
                let mut head = ledger::open(tx, HOME, &format!("{STREAM}{}", who.id)).await?;
                if store::by_id(tx, &who.id).await?.is_none() {
                    // another device was faster
                    return Ok(());
                }
                for alert in store::alerts_of(tx, &who.id).await? {
                    tx.execute(&store::DROP_ENTRIES, args![&alert.id]).await?;
                }
                tx.execute(&store::END_ALERTS, args![&who.id]).await?;
                for kept in store::reports(tx, &who.id).await? {
                    vault.drop_unspoken(tx, &kept.county, &kept.token_ref, TOKEN).await?;
                    tx.execute(&store::DROP_REPORT, args![&kept.county, &who.id, &kept.case]).await?;
                }
                tx.execute(&store::CLOSE_ALL, args![&who.id]).await?;
                tx.execute(&store::LEAVE, args![&who.id]).await?;
                let fact = NewFact::new(LEFT, 1, &serde_json::json!({}))?;
                ledger::append(tx, &ctx, &mut head, &[fact]).await?;
                vault.erase(tx, &ctx, HOME, &who.address_ref, LEFT).await?;
                Ok::<_, Failure>(())
            })
        });
        write.await
    }
}
