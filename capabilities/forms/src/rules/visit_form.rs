//! The modules that are due at a subject as one form, and what stands behind each of its questions.

use crate::model::admission::InForce;
use crate::model::visit::{Bound, Kept, KeptOpens};
use crate::rules::ground::Ground;
use crate::rules::module_form::{self, LANGUAGES, ModuleForm};
use crate::rules::words::words;
use form_engine::compose::{Clash, Composed, Part, Section, compose};
use form_engine::model::{Choice, Choices, Item, List, Question, Settings, What};
use form_engine::{Control, Form, Kind};
use kernel::Text;
use sha2::{Digest as _, Sha256};
use std::collections::BTreeMap;
use workflow::Finding;

/// The sections of a conversation at the door, in their order: who and where first, a signature last.
pub const SECTIONS: [&str; 6] = ["s_who", "s_about", "s_members", "s_checks", "s_photos", "s_signature"];

/// A composed form with what has to be kept of it.
#[derive(Clone, Debug)]
pub struct VisitFormMade {
    /// The form, without anything that is known of anybody.
    pub composed: Composed,
    /// The modules, as forms.
    pub modules: Vec<ModuleForm>,
    /// What is kept of this version.
    pub kept: Kept,
}

/// Why modules make no form.
#[derive(Clone, Debug, PartialEq)]
pub enum Odd {
    /// A module is not sound any more: the packs in use have changed.
    Module(String, Vec<Finding>),
    /// They cannot be asked together.
    Clash(Clash),
}

/// One form for some modules of one kind of subject. Its version is a hash over all that it says.
pub fn visit_form(kind: &str, due: &[&InForce], ground: &Ground) -> Result<VisitFormMade, Odd> {
    let modules = modules(due, ground)?;
    let parts = parts(due, &modules);
    let settings = settings("visit", kind, ground);
    let mut composed = compose(settings, &sections(), &parts).map_err(Odd::Clash)?;
    ask_who_left(&mut composed);
    let mut kept = keep(kind, due, &modules, &composed);
    version(&mut composed, &kept);
    kept.splitting = composed.splitting.clone();
    Ok(VisitFormMade { composed, modules, kept })
}

/// The modules, each as a form of its own.
pub(super) fn modules(due: &[&InForce], ground: &Ground) -> Result<Vec<ModuleForm>, Odd> {
    let made = |m: &&InForce| {
        let made = module_form::form(&m.module, m.version, ground);
        made.map_err(|found| Odd::Module(m.module.code.clone(), found))
    };
    due.iter().map(made).collect()
}

/// The same as parts of one form.
pub(super) fn parts(due: &[&InForce], modules: &[ModuleForm]) -> Vec<Part> {
    due.iter().zip(modules).map(|(m, made)| part(&m.module.code, made)).collect()
}

/// The sections of a conversation, with their words.
pub(super) fn sections() -> [Section; 6] {
    SECTIONS.map(|name| Section { name: name.into(), label: spoken(&words(&section_words(name))) })
}

/// What a composed form says of itself.
pub(super) fn settings(word: &str, kind: &str, ground: &Ground) -> Settings {
    Settings {
        id: format!("{word}_{kind}"),
        title: titled(word, kind, ground).zh,
        version: Some(String::new()),
        default_language: Some(LANGUAGES[0].into()),
        ..Settings::default()
    }
}

/// What people call a composed form.
pub(super) fn titled(word: &str, kind: &str, ground: &Ground) -> Text {
    let name = ground.kinds.get(kind).map_or_else(|| Text::new(kind, kind), |k| k.name.clone());
    let word = words(&format!("forms.{word}"));
    let en = name.en.as_ref().unwrap_or(&name.zh);
    Text::new(format!("{} · {}", name.zh, word.zh), format!("{en} · {}", word.en.unwrap_or_default()))
}

/// Gives a form the version that follows from all that it says.
pub(super) fn version(composed: &mut Composed, kept: &Kept) -> String {
    let said = format!("{}{}", composed.form.xform(), serde_json::to_string(kept).unwrap_or_default());
    let version: String = hex::encode(Sha256::digest(said.as_bytes())).chars().take(16).collect();
    composed.form.settings.version = Some(version.clone());
    version
}

/// Of each who is known to belong to the subject it is asked once whether they are still there. Of whoever has left nothing else is asked, and no
/// module is told of them.
fn ask_who_left(composed: &mut Composed) {
    let Composed { form, merged, .. } = composed;
    let repeats: Vec<(String, usize)> =
        merged.iter().filter(|m| form.is_repeat(m.item)).map(|m| (m.name.clone(), m.item)).collect();
    let Some(kind) = Kind::named_exactly("select_one").filter(|_| !repeats.is_empty()) else { return };
    let choice = |name: &str| Choice {
        name: name.to_owned(),
        label: spoken(&words(&format!("forms.still_here.{name}"))),
        ..Choice::default()
    };
    form.lists.push(List { name: STILL_HERE.into(), choices: vec![choice(HERE), choice(LEFT)] });
    for (repeat, at) in &repeats {
        let (here, at) = (here(repeat), *at);
        for child in form.items[at].children.clone() {
            if form.items[child].name != reference(repeat) && answered(&form.items[child]) {
                let bind = &mut form.items[child].bind;
                let own = bind.iter().position(|(k, _)| k == "relevant").map(|at| bind.remove(at).1);
                let own = own.map(|own| format!("({own}) and ")).unwrap_or_default();
                bind.push(("relevant".into(), format!("{own}not(${{{here}}} = '{LEFT}')")));
            }
        }
        let choices = Some(Choices::List(STILL_HERE.into()));
        let item = Item {
            name: here.clone(),
            what: What::Question(Question { choices, ..Question::of(kind) }),
            parent: at,
            label: spoken(&words("forms.still_here")),
            bind: vec![
                ("type".into(), "string".into()),
                ("relevant".into(), format!("${{{}}} != ''", reference(repeat))),
            ],
            ..Item::default()
        };
        let asked = form.items.len();
        form.items.push(item);
        form.items[at].children.push(asked);
    }
    repeats.iter().for_each(|(repeat, at)| composed.leave_out(*at, &here(repeat), LEFT));
}

