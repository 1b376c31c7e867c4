//! The fold: what a case is, from what its facts say. Never fails: a change that fits nothing changes nothing, so that
//! an older program can read past a newer fact.

use crate::model::{
    Case, Change, ClockState, Counts, Entry, Held, Mark, Order, Rating, Registration, Reminder, Reply, Rest,
    Task,
};
use crate::model::{TaskState, UnitRating, Verdict};
use kernel::Timestamp;
use workflow::{ClockKind, Phase};

/// Folds the facts of one stream, in order. None when they do not begin with a registration.
pub fn fold<'a>(entries: impl IntoIterator<Item = &'a Entry>) -> Option<Case> {
    let mut case = None;
    for entry in entries {
        apply(&mut case, entry);
    }
    case
}

/// Applies one fact to a case that is registered.
pub fn advance(case: &mut Case, entry: &Entry) {
    for change in &entry.data.changes {
        match change {
            Change::Registered(registration) => *case = born(registration, entry),
            change => one(case, entry, change),
        }
    }
    case.seq = entry.seq;
}

/// Applies one fact.
pub fn apply(case: &mut Option<Case>, entry: &Entry) {
    for change in &entry.data.changes {
        match (change, case.as_mut()) {
            (Change::Registered(registration), _) => *case = Some(born(registration, entry)),
            (change, Some(case)) => one(case, entry, change),
            (_, None) => {}
        }
    }
    if let Some(case) = case {
        case.seq = entry.seq;
    }
}

fn born(r: &Registration, entry: &Entry) -> Case {
    Case {
        id: r.id.clone(),
        county: r.county.clone(),
        number: r.number.clone(),
        seq: entry.seq,
        pack: r.pack.clone(),
        pack_version: r.pack_version.clone(),
        case_type: r.case_type.clone(),
        state: r.state.clone(),
        phase: r.phase,
        outcome: None,
        category: r.category.clone(),
        publishable: r.publishable,
        channel: r.channel,
        priority: routing::Priority::default(),
        tier: r.tier.clone(),
        text: r.text.clone(),
        public_text: None,
        attributes: r.attributes.clone(),
        spot: r.spot.clone(),
        reporter: r.reporter.clone(),
        registrar: r.registrar.clone(),
        routed: None,
        tasks: vec![],
        clocks: vec![],
        counts: Counts::default(),
        extension: None,
        rest: None,
        orders: vec![],
        attachments: r.attachments.clone(),
        aliases: r.aliases.clone(),
        handlers: Default::default(),
        verified: None,
        checked: None,
        call_back: None,
        rating: None,
        unit_ratings: vec![],
        merged_into: None,
        merged_from: vec![],
        reopen_asked: false,
        disputed: false,
        ruled: false,
        refusal: None,
        reply: None,
        given: Default::default(),
        registered_at: r.reported_at.unwrap_or(entry.at),
        accepted_at: None,
        updated_at: entry.at,
        closed_at: None,
    }
}

