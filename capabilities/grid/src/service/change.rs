//! Changing the map by hand: split, merge, move borders, draw. Checked live without writing, or written with its fact.

use std::collections::BTreeMap;
use std::sync::Arc;

use kernel::{Ctx, Failure, Refusal, Timestamp};
use serde::{Deserialize, Serialize};

use super::Grid;
use super::import::{MapChanged, Written, write_in};
use crate::error::GridError;
use crate::import::ImportMap;
use crate::model::change::{Change, ChangeReport, ChangeRequest, Drawn, Fate, Touched};
use crate::model::{ImportKind, Severity};
use crate::profile::Profile;
use crate::rules::change::draw_up;
use crate::rules::plan::{Plan, Stored, plan};
use crate::rules::weigh::weigh;
use crate::store;

/// How a fact `grid.map` tells that somebody changed the map by hand.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ByHand {
    /// `split`, `merge`, `reshape` or `draw`.
    pub what: String,
    /// From when on it holds.
    pub valid_from: Timestamp,
    /// Codes that came to an end: those that take their place.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub successors: BTreeMap<String, Vec<String>>,
}

/// What the key of a committed change leads to.
#[derive(Serialize, Deserialize)]
struct Kept {
    version: i64,
    valid_from: Timestamp,
    areas: Vec<(Fate, String)>,
}

/// A change that was judged.
struct Judged {
    report: ChangeReport,
    written: Written,
}

impl Grid {
    /// Judges a change of the map without making it.
    ///
    /// # Errors
    /// `area.import` forbidden; `grid.changed` (409) for another version of the map; what cannot be meant.
    pub async fn check_change(&self, ctx: &Ctx, request: ChangeRequest) -> Result<ChangeReport, GridError> {
        Ok(self.judged(ctx, request).await?.report)
    }

    /// Makes a change of the map, if nothing stands against it; the report says whether it did.
    ///
    /// # Errors
    /// As [`Grid::check_change`].
    pub async fn change(
        &self,
        ctx: &Ctx,
        request: ChangeRequest,
        key: Option<web::Key>,
    ) -> Result<ChangeReport, GridError> {
        let post = authz::require(&ctx.actor, authz::action::AREA_IMPORT, &authz::Thing::of("area"))?;
        let ctx = &post.map_or_else(|| ctx.clone(), |grant| ctx.clone().in_post(&grant.post));
        let judged = match (self.judged(ctx, request).await, &key) {
            // the map that was seen is past: perhaps because this very request came before
            (Err(refused), Some(key)) => return self.repeated_change(ctx, key.clone(), refused).await,
            (judged, _) => judged?,
        };
        let Judged { mut report, written } = judged;
        if !report.sound() {
            return Ok(report);
        }
        let kept = Kept {
            version: report.version + 1,
            valid_from: report.valid_from,
            areas: report.areas.iter().map(|a| (a.fate, a.area.code.clone())).collect(),
        };
        let kept = serde_json::to_string(&kept).map_err(Failure::from)?;
        let (written, inner) = (Arc::new(written), ctx.clone());
        let before: Option<String> = self
            .db
            .write::<_, GridError, _>(ctx, move |tx| {
                let (written, ctx, key, kept) = (written.clone(), inner.clone(), key.clone(), kept.clone());
                Box::pin(async move {
                    if let Some(key) = &key
                        && let Some(answer) = key.begin(tx, ctx.now).await?
                    {
                        return Ok(Some(answer));
                    }
                    write_in(tx, &ctx, &written).await?;
                    if let Some(key) = &key {
                        key.finish(tx, &kept).await?;
                    }
                    Ok(None)
                })
            })
            .await?;
        self.refresh().await?;
        if let Some(answer) = before {
            return self.as_kept(&answer).await;
        }
        report.version += 1;
        report.committed = true;
        Ok(report)
    }

