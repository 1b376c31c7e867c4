//! Objecting, deciding, freezing, signing, issuing, withdrawing.

use super::write::{Act, Make, numbering};
use super::{Bulletins, acting, objects_for};
use crate::model::{Bulletin, Decided, Left, Objected, State, WithdrawnData};
use crate::rules::{self, compose::Composer};
use authz::{action, covers};
use kernel::{Ctx, Refusal, Result};
use protect::{NewValue, Prepared};
use serde::Deserialize;
use std::sync::Arc;
use utoipa::ToSchema;
use web::Key;

/// Characters of a reason at most.
const LONGEST: usize = 2_000;
/// Objections to a bulletin at most.
const MOST: usize = 2_000;

/// An objection of a unit: to a case, to a number, or to a case in a number.
#[derive(Clone, Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = BulletinObjecting)]
pub struct Objecting {
    /// The unit, of which one holds a post.
    pub unit: String,
    /// Number of the case.
    #[serde(default)]
    pub case: Option<String>,
    /// Id of the measure; when not given, all of them.
    #[serde(default)]
    pub measure: Option<String>,
    /// Code of the ground.
    pub ground: String,
    /// In words.
    pub words: String,
}

/// What is decided about an objection.
#[derive(Clone, Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = BulletinDeciding)]
pub struct Deciding {
    /// The objection holds: its cases are left out.
    pub upheld: bool,
    /// Why.
    pub reason: String,
    /// Numbers of the cases that are left out; when not given, the one that the objection names.
    #[serde(default)]
    pub cases: Vec<String>,
    /// Ids of the measures that they are left out of; when not given, the one that the objection names, else all.
    #[serde(default)]
    pub measures: Vec<String>,
    /// The version that was seen.
    #[serde(default)]
    pub version: Option<i64>,
}

impl Bulletins {
    /// A unit objects.
    ///
    /// # Errors
    /// `action.forbidden` without a post in the unit; `bulletin.window_over`; what is wrong with a field.
    pub async fn object(&self, ctx: &Ctx, id: &str, new: &Objecting, key: Option<Key>) -> Result<()> {
        let b = self.seen(ctx, id).await?;
        authz::require_anywhere(&ctx.actor, action::BULLETIN_OBJECT)?;
        let post = objects_for(&ctx.actor, &new.unit, &b).ok_or_else(|| {
            let kind = kernel::RefusalKind::Forbidden;
            Refusal::new(kind, "action.forbidden")
                .at("/unit")
                .got(&new.unit)
                .want("a unit in which one holds a post")
        })?;
        let ctx = ctx.clone().in_post(&post.post);
        self.known_measures("/measure", new.measure.as_slice())?;
        let grounds = &self.parts.layout.grounds;
        if !grounds.iter().any(|g| g.code == new.ground) {
            let known: Vec<&str> = grounds.iter().map(|g| g.code.as_str()).collect();
            let expected = format!("one of: {}", known.join(", "));
            return Err(Refusal::invalid("/ground", &new.ground, expected).into());
        }
        let case = match &new.case {
            Some(number) => Some(self.counted_case(&b, "/case", number, Some(&new.unit)).await?),
            None if new.measure.is_none() => return Err(Refusal::required("/case").into()),
            None => None,
        };
        let words = self.value(&ctx, &b, "bulletin.objection", words("/words", &new.words)?)?;
        let made = Objected {
            n: 0,
            unit: new.unit.clone(),
            case,
            measure: new.measure.clone(),
            ground: new.ground.clone(),
            words: words.reference.clone(),
        };
        let (now, same) = (ctx.now, made.clone());
        let check = move |b: &Bulletin| {
            rules::may_object(b, now)?;
            if b.objections.len() >= MOST {
                return Err(Refusal::rule("bulletin.too_many").want(MOST.to_string()));
            }
            let open = |o: &&crate::model::Objection| o.decision.as_ref().is_none_or(|d| d.upheld);
            let twice = b.objections.iter().filter(open).find(|o| {
                o.unit == same.unit && o.measure == same.measure && o.case.is_some() && o.case == same.case
            });
            match twice.and_then(|o| o.case.as_ref()) {
                Some(case) => Err(Refusal::rule("bulletin.already_excluded").at("/case").got(&case.number)),
                None => Ok(()),
            }
        };
        self.run(&ctx, self.act(&b, None, key, vec![words], check, Make::Objected(made))).await
    }

