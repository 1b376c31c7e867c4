//! One form for everything that is due at subjects of one kind, for clients that know nothing of visits: who fills it chooses the subject first.
//!
//! The form is the same for everybody. Who is due, at what, and what everybody on the staff may know of them stands in files beside it, which
//! are made for each caller: `subjects_KIND.csv`, and `grids.csv` to choose among many. What is protected is in neither, since they lie on a phone.

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
/// The list of subjects of a kind. Clients have one list of a name for a whole server.
pub fn subjects_list(kind: &str) -> String {
    format!("subjects_{kind}")
}

/// The file that it comes in.
pub fn subjects_file(kind: &str) -> String {
    format!("{}.csv", subjects_list(kind))
}

/// The file of the grids that they lie in.
pub const GRIDS: &str = "grids.csv";
/// Where the record of the chosen subject stands in a submission.
const CHOSEN: &str = "/s_subject/_record";
/// Where it stood when the list was no list of entities; the entity stands there now.
const ENTITY: &str = "/s_subject/_subject";
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
    offer(&mut composed, kind, &known);
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
    let list = subjects_list(kind);
    let of = |column: &str| format!("instance('{list}')/root/item[name = ${{_subject}}]/{column}");
    let full = format!("count(instance('{list}')/root/item) >= {MOST}");
    row("begin_group", "s_subject", "forms.collect.subject", [""; 5]);
    row(
        "select_one_from_file grids.csv",
        "_grid",
        "forms.collect.grid",
        ["count(instance('grids')/root/item) > 1", "", "", "minimal", ""],
    );
    row("note", "_cut", "forms.collect.cut", [&full, "", "", "", ""]);
    row(
        &format!("select_one_from_file {}", subjects_file(kind)),
        "_subject",
        "forms.collect.subject",
        ["", "yes", "grid = ${_grid} or ${_grid} = ''", "minimal autocomplete", ""],
    );
    row("calculate", "_record", "", ["", "", "", "", &of("record")]);
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
fn offer<T>(composed: &mut Composed, kind: &str, known: &BTreeMap<String, T>) {
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
        let list = subjects_list(kind);
        let value = format!("instance('{list}')/root/item[name = ${{_subject}}]/v_{name}");
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

/// The columns in front of what is known.
const HEADS: [&str; 6] = ["name", "label", "__version", "record", "grid", "due"];
/// Which of them is the version.
const VERSION: usize = 2;

/// The list of subjects as entities: phones keep a list between downloads and take a row anew only when its version is higher. So a row that
/// says what it said `before`, in the list that was handed out last, keeps its version, and any other has a higher one; `now` are seconds, so
/// that a row that was gone for a while comes back with a higher one too.
pub fn subjects<'a>(
    all: &[Listed],
    known: impl Iterator<Item = &'a String>,
    (before, now): (&[u8], i64),
) -> String {
    let known: Vec<&String> = known.collect();
    let mut heads: Vec<String> = HEADS.map(str::to_owned).into();
    heads.extend(known.iter().flat_map(|name| [format!("v_{name}"), format!("at_{name}")]));
    let before = rows(before, &heads);
    let mut out = line(&heads);
    for one in all {
        let label = if one.label.is_empty() { &one.id } else { &one.label };
        let mut cells = vec![
            entity(&one.id),
            label.clone(),
            String::new(),
            one.id.clone(),
            one.grid.clone(),
            one.due.join(" "),
        ];
        for name in &known {
            let (value, at) = one.known.get(*name).cloned().unwrap_or_default();
            cells.extend([value, at]);
        }
        cells.iter_mut().for_each(|cell| *cell = plain(cell));
        let version = match before.get(&cells[0]) {
            Some((version, same)) if *same == cells => *version,
            Some((version, _)) => now.max(version + 1),
            None => now,
        };
        cells[VERSION] = version.to_string();
        out.push_str(&line(&cells));
    }
    out
}

