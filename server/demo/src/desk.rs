//! The desk: cases in memory, moved by the rules of the product itself. Nothing here decides what an act brings about.

use crate::cast::{Cast, Post};
use crate::map::{Level, Map};
use cases::model::{Attachment, Case, Change, Entry, FactData, Held, Mark, Routed, Spot};
use cases::rules::{self, Act, Book, Facts};
use geometry::{Kind, Locator, LocatorArea, Point};
use kernel::{Actor, ActorKind, Ctx, Failure, Grant, Timestamp};
use packs::Loaded;
use protect::{NewValue, Prepared, Vault};
use routing::UnitTarget;
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::Arc;
use workflow::{ClockUnit, Effect, InputType, Situation};
use worktime::{Calendar, ClockSpec};

/// A pack in use, with what acts need of it.
pub(crate) struct Pack {
    pub(crate) loaded: Arc<Loaded>,
    clocks: BTreeMap<String, ClockSpec>,
    tiers: Vec<String>,
}

impl Pack {
    fn new(loaded: Arc<Loaded>) -> Self {
        let unit = |unit: ClockUnit| match unit {
            ClockUnit::UrgentHours => worktime::Unit::UrgentHours,
            ClockUnit::NaturalDays => worktime::Unit::NaturalDays,
            ClockUnit::WorkHours => worktime::Unit::WorkHours,
            ClockUnit::WorkDays => worktime::Unit::WorkDays,
        };
        let spec =
            |c: &workflow::Clock| ClockSpec { amount: f64::from(c.amount), unit: unit(c.unit), roll: false };
        let clocks = loaded.pack.clocks.iter().map(|c| (c.code.clone(), spec(c))).collect();
        let tiers = loaded.pack.tiers.iter().map(|t| t.code.clone()).collect();
        Self { loaded, clocks, tiers }
    }
}

/// Who the people and posts of the cast are in the database.
#[derive(Debug, Clone, Default)]
pub struct Ids {
    /// Id of each person, in the order of the cast.
    pub people: Vec<String>,
    /// Id of each post.
    pub posts: Vec<String>,
}

/// A case with its facts and everything that is stored along with it.
#[derive(Debug, Clone)]
pub struct Told {
    /// As it stands.
    pub case: Case,
    /// Its facts in order.
    pub entries: Vec<Entry>,
    /// Values for `platform/protect`.
    pub values: Vec<Prepared>,
    /// The reporter's tracking token.
    pub token: String,
}

/// Who acts.
pub struct Hand {
    actor: Actor,
    token: bool,
}

/// See the module.
pub struct Desk<'a> {
    /// The map.
    pub map: &'a Map,
    /// Who works here.
    pub cast: &'a Cast,
    pub(crate) ids: &'a Ids,
    pub(crate) packs: HashMap<String, Pack>,
    calendar: Calendar,
    locator: Arc<Locator>,
    pub(crate) codes: HashMap<&'a str, usize>,
    pub(crate) vault: Vault,
    pub(crate) ctx: Ctx,
}

impl<'a> Desk<'a> {
    /// A desk over a map and its cast.
    pub fn new(
        map: &'a Map,
        cast: &'a Cast,
        ids: &'a Ids,
        packs: &[Arc<Loaded>],
        calendar: Calendar,
        vault: Vault,
        ctx: Ctx,
    ) -> Self {
        let packs = packs.iter().map(|p| (p.pack.id.clone(), Pack::new(p.clone()))).collect();
        let codes = map.areas.iter().enumerate().map(|(i, a)| (a.code.as_str(), i)).collect();
        Self { map, cast, ids, packs, calendar, locator: Arc::new(locator(map)), codes, vault, ctx }
    }

    /// The same with a locator of that map that others use too.
    pub(crate) fn locating(self, locator: Arc<Locator>) -> Self {
        Self { locator, ..self }
    }

    /// Where a point is, as a case keeps it.
    pub(crate) fn spot(&self, point: Point) -> Spot {
        let found = self.locator.locate(point);
        let area = found.area.and_then(|a| self.codes.get(a.code).copied());
        let path = area.map(|a| self.map.path(a).split('/').map(str::to_owned).collect()).unwrap_or_default();
        let is_grid = |a: &usize| self.map.areas[*a].level == Level::Grid;
        Spot {
            lon: Some(point.lon),
            lat: Some(point.lat),
            address: None,
            grid: area.filter(is_grid).map(|a| self.map.areas[a].code.clone()),
            path,
            level: area.map(|a| self.map.areas[a].level.id().to_owned()).unwrap_or_default(),
            exclusive: area.is_some_and(|a| self.map.areas[a].exclusive.is_some()),
            outside_m: found.outside_m,
            layers: found
                .layers
                .iter()
                .filter_map(|l| Some((l.layer?.to_owned(), l.code.to_owned())))
                .collect(),
            by_words: None,
        }
    }

