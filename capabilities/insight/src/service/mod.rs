//! Questions: authorise → plan → read → name. There are no commands; the ledger alone changes a counter.

mod ask;
mod behind;
mod kept;
mod open;
mod views;

pub use ask::{Gathered, StatsQuery, Sums};
pub use behind::{Counted, CountedQuery};
pub use open::OpenQuery;
pub use views::{Hours, Load, Numbers, Open, Slice, Stats, StatsRow};

use crate::readers::Counters;
use authz::{Scope, covers};
use cases::Cases;
use cases::ports::{Directory, Library};
use cases::service::Named;
use db::{Db, DbError};
use grid::Grid;
use grid::model::Area;
use kernel::{Ctx, Env, Refusal, Result, Text};
use std::collections::{BTreeSet, HashMap};
use std::sync::Arc;

/// What insight is put together from.
#[derive(Clone)]
pub struct Parts {
    /// The database.
    pub db: Db,
    /// Time and randomness.
    pub env: Arc<dyn Env>,
    /// The ground.
    pub grid: Arc<Grid>,
    /// Cases, for what is late now.
    pub cases: Cases,
    /// Units.
    pub directory: Arc<dyn Directory>,
    /// Packs in use.
    pub library: Arc<dyn Library>,
    /// IANA time zone of the days.
    pub zone: String,
}

/// The service. Cheap to clone.
#[derive(Clone)]
pub struct Insight {
    pub(crate) parts: Parts,
    counters: Counters,
    sums: kept::Kept<Sums>,
    opened: kept::Kept<Open>,
}

/// Numbers of an area, or of one unit in it, added (1) or taken away (-1).
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Term {
    pub scope: Scope,
    pub sign: i64,
}

impl Insight {
    /// Puts the service together.
    pub fn new(parts: Parts) -> Self {
        let counters = Counters::new(parts.grid.clone(), &parts.zone);
        Self { parts, counters, sums: kept::Kept::default(), opened: kept::Kept::default() }
    }

    /// The reader of the ledger, to be run with the others.
    pub fn reader(&self) -> Arc<dyn ledger::follow::Reader> {
        Arc::new(self.counters.clone())
    }

    /// Brings the counters up to the ledger: counties that are far behind are read whole, then what is left is followed.
    /// `told` hears how many facts were read so far. Answers how many it were.
    ///
    /// # Errors
    /// [`DbError`] of the database; what was finished stays.
    pub async fn catch_up(&self, told: impl Fn(u64) + Send + Sync) -> Result<u64, DbError> {
        let whole = self.counters.build(&self.parts.db, &self.parts.env, false, &told).await?;
        Ok(whole + ledger::follow::catch_up(&self.parts.db, &self.parts.env, &self.reader()).await?)
    }

    /// Makes all counters anew from the ledger.
    ///
    /// # Errors
    /// [`DbError`] of the database; counties that were finished stay, the others keep the counters they had.
    pub async fn rebuild(&self, told: impl Fn(u64) + Send + Sync) -> Result<u64, DbError> {
        let whole = self.counters.build(&self.parts.db, &self.parts.env, true, &told).await?;
        Ok(whole + ledger::follow::catch_up(&self.parts.db, &self.parts.env, &self.reader()).await?)
    }

    fn area(&self, code: Option<&str>) -> Result<Option<Arc<Area>>> {
        let Some(code) = code else { return Ok(None) };
        let found = self.parts.grid.area(code);
        Ok(Some(found.ok_or_else(|| Refusal::invalid("area", code, "the code of an area"))?))
    }

    /// Steps of a path below the home level; negative above.
    fn depth(&self, path: &str) -> i64 {
        let codes = path.split('/').filter(|code| !code.is_empty()).count();
        codes as i64 - 1 - self.parts.grid.profile().home_depth() as i64
    }

    /// The area whose parts are shown for a question about `area`: a tree with one top begins below it.
    fn parent(&self, area: Option<&Arc<Area>>) -> Option<Arc<Area>> {
        area.cloned().or_else(|| match self.parts.grid.children(None).as_slice() {
            [top] => Some(top.clone()),
            _ => None,
        })
    }