    async fn repeated_change(
        &self,
        ctx: &Ctx,
        key: web::Key,
        refused: GridError,
    ) -> Result<ChangeReport, GridError> {
        let now = ctx.now;
        let known = self
            .db
            .write::<_, GridError, _>(ctx, move |tx| {
                let key = key.clone();
                Box::pin(async move {
                    let answer = key.begin(tx, now).await?;
                    // nothing may stay of a key that was not known
                    answer.ok_or_else(|| Refusal::conflict("grid.changed").into())
                })
            })
            .await;
        match known {
            Ok(answer) => self.as_kept(&answer).await,
            Err(GridError::Other(Failure::Refused(again))) if again.code == "grid.changed" => Err(refused),
            Err(error) => Err(error),
        }
    }

    /// The report of a change that was made before.
    async fn as_kept(&self, answer: &str) -> Result<ChangeReport, GridError> {
        let kept: Kept = serde_json::from_str(answer).map_err(Failure::from)?;
        let profile = self.profile();
        let codes: Vec<&str> = kept.areas.iter().map(|(_, code)| code.as_str()).collect();
        let rows = store::areas_by_code(&mut self.db.read().await?, &codes).await?;
        let mut areas = Vec::new();
        for (fate, code) in &kept.areas {
            let row = rows.iter().find(|r| r.area.code == *code).cloned();
            areas.extend(row.map(|row| touched(*fate, &row.with_profile(&profile), None)));
        }
        let (version, valid_from) = (kept.version, kept.valid_from);
        Ok(ChangeReport { version, committed: true, valid_from, areas, problems: vec![] })
    }

    async fn judged(&self, ctx: &Ctx, request: ChangeRequest) -> Result<Judged, GridError> {
        authz::require(&ctx.actor, authz::action::AREA_IMPORT, &authz::Thing::of("area"))?;
        let mut tx = self.db.read().await?;
        let present = store::map(&mut tx).await?.filter(|m| m.version == request.version);
        let Some(present) = present else { return Err(GridError::Changed) };
        let rows = family(&mut tx, &request.change, &present.profile).await?;
        drop(tx);
        let now = ctx.now;
        let profile = present.profile;
        let work = move || judge(&request, rows, profile, now);
        let judged = tokio::task::spawn_blocking(work).await.map_err(Failure::internal)??;
        for row in &judged.written.plan.upsert {
            let thing = authz::Thing::of("area").at(&row.area.path);
            authz::require(&ctx.actor, authz::action::AREA_IMPORT, &thing)?;
        }
        Ok(judged)
    }
}

/// The rows that a change can touch or must be judged by: the area above, what is above that, and all that stands under it.
async fn family(tx: &mut db::Tx, change: &Change, profile: &Profile) -> Result<Vec<Stored>, GridError> {
    let (named, field) = match change {
        Change::Split { area, .. } => (Some(area), "/change/area"),
        Change::Merge { areas, .. } => (areas.first(), "/change/areas/0"),
        Change::Reshape { under, .. } | Change::Draw { under, .. } => (Some(under), "/change/under"),
    };
    let missing = || Refusal::not_found("area").at(field);
    let row = match named {
        Some(code) => store::area(tx, "", code).await?,
        None => return Err(Refusal::invalid("/change/areas", 0, "two different grids or more").into()),
    };
    let row = row.ok_or_else(missing)?;
    let is_top = matches!(change, Change::Reshape { .. } | Change::Draw { .. });
    let line: Vec<&str> = row.area.path.split('/').collect();
    let line = if is_top { &line[..] } else { &line[..line.len() - 1] };
    let mut codes = line.to_vec();
    let new = match change {
        Change::Split { into, .. } => &into[..],
        Change::Merge { into, .. } | Change::Draw { into, .. } => std::slice::from_ref(into),
        Change::Reshape { .. } => &[],
    };
    codes.extend(new.iter().filter_map(|n| n.code.as_deref()));
    let mut rows = store::areas_by_code(tx, &codes).await?;
    let under = store::areas_under(tx, &line.join("/")).await?;
    rows.retain(|r| !under.iter().any(|u| u.area.code == r.area.code));
    rows.extend(under);
    Ok(rows.into_iter().map(|r| r.with_profile(profile)).collect())
}

