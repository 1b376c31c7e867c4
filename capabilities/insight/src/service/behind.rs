//! The cases behind a number: exactly those that it counts, because both are said by the same summary of a case.

use super::Insight;
use crate::model::{Day, Summary};
use crate::rules::plan::Level;
use crate::store::{behind, write};
use db::Tx;
use kernel::{Refusal, Result};
use std::collections::{BTreeSet, HashMap};

/// Cases that are looked at for a page at most; then the page is short and says where to go on.
const WINDOW: usize = 5_000;
/// Cases read at once.
const STEP: i64 = 500;

/// Which cases: of an area, by the day of a kind.
#[derive(Clone, Debug)]
pub struct CountedQuery {
    /// Codes of the area from the top, joined by `/`.
    pub area_path: String,
    /// By which of their days.
    pub day: Day,
    /// First and last of these days, such as 20261101.
    pub days: (i64, i64),
    /// Where the page before ended.
    pub after: Option<String>,
    /// At most so many.
    pub limit: usize,
}

/// A page of the cases behind a number.
#[derive(Clone, Debug, Default)]
pub struct Counted {
    /// Home, id, and what is known of each.
    pub items: Vec<(String, String, Summary)>,
    /// Where the next page begins.
    pub next: Option<String>,
}

/// Home, day and id of the last case of a page.
type Key = (String, i64, String);

impl Insight {
    /// Cases that are counted on some days and that `wanted` lets pass. Whoever asks has seen to the permission.
    ///
    /// # Errors
    /// `after` that is no key of such a page; the database.
    pub async fn counted(
        &self,
        query: &CountedQuery,
        wanted: impl Fn(&Summary) -> bool + Send,
    ) -> Result<Counted> {
        let after = query.after.as_deref().map(key).transpose()?;
        let (from, to) = range(&query.area_path);
        let mut tx = self.parts.db.browse().await?;
        let mut page = Counted::default();
        let mut seen = 0;
        for county in self.homes_of(&mut tx, &query.area_path).await? {
            let mut at = match &after {
                Some((home, ..)) if county < *home => continue,
                Some((home, day, id)) if county == *home => (*day, id.clone()),
                _ => (0, String::new()),
            };
            loop {
                let ground = (from.as_str(), to.as_str());
                let after = (at.0, at.1.as_str());
                let found =
                    behind::page(&mut tx, (&county, query.day), query.days, ground, after, STEP).await?;
                let whole = found.len() == STEP as usize;
                for (id, case) in found {
                    if page.items.len() == query.limit || seen == WINDOW {
                        page.next = Some(format!("{county}~{}~{}", at.0, at.1));
                        return Ok(page);
                    }
                    seen += 1;
                    at = (case.day(query.day), id.clone());
                    if wanted(&case) {
                        page.items.push((county.clone(), id, case));
                    }
                }
                if !whole {
                    break;
                }
            }
        }
        Ok(page)
    }

    /// What the counters know of some cases of a home, by id.
    ///
    /// # Errors
    /// The database.
    pub async fn known(&self, county: &str, ids: &[&str]) -> Result<HashMap<String, Summary>> {
        let mut tx = self.parts.db.read().await?;
        Ok(write::cases(&mut tx, county, ids).await?)
    }

    /// The homes of the cases in an area: its own, and those of cases that were moved into it.
    async fn homes_of(&self, tx: &mut Tx, path: &str) -> Result<BTreeSet<String>> {
        if self.depth(path) <= 0 {
            let (from, to) = range(path);
            return Ok(behind::homes(tx, Level::Home as i64, (&from, &to)).await?);
        }
        let town = self.town(path);
        Ok(behind::homes(tx, Level::Town as i64, (&town, &format!("{town}\u{10FFFF}"))).await?)
    }
}

/// The range of a subtree over paths whose codes are each followed by `/`.
fn range(path: &str) -> (String, String) {
    if path.is_empty() {
        (String::new(), "\u{10FFFF}".into())
    } else {
        (format!("{path}/"), format!("{path}0"))
    }
}

fn key(text: &str) -> Result<Key, Refusal> {
    let wrong = || Refusal::invalid("after", text, "what `next` of the page before said");
    let (county, rest) = text.split_once('~').ok_or_else(wrong)?;
    let (day, id) = rest.split_once('~').ok_or_else(wrong)?;
    Ok((county.to_owned(), day.parse().map_err(|_| wrong())?, id.to_owned()))
}
