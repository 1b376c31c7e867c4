//! Parts into one form.

use super::refer::{Target, turn};
use super::split::{Node, SplitPart, Splitting};
use crate::kinds::Kind;
use crate::model::{Form, Item, List, Message, Question, Settings, Text, What};
use std::collections::{BTreeMap, HashMap};
use thiserror::Error;

/// A form that is to be asked together with others.
#[derive(Debug, Clone)]
pub struct Part {
    /// What its own questions are named after; a name.
    pub code: String,
    pub form: Form,
    /// Its questions and repeats that others may ask too: their names there, and in the composed form.
    pub shared: BTreeMap<String, String>,
    /// The section of each question at the root and of each repeat; the first when not given.
    pub sections: BTreeMap<String, usize>,
    /// When it is asked at all: an expression over names of the composed form. Always when not given.
    pub when: Option<String>,
}

/// A section of the conversation.
#[derive(Debug, Clone)]
pub struct Section {
    /// The group's name.
    pub name: String,
    pub label: Text,
}

/// Several forms as one.
#[derive(Debug, Clone)]
pub struct Composed {
    pub form: Form,
    /// How its submissions fall apart again.
    pub splitting: Splitting,
    /// What is asked, in the order of the form.
    pub merged: Vec<Merged>,
}

/// A question or repeat of the composed form, and who asks it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Merged {
    pub name: String,
    /// Its place in [`Form::items`].
    pub item: usize,
    /// The repeat that it stands in.
    pub within: Option<String>,
    pub section: usize,
    /// Parts, and the question's name there.
    pub asked_by: Vec<(usize, String)>,
}

/// Why forms cannot be asked together.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum Clash {
    #[error("'{part}' has a group '{name}'; parts have questions and repeats of questions alone")]
    Nested { part: String, name: String },
    #[error("two lists are named '{0}' and differ")]
    List(String),
    #[error("'{0}' would stand twice in the form")]
    Name(String),
}

/// A question of a part.
#[derive(Debug, Clone)]
struct Entry {
    part: usize,
    item: usize,
    /// The names of its repeat, in its part and in the composed form.
    within: Option<(String, String)>,
}

/// What becomes of a question: the entries of those that ask it.
#[derive(Debug, Clone)]
struct Slot {
    name: String,
    entries: Vec<Entry>,
    section: usize,
}

/// One form that asks what all parts ask.
pub fn compose(settings: Settings, sections: &[Section], parts: &[Part]) -> Result<Composed, Clash> {
    let composer = Composer::new(parts)?;
    let mut form = Form {
        settings,
        items: vec![Item { name: "data".into(), ..Item::default() }],
        lists: lists(parts)?,
        external: None,
        osm: Vec::new(),
        entities: Vec::new(),
        audit: None,
    };
    let mut merged = Vec::new();
    for name in ["start", "end"] {
        if let Some(kind) = Kind::named_exactly(name) {
            let bind = crate::read::defaults(kind);
            let what = What::Question(Question::of(kind));
            add(&mut form, 0, Item { name: format!("_{name}"), what, bind, ..Item::default() });
        }
    }
    for (at, section) in sections.iter().enumerate() {
        let slots = composer.slots(None).filter(|s| s.section == at);
        let slots: Vec<&Slot> = slots.collect();
        if slots.is_empty() {
            continue;
        }
        let label = section.label.clone();
        let group = add(&mut form, 0, Item { name: section.name.clone(), label, ..Item::default() });
        for slot in slots {
            composer.put(slot, group, None, &mut form, &mut merged);
        }
    }
    // what stands in a repeat stands where the repeat does
    let sections: HashMap<String, usize> =
        merged.iter().map(|m: &Merged| (m.name.clone(), m.section)).collect();
    for inner in &mut merged {
        if let Some(section) = inner.within.as_ref().and_then(|repeat| sections.get(repeat)) {
            inner.section = *section;
        }
    }
    check(&form)?;
    let splitting = composer.splitting(&form);
    Ok(Composed { form, splitting, merged })
}

fn add(form: &mut Form, parent: usize, mut item: Item) -> usize {
    let at = form.items.len();
    item.parent = parent;
    form.items.push(item);
    form.items[parent].children.push(at);
    at
}

/// References are by name: each stands once.
fn check(form: &Form) -> Result<(), Clash> {
    let mut seen = std::collections::HashSet::new();
    let twin = form.items.iter().find(|item| !seen.insert(item.name.to_lowercase()));
    twin.map_or(Ok(()), |item| Err(Clash::Name(item.name.clone())))
}

