//! A module as a form of its own: what its department would hand out if it went alone.
//!
//! The module is laid out as the sheets of an XLSForm workbook and read like one, so that its names, types and expressions are judged
//! by the same checks as everybody's workbooks.

use crate::model::module::{Module, ModuleUse, Opens, Question};
use crate::rules::ground::{Ground, Known};
use crate::rules::words::words;
use form_engine::Form;
use form_engine::book::{Row, Sheet, Workbook};
use kernel::Text;
use register::model::kind::FieldType;
use std::collections::{BTreeMap, BTreeSet};
use workflow::Finding;

/// The languages of every composed form, as XLSForm names them.
pub const LANGUAGES: [&str; 2] = ["中文 (zh)", "English (en)"];
/// The choices of yes and no.
pub const YES_NO: &str = "yes_no";
/// Columns of XLSForm that a question may use besides its own words.
const ALSO: [&str; 6] =
    ["appearance", "parameters", "choice_filter", "default", "read_only", "required_message"];
/// Questions in a module at most.
const MOST: usize = 400;

/// A module's form and where its questions come from.
#[derive(Clone, Debug)]
pub struct ModuleForm {
    /// The form.
    pub form: Form,
    /// Its questions and repeats by name.
    pub asked: BTreeMap<String, Asked>,
}

/// Where an item of a module's form comes from.
#[derive(Clone, Debug, PartialEq)]
pub struct Asked {
    /// JSON pointer into the module.
    pub pointer: String,
    /// The data element.
    pub element: Option<Known>,
    /// The case that an answer opens.
    pub opens: Option<Opens>,
    /// The relation of a repeat, and the kind of the records at its other end.
    pub each: Option<(String, String)>,
}

/// The name of a question in its module.
pub fn name_of(question: &Question) -> String {
    let last = |e: &String| e.rsplit('.').next().unwrap_or(e).to_owned();
    let own = question.name.clone().or_else(|| question.each.clone());
    own.or_else(|| question.element.as_ref().map(last)).unwrap_or_default()
}

/// The form's id.
pub fn form_id(code: &str) -> String {
    format!("m_{code}")
}

/// The form of a module.
///
/// # Errors
/// Everything that is wrong with the module's questions, by JSON pointers into it.
pub fn form(module: &Module, version: i64, ground: &Ground) -> Result<ModuleForm, Vec<Finding>> {
    let mut sheets = Sheets::new(module, ground);
    sheets.questions(&module.questions, "/questions", None);
    let Sheets { rows, asked, lists, mut found, .. } = sheets;
    if module.questions.is_empty() {
        found.push(Finding::new("form_no_questions", "/questions"));
    }
    if rows.len() > MOST {
        found.push(Finding::new("form_too_long", "/questions").with("max", MOST));
    }
    if !found.is_empty() {
        return Err(found);
    }
    let places: Vec<String> = rows.iter().map(|r| r.place.clone()).collect();
    let book = book(module, version, (rows, lists), ground);
    match Form::read(&book, &form_id(&module.code)) {
        Ok((form, _)) => Ok(ModuleForm { form, asked }),
        Err(faults) => Err(faults.iter().map(|fault| finding(fault, &places)).collect()),
    }
}

/// A mistake that the converter found, at its place in the module.
fn finding(fault: &form_engine::Fault, places: &[String]) -> Finding {
    let row = fault.row.checked_sub(2).and_then(|r| places.get(r as usize));
    let column = fault.column.split("::").next().unwrap_or_default();
    let place = match (row, column) {
        (None, _) => "/questions".to_owned(),
        (Some(place), "") => place.clone(),
        (Some(place), column) if ALSO.contains(&column) => format!("{place}/also/{column}"),
        (Some(place), column) => format!("{place}/{column}"),
    };
    Finding::new("form_fault", place).with("detail", &fault.problem).with("detail_zh", fault.problem.zh())
}

struct Line {
    place: String,
    cells: BTreeMap<&'static str, String>,
}

struct Sheets<'a> {
    module: &'a Module,
    ground: &'a Ground,
    rows: Vec<Line>,
    asked: BTreeMap<String, Asked>,
    lists: BTreeSet<String>,
    found: Vec<Finding>,
}

