//! Hand-over: the open work that names a person goes to whoever took over the posts, one fact a case.
//!
//! Identity decides who takes over, and promises a job in the same transaction; the work follows here, case by case. Each
//! step looks at the case as it stands and moves what still names the person: it may run again at any time, and nothing is
//! lost or doubled when it is broken off.

use super::act::{after, allowed, append};
use super::{Cases, Named, StateRef, lists};
use crate::model::{self, Case, CaseId, Change, FactData, Task};
use crate::ports::PERSON;
use crate::store::{self, handover::Piece, row::Touch};
use identity::{HandOver, HandOverView, Identity, NewHandOver, PersonId, PostView};
use jobs::{Handler, Job};
use kernel::{Actor, ActorKind, Ctx, Failure, Grant, Refusal, Result, Timestamp};
use serde::Serialize;
use std::collections::BTreeMap;
use std::sync::Arc;
use utoipa::ToSchema;

/// The action of such a fact.
const ACTION: &str = "hand_over";
/// Pieces that are looked up at once.
const ROUND: i64 = 200;

/// People's hand-over with their work. Cheap to clone.
#[derive(Clone)]
pub struct HandOvers {
    cases: Cases,
    identity: Arc<Identity>,
}

/// An open task that names a person.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct WorkItem {
    /// Number of the case, for whoever may read it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub number: Option<String>,
    /// Where the case stands.
    pub state: StateRef,
    /// What it is about.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub category: Option<Named>,
    /// The unit that owes the task.
    pub unit: Named,
    /// The task leads (主办).
    pub lead: bool,
    /// When what presses next is due.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub due_at: Option<Timestamp>,
    /// When the case was registered.
    pub registered_at: Timestamp,
}

/// What there is to hand over.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct HandOverPreview {
    /// The person.
    pub person: identity::PersonView,
    /// Posts held now or later, also as deputy.
    pub posts: Vec<PostView>,
    /// How many open tasks name the person.
    pub work: i64,
    /// A page of them, oldest matter first.
    pub items: Vec<WorkItem>,
    /// Give it as `after` for the next page; absent on the last.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub next: Option<String>,
    /// The last hand-overs of the person, newest first.
    pub past: Vec<HandOverView>,
}

/// What came of a hand-over.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct HandedOver {
    /// The hand-over.
    pub hand_over: HandOverView,
    /// Tasks that have gone over so far.
    pub moved: i64,
    /// Open tasks that still name the person.
    pub left: i64,
}

impl HandOvers {
    /// Puts it together.
    pub fn new(cases: Cases, identity: Arc<Identity>) -> Self {
        Self { cases, identity }
    }

    /// What a person would hand over.
    ///
    /// # Errors
    /// `person.write` forbidden; `person.not_found`; a page that is none.
    pub async fn preview(
        &self,
        ctx: &Ctx,
        person: &PersonId,
        (after, limit): (Option<&str>, i64),
    ) -> Result<HandOverPreview> {
        let posts = self.identity.held(ctx, person).await?;
        let past = self.identity.hand_overs(ctx, person).await?;
        let wrong = |key: &str| Refusal::invalid("after", key, "`next` of the page before");
        let start = after.map(|key| Piece::parse(key).ok_or_else(|| wrong(key))).transpose()?;
        let actor = format!("{PERSON}{person}");
        let mut tx = self.cases.db().read().await?;
        let work = store::handover::count(&mut tx, &actor).await?;
        let mut pieces =
            store::handover::named(&mut tx, &actor, &start.unwrap_or_default(), limit + 1).await?;
        let more = pieces.len() as i64 > limit;
        pieces.truncate(usize::try_from(limit).unwrap_or(0));
        let next = more.then(|| pieces.last().map(Piece::key)).flatten();
        let mut ids: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
        for piece in &pieces {
            ids.entry(&piece.county).or_default().push(&piece.case);
        }
        let mut cases = BTreeMap::new();
        for (county, ids) in ids {
            cases.extend(store::row::docs(&mut tx, county, &ids).await?);
        }
        drop(tx);
        let items = self.items(ctx, &pieces, &cases).await?;
        let person = self.identity.views(&[person.as_str()]).await?.into_values().next();
        let person = person.ok_or_else(|| Refusal::not_found("person"))?;
        Ok(HandOverPreview { person, posts, work, items, next, past })
    }

