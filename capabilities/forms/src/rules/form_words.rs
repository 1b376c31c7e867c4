//! What a published XForm calls its questions and choices, in both languages: for reading what came back with it.

use super::nodes::{self, Node, below};
use kernel::Text;
use std::collections::{BTreeMap, HashMap};

/// What sort of answer a question has.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Sort {
    /// As it is written.
    #[default]
    Text,
    /// One of some choices.
    One,
    /// Several of them, with spaces between.
    Several,
    /// A point, a line, a shape.
    Place,
    /// The name of a file.
    File,
}

/// A question, a group or a repeat.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Item {
    /// Its words.
    pub label: Option<Text>,
    /// Its answers.
    pub sort: Sort,
    /// The words of its choices by their values.
    pub choices: HashMap<String, Text>,
    /// Somebody is asked.
    pub asked: bool,
    /// It may come several times.
    pub repeat: bool,
}

/// Items by their paths from below the root.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct FormWords {
    items: BTreeMap<String, Item>,
}

/// The languages that are shown, as forms name them.
fn language(name: &str) -> Option<bool> {
    let name = name.to_lowercase();
    let one = |words: [&str; 3]| name == words[0] || words[1..].iter().any(|w| name.contains(w));
    match (one(["zh", "(zh", "中文"]) || name.contains("chinese"), one(["en", "(en", "english"])) {
        (true, _) => Some(true),
        (_, true) => Some(false),
        _ => None,
    }
}

/// The text of an id in the languages that it has.
#[derive(Clone, Debug, Default)]
struct Said {
    first: Option<String>,
    zh: Option<String>,
    en: Option<String>,
}

impl Said {
    fn text(&self) -> Option<Text> {
        let zh = self.zh.clone().or_else(|| self.first.clone()).or_else(|| self.en.clone())?;
        Some(Text { zh, en: self.en.clone() })
    }
}

/// A path from below the root, without prefixes.
fn short(path: &str) -> Option<String> {
    let steps = path.trim().trim_start_matches('/').split('/').skip(1);
    let steps: Vec<&str> = steps.map(|s| s.rsplit_once(':').map_or(s, |(_, name)| name)).collect();
    (!steps.is_empty()).then(|| steps.join("/"))
}

/// What stands between `from` and `to`.
fn between<'a>(text: &'a str, from: &str, to: &str) -> Option<&'a str> {
    let (_, rest) = text.split_once(from)?;
    rest.split_once(to).map(|(inside, _)| inside)
}

/// The lists that a form takes from files.
pub fn files(xform: &str) -> Vec<String> {
    let names = xform.split("jr://file-csv/").skip(1);
    names.filter_map(|rest| rest.split(['"', '\'']).next()).map(str::to_owned).collect()
}

struct Reading<'a> {
    nodes: &'a [Node],
    said: HashMap<&'a str, Said>,
    /// Secondary instances: where their root stands.
    lists: HashMap<&'a str, usize>,
    /// Those that stand in files: the file.
    outside: HashMap<&'a str, &'a str>,
    csv: &'a HashMap<String, Vec<HashMap<String, String>>>,
    words: FormWords,
}

impl FormWords {
    /// Reads an XForm; `csv` are the rows of the files that its choices stand in. Of what is no XForm nothing is known.
    pub fn read(xform: &str, csv: &HashMap<String, Vec<HashMap<String, String>>>) -> Self {
        let Ok(nodes) = nodes::read(xform.as_bytes()) else { return Self::default() };
        let mut reading = Reading {
            nodes: &nodes,
            said: HashMap::new(),
            lists: HashMap::new(),
            outside: HashMap::new(),
            csv,
            words: Self::default(),
        };
        reading.model();
        if let Some(body) = nodes.iter().position(|n| n.path == "/html/body") {
            reading.body(body);
        }
        reading.words
    }

    /// What is known of a path.
    pub fn of(&self, path: &str) -> Option<&Item> {
        self.items.get(path)
    }
}

