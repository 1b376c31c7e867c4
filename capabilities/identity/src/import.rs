//! Units and staff from CSV: `jingwei import units|staff FILE [--map MAP.yaml] [--dry-run]`.
//!
//! Columns of units: `code`, `name`, `name_en`, `area`, `parent`, `functions`, `contact`. Columns of staff: `login`, `name`,
//! `phone`, `password`, `post`, `unit`, `area`, `deputy` (a login); a person with several posts stands on several lines.
//! A map names other columns and translates values. Every line is looked at before anything is kept: one problem, and
//! nothing is imported. Running it again changes only what differs; a phone counts as the same when its masked form is.

use crate::{
    Identity,
    model::{Change, NewPerson, NewPost, NewUnit, PersonId, PostId},
    rules,
    service::{PersonWork, check_parents, login_hash, put_person, put_post, put_unit, same_post},
    store,
};
use authz::{Thing, action};
use db::DbError;
use kernel::{Ctx, Failure, Refusal, RefusalKind, Text};
use protect::{Shape, mask};
use serde::{Deserialize, Serialize};
use std::{
    collections::{BTreeMap, HashMap},
    io::Read,
};

/// How a file is read.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Map {
    /// Our column → the file's.
    pub columns: BTreeMap<String, String>,
    /// Our column → the file's value → ours (`post: {网格员: grid_worker}`).
    pub values: BTreeMap<String, BTreeMap<String, String>>,
    /// What separates functions; `;` by default.
    pub separator: Option<char>,
    /// What separates columns; `,` by default.
    pub delimiter: Option<char>,
}

impl Map {
    /// Reads YAML; the refusal says what is wrong with it.
    pub fn parse(yaml: &str) -> Result<Self, Refusal> {
        let wrong = |e: serde_saphyr::Error| {
            Refusal::new(RefusalKind::Invalid, "import.map_malformed").want(e.to_string())
        };
        serde_saphyr::from_str(yaml).map_err(wrong)
    }
}

/// What is wrong with one line.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Problem {
    /// The line, counted from 1 after the header.
    pub record: u64,
    /// What is wrong: field, value, expectation.
    #[serde(serialize_with = "as_text")]
    pub refusal: Refusal,
}

fn as_text<S: serde::Serializer>(refusal: &Refusal, s: S) -> Result<S::Ok, S::Error> {
    s.collect_str(refusal)
}

/// What an import found and did.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Report {
    /// Lines read.
    pub records: u64,
    /// New units, people and posts.
    pub added: u64,
    /// Units, people and posts that were different.
    pub changed: u64,
    /// Units, people and posts that were so already.
    pub unchanged: u64,
    /// Whether it was only tried.
    pub dry_run: bool,
    /// Whether it was kept: no problem, not a dry run.
    pub imported: bool,
    /// All problems.
    pub problems: Vec<Problem>,
}

impl Report {
    fn count(&mut self, change: Change) {
        match change {
            Change::Added => self.added += 1,
            Change::Changed => self.changed += 1,
            Change::Unchanged => self.unchanged += 1,
        }
    }
    /// Keeps the value, or notes the problem; whatever is no refusal ends the import.
    fn take<T>(&mut self, record: u64, result: Result<T, Failure>) -> Result<Option<T>, Failure> {
        match result {
            Ok(value) => Ok(Some(value)),
            Err(Failure::Refused(refusal)) => {
                self.problems.push(Problem { record, refusal });
                Ok(None)
            }
            Err(failure) => Err(failure),
        }
    }
}

/// Why a transaction of an import is undone.
enum Stop {
    Tried(Report),
    Failed(Failure),
}
impl From<DbError> for Stop {
    fn from(error: DbError) -> Self {
        Self::Failed(error.into())
    }
}
impl From<Failure> for Stop {
    fn from(failure: Failure) -> Self {
        Self::Failed(failure)
    }
}

