//! Commands and queries of registers.

pub mod address;
mod change;
mod counts;
mod enter;
mod export;
pub mod import;
mod lists;
mod matching;
mod named;
mod observe;
mod relate;
mod relations;
mod retain;
mod seal;
mod search;
mod told;
mod view;
mod views;
mod visit;

pub use change::{Correcting, Revealing};
pub use counts::{CountRow, Counts};
pub use enter::*;
pub use export::plain;
pub use import::{ImportReport, Request};
pub use lists::{ListView, Mapping, mapping_of};
pub use matching::*;
pub use named::Named;
pub use observe::*;
pub use relate::Relating;
pub use relations::{RelationView, Relations};
pub use retain::Retained;
pub(crate) use seal::{leaf_of, type_of};
pub use search::{ListQuery, SearchQuery};
pub use views::*;
pub use visit::*;

use crate::model::Record;
use crate::rules::schema::{ReadyKind, Registers};
use authz::{Action, Scope, Thing, covers};
use db::Db;
use grid::Grid;
use identity::Identity;
use kernel::{Ctx, Env, Failure, Refusal, Result};
use packs::{Packs, Shelf};
use parking_lot::Mutex;
use protect::{Blind, Vault};
use std::sync::Arc;

/// What registers stand on.
#[derive(Clone)]
pub struct Parts {
    /// The database.
    pub db: Db,
    /// Time and randomness.
    pub env: Arc<dyn Env>,
    /// Where protected values stand.
    pub vault: Vault,
    /// The map.
    pub grid: Arc<Grid>,
    /// Units and people.
    pub directory: Arc<Identity>,
    /// Packs.
    pub library: Arc<Packs>,
    /// What a city may set.
    pub settings: Settings,
}

/// What a city may set.
#[derive(Clone, Copy, Debug)]
pub struct Settings {
    /// Values that one person may read in clear within an hour.
    pub reveals_per_hour: i64,
}

impl Default for Settings {
    fn default() -> Self {
        Self { reveals_per_hour: 60 }
    }
}

/// What blind numbers of registers are derived for.
pub(crate) const BLIND: &str = "register.words.1";

type Ready = Option<(Arc<Shelf>, Arc<Registers>)>;

/// The service.
#[derive(Clone)]
pub struct Register {
    pub(crate) parts: Parts,
    /// For numbers that live in memory alone: those of the first generation of keys, which stay the same.
    pub(crate) first: Blind,
    pub(crate) words: Arc<web::Messages>,
    ready: Arc<Mutex<Ready>>,
    pub(crate) addresses: Arc<address::Addresses>,
}

/// What somebody may see of one home: places between two.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Reach {
    /// The home.
    pub county: String,
    /// The beginning of places; empty for the whole home.
    pub place: String,
}

impl Reach {
    /// The end of its places in the index.
    pub fn end(&self) -> String {
        match self.place.strip_suffix('/') {
            // '0' is the character after '/'
            Some(rest) => format!("{rest}0"),
            None => "\u{10FFFF}".into(),
        }
    }

    /// Whether a record stands inside.
    pub fn holds(&self, r: &Record) -> bool {
        r.county == self.county && r.place.starts_with(&self.place)
    }
}

/// Where an area stands among the homes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct At {
    pub county: String,
    /// Codes below the home, each with a slash behind it.
    pub place: String,
    pub area: String,
    pub path: String,
}

impl Register {
    /// Opens the service.
    ///
    /// # Errors
    /// Never with a sound key of the vault and whole words.
    pub fn new(parts: Parts) -> Result<Self> {
        let first = parts.vault.blind(BLIND)?;
        let words = web::Messages::merge([("register", crate::MESSAGES)]).map_err(Failure::Internal)?;
        Ok(Self { parts, first, words: Arc::new(words), ready: Arc::default(), addresses: Arc::default() })
    }

    /// Blind numbers of this moment.
    pub(crate) fn blind(&self) -> Result<Blind> {
        self.parts.vault.blind(BLIND)
    }

    pub(crate) fn db(&self) -> &Db {
        &self.parts.db
    }

