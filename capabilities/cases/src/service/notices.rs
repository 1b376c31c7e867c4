//! Notices: what the watchman tells the level above and whoever owes, and how far somebody has read.

use super::lists::{cursor, limit};
use super::{Cases, Named, Row};
use crate::model::Case;
use crate::store;
use crate::store::notice::{Filter, Stored, To};
use kernel::{Ctx, Lang, Refusal, Result, Timestamp};
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet, HashMap};
use utoipa::{IntoParams, ToSchema};

/// Unseen notices are counted up to here.
const COUNTED: i64 = 100;

/// Which notices.
#[derive(Clone, Debug, Default, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct NoticeQuery {
    /// `above`: to a unit of one's own as the level above. `owed`: about what a unit of one's own owes. `all`: about any
    /// case that one may list; the default.
    #[serde(rename = "for")]
    pub whom: Option<String>,
    /// `late`, `due_soon`, `rest_over` or `order_late`.
    pub kind: Option<String>,
    /// Where the page before ended.
    pub after: Option<String>,
    /// At most so many, 1 to 200; 50 when not given.
    pub limit: Option<i64>,
}

/// A notice.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
#[schema(as = Notice)]
pub struct NoticeView {
    /// What `up_to` takes.
    pub key: String,
    /// `late`, `due_soon`, `rest_over`, `order_late`.
    pub kind: String,
    /// `promise`, `sign`, `task`; absent for what is no clock.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub clock: Option<String>,
    /// When.
    pub at: Timestamp,
    /// The unit that owes it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub unit: Option<Named>,
    /// The unit above, which was told.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub to_unit: Option<Named>,
    /// The reader has not seen it yet.
    pub unseen: bool,
    /// The case as it stands now.
    pub case: Row,
}

/// A page of notices.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct NoticePage {
    /// Newest first. Cases that have left the reader's sight are left out, so that a page may be short.
    pub items: Vec<NoticeView>,
    /// Give it as `after` for the next page; absent on the last.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub next: Option<String>,
}

/// How many notices somebody has not seen, each up to 100.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, ToSchema)]
pub struct NoticeCounts {
    /// To a unit of one's own as the level above.
    pub above: i64,
    /// About what a unit of one's own owes.
    pub owed: i64,
}

impl Cases {
    /// One page of the notices about cases that the actor may list, newest first.
    ///
    /// # Errors
    /// `case.list` forbidden; a parameter that cannot be read.
    pub async fn notices(&self, ctx: &Ctx, query: &NoticeQuery, lang: Lang) -> Result<NoticePage> {
        let mut filter = self.notice_filter(ctx, to(ctx, query.whom.as_deref())?)?;
        filter.kind = query.kind.as_deref().map(kind).transpose()?;
        filter.before = query.after.as_deref().map(cursor).transpose()?;
        let limit = limit(query.limit)?;
        let mut tx = self.db().read().await?;
        let mut stored = store::notice::page(&mut tx, &filter, limit + 1).await?;
        let more = stored.len() as i64 > limit;
        stored.truncate(usize::try_from(limit).unwrap_or(0));
        let next = more.then(|| stored.last().map(key)).flatten();
        let seen = store::notice::seen(&mut tx, &ctx.actor.id).await?;
        let mut ids: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
        for notice in &stored {
            ids.entry(&notice.county).or_default().push(&notice.case);
        }
        let mut cases: HashMap<String, Case> = HashMap::new();
        for (county, ids) in ids {
            cases.extend(store::row::some(&mut tx, county, &ids).await?);
        }
        drop(tx);
        // a case may have moved on, out of the area or away from the unit
        cases.retain(|_, case| super::act::allowed(&ctx.actor, authz::action::CASE_LIST, case).is_ok());
        stored.retain(|notice| cases.contains_key(&notice.case));
        Ok(NoticePage { items: self.notice_views(ctx, stored, &cases, seen, lang).await?, next })
    }