    async fn unit_names(&self, codes: &[String]) -> Result<HashMap<String, Text>> {
        if codes.is_empty() { Ok(HashMap::new()) } else { self.parts.directory.unit_names(codes).await }
    }

    /// A category and everything below it.
    fn below(&self, category: Option<&str>) -> Vec<String> {
        let Some(category) = category else { return vec![] };
        let mut found = BTreeSet::from([category.to_owned()]);
        for pack in self.parts.library.enabled() {
            let under = pack.categories().filter(|c| c.path.iter().any(|code| code == category));
            found.extend(under.map(|c| c.code.clone()));
        }
        found.into_iter().collect()
    }

    fn category_named(&self, code: &str) -> Named {
        let packs = self.parts.library.enabled();
        let name = packs
            .iter()
            .find_map(|p| p.category(code))
            .map(|c| Text { zh: c.name.zh.clone(), en: (!c.name.en.is_empty()).then(|| c.name.en.clone()) });
        named(code, name)
    }

    fn area_named(&self, code: &str) -> Named {
        named(code, self.parts.grid.area(code).map(|a| a.name.clone()))
    }
}

/// A code with its name; what is gone goes by its code.
fn named(code: &str, name: Option<Text>) -> Named {
    let name = name.unwrap_or_else(|| Text { zh: code.to_owned(), en: None });
    Named { code: code.to_owned(), name }
}

/// What an actor may see of an area (`path`; empty for everything), as sums that count nothing twice: areas, units within
/// areas, and less what a unit owes where the area is counted already.
pub(crate) fn terms(ctx: &Ctx, path: &str) -> Vec<Term> {
    within(&authz::scopes(&ctx.actor, authz::action::STATS_READ), path)
}

fn within(scopes: &[Scope], path: &str) -> Vec<Term> {
    let meet = |s: &Scope| {
        let area_path = if covers(&s.area_path, path) {
            path.to_owned()
        } else if covers(path, &s.area_path) {
            s.area_path.clone()
        } else {
            return None;
        };
        Some(Scope { area_path, unit: s.unit.clone() })
    };
    let mut met: Vec<Scope> = scopes.iter().filter_map(meet).collect();
    met.sort();
    met.dedup();
    let outer: Vec<&Scope> = met.iter().filter(|s| !met.iter().any(|o| o != *s && o.contains(s))).collect();
    let mut terms: Vec<Term> = outer.iter().map(|s| Term { scope: (*s).clone(), sign: 1 }).collect();
    for unit in outer.iter().filter(|s| s.unit.is_some()) {
        let inside = |s: &&&Scope| s.unit.is_none() && covers(&unit.area_path, &s.area_path);
        let less = |s: &&Scope| Scope { area_path: s.area_path.clone(), unit: unit.unit.clone() };
        terms.extend(outer.iter().filter(inside).map(|s| Term { scope: less(s), sign: -1 }));
    }
    terms
}

#[cfg(test)]
mod tests {
    use super::*;

    fn scope(path: &str, unit: Option<&str>) -> Scope {
        Scope { area_path: path.into(), unit: unit.map(Into::into) }
    }

    #[test]
    fn nothing_is_counted_twice() {
        let all = [scope("C/K1", Some("lights")), scope("C/K1/T1", None), scope("C/K2", None)];
        let of = |path: &str| {
            within(&all, path)
                .into_iter()
                .map(|t| (t.scope.area_path, t.scope.unit, t.sign))
                .collect::<Vec<_>>()
        };
        let lights = || Some("lights".to_owned());
        assert_eq!(
            of(""),
            [
                ("C/K1".into(), lights(), 1),
                ("C/K1/T1".into(), None, 1),
                ("C/K2".into(), None, 1),
                ("C/K1/T1".into(), lights(), -1)
            ]
        );
        assert_eq!(of("C/K1/T1/V1"), [("C/K1/T1/V1".into(), None, 1)]);
        assert_eq!(of("C/K1/T2"), [("C/K1/T2".into(), lights(), 1)]);
        assert!(of("C/K3").is_empty());
    }
}
