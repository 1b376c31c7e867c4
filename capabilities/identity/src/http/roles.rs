//! The policy table over HTTP: it is data of the product, and everybody who works here may read it.

use crate::Identity;
use authz::{Policy, Reach, Words, action};
use axum::extract::State;
use kernel::Text;
use serde::Serialize;
use std::{collections::BTreeMap, sync::Arc};
use utoipa::ToSchema;
use web::Json;

/// An action of the table.
#[derive(Serialize, ToSchema)]
#[schema(as = RoleAction)]
pub(crate) struct ActionView {
    /// The dotted word: `case.read`.
    code: String,
    /// What it is.
    name: Text,
}

/// A kind of post.
#[derive(Serialize, ToSchema)]
#[schema(as = RoleKind)]
pub(crate) struct KindView {
    /// Its code.
    code: String,
    /// Its name.
    name: Text,
}

/// A role of the table.
#[derive(Serialize, ToSchema)]
#[schema(as = Role)]
pub(crate) struct RoleView {
    /// The word.
    code: String,
    /// What it is.
    name: Text,
    /// Posts may carry it; else it is of whoever is logged in, of nobody in particular, or of a program.
    by_post: bool,
    /// The kinds of posts that carry it.
    kinds: Vec<KindView>,
    /// Action and how far it reaches: `anywhere`, `area` (inside the area of the post), `unit` (what the unit of the post
    /// owes, inside the area).
    allows: BTreeMap<String, &'static str>,
}

/// Who may do what.
#[derive(Serialize, ToSchema)]
pub(crate) struct Roles {
    /// The roles, in the order of the table.
    items: Vec<RoleView>,
    /// Every action there is.
    actions: Vec<ActionView>,
}

fn word(reach: Reach) -> &'static str {
    match reach {
        Reach::Unit => "unit",
        Reach::Area => "area",
        Reach::Anywhere => "anywhere",
    }
}

/// The policy table: what each role allows and how far, and the kinds of posts that carry it. It comes with the program.
#[utoipa::path(get, path = "/roles", operation_id = "roles", responses((status = 200, body = Roles)))]
pub(crate) async fn list(State(identity): State<Arc<Identity>>) -> Json<Roles> {
    let (policy, words) = (Policy::builtin(), Words::builtin());
    let role = |(code, name): &(String, Text)| RoleView {
        name: name.clone(),
        by_post: policy.is_post_role(code),
        kinds: kinds(&identity, code),
        allows: action::ALL
            .iter()
            .filter_map(|action| Some((action.name().to_owned(), word(policy.reach(code, *action)?))))
            .collect(),
        code: code.clone(),
    };
    let action = |(code, name): &(String, Text)| ActionView { code: code.clone(), name: name.clone() };
    Json(Roles {
        items: words.roles.iter().map(role).collect(),
        actions: words.actions.iter().map(action).collect(),
    })
}

fn kinds(identity: &Identity, role: &str) -> Vec<KindView> {
    let kinds = identity.kinds_with_role(role).into_iter();
    kinds.map(|code| KindView { name: identity.kind_name(&code), code }).collect()
}
