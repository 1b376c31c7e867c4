//! Answers question by question, in the order in which they came and in the words of their form. What the form does not know is shown by its
//! name: nothing that was said is left out.

use super::form_words::{FormWords, Item, Sort};
use super::nodes::{self, Node, below};
use crate::model::answers::{Answers, Line, LineFile, LineKind};
use kernel::{Refusal, Text};
use std::collections::HashMap;

/// Lines that are shown at most.
const MOST: usize = 20_000;
/// What of `meta` says nothing beside what stands of a submission anyway.
const KNOWN: [&str; 3] = ["instanceID", "deprecatedID", "rootUuid"];

struct Laying<'a> {
    nodes: &'a [Node],
    words: &'a FormWords,
    files: &'a HashMap<String, LineFile>,
    answers: Answers,
}

/// Lays a submission out; `files` are those that came, by name.
///
/// # Errors
/// `submission.malformed`
pub fn lay_out(
    words: &FormWords,
    submission: &[u8],
    files: &HashMap<String, LineFile>,
) -> Result<Answers, Refusal> {
    let nodes = nodes::read(submission)?;
    let encrypted = nodes.first().is_some_and(|root| root.attribute("encrypted") == Some("yes"));
    let answers = Answers { encrypted, ..Answers::default() };
    let mut laying = Laying { nodes: &nodes, words, files, answers };
    laying.inside(0, ("", ""), 0);
    laying.answers.more = laying.answers.lines.len() > MOST;
    laying.answers.lines.truncate(MOST);
    Ok(laying.answers)
}

impl Laying<'_> {
    /// What stands right inside of an element; `plain` is its path in the form, `shown` the same with the numbers of instances.
    fn inside(&mut self, at: usize, (plain, shown): (&str, &str), level: usize) {
        let mut count: HashMap<&str, usize> = HashMap::new();
        let nodes = self.nodes;
        for child in below(nodes, at) {
            if self.answers.lines.len() > MOST {
                return;
            }
            let node = &nodes[child];
            let n = count.entry(node.name()).or_default();
            *n += 1;
            let join = |above: &str| {
                if above.is_empty() { node.name().to_owned() } else { format!("{above}/{}", node.name()) }
            };
            let (plain, mut shown) = (join(plain), join(shown));
            let item = self.words.of(&plain);
            let holds = below(nodes, child).next().is_some();
            if item.is_some_and(|i| i.repeat) {
                shown = format!("{shown}[{n}]");
                let n = Some(*n);
                self.push(Line { n, ..line(&shown, level, LineKind::Entry, item) });
                self.inside(child, (&plain, &shown), level + 1);
            } else if node.name() == "meta" && holds {
                self.meta(child, &shown, level);
            } else if holds {
                let spoken = item.is_some_and(|i| i.label.is_some());
                if spoken {
                    self.push(line(&shown, level, LineKind::Group, item));
                }
                self.inside(child, (&plain, &shown), level + usize::from(spoken));
            } else {
                self.answer(node, item, shown, level);
            }
        }
    }

    fn answer(&mut self, node: &Node, item: Option<&Item>, shown: String, level: usize) {
        let value = node.text.trim();
        let asked = item.filter(|i| i.asked || i.sort == Sort::File);
        let kind = match asked.map(|i| i.sort) {
            None => LineKind::Computed,
            Some(Sort::Text) => LineKind::Text,
            Some(Sort::One | Sort::Several) => LineKind::Choice,
            Some(Sort::Place) => LineKind::Place,
            Some(Sort::File) => LineKind::File,
        };
        // a group that nothing was asked in
        if value.is_empty() && asked.is_none() {
            return;
        }
        let word = |choice: &str| {
            let known = asked.and_then(|i| i.choices.get(choice)).cloned();
            known.unwrap_or_else(|| Text { zh: choice.to_owned(), en: None })
        };
        let chosen = match asked.map(|i| i.sort) {
            Some(Sort::One) if !value.is_empty() => vec![word(value)],
            Some(Sort::Several) => value.split_whitespace().map(word).collect(),
            _ => vec![],
        };
        let file = (kind == LineKind::File).then(|| self.files.get(value).cloned()).flatten();
        self.push(Line { value: value.to_owned(), chosen, file, ..line(&shown, level, kind, item) });
    }

    /// What a client says of the submission itself.
    fn meta(&mut self, at: usize, shown: &str, level: usize) {
        let nodes = self.nodes;
        for child in below(nodes, at) {
            let node = &nodes[child];
            let path = format!("{shown}/{}", node.name());
            match node.name() {
                name if KNOWN.contains(&name) => {}
                "entity" => self.entity(child, path, level),
                "audit" => {
                    let of = Item { sort: Sort::File, ..Item::default() };
                    self.answer(node, Some(&of).filter(|_| !node.text.trim().is_empty()), path, level);
                }
                _ => self.answer(node, None, path, level),
            }
        }
    }

    /// The entity that a form makes or changes: its list, what is done, its id and its label.
    fn entity(&mut self, at: usize, path: String, level: usize) {
        let node = &self.nodes[at];
        let said = |name: &str| node.attribute(name).unwrap_or_default();
        let done = |name: &str| matches!(said(name), "1" | "true" | "true()");
        let acts = ["create", "update"].into_iter().filter(|act| done(act)).collect::<Vec<_>>().join(" ");
        let label = below(self.nodes, at).map(|c| self.nodes[c].text.trim()).find(|text| !text.is_empty());
        let parts = [acts.as_str(), said("id"), label.unwrap_or_default()];
        let value = parts.into_iter().filter(|p| !p.is_empty()).collect::<Vec<_>>().join(" · ");
        let label = Some(Text { zh: said("dataset").to_owned(), en: None });
        self.push(Line { label, value, ..line(&path, level, LineKind::Entity, None) });
    }

    fn push(&mut self, line: Line) {
        self.answers.lines.push(line);
    }
}

