//! Which walks a list is made of: one arm for each place the reader may look and each way a case may stand.
//!
//! What is small is gathered; else the narrowest index in the order of the list is walked. With `n` cases in the area
//! and `N` in its county, a page of `p` costs at most about `min(n, p·N/n)` rows, that is `√(p·N)`.

use super::walk::{Arm, Walk, is_small};
use super::{Filter, Order, Standing, Within, count};
use db::{DbError, Tx};

/// The phases of an open case.
pub const OPEN: [&str; 8] =
    ["intake", "verify", "dispatch", "work", "arbitrate", "check", "feedback", "rest"];
/// Categories that are walked one by one; more of them are better found in passing.
const CATEGORIES: usize = 8;

/// The arms of a list.
pub(super) async fn arms<'a>(tx: &mut Tx, f: &'a Filter, order: Order) -> Result<Vec<Arm<'a>>, DbError> {
    let mut arms = vec![];
    for within in &f.scopes {
        let place = (!within.is_everywhere()).then_some(within);
        match &f.standing {
            Standing::Mine(actor) => {
                for walk in [Walk::Reporter(actor.clone()), Walk::Person(actor.clone())] {
                    arms.push(Arm { walk, within: place, stands: false, states: None });
                }
            }
            Standing::Waiting { states, unit_states, units } => {
                arms.extend(
                    open(tx, f, within, order, states.iter().cloned().map(Walk::State).collect()).await?,
                );
                let owed = units.iter().filter(|_| !unit_states.is_empty());
                arms.extend(owed.map(|unit| Arm {
                    walk: Walk::Owed(unit.clone()),
                    within: place,
                    stands: false,
                    states: Some(unit_states),
                }));
            }
            Standing::Open | Standing::Late | Standing::DueSoon => {
                arms.extend(open(tx, f, within, order, phases(&OPEN)).await?);
            }
            Standing::Phase(phase) => arms.extend(open(tx, f, within, order, phases(&[phase])).await?),
            Standing::All => match f.phase.as_deref().and_then(|p| OPEN.iter().find(|o| **o == p)) {
                Some(phase) if !f.public => arms.extend(open(tx, f, within, order, phases(&[phase])).await?),
                _ => arms.extend(books(tx, f, within, order).await?),
            },
            Standing::Closed => arms.extend(books(tx, f, within, order).await?),
        }
    }
    Ok(arms)
}

fn phases(phases: &[&'static str]) -> Vec<Walk> {
    phases.iter().map(|phase| Walk::Phase(phase)).collect()
}

/// Open cases: there are as many as the city has not done yet, whatever the books hold.
async fn open<'a>(
    tx: &mut Tx,
    f: &'a Filter,
    within: &'a Within,
    order: Order,
    walks: Vec<Walk>,
) -> Result<Vec<Arm<'a>>, DbError> {
    if f.public {
        return books(tx, f, within, order).await;
    }
    let arm = |walk| Arm { walk, within: Some(within), stands: true, states: None };
    if walks.is_empty() {
        return Ok(vec![]);
    }
    let mut small = vec![];
    small.extend(within.unit.iter().chain(&f.unit).map(|unit| Walk::GatherUnit(unit.clone())));
    if !within.area_path.is_empty() {
        let states = match &f.standing {
            Standing::Waiting { states, .. } => states.clone(),
            _ => count::states(tx).await?,
        };
        small.push(Walk::GatherOpen(within.area_path.clone(), states));
    }
    for walk in small {
        if is_small(tx, &walk).await? {
            return Ok(vec![arm(walk)]);
        }
    }
    Ok(match order {
        Order::Due => vec![arm(Walk::Due)],
        _ => walks.into_iter().map(arm).collect(),
    })
}

/// All that is in the books, or what has ended.
async fn books<'a>(
    tx: &mut Tx,
    f: &'a Filter,
    within: &'a Within,
    order: Order,
) -> Result<Vec<Arm<'a>>, DbError> {
    let arm =
        |walk| Arm { walk, within: (!within.is_everywhere()).then_some(within), stands: true, states: None };
    match order {
        Order::Updated => return Ok(vec![arm(Walk::Updated)]),
        Order::Due => return Ok(vec![arm(Walk::Due)]),
        Order::Newest => {}
    }
    if f.public {
        return Ok(vec![arm(Walk::Public)]);
    }
    let area = Walk::GatherArea(within.area_path.clone());
    if !within.area_path.is_empty() && is_small(tx, &area).await? {
        return Ok(vec![arm(area)]);
    }
    if let Some(unit) = within.unit.as_ref().or(f.unit.as_ref()) {
        return Ok(vec![arm(Walk::Unit(unit.clone()))]);
    }
    if (1..=CATEGORIES).contains(&f.categories.len()) {
        return Ok(f.categories.iter().map(|category| arm(Walk::Category(category.clone()))).collect());
    }
    Ok(match &within.county {
        Some(county) => vec![arm(Walk::County(county.clone())), arm(Walk::Astray)],
        None => vec![arm(Walk::Time)],
    })
}
