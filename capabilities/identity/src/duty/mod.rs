//! Duty (值班): desks that are never to stand empty, who is to be there when, and who is.
//!
//! A *desk* belongs to a unit and a kind of post: whoever holds such a post may attend it. A *shift* says who is to attend it
//! from when to when. Somebody *signs on* (签到) by taking the desk over, keeps it until another has taken it, and hands it on
//! with a note. It is about the desk: nobody's place, device or hours are kept, and nobody's turns are counted.
//!
//! Facts in `duty/<desk>`: `duty.desk_set`, `duty.desk_ended`, `duty.planned`, `duty.cancelled`, `duty.signed_on`,
//! `duty.offered`, `duty.left`.

mod history;
mod http;
mod model;
mod roster;
mod rules;
mod service;
mod store;
mod watch;

pub(crate) use rules::fold;
pub(crate) use store::{STATEMENTS, state};

pub use history::DutyFact;
pub use http::capability;
pub use model::{Desk, NewDesk, NewShift, Shift};
pub use service::{DeskView, ShiftView};
pub use watch::{WATCH, WATCH_EVERY, Watch};
