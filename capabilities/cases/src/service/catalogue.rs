//! The dispatch catalogue: read, write, and take in and give out as a workbook.

use super::Cases;
use crate::catalogue::Entry;
use crate::store;
use crate::workbook;
use db::Tx;
use kernel::{Ctx, Failure, Refusal, Result, Timestamp};
use serde::Serialize;
use std::sync::Arc;
use utoipa::ToSchema;

/// What taking in a workbook found and did.
#[derive(Clone, Debug, Default, PartialEq, Serialize, ToSchema)]
#[schema(as = CatalogueSheet)]
pub struct Sheet {
    /// Only tried.
    pub dry_run: bool,
    /// Rows read.
    pub rows: usize,
    /// Entries written, none when there is a problem.
    pub written: usize,
    /// What is wrong, by row.
    pub problems: Vec<SheetProblem>,
}

/// Something wrong in a workbook.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
pub struct SheetProblem {
    /// The row as the program shows it, the heading is 1.
    pub row: usize,
    /// The column's heading.
    pub column: String,
    /// The value.
    pub value: String,
    /// What is expected.
    pub expected: String,
}

/// A page of entries.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct CataloguePage {
    /// The entries.
    pub items: Vec<Entry>,
    /// Give it as `after` for the next page.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub next: Option<String>,
}

/// Entries in one answer at most.
const PAGE: i64 = 500;

impl Cases {
    /// A page of the catalogue, all or of one category.
    ///
    /// # Errors
    /// `catalogue.read` forbidden.
    pub async fn catalogue(&self, ctx: &Ctx, category: Option<&str>, after: &str) -> Result<CataloguePage> {
        authz::require(&ctx.actor, authz::action::CATALOGUE_READ, &authz::Thing::of("catalogue"))?;
        let mut tx = self.db().read().await?;
        let mut items = store::catalogue::page(&mut tx, category, after, PAGE + 1).await?;
        let more = items.len() as i64 > PAGE;
        items.truncate(PAGE as usize);
        let next = more.then(|| items.last().map(|e| e.id.clone())).flatten();
        Ok(CataloguePage { items, next })
    }

    /// Writes an entry: a new one without an id, else that one.
    ///
    /// # Errors
    /// `catalogue.write` forbidden for its area; what is wrong with a field.
    pub async fn put_entry(&self, ctx: &Ctx, entry: Entry) -> Result<Entry> {
        let ready = self.check_entry(ctx, entry).await?;
        self.write_entries(ctx, vec![ready.clone()]).await?;
        Ok(ready)
    }

    /// Takes in a workbook: all of it, or nothing.
    ///
    /// # Errors
    /// `catalogue.write` forbidden; a file that is no workbook.
    pub async fn import_catalogue(&self, ctx: &Ctx, bytes: Vec<u8>, dry_run: bool) -> Result<Sheet> {
        authz::require_anywhere(&ctx.actor, authz::action::CATALOGUE_WRITE)?;
        let read =
            tokio::task::spawn_blocking(move || workbook::read(&bytes)).await.map_err(Failure::internal)?;
        let read = read
            .map_err(|why| Refusal::new(kernel::RefusalKind::Unsupported, "catalogue.workbook").got(why))?;
        let mut sheet = Sheet { dry_run, rows: read.rows, problems: read.problems, ..Sheet::default() };
        let mut entries = vec![];
        for (row, entry) in read.entries {
            match self.check_entry(ctx, entry).await {
                Ok(entry) => entries.push(entry),
                Err(Failure::Refused(r)) if r.field.is_some() => sheet.problems.push(SheetProblem {
                    row,
                    column: r.field.unwrap_or_default().trim_start_matches('/').to_owned(),
                    value: r.value.unwrap_or_default(),
                    expected: r.expected.unwrap_or_default(),
                }),
                Err(other) => return Err(other),
            }
        }
        if sheet.problems.is_empty() && !dry_run {
            sheet.written = entries.len();
            self.write_entries(ctx, entries).await?;
        }
        Ok(sheet)
    }

    /// The whole catalogue as a workbook.
    ///
    /// # Errors
    /// `catalogue.read` forbidden.
    pub async fn export_catalogue(&self, ctx: &Ctx) -> Result<Vec<u8>> {
        let mut all = vec![];
        let mut after = String::new();
        loop {
            let page = self.catalogue(ctx, None, &after).await?;
            all.extend(page.items);
            match page.next {
                Some(next) => after = next,
                None => break,
            }
        }
        let made =
            tokio::task::spawn_blocking(move || workbook::write(&all)).await.map_err(Failure::internal)?;
        made.map_err(Failure::internal)
    }

