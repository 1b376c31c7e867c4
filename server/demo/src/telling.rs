//! Many matters lived through side by side: planned by one thread, told by as many as there are cores, written in an order
//! that does not depend on who was faster.
//!
//! The towns are dealt out to a fixed number of tellers, each with randomness of its own: what repeats an earlier matter
//! lies in the same town, so that no teller needs to know what another told. Matters go from thread to thread in stretches
//! of days; few stretches are under way at a time, whatever their number.

use crate::DemoError;
use crate::Plan;
use crate::cast::Cast;
use crate::desk::{self, Desk, Ids, Told};
use crate::lives::Lives;
use crate::map::{Level, Map};
use crate::matters::{Matter, Planner, Span};
use crate::story::{Pictures, Tally, Teller};
use crate::talk::Talk;
use cases::bulk::{BulkCase, Packed};
use geometry::Locator;
use kernel::{Actor, Ctx, Failure, FixedEnv};
use packs::Loaded;
use protect::Vault;
use std::collections::BTreeMap;
use std::sync::Arc;
use std::thread::JoinHandle;
use tokio::sync::mpsc::{Receiver, Sender, channel};
use worktime::Calendar;

/// Tellers, whatever the machine: the city depends on their number.
const TELLERS: usize = 8;
/// Stretches that wait between two threads at most.
const WAITING: usize = 2;
/// The calendar that holds where no area has one of its own.
const CALENDAR: &str = r#"{"base":"cn"}"#;

/// What is told of.
pub(crate) struct World {
    pub(crate) map: Map,
    pub(crate) cast: Cast,
    pub(crate) ids: Ids,
    pub(crate) packs: Vec<Arc<Loaded>>,
    pub(crate) pictures: Pictures,
    pub(crate) talk: Talk,
    pub(crate) lives: Lives,
}

type Numbers = BTreeMap<(String, String), i64>;

/// Matters on their way from the planner to the writer.
pub(crate) struct Telling {
    told: Vec<Receiver<Packed>>,
    next: usize,
    planner: JoinHandle<Result<Numbers, DemoError>>,
    tellers: Vec<JoinHandle<Result<Tally, DemoError>>>,
}

impl Telling {
    /// Begins, on threads of its own.
    pub(crate) fn begin(world: &Arc<World>, plan: Plan, vault: &Vault) -> Result<Self, DemoError> {
        let locator = Arc::new(desk::locator(&world.map));
        let threads = std::thread::available_parallelism().map_or(1, usize::from).clamp(1, TELLERS);
        let (mut planned, mut told) = (vec![], vec![]);
        let mut hands: Vec<Vec<Hand>> = (0..threads).map(|_| vec![]).collect();
        for number in 0..TELLERS {
            let (to_teller, matters) = channel(WAITING);
            let (out, packed) = channel(WAITING);
            planned.push(to_teller);
            told.push(packed);
            hands[number % threads].push(Hand { number, matters, out });
        }
        let (its_world, its_locator) = (world.clone(), locator.clone());
        let planner = std::thread::spawn(move || deal(&its_world, plan, its_locator, &planned));
        let tellers = hands.into_iter().map(|hands| {
            let (world, locator, vault) = (world.clone(), locator.clone(), vault.clone());
            std::thread::spawn(move || tell(&world, plan, &locator, &vault, hands))
        });
        Ok(Self { told, next: 0, planner, tellers: tellers.collect() })
    }

    /// The next cases, teller by teller; none when all has been told.
    pub(crate) async fn next(&mut self) -> Result<Option<Packed>, DemoError> {
        // each teller sends one batch a stretch; after the last stretch they all hang up
        let batch = self.told[self.next].recv().await;
        self.next = (self.next + 1) % TELLERS;
        Ok(batch)
    }

    /// Waits for the threads: how far numbers were used, and how the telling went.
    pub(crate) fn end(self) -> Result<(Numbers, Tally), DemoError> {
        drop(self.told);
        let fell = |_| Failure::Internal("a thread of the demo fell over".into());
        let mut tally = Tally::default();
        for teller in self.tellers {
            tally.add(teller.join().map_err(fell)??);
        }
        Ok((self.planner.join().map_err(fell)??, tally))
    }
}

