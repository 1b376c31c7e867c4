//! What cases asks its neighbours to the left: units and people of identity, packs in use. Questions of its own, so that
//! the demo city's generator can answer them from memory.

use identity::{Identity, PersonId, PostId};
use kernel::{Ctx, Result, Text};
use packs::{Loaded, Packs};
use std::collections::HashMap;
use std::sync::Arc;

/// A post, as a timeline names it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PostInfo {
    /// Name of the kind.
    pub name: Text,
    /// Code of the unit.
    pub unit: String,
}

/// Who works here. Ask it while no transaction is held: it opens its own.
#[async_trait::async_trait]
pub trait Directory: Send + Sync {
    /// Names of units by code; unknown ones are missing.
    async fn unit_names(&self, codes: &[String]) -> Result<HashMap<String, Text>>;
    /// Whether a unit is in force.
    async fn has_unit(&self, code: &str) -> Result<bool>;
    /// The unit that a unit belongs to.
    async fn parent(&self, code: &str) -> Result<Option<String>>;
    /// The unit with a function at the ancestor of a level (`county`, `town` …) of a place.
    async fn unit_with(&self, function: &str, area_path: &str, level: &str) -> Result<Option<String>>;
    /// The unit of whoever holds a kind of post for a place, the nearest first.
    async fn unit_of_post(&self, ctx: &Ctx, kind: &str, area_path: &str) -> Result<Option<String>>;
    /// Names of people by actor id (`person/<id>`).
    async fn people(&self, actors: &[String]) -> Result<HashMap<String, String>>;
    /// The units in which a person holds posts now.
    async fn units_of(&self, ctx: &Ctx, actor: &str) -> Result<Vec<String>>;
    /// Some posts by id.
    async fn posts(&self, ids: &[String]) -> Result<HashMap<String, PostInfo>>;
}

/// Which packs are in use.
pub trait Library: Send + Sync {
    /// A pack in the version that a case keeps.
    fn pack(&self, id: &str, version: &str) -> Option<Arc<Loaded>>;
    /// The packs that are enabled, in order.
    fn enabled(&self) -> Vec<Arc<Loaded>>;
}

/// What the actor id of a person begins with.
pub(crate) const PERSON: &str = "person/";

#[async_trait::async_trait]
impl Directory for Identity {
    async fn unit_names(&self, codes: &[String]) -> Result<HashMap<String, Text>> {
        Identity::unit_names(self, &codes.iter().map(String::as_str).collect::<Vec<_>>()).await
    }
    async fn has_unit(&self, code: &str) -> Result<bool> {
        Ok(self.unit(code).await?.is_some_and(|u| u.ended_at.is_none()))
    }
    async fn parent(&self, code: &str) -> Result<Option<String>> {
        Ok(self.unit(code).await?.and_then(|u| u.parent))
    }
    async fn unit_with(&self, function: &str, area_path: &str, level: &str) -> Result<Option<String>> {
        Ok(self.unit_with_function_at(function, area_path, level).await?.map(|u| u.code))
    }
    async fn unit_of_post(&self, ctx: &Ctx, kind: &str, area_path: &str) -> Result<Option<String>> {
        let posts = self.posts_covering(&[kind], area_path, ctx.now).await?;
        Ok(posts.into_iter().next().map(|(_, post)| post.unit))
    }
    async fn people(&self, actors: &[String]) -> Result<HashMap<String, String>> {
        let ids: Vec<&str> = actors.iter().filter_map(|a| a.strip_prefix(PERSON)).collect();
        if ids.is_empty() {
            return Ok(HashMap::new());
        }
        Ok(self.names(&ids).await?.into_iter().map(|(id, name)| (format!("{PERSON}{id}"), name)).collect())
    }
    async fn units_of(&self, ctx: &Ctx, actor: &str) -> Result<Vec<String>> {
        let Some(id) = actor.strip_prefix(PERSON).and_then(|id| id.parse::<PersonId>().ok()) else {
            return Ok(vec![]);
        };
        Ok(self.actor(ctx, &id).await?.grants.into_iter().map(|g| g.unit).collect())
    }
    async fn posts(&self, ids: &[String]) -> Result<HashMap<String, PostInfo>> {
        let mut found = HashMap::new();
        for id in ids {
            if let Some(post) = self.post(&PostId::trusted(id.as_str())).await? {
                let name = self.kind_name(&post.kind);
                found.insert(id.clone(), PostInfo { name, unit: post.unit });
            }
        }
        Ok(found)
    }
}

impl Library for Packs {
    fn pack(&self, id: &str, version: &str) -> Option<Arc<Loaded>> {
        Packs::pack(self, id, version)
    }
    fn enabled(&self) -> Vec<Arc<Loaded>> {
        Packs::enabled(self)
    }
}

/// The numbers of cases, which the record of who did what shows.
pub struct Numbers(pub db::Db);

#[async_trait::async_trait]
impl identity::CaseNumbers for Numbers {
    async fn numbers(&self, county: &str, ids: &[&str]) -> Result<HashMap<String, String>> {
        Ok(crate::store::row::numbers(&mut self.0.read().await?, county, ids).await?)
    }
}

/// The zones of areas, which their calendars say. Read anew each time: seldom asked, and nothing is to be told when a calendar changes.
pub struct Zones(pub db::Db);

#[async_trait::async_trait]
impl identity::Zones for Zones {
    async fn zone(&self, area_path: &str) -> Result<jiff::tz::TimeZone> {
        let path: Vec<String> = area_path.split('/').map(Into::into).collect();
        let spec = crate::store::calendar::nearest(&mut self.0.read().await?, &path).await?;
        let spec = spec.map_or_else(|| crate::service::DEFAULT_CALENDAR.into(), |(_, spec)| spec);
        let calendar: worktime::Calendar = serde_json::from_str(&spec)?;
        Ok(jiff::tz::TimeZone::get(calendar.zone()).unwrap_or(jiff::tz::TimeZone::UTC))
    }
}
