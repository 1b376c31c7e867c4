//! A run: a leased job that reads, compares and writes piece by piece. Each piece is a transaction that leaves every thing whole, and a
//! run that was cut off does again what it had not done yet: what is together stays together, what people said stays said.

use super::super::{Reach, Register};
use super::compare::{Edge, Plan, plan};
use super::load::Loaded;
use crate::model::thing::{COMPARED, Compared, JOINED, Joined, things_stream};
use crate::rules::matching::Matcher;
use crate::rules::things::Things;
use crate::store::things::{self, Pair, Run};
use crate::{service::matching, store};
use db::Tx;
use jobs::{Handler, Job};
use kernel::{Ctx, Failure, Refusal, RefusalKind, Result};
use ledger::NewFact;
use std::collections::{BTreeSet, HashMap};
use std::sync::Arc;

/// Pairs of one transaction.
const PIECE: usize = 400;

/// The handler of [`crate::model::thing::COMPARE`].
#[derive(Clone)]
pub struct Comparer(pub Register);

#[async_trait::async_trait]
impl Handler for Comparer {
    async fn run(&self, ctx: Ctx, job: Job) -> Result<(), Failure> {
        self.0.compare(&ctx, job.payload.as_str().unwrap_or_default()).await
    }
}

/// What the pieces of a run have in common.
struct Going {
    run: Run,
    matcher: Matcher,
    /// Checked numbers of the records that were read.
    numbers: HashMap<i64, i64>,
}

impl Register {
    /// Runs a comparison to its end; one that is over is left alone.
    ///
    /// # Errors
    /// Whatever may be better next time. What will not be ends the run as failed.
    pub async fn compare(&self, ctx: &Ctx, id: &str) -> Result<()> {
        let Some((county, id)) = id.rsplit_once('~') else { return Ok(()) };
        let Some(run) = things::run(&mut self.db().read().await?, county, id).await? else { return Ok(()) };
        if !matches!(run.state.as_str(), "waiting" | "running") {
            return Ok(());
        }
        match self.go(ctx, run.clone()).await {
            Err(Failure::Refused(refusal))
                if !matches!(refusal.kind, RefusalKind::Conflict | RefusalKind::TooMany) =>
            {
                self.over(ctx, run, Some(refusal.code)).await
            }
            done => done,
        }
    }

    async fn go(&self, ctx: &Ctx, mut run: Run) -> Result<()> {
        let (kind, matcher) = self.comparable("kind", &run.kind)?;
        self.stage(ctx, &mut run, "reading").await?;
        let loaded = self.load_rows(&run, &kind, &matcher).await?;
        run.rows = loaded.ns.len() as i64;
        self.stage(ctx, &mut run, "comparing").await?;
        let (plan, loaded) = work(matcher.clone(), loaded, run.since).await?;
        (run.compared, run.safe) = (plan.compared as i64, plan.safe.map(f64::from));
        self.stage(ctx, &mut run, "writing").await?;
        let going = Arc::new(Going { run: run.clone(), matcher, numbers: loaded.by_record() });
        drop(loaded);
        for piece in plan.joins.chunks(PIECE) {
            self.join(ctx, &going, piece.to_vec()).await?;
        }
        for piece in plan.review.chunks(PIECE) {
            self.show(ctx, &going, piece.to_vec()).await?;
        }
        self.over(ctx, run, None).await
    }

    async fn stage(&self, ctx: &Ctx, run: &mut Run, stage: &str) -> Result<()> {
        run.stage = stage.into();
        let now = run.clone();
        self.db()
            .write(ctx, move |tx| {
                let now = now.clone();
                Box::pin(async move { Ok::<_, Failure>(things::stage(tx, &now).await?) })
            })
            .await
    }

