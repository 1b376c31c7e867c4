//! People and their posts from CSV.
//!
//! Whoever is new goes in by the bulk path, with the posts held; the others are compared one by one.

use super::{Line, Map, Report, Stop, Values, finish, need, read};
use crate::{
    BUILTIN_KINDS, Identity,
    model::{NewPerson, NewPost, PersonId, PostId, Unit},
    service::{Load, PersonWork, PostWork, check_unit, login_hash, post_of, put_person, put_post, same_post},
    store,
};
use authz::{Thing, action};
use db::Tx;
use kernel::{Ctx, Failure, Refusal};
use protect::{Shape, Vault, mask};
use std::{
    collections::{BTreeMap, HashMap, HashSet},
    io::Read,
};

pub(super) const COLUMNS: &[&str] =
    &["login", "name", "phone", "password", "post", "unit", "area", "deputy", "work_phone"];

/// Somebody whom the file names, by login.
struct Someone {
    id: PersonId,
    is_new: bool,
    /// What to write and the line that says so; None for a deputy who has no line.
    work: Option<(u64, PersonWork)>,
}

type People = BTreeMap<String, Someone>;

/// What one transaction does.
#[derive(Clone)]
struct Plan {
    vault: Vault,
    ctx: Ctx,
    load: Load,
    people: Vec<(u64, PersonId, PersonWork)>,
    posts: Vec<(u64, PostWork)>,
    report: Report,
}

impl Identity {
    /// Imports people and their posts.
    pub async fn import_staff(
        &self,
        ctx: &Ctx,
        file: impl Read,
        map: &Map,
        dry_run: bool,
    ) -> Result<Report, Failure> {
        let lines = read(file, map, COLUMNS, &["login", "name"])?;
        self.import_staff_lines(ctx, lines, dry_run).await
    }

    /// The same from lines that were read.
    pub(super) async fn import_staff_lines(
        &self,
        ctx: &Ctx,
        lines: Vec<Line>,
        dry_run: bool,
    ) -> Result<Report, Failure> {
        let mut report = Report { records: lines.len() as u64, dry_run, ..Report::default() };
        authz::require(&ctx.actor, action::PERSON_WRITE, &Thing::of("person"))?;
        let people = self.people_of(ctx, &lines, &mut report).await?;
        let posts = self.posts_of(ctx, &lines, &people, &mut report).await?;
        let plan = self.plan(ctx, people, posts, report)?;
        let done = self
            .db
            .write(ctx, move |tx| {
                let plan = plan.clone();
                Box::pin(async move { plan.run(tx).await })
            })
            .await;
        self.settle(done)
    }

    /// Parts what is new from what is compared.
    fn plan(
        &self,
        ctx: &Ctx,
        people: People,
        posts: Vec<(u64, PostWork)>,
        report: Report,
    ) -> Result<Plan, Failure> {
        let (vault, ctx) = (self.vault.clone(), ctx.clone());
        let mut plan = Plan { vault, ctx, load: Load::default(), people: vec![], posts: vec![], report };
        let mut fresh = HashSet::new();
        for someone in people.into_values() {
            let Some((record, work)) = someone.work else { continue };
            if someone.is_new {
                plan.load.person(&plan.vault, &plan.ctx, &someone.id, &work)?;
                plan.report.added += 1;
                fresh.insert(someone.id.to_string());
            } else {
                plan.people.push((record, someone.id, work));
            }
        }
        let mut given = HashSet::new();
        for (record, work) in posts {
            let post = &work.post;
            let administers = BUILTIN_KINDS.contains(&post.kind.as_str());
            if administers || !fresh.contains(post.person.as_str()) {
                plan.posts.push((record, work));
            } else if given.insert((
                post.person.to_string(),
                post.kind.clone(),
                post.unit.clone(),
                post.area.clone(),
            )) {
                let phone = work.new.work_phone.as_deref();
                plan.load.post(&plan.vault, &plan.ctx, &plan.ctx.id(), (post, phone))?;
                plan.report.added += 1;
            }
        }
        Ok(plan)
    }

