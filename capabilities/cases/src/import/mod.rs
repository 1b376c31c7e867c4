//! The history of another system: a table and a map file become cases, each with its original times and one fact.
//!
//! Running it again takes in nothing twice, since every number of the other system is an alias. What cannot be taken goes
//! to a reject file with the reason; the rest goes in by the bulk path, some hundred cases a transaction.

mod create;
pub mod map;
pub mod read;
pub mod row;

use crate::bulk::{BulkCase, Packed, Writer};
use crate::rules::fold;
use crate::service::{Cases, clock_specs};
use crate::store;
use jiff::tz::TimeZone;
use kernel::{ActorKind, Ctx, Failure, Refusal, RefusalKind, Result};
use map::CaseMap;
use packs::Packs;
use read::{Record, Table};
use row::{Draft, Maker, Reject};
use serde::Serialize;
use std::collections::{BTreeMap, HashMap, HashSet, VecDeque};
use std::io::Write;
use std::path::Path;
use std::sync::Arc;
use tokio::sync::mpsc::{Receiver, channel};
use tokio::task::JoinHandle;

/// Records of one transaction.
const CHUNK: usize = 2_000;
/// Chunks that are under way at a time on each stretch of the road.
const AHEAD: usize = 4;

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
        let table = open(file, &run.base.map)?;
        let mut rejects = rejects.map(csv::Writer::from_writer);
        if let Some(out) = &mut rejects {
            let own = ["line", "field", "value", "expected"];
            let heading = own.into_iter().chain(table.columns.iter().map(String::as_str));
            out.write_record(heading).map_err(Failure::internal)?;
        }
        let mut chunks = read_ahead(table);
        let (mut drafting, mut packing) = (VecDeque::new(), VecDeque::new());
        // reading, drafting and packing of later chunks go on while an earlier one is written; the order stays
        loop {
            while drafting.len() < AHEAD
                && let Some(chunk) = chunks.recv().await
            {
                let chunk = chunk.map_err(|e| wrong("import.file", e))?;
                drafting.push_back(run.begin(chunk).await?);
            }
            let Some(next) = drafting.pop_front() else { break };
            let drafted = next.await.map_err(Failure::internal)?;
            let drafts = run.note(drafted, rejects.as_mut())?;
            if !dry_run && !drafts.is_empty() {
                packing.push_back(run.number(drafts).await?);
            }
            if packing.len() >= AHEAD
                && let Some(packed) = packing.pop_front()
            {
                run.write(packed).await?;
            }
            progress(run.report.progress);
        }
        for packed in packing {
            run.write(packed).await?;
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
        let calendar = self.calendar(Some(&mut tx), root.get(..1).unwrap_or_default()).await?;
        drop(tx);
        let mut report = Report::default();
        report.categories.extend(made.categories.clone());
        report.units.extend(made.units.clone());
        let base = Base { cases: self.clone(), ctx: ctx.clone(), map, zone, calendar, made };
        Ok(Run { base: Arc::new(base), units: Arc::default(), seen: HashSet::new(), report })
    }
}

fn open(file: &Path, map: &CaseMap) -> Result<Table> {
    let table = Table::open(file, map.delimiter, map.sheet.as_deref());
    table.map_err(|e| wrong("import.file", format!("{}: {e}", file.display())))
}

/// Reads on a thread of its own, some chunks ahead.
fn read_ahead(table: Table) -> Receiver<Result<Vec<Record>, String>> {
    let (to, chunks) = channel(AHEAD);
    std::thread::spawn(move || {
        let mut records = table.peekable();
        while records.peek().is_some() {
            let chunk = records.by_ref().take(CHUNK).collect::<Result<Vec<Record>, String>>();
            let failed = chunk.is_err();
            if to.blocking_send(chunk).is_err() || failed {
                return;
            }
        }
    });
    chunks
}

