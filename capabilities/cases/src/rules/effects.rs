//! Each effect of the engine's closed list, as changes.

use super::decide::{Act, Work, may_be_read};
use crate::model::{CallBack, Change, Extension, RestKind, Spot, TaskState};
use crate::ports::PERSON;
use kernel::{Refusal, Timestamp};
use std::collections::BTreeMap;
use workflow::{ClockKind, Effect};
use worktime::{Clock, ClockSpec};

/// The review of a long-term matter is at most this far away.
const REVIEW_WITHIN: i64 = 366 * Timestamp::DAY;

impl Work<'_> {
    /// Brings one effect about.
    pub(super) fn effect(&mut self, effect: &Effect, act: &Act<'_>) -> Result<(), Refusal> {
        match effect {
            Effect::Accept => self.accept(act),
            Effect::Verify => {
                let (pass, method) = self.verdict();
                self.push(Change::Verified { pass, method });
                Ok(())
            }
            Effect::Check => {
                let (pass, method) = self.verdict();
                self.push(Change::Checked { pass, method });
                Ok(())
            }
            Effect::Dispatch => self.dispatch(act),
            Effect::AddTask => self.add_task(act),
            Effect::Sign => self.sign(act),
            Effect::HandOn => self.hand_on(act),
            Effect::Finish => self.finish(act),
            Effect::Settle => self.settle(act),
            Effect::Return => self.give_back(act),
            Effect::Rule => self.rule(act),
            Effect::ExtendAsk => self.extend_ask(act),
            Effect::ExtendGrant => self.extend_grant(act),
            Effect::ExtendRefuse => {
                self.pending_extension().map(|_| self.push(Change::Decided { granted: false }))
            }
            Effect::Suspend => self.rest(act, RestKind::Suspended, "until"),
            Effect::Defer => self.rest(act, RestKind::Deferred, "until"),
            Effect::CarryOver => self.rest(act, RestKind::CarriedOver, "review"),
            Effect::Resume => self.wake(act),
            Effect::Escalate => self.escalate(act),
            Effect::Supervise | Effect::SuperviseReply | Effect::SuperviseCancel | Effect::SuperviseList => {
                self.order(effect, act)
            }
            Effect::Reclassify => self.reclassify(act),
            Effect::Relocate => self.relocate(act),
            Effect::Reply(code) => {
                self.reply(act, code);
                Ok(())
            }
            Effect::Start(kind) => self.start(act, *kind),
            Effect::Stop(kind) => {
                self.stop(act, *kind);
                Ok(())
            }
            Effect::Pause => {
                self.pause_clocks();
                Ok(())
            }
            Effect::Unpause => self.resume_clocks(act),
            Effect::Refuse
            | Effect::CallBack
            | Effect::AskReopen
            | Effect::Reopen
            | Effect::Merge
            | Effect::Rate
            | Effect::RateUnit
            | Effect::Urge => {
                self.say(effect, act);
                Ok(())
            }
            // their words are kept with the form's answers, their state comes with the transition
            Effect::TransferOut | Effect::Answer | Effect::Close | Effect::Void | Effect::Note => Ok(()),
        }
    }

    /// Effects that record one thing and touch nothing else.
    fn say(&mut self, effect: &Effect, act: &Act<'_>) {
        let word = |w: &Self, key: &str| w.word(key).unwrap_or_default().to_owned();
        let change = match effect {
            Effect::Refuse => Change::Refused { refusal: word(self, "refusal") },
            Effect::CallBack => {
                let reached = self.flag("reached").unwrap_or(false);
                let answer = |key| self.flag(key).filter(|_| reached);
                let answer = CallBack { reached, solved: answer("solved"), satisfied: answer("satisfied") };
                Change::CalledBack { answer }
            }
            Effect::AskReopen => Change::ReopenAsked,
            Effect::Reopen => Change::Reopened,
            Effect::Merge => Change::Merged { into: word(self, "into") },
            Effect::Rate => Change::Rated { grade: self.grade(), comment: act.held.get("comment").cloned() },
            Effect::RateUnit => {
                let by_unit = act.units.first().cloned().unwrap_or_default();
                Change::UnitRated { unit: word(self, "unit"), by_unit, grade: self.grade() }
            }
            _ => Change::Urged,
        };
        self.push(change);
    }

    fn verdict(&self) -> (bool, String) {
        (self.word("result") == Some("pass"), self.word("method").unwrap_or_default().to_owned())
    }

    fn accept(&mut self, act: &Act<'_>) -> Result<(), Refusal> {
        if self.word("category").is_some() {
            self.reclassify(act)?;
        }
        if self.case.accepted_at.is_none() {
            self.push(Change::Accepted);
        }
        self.start_clock(act, ClockKind::Promise, None)
    }

    fn reclassify(&mut self, act: &Act<'_>) -> Result<(), Refusal> {
        let Some(category) = self.word("category").map(str::to_owned) else { return Ok(()) };
        if self.case.category.as_ref() != Some(&category) {
            let publishable = act.publishable.unwrap_or(self.case.publishable);
            self.push(Change::Classified { category, publishable });
            self.reroute(act);
        }
        Ok(())
    }

    fn relocate(&mut self, act: &Act<'_>) -> Result<(), Refusal> {
        let Some(spot) = act.spot else { return Err(Refusal::required("lon")) };
        self.push(Change::Located { spot: Box::new(Spot { address: None, ..spot.clone() }) });
        self.reroute(act);
        Ok(())
    }

    fn reroute(&mut self, act: &Act<'_>) {
        if let Some(routed) = act.rerouted {
            self.push(Change::Routed { routed: Box::new(routed.clone()) });
        }
    }

    fn open_task(&mut self, act: &Act<'_>, unit: String, lead: bool) -> Result<(), Refusal> {
        let task = self.next_task();
        self.push(Change::TaskOpened { task: task.clone(), unit, lead });
        self.start_clock(act, ClockKind::Sign, Some(&task))?;
        self.start_clock(act, ClockKind::Task, Some(&task))
    }

    fn dispatch(&mut self, act: &Act<'_>) -> Result<(), Refusal> {
        let unit = self.word("unit").unwrap_or_default().to_owned();
        let list = act.step.input.get("assists").and_then(|v| v.as_array()).cloned().unwrap_or_default();
        let assists: Vec<String> = list.iter().filter_map(|v| v.as_str()).map(str::to_owned).collect();
        if assists.contains(&unit) {
            return Err(Refusal::rule("task.exists")
                .at("assists")
                .got(&unit)
                .want("units other than the leading one"));
        }
        self.withdraw_all(|_| true);
        self.open_task(act, unit, true)?;
        for unit in assists {
            self.open_task(act, unit, false)?;
        }
        Ok(())
    }

    fn add_task(&mut self, act: &Act<'_>) -> Result<(), Refusal> {
        let unit = self.word("unit").unwrap_or_default().to_owned();
        if self.case.owed().any(|t| t.unit == unit) {
            return Err(Refusal::rule("task.exists")
                .at("unit")
                .got(&unit)
                .want("a unit without an open task"));
        }
        let lead = self.case.lead().is_none();
        self.open_task(act, unit, lead)
    }

    fn sign(&mut self, act: &Act<'_>) -> Result<(), Refusal> {
        let open = self.own_task(act, |t| t.state == TaskState::Open);
        let task = open.ok_or_else(|| no_task(act))?;
        self.push(Change::TaskSigned { task: task.clone() });
        // whoever signs has it, until it is handed on
        let named = self.case.task(&task).is_some_and(|t| t.person.is_some());
        if !named && act.actor.starts_with(PERSON) {
            self.push(Change::TaskHanded { task: task.clone(), person: act.actor.to_owned() });
        }
        self.meet_clock(act, ClockKind::Sign, Some(&task));
        Ok(())
    }

    fn hand_on(&mut self, act: &Act<'_>) -> Result<(), Refusal> {
        let task = self.own_task(act, |t| t.state.is_owed()).ok_or_else(|| no_task(act))?;
        let person = self.word("person").unwrap_or_default().to_owned();
        self.push(Change::TaskHanded { task, person });
        Ok(())
    }

    fn finish(&mut self, act: &Act<'_>) -> Result<(), Refusal> {
        let task = self.own_task(act, |t| t.state.is_owed()).ok_or_else(|| no_task(act))?;
        self.done(act, task);
        Ok(())
    }

    fn done(&mut self, act: &Act<'_>, task: String) {
        self.push(Change::TaskDone { task: task.clone() });
        self.meet_clock(act, ClockKind::Sign, Some(&task));
        self.meet_clock(act, ClockKind::Task, Some(&task));
    }

    fn settle(&mut self, act: &Act<'_>) -> Result<(), Refusal> {
        let own = self.own_task(act, |t| t.state.is_owed());
        self.withdraw_all(|t| Some(&t.id) != own.as_ref());
        let task = match own {
            Some(task) => task,
            None => {
                let task = self.next_task();
                let unit = act.units.first().cloned().unwrap_or_default();
                self.push(Change::TaskOpened { task: task.clone(), unit, lead: true });
                task
            }
        };
        self.done(act, task);
        Ok(())
    }

    fn give_back(&mut self, act: &Act<'_>) -> Result<(), Refusal> {
        let task = self.own_task(act, |t| t.state.is_owed()).ok_or_else(|| no_task(act))?;
        self.drop_clocks(&task);
        self.push(Change::TaskReturned { task });
        Ok(())
    }

    fn rule(&mut self, act: &Act<'_>) -> Result<(), Refusal> {
        let unit = self.word("unit").unwrap_or_default().to_owned();
        let catalogue = self.flag("catalogue").unwrap_or(false);
        self.push(Change::Ruled { unit: unit.clone(), catalogue });
        self.withdraw_all(|t| t.lead || t.unit == unit);
        self.open_task(act, unit, true)
    }

    fn extend_ask(&mut self, act: &Act<'_>) -> Result<(), Refusal> {
        if self.case.extension.is_some() {
            return Err(Refusal::rule("extension.pending"));
        }
        let task = self.own_task(act, |t| t.state.is_owed()).ok_or_else(|| no_task(act))?;
        let Some(clock) = self.case.running(ClockKind::Task, Some(&task)) else {
            return Err(Refusal::rule("clock.none").at("hours_or_days"));
        };
        let unit = clock.charge.spec.unit;
        let amount = act.step.input.get("hours_or_days").and_then(|v| v.as_f64()).unwrap_or(0.0);
        let more = Clock::new(amount, unit).map_err(|_| {
            let want = if unit.is_days() { "a whole number of days from 1" } else { "hours from 0.01" };
            Refusal::invalid("hours_or_days", amount, want)
        })?;
        let extension = Extension { task, more: ClockSpec::from(more) };
        self.push(Change::Asked { extension });
        Ok(())
    }

    fn pending_extension(&self) -> Result<Extension, Refusal> {
        self.case.extension.clone().ok_or_else(|| Refusal::rule("extension.none"))
    }

    fn extend_grant(&mut self, act: &Act<'_>) -> Result<(), Refusal> {
        let extension = self.pending_extension()?;
        self.extend_clock(act, &extension.task, extension.more)?;
        self.push(Change::Decided { granted: true });
        Ok(())
    }

    fn rest(&mut self, act: &Act<'_>, kind: RestKind, key: &str) -> Result<(), Refusal> {
        if self.case.rest.is_some() {
            return Err(Refusal::rule("case.rests"));
        }
        let until = self.ahead(key, act.now)?;
        if kind == RestKind::CarriedOver && until.is_some_and(|at| at.since(act.now) > REVIEW_WITHIN) {
            let value = until.map(|at| at.to_string()).unwrap_or_default();
            return Err(Refusal::rule("review.too_far").at(key).got(value).want("at most a year from now"));
        }
        self.pause_clocks();
        self.push(Change::Rested { kind, until });
        Ok(())
    }

    fn wake(&mut self, act: &Act<'_>) -> Result<(), Refusal> {
        self.resume_clocks(act)?;
        if self.case.rest.is_some() {
            self.push(Change::Woke);
        }
        Ok(())
    }

    fn escalate(&mut self, act: &Act<'_>) -> Result<(), Refusal> {
        let tiers = act.book.tiers;
        let here = self.case.tier.as_ref().and_then(|t| tiers.iter().position(|tier| tier == t));
        let next = here.map_or(0, |i| i + 1);
        let Some(tier) = tiers.get(next).cloned() else { return Err(Refusal::rule("tier.highest")) };
        self.push(Change::Escalated { tier });
        self.reroute(act);
        Ok(())
    }

    fn order(&mut self, effect: &Effect, act: &Act<'_>) -> Result<(), Refusal> {
        let standing = self.case.order().map(|o| o.no.clone());
        let listed = self.flag("listed").unwrap_or(false);
        let change = match (effect, standing) {
            (Effect::Supervise, None) => {
                let no = format!("{}-S{}", self.case.number, self.case.orders.len() + 1);
                let deadline =
                    self.ahead("deadline", act.now)?.ok_or_else(|| Refusal::required("deadline"))?;
                Change::Ordered { no, deadline, listed }
            }
            (Effect::Supervise, Some(no)) => return Err(Refusal::rule("order.stands").got(no)),
            (Effect::SuperviseReply, Some(no)) => Change::OrderReplied { no },
            (Effect::SuperviseList, Some(no)) => Change::OrderListed { no, listed },
            (_, Some(no)) => Change::OrderCancelled { no },
            (_, None) => return Err(Refusal::rule("order.none")),
        };
        self.push(change);
        Ok(())
    }

    /// A template's answer: the values it may quote are frozen with it.
    fn reply(&mut self, act: &Act<'_>, code: &str) {
        let mut params = BTreeMap::from([("number".to_owned(), self.case.number.clone())]);
        let mut put = |key: &str, value: Option<String>| {
            if let Some(value) = value {
                params.insert(key.to_owned(), value);
            }
        };
        put("unit", self.case.lead_unit().map(Into::into));
        put("category", self.case.category.clone());
        put("refusal", self.case.refusal.clone());
        let day = |at: Timestamp| act.book.calendar.date_of(at.0).ok().map(|day| day.to_string());
        put("due", self.case.running(ClockKind::Promise, None).and_then(|c| c.due_at).and_then(day));
        put("until", self.case.rest.as_ref().and_then(|r| r.until).and_then(day));
        let readable = act.held.iter().filter(|(key, _)| may_be_read(act.step, key));
        let texts = readable.map(|(key, held)| (key.clone(), held.clone())).collect();
        self.push(Change::Replied { code: code.to_owned(), params, texts });
    }

    fn start(&mut self, act: &Act<'_>, kind: ClockKind) -> Result<(), Refusal> {
        if kind == ClockKind::Promise {
            return self.start_clock(act, kind, None);
        }
        let tasks: Vec<String> = self.case.owed().map(|t| t.id.clone()).collect();
        tasks.iter().try_for_each(|task| self.start_clock(act, kind, Some(task)))
    }

    fn stop(&mut self, act: &Act<'_>, kind: ClockKind) {
        if kind == ClockKind::Promise {
            return self.meet_clock(act, kind, None);
        }
        let tasks: Vec<String> = self.case.tasks.iter().map(|t| t.id.clone()).collect();
        tasks.iter().for_each(|task| self.meet_clock(act, kind, Some(task)));
    }
}

fn no_task(act: &Act<'_>) -> Refusal {
    Refusal::rule("task.none").with("units", act.units.to_vec())
}
