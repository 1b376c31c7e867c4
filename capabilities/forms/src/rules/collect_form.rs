//! One form for everything that is due at subjects of one kind, for clients that know nothing of visits: who fills it chooses the subject first.
//!
//! The form is the same for everybody. Who is due, at what, and what everybody on the staff may know of them stands in files beside it, which
//! are made for each caller: `subjects.csv`, and `grids.csv` to choose among many. What is protected is in neither, since they lie on a phone.

use crate::model::admission::InForce;
use crate::model::visit::{Bound, Kept};
use crate::rules::ground::Ground;
use crate::rules::module_form::LANGUAGES;
use crate::rules::visit_form::{self, Odd};
use crate::rules::words::words;
use form_engine::book::{Row, Sheet, Workbook};
use form_engine::compose::{self, Composed, Unreadable};
use form_engine::model::{Form, Item};
use kernel::Timestamp;
use std::collections::{BTreeMap, BTreeSet};

/// Subjects that a file names at most; a phone searches them on its own.
pub const MOST: usize = 2_000;
/// The file of subjects.
pub const SUBJECTS: &str = "subjects.csv";
/// The file of the grids that they lie in.
pub const GRIDS: &str = "grids.csv";
/// Where the chosen subject stands in a submission.
const CHOSEN: &str = "/s_subject/_subject";
/// Where the modules that are due there stand.
const DUE: &str = "/s_subject/_due";

/// A form for everybody who fills it, and what is kept of it.
#[derive(Clone, Debug)]
pub struct CollectForm {
    /// Its id.
    pub id: String,
    /// Its version: a hash over all that it says.
    pub version: String,
    /// What people call it.
    pub title: kernel::Text,
    /// The form.
    pub xform: String,
    /// How its submissions fall apart.
    pub kept: Kept,
}

/// The form of one kind for all its modules, each under the condition that it is due at the subject.
///
/// # Errors
/// Modules that make no form.
pub fn collect_form(kind: &str, modules: &[&InForce], ground: &Ground) -> Result<CollectForm, Odd> {
    let made = visit_form::modules(modules, ground)?;
    let mut parts = visit_form::parts(modules, &made);
    for part in &mut parts {
        part.when = Some(format!("selected(${{_due}}, '{}')", part.code));
    }
    let mut settings = visit_form::settings("collect", kind, ground);
    settings.instance_name = Some("${_label}".into());
    let title = visit_form::titled("collect", kind, ground);
    let mut composed = compose::compose(settings, &visit_form::sections(), &parts).map_err(Odd::Clash)?;
    let mut kept = visit_form::keep(kind, modules, &made, &composed);
    kept.chosen = true;
    let known = offered(&kept, ground);
    let front = front(kind, &known)?;
    put_first(&mut composed.form, &front);
    offer(&mut composed, &known);
    let version = visit_form::version(&mut composed, &kept);
    let id = composed.form.settings.id.clone();
    Ok(CollectForm { id, version, title, xform: composed.form.xform(), kept })
}

/// Questions whose answers may be known and are nobody's secret, by their names in the form: those about the subject itself.
pub fn offered(kept: &Kept, ground: &Ground) -> BTreeMap<String, Bound> {
    let open = |b: &Bound| {
        let own = b.within.is_none() && b.kind == kept.kind;
        own && ground.element(&b.element).is_some_and(|e| e.class.is_open())
    };
    kept.bound.iter().filter(|(_, b)| open(b)).map(|(name, b)| (name.clone(), b.clone())).collect()
}

