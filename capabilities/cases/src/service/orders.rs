//! Supervision orders across cases: the desk's list, where nothing disappears before it is cancelled, and the public one.

use super::lists::{category, cursor, limit, unit_named};
use super::{Cases, Named, OrderView, Row};
use crate::model::{Case, Order};
use crate::store::order::{Found, Which, page};
use crate::store::row;
use kernel::{Ctx, Lang, Refusal, Result, Text, Timestamp};
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, HashMap};
use utoipa::{IntoParams, ToSchema};

/// Orders looked at for one page, at most: most of them may be somebody else's.
const LOOKED_AT: usize = 2_000;

/// Which orders.
#[derive(Clone, Debug, Default, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct OrderQuery {
    /// `standing` (not cancelled yet, by deadline; when not given) or `all` (youngest first).
    pub which: Option<String>,
    /// Code of an area: everything under it.
    pub area: Option<String>,
    /// Where the page before ended.
    pub after: Option<String>,
    /// At most so many, 1 to 200; 50 when not given.
    pub limit: Option<i64>,
}

/// An order with its case.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
#[schema(as = SupervisionOrder)]
pub struct OrderRow {
    /// The order.
    pub order: OrderView,
    /// The case.
    pub case: Row,
}

/// A page of orders.
#[derive(Clone, Debug, Default, PartialEq, Serialize, ToSchema)]
pub struct OrderPage {
    /// The orders.
    pub items: Vec<OrderRow>,
    /// Where the next page begins.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub next: Option<String>,
}

/// An order as everybody may see it.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
pub struct PublicOrder {
    /// Its number.
    pub no: String,
    /// What it is about: the category, and where, as far as the pack publishes them.
    pub title: String,
    /// The unit that owes it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub unit: Option<Text>,
    /// When it was given.
    pub at: Timestamp,
    /// By when.
    pub deadline: Timestamp,
    /// When it was answered.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub replied_at: Option<Timestamp>,
    /// When it was cancelled.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub cancelled_at: Option<Timestamp>,
    /// `standing`, `replied` or `cancelled`.
    pub state: String,
    /// Not answered in time.
    pub late: bool,
    /// Number of the case, when everybody may see that too.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub case: Option<String>,
}

impl Cases {
    /// Supervision orders of cases that the actor may read.
    ///
    /// # Errors
    /// A cursor that cannot be read; an area that is not there.
    pub async fn orders(&self, ctx: &Ctx, query: &OrderQuery, lang: Lang) -> Result<OrderPage> {
        let which = match query.which.as_deref() {
            None | Some("standing") => Which::Standing,
            Some("all") => Which::All,
            Some(other) => return Err(Refusal::invalid("which", other, "standing, all").into()),
        };
        if let Some(code) = &query.area {
            self.parts.grid.area(code).ok_or_else(|| Refusal::not_found("area"))?;
        }
        let mine = |case: &Case| {
            let inside = query.area.as_ref().is_none_or(|code| case.spot.path.contains(code));
            inside && super::act::allowed(&ctx.actor, authz::action::CASE_READ, case).is_ok()
        };
        let limit = usize::try_from(limit(query.limit)?).unwrap_or(1);
        let (found, next) = self.ordered(which, query.after.as_deref(), limit, mine).await?;
        let mut cases: Vec<Case> = vec![];
        for (_, case, _) in &found {
            if !cases.iter().any(|c| c.id == case.id) {
                cases.push(case.clone());
            }
        }
        let rows = self.rows(&cases, ctx.now, lang).await?;
        let rows: HashMap<&str, &Row> = rows.iter().map(|r| (r.number.as_str(), r)).collect();
        let item = |(_, case, order): &(Found, Case, Order)| {
            let case = (*rows.get(case.number.as_str())?).clone();
            Some(OrderRow { order: super::view::order(order), case })
        };
        Ok(OrderPage { items: found.iter().filter_map(item).collect(), next })
    }

