//! Vacancies: seats of a team that nobody has, posts that ended without a successor, posts without a deputy; and the team
//! of one area with the seats that are empty.
//!
//! Which kinds of posts an area of a level is to have is what packs say (`team`). Whoever holds such a post for a larger
//! area serves the areas under it too: a village's leader leads its grids.

use super::{Identity, PostView};
use crate::{
    TeamPlace, kinds,
    model::{Area, AreaRef, Post, PostId},
    store,
};
use authz::{Thing, action};
use kernel::{Ctx, Failure, Text, Timestamp};
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;
use utoipa::ToSchema;
use web::Page;

/// Areas that are looked at together.
const TOGETHER: usize = 200;
/// Areas that one request looks at, at most; a page may be short of it, and says where to go on.
const LOOKED: usize = 20_000;
/// A post that ended longer ago is no vacancy but history.
const REMEMBERED: i64 = 366 * Timestamp::DAY;

/// Why something is vacant.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Why {
    /// The team lacks it.
    #[default]
    Missing,
    /// It ended, and nobody took it.
    Ended,
    /// Nobody stands in.
    NoDeputy,
}

/// Which vacancies.
#[derive(Clone, Debug, Default)]
pub struct VacancyFilter {
    /// Why.
    pub why: Why,
    /// At this area or under it; everywhere by default.
    pub area: Option<String>,
    /// Of this kind.
    pub kind: Option<String>,
    /// Where the page before ended.
    pub after: Option<String>,
}

/// Something vacant.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct Vacancy {
    /// Why.
    pub why: Why,
    /// Kind of the post.
    pub kind: String,
    /// The kind's name.
    pub name: Text,
    /// Where.
    pub area: AreaRef,
    /// The codes down to it.
    pub area_path: String,
    /// How many there are.
    pub have: usize,
    /// How many there are to be.
    pub want: usize,
    /// The post that ended, or that nobody stands in for.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub post: Option<PostView>,
}

/// A kind of post in a team, with those who hold it.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct TeamSeat {
    /// The kind.
    pub kind: String,
    /// Its name.
    pub name: Text,
    /// How many there are to be; 0 for what no pack asks for.
    pub want: usize,
    /// Who holds it, those of the area itself first; fewer than `want`: vacant.
    pub posts: Vec<PostView>,
}

/// Who works an area.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct Team {
    /// The area.
    pub area: AreaRef,
    /// The seats that packs ask for, then whatever else is held here.
    pub seats: Vec<TeamSeat>,
}

impl Identity {
    /// A page of what is vacant (needs `post.read`).
    pub async fn vacancies(
        &self,
        ctx: &Ctx,
        filter: &VacancyFilter,
        limit: usize,
    ) -> Result<Page<Vacancy>, Failure> {
        authz::require(&ctx.actor, action::POST_READ, &Thing::of("post"))?;
        match filter.why {
            Why::Missing => self.missing(ctx, filter, limit).await,
            Why::Ended | Why::NoDeputy => self.of_posts(ctx, filter, limit).await,
        }
    }

