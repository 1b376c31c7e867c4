//! The numbers behind a bulletin: asked of insight for the whole area, whoever reads it.

use super::{Bulletins, month_text, months_off};
use crate::model::{Bulletin, Left};
use crate::rules::compose::{BySum, Figures, Keys, LeftOut, Sum};
use crate::rules::layout::{Layout, Piece, Told};
use insight::service::{Gathered, StatsQuery, Sums};
use jiff::civil::Date;
use kernel::{Ctx, Failure, Result, Text};
use std::collections::{BTreeSet, HashMap};

impl Bulletins {
    /// Everything that a bulletin of this state says.
    pub(super) async fn figures(&self, ctx: &Ctx, b: &Bulletin) -> Result<Figures> {
        let ctx = Self::system(ctx);
        let mut figures = Figures { keys: self.keys(b), as_of: ctx.now, ..Figures::default() };
        let now = self.gathered(&ctx, b, b.month, None).await?;
        (figures.month, figures.behind) = (total(&now.sums), now.behind);
        figures.before = total(&self.gathered(&ctx, b, months_off(b.month, -1), None).await?.sums);
        figures.year = total(&self.gathered(&ctx, b, months_off(b.month, -12), None).await?.sums);
        for told in told(&self.parts.layout) {
            let gathered = self.gathered(&ctx, b, b.month, Some(told)).await?;
            figures.groups.insert(told.code(), grouped(&gathered.sums, told));
        }
        figures.left = self.left_out(b).await?;
        figures.names = self.names(b, &figures).await?;
        Ok(figures)
    }

    async fn gathered(&self, ctx: &Ctx, b: &Bulletin, month: i64, by: Option<Told>) -> Result<Gathered> {
        let (from, to) = days(month)?;
        let query = StatsQuery {
            area: Some(b.area.clone()),
            from: Some(from.to_string()),
            to: Some(to.to_string()),
            by: by.map(|told| told.code().to_owned()),
            ..StatsQuery::default()
        };
        self.parts.insight.sums(ctx, &query).await
    }

    /// How groups of a bulletin are told.
    pub(super) fn keys(&self, b: &Bulletin) -> Keys {
        let mut categories = HashMap::new();
        for pack in self.parts.library.enabled() {
            for category in pack.categories() {
                let down: Vec<String> = category.path.iter().rev().cloned().collect();
                categories.insert(category.code.clone(), down);
            }
        }
        Keys { parts: b.area_path.split('/').count(), categories }
    }

    /// Cases that are left out, with what the counters know of them.
    pub(super) async fn left_out(&self, b: &Bulletin) -> Result<Vec<LeftOut>> {
        let mut all: Vec<(Left, Vec<String>, i64)> = vec![];
        for (objection, decision) in b.upheld() {
            let one = |left: &Left| (left.clone(), decision.measures.clone(), objection.n);
            all.extend(decision.cases.iter().map(one));
        }
        let mut known = HashMap::new();
        for county in all.iter().map(|(left, ..)| left.county.as_str()).collect::<BTreeSet<_>>() {
            let here = all.iter().filter(|(left, ..)| left.county == county);
            let ids: Vec<&str> = here.map(|(left, ..)| left.id.as_str()).collect();
            known.extend(self.parts.insight.known(county, &ids).await?);
        }
        // a case is left out of a measure once, however many objections were upheld
        let mut out: Vec<LeftOut> = vec![];
        for (case, measures, objection) in all {
            let Some(known) = known.get(&case.id).cloned() else { continue };
            match out.iter_mut().find(|left| left.case.id == case.id) {
                Some(left) if left.measures.is_empty() || measures.is_empty() => left.measures.clear(),
                Some(left) => left.measures.extend(measures),
                None => out.push(LeftOut { case, known, measures, objection }),
            }
        }
        Ok(out)
    }

    async fn names(&self, b: &Bulletin, figures: &Figures) -> Result<HashMap<(&'static str, String), Text>> {
        let mut names = HashMap::new();
        let codes = |told: Told| figures.groups.get(told.code()).into_iter().flat_map(BySum::keys);
        for code in codes(Told::Area) {
            if let Some(area) = self.parts.grid.area(code) {
                names.insert((Told::Area.code(), code.clone()), area.name.clone());
            }
        }
        let units: BTreeSet<String> = codes(Told::Unit)
            .chain(b.objections.iter().map(|o| &o.unit))
            .filter(|code| !code.is_empty())
            .cloned()
            .collect();
        for (code, name) in self.parts.directory.unit_names(&units.into_iter().collect::<Vec<_>>()).await? {
            names.insert((Told::Unit.code(), code), name);
        }
        for pack in self.parts.library.enabled() {
            for category in pack.categories() {
                let en = (!category.name.en.is_empty()).then(|| category.name.en.clone());
                let name = Text { zh: category.name.zh.clone(), en };
                names.entry((Told::Category.code(), category.code.clone())).or_insert(name);
            }
        }
        Ok(names)
    }

    /// The name of a bulletin's area, as it is now.
    pub(super) fn area_name(&self, b: &Bulletin) -> Text {
        let area = self.parts.grid.area(&b.area);
        area.map_or_else(|| Text { zh: b.area.clone(), en: None }, |a| a.name.clone())
    }
}

/// First and last day of a month.
pub(super) fn days(month: i64) -> Result<(Date, Date)> {
    let first: Date = format!("{}-01", month_text(month)).parse().map_err(Failure::internal)?;
    Ok((first, first.last_of_month()))
}

/// What a layout tells apart.
fn told(layout: &Layout) -> Vec<Told> {
    let pieces = layout.sections.iter().flat_map(|s| &s.blocks);
    let all = pieces.filter_map(|piece| match piece {
        Piece::Table(groups) | Piece::Bars(groups) => Some(groups.by),
        _ => None,
    });
    let mut told: Vec<Told> = vec![];
    all.for_each(|by| {
        if !told.contains(&by) {
            told.push(by);
        }
    });
    told
}

fn total(sums: &Sums) -> Sum {
    let mut sum = Sum::default();
    sums.counts.values().for_each(|counts| sum.add(*counts, None));
    sums.times.values().for_each(|times| sum.times.add(times, 1));
    sum
}

fn grouped(sums: &Sums, told: Told) -> BySum {
    let key = |group: &insight::store::ask::Group| match told {
        Told::Area => group.area.clone(),
        Told::Unit => group.unit.clone(),
        Told::Category => group.category.clone(),
    };
    let mut groups = BySum::new();
    for (group, counts) in sums.counts.iter().filter(|(_, counts)| !counts.is_zero()) {
        groups.entry(key(group)).or_default().add(*counts, None);
    }
    for (group, times) in &sums.times {
        if let Some(sum) = groups.get_mut(&key(group)) {
            sum.times.add(times, 1);
        }
    }
    groups
}