    async fn notice_views(
        &self,
        ctx: &Ctx,
        stored: Vec<Stored>,
        cases: &HashMap<String, Case>,
        seen: Option<(i64, String)>,
        lang: Lang,
    ) -> Result<Vec<NoticeView>> {
        let cases: Vec<Case> = stored.iter().filter_map(|n| cases.get(&n.case).cloned()).collect();
        let rows = self.rows(&cases, ctx.now, lang).await?;
        let codes: BTreeSet<&String> = stored.iter().flat_map(|n| n.unit.iter().chain(&n.to_unit)).collect();
        let units = self.units(&codes.into_iter().cloned().collect::<Vec<_>>()).await?;
        let named = |code: &Option<String>| code.as_deref().map(|c| super::lists::unit_named(&units, c));
        let view = |(notice, case): (Stored, Row)| NoticeView {
            key: key(&notice),
            unit: named(&notice.unit),
            to_unit: named(&notice.to_unit),
            unseen: seen.as_ref().is_none_or(|(at, id)| (notice.at.0, &notice.id) > (*at, id)),
            clock: Some(notice.clock).filter(|c| !c.is_empty()),
            kind: notice.kind,
            at: notice.at,
            case,
        };
        Ok(stored.into_iter().zip(rows).map(view).collect())
    }

    /// How many notices the actor has not seen.
    ///
    /// # Errors
    /// `case.list` forbidden.
    pub async fn unseen_notices(&self, ctx: &Ctx) -> Result<NoticeCounts> {
        let units = own_units(ctx);
        let mut tx = self.db().read().await?;
        let since = store::notice::seen(&mut tx, &ctx.actor.id).await?;
        let mut count = async |to: To| {
            let filter = Filter { since: since.clone(), ..self.notice_filter(ctx, to)? };
            Ok::<_, kernel::Failure>(store::notice::count(&mut tx, &filter, COUNTED).await?)
        };
        let above = count(To::Above(units.clone())).await?;
        Ok(NoticeCounts { above, owed: count(To::Owed(units)).await? })
    }

    /// The actor has read up to a notice (its `key`). Only ever forward, and never beyond now.
    ///
    /// # Errors
    /// `case.list` forbidden; a key that is none.
    pub async fn see_notices(&self, ctx: &Ctx, up_to: &str) -> Result<()> {
        authz::require_anywhere(&ctx.actor, authz::action::CASE_LIST)?;
        let wrong = || Refusal::invalid("/up_to", up_to, "the `key` of a notice");
        let (at, id) = cursor(up_to).map_err(|_| wrong())?;
        if at > ctx.now.0 || id.is_empty() || id.len() > 40 || id.contains('\0') {
            return Err(wrong().into());
        }
        let person = ctx.actor.id.clone();
        self.db()
            .write(ctx, move |tx| {
                let (person, id) = (person.clone(), id.clone());
                Box::pin(async move { Ok(store::notice::put_seen(tx, &person, (at, &id)).await?) })
            })
            .await
    }

    fn notice_filter(&self, ctx: &Ctx, to: To) -> Result<Filter> {
        authz::require_anywhere(&ctx.actor, authz::action::CASE_LIST)?;
        let scopes = authz::scopes(&ctx.actor, authz::action::CASE_LIST);
        // all that somebody may see often lies in one home: then its index serves
        let homes: BTreeSet<Option<String>> = scopes.iter().map(|s| self.home_above(&s.area_path)).collect();
        let county = if homes.len() == 1 { homes.into_iter().next().flatten() } else { None };
        let county = county.filter(|_| to == To::All);
        Ok(Filter { scopes, to, county, ..Filter::default() })
    }
}

fn key(notice: &Stored) -> String {
    format!("{}~{}", notice.at.0, notice.id)
}

fn own_units(ctx: &Ctx) -> Vec<String> {
    let units: BTreeSet<&String> = ctx.actor.grants.iter().map(|g| &g.unit).collect();
    units.into_iter().cloned().collect()
}

fn to(ctx: &Ctx, whom: Option<&str>) -> Result<To, Refusal> {
    match whom.unwrap_or("all") {
        "all" => Ok(To::All),
        "above" => Ok(To::Above(own_units(ctx))),
        "owed" => Ok(To::Owed(own_units(ctx))),
        other => Err(Refusal::invalid("for", other, "one of: above, owed, all")),
    }
}

fn kind(word: &str) -> Result<String, Refusal> {
    const KINDS: [&str; 4] = ["late", "due_soon", "rest_over", "order_late"];
    let known = KINDS.contains(&word).then(|| word.to_owned());
    known.ok_or_else(|| Refusal::invalid("kind", word, format!("one of: {}", KINDS.join(", "))))
}