impl<'a> Sheets<'a> {
    fn new(module: &'a Module, ground: &'a Ground) -> Self {
        let (rows, asked, lists, found) = (vec![], BTreeMap::new(), BTreeSet::new(), vec![]);
        Self { module, ground, rows, asked, lists, found }
    }

    fn fault(&mut self, code: &str, place: String, value: &str) {
        self.found.push(Finding::new(code, place).with("value", value.chars().take(60).collect::<String>()));
    }

    fn questions(&mut self, questions: &[Question], place: &str, each: Option<&str>) {
        for (n, question) in questions.iter().enumerate() {
            let place = format!("{place}/{n}");
            let name = name_of(question);
            if self.asked.contains_key(&name) {
                self.fault("code_duplicate", format!("{place}/name"), &name);
                continue;
            }
            match &question.each {
                Some(relation) => self.repeat(question, relation, place, name, each.is_some()),
                None => self.question(question, place, name, each),
            }
        }
    }

    fn repeat(&mut self, q: &Question, relation: &str, place: String, name: String, inside: bool) {
        if inside {
            return self.fault("form_repeat_in_repeat", format!("{place}/each"), relation);
        }
        if q.element.is_some() || q.datatype.is_some() || q.questions.is_empty() {
            return self.fault("form_repeat_alone", place, relation);
        }
        let others = self.ground.others(&self.module.subject, relation);
        if others.is_empty() && !self.ground.alone {
            return self.fault("form_relation_unknown", format!("{place}/each"), relation);
        }
        let kind = self.ground.each_kind(&self.module.subject, relation, &q.questions).unwrap_or_default();
        let label = q.label.clone().or_else(|| self.ground.kinds.get(&kind).map(|k| k.name.clone()));
        let mut cells = BTreeMap::from([("type", "begin_repeat".to_owned()), ("name", name.clone())]);
        said(&mut cells, LABEL, label.as_ref().unwrap_or(&Text::new(relation, relation)));
        cells.extend(q.relevant.clone().map(|r| ("relevant", r)));
        self.rows.push(Line { place: place.clone(), cells });
        let each = Some((relation.to_owned(), kind.clone()));
        self.asked.insert(name, Asked { pointer: place.clone(), element: None, opens: None, each });
        self.questions(&q.questions, &format!("{place}/questions"), Some(&kind));
        let cells = BTreeMap::from([("type", "end_repeat".to_owned())]);
        self.rows.push(Line { place, cells });
    }

    fn question(&mut self, q: &Question, place: String, name: String, each: Option<&str>) {
        let element = match &q.element {
            None => None,
            Some(code) => match self.ground.element(code) {
                Some(known) => Some(known),
                None if self.ground.alone => None,
                None => return self.fault("form_element_unknown", format!("{place}/element"), code),
            },
        };
        if let Some(known) = &element
            && !self.fits(known, each)
        {
            return self.fault("form_element_elsewhere", format!("{place}/element"), &known.code);
        }
        let Some(datatype) = self.datatype(q, element.as_ref(), &place) else { return };
        if !q.questions.is_empty() {
            return self.fault("form_questions_outside", format!("{place}/questions"), &name);
        }
        if q.opens.is_some() && self.module.purpose != ModuleUse::Patrol {
            return self.fault("form_opens_nothing", format!("{place}/opens"), &name);
        }
        let mut cells = BTreeMap::from([("type", datatype.clone()), ("name", name.clone())]);
        if let Some(label) = q.label.as_ref().or(element.as_ref().map(|e| &e.name)) {
            said(&mut cells, LABEL, label);
        } else if q.element.is_some() {
            // an element of another pack, which brings its own words along
            said(&mut cells, LABEL, &Text::new(name.as_str(), name.as_str()));
        }
        if let Some(hint) = &q.hint {
            said(&mut cells, HINT, hint);
        }
        self.limits(q, element.as_ref(), &mut cells);
        cells.extend(q.relevant.clone().map(|r| ("relevant", r)));
        cells.extend(q.calculation.clone().map(|c| ("calculation", c)));
        if q.required {
            cells.insert("required", "yes".into());
        }
        for (column, text) in &q.also {
            match ALSO.iter().find(|a| *a == column) {
                Some(column) => drop(cells.insert(column, text.clone())),
                None => self.fault("form_column_unknown", format!("{place}/also/{column}"), column),
            }
        }
        self.paths(q, &place);
        self.rows.push(Line { place: place.clone(), cells });
        self.asked.insert(name, Asked { pointer: place, element, opens: q.opens.clone(), each: None });
    }