    /// The people of a file by login key; the first line of each counts.
    async fn people_of(&self, ctx: &Ctx, lines: &[Line], report: &mut Report) -> Result<People, Failure> {
        let known = self.known(lines).await?;
        let ids: Vec<&str> = known.values().map(PersonId::as_str).collect();
        let views = self.views(&ids).await?;
        let mut people = People::new();
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
                let masked = new.phone.as_deref().map(|phone| mask(Shape::Phone, phone));
                if masked == view.phone_masked {
                    new.phone = None;
                }
                let same = view.name.as_deref() == Some(new.name.trim()) && view.login == new.login;
                if same && new.phone.is_none() {
                    report.unchanged += 1;
                    people.insert(
                        key,
                        Someone { id: id.unwrap_or_else(|| ctx.id()), is_new: false, work: None },
                    );
                    continue;
                }
            }
            let work = self.person_work(ctx, new).await;
            if let Some(work) = report.take(*record, work)? {
                let is_new = id.is_none();
                let id = id.unwrap_or_else(|| ctx.id());
                people.insert(key, Someone { id, is_new, work: Some((*record, work)) });
            }
        }
        for (key, id) in known {
            people.entry(key).or_insert(Someone { id, is_new: false, work: None });
        }
        Ok(people)
    }

    /// Ids of those who are in the database already.
    async fn known(&self, lines: &[Line]) -> Result<HashMap<String, PersonId>, Failure> {
        let logins =
            lines.iter().flat_map(|(_, values)| [values.get("login"), values.get("deputy")]).flatten();
        let keys: Vec<String> = logins.map(|login| login_hash(login)).collect();
        let mut known = HashMap::new();
        let mut tx = self.db.read().await?;
        for keys in keys.chunks(1000) {
            known.extend(store::person::by_logins(&mut tx, keys).await?);
        }
        Ok(known)
    }

    async fn posts_of(
        &self,
        ctx: &Ctx,
        lines: &[Line],
        people: &People,
        report: &mut Report,
    ) -> Result<Vec<(u64, PostWork)>, Failure> {
        let codes: HashSet<&str> =
            lines.iter().filter_map(|(_, v)| v.get("unit")).map(String::as_str).collect();
        let codes: Vec<&str> = codes.into_iter().collect();
        let units = store::unit::some(&mut self.db.read().await?, &codes).await?;
        let units: HashMap<String, Unit> = units.into_iter().map(|unit| (unit.code.clone(), unit)).collect();
        let mut posts = vec![];
        for (record, values) in lines {
            let Some(kind) = values.get("post") else { continue };
            // a line whose person is not right has been reported
            let Ok(holder) = person(people, "login", values.get("login")) else { continue };
            let work = self.post_of_line(ctx, values, kind, holder, people, &units);
            if let Some(work) = report.take(*record, work.map_err(Failure::from))? {
                posts.push((*record, work));
            }
        }
        Ok(posts)
    }

    fn post_of_line(
        &self,
        ctx: &Ctx,
        values: &Values,
        kind: &str,
        holder: PersonId,
        people: &People,
        units: &HashMap<String, Unit>,
    ) -> Result<PostWork, Refusal> {
        let unit = need(values, "unit")?;
        let unit_area = check_unit(units.get(&unit), &unit)?.area.clone();
        let deputy = values.get("deputy").map(|login| person(people, "deputy", Some(login))).transpose()?;
        let new = NewPost {
            kind: kind.into(),
            person: holder,
            deputy,
            unit,
            area: values.get("area").cloned(),
            valid_from: None,
            valid_to: None,
            work_phone: values.get("work_phone").cloned(),
        };
        let post = post_of(&*self.areas, &*self.kinds, &new, &unit_area, ctx.now)?;
        authz::require(&ctx.actor, action::POST_WRITE, &Thing::of("post").at(&post.area_path))?;
        Ok(PostWork { new, post })
    }
}

impl Plan {
    async fn run(self, tx: &mut Tx) -> Result<Report, Stop> {
        let Self { vault, ctx, load, people, posts, mut report } = self;
        if !report.problems.is_empty() {
            return finish(report);
        }
        load.store(tx, &vault).await?;
        for (record, id, work) in &people {
            let put = put_person(tx, &vault, &ctx, id, work).await;
            if let Some(change) = report.take(*record, put)? {
                report.count(change);
            }
        }
        for (record, work) in &posts {
            let known = same_post(tx, &work.post, ctx.now).await?;
            let line = work.new.work_phone.is_some();
            if !line && known.as_ref().is_some_and(|(_, post)| post.deputy == work.post.deputy) {
                report.unchanged += 1;
                continue;
            }
            let id: PostId = known.map_or_else(|| ctx.id(), |(id, _)| id);
            let put = put_post(tx, &vault, &ctx, &id, work).await;
            if let Some(change) = report.take(*record, put)? {
                report.count(change);
            }
        }
        finish(report)
    }
}

fn person(people: &People, field: &str, login: Option<&String>) -> Result<PersonId, Refusal> {
    let login = login.map(String::as_str).unwrap_or_default();
    let known = people.get(&login_hash(login)).map(|someone| someone.id.clone());
    known.ok_or_else(|| Refusal::rule("person.unknown").at(field).got(login))
}

fn person_of(values: &Values) -> Result<NewPerson, Refusal> {
    Ok(NewPerson {
        login: Some(need(values, "login")?),
        name: need(values, "name")?,
        phone: values.get("phone").cloned(),
        password: values.get("password").cloned(),
        password_hash: None,
    })
}
