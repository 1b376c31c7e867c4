//! What people say: two records are one, are two, or it cannot be told; a record is split off; a thing is taken apart. Each is a fact,
//! and no run goes against it.

use super::super::view::read_id;
use super::super::{Register, change::words};
use super::read_pair;
use crate::model::Record;
use crate::model::thing::{
    DISSOLVED, Dissolved, JUDGED, Judged, LEFT, Left, SPLIT, Split, Verdict, things_stream,
};
use crate::rules::matching::Matcher;
use crate::rules::things::Things;
use crate::store;
use crate::store::things;
use authz::action;
use db::Tx;
use kernel::{Ctx, Failure, Refusal, Result};
use ledger::NewFact;
use protect::{NewValue, Prepared};
use serde::Deserialize;
use std::collections::HashMap;
use std::sync::Arc;
use utoipa::ToSchema;
use web::Key;

/// Records of a thing that is taken apart at once, at most.
const LARGEST: usize = 60;

/// A judgement.
#[derive(Clone, Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = RegisterJudging)]
pub struct Judging {
    /// One thing, two, or it cannot be told.
    pub verdict: Verdict,
    /// Why; needed where no run compared them, where they were judged before, and where two numbers come together.
    #[serde(default)]
    pub reason: Option<String>,
    /// What was said before, to say something else: `same`, `different`, `unsure`.
    #[serde(default)]
    pub was: Option<String>,
    /// Two different valid numbers come together, knowingly.
    #[serde(default)]
    pub despite_numbers: bool,
}

/// Parting what is one thing.
#[derive(Clone, Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = RegisterParting)]
pub struct Parting {
    /// Why.
    pub reason: String,
}

/// Whether the things of two records bear different checked numbers.
pub(super) fn numbers_differ(things: &Things, numbers: &HashMap<i64, i64>, a: i64, b: i64) -> bool {
    let of = |n: i64| {
        let with = things.with(n).into_iter();
        with.filter_map(|m| numbers.get(&m).copied()).filter(|n| *n != 0).collect::<Vec<i64>>()
    };
    let (left, right) = (of(a), of(b));
    left.iter().any(|x| right.iter().any(|y| x != y))
}

/// Two records that somebody may judge.
pub(super) struct Two {
    pub county: String,
    pub matcher: Matcher,
    pub a: Record,
    pub b: Record,
}

impl Register {
    /// Two records of a pair, if the actor may judge them; with the context of the post that may.
    pub(super) async fn two(&self, ctx: &Ctx, tx: &mut Tx, id: &str) -> Result<(Two, Ctx)> {
        let (county, a, b) = read_pair(id)?;
        let mut records = store::read::some(tx, county, &[a, b]).await?;
        let gone = || Refusal::not_found("register");
        let (a, b) = records.remove(&a).zip(records.remove(&b)).ok_or_else(gone)?;
        if a.kind != b.kind {
            return Err(gone().into());
        }
        for record in [&a, &b] {
            self.allowed(ctx, action::REGISTER_READ, record)?;
        }
        let inner = self.allowed(ctx, action::REGISTER_JUDGE, &a)?;
        self.allowed(ctx, action::REGISTER_JUDGE, &b)?;
        let (_, matcher) = self.comparable("kind", &a.kind)?;
        Ok((Two { county: county.to_owned(), matcher, a, b }, inner))
    }

    /// Says of two records that they are one thing, two, or that it cannot be told.
    ///
    /// # Errors
    /// `register.judged_already` when somebody has said something and `was` does not say what; `register.apart` when a pair of the two
    /// things was judged different; `register.numbers_differ`; `register.together` when they are one thing: it is split, not judged;
    /// a reason that is missing.
    pub async fn judge(&self, ctx: &Ctx, id: &str, new: &Judging, key: Option<Key>) -> Result<()> {
        let (two, ctx) = self.two(ctx, &mut self.db().read().await?, id).await?;
        let reason = self.reason(&ctx, &two.county, new.reason.as_deref())?;
        let (register, two, new, inner) = (self.clone(), Arc::new(two), new.clone(), ctx.clone());
        self.db()
            .write(&ctx, move |tx| {
                let (register, two, new, ctx) = (register.clone(), two.clone(), new.clone(), inner.clone());
                let (reason, key) = (reason.clone(), key.clone());
                Box::pin(async move {
                    let stream = things_stream(&two.a.kind);
                    let mut head = ledger::open(tx, &two.county, &stream).await?;
                    if let Some(key) = &key
                        && key.begin(tx, ctx.now).await?.is_some()
                    {
                        return Ok(());
                    }
                    let said = register.decide(tx, &ctx, &two, &new, reason.as_ref()).await?;
                    if let Some(reason) = &reason {
                        register.parts.vault.store(tx, reason).await?;
                    }
                    ledger::append(tx, &ctx, &mut head, &[NewFact::new(JUDGED, 1, &said)?]).await?;
                    match &key {
                        Some(key) => key.finish(tx, &said.was).await,
                        None => Ok::<_, Failure>(()),
                    }
                })
            })
            .await
    }

