//! Importing areas: read, draft, check the whole map as it would be, and write it or nothing.

use std::sync::Arc;

use db::Tx;
use kernel::{Ctx, Failure};
use serde::{Deserialize, Serialize};

use super::Grid;
use super::change::ByHand;
use crate::error::GridError;
use crate::import::{FixedLayer, ImportMap, draft, read};
use crate::model::{ImportKind, Report};
use crate::profile::Profile;
use crate::rules::plan::{Plan, Stored, plan, weigh};
use crate::{MAP_CHANGED, STREAM, store};

/// What is to be imported.
#[derive(Debug, Clone)]
pub struct ImportRequest {
    /// Divisions, grids or a layer.
    pub kind: ImportKind,
    /// The map file's text; without one the names of the documentation are expected.
    pub map: Option<String>,
    /// The file: GeoJSON or CSV, gzipped or not.
    pub data: Vec<u8>,
    /// Whether to check only.
    pub dry_run: bool,
}

/// The fact `grid.map`: the map has changed.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct MapChanged {
    /// The map's new version.
    pub version: i64,
    /// What was imported.
    pub kind: ImportKind,
    /// The layer, when it was one.
    pub layer: Option<String>,
    /// Codes that are new.
    pub added: Vec<String>,
    /// Codes that changed.
    pub changed: Vec<String>,
    /// Codes that came to an end.
    pub retired: Vec<String>,
    /// What somebody did by hand, when it was no import.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub by_hand: Option<ByHand>,
    /// Hash over the whole map as it is now.
    pub digest: String,
}

/// A change of the map that was checked, ready to be written.
pub(super) struct Written {
    pub(super) from: i64,
    pub(super) kind: ImportKind,
    pub(super) layer: Option<FixedLayer>,
    pub(super) profile: Profile,
    pub(super) plan: Plan,
    pub(super) by_hand: Option<ByHand>,
}

impl Grid {
    /// Imports areas. The report tells everything that is wrong; with an error in it nothing is written.
    ///
    /// # Errors
    /// `area.import` forbidden; a map file or file that cannot be read; another code profile than the tree's; the map
    /// changed meanwhile.
    pub async fn import(&self, ctx: &Ctx, request: ImportRequest) -> Result<Report, GridError> {
        let post = authz::require(&ctx.actor, authz::action::AREA_IMPORT, &authz::Thing::of("area"))?;
        let ctx = match post {
            Some(grant) => ctx.clone().in_post(&grant.post),
            None => ctx.clone(),
        };
        let map = match &request.map {
            Some(yaml) => ImportMap::parse(yaml, request.kind)?,
            None => ImportMap::standard(request.kind)?,
        };
        let (present, existing) = self.present(&map, request.kind).await?;
        let profile = profile_for(&map, request.kind, present.as_ref(), existing.is_empty())?;
        let from = present.map_or(0, |p| p.version);
        let dry_run = request.dry_run;
        let now = ctx.now;
        let worked = tokio::task::spawn_blocking(move || {
            let existing: Vec<Stored> = existing.into_iter().map(|s| s.with_profile(&profile)).collect();
            prepare(&request, map, profile, &existing, from, now)
        });
        let (mut report, ready) = worked.await.map_err(Failure::internal)??;
        may_import(&ctx, &ready)?;
        report.dry_run = dry_run;
        if dry_run || report.errors() > 0 {
            return Ok(report);
        }
        if !ready.plan.upsert.is_empty() || from == 0 || ready.layer.is_some() {
            write(self, &ctx, Arc::new(ready)).await?;
            self.refresh().await?;
        }
        report.imported = true;
        Ok(report)
    }

    async fn present(
        &self,
        map: &ImportMap,
        kind: ImportKind,
    ) -> Result<(Option<store::MapRow>, Vec<Stored>), GridError> {
        let mut tx = self.db.read().await?;
        let present = store::map(&mut tx).await?;
        let layer = layer_of(map, kind);
        let existing = store::areas_of(&mut tx, &layer).await?;
        Ok((present, existing))
    }
}

