//! What one's own area holds, as a table: for those who collect it. Personal values are masked as everywhere.

use super::Register;
use super::search::ListQuery;
use authz::action;
use kernel::{Ctx, Failure, Lang, Refusal, Result};
use serde_json::Value;

/// Rows that are read at once.
const PIECE: usize = 500;
/// Rows of one export at most: a table that a workbook opens.
const MOST: usize = 100_000;

impl Register {
    /// A kind's records within the reader's areas as CSV, with the byte order mark that spreadsheets look for.
    ///
    /// # Errors
    /// `action.forbidden`; an unknown kind or area; `register.export_large` beyond 100,000 records.
    pub async fn export(&self, ctx: &Ctx, q: &ListQuery, lang: Lang) -> Result<Vec<u8>> {
        authz::require_anywhere(&ctx.actor, action::REGISTER_EXPORT)?;
        let kind = self.kind("kind", &q.kind)?;
        let reaches = self.reaches(ctx, action::REGISTER_EXPORT, q.area.as_deref()).await?;
        let mut out = csv::Writer::from_writer("\u{feff}".as_bytes().to_vec());
        let own = ["record", "area", "area_name", "as_of"];
        let own =
            own.map(|column| self.words.get(&format!("register.column.{column}"), lang).unwrap_or(column));
        let fields = kind.kind.fields.iter().map(|f| f.name.get(lang));
        out.write_record(own.into_iter().chain(fields)).map_err(Failure::internal)?;
        let (mut after, mut rows) = (None, 0);
        loop {
            let records = self.each(&reaches, &q.kind, after.as_ref(), PIECE).await?;
            let Some(last) = records.last().cloned() else { break };
            rows += records.len();
            if rows > MOST {
                return Err(Refusal::rule("register.export_large").want(MOST.to_string()).into());
            }
            let full = records.len() == PIECE;
            let mut tx = self.db().read().await?;
            for row in self.rows(&mut tx, records).await? {
                let day = row.as_of.to_string().chars().take(10).collect::<String>();
                let own = [row.id, row.area, row.area_name.get(lang).to_owned(), day];
                let cell = |f: &crate::model::kind::Field| match row.values.get(&f.code) {
                    None => String::new(),
                    Some(Value::String(text)) => plain(text),
                    Some(other) => other.to_string(),
                };
                let cells = kind.kind.fields.iter().map(cell);
                out.write_record(own.into_iter().chain(cells)).map_err(Failure::internal)?;
            }
            if !full {
                break;
            }
            after = Some(last);
        }
        out.into_inner().map_err(Failure::internal)
    }
}

/// What a spreadsheet would take for a formula is text.
pub fn plain(text: &str) -> String {
    match text.starts_with(['=', '+', '-', '@', '\t', '\r']) {
        true => format!("'{text}"),
        false => text.to_owned(),
    }
}
