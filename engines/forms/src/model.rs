//! What a form is.

use crate::kinds::Kind;
use std::collections::BTreeMap;

/// A form: its questions as a tree, and what they draw on.
#[derive(Debug, Clone)]
pub struct Form {
    pub settings: Settings,
    /// Groups, repeats and questions; the first is the form itself, its name that of the root node, and a parent stands before its children.
    pub items: Vec<Item>,
    /// The lists of the sheet `choices`, all of them.
    pub lists: Vec<List>,
    /// The lists of the sheet `external_choices`: what becomes `itemsets.csv`.
    pub external: Option<External>,
    /// The tags of `osm` questions, by list.
    pub osm: Vec<List>,
    pub entities: Vec<Entity>,
    /// Attributes of the audit's bind, where there is one.
    pub audit: Option<Vec<(String, String)>>,
}

/// The sheet `settings`.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Settings {
    pub id: String,
    pub title: String,
    pub version: Option<String>,
    pub default_language: Option<String>,
    pub style: Option<String>,
    pub instance_name: Option<String>,
    pub instance_xmlns: Option<String>,
    pub submission_url: Option<String>,
    pub public_key: Option<String>,
    pub auto_send: Option<String>,
    pub auto_delete: Option<String>,
    pub client_editable: bool,
    pub prefix: Option<String>,
    pub delimiter: Option<String>,
    /// Prefix and address.
    pub namespaces: Vec<(String, String)>,
    /// Attributes of the root node.
    pub attributes: Vec<(String, String)>,
    pub omit_instance_id: bool,
    /// Groups are only shown: they have no nodes.
    pub flat: bool,
}

impl Settings {
    /// How the default language is known in the form.
    pub fn language(&self) -> &str {
        self.default_language.as_deref().unwrap_or("default")
    }
}

impl Settings {
    /// The prefix of a name, where nothing declares it.
    pub fn unknown_prefix<'a>(&self, name: &'a str) -> Option<&'a str> {
        let (prefix, _) = name.split_once(':')?;
        let known = ["h", "ev", "xsd", "jr", "orx", "odk", "xml", "entities"].contains(&prefix);
        (!known && !self.namespaces.iter().any(|(p, _)| p == prefix)).then_some(prefix)
    }
}

/// Words by language; none is the default one. The order is that of the columns.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Text(pub Vec<(Option<String>, String)>);

impl Text {
    /// Words in the default language.
    pub fn plain(words: &str) -> Text {
        Text(vec![(None, words.to_string())])
    }

    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Whether it is said in a language by name.
    pub fn translated(&self) -> bool {
        self.0.iter().any(|(language, _)| language.is_some())
    }

    /// The words, where there are no languages.
    pub fn single(&self) -> Option<&str> {
        match self.0.as_slice() {
            [(None, words)] => Some(words),
            _ => None,
        }
    }

    pub fn put(&mut self, language: Option<String>, words: String) {
        self.0.push((language, words));
    }
}

/// What can be shown or played beside a label.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Media {
    Image,
    BigImage,
    Audio,
    Video,
}

impl Media {
    pub fn named(word: &str) -> Option<Media> {
        Some(match word {
            "image" => Media::Image,
            "big-image" => Media::BigImage,
            "audio" => Media::Audio,
            "video" => Media::Video,
            _ => return None,
        })
    }

    /// Its form in itext.
    pub fn form(self) -> &'static str {
        match self {
            Media::Image => "image",
            Media::BigImage => "big-image",
            Media::Audio => "audio",
            Media::Video => "video",
        }
    }

    /// The folder of `jr://`.
    pub fn folder(self) -> &'static str {
        match self {
            Media::Image | Media::BigImage => "images",
            Media::Audio => "audio",
            Media::Video => "video",
        }
    }
}

/// What is said when an answer does not do.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Message {
    Constraint,
    Required,
    NoApp,
}

impl Message {
    /// Its attribute in a bind.
    pub fn attribute(self) -> &'static str {
        match self {
            Message::Constraint => "jr:constraintMsg",
            Message::Required => "jr:requiredMsg",
            Message::NoApp => "jr:noAppErrorString",
        }
    }
}

