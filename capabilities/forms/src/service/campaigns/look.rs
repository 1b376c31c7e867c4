//! What does not fit any more is told to those who planned it: when somebody is away, and when a day has passed. Once for each time that it
//! becomes more; nobody is told who is away.

use super::kept;
use crate::model::campaign::{OPENED, STREAM, Standing};
use crate::service::Forms;
use crate::store::campaigns as store;
use authz::{Thing, action, covers};
use identity::{Identity, PersonId, Told};
use kernel::{Ctx, Failure, Result};
use std::sync::Arc;

/// The kind of what is told.
pub const UNPLANNED: &str = "campaign_unplanned";

impl Forms {
    /// Somebody is away, or back: every campaign where they work is looked at.
    ///
    /// # Errors
    /// The database.
    pub async fn look_after(&self, ctx: &Ctx, person: &PersonId) -> Result<()> {
        let areas = self.parts.staff.areas_of(person, ctx.now).await?;
        let meets = |s: &Standing| areas.iter().any(|a| covers(a, &s.area_path) || covers(&s.area_path, a));
        for (s, was) in self.going_on().await? {
            if meets(&s) {
                self.look(ctx, &s, was.unplanned).await?;
            }
        }
        Ok(())
    }

    /// Every campaign is looked at once on each of its days.
    ///
    /// # Errors
    /// The database.
    pub async fn look_daily(&self, ctx: &Ctx) -> Result<()> {
        for (s, was) in self.going_on().await? {
            if was.looked_on < self.today(ctx, &s.area_path).await?.to_string() {
                self.look(ctx, &s, was.unplanned).await?;
            }
        }
        Ok(())
    }

    async fn going_on(&self) -> Result<Vec<(Standing, store::Looked)>> {
        Ok(store::going_on(&mut self.parts.db.read().await?).await?)
    }

    /// How many items of a campaign do not fit into the days that are left; none when no day is left, then they are late.
    pub(super) async fn unplanned(&self, ctx: &Ctx, s: &Standing) -> Result<usize> {
        let places = self.by_place(ctx, s, &s.area_path).await?;
        Ok(places.iter().map(|(_, row)| row.unplanned).sum())
    }

    async fn look(&self, ctx: &Ctx, s: &Standing, before: i64) -> Result<()> {
        let now = i64::try_from(self.unplanned(ctx, s).await?).unwrap_or(i64::MAX);
        let today = self.today(ctx, &s.area_path).await?;
        let to = if now > before { self.planners(ctx, s).await? } else { vec![] };
        let about = serde_json::json!({ "campaign": s.id, "name": s.campaign.name, "unplanned": now, "more": now - before,
            "last_day": kept(&s.last_day)?.to_string() });
        let told = Told {
            id: format!("{UNPLANNED}/{}", ctx.id::<Told>()),
            kind: UNPLANNED.into(),
            about,
            at: ctx.now,
            seen: false,
        };
        let looked = store::Looked { unplanned: now, looked_on: today.to_string() };
        let work = Arc::new((s.clone(), to, told, looked));
        let write = self.parts.db.write(ctx, move |tx| {
            let work = work.clone();
            Box::pin(async move {
                let (s, to, told, looked) = &*work;
                // somebody else looked meanwhile, and told it
                if !store::looked(tx, s, before, looked).await? {
                    return Ok(());
                }
                for person in to {
                    Identity::tell(tx, person, told).await?;
                }
                Ok::<_, Failure>(())
            })
        });
        write.await
    }

    /// Who handed a campaign down, while they may plan it; else whoever may, at its area or the nearest one above.
    async fn planners(&self, ctx: &Ctx, s: &Standing) -> Result<Vec<PersonId>> {
        let stream = format!("{STREAM}{}", s.id);
        let facts = ledger::facts_of_stream(&mut self.parts.db.read().await?, &s.county, &stream).await?;
        let opened = facts.into_iter().find(|f| f.action == OPENED);
        let person = opened.and_then(|f| f.actor.strip_prefix("person/").map(PersonId::trusted));
        if let Some(person) = person
            && self.plans(ctx, &person, s).await?
        {
            return Ok(vec![person]);
        }
        let staff = &self.parts.staff;
        let kinds = staff.all_kinds();
        let kinds: Vec<&str> = kinds.iter().map(String::as_str).collect();
        let (mut found, mut at) = (vec![], String::new());
        for (_, post) in staff.posts_covering(&kinds, &s.area_path, ctx.now).await? {
            // the lowest areas stand first
            if !found.is_empty() && post.area_path != at {
                break;
            }
            if !found.contains(&post.person) && self.plans(ctx, &post.person, s).await? {
                at = post.area_path;
                found.push(post.person);
            }
        }
        Ok(found)
    }

    async fn plans(&self, ctx: &Ctx, person: &PersonId, s: &Standing) -> Result<bool> {
        let actor = self.parts.staff.actor(ctx, person).await?;
        Ok(authz::require(&actor, action::FORM_PLAN, &Thing::of("form").at(&s.area_path)).is_ok())
    }
}
