//! Lists of bulletins.

use super::{BulletinRow, Bulletins, month_of, sees, state_of};
use crate::model::Bulletin;
use crate::store;
use authz::{action, covers};
use kernel::{Ctx, Refusal, Result};
use serde::Deserialize;
use utoipa::IntoParams;

/// Rows looked at for a page at most.
const WINDOW: usize = 2_000;
/// Rows read at once.
const STEP: i64 = 200;

/// Which bulletins.
#[derive(Clone, Debug, Default, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct BulletinQuery {
    /// Code of an area; those of it and of everything under it.
    pub area: Option<String>,
    /// Month, `2026-10`.
    pub month: Option<String>,
    /// `draft`, `frozen`, `signed`, `issued`, `replaced`, `withdrawn`.
    pub state: Option<String>,
    /// Where the page before ended.
    pub after: Option<String>,
    /// At most so many, 1 to 200; 50 when not given.
    pub limit: Option<usize>,
}

impl Bulletins {
    /// Bulletins that the actor may see, latest month first.
    ///
    /// # Errors
    /// `bulletin.read` forbidden; a filter that cannot be read.
    pub async fn list(&self, ctx: &Ctx, q: &BulletinQuery) -> Result<web::Page<BulletinRow>> {
        authz::require_anywhere(&ctx.actor, action::BULLETIN_READ)?;
        let area = q.area.as_deref().map(|code| {
            self.parts.grid.area(code).ok_or_else(|| Refusal::invalid("area", code, "the code of an area"))
        });
        let area = area.transpose()?;
        let month = q.month.as_deref().map(|m| month_of("month", m)).transpose()?;
        let state = q.state.as_deref().map(state_of).transpose()?;
        let limit = match q.limit.unwrap_or(50) {
            n @ 1..=200 => n,
            n => return Err(Refusal::invalid("limit", n, "1..=200").into()),
        };
        let mut before = match (q.after.as_deref(), month) {
            (Some(after), _) => {
                let wrong = || Refusal::invalid("after", after, "what `next` of the page before said");
                let (month, id) = after.split_once('~').ok_or_else(wrong)?;
                (month.parse::<i64>().map_err(|_| wrong())?, id.to_owned())
            }
            (None, Some(month)) => (month, "\u{10FFFF}".to_owned()),
            (None, None) => (i64::MAX, String::new()),
        };
        let wanted = |b: &Bulletin| {
            sees(&ctx.actor, b)
                && area.as_ref().is_none_or(|a| covers(&a.path, &b.area_path))
                && state.is_none_or(|s| s == b.state)
        };
        let (mut items, mut seen, mut next) = (vec![], 0, None);
        let mut tx = self.parts.db.browse().await?;
        'pages: loop {
            let found = store::page(&mut tx, (before.0, &before.1), STEP).await?;
            let last = found.len() < STEP as usize;
            for b in found {
                if month.is_some_and(|m| b.month != m) {
                    break 'pages;
                }
                if items.len() == limit || seen == WINDOW {
                    next = Some(format!("{}~{}", before.0, before.1));
                    break 'pages;
                }
                seen += 1;
                before = (b.month, b.id.clone());
                if wanted(&b) {
                    items.push(self.row(&b));
                }
            }
            if last {
                break;
            }
        }
        Ok(web::Page { items, next })
    }
}