    async fn items(
        &self,
        ctx: &Ctx,
        pieces: &[Piece],
        cases: &BTreeMap<String, Case>,
    ) -> Result<Vec<WorkItem>> {
        let found = |p: &Piece| {
            let case = cases.get(&p.case)?;
            Some((case, case.task(&p.task)?.clone()))
        };
        let found: Vec<(&Case, Task)> = pieces.iter().filter_map(found).collect();
        let codes: Vec<String> = found.iter().map(|(_, task)| task.unit.clone()).collect();
        let units = self.cases.units(&codes).await?;
        let mut items = vec![];
        for (case, task) in found {
            let pack = self.cases.pack_of(case)?;
            let readable = allowed(&ctx.actor, authz::action::CASE_READ, case).is_ok();
            items.push(WorkItem {
                number: readable.then(|| case.number.clone()),
                state: lists::state(&pack, case),
                category: lists::category(&pack, case),
                unit: lists::unit_named(&units, &task.unit),
                lead: task.lead,
                due_at: case.outlook().map(|outlook| outlook.due_at),
                registered_at: case.registered_at,
            });
        }
        Ok(items)
    }

    /// Hands over. What is due now goes over at once, the rest by a job.
    ///
    /// # Errors
    /// What [`Identity::hand_over`] refuses.
    pub async fn give(
        &self,
        ctx: &Ctx,
        person: &PersonId,
        new: NewHandOver,
        key: Option<web::Key>,
    ) -> Result<HandedOver> {
        let actor = format!("{PERSON}{person}");
        let named = store::handover::count(&mut self.cases.db().read().await?, &actor).await? > 0;
        let hand_over = self.identity.hand_over(ctx, person, new, (key, named)).await?;
        // a request that comes again long after moves nothing that was taken on since
        if hand_over.from <= ctx.now && hand_over.gone_at.is_none() {
            self.follow(ctx, &hand_over.id, false).await?;
        }
        let mut tx = self.cases.db().read().await?;
        let moved = store::handover::how_many(&mut tx, &hand_over.id).await?;
        let left = store::handover::count(&mut tx, &actor).await?;
        let now = Identity::hand_over_in(&mut tx, &hand_over.id).await?.unwrap_or(hand_over);
        drop(tx);
        Ok(HandedOver { hand_over: self.identity.hand_over_view(&now).await?, moved, left })
    }

    /// Ends a leave now: posts and work come back at once, what is signed meanwhile by a job.
    ///
    /// # Errors
    /// What [`Identity::end_leave`] refuses.
    pub async fn end_leave(
        &self,
        ctx: &Ctx,
        person: &PersonId,
        id: &str,
        key: Option<web::Key>,
    ) -> Result<HandOverView> {
        let hand_over = self.identity.end_leave(ctx, person, id, key).await?;
        if hand_over.back_at.is_none() {
            self.follow(ctx, &hand_over.id, true).await?;
        }
        let mut tx = self.cases.db().read().await?;
        let now = Identity::hand_over_in(&mut tx, &hand_over.id).await?.unwrap_or(hand_over);
        drop(tx);
        self.identity.hand_over_view(&now).await
    }

