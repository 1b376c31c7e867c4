//! Who works here: units, people, posts; logging in; and what an actor may do, resolved from posts.
//!
//! - A *unit* (责任单位) is an organisation that can owe work. It sits at an area and has *functions*, words that packs
//!   declare and route to.
//! - A *person* has a login; name and phone stand in `platform/protect`.
//! - A *post* (岗位) is a duty of a person in a unit for an area, of a kind that packs declare; its deputy (AB角) may do the
//!   same from the first day. Permissions come from posts, never from persons. Nothing is deleted: it ends.
//! - A *client* is a program with a key.
//! - Whoever reviews reads the record of all that was done (`service/trail.rs`).
//!
//! Tables: `unit`, `unit_function`, `person`, `post`, `session`, `login_attempt`, `client`, `hand_over`, `staff_notice`,
//! `duty_desk`, `duty_shift`, `absence`; all global.
//! Facts (county `global`): `unit.set`, `unit.ended` in `unit/<code>`; `person.set`, `person.password`, `person.ended`,
//! `person.handed_over`, `person.leave_ended`, `person.absent`, `person.present` in `person/<id>`; `post.set`, `post.ended` in `post/<id>`; `client.set`, `client.ended` in `client/<id>`.
//!
//! Areas, kinds of posts and the days of a place are other capabilities' business: `server` hands in [`Areas`], [`PostKinds`] and [`Zones`].

pub mod absence;
mod audit;
mod auth;
pub mod duty;
mod http;
pub mod import;
mod kinds;
pub mod memo;
mod model;
mod password;
mod rules;
mod service;
mod store;

pub use audit::IdentityAudit;
pub use http::capability;
pub use kinds::{Areas, BUILTIN_KINDS, CaseNumbers, PostKinds, TeamPlace, Zones, builtin_kinds};
pub use memo::{Asked, Memo};
pub use model::{
    Area, AreaRef, Change, Duty, HandOver, NewHandOver, NewPerson, NewPost, NewUnit, Person, PersonId, Post,
    PostId, Seed, SeedPost, Seeded, Told, Unit,
};
pub use service::{
    ClientView, HAND_OVER, HandOverView, Identity, Login, NewClient, Parts, PersonView, PostFilter, PostView,
    SessionView, Settings, Team, TeamSeat, ToldPage, ToldView, UnitFilter, Vacancy, VacancyFilter, Why,
};

/// The home of every stream of this capability.
pub const HOME: &str = "global";
