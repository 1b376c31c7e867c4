//! Units from CSV.

use super::{Line, Map, Report, Values, finish, need, read};
use crate::{
    Identity,
    model::NewUnit,
    rules,
    service::{check_parents, put_unit},
};
use authz::{Thing, action};
use kernel::{Ctx, Failure, Refusal, Text};
use std::io::Read;

pub(super) const COLUMNS: &[&str] = &["code", "name", "name_en", "area", "parent", "functions", "contact"];

impl Identity {
    /// Imports units. Parents may stand anywhere in the file.
    pub async fn import_units(
        &self,
        ctx: &Ctx,
        file: impl Read,
        map: &Map,
        dry_run: bool,
    ) -> Result<Report, Failure> {
        let lines = read(file, map, COLUMNS, &["code", "name", "area"])?;
        self.import_units_lines(ctx, lines, map.separator.unwrap_or(';'), dry_run).await
    }

    /// The same from lines that were read.
    pub(super) async fn import_units_lines(
        &self,
        ctx: &Ctx,
        lines: Vec<Line>,
        separator: char,
        dry_run: bool,
    ) -> Result<Report, Failure> {
        let mut report = Report { records: lines.len() as u64, dry_run, ..Report::default() };
        let mut work = vec![];
        for (record, values) in &lines {
            let unit = unit_of(values, separator).and_then(|unit| {
                rules::check_unit(&unit)?;
                let area = self.areas.area(&unit.area);
                let area = area.ok_or_else(|| Refusal::rule("area.unknown").at("area").got(&unit.area))?;
                authz::require(&ctx.actor, action::UNIT_WRITE, &Thing::of("unit").at(&area.path))?;
                Ok((unit, area))
            });
            if let Some((unit, area)) = report.take(*record, unit.map_err(Failure::from))? {
                work.push((*record, unit, area));
            }
        }
        let (vault, inner) = (self.vault.clone(), ctx.clone());
        let done = self
            .db
            .write(ctx, move |tx| {
                let (vault, ctx, work, mut report) =
                    (vault.clone(), inner.clone(), work.clone(), report.clone());
                Box::pin(async move {
                    let mut units = vec![];
                    for (record, new, area) in &work {
                        let put = put_unit(tx, &vault, &ctx, new, area).await;
                        if let Some((unit, change)) = report.take(*record, put)? {
                            report.count(change);
                            units.push((*record, unit));
                        }
                    }
                    for (record, unit) in units {
                        let checked = check_parents(tx, &unit).await;
                        report.take(record, checked)?;
                    }
                    finish(report)
                })
            })
            .await;
        self.settle(done)
    }
}

fn unit_of(values: &Values, separator: char) -> Result<NewUnit, Refusal> {
    let functions = values.get("functions").map(String::as_str).unwrap_or_default();
    Ok(NewUnit {
        code: need(values, "code")?,
        name: Text { zh: need(values, "name")?, en: values.get("name_en").cloned() },
        area: need(values, "area")?,
        parent: values.get("parent").cloned(),
        functions: functions
            .split(separator)
            .map(str::trim)
            .filter(|f| !f.is_empty())
            .map(Into::into)
            .collect(),
        contact: values.get("contact").cloned(),
    })
}
