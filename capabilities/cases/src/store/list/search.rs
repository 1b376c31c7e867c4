//! What was typed into the search box: a number, a number of another system, or words.
//!
//! Words are looked up home by home, youngest case first (ids are in the order of entry): [`super::super::word`]. Numbers
//! and aliases are few.

use super::query::Query;
use super::walk::{Found, WINDOW};
use super::{Filter, Hit, Key, Search};
use crate::store::word;
use db::{DbError, Sql, Tx, Value};
use std::collections::BTreeSet;

/// Numbers that begin so, at most: the latest.
const NUMBERS: usize = 500;
/// Words that are looked up, at most.
const WORDS: usize = 12;

db::sql! {
    /// The first parts of numbers and the homes they stand for.
    HOMES = "SELECT prefix, county FROM case_home ORDER BY prefix, county LIMIT 5000";
    /// The homes of cases that were moved out of them lately.
    ASTRAY = "SELECT DISTINCT k.county FROM (SELECT c.county FROM cases c WHERE c.area_path <> ''
        AND replace('/' || c.area_path, '/' || c.county || '/', '') = '/' || c.area_path
        ORDER BY c.registered_at DESC, c.id DESC LIMIT 1000) k";
}

/// Where a search looks.
#[derive(Clone, Debug, PartialEq)]
pub enum Look {
    /// Numbers of a home.
    Number(String),
    /// Numbers of other systems.
    Alias,
    /// The latest cases of a home that hold the words, latest first; and whether there may be more.
    Words(String, Vec<String>, bool),
}

impl Look {
    /// The statement that finds up to `most` entered before `after`.
    pub fn statement(&self, f: &Filter, search: &Search, after: &Key, most: usize) -> (Sql, Vec<Value>) {
        let mut query = Query::default();
        let inner = self.inner(&mut query, search);
        let id = query.bind(&after.id);
        scopes(&mut query, f);
        query.standing(f);
        query.filter(f);
        let most = query.bind(most);
        let outside = &query.outside;
        let text = format!(
            "SELECT k.county, k.id, k.registered_at AS at FROM ({inner}) w CROSS JOIN cases k \
             WHERE k.county = w.county AND k.id = w.id AND k.id < {id}{outside} ORDER BY k.id DESC LIMIT {most}"
        );
        query.finish("CASES_SEARCH", text)
    }

    fn inner(&self, query: &mut Query, search: &Search) -> String {
        match self {
            Self::Number(county) => {
                let county = query.bind(county);
                let (from, to) = (query.bind(&search.number), query.bind(format!("{}~", search.number)));
                format!(
                    "SELECT c.county, c.id FROM cases c WHERE c.county = {county} AND c.number >= {from} \
                     AND c.number < {to} ORDER BY c.number DESC LIMIT {NUMBERS}"
                )
            }
            Self::Alias => {
                let alias = query.bind(&search.alias);
                format!(
                    "SELECT a.county, a.case_id AS id FROM case_alias a WHERE a.number = {alias} LIMIT {NUMBERS}"
                )
            }
            Self::Words(county, ids, _) => {
                let (county, ids) = (query.bind(county), query.bind(serde_json::json!(ids).to_string()));
                format!("SELECT {county} AS county, v.value AS id FROM json_each(CAST({ids} AS TEXT)) v")
            }
        }
    }

    async fn run(
        &self,
        tx: &mut Tx,
        f: &Filter,
        search: &Search,
        after: &Key,
        most: usize,
    ) -> Result<Found, DbError> {
        let (sql, values) = self.statement(f, search, after, most);
        let hits = tx.fetch_all(&sql, values).await?.iter().map(Hit::read).collect::<Result<Vec<_>, _>>()?;
        if hits.len() >= most {
            return Ok(Found { edge: hits.last().map(|h| h.key.clone()), hits });
        }
        let edge = match self {
            Self::Words(_, ids, true) => ids.last().map(|id| Key { at: 0, id: id.clone() }),
            _ => None,
        };
        Ok(Found { hits, edge })
    }
}

/// One of the places where the reader may look, all of them at once: what was found is little.
fn scopes(query: &mut Query, f: &Filter) {
    if f.scopes.iter().any(|w| w.is_everywhere()) {
        return;
    }
    let mut parts = vec![];
    for within in &f.scopes {
        let mut one = Query { args: std::mem::take(&mut query.args), ..Query::default() };
        one.within(within);
        query.args = one.args;
        parts.push(format!("({})", one.outside.trim_start_matches(" AND ")));
    }
    let any = if parts.is_empty() { "1 = 0".into() } else { parts.join(" OR ") };
    query.outside.push_str(&format!(" AND ({any})"));
}

/// Searches wherever the reader may look; what is found is in the order of entry, latest first.
pub(super) async fn find(
    tx: &mut Tx,
    f: &Filter,
    search: &Search,
    after: &Key,
    most: usize,
) -> Result<Vec<Found>, DbError> {
    let homes = tx.fetch_all(&HOMES, vec![]).await?;
    let homes = homes.iter().map(|r| Ok((r.get::<String>("prefix")?, r.get::<String>("county")?)));
    let homes: Vec<(String, String)> = homes.collect::<Result<_, DbError>>()?;
    let mut astray: BTreeSet<String> = BTreeSet::new();
    for row in tx.fetch_all(&ASTRAY, vec![]).await? {
        astray.insert(row.get("county")?);
    }
    let within = |county: &str| {
        astray.contains(county)
            || f.scopes.iter().any(|w| w.county.as_deref().is_none_or(|home| home == county))
    };
    let mut looks = vec![Look::Alias];
    for (prefix, county) in &homes {
        let begins = search.number.starts_with(prefix.as_str()) || prefix.starts_with(&search.number);
        if begins && within(county) {
            looks.push(Look::Number(county.clone()));
        }
    }
    let counties: BTreeSet<&str> = homes.iter().map(|h| h.1.as_str()).filter(|c| within(c)).collect();
    let window = (WINDOW / counties.len().max(1)).clamp(256, WINDOW);
    for county in counties {
        if search.terms.is_empty() {
            continue;
        }
        let terms = &search.terms[..search.terms.len().min(WORDS)];
        let (ids, more) = word::find(tx, county, terms, &after.id, window).await?;
        looks.push(Look::Words(county.to_owned(), ids, more));
    }
    let mut found = vec![];
    for look in &looks {
        found.push(look.run(tx, f, search, after, most).await?);
    }
    Ok(found)
}
