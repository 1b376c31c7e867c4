//! Alerts: what somebody wants to be told of. Setting one again replaces it, so that a retry is safe.

use super::{Residents, own};
use crate::model::{Alert, AlertArea, AlertCategory, AlertView, Pace, Resident, ResidentId, Subject, Wish};
use crate::{rules, store};
use db::{Tx, args};
use kernel::{Ctx, Failure, Refusal, Result, Text};
use subtle::ConstantTimeEq as _;

/// Alerts of one resident at most.
const MOST: usize = 20;
/// Categories of one alert at most.
const CATEGORIES: usize = 20;

/// What may be changed of an alert.
#[derive(Clone, Debug, Default)]
pub struct Change {
    /// Categories.
    pub categories: Option<Vec<String>>,
    /// How often.
    pub pace: Option<Pace>,
    /// Nothing is told for now.
    pub paused: Option<bool>,
}

impl Residents {
    /// An area that is there and categories that packs in use have.
    pub(crate) fn check_wish(&self, wish: &Wish) -> Result<(), Refusal> {
        if self.parts.grid.area(&wish.area).is_none() {
            return Err(Refusal::invalid("/area", &wish.area, "the code of an area"));
        }
        self.check_categories(&wish.categories)
    }

    fn check_categories(&self, codes: &[String]) -> Result<(), Refusal> {
        if codes.len() > CATEGORIES {
            return Err(Refusal::invalid("/categories", codes.len(), format!("at most {CATEGORIES}")));
        }
        for code in codes {
            if self.category(code).is_none() {
                return Err(Refusal::invalid("/categories", code, "a category of a pack in use"));
            }
        }
        Ok(())
    }

    fn category(&self, code: &str) -> Option<AlertCategory> {
        self.parts.library.enabled().iter().find_map(|pack| {
            let entry = pack.category(code).filter(|entry| entry.public)?;
            let name = Text::new(&entry.name.zh, &entry.name.en);
            Some(AlertCategory { code: code.to_owned(), name })
        })
    }

    /// The alert that a wish becomes; its owner is not known yet.
    pub(crate) async fn alert_of(&self, ctx: &Ctx, wish: &Wish) -> Result<Alert> {
        self.check_wish(wish)?;
        let mut categories = wish.categories.clone();
        categories.sort();
        categories.dedup();
        Ok(Alert {
            id: ctx.secret(),
            resident: ResidentId::trusted(""),
            subject: Subject::Area(wish.area.clone()),
            number: None,
            categories,
            pace: wish.pace,
            paused: false,
            since: ctx.now,
            next_at: rules::next_morning(wish.pace, &self.zone(&wish.area).await?, ctx.now),
            sent_at: None,
        })
    }

    /// The zone of an area's calendar.
    async fn zone(&self, area: &str) -> Result<String> {
        let path = self.parts.grid.area(area).map(|a| a.path.clone()).unwrap_or_default();
        let path: Vec<String> = path.split('/').map(Into::into).collect();
        Ok(self.parts.cases.calendar_of(&path).await?.zone().to_owned())
    }

    /// When the next digest of an alert is due.
    pub(crate) async fn next_of(&self, ctx: &Ctx, alert: &Alert) -> Result<Option<kernel::Timestamp>> {
        let area = match &alert.subject {
            Subject::Area(code) => code.as_str(),
            Subject::Case(county, _) => county.as_str(),
        };
        Ok(rules::next_morning(alert.pace, &self.zone(area).await?, ctx.now))
    }

    /// Follows an area.
    ///
    /// # Errors
    /// What is wrong with it; `alert.too_many`.
    pub async fn follow_area(&self, ctx: &Ctx, resident: &Resident, wish: &Wish) -> Result<AlertView> {
        let mut alert = self.alert_of(ctx, wish).await?;
        alert.resident = resident.id.clone();
        self.put(ctx, alert).await
    }

    pub(crate) async fn put(&self, ctx: &Ctx, alert: Alert) -> Result<AlertView> {
        let stored = alert.clone();
        let write = self.parts.db.write(ctx, move |tx| {
            let alert = stored.clone();
            Box::pin(async move {
                room(tx, &alert).await?;
                Ok::<_, Failure>(store::put_alert(tx, &alert).await?)
            })
        });
        let id = write.await?;
        Ok(self.shown(&Alert { id, ..alert }))
    }