    /// The work follows a hand-over, or comes back. Answers how many cases moved.
    ///
    /// # Errors
    /// When the database cannot be written; the job goes on from there.
    pub async fn follow(&self, ctx: &Ctx, id: &str, back: bool) -> Result<u64> {
        let mut tx = self.cases.db().read().await?;
        let Some(h) = Identity::hand_over_in(&mut tx, id).await? else { return Ok(0) };
        drop(tx);
        let (from, to) = if back { (&h.successor, &h.person) } else { (&h.person, &h.successor) };
        let own = if back { self.identity.actor(ctx, from).await?.grants } else { vec![] };
        let mut inner = ctx.clone();
        inner.actor = Actor { id: h.by_actor.clone(), kind: ActorKind::Person, grants: vec![] };
        inner.post.clone_from(&h.by_post);
        let going = Going {
            from: format!("{PERSON}{from}"),
            to: format!("{PERSON}{to}"),
            own: Arc::new(own),
            hand_over: Arc::new(h.clone()),
            back,
        };
        let (mut moved, mut last) = (0, Piece::default());
        loop {
            let mut tx = self.cases.db().read().await?;
            let pieces = store::handover::named(&mut tx, &going.from, &last, ROUND).await?;
            drop(tx);
            let Some(end) = pieces.last().cloned() else { break };
            for piece in &pieces {
                moved += u64::from(self.move_one(&inner, piece, &going).await?);
            }
            last = end;
        }
        self.identity.hand_over_done(ctx, &h, back).await?;
        Ok(moved)
    }

    /// One case: what of it still names the person goes over, as one fact.
    async fn move_one(&self, ctx: &Ctx, piece: &Piece, going: &Going) -> Result<bool> {
        let (inner, piece, going) = (ctx.clone(), piece.clone(), going.clone());
        self.cases
            .db()
            .write(ctx, move |tx| {
                let (ctx, piece, going) = (inner.clone(), piece.clone(), going.clone());
                Box::pin(async move {
                    let id = CaseId::trusted(piece.case.as_str());
                    let mut head = ledger::open(tx, &piece.county, &model::stream(&id)).await?;
                    let Some(case) = store::row::get(tx, &piece.county, &id).await? else { return Ok(false) };
                    let (key, h) = ((piece.county.as_str(), &id), &going.hand_over.id);
                    let gone = store::handover::of_case(tx, key, h).await?;
                    let tasks = going.tasks(&case, &gone);
                    if tasks.is_empty() {
                        return Ok::<_, Failure>(false);
                    }
                    let hand =
                        |task: &String| Change::TaskHanded { task: task.clone(), person: going.to.clone() };
                    let data = FactData { changes: tasks.iter().map(hand).collect(), public: false };
                    let now = after(&ctx, &case, ACTION, &data);
                    let touch = Touch::of(&case, &now);
                    append(tx, &ctx, &mut head, (&now, touch), ACTION, &data).await?;
                    if !going.back {
                        store::handover::gone(tx, key, h, &tasks).await?;
                    }
                    Ok(true)
                })
            })
            .await
    }
}

/// From whom to whom.
#[derive(Clone)]
struct Going {
    from: String,
    to: String,
    /// What the stand-in holds anyway.
    own: Arc<Vec<Grant>>,
    hand_over: Arc<HandOver>,
    back: bool,
}

impl Going {
    /// The tasks of a case that go over: `gone` are those that went over before.
    fn tasks(&self, case: &Case, gone: &[String]) -> Vec<String> {
        let area = case.spot.area_path();
        let duty = |task: &Task| {
            let mut duties = self.hand_over.duties.iter();
            duties.any(|d| d.unit == task.unit && authz::covers(&d.area_path, &area))
        };
        let own =
            |task: &Task| self.own.iter().any(|g| g.unit == task.unit && authz::covers(&g.area_path, &area));
        let goes = |task: &&Task| match self.back {
            false => self.hand_over.whole || duty(task),
            // what the stand-in signed meanwhile stays, unless they would have no post left for it
            true => gone.contains(&task.id) || (duty(task) && !own(task)),
        };
        let named = case.owed().filter(|task| task.person.as_deref() == Some(self.from.as_str()));
        named.filter(goes).map(|task| task.id.clone()).collect()
    }
}

#[async_trait::async_trait]
impl Handler for HandOvers {
    async fn run(&self, ctx: Ctx, job: Job) -> Result<(), Failure> {
        let id = job.payload["id"].as_str().unwrap_or_default().to_owned();
        self.follow(&ctx, &id, job.payload["back"] == true).await.map(drop)
    }
}