/// The rows of a list by their entities: the version, and the rest; none of one with other columns.
fn rows(list: &[u8], heads: &[String]) -> BTreeMap<String, (i64, Vec<String>)> {
    let mut reader = csv::Reader::from_reader(list);
    if !reader.headers().is_ok_and(|there| there.iter().eq(heads.iter().map(String::as_str))) {
        return BTreeMap::new();
    }
    let row = |record: csv::StringRecord| {
        let mut cells: Vec<String> = record.iter().map(str::to_owned).collect();
        let version = std::mem::take(cells.get_mut(VERSION)?).parse().ok()?;
        Some((cells[0].clone(), (version, cells)))
    };
    reader.into_records().filter_map(|record| row(record.ok()?)).collect()
}

/// The name of a subject as an entity: a UUID that is the same wherever and whenever it is listed.
pub fn entity(record: &str) -> String {
    use sha2::Digest as _;
    let hash = sha2::Sha256::digest(format!("jingwei.subject.1\0{record}"));
    let hex = hex::encode(&hash[..16]);
    // version 8: of our own making; variant 10
    format!("{}-{}-8{}-a{}-{}", &hex[..8], &hex[8..12], &hex[13..16], &hex[17..20], &hex[20..])
}

/// `grids.csv`: those that subjects lie in.
pub fn grids(all: &[Listed], name: impl Fn(&str) -> String) -> String {
    let codes: BTreeSet<&str> = all.iter().map(|one| one.grid.as_str()).collect();
    let mut out = line(&["name".to_owned(), "label".to_owned()]);
    codes.iter().for_each(|code| out.push_str(&line(&[(*code).to_owned(), name(code)])));
    out
}

/// On one line.
fn plain(text: &str) -> String {
    text.chars().map(|c| if c.is_control() { ' ' } else { c }).collect()
}

fn line(cells: &[String]) -> String {
    let cell = |text: &String| {
        let text = plain(text);
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
    let answers = compose::answers(submission)?;
    Ok(answer(&answers, CHOSEN).or_else(|| answer(&answers, ENTITY)))
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

    fn uuid_like(name: &str) -> bool {
        let parts: Vec<usize> = name.split('-').map(str::len).collect();
        parts == [8, 4, 4, 4, 12] && name.chars().all(|c| c == '-' || c.is_ascii_hexdigit())
    }

    #[test]
    fn files_are_csv_that_phones_read() {
        let known = ["dwelling__use".to_owned(), "tenants".to_owned()];
        let list = |all: &[Listed], before: &str, now| subjects(all, known.iter(), (before.as_bytes(), now));
        let name = entity("K1-1");
        let first = list(&[one("K1-1", "G1")], "", 100);
        assert_eq!(
            first,
            format!(
                "name,label,__version,record,grid,due,v_dwelling__use,at_dwelling__use,v_tenants,at_tenants\n\
                 {name},\"K1-1, \"\"East\"\"\",100,K1-1,G1,a b-c,2,2026-08-01,,\n"
            )
        );
        // what says the same keeps its version, what says something else has a higher one, also within the second
        assert_eq!(list(&[one("K1-1", "G1")], &first, 200), first);
        for (now, version) in [(200, ",200,"), (100, ",101,"), (7, ",101,")] {
            let moved = list(&[one("K1-1", "G2")], &first, now);
            assert!(moved.contains(version), "{now} {moved}");
        }
        let none = subjects(&[one("K1-1", "G1")], known[..1].iter(), (first.as_bytes(), 200));
        assert!(none.contains(",200,"), "other columns: {none}");
        let unnamed = Listed { label: String::new(), ..one("K1-1", "G1") };
        let bare = subjects(&[unnamed], known[..0].iter(), (b"", 1));
        assert!(bare.ends_with(&format!("{name},K1-1,1,K1-1,G1,a b-c\n")), "{bare}");
        assert!(uuid_like(&name) && name != entity("K1-2"), "{name}");
        assert_eq!(
            grids(&[one("1", "G2"), one("2", "G1"), one("3", "G1")], |c| format!("第{c}\n格")),
            "name,label\nG1,第G1 格\nG2,第G2 格\n"
        );
    }
}
