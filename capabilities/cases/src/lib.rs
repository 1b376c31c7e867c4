//! Cases: one matter from registration to archive, whatever channel it came through.
//!
//! - A *case* (事项) is one matter of a *case type*, with one number for life (一案一码); numbers of other systems are its
//!   aliases. A *task* (工单) is the piece that one unit owes; one leads (主办), others assist (协办).
//! - The *catalogue* (派单目录) says who owes what; it is asked before a pack's routes, and an arbiter's ruling enters it.
//! - *Clocks* run side by side: the promise to the resident, signing, the unit's task. They are frozen when promised.
//!
//! A command is one fact in the stream `case/<id>` of the home county; its `data` is a list of [`model::Change`]s, and the
//! row of `cases` is a copy of their fold. Facts (`v` 1): `report`, the pack's actions, `merge_from`, `import`, `hand_over`,
//! `system.due_soon`, `system.late`, `system.relocated`; `catalogue.set` and `calendar.set` under the county `global`.
//!
//! Tables: `cases`, `case_task`, `case_alias`, `case_follow`, `case_word`, `case_course`, `case_number_block`, `case_home`, `calendar`,
//! `catalogue`, `case_notice`, `notice_seen`, `case_spot`, `case_cell`, `case_spot_change`, `case_paper`, `paper_count`,
//! `case_order`, `hand_over_task`, `case_relocation`.

pub mod bulk;
pub mod catalogue;
mod http;
pub mod import;
pub mod live;
pub mod model;
pub mod ports;
pub mod printing;
pub mod public;
pub mod readers;
pub mod rules;
pub mod secrets;
pub mod service;
pub mod store;
pub mod tiles;
pub mod verify;
pub mod words;
pub mod workbook;

pub use http::{capability, handover::hand_over};
pub use service::{Cases, Parts};