    /// Joins some pairs: in the transaction it is looked again at what is together and at what people said.
    async fn join(&self, ctx: &Ctx, going: &Arc<Going>, edges: Vec<Edge>) -> Result<()> {
        let (register, inner, going) = (self.clone(), ctx.clone(), going.clone());
        self.db()
            .write(ctx, move |tx| {
                let (register, ctx, going, edges) =
                    (register.clone(), inner.clone(), going.clone(), edges.clone());
                Box::pin(async move {
                    let run = &going.run;
                    let mut head = ledger::open(tx, &run.county, &things_stream(&run.kind)).await?;
                    let mut piece = Piece::load(tx, &register, &going, &edges).await?;
                    let (mut joined, mut doubted) = (vec![], vec![]);
                    for edge in edges {
                        match piece.join(&edge) {
                            Outcome::Joined => joined.push(edge),
                            Outcome::TwoNumbers => doubted.push(edge),
                            Outcome::Known => {}
                        }
                    }
                    let doubted = piece.open_pairs(tx, run, doubted, things::REVIEW).await?;
                    things::propose(tx, &run.county, &doubted).await?;
                    if joined.is_empty() {
                        return Ok::<_, Failure>(());
                    }
                    let ns: Vec<i64> = joined.iter().flat_map(|e| [e.a, e.b]).collect();
                    things::put(tx, &run.county, &run.kind, &piece.things, &ns).await?;
                    let count = joined.len() as i64;
                    let pairs: Vec<Pair> = joined.into_iter().map(|e| pair(run, e, things::JOINED)).collect();
                    things::propose(tx, &run.county, &pairs).await?;
                    things::count(tx, run, [count, 0, 0]).await?;
                    let roots: BTreeSet<i64> = ns.iter().map(|n| piece.things.of(*n)).collect();
                    let groups = roots.into_iter().map(|root| piece.things.with(root)).collect();
                    let said = Joined { run: run.id.clone(), groups };
                    ledger::append(tx, &ctx, &mut head, &[NewFact::new(JOINED, 1, &said)?]).await?;
                    Ok(())
                })
            })
            .await
    }

    /// Puts some pairs before people, unless they are together or somebody has said something of them.
    async fn show(&self, ctx: &Ctx, going: &Arc<Going>, edges: Vec<Edge>) -> Result<()> {
        let (register, going) = (self.clone(), going.clone());
        self.db()
            .write(ctx, move |tx| {
                let (register, going, edges) = (register.clone(), going.clone(), edges.clone());
                Box::pin(async move {
                    let run = &going.run;
                    ledger::open(tx, &run.county, &things_stream(&run.kind)).await?;
                    let piece = Piece::load(tx, &register, &going, &edges).await?;
                    let pairs = piece.open_pairs(tx, run, edges, things::REVIEW).await?;
                    Ok::<_, Failure>(things::propose(tx, &run.county, &pairs).await?)
                })
            })
            .await
    }

    /// Ends a run, with what it did; of a full run also what it did not find again waits no more.
    async fn over(&self, ctx: &Ctx, run: Run, failure: Option<String>) -> Result<()> {
        let end = Reach { county: run.county.clone(), place: run.place.clone() }.end();
        let inner = ctx.clone();
        self.db()
            .write(ctx, move |tx| {
                let (ctx, run, failure, end) = (inner.clone(), run.clone(), failure.clone(), end.clone());
                Box::pin(async move {
                    let mut head = ledger::open(tx, &run.county, &things_stream(&run.kind)).await?;
                    if let Some(code) = failure {
                        things::end(tx, &run, "failed", ctx.now.0, Some(&code)).await?;
                        return Ok(());
                    }
                    let withdrawn = match run.since {
                        None => things::withdraw(tx, &run, &end).await?.cast_signed(),
                        Some(_) => 0,
                    };
                    let review = things::waiting(tx, &run).await?;
                    things::count(tx, &run, [0, review, withdrawn]).await?;
                    if things::end(tx, &run, "done", ctx.env().now().0, None).await? == 0 {
                        return Err(Refusal::conflict("register.stale").into());
                    }
                    let Some(done) = things::run(tx, &run.county, &run.id).await? else { return Ok(()) };
                    let said = Compared {
                        run: done.id,
                        purpose: done.purpose,
                        rows: done.rows,
                        pairs: done.compared,
                        joined: done.joined,
                        review: done.review,
                        withdrawn: done.withdrawn,
                    };
                    ledger::append(tx, &ctx, &mut head, &[NewFact::new(COMPARED, 1, &said)?]).await?;
                    Ok::<_, Failure>(())
                })
            })
            .await
    }
}

