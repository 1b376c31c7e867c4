//! From words to an address.

use super::super::Register;
use super::Index;
use super::views::{AddressView, Outcome, Sight};
use authz::action;
use geometry::Point;
use kernel::{Ctx, Refusal, Result};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

/// Characters of a question at most.
const LONGEST: usize = 300;
/// Questions of a batch at most.
const BATCH: usize = 500;
/// Suggestions for words that are not yet whole.
const SUGGESTED: usize = 6;

/// A question.
#[derive(Clone, Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct LocateQuery {
    /// The words; 1 to 300 characters.
    pub text: String,
    /// Where the asker is: the code of an area, or `lon,lat` (WGS-84). It decides between places of one name.
    #[serde(default)]
    pub near: Option<String>,
}

/// Many questions.
#[derive(Clone, Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = AddressBatch)]
pub struct LocateBatch {
    /// At most 500, one for whoever is not signed in, each of 1 to 300 characters.
    pub texts: Vec<String>,
    /// As of one question.
    #[serde(default)]
    pub near: Option<String>,
}

/// What came of a question.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
#[schema(as = AddressLocated)]
pub struct Located {
    /// How it ended.
    pub outcome: Outcome,
    /// The answer; null unless `placed` or `coarse`.
    pub address: Option<AddressView>,
    /// What may have been meant, where there is no answer.
    pub candidates: Vec<AddressView>,
}

impl Register {
    /// Puts one sentence to the addresses.
    ///
    /// # Errors
    /// What is wrong with text or `near`.
    pub fn locate_address(&self, ctx: &Ctx, q: &LocateQuery) -> Result<Located> {
        authz::require_anywhere(&ctx.actor, action::PUBLIC_READ)?;
        checked("text", &q.text)?;
        let index = self.addresses.index();
        let near = self.near(&index, q.near.as_deref())?;
        Ok(self.match_words(&index, &q.text, &near, self.sight(ctx)))
    }

    /// Puts many sentences to the addresses, in their order.
    ///
    /// # Errors
    /// `action.forbidden`; too many, or what is wrong with one of them.
    pub fn locate_addresses(&self, ctx: &Ctx, batch: &LocateBatch) -> Result<Vec<Located>> {
        authz::require_anywhere(&ctx.actor, action::PUBLIC_READ)?;
        if batch.texts.len() > 1 {
            authz::require_anywhere(&ctx.actor, action::AREA_READ)?;
        }
        if batch.texts.len() > BATCH {
            return Err(Refusal::invalid("/texts", batch.texts.len(), format!("at most {BATCH}")).into());
        }
        for (n, text) in batch.texts.iter().enumerate() {
            checked(&format!("/texts/{n}"), text)?;
        }
        let index = self.addresses.index();
        let near = self.near(&index, batch.near.as_deref())?;
        let sight = self.sight(ctx);
        Ok(batch.texts.iter().map(|text| self.match_words(&index, text, &near, sight)).collect())
    }

    pub(crate) fn sight(&self, ctx: &Ctx) -> Sight {
        Sight { staff: authz::require_anywhere(&ctx.actor, action::AREA_READ).is_ok() }
    }

    pub(super) fn match_words(&self, index: &Index, text: &str, near: &[u32], sight: Sight) -> Located {
        let homes = index.homes();
        let answer = gazetteer::ask(&index.areas, &homes, text, near);
        let mut shown: Vec<AddressView> = vec![];
        for candidate in &answer.candidates {
            let view = self.shown(index, &homes, candidate, sight);
            // two flats of one building are one building for whoever sees no flats
            if !shown.iter().any(|s| s.id == view.id) {
                shown.push(view);
            }
        }
        let outcome = match answer.outcome {
            gazetteer::Outcome::Placed if shown.first().is_some_and(|a| a.grid.is_some()) => Outcome::Placed,
            gazetteer::Outcome::Placed => Outcome::Coarse,
            gazetteer::Outcome::Ambiguous => Outcome::Ambiguous,
            gazetteer::Outcome::Unknown => Outcome::Unknown,
            gazetteer::Outcome::Elsewhere => Outcome::Elsewhere,
        };
        let address = match outcome {
            Outcome::Placed | Outcome::Coarse => shown.drain(..).next(),
            _ => None,
        };
        if shown.is_empty() && outcome == Outcome::Unknown {
            shown = self.suggested(index, text, near, sight);
        }
        Located { outcome, address, candidates: shown }
    }