fn lists(parts: &[Part]) -> Result<Vec<List>, Clash> {
    let mut all: Vec<List> = Vec::new();
    for list in parts.iter().flat_map(|p| &p.form.lists) {
        let same = |a: &List| {
            a.choices.len() == list.choices.len()
                && a.choices
                    .iter()
                    .zip(&list.choices)
                    .all(|(a, b)| a.name == b.name && a.label == b.label && a.extra == b.extra)
        };
        match all.iter().find(|l| l.name == list.name) {
            Some(twin) if !same(twin) => return Err(Clash::List(list.name.clone())),
            Some(_) => {}
            None => all.push(list.clone()),
        }
    }
    Ok(all)
}

struct Composer<'a> {
    parts: &'a [Part],
    /// By the repeat they stand in.
    slots: BTreeMap<Option<String>, Vec<Slot>>,
    /// For each part, its names.
    targets: Vec<HashMap<&'a str, Target>>,
}

impl<'a> Composer<'a> {
    fn new(parts: &'a [Part]) -> Result<Self, Clash> {
        let mut all = Composer { parts, slots: BTreeMap::new(), targets: vec![HashMap::new(); parts.len()] };
        for part in 0..parts.len() {
            all.collect(part, 0, None)?;
        }
        for slots in all.slots.values_mut() {
            slots.sort_by_key(|s| s.section);
        }
        all.find();
        all.follow();
        Ok(all)
    }

