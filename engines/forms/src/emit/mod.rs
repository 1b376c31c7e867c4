//! A form into an XForm, as the ODK XForms specification has it.

mod binds;
mod body;
mod entities;
mod instance;
mod itext;
mod select;
mod words;
mod xml;

pub use instance::instances;

use crate::{model::Form, path::Names};
use xml::Element;

/// Namespaces that every form declares.
const NAMESPACES: [(&str, &str); 7] = [
    ("xmlns", "http://www.w3.org/2002/xforms"),
    ("xmlns:h", "http://www.w3.org/1999/xhtml"),
    ("xmlns:ev", "http://www.w3.org/2001/xml-events"),
    ("xmlns:xsd", "http://www.w3.org/2001/XMLSchema"),
    ("xmlns:jr", "http://openrosa.org/javarosa"),
    ("xmlns:orx", "http://openrosa.org/xforms"),
    ("xmlns:odk", "http://www.opendatakit.org/xforms"),
];

/// The whole document.
pub fn xform(form: &Form) -> String {
    let names = Names::new(form);
    let mut html = Element::new("h:html");
    for (name, address) in NAMESPACES {
        html.set(name, address);
    }
    if !form.entities.is_empty() {
        html.set("xmlns:entities", "http://www.opendatakit.org/xforms/entities");
    }
    for (prefix, address) in &form.settings.namespaces {
        html.set(&format!("xmlns:{prefix}"), address);
    }
    let head = Element::new("h:head")
        .containing(Element::new("h:title").text(&form.settings.title))
        .containing(model(&names));
    html.containing(head).containing(body::body(&names)).document()
}

fn model(names: &Names<'_>) -> Element {
    let form = names.form;
    let mut model = Element::new("model").with("odk:xforms-version", "1.0.0");
    if let Some(version) = entities::version(form) {
        model.set("entities:entities-version", version);
    }
    if let Some(submission) = submission(form) {
        model.push(submission);
    }
    if let Some(itext) = itext::itext(names) {
        model.push(itext);
    }
    model.push(Element::new("instance").containing(instance::primary(names)));
    let mut conflicts = |_, _| {};
    for instance in instances(form, &mut conflicts) {
        model.push(instance.element());
    }
    for list in instance::lists(form) {
        model.push(list);
    }
    for element in binds::binds(names) {
        model.push(element);
    }
    model
}

/// Where answers go, where the form says so itself.
fn submission(form: &Form) -> Option<Element> {
    let settings = &form.settings;
    let mut element = Element::new("submission");
    if let Some(url) = &settings.submission_url {
        element.set("action", url);
        element.set("method", "post");
    }
    if let Some(key) = &settings.public_key {
        element.set("base64RsaPublicKey", key);
    }
    if let Some(send) = &settings.auto_send {
        element.set("orx:auto-send", send);
    }
    if let Some(delete) = &settings.auto_delete {
        element.set("orx:auto-delete", delete);
    }
    if settings.client_editable {
        element.set("odk:client-editable", "true");
    }
    (!element.attributes.is_empty()).then_some(element)
}

/// `itemsets.csv`: everything quoted.
pub fn itemsets(form: &Form) -> Option<String> {
    let external = form.external.as_ref()?;
    let mut out = String::new();
    for row in std::iter::once(&external.columns).chain(&external.rows) {
        let cells: Vec<String> =
            row.iter().map(|cell| format!("\"{}\"", cell.replace('"', "\"\""))).collect();
        out.push_str(&cells.join(","));
        out.push('\n');
    }
    Some(out)
}