    /// The index of the area in which a case lies.
    pub fn area(&self, case: &Case) -> usize {
        self.codes.get(case.spot.area()).copied().unwrap_or(0)
    }

    /// The actor id of a person of the cast.
    pub fn person(&self, person: usize) -> String {
        format!("person/{}", self.ids.people[person])
    }

    /// Somebody in one post.
    pub fn in_post(&self, index: usize) -> Hand {
        let post: &Post = &self.cast.posts[index];
        let role = self.packs.values().flat_map(|p| &p.loaded.pack.posts).find(|p| p.code == post.kind);
        let grant = Grant {
            post: self.ids.posts[index].clone(),
            kind: post.kind.clone(),
            role: role.map(|r| r.role.clone()).unwrap_or_default(),
            unit: self.cast.units[post.unit].code.clone(),
            area_path: self.map.path(post.area),
            deputy: false,
        };
        let actor = Actor { id: self.person(post.holder), kind: ActorKind::Person, grants: vec![grant] };
        Hand { actor, token: false }
    }

    /// Whoever reported a case: by account, or by the token.
    pub fn reporter_of(&self, case: &Case) -> Hand {
        match &case.reporter.actor {
            Some(id) => {
                let actor = Actor { id: id.clone(), kind: ActorKind::Person, grants: vec![] };
                Hand { actor, token: false }
            }
            None => Hand { actor: Actor::resident(), token: true },
        }
    }

    fn facts(&self, book: &Pack, case: &Case, hand: Option<&Hand>) -> Facts {
        let category = case.category.as_deref().and_then(|c| book.loaded.category(c));
        let actor = hand.and_then(|h| h.actor.grants.first()).map(|grant| {
            let area = grant.area_path.rsplit('/').next().and_then(|c| self.codes.get(c));
            let level = area.map(|a| self.map.areas[*a].level.id().to_owned()).unwrap_or_default();
            (grant.kind.clone(), grant.unit.clone(), level)
        });
        Facts {
            categories: category.map(|c| c.path.clone()).unwrap_or_default(),
            attributes: BTreeMap::new(),
            // with an empty catalogue nothing is outside anybody's mandate
            mandate: true,
            actor: actor.unwrap_or_default(),
        }
    }

    pub(crate) fn route(&self, book: &Pack, case: &Case, now: Timestamp) -> Routed {
        let limits = book.loaded.flow(&case.case_type).map(|f| f.definition().limits).unwrap_or_default();
        let mut variables = rules::context(case, &self.facts(book, case, None), limits, now);
        variables.as_object_mut().map(|v| v.remove("actor"));
        let decision = book.loaded.table().decide(&variables);
        let area = self.area(case);
        let unit = decision.unit.as_ref().and_then(|t| self.unit_of(t, area));
        let mut assists: Vec<String> = Vec::new();
        for code in decision.assists.iter().filter_map(|t| self.unit_of(t, area)) {
            if Some(&code) != unit.as_ref() && !assists.contains(&code) {
                assists.push(code);
            }
        }
        Routed { decision, unit, assists }
    }

    fn unit_of(&self, target: &UnitTarget, area: usize) -> Option<String> {
        match target {
            UnitTarget::Unit(code) => Some(code.clone()),
            UnitTarget::Function { function, level } => {
                let level = [Level::Grid, Level::Village, Level::Town, Level::County, Level::City]
                    .into_iter()
                    .find(|l| l.id() == level.code())?;
                self.cast.unit_with(function, self.map.above(area, level)).map(str::to_owned)
            }
            UnitTarget::Post(kind) => {
                let mut at = Some(area);
                while let Some(index) = at {
                    if let Some(post) = self.cast.posts_at(kind, index).first() {
                        return Some(self.cast.units[self.cast.posts[*post].unit].code.clone());
                    }
                    at = self.map.areas[index].parent;
                }
                None
            }
        }
    }

    /// Does something with a case. The watchman looks first at what has fallen due.
    ///
    /// # Errors
    /// What the engine or a rule says against it, in its own words.
    pub fn act(
        &self,
        told: &mut Told,
        at: Timestamp,
        hand: &Hand,
        action: &str,
        input: &Value,
        files: &[Attachment],
    ) -> Result<(), String> {
        self.watch(told, at);
        let book = self.packs.get(&told.case.pack).ok_or("no pack")?;
        let flow = flow(book, &told.case.case_type).map_err(|e| e.to_string())?;
        let limits = flow.definition().limits;
        let context = rules::context(&told.case, &self.facts(book, &told.case, Some(hand)), limits, at);
        let holds = rules::holds(&told.case, &hand.actor, hand.token);
        let situation = Situation { state: &told.case.state, context: &context, holds: &holds };
        let step = flow.step(&situation, action, input).map_err(|r| r.to_string())?;
        let (held, values) = self.words(told, at, flow, &step).map_err(|e| e.to_string())?;
        let given = step.input.get("photos").and_then(Value::as_array).is_some_and(|p| !p.is_empty());
        let files =
            if given { BTreeMap::from([("photos".to_owned(), files.to_vec())]) } else { BTreeMap::new() };
        let grant = hand.actor.grants.first();
        let units: Vec<String> =
            grant.map(|g| g.unit.clone()).filter(|u| !u.is_empty()).into_iter().collect();
        let calendar = &self.calendar;
        let act = Act {
            now: at,
            actor: &hand.actor.id,
            units: &units,
            step: &step,
            held: &held,
            files: &files,
            rerouted: None,
            spot: None,
            publishable: None,
            book: Book { flow, clocks: &book.clocks, tiers: &book.tiers, calendar },
        };
        let data = rules::decide(&told.case, &act).map_err(|r| r.to_string())?;
        told.values.extend(values);
        told.add(at, hand.actor.id.clone(), grant.map(|g| g.post.clone()), action, data);
        Ok(())
    }