impl<'a> Reading<'a> {
    fn model(&mut self) {
        let nodes = self.nodes;
        for (at, node) in nodes.iter().enumerate() {
            match node.path.as_str() {
                "/html/head/model/instance" => {
                    let Some(id) = node.attribute("id") else { continue };
                    if let Some((_, file)) = node.attribute("src").and_then(|src| src.rsplit_once('/')) {
                        self.outside.insert(id, file);
                    } else if let Some(root) = below(nodes, at).next() {
                        self.lists.insert(id, root);
                    }
                }
                "/html/head/model/itext/translation" => self.translation(at),
                "/html/head/model/bind" => self.bind(node),
                _ => {}
            }
        }
    }

    fn translation(&mut self, at: usize) {
        let nodes = self.nodes;
        let language = nodes[at].attribute("lang").and_then(language);
        for text in below(nodes, at) {
            let Some(id) = nodes[text].attribute("id") else { continue };
            let plain = below(nodes, text).find(|value| nodes[*value].attribute("form").is_none());
            let Some(words) = plain.map(|value| nodes[value].text.trim().to_owned()) else { continue };
            let said = self.said.entry(id).or_default();
            match language {
                Some(true) => said.zh = Some(words),
                Some(false) => said.en = Some(words),
                None if said.first.is_none() => said.first = Some(words),
                None => {}
            }
        }
    }

    fn bind(&mut self, node: &Node) {
        let Some(path) = node.attribute("nodeset").and_then(short) else { return };
        let sort = match node.attribute("type").map(|t| t.rsplit(':').next().unwrap_or(t)) {
            Some("binary") => Sort::File,
            Some("geopoint" | "geotrace" | "geoshape") => Sort::Place,
            _ => return,
        };
        self.words.items.entry(path).or_default().sort = sort;
    }

    fn body(&mut self, at: usize) {
        for child in below(self.nodes, at) {
            let node = &self.nodes[child];
            let path = node.attribute("ref").or(node.attribute("nodeset")).and_then(short);
            let label = self.label(child);
            match node.name() {
                "group" | "repeat" => {
                    if let Some(path) = path {
                        let item = self.words.items.entry(path).or_default();
                        item.repeat |= node.name() == "repeat";
                        item.label = label.or_else(|| item.label.take());
                    }
                    self.body(child);
                }
                "label" | "hint" => {}
                control => {
                    let Some(path) = path else { continue };
                    let choices = self.choices(child);
                    let item = self.words.items.entry(path).or_default();
                    (item.label, item.asked, item.choices) = (label, true, choices);
                    match control {
                        "select1" => item.sort = Sort::One,
                        "select" | "rank" => item.sort = Sort::Several,
                        "upload" => item.sort = Sort::File,
                        _ => {}
                    }
                }
            }
        }
    }

    /// The words of an element's label.
    fn label(&self, at: usize) -> Option<Text> {
        let label = below(self.nodes, at).map(|c| &self.nodes[c]).find(|n| n.name() == "label")?;
        self.words_of(label)
    }

    fn words_of(&self, label: &Node) -> Option<Text> {
        if let Some(id) = label.attribute("ref").and_then(|r| between(r, "jr:itext('", "')")) {
            return self.said.get(id).and_then(Said::text);
        }
        let text = label.text.trim();
        (!text.is_empty()).then(|| Text { zh: text.to_owned(), en: None })
    }

    fn choices(&self, at: usize) -> HashMap<String, Text> {
        let mut all = HashMap::new();
        for child in below(self.nodes, at) {
            match self.nodes[child].name() {
                "item" => {
                    let value = below(self.nodes, child).find(|c| self.nodes[*c].name() == "value");
                    let value = value.map(|c| self.nodes[c].text.trim().to_owned());
                    all.extend(value.zip(self.label(child)));
                }
                "itemset" => all.extend(self.itemset(child)),
                _ => {}
            }
        }
        all
    }

