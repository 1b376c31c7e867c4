//! What areas were.

use kernel::{Ctx, Refusal, Result, Timestamp};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::Grid;
use crate::model::Area;
use crate::store;

/// An area as it was until a moment.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct Past {
    /// Until when.
    #[serde(default)]
    pub until: Timestamp,
    /// What it was.
    pub area: Area,
    /// Its ground, a GeoJSON geometry.
    pub geometry: Option<String>,
    /// Its local codes.
    pub aliases: Vec<String>,
}

impl Grid {
    /// What an area was before, newest first. Also for areas that have ended.
    ///
    /// # Errors
    /// `area.read` forbidden, or no such area.
    pub async fn history(&self, ctx: &Ctx, code: &str) -> Result<Vec<Past>> {
        let map = self.map();
        let code = map.area(code).map_or(code, |a| a.code.as_str());
        let mut tx = self.db.read().await?;
        let stored = store::area(&mut tx, "", code).await?.ok_or_else(|| Refusal::not_found("area"))?;
        let thing = authz::Thing::of("area").at(&stored.area.path);
        authz::require(&ctx.actor, authz::action::AREA_READ, &thing)?;
        let past = store::past(&mut tx, "", code).await?;
        past.into_iter().map(|(until, body)| Ok(Past { until, ..serde_json::from_str(&body)? })).collect()
    }
}
