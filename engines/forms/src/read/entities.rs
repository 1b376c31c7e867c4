//! The sheet `entities`: what a submission makes of entity lists.

use super::{
    Notes,
    checks::References,
    rows::{Lines, tidy},
    survey::{put, take, truth},
};
use crate::{
    book::{Row, Sheet, Workbook},
    columns::{Column, key},
    fault::{Amount, Problem},
    lex,
    model::{Entity, Form},
    path::Names,
};

/// A form has one, or a few.
const MAX_ENTITIES: usize = 64;

pub fn read(book: &Workbook, survey: &Sheet, lines: &Lines, form: &mut Form, notes: &mut Notes) {
    if let Some(sheet) = book.sheet("entities") {
        form.entities = declared(sheet, form, notes);
    }
    let saved = save_to(survey, lines, form, notes);
    place(book, survey, lines, form, &saved, notes);
}

fn declared(sheet: &Sheet, form: &Form, notes: &mut Notes) -> Vec<Entity> {
    let Some((head, rows)) = sheet.rows.split_first() else { return Vec::new() };
    let column = |names: &[&str]| head.cells.iter().position(|c| names.contains(&key(c).as_str()));
    let Some(list) = column(&["list_name", "dataset"]) else {
        notes.fault(&sheet.name, head.number, "list_name", Problem::NoColumn("list_name"));
        return Vec::new();
    };
    let columns =
        [column(&["label"]), column(&["entity_id"]), column(&["create_if"]), column(&["update_if"])];
    let references = References::of(form);
    let mut found: Vec<Entity> = Vec::new();
    for row in rows {
        let mut cells = columns.map(|at| cell(row, at));
        let name = cell(row, Some(list)).unwrap_or_default();
        if name.is_empty() && cells.iter().all(Option::is_none) {
            continue;
        }
        if found.len() == MAX_ENTITIES {
            let problem = Problem::TooLarge { what: Amount::Entities, max: MAX_ENTITIES };
            notes.fault(&sheet.name, row.number, "list_name", problem);
            break;
        }
        let mut wrong = |column: &str, problem| notes.fault(&sheet.name, row.number, column, problem);
        if !lex::is_name(&name) || name.starts_with("__") || name.contains('.') {
            wrong("list_name", Problem::BadName(name.clone()));
        }
        for (cell, column) in cells.iter().zip(["label", "entity_id", "create_if", "update_if"]) {
            for problem in cell.iter().flat_map(|c| references.problems(c)) {
                wrong(column, problem);
            }
        }
        let [label, id, create_if, update_if] =
            [0, 1, 2, 3].map(|at| cells[at].take().map(|c| truth("calculate", &c)));
        match (&id, &create_if, &update_if) {
            (None, _, Some(_)) => wrong("entity_id", Problem::EntityId),
            (Some(_), Some(_), None) => {
                wrong("update_if", Problem::EntityUpdate);
            }
            (None, _, None) if label.is_none() => wrong("label", Problem::EntityLabel),
            _ => {}
        }
        found.push(Entity { list: name, within: 0, label, id, create_if, update_if, row: row.number });
    }
    found
}

fn cell(row: &Row, at: Option<usize>) -> Option<String> {
    let text = tidy(row.cells.get(at?)?, true);
    (!text.is_empty()).then_some(text)
}

/// Takes the list's name off every `save_to`; gives the entity and the question of each.
fn save_to(survey: &Sheet, lines: &Lines, form: &mut Form, notes: &mut Notes) -> Vec<(usize, usize)> {
    let column = Column::Bind("entities:saveto".into());
    let title = lines.title(&column, "save_to");
    let mut saved = Vec::new();
    for at in form.walk() {
        let row = form.items[at].row;
        let Some(text) = take(&mut form.items[at].bind, "entities:saveto") else { continue };
        let mut wrong = |problem| notes.fault(&survey.name, row, &title, problem);
        if form.entities.is_empty() {
            wrong(Problem::NoEntity);
            continue;
        }
        let (list, property) = match text.split_once('#') {
            Some((list, property)) => (Some(list.trim()), property.trim()),
            None => (None, text.as_str()),
        };
        let entity = match list {
            None if form.entities.len() == 1 => Some(0),
            None => {
                wrong(Problem::WhichEntity);
                None
            }
            Some(list) => {
                let entity = form.entities.iter().position(|e| e.list == list);
                if entity.is_none() {
                    wrong(Problem::UnknownEntity(list.to_string()));
                }
                entity
            }
        };
        let reserved =
            ["name", "label"].contains(&property.to_lowercase().as_str()) || property.starts_with("__");
        if reserved || !lex::is_name(property) {
            wrong(Problem::BadProperty(property.to_string()));
        }
        put(&mut form.items[at].bind, "entities:saveto", property);
        saved.extend(entity.map(|e| (e, at)));
    }
    saved
}

