//! Level by level: the divisions, the places of a village, what stands under each.

use super::super::Register;
use super::views::{AddressView, Sight, node_of};
use authz::action;
use grid::model::AreaRef;
use kernel::{Ctx, Refusal, Result};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

/// What is listed.
#[derive(Clone, Debug, Default, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct BrowseQuery {
    /// The code of an area, or the id of an address; the top without.
    #[serde(default)]
    pub under: Option<String>,
    /// Words; then what they may mean, instead of what stands under it.
    #[serde(default)]
    pub q: Option<String>,
    /// How many were shown before.
    #[serde(default)]
    pub after: Option<usize>,
    /// How many, 1–200; 100 if not given.
    #[serde(default)]
    pub limit: Option<usize>,
}

/// An area with how many places stand in it.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
#[schema(as = AddressArea)]
pub struct AreaRow {
    /// The area.
    #[serde(flatten)]
    pub area: AreaRef,
    /// Roads, compounds and places with a name, with everything under it.
    pub places: u64,
}

/// A page of addresses.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
#[schema(as = AddressPage)]
pub struct AddressPage {
    /// From the top to what is listed.
    pub path: Vec<AreaRef>,
    /// The address whose parts are listed, where it is one.
    pub address: Option<AddressView>,
    /// Areas right under it that have addresses.
    pub areas: Vec<AreaRow>,
    /// Addresses right under it.
    pub items: Vec<AddressView>,
    /// Give it as `after` for the next page; absent on the last.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub next: Option<usize>,
    /// How many records all of them are.
    pub records: u64,
}

impl Register {
    /// What stands under an area or an address, or what words may mean there.
    ///
    /// # Errors
    /// `action.forbidden`; an `under` that is not known; a limit out of range.
    pub fn browse_addresses(&self, ctx: &Ctx, q: &BrowseQuery) -> Result<AddressPage> {
        authz::require_anywhere(&ctx.actor, action::AREA_READ)?;
        let limit = q.limit.unwrap_or(100);
        if !(1..=200).contains(&limit) {
            return Err(Refusal::invalid("limit", limit, "1..=200").into());
        }
        let index = self.addresses.index();
        let sight = Sight { staff: true };
        let records = index.homes().iter().map(|h| h.rows() as u64).sum();
        let mut page =
            AddressPage { path: vec![], address: None, areas: vec![], items: vec![], next: None, records };
        if let Some(words) = q.q.as_deref().map(str::trim).filter(|w| !w.is_empty()) {
            if words.chars().count() > 300 {
                return Err(Refusal::required("q").want("1 to 300 characters").into());
            }
            let near = self.near(&index, q.under.as_deref().filter(|u| !u.contains('~')))?;
            let found = self.match_words(&index, words, &near, sight);
            page.items = found.address.into_iter().chain(found.candidates).collect();
            if page.items.is_empty() {
                page.items = self.suggested(&index, words, &near, sight);
            }
            return Ok(page);
        }
        let unknown = || Refusal::invalid("under", "", "the code of an area or the id of an address");
        let skip = q.after.unwrap_or(0);
        let nodes: Vec<(&gazetteer::Home, u32)> = match q.under.as_deref().filter(|u| !u.is_empty()) {
            Some(id) if id.contains('~') => {
                let (county, node) = node_of(&index, id).ok_or_else(unknown)?;
                let (_, home) = index.homes.get(&county).ok_or_else(unknown)?;
                let shown = self.shown_node(&index, home, node, sight);
                page.path.clone_from(&shown.path);
                page.address = Some(shown);
                let inner = home.gate(node).unwrap_or(node);
                home.children(node)
                    .chain(home.children(inner).filter(|_| inner != node))
                    .map(|n| (home.as_ref(), n))
                    .collect()
            }
            under => {
                let code = under.map(|code| self.parts.grid.area(code).ok_or_else(unknown)).transpose()?;
                page.areas = self.areas_under(&index, code.as_ref().map(|a| a.code.as_str()));
                let code = code.map(|a| a.code.clone()).unwrap_or_default();
                page.path = self.parts.grid.ancestors(&code);
                match index.areas.find(&code) {
                    Some(at) => index
                        .homes()
                        .into_iter()
                        .flat_map(|h| h.places(at).iter().map(move |n| (h, *n)))
                        .collect(),
                    None => vec![],
                }
            }
        };
        page.next = (nodes.len() > skip + limit).then_some(skip + limit);
        let shown = nodes.into_iter().skip(skip).take(limit);
        page.items = shown.map(|(home, node)| self.shown_node(&index, home, node, sight)).collect();
        Ok(page)
    }

    /// Areas right under one that have places, with how many.
    fn areas_under(&self, index: &super::Index, code: Option<&str>) -> Vec<AreaRow> {
        let under = self.parts.grid.children(code);
        let under = under.iter().filter(|a| !a.is_grid);
        let count = |code: &str| -> u64 {
            let Some(area) = index.areas.find(code) else { return 0 };
            let homes = index.homes();
            let all = homes.iter().map(|h| h.count_places(|a| index.areas.within(a, area)));
            all.sum::<usize>() as u64
        };
        let row = |a: &std::sync::Arc<grid::model::Area>| AreaRow {
            area: AreaRef { code: a.code.clone(), level: a.level.clone(), name: a.name.clone() },
            places: count(&a.code),
        };
        under.map(row).filter(|r| r.places > 0).collect()
    }
}