/// Whoever imports may do so for every area of the tree that would be written.
fn may_import(ctx: &Ctx, ready: &Written) -> Result<(), GridError> {
    let tree = ready.plan.upsert.iter().filter(|s| s.layer.is_empty());
    for row in tree {
        let thing = authz::Thing::of("area").at(&row.area.path);
        authz::require(&ctx.actor, authz::action::AREA_IMPORT, &thing)?;
    }
    Ok(())
}

fn layer_of(map: &ImportMap, kind: ImportKind) -> String {
    match (&map.layer, kind) {
        (Some(layer), ImportKind::Layer) => layer.code.clone(),
        _ => String::new(),
    }
}

/// The tree keeps the profile it began with; a layer has none of its own.
fn profile_for(
    map: &ImportMap,
    kind: ImportKind,
    present: Option<&store::MapRow>,
    blank: bool,
) -> Result<Profile, GridError> {
    let given = map.profile().map_err(crate::import::MapError::from)?;
    match (present, kind) {
        (Some(row), ImportKind::Layer) => Ok(row.profile.clone()),
        (Some(row), _) if row.profile != given && !blank => {
            Err(GridError::OtherProfile { present: row.profile.id.clone(), given: given.id })
        }
        _ => Ok(given),
    }
}

fn prepare(
    request: &ImportRequest,
    map: ImportMap,
    profile: Profile,
    existing: &[Stored],
    from: i64,
    now: kernel::Timestamp,
) -> Result<(Report, Written), GridError> {
    let records = read(request.data.as_slice(), &map.reading())?;
    let known = existing.iter().map(|s| (s.area.code.clone(), usize::from(s.area.depth))).collect();
    let drafts = draft(request.kind, &map, &profile, &records, &known);
    let layer = layer_of(&map, request.kind);
    let plan = plan(existing, drafts.areas, &layer, &map, &profile, now);
    let problems = drafts.problems.into_iter().chain(plan.problems.iter().cloned()).collect();
    let report = Report {
        records: drafts.records,
        skipped: drafts.skipped,
        added: plan.added.len() as u64,
        changed: plan.changed.len() as u64,
        unchanged: plan.unchanged,
        retired: plan.retired.len() as u64,
        problems: weigh(problems, &map),
        ..Report::default()
    };
    let layer = map.layer.filter(|_| request.kind == ImportKind::Layer);
    Ok((report, Written { from, kind: request.kind, layer, profile, plan, by_hand: None }))
}

async fn write(grid: &Grid, ctx: &Ctx, ready: Arc<Written>) -> Result<(), GridError> {
    let inner = ctx.clone();
    grid.db
        .write(ctx, move |tx| {
            let (ready, ctx) = (ready.clone(), inner.clone());
            Box::pin(async move { write_in(tx, &ctx, &ready).await })
        })
        .await
}

/// Writes areas, version and fact, unless the map has moved on.
pub(super) async fn write_in(tx: &mut Tx, ctx: &Ctx, ready: &Written) -> Result<(), GridError> {
    let mut head = ledger::open(tx, crate::COUNTY, STREAM).await?;
    if store::version(tx).await? != ready.from {
        return Err(GridError::Changed);
    }
    let plan = &ready.plan;
    store::keep(tx, &plan.past, ctx.now).await?;
    let (new, old): (Vec<Stored>, Vec<Stored>) =
        plan.upsert.iter().cloned().partition(|s| plan.added.binary_search(&s.area.code).is_ok());
    store::insert(tx, &new, ctx.now).await?;
    store::update(tx, &old, ctx.now).await?;
    if let Some(layer) = &ready.layer {
        store::write_layer(tx, &layer.code, &layer.name).await?;
    }
    let digest = store::digest(tx, &ready.profile, None).await?;
    if !store::set_map(tx, ready.from, &ready.profile, &digest, ctx.now).await? {
        return Err(GridError::Changed);
    }
    let fact = super::change::fact(ready, digest);
    let fact = ledger::NewFact::new(MAP_CHANGED, 1, &fact).map_err(Failure::from)?;
    ledger::append(tx, ctx, &mut head, &[fact]).await?;
    Ok(())
}
