//! Living through matters: every step of a life is tried as an act at its time; what would lie in the future has not
//! happened yet.

use crate::desk::{Desk, Hand, Told};
use crate::lives::{Life, Lives, Step};
use crate::map::Level;
use crate::matters::{By, Matter};
use crate::naming::pick;
use crate::talk::{Talk, Topic};
use cases::model::{Attachment, Case, Task, TaskState};
use fastrand::Rng;
use kernel::{Failure, Timestamp};
use serde_json::Value;
use std::collections::{BTreeMap, VecDeque};

/// How long an earlier matter may be joined by later ones.
const REMEMBERED: i64 = 8 * Timestamp::DAY;
const OFFSET: i64 = 8 * Timestamp::HOUR;

/// Pictures that the demo has: before and after.
#[derive(Debug, Clone, Default)]
pub struct Pictures {
    /// What reporters send.
    pub before: Vec<Attachment>,
    /// What handlers send.
    pub after: Vec<Attachment>,
}

/// How the telling went.
#[derive(Debug, Clone, Default)]
pub struct Tally {
    /// Matters by the life they were given.
    pub lives: BTreeMap<String, usize>,
    /// Acts done.
    pub acts: usize,
    /// Acts that the rules refused, with what they said.
    pub refused: BTreeMap<String, usize>,
}

impl Tally {
    /// Adds what another teller did.
    pub fn add(&mut self, other: Tally) {
        self.acts += other.acts;
        for (mine, theirs) in [(&mut self.lives, other.lives), (&mut self.refused, other.refused)] {
            for (name, count) in theirs {
                *mine.entry(name).or_default() += count;
            }
        }
    }
}

/// Tells matters, one after the other.
pub struct Teller<'a> {
    pub(crate) desk: Desk<'a>,
    pub(crate) talk: &'a Talk,
    lives: &'a Lives,
    pub(crate) pictures: &'a Pictures,
    now: Timestamp,
    pub(crate) rng: Rng,
    pub(crate) recent: VecDeque<(usize, Told)>,
    /// How it went so far.
    pub tally: Tally,
}

impl<'a> Teller<'a> {
    /// A teller who knows nothing after `now`.
    pub fn new(
        desk: Desk<'a>,
        talk: &'a Talk,
        lives: &'a Lives,
        pictures: &'a Pictures,
        now: Timestamp,
        seed: u64,
    ) -> Self {
        let (rng, recent) = (Rng::with_seed(seed ^ 0x5708), VecDeque::new());
        Self { desk, talk, lives, pictures, now, rng, recent, tally: Tally::default() }
    }

    /// Tells the next matter; answers the earlier ones that nothing can touch any more.
    ///
    /// # Errors
    /// A category or pack that is not there.
    pub fn tell(&mut self, matter: &Matter) -> Result<Vec<Told>, Failure> {
        let topic = &self.talk.topics[matter.topic];
        let seen = matches!(matter.by, By::Staff(_)) || self.rng.f64() < 0.42;
        let photos = if seen {
            pick(&mut self.rng, &self.pictures.before).cloned().into_iter().collect()
        } else {
            vec![]
        };
        let mut told = self.desk.register(matter, &topic.pack, photos)?;
        let target = matter.repeats.filter(|t| self.rng.f64() < 0.8 && self.is_open(*t, matter.at));
        let life = self.lives.choose(&mut self.rng, &topic.pack, matter.channel, target.is_some());
        if let Some(life) = life {
            *self.tally.lives.entry(life.name.clone()).or_default() += 1;
            let living = Living { life, topic, target };
            self.live(&mut told, &living);
        }
        // what fell due in the last day is left to the watchman, who also tells the level above
        self.desk.watch(&mut told, self.now.plus(-Timestamp::DAY));
        self.recent.push_back((matter.id, told));
        let old = |t: &(usize, Told)| matter.at.since(t.1.entries[0].at) > REMEMBERED;
        let mut done = Vec::new();
        while self.recent.front().is_some_and(old) {
            done.extend(self.recent.pop_front().map(|t| t.1));
        }
        Ok(done)
    }

