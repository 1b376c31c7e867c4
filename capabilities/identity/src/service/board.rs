//! The public board of an area (上岗公示): who works here, for which unit, and how to reach it.

use super::{Identity, PostView};
use crate::model::AreaRef;
use kernel::{Ctx, Failure, Refusal, Text, Timestamp};
use serde::Serialize;
use std::collections::BTreeMap;
use utoipa::ToSchema;

/// What everybody may know of those who work an area. The law of the field has names and posts hung up in the street; nobody's
/// own telephone is among it.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct Board {
    /// The area.
    pub area: AreaRef,
    /// Who works here; empty when the post is vacant.
    pub team: Vec<Member>,
    /// The units they work for.
    pub units: Vec<BoardUnit>,
}

/// Somebody on duty.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct Member {
    /// Name of the post.
    pub post: Text,
    /// Name of the person; missing when it was erased.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// Who stands in.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub deputy: Option<String>,
    /// Code of the unit.
    pub unit: String,
    /// The telephone of the duty, when it has one; never anybody's own.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub phone: Option<String>,
    /// Since when.
    pub since: Timestamp,
}

/// A unit and its line, for work and for complaints.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct BoardUnit {
    /// Code.
    pub code: String,
    /// Name.
    pub name: Text,
    /// How to reach it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub contact: Option<String>,
}

impl Identity {
    /// The board of an area, with those whose post is to work exactly this one.
    ///
    /// # Errors
    /// `area.not_found`
    pub async fn board(&self, ctx: &Ctx, code: &str) -> Result<Board, Failure> {
        let area = self.areas.area(code).ok_or_else(|| Refusal::not_found("area"))?;
        let posts = self.team_of(&area.path, ctx.now).await?;
        let posts = self.show_posts(&mut self.db.read().await?, posts).await?;
        let mut units = BTreeMap::new();
        for post in &posts {
            if units.contains_key(&post.unit.code) {
                continue;
            }
            let contact = match self.unit(&post.unit.code).await? {
                Some(unit) => self.unit_contact(&unit).await?,
                None => None,
            };
            let unit = BoardUnit { code: post.unit.code.clone(), name: post.unit.name.clone(), contact };
            units.insert(post.unit.code.clone(), unit);
        }
        Ok(Board {
            area: self.area_ref(code),
            team: posts.into_iter().map(member).collect(),
            units: units.into_values().collect(),
        })
    }
}

fn member(post: PostView) -> Member {
    Member {
        post: post.name,
        name: post.person.name,
        deputy: post.deputy.and_then(|deputy| deputy.name),
        unit: post.unit.code,
        phone: post.work_phone,
        since: post.valid_from,
    }
}
