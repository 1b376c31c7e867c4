//! The choices of a question, in the body.

use super::{itext, words::rich, xml::Element};
use crate::{
    kinds::Control,
    model::{Choices, Form, List, Question},
    path::{Context, Names, Spot},
};

/// Puts choices into a control.
pub fn choices(names: &Names<'_>, question: &Question, from: Spot, control: &mut Element) {
    let form = names.form;
    match &question.choices {
        None => {}
        Some(Choices::List(list)) => {
            let label =
                if find(form, list).is_some_and(List::in_itext) { "jr:itext(itextId)" } else { "label" };
            let nodeset =
                nodeset(names, question, from, &format!("instance('{list}')/root/item"), Context::Predicate);
            control.push(itemset(&nodeset, "name", label));
        }
        Some(Choices::File { instance, value, label, .. }) => {
            let nodeset = nodeset(
                names,
                question,
                from,
                &format!("instance('{instance}')/root/item"),
                Context::Predicate,
            );
            control.push(itemset(&nodeset, value, label));
        }
        Some(Choices::External(list)) => {
            let query =
                nodeset(names, question, from, &format!("instance('{list}')/root/item"), Context::Predicate);
            control.set("query", &query);
        }
        Some(Choices::Inline(list)) => {
            for item in find(form, list).map(|l| inline(names, l)).unwrap_or_default() {
                control.push(item);
            }
        }
        Some(Choices::Repeat(name)) => answers(names, question, from, name, control),
        Some(Choices::Osm(list)) => {
            let tags = list.as_ref().and_then(|list| form.osm.iter().find(|l| l.name == *list));
            for tag in tags.into_iter().flat_map(|l| &l.choices) {
                let label = Element::new("label").text(tag.label.0.first().map_or("", |(_, words)| words));
                control.push(Element::new("tag").with("key", &tag.name).containing(label));
            }
        }
    }
}

fn find<'a>(form: &'a Form, list: &str) -> Option<&'a List> {
    form.lists.iter().find(|l| l.name == list)
}

fn itemset(nodeset: &str, value: &str, label: &str) -> Element {
    let set = Element::new("itemset").with("nodeset", nodeset);
    set.containing(Element::new("value").with("ref", value))
        .containing(Element::new("label").with("ref", label))
}

/// The nodes to choose from, filtered and shuffled.
fn nodeset(names: &Names<'_>, question: &Question, from: Spot, base: &str, context: Context) -> String {
    let filtered = match &question.filter {
        Some(filter) if question.kind.control != Control::Range => {
            format!("{base}[{}]", names.expression(filter, from, context))
        }
        _ => base.to_string(),
    };
    match &question.randomize {
        None => filtered,
        Some(None) => format!("randomize({filtered})"),
        Some(Some(seed)) => {
            format!("randomize({filtered}, {})", names.expression(seed, from, Context::Node).trim())
        }
    }
}

/// What was answered in the instances of a repeat; blank answers are no choices.
fn answers(names: &Names<'_>, question: &Question, from: Spot, name: &str, control: &mut Element) {
    let Some(target) = names.find(name) else { return };
    let group = names.form.items[target].parent;
    let mut question = question.clone();
    question.filter.get_or_insert_with(|| format!("./{name} != ''"));
    let base = names.path_around(from, group);
    let nodeset = nodeset(names, &question, from, &base, Context::Member(group));
    control.push(itemset(&nodeset, name, name));
}

fn inline(names: &Names<'_>, list: &List) -> Vec<Element> {
    let from = Spot { below: 0, steps: 1 };
    let translated = list.in_itext();
    list.choices
        .iter()
        .enumerate()
        .map(|(at, choice)| {
            let mut label = Element::new("label");
            if translated {
                label.set("ref", &format!("jr:itext('{}')", itext::choice_id(&list.name, at)));
            } else {
                label.children =
                    choice.label.single().map(|words| rich(names, words, from)).unwrap_or_default();
            }
            Element::new("item").containing(label).containing(Element::new("value").text(&choice.name))
        })
        .collect()
}