/// The list of answers to whether somebody is still there.
const STILL_HERE: &str = "still_here";
/// They are.
pub const HERE: &str = "here";
/// They are not any more.
pub const LEFT: &str = "left";

/// The question of a repeat that asks it.
pub fn here(repeat: &str) -> String {
    format!("{repeat}__here")
}

/// The question of a repeat that holds which known record an instance is about.
pub fn reference(repeat: &str) -> String {
    format!("{repeat}__ref")
}

/// The words of a section.
pub fn section_words(name: &str) -> String {
    format!("forms.section.{}", name.trim_start_matches("s_"))
}

fn spoken(text: &Text) -> form_engine::model::Text {
    let en = text.en.clone().unwrap_or_else(|| text.zh.clone());
    form_engine::model::Text(vec![
        (Some(LANGUAGES[0].into()), text.zh.clone()),
        (Some(LANGUAGES[1].into()), en),
    ])
}

/// Words of an item again.
pub fn said(text: &form_engine::model::Text) -> Text {
    let of =
        |language: &str| text.0.iter().find(|(l, _)| l.as_deref() == Some(language)).map(|(_, t)| t.clone());
    let zh = of(LANGUAGES[0]).or_else(|| text.0.first().map(|(_, t)| t.clone())).unwrap_or_default();
    Text { zh, en: of(LANGUAGES[1]) }
}

fn part(code: &str, made: &ModuleForm) -> Part {
    let mut shared = BTreeMap::new();
    let mut sections = BTreeMap::new();
    for (name, asked) in &made.asked {
        if let Some((relation, kind)) = &asked.each {
            shared.insert(name.clone(), format!("{relation}__{kind}"));
        } else if let Some(element) = &asked.element {
            shared.insert(name.clone(), element.item());
        }
        let item = made.form.items.iter().find(|i| i.name == *name);
        sections.insert(name.clone(), section(item, asked.element.as_ref().map(|e| e.field.is_some())));
    }
    Part { code: code.to_owned(), form: made.form.clone(), shared, sections, when: None }
}

fn section(item: Option<&Item>, registered: Option<bool>) -> usize {
    let question = match item.map(|i| &i.what) {
        Some(What::Repeat { .. }) => return 2,
        Some(What::Question(question)) => question,
        _ => return 3,
    };
    let signature = item.is_some_and(|i| i.control.iter().any(|(_, v)| v.contains("signature")));
    match (registered, question.kind.control) {
        (Some(true), _) => 0,
        (Some(false), _) => 1,
        (None, Control::Upload(_)) if signature => 5,
        (None, Control::Upload(_)) => 4,
        (None, _) => 3,
    }
}

/// Whether somebody has to say something.
pub fn answered(item: &Item) -> bool {
    let readonly = item.bind.iter().any(|(k, v)| k == "readonly" && v == "true()");
    let computed = item.bind.iter().any(|(k, _)| k == "calculate");
    matches!(&item.what, What::Question(q) if q.kind.asked()) && !readonly && !computed
}

/// Questions of a form that somebody answers.
pub fn questions(form: &Form) -> usize {
    form.items.iter().filter(|i| answered(i)).count()
}

/// What has to be kept of a form, for its submissions to be handed on.
pub(super) fn keep(kind: &str, due: &[&InForce], modules: &[ModuleForm], composed: &Composed) -> Kept {
    let mut bound = BTreeMap::new();
    let mut opens = vec![];
    for merged in &composed.merged {
        let Some((part, name)) = merged.asked_by.first() else { continue };
        let Some(element) = modules[*part].asked.get(name).and_then(|a| a.element.clone()) else { continue };
        // what is computed for one module alone says nothing of the subject
        if merged.name != element.item() {
            continue;
        }
        let within = merged.within.clone();
        bound.insert(
            merged.name.clone(),
            Bound { element: element.code, kind: element.kind, field: element.field, within },
        );
    }
    for (m, made) in due.iter().zip(modules) {
        for (name, asked) in &made.asked {
            let Some(of) = &asked.opens else { continue };
            let Some(item) = made.form.items.iter().find(|i| i.name == *name) else { continue };
            let word = |answer: &String| (answer.clone(), choice(&made.form, item, answer));
            opens.push(KeptOpens {
                module: m.module.code.clone(),
                name: name.clone(),
                label: said(&item.label),
                answers: of.answers.iter().map(word).collect(),
                category: of.category.clone(),
            });
        }
    }
    let asked =
        due.iter().zip(modules).map(|(m, made)| (m.module.code.clone(), questions(&made.form))).collect();
    Kept {
        kind: kind.to_owned(),
        modules: due.iter().map(|m| (m.module.code.clone(), m.version)).collect(),
        splitting: composed.splitting.clone(),
        bound,
        opens,
        asked,
        questions: questions(&composed.form),
        chosen: false,
    }
}

fn choice(form: &Form, item: &Item, answer: &str) -> Text {
    let list = match &item.what {
        What::Question(question) => match &question.choices {
            Some(Choices::List(list)) => form.lists.iter().find(|l| l.name == *list),
            _ => None,
        },
        _ => None,
    };
    let found = list.and_then(|l| l.choices.iter().find(|c| c.name == answer));
    found.map_or_else(|| Text::new(answer, answer), |c| said(&c.label))
}
