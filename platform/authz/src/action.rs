//! The actions: dotted words, `THING.VERB`. A route states one; a service requires one.

use std::fmt;

/// One action of the closed list [`ALL`].
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Action(&'static str);

impl Action {
    /// The dotted word.
    pub const fn name(self) -> &'static str {
        self.0
    }
    /// The action of that name.
    pub fn parse(name: &str) -> Option<Self> {
        ALL.iter().copied().find(|action| action.0 == name)
    }
}

impl fmt::Debug for Action {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.0)
    }
}
impl fmt::Display for Action {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.0)
    }
}

macro_rules! actions {
    ($($(#[$doc:meta])* $name:ident = $text:literal;)*) => {
        $($(#[$doc])* pub const $name: Action = Action($text);)*
        /// Every action there is.
        pub const ALL: &[Action] = &[$($name),*];
    };
}

actions! {
    /// Read what is published: site, categories, areas, public cases, a case by its tracking token.
    PUBLIC_READ = "public.read";
    /// File a report for oneself, rate it, ask to reopen it, follow it.
    REPORT_CREATE = "report.create";
    /// Tell about progress from another system.
    REPORT_UPDATE = "report.update";
    /// Upload a file.
    UPLOAD_CREATE = "upload.create";
    /// Log in.
    SESSION_OPEN = "session.open";
    /// See and end one's own session, change one's own password.
    SESSION_USE = "session.use";
    /// Register for somebody else, at the desk.
    CASE_REGISTER = "case.register";
    /// List cases.
    CASE_LIST = "case.list";
    /// Read one case.
    CASE_READ = "case.read";
    /// Act on a case, as its pack allows.
    CASE_ACT = "case.act";
    /// Read a protected field in clear, with a purpose.
    CASE_REVEAL = "case.reveal";
    /// Let cases follow a changed map to their new grids, without reading them.
    CASE_RELOCATE = "case.relocate";
    /// Read numbers about cases.
    STATS_READ = "stats.read";
    /// Read what registers hold: kinds, fields, code tables.
    REGISTER_KINDS = "register.kinds";
    /// Find and read records, masked.
    REGISTER_READ = "register.read";
    /// Correct records.
    REGISTER_CORRECT = "register.correct";
    /// Read a protected value of a record in clear, with a purpose.
    REGISTER_REVEAL = "register.reveal";
    /// Take out the records of one's own area, masked.
    REGISTER_EXPORT = "register.export";
    /// Import lists.
    REGISTER_IMPORT = "register.import";
    /// Compare lists within a declared purpose.
    REGISTER_MATCH = "register.match";
    /// Judge which records are one thing; join and part them.
    REGISTER_JUDGE = "register.judge";
    /// See what departments ask, and what it costs those who are asked.
    FORM_READ = "form.read";
    /// Propose what is asked, publish forms, see what came in for one's own department.
    FORM_WRITE = "form.write";
    /// Approve or refuse what departments want to ask.
    FORM_ADMIT = "form.admit";
    /// Hand down lists to be visited, see how far they are.
    FORM_PLAN = "form.plan";
    /// Visit: see what is due, fill forms, send them in.
    FORM_VISIT = "form.visit";
    /// Let an app of one's own (ODK Collect, Briefcase) get and send what one may oneself.
    FORM_CLIENT = "form.client";
    /// Read what came back with a form of one's own unit, with a purpose, on the record.
    FORM_REVEAL = "form.reveal";
    /// Read bulletins that were issued.
    BULLETIN_READ = "bulletin.read";
    /// Object to a bulletin for one's own unit.
    BULLETIN_OBJECT = "bulletin.object";
    /// Draft, decide objections, freeze, issue, correct and withdraw bulletins.
    BULLETIN_WRITE = "bulletin.write";
    /// Sign bulletins.
    BULLETIN_SIGN = "bulletin.sign";
    /// Read areas that are not public, their history.
    AREA_READ = "area.read";
    /// Import or change areas.
    AREA_IMPORT = "area.import";
    /// Read units.
    UNIT_READ = "unit.read";
    /// Set up units.
    UNIT_WRITE = "unit.write";
    /// Read people.
    PERSON_READ = "person.read";
    /// Set up people.
    PERSON_WRITE = "person.write";
    /// Read posts.
    POST_READ = "post.read";
    /// Give and end posts.
    POST_WRITE = "post.write";
    /// Read who attends which desk when.
    DUTY_READ = "duty.read";
    /// Take a desk over and hand it on.
    DUTY_ATTEND = "duty.attend";
    /// Set up desks and plan who attends them.
    DUTY_WRITE = "duty.write";
    /// Give keys to programs.
    CLIENT_WRITE = "client.write";
    /// Set up webhooks, see and resend what is on its way.
    WEBHOOK_WRITE = "webhook.write";
    /// Confirm an address of one's own; what one is told of, one's own account.
    RESIDENT_USE = "resident.use";
    /// See how messages to residents leave, try it, send again what failed.
    MESSAGE_WRITE = "message.write";
    /// Read the dispatch catalogue.
    CATALOGUE_READ = "catalogue.read";
    /// Change the dispatch catalogue.
    CATALOGUE_WRITE = "catalogue.write";
    /// Read packs.
    PACK_READ = "pack.read";
    /// Enable packs.
    PACK_WRITE = "pack.write";
    /// Read who revealed what, and the ledger.
    AUDIT_READ = "audit.read";
}
