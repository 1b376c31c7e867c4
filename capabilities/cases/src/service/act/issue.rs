//! The numbered papers that an act issues. A number is drawn inside the act's transaction and stands in its fact: an act
//! that is undone gives its number back.

use super::{Ready, after};
use crate::model::{Case, Change, FactData};
use crate::store;
use db::Tx;
use kernel::{Ctx, Result, Timestamp};
use packs::Loaded;

/// What is to be issued.
#[derive(Clone)]
pub(super) struct Issue {
    before: Case,
    year: i64,
    /// Code and pattern of each paper.
    kinds: Vec<(String, String)>,
}

impl Issue {
    /// The papers of an action, in the year of the area's calendar; None without any.
    pub(super) fn of(
        pack: &Loaded,
        case: &Case,
        action: &str,
        (now, zone): (Timestamp, &str),
    ) -> Option<Self> {
        let kinds: Vec<_> = pack.papers_on(action).map(|p| (p.code.clone(), p.number.clone())).collect();
        // most acts issue nothing and need no year
        (!kinds.is_empty()).then(|| {
            let year = now.day_in(zone).get(..4).and_then(|year| year.parse().ok()).unwrap_or_default();
            Issue { before: case.clone(), year, kinds }
        })
    }

    /// Draws the numbers; answers the case and the data of its fact with them. An order bears the number of the first.
    pub(super) async fn draw(&self, tx: &mut Tx, ctx: &Ctx, ready: &Ready) -> Result<(Case, FactData)> {
        let county = &self.before.county;
        let mut data = ready.data.clone();
        let mut drawn = vec![];
        for (paper, series) in &self.kinds {
            let n = store::paper::next(tx, county, series, self.year).await?;
            drawn.push((paper, series, n, text(series, self.year, n)));
        }
        for change in &mut data.changes {
            if let (Change::Ordered { no, .. }, Some((.., first))) = (change, drawn.first()) {
                no.clone_from(first);
            }
        }
        data.changes.extend(drawn.iter().map(|(paper, series, n, no)| Change::Issued {
            paper: (*paper).clone(),
            no: no.clone(),
            series: (*series).clone(),
            year: self.year,
            n: *n,
        }));
        let case = after(ctx, &self.before, &ready.action, &data);
        for (paper, series, n, no) in drawn {
            store::paper::put(tx, &case, (paper, &no), (series, self.year, n)).await?;
        }
        Ok((case, data))
    }
}

/// A number in its pattern.
fn text(series: &str, year: i64, n: i64) -> String {
    series.replace("{year}", &year.to_string()).replace("{n}", &n.to_string())
}

#[cfg(test)]
mod tests {
    #[test]
    fn a_number_takes_the_form_of_its_pattern() {
        assert_eq!(super::text("督〔{year}〕{n}号", 2026, 7), "督〔2026〕7号");
    }
}