    /// Areas without what their team is to have, in the order of their paths.
    async fn missing(
        &self,
        ctx: &Ctx,
        filter: &VacancyFilter,
        limit: usize,
    ) -> Result<Page<Vacancy>, Failure> {
        let mut places = self.kinds.teams();
        places.retain(|place| filter.kind.as_ref().is_none_or(|kind| *kind == place.kind));
        if let Some(code) = &filter.area {
            self.area("area", code)?;
        }
        let levels: BTreeSet<&str> = places.iter().map(|place| place.level.as_str()).collect();
        let levels: Vec<&str> = levels.into_iter().collect();
        let mut areas = self.areas.under(filter.area.as_deref(), &levels, ctx.now);
        if let Some(after) = &filter.after {
            areas.retain(|area| area.path.as_str() > after.as_str());
        }
        let (mut items, mut next, mut looked) = (vec![], None, 0);
        'areas: for some in areas.chunks(TOGETHER) {
            if looked >= LOOKED {
                break;
            }
            for (area, gaps) in self.gaps(ctx, some, &places).await? {
                // all gaps of an area stand on one page
                if items.len() >= limit {
                    break 'areas;
                }
                items.extend(gaps);
                next = Some(area);
            }
            looked += some.len();
            next = some.last().map(|area| area.path.clone());
        }
        let more = next.as_ref().is_some_and(|last| areas.last().is_some_and(|area| area.path > *last));
        Ok(Page { items, next: next.filter(|_| more) })
    }

    /// What each of some areas lacks.
    async fn gaps(
        &self,
        ctx: &Ctx,
        areas: &[Area],
        places: &[TeamPlace],
    ) -> Result<Vec<(String, Vec<Vacancy>)>, Failure> {
        let kinds: Vec<&str> = places.iter().map(|place| place.kind.as_str()).collect();
        let paths: BTreeSet<&str> = areas.iter().flat_map(|area| upwards(&area.path)).collect();
        let paths: Vec<&str> = paths.into_iter().collect();
        let posts = store::post::at(&mut self.db.read().await?, &kinds, &paths, ctx.now).await?;
        let vacancy = |area: &Area, place: &TeamPlace| {
            let serves = |post: &Post| post.kind == place.kind && authz::covers(&post.area_path, &area.path);
            let have = posts.iter().filter(|(_, post)| serves(post)).count();
            (place.level == area.level && have < place.count).then(|| Vacancy {
                why: Why::Missing,
                kind: place.kind.clone(),
                name: self.kind_name(&place.kind),
                area: AreaRef { code: area.code.clone(), level: area.level.clone(), name: area.name.clone() },
                area_path: area.path.clone(),
                have,
                want: place.count,
                post: None,
            })
        };
        let gaps = |area: &Area| {
            (area.path.clone(), places.iter().filter_map(|place| vacancy(area, place)).collect::<Vec<_>>())
        };
        Ok(areas.iter().map(gaps).filter(|(_, gaps)| !gaps.is_empty()).collect())
    }

    /// Posts that ended, or that nobody stands in for, by their place.
    async fn of_posts(
        &self,
        ctx: &Ctx,
        filter: &VacancyFilter,
        limit: usize,
    ) -> Result<Page<Vacancy>, Failure> {
        let path = self.area_path(filter.area.as_deref())?.unwrap_or_default();
        let wrong = |key: &str| kernel::Refusal::invalid("after", key, "`next` of the page before");
        let after = filter.after.as_deref().map(|key| key.split_once('~').ok_or_else(|| wrong(key)));
        let start = (after.transpose()?, path.as_str());
        let mut tx = self.db.read().await?;
        let ended = filter.why == Why::Ended;
        let posts: Vec<(PostId, Post)> = match ended {
            true => {
                let times = (ctx.now, ctx.now.plus(-REMEMBERED));
                store::post::unfilled(&mut tx, start, times, limit + 1).await?
            }
            false => store::post::alone(&mut tx, start, ctx.now, limit + 1).await?,
        };
        let page = Page::cut(posts, limit, |(id, post)| format!("{}~{id}", post.area_path));
        let views = self.show_posts(&mut tx, page.items).await?;
        let wanted = |post: &PostView| filter.kind.as_ref().is_none_or(|kind| *kind == post.kind);
        let vacancy = |post: PostView| Vacancy {
            why: filter.why,
            kind: post.kind.clone(),
            name: post.name.clone(),
            area: post.area.clone(),
            area_path: post.area_path.clone(),
            have: usize::from(!ended),
            want: 1,
            post: Some(post),
        };
        Ok(Page { items: views.into_iter().filter(wanted).map(vacancy).collect(), next: page.next })
    }

    /// The team of an area: each seat with those who hold it (needs `post.read`).
    ///
    /// # Errors
    /// `area.not_found`
    pub async fn team(&self, ctx: &Ctx, code: &str) -> Result<Team, Failure> {
        authz::require(&ctx.actor, action::POST_READ, &Thing::of("post"))?;
        let area = self.areas.area(code).ok_or_else(|| kernel::Refusal::not_found("area"))?;
        let mut places = self.kinds.teams();
        places.retain(|place| place.level == area.level);
        let all = kinds::all(&*self.kinds);
        let asked: Vec<&str> = places.iter().map(|place| place.kind.as_str()).collect();
        let every: Vec<&str> = all.iter().map(String::as_str).collect();
        let mut tx = self.db.read().await?;
        let mut posts = store::post::at(&mut tx, &every, &[&area.path], ctx.now).await?;
        let above: Vec<&str> = upwards(&area.path).filter(|path| *path != area.path).collect();
        posts.extend(store::post::at(&mut tx, &asked, &above, ctx.now).await?);
        let views = self.show_posts(&mut tx, posts).await?;
        let seat = |kind: &str, want: usize| TeamSeat {
            kind: kind.into(),
            name: self.kind_name(kind),
            want,
            posts: views.iter().filter(|post| post.kind == kind).cloned().collect(),
        };
        let mut seats: Vec<TeamSeat> = places.iter().map(|place| seat(&place.kind, place.count)).collect();
        let others = all.iter().filter(|kind| !asked.contains(&kind.as_str()));
        seats.extend(others.map(|kind| seat(kind, 0)).filter(|seat| !seat.posts.is_empty()));
        Ok(Team { area: self.area_ref(code), seats })
    }
}

/// A path and those above it.
fn upwards(path: &str) -> impl Iterator<Item = &str> {
    let ends = path.match_indices('/').map(|(i, _)| i).chain([path.len()]);
    ends.map(move |end| &path[..end])
}
