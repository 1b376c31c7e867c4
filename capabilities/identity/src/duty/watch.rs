//! The watch over desks: a shift that is on while nobody is there is told to the unit's leader, once.

use super::{rules::LONGEST, store};
use crate::{Identity, model::Told, store as identity_store};
use jobs::{Handler, Job};
use kernel::{Ctx, Failure};
use std::sync::Arc;

/// The kind of the job.
pub const WATCH: &str = "duty.watch";
/// Milliseconds between two rounds.
pub const WATCH_EVERY: i64 = 30_000;
/// Shifts that are looked up at once.
const ROUND: i64 = 200;
/// The roles that answer for a unit.
const ANSWER: [&str; 2] = ["leader", "town"];

/// Tells the leader of a unit whose desk stands empty.
pub struct Watch(pub Arc<Identity>);

#[async_trait::async_trait]
impl Handler for Watch {
    async fn run(&self, ctx: Ctx, _: Job) -> Result<(), Failure> {
        self.0.watch_desks(&ctx).await.map(drop)
    }
}

impl Identity {
    /// One round; answers how many desks stand empty while a shift is on.
    pub async fn watch_desks(&self, ctx: &Ctx) -> Result<usize, Failure> {
        let (mut from, mut id, mut count) = (ctx.now.plus(-LONGEST), String::new(), 0);
        loop {
            let mut tx = self.db.read().await?;
            let empty = store::empty(&mut tx, ctx.now, (from, &id), ROUND).await?;
            drop(tx);
            for one in &empty {
                self.tell_leaders(ctx, &one.shift, &one.desk).await?;
            }
            count += empty.len();
            let Some(last) = empty.into_iter().last() else { return Ok(count) };
            (from, id) = (last.from, last.shift);
        }
    }

    /// The leaders in the unit itself; where it has none, the nearest above it.
    async fn tell_leaders(&self, ctx: &Ctx, shift: &str, id: &str) -> Result<(), Failure> {
        let Some(desk) = store::one(&mut self.db.read().await?, id).await? else { return Ok(()) };
        let kinds: Vec<String> = ANSWER.iter().flat_map(|role| self.kinds_with_role(role)).collect();
        let kinds: Vec<&str> = kinds.iter().map(String::as_str).collect();
        let posts = self.posts_covering(&kinds, &desk.area_path, ctx.now).await?;
        let own = posts.iter().any(|(_, post)| post.unit == desk.unit);
        let nearest = posts.first().map(|(_, post)| post.area_path.clone()).unwrap_or_default();
        let leads = posts.into_iter().map(|(_, post)| post);
        let leads = leads.filter(|p| if own { p.unit == desk.unit } else { p.area_path == nearest });
        let people: Vec<_> = leads.map(|post| post.person).collect();
        let about = serde_json::json!({ "desk": id, "name": desk.name, "unit": desk.unit, "shift": shift });
        let told = Told {
            id: format!("duty/{shift}"),
            kind: "duty_unattended".into(),
            about,
            at: ctx.now,
            seen: false,
        };
        self.db
            .write(ctx, move |tx| {
                let (people, told) = (people.clone(), told.clone());
                Box::pin(async move {
                    for person in &people {
                        identity_store::told::tell(tx, person, &told).await?;
                    }
                    Ok::<_, Failure>(())
                })
            })
            .await
    }
}