/// Applies one change of a fact to a case.
pub(super) fn one(case: &mut Case, entry: &Entry, change: &Change) {
    case.updated_at = entry.at;
    match change {
        Change::Registered(_) | Change::Urged | Change::Issued { .. } => {}
        Change::Classified { category, publishable } => {
            case.category = Some(category.clone());
            case.publishable = *publishable;
        }
        Change::Located { spot } => {
            let address = case.spot.address.take();
            case.spot = (**spot).clone();
            case.spot.address = case.spot.address.take().or(address);
        }
        Change::Routed { routed } => {
            case.priority = routed.decision.priority;
            let mut routed = (**routed).clone();
            routed.decision.why = routing::Why::default();
            case.routed = Some(routed);
        }
        Change::Accepted => case.accepted_at = case.accepted_at.or(Some(entry.at)),
        Change::Verified { pass, method } => case.verified = Some(verdict(entry, *pass, method)),
        Change::Checked { pass, method } => case.checked = Some(verdict(entry, *pass, method)),
        Change::State { to, phase, outcome, .. } => {
            case.state.clone_from(to);
            case.phase = *phase;
            case.outcome = *outcome;
            case.closed_at = (*phase == Phase::End).then_some(entry.at);
        }
        Change::Attached { attachment } => {
            case.attachments.push(crate::model::Attachment { at: entry.at, ..attachment.clone() });
        }
        Change::Said { key, held, public } => said(case, key, held, *public),
        Change::Given { key, value } => drop(case.given.insert(key.clone(), value.clone())),
        Change::Replied { code, params, texts } => {
            let (code, params, texts) = (code.clone(), params.clone(), texts.clone());
            case.reply = Some(Reply::Template { code, params, texts });
        }
        Change::Asked { extension } => case.extension = Some(extension.clone()),
        Change::Decided { granted } => {
            case.counts.extensions += u32::from(*granted);
            case.extension = None;
        }
        Change::Rested { kind, until } => {
            case.counts.suspensions += u32::from(*kind == crate::model::RestKind::Suspended);
            case.rest = Some(Rest { kind: *kind, since: entry.at, until: *until, reminded: false });
        }
        Change::Woke => case.rest = None,
        Change::Escalated { tier } => case.tier = Some(tier.clone()),
        Change::Ruled { .. } => case.ruled = true,
        Change::Refused { refusal } => case.refusal = Some(refusal.clone()),
        Change::CalledBack { answer } => {
            case.counts.call_backs += 1;
            case.call_back = Some(*answer);
        }
        Change::ReopenAsked => case.reopen_asked = true,
        Change::Reopened => {
            case.counts.reopens += 1;
            case.reopen_asked = false;
            case.merged_into = None;
        }
        Change::Rated { grade, comment } => {
            case.rating = Some(Rating { grade: *grade, comment: comment.clone(), at: entry.at });
        }
        Change::UnitRated { unit, by_unit, grade } => case.unit_ratings.push(UnitRating {
            unit: unit.clone(),
            by_unit: by_unit.clone(),
            grade: *grade,
            at: entry.at,
        }),
        Change::Merged { into } => case.merged_into = Some(into.clone()),
        Change::MergedFrom { from } => case.merged_from.push(from.clone()),
        Change::Aliased { alias } => {
            if !case.aliases.contains(alias) {
                case.aliases.push(alias.clone());
            }
        }
        Change::Ordered { no, deadline, listed } => case.orders.push(Order {
            no: no.clone(),
            at: entry.at,
            deadline: *deadline,
            replied_at: None,
            cancelled_at: None,
            listed: *listed,
            reminded: false,
        }),
        Change::OrderListed { no, listed } => order(case, no, |o| o.listed = *listed),
        Change::OrderReplied { no } => order(case, no, |o| o.replied_at = Some(entry.at)),
        Change::OrderCancelled { no } => order(case, no, |o| o.cancelled_at = Some(entry.at)),
        Change::Reminded { of: Reminder::RestOver } => {
            if let Some(rest) = &mut case.rest {
                rest.reminded = true;
            }
        }
        Change::Reminded { of: Reminder::OrderLate } => {
            if let Some(no) = case.order().map(|o| o.no.clone()) {
                order(case, &no, |o| o.reminded = true);
            }
        }
        Change::History { closed_at, updated_at, due_at, unit } => {
            history(case, entry, (*closed_at, *updated_at, *due_at), unit.as_deref());
        }
        Change::TaskOpened { .. }
        | Change::TaskSigned { .. }
        | Change::TaskHanded { .. }
        | Change::TaskDone { .. }
        | Change::TaskReturned { .. }
        | Change::TaskWithdrawn { .. } => tasks(case, entry, change),
        Change::ClockStarted { .. }
        | Change::ClockMet { .. }
        | Change::ClockDropped { .. }
        | Change::ClockPaused { .. }
        | Change::ClockResumed { .. }
        | Change::ClockExtended { .. }
        | Change::Marked { .. } => clocks(case, entry, change),
    }
}

fn verdict(entry: &Entry, pass: bool, method: &str) -> Verdict {
    Verdict { pass, method: method.into(), by: entry.actor.clone(), at: entry.at }
}

fn said(case: &mut Case, key: &str, held: &Held, public: bool) {
    if key == PUBLIC_TEXT {
        case.public_text = Some(held.clone());
    } else if public {
        case.reply = Some(Reply::Words(held.clone()));
    }
}

/// The input that carries the moderated text for the public.
pub(crate) const PUBLIC_TEXT: &str = "public_text";

fn order(case: &mut Case, no: &str, change: impl Fn(&mut Order)) {
    case.orders.iter_mut().filter(|o| o.no == no).for_each(change);
}

fn tasks(case: &mut Case, entry: &Entry, change: &Change) {
    match change {
        Change::TaskOpened { task, unit, lead } => {
            case.tasks.push(Task {
                id: task.clone(),
                unit: unit.clone(),
                lead: *lead,
                state: TaskState::Open,
                person: None,
                sent_at: entry.at,
                signed_at: None,
                ended_at: None,
            });
            case.disputed &= !lead;
        }
        Change::TaskSigned { task } => {
            case.handlers.insert(entry.actor.clone());
            edit(case, task, |t| {
                t.state = TaskState::Signed;
                t.signed_at = Some(entry.at);
            });
        }
        Change::TaskHanded { task, person } => edit(case, task, |t| t.person = Some(person.clone())),
        Change::TaskDone { task } => {
            case.handlers.insert(entry.actor.clone());
            case.counts.call_backs = 0;
            end_task(case, entry, task, TaskState::Done);
        }
        Change::TaskReturned { task } => {
            case.counts.returns += 1;
            case.disputed |= case.task(task).is_some_and(|t| t.lead);
            end_task(case, entry, task, TaskState::Returned);
        }
        Change::TaskWithdrawn { task } => end_task(case, entry, task, TaskState::Withdrawn),
        _ => {}
    }
}