    /// Whether an earlier matter stays open for some hours after a moment.
    fn is_open(&self, index: usize, at: Timestamp) -> bool {
        let found = self.recent.iter().find(|t| t.0 == index).map(|t| &t.1);
        let later = at.plus(9 * Timestamp::HOUR);
        found.is_some_and(|t| t.case.merged_into.is_none() && t.ended().is_none_or(|end| end > later))
    }

    /// What was told last.
    pub fn rest(&mut self) -> Vec<Told> {
        self.recent.drain(..).map(|t| t.1).collect()
    }

    fn live(&mut self, told: &mut Told, living: &Living<'_>) {
        let mut at = told.entries[0].at;
        for step in &living.life.steps {
            let idle = match step.by.as_str() {
                "assistant" => owed(&told.case, false).is_none(),
                "new_assistant" => unsigned(&told.case).is_none(),
                _ => false,
            };
            if idle || self.rng.f64() >= step.chance || !suits(step, &told.case) {
                continue;
            }
            at = self.later(at, step, &told.case);
            if at > self.now {
                return;
            }
            if let Err(why) = self.attempt(told, at, step, living) {
                let closed = matches!(why.as_str(), "not_allowed" | "action_not_now" | "guard");
                if !self.detour(told, &mut at, step, living) && !closed {
                    let key = format!("{}/{}: {why}", living.life.name, step.act);
                    *self.tally.refused.entry(key).or_default() += 1;
                    return;
                }
                if at > self.now {
                    return;
                }
            }
        }
    }

    /// Tries the steps before an act that was refused, and the act again. False when it is refused still.
    fn detour(&mut self, told: &mut Told, at: &mut Timestamp, step: &Step, living: &Living<'_>) -> bool {
        let lives = self.lives;
        let way = lives.detour(&step.act);
        if way.is_empty() {
            return false;
        }
        for before in way {
            if suits(before, &told.case) {
                *at = self.later(*at, before, &told.case);
                if *at > self.now {
                    return true;
                }
                if self.attempt(told, *at, before, living).is_err() {
                    return false;
                }
            }
        }
        *at = self.later(*at, step, &told.case);
        *at > self.now || self.attempt(told, *at, step, living).is_ok()
    }

    fn attempt(
        &mut self,
        told: &mut Told,
        at: Timestamp,
        step: &Step,
        living: &Living<'_>,
    ) -> Result<(), String> {
        let Some(hand) = self.hand(&told.case, &step.by) else {
            return Err(format!("nobody is {}", step.by));
        };
        let (input, files) = self.filled(told, at, step, living)?;
        self.desk.act(told, at, &hand, &step.act, &Value::Object(input), &files)?;
        self.tally.acts += 1;
        if let Some(target) = living.target.filter(|_| told.case.merged_into.is_some())
            && let Some((_, first)) = self.recent.iter_mut().find(|t| t.0 == target)
        {
            let entry = told.entries.last();
            let (actor, post) = entry.map(|e| (e.actor.clone(), e.post.clone())).unwrap_or_default();
            first.joined_by(at, actor, post, &told.case.number);
        }
        Ok(())
    }

    /// When the next step is: so many hours later, in the hours of those who work.
    fn later(&mut self, from: Timestamp, step: &Step, case: &Case) -> Timestamp {
        let [least, most] = step.after;
        let pace = if case.priority == routing::Priority::Urgent { 0.3 } else { 1.0 };
        let hours = (least + (most - least) * self.rng.f64().powi(2)) * pace;
        let at = from.plus((hours * Timestamp::HOUR as f64) as i64 + self.rng.i64(1_000..60_000));
        let urgent = case.priority == routing::Priority::Urgent;
        match step.by.as_str() {
            "reporter" => self.in_hours(at, 6.5, 22.5, 0.0),
            _ if urgent => at,
            "grid_worker" => self.in_hours(at, 7.5, 19.5, 0.0),
            _ => self.in_hours(at, 8.4, 17.8, 0.78),
        }
    }