/// One line: our columns with their values; empty ones are missing.
type Line = (u64, HashMap<&'static str, String>);

const UNIT_COLUMNS: &[&str] = &["code", "name", "name_en", "area", "parent", "functions", "contact"];
const STAFF_COLUMNS: &[&str] = &["login", "name", "phone", "password", "post", "unit", "area", "deputy"];

/// Reads all lines; the refusal names a column that the map or we expect and the file lacks.
fn read(
    file: impl Read,
    map: &Map,
    columns: &'static [&'static str],
    required: &[&str],
) -> Result<Vec<Line>, Refusal> {
    if let Some(unknown) =
        map.columns.keys().chain(map.values.keys()).find(|c| !columns.contains(&c.as_str()))
    {
        return Err(Refusal::invalid("map", unknown, format!("one of: {}", columns.join(", "))));
    }
    let malformed = |error: csv::Error| {
        Refusal::new(RefusalKind::Invalid, "import.file_malformed").want(error.to_string())
    };
    let delimiter = map.delimiter.and_then(|c| u8::try_from(c).ok()).unwrap_or(b',');
    let mut reader = csv::ReaderBuilder::new().delimiter(delimiter).trim(csv::Trim::All).from_reader(file);
    let header = reader.headers().map_err(malformed)?.clone();
    let place = |column: &str| {
        let name = map.columns.get(column).map_or(column, String::as_str);
        (name.to_string(), header.iter().position(|given| given.trim_start_matches('\u{feff}') == name))
    };
    let mut places = vec![];
    for &column in columns {
        match place(column) {
            (_, Some(at)) => places.push((column, at)),
            (name, None) if required.contains(&column) || map.columns.contains_key(column) => {
                let given: Vec<_> = header.iter().collect();
                return Err(Refusal::required(name).got(given.join(", ")));
            }
            _ => {}
        }
    }
    let mut lines = vec![];
    for (number, line) in (1..).zip(reader.records()) {
        let line = line.map_err(malformed)?;
        let values = places.iter().filter_map(|&(column, at)| {
            let value = line.get(at).filter(|value| !value.is_empty())?;
            let translated = map.values.get(column).and_then(|values| values.get(value));
            Some((column, translated.map_or(value, String::as_str).to_string()))
        });
        lines.push((number, values.collect()));
    }
    Ok(lines)
}

/// A column's value, or the refusal that it is missing.
fn need(values: &HashMap<&'static str, String>, column: &str) -> Result<String, Refusal> {
    values.get(column).cloned().ok_or_else(|| Refusal::required(column))
}

impl Identity {
    /// Imports units. Parents may stand anywhere in the file.
    pub async fn import_units(
        &self,
        ctx: &Ctx,
        file: impl Read,
        map: &Map,
        dry_run: bool,
    ) -> Result<Report, Failure> {
        let lines = read(file, map, UNIT_COLUMNS, &["code", "name", "area"])?;
        let mut report = Report { records: lines.len() as u64, dry_run, ..Report::default() };
        let mut work = vec![];
        for (record, values) in &lines {
            let unit = unit_of(values, map.separator.unwrap_or(';')).and_then(|unit| {
                rules::check_unit(&unit)?;
                let area = self.areas.area(&unit.area);
                let area = area.ok_or_else(|| Refusal::rule("area.unknown").at("area").got(&unit.area))?;
                authz::require(&ctx.actor, action::UNIT_WRITE, &Thing::of("unit").at(&area.path))?;
                Ok((unit, area))
            });
            if let Some((unit, area)) = report.take(*record, unit.map_err(Failure::from))? {
                work.push((*record, unit, area));
            }
        }
        let (vault, inner) = (self.vault.clone(), ctx.clone());
        let done = self
            .db
            .write(ctx, move |tx| {
                let (vault, ctx, work, mut report) =
                    (vault.clone(), inner.clone(), work.clone(), report.clone());
                Box::pin(async move {
                    let mut units = vec![];
                    for (record, new, area) in &work {
                        let put = put_unit(tx, &vault, &ctx, new, area).await;
                        if let Some((unit, change)) = report.take(*record, put)? {
                            report.count(change);
                            units.push((*record, unit));
                        }
                    }
                    for (record, unit) in units {
                        let checked = check_parents(tx, &unit).await;
                        report.take(record, checked)?;
                    }
                    finish(report)
                })
            })
            .await;
        self.settle(done)
    }

    /// Imports people and their posts.
    pub async fn import_staff(
        &self,
        ctx: &Ctx,
        file: impl Read,
        map: &Map,
        dry_run: bool,
    ) -> Result<Report, Failure> {
        let lines = read(file, map, STAFF_COLUMNS, &["login", "name"])?;
        let mut report = Report { records: lines.len() as u64, dry_run, ..Report::default() };
        authz::require(&ctx.actor, action::PERSON_WRITE, &Thing::of("person"))?;
        let people = self.people_of(ctx, &lines, &mut report).await?;
        let posts = self.posts_of(ctx, &lines, &people, &mut report).await?;
        let (vault, inner) = (self.vault.clone(), ctx.clone());
        let people: Vec<_> =
            people.into_values().filter_map(|(record, id, work)| Some((record, id, work?))).collect();
        let done = self
            .db
            .write(ctx, move |tx| {
                let (vault, ctx, mut report) = (vault.clone(), inner.clone(), report.clone());
                let (people, posts) = (people.clone(), posts.clone());
                Box::pin(async move {
                    for (record, id, work) in &people {
                        let put = put_person(tx, &vault, &ctx, id, work).await;
                        if let Some(change) = report.take(*record, put)? {
                            report.count(change);
                        }
                    }
                    for (record, work) in &posts {
                        let known = same_post(tx, &work.post, ctx.now).await?;
                        let id: PostId = known.unwrap_or_else(|| ctx.id());
                        let put = put_post(tx, &ctx, &id, work).await;
                        if let Some(change) = report.take(*record, put)? {
                            report.count(change);
                        }
                    }
                    finish(report)
                })
            })
            .await;
        self.settle(done)
    }