/// What is asked before all else: where, and whom or what.
fn front<T>(kind: &str, known: &BTreeMap<String, T>) -> Result<Form, Odd> {
    const HEADS: [&str; 9] = [
        "type",
        "name",
        "label::中文 (zh)",
        "label::English (en)",
        "relevant",
        "required",
        "choice_filter",
        "appearance",
        "calculation",
    ];
    let mut rows = vec![HEADS.map(str::to_owned)];
    let mut row = |datatype: &str, name: &str, said: &str, cells: [&str; 5]| {
        let label = if said.is_empty() { kernel::Text::default() } else { words(said) };
        let say = |text: &str| text.replace("{max}", &MOST.to_string());
        let [relevant, required, filter, appearance, calculation] = cells.map(str::to_owned);
        let (zh, en) = (say(&label.zh), say(label.en.as_deref().unwrap_or_default()));
        rows.push([
            datatype.into(),
            name.into(),
            zh,
            en,
            relevant,
            required,
            filter,
            appearance,
            calculation,
        ]);
    };
    let of = |column: &str| format!("instance('subjects')/root/item[name = ${{_subject}}]/{column}");
    let full = format!("count(instance('subjects')/root/item) >= {MOST}");
    row("begin_group", "s_subject", "forms.collect.subject", [""; 5]);
    row(
        "select_one_from_file grids.csv",
        "_grid",
        "forms.collect.grid",
        ["count(instance('grids')/root/item) > 1", "", "", "minimal", ""],
    );
    row("note", "_cut", "forms.collect.cut", [&full, "", "", "", ""]);
    row(
        "select_one_from_file subjects.csv",
        "_subject",
        "forms.collect.subject",
        ["", "yes", "grid = ${_grid} or ${_grid} = ''", "minimal autocomplete", ""],
    );
    row("calculate", "_due", "", ["", "", "", "", &of("due")]);
    row("calculate", "_label", "", ["", "", "", "", &of("label")]);
    for name in known.keys() {
        let at = of(&format!("at_{name}"));
        row("calculate", &format!("_at_{name}"), "", ["", "", "", "", &format!("if({at} = '', '—', {at})")]);
    }
    row("end_group", "", "", [""; 5]);
    let rows = rows.into_iter().zip(1u32..).map(|(cells, number)| Row { number, cells: cells.to_vec() });
    let survey = Sheet { name: "survey".into(), rows: rows.collect() };
    let book = Workbook { sheets: vec![survey] };
    let odd = |faults: Vec<form_engine::Fault>| {
        let found =
            faults.iter().map(|f| workflow::Finding::new("form_fault", "").with("detail", &f.problem));
        Odd::Module(format!("collect_{kind}"), found.collect())
    };
    Form::read(&book, "front").map(|(form, _)| form).map_err(odd)
}

/// Puts what another form asks before what this one asks; the clock of the form stays the first.
fn put_first(form: &mut Form, front: &Form) {
    let shift = form.items.len() - 1;
    let moved = |at: &usize| at + shift;
    for item in front.items.iter().skip(1) {
        let parent = if item.parent == 0 { 0 } else { item.parent + shift };
        let children = item.children.iter().map(moved).collect();
        form.items.push(Item { parent, children, ..item.clone() });
    }
    let first = |at: &usize| !form.items[*at].name.starts_with('_');
    let before = form.items[0].children.iter().position(first).unwrap_or_default();
    let tops: Vec<usize> = front.items[0].children.iter().map(moved).collect();
    form.items[0].children.splice(before..before, tops);
}

/// What is known is written down when the subject is chosen, and says how old it is.
fn offer<T>(composed: &mut Composed, known: &BTreeMap<String, T>) {
    let hint = words("forms.collect.known");
    for merged in &composed.merged {
        let item = &mut composed.form.items[merged.item];
        let taken = item.default.is_some() || !item.triggers.is_empty();
        if merged.within.is_some()
            || taken
            || !known.contains_key(&merged.name)
            || !visit_form::answered(item)
        {
            continue;
        }
        let name = &merged.name;
        item.triggers.push("_subject".into());
        let value = format!("instance('subjects')/root/item[name = ${{_subject}}]/v_{name}");
        item.bind.push(("calculate".into(), value));
        for (language, text) in LANGUAGES.iter().zip([Some(&hint.zh), hint.en.as_ref()]) {
            let age = text.unwrap_or(&hint.zh).replace("{at}", &format!("${{_at_{name}}}"));
            match item.hint.0.iter_mut().find(|(l, _)| l.as_deref() == Some(language)) {
                Some((_, said)) => *said = format!("{said} {age}"),
                None => item.hint.put(Some((*language).to_owned()), age),
            }
        }
    }
}

/// A subject as the file names it.
#[derive(Clone, Debug, PartialEq)]
pub struct Listed {
    /// Its record.
    pub id: String,
    /// An open address, name or number.
    pub label: String,
    /// The code of its area.
    pub grid: String,
    /// Modules that are due there.
    pub due: Vec<String>,
    /// Question → what is known, and since which day.
    pub known: BTreeMap<String, (String, String)>,
}

/// The nearest, as many as a file holds.
pub fn nearest<T>(mut all: Vec<T>, most: usize, order: impl Fn(&T) -> (Timestamp, String)) -> Vec<T> {
    all.sort_by_cached_key(|one| order(one));
    all.truncate(most);
    all
}