    /// Names that begin so, those of the asker's area first.
    pub(super) fn suggested(
        &self,
        index: &Index,
        text: &str,
        near: &[u32],
        sight: Sight,
    ) -> Vec<AddressView> {
        let mut found = vec![];
        for home in index.homes() {
            for node in home.beginning(text.trim(), 4 * SUGGESTED) {
                let area = home.node(node).map_or(0, |n| n.area);
                let far = near.iter().position(|a| index.areas.within(area, *a)).unwrap_or(near.len());
                found.push((far, home, node));
            }
        }
        found.sort_by_key(|(far, ..)| *far);
        found.truncate(SUGGESTED);
        found.into_iter().map(|(_, home, node)| self.shown_node(index, home, node, sight)).collect()
    }

    /// The areas of the asker from the lowest up to the home: above it nothing is decided.
    pub(super) fn near(&self, index: &Index, near: Option<&str>) -> Result<Vec<u32>, Refusal> {
        let Some(near) = near.map(str::trim).filter(|n| !n.is_empty()) else { return Ok(vec![]) };
        let wrong = || Refusal::invalid("near", near, "the code of an area, or lon,lat");
        let code = match near.split_once(',') {
            Some((lon, lat)) => {
                let read = |text: &str| text.trim().parse::<f64>().ok();
                let (lon, lat) = read(lon).zip(read(lat)).ok_or_else(wrong)?;
                let point = Point::checked(lon, lat).map_err(|_| wrong())?;
                let place = self.parts.grid.locate(point);
                match place.path.last().filter(|_| place.outside_m.is_none()) {
                    Some(area) => area.code.clone(),
                    None => return Ok(vec![]),
                }
            }
            None => self.parts.grid.area(near).ok_or_else(wrong)?.code.clone(),
        };
        let map = self.parts.grid.map();
        let home = map.profile().home_depth();
        let deep = |at: &u32| {
            let area = map.area(&index.areas.get(*at).code);
            area.is_some_and(|a| usize::from(a.depth) >= home)
        };
        Ok(index.areas.find(&code).map(|at| index.areas.up(at).filter(deep).collect()).unwrap_or_default())
    }
}

fn checked(field: &str, text: &str) -> Result<(), Refusal> {
    let length = text.trim().chars().count();
    if length == 0 || text.chars().count() > LONGEST || text.contains('\0') {
        // what somebody typed is not repeated
        return Err(Refusal::required(field).want(format!("1 to {LONGEST} characters")));
    }
    Ok(())
}

impl grid::Geocoder for Register {
    fn find(&self, words: &str, near: Option<&str>) -> grid::ByWords {
        let index = self.addresses.index();
        let near = self.near(&index, near).unwrap_or_default();
        let found = self.match_words(&index, words, &near, Sight { staff: true });
        let point =
            found.address.as_ref().and_then(|a| a.lon.zip(a.lat)).map(|(lon, lat)| Point::new(lon, lat));
        grid::ByWords {
            outcome: found.outcome.word(),
            level: found.address.as_ref().map(|a| a.level.clone()).unwrap_or_default(),
            address: found.address.as_ref().map(|a| a.text.clone()).unwrap_or_default(),
            area: found.address.and_then(|a| a.grid).map(|a| a.code),
            point,
        }
    }
    fn ready(&self) -> bool {
        !self.addresses.index().homes().is_empty()
    }
}