    /// Choices out of a list of the form, or of a file beside it.
    fn itemset(&self, at: usize) -> Vec<(String, Text)> {
        let nodes = self.nodes;
        let part = |name: &str| {
            let found = below(nodes, at).map(|c| &nodes[c]).find(|n| n.name() == name);
            found.and_then(|n| n.attribute("ref")).unwrap_or_default()
        };
        let (value, label) = (part("value"), part("label"));
        let spoken = between(label, "jr:itext(", ")");
        let column = spoken.unwrap_or(label);
        let list = nodes[at].attribute("nodeset").and_then(|set| between(set, "instance('", "')"));
        let Some(list) = list else { return vec![] };
        let words = |text: &str| match spoken {
            Some(_) => self.said.get(text).and_then(Said::text),
            None => (!text.is_empty()).then(|| Text { zh: text.to_owned(), en: None }),
        };
        if let Some(rows) = self.outside.get(list).and_then(|file| self.csv.get(*file)) {
            let one =
                |row: &HashMap<String, String>| Some((row.get(value)?.clone(), words(row.get(column)?)?));
            return rows.iter().filter_map(one).collect();
        }
        let Some(root) = self.lists.get(list) else { return vec![] };
        let cell = |item: usize, name: &str| {
            let found = below(nodes, item).map(|c| &nodes[c]).find(|n| n.name() == name);
            found.map(|n| n.text.trim())
        };
        let one = |item: usize| Some((cell(item, value)?.to_owned(), words(cell(item, column)?)?));
        below(nodes, *root).filter_map(one).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(book: &str) -> (FormWords, String) {
        let xform = form_engine::convert(book.as_bytes(), "x.md").unwrap().xform;
        let places =
            HashMap::from([("name".to_owned(), "7".to_owned()), ("label".to_owned(), "石桥头".to_owned())]);
        (FormWords::read(&xform, &HashMap::from([("places.csv".to_owned(), vec![places])])), xform)
    }

    #[test]
    fn questions_and_choices_have_their_words_in_both_languages() {
        let (words, xform) = words(
            "| survey | | | | |\n| | type | name | label::中文 (zh) | label::English (en) |\n\
             | | begin_group | g | 住户 | Household |\n| | select_multiple pets | pets | 宠物 | Pets |\n| | end_group | | | |\n\
             | | begin_repeat | r | 成员 | Members |\n| | text | who | 姓名 | Name |\n| | integer | age | ${who}几岁 | Age of ${who} |\n| | end_repeat | | | |\n\
             | | image | front | 照片 | Photo |\n| | geopoint | at | 位置 | Where |\n| | select_one_from_file places.csv | where | 地点 | Place |\n\
             | | calculate | twice | | |\n| choices | | | | |\n| | list_name | name | label::中文 (zh) | label::English (en) |\n\
             | | pets | c | 猫 | Cat |\n| | pets | d | 狗 | Dog |\n"
                .replace("| | calculate | twice | | |\n", "")
                .as_str(),
        );
        let item = |path: &str| words.of(path).unwrap_or_else(|| panic!("{path}: {xform}"));
        let label = |path: &str| item(path).label.clone().unwrap();
        assert_eq!(label("g"), Text::new("住户", "Household"));
        assert_eq!(label("g/pets"), Text::new("宠物", "Pets"));
        assert_eq!(item("g/pets").choices["d"], Text::new("狗", "Dog"));
        assert_eq!((label("r"), item("r").repeat), (Text::new("成员", "Members"), true));
        assert_eq!(label("r/age").en.unwrap().replace(' ', ""), "Ageof…");
        assert_eq!(item("front").sort, Sort::File);
        assert_eq!(item("at").sort, Sort::Place);
        assert_eq!(item("where").choices["7"].zh, "石桥头");
        assert_eq!(files(&xform), ["places.csv"]);
    }

    #[test]
    fn a_form_in_one_language_and_one_that_is_none() {
        let (words, _) = words(
            "| survey | | | |\n| | type | name | label |\n| | select_one yn | ok | 好吗 |\n| choices | | | |\n| | list_name | name | label |\n| | yn | 1 | 是 |\n",
        );
        let ok = words.of("ok").unwrap();
        assert_eq!((ok.label.as_ref().unwrap().zh.as_str(), ok.sort), ("好吗", Sort::One));
        assert_eq!(ok.choices["1"].zh, "是");
        assert_eq!(FormWords::read("<a>", &HashMap::new()), FormWords::default());
        assert_eq!(FormWords::read("<a/>", &HashMap::new()), FormWords::default());
    }
}
