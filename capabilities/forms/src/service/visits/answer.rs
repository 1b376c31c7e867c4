//! What comes of a visit: answers, or nobody was met.

use crate::model::campaign::ItemState;
use crate::model::submission::{Incoming, Received};
use crate::service::Forms;
use crate::service::campaigns::items;
use crate::store::visits as store;
use authz::action;
use kernel::{Ctx, Failure, Refusal, Result};
use protect::{NewValue, Ref};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// Nobody was met on a visit.
pub const NOT_MET: &str = "form.not_met";

/// Nobody was met.
#[derive(Clone, Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = VisitNotMet)]
pub struct NotMet {
    /// Why.
    pub reason: NotMetReason,
    /// In words.
    #[serde(default)]
    pub words: Option<String>,
}

/// Why nobody was met.
#[derive(Clone, Copy, Debug, Deserialize, serde::Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
#[schema(as = VisitNotMetReason)]
pub enum NotMetReason {
    /// Nobody was there.
    NobodyHome,
    /// Nobody wanted to answer.
    Refused,
    /// The subject is not there any more.
    Gone,
}

impl NotMetReason {
    fn word(self) -> &'static str {
        match self {
            Self::NobodyHome => "nobody_home",
            Self::Refused => "refused",
            Self::Gone => "gone",
        }
    }

    /// As what an item of a campaign is accounted for by it.
    pub fn accounts(self) -> Option<ItemState> {
        match self {
            Self::NobodyHome => None,
            Self::Refused => Some(ItemState::Refused),
            Self::Gone => Some(ItemState::Gone),
        }
    }
}

/// What the fact says (version 2; version 1 ended with `words`).
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct MissedData {
    /// The kind of the subject.
    pub kind: String,
    /// Its number.
    pub n: i64,
    /// Why.
    pub reason: NotMetReason,
    /// The day there.
    pub day: String,
    /// In words.
    pub words: Option<Ref>,
    /// Campaigns for which it counts.
    #[serde(default)]
    pub campaigns: Vec<String>,
}

impl Forms {
    /// Takes the answers of a visit.
    ///
    /// # Errors
    /// `form.visit` forbidden; `register.not_found`; those of [`Forms::receive`]
    pub async fn submit_visit(&self, ctx: &Ctx, id: &str, incoming: Incoming) -> Result<Received> {
        let (s, ctx) = self.parts.register.subject(ctx, action::FORM_VISIT, id).await?;
        let incoming = Incoming { visit: Some(s.id()), area_path: Some(s.path), ..incoming };
        self.receive(&ctx, incoming).await
    }

    /// Nobody was met: the visit is accounted for today, and due again tomorrow.
    ///
    /// # Errors
    /// `form.visit` forbidden; `register.not_found`
    pub async fn not_met(&self, ctx: &Ctx, id: &str, new: &NotMet) -> Result<()> {
        let (s, ctx) = self.parts.register.subject(ctx, action::FORM_VISIT, id).await?;
        let text = new.words.as_deref().map(str::trim).filter(|w| !w.is_empty());
        if text.is_some_and(|w| w.chars().count() > 500) {
            return Err(Refusal::invalid("/words", "", "at most 500 characters").into());
        }
        let text = text
            .map(|w| self.parts.vault.prepare(&ctx, &s.county, &NewValue::text("form.not_met", w)))
            .transpose()?;
        let visited = store::Visited {
            county: s.county.clone(),
            n: s.n,
            day: self.zone(&s.path).await?.day(ctx.now),
            state: "not_met",
            reason: Some(new.reason.word().to_owned()),
            words: text.as_ref().map(|t| t.reference.id.clone()),
        };
        let said = MissedData {
            kind: s.kind.clone(),
            n: s.n,
            reason: new.reason,
            day: visited.day.clone(),
            words: text.as_ref().map(|t| t.reference.clone()),
            campaigns: vec![],
        };
        let (inner, vault) = (ctx.clone(), self.parts.vault.clone());
        let write = self.parts.db.write(&ctx, move |tx| {
            let (ctx, vault, text) = (inner.clone(), vault.clone(), text.clone());
            let (visited, said) = (visited.clone(), said.clone());
            Box::pin(async move {
                let mut head =
                    ledger::open(tx, &visited.county, &format!("form/visit/{}", visited.n)).await?;
                if let Some(text) = &text {
                    vault.store(tx, text).await?;
                }
                store::visited(tx, &visited, ctx.now).await?;
                let of = (visited.county.as_str(), visited.n);
                let accounted = said.reason.accounts().is_some();
                let campaigns = items::missed(tx, of, accounted, (ctx.now, &visited.day)).await?;
                let said = MissedData { campaigns, ..said };
                ledger::append(tx, &ctx, &mut head, &[ledger::NewFact::new(NOT_MET, 2, &said)?]).await?;
                items::fold(tx, of, &said.campaigns).await?;
                Ok::<_, Failure>(())
            })
        });
        write.await
    }
}