/// What an import stands on.
struct Base {
    cases: Cases,
    ctx: Ctx,
    map: CaseMap,
    zone: TimeZone,
    calendar: Arc<worktime::Calendar>,
    made: create::Made,
}

/// A chunk that was looked at.
struct Drafted {
    drafts: Vec<Draft>,
    rejects: Vec<(Record, Reject)>,
}

/// An import under way.
struct Run {
    base: Arc<Base>,
    /// Whether a code is a unit, as asked before.
    units: Arc<HashMap<String, bool>>,
    /// Numbers of the other system further up in the file.
    seen: HashSet<String>,
    report: Report,
}

impl Run {
    /// Begins to make drafts of a chunk.
    async fn begin(&mut self, chunk: Vec<Record>) -> Result<JoinHandle<Drafted>> {
        self.report.progress.records += chunk.len() as u64;
        let new = self.unknown(chunk).await?;
        self.ask_units(&new).await?;
        let (base, units) = (self.base.clone(), self.units.clone());
        Ok(tokio::task::spawn_blocking(move || base.drafts(&units, new)))
    }

    /// The records whose number is not known yet, neither from before nor from further up in the file.
    async fn unknown(&mut self, chunk: Vec<Record>) -> Result<Vec<Record>> {
        let number = |record: &Record| self.base.map.number.read(&|c| record.cell(c));
        let numbers: Vec<String> = chunk.iter().filter_map(number).collect();
        let numbers: Vec<&str> = numbers.iter().map(String::as_str).collect();
        let mut tx = self.base.cases.db().read().await?;
        let known = store::around::known_aliases(&mut tx, &self.base.map.system, &numbers).await?;
        drop(tx);
        let all = chunk.len();
        let mut new = Vec::with_capacity(all);
        for record in chunk {
            let number = self.base.map.number.read(&|c| record.cell(c));
            if number.is_none_or(|n| !known.contains(&n) && self.seen.insert(n)) {
                new.push(record);
            }
        }
        self.report.progress.known += (all - new.len()) as u64;
        Ok(new)
    }

    /// Asks once for every unit that the chunk names.
    async fn ask_units(&mut self, chunk: &[Record]) -> Result<()> {
        let Some(coded) = &self.base.map.unit else { return Ok(()) };
        let Some(column) = &coded.column else { return Ok(()) };
        let mut codes: HashSet<String> = HashSet::new();
        for record in chunk {
            if let Some(value) = column.read(&|c| record.cell(c)) {
                let code = coded.values.get(&value).or_else(|| self.base.made.units.get(&value)).cloned();
                codes.insert(code.unwrap_or(value));
            }
        }
        codes.retain(|code| !self.units.contains_key(code));
        for code in codes {
            let known = self.base.cases.parts.directory.has_unit(&code).await?;
            Arc::make_mut(&mut self.units).insert(code, known);
        }
        Ok(())
    }

    /// Counts, and hands to the reject file what is not taken.
    fn note<W: Write>(
        &mut self,
        drafted: Drafted,
        mut rejects: Option<&mut csv::Writer<W>>,
    ) -> Result<Vec<Draft>> {
        for (record, reject) in &drafted.rejects {
            self.report.progress.rejected += 1;
            let reason = format!("{}: {}", reject.field, reject.expected);
            *self.report.reasons.entry(reason).or_default() += 1;
            if let Some(out) = &mut rejects {
                write_reject(out, record, reject).map_err(Failure::internal)?;
            }
        }
        self.report.progress.imported += drafted.drafts.len() as u64;
        for draft in &drafted.drafts {
            self.report.with_deadline += u64::from(draft.on_time.is_some());
            self.report.on_time += u64::from(draft.on_time == Some(true));
            self.report.without_point += u64::from(draft.registration.spot.lon.is_none());
            self.report.outside += u64::from(draft.registration.spot.outside_m.is_some());
        }
        Ok(drafted.drafts)
    }

