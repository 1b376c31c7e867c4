//! Visits that campaigns bring: found from what is open of them, not by walking through the registers.

use super::carried::Carried;
use super::{Ready, STEP, VisitQuery};
use crate::model::campaign::{ItemState, Standing};
use crate::model::visit::VisitRow;
use crate::service::Forms;
use crate::service::campaigns::end;
use crate::service::days::Zone;
use crate::store::campaigns as store;
use authz::{action, covers};
use kernel::{Ctx, Refusal, Result, Timestamp};
use std::collections::HashMap;
use std::sync::Arc;
use web::Page;

/// Items looked at for a page at most.
const LOOKED: usize = 4_000;

/// Where a page begins: campaign, home, and the last item's place, position and number.
type Cursor = (String, String, (String, i64, i64));

impl Forms {
    /// Visits that serve a campaign, campaign by campaign in the order of the visits; each once, under its first.
    pub(super) async fn visits_of_campaigns(
        &self,
        (ctx, zone): (&Ctx, &Zone),
        q: &VisitQuery,
        modules: &[Arc<Ready>],
        (day, until): (&str, Timestamp),
    ) -> Result<Page<VisitRow>> {
        let limit = Page::<VisitRow>::limit(q.limit);
        let after = q.after.as_deref().map(cursor).transpose()?;
        let running = store::running(&mut self.parts.db.read().await?, &zone.day(ctx.now)).await?;
        let (mut items, mut looked, mut carried) = (vec![], 0, Carried::new());
        for s in running.iter().filter(|s| after.as_ref().is_none_or(|(id, ..)| s.id >= *id)) {
            let behind = after.as_ref().filter(|(id, ..)| *id == s.id);
            for (county, prefix) in self.visited(ctx, s, q.area.as_deref())? {
                let mut from = match behind {
                    Some((_, home, _)) if *home > county => continue,
                    // a page ended in another of the reader's areas of this home
                    Some((_, home, at)) if *home == county && at.0.as_str() >= end(&prefix).as_str() => {
                        continue;
                    }
                    Some((_, home, at)) if *home == county && at.0 >= prefix => at.clone(),
                    _ => (prefix.clone(), -1, 0),
                };
                loop {
                    let mut tx = self.parts.db.read().await?;
                    let at = ((from.0.as_str(), from.1, from.2), end(&prefix));
                    let some = store::items(
                        &mut tx,
                        (&county, &s.id),
                        (at.0, &at.1),
                        Some(ItemState::Open),
                        STEP as i64,
                    );
                    let some = some.await?;
                    drop(tx);
                    looked += some.len();
                    let ns: Vec<i64> = some.iter().map(|i| i.n).collect();
                    let known =
                        self.parts.register.some_subjects(ctx, action::FORM_VISIT, &county, &ns).await?;
                    let subjects: Vec<_> = ns.iter().filter_map(|n| known.get(n).cloned()).collect();
                    let rows = self.rows((ctx, zone), &subjects, modules, (day, until), &mut carried).await?;
                    let rows = subjects.iter().map(|subject| subject.n).zip(rows);
                    let mut rows: HashMap<i64, VisitRow> =
                        rows.filter_map(|(n, row)| Some((n, row?))).collect();
                    for item in &some {
                        let row = rows.remove(&item.n);
                        items.extend(
                            row.filter(|r| r.today && r.campaigns.first().is_some_and(|c| c.id == s.id)),
                        );
                        if items.len() == limit {
                            let next = format!("{}~{county}~{}~{}~{}", s.id, item.place, item.pos, item.n);
                            return Ok(Page { items, next: Some(next) });
                        }
                    }
                    let Some(last) = some.last().filter(|_| some.len() == STEP) else { break };
                    if looked >= LOOKED {
                        let next = format!("{}~{county}~{}~{}~{}", s.id, last.place, last.pos, last.n);
                        return Ok(Page { items, next: Some(next) });
                    }
                    from = (last.place.clone(), last.pos, last.n);
                }
            }
        }
        Ok(Page { items, next: None })
    }

    /// What of a campaign the reader visits: homes and the beginnings of places, in order.
    fn visited(&self, ctx: &Ctx, s: &Standing, area: Option<&str>) -> Result<Vec<(String, String)>, Refusal> {
        let wanted = match area.filter(|a| !a.is_empty()) {
            None => String::new(),
            Some(code) => {
                let found = self.parts.grid.area(code);
                found.ok_or_else(|| Refusal::invalid("area", code, "the code of an area"))?.path.clone()
            }
        };
        let narrower = |a: String, b: &str| match (covers(&a, b), covers(b, &a)) {
            (true, _) => Some(b.to_owned()),
            (_, true) => Some(a),
            _ => None,
        };
        let scopes = authz::scopes(&ctx.actor, action::FORM_VISIT).into_iter();
        let paths = scopes.filter_map(|scope| narrower(narrower(scope.area_path, &wanted)?, &s.area_path));
        let mut all: Vec<(String, String)> =
            paths.flat_map(|path| self.reach(&path, &s.campaign.homes)).collect();
        all.sort();
        Ok(all)
    }
}

fn cursor(text: &str) -> Result<Cursor, Refusal> {
    let wrong = || Refusal::invalid("after", "", "the next of a page before");
    let parts: Vec<&str> = text.split('~').collect();
    let [campaign, county, place, pos, n] = parts.as_slice() else { return Err(wrong()) };
    let number = |text: &str| text.parse().map_err(|_| wrong());
    Ok(((*campaign).into(), (*county).into(), ((*place).into(), number(pos)?, number(n)?)))
}
