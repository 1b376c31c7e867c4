//! Clocks: started on the area's calendar and frozen, rested, extended, met, dropped, watched.

use super::decide::{Act, Work};
use crate::model::{Case, Change, Charge, ClockState, Mark};
use kernel::{Refusal, Timestamp};
use workflow::ClockKind;
use worktime::{Calendar, Clock, ClockSpec, Rest};

/// The share of a promise after which it is "due soon".
const SOON: f64 = 0.8;

/// The word of a clock kind in inputs and the API.
pub(crate) fn kind_code(kind: ClockKind) -> &'static str {
    match kind {
        ClockKind::Promise => "promise",
        ClockKind::Sign => "sign",
        ClockKind::Task => "task",
    }
}

fn out_of_calendar(error: &worktime::Error) -> Refusal {
    Refusal::rule("clock.calendar").got(error)
}

/// The deadline of a clock with its extensions and rests, and the moment to warn.
fn deadline(
    calendar: &Calendar,
    spec: ClockSpec,
    start: Timestamp,
    extensions: &[ClockSpec],
    rests: &[Rest],
) -> Result<Option<(Timestamp, Option<Timestamp>)>, worktime::Error> {
    let clock = Clock::try_from(spec)?;
    let extensions = extensions.iter().map(|e| Clock::try_from(*e)).collect::<Result<Vec<_>, _>>()?;
    let Some(due) = worktime::due_after(calendar, clock, start.0, &extensions, rests)? else {
        return Ok(None);
    };
    let soon = worktime::moment(calendar, spec.unit, (start.0, due), rests, SOON)?;
    Ok(Some((Timestamp(due), soon.filter(|at| *at < due).map(Timestamp))))
}

impl Work<'_> {
    /// Starts a clock unless it runs already: a return never resets the promise.
    pub(super) fn start_clock(
        &mut self,
        act: &Act<'_>,
        kind: ClockKind,
        task: Option<&str>,
    ) -> Result<(), Refusal> {
        if self.case.running(kind, task).is_some() {
            return Ok(());
        }
        let Some(charge) = charge(&self.case, act, kind) else { return Ok(()) };
        let found =
            deadline(act.book.calendar, charge.spec, act.now, &[], &[]).map_err(|e| out_of_calendar(&e))?;
        if let Some((due, soon)) = found {
            self.push(Change::ClockStarted { kind, task: task.map(Into::into), charge, due, soon });
        }
        Ok(())
    }

    /// Stops a clock because the thing is done.
    pub(super) fn meet_clock(&mut self, act: &Act<'_>, kind: ClockKind, task: Option<&str>) {
        if let Some(clock) = self.case.running(kind, task) {
            let late = !clock.paused() && clock.due_at.is_some_and(|due| act.now > due);
            self.push(Change::ClockMet { kind, task: task.map(Into::into), late });
        }
    }

    /// Stops a task's clocks because nothing is owed any more.
    pub(super) fn drop_clocks(&mut self, task: &str) {
        for kind in [ClockKind::Sign, ClockKind::Task] {
            if self.case.running(kind, Some(task)).is_some() {
                self.push(Change::ClockDropped { kind, task: Some(task.into()) });
            }
        }
    }

    /// Stops whatever runs when the case ends: met, or dropped when nothing was to be delivered.
    pub(super) fn stop_clocks(&mut self, act: &Act<'_>, delivered: bool) {
        for (kind, task) in running(&self.case) {
            match (delivered, &task) {
                (true, None) => self.meet_clock(act, kind, None),
                _ => self.push(Change::ClockDropped { kind, task }),
            }
        }
    }

    /// Every running clock rests.
    pub(super) fn pause_clocks(&mut self) {
        for (kind, task) in running(&self.case) {
            if self.case.running(kind, task.as_deref()).is_some_and(|c| !c.paused()) {
                self.push(Change::ClockPaused { kind, task });
            }
        }
    }

    /// Every resting clock runs on, with a new deadline.
    pub(super) fn resume_clocks(&mut self, act: &Act<'_>) -> Result<(), Refusal> {
        for (kind, task) in running(&self.case) {
            let Some(clock) = self.case.running(kind, task.as_deref()).filter(|c| c.paused()) else {
                continue;
            };
            let rests = closed_rests(clock, act.now);
            let found =
                deadline(act.book.calendar, clock.charge.spec, clock.started_at, &clock.extensions, &rests);
            if let Some((due, soon)) = found.map_err(|e| out_of_calendar(&e))? {
                self.push(Change::ClockResumed { kind, task, due, soon });
            }
        }
        Ok(())
    }

    /// More time for a task.
    pub(super) fn extend_clock(&mut self, act: &Act<'_>, task: &str, more: ClockSpec) -> Result<(), Refusal> {
        let kind = ClockKind::Task;
        let Some(clock) = self.case.running(kind, Some(task)) else {
            return Err(Refusal::rule("clock.none"));
        };
        let extensions: Vec<ClockSpec> = clock.extensions.iter().copied().chain([more]).collect();
        let (spec, start) = (clock.charge.spec, clock.started_at);
        let found = deadline(act.book.calendar, spec, start, &extensions, &clock.rests);
        let (due, soon) = found.map_err(|e| out_of_calendar(&e))?.map_or((None, None), |(d, s)| (Some(d), s));
        self.push(Change::ClockExtended { kind, task: Some(task.into()), more, due, soon });
        Ok(())
    }
}

fn running(case: &Case) -> Vec<(ClockKind, Option<String>)> {
    case.clocks.iter().filter(|c| c.runs()).map(|c| (c.kind, c.task.clone())).collect()
}

fn closed_rests(clock: &ClockState, now: Timestamp) -> Vec<Rest> {
    let end = |rest: &Rest| Rest { from: rest.from, to: rest.to.or(Some(now.0.max(rest.from))) };
    clock.rests.iter().map(end).collect()
}

/// What a clock promises: the form's own choice, else what the route said.
fn charge(case: &Case, act: &Act<'_>, kind: ClockKind) -> Option<Charge> {
    let chosen = act.step.input.get(kind_code(kind)).and_then(|v| v.as_str()).map(str::to_owned);
    let clocks = case.routed.as_ref().map(|r| &r.decision.clocks);
    let code = chosen.or_else(|| match kind {
        ClockKind::Promise => clocks?.promise.clone(),
        ClockKind::Sign => clocks?.sign.clone(),
        ClockKind::Task => clocks?.task.clone(),
    })?;
    let spec = *act.book.clocks.get(&code)?;
    Some(Charge { code, spec })
}

/// What the watchman has to mark now. Nothing moves owner by it.
pub fn watch(case: &Case, now: Timestamp) -> Vec<Change> {
    let due = |c: &&ClockState| c.next_mark().is_some_and(|at| at <= now);
    let mark = |c: &ClockState| {
        let late = c.due_at.is_some_and(|due| now > due);
        let mark = if late { Mark::Late } else { Mark::DueSoon };
        Change::Marked { mark, kind: c.kind, task: c.task.clone() }
    };
    let reminders = case.reminders().filter(|(at, _)| *at <= now).map(|(_, of)| Change::Reminded { of });
    case.clocks.iter().filter(due).map(mark).chain(reminders).collect()
}
