//! The burden meter: what was asked, confirmed and spared, by module, by department that asks, or by grid. Never by who answers.

use super::Forms;
use crate::store::visits::{self as store, Burden};
use authz::action;
use kernel::{Ctx, Refusal, Result, Text};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use utoipa::{IntoParams, ToSchema};

/// What is counted by.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
#[schema(as = FormBurdenBy)]
pub enum By {
    /// The module.
    Module,
    /// The department that asks.
    Department,
    /// The grid.
    Grid,
}

/// Which months.
#[derive(Clone, Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct BurdenQuery {
    /// `module`, `department` or `grid`.
    #[param(inline)]
    pub by: By,
    /// The first month, `2026-10`.
    pub from: String,
    /// The last month.
    pub to: String,
}

/// What one module, department or grid costs.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[schema(as = FormBurdenRow)]
pub struct BurdenRow {
    /// The module, the function or the area.
    pub code: String,
    /// Its name.
    pub name: Text,
    /// What was counted.
    #[serde(flatten)]
    pub count: Burden,
    /// Proposals of it that were refused, or would be, since they ask what is asked already.
    pub duplicates: i64,
}

/// What forms cost.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[schema(as = FormBurdenTable)]
pub struct BurdenTable {
    /// What costs most questions first.
    pub items: Vec<BurdenRow>,
    /// All visits.
    pub total: Burden,
}

/// Months of one question at most.
const MONTHS: usize = 120;

fn month(field: &str, text: &str) -> Result<jiff::civil::Date, Refusal> {
    let wrong = || Refusal::invalid(field, text, "a month such as 2026-10");
    format!("{text}-01").parse().map_err(|_| wrong())
}

/// All months from one to another.
fn months(q: &BurdenQuery) -> Result<Vec<String>, Refusal> {
    let (from, to) = (month("from", &q.from)?, month("to", &q.to)?);
    let all = from.series(jiff::Span::new().months(1)).take_while(|day| *day <= to);
    let all: Vec<String> = all.take(MONTHS + 1).map(|day| day.strftime("%Y-%m").to_string()).collect();
    if all.len() > MONTHS {
        return Err(Refusal::invalid("to", &q.to, format!("at most {MONTHS} months after the first")));
    }
    Ok(all)
}

impl Forms {
    /// What forms cost in some months.
    ///
    /// # Errors
    /// `form.read` forbidden; a month that cannot be read.
    pub async fn burden(&self, ctx: &Ctx, q: &BurdenQuery) -> Result<BurdenTable> {
        authz::require_anywhere(&ctx.actor, action::FORM_READ)?;
        let months = months(q)?;
        let mut tx = self.parts.db.read().await?;
        let homes: Vec<String> =
            register::store::read::homes(&mut tx).await?.into_iter().map(|(c, _)| c).collect();
        let (mut rows, mut total) = (vec![], Burden::default());
        for home in &homes {
            for month in &months {
                let by_module = store::burdens(&mut tx, home, month, false).await?;
                let (all, each): (Vec<_>, Vec<_>) =
                    by_module.into_iter().partition(|(module, _)| module.is_empty());
                all.iter().for_each(|(_, count)| total.add(count));
                match q.by {
                    By::Grid => rows.extend(store::burdens(&mut tx, home, month, true).await?),
                    By::Module | By::Department => rows.extend(each),
                }
            }
        }
        let duplicates = crate::store::modules::duplicates(&mut tx).await?;
        drop(tx);
        let modules: BTreeMap<String, crate::model::module::Module> =
            self.every_module().await?.into_iter().map(|m| (m.code.clone(), m)).collect();
        let mut items: BTreeMap<String, BurdenRow> = BTreeMap::new();
        let mut add = |code: String, name: Text, count: Burden, duplicates: i64| {
            let row = items.entry(code.clone()).or_insert_with(|| BurdenRow {
                code,
                name,
                count: Burden::default(),
                duplicates: 0,
            });
            row.count.add(&count);
            row.duplicates += duplicates;
        };
        let of = |module: &str| {
            let known = modules.get(module);
            match q.by {
                By::Department => {
                    let function = known.map(|m| m.function.clone()).unwrap_or_default();
                    let name = self.department(&function);
                    (function, name)
                }
                _ => (
                    module.to_owned(),
                    known.map_or_else(|| Text { zh: module.to_owned(), en: None }, |m| m.name.clone()),
                ),
            }
        };
        for (name, count) in rows {
            if q.by == By::Grid {
                let area = name.trim_end_matches('/').rsplit('/').next().unwrap_or_default().to_owned();
                let found = self.parts.grid.area(&area);
                let text = found.map_or_else(|| Text { zh: area.clone(), en: None }, |a| a.name.clone());
                add(area, text, count, 0);
            } else {
                let (code, text) = of(&name);
                add(code, text, count, 0);
            }
        }
        if q.by != By::Grid {
            for (module, n) in duplicates {
                let (code, text) = of(&module);
                add(code, text, Burden::default(), n);
            }
        }
        let mut items: Vec<BurdenRow> = items.into_values().collect();
        items.sort_by(|a, b| (b.count.asked, &a.code).cmp(&(a.count.asked, &b.code)));
        Ok(BurdenTable { items, total })
    }
}