    /// Holds a judgement against what is known, and writes it.
    async fn decide(
        &self,
        tx: &mut Tx,
        ctx: &Ctx,
        two: &Two,
        new: &Judging,
        reason: Option<&Prepared>,
    ) -> Result<Judged> {
        let (county, a, b) = (&two.county, two.a.n, two.b.n);
        let known = things::pair(tx, county, a, b).await?;
        let was = known.as_ref().map_or("none", |p| p.state.as_str());
        let judged = Verdict::of(was).filter(|v| *v != Verdict::Unsure);
        if judged.is_some() && new.was.as_deref() != Some(was)
            || new.was.as_deref().is_some_and(|seen| seen != was)
        {
            let at = known.as_ref().and_then(|p| p.judged_at);
            let refusal = Refusal::conflict("register.judged_already").got(was).with("state", was);
            return Err(refusal.with("at", at).into());
        }
        let mut now = things::things(tx, county, &[a, b]).await?;
        if now.of(a) == now.of(b) && new.verdict != Verdict::Same {
            return Err(Refusal::conflict("register.together").into());
        }
        let compared = matches!(was, things::REVIEW | things::JOINED | "unsure");
        let mut despite_numbers = false;
        now.judge(a, b, new.verdict);
        if new.verdict == Verdict::Same {
            if let Some((x, y)) = now.held(a, b, false) {
                let other = super::pair_id(county, x, y);
                return Err(Refusal::conflict("register.apart").got(&other).with("pair", other).into());
            }
            let ns: Vec<i64> = now.with(a).into_iter().chain(now.with(b)).collect();
            let numbers = self.numbers_of(tx, county, &two.matcher, &ns).await?;
            despite_numbers = numbers_differ(&now, &numbers, a, b);
            if despite_numbers && !new.despite_numbers {
                return Err(Refusal::conflict("register.numbers_differ").at("/despite_numbers").into());
            }
        }
        if reason.is_none() && (!compared || judged.is_some() || despite_numbers) {
            return Err(Refusal::required("/reason").into());
        }
        let (kind, place) = (two.a.kind.as_str(), things::above(&two.a, &two.b));
        let by = (ctx.now.0, ctx.actor.id.as_str());
        things::judge(tx, county, (a, b), (kind, &place), new.verdict, by).await?;
        if new.verdict == Verdict::Same && now.unite(a, b) {
            things::put(tx, county, kind, &now, &[a, b]).await?;
            unshow(tx, county, &now.with(a)).await?;
        }
        let reason = reason.map(|r| r.reference.clone());
        Ok(Judged { a, b, verdict: new.verdict, was: was.to_owned(), despite_numbers, reason })
    }

    fn reason(&self, ctx: &Ctx, county: &str, text: Option<&str>) -> Result<Option<Prepared>> {
        let text = words("/reason", text)?;
        let sealed =
            text.map(|t| self.parts.vault.prepare(ctx, county, &NewValue::text("register.thing", t)));
        sealed.transpose()
    }

    /// Splits a record off its thing: it and the others are different from now on.
    ///
    /// # Errors
    /// `register.not_found`; `register.alone`; a reason that is missing.
    pub async fn split(&self, ctx: &Ctx, id: &str, new: &Parting, key: Option<Key>) -> Result<()> {
        self.part(ctx, id, new, key, false).await
    }

    /// Takes the thing of a record apart: whether two of them are one, somebody has to say.
    ///
    /// # Errors
    /// As [`Register::split`]; `register.thing_large`.
    pub async fn dissolve(&self, ctx: &Ctx, id: &str, new: &Parting, key: Option<Key>) -> Result<()> {
        self.part(ctx, id, new, key, true).await
    }

