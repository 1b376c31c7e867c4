//! A module as a department brings it: an XLSForm workbook whose sheet `survey` has a further column `element`, and whose sheet
//! `module` says the rest (`key`, `zh`, `en`).

use crate::model::module::{Module, Opens, Question};
use form_engine::Workbook;
use form_engine::book::Sheet;
use kernel::Text;
use serde_json::{Map, Value, json};
use std::collections::{BTreeMap, HashMap};
use workflow::Finding;

/// The module of a workbook.
///
/// # Errors
/// What cannot be read as one; whether its questions are sound is judged afterwards, as with every module.
pub fn module(bytes: &[u8], name: &str) -> Result<Module, Vec<Finding>> {
    let book =
        Workbook::read(bytes, name).map_err(|f| vec![fault(&f.problem.zh(), &f.problem.to_string(), "")])?;
    let mut head = Map::new();
    for row in lines(book.sheet("module")) {
        let cell = |name: &str| row.get(name).cloned().unwrap_or_default();
        let (key, zh, en) = (cell("key"), cell("zh"), cell("en"));
        let text = || if en.is_empty() { json!({"zh": zh}) } else { json!({"zh": zh, "en": en}) };
        let value = match key.as_str() {
            "name" | "basis" => text(),
            "every_days" => zh.parse::<u32>().map_or(json!(zh), |n| json!(n)),
            _ => json!(zh),
        };
        head.insert(key, value);
    }
    let mut questions = Questions { found: vec![], open: vec![] };
    let mut all = vec![];
    for (n, row) in lines(book.sheet("survey")).iter().enumerate() {
        questions.row(n + 2, row, &mut all);
    }
    if !questions.found.is_empty() {
        return Err(questions.found);
    }
    head.insert("questions".into(), serde_json::to_value(all).unwrap_or_default());
    serde_path_to_error::deserialize(Value::Object(head)).map_err(|error| {
        let detail = error.inner().to_string();
        vec![fault(&detail, &detail, &format!("/{}", error.path().to_string().replace('.', "/")))]
    })
}

fn fault(zh: &str, en: &str, place: &str) -> Finding {
    Finding::new("form_fault", place).with("detail", en).with("detail_zh", zh)
}

/// The rows below the headings of a sheet, by heading.
fn lines(sheet: Option<&Sheet>) -> Vec<HashMap<String, String>> {
    let Some((heads, rows)) = sheet.and_then(|s| s.rows.split_first()) else { return vec![] };
    let heads: Vec<String> = heads.cells.iter().map(|c| c.trim().to_lowercase()).collect();
    let line = |row: &form_engine::book::Row| {
        let cells = heads.iter().zip(&row.cells).map(|(h, c)| (h.clone(), c.trim().to_owned()));
        cells.filter(|(h, c)| !h.is_empty() && !c.is_empty()).collect()
    };
    rows.iter().map(line).collect()
}

/// A block of the survey that is not ended yet.
enum Open {
    /// Only its condition stays: a module has no groups.
    Group(Option<String>),
    Repeat(Box<Question>),
}

struct Questions {
    found: Vec<Finding>,
    open: Vec<Open>,
}

impl Questions {
    fn row(&mut self, row: usize, cells: &HashMap<String, String>, all: &mut Vec<Question>) {
        let cell = |name: &str| cells.get(name).cloned();
        let kind = cell("type").unwrap_or_default();
        let relevant = self.under(cell("relevant").or_else(|| cell("relevance")));
        let place = |place: &str| format!("/survey/{row}/{place}");
        match kind.replace(' ', "_").as_str() {
            "begin_group" => self.open.push(Open::Group(relevant)),
            "begin_repeat" => {
                let each = cell("element").or_else(|| cell("name"));
                let (name, label) = (cell("name"), said(cells, "label"));
                self.open.push(Open::Repeat(Box::new(Question {
                    each,
                    name,
                    label,
                    relevant,
                    ..Question::default()
                })));
            }
            "end_group" | "end_repeat" => match self.open.pop() {
                Some(Open::Repeat(repeat)) => self.put(*repeat, all),
                Some(Open::Group(_)) => {}
                None => self.found.push(Finding::new("form_nothing_open", place("type")).with("value", kind)),
            },
            "" if cells.is_empty() => {}
            _ => {
                let known = [
                    "type",
                    "name",
                    "element",
                    "relevant",
                    "relevance",
                    "constraint",
                    "required",
                    "calculation",
                    "opens",
                    "answers",
                ];
                let spoken = |c: &str| {
                    ["label", "hint", "constraint_message"]
                        .iter()
                        .any(|s| c == *s || c.starts_with(&format!("{s}::")))
                };
                let also: BTreeMap<String, String> = cells
                    .iter()
                    .filter(|(c, _)| !known.contains(&c.as_str()) && !spoken(c))
                    .map(|(c, v)| (c.clone(), v.clone()))
                    .collect();
                let answers =
                    cell("answers").unwrap_or_default().split_whitespace().map(str::to_owned).collect();
                let question = Question {
                    name: cell("name"),
                    element: cell("element"),
                    datatype: Some(kind).filter(|k| !k.is_empty()),
                    label: said(cells, "label"),
                    hint: said(cells, "hint"),
                    relevant,
                    constraint: cell("constraint"),
                    constraint_message: said(cells, "constraint_message"),
                    required: cell("required")
                        .is_some_and(|r| ["yes", "true", "true()", "1"].contains(&r.to_lowercase().as_str())),
                    calculation: cell("calculation"),
                    also,
                    opens: cell("opens").map(|category| Opens { answers, category }),
                    each: None,
                    questions: vec![],
                };
                self.put(question, all);
            }
        }
    }