    async fn check_entry(&self, ctx: &Ctx, mut entry: Entry) -> Result<Entry> {
        let pack = self.parts.library.enabled().into_iter().find(|p| p.pack.id == entry.pack);
        let pack = pack.ok_or_else(|| Refusal::invalid("/pack", &entry.pack, "a pack in use"))?;
        check_lengths(&entry)?;
        if pack.category(&entry.category).is_none() {
            return Err(Refusal::invalid("/category", &entry.category, "a category of the pack").into());
        }
        if !entry.area_path.is_empty() {
            let code = entry.area_path.rsplit('/').next().unwrap_or_default();
            let area =
                self.parts.grid.area(code).ok_or_else(|| Refusal::invalid("/area_path", code, "an area"))?;
            entry.area_path = area.path.clone();
        }
        let thing = authz::Thing::of("catalogue").at(&entry.area_path);
        authz::require(&ctx.actor, authz::action::CATALOGUE_WRITE, &thing)?;
        match (&entry.function, entry.unit.is_empty()) {
            (Some(function), true) => {
                if !pack.pack.functions.iter().any(|f| f.code == *function) || entry.level.is_none() {
                    return Err(Refusal::invalid(
                        "/function",
                        function,
                        "a function of the pack, with a level",
                    )
                    .into());
                }
            }
            (_, true) => return Err(Refusal::required("/unit").into()),
            (_, false) => self.known_units("/unit", std::slice::from_ref(&entry.unit)).await?,
        }
        self.known_units("/assists", &entry.assists).await?;
        for (field, code) in [("/promise", &entry.promise), ("/sign", &entry.sign), ("/task", &entry.task)] {
            if let Some(code) = code.as_ref().filter(|c| pack.clock(c).is_none()) {
                return Err(Refusal::invalid(field, code, "a clock of the pack").into());
            }
        }
        if entry.valid_from == Timestamp::default() {
            entry.valid_from = ctx.now;
        }
        if entry.valid_to.is_some_and(|end| end <= entry.valid_from) {
            return Err(
                Refusal::invalid("/valid_to", format!("{:?}", entry.valid_to), "after valid_from").into()
            );
        }
        let mut tx = self.db().read().await?;
        let known =
            if entry.id.is_empty() { None } else { store::catalogue::get(&mut tx, &entry.id).await? };
        match known {
            // what was said before stays said: a change keeps kind, origin and date of birth
            Some(old) => {
                if (&old.pack, &old.category, &old.area_path)
                    != (&entry.pack, &entry.category, &entry.area_path)
                {
                    return Err(Refusal::invalid(
                        "/category",
                        &entry.category,
                        "as in the entry; end it and write a new one",
                    )
                    .into());
                }
                (entry.ruling, entry.case_number, entry.created_at) =
                    (old.ruling, old.case_number, old.created_at);
            }
            None => {
                entry.id =
                    if entry.id.is_empty() { ctx.id::<()>().to_string() } else { plain_id(&entry.id)? };
                (entry.ruling, entry.case_number, entry.created_at) = (false, None, ctx.now);
            }
        }
        Ok(entry)
    }

    async fn write_entries(&self, ctx: &Ctx, entries: Vec<Entry>) -> Result<()> {
        let (entries, inner) = (Arc::new(entries), ctx.clone());
        let written = self
            .db()
            .write(ctx, move |tx| {
                let (entries, ctx) = (entries.clone(), inner.clone());
                Box::pin(async move {
                    for entry in entries.iter() {
                        write_entry(tx, &ctx, entry).await?;
                    }
                    Ok(())
                })
            })
            .await;
        self.memory.catalogue.clear();
        written
    }
}

/// No word of an entry is without end.
fn check_lengths(entry: &Entry) -> Result<(), Refusal> {
    let texts = [
        ("/function", &entry.function, 64),
        ("/condition", &entry.condition, 2_000),
        ("/standard", &entry.standard, 2_000),
        ("/basis", &entry.basis, 2_000),
    ];
    let long = texts.iter().find(|(_, text, most)| text.as_ref().is_some_and(|t| t.chars().count() > *most));
    match long {
        Some((field, _, most)) => Err(Refusal::new(kernel::RefusalKind::Invalid, "field.too_long")
            .at(*field)
            .want(format!("at most {most} characters"))),
        None if entry.assists.len() > 20 => {
            Err(Refusal::invalid("/assists", entry.assists.len(), "at most 20"))
        }
        None => Ok(()),
    }
}

/// An id that somebody chose (a row number of their list): plain and short.
fn plain_id(id: &str) -> Result<String, Refusal> {
    let plain = |c: char| c.is_ascii_alphanumeric() || "-_.".contains(c);
    if id.len() <= 64 && id.chars().all(plain) {
        return Ok(id.to_owned());
    }
    Err(Refusal::invalid("/id", id, "at most 64 letters, digits, '-', '_' or '.'"))
}

/// One entry and its fact, which says all of it: a catalogue is nobody's private word.
pub(super) async fn write_entry(tx: &mut Tx, ctx: &Ctx, entry: &Entry) -> Result<()> {
    let mut head = ledger::open(tx, "global", &format!("catalogue/{}", entry.id)).await?;
    let fact = ledger::NewFact::new("catalogue.set", 1, entry)?;
    ledger::append(tx, ctx, &mut head, &[fact]).await?;
    store::catalogue::put(tx, entry).await
}
