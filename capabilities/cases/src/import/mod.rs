//! The history of another system: a table and a map file become cases, each with its original times and one fact.
//!
//! Running it again takes in nothing twice, since every number of the other system is an alias. What cannot be taken goes
//! to a reject file with the reason; the rest goes in by the bulk path, some hundred cases a transaction.

mod create;
pub mod map;
pub mod read;
pub mod row;

use crate::bulk::{BulkCase, Writer};
use crate::rules::fold;
use crate::service::{Cases, clock_specs};
use crate::store;
use db::Tx;
use jiff::tz::TimeZone;
use kernel::{ActorKind, Ctx, Failure, Refusal, RefusalKind, Result};
use map::CaseMap;
use packs::Packs;
use read::{Record, Table};
use row::{Draft, Maker, Reject};
use serde::Serialize;
use std::collections::{BTreeMap, HashMap, HashSet, hash_map::Entry};
use std::io::Write;
use std::path::Path;
use std::sync::Arc;

/// Records of one transaction.
const CHUNK: usize = 500;

/// How far an import is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Progress {
    /// Records read.
    pub records: u64,
    /// Cases taken in.
    pub imported: u64,
    /// Records whose number was known already.
    pub known: u64,
    /// Records refused.
    pub rejected: u64,
}

/// What an import did.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Report {
    /// The sums.
    #[serde(flatten)]
    pub progress: Progress,
    /// Only tried.
    pub dry_run: bool,
    /// Of the ended ones with a deadline, those that met it.
    pub on_time: u64,
    /// Ended ones with a deadline.
    pub with_deadline: u64,
    /// Cases without coordinates.
    pub without_point: u64,
    /// Cases outside of every area.
    pub outside: u64,
    /// Categories that were made: value and code.
    pub categories: BTreeMap<String, String>,
    /// Units that were made: value and code.
    pub units: BTreeMap<String, String>,
    /// How often each reason led to a reject.
    pub reasons: BTreeMap<String, u64>,
}

/// What is to be imported, and who hears of it.
pub struct Request<'a> {
    /// The table.
    pub file: &'a Path,
    /// The map file's text.
    pub map: &'a str,
    /// Check only.
    pub dry_run: bool,
    /// Where records go that are not taken: their own columns, and `line`, `field`, `value`, `expected`.
    pub rejects: Option<&'a mut (dyn Write + Send)>,
    /// Hears how far it is after each chunk.
    pub progress: &'a (dyn Fn(Progress) + Send + Sync),
}

/// What an import needs beyond the service of cases, to make what the map tells it to make.
#[derive(Clone)]
pub struct Makers {
    /// Packs, for categories.
    pub packs: Arc<Packs>,
    /// Identity, for units.
    pub identity: Arc<identity::Identity>,
}

fn wrong(code: &str, why: impl std::fmt::Display) -> Failure {
    Refusal::new(RefusalKind::Invalid, code).got(why).into()
}

impl Cases {
    /// Imports a history. Only the system may.
    ///
    /// # Errors
    /// `import.map` and `import.file` say what is wrong with the map or the file; a row's fault is no error.
    pub async fn import(&self, ctx: &Ctx, makers: &Makers, request: Request<'_>) -> Result<Report> {
        if ctx.actor.kind != ActorKind::System {
            return Err(Refusal::new(RefusalKind::Forbidden, "action.forbidden").into());
        }
        let map = CaseMap::parse(request.map).map_err(|e| wrong("import.map", e))?;
        let mut run = self.prepare_import(ctx, makers, map, &request).await?;
        let Request { file, rejects, progress, dry_run, .. } = request;
        let table = open(file, &run.map)?;
        let mut rejects = rejects.map(csv::Writer::from_writer);
        if let Some(out) = &mut rejects {
            let own = ["line", "field", "value", "expected"];
            let heading = own.into_iter().chain(table.columns.iter().map(String::as_str));
            out.write_record(heading).map_err(Failure::internal)?;
        }
        let mut seen = HashSet::new();
        let mut records = table.peekable();
        while records.peek().is_some() {
            let chunk = records.by_ref().take(CHUNK).collect::<Result<Vec<Record>, String>>();
            let chunk = chunk.map_err(|e| wrong("import.file", e))?;
            run.report.progress.records += chunk.len() as u64;
            let new = run.unknown(self, chunk, &mut seen).await?;
            let drafts = run.drafts(self, &new, rejects.as_mut()).await?;
            run.take(self, ctx, drafts, dry_run).await?;
            progress(run.report.progress);
        }
        if let Some(mut out) = rejects {
            out.flush().map_err(Failure::internal)?;
        }
        run.report.dry_run = dry_run;
        Ok(run.report)
    }