    fn in_hours(&mut self, at: Timestamp, from: f64, to: f64, weekends: f64) -> Timestamp {
        let mut local = at.0 + OFFSET;
        let hour = |local: i64| (local.rem_euclid(Timestamp::DAY)) as f64 / Timestamp::HOUR as f64;
        let morning = |rng: &mut Rng, day: i64| {
            day * Timestamp::DAY + ((from + rng.f64() * rng.f64() * 3.0) * Timestamp::HOUR as f64) as i64
        };
        let day = local.div_euclid(Timestamp::DAY);
        if hour(local) < from {
            local = morning(&mut self.rng, day);
        } else if hour(local) > to {
            local = morning(&mut self.rng, day + 1);
        }
        if self.rng.f64() < weekends {
            // the first day of the epoch was a Thursday
            let weekday = (local.div_euclid(Timestamp::DAY) + 3).rem_euclid(7);
            if weekday > 4 {
                local = morning(&mut self.rng, local.div_euclid(Timestamp::DAY) + 7 - weekday);
            }
        }
        Timestamp((local - OFFSET).max(at.0))
    }

    /// Somebody who may be asked to act.
    fn hand(&mut self, case: &Case, by: &str) -> Option<Hand> {
        let (cast, map) = (self.desk.cast, self.desk.map);
        let area = self.desk.area(case);
        let post = match by {
            "reporter" => return Some(self.desk.reporter_of(case)),
            "handler" => return self.of_unit(owed(case, true)?),
            "assistant" => return self.of_unit(owed(case, false)?),
            "new_assistant" => return self.of_unit(unsigned(case)?),
            "handler_of_lead" => return self.of_unit(case.lead_unit()?),
            "town_leader" => cast.posts_at(by, map.above(area, Level::Town)),
            "grid_worker" => cast.posts_at(by, area),
            _ => {
                // some of it is done in the city's own centre
                let county = map.above(area, Level::County);
                let at = if self.rng.f64() < 0.85 { county } else { 0 };
                let found = cast.posts_at(by, at);
                if found.is_empty() { cast.posts_at(by, county) } else { found }
            }
        };
        // the town leader who called goes on with it
        let own = post
            .iter()
            .find(|p| case.reporter.actor.as_deref() == Some(&self.desk.person(cast.posts[**p].holder)));
        let chosen = own.filter(|_| by == "town_leader").or_else(|| pick(&mut self.rng, post));
        chosen.map(|p| self.desk.in_post(*p))
    }

    fn of_unit(&mut self, code: &str) -> Option<Hand> {
        let cast = self.desk.cast;
        let unit = cast.unit(code)?;
        let kinds = ["handler", "grid_worker", "grid_leader", "town_leader"];
        let posts = kinds.iter().map(|k| cast.posts_in(k, unit)).find(|p| !p.is_empty())?;
        pick(&mut self.rng, posts).map(|p| self.desk.in_post(*p))
    }
}

/// What a matter's life depends on.
pub(crate) struct Living<'l> {
    pub(crate) life: &'l Life,
    pub(crate) topic: &'l Topic,
    /// Index of the earlier matter that it repeats.
    pub(crate) target: Option<usize>,
}

/// Whether a step is meant for the state a case is in.
fn suits(step: &Step, case: &Case) -> bool {
    step.r#in.is_empty() || step.r#in.contains(&case.state)
}

/// A unit that helps and has not signed yet.
fn unsigned(case: &Case) -> Option<&str> {
    let wanted = |t: &&Task| !t.lead && t.state == TaskState::Open;
    case.tasks.iter().find(wanted).map(|t| t.unit.as_str())
}

/// The unit of a task that is owed: the leading one, or one that helps.
fn owed(case: &Case, lead: bool) -> Option<&str> {
    let wanted = |t: &&Task| t.lead == lead && matches!(t.state, TaskState::Open | TaskState::Signed);
    case.tasks.iter().find(wanted).map(|t| t.unit.as_str())
}
