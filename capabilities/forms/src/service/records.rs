//! What a department reads of what its modules received: which records there are, and one of them, question by question, with a purpose, on
//! the record. Never another department's, never outside of the reader's areas.

use super::Forms;
use super::answers::told;
use super::campaigns::end;
use super::days::Zone;
use super::pull::Spends;
use crate::model::answers::{Answers, LineKind, Readable, Reading};
use crate::model::module::Module;
use crate::model::record::{RecordItem, RecordQuery, RecordState};
use crate::rules::answers::lay_out;
use crate::rules::form_words::FormWords;
use crate::rules::module_form;
use crate::service::settle::RECORD;
use crate::store;
use crate::store::records::Span;
use crate::store::visits::RecordRow;
use authz::{Thing, action, covers};
use blobs::Opened;
use jiff::ToSpan as _;
use kernel::{Ctx, Grant, Refusal, RefusalKind, Result, Timestamp};
use std::collections::{BTreeMap, HashMap};
use web::Page;

/// Days of one question at most.
const DAYS: i32 = 366;
/// Days that are shown when none are given.
const USUAL: i64 = 30;

/// Where somebody reads: homes with the beginnings of places, and the area that was asked for.
#[derive(Clone, Debug)]
pub(super) struct Reach {
    /// Home and beginning of places.
    pub homes: Vec<(String, String)>,
    /// The first and the last moment.
    pub span: (Timestamp, Timestamp),
    /// The post by which it is read.
    pub post: String,
    /// Days are of this zone.
    pub zone: Zone,
}

/// A record that may be read, with the context of the post that allows it.
struct Found {
    ctx: Ctx,
    county: String,
    row: RecordRow,
    module: Module,
}

/// What of a module somebody reads. A record belongs to the department whose version of the module was asked: a proposal of another one under
/// the same code, before or after, opens nothing.
pub(super) struct Desk<'a> {
    /// Posts in units of that department.
    posts: Vec<&'a Grant>,
    /// Its versions of the module, the youngest last.
    pub versions: BTreeMap<i64, Module>,
    /// The kind of subject that it asks about.
    pub subject: String,
}

impl Forms {
    /// Whether the caller may read what a module received, and what for.
    pub(super) async fn readable_records(&self, ctx: &Ctx, code: &str) -> Result<Readable> {
        let Some(desk) = self.desk(ctx, code).await? else { return Ok(Readable::default()) };
        Ok(Readable { reveals: true, purposes: self.purposes(Some(&desk.subject)) })
    }

    /// What a module received within the caller's areas, home by home, the latest first: open facts, no answers.
    ///
    /// # Errors
    /// `form.module.not_found`; `form.records_not_yours`: another department's; `action.forbidden`: an area outside of one's own; days
    /// that cannot be read.
    pub async fn records(&self, ctx: &Ctx, code: &str, q: &RecordQuery) -> Result<Page<RecordItem>> {
        let desk = self.desk(ctx, code).await?.ok_or_else(not_yours)?;
        let reach = self.record_reach(ctx, &desk, q).await?;
        let limit = Page::<RecordItem>::limit(q.limit);
        let mut after = q.after.as_deref().map(cursor).transpose()?;
        let mut items = vec![];
        let mut tx = self.parts.db.browse().await?;
        for home in &reach.homes {
            let before = match after.as_ref() {
                Some((county, _, _)) if *county != home.0 => continue,
                Some((_, at, id)) => (*at, id.clone()),
                None => (reach.span.1.0, "\u{10FFFF}".to_owned()),
            };
            after = None;
            let span = span(code, home, (reach.span.0, &desk));
            let rows = store::records::page(&mut tx, &span, &before, limit + 1 - items.len()).await?;
            items.extend(rows.into_iter().map(|row| (home.0.clone(), row)));
            if items.len() > limit {
                break;
            }
        }
        drop(tx);
        let page = Page::cut(items, limit, |(county, row)| format!("{county}~{}~{}", row.made_at, row.id));
        Ok(page.map(|(county, row)| self.item(&reach.zone, &county, row)))
    }

    /// A record in clear.
    ///
    /// # Errors
    /// Those of [`Forms::records`]; `submission.not_found`, also where the caller has no post, and of one that counts no more; a purpose that
    /// is not offered; `register.too_many_reveals`
    pub async fn record(&self, ctx: &Ctx, (code, instance): (&str, &str), why: &Reading) -> Result<Answers> {
        let found = self.readable_record(ctx, code, instance).await?;
        let purpose = self.purpose(Some(&found.module.subject), why)?;
        let files = self.came((&found.county, instance)).await?;
        let of = (found.county.as_str(), found.row.xml.as_str());
        let xml = self.read_clear(&found.ctx, of, &about(code, instance), (purpose, Spends::One)).await?;
        Ok(lay_out(&self.module_words(&found), xml.as_bytes(), &told(&files))?)
    }