    /// Numbers drafts and begins to make them ready.
    async fn number(&self, drafts: Vec<Draft>) -> Result<JoinHandle<Result<Packed>>> {
        let mut wanted: BTreeMap<(String, String), i64> = BTreeMap::new();
        for draft in &drafts {
            *wanted.entry((draft.prefix.clone(), draft.day.clone())).or_default() += 1;
        }
        let (base, wanted) = (self.base.clone(), Arc::new(wanted));
        let next = base.cases.db().write(&base.ctx, move |tx| {
            let wanted = wanted.clone();
            Box::pin(async move {
                let mut next = Numbers::new();
                for ((prefix, day), count) in wanted.iter() {
                    let first = store::around::lease(tx, prefix, day, *count).await?;
                    next.insert((prefix.clone(), day.clone()), first);
                }
                Ok::<_, Failure>(next)
            })
        });
        let (next, base) = (next.await?, self.base.clone());
        Ok(tokio::task::spawn_blocking(move || pack(&base.ctx, next, drafts)))
    }

    /// Writes a chunk in one transaction.
    async fn write(&self, packed: JoinHandle<Result<Packed>>) -> Result<()> {
        let packed = Arc::new(packed.await.map_err(Failure::internal)??);
        let writer = Writer::new(self.base.cases.parts.vault.clone());
        let write = self.base.cases.db().write(&self.base.ctx, move |tx| {
            let (packed, writer) = (packed.clone(), writer.clone());
            Box::pin(async move { writer.write(tx, Packed::clone(&packed)).await })
        });
        write.await
    }
}

impl Base {
    /// The records of a chunk as drafts.
    fn drafts(&self, units: &HashMap<String, bool>, chunk: Vec<Record>) -> Drafted {
        let place = |input: &crate::service::PlaceInput| {
            // the standard address of imported words is not kept: they stand beside it
            let (spot, _) = self.cases.locate_report(input)?;
            let county = self.cases.home(&spot);
            Ok((spot, county))
        };
        let known_unit = |code: &str| units.get(code).copied().unwrap_or(false);
        let maker = Maker {
            ctx: self.ctx.clone(),
            map: self.map.clone(),
            clocks: clock_specs(&self.made.pack),
            pack: self.made.pack.clone(),
            vault: self.cases.parts.vault.clone(),
            calendar: self.calendar.clone(),
            zone: self.zone.clone(),
            categories: self.made.categories.clone(),
            units: self.made.units.clone(),
            known_unit: &known_unit,
            place: &place,
        };
        let mut drafted = Drafted { drafts: Vec::with_capacity(chunk.len()), rejects: vec![] };
        for record in chunk {
            match maker.draft(&record) {
                Ok(draft) => drafted.drafts.push(draft),
                Err(reject) => drafted.rejects.push((record, reject)),
            }
        }
        drafted
    }
}

fn write_reject<W: Write>(out: &mut csv::Writer<W>, record: &Record, reject: &Reject) -> csv::Result<()> {
    let no = record.no.to_string();
    let own = [no.as_str(), &reject.field, &reject.value, &reject.expected];
    out.write_record(own.into_iter().chain(record.cells().iter().map(String::as_str)))
}

/// Prefix and day → the next number.
type Numbers = BTreeMap<(String, String), i64>;

/// Gives the drafts their numbers and makes them ready to be written.
fn pack(ctx: &Ctx, mut next: Numbers, drafts: Vec<Draft>) -> Result<Packed> {
    let mut cases = Vec::with_capacity(drafts.len());
    for draft in drafts {
        let number = next.entry((draft.prefix.clone(), draft.day.clone())).or_default();
        let entry = draft.entry(ctx, &crate::service::number(&draft.prefix, &draft.day, *number));
        *number += 1;
        let case = fold([&entry]).ok_or_else(|| Failure::Internal("a registration makes no case".into()))?;
        cases.push(BulkCase { case, entries: vec![entry], values: draft.values, token: None });
    }
    Packed::pack(cases)
}
