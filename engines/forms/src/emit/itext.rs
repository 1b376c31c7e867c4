//! `itext`: words by language.

use super::{
    words::rich,
    xml::{Element, Node},
};
use crate::{
    lex,
    model::{Form, Item, List, Media, Message, Text, What},
    path::{Names, Spot},
};
use std::collections::HashMap;

/// Whether a text stands in itext rather than in the body.
pub fn needs(text: &Text, media: &[(Media, Text)]) -> bool {
    text.translated() || !media.is_empty()
}

/// Messages cannot hold an output otherwise.
pub fn message_needs(text: &Text) -> bool {
    text.translated() || text.0.iter().any(|(_, words)| lex::has_reference(words))
}

pub fn hint_needs(item: &Item) -> bool {
    item.hint.translated() || !item.guidance.is_empty()
}

/// The itext of a form, where it has any.
pub fn itext(names: &Names<'_>) -> Option<Element> {
    let form = names.form;
    let mut table = Table { language: form.settings.language(), names, languages: Vec::new() };
    for list in form.lists.iter().filter(|l| l.in_itext()) {
        table.list(list);
    }
    let items = form.walk();
    for at in &items {
        table.item(*at);
    }
    for at in items {
        table.files(&label_id(form, at), &form.items[at].media, names.spot(at));
    }
    table.element()
}

/// The id of a choice's text.
pub fn choice_id(list: &str, at: usize) -> String {
    format!("{list}-{at}")
}

/// The id of a label. A flat group has no path of its own.
pub fn label_id(form: &Form, at: usize) -> String {
    let path = form.path(at);
    let item = &form.items[at];
    if item.flat && form.items.iter().filter(|i| i.flat && needs(&i.label, &i.media)).count() > 1 {
        return format!("{path}/{}:label", item.name);
    }
    format!("{path}:label")
}

/// The id of a message's text.
pub fn message_id(path: &str, message: Message) -> String {
    format!("{path}:{}", message.attribute())
}

struct Table<'a> {
    /// The default one.
    language: &'a str,
    names: &'a Names<'a>,
    languages: Vec<Language>,
}

#[derive(Default)]
struct Language {
    name: String,
    texts: Vec<Entry>,
    places: HashMap<String, usize>,
}

#[derive(Default)]
struct Entry {
    id: String,
    /// Form (none for the words themselves) and content.
    values: Vec<(Option<&'static str>, Vec<Node>)>,
}

impl Language {
    fn entry(&mut self, id: &str) -> &mut Entry {
        let at = *self.places.entry(id.to_string()).or_insert_with(|| {
            self.texts.push(Entry { id: id.to_string(), values: Vec::new() });
            self.texts.len() - 1
        });
        &mut self.texts[at]
    }
}

impl Table<'_> {
    fn put(&mut self, id: &str, form: Option<&'static str>, text: &Text, from: Spot) {
        for (language, words) in &text.0 {
            let content = rich(self.names, words, from);
            self.language(language.as_deref()).entry(id).values.push((form, content));
        }
    }

    fn files(&mut self, id: &str, media: &[(Media, Text)], from: Spot) {
        for (kind, text) in media {
            for (language, file) in &text.0 {
                let address = if file.starts_with("jr://") {
                    file.clone()
                } else {
                    format!("jr://{}/{file}", kind.folder())
                };
                let content = rich(self.names, &address, from);
                self.language(language.as_deref()).entry(id).values.push((Some(kind.form()), content));
            }
        }
    }

    fn language(&mut self, name: Option<&str>) -> &mut Language {
        let name = name.unwrap_or(self.language);
        let at = match self.languages.iter().position(|l| l.name == name) {
            Some(at) => at,
            None => {
                self.languages.push(Language { name: name.to_string(), ..Language::default() });
                self.languages.len() - 1
            }
        };
        &mut self.languages[at]
    }

    fn list(&mut self, list: &List) {
        // a choice is shown from anywhere
        let from = Spot { below: 0, steps: 1 };
        for (at, choice) in list.choices.iter().enumerate() {
            let id = choice_id(&list.name, at);
            self.put(&id, None, &choice.label, from);
            self.files(&id, &choice.media, from);
        }
    }

    fn item(&mut self, at: usize) {
        let item = &self.names.form.items[at];
        let from = self.names.spot(at);
        let in_itext = needs(&item.label, &item.media)
            || hint_needs(item)
            || item.messages.iter().any(|(_, t)| message_needs(t));
        if !in_itext {
            return;
        }
        let path = self.names.form.path(at);
        for (message, text) in item.messages.iter().filter(|(_, t)| message_needs(t)) {
            self.put(&message_id(&path, *message), None, text, from);
        }
        if needs(&item.label, &item.media) {
            self.put(&label_id(self.names.form, at), None, &item.label, from);
        }
        let group = !matches!(item.what, What::Question(_));
        if hint_needs(item) && (!group || item.hint.translated()) {
            let hint = format!("{path}:hint");
            self.put(&hint, None, &item.hint, from);
            if !group {
                self.put(&hint, Some("guidance"), &item.guidance, from);
            }
        }
    }

    /// Every language says everything: what it lacks is a dash, so that nobody reads another language unawares.
    fn fill(&mut self) {
        let mut ids: Vec<(String, Vec<Option<&'static str>>)> = Vec::new();
        let mut places: HashMap<String, usize> = HashMap::new();
        for entry in self.languages.iter().flat_map(|l| &l.texts) {
            let at = *places.entry(entry.id.clone()).or_insert_with(|| {
                ids.push((entry.id.clone(), Vec::new()));
                ids.len() - 1
            });
            for (form, _) in entry.values.iter().filter(|(form, _)| matches!(form, None | Some("guidance"))) {
                if !ids[at].1.contains(form) {
                    ids[at].1.push(*form);
                }
            }
        }
        for language in &mut self.languages {
            for (id, forms) in &ids {
                let entry = language.entry(id);
                for form in forms {
                    if !entry.values.iter().any(|(f, _)| f == form) {
                        entry.values.push((*form, vec![Node::Text("-".into())]));
                    }
                }
            }
        }
    }

    fn element(mut self) -> Option<Element> {
        if self.languages.is_empty() {
            return None;
        }
        self.fill();
        let mut itext = Element::new("itext");
        for language in self.languages {
            let mut translation = Element::new("translation").with("lang", &language.name);
            if language.name == self.language {
                translation.set("default", "true()");
            }
            for entry in language.texts {
                let mut text = Element::new("text").with("id", &entry.id);
                for (form, content) in entry.values {
                    let mut value = Element::new("value");
                    if let Some(form) = form {
                        value.set("form", form);
                    }
                    value.children = content;
                    text.push(value);
                }
                translation.push(text);
            }
            itext.push(translation);
        }
        Some(itext)
    }
}
