//! The rules, tried by stories and by chance.

mod chance;
mod stories;

use super::{Act, Book, Facts, context, decide, fold, holds, register, watch};
use crate::model::{
    Attachment, Case, Change, Channel, Entry, FactData, Held, Registration, Reporter, ReporterKind, Routed,
    Spot,
};
use kernel::{Actor, ActorKind, Grant, Refusal, Timestamp};
use serde_json::{Value, json};
use std::collections::BTreeMap;
use workflow::{AttachmentKind, Flow, InputType, Phase, Situation, Vocabulary};
use worktime::{Calendar, ClockSpec, Unit};

/// 2026-03-02 (a Monday) 09:00 in Shanghai.
const START: Timestamp = Timestamp(1_772_413_200_000);

/// A small world: one pack, one calendar, one case and its facts.
struct World {
    flow: Flow,
    clocks: BTreeMap<String, ClockSpec>,
    tiers: Vec<String>,
    calendar: Calendar,
    entries: Vec<Entry>,
    now: Timestamp,
}

fn person(id: &str, posts: &[(&str, &str)]) -> Actor {
    let grants = posts.iter().map(|(kind, unit)| Grant {
        post: format!("{id}-{kind}"),
        kind: (*kind).into(),
        role: (*kind).into(),
        unit: (*unit).into(),
        area_path: "35/3503".into(),
        deputy: false,
    });
    Actor { id: format!("person/{id}"), kind: ActorKind::Person, grants: grants.collect() }
}

fn held(n: usize) -> Held {
    Held { id: format!("v{n}"), commitment: format!("sha256:{n}") }
}

fn vocabulary() -> Vocabulary {
    let set = |words: &[&str]| words.iter().map(|w| (*w).to_owned()).collect();
    Vocabulary {
        posts: set(&["clerk", "handler", "arbiter", "checker"]),
        categories: ["lamp", "road"].iter().map(|c| ((*c).to_owned(), Default::default())).collect(),
        case_types: set(&["event"]),
        tiers: vec!["grid".into(), "town".into()],
        clocks: set(&["p", "s", "t"]),
        replies: ["taken", "handled", "done"].iter().map(|c| (*c).to_owned()).collect(),
        refusals: vec![("private".into(), workflow::Text { zh: "私事".into(), en: "Private".into() })],
        ..Vocabulary::default()
    }
}

fn routed(unit: &str) -> Routed {
    let clocks = |code: &str| Some(code.to_owned());
    let decision = routing::Decision {
        rule: Some("lamp".into()),
        source: routing::Source::Route,
        unit: Some(routing::UnitTarget::Unit(unit.into())),
        assists: vec![],
        priority: routing::Priority::High,
        clocks: routing::Clocks { promise: clocks("p"), sign: clocks("s"), task: clocks("t") },
        why: routing::Why::default(),
    };
    Routed { decision, unit: Some(unit.into()), assists: vec![] }
}

impl World {
    fn new() -> Self {
        let definition = serde_saphyr::from_str(include_str!("flow.yaml")).unwrap();
        let flow = Flow::compile(definition, &vocabulary()).unwrap();
        let spec = |amount, unit| ClockSpec { amount, unit, roll: false };
        let clocks = [("p", 5.0, Unit::WorkDays), ("s", 2.0, Unit::UrgentHours), ("t", 3.0, Unit::WorkDays)];
        let mut world = Self {
            flow,
            clocks: clocks.into_iter().map(|(c, n, u)| (c.to_owned(), spec(n, u))).collect(),
            tiers: vec!["grid".into(), "town".into()],
            calendar: Calendar::shipped("cn").unwrap(),
            entries: vec![],
            now: START,
        };
        let data = register(world.registration(), Some(routed("lights")));
        world.keep("resident", "report", data);
        world
    }

