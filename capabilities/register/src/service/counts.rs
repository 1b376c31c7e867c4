//! How many records of each kind an area and the areas under it have, out of what the reader keeps.

use super::Register;
use crate::store;
use authz::{action, covers};
use kernel::{Ctx, Refusal, Result, Text};
use serde::Serialize;
use std::collections::BTreeMap;
use utoipa::ToSchema;

/// One area with its numbers.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[schema(as = RegisterCountRow)]
pub struct CountRow {
    /// The code of the area.
    pub area: String,
    /// Its name.
    pub name: Text,
    /// Records by kind, with everything under the area; a kind without any is missing.
    pub counts: BTreeMap<String, i64>,
}

/// An area and those right under it.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[schema(as = RegisterCounts)]
pub struct Counts {
    /// The sums.
    pub total: BTreeMap<String, i64>,
    /// The areas right under it, by code.
    pub items: Vec<CountRow>,
}

impl Register {
    /// Counts of an area and of those right under it; without one, of the tops that the reader may see.
    ///
    /// # Errors
    /// `action.forbidden`; an unknown area, or one that is not the reader's.
    pub async fn counts(&self, ctx: &Ctx, area: Option<&str>) -> Result<Counts> {
        authz::require_anywhere(&ctx.actor, action::REGISTER_READ)?;
        let map = self.parts.grid.map();
        let scopes = authz::scopes(&ctx.actor, action::REGISTER_READ);
        let sees = |path: &str| scopes.iter().any(|s| covers(&s.area_path, path));
        let (top, rows) = match area.filter(|a| !a.is_empty()) {
            Some(code) => {
                let found =
                    map.area(code).ok_or_else(|| Refusal::invalid("area", code, "the code of an area"))?;
                let under = map.children(Some(&found.code));
                (vec![found.clone()], under.into_iter().filter(|a| sees(&a.path)).collect::<Vec<_>>())
            }
            None => {
                let own = scopes.iter().filter_map(|s| match s.area_path.rsplit('/').next() {
                    None | Some("") => None,
                    Some(code) => map.area(code).cloned(),
                });
                let own: Vec<_> = own.collect();
                let everywhere = scopes.iter().any(|s| s.area_path.is_empty());
                let tops = if everywhere { map.children(None) } else { own };
                let under = match tops.as_slice() {
                    [one] => map.children(Some(&one.code)),
                    many => many.to_vec(),
                };
                (tops, under)
            }
        };
        let mut total: BTreeMap<String, i64> = BTreeMap::new();
        for area in &top {
            // of an area above one's own, only what is one's own
            let parts = if sees(&area.path) { vec![area.code.clone()] } else { vec![] };
            for code in parts {
                for (kind, n) in self.count(&code).await? {
                    *total.entry(kind).or_default() += n;
                }
            }
        }
        let mut items = vec![];
        for area in rows {
            let counts = self.count(&area.code).await?;
            items.push(CountRow { area: area.code.clone(), name: area.name.clone(), counts });
        }
        Ok(Counts { total, items })
    }

    /// Counts of one area by kind: above the homes, those of all homes under it.
    async fn count(&self, code: &str) -> Result<BTreeMap<String, i64>> {
        let registers = self.registers();
        let mut tx = self.db().read().await?;
        let Some(area) = self.parts.grid.area(code) else { return Ok(BTreeMap::new()) };
        let homes = store::read::homes(&mut tx).await?;
        let mut counts: BTreeMap<String, i64> = BTreeMap::new();
        for reach in self.reach(&area.path, &homes) {
            for kind in registers.kinds() {
                let found =
                    store::read::counts(&mut tx, &reach.county, &kind.kind.code, &[&reach.place]).await?;
                for n in found.into_values().filter(|n| *n != 0) {
                    *counts.entry(kind.kind.code.clone()).or_default() += n;
                }
            }
        }
        Ok(counts)
    }
}