/// Finds the group that holds each entity. One entity alone stands in the form itself, where older servers look for it; several, and those of
/// a repeat, stand in the group of their questions, or around it where that is taken.
fn place(
    book: &Workbook,
    survey: &Sheet,
    lines: &Lines,
    form: &mut Form,
    saved: &[(usize, usize)],
    notes: &mut Notes,
) {
    let title = lines.title(&Column::Bind("entities:saveto".into()), "save_to");
    let mut taken: Vec<(usize, u32)> = Vec::new();
    for entity in 0..form.entities.len() {
        let asked: Vec<usize> = saved.iter().filter(|(e, _)| *e == entity).map(|(_, at)| *at).collect();
        let scope = match scope(form, entity, &asked) {
            Ok(scope) => scope,
            Err((row, problem)) => {
                notes.fault(&survey.name, row, &title, problem);
                continue;
            }
        };
        let wish =
            if scope == 0 && form.entities.len() == 1 { 0 } else { group(form, entity, scope, &asked) };
        let free = |at: &usize| !taken.iter().any(|(t, _)| t == at);
        let around: Vec<usize> = form.upwards(wish).collect();
        let end = around.iter().position(|at| *at == scope).unwrap_or(0);
        match around[..=end].iter().copied().find(free) {
            Some(at) => {
                form.entities[entity].within = at;
                taken.push((at, form.entities[entity].row));
            }
            None => {
                let by = taken.iter().find(|(t, _)| *t == scope).map_or(0, |(_, row)| *row);
                let sheet = book.sheet("entities").map_or("entities", |s| s.name.as_str());
                notes.fault(sheet, form.entities[entity].row, "list_name", Problem::EntityPlace(by));
            }
        }
    }
}

/// The repeat that an entity belongs to; 0 is the form. What is saved decides, and where nothing is, what its own expressions mention.
fn scope(form: &Form, entity: usize, saved: &[usize]) -> Result<usize, (u32, Problem)> {
    let repeat = |at: usize| form.upwards(at).skip(1).find(|p| form.is_repeat(*p)).unwrap_or(0);
    let Some(first) = saved.first() else {
        let deepest = mentioned(form, entity).into_iter().map(repeat).filter(|r| *r != 0);
        return Ok(deepest.max_by_key(|r| form.upwards(*r).count()).unwrap_or(0));
    };
    let name = |at: usize| if at == 0 { "the form".to_string() } else { form.items[at].name.clone() };
    let scope = repeat(*first);
    match saved.iter().find(|at| repeat(**at) != scope) {
        Some(other) => Err((form.items[*other].row, Problem::EntityScope(name(scope), name(repeat(*other))))),
        None => Ok(scope),
    }
}

/// The group of an entity's questions: the deepest that holds all that is saved, or that of the first mentioned.
fn group(form: &Form, entity: usize, scope: usize, saved: &[usize]) -> usize {
    let mut asked = saved.to_vec();
    if asked.is_empty() {
        asked.extend(mentioned(form, entity).into_iter().find(|at| form.upwards(*at).any(|p| p == scope)));
    }
    let Some(first) = asked.first() else { return scope };
    let holds = |group: usize| asked.iter().all(|at| form.upwards(*at).skip(1).any(|p| p == group));
    form.upwards(*first).skip(1).find(|p| holds(*p)).unwrap_or(scope)
}

/// The questions that an entity's own expressions mention.
fn mentioned(form: &Form, entity: usize) -> Vec<usize> {
    let known = Names::new(form);
    let entity = &form.entities[entity];
    let texts = [&entity.label, &entity.id, &entity.create_if, &entity.update_if];
    let pieces = texts.into_iter().flatten().flat_map(|t| lex::pieces(t));
    let names = pieces.filter_map(|p| match p {
        lex::Piece::Reference { name, .. } => Some(name),
        _ => None,
    });
    names.filter_map(|name| known.find(name)).collect()
}
