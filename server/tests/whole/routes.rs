//! Every route states an action, and asks for it; and what lies outside of somebody's scope does not seem to exist.

use crate::support::{Whole, text, town};
use kernel::{Actor, Grant};
use serde_json::json;

/// What a role may do, whatever the reach.
fn actions(role: &str) -> Vec<&'static str> {
    let grant = Grant {
        post: "p".into(),
        kind: role.into(),
        role: role.into(),
        unit: "u".into(),
        area_path: String::new(),
        deputy: false,
    };
    let mut actor = Actor::system("test");
    actor.kind = kernel::ActorKind::Person;
    actor.grants = vec![grant];
    authz::actions(&actor)
}

whole!(no_route_is_open_by_mistake, |whole| async move {
    let whole = whole.town().await;
    let app = whole.app.web().unwrap();
    let roles: Vec<&str> = authz::Policy::builtin().post_roles().collect();
    let mut people = vec![];
    for role in &roles {
        people.push((*role, whole.login(role).await, actions(role)));
    }
    let routes = web::testing::walk(&app, &people).await;
    assert_eq!(roles.len(), 12, "a role without anybody in the town: {roles:?}");
    assert!(routes >= 60, "only {routes} routes: is a capability missing from the list?");
});