    /// The people of a file by login key: the first line of each, the id (known or new) and what to write. Deputies and
    /// holders who stand only in the database are there without work.
    async fn people_of(
        &self,
        ctx: &Ctx,
        lines: &[Line],
        report: &mut Report,
    ) -> Result<BTreeMap<String, (u64, PersonId, Option<PersonWork>)>, Failure> {
        let logins = lines.iter().flat_map(|(_, v)| [v.get("login"), v.get("deputy")]).flatten();
        let keys: Vec<String> = logins.map(|login| login_hash(login)).collect();
        let mut known = HashMap::new();
        for keys in keys.chunks(500) {
            let mut tx = self.db.read().await?;
            known.extend(store::person::by_logins(&mut tx, keys).await?);
        }
        let ids: Vec<&str> = known.values().map(PersonId::as_str).collect();
        let views = self.views(&ids).await?;
        let mut people = BTreeMap::new();
        for (record, values) in lines {
            let person = person_of(values);
            let Some(mut new) = report.take(*record, person.map_err(Failure::from))? else { continue };
            let key = login_hash(new.login.as_deref().unwrap_or_default());
            if people.contains_key(&key) {
                continue;
            }
            let id = known.get(&key).cloned();
            if let Some(view) = id.as_ref().and_then(|id| views.get(id.as_str())) {
                new.password = None;
                let masked = new.phone.as_deref().map(|phone| mask(Shape::Phone, phone.trim()));
                if masked == view.phone_masked {
                    new.phone = None;
                }
            }
            let work = self.person_work(ctx, new).await;
            if let Some(work) = report.take(*record, work)? {
                people.insert(key, (*record, id.unwrap_or_else(|| ctx.id()), Some(work)));
            }
        }
        for (key, id) in known {
            people.entry(key).or_insert((0, id, None));
        }
        Ok(people)
    }

    async fn posts_of(
        &self,
        ctx: &Ctx,
        lines: &[Line],
        people: &BTreeMap<String, (u64, PersonId, Option<PersonWork>)>,
        report: &mut Report,
    ) -> Result<Vec<(u64, crate::service::PostWork)>, Failure> {
        let person = |field: &str, login: &str| {
            let known = people.get(&login_hash(login)).map(|(_, id, _)| id.clone());
            known.ok_or_else(|| Refusal::rule("person.unknown").at(field).got(login))
        };
        let mut posts = vec![];
        for (record, values) in lines {
            let Some(kind) = values.get("post").cloned() else { continue };
            // a line whose person is not right has been reported
            let Ok(holder) = person("login", values.get("login").map_or("", String::as_str)) else {
                continue;
            };
            let new = need(values, "unit").and_then(|unit| {
                Ok(NewPost {
                    kind,
                    person: holder,
                    deputy: values.get("deputy").map(|login| person("deputy", login)).transpose()?,
                    unit,
                    area: values.get("area").cloned(),
                    valid_from: None,
                    valid_to: None,
                })
            });
            let Some(new) = report.take(*record, new.map_err(Failure::from))? else { continue };
            let work = self.post_work(ctx, new).await.and_then(|work| {
                let thing = Thing::of("post").at(&work.post.area_path);
                authz::require(&ctx.actor, action::POST_WRITE, &thing)?;
                Ok(work)
            });
            if let Some(work) = report.take(*record, work)? {
                posts.push((*record, work));
            }
        }
        Ok(posts)
    }

    fn settle(&self, done: Result<Report, Stop>) -> Result<Report, Failure> {
        self.forget_sessions();
        match done {
            Ok(report) | Err(Stop::Tried(report)) => Ok(report),
            Err(Stop::Failed(failure)) => Err(failure),
        }
    }
}

/// Keeps what was written, or undoes it and keeps the report.
fn finish(mut report: Report) -> Result<Report, Stop> {
    report.problems.sort_by_key(|problem| problem.record);
    report.imported = !report.dry_run && report.problems.is_empty();
    if report.imported { Ok(report) } else { Err(Stop::Tried(report)) }
}

fn unit_of(values: &HashMap<&'static str, String>, separator: char) -> Result<NewUnit, Refusal> {
    let functions = values.get("functions").map(String::as_str).unwrap_or_default();
    Ok(NewUnit {
        code: need(values, "code")?,
        name: Text { zh: need(values, "name")?, en: values.get("name_en").cloned() },
        area: need(values, "area")?,
        parent: values.get("parent").cloned(),
        functions: functions
            .split(separator)
            .map(str::trim)
            .filter(|f| !f.is_empty())
            .map(Into::into)
            .collect(),
        contact: values.get("contact").cloned(),
    })
}

fn person_of(values: &HashMap<&'static str, String>) -> Result<NewPerson, Refusal> {
    Ok(NewPerson {
        login: Some(need(values, "login")?),
        name: need(values, "name")?,
        phone: values.get("phone").cloned(),
        password: values.get("password").cloned(),
        password_hash: None,
    })
}
