//! Admission (准入): what a proposed module would add to the burden, and which rule forbids it.
//!
//! The rules are data (`burden-rules.yaml`): each has its words and its source. A finding says which rule and where. A *refusal* keeps the
//! module out; a *notice* tells the burden officer what composition will spare people anyway.

use crate::model::module::{Module, Question};
use crate::rules::ground::{Ground, Known};
use crate::rules::{module_form, section};
use kernel::Text;
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::LazyLock;
use utoipa::ToSchema;

/// One rule.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = FormBurdenRule)]
pub struct Rule {
    /// The rule.
    pub code: String,
    /// What it says.
    pub says: Text,
    /// Where it stands.
    pub source: Text,
}

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct Rules {
    rules: Vec<Rule>,
    words: BTreeMap<String, Vec<String>>,
    types: BTreeMap<String, Vec<String>>,
    fillers: Vec<String>,
}

static RULES: LazyLock<Rules> = LazyLock::new(|| {
    serde_saphyr::from_str(include_str!("../../burden-rules.yaml")).expect("rules that ship")
});

/// All rules.
pub fn rules() -> &'static [Rule] {
    &RULES.rules
}

/// How much a finding weighs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
#[schema(as = FormFindingLevel)]
pub enum Level {
    /// The module is not admitted.
    Refuse,
    /// The burden officer knows.
    Notice,
}

/// What the checker found.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
#[schema(as = FormFinding)]
pub struct Breach {
    /// How much it weighs.
    pub level: Level,
    /// The rule, or the mistake that keeps the module from being a form.
    pub rule: String,
    /// JSON pointer into the module.
    pub place: String,
    /// What it is about: the element, the other module, the word.
    pub params: BTreeMap<String, String>,
}

impl Breach {
    fn new(level: Level, rule: &str, place: impl Into<String>) -> Self {
        Self { level, rule: rule.to_owned(), place: place.into(), params: BTreeMap::new() }
    }

    /// A refusal that names one value.
    pub fn refusal(rule: &str, place: &str, key: &str, value: &str) -> Self {
        Self::new(Level::Refuse, rule, place).with(key, value)
    }

    fn with(mut self, key: &str, value: impl ToString) -> Self {
        self.params.insert(key.to_owned(), value.to_string());
        self
    }
}

/// A question with its place, and what is asked about where it stands.
struct Asked<'a> {
    question: &'a Question,
    place: String,
    /// The kind of thing that is asked about.
    kind: String,
    element: Option<Known>,
}

/// Everything that is to be said of a proposed module, beside those that are admitted.
pub fn check(module: &Module, admitted: &[Module], ground: &Ground) -> Vec<Breach> {
    let sound = section::sound(module, ground);
    let mut found: Vec<Breach> = sound
        .into_iter()
        .map(|f| Breach { level: Level::Refuse, rule: f.code, place: f.path, params: f.params })
        .collect();
    let questions = asked(module, ground);
    words(module, &questions, &mut found);
    types(&questions, &mut found);
    let others: Vec<&Module> = admitted.iter().filter(|m| m.code != module.code).collect();
    answered(&questions, ground, &mut found);
    duplicates(module, &questions, &others, ground, &mut found);
    often(module, &questions, &mut found);
    if module.every_days.is_some() && module.basis.as_ref().is_none_or(|b| b.zh.trim().is_empty()) {
        found.push(Breach::new(Level::Refuse, "no_basis", "/every_days"));
    }
    found.sort_by(|a, b| (a.level, &a.place, &a.rule).cmp(&(b.level, &b.place, &b.rule)));
    found
}

/// Whether nothing keeps a module out.
pub fn admissible(found: &[Breach]) -> bool {
    found.iter().all(|b| b.level != Level::Refuse)
}

fn asked<'a>(module: &'a Module, ground: &Ground) -> Vec<Asked<'a>> {
    let mut all = vec![];
    for (n, question) in module.questions.iter().enumerate() {
        let place = format!("/questions/{n}");
        if let Some(relation) = &question.each {
            let kind = ground.each_kind(&module.subject, relation, &question.questions).unwrap_or_default();
            for (i, inner) in question.questions.iter().enumerate() {
                all.push(one(inner, format!("{place}/questions/{i}"), &kind, ground));
            }
        }
        all.push(one(question, place, &module.subject, ground));
    }
    all
}

