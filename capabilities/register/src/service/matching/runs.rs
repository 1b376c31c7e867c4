//! Asking for a run, and seeing how far runs are.

use super::super::{Reach, Register};
use super::views::RunView;
use crate::model::thing::{ASKED, Asked, COMPARE, things_stream};
use crate::store;
use crate::store::things::Run;
use authz::{Thing, action};
use jobs::NewJob;
use kernel::{Ctx, Failure, Refusal, Result, Text};
use ledger::NewFact;
use serde::Deserialize;
use utoipa::{IntoParams, ToSchema};
use web::{Key, Page};

/// A run that is wanted.
#[derive(Clone, Debug, Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = RegisterAsking)]
pub struct Asking {
    /// The kind.
    pub kind: String,
    /// The area whose records are compared with each other: a county or less.
    pub area: String,
    /// The purpose: one for which the kind allows it.
    #[serde(default)]
    pub purpose: Option<String>,
}

/// Runs.
#[derive(Clone, Debug, Default, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct RunQuery {
    /// Where the page begins: `next` of the one before.
    #[serde(default)]
    pub after: Option<String>,
    /// How many: 50 by default, 500 at most.
    #[serde(default)]
    pub limit: Option<usize>,
}

impl Register {
    /// Asks for a run: it goes on by itself.
    ///
    /// # Errors
    /// `register.not_comparable`; `register.purpose` when the purpose is none for which the kind may be compared; an area above the
    /// counties; `action.forbidden`.
    pub async fn ask(&self, ctx: &Ctx, new: &Asking, key: Option<Key>) -> Result<RunView> {
        authz::require_anywhere(&ctx.actor, action::REGISTER_MATCH)?;
        self.purpose("/kind", &new.kind, new.purpose.as_deref())?;
        let wanted = "the code of a county or of an area in it";
        let depth = self.parts.grid.profile().home_depth();
        let low = self.parts.grid.area(&new.area).is_some_and(|a| usize::from(a.depth) >= depth);
        let at = self.at(&new.area).filter(|_| low);
        let at = at.ok_or_else(|| Refusal::invalid("/area", &new.area, wanted))?;
        let grant = authz::require(&ctx.actor, action::REGISTER_MATCH, &Thing::of("area").at(&at.path))?;
        let ctx = grant.map_or_else(|| ctx.clone(), |g| ctx.clone().in_post(g.post.clone()));
        let reach = Reach { county: at.county, place: at.place };
        let id = self.enqueue(&ctx, new, reach, None, key).await?;
        self.run(&ctx, &id).await
    }

    /// The purpose of a comparison.
    fn purpose(&self, field: &str, kind: &str, purpose: Option<&str>) -> Result<(), Refusal> {
        let (kind, _) = self.comparable(field, kind)?;
        let allowed = kind.kind.linkage.as_ref().map(|l| l.purposes.as_slice()).unwrap_or_default();
        match purpose.filter(|p| !p.is_empty()) {
            Some(purpose) if allowed.iter().any(|a| a == purpose) => Ok(()),
            given => {
                let refusal = Refusal::rule("register.purpose").at("/purpose").want(allowed.join(", "));
                Err(given.map_or(refusal.clone(), |given| refusal.got(given)))
            }
        }
    }

    /// Whether what comes in with an import may be compared afterwards.
    ///
    /// # Errors
    /// As [`Register::ask`].
    pub fn may_ask(&self, ctx: &Ctx, kind: &str, purpose: &str) -> Result<()> {
        authz::require_anywhere(&ctx.actor, action::REGISTER_MATCH)?;
        Ok(self.purpose("kind", kind, Some(purpose))?)
    }

    /// How far the numbers of each home go: what an import brings in afterwards is new.
    ///
    /// # Errors
    /// Whatever the database says.
    pub async fn mark(&self) -> Result<Vec<(String, i64)>> {
        Ok(store::read::homes(&mut self.db().read().await?).await?)
    }

    /// Asks for a run in each home that has new records since a mark: these against all within the actor's area. Answers their ids.
    ///
    /// # Errors
    /// As [`Register::ask`].
    pub async fn ask_for_new(
        &self,
        ctx: &Ctx,
        kind: &str,
        purpose: &str,
        mark: &[(String, i64)],
    ) -> Result<Vec<String>> {
        self.may_ask(ctx, kind, purpose)?;
        let homes = self.mark().await?;
        let mut runs = vec![];
        for reach in self.reaches(ctx, action::REGISTER_MATCH, None).await? {
            let before = mark.iter().find(|(c, _)| *c == reach.county).map_or(1, |(_, next)| *next);
            let now = homes.iter().find(|(c, _)| *c == reach.county).map_or(1, |(_, next)| *next);
            if now <= before {
                continue;
            }
            let last = reach.place.trim_end_matches('/').rsplit('/').next().filter(|c| !c.is_empty());
            let area = last.unwrap_or(&reach.county).to_owned();
            let new = Asking { kind: kind.into(), area, purpose: Some(purpose.into()) };
            runs.push(self.enqueue(ctx, &new, reach, Some(before), None).await?);
        }
        Ok(runs)
    }