/// A group, a repeat or a question.
#[derive(Debug, Clone, Default)]
pub struct Item {
    pub name: String,
    pub what: What,
    /// Its place in [`Form::items`]; the form itself is its own parent.
    pub parent: usize,
    pub children: Vec<usize>,
    /// The row it was read from; 0 where it was made.
    pub row: u32,
    /// A group that is only shown: it has no node, and its questions stand where it would.
    pub flat: bool,
    pub label: Text,
    pub hint: Text,
    pub guidance: Text,
    pub media: Vec<(Media, Text)>,
    pub messages: Vec<(Message, Text)>,
    /// Attributes of the bind: `relevant`, `constraint` and so on, with `${name}` as they were written.
    pub bind: Vec<(String, String)>,
    /// Attributes of the control: `appearance` and so on.
    pub control: Vec<(String, String)>,
    /// Attributes of the node in the instance.
    pub instance: Vec<(String, String)>,
    pub default: Option<String>,
    /// What is known already: written down as it is, instead of the default.
    pub known: Option<String>,
    /// The instances of a repeat that are known already, each by the names of its questions.
    pub instances: Vec<BTreeMap<String, String>>,
    /// The questions whose answers set its value.
    pub triggers: Vec<String>,
}

impl Item {
    /// Whether it stands in the instance; files of choices are instances of their own.
    pub fn has_node(&self) -> bool {
        match &self.what {
            What::Question(question) => question.kind.data.is_some() || question.kind.asked(),
            _ => true,
        }
    }
}

/// What an [`Item`] is.
#[derive(Debug, Clone, Default)]
pub enum What {
    #[default]
    Group,
    Repeat {
        /// How often: an expression.
        count: Option<String>,
    },
    Question(Question),
}

/// What a question has that groups have not.
#[derive(Debug, Clone)]
pub struct Question {
    pub kind: &'static Kind,
    pub choices: Option<Choices>,
    /// A condition on the choices.
    pub filter: Option<String>,
    /// Choices in random order, with the seed where one is given.
    pub randomize: Option<Option<String>>,
}

impl Question {
    pub fn of(kind: &'static Kind) -> Question {
        Question { kind, choices: None, filter: None, randomize: None }
    }
}

/// Where a question's choices come from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Choices {
    /// A list of the form.
    List(String),
    /// The choices of a list written into the question, as `search()` needs them.
    Inline(String),
    /// A file beside the form.
    File { instance: String, address: String, value: String, label: String },
    /// A list of `itemsets.csv`.
    External(String),
    /// The answers to a question in a repeat.
    Repeat(String),
    /// Tags of OpenStreetMap.
    Osm(Option<String>),
}

/// A list of choices.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct List {
    pub name: String,
    pub choices: Vec<Choice>,
}

/// One of them.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Choice {
    pub name: String,
    pub label: Text,
    pub media: Vec<(Media, Text)>,
    /// Further columns, for filters.
    pub extra: Vec<(String, String)>,
    pub row: u32,
}

impl List {
    /// Whether its labels have to stand in itext.
    pub fn in_itext(&self) -> bool {
        self.choices.iter().any(|c| {
            !c.media.is_empty()
                || c.label.translated()
                || c.label.0.iter().any(|(_, words)| crate::lex::has_reference(words))
        })
    }
}

/// The sheet `external_choices`, as it is.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct External {
    pub columns: Vec<String>,
    pub rows: Vec<Vec<String>>,
}

/// What a submission makes of an entity list.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Entity {
    pub list: String,
    /// The group, repeat or form that holds it: a place in [`Form::items`].
    pub within: usize,
    pub label: Option<String>,
    pub id: Option<String>,
    pub create_if: Option<String>,
    pub update_if: Option<String>,
    pub row: u32,
}

impl Entity {
    pub fn creates(&self) -> bool {
        self.id.is_none() || self.create_if.is_some()
    }

    pub fn updates(&self) -> bool {
        self.id.is_some()
    }
}

impl Form {
    /// The item, and its parents up to the form itself, as far as they have nodes.
    pub fn upwards(&self, item: usize) -> impl Iterator<Item = usize> + '_ {
        let mut next = Some(item);
        std::iter::from_fn(move || {
            let now = next?;
            let parent = self.items.get(now).map_or(0, |i| i.parent);
            next = (now != 0).then_some(parent);
            Some(now)
        })
        .filter(|at| !self.items.get(*at).is_some_and(|i| i.flat))
    }

    /// Absolute, as XForms write it.
    pub fn path(&self, item: usize) -> String {
        let mut names: Vec<&str> =
            self.upwards(item).filter_map(|i| self.items.get(i)).map(|i| i.name.as_str()).collect();
        names.push("");
        names.reverse();
        names.join("/")
    }

    pub fn is_repeat(&self, item: usize) -> bool {
        matches!(self.items.get(item).map(|i| &i.what), Some(What::Repeat { .. }))
    }

    /// Every item below, parents first, in the order of the form.
    pub fn walk(&self) -> Vec<usize> {
        let mut found = Vec::with_capacity(self.items.len());
        let mut open: Vec<usize> =
            self.items.first().map(|root| root.children.iter().rev().copied().collect()).unwrap_or_default();
        while let Some(at) = open.pop() {
            found.push(at);
            open.extend(self.items[at].children.iter().rev());
        }
        found
    }
}
