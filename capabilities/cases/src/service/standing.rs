//! What is open now, told apart: for the page of numbers, which `insight` serves.

use super::Cases;
use crate::store::list::overview;
pub use crate::store::list::overview::{Dimension, Group};
use kernel::{Ctx, Result};

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
}
