//! Who owes it: the dispatch catalogue and its rulings first, then the pack's routes; and what the engine is told.

use super::Cases;
use crate::catalogue::{Entry, choose, in_mandate};
use crate::model::{Case, Routed, Spot};
use crate::rules::{Facts, context};
use crate::store;
use db::Tx;
use grid::model::Place;
use kernel::{Ctx, Failure, Grant, Refusal, Result, Timestamp};
use packs::Loaded;
use routing::UnitTarget;
use std::collections::BTreeMap;
use std::sync::Arc;

impl Cases {
    /// A place as a case keeps it.
    pub(crate) fn spot(&self, place: &Place) -> Spot {
        Spot {
            lon: None,
            lat: None,
            address: None,
            grid: place.grid.clone(),
            path: place.path.iter().map(|a| a.code.clone()).collect(),
            level: place.area().map(|a| a.level.clone()).unwrap_or_default(),
            exclusive: place.exclusive,
            outside_m: place.outside_m,
            layers: place.layers.iter().map(|(layer, area)| (layer.clone(), area.code.clone())).collect(),
            by_words: None,
        }
    }

    /// What the engine is told beyond the case itself. Without a transaction it reads in one of its own, if it has to.
    pub(crate) async fn facts(
        &self,
        mut tx: Option<&mut Tx>,
        pack: &Loaded,
        case: &Case,
        post: Option<&Grant>,
    ) -> Result<Facts> {
        let categories = categories(pack, case);
        let entries = self.in_force(tx.as_deref_mut(), &case.pack, &categories, case.registered_at).await?;
        let actor = post.map(|grant| {
            let area = grant.area_path.rsplit('/').next().unwrap_or_default();
            let level = self.parts.grid.area(area).map(|a| a.level.clone()).unwrap_or_default();
            (grant.kind.clone(), grant.unit.clone(), level)
        });
        Ok(Facts {
            attributes: self.attributes(tx, case).await?,
            mandate: in_mandate(&entries),
            actor: actor.unwrap_or_default(),
            categories,
        })
    }

    async fn attributes(&self, tx: Option<&mut Tx>, case: &Case) -> Result<BTreeMap<String, String>> {
        let Some(held) = &case.attributes else { return Ok(BTreeMap::new()) };
        let (vault, ids) = (&self.parts.vault, [held.id.as_str()]);
        let texts = match tx {
            Some(tx) => vault.texts(tx, &case.county, &ids).await?,
            None => vault.texts(&mut self.db().read().await?, &case.county, &ids).await?,
        };
        Ok(texts.get(&held.id).and_then(|t| serde_json::from_str(t).ok()).unwrap_or_default())
    }

    /// The entries of the catalogue for some categories of a pack at a moment, youngest first.
    async fn in_force(
        &self,
        tx: Option<&mut Tx>,
        pack: &str,
        categories: &[String],
        at: Timestamp,
    ) -> Result<Vec<Entry>> {
        let question = (pack.to_owned(), categories.to_vec());
        let all = match self.memory.catalogue.get(&question) {
            Ok(all) => all,
            Err(asked) => {
                let all = match tx {
                    Some(tx) => store::catalogue::of_categories(tx, pack, categories).await?,
                    None => {
                        store::catalogue::of_categories(&mut self.db().read().await?, pack, categories)
                            .await?
                    }
                };
                let all: Arc<[Entry]> = all.into();
                self.memory.catalogue.put(asked, question, all.clone());
                all
            }
        };
        Ok(all.iter().filter(|e| e.valid_at(at)).cloned().collect())
    }

    /// Who owes a case as it stands. Call it while no transaction is held.
    pub(crate) async fn route(&self, ctx: &Ctx, pack: &Loaded, case: &Case, facts: &Facts) -> Result<Routed> {
        let now = ctx.now;
        let entries = self.in_force(None, &case.pack, &facts.categories, now).await?;
        let decision = match choose(&entries, &facts.categories, &case.spot.area_path(), now) {
            Some(entry) => entry.decision(),
            None => {
                let limits = pack.flow(&case.case_type).map(|f| f.definition().limits).unwrap_or_default();
                let mut variables = context(case, facts, limits, now);
                variables.as_object_mut().map(|v| v.remove("actor"));
                pack.table().decide(&variables)
            }
        };
        let unit = match &decision.unit {
            Some(target) => self.unit_of(ctx, target, &case.spot).await?,
            None => None,
        };
        let mut assists = vec![];
        for target in &decision.assists {
            if let Some(code) = self.unit_of(ctx, target, &case.spot).await?
                && Some(&code) != unit.as_ref()
                && !assists.contains(&code)
            {
                assists.push(code);
            }
        }
        Ok(Routed { decision, unit, assists })
    }

    /// The unit of the city that a target comes down to.
    async fn unit_of(&self, ctx: &Ctx, target: &UnitTarget, spot: &Spot) -> Result<Option<String>> {
        let directory = &self.parts.directory;
        let path = spot.area_path();
        match target {
            UnitTarget::Unit(code) => Ok(directory.has_unit(code).await?.then(|| code.clone())),
            UnitTarget::Function { function, level } => {
                directory.unit_with(function, &path, level.code()).await
            }
            UnitTarget::Post(kind) => directory.unit_of_post(ctx, kind, &path).await,
        }
    }

    /// Units by code; one that is not there is refused by the name of its field.
    pub(crate) async fn known_units(&self, field: &str, codes: &[String]) -> Result<()> {
        for code in codes {
            if !self.parts.directory.has_unit(code).await? {
                return Err(Failure::from(Refusal::invalid(field, code, "the code of a unit")));
            }
        }
        Ok(())
    }
}

/// The case's category and its ancestors, itself first.
pub(crate) fn categories(pack: &Loaded, case: &Case) -> Vec<String> {
    let entry = case.category.as_deref().and_then(|c| pack.category(c));
    entry.map(|c| c.path.clone()).unwrap_or_default()
}