    /// Supervision orders that a leader has listed, youngest first. No words of anybody, no place below the areas.
    ///
    /// # Errors
    /// A cursor or a limit that cannot be read.
    pub async fn public_orders(
        &self,
        ctx: &Ctx,
        (after, asked): (Option<&str>, Option<i64>),
        lang: Lang,
    ) -> Result<(Vec<PublicOrder>, Option<String>)> {
        let size = usize::try_from(limit(asked)?).unwrap_or(1);
        let (found, next) = self.ordered(Which::Listed, after, size, |_| true).await?;
        let codes: Vec<String> = found.iter().filter_map(|(_, c, _)| c.lead_unit().map(Into::into)).collect();
        let units = self.units(&codes).await?;
        let items = found.iter().map(|(_, case, order)| self.listed(ctx, (case, order), &units, lang));
        Ok((items.collect::<Result<_>>()?, next))
    }

    fn listed(
        &self,
        ctx: &Ctx,
        (case, order): (&Case, &Order),
        units: &HashMap<String, Named>,
        lang: Lang,
    ) -> Result<PublicOrder> {
        let pack = self.pack_of(case)?;
        let kind = pack.flow(&case.case_type).map(|f| super::name(&f.definition().name));
        let known = category(&pack, case).filter(|_| pack.publishes("category")).map(|c| c.name).or(kind);
        let areas = pack.publishes("place").then(|| self.area_names(case, lang)).flatten();
        let parts: Vec<String> = areas.into_iter().chain(known.map(|k| k.get(lang).to_owned())).collect();
        let state = match (order.replied_at, order.cancelled_at) {
            (_, Some(_)) => "cancelled",
            (Some(_), None) => "replied",
            (None, None) => "standing",
        };
        Ok(PublicOrder {
            no: order.no.clone(),
            title: parts.join(" "),
            unit: case.lead_unit().map(|code| unit_named(units, code).name),
            at: order.at,
            deadline: order.deadline,
            replied_at: order.replied_at,
            cancelled_at: order.cancelled_at,
            state: state.into(),
            late: order.replied_at.or(order.cancelled_at).unwrap_or(ctx.now) > order.deadline,
            case: case.is_public().then(|| case.number.clone()),
        })
    }

    /// A page of orders with their cases, of those that `wanted` lets through.
    async fn ordered(
        &self,
        which: Which,
        after: Option<&str>,
        limit: usize,
        wanted: impl Fn(&Case) -> bool,
    ) -> Result<(Vec<(Found, Case, Order)>, Option<String>)> {
        let mut after = after.map(cursor).transpose()?;
        let mut tx = self.db().read().await?;
        let (mut found, mut looked_at) = (vec![], 0);
        let size = (limit + 1).max(50);
        loop {
            let some = page(&mut tx, which, after.clone(), i64::try_from(size).unwrap_or(50)).await?;
            let last = some.len() < size;
            looked_at += some.len();
            let mut by_county: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
            some.iter().for_each(|f| by_county.entry(&f.county).or_default().push(f.case.as_str()));
            let mut cases: HashMap<String, Case> = HashMap::new();
            for (county, ids) in by_county {
                cases.extend(row::docs(&mut tx, county, &ids).await?);
            }
            for one in some {
                let case = cases.get(one.case.as_str()).filter(|case| wanted(case));
                let order = case.and_then(|c| c.orders.iter().find(|o| o.no == one.no));
                if found.len() == limit && order.is_some() {
                    let end = found.last().map(|(f, ..): &(Found, Case, Order)| place(f));
                    return Ok((found, end));
                }
                after = Some((one.key, one.case.to_string()));
                if let (Some(case), Some(order)) = (case, order) {
                    found.push((one, case.clone(), order.clone()));
                }
            }
            if last || looked_at >= LOOKED_AT {
                let next = after.filter(|_| !last).map(|(key, id)| format!("{key}~{id}"));
                return Ok((found, next));
            }
        }
    }
}

fn place(found: &Found) -> String {
    format!("{}~{}", found.key, found.case)
}