    fn item(&self, entry: &Entry) -> &'a Item {
        &self.parts[entry.part].form.items[entry.item]
    }

    fn slots(&self, within: Option<&str>) -> impl Iterator<Item = &Slot> {
        self.slots.get(&within.map(str::to_owned)).into_iter().flatten()
    }

    fn collect(&mut self, part: usize, of: usize, within: Option<&(String, String)>) -> Result<(), Clash> {
        let from = &self.parts[part];
        for at in &from.form.items[of].children {
            let item = &from.form.items[*at];
            let repeat = matches!(item.what, What::Repeat { count: None });
            if !repeat && !matches!(item.what, What::Question(_)) || repeat && within.is_some() {
                return Err(Clash::Nested { part: from.code.clone(), name: item.name.clone() });
            }
            let entry = Entry { part, item: *at, within: within.cloned() };
            let section = from.sections.get(&item.name).copied().unwrap_or_default();
            let name = self.place(entry, section);
            if repeat {
                self.collect(part, *at, Some(&(item.name.clone(), name)))?;
            }
        }
        Ok(())
    }

    /// Puts a question beside those that ask the same, or on its own; answers its name.
    fn place(&mut self, entry: Entry, section: usize) -> String {
        let part = &self.parts[entry.part];
        let item = self.item(&entry);
        let within = entry.within.as_ref().map(|(_, composed)| composed.clone());
        let parts = self.parts;
        let slots = self.slots.entry(within).or_default();
        if let Some(name) = part.shared.get(&item.name) {
            let first = |s: &Slot| &parts[s.entries[0].part].form.items[s.entries[0].item];
            match slots.iter_mut().find(|s| s.name == *name) {
                Some(slot) if alike(first(slot), item) => {
                    slot.entries.push(entry);
                    slot.section = slot.section.max(section);
                    return name.clone();
                }
                None if shareable(item) => {
                    slots.push(Slot { name: name.clone(), entries: vec![entry], section });
                    return name.clone();
                }
                _ => {}
            }
        }
        let name = format!("{}__{}", part.code, item.name);
        slots.push(Slot { name: name.clone(), entries: vec![entry], section });
        name
    }

    /// Where each name of each part is found.
    fn find(&mut self) {
        let parts = self.parts;
        for slot in self.slots.values().flatten() {
            for entry in &slot.entries {
                let item = &parts[entry.part].form.items[entry.item];
                let flagged = slot.entries.len() > 1 && self.conditional(entry);
                let target = Target {
                    name: slot.name.clone(),
                    flag: flagged.then(|| format!("{}__{}__on", parts[entry.part].code, item.name)),
                    within: entry.within.as_ref().map(|(_, composed)| composed.clone()),
                    repeat: matches!(item.what, What::Repeat { .. }),
                };
                self.targets[entry.part].insert(item.name.as_str(), target);
            }
        }
    }

    /// When the part is asked at all; what stands in a repeat is asked where the repeat is.
    fn guard(&self, entry: &Entry) -> Option<&'a str> {
        self.parts[entry.part].when.as_deref().filter(|_| entry.within.is_none())
    }

    /// What a question waits for, in its part's own words and by its part.
    fn waits(&self, entry: &Entry) -> bool {
        relevant(self.item(entry)).is_some() || self.guard(entry).is_some()
    }

    /// Whether a part asks a question under a condition: its own, or that of a repeat which others ask without it.
    fn conditional(&self, entry: &Entry) -> bool {
        let repeat = entry.within.as_ref().and_then(|(own, composed)| {
            let slot = self.slots(None).find(|s| s.name == *composed)?;
            let of = slot.entries.iter().find(|e| e.part == entry.part && self.item(e).name == *own)?;
            Some(slot.entries.len() > 1 && self.waits(of))
        });
        self.waits(entry) || repeat == Some(true)
    }

    /// A question stands behind those that its conditions speak of.
    fn follow(&mut self) {
        let mut moved = true;
        while moved {
            moved = false;
            let sections: HashMap<String, usize> =
                self.slots.get(&None).into_iter().flatten().map(|s| (s.name.clone(), s.section)).collect();
            let mut lift = Vec::new();
            for (at, slot) in self.slots.get(&None).into_iter().flatten().enumerate() {
                let least = slot
                    .entries
                    .iter()
                    .flat_map(|e| self.speaks_of(e))
                    .filter_map(|n| sections.get(n).copied());
                if let Some(least) = least.max().filter(|least| *least > slot.section) {
                    lift.push((at, least));
                }
            }
            for (at, section) in lift {
                if let Some(slot) = self.slots.get_mut(&None).and_then(|s| s.get_mut(at)) {
                    slot.section = section;
                    moved = true;
                }
            }
        }
    }

    fn speaks_of(&self, entry: &Entry) -> Vec<&str> {
        let item = self.item(entry);
        let names = item.bind.iter().flat_map(|(_, text)| crate::lex::pieces(text));
        let targets = &self.targets[entry.part];
        names
            .filter_map(|piece| match piece {
                crate::lex::Piece::Reference { name, .. } => targets.get(name),
                _ => None,
            })
            .map(|to| to.within.as_deref().unwrap_or(&to.name))
            .collect()
    }

    fn turn(&self, entry: &Entry, text: &str) -> String {
        let within = entry.within.as_ref().map(|(_, composed)| composed.as_str());
        turn(text, within, |name| self.targets[entry.part].get(name))
    }

    fn flag(&self, entry: &Entry) -> Option<&str> {
        self.targets[entry.part].get(self.item(entry).name.as_str())?.flag.as_deref()
    }

    /// When a part asks: none is always.
    fn when(&self, entry: &Entry) -> Option<String> {
        match self.flag(entry) {
            Some(flag) => Some(format!("${{{flag}}} = '1'")),
            None => all(self.conditions(entry)),
        }
    }

    /// What holds when a part asks: its guard, and the question's own condition.
    fn conditions(&self, entry: &Entry) -> Vec<String> {
        let own = relevant(self.item(entry)).map(|text| self.turn(entry, text));
        self.guard(entry).map(str::to_owned).into_iter().chain(own).collect()
    }

    /// The condition that a flag records.
    fn condition(&self, entry: &Entry) -> String {
        let repeat = entry
            .within
            .as_ref()
            .and_then(|(own, _)| self.targets[entry.part].get(own.as_str())?.flag.as_deref());
        let repeat = repeat.map(|flag| format!("${{{flag}}} = '1'"));
        all(self.conditions(entry).into_iter().chain(repeat).collect()).unwrap_or_default()
    }

    fn put(
        &self,
        slot: &Slot,
        parent: usize,
        within: Option<&str>,
        form: &mut Form,
        merged: &mut Vec<Merged>,
    ) {
        for entry in &slot.entries {
            if let Some(flag) = self.flag(entry)
                && let Some(kind) = Kind::named_exactly("calculate")
            {
                let bind = vec![
                    ("type".to_owned(), "string".to_owned()),
                    ("calculate".to_owned(), format!("if({}, '1', '')", self.condition(entry))),
                ];
                let what = What::Question(Question::of(kind));
                add(form, parent, Item { name: flag.to_owned(), what, bind, ..Item::default() });
            }
        }
        let item = self.joined(slot);
        let repeat = matches!(item.what, What::Repeat { .. });
        let at = add(form, parent, item);
        merged.push(Merged {
            name: slot.name.clone(),
            item: at,
            within: within.map(str::to_owned),
            section: slot.section,
            asked_by: slot.entries.iter().map(|e| (e.part, self.item(e).name.clone())).collect(),
        });
        if repeat {
            if let Some(kind) = Kind::named_exactly("hidden") {
                // which known record an instance is about; empty for a new one
                let what = What::Question(Question::of(kind));
                let bind = vec![("type".to_owned(), "string".to_owned())];
                add(form, at, Item { name: format!("{}__ref", slot.name), what, bind, ..Item::default() });
            }
            for inner in self.slots(Some(&slot.name)) {
                self.put(inner, at, Some(&slot.name), form, merged);
            }
        }
    }

    /// The question that all of them ask: the words of the first, the conditions of all.
    fn joined(&self, slot: &Slot) -> Item {
        let first = &slot.entries[0];
        let from = self.item(first);
        let mut item = Item {
            name: slot.name.clone(),
            parent: 0,
            children: Vec::new(),
            row: 0,
            label: self.text(first, &from.label),
            hint: self.text(first, &from.hint),
            guidance: self.text(first, &from.guidance),
            ..from.clone()
        };
        item.messages = from.messages.iter().map(|(m, t)| (*m, self.text(first, t))).collect();
        for entry in &slot.entries[1..] {
            let more = self.item(entry);
            for (message, text) in &more.messages {
                if !item.messages.iter().any(|(m, _)| m == message) {
                    item.messages.push((*message, self.text(entry, text)));
                }
            }
            item.default = item.default.or_else(|| more.default.as_ref().map(|d| self.turn(entry, d)));
        }
        item.default = item.default.map(|d| self.turn(first, &d));
        item.triggers = item.triggers.iter().map(|name| self.named(first, name)).collect();
        item.control = item.control.iter().map(|(k, v)| (k.clone(), self.turn(first, v))).collect();
        if let What::Question(question) = &mut item.what {
            question.filter = question.filter.as_ref().map(|f| self.turn(first, f));
        }
        item.bind = self.bind(slot, from);
        if !item.bind.iter().any(|(k, _)| k == "constraint") {
            item.messages.retain(|(m, _)| *m != Message::Constraint);
        }
        item
    }

    fn named(&self, entry: &Entry, name: &str) -> String {
        self.targets[entry.part].get(name).map_or_else(|| name.to_owned(), |to| to.name.clone())
    }

    fn text(&self, entry: &Entry, text: &Text) -> Text {
        let plain =
            |name: &str| self.targets[entry.part].get(name).map(|t| (name.to_owned(), t.name.clone()));
        let turned = text.0.iter().map(|(language, words)| {
            let mut out = String::with_capacity(words.len());
            for piece in crate::lex::pieces(words) {
                match piece {
                    crate::lex::Piece::Text(part) | crate::lex::Piece::Broken(part) => out.push_str(part),
                    crate::lex::Piece::Reference { name, .. } => {
                        let to = plain(name).map_or_else(|| name.to_owned(), |(_, to)| to);
                        out.push_str(&format!("${{{to}}}"));
                    }
                }
            }
            (language.clone(), out)
        });
        Text(turned.collect())
    }

    fn bind(&self, slot: &Slot, from: &Item) -> Vec<(String, String)> {
        let mut bind: Vec<(String, String)> = Vec::new();
        for (name, value) in &from.bind {
            if !["relevant", "required", "constraint", "readonly"].contains(&name.as_str()) {
                bind.push((name.clone(), self.turn(&slot.entries[0], value)));
            }
        }
        let of = |entry: &Entry, name: &str| {
            let found = self.item(entry).bind.iter().find(|(k, v)| k == name && v != "false()");
            found.map(|(_, text)| self.turn(entry, text))
        };
        let whens: Vec<Option<String>> = slot.entries.iter().map(|e| self.when(e)).collect();
        if whens.iter().all(Option::is_some) {
            bind.push(("relevant".into(), any(whens.into_iter().flatten())));
        }
        let required: Vec<(Option<String>, String)> = slot
            .entries
            .iter()
            .filter_map(|e| Some((self.flag(e).map(|f| format!("${{{f}}} = '1'")), of(e, "required")?)))
            .collect();
        let everyone = required.len() == slot.entries.len() && required.iter().all(|(_, r)| r == "true()");
        let anyone = required.iter().any(|(when, r)| when.is_none() && r == "true()");
        if everyone || anyone {
            bind.push(("required".into(), "true()".into()));
        } else if !required.is_empty() {
            let each = required.into_iter().map(|(when, r)| match (when, r.as_str()) {
                (Some(when), "true()") => when,
                (Some(when), r) => format!("({when}) and ({r})"),
                (None, r) => r.to_owned(),
            });
            bind.push(("required".into(), any(each)));
        }
        let limits: Vec<(Option<&str>, String)> =
            slot.entries.iter().filter_map(|e| Some((self.flag(e), of(e, "constraint")?))).collect();
        let everyone = limits.len() == slot.entries.len() && limits.iter().all(|(_, c)| *c == limits[0].1);
        let mut all: Vec<String> = Vec::new();
        for (flag, limit) in limits {
            let limit = match flag {
                Some(flag) if !everyone => format!("not(${{{flag}}} = '1') or ({limit})"),
                _ => limit,
            };
            if !all.contains(&limit) {
                all.push(limit);
            }
        }
        match all.as_slice() {
            [] => {}
            [one] => bind.push(("constraint".into(), one.clone())),
            all => {
                let all: Vec<String> = all.iter().map(|c| format!("({c})")).collect();
                bind.push(("constraint".into(), all.join(" and ")));
            }
        }
        let readonly: Vec<String> = slot.entries.iter().filter_map(|e| of(e, "readonly")).collect();
        if let [one, ..] = readonly.as_slice()
            && readonly.len() == slot.entries.len()
        {
            bind.push(("readonly".into(), one.clone()));
        }
        bind
    }

    fn splitting(&self, form: &Form) -> Splitting {
        let at: HashMap<&str, usize> =
            form.walk().into_iter().map(|at| (form.items[at].name.as_str(), at)).collect();
        let path = |name: &str, below: Option<&str>| -> Vec<String> {
            let Some(at) = at.get(name) else { return Vec::new() };
            let names = form.upwards(*at).map(|i| form.items[i].name.clone());
            let stop = |n: &String| below.is_some_and(|b| b == n.as_str());
            let mut names: Vec<String> = names.take_while(|n| !stop(n)).collect();
            names.reverse();
            if below.is_none() && !names.is_empty() {
                names.remove(0);
            }
            names
        };
        let parts = self.parts.iter().zip(&self.targets).map(|(part, targets)| {
            let nodes = nodes(part, targets, 0, None, &path);
            let settings = &part.form.settings;
            let mut attributes = vec![("id".to_owned(), settings.id.clone())];
            attributes.extend(settings.version.clone().map(|v| ("version".to_owned(), v)));
            SplitPart { code: part.code.clone(), root: part.form.items[0].name.clone(), attributes, nodes }
        });
        Splitting { parts: parts.collect() }
    }
}

