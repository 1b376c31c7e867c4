//! What the reporter does: rate, ask to reopen, and whatever else the pack offers with words alone (correct, withdraw, urge).

use super::super::act::{Doing, Done, Stage};
use super::super::{Cases, OfferView};
use super::{Can, Held};
use crate::model::Case;
use db::Tx;
use kernel::{Ctx, Failure, Refusal, Result};
use serde_json::{Map, Value, json};
use workflow::{Effect, InputType, Offer};

/// Which act is meant: one with an effect, whatever the pack calls it, or the one of a name.
#[derive(Clone, Copy)]
enum Meant<'a> {
    With(&'a Effect),
    Named(&'a str),
}

impl Cases {
    /// What the holder of a token may do now: acts with a form of their own, and those of words alone.
    pub(super) async fn may(
        &self,
        tx: &mut Tx,
        ctx: &Ctx,
        case: &Case,
        own: bool,
    ) -> Result<(Can, Vec<OfferView>)> {
        if !own {
            return Ok((Can { follow: true, ..Can::default() }, vec![]));
        }
        let stage = self.stage(tx, ctx, case, true, authz::action::REPORT_CREATE).await?;
        let mut can = Can { follow: true, ..Can::default() };
        let mut others = vec![];
        for offer in stage.offers(case)? {
            if brings(&stage, case, &offer.action, &Effect::Rate)? {
                can.rate = true;
            } else if brings(&stage, case, &offer.action, &Effect::AskReopen)? {
                can.ask_reopen = true;
            } else if in_words(&offer) {
                others.push(self.offer(&stage, case, offer)?);
            }
        }
        Ok((can, others))
    }

    /// The reporter rates.
    ///
    /// # Errors
    /// `case.not_found`; `act.action_not_now` when it is not the time.
    pub async fn rate(
        &self,
        ctx: &Ctx,
        holder: (&str, &str),
        grade: i64,
        comment: Option<&str>,
    ) -> Result<Done> {
        if !(1..=4).contains(&grade) {
            return Err(Refusal::invalid("/grade", grade, "1..=4").into());
        }
        let mut input = Map::from_iter([("grade".to_owned(), json!(grade))]);
        input.extend(comment.map(|text| ("comment".to_owned(), json!(text))));
        self.act_with_token(ctx, holder, Meant::With(&Effect::Rate), input).await
    }

    /// The reporter asks to reopen.
    ///
    /// # Errors
    /// `case.not_found`; `act.action_not_now` when it is not the time.
    pub async fn ask_reopen(&self, ctx: &Ctx, holder: (&str, &str), reason: &str) -> Result<Done> {
        let input = Map::from_iter([("reason".to_owned(), json!(reason))]);
        self.act_with_token(ctx, holder, Meant::With(&Effect::AskReopen), input).await
    }

    /// The reporter takes an act that the pack offers.
    ///
    /// # Errors
    /// `case.not_found`; `act.action_not_now` when it is not offered now; what is wrong with the input.
    pub async fn act_as_reporter(
        &self,
        ctx: &Ctx,
        holder: (&str, &str),
        action: &str,
        input: Map<String, Value>,
    ) -> Result<Done> {
        self.act_with_token(ctx, holder, Meant::Named(action), input).await
    }

    async fn act_with_token(
        &self,
        ctx: &Ctx,
        (number, token): (&str, &str),
        meant: Meant<'_>,
        input: Map<String, Value>,
    ) -> Result<Done> {
        for attempt in 0.. {
            let mut tx = self.db().read().await?;
            let Held { case, own } = self.held(&mut tx, number, token).await?;
            let action = if own { self.action_meant(&mut tx, ctx, &case, meant).await? } else { None };
            let not_now =
                || Refusal::conflict("act.action_not_now").got(&case.state).with("state", case.state.clone());
            let action = action.ok_or_else(not_now)?;
            drop(tx);
            let doing = Doing {
                number: number.to_owned(),
                version: Some(case.seq),
                action,
                input: Value::Object(input.clone()),
                token: true,
                key: None,
            };
            match self.act(ctx, doing).await {
                // a reporter names no version: somebody else was faster, look again
                Err(Failure::Refused(r)) if r.code == "case.stale" && attempt < 3 => {}
                other => return other,
            }
        }
        Err(Failure::Internal("unreachable".into()))
    }

    /// The pack's action that is meant, when the reporter may take it now.
    async fn action_meant(
        &self,
        tx: &mut Tx,
        ctx: &Ctx,
        case: &Case,
        meant: Meant<'_>,
    ) -> Result<Option<String>> {
        let stage = self.stage(tx, ctx, case, true, authz::action::REPORT_CREATE).await?;
        for Offer { action, .. } in stage.offers(case)? {
            let found = match meant {
                Meant::With(effect) => brings(&stage, case, &action, effect)?,
                Meant::Named(name) => action == name,
            };
            if found {
                return Ok(Some(action));
            }
        }
        Ok(None)
    }
}

/// Whether an action of the pack has an effect.
fn brings(stage: &Stage, case: &Case, action: &str, effect: &Effect) -> Result<bool> {
    let transitions = &stage.flow(case)?.definition().transitions;
    Ok(transitions.iter().any(|t| t.action == action && t.effects.contains(effect)))
}

/// Whether its form needs nothing but words: what the page of a reporter can show whatever the pack.
fn in_words(offer: &Offer) -> bool {
    offer.inputs.iter().all(|input| input.kind == InputType::Text)
}