    /// A file of a record: one that this module asked for.
    ///
    /// # Errors
    /// Those of [`Forms::record`]
    pub async fn record_file(
        &self,
        ctx: &Ctx,
        (code, instance): (&str, &str),
        name: &str,
        why: &Reading,
    ) -> Result<Opened> {
        let found = self.readable_record(ctx, code, instance).await?;
        let purpose = self.purpose(Some(&found.module.subject), why)?;
        let missing = || Refusal::not_found("submission");
        let files = self.came((&found.county, instance)).await?;
        let mut tx = self.parts.db.read().await?;
        let xml = self.parts.vault.used(&mut tx, &found.county, &found.row.xml, RECORD).await?;
        drop(tx);
        // what other departments had photographed at the same visit is theirs
        let said = lay_out(&self.module_words(&found), xml.ok_or_else(missing)?.as_bytes(), &told(&files))?;
        if !said.lines.iter().any(|line| line.kind == LineKind::File && line.value == name) {
            return Err(missing().into());
        }
        let blob = files.into_iter().find(|(n, _)| n == name).map(|(_, blob)| blob).ok_or_else(missing)?;
        let about = about(code, instance);
        self.read_file(&found.ctx, (&found.county, &blob), &about, (purpose, Spends::One)).await
    }

    /// What of a module the caller reads; none when it is another department's.
    ///
    /// # Errors
    /// `form.module.not_found`
    pub(super) async fn desk<'a>(&self, ctx: &'a Ctx, code: &str) -> Result<Option<Desk<'a>>> {
        let mut tx = self.parts.db.read().await?;
        let missing = || Refusal::not_found("form.module");
        let standing = store::modules::get(&mut tx, code).await?.ok_or_else(missing)?;
        let mut versions = store::modules::versions(&mut tx, code).await?;
        drop(tx);
        // what is in force first, then the youngest
        let order: Vec<i64> = standing.in_force.into_iter().chain(versions.keys().rev().copied()).collect();
        let allowed = authz::posts(&ctx.actor, action::FORM_REVEAL, &Thing::of("form"));
        for module in order.iter().filter_map(|version| versions.get(version)) {
            let function = module.function.clone();
            let mut posts = vec![];
            for post in &allowed {
                let unit = self.parts.staff.unit(&post.unit).await?;
                if unit.is_some_and(|u| u.ended_at.is_none() && u.functions.contains(&function)) {
                    posts.push(*post);
                }
            }
            if !posts.is_empty() {
                let subject = module.subject.clone();
                versions.retain(|_, m| m.function == function);
                return Ok(Some(Desk { posts, versions, subject }));
            }
        }
        Ok(None)
    }

    /// Where and when somebody reads what a module received.
    pub(super) async fn record_reach(&self, ctx: &Ctx, desk: &Desk<'_>, q: &RecordQuery) -> Result<Reach> {
        let posts = &desk.posts;
        let wanted = match q.area.as_deref().filter(|area| !area.is_empty()) {
            None => String::new(),
            Some(code) => {
                let area = self.parts.grid.area(code);
                area.ok_or_else(|| Refusal::rule("area.unknown").at("area").got(code))?.path.clone()
            }
        };
        let within =
            |post: &&Grant| match (covers(&post.area_path, &wanted), covers(&wanted, &post.area_path)) {
                (true, _) => Some(wanted.clone()),
                (_, true) => Some(post.area_path.clone()),
                _ => None,
            };
        let mut paths: Vec<String> = posts.iter().filter_map(within).collect();
        let post = posts.iter().find(|post| within(post).is_some());
        let post = post.ok_or_else(|| Refusal::new(RefusalKind::Forbidden, "action.forbidden").at("area"))?;
        paths.sort();
        paths.dedup();
        let whole = paths.clone();
        paths.retain(|path| !whole.iter().any(|other| other != path && covers(other, path)));
        let homes: Vec<String> = {
            let mut tx = self.parts.db.read().await?;
            register::store::read::homes(&mut tx).await?.into_iter().map(|(county, _)| county).collect()
        };
        let zone = self.zone(paths.first().map_or("", String::as_str)).await?;
        let span = days(&zone, ctx.now, q)?;
        let homes = paths.iter().flat_map(|path| self.reach(path, &homes)).collect();
        Ok(Reach { homes, span, post: post.post.clone(), zone })
    }

    async fn readable_record(&self, ctx: &Ctx, code: &str, instance: &str) -> Result<Found> {
        let mut desk = self.desk(ctx, code).await?.ok_or_else(not_yours)?;
        let missing = || Refusal::not_found("submission");
        let mut tx = self.parts.db.read().await?;
        let submission = store::submissions::by_instance(&mut tx, instance).await?.ok_or_else(missing)?;
        let county = submission.county;
        let rows = store::visits::of_instance(&mut tx, &county, instance).await?;
        let row = rows.into_iter().find(|r| r.module == code && r.ended_by.is_none()).ok_or_else(missing)?;
        drop(tx);
        let asked = desk.versions.remove(&row.version).ok_or_else(missing)?;
        let path = self.record_path(&county, &row);
        let post = desk.posts.iter().find(|post| covers(&post.area_path, &path)).ok_or_else(missing)?;
        Ok(Found { ctx: ctx.clone().in_post(post.post.clone()), county, row, module: asked })
    }

    /// Where a record was made, from the top.
    fn record_path(&self, county: &str, row: &RecordRow) -> String {
        let place = row.place.trim_end_matches('/');
        let home = self.parts.grid.place_of(county).map_or_else(|| county.to_owned(), |p| p.area_path);
        if place.is_empty() { home } else { format!("{home}/{place}") }
    }

    /// What the version of a module that a record answers calls its questions. Where the packs in use do not carry it any more, answers
    /// stand under their names.
    fn module_words(&self, found: &Found) -> FormWords {
        match module_form::form(&found.module, found.row.version, &self.ground()) {
            Ok(made) => FormWords::read(&made.form.xform(), &HashMap::new()),
            Err(_) => FormWords::default(),
        }
    }

    pub(super) fn item(&self, zone: &Zone, county: &str, row: RecordRow) -> RecordItem {
        let path = self.record_path(county, &row);
        RecordItem {
            subject: row.n.map(|n| format!("{county}-{n}")),
            area: self.area_ref(path.rsplit('/').next().unwrap_or_default()),
            day: zone.day(Timestamp(row.made_at)),
            at: Timestamp(row.made_at),
            version: row.version,
            state: match row.ended_by.as_deref() {
                None => RecordState::Counts,
                Some("") => RecordState::Voided,
                Some(_) => RecordState::Corrected,
            },
            instance: row.instance,
        }
    }
}

