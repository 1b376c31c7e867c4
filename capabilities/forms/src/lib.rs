//! Forms (表单): one visit, one form, for every department (一表单全采集).
//!
//! **Words.** A *module* is what one department asks of one kind of subject: its questions, how often, by which law. An *element* is
//! one thing that is known of a subject: a field of a register, or declared by a pack (`data_elements`) where no register has it.
//! *Admission* (准入) is the approval of a module by the burden officer, after the checker said what is asked already. A *visit* is one
//! subject with the modules that are due there; *composition* makes one form of them. A *submission* is what a form comes back
//! with; a *record* is what one module receives of it.
//!
//! A *campaign* (专项任务) is a list that is handed down: its *items* are visited beside what is due by rule, planned anew each time from who is there
//! and the days that are left, and accounted for to the last one.
//!
//! A *published form* is a version of an XForm that clients download: a department's own, or a composed one.

//!
//! **Facts.** `form/published/<form>` (home `global`): `form.published`, `form.media`, `form.state`. `form/submission/<instance>` (the
//! home of the place): `form.submitted`, `form.attached`, `form.voided`, `form.settled` (what modules and registers had of it) and
//! `form.withdrawn` (a correction took its place, or it was voided). `form/campaign/<id>` (the home of its area): `form.campaign_opened`,
//! `form.campaign_closed`; `form/export/<id>` (each home that records lie in): `form.exported`; what is accounted for follows from `form.settled` and `form.not_met`.

pub mod audit;
pub mod http;
pub mod model;
pub mod readers;
pub mod rules;
pub mod service;
pub mod store;

pub use http::capability;
pub use rules::section::sections;
pub use service::{Forms, Parts};

/// The home of what belongs to no county.
pub const HOME: &str = "global";
/// A version of a form was published.
pub const FORM_PUBLISHED: &str = "form.published";
/// The files of a version changed.
pub const FORM_MEDIA: &str = "form.media";
/// A form was opened, is closing, or closed.
pub const FORM_STATE: &str = "form.state";
/// A submission came.
pub const FORM_SUBMITTED: &str = "form.submitted";
/// Files of a submission came after it.
pub const FORM_ATTACHED: &str = "form.attached";
/// What a module received left as a file: in the stream `form/export/<id>`.
pub const FORM_EXPORTED: &str = "form.exported";
/// A submission does not count any more.
pub const FORM_VOIDED: &str = "form.voided";
