//! Cases follow a changed map: those of grids that were split, merged or reshaped get the area they lie in now.
//!
//! Only asked for, never by itself. A preview tells what would move; the run is a job that goes on in small transactions,
//! one fact a case, and may be repeated at any time: a case that lies where it should is left alone.

mod told;

pub use told::{Leaving, Moving, Relocating, Relocation, RelocationQuery, RelocationRun};

use super::Cases;
use super::act::{after, append};
use crate::model::{self, Change, FactData, Spot};
use crate::store::relocation::{self, Lying, Run, Walk};
use crate::store::{self, row::Touch};
use geometry::Point;
use grid::model::Area;
use grid::service::Map;
use jobs::{Handler, Job, NewJob};
use kernel::{Actor, ActorKind, Ctx, Failure, Refusal, Result};
use std::collections::{BTreeMap, HashMap};

/// The kind of the job.
pub const RELOCATE: &str = "cases.relocate";
/// The action of its facts.
const ACTION: &str = "system.relocated";
/// Areas in one question at most.
const AREAS: usize = 50;
/// Cases that a preview looks at.
const LOOKED_AT: usize = 20_000;
/// Numbers on the first page of a preview.
const SHOWN: usize = 50;
/// Cases in one transaction.
const PIECE: usize = 50;
/// How many times a successor is followed to its own.
const CHAIN: usize = 10;

/// What becomes of a case.
enum Turn {
    Stays,
    Goes(Box<Spot>),
    Undecided,
}

/// The map now, and the areas that were.
struct Ground {
    map: std::sync::Arc<Map>,
    ended: HashMap<String, Area>,
}

impl Cases {
    /// What would move, and nothing is written.
    ///
    /// # Errors
    /// `case.relocate` forbidden; `area.not_found`; too many areas.
    pub async fn relocation(&self, ctx: &Ctx, query: &RelocationQuery) -> Result<Relocation> {
        let codes = codes_of(&query.areas)?;
        let (areas, _) = self.leaving(ctx, &codes).await?;
        self.foresee(&areas).await
    }

    /// Lets them move: the answer tells the run, which goes on by itself.
    ///
    /// # Errors
    /// As [`Cases::relocation`].
    pub async fn relocate(
        &self,
        ctx: &Ctx,
        codes: &[String],
        closed: bool,
        key: Option<web::Key>,
    ) -> Result<RelocationRun> {
        let codes = codes_of(&codes.join(","))?;
        let (areas, ctx) = self.leaving(ctx, &codes).await?;
        let seen = self.foresee(&areas).await?;
        let total = i64::try_from(if closed { seen.all } else { seen.open }).unwrap_or(i64::MAX);
        let run = Run {
            areas: codes,
            closed,
            actor: ctx.actor.id.clone(),
            post: ctx.post.clone(),
            done: false,
            total,
            moved: 0,
            asked_at: ctx.now,
            done_at: None,
        };
        let (id, inner) = (ctx.id::<()>().to_string(), ctx.clone());
        let id: String = self
            .db()
            .write(&ctx, move |tx| {
                let (id, run, key, ctx) = (id.clone(), run.clone(), key.clone(), inner.clone());
                Box::pin(async move {
                    if let Some(key) = &key
                        && let Some(answer) = key.begin(tx, ctx.now).await?
                    {
                        return Ok::<_, Failure>(answer);
                    }
                    relocation::begin(tx, &id, &run).await?;
                    let job = NewJob::new(RELOCATE).key(&id).payload(id.clone());
                    jobs::enqueue(tx, &ctx, job).await?;
                    if let Some(key) = &key {
                        key.finish(tx, &id).await?;
                    }
                    Ok(id)
                })
            })
            .await?;
        self.relocation_run(&ctx, &id).await
    }

    /// How far a run is.
    ///
    /// # Errors
    /// `case.relocate` forbidden in one of its areas; `relocation.not_found`.
    pub async fn relocation_run(&self, ctx: &Ctx, id: &str) -> Result<RelocationRun> {
        authz::require(&ctx.actor, authz::action::CASE_RELOCATE, &authz::Thing::of("area"))?;
        let run = relocation::run(&mut self.db().read().await?, id).await?;
        let run = run.ok_or_else(|| Refusal::not_found("relocation"))?;
        self.leaving(ctx, &run.areas).await?;
        let state = if run.done { "done" } else { "running" };
        let (total, moved) = (run.total.max(run.moved), run.moved);
        let (asked_at, done_at) = (run.asked_at, run.done_at);
        Ok(RelocationRun { id: id.into(), state: state.into(), total, moved, asked_at, done_at })
    }