    async fn prepare_import(
        &self,
        ctx: &Ctx,
        makers: &Makers,
        map: CaseMap,
        request: &Request<'_>,
    ) -> Result<Run> {
        let zone =
            TimeZone::get(&map.times.zone).map_err(|e| wrong("import.map", format!("times.zone: {e}")))?;
        let columns: HashSet<String> = open(request.file, &map)?.columns.into_iter().collect();
        let json = request.file.to_string_lossy().contains("json");
        if let Some(missing) = map.columns().into_iter().find(|c| !columns.contains(*c) && !json) {
            return Err(wrong("import.map", format!("no column {missing:?} in the file")));
        }
        let made = create::create(self, ctx, makers, &map, request).await?;
        let root: Vec<String> = self.parts.grid.children(None).into_iter().map(|a| a.code.clone()).collect();
        let mut tx = self.db().read().await?;
        let calendar = self.calendar(&mut tx, root.get(..1).unwrap_or_default()).await?;
        drop(tx);
        let mut report = Report::default();
        report.categories.extend(made.categories.clone());
        report.units.extend(made.units.clone());
        Ok(Run { ctx: ctx.clone(), map, zone, calendar, made, units: HashMap::new(), report })
    }
}

fn open(file: &Path, map: &CaseMap) -> Result<Table> {
    let table = Table::open(file, map.delimiter, map.sheet.as_deref());
    table.map_err(|e| wrong("import.file", format!("{}: {e}", file.display())))
}

/// An import under way.
struct Run {
    ctx: Ctx,
    map: CaseMap,
    zone: TimeZone,
    calendar: Arc<worktime::Calendar>,
    made: create::Made,
    /// Whether a code is a unit, as asked before.
    units: HashMap<String, bool>,
    report: Report,
}

impl Run {
    /// The records whose number is not known yet, neither from before nor from further up in the file.
    async fn unknown(
        &mut self,
        cases: &Cases,
        chunk: Vec<Record>,
        seen: &mut HashSet<String>,
    ) -> Result<Vec<Record>> {
        let number = |record: &Record| self.map.number.read(&|c| record.cell(c));
        let numbers: Vec<String> = chunk.iter().filter_map(number).collect();
        let numbers: Vec<&str> = numbers.iter().map(String::as_str).collect();
        let mut tx = cases.db().read().await?;
        let known = store::around::known_aliases(&mut tx, &self.map.system, &numbers).await?;
        drop(tx);
        let all = chunk.len();
        let new: Vec<Record> = chunk
            .into_iter()
            .filter(|record| number(record).is_none_or(|n| !known.contains(&n) && seen.insert(n)))
            .collect();
        self.report.progress.known += (all - new.len()) as u64;
        Ok(new)
    }