/// The engine at work, on a thread of its own.
async fn work(matcher: Matcher, loaded: Loaded, since: Option<i64>) -> Result<(Plan, Loaded)> {
    let done = tokio::task::spawn_blocking(move || plan(&matcher, loaded, since)).await;
    let failed = |error: linkage::LinkageError| {
        tracing::warn!(%error, "a comparison of lists failed");
        Failure::from(Refusal::rule("register.comparison_failed"))
    };
    done.map_err(Failure::internal)?.map_err(failed)
}

fn pair(run: &Run, edge: Edge, state: &str) -> Pair {
    Pair {
        a: edge.a,
        b: edge.b,
        kind: run.kind.clone(),
        state: state.into(),
        place: edge.place,
        rank: edge.rank,
        evidence: edge.evidence,
        run: Some(run.id.clone()),
        judged_at: None,
        judged_by: None,
    }
}

/// What becomes of a pair.
enum Outcome {
    Joined,
    /// Two different valid numbers would come together.
    TwoNumbers,
    /// Together already, gone, or kept apart by somebody.
    Known,
}

/// What is known of the records of a piece, as of now.
struct Piece {
    things: Things,
    alive: BTreeSet<i64>,
    numbers: HashMap<i64, i64>,
}

impl Piece {
    async fn load(tx: &mut Tx, register: &Register, going: &Going, edges: &[Edge]) -> Result<Self> {
        let county = &going.run.county;
        let mut ns: Vec<i64> = edges.iter().flat_map(|e| [e.a, e.b]).collect();
        ns.sort_unstable();
        ns.dedup();
        let things = things::things(tx, county, &ns).await?;
        let alive = store::read::some(tx, county, &ns).await?.into_keys().collect();
        let mut numbers = HashMap::new();
        let mut elsewhere = vec![];
        for n in ns.iter().flat_map(|n| things.with(*n)) {
            match going.numbers.get(&n) {
                Some(number) => drop(numbers.insert(n, *number)),
                None => elsewhere.push(n),
            }
        }
        if !elsewhere.is_empty() {
            numbers.extend(register.numbers_of(tx, county, &going.matcher, &elsewhere).await?);
        }
        Ok(Self { things, alive, numbers })
    }

    fn join(&mut self, edge: &Edge) -> Outcome {
        let (a, b) = (edge.a, edge.b);
        let there = self.alive.contains(&a) && self.alive.contains(&b);
        if !there || self.things.of(a) == self.things.of(b) || self.things.held(a, b, true).is_some() {
            return Outcome::Known;
        }
        if matching::judge::numbers_differ(&self.things, &self.numbers, a, b) {
            return Outcome::TwoNumbers;
        }
        self.things.unite(a, b);
        Outcome::Joined
    }

    /// Pairs that somebody has to look at, out of some.
    async fn open_pairs(&self, tx: &mut Tx, run: &Run, edges: Vec<Edge>, state: &str) -> Result<Vec<Pair>> {
        let lower: Vec<i64> = edges.iter().map(|e| e.a).collect();
        let known = things::states(tx, &run.county, &lower).await?;
        let open = |e: &Edge| {
            let there = self.alive.contains(&e.a) && self.alive.contains(&e.b);
            there
                && self.things.of(e.a) != self.things.of(e.b)
                && self.things.held(e.a, e.b, false).is_none()
                && known.get(&(e.a, e.b)).is_none_or(|s| s == things::REVIEW || s == things::JOINED)
        };
        Ok(edges.into_iter().filter(open).map(|e| pair(run, e, state)).collect())
    }
}
