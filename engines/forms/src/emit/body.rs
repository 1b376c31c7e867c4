//! The body: what is shown.

use super::{binds::computed_default, entities, itext, select, words::rich, xml::Element};
use crate::{
    kinds::{Action, Control},
    model::{Item, Question, What},
    path::{Context, Names},
};
use std::collections::HashMap;

/// What each question sets off, by its name.
type Triggered<'a> = HashMap<&'a str, Vec<usize>>;

/// The whole body.
pub fn body(names: &Names<'_>) -> Element {
    let form = names.form;
    let mut triggered: Triggered<'_> = HashMap::new();
    for at in form.walk() {
        for trigger in &form.items[at].triggers {
            triggered.entry(trigger).or_default().push(at);
        }
    }
    let mut body = Element::new("h:body");
    if let Some(style) = &form.settings.style {
        body.set("class", style);
    }
    children(names, 0, &triggered, &mut body);
    body
}

fn children(names: &Names<'_>, of: usize, triggered: &Triggered<'_>, parent: &mut Element) {
    for at in &names.form.items[of].children {
        let item = &names.form.items[*at];
        match &item.what {
            What::Group => {
                let mut group = Element::new("group");
                attributes(names, *at, &mut group);
                if !item.flat {
                    group.set("ref", &names.form.path(*at));
                }
                if !item.label.is_empty() || !item.media.is_empty() {
                    group.push(label(names, *at));
                }
                children(names, *at, triggered, &mut group);
                parent.push(group);
            }
            What::Repeat { count } => parent.push(repeat(names, *at, count.as_deref(), triggered)),
            What::Question(question) => {
                if let Some(control) = control(names, *at, question, triggered) {
                    parent.push(control);
                }
            }
        }
    }
}

fn repeat(names: &Names<'_>, at: usize, count: Option<&str>, triggered: &Triggered<'_>) -> Element {
    let path = names.form.path(at);
    let mut repeat = Element::new("repeat").with("nodeset", &path);
    if let Some(count) = count {
        repeat.set("jr:count", &names.expression(count, names.spot(at), Context::Node));
    }
    attributes(names, at, &mut repeat);
    children(names, at, triggered, &mut repeat);
    let mut new = Vec::new();
    on_new(names, at, &mut new);
    for action in new {
        repeat.push(action);
    }
    Element::new("group").with("ref", &path).containing(label(names, at)).containing(repeat)
}

/// What is set in a new instance of a repeat; repeats inside of it have their own.
fn on_new(names: &Names<'_>, of: usize, found: &mut Vec<Element>) {
    for at in &names.form.items[of].children {
        if names.form.is_repeat(*at) {
            continue;
        }
        found.extend(computed_default(names, *at, "odk-new-repeat"));
        on_new(names, *at, found);
    }
    for entity in names.form.entities.iter().filter(|e| e.within == of && of != 0) {
        found.extend(entities::on_new_repeat(names, entity));
    }
}

fn control(names: &Names<'_>, at: usize, question: &Question, triggered: &Triggered<'_>) -> Option<Element> {
    let item = &names.form.items[at];
    let (tag, media) = match question.kind.control {
        Control::None => return None,
        Control::Input => ("input", None),
        Control::Upload(media) => ("upload", Some(media)),
        Control::SelectOne => ("select1", None),
        Control::SelectMultiple => ("select", None),
        Control::Rank => ("odk:rank", None),
        Control::Trigger => ("trigger", None),
        Control::Range => ("range", None),
    };
    let computed = !item.triggers.is_empty() || item.bind.iter().any(|(k, _)| k == "calculate");
    if computed && item.label.is_empty() && item.hint.is_empty() && item.media.is_empty() {
        return None;
    }
    let mut control = Element::new(tag).with("ref", &names.form.path(at));
    if let Some(media) = media {
        control.set("mediatype", media);
    }
    attributes(names, at, &mut control);
    control.push(label(names, at));
    if let Some(hint) = hint(names, at) {
        control.push(hint);
    }
    select::choices(names, question, names.spot(at), &mut control);
    let set_off = triggered.get(item.name.as_str()).map(Vec::as_slice).unwrap_or_default();
    let (places, values): (Vec<usize>, Vec<usize>) =
        set_off.iter().partition(|at| is_place(&names.form.items[**at]));
    for target in values.into_iter().chain(places) {
        control.push(set(names, target));
    }
    Some(control)
}

fn is_place(item: &Item) -> bool {
    matches!(&item.what, What::Question(q) if q.kind.action == Some(Action::SetGeopoint))
}

/// What an answer sets.
fn set(names: &Names<'_>, target: usize) -> Element {
    let item = &names.form.items[target];
    let tag = if is_place(item) { "odk:setgeopoint" } else { "setvalue" };
    let mut set =
        Element::new(tag).with("ref", &names.form.path(target)).with("event", "xforms-value-changed");
    if let Some((_, value)) = item.bind.iter().find(|(k, _)| k == "calculate") {
        set.set("value", &names.expression(value, names.spot(target), Context::Node));
    }
    set
}

fn attributes(names: &Names<'_>, at: usize, element: &mut Element) {
    for (name, value) in &names.form.items[at].control {
        element.set(name, &names.expression(value, names.spot(at), Context::Node));
    }
}

fn label(names: &Names<'_>, at: usize) -> Element {
    let item = &names.form.items[at];
    let mut label = Element::new("label");
    if itext::needs(&item.label, &item.media) {
        label.set("ref", &format!("jr:itext('{}')", itext::label_id(names.form, at)));
    } else if let Some(words) = item.label.single() {
        label.children = rich(names, words, names.spot(at));
    }
    label
}

fn hint(names: &Names<'_>, at: usize) -> Option<Element> {
    let item = &names.form.items[at];
    let mut hint = Element::new("hint");
    if itext::hint_needs(item) {
        hint.set("ref", &format!("jr:itext('{}:hint')", names.form.path(at)));
        return Some(hint);
    }
    hint.children = rich(names, item.hint.single()?, names.spot(at));
    Some(hint)
}