fn one<'a>(question: &'a Question, place: String, kind: &str, ground: &Ground) -> Asked<'a> {
    let element = question.element.as_deref().and_then(|e| ground.element(e));
    Asked { question, place, kind: kind.to_owned(), element }
}

fn words(module: &Module, questions: &[Asked<'_>], found: &mut Vec<Breach>) {
    let mut texts: Vec<(String, &Text)> = vec![("/name".into(), &module.name)];
    for asked in questions {
        let q = asked.question;
        let own = [("label", &q.label), ("hint", &q.hint), ("constraint_message", &q.constraint_message)];
        texts
            .extend(own.into_iter().filter_map(|(k, t)| Some((format!("{}/{k}", asked.place), t.as_ref()?))));
    }
    for (place, text) in texts {
        let en = text.en.as_deref().unwrap_or_default().to_lowercase();
        for (rule, words) in &RULES.words {
            let word = words.iter().find(|w| text.zh.contains(w.as_str()) || en.contains(w.as_str()));
            if let Some(word) = word {
                found.push(Breach::new(Level::Refuse, rule, &place).with("word", word));
            }
        }
        if let Some((word, article)) = register::rules::section::never_recorded(text)
            && !found.iter().any(|b| b.place == place)
        {
            found.push(
                Breach::new(Level::Refuse, "never_recorded", &place)
                    .with("word", word)
                    .with("article", article),
            );
        }
    }
}

fn types(questions: &[Asked<'_>], found: &mut Vec<Breach>) {
    for asked in questions {
        if let Some(word) = workflow::burden_word(&module_form::name_of(asked.question)) {
            let rule = match word.as_str() {
                "points" | "ranking" | "rankings" | "leaderboard" => "scoring_people",
                w if w.contains("check") || w.contains("clock") || w.contains("punch") => "forced_check_in",
                _ => "counting_visits",
            };
            let place = format!("{}/name", asked.place);
            found.push(Breach::new(Level::Refuse, rule, place).with("word", word));
        }
        let Some(datatype) = &asked.question.datatype else { continue };
        for (rule, types) in &RULES.types {
            if types.iter().any(|t| t.eq_ignore_ascii_case(datatype.trim())) {
                let place = format!("{}/type", asked.place);
                found.push(Breach::new(Level::Refuse, rule, place).with("word", datatype.trim()));
            }
        }
    }
}

/// A question in other words for what a register or a declared element already says; and what is only to be confirmed.
fn answered(questions: &[Asked<'_>], ground: &Ground, found: &mut Vec<Breach>) {
    for asked in questions {
        if let Some(known) = &asked.element {
            if known.field.is_some() {
                found.push(
                    Breach::new(Level::Notice, "answered_by_register", format!("{}/element", asked.place))
                        .with("element", &known.code),
                );
            }
            continue;
        }
        let Some(label) = said(asked.question).filter(|_| answers(asked.question)) else { continue };
        let fields = ground
            .kinds
            .get(&asked.kind)
            .into_iter()
            .flat_map(|k| k.fields.iter().map(|f| (format!("{}.{}", k.code, f.code), &f.name, true)));
        let declared = ground
            .elements
            .values()
            .filter(|e| e.subject == asked.kind)
            .map(|e| (e.code.clone(), &e.name, false));
        let twin = fields.chain(declared).find(|(_, name, _)| same(label, name));
        if let Some((element, _, registered)) = twin {
            let rule = if registered { "answered_by_register" } else { "duplicate_question" };
            found.push(Breach::new(Level::Refuse, rule, &asked.place).with("element", element));
        }
    }
}

fn duplicates(
    module: &Module,
    questions: &[Asked<'_>],
    others: &[&Module],
    ground: &Ground,
    found: &mut Vec<Breach>,
) {
    let mut seen: BTreeSet<&str> = BTreeSet::new();
    for asked in questions {
        if let Some(element) = asked.question.element.as_deref()
            && !seen.insert(element)
        {
            let place = format!("{}/element", asked.place);
            found.push(
                Breach::new(Level::Refuse, "duplicate_question", place)
                    .with("element", element)
                    .with("module", &module.code),
            );
        }
    }
    let theirs: Vec<(&Module, Vec<Asked<'_>>)> =
        others.iter().filter(|m| m.subject == module.subject).map(|m| (*m, asked(m, ground))).collect();
    for asked in questions {
        let twin =
            theirs.iter().find_map(|(other, all)| all.iter().find(|o| twins(asked, o)).map(|o| (other, o)));
        let Some((other, question)) = twin else { continue };
        let level = if asked.element.is_some() { Level::Notice } else { Level::Refuse };
        found.push(
            Breach::new(level, "duplicate_question", &asked.place)
                .with("module", &other.code)
                .with("place", &question.place),
        );
    }
    // nothing in it is new: another module brings all of its answers, at least as often
    let elements: Vec<&str> = questions.iter().filter_map(|a| a.question.element.as_deref()).collect();
    let only = !elements.is_empty() && questions.iter().all(|a| a.element.is_some() || !answers(a.question));
    let brings = |(other, all): &&(&Module, Vec<Asked<'_>>)| {
        let has = |e: &&str| all.iter().any(|a| a.question.element.as_deref() == Some(*e));
        let often = other.every_days.is_some_and(|theirs| module.every_days.is_none_or(|own| theirs <= own));
        let everybody = other.when.is_none() || other.when == module.when;
        elements.iter().all(has) && everybody && (often || module.every_days.is_none())
    };
    if only && let Some((other, _)) = theirs.iter().find(brings) {
        found
            .push(Breach::new(Level::Refuse, "duplicate_question", "/questions").with("module", &other.code));
    }
}

fn twins(a: &Asked<'_>, b: &Asked<'_>) -> bool {
    if a.kind != b.kind {
        return false;
    }
    match (&a.question.element, &b.question.element) {
        (Some(x), Some(y)) => x == y,
        (None, None) => {
            let words = said(a.question).zip(said(b.question));
            answers(a.question) && answers(b.question) && words.is_some_and(|(x, y)| same(x, y))
        }
        // in words of its own what the other one asks as an element
        (None, Some(_)) => {
            let name = said(b.question).or(b.element.as_ref().map(|e| &e.name));
            answers(a.question) && said(a.question).zip(name).is_some_and(|(x, y)| same(x, y))
        }
        (Some(_), None) => false,
    }
}

/// What is known longer than the module waits.
fn often(module: &Module, questions: &[Asked<'_>], found: &mut Vec<Breach>) {
    let Some(every) = module.every_days else { return };
    let lasting: Vec<(&Asked<'_>, u32)> = questions
        .iter()
        .filter_map(|a| Some((a, a.element.as_ref()?.freshness_days.filter(|days| *days > every)?)))
        .collect();
    let asking = questions.iter().filter(|a| answers(a.question)).count();
    if asking > 0 && lasting.len() == asking {
        let least = lasting.iter().map(|(_, days)| *days).min().unwrap_or_default();
        found.push(
            Breach::new(Level::Refuse, "too_often", "/every_days").with("days", every).with("fresh", least),
        );
        return;
    }
    for (asked, days) in lasting {
        let place = format!("{}/element", asked.place);
        found.push(Breach::new(Level::Notice, "too_often", place).with("days", every).with("fresh", days));
    }
}

/// Whether somebody has to say something: not a note, not what is computed.
fn answers(question: &Question) -> bool {
    let silent = [
        "note",
        "calculate",
        "hidden",
        "image",
        "audio",
        "video",
        "file",
        "acknowledge",
        "start",
        "end",
        "today",
    ];
    question.each.is_none() && !question.datatype.as_deref().is_some_and(|t| silent.contains(&t.trim()))
}

fn said(question: &Question) -> Option<&Text> {
    question.label.as_ref()
}

/// Whether two questions say the same, but for words that mean nothing.
fn same(a: &Text, b: &Text) -> bool {
    let (zh, other) = (bare(&a.zh), bare(&b.zh));
    !zh.is_empty() && zh == other
}

fn bare(text: &str) -> String {
    let mut text = text.to_lowercase();
    for filler in &RULES.fillers {
        text = text.replace(filler.as_str(), "");
    }
    text
}