pub(super) fn not_yours() -> Refusal {
    Refusal::new(RefusalKind::Forbidden, "form.records_not_yours")
}

/// What a reveal of a record is about.
fn about(module: &str, instance: &str) -> String {
    format!("form/record/{module}/{instance}")
}

/// Records of a module in a home.
pub(super) fn span<'a>(
    module: &'a str,
    (county, place): &'a (String, String),
    (from, desk): (Timestamp, &Desk<'_>),
) -> Span<'a> {
    Span { county, module, place, end: end(place), from, versions: desk.versions.keys().copied().collect() }
}

/// Where a page ended: home, moment, id.
fn cursor(after: &str) -> Result<(String, i64, String), Refusal> {
    let mut parts = after.splitn(3, '~');
    let mut read = || Some((parts.next()?.to_owned(), parts.next()?.parse().ok()?, parts.next()?.to_owned()));
    read().ok_or_else(|| Refusal::invalid("after", after, "where a page before ended"))
}

/// The moments that the days that are asked for begin and end with.
fn days(zone: &Zone, now: Timestamp, q: &RecordQuery) -> Result<(Timestamp, Timestamp), Refusal> {
    let to = q.to.clone().unwrap_or_else(|| zone.day(now));
    let last = zone.end("to", &to)?;
    let from = q.from.clone().unwrap_or_else(|| zone.day(last.plus(-USUAL * Timestamp::DAY)));
    let first = zone.begin("from", &from)?;
    let date = |day: &str| day.parse::<jiff::civil::Date>().unwrap_or_default();
    if date(&from) > date(&to) || date(&from).saturating_add(DAYS.days()) <= date(&to) {
        let expected = format!("a day of the {DAYS} up to {to}");
        return Err(Refusal::invalid("from", &from, expected));
    }
    Ok((first, last))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_goes_on_where_the_one_before_ended() {
        assert_eq!(cursor("K1~5~0193-x").unwrap(), ("K1".into(), 5, "0193-x".into()));
        for bad in ["", "K1", "K1~x~y", "K1~5"] {
            assert_eq!(cursor(bad).unwrap_err().code, "field.invalid", "{bad}");
        }
    }
}