    fn registration(&self) -> Registration {
        Registration {
            id: kernel::Id::trusted("00000000-0000-7000-8000-000000000001"),
            county: "350300".into(),
            number: "350300-20260302-000001".into(),
            pack: "test".into(),
            pack_version: "1".into(),
            case_type: "event".into(),
            state: "registered".into(),
            phase: Phase::Intake,
            tier: Some("grid".into()),
            category: Some("lamp".into()),
            publishable: true,
            channel: Channel::Web,
            text: Some(held(0)),
            attributes: None,
            spot: Spot {
                lon: Some(119.0),
                lat: Some(25.4),
                grid: Some("350304g1".into()),
                path: ["35", "3503", "350304", "350304g1"].map(Into::into).to_vec(),
                level: "grid".into(),
                ..Spot::default()
            },
            reporter: Reporter { kind: ReporterKind::Resident, phone: Some(held(1)), ..Reporter::default() },
            registrar: None,
            attachments: vec![],
            aliases: vec![],
            reported_at: None,
        }
    }

    fn keep(&mut self, actor: &str, action: &str, data: FactData) {
        let seq = self.entries.len() as i64 + 1;
        let (actor, action) = (actor.into(), action.into());
        self.entries.push(Entry { seq, at: self.now, actor, post: None, action, data });
    }

    fn case(&self) -> Case {
        fold(&self.entries).unwrap()
    }

    fn offered(&self, actor: &Actor, token: bool) -> Vec<String> {
        let case = self.case();
        let context = context(&case, &Facts::default(), self.flow.definition().limits, self.now);
        let holds = holds(&case, actor, token);
        let situation = Situation { state: &case.state, context: &context, holds: &holds };
        self.flow.available(&situation).into_iter().map(|o| o.action).collect()
    }

    /// Judges, decides, keeps the fact; answers the case.
    fn act(&mut self, actor: &Actor, action: &str, input: Value) -> Result<Case, String> {
        self.act_as(actor, false, action, input)
    }

    fn act_as(&mut self, actor: &Actor, token: bool, action: &str, input: Value) -> Result<Case, String> {
        let case = self.case();
        let context = context(&case, &Facts::default(), self.flow.definition().limits, self.now);
        let holds = holds(&case, actor, token);
        let situation = Situation { state: &case.state, context: &context, holds: &holds };
        let step = self.flow.step(&situation, action, &input).map_err(|r| r.code.to_owned())?;
        let (words, files) = self.form(&step);
        let units: Vec<String> = actor.grants.iter().map(|g| g.unit.clone()).collect();
        let spot = Spot { lon: Some(119.1), ..case.spot.clone() };
        let act = Act {
            now: self.now,
            actor: &actor.id,
            units: &units,
            step: &step,
            held: &words,
            files: &files,
            rerouted: Some(&routed("roads")),
            spot: Some(&spot),
            publishable: Some(true),
            book: Book {
                flow: &self.flow,
                clocks: &self.clocks,
                tiers: &self.tiers,
                calendar: &self.calendar,
            },
        };
        let data = decide(&case, &act).map_err(|r: Refusal| r.code)?;
        self.keep(&actor.id, action, data);
        Ok(self.case())
    }

    /// What the service does with words and files before it decides.
    fn form(&self, step: &workflow::Step) -> (BTreeMap<String, Held>, BTreeMap<String, Vec<Attachment>>) {
        let inputs: Vec<workflow::Input> = step.effects.iter().flat_map(workflow::Effect::inputs).collect();
        let of = |kind: InputType| inputs.iter().filter(move |i| i.kind == kind).map(|i| i.key.clone());
        let words = of(InputType::Text).filter(|key| step.input.contains_key(key));
        let file = |id: &Value| Attachment {
            id: id.as_str().unwrap_or_default().into(),
            kind: AttachmentKind::After,
            mime: "image/jpeg".into(),
            hash: "h".into(),
            public: false,
            at: self.now,
        };
        let files = of(InputType::Attachments).filter_map(|key| {
            let list = step.input.get(&key)?.as_array()?.iter().map(file).collect();
            Some((key, list))
        });
        (words.enumerate().map(|(n, key)| (key, held(n + 10))).collect(), files.collect())
    }
}

fn clerk() -> Actor {
    person("clerk", &[("clerk", "centre")])
}
fn handler(unit: &str) -> Actor {
    person(&format!("h-{unit}"), &[("handler", unit)])
}
fn pass() -> Value {
    json!({ "result": "pass", "method": "photo" })
}