    /// The kinds of the packs in use.
    pub fn registers(&self) -> Arc<Registers> {
        let shelf = self.parts.library.shelf();
        let mut ready = self.ready.lock();
        match ready.as_ref() {
            Some((of, registers)) if Arc::ptr_eq(of, &shelf) => registers.clone(),
            _ => {
                let registers = Arc::new(Registers::of(shelf.all_enabled()));
                *ready = Some((shelf, registers.clone()));
                registers
            }
        }
    }

    pub(crate) fn kind(&self, field: &str, code: &str) -> Result<Arc<ReadyKind>, Refusal> {
        let registers = self.registers();
        registers.kind(code).cloned().ok_or_else(|| {
            let known: Vec<&str> = registers.kinds().iter().map(|k| k.kind.code.as_str()).collect();
            Refusal::invalid(field, code, format!("one of: {}", known.join(", ")))
        })
    }

    /// Where an area stands, by its code or an alias.
    pub(crate) fn at(&self, area: &str) -> Option<At> {
        let place = self.parts.grid.place_of(area)?;
        let county = place.home?;
        let codes = place.path.iter().map(|a| a.code.as_str());
        let below = codes.skip_while(|c| *c != county).skip(1);
        let below: String = below.flat_map(|c| [c, "/"]).collect();
        let area = place.path.last()?.code.clone();
        Some(At { county, place: below, area, path: place.area_path })
    }

    /// The path of a record's area, from the top.
    pub(crate) fn path_of(&self, r: &Record) -> String {
        let home = self.parts.grid.place_of(&r.county).map_or_else(|| r.county.clone(), |p| p.area_path);
        format!("{home}/{}", r.place).trim_end_matches('/').to_owned()
    }

    /// Asks for an action on a record; answers the context in the post that allows it.
    pub(crate) fn allowed(&self, ctx: &Ctx, action: Action, r: &Record) -> Result<Ctx> {
        let path = self.path_of(r);
        let grant = authz::require(&ctx.actor, action, &Thing::of("register").at(&path))?;
        Ok(grant.map_or_else(|| ctx.clone(), |grant| ctx.clone().in_post(grant.post.clone())))
    }

    /// What the actor reaches with an action, all of it or what lies in an area.
    pub(crate) async fn reaches(&self, ctx: &Ctx, action: Action, area: Option<&str>) -> Result<Vec<Reach>> {
        let wanted = match area.filter(|a| !a.is_empty()) {
            None => String::new(),
            Some(code) => {
                let found = self.parts.grid.area(code);
                found.ok_or_else(|| Refusal::invalid("area", code, "the code of an area"))?.path.clone()
            }
        };
        let homes = crate::store::read::homes(&mut self.db().read().await?).await?;
        let mut all = vec![];
        for Scope { area_path, .. } in authz::scopes(&ctx.actor, action) {
            let path = match (covers(&area_path, &wanted), covers(&wanted, &area_path)) {
                (true, _) => wanted.clone(),
                (false, true) => area_path,
                (false, false) => continue,
            };
            all.extend(self.reach(&path, &homes));
        }
        all.sort();
        all.dedup();
        let whole = all.clone();
        let within = |r: &Reach, o: &Reach| r != o && r.county == o.county && r.place.starts_with(&o.place);
        all.retain(|r| !whole.iter().any(|o| within(r, o)));
        Ok(all)
    }

    /// The homes of a path, or the one that it lies in.
    fn reach(&self, path: &str, homes: &[(String, i64)]) -> Vec<Reach> {
        let last = path.rsplit('/').next().unwrap_or_default();
        let above = self.parts.grid.profile().home_depth();
        let low = self.parts.grid.area(last).is_some_and(|area| usize::from(area.depth) >= above);
        match self.at(last).filter(|_| low) {
            Some(at) => vec![Reach { county: at.county, place: at.place }],
            None => {
                let inside = |county: &str| {
                    let home = self.parts.grid.place_of(county).map(|p| p.area_path);
                    covers(path, home.as_deref().unwrap_or(county))
                };
                let homes = homes.iter().filter(|(county, _)| inside(county));
                homes.map(|(county, _)| Reach { county: county.clone(), place: String::new() }).collect()
            }
        }
    }
}

/// The name of the list that a record came with.
pub(crate) fn store_list(r: &Record) -> String {
    format!("{}/{}", r.kind, r.source)
}