    /// An element of the subject or of what it belongs to; in a repeat, of the records at the other end.
    fn fits(&self, known: &Known, each: Option<&str>) -> bool {
        match each {
            Some(kind) => known.kind == kind,
            None => {
                known.kind == self.module.subject
                    || self.ground.beside(&self.module.subject).contains(&known.kind.as_str())
            }
        }
    }

    fn datatype(&mut self, q: &Question, element: Option<&Known>, place: &str) -> Option<String> {
        let own = q.datatype.as_deref().map(|t| t.split_whitespace().collect::<Vec<_>>().join(" "));
        let datatype = match (element.map(Known::question_type), own) {
            (Some(of), Some(own)) if of != own => {
                self.fault("form_type_differs", format!("{place}/type"), &own);
                return None;
            }
            (Some(datatype), _) | (None, Some(datatype)) => datatype,
            // an element of another pack: it is judged when it is admitted
            (None, None) if q.element.is_some() && self.ground.alone => "text".into(),
            (None, None) => {
                self.fault("form_type_missing", format!("{place}/type"), "");
                return None;
            }
        };
        let list = datatype.strip_prefix("select_one ").or_else(|| datatype.strip_prefix("select_multiple "));
        if let Some(list) = list {
            let known = list == YES_NO || self.ground.tables.contains_key(list);
            if !known && !self.ground.alone {
                self.fault("form_table_unknown", format!("{place}/type"), list);
                return None;
            }
            self.lists.insert(list.to_owned());
        }
        Some(datatype)
    }

    fn limits(&self, q: &Question, element: Option<&Known>, cells: &mut BTreeMap<&'static str, String>) {
        let of_type = element.and_then(|e| limit(e.datatype));
        let constraint = match (&q.constraint, of_type) {
            (Some(own), Some((of, _))) => Some(format!("({own}) and ({of})")),
            (Some(own), None) => Some(own.clone()),
            (None, of) => of.map(|(of, _)| of.to_owned()),
        };
        cells.extend(constraint.map(|c| ("constraint", c)));
        let message = q.constraint_message.clone().or_else(|| of_type.map(|(_, code)| words(code)));
        if let Some(message) = message {
            said(cells, CONSTRAINT_MESSAGE, &message);
        }
    }

    /// Questions of several modules stand in one form: what is referred to is named, never reached by a path.
    fn paths(&mut self, q: &Question, place: &str) {
        let also = q.also.iter().map(|(k, v)| (format!("also/{k}"), v));
        let own = [("relevant", &q.relevant), ("constraint", &q.constraint), ("calculation", &q.calculation)];
        let own = own.into_iter().filter_map(|(k, v)| Some((k.to_owned(), v.as_ref()?)));
        let wrong: Vec<String> =
            own.chain(also).filter(|(_, text)| form_engine::compose::walks(text)).map(|(k, _)| k).collect();
        for column in wrong {
            self.fault("form_path", format!("{place}/{column}"), "");
        }
    }
}

const LABEL: [&str; 2] = ["label::中文 (zh)", "label::English (en)"];
const HINT: [&str; 2] = ["hint::中文 (zh)", "hint::English (en)"];
const CONSTRAINT_MESSAGE: [&str; 2] = ["constraint_message::中文 (zh)", "constraint_message::English (en)"];

/// Words in both languages; what has no English is said in Chinese.
fn said(cells: &mut BTreeMap<&'static str, String>, columns: [&'static str; 2], text: &Text) {
    cells.insert(columns[0], text.zh.clone());
    cells.insert(columns[1], text.en.clone().unwrap_or_else(|| text.zh.clone()));
}

