//! The instance that a submission fills, and those that it draws on.

use super::{
    entities, itext,
    xml::{Element, Node},
};
use crate::{
    fault::Problem,
    lex,
    model::{Choices, Form, Item, List, What},
    path::{Context, Names},
};
use std::collections::{BTreeMap, HashMap, HashSet};

/// What surrounds a node: repeats stand twice in a form, as the template and as the first instance.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Inside {
    Nothing,
    Template,
    Instance,
}

/// The primary instance.
pub fn primary(names: &Names<'_>) -> Element {
    let form = names.form;
    let settings = &form.settings;
    let mut root = Element::new(&form.items[0].name);
    for (name, value) in &settings.attributes {
        root.set(name, value);
    }
    root.set("id", &settings.id);
    let optional = [
        ("version", &settings.version),
        ("xmlns", &settings.instance_xmlns),
        ("odk:prefix", &settings.prefix),
        ("odk:delimiter", &settings.delimiter),
    ];
    for (name, value) in optional {
        if let Some(value) = value {
            root.set(name, value);
        }
    }
    children(names, 0, Inside::Nothing, &mut root);
    let mut meta = Element::new("meta");
    if form.audit.is_some() {
        meta.push(Element::new("audit"));
    }
    for entity in form.entities.iter().filter(|e| e.within == 0) {
        meta.push(entities::node(entity));
    }
    if !settings.omit_instance_id {
        meta.push(Element::new("instanceID"));
    }
    if settings.instance_name.is_some() {
        meta.push(Element::new("instanceName"));
    }
    if !meta.children.is_empty() {
        root.push(meta);
    }
    root
}

fn children(names: &Names<'_>, of: usize, inside: Inside, parent: &mut Element) {
    let form = names.form;
    for at in &form.items[of].children {
        let item = &form.items[*at];
        match (&item.what, inside) {
            (What::Repeat { .. }, Inside::Nothing) => {
                parent.push(repeat(names, *at, Inside::Template));
                match item.instances.as_slice() {
                    [] => parent.push(repeat(names, *at, Inside::Instance)),
                    known => {
                        known.iter().for_each(|values| {
                            parent.push(filled(repeat(names, *at, Inside::Instance), values))
                        });
                    }
                }
            }
            (What::Repeat { .. }, inside) => parent.push(repeat(names, *at, inside)),
            (What::Group, inside) if item.flat => children(names, *at, inside, parent),
            (What::Group, inside) => {
                let mut group = node(names, *at);
                // a group stands between two templates, which therefore do not nest
                let inside = if inside == Inside::Template { Inside::Nothing } else { inside };
                within(names, *at, inside, &mut group);
                parent.push(group);
            }
            (What::Question(question), _) => {
                if item.has_node() {
                    parent.push(match item.known.as_ref().or(item.default.as_ref()) {
                        Some(known) if item.known.is_some() => node(names, *at).text(known),
                        Some(default) if !lex::is_dynamic(default, question.kind.name) => {
                            node(names, *at).text(&written(item, default))
                        }
                        _ => node(names, *at),
                    });
                }
            }
        }
    }
}

fn repeat(names: &Names<'_>, at: usize, inside: Inside) -> Element {
    let mut element = match inside {
        Inside::Template => Element::new(&names.form.items[at].name).with("jr:template", ""),
        _ => node(names, at),
    };
    within(names, at, inside, &mut element);
    element
}

/// An instance with what is known of it.
fn filled(mut instance: Element, values: &BTreeMap<String, String>) -> Element {
    for child in &mut instance.children {
        if let Node::Element(child) = child
            && let Some(value) = values.get(&child.name)
        {
            child.children = vec![Node::Text(value.clone())];
        }
    }
    instance
}

fn within(names: &Names<'_>, at: usize, inside: Inside, element: &mut Element) {
    children(names, at, inside, element);
    let mut meta = Element::new("meta");
    for entity in names.form.entities.iter().filter(|e| e.within == at) {
        meta.push(entities::node(entity));
    }
    if !meta.children.is_empty() {
        element.push(meta);
    }
}

fn node(names: &Names<'_>, at: usize) -> Element {
    let item = &names.form.items[at];
    let mut element = Element::new(&item.name);
    for (name, value) in &item.instance {
        element.set(name, &names.expression(value, names.spot(at), Context::Node));
    }
    element
}