    /// The areas by their codes, if the actor may let their cases go; and the context of the post that may.
    async fn leaving(&self, ctx: &Ctx, codes: &[String]) -> Result<(Vec<Area>, Ctx)> {
        let asked: Vec<&str> = codes.iter().map(String::as_str).collect();
        let areas = self.parts.grid.ever(&asked).await?;
        let mut ctx = ctx.clone();
        for code in codes {
            let area = areas.iter().find(|a| a.code == *code);
            // whoever may do so nowhere does not learn which areas there are
            let thing = authz::Thing::of("area");
            let thing = area.map_or(thing, |a| thing.at(&a.path));
            if let Some(grant) = authz::require(&ctx.actor, authz::action::CASE_RELOCATE, &thing)? {
                let post = grant.post.clone();
                ctx = ctx.in_post(post);
            }
            if area.is_none() {
                return Err(Refusal::not_found("area").at("areas").got(code).into());
            }
        }
        Ok((areas, ctx))
    }

    async fn foresee(&self, areas: &[Area]) -> Result<Relocation> {
        let ground = self.ground(areas).await?;
        let mut out = Relocation::default();
        let mut moves: BTreeMap<(String, String), (u64, u64)> = BTreeMap::new();
        let mut looked_at = 0;
        let mut tx = self.db().read().await?;
        for area in areas {
            let mut left = Leaving {
                code: area.code.clone(),
                name: area.name.clone(),
                ended: ground.ended.contains_key(&area.code),
                successors: area.successors.clone(),
                staying_open: 0,
                staying: 0,
            };
            let mut walk = Walk::new(&area.path);
            loop {
                let page = walk.next(&mut tx).await?;
                if page.is_empty() {
                    break;
                }
                for case in page {
                    looked_at += 1;
                    match self.turn(&ground, &case) {
                        Turn::Goes(spot) => {
                            let to = spot.area().to_owned();
                            out.open += u64::from(case.open);
                            out.all += 1;
                            let n = moves.entry((case.area.clone(), to.clone())).or_default();
                            *n = (n.0 + u64::from(case.open), n.1 + 1);
                            if out.first.len() < SHOWN {
                                let (number, from, open) = (case.number, case.area, case.open);
                                out.first.push(Relocating { number, from, to, open });
                            }
                        }
                        turn => {
                            left.staying += 1;
                            left.staying_open += u64::from(case.open);
                            if matches!(turn, Turn::Undecided) && out.undecided.len() < SHOWN {
                                out.undecided.push(case.number);
                            }
                        }
                    }
                }
                if looked_at >= LOOKED_AT {
                    out.more = true;
                    break;
                }
            }
            out.areas.push(left);
        }
        let name = |code: &str| ground.map.area(code).map(|a| a.name.clone()).unwrap_or_default();
        let told = moves.into_iter().map(|((from, to), (open, all))| Moving {
            name: name(&to),
            from,
            to,
            open,
            all,
        });
        out.moves = told.collect();
        Ok(out)
    }

    async fn ground(&self, areas: &[Area]) -> Result<Ground> {
        let map = self.parts.grid.map();
        let warm = map.clone();
        // a map that has just changed finds its first place slowly: that holds up nobody else
        tokio::task::spawn_blocking(move || warm.locator().warm()).await.map_err(Failure::internal)?;
        let mut ended: HashMap<String, Area> = HashMap::new();
        let mut next: Vec<Area> = areas.to_vec();
        for _ in 0..CHAIN {
            next.retain(|a| map.area(&a.code).is_none());
            let codes: Vec<String> = next.iter().flat_map(|a| a.successors.clone()).collect();
            ended.extend(next.drain(..).map(|a| (a.code.clone(), a)));
            if codes.is_empty() {
                break;
            }
            let codes: Vec<&str> = codes.iter().map(String::as_str).collect();
            next = self.parts.grid.ever(&codes).await?;
        }
        Ok(Ground { map, ended })
    }

    /// What becomes of a case: what its coordinates say, else the one successor of its area.
    fn turn(&self, ground: &Ground, case: &Lying) -> Turn {
        if let Some((lon, lat)) = case.at {
            let place = ground.map.locate(Point::new(lon, lat));
            if place.path.is_empty() || place.area().is_some_and(|a| a.code == case.area) {
                return Turn::Stays;
            }
            return Turn::Goes(Box::new(Spot { lon: Some(lon), lat: Some(lat), ..self.spot(&place) }));
        }
        let mut code = case.area.as_str();
        for _ in 0..CHAIN {
            let Some(area) = ground.ended.get(code) else { break };
            match area.successors.as_slice() {
                [one] => code = one,
                _ => return Turn::Undecided,
            }
        }
        match ground.map.place_of(code).filter(|_| code != case.area) {
            Some(place) => Turn::Goes(Box::new(self.spot(&place))),
            None => Turn::Stays,
        }
    }