/// The questions of a part below an item, in the part's own order, with their paths in the composed form.
fn nodes(
    part: &Part,
    targets: &HashMap<&str, Target>,
    of: usize,
    below: Option<&str>,
    path: &dyn Fn(&str, Option<&str>) -> Vec<String>,
) -> Vec<Node> {
    let children = part.form.items[of].children.iter().map(|at| (*at, &part.form.items[*at]));
    children
        .filter(|(_, item)| item.has_node())
        .filter_map(|(at, item)| {
            let to = targets.get(item.name.as_str())?;
            Some(Node {
                name: item.name.clone(),
                from: path(&to.name, below),
                on: to.flag.as_ref().map(|flag| path(flag, below)),
                each: to.repeat.then(|| nodes(part, targets, at, Some(&to.name), path)),
                unless: None,
            })
        })
        .collect()
}

/// The condition under which a question is asked, where there is one.
fn relevant(item: &Item) -> Option<&str> {
    item.bind.iter().find(|(k, v)| k == "relevant" && v != "true()").map(|(_, v)| v.as_str())
}

/// What is computed, filtered or shuffled is of its part alone.
fn shareable(item: &Item) -> bool {
    let plain = !item.bind.iter().any(|(k, _)| k == "calculate") && item.triggers.is_empty();
    match &item.what {
        What::Question(q) => plain && q.kind.asked() && q.filter.is_none() && q.randomize.is_none(),
        What::Repeat { .. } => true,
        What::Group => false,
    }
}

fn alike(a: &Item, b: &Item) -> bool {
    match (&a.what, &b.what) {
        (What::Question(x), What::Question(y)) => shareable(b) && x.kind == y.kind && x.choices == y.choices,
        (What::Repeat { .. }, What::Repeat { .. }) => true,
        _ => false,
    }
}

/// All of them; none where there is none.
fn all(conditions: Vec<String>) -> Option<String> {
    match conditions.as_slice() {
        [] => None,
        [one] => Some(one.clone()),
        all => Some(all.iter().map(|c| format!("({c})")).collect::<Vec<_>>().join(" and ")),
    }
}

fn any(conditions: impl Iterator<Item = String>) -> String {
    let mut all: Vec<String> = Vec::new();
    for condition in conditions {
        if !all.contains(&condition) {
            all.push(condition);
        }
    }
    match all.as_slice() {
        [one] => one.clone(),
        all => all.iter().map(|c| format!("({c})")).collect::<Vec<_>>().join(" or "),
    }
}