/// A default that is written down; a picture is a file beside the form.
fn written(item: &Item, default: &str) -> String {
    match &item.what {
        What::Question(question) if question.kind.name == "image" && !default.starts_with("jr://") => {
            format!("jr://images/{default}")
        }
        _ => default.to_string(),
    }
}

/// A file beside the form that is an instance of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Instance {
    pub id: String,
    pub address: String,
    /// The row that brings it in.
    row: u32,
}

impl Instance {
    pub fn element(&self) -> Element {
        Element::new("instance").with("id", &self.id).with("src", &self.address)
    }
}

/// The files that a form draws on, in the order of its questions; `conflict` hears of two that would have one name.
pub fn instances(form: &Form, mut conflict: impl FnMut(u32, Problem)) -> Vec<Instance> {
    let mut found: Vec<Instance> = Vec::new();
    let mut last_saved = false;
    let mut known: HashMap<String, usize> = HashMap::new();
    let mut add = |row: u32, id: String, address: String| match known.get(&id).map(|at| &found[*at]) {
        Some(same) if same.address == address => {}
        Some(other) => {
            conflict(row, Problem::SameInstance { id, one: other.address.clone(), other: address })
        }
        None => {
            known.insert(id.clone(), found.len());
            found.push(Instance { id, address, row });
        }
    };
    for at in form.walk() {
        let item = &form.items[at];
        let mut texts: Vec<&str> = item.bind.iter().map(|(_, v)| v.as_str()).collect();
        if let What::Repeat { count: Some(count) } = &item.what {
            texts.push(count);
        }
        if let What::Question(question) = &item.what {
            texts.extend(question.filter.as_deref());
            match question.kind.name {
                "csv-external" => {
                    add(item.row, item.name.clone(), format!("jr://file-csv/{}.csv", item.name))
                }
                "xml-external" => add(item.row, item.name.clone(), format!("jr://file/{}.xml", item.name)),
                _ => {}
            }
        }
        for name in texts.iter().flat_map(|text| lex::pulled(text)) {
            add(item.row, name.clone(), format!("jr://file-csv/{name}.csv"));
        }
        if let What::Question(question) = &item.what
            && let Some(Choices::File { instance, address, .. }) = &question.choices
        {
            add(item.row, instance.clone(), address.clone());
        }
        let words =
            [&item.label, &item.hint, &item.guidance].into_iter().chain(item.messages.iter().map(|(_, t)| t));
        let spoken = words.flat_map(|t| &t.0).any(|(_, w)| w.contains("${last-saved#"));
        let elsewhere = item.control.iter().map(|(_, v)| v.as_str()).chain(item.default.as_deref());
        let spoken = spoken || elsewhere.into_iter().any(|t| t.contains("${last-saved#"));
        last_saved |= spoken || texts.iter().any(|t| t.contains("${last-saved#"));
    }
    let name = form.settings.instance_name.as_deref().unwrap_or_default();
    for file in lex::pulled(name) {
        add(0, file.clone(), format!("jr://file-csv/{file}.csv"));
    }
    if last_saved || name.contains("${last-saved#") {
        add(0, "__last-saved".into(), "jr://instance/last-saved".into());
    }
    // what a list of the form is called, no file can be
    for list in &form.lists {
        if let Some(file) = known.get(&list.name).map(|at| &found[*at]) {
            let (one, other) = (file.address.clone(), format!("choices/{}", list.name));
            conflict(file.row, Problem::SameInstance { id: list.name.clone(), one, other });
        }
    }
    found
}

/// The lists of choices, except those that are written into their questions.
pub fn lists(form: &Form) -> Vec<Element> {
    let mut inline = HashSet::new();
    for item in &form.items {
        if let What::Question(question) = &item.what
            && let Some(Choices::Inline(list)) = &question.choices
        {
            inline.insert(list.as_str());
        }
    }
    form.lists.iter().filter(|l| !inline.contains(l.name.as_str())).map(list).collect()
}

fn list(list: &List) -> Element {
    let translated = list.in_itext();
    let mut root = Element::new("root");
    for (at, choice) in list.choices.iter().enumerate() {
        let mut item = Element::new("item");
        if translated {
            item.push(Element::new("itextId").text(&itext::choice_id(&list.name, at)));
        }
        item.push(Element::new("name").text(&choice.name));
        if !translated && let Some(label) = choice.label.single() {
            item.push(Element::new("label").text(label));
        }
        for (name, value) in &choice.extra {
            item.push(Element::new(name).text(value));
        }
        root.push(item);
    }
    Element::new("instance").with("id", &list.name).containing(root)
}
