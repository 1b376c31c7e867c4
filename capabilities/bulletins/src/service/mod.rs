//! Commands and queries: authorise → load → decide → append + project.

mod act;
mod behind;
mod draft;
mod figures;
mod paper;
mod view;
mod write;

pub use act::{Deciding, Objecting};
pub use behind::{BehindQuery, BehindPage};
pub use draft::Drafting;
pub use paper::Form;
pub use view::*;

use crate::model::{Bulletin, State};
use crate::rules::layout::Layout;
use crate::store;
use authz::{Scope, action, covers};
use cases::Cases;
use cases::ports::{Directory, Library};
use db::{Db, Tx};
use grid::Grid;
use insight::Insight;
use kernel::{Actor, ActorKind, Ctx, Grant, Refusal, Result};
use protect::Vault;
use std::sync::Arc;

/// What an operator may set.
#[derive(Clone, Debug)]
pub struct Settings {
    /// IANA time zone of the months.
    pub zone: String,
    /// Codes of the areas whose bulletins are drafted by themselves; empty: the top and every home.
    pub areas: Vec<String>,
    /// On which working day of the month.
    pub working_day: u8,
    /// For how many days units may object.
    pub objection_days: i64,
}

impl Default for Settings {
    fn default() -> Self {
        Self { zone: "Asia/Shanghai".into(), areas: vec![], working_day: 1, objection_days: 5 }
    }
}

/// What bulletins are put together from.
#[derive(Clone)]
pub struct Parts {
    /// The database.
    pub db: Db,
    /// Words of objections and decisions.
    pub vault: Vault,
    /// The ground.
    pub grid: Arc<Grid>,
    /// Cases that units object to, and the working calendar.
    pub cases: Cases,
    /// Numbers.
    pub insight: Insight,
    /// Units and people.
    pub directory: Arc<dyn Directory>,
    /// Categories.
    pub library: Arc<dyn Library>,
    /// What a bulletin contains.
    pub layout: Arc<Layout>,
    /// The font of PDFs, where the system has one.
    pub font: cases::printing::FontSource,
    /// What an operator may set.
    pub settings: Settings,
}

/// The service. Cheap to clone.
#[derive(Clone)]
pub struct Bulletins {
    pub(crate) parts: Parts,
}

impl Bulletins {
    /// Puts the service together.
    pub fn new(parts: Parts) -> Self {
        Self { parts }
    }

    /// A bulletin that the actor may see; for others there is none.
    pub(crate) async fn seen(&self, ctx: &Ctx, id: &str) -> Result<Bulletin> {
        authz::require_anywhere(&ctx.actor, action::BULLETIN_READ)?;
        let mut tx = self.parts.db.read().await?;
        let found = find(&mut tx, id).await?;
        if sees(&ctx.actor, &found) { Ok(found) } else { Err(Refusal::not_found("bulletin").into()) }
    }

    /// The same context for the numbers themselves: a bulletin is of its whole area, whoever reads it.
    pub(crate) fn system(ctx: &Ctx) -> Ctx {
        let mut ctx = ctx.clone();
        ctx.actor = Actor::system("bulletins");
        ctx.post = None;
        ctx
    }
}

/// A bulletin by its id.
pub(crate) async fn find(tx: &mut Tx, id: &str) -> Result<Bulletin> {
    store::get(tx, id).await?.ok_or_else(|| Refusal::not_found("bulletin").into())
}

/// Whether the actor works in the bulletin's area, or above it.
fn overlaps(scope: &Scope, path: &str) -> bool {
    covers(&scope.area_path, path) || covers(path, &scope.area_path)
}

/// What was issued is for all staff of the area; before, for those who take part in making it.
pub(crate) fn sees(actor: &Actor, b: &Bulletin) -> bool {
    let works = |action| authz::scopes(actor, action).iter().any(|scope| overlaps(scope, &b.area_path));
    let makes = |action| authz::scopes(actor, action).iter().any(|scope| covers(&scope.area_path, &b.area_path));
    works(action::BULLETIN_READ)
        && (b.state.is_public()
            || works(action::BULLETIN_OBJECT)
            || makes(action::BULLETIN_WRITE)
            || makes(action::BULLETIN_SIGN))
}

/// The post that lets the actor object for a unit.
pub(crate) fn objects_for<'a>(actor: &'a Actor, unit: &str, b: &Bulletin) -> Option<&'a Grant> {
    let thing = authz::Thing { units: &[unit], ..authz::Thing::of("bulletin") };
    let posts = authz::posts(actor, action::BULLETIN_OBJECT, &thing);
    let here = |g: &&Grant| covers(&g.area_path, &b.area_path) || covers(&b.area_path, &g.area_path);
    posts.into_iter().find(|g| g.unit == unit && here(g))
}

/// The context in which a fact is written: with the post that lets the actor do it.
pub(crate) fn acting(ctx: &Ctx, action: authz::Action, b: &Bulletin) -> Result<Ctx> {
    let thing = authz::Thing::of("bulletin").at(&b.area_path);
    let post = authz::require(&ctx.actor, action, &thing)?;
    Ok(match post {
        Some(grant) => ctx.clone().in_post(&grant.post),
        None => ctx.clone(),
    })
}

/// Whether the actor may do something to a bulletin.
pub(crate) fn may(actor: &Actor, action: authz::Action, b: &Bulletin) -> bool {
    actor.kind == ActorKind::Person
        && authz::require(actor, action, &authz::Thing::of("bulletin").at(&b.area_path)).is_ok()
}

/// `2026-10`
pub(crate) fn month_text(month: i64) -> String {
    format!("{:04}-{:02}", month / 100, month % 100)
}

/// Reads `2026-10`.
pub(crate) fn month_of(field: &str, text: &str) -> Result<i64, Refusal> {
    let wrong = || Refusal::invalid(field, text, "a month such as 2026-10");
    let (year, month) = text.split_once('-').ok_or_else(wrong)?;
    let plain = year.len() == 4 && month.len() == 2 && (year.to_owned() + month).bytes().all(|b| b.is_ascii_digit());
    let (year, month): (i64, i64) = (year.parse().map_err(|_| wrong())?, month.parse().map_err(|_| wrong())?);
    if plain && year >= 1970 && (1..=12).contains(&month) { Ok(year * 100 + month) } else { Err(wrong()) }
}

/// The month so many months away.
pub(crate) fn months_off(month: i64, by: i64) -> i64 {
    let n = month / 100 * 12 + month % 100 - 1 + by;
    n.div_euclid(12) * 100 + n.rem_euclid(12) + 1
}

/// A state as a query says it.
pub(crate) fn state_of(text: &str) -> Result<State, Refusal> {
    let expected = "one of: draft, frozen, signed, issued, replaced, withdrawn";
    State::parse(text).ok_or_else(|| Refusal::invalid("state", text, expected))
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    #[test]
    fn months_are_read_and_counted() {
        assert_eq!(month_of("month", "2026-10").unwrap(), 202_610);
        for bad in ["2026-13", "2026-1", "26-10", "2026", "2026-+1", "", "２０２６-10"] {
            assert!(month_of("month", bad).is_err(), "{bad}");
        }
        assert_eq!(months_off(202_601, -1), 202_512);
        assert_eq!(months_off(202_612, 1), 202_701);
        assert_eq!(months_off(202_610, -12), 202_510);
        assert_eq!(month_text(202_601), "2026-01");
    }
}
