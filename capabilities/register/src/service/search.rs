//! Finding records: by name, number or address, and by area and kind. Only within the reader's areas.

use super::views::{Found, RecordRow};
use super::{Reach, Register};
use crate::model::{Record, segment};
use crate::rules::words;
use crate::store;
use authz::action;
use kernel::{Ctx, Refusal, Result};
use serde::Deserialize;
use utoipa::IntoParams;
use web::Page;

/// Records that a search shows.
const MOST: usize = 50;
/// Entries of one word that are looked at.
const LOOK: usize = 2_000;

/// A search.
#[derive(Clone, Debug, Default, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct SearchQuery {
    /// A name, a number or an address.
    pub q: String,
    /// Only this kind.
    #[serde(default)]
    pub kind: Option<String>,
    /// Only under this area.
    #[serde(default)]
    pub area: Option<String>,
}

/// A list.
#[derive(Clone, Debug, Default, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct ListQuery {
    /// The kind.
    pub kind: String,
    /// Only under this area.
    #[serde(default)]
    pub area: Option<String>,
    /// Where the page begins: `next` of the one before.
    #[serde(default)]
    pub after: Option<String>,
    /// How many: 50 by default, 500 at most.
    #[serde(default)]
    pub limit: Option<usize>,
}

/// Where a page of a list begins: reach, segment, place and number.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Cursor {
    pub county: String,
    segment: i64,
    place: String,
    n: i64,
}

impl Cursor {
    pub fn of(r: &Record) -> Self {
        Self { county: r.county.clone(), segment: segment(r.n), place: r.place.clone(), n: r.n }
    }

    pub fn text(&self) -> String {
        format!("{}~{}~{}~{}", self.county, self.segment, self.place, self.n)
    }

    pub fn read(text: &str) -> Result<Self, Refusal> {
        let parts: Vec<&str> = text.split('~').collect();
        let read = match parts.as_slice() {
            [county, segment, place, n] => segment
                .parse()
                .ok()
                .zip(n.parse().ok())
                .map(|(segment, n)| Self { county: (*county).into(), segment, place: (*place).into(), n }),
            _ => None,
        };
        read.ok_or_else(|| Refusal::invalid("after", "", "the next of a page before"))
    }
}

impl Register {
    /// Records with these words, within the reader's areas.
    ///
    /// # Errors
    /// `action.forbidden`; an unknown kind or area.
    pub async fn search(&self, ctx: &Ctx, q: &SearchQuery) -> Result<Found> {
        authz::require_anywhere(&ctx.actor, action::REGISTER_READ)?;
        if q.q.trim().is_empty() || q.q.chars().count() > 200 {
            // what is looked for may be somebody's number: it is not repeated
            return Err(Refusal::required("q").want("1 to 200 characters").into());
        }
        if let Some(kind) = &q.kind {
            self.kind("kind", kind)?;
        }
        let reaches = self.reaches(ctx, action::REGISTER_READ, q.area.as_deref()).await?;
        let blind = self.blind()?;
        // while a new key is taken into use a word stands under the old or under the new one
        let keys: Vec<i64> =
            words::asked(&q.q).iter().flat_map(|(role, word)| blind.all(role.word(), word)).collect();
        let mut tx = self.db().read().await?;
        let (mut found, mut more): (Vec<Record>, bool) = (vec![], false);
        for reach in &reaches {
            let last = store::read::next(&mut tx, &reach.county).await?;
            for key in &keys {
                let mut ns = store::read::find(&mut tx, &reach.county, last, *key).await?;
                more |= ns.len() > LOOK;
                ns.truncate(LOOK);
                ns.retain(|n| !found.iter().any(|r| r.n == *n && r.county == reach.county));
                for piece in ns.chunks(200) {
                    let mut records: Vec<Record> =
                        store::read::some(&mut tx, &reach.county, piece).await?.into_values().collect();
                    records.retain(|r| reach.holds(r) && q.kind.as_ref().is_none_or(|k| *k == r.kind));
                    records.sort_by_key(|r| r.n);
                    found.extend(records);
                    if found.len() > MOST {
                        break;
                    }
                }
            }
            if found.len() > MOST {
                break;
            }
        }
        more |= found.len() > MOST;
        found.truncate(MOST);
        Ok(Found { items: self.rows(&mut tx, found).await?, more })
    }

    /// A page of the records of a kind, within the reader's areas.
    ///
    /// # Errors
    /// `action.forbidden`; an unknown kind or area; an `after` of another list.
    pub async fn list(&self, ctx: &Ctx, q: &ListQuery) -> Result<Page<RecordRow>> {
        authz::require_anywhere(&ctx.actor, action::REGISTER_READ)?;
        self.kind("kind", &q.kind)?;
        let reaches = self.reaches(ctx, action::REGISTER_READ, q.area.as_deref()).await?;
        let limit = Page::<RecordRow>::limit(q.limit);
        let after = q.after.as_deref().map(Cursor::read).transpose()?;
        let mut tx = self.db().read().await?;
        let records = self.page(&mut tx, &reaches, &q.kind, after, limit + 1).await?;
        let more = records.len() > limit;
        let next = records.get(limit - 1).filter(|_| more).map(|r| Cursor::of(r).text());
        let items = self.rows(&mut tx, records.into_iter().take(limit).collect()).await?;
        Ok(Page { items, next })
    }

    /// The next records of a kind in some reaches, segment by segment.
    pub(crate) async fn page(
        &self,
        tx: &mut db::Tx,
        reaches: &[Reach],
        kind: &str,
        after: Option<Cursor>,
        most: usize,
    ) -> Result<Vec<Record>> {
        let mut all = vec![];
        let holds =
            |c: &Cursor| reaches.iter().position(|r| r.county == c.county && c.place.starts_with(&r.place));
        let start = match &after {
            None => 0,
            Some(c) => holds(c).ok_or_else(|| Refusal::invalid("after", "", "the next of this list"))?,
        };
        for (i, reach) in reaches.iter().enumerate().skip(start) {
            let behind = after.as_ref().filter(|_| i == start);
            let last = segment(store::read::next(tx, &reach.county).await?);
            let first = behind.map_or(0, |c| c.segment);
            for segment in first..=last {
                let same = behind.filter(|c| c.segment == segment);
                let from = same.map_or((reach.place.as_str(), 0), |c| (c.place.as_str(), c.n));
                let left = most - all.len();
                let of = (segment, kind);
                let found = store::read::list(tx, &reach.county, of, from, &reach.end(), left as i64).await?;
                all.extend(found);
                if all.len() >= most {
                    return Ok(all);
                }
            }
        }
        Ok(all)
    }

    /// All records of a kind within the reader's areas, piece by piece: for an export.
    pub(crate) async fn each(
        &self,
        reaches: &[Reach],
        kind: &str,
        after: Option<&Record>,
        most: usize,
    ) -> Result<Vec<Record>> {
        let mut tx = self.db().read().await?;
        self.page(&mut tx, reaches, kind, after.map(Cursor::of), most).await
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cursor_is_read_as_it_was_written() {
        let cursor = Cursor { county: "350304".into(), segment: 3, place: "a/b/".into(), n: 7 };
        assert_eq!(Cursor::read(&cursor.text()).unwrap(), cursor);
        assert!(Cursor::read("350304~x~~1").is_err());
        assert!(Cursor::read("").is_err());
    }
}