    /// Changes an alert: categories, pace, a pause.
    ///
    /// # Errors
    /// `alert.not_found`; what is wrong with it.
    pub async fn change_alert(
        &self,
        ctx: &Ctx,
        resident: &Resident,
        id: &str,
        change: &Change,
    ) -> Result<AlertView> {
        let mut tx = self.parts.db.read().await?;
        let mut alert = own(store::alert_of(&mut tx, id).await?, resident)?;
        drop(tx);
        if let Some(categories) = &change.categories {
            self.check_categories(categories)?;
            alert.categories.clone_from(categories);
        }
        alert.pace = change.pace.unwrap_or(alert.pace);
        alert.paused = change.paused.unwrap_or(alert.paused);
        // what happened during a pause is not told
        alert.since = ctx.now;
        alert.next_at = if alert.paused { None } else { self.next_of(ctx, &alert).await? };
        self.put(ctx, alert).await
    }

    /// Ends an alert; what waits is not told.
    ///
    /// # Errors
    /// `alert.not_found`
    pub async fn end_alert(&self, ctx: &Ctx, resident: &Resident, id: &str) -> Result<()> {
        let mut tx = self.parts.db.read().await?;
        let alert = own(store::alert_of(&mut tx, id).await?, resident)?;
        drop(tx);
        self.end(ctx, &alert.id).await
    }

    async fn end(&self, ctx: &Ctx, id: &str) -> Result<()> {
        let id = id.to_owned();
        let write = self.parts.db.write(ctx, move |tx| {
            let id = id.clone();
            Box::pin(async move { ended(tx, &id).await })
        });
        write.await
    }

    /// The alert that a link of a message ends; None when it has ended.
    ///
    /// # Errors
    /// `alert.not_found` for a link that is none of ours.
    pub async fn by_end_token(&self, token: &str) -> Result<Option<AlertView>> {
        let id = self.checked_end(token)?;
        let alert = store::alert_of(&mut self.parts.db.read().await?, id).await?;
        Ok(alert.map(|alert| self.shown(&alert)))
    }

    /// Ends an alert by the link of a message, without signing in; once more is no fault.
    ///
    /// # Errors
    /// `alert.not_found` for a link that is none of ours.
    pub async fn end_by_token(&self, ctx: &Ctx, token: &str) -> Result<()> {
        let id = self.checked_end(token)?;
        self.end(ctx, id).await
    }

    fn checked_end<'a>(&self, token: &'a str) -> Result<&'a str, Refusal> {
        let missing = || Refusal::not_found("alert");
        let (id, _) = token.split_once('.').filter(|(id, _)| id.len() == 32).ok_or_else(missing)?;
        let right = bool::from(self.end_token(id).as_bytes().ct_eq(token.as_bytes()));
        if right { Ok(id) } else { Err(missing()) }
    }

    /// An alert as its owner sees it.
    pub(crate) fn shown(&self, alert: &Alert) -> AlertView {
        let area = match &alert.subject {
            Subject::Area(code) => Some(match self.parts.grid.area(code) {
                Some(area) => AlertArea { code: code.clone(), name: area.name.clone(), gone: false },
                None => AlertArea { code: code.clone(), name: Text::new(code, code), gone: true },
            }),
            Subject::Case(..) => None,
        };
        AlertView {
            id: alert.id.clone(),
            area,
            number: alert.number.clone(),
            categories: alert.categories.iter().filter_map(|code| self.category(code)).collect(),
            pace: alert.pace,
            paused: alert.paused,
        }
    }
}

/// Refuses one alert too many.
pub(super) async fn room(tx: &mut Tx, alert: &Alert) -> Result<()> {
    let have = store::alerts_of(tx, &alert.resident).await?;
    if have.len() >= MOST && have.iter().all(|one| one.subject != alert.subject) {
        return Err(Refusal::rule("alert.too_many").want(format!("at most {MOST}")).into());
    }
    Ok(())
}

/// An alert and what waits for it are no more.
pub(super) async fn ended(tx: &mut Tx, id: &str) -> Result<()> {
    tx.execute(&store::END_ALERT, args![id]).await?;
    tx.execute(&store::DROP_ENTRIES, args![id]).await?;
    Ok(())
}
