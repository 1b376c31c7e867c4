//! A whole new city at once: the demo's units, people and posts by the bulk path, in one transaction.

use super::{Identity, load::Load, posts};
use crate::{
    model::{NewPost, PersonId, PostId, Seed, Seeded},
    rules,
};
use kernel::{ActorKind, Ctx, Failure, Refusal, RefusalKind};
use std::collections::HashMap;

impl Identity {
    /// Loads units, people and posts that are all new; the system alone may. Refused as a whole when one is not right.
    pub async fn seed(&self, ctx: &Ctx, seed: Seed) -> Result<Seeded, Failure> {
        if ctx.actor.kind != ActorKind::System {
            return Err(Refusal::new(RefusalKind::Forbidden, "action.forbidden").into());
        }
        let (load, seeded) = self.prepare(ctx, seed).await?;
        let vault = self.vault.clone();
        self.db
            .write(ctx, move |tx| {
                let (load, vault) = (load.clone(), vault.clone());
                Box::pin(async move { load.store(tx, &vault).await })
            })
            .await?;
        self.forget_units();
        Ok(seeded)
    }

    async fn prepare(&self, ctx: &Ctx, seed: Seed) -> Result<(Load, Seeded), Failure> {
        let (mut load, mut seeded) = (Load::default(), Seeded::default());
        let mut areas = HashMap::new();
        for new in &seed.units {
            rules::check_unit(new)?;
            let area = self.area("/area", &new.area)?;
            load.unit(&self.vault, ctx, new, &area)?;
            areas.insert(new.code.clone(), area.code);
        }
        for new in seed.people {
            let login = new.login.clone().ok_or_else(|| Refusal::required("/login"))?;
            let work = self.person_work(ctx, new).await?;
            let id: PersonId = ctx.id();
            load.person(&self.vault, ctx, &id, &work)?;
            seeded.people.insert(login, id);
        }
        for new in seed.posts {
            let person = |login: &str| {
                let id = seeded.people.get(login).cloned();
                id.ok_or_else(|| Refusal::rule("person.unknown").at("/person").got(login))
            };
            let unit_area = areas.get(&new.unit);
            let unit_area =
                unit_area.ok_or_else(|| Refusal::rule("unit.unknown").at("/unit").got(&new.unit))?;
            let new = NewPost {
                person: person(&new.person)?,
                deputy: new.deputy.as_deref().map(person).transpose()?,
                kind: new.kind,
                unit: new.unit,
                area: new.area,
                valid_from: None,
                valid_to: None,
                work_phone: None,
            };
            let post = posts::post_of(&*self.areas, &*self.kinds, &new, unit_area, ctx.now)?;
            let id: PostId = ctx.id();
            load.post(&self.vault, ctx, &id, (&post, None))?;
            seeded.posts.push(id);
        }
        Ok((load, seeded))
    }
}
