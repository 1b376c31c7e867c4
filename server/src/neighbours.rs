//! What a capability needs to be told by a later one, handed over at start-up: kinds of posts to identity. (Later
//! capabilities call earlier ones directly.)

use identity::{PostKinds, TeamPlace};
use kernel::Text;
use packs::Packs;
use std::sync::Arc;

/// The kinds of posts that the packs in use declare.
pub struct PackPosts(pub Arc<Packs>);

impl PostKinds for PackPosts {
    fn role(&self, kind: &str) -> Option<String> {
        self.0.post_kind(kind).map(|k| k.role)
    }
    fn name(&self, kind: &str) -> Option<Text> {
        self.0.post_kind(kind).map(|k| Text::new(k.name.zh, k.name.en))
    }
    fn kinds(&self) -> Vec<String> {
        self.0.post_kinds().into_iter().map(|k| k.code).collect()
    }
    fn teams(&self) -> Vec<TeamPlace> {
        // in the order of the packs: the leader first
        let mut places: Vec<TeamPlace> = vec![];
        for kind in self.0.enabled().iter().flat_map(|pack| pack.pack.posts.clone()) {
            let Some(team) = kind.team else { continue };
            if !places.iter().any(|place| place.kind == kind.code) {
                let (level, count) = (team.level.code().to_owned(), team.count as usize);
                places.push(TeamPlace { kind: kind.code, level, count });
            }
        }
        places
    }
}
