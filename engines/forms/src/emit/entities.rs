//! Entities: `meta/entity` and its binds.

use super::xml::Element;
use crate::{
    model::{Entity, Form},
    path::{Context, Names, Spot},
};

/// The version of the specification that a form needs: several entities, and those of repeats, came later.
pub fn version(form: &Form) -> Option<&'static str> {
    let later = form.entities.len() > 1 || form.entities.iter().any(|e| e.within != 0);
    (!form.entities.is_empty()).then_some(if later { "2025.1.0" } else { "2024.1.0" })
}

/// The node of an entity.
pub fn node(entity: &Entity) -> Element {
    let mut element = Element::new("entity").with("dataset", &entity.list);
    if entity.creates() {
        element.set("create", "1");
    }
    if entity.updates() {
        element.set("update", "1");
        for attribute in ["baseVersion", "trunkVersion", "branchId"] {
            element.set(attribute, "");
        }
    }
    element.set("id", "");
    element.containing(Element::new("label"))
}

/// Its binds, and what sets its id.
pub fn binds(names: &Names<'_>, entity: &Entity) -> Vec<Element> {
    let path = path(names, entity);
    let from = Spot { below: entity.within, steps: 3 };
    let expression = |text: &str| names.expression(text, from, Context::Node);
    let bind = |node: &str, calculate: Option<String>| {
        let mut bind = Element::new("bind").with("nodeset", &format!("{path}{node}"));
        if let Some(calculate) = calculate {
            bind.set("calculate", &calculate);
        }
        bind.with("type", "string").with("readonly", "true()")
    };
    let mut found = Vec::new();
    for (node, condition) in [("/@create", &entity.create_if), ("/@update", &entity.update_if)] {
        if let Some(condition) = condition {
            found.push(bind(node, Some(expression(condition))));
        }
    }
    if let Some(id) = &entity.id {
        for (node, column) in [
            ("/@baseVersion", "__version"),
            ("/@trunkVersion", "__trunkVersion"),
            ("/@branchId", "__branchId"),
        ] {
            let of = expression(&format!("instance('{}')/root/item[name={id}]/{column}", entity.list));
            found.push(bind(node, Some(of)));
        }
    }
    found.push(bind("/@id", entity.id.as_deref().map(expression)));
    if entity.id.is_none() {
        found.push(set_id(&path, "odk-instance-first-load"));
    }
    if let Some(label) = &entity.label {
        found.push(bind("/label", Some(expression(label))));
    }
    found
}

/// A new repeat is a new entity.
pub fn on_new_repeat(names: &Names<'_>, entity: &Entity) -> Option<Element> {
    entity.id.is_none().then(|| set_id(&path(names, entity), "odk-new-repeat"))
}

fn path(names: &Names<'_>, entity: &Entity) -> String {
    format!("{}/meta/entity", names.form.path(entity.within))
}

fn set_id(path: &str, event: &str) -> Element {
    Element::new("setvalue").with("ref", &format!("{path}/@id")).with("event", event).with("value", "uuid()")
}