/// Plans stretch by stretch and deals the matters out by town.
fn deal(
    world: &World,
    plan: Plan,
    locator: Arc<Locator>,
    to: &[Sender<Vec<Matter>>],
) -> Result<Numbers, DemoError> {
    let span = Span { now: plan.now, days: plan.days, count: plan.cases, seed: plan.seed };
    let mut planner = Planner::new(&world.map, &world.cast, &world.talk, locator, span)?;
    let towns: Vec<usize> = world.map.level(Level::Town).collect();
    while let Some(stretch) = planner.stretch() {
        let mut dealt: Vec<Vec<Matter>> = (0..TELLERS).map(|_| vec![]).collect();
        for matter in stretch {
            let town = world.map.above(matter.grid, Level::Town);
            let place = towns.iter().position(|t| *t == town).unwrap_or(0);
            dealt[place % TELLERS].push(matter);
        }
        for (matters, to) in dealt.into_iter().zip(to) {
            if to.blocking_send(matters).is_err() {
                // a teller has given up, and says why
                return Ok(Numbers::new());
            }
        }
    }
    Ok(planner.numbers().clone())
}

/// One teller's place in the row.
struct Hand {
    number: usize,
    matters: Receiver<Vec<Matter>>,
    out: Sender<Packed>,
}

/// Tells what some tellers are dealt, in turns.
fn tell(
    world: &World,
    plan: Plan,
    locator: &Arc<Locator>,
    vault: &Vault,
    hands: Vec<Hand>,
) -> Result<Tally, DemoError> {
    let mut row = vec![];
    for hand in hands {
        row.push((teller(world, plan, locator, vault, hand.number)?, hand));
    }
    loop {
        for (teller, hand) in &mut row {
            let Some(matters) = hand.matters.blocking_recv() else {
                return end(world, row);
            };
            let mut told = vec![];
            for matter in &matters {
                told.extend(teller.tell(matter)?);
            }
            if hand.out.blocking_send(packed(world, told)?).is_err() {
                // the writer has given up, and says why
                return Ok(Tally::default());
            }
        }
    }
}

/// What is still remembered is told at the end.
fn end(world: &World, row: Vec<(Teller<'_>, Hand)>) -> Result<Tally, DemoError> {
    let mut tally = Tally::default();
    for (mut teller, hand) in row {
        let rest = packed(world, teller.rest())?;
        // nobody listens when the writer has given up
        let _ = hand.out.blocking_send(rest);
        tally.add(std::mem::take(&mut teller.tally));
    }
    Ok(tally)
}

fn teller<'w>(
    world: &'w World,
    plan: Plan,
    locator: &Arc<Locator>,
    vault: &Vault,
    number: usize,
) -> Result<Teller<'w>, DemoError> {
    let calendar: Calendar = serde_json::from_str(CALENDAR).map_err(Failure::internal)?;
    let seed = plan.seed.wrapping_mul(0x9E37_79B9).wrapping_add(number as u64);
    let ctx = Ctx::new(Arc::new(FixedEnv::new(plan.now, seed)), Actor::system("demo"), "demo");
    let desk = Desk::new(&world.map, &world.cast, &world.ids, &world.packs, calendar, vault.clone(), ctx);
    let desk = desk.locating(locator.clone());
    Ok(Teller::new(desk, &world.talk, &world.lives, &world.pictures, plan.now, seed))
}

fn packed(world: &World, told: Vec<Told>) -> Result<Packed, DemoError> {
    let bulk =
        |t: Told| BulkCase { case: t.case, entries: t.entries, values: t.values, token: Some(t.token) };
    let above = |code: &str| world.cast.units.iter().find(|unit| unit.code == code)?.parent.clone();
    Ok(Packed::with_notices(told.into_iter().map(bulk).collect(), &above)?)
}