    /// The records of a chunk as drafts; the others go to the reject file.
    async fn drafts<W: Write>(
        &mut self,
        cases: &Cases,
        chunk: &[Record],
        mut rejects: Option<&mut csv::Writer<W>>,
    ) -> Result<Vec<Draft>> {
        self.ask_units(cases, chunk).await?;
        let place = |input: &crate::service::PlaceInput| {
            let spot = cases.locate(input)?;
            let county = cases.home(&spot);
            Ok((spot, county))
        };
        let known_unit = |code: &str| self.units.get(code).copied().unwrap_or(false);
        let maker = Maker {
            ctx: self.ctx.clone(),
            map: self.map.clone(),
            clocks: clock_specs(&self.made.pack),
            pack: self.made.pack.clone(),
            vault: cases.parts.vault.clone(),
            calendar: self.calendar.clone(),
            zone: self.zone.clone(),
            categories: self.made.categories.clone(),
            units: self.made.units.clone(),
            known_unit: &known_unit,
            place: &place,
        };
        let mut drafts = vec![];
        for record in chunk {
            match maker.draft(record) {
                Ok(draft) => drafts.push(draft),
                Err(reject) => {
                    self.report.progress.rejected += 1;
                    *self
                        .report
                        .reasons
                        .entry(format!("{}: {}", reject.field, reject.expected))
                        .or_default() += 1;
                    if let Some(out) = &mut rejects {
                        write_reject(out, record, &reject).map_err(Failure::internal)?;
                    }
                }
            }
        }
        Ok(drafts)
    }

    /// Asks once for every unit that the chunk names.
    async fn ask_units(&mut self, cases: &Cases, chunk: &[Record]) -> Result<()> {
        let Some(coded) = &self.map.unit else { return Ok(()) };
        let Some(column) = &coded.column else { return Ok(()) };
        let mut codes: HashSet<String> = HashSet::new();
        for record in chunk {
            if let Some(value) = column.read(&|c| record.cell(c)) {
                let code = coded.values.get(&value).or_else(|| self.made.units.get(&value)).cloned();
                codes.insert(code.unwrap_or(value));
            }
        }
        for code in codes {
            if let Entry::Vacant(unit) = self.units.entry(code) {
                let known = cases.parts.directory.has_unit(unit.key()).await?;
                unit.insert(known);
            }
        }
        Ok(())
    }

    /// Writes drafts in one transaction.
    async fn take(&mut self, cases: &Cases, ctx: &Ctx, new: Vec<Draft>, dry_run: bool) -> Result<()> {
        self.report.progress.imported += new.len() as u64;
        for draft in &new {
            self.report.with_deadline += u64::from(draft.on_time.is_some());
            self.report.on_time += u64::from(draft.on_time == Some(true));
            self.report.without_point += u64::from(draft.registration.spot.lon.is_none());
            self.report.outside += u64::from(draft.registration.spot.outside_m.is_some());
        }
        if dry_run || new.is_empty() {
            return Ok(());
        }
        let (new, vault, inner) = (Arc::new(new), cases.parts.vault.clone(), ctx.clone());
        cases
            .db()
            .write(ctx, move |tx| {
                let (new, vault, ctx) = (new.clone(), vault.clone(), inner.clone());
                Box::pin(async move { write(tx, &ctx, vault, &new).await })
            })
            .await
    }
}

fn write_reject<W: Write>(out: &mut csv::Writer<W>, record: &Record, reject: &Reject) -> csv::Result<()> {
    let no = record.no.to_string();
    let own = [no.as_str(), &reject.field, &reject.value, &reject.expected];
    out.write_record(own.into_iter().chain(record.cells().iter().map(String::as_str)))
}

/// Numbers the drafts and writes them.
async fn write(tx: &mut Tx, ctx: &Ctx, vault: protect::Vault, drafts: &[Draft]) -> Result<()> {
    let mut wanted: BTreeMap<(&str, &str), i64> = BTreeMap::new();
    for draft in drafts {
        *wanted.entry((&draft.prefix, &draft.day)).or_default() += 1;
    }
    let mut next: BTreeMap<(&str, &str), i64> = BTreeMap::new();
    for ((prefix, day), count) in wanted {
        next.insert((prefix, day), store::around::lease(tx, prefix, day, count).await?);
    }
    let mut cases = Vec::with_capacity(drafts.len());
    for draft in drafts {
        let number = next.entry((&draft.prefix, &draft.day)).or_default();
        let entry = draft.entry(ctx, &crate::service::number(&draft.prefix, &draft.day, *number));
        *number += 1;
        let case = fold([&entry]).ok_or_else(|| Failure::Internal("a registration makes no case".into()))?;
        cases.push(BulkCase { case, entries: vec![entry], values: draft.values.clone(), token: None });
    }
    Writer::new(vault).write(tx, cases).await
}