fn line(path: &str, level: usize, kind: LineKind, item: Option<&Item>) -> Line {
    Line {
        path: path.to_owned(),
        level,
        kind,
        label: item.and_then(|i| i.label.clone()),
        n: None,
        value: String::new(),
        chosen: vec![],
        file: None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn told(xml: &str) -> Vec<String> {
        let book = "| survey | | | | |\n| | type | name | label::中文 (zh) | label::English (en) |\n\
             | | begin_group | g | 住户 | Household |\n| | select_multiple pets | pets | 宠物 | Pets |\n| | end_group | | | |\n\
             | | begin_repeat | r | 成员 | Members |\n| | text | who | 姓名 | Name |\n| | end_repeat | | | |\n\
             | | image | front | 照片 | Photo |\n| choices | | | | |\n| | list_name | name | label::中文 (zh) | label::English (en) |\n\
             | | pets | c | 猫 | Cat |\n| | pets | d | 狗 | Dog |\n";
        let xform = form_engine::convert(book.as_bytes(), "x.md").unwrap().xform;
        let words = FormWords::read(&xform, &HashMap::new());
        let files = HashMap::from([("1.jpg".to_owned(), LineFile { mime: "image/jpeg".into(), size: 3 })]);
        let answers = lay_out(&words, xml.as_bytes(), &files).unwrap();
        let say = |l: &Line| {
            let label = l.label.as_ref().map_or("–", |t| t.zh.as_str());
            let chosen: Vec<&str> = l.chosen.iter().map(|t| t.zh.as_str()).collect();
            let file = l.file.as_ref().map_or("", |f| f.mime.as_str());
            format!("{} {:?} {} {label} {} {}{file}", l.level, l.kind, l.path, l.value, chosen.join("、"))
                .trim()
                .to_owned()
        };
        answers.lines.iter().map(say).collect()
    }

    #[test]
    fn each_answer_stands_under_its_question() {
        let xml = "<d id='f'><start>2026</start><g><pets>d c x</pets></g><r><who>甲</who></r><r><who/></r><front>1.jpg</front><odd>5</odd>\
             <meta><instanceID>uuid:1</instanceID><instanceName>甲家</instanceName>\
             <entity dataset='trees' id='u-1' create='1'><label>樟树</label></entity></meta></d>";
        assert_eq!(
            told(xml),
            [
                "0 Computed start – 2026",
                "0 Group g 住户",
                "1 Choice g/pets 宠物 d c x 狗、猫、x",
                "0 Entry r[1] 成员",
                "1 Text r[1]/who 姓名 甲",
                "0 Entry r[2] 成员",
                "1 Text r[2]/who 姓名",
                "0 File front 照片 1.jpg image/jpeg",
                "0 Computed odd – 5",
                "0 Computed meta/instanceName – 甲家",
                "0 Entity meta/entity trees create · u-1 · 樟树",
            ]
        );
    }

    #[test]
    fn what_is_encrypted_is_said_to_be() {
        let answers = lay_out(
            &FormWords::default(),
            b"<d encrypted='yes'><base64EncryptedKey>x</base64EncryptedKey></d>",
            &HashMap::new(),
        );
        assert!(answers.unwrap().encrypted);
        assert_eq!(
            lay_out(&FormWords::default(), b"<d", &HashMap::new()).unwrap_err().code,
            "submission.malformed"
        );
    }

    proptest! {
        #[test]
        fn nothing_that_was_said_is_left_out(values in proptest::collection::vec("[a-z]{1,5}", 1..20)) {
            let inner: String = values.iter().enumerate().map(|(n, v)| format!("<q{n}>{v}</q{n}>")).collect();
            let xml = format!("<d><g>{inner}</g></d>");
            let answers = lay_out(&FormWords::default(), xml.as_bytes(), &HashMap::new()).unwrap();
            let said: Vec<&str> = answers.lines.iter().map(|l| l.value.as_str()).collect();
            prop_assert_eq!(said, values);
        }
    }
}