    /// Runs until nothing is left to move.
    async fn run_relocation(&self, ctx: &Ctx, id: &str) -> Result<()> {
        let Some(run) = relocation::run(&mut self.db().read().await?, id).await? else { return Ok(()) };
        if run.done {
            return Ok(());
        }
        // this node may not have seen yet what another has changed
        self.parts.grid.refresh().await?;
        let codes: Vec<&str> = run.areas.iter().map(String::as_str).collect();
        let areas = self.parts.grid.ever(&codes).await?;
        let ground = self.ground(&areas).await?;
        let mut ctx = ctx.clone();
        ctx.actor = Actor { id: run.actor.clone(), kind: ActorKind::Person, grants: vec![] };
        ctx.post.clone_from(&run.post);
        for area in &areas {
            let mut walk = Walk::new(&area.path);
            loop {
                let page = walk.next(&mut self.db().read().await?).await?;
                if page.is_empty() {
                    break;
                }
                let wanted = page.into_iter().filter(|c| c.open || run.closed);
                let goes = wanted.filter_map(|case| match self.turn(&ground, &case) {
                    Turn::Goes(spot) => Some((case, *spot)),
                    _ => None,
                });
                let mut goes: Vec<(Lying, Spot)> = goes.collect();
                // streams are locked in one order, whoever comes first
                goes.sort_by_key(|(case, _)| model::stream(&case.id));
                for piece in goes.chunks(PIECE) {
                    self.move_piece(&ctx, id, run.closed, piece.to_vec()).await?;
                }
            }
        }
        let (id, now) = (id.to_owned(), ctx.now);
        self.db()
            .write(&ctx, move |tx| {
                let id = id.clone();
                Box::pin(async move { Ok::<_, Failure>(relocation::done(tx, &id, now).await?) })
            })
            .await
    }

    async fn move_piece(&self, ctx: &Ctx, run: &str, closed: bool, piece: Vec<(Lying, Spot)>) -> Result<()> {
        let (inner, run) = (ctx.clone(), run.to_owned());
        self.db()
            .write(ctx, move |tx| {
                let (ctx, run, piece) = (inner.clone(), run.clone(), piece.clone());
                Box::pin(async move {
                    let mut moved = 0;
                    for (lying, spot) in piece {
                        let mut head = ledger::open(tx, &lying.county, &model::stream(&lying.id)).await?;
                        let Some(case) = store::row::get(tx, &lying.county, &lying.id).await? else {
                            continue;
                        };
                        let here = (case.spot.lon.zip(case.spot.lat), case.spot.area());
                        if here != (lying.at, lying.area.as_str()) || !(case.is_open() || closed) {
                            continue; // somebody was faster
                        }
                        let spot = Spot { by_words: case.spot.by_words.clone(), ..spot };
                        let changes = vec![Change::Located { spot: Box::new(spot) }];
                        let data = FactData { changes, public: false };
                        let now = after(&ctx, &case, ACTION, &data);
                        let touch = Touch::of(&case, &now);
                        append(tx, &ctx, &mut head, (&now, touch), ACTION, &data).await?;
                        moved += 1;
                    }
                    Ok::<_, Failure>(relocation::moved(tx, &run, moved).await?)
                })
            })
            .await
    }
}

/// Runs what was asked for.
pub struct Relocator(pub Cases);

#[async_trait::async_trait]
impl Handler for Relocator {
    async fn run(&self, ctx: Ctx, job: Job) -> Result<(), Failure> {
        self.0.run_relocation(&ctx, job.payload.as_str().unwrap_or_default()).await
    }
}

fn codes_of(text: &str) -> Result<Vec<String>> {
    let mut codes: Vec<String> =
        text.split(',').map(str::trim).filter(|c| !c.is_empty()).map(str::to_owned).collect();
    codes.sort();
    codes.dedup();
    let bad = codes.iter().find(|c| c.len() > 64 || c.contains('\0'));
    if !(1..=AREAS).contains(&codes.len()) || bad.is_some() {
        let got = bad.map_or_else(|| codes.len().to_string(), |c| c.chars().take(64).collect());
        return Err(Refusal::invalid("areas", got, format!("1 to {AREAS} codes of areas")).into());
    }
    Ok(codes)
}
