//! What is open now: how many from the counters, how many of them are late from the cases themselves, since that changes
//! with every minute.

use super::views::{Load, Open, Slice};
use super::{Insight, Term, named, terms};
use crate::rules::plan::Level;
use crate::store::ask::{self, OpenBy, Reached};
use cases::service::Dimension;
use grid::model::Area;
use kernel::{Ctx, Result};
use serde::Deserialize;
use std::collections::BTreeMap;
use std::sync::Arc;
use utoipa::IntoParams;

/// Whose open cases.
#[derive(Clone, Debug, Default, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct OpenQuery {
    /// Code of an area; everything under it.
    pub area: Option<String>,
}

/// Numbers by code.
type Sums = BTreeMap<String, i64>;

impl Insight {
    /// What is open now, as far as the actor may see numbers.
    ///
    /// # Errors
    /// `stats.read` forbidden; an area that is not there.
    pub async fn open(&self, ctx: &Ctx, query: &OpenQuery) -> Result<Arc<Open>> {
        authz::require_anywhere(&ctx.actor, authz::action::STATS_READ)?;
        let area = self.area(query.area.as_deref())?;
        let terms = terms(ctx, area.as_ref().map_or("", |a| a.path.as_str()));
        let asked = format!("{:?} {terms:?}", query.area);
        let Reached { read_to, behind } = ask::reached(&mut self.parts.db.read().await?).await?;
        // cases change before the counters do; both only go forward, so that their sum stands still when both do
        let mark = (read_to + behind) + read_to;
        let look = self.clone().look(ctx.clone(), area, terms);
        self.opened.get(asked, mark, ctx.now, look).await
    }

    async fn look(self, ctx: Ctx, asked: Option<Arc<Area>>, terms: Vec<Term>) -> Result<Open> {
        let (ctx, terms) = (&ctx, terms.as_slice());
        let parent = self.parent(asked.as_ref());
        let area = asked.as_ref().map(|a| a.code.as_str());
        let depth = self.depth(parent.as_ref().map_or("", |a| a.path.as_str()));
        let parts = parent.as_ref().map_or(0, |a| a.path.split('/').count());

        let states = self.parts.cases.open_now(ctx, area, Dimension::State, false).await?;
        let mut out = Open::default();
        let mut phases = Sums::new();
        for group in states {
            out.open += group.n;
            out.late += group.late;
            out.due_soon += group.soon;
            *phases.entry(group.phase).or_default() += group.n;
        }
        out.by_phase = phases.into_iter().map(|(key, n)| Slice { key, name: None, n }).collect();

        let mut categories: Vec<(String, i64)> =
            self.open_by(ctx, area, terms, OpenBy::Category, 0).await?.into_iter().collect();
        categories.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
        out.by_category = categories.into_iter().map(|(key, n)| self.slice(key, n)).collect();
        let units = self.open_by(ctx, area, terms, OpenBy::Unit, 0).await?;
        let late = self.late_by(ctx, area, Dimension::Unit).await?;
        out.by_unit = self.units(units, &late).await?;
        let areas = self.open_by(ctx, area, terms, OpenBy::Area, depth + 1).await?;
        let late = self.late_by(ctx, area, Dimension::Area).await?;
        out.by_area = self.areas(parent.as_ref().map(|a| a.code.as_str()), parts, &areas, &late);
        Ok(out)
    }

    /// Open cases by code, from the counters where they reach as deep as is asked (`finest` steps below the home level).
    async fn open_by(
        &self,
        ctx: &Ctx,
        area: Option<&str>,
        terms: &[Term],
        by: OpenBy,
        finest: i64,
    ) -> Result<Sums> {
        let levels: Option<Vec<Level>> = terms.iter().map(|t| self.level(t, finest)).collect();
        let mut sums = Sums::new();
        if let Some(levels) = levels {
            let mut tx = self.parts.db.read().await?;
            for (term, level) in terms.iter().zip(levels) {
                for (code, n) in ask::open(&mut tx, &term.scope.area_path, level, by).await? {
                    *sums.entry(code).or_default() += n;
                }
            }
            return Ok(sums);
        }
        let by = match by {
            OpenBy::Category => Dimension::Category,
            OpenBy::Unit => Dimension::Unit,
            OpenBy::Area => Dimension::Area,
        };
        for group in self.parts.cases.open_now(ctx, area, by, false).await? {
            *sums.entry(group.key).or_default() += group.n;
        }
        Ok(sums)
    }

    /// The level of counters that tells apart what is asked of a term; None: there is none.
    fn level(&self, term: &Term, finest: i64) -> Option<Level> {
        match finest.max(self.depth(&term.scope.area_path)) {
            _ if term.scope.unit.is_some() => None,
            i64::MIN..=0 => Some(Level::Home),
            1 => Some(Level::Town),
            _ => None,
        }
    }

    async fn late_by(&self, ctx: &Ctx, area: Option<&str>, by: Dimension) -> Result<Sums> {
        let mut sums = Sums::new();
        for group in self.parts.cases.open_now(ctx, area, by, true).await? {
            *sums.entry(group.key).or_default() += group.late;
        }
        Ok(sums)
    }

    fn slice(&self, key: String, n: i64) -> Slice {
        let name = (!key.is_empty()).then(|| self.category_named(&key).name);
        Slice { key, name, n }
    }

    async fn units(&self, open: Sums, late: &Sums) -> Result<Vec<Load>> {
        let codes: Vec<String> = open.keys().filter(|code| !code.is_empty()).cloned().collect();
        let names = self.unit_names(&codes).await?;
        let load = |(code, open): (String, i64)| {
            let late = late.get(&code).copied().unwrap_or_default();
            let name = named(&code, names.get(&code).cloned()).name;
            Load { code, name, open, late }
        };
        Ok(open.into_iter().filter(|(code, n)| !code.is_empty() && *n > 0).map(load).collect())
    }

    /// The parts of an area; sums go by area path.
    fn areas(&self, parent: Option<&str>, parts: usize, open: &Sums, late: &Sums) -> Vec<Load> {
        let of = |sums: &Sums, code: &str| -> i64 {
            let inside = |path: &&String| path.split('/').nth(parts) == Some(code);
            sums.keys().filter(inside).filter_map(|path| sums.get(path)).sum()
        };
        let load = |child: &Arc<Area>| Load {
            code: child.code.clone(),
            name: child.name.clone(),
            open: of(open, &child.code),
            late: of(late, &child.code),
        };
        self.parts.grid.children(parent).iter().map(load).collect()
    }
}