    /// Somebody else decides.
    ///
    /// # Errors
    /// `bulletin.write` forbidden; `bulletin.own_objection`; `bulletin.decided_already`; what is wrong with a field.
    pub async fn decide(&self, ctx: &Ctx, id: &str, n: i64, new: &Deciding, key: Option<Key>) -> Result<()> {
        let b = self.seen(ctx, id).await?;
        let ctx = acting(ctx, action::BULLETIN_WRITE, &b)?;
        let missing = || Refusal::not_found("objection");
        let objection = b.objections.iter().find(|o| o.n == n).ok_or_else(missing)?;
        self.known_measures("/measures", &new.measures)?;
        let mut cases = vec![];
        if new.upheld {
            for (i, number) in new.cases.iter().enumerate() {
                cases.push(self.counted_case(&b, &format!("/cases/{i}"), number, None).await?);
            }
            if cases.is_empty() {
                cases.extend(objection.case.clone());
            }
            if cases.is_empty() {
                return Err(Refusal::required("/cases").into());
            }
        }
        let measures = match (new.upheld, new.measures.is_empty()) {
            (false, _) => vec![],
            (true, true) => objection.measure.iter().cloned().collect(),
            (true, false) => new.measures.clone(),
        };
        let reason = self.value(&ctx, &b, "bulletin.decision", words("/reason", &new.reason)?)?;
        let made = Decided { n, upheld: new.upheld, reason: reason.reference.clone(), cases, measures };
        let actor = ctx.actor.clone();
        let check = move |b: &Bulletin| {
            rules::in_state(b, &[State::Draft])?;
            let objection = b.objections.iter().find(|o| o.n == n).ok_or_else(missing)?;
            rules::decide_by(&actor, objection)
        };
        self.run(&ctx, self.act(&b, new.version, key, vec![reason], check, Make::Decided(made))).await
    }

    /// The numbers stand from now on. Before objections have ended it needs a reason.
    ///
    /// # Errors
    /// `bulletin.write` forbidden; `bulletin.undecided`; `bulletin.window_open`; `bulletin.counting`.
    pub async fn freeze(
        &self,
        ctx: &Ctx,
        id: &str,
        reason: Option<&str>,
        version: Option<i64>,
        key: Option<Key>,
    ) -> Result<()> {
        let b = self.seen(ctx, id).await?;
        let ctx = acting(ctx, action::BULLETIN_WRITE, &b)?;
        let reason = reason.map(str::trim).filter(|r| !r.is_empty());
        let reason =
            reason.map(|r| self.value(&ctx, &b, "bulletin.early", words("/reason", r)?)).transpose()?;
        let figures = self.figures(&ctx, &b).await?;
        let composer = Composer::new(&self.parts.layout, &figures, &b, self.area_name(&b));
        let (page, number) = (Box::new(composer.page()), numbering(&composer));
        let (now, behind, given) = (ctx.now, figures.behind, reason.is_some());
        // what was composed is of this version alone
        let composed = b.seq;
        let check = move |b: &Bulletin| {
            rules::may_freeze(b, now, given, behind)?;
            match b.seq == composed {
                true => Ok(()),
                false => Err(Refusal::conflict("bulletin.stale").with("version", b.seq)),
            }
        };
        let early = reason.as_ref().map(|r| r.reference.clone()).filter(|_| ctx.now < b.until);
        let values = reason.into_iter().filter(|_| early.is_some()).collect();
        let make = Make::Frozen { page, number, early };
        self.run(&ctx, self.act(&b, version, key, values, check, make)).await
    }

    /// A leader signs what was frozen, by its SHA-256.
    ///
    /// # Errors
    /// `bulletin.sign` forbidden; `bulletin.other_content` when it is not what was shown.
    pub async fn sign(&self, ctx: &Ctx, id: &str, sha256: &str, key: Option<Key>) -> Result<()> {
        let b = self.seen(ctx, id).await?;
        let ctx = acting(ctx, action::BULLETIN_SIGN, &b)?;
        let seen = sha256.to_owned();
        let check = move |b: &Bulletin| {
            rules::in_state(b, &[State::Frozen])?;
            match &b.frozen {
                Some(frozen) if frozen.sha256 == seen => Ok(()),
                _ => Err(Refusal::rule("bulletin.other_content").at("/sha256").got(&seen)),
            }
        };
        self.run(&ctx, self.act(&b, None, key, vec![], check, Make::Signed)).await
    }

