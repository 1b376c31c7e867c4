//! The cases behind a figure, those that are left out apart.

use super::{Bulletins, months_off};
use crate::model::{Bulletin, Exclusion};
use crate::rules::compose::Composer;
use crate::rules::layout::Told;
use insight::model::Summary;
use insight::service::CountedQuery;
use kernel::{Ctx, Lang, Refusal, Result};
use serde::{Deserialize, Serialize};
use std::collections::HashSet;
use utoipa::{IntoParams, ToSchema};

/// Which figure.
#[derive(Clone, Debug, Default, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct BehindQuery {
    /// Id of the measure.
    pub measure: String,
    /// `n`, what is counted (when not given), or `of`, of how many.
    pub part: Option<String>,
    /// `month` (when not given), `before` or `year`.
    pub period: Option<String>,
    /// `area`, `unit` or `category`, with `key`.
    pub by: Option<String>,
    /// The group; empty for what has none.
    pub key: Option<String>,
    /// Of categories: how far down the tree, as in the table.
    pub depth: Option<usize>,
    /// Where the page before ended.
    pub after: Option<String>,
    /// At most so many, 1 to 200; 50 when not given.
    pub limit: Option<usize>,
}

/// A page of the cases behind a figure.
#[derive(Clone, Debug, Default, Serialize, ToSchema)]
#[schema(as = BulletinCases)]
pub struct BehindPage {
    /// Cases that are counted, as far as the reader may list them.
    pub items: Vec<cases::service::Row>,
    /// Give it as `after` for the next page; a page may be short, even empty, and not the last.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub next: Option<String>,
    /// Cases that would be counted, were they not left out; on the first page.
    pub excluded: Vec<Exclusion>,
    /// Cases that are counted and that the reader may not list, on this page.
    pub hidden: usize,
}

impl Bulletins {
    /// The cases behind a figure, as they are now. Those of a frozen bulletin may have moved on since.
    ///
    /// # Errors
    /// `bulletin.not_found`; `case.list` forbidden; a parameter that cannot be read.
    pub async fn behind(&self, ctx: &Ctx, id: &str, q: &BehindQuery, lang: Lang) -> Result<BehindPage> {
        let b = self.seen(ctx, id).await?;
        authz::require_anywhere(&ctx.actor, authz::action::CASE_LIST)?;
        let measure = self.parts.layout.measure(&q.measure);
        let measure = measure
            .ok_or_else(|| Refusal::invalid("measure", &q.measure, "the id of a measure of the bulletin"))?;
        let formula = match (q.part.as_deref().unwrap_or("n"), &measure.of) {
            ("n", _) => &measure.n,
            ("of", Some(of)) => of,
            (other, _) => {
                return Err(Refusal::invalid("part", other, "n, or of where the measure is a share").into());
            }
        };
        let month = match q.period.as_deref().unwrap_or("month") {
            "month" => b.month,
            "before" => months_off(b.month, -1),
            "year" => months_off(b.month, -12),
            other => return Err(Refusal::invalid("period", other, "one of: month, before, year").into()),
        };
        let by = q.by.as_deref().map(|by| {
            Told::parse(by).ok_or_else(|| Refusal::invalid("by", by, "one of: area, unit, category"))
        });
        let group =
            by.transpose()?.map(|told| (told, q.depth.unwrap_or(0), q.key.clone().unwrap_or_default()));
        let limit = match q.limit.unwrap_or(50) {
            n @ 1..=200 => n,
            n => return Err(Refusal::invalid("limit", n, "1..=200").into()),
        };

        let (keys, days) = (self.keys(&b), Bulletin::days(month));
        let left = if month == b.month { self.left_out(&b).await? } else { vec![] };
        let out: HashSet<&str> =
            left.iter().filter(|l| l.of(&measure.id)).map(|l| l.case.id.as_str()).collect();
        let counted = |case: &Summary| {
            let here = group.as_ref().is_none_or(|(told, depth, key)| keys.of(*told, *depth, case) == *key);
            here && formula.of(&case.counts_within(days)) > 0
        };
        let query = CountedQuery {
            area_path: b.area_path.clone(),
            day: formula.day(),
            days,
            after: q.after.clone(),
            limit,
        };
        let found = self.parts.insight.counted(&query, &counted).await?;
        let ids: Vec<(String, String)> = found
            .items
            .iter()
            .filter(|(_, id, _)| !out.contains(id.as_str()))
            .map(|(county, id, _)| (county.clone(), id.clone()))
            .collect();
        let items = self.parts.cases.rows_of(ctx, &ids, lang).await?;
        let hidden = ids.len() - items.len();
        let mut page = BehindPage { items, next: found.next, excluded: vec![], hidden };
        if q.after.is_none() {
            let gone: HashSet<&str> = left
                .iter()
                .filter(|l| l.of(&measure.id) && counted(&l.known))
                .map(|l| l.case.number.as_str())
                .collect();
            page.excluded = self.exclusions(&b).await?;
            page.excluded.retain(|e| {
                let of = e.measures.is_empty() || e.measures.contains(&measure.id);
                of && gone.contains(e.case.as_str())
            });
        }
        Ok(page)
    }

    /// The cases that are left out, with the words of whoever decided.
    pub(super) async fn exclusions(&self, b: &Bulletin) -> Result<Vec<Exclusion>> {
        let mut figures = crate::rules::compose::Figures { keys: self.keys(b), ..Default::default() };
        let units: Vec<String> = b.objections.iter().map(|o| o.unit.clone()).collect();
        for (code, name) in self.parts.directory.unit_names(&units).await? {
            figures.names.insert((Told::Unit.code(), code), name);
        }
        let page = Composer::new(&self.parts.layout, &figures, b, self.area_name(b)).page();
        let mut all = page.exclusions;
        self.give_reasons(b, &mut all).await?;
        Ok(all)
    }

    /// Fills in why cases were left out, as far as the words have not been erased.
    pub(super) async fn give_reasons(&self, b: &Bulletin, all: &mut [Exclusion]) -> Result<()> {
        let mut tx = self.parts.db.read().await?;
        let ids: Vec<&str> = b.upheld().map(|(_, d)| d.reason.id.as_str()).collect();
        let texts = self.parts.vault.texts(&mut tx, &b.county, &ids).await?;
        for one in all {
            let decision = b.upheld().find(|(o, _)| o.n == one.objection).map(|(_, d)| d);
            one.reason = decision.and_then(|d| texts.get(&d.reason.id)).cloned();
        }
        Ok(())
    }
}
