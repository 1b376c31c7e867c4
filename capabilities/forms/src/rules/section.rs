//! The sections of packs about forms, `data_elements` and `form_modules`.

use crate::model::module::{Element, Module};
use crate::rules::ground::Ground;
use crate::rules::module_form::{self, Asked, ModuleForm};
use expression::Expression;
use packs::{PackContext, Section};
use register::model::kind::{CodeTable, FieldClass, FieldType, Kind};
use register::rules::section::{items, once, words};
use serde::de::DeserializeOwned;
use serde_json::{Value, json};
use std::collections::BTreeMap;
use workflow::{Finding, check_code};

/// The sections, to be handed to packs when the program starts.
pub fn sections() -> Vec<Section> {
    let list = |what: &str, needs: &[&str]| {
        json!({
            "type": "array",
            "description": what,
            "items": { "type": "object", "required": needs },
        })
    };
    vec![
        Section {
            key: "data_elements",
            schema: list(
                "What forms ask and no register holds (docs/forms.md)",
                &["code", "name", "subject", "type", "class", "owner"],
            ),
            check: check_elements,
        },
        Section {
            key: "form_modules",
            schema: list(
                "What departments ask (docs/forms.md)",
                &["code", "name", "use", "function", "subject", "questions"],
            ),
            check: check_modules,
        },
    ]
}

/// What one pack alone declares: elements and kinds of other packs are seen when a module is admitted.
fn alone(context: &PackContext<'_>) -> Ground {
    let section = |key: &str| context.document.get(key).cloned().unwrap_or_default();
    fn by<T: DeserializeOwned>(value: Value, code: impl Fn(&T) -> &String) -> BTreeMap<String, T> {
        let all: Vec<T> = serde_json::from_value(value).unwrap_or_default();
        all.into_iter().map(|t| (code(&t).clone(), t)).collect()
    }
    Ground {
        kinds: by::<Kind>(section("register_kinds"), |k| &k.code),
        elements: by::<Element>(section("data_elements"), |e| &e.code),
        tables: by::<CodeTable>(section("code_tables"), |t| &t.code),
        alone: true,
    }
}

fn check_elements(value: &Value, context: &PackContext<'_>) -> Vec<Finding> {
    let mut found = vec![];
    let ground = alone(context);
    let elements: Vec<(usize, Element)> = items(value, &mut found);
    once(elements.iter().map(|(n, e)| (format!("/{n}/code"), e.code.as_str())), &mut found);
    for (n, element) in &elements {
        let path = format!("/{n}");
        check_code(&element.code, &format!("{path}/code"), &mut found);
        words(&element.name, &format!("{path}/name"), &mut found);
        if (element.datatype == FieldType::Code) != element.table.is_some() {
            let wrong = Finding::new("register_table_unknown", format!("{path}/table"));
            let table = element.table.clone().unwrap_or_default();
            found.push(wrong.with("field", &element.code).with("table", table));
        }
        if element.class == FieldClass::Care {
            found.push(
                Finding::new("register_care_locked", format!("{path}/class")).with("kind", &element.code),
            );
        }
        let personal = [FieldType::CitizenId, FieldType::Phone].contains(&element.datatype);
        if personal
            && element.class.is_open()
            && ground.kinds.get(&element.subject).is_none_or(Kind::holds_people)
        {
            found.push(
                Finding::new("register_class_open", format!("{path}/class")).with("field", &element.code),
            );
        }
    }
    found
}

fn check_modules(value: &Value, context: &PackContext<'_>) -> Vec<Finding> {
    let mut found = vec![];
    let ground = alone(context);
    let modules: Vec<(usize, Module)> = items(value, &mut found);
    once(modules.iter().map(|(n, m)| (format!("/{n}/code"), m.code.as_str())), &mut found);
    for (n, module) in &modules {
        let path = format!("/{n}");
        words(&module.name, &format!("{path}/name"), &mut found);
        found.extend(sound(module, &ground).into_iter().map(|f| f.under(&path)));
    }
    found
}

/// Whether a module is one: its code, whom it concerns, its questions as a form, the cases that it opens.
pub fn sound(module: &Module, ground: &Ground) -> Vec<Finding> {
    let mut found = vec![];
    check_code(&module.code, "/code", &mut found);
    // questions of modules stand side by side under the codes of their modules, as names of XML do
    if module.code.contains("__") || module.code.starts_with("s_") {
        found.push(Finding::new("code_format", "/code").with("code", &module.code));
    }
    if module.every_days.is_some_and(|days| days == 0 || days > 3660) {
        found.push(Finding::new("form_frequency", "/every_days"));
    }
    match ground.kinds.get(&module.subject) {
        None if !ground.alone => {
            found.push(Finding::new("form_kind_unknown", "/subject").with("value", &module.subject));
        }
        kind => condition(module, kind, &mut found),
    }
    match module_form::form(module, 1, ground) {
        Err(wrong) => found.extend(wrong),
        Ok(made) => {
            for (name, asked) in &made.asked {
                opens(&made, name, asked, ground, &mut found);
            }
        }
    }
    found
}

/// Whom a module concerns is told by what everybody on the staff may know.
fn condition(module: &Module, kind: Option<&Kind>, found: &mut Vec<Finding>) {
    let Some(source) = &module.when else { return };
    if let Err(fault) = condition_of(source, kind) {
        found.push(Finding::fault(&fault, "/when"));
    }
}

/// Whether a text is a condition over the open values of a kind.
///
/// # Errors
/// What is wrong with it.
pub fn condition_of(source: &str, kind: Option<&Kind>) -> Result<(), expression::Fault> {
    let schema = kind.map(|kind| {
        let mut open = kind.clone();
        open.fields.retain(|f| f.class.is_open());
        register::rules::section::variables(&open)
    });
    Expression::parse(source).and_then(|e| schema.map_or(Ok(()), |schema| e.check_bool(&schema)))
}

fn opens(made: &ModuleForm, name: &str, asked: &Asked, ground: &Ground, found: &mut Vec<Finding>) {
    let Some(opens) = &asked.opens else { return };
    let item = made.form.items.iter().find(|i| i.name == name).map(|i| &i.what);
    let Some(form_engine::model::What::Question(question)) = item else { return };
    let Some(form_engine::model::Choices::List(list)) = &question.choices else { return };
    let known = |answer: &String| match ground.tables.get(list) {
        Some(table) => table.values.iter().any(|v| v.code == *answer),
        None => list != module_form::YES_NO || answer == "yes" || answer == "no",
    };
    for (n, answer) in opens.answers.iter().enumerate().filter(|(_, answer)| !known(answer)) {
        let place = format!("{}/opens/answers/{n}", asked.pointer);
        found.push(Finding::new("form_opens_answer", place).with("value", answer));
    }
}