    async fn enqueue(
        &self,
        ctx: &Ctx,
        new: &Asking,
        reach: Reach,
        since: Option<i64>,
        key: Option<Key>,
    ) -> Result<String> {
        let run = Run {
            county: reach.county,
            id: ctx.id::<()>().to_string(),
            kind: new.kind.clone(),
            area: new.area.clone(),
            place: reach.place,
            purpose: new.purpose.clone().unwrap_or_default(),
            since,
            state: "waiting".into(),
            stage: String::new(),
            asked_at: ctx.now.0,
            asked_by: ctx.actor.id.clone(),
            ended_at: None,
            rows: 0,
            compared: 0,
            joined: 0,
            review: 0,
            withdrawn: 0,
            safe: None,
            failure: None,
        };
        let inner = ctx.clone();
        self.db()
            .write(ctx, move |tx| {
                let (run, key, ctx) = (run.clone(), key.clone(), inner.clone());
                Box::pin(async move {
                    let mut head = ledger::open(tx, &run.county, &things_stream(&run.kind)).await?;
                    if let Some(key) = &key
                        && let Some(answer) = key.begin(tx, ctx.now).await?
                    {
                        return Ok::<_, Failure>(answer);
                    }
                    store::things::ask(tx, &run).await?;
                    let id = format!("{}~{}", run.county, run.id);
                    jobs::enqueue(tx, &ctx, NewJob::new(COMPARE).key(&id).payload(id.clone())).await?;
                    let said = Asked {
                        run: run.id,
                        kind: run.kind,
                        area: run.area,
                        purpose: run.purpose,
                        since: run.since,
                    };
                    ledger::append(tx, &ctx, &mut head, &[NewFact::new(ASKED, 1, &said)?]).await?;
                    if let Some(key) = &key {
                        key.finish(tx, &id).await?;
                    }
                    Ok(id)
                })
            })
            .await
    }

    /// A run.
    ///
    /// # Errors
    /// `register.not_found`, also when it is not in one's areas.
    pub async fn run(&self, ctx: &Ctx, id: &str) -> Result<RunView> {
        authz::require_anywhere(&ctx.actor, action::REGISTER_MATCH)?;
        let gone = || Refusal::not_found("register");
        let (county, run) = id.rsplit_once('~').ok_or_else(gone)?;
        let run = store::things::run(&mut self.db().read().await?, county, run).await?.ok_or_else(gone)?;
        let reaches = self.reaches(ctx, action::REGISTER_MATCH, None).await?;
        let own = |r: &Reach| r.county == run.county && run.place.starts_with(&r.place);
        if !reaches.iter().any(own) {
            return Err(gone().into());
        }
        Ok(self.run_views(vec![run]).await?.remove(0))
    }

    /// Runs within one's areas, the latest first.
    ///
    /// # Errors
    /// `action.forbidden`
    pub async fn runs(&self, ctx: &Ctx, q: &RunQuery) -> Result<Page<RunView>> {
        authz::require_anywhere(&ctx.actor, action::REGISTER_MATCH)?;
        let limit = Page::<RunView>::limit(q.limit);
        // ids begin with their time: z stands behind all of them
        let before = q.after.as_deref().unwrap_or("z");
        let mut all = vec![];
        let reaches = self.reaches(ctx, action::REGISTER_MATCH, None).await?;
        let mut tx = self.db().read().await?;
        for reach in reaches {
            let places = (reach.place.as_str(), reach.end());
            let places = (places.0, places.1.as_str());
            all.extend(store::things::runs(&mut tx, &reach.county, before, places, limit as i64 + 1).await?);
        }
        drop(tx);
        all.sort_by(|a, b| b.id.cmp(&a.id));
        let page = Page::cut(all, limit, |r| r.id.clone());
        Ok(Page { items: self.run_views(page.items).await?, next: page.next })
    }

    async fn run_views(&self, runs: Vec<Run>) -> Result<Vec<RunView>> {
        let names = self.names(runs.iter().map(|r| r.asked_by.as_str())).await?;
        let view = |run: Run| {
            let name = super::super::view::person(&run.asked_by).and_then(|id| names.get(id)).cloned();
            let area = self.parts.grid.area(&run.area).map(|a| a.name.clone());
            let area = area.unwrap_or_else(|| Text { zh: run.area.clone(), en: None });
            RunView::of(run, area, name)
        };
        Ok(runs.into_iter().map(view).collect())
    }
}