    /// It goes out to the staff of the area; the edition that it corrects ends.
    ///
    /// # Errors
    /// `bulletin.write` forbidden; `bulletin.wrong_state`.
    pub async fn issue(&self, ctx: &Ctx, id: &str, version: Option<i64>, key: Option<Key>) -> Result<()> {
        let b = self.seen(ctx, id).await?;
        let ctx = acting(ctx, action::BULLETIN_WRITE, &b)?;
        let check = |b: &Bulletin| rules::in_state(b, &[State::Signed]);
        self.run(&ctx, self.act(&b, version, key, vec![], check, Make::Issued)).await
    }

    /// It is taken back, with the reason.
    ///
    /// # Errors
    /// `bulletin.write` forbidden; `bulletin.wrong_state`.
    pub async fn withdraw(
        &self,
        ctx: &Ctx,
        id: &str,
        reason: &str,
        version: Option<i64>,
        key: Option<Key>,
    ) -> Result<()> {
        let b = self.seen(ctx, id).await?;
        let ctx = acting(ctx, action::BULLETIN_WRITE, &b)?;
        let reason = self.value(&ctx, &b, "bulletin.withdrawal", words("/reason", reason)?)?;
        let make = Make::Withdrawn(WithdrawnData { reason: reason.reference.clone() });
        let check =
            |b: &Bulletin| rules::in_state(b, &[State::Draft, State::Frozen, State::Signed, State::Issued]);
        self.run(&ctx, self.act(&b, version, key, vec![reason], check, make)).await
    }

    fn act(
        &self,
        b: &Bulletin,
        version: Option<i64>,
        key: Option<Key>,
        values: Vec<Prepared>,
        check: impl Fn(&Bulletin) -> Result<(), Refusal> + Send + Sync + 'static,
        make: Make,
    ) -> Act {
        Act { id: b.id.clone(), version, key, values, check: Arc::new(check), make }
    }

    fn value(&self, ctx: &Ctx, b: &Bulletin, purpose: &'static str, words: String) -> Result<Prepared> {
        self.parts.vault.prepare(ctx, &b.county, &NewValue::text(purpose, words))
    }

    fn known_measures(&self, field: &str, ids: &[String]) -> Result<(), Refusal> {
        let layout = &self.parts.layout;
        match ids.iter().find(|id| layout.measure(id).is_none()) {
            Some(id) => Err(Refusal::invalid(field, id, "the id of a measure of the bulletin")),
            None => Ok(()),
        }
    }

    /// A case that the bulletin counts; for a unit, one that it owes or owed. Others do not seem to exist.
    async fn counted_case(
        &self,
        b: &Bulletin,
        field: &str,
        number: &str,
        unit: Option<&str>,
    ) -> Result<Left> {
        let missing = |want: &str| Refusal::not_found("case").at(field).got(number).want(want);
        let case = match self.parts.cases.load(number).await {
            Err(kernel::Failure::Refused(_)) => return Err(missing("the number of a case").into()),
            other => other?,
        };
        let owed = |unit: &str| case.tasks.iter().any(|t| t.unit == unit);
        if unit.is_some_and(|unit| !owed(unit)) {
            return Err(missing("a case that the unit owes or owed").into());
        }
        if !covers(&b.area_path, &case.spot.area_path()) {
            return Err(missing("a case of the bulletin's area").into());
        }
        let (county, id) = (case.county.to_string(), case.id.to_string());
        let known = self.parts.insight.known(&county, &[&id]).await?;
        let counts = known.get(&id).is_some_and(|k| !k.counts_within(Bulletin::days(b.month)).is_zero());
        if !counts {
            return Err(Refusal::rule("bulletin.not_counted").at(field).got(number).into());
        }
        Ok(Left { county, id, number: case.number })
    }
}

/// Words that somebody wrote, neither empty nor endless.
pub(super) fn words(field: &str, text: &str) -> Result<String, Refusal> {
    let text = text.trim();
    if text.is_empty() {
        return Err(Refusal::required(field));
    }
    match text.chars().count() {
        n if n > LONGEST => Err(Refusal::invalid(field, n, format!("at most {LONGEST} characters"))),
        _ => Ok(text.to_owned()),
    }
}
