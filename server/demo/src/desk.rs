//! The desk: cases in memory, moved by the rules of the product itself. Nothing here decides what an act brings about.

use crate::cast::{Cast, Post};
use crate::map::{Level, Map};
use crate::matters::{By, Matter, ZONE};
use cases::model::{
    Alias, Attachment, Case, CaseId, Change, Channel, Entry, FactData, Held, Mark, Registration, Reporter,
    ReporterKind, Routed, Spot,
};
use cases::rules::{self, Act, Book, Facts};
use geometry::{Kind, Locator, LocatorArea, Point};
use kernel::{Actor, ActorKind, Ctx, Failure, Grant, Timestamp};
use packs::Loaded;
use protect::{NewValue, Prepared, Vault};
use routing::UnitTarget;
use serde_json::Value;
use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;
use workflow::{ClockUnit, Effect, InputType, Situation};
use worktime::{Calendar, ClockSpec};

/// A pack in use, with what acts need of it.
struct Pack {
    loaded: Arc<Loaded>,
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
    ids: &'a Ids,
    packs: HashMap<String, Pack>,
    calendar: Calendar,
    locator: Locator,
    codes: HashMap<&'a str, usize>,
    vault: Vault,
    ctx: Ctx,
    numbers: BTreeMap<(String, String), i64>,
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
        let numbers = BTreeMap::new();
        Self { map, cast, ids, packs, calendar, locator: locator(map), codes, vault, ctx, numbers }
    }

    /// The next number of every home and day that was used.
    pub fn numbers(&self) -> &BTreeMap<(String, String), i64> {
        &self.numbers
    }

    /// Where a point is, as a case keeps it.
    fn spot(&self, point: Point) -> Spot {
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
        }
    }

    /// The index of the area in which a case lies.
    pub fn area(&self, case: &Case) -> usize {
        self.codes.get(case.spot.area()).copied().unwrap_or(0)
    }

    fn hold(
        &self,
        at: Timestamp,
        county: &str,
        new: NewValue,
        values: &mut Vec<Prepared>,
    ) -> Result<Held, Failure> {
        let prepared = self.vault.prepare(&self.ctx.clone().at(at), county, &new)?;
        let held = prepared.reference.clone();
        values.push(prepared);
        Ok(held)
    }

    /// Registers a matter: located, routed, numbered.
    ///
    /// # Errors
    /// A category or pack that is not there.
    pub fn register(
        &mut self,
        matter: &Matter,
        pack: &str,
        photos: Vec<Attachment>,
    ) -> Result<Told, Failure> {
        let at = matter.at;
        let ctx = self.ctx.clone().at(at);
        let mut spot = self.spot(matter.point);
        let index = spot.path.last().and_then(|c| self.codes.get(c.as_str())).copied().unwrap_or(0);
        let county = self.map.areas[self.map.above(index, Level::County)].code.clone();
        let mut values = Vec::new();
        let text = self.hold(at, &county, NewValue::text("case.text", &matter.text), &mut values)?;
        spot.address =
            Some(self.hold(at, &county, NewValue::text("case.address", &matter.address), &mut values)?);
        let (reporter, actor, registrar) = self.reporter(matter, &county, &mut values)?;
        let number = self.number(&county, at);
        let book = self.packs.get(pack).ok_or_else(|| Failure::Internal(format!("no pack {pack}")))?;
        let category = book.loaded.category(&matter.category);
        let category =
            category.ok_or_else(|| Failure::Internal(format!("no category {}", matter.category)))?;
        let flow = flow(book, &category.case_type)?;
        let state = flow.definition().initial.clone();
        let publishes = book.loaded.pack.public.as_ref().is_some_and(|p| p.from == "accepted");
        let registration = Registration {
            id: CaseId::trusted(ctx.id::<()>().to_string()),
            county: county.clone(),
            number,
            pack: pack.to_owned(),
            pack_version: book.loaded.pack.version.clone(),
            case_type: category.case_type.clone(),
            phase: flow.phase(&state).unwrap_or(workflow::Phase::Intake),
            state,
            category: Some(matter.category.clone()),
            publishable: publishes && category.public,
            channel: channel(matter.channel),
            text: Some(text),
            attributes: None,
            spot,
            reporter,
            registrar,
            attachments: photos.into_iter().map(|a| Attachment { at, public: true, ..a }).collect(),
            aliases: alias(matter),
            tier: book.loaded.next_tier(None).map(|t| t.code.clone()),
            reported_at: None,
        };
        self.born(registration, matter, actor, values)
    }

    fn born(
        &self,
        registration: Registration,
        matter: &Matter,
        actor: (String, Option<String>),
        values: Vec<Prepared>,
    ) -> Result<Told, Failure> {
        let book = &self.packs[&registration.pack];
        let entry = |data: FactData| Entry {
            seq: 1,
            at: matter.at,
            actor: actor.0.clone(),
            post: actor.1.clone(),
            action: "report".into(),
            data,
        };
        let bare = entry(rules::register(registration.clone(), None));
        let draft =
            rules::fold([&bare]).ok_or_else(|| Failure::Internal("a registration makes no case".into()))?;
        let routed = self.route(book, &draft, matter.at);
        let entry = entry(rules::register(registration, Some(routed)));
        let case =
            rules::fold([&entry]).ok_or_else(|| Failure::Internal("a registration makes no case".into()))?;
        Ok(Told { case, entries: vec![entry], values, token: self.ctx.secret() })
    }

    /// The reporter, the actor of the fact with the post, and the registrar.
    fn reporter(
        &self,
        matter: &Matter,
        county: &str,
        values: &mut Vec<Prepared>,
    ) -> Result<(Reporter, (String, Option<String>), Option<String>), Failure> {
        let mut reporter = Reporter { kind: ReporterKind::Resident, ..Reporter::default() };
        let desk = matches!(matter.channel, "hotline" | "walk_in" | "phone" | "letter");
        match &matter.by {
            By::Staff(post) => {
                let (holder, id) = (self.cast.posts[*post].holder, self.ids.posts[*post].clone());
                let actor = self.person(holder);
                let patrol = matter.channel == "patrol";
                reporter.kind = if patrol { ReporterKind::Worker } else { ReporterKind::Staff };
                reporter.actor = Some(actor.clone());
                return Ok((reporter, (actor, Some(id)), None));
            }
            By::Account(person) => {
                let actor = self.person(*person);
                reporter.actor = Some(actor.clone());
                let phone = &self.cast.people[*person].phone;
                let phone = NewValue::personal("case.reporter", phone);
                reporter.phone = Some(self.hold(matter.at, county, phone, values)?);
                return Ok((reporter, (actor, None), None));
            }
            By::Resident { name, phone, hidden } => {
                let mut put = |value: &str| {
                    self.hold(matter.at, county, NewValue::personal("case.reporter", value), values)
                };
                reporter.name = Some(put(name)?);
                reporter.phone = Some(put(phone)?);
                reporter.hidden = *hidden;
            }
            By::Anonymous => reporter.kind = ReporterKind::Anonymous,
        }
        if matter.channel == "hotline" {
            reporter.kind = ReporterKind::Hotline;
        }
        if !desk {
            return Ok((reporter, (Actor::anonymous().id, None), None));
        }
        let centre = self.codes.get(county).copied().unwrap_or(0);
        let posts = self.cast.posts_at("receiver", centre);
        let Some(post) = posts.get(matter.text.len() % posts.len().max(1)).copied() else {
            return Ok((reporter, (Actor::system("demo").id, None), None));
        };
        let actor = self.person(self.cast.posts[post].holder);
        Ok((reporter, (actor.clone(), Some(self.ids.posts[post].clone())), Some(actor)))
    }

    fn number(&mut self, county: &str, at: Timestamp) -> String {
        let day = at.day_in(ZONE);
        let next = self.numbers.entry((county.to_owned(), day.clone())).or_insert(1);
        *next += 1;
        format!("{county}-{day}-{:06}", *next - 1)
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

    fn route(&self, book: &Pack, case: &Case, now: Timestamp) -> Routed {
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
        let keys: Vec<String> = own.chain(further.map(|i| i.key.clone())).collect();
        let (mut held, mut values) = (BTreeMap::new(), Vec::new());
        for key in keys {
            let Some(text) = step.input.get(&key).and_then(Value::as_str) else { continue };
            if !held.contains_key(&key) {
                let new = NewValue::text("case.words", text);
                held.insert(key, self.hold(at, &told.case.county, new, &mut values)?);
            }
        }
        Ok((held, values))
    }

    /// Marks what has fallen due until `now`, as the watchman does, each mark at its own moment.
    pub fn watch(&self, told: &mut Told, now: Timestamp) {
        while let Some(at) = told.case.next_mark().filter(|at| told.case.is_open() && *at <= now) {
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
        let mut case = Some(self.case.clone());
        rules::apply(&mut case, &entry);
        if let Some(case) = case {
            self.case = case;
        }
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

fn flow<'p>(book: &'p Pack, case_type: &str) -> Result<&'p workflow::Flow, Failure> {
    book.loaded.flow(case_type).ok_or_else(|| Failure::Internal(format!("no case type {case_type}")))
}

fn channel(word: &str) -> Channel {
    match word {
        "patrol" => Channel::Patrol,
        "hotline" => Channel::Hotline,
        "walk_in" => Channel::WalkIn,
        "phone" => Channel::Phone,
        "letter" => Channel::Letter,
        "open311" => Channel::Open311,
        _ => Channel::Web,
    }
}

fn alias(matter: &Matter) -> Vec<Alias> {
    let number = matter.external.iter();
    number.map(|n| Alias { system: "12345".into(), number: n.clone() }).collect()
}

/// An index over the whole map, the same as the product's own.
fn locator(map: &Map) -> Locator {
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