/// What a value of a type looks like, and the words for one that does not.
fn limit(datatype: FieldType) -> Option<(&'static str, &'static str)> {
    match datatype {
        FieldType::CitizenId => Some((r"regex(., '^[0-9]{17}[0-9X]$')", "forms.expected.citizen_id")),
        FieldType::CreditCode => Some((r"regex(., '^[0-9A-Z]{18}$')", "forms.expected.credit_code")),
        FieldType::Phone => Some((r"regex(., '^[0-9+ -]{5,20}$')", "forms.expected.phone")),
        _ => None,
    }
}

fn book(
    module: &Module,
    version: i64,
    (rows, lists): (Vec<Line>, BTreeSet<String>),
    ground: &Ground,
) -> Workbook {
    let columns: BTreeSet<&'static str> = rows.iter().flat_map(|r| r.cells.keys().copied()).collect();
    let columns: Vec<&'static str> = columns.into_iter().collect();
    let cells =
        |line: &Line| columns.iter().map(|c| line.cells.get(c).cloned().unwrap_or_default()).collect();
    let mut survey = vec![columns.iter().map(|c| (*c).to_owned()).collect()];
    survey.extend(rows.iter().map(cells));
    let mut choices = vec![vec!["list_name".into(), "name".into(), LABEL[0].into(), LABEL[1].into()]];
    for list in lists {
        choices.extend(choices_of(&list, ground));
    }
    let settings = vec![
        ["form_id", "form_title", "version", "default_language"].map(str::to_owned).to_vec(),
        vec![form_id(&module.code), module.name.zh.clone(), version.to_string(), LANGUAGES[0].to_owned()],
    ];
    let sheet = |name: &str, rows: Vec<Vec<String>>| Sheet {
        name: name.to_owned(),
        rows: (1..).zip(rows).map(|(number, cells)| Row { number, cells }).collect(),
    };
    Workbook { sheets: vec![sheet("survey", survey), sheet("choices", choices), sheet("settings", settings)] }
}