    /// A condition under those of the groups around it, as far as the next repeat.
    fn under(&self, own: Option<String>) -> Option<String> {
        let above = self.open.last().and_then(|open| match open {
            Open::Group(condition) => condition.clone(),
            Open::Repeat(_) => None,
        });
        match (above, own) {
            (Some(above), Some(own)) => Some(format!("({above}) and ({own})")),
            (above, own) => above.or(own),
        }
    }

    fn put(&mut self, question: Question, all: &mut Vec<Question>) {
        let repeat = self.open.iter_mut().rev().find_map(|open| match open {
            Open::Repeat(repeat) => Some(repeat),
            Open::Group(_) => None,
        });
        match repeat {
            Some(repeat) => repeat.questions.push(question),
            None => all.push(question),
        }
    }
}

/// Words of a column, by language.
fn said(cells: &HashMap<String, String>, column: &str) -> Option<Text> {
    let of = |test: &dyn Fn(&str) -> bool| {
        let named = cells.iter().find(|(c, _)| c.strip_prefix(&format!("{column}::")).is_some_and(test));
        named.map(|(_, words)| words.clone())
    };
    let zh = of(&|l| l.contains("zh") || l.contains("中文")).or_else(|| cells.get(column).cloned());
    let en = of(&|l| l.contains("en"));
    Some(Text { zh: zh.or_else(|| en.clone())?, en })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_workbook_gives_the_module_that_its_sheets_say() {
        let book = "| survey |\n| | type | name | element | label::中文 (zh) | label::English (en) | relevant | required | opens | answers | appearance |\n\
            | | | | dwelling.use | | | | yes | | | |\n\
            | | begin_group | g | | 安全 | Safety | ${use} = '2' | | | | |\n\
            | | select_one yes_no | alarm | | 有报警器吗 | Is there an alarm? | | | city-upkeep/E1 | no | likert |\n\
            | | end_group | | | | | | | | | |\n\
            | | begin_repeat | | lives_in | 成员 | | | | | | |\n\
            | | | | person.name | | | | | | | |\n\
            | | end_repeat | | | | | | | | | |\n\
            | module |\n| | key | zh | en |\n| | code | rental |\n| | name | 出租屋 | Rented |\n| | use | patrol |\n| | function | housing |\n\
            | | subject | dwelling |\n| | every_days | 90 |\n| | basis | 条例第五条 | Article 5 |\n";
        let read = module(book.as_bytes(), "x.md").unwrap();
        assert_eq!((read.code.as_str(), read.every_days), ("rental", Some(90)));
        assert_eq!(read.questions.len(), 3);
        let alarm = &read.questions[1];
        assert_eq!(alarm.relevant.as_deref(), Some("${use} = '2'"));
        assert_eq!(
            alarm.opens,
            Some(Opens { answers: vec!["no".into()], category: "city-upkeep/E1".into() })
        );
        assert_eq!(alarm.also["appearance"], "likert");
        assert_eq!(read.questions[2].questions[0].element.as_deref(), Some("person.name"));
        let short = module(b"| survey |\n| | type | name |\n| | text | a |\n", "x.md").unwrap_err();
        assert!(short[0].params["detail"].contains("code"), "{short:?}");
    }
}