/// `subjects.csv`
pub fn subjects<'a>(all: &[Listed], known: impl Iterator<Item = &'a String>) -> String {
    let known: Vec<&String> = known.collect();
    let mut heads: Vec<String> = ["name", "label", "grid", "due"].map(str::to_owned).into();
    heads.extend(known.iter().flat_map(|name| [format!("v_{name}"), format!("at_{name}")]));
    let mut out = line(&heads);
    for one in all {
        let label = if one.label.is_empty() { &one.id } else { &one.label };
        let mut cells = vec![one.id.clone(), label.clone(), one.grid.clone(), one.due.join(" ")];
        for name in &known {
            let (value, at) = one.known.get(*name).cloned().unwrap_or_default();
            cells.extend([value, at]);
        }
        out.push_str(&line(&cells));
    }
    out
}

/// `grids.csv`: those that subjects lie in.
pub fn grids(all: &[Listed], name: impl Fn(&str) -> String) -> String {
    let codes: BTreeSet<&str> = all.iter().map(|one| one.grid.as_str()).collect();
    let mut out = line(&["name".to_owned(), "label".to_owned()]);
    codes.iter().for_each(|code| out.push_str(&line(&[(*code).to_owned(), name(code)])));
    out
}

fn line(cells: &[String]) -> String {
    let cell = |text: &String| {
        let text: String = text.chars().map(|c| if c.is_control() { ' ' } else { c }).collect();
        match text.contains([',', '"', ';']) {
            true => format!("\"{}\"", text.replace('"', "\"\"")),
            false => text,
        }
    };
    cells.iter().map(cell).collect::<Vec<_>>().join(",") + "\n"
}

/// The subject that was chosen.
///
/// # Errors
/// It is no XML.
pub fn chosen(submission: &[u8]) -> Result<Option<String>, Unreadable> {
    Ok(answer(&compose::answers(submission)?, CHOSEN))
}

/// What of a plan was asked: where the subject is chosen in the form, the modules that were due at it and got an answer.
///
/// # Errors
/// It is no XML.
pub fn asked(mut kept: Kept, submission: &[u8]) -> Result<Kept, Unreadable> {
    if !kept.chosen {
        return Ok(kept);
    }
    let due = answer(&compose::answers(submission)?, DUE).unwrap_or_default();
    let due: BTreeSet<&str> = due.split_whitespace().collect();
    let records = compose::split(&kept.splitting, submission)?;
    let answered = records.iter().filter(|r| r.answers.iter().any(|a| !a.value.trim().is_empty()));
    let asked: BTreeSet<String> =
        answered.map(|r| r.code.clone()).filter(|code| due.contains(code.as_str())).collect();
    kept.modules.retain(|(code, _)| asked.contains(code));
    kept.splitting.parts.retain(|part| asked.contains(&part.code));
    kept.opens.retain(|opens| asked.contains(&opens.module));
    kept.asked.retain(|code, _| asked.contains(code));
    Ok(kept)
}

fn answer(answers: &[(String, String)], path: &str) -> Option<String> {
    let (_, value) = answers.iter().find(|(at, _)| at == path)?;
    Some(value.trim().to_owned()).filter(|value| !value.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn one(id: &str, grid: &str) -> Listed {
        let known = [("dwelling__use".to_owned(), ("2".to_owned(), "2026-08-01".to_owned()))].into();
        Listed {
            id: id.into(),
            label: format!("{id}, \"East\""),
            grid: grid.into(),
            due: vec!["a".into(), "b-c".into()],
            known,
        }
    }

    #[test]
    fn the_nearest_stand_first_and_the_rest_is_left() {
        let all = vec![("3", 9), ("2", 5), ("1", 5)];
        let kept = nearest(all, 2, |(id, on)| (Timestamp(*on), (*id).to_owned()));
        assert_eq!(kept, [("1", 5), ("2", 5)]);
    }

    #[test]
    fn files_are_csv_that_phones_read() {
        let known = ["dwelling__use".to_owned(), "tenants".to_owned()];
        assert_eq!(
            subjects(&[one("K1-1", "G1")], known.iter()),
            "name,label,grid,due,v_dwelling__use,at_dwelling__use,v_tenants,at_tenants\n\
             K1-1,\"K1-1, \"\"East\"\"\",G1,a b-c,2,2026-08-01,,\n"
        );
        let unnamed = Listed { label: String::new(), ..one("K1-1", "G1") };
        assert!(subjects(&[unnamed], known[..0].iter()).ends_with("K1-1,K1-1,G1,a b-c\n"));
        assert_eq!(
            grids(&[one("1", "G2"), one("2", "G1"), one("3", "G1")], |c| format!("第{c}\n格")),
            "name,label\nG1,第G1 格\nG2,第G2 格\n"
        );
    }
}