    async fn part(&self, ctx: &Ctx, id: &str, new: &Parting, key: Option<Key>, whole: bool) -> Result<()> {
        read_id(id)?;
        let mut tx = self.db().read().await?;
        let (record, _) = self.load(&mut tx, id).await?;
        drop(tx);
        self.allowed(ctx, action::REGISTER_READ, &record)?;
        let ctx = self.allowed(ctx, action::REGISTER_JUDGE, &record)?;
        let reason = self.reason(&ctx, &record.county, Some(&new.reason))?;
        let reason = reason.ok_or_else(|| Refusal::required("/reason"))?;
        let (register, inner) = (self.clone(), ctx.clone());
        self.db()
            .write(&ctx, move |tx| {
                let (register, ctx, record) = (register.clone(), inner.clone(), record.clone());
                let (reason, key) = (reason.clone(), key.clone());
                Box::pin(async move {
                    let mut head = ledger::open(tx, &record.county, &things_stream(&record.kind)).await?;
                    if let Some(key) = &key
                        && key.begin(tx, ctx.now).await?.is_some()
                    {
                        return Ok(());
                    }
                    let fact = register.parted(tx, &ctx, &record, &reason, whole).await?;
                    ledger::append(tx, &ctx, &mut head, &[fact]).await?;
                    match &key {
                        Some(key) => key.finish(tx, &record.id()).await,
                        None => Ok::<_, Failure>(()),
                    }
                })
            })
            .await
    }

    async fn parted(
        &self,
        tx: &mut Tx,
        ctx: &Ctx,
        record: &Record,
        reason: &Prepared,
        whole: bool,
    ) -> Result<NewFact> {
        let (county, n, kind) = (&record.county, record.n, record.kind.as_str());
        let mut now = things::things(tx, county, &[n]).await?;
        let members = now.with(n);
        if members.len() < 2 {
            return Err(Refusal::conflict("register.alone").into());
        }
        if whole && members.len() > LARGEST {
            return Err(Refusal::rule("register.thing_large").want(LARGEST.to_string()).into());
        }
        let from: Vec<i64> = members.iter().copied().filter(|m| *m != n).collect();
        let mut pairs = vec![];
        for (i, a) in members.iter().enumerate() {
            let others = members[i + 1..].iter().filter(|b| whole || *a == n || **b == n);
            pairs.extend(others.map(|b| (*a, *b)));
        }
        let verdict = if whole { Verdict::Unsure } else { Verdict::Different };
        let records = store::read::some(tx, county, &members).await?;
        let by = (ctx.now.0, ctx.actor.id.as_str());
        for (a, b) in pairs {
            let both = records.get(&a).zip(records.get(&b));
            let place = both.map_or_else(|| record.place.clone(), |(a, b)| things::above(a, b));
            things::judge(tx, county, (a, b), (kind, &place), verdict, by).await?;
        }
        if whole {
            now.dissolve(&members)
        } else {
            now.split(n, &from)
        }
        things::put(tx, county, kind, &now, &members).await?;
        self.parts.vault.store(tx, reason).await?;
        let reason = reason.reference.clone();
        Ok(match whole {
            false => NewFact::new(SPLIT, 1, &Split { n, from, reason })?,
            true => NewFact::new(DISSOLVED, 1, &Dissolved { members, reason })?,
        })
    }

    /// A record is gone: it leaves its thing and its pairs.
    pub(crate) async fn leave(&self, tx: &mut Tx, ctx: &Ctx, record: &Record) -> Result<()> {
        let (county, n) = (&record.county, record.n);
        let stream = things_stream(&record.kind);
        // the lock first: a run may be about to join the record
        let comparable = self.registers().kind(&record.kind).is_some_and(|k| k.kind.linkage.is_some());
        let locked = if comparable { Some(ledger::open(tx, county, &stream).await?) } else { None };
        let mut now = things::things(tx, county, &[n]).await?;
        let members = now.with(n);
        let spoken_of = members.len() > 1 || things::was_judged(tx, county, n).await?;
        things::forget(tx, county, n).await?;
        if spoken_of {
            now.leave(n);
            things::put(tx, county, &record.kind, &now, &members).await?;
            let mut head = match locked {
                Some(head) => head,
                None => ledger::open(tx, county, &stream).await?,
            };
            ledger::append(tx, ctx, &mut head, &[NewFact::new(LEFT, 1, &Left { n })?]).await?;
        }
        Ok(())
    }
}

/// Pairs within one thing wait no more.
async fn unshow(tx: &mut Tx, county: &str, members: &[i64]) -> Result<()> {
    let states = things::states(tx, county, members).await?;
    for ((a, b), state) in states {
        if state == things::REVIEW && members.contains(&b) {
            things::unpropose(tx, county, a, b).await?;
        }
    }
    Ok(())
}
