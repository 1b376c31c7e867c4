//! Binds, and what is set when a form is opened.

use super::{entities, itext, xml::Element};
use crate::{
    kinds::Action,
    lex,
    model::{Item, What},
    path::{Context, Names},
};

/// All binds in the order of the form, the actions of a question behind its bind.
pub fn binds(names: &Names<'_>) -> Vec<Element> {
    let form = names.form;
    let mut found = Vec::new();
    below(names, 0, &mut found);
    let root = form.path(0);
    if let Some(audit) = &form.audit {
        let mut bind = Element::new("bind").with("nodeset", &format!("{root}/meta/audit"));
        for (name, value) in audit {
            bind.set(name, value);
        }
        found.push(bind);
    }
    for entity in form.entities.iter().filter(|e| e.within == 0) {
        found.extend(entities::binds(names, entity));
    }
    if !form.settings.omit_instance_id {
        let bind = Element::new("bind").with("nodeset", &format!("{root}/meta/instanceID"));
        found.push(bind.with("type", "string").with("readonly", "true()").with("jr:preload", "uid"));
    }
    if let Some(name) = &form.settings.instance_name {
        let bind =
            Element::new("bind").with("nodeset", &format!("{root}/meta/instanceName")).with("type", "string");
        // two steps below the root, and in no repeat
        let from = crate::path::Spot { below: 0, steps: 2 };
        found.push(bind.with("calculate", &names.expression(name, from, Context::Node)));
    }
    found
}

fn below(names: &Names<'_>, of: usize, found: &mut Vec<Element>) {
    let form = names.form;
    for at in &form.items[of].children {
        let item = &form.items[*at];
        found.extend(bind(names, *at));
        found.extend(at_first(names, *at));
        below(names, *at, found);
        if !matches!(item.what, What::Question(_)) {
            for entity in form.entities.iter().filter(|e| e.within == *at) {
                found.extend(entities::binds(names, entity));
            }
        }
    }
}

fn bind(names: &Names<'_>, at: usize) -> Option<Element> {
    let item = &names.form.items[at];
    if item.flat {
        return None;
    }
    let path = names.form.path(at);
    let from = names.spot(at);
    let mut bind = Element::new("bind").with("nodeset", &path);
    for (name, value) in &item.bind {
        // with a trigger it is computed when that is answered, not all the time
        if name == "calculate" && !item.triggers.is_empty() {
            continue;
        }
        bind.set(name, &names.expression(value, from, Context::Node));
    }
    for (message, text) in &item.messages {
        match text.single() {
            Some(words) if !itext::message_needs(text) => bind.set(message.attribute(), words),
            _ => {
                bind.set(message.attribute(), &format!("jr:itext('{}')", itext::message_id(&path, *message)))
            }
        }
    }
    (bind.attributes.len() > 1).then_some(bind)
}

/// What happens when the form is opened for the first time.
fn at_first(names: &Names<'_>, at: usize) -> Option<Element> {
    let item = &names.form.items[at];
    let path = names.form.path(at);
    if let What::Question(question) = &item.what
        && let Some(action) = question.kind.action
    {
        let element = match action {
            Action::SetGeopoint if item.triggers.is_empty() => {
                Element::new("odk:setgeopoint").with("event", "odk-instance-first-load")
            }
            Action::SetGeopoint => return None,
            Action::RecordAudio => Element::new("odk:recordaudio").with("event", "odk-instance-load"),
        };
        let mut element = element.with("ref", &path);
        for (name, value) in item.control.iter().filter(|(name, _)| name.starts_with("odk:")) {
            element.set(name, value);
        }
        return Some(element);
    }
    computed_default(names, at, "odk-instance-first-load")
}

/// The action that computes a default, where it has to be computed.
pub fn computed_default(names: &Names<'_>, at: usize, event: &str) -> Option<Element> {
    let item = &names.form.items[at];
    if item.known.is_some() {
        return None;
    }
    let default = item.default.as_deref().filter(|d| is_computed(item, d))?;
    let value = names.expression(default, names.spot(at), Context::Node);
    Some(
        Element::new("setvalue").with("ref", &names.form.path(at)).with("event", event).with("value", &value),
    )
}

fn is_computed(item: &Item, default: &str) -> bool {
    matches!(&item.what, What::Question(question) if lex::is_dynamic(default, question.kind.name))
}
