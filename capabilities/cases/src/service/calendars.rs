//! Working calendars by area: what is written, which one applies, and setting one.

use super::Cases;
use crate::store;
use authz::{Thing, action};
use kernel::{Ctx, Refusal, Result, Text, Timestamp};
use serde::Serialize;
use serde_json::Value;
use utoipa::ToSchema;
use worktime::{Calendar, CalendarSpec, Span, Weekday};

/// A calendar as it was written for an area.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct WrittenCalendar {
    /// Code of the area; missing for the default of all.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub area: Option<String>,
    /// Its name.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<Text>,
    /// As written: `base`, `zone`, `weekend`, `hours`, `listed_years`, `holidays`, `makeup_workdays`.
    #[schema(value_type = Object)]
    pub spec: Value,
    /// Since when.
    pub changed_at: Timestamp,
}

/// All calendars that were written.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct Calendars {
    /// The default first, then by area.
    pub items: Vec<WrittenCalendar>,
}

/// The calendar that applies somewhere, for one year.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct AppliedCalendar {
    /// The area whose calendar it is; missing when it is the default of all.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub of: Option<String>,
    /// As written.
    #[schema(value_type = Object)]
    pub spec: Value,
    /// IANA name of the zone.
    pub zone: String,
    /// The days on which people rest every week, its own or those of its base: `saturday`, `sunday`.
    #[schema(value_type = Vec<String>)]
    pub weekend: Vec<Weekday>,
    /// When people work, its own hours or those of its base: `09:00-12:00`.
    #[schema(value_type = Vec<String>)]
    pub hours: Vec<Span>,
    /// The year that is shown.
    pub year: i16,
    /// Whether that year's holidays are known; else only weekends are.
    pub listed: bool,
    /// The days of that year on which people work, `YYYY-MM-DD`.
    pub working_days: Vec<String>,
}

impl Cases {
    /// All calendars that were written.
    ///
    /// # Errors
    /// `area.read` forbidden.
    pub async fn written_calendars(&self, ctx: &Ctx) -> Result<Calendars> {
        authz::require(&ctx.actor, action::AREA_READ, &Thing::of("area"))?;
        let rows = store::calendar::all(&mut self.db().read().await?).await?;
        let written = |(area, spec, changed_at): (String, String, Timestamp)| {
            Ok(WrittenCalendar {
                name: self.parts.grid.area(&area).map(|a| a.name.clone()),
                area: Some(area).filter(|a| !a.is_empty()),
                spec: serde_json::from_str(&spec)?,
                changed_at,
            })
        };
        Ok(Calendars { items: rows.into_iter().map(written).collect::<Result<_>>()? })
    }

    /// The calendar that applies in an area (`""`: where none was written) in a year.
    ///
    /// # Errors
    /// `area.read` forbidden; `area.not_found`
    pub async fn applied_calendar(
        &self,
        ctx: &Ctx,
        area: &str,
        year: Option<i16>,
    ) -> Result<AppliedCalendar> {
        authz::require(&ctx.actor, action::AREA_READ, &Thing::of("area"))?;
        let path: Vec<String> = self.area_path(area)?.split('/').map(Into::into).collect();
        let applied = store::calendar::nearest(&mut self.db().read().await?, &path).await?;
        let (of, spec) = applied.unwrap_or_else(|| (String::new(), super::DEFAULT_CALENDAR.into()));
        shown(Some(of).filter(|of| !of.is_empty()), serde_json::from_str(&spec)?, (year, ctx.now))
    }

    /// Sets the working calendar of an area (`""`: everywhere). Deadlines that were promised stay as they are.
    ///
    /// # Errors
    /// `area.import` forbidden; `area.not_found`; `calendar.invalid`, which says why.
    pub async fn set_calendar(&self, ctx: &Ctx, area: &str, spec: &CalendarSpec) -> Result<()> {
        self.may_set(ctx, area, spec)?;
        let (area, text, inner) = (area.to_owned(), serde_json::to_string(spec)?, ctx.clone());
        let set = self
            .db()
            .write(ctx, move |tx| {
                let (area, text, ctx) = (area.clone(), text.clone(), inner.clone());
                Box::pin(async move {
                    let mut head = ledger::open(tx, "global", &format!("calendar/{area}")).await?;
                    let data = serde_json::json!({ "area": area, "spec": text });
                    let fact = ledger::NewFact { action: "calendar.set".into(), v: 1, data };
                    ledger::append(tx, &ctx, &mut head, &[fact]).await?;
                    Ok(store::calendar::put(tx, &area, &text, ctx.now).await?)
                })
            })
            .await;
        self.memory.calendars.clear();
        set
    }

    /// What a calendar would be like, without setting it.
    ///
    /// # Errors
    /// As [`Self::set_calendar`].
    pub fn check_calendar(
        &self,
        ctx: &Ctx,
        area: &str,
        spec: &CalendarSpec,
        year: Option<i16>,
    ) -> Result<AppliedCalendar> {
        self.may_set(ctx, area, spec)?;
        shown(Some(area.to_owned()).filter(|of| !of.is_empty()), spec.clone(), (year, ctx.now))
    }

    fn may_set(&self, ctx: &Ctx, area: &str, spec: &CalendarSpec) -> Result<()> {
        // the default is that of the whole deployment, hence of its root area
        let path = match area {
            "" => self.root_path(),
            _ => self.area_path(area)?,
        };
        authz::require(&ctx.actor, action::AREA_IMPORT, &Thing::of("area").at(&path))?;
        Calendar::try_from(spec.clone()).map_err(|e| Refusal::rule("calendar.invalid").got(e))?;
        Ok(())
    }

    /// The path of the one root area; `""` where there is none, or several.
    fn root_path(&self) -> String {
        match self.parts.grid.children(None).as_slice() {
            [root] => root.path.clone(),
            _ => String::new(),
        }
    }

    fn area_path(&self, area: &str) -> Result<String> {
        if area.is_empty() {
            return Ok(String::new());
        }
        Ok(self.parts.grid.area(area).ok_or_else(|| Refusal::not_found("area"))?.path.clone())
    }
}

fn shown(
    of: Option<String>,
    spec: CalendarSpec,
    (year, now): (Option<i16>, Timestamp),
) -> Result<AppliedCalendar> {
    let written = serde_json::to_value(&spec)?;
    let calendar = Calendar::try_from(spec).map_err(|e| Refusal::rule("calendar.invalid").got(e))?;
    let this_year = || calendar.date_of(now.0).map(|day| day.year()).map_err(kernel::Failure::internal);
    let year = year.map_or_else(this_year, Ok)?;
    Ok(AppliedCalendar {
        of,
        spec: written,
        zone: calendar.zone().to_owned(),
        weekend: calendar.weekend().collect(),
        hours: calendar.hours().to_vec(),
        year,
        listed: calendar.lists(year),
        working_days: calendar.working_days(year).map(|day| day.to_string()).collect(),
    })
}