fn judge(
    request: &ChangeRequest,
    rows: Vec<Stored>,
    profile: Profile,
    now: Timestamp,
) -> Result<Judged, GridError> {
    let valid_from = request.valid_from.unwrap_or(now);
    let at = valid_from.max(now);
    let made = draw_up(request, &rows, &profile, now)?;
    let map = ImportMap::standard(ImportKind::Grids)?;
    let mut plan = plan(&rows, made.drafts, "", &map, &profile, at);
    plan.retired = made.retired;
    plan.retired.sort();
    plan.changed.retain(|code| !plan.retired.contains(code));
    let problems = made.problems.into_iter().chain(std::mem::take(&mut plan.problems)).collect();
    let problems: Vec<Drawn> = weigh(&rows, &plan, problems, at, map.checks.tolerance_m2);
    let areas = report_areas(&rows, &plan);
    let report = ChangeReport { version: request.version, committed: false, valid_from, areas, problems };
    let by_hand = ByHand {
        what: what(&request.change).to_owned(),
        valid_from,
        successors: plan
            .upsert
            .iter()
            .filter(|r| plan.retired.contains(&r.area.code))
            .map(|r| (r.area.code.clone(), r.area.successors.clone()))
            .collect(),
    };
    let written = Written {
        from: request.version,
        kind: ImportKind::Grids,
        layer: None,
        profile,
        plan,
        by_hand: Some(by_hand),
    };
    Ok(Judged { report: none_done(report), written })
}

/// A change that changes nothing is no change.
fn none_done(mut report: ChangeReport) -> ChangeReport {
    if report.areas.is_empty() && report.sound() {
        let problem = crate::model::Problem::new(crate::model::ProblemKind::NoArea);
        let problem = crate::model::Problem { severity: Severity::Error, ..problem };
        report.problems.push(Drawn { problem, geometry: None });
    }
    report
}

fn what(change: &Change) -> &'static str {
    match change {
        Change::Split { .. } => "split",
        Change::Merge { .. } => "merge",
        Change::Reshape { .. } => "reshape",
        Change::Draw { .. } => "draw",
    }
}

fn report_areas(rows: &[Stored], plan: &Plan) -> Vec<Touched> {
    let fate = |code: &String| match (plan.added.contains(code), plan.retired.contains(code)) {
        (true, _) => Fate::Added,
        (_, true) => Fate::Retired,
        _ => Fate::Changed,
    };
    let mut all: Vec<Touched> = plan
        .upsert
        .iter()
        .map(|row| {
            let before = rows.iter().find(|r| r.area.code == row.area.code);
            touched(fate(&row.area.code), row, before)
        })
        .collect();
    all.sort_by_key(|t| match t.fate {
        Fate::Added => 0,
        Fate::Changed => 1,
        Fate::Retired => 2,
    });
    all
}

fn touched(fate: Fate, row: &Stored, before: Option<&Stored>) -> Touched {
    Touched {
        fate,
        area: row.area.clone(),
        before_m2: before.and_then(|b| b.area.area_m2),
        geometry: row.geometry.as_deref().and_then(|g| serde_json::from_str(g).ok()),
    }
}

/// The fact of what was written.
pub(super) fn fact(written: &Written, digest: String) -> MapChanged {
    let plan = &written.plan;
    MapChanged {
        version: written.from + 1,
        kind: written.kind,
        layer: written.layer.as_ref().map(|l| l.code.clone()),
        added: plan.added.clone(),
        changed: plan.changed.clone(),
        retired: plan.retired.clone(),
        by_hand: written.by_hand.clone(),
        digest,
    }
}