    /// The texts of a form, put where they can be erased.
    fn words(
        &self,
        told: &Told,
        at: Timestamp,
        flow: &workflow::Flow,
        step: &workflow::Step,
    ) -> Result<(BTreeMap<String, Held>, Vec<Prepared>), Failure> {
        let own =
            step.effects.iter().flat_map(Effect::inputs).filter(|i| i.kind == InputType::Text).map(|i| i.key);
        let transitions = flow.definition().transitions.iter().filter(|t| t.action == step.action);
        let further = transitions.flat_map(|t| &t.input).filter(|i| i.kind == Some(InputType::Text));
        let keys: BTreeSet<String> = own.chain(further.map(|i| i.key.clone())).collect();
        let (mut held, mut values) = (BTreeMap::new(), Vec::new());
        for key in keys {
            let Some(text) = step.input.get(&key).and_then(Value::as_str) else { continue };
            let new = NewValue::text("case.words", text);
            let kept = self.hold(at, &told.case.county, new, &mut values)?;
            held.insert(key, kept);
        }
        Ok((held, values))
    }

    /// Marks what has fallen due until `now`, as the watchman does, each mark at its own moment.
    pub fn watch(&self, told: &mut Told, now: Timestamp) {
        while let Some(at) = told.case.next_mark().filter(|at| told.case.is_open() && *at <= now) {
            // a clock that runs on after a rest may be due at once
            let at = at.max(told.case.updated_at);
            let changes = rules::watch(&told.case, at);
            let late = |c: &Change| matches!(c, Change::Marked { mark: Mark::Late, .. });
            let action = if changes.iter().any(late) { "system.late" } else { "system.due_soon" };
            if changes.is_empty() {
                break;
            }
            let data = FactData { changes, ..FactData::default() };
            told.add(at, Actor::system("watch").id, None, action, data);
        }
    }
}

impl Told {
    /// Adds a fact at the end.
    pub fn add(&mut self, at: Timestamp, actor: String, post: Option<String>, action: &str, data: FactData) {
        let entry = Entry { seq: self.case.seq + 1, at, actor, post, action: action.to_owned(), data };
        rules::advance(&mut self.case, &entry);
        self.entries.push(entry);
    }

    /// When it ended, if it has.
    pub fn ended(&self) -> Option<Timestamp> {
        self.case.closed_at
    }

    /// Another case was joined to this one at a moment that may lie before its last facts.
    pub fn joined_by(&mut self, at: Timestamp, actor: String, post: Option<String>, from: &str) {
        let place = self.entries.partition_point(|e| e.at <= at);
        let data = FactData { changes: vec![Change::MergedFrom { from: from.to_owned() }], public: false };
        self.entries.insert(place, Entry { seq: 0, at, actor, post, action: "merge_from".into(), data });
        for (n, entry) in self.entries.iter_mut().enumerate() {
            entry.seq = n as i64 + 1;
        }
        if let Some(case) = rules::fold(&self.entries) {
            self.case = case;
        }
    }
}

pub(crate) fn flow<'p>(book: &'p Pack, case_type: &str) -> Result<&'p workflow::Flow, Failure> {
    book.loaded.flow(case_type).ok_or_else(|| Failure::Internal(format!("no case type {case_type}")))
}

/// An index over the whole map, the same as the product's own.
pub(crate) fn locator(map: &Map) -> Locator {
    let tree = map.areas.iter().map(|a| LocatorArea {
        code: a.code.clone(),
        level: a.level as u16 + 1,
        kind: if a.exclusive.is_some() { Kind::Exclusive } else { Kind::Ordinary },
        layer: None,
        shape: a.shape.clone(),
    });
    let layers = map.layers.iter().flat_map(|l| {
        l.areas.iter().map(|(code, _, shape)| LocatorArea {
            code: code.clone(),
            level: 0,
            kind: Kind::Ordinary,
            layer: Some(l.code.clone()),
            shape: shape.clone(),
        })
    });
    Locator::build(tree.chain(layers).collect())
}