/// The choices of a list: a code table, or yes and no.
fn choices_of(list: &str, ground: &Ground) -> Vec<Vec<String>> {
    let row = |code: &str, name: &Text| {
        let en = name.en.clone().unwrap_or_else(|| name.zh.clone());
        vec![list.to_owned(), code.to_owned(), name.zh.clone(), en]
    };
    match ground.tables.get(list) {
        Some(table) => table.values.iter().map(|v| row(&v.code, &v.name)).collect(),
        None if list == YES_NO => {
            ["yes", "no"].map(|code| row(code, &words(&format!("forms.{code}")))).to_vec()
        }
        // the table of another pack, which is seen when the module is admitted
        None => vec![row("-", &Text::new(list, list))],
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::{Value, json};

    pub(crate) fn ground() -> Ground {
        let field = |code: &str, datatype: &str| json!({"code": code, "name": {"zh": code, "en": code}, "type": datatype, "class": "internal", "owner": "housing"});
        let kind = |code: &str, fields: Value, relations: Value| {
            let kind = json!({"code": code, "name": {"zh": code, "en": code}, "category": {"zh": "c", "en": "c"}, "purpose": {"zh": "p", "en": "p"},
                "fields": fields, "relations": relations});
            (code.to_owned(), serde_json::from_value(kind).unwrap())
        };
        let mut ground = Ground::default();
        ground.kinds.extend([
            kind("dwelling", json!([field("number", "text"), {"code": "use", "name": {"zh": "用途", "en": "Use"}, "type": "code", "class": "internal", "owner": "housing", "table": "dwelling_use"}]), json!([])),
            kind("person", json!([field("name", "text"), field("id_number", "citizen_id")]),
                json!([{"code": "lives_in", "name": {"zh": "居住", "en": "Lives in"}, "to": "dwelling"}])),
        ]);
        let table = json!({"code": "dwelling_use", "name": {"zh": "用途"}, "values": [
            {"code": "1", "name": {"zh": "自住", "en": "Own"}}, {"code": "2", "name": {"zh": "出租"}}]});
        ground.tables.insert("dwelling_use".into(), serde_json::from_value(table).unwrap());
        ground
    }

    fn module(questions: Value) -> Module {
        let module = json!({"code": "rental", "name": {"zh": "出租屋", "en": "Rented"}, "use": "patrol", "function": "housing",
            "subject": "dwelling", "questions": questions});
        serde_json::from_value(module).unwrap()
    }

    fn places(questions: Value) -> Vec<(String, String)> {
        let found = form(&module(questions), 1, &ground()).unwrap_err();
        found.into_iter().map(|f| (f.code, f.path)).collect()
    }

    #[test]
    fn an_element_brings_its_words_type_and_choices_along() {
        let made = form(
            &module(json!([
                {"element": "dwelling.use"},
                {"name": "alarm", "type": "select_one yes_no", "label": {"zh": "有报警器吗"}, "relevant": "${use} = '2'",
                 "opens": {"answers": ["no"], "category": "city-upkeep/E1"}},
                {"each": "lives_in", "questions": [{"element": "person.name", "required": true}, {"element": "person.id_number"}]},
            ])),
            3,
            &ground(),
        )
        .unwrap();
        let xml = made.form.xform();
        assert!(
            xml.contains("<data id=\"m_rental\" version=\"3\"><use/><alarm/><lives_in jr:template=\"\">"),
            "{xml}"
        );
        assert!(
            xml.contains("lang=\"中文 (zh)\" default=\"true()\"") && xml.contains("<value>出租</value>"),
            "{xml}"
        );
        assert!(
            xml.contains("<value>Use</value>") && xml.contains("regex(., &apos;^[0-9]{17}[0-9X]$&apos;)")
                || xml.contains("regex(., '^[0-9]{17}[0-9X]$')"),
            "{xml}"
        );
        let use_ = &made.asked["use"];
        assert_eq!(
            (use_.pointer.as_str(), use_.element.as_ref().unwrap().item()),
            ("/questions/0", "dwelling__use".to_owned())
        );
        assert_eq!(made.asked["lives_in"].each, Some(("lives_in".into(), "person".into())));
        assert_eq!(made.asked["name"].pointer, "/questions/2/questions/0");
    }

    #[test]
    fn a_mistake_is_told_with_its_place() {
        let place = |code: &str, place: &str| (code.to_owned(), place.to_owned());
        assert_eq!(
            places(json!([{"element": "dwelling.nothing"}])),
            [place("form_element_unknown", "/questions/0/element")]
        );
        assert_eq!(
            places(json!([{"element": "person.name"}])),
            [place("form_element_elsewhere", "/questions/0/element")]
        );
        assert_eq!(
            places(json!([{"element": "dwelling.use", "type": "text"}])),
            [place("form_type_differs", "/questions/0/type")]
        );
        assert_eq!(
            places(json!([{"name": "a", "label": {"zh": "a"}}])),
            [place("form_type_missing", "/questions/0/type")]
        );
        assert_eq!(
            places(json!([{"name": "a", "type": "select_one none", "label": {"zh": "a"}}])),
            [place("form_table_unknown", "/questions/0/type")]
        );
        assert_eq!(
            places(json!([{"each": "eats", "questions": [{"element": "person.name"}]}])),
            [place("form_relation_unknown", "/questions/0/each")]
        );
        assert_eq!(
            places(
                json!([{"element": "dwelling.number"}, {"name": "b", "type": "text", "label": {"zh": "b"}, "relevant": "${gone} = 1"}])
            ),
            [place("form_fault", "/questions/1/relevant")]
        );
        assert_eq!(
            places(json!([{"element": "dwelling.number", "constraint": "string-length(.) >"}])),
            [place("form_fault", "/questions/0/constraint")]
        );
        assert_eq!(
            places(json!([{"element": "dwelling.number", "relevant": "../use = 1"}])),
            [place("form_path", "/questions/0/relevant")]
        );
        assert_eq!(
            places(json!([{"name": "9", "type": "text", "label": {"zh": "a"}}])),
            [place("form_fault", "/questions/0/name")]
        );
        assert_eq!(places(json!([])), [place("form_no_questions", "/questions")]);
        let found = form(&module(json!([{"name": "a", "type": "txt", "label": {"zh": "a"}}])), 1, &ground())
            .unwrap_err();
        assert!(found[0].params["detail_zh"].contains("txt"), "{found:?}");
    }
}