fn end_task(case: &mut Case, entry: &Entry, task: &str, state: TaskState) {
    edit(case, task, |t| {
        t.state = state;
        t.ended_at = Some(entry.at);
    });
    if case.extension.as_ref().is_some_and(|e| e.task == task) {
        case.extension = None;
    }
}

fn edit(case: &mut Case, id: &str, change: impl FnOnce(&mut Task)) {
    if let Some(task) = case.tasks.iter_mut().find(|t| t.id == id) {
        change(task);
    }
}

fn clocks(case: &mut Case, entry: &Entry, change: &Change) {
    match change {
        Change::ClockStarted { kind, task, charge, due, soon } => case.clocks.push(ClockState {
            kind: *kind,
            task: task.clone(),
            charge: charge.clone(),
            started_at: entry.at,
            due_at: Some(*due),
            soon_at: *soon,
            extensions: vec![],
            rests: vec![],
            met_at: None,
            dropped: false,
            late: false,
            marks: vec![],
        }),
        Change::ClockMet { kind, task, late } => clock(case, *kind, task.as_deref(), |c| {
            c.met_at = Some(entry.at);
            c.late |= *late;
            wake(c, entry.at);
        }),
        Change::ClockDropped { kind, task } => clock(case, *kind, task.as_deref(), |c| {
            c.dropped = true;
            wake(c, entry.at);
        }),
        Change::ClockPaused { kind, task } => clock(case, *kind, task.as_deref(), |c| {
            if !c.paused() {
                c.rests.push(worktime::Rest { from: entry.at.0, to: None });
            }
            (c.due_at, c.soon_at) = (None, None);
        }),
        Change::ClockResumed { kind, task, due, soon } => clock(case, *kind, task.as_deref(), |c| {
            wake(c, entry.at);
            (c.due_at, c.soon_at) = (Some(*due), *soon);
        }),
        Change::ClockExtended { kind, task, more, due, soon } => clock(case, *kind, task.as_deref(), |c| {
            c.extensions.push(*more);
            (c.due_at, c.soon_at) = (*due, *soon);
            c.marks.clear();
        }),
        Change::Marked { mark, kind, task } => clock(case, *kind, task.as_deref(), |c| {
            c.late |= *mark == Mark::Late;
            if !c.marks.contains(mark) {
                c.marks.push(*mark);
            }
        }),
        _ => {}
    }
}

fn clock(case: &mut Case, kind: ClockKind, task: Option<&str>, change: impl FnOnce(&mut ClockState)) {
    let found =
        case.clocks.iter_mut().rev().find(|c| c.runs() && c.kind == kind && c.task.as_deref() == task);
    if let Some(clock) = found {
        change(clock);
    }
}

fn wake(clock: &mut ClockState, at: Timestamp) {
    if let Some(rest) = clock.rests.last_mut().filter(|r| r.to.is_none()) {
        rest.to = Some(at.0.max(rest.from));
    }
}

fn history(
    case: &mut Case,
    entry: &Entry,
    (closed_at, updated_at, due_at): (Option<Timestamp>, Option<Timestamp>, Option<Timestamp>),
    unit: Option<&str>,
) {
    case.accepted_at = Some(case.registered_at);
    case.updated_at = updated_at.or(closed_at).unwrap_or(case.registered_at);
    if !case.is_open() {
        case.closed_at = closed_at.or(updated_at).or(Some(case.registered_at));
    }
    if let Some(unit) = unit {
        let ended = case.closed_at;
        case.tasks.push(Task {
            id: (case.tasks.len() + 1).to_string(),
            unit: unit.into(),
            lead: true,
            state: if ended.is_some() { TaskState::Done } else { TaskState::Open },
            person: None,
            sent_at: case.registered_at,
            signed_at: None,
            ended_at: ended,
        });
    }
    if let Some(due) = due_at {
        let end = case.closed_at;
        case.clocks.push(ClockState {
            kind: ClockKind::Promise,
            task: None,
            charge: crate::model::Charge { code: String::new(), spec: hours_until(case.registered_at, due) },
            started_at: case.registered_at,
            due_at: Some(due),
            soon_at: None,
            extensions: vec![],
            rests: vec![],
            met_at: end,
            dropped: false,
            late: end.unwrap_or(entry.at) > due,
            // what was late long ago is no news
            marks: if end.is_none() && entry.at > due { vec![Mark::DueSoon, Mark::Late] } else { vec![] },
        });
    }
}

/// A deadline of another system as a length that we can hold.
fn hours_until(from: Timestamp, due: Timestamp) -> worktime::ClockSpec {
    let hours = (due.since(from) as f64 / Timestamp::HOUR as f64).clamp(0.01, 100_000.0);
    worktime::ClockSpec { amount: hours, unit: worktime::Unit::UrgentHours, roll: false }
}
