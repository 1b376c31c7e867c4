//! For whoever counts cases: what is open now, told apart; rows of cases that were found elsewhere; the calendar.

use super::Cases;
use super::Row;
use crate::model::Case;
use crate::store;
use crate::store::list::overview;
pub use crate::store::list::overview::{Dimension, Group};
use kernel::{Ctx, Lang, Result};
use std::collections::{BTreeMap, HashMap};

impl Cases {
    /// Open cases of an area by a dimension, as far as the actor may see numbers; `late`: the late ones alone, which is
    /// quicker.
    ///
    /// # Errors
    /// `stats.read` forbidden; an area that is not there.
    pub async fn open_now(
        &self,
        ctx: &Ctx,
        area: Option<&str>,
        by: Dimension,
        late: bool,
    ) -> Result<Vec<Group>> {
        authz::require_anywhere(&ctx.actor, authz::action::STATS_READ)?;
        let within = self.within(&authz::scopes(&ctx.actor, authz::action::STATS_READ), area)?;
        let mut tx = self.db().read().await?;
        Ok(match late {
            true => overview::late(&mut tx, &within, ctx.now, by).await?,
            false => overview::count(&mut tx, &within, ctx.now, by).await?,
        })
    }

    /// Rows of some cases (home and id), in their order; what the actor may not list is left out.
    ///
    /// # Errors
    /// `case.list` forbidden.
    pub async fn rows_of(&self, ctx: &Ctx, ids: &[(String, String)], lang: Lang) -> Result<Vec<Row>> {
        authz::require_anywhere(&ctx.actor, authz::action::CASE_LIST)?;
        let mut by_home: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
        ids.iter().for_each(|(county, id)| by_home.entry(county).or_default().push(id));
        let mut found: HashMap<String, Case> = HashMap::new();
        let mut tx = self.db().browse().await?;
        for (county, ids) in by_home {
            found.extend(store::row::docs(&mut tx, county, &ids).await?);
        }
        drop(tx);
        found.retain(|_, case| super::act::allowed(&ctx.actor, authz::action::CASE_LIST, case).is_ok());
        let cases: Vec<Case> = ids.iter().filter_map(|(_, id)| found.remove(id)).collect();
        self.rows(&cases, ctx.now, lang).await
    }

    /// The working calendar of an area, given the codes from the top.
    ///
    /// # Errors
    /// The database.
    pub async fn calendar_of(&self, path: &[String]) -> Result<std::sync::Arc<worktime::Calendar>> {
        self.calendar(None, path).await
    }
}
