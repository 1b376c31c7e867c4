//! Importing a list: read, checked, told apart from what is known, sealed, written; later chunks are made ready while an
//! earlier one is written.
//!
//! The source's own key says which row is which: the same file again changes nothing, and an import that was cut off goes on
//! where it was when it runs again. Each transaction takes the head of the list's stream; a second import of the same list that
//! runs at the same time is refused. A chunk of at most [`CHUNK`] rows of one home is one fact.

mod draft;
mod known;
mod pack;
mod relate;
mod report;

pub(crate) use draft::Draft;
pub(crate) use pack::{Change, Made, Packed, To, make_next, pack};
pub use report::{CellFault, ImportReport, Preview, Progress};

use super::Register;
use super::lists::{Mapping, check_source};
use crate::rules::schema::ReadyKind;
use crate::rules::value::Fault;
use authz::action;
use cases::import::read::{Record as Row, Table};
use draft::{Checked, Checker};
use kernel::{Ctx, Failure, Refusal, Result};
use known::Known;
use pack::Pending;
use serde_json::Value;
use std::collections::{BTreeMap, VecDeque};
use std::io::Write;
use std::sync::Arc;
use tokio::sync::Semaphore;
use tokio::sync::mpsc::{Receiver, channel};
use tokio::task::JoinHandle;

/// Rows of one fact at most.
pub const CHUNK: usize = 1_000;
/// Rows that are read and checked together.
const READ: usize = 2_000;
/// Pieces that are under way at a time on each stretch of the road.
const AHEAD: usize = 4;
/// Facts of one transaction at most, all of one home where there are enough: other commands wait for it, but the more blind words go into a
/// segment at once, the fewer of its pages are written again and again.
const TOGETHER: usize = 8;

/// What is to be imported, and who hears of it.
pub struct Request<'a> {
    /// The kind.
    pub kind: &'a str,
    /// The source: what the list is called.
    pub source: &'a str,
    /// The mapping; the remembered one when not given.
    pub mapping: Option<Value>,
    /// Check only.
    pub dry_run: bool,
    /// Where rows go that are not taken: their own columns behind row, field, what is wrong and what is expected.
    pub rejects: Option<&'a mut (dyn Write + Send)>,
    /// Hears how far it is.
    pub progress: &'a (dyn Fn(Progress) + Send + Sync),
}

/// Opens the table that is to be read.
pub type Open<'a> = &'a (dyn Fn(char, Option<&str>) -> Result<Table, String> + Send + Sync);

impl Register {
    /// Imports a list.
    ///
    /// # Errors
    /// `action.forbidden`; what is wrong with kind, source, mapping or file (a row's fault is no error);
    /// `register.import_running` when somebody imports the same list.
    pub async fn import(&self, ctx: &Ctx, open: Open<'_>, request: Request<'_>) -> Result<ImportReport> {
        authz::require_anywhere(&ctx.actor, action::REGISTER_IMPORT)?;
        let kind = self.kind("kind", request.kind)?;
        check_source(request.source)?;
        let (of, source, dry_run) = (request.kind, request.source, request.dry_run);
        let given = match request.mapping.clone() {
            Some(mapping) => Some(mapping),
            None => self.mapping(of, source).await?,
        };
        let given = given.ok_or_else(|| Refusal::required("mapping"))?;
        let mapping = Mapping::read(&kind, &given)?;
        let table = open(mapping.delimiter, mapping.sheet.as_deref());
        let table = table.map_err(|e| Refusal::invalid("file", "", e))?;
        if let Some(missing) = mapping.columns().into_iter().find(|c| !table.columns.iter().any(|k| k == c))
            && !table.columns.is_empty()
        {
            let there = table.columns.join(", ");
            return Err(Refusal::invalid("mapping", missing, format!("one of the columns: {there}")).into());
        }
        let scopes = self.scopes(ctx);
        let columns = table.columns.clone();
        let ctx = self.in_charge(ctx);
        let mut run = Run::begin(self, &ctx, kind, mapping, scopes, source).await?;
        run.report.dry_run = dry_run;
        run.report.columns = columns;
        run.go(table, request).await?;
        Ok(run.report)
    }

    /// Imports a list and asks that what is new be compared with the other lists, for a purpose.
    ///
    /// # Errors
    /// As [`Register::import`]; before anything is read, what stands against the comparison.
    pub async fn import_and_compare(
        &self,
        ctx: &Ctx,
        open: Open<'_>,
        request: Request<'_>,
        purpose: &str,
    ) -> Result<ImportReport> {
        let kind = request.kind;
        self.may_ask(ctx, kind, purpose)?;
        let mark = self.mark().await?;
        let mut report = self.import(ctx, open, request).await?;
        if report.added > 0 {
            report.comparisons = self.ask_for_new(ctx, kind, purpose, &mark).await?;
        }
        Ok(report)
    }

    /// Areas into which the actor may import, as paths.
    fn scopes(&self, ctx: &Ctx) -> Vec<String> {
        let scopes = authz::scopes(&ctx.actor, action::REGISTER_IMPORT);
        scopes.into_iter().map(|s| s.area_path).collect()
    }

    fn in_charge(&self, ctx: &Ctx) -> Ctx {
        let posts = authz::posts(&ctx.actor, action::REGISTER_IMPORT, &authz::Thing::of("register"));
        posts.first().map_or_else(|| ctx.clone(), |grant| ctx.clone().in_post(grant.post.clone()))
    }
}

/// Reads on a thread of its own, some pieces ahead.
fn read_ahead(table: Table) -> Receiver<Result<Vec<Row>, String>> {
    let (to, pieces) = channel(AHEAD);
    std::thread::spawn(move || {
        let mut rows = table.peekable();
        while rows.peek().is_some() {
            let piece = rows.by_ref().take(READ).collect::<Result<Vec<Row>, String>>();
            let failed = piece.is_err();
            if to.blocking_send(piece).is_err() || failed {
                return;
            }
        }
    });
    pieces
}

/// Hands for checking and sealing: a core is left to whoever writes, who else waits for one each time the database has asked for more.
fn hands() -> Arc<Semaphore> {
    let cores = std::thread::available_parallelism().map_or(1, usize::from);
    Arc::new(Semaphore::new(cores.saturating_sub(1).max(1)))
}

/// An import under way.
struct Run {
    register: Register,
    ctx: Ctx,
    checker: Arc<Checker>,
    known: Known,
    pending: BTreeMap<String, Pending>,
    packing: VecDeque<JoinHandle<Result<Packed>>>,
    hands: Arc<Semaphore>,
    /// What is being written, while what comes behind it is sorted out.
    writing: Option<JoinHandle<Result<()>>>,
    report: ImportReport,
    resolver: relate::Resolver,
}

impl Run {
    async fn begin(
        register: &Register,
        ctx: &Ctx,
        kind: Arc<ReadyKind>,
        mapping: Mapping,
        scopes: Vec<String>,
        source: &str,
    ) -> Result<Self> {
        let blind = register.blind()?;
        let known = Known::load(register, &blind, &kind.kind.code, source).await?;
        let resolver = relate::Resolver::load(register, &blind, &kind, &mapping).await?;
        let id: kernel::Id<()> = ctx.id();
        let checker = Checker {
            map: register.parts.grid.map(),
            register: register.clone(),
            blind,
            today: ctx.now.0,
            kind,
            mapping,
            scopes,
        };
        let report = ImportReport { run: id.to_string(), ..ImportReport::default() };
        Ok(Self {
            register: register.clone(),
            ctx: ctx.clone(),
            checker: Arc::new(checker),
            known,
            pending: BTreeMap::new(),
            packing: VecDeque::new(),
            hands: hands(),
            writing: None,
            report,
            resolver,
        })
    }

    async fn go(&mut self, table: Table, request: Request<'_>) -> Result<()> {
        let Request { rejects, progress, dry_run, .. } = request;
        let mut rejects = rejects.map(csv::Writer::from_writer);
        if let Some(out) = &mut rejects {
            let own = ["row", "field", "wrong", "expected"];
            let heading = own.into_iter().chain(table.columns.iter().map(String::as_str));
            out.write_record(heading).map_err(Failure::internal)?;
        }
        let mut pieces = read_ahead(table);
        let mut checking: VecDeque<JoinHandle<Result<Checked>>> = VecDeque::new();
        loop {
            while checking.len() < AHEAD
                && let Some(piece) = pieces.recv().await
            {
                let piece = piece.map_err(|e| Refusal::invalid("file", "", e))?;
                let checker = self.checker.clone();
                checking.push_back(self.aside(move || Ok(checker.check(piece))));
            }
            let Some(next) = checking.pop_front() else { break };
            let mut checked = next.await.map_err(Failure::internal)??;
            let unknown = self.resolver.resolve(&self.checker, &mut checked.drafts).await?;
            self.note(&checked, rejects.as_mut())?;
            self.note_unknown(&unknown, rejects.as_mut())?;
            self.sort_out(checked, dry_run).await?;
            while self.packing.len() > TOGETHER {
                self.write().await?;
            }
            progress(self.report.progress());
        }
        for county in self.pending.keys().cloned().collect::<Vec<_>>() {
            self.flush(&county).await?;
        }
        while !self.packing.is_empty() {
            self.write().await?;
            progress(self.report.progress());
        }
        self.written().await?;
        if let Some(mut out) = rejects {
            out.flush().map_err(Failure::internal)?;
        }
        Ok(())
    }

    /// Counts, and hands to the reject file what is not taken.
    fn note<W: Write>(&mut self, checked: &Checked, mut out: Option<&mut csv::Writer<W>>) -> Result<()> {
        self.report.rows += (checked.drafts.len() + checked.faults.len()) as u64;
        for (row, faults) in &checked.faults {
            self.report.reject(row.no, faults);
            told(row, faults, out.as_deref_mut())?;
        }
        Ok(())
    }

    /// Rows that name a record which is not there: they are taken without it, and told; the next import asks again.
    fn note_unknown<W: Write>(
        &mut self,
        unknown: &[(Row, Vec<Fault>)],
        mut out: Option<&mut csv::Writer<W>>,
    ) -> Result<()> {
        for (row, faults) in unknown {
            self.report.unresolved += faults.len() as u64;
            self.report.tell(row.no, faults);
            told(row, faults, out.as_deref_mut())?;
        }
        Ok(())
    }

    /// What is new, what has changed, what is as it was.
    async fn sort_out(&mut self, checked: Checked, dry_run: bool) -> Result<()> {
        for draft in checked.drafts {
            self.report.preview(&self.checker.kind, &draft);
            match self.known.look(&draft) {
                known::Look::Same => self.report.unchanged += 1,
                known::Look::Twice => self.report.reject(draft.row, &[known::twice()]),
                known::Look::Elsewhere => self.report.reject(draft.row, &[known::elsewhere()]),
                found if dry_run => match found {
                    known::Look::New => self.report.added += 1,
                    _ => self.report.changed += 1,
                },
                known::Look::New => {
                    self.report.added += 1;
                    self.pend(draft, None).await?;
                }
                known::Look::Changed(row) => {
                    self.report.changed += 1;
                    self.pend(draft, Some(row)).await?;
                }
            }
        }
        Ok(())
    }

    async fn pend(&mut self, draft: draft::Draft, known: Option<crate::store::read::KnownRow>) -> Result<()> {
        let county = draft.at.county.clone();
        let pending = self.pending.entry(county.clone()).or_default();
        pending.add(draft, known);
        if pending.len() >= CHUNK * TOGETHER { self.flush(&county).await } else { Ok(()) }
    }

    /// Numbers what waits in a home and begins to seal it.
    async fn flush(&mut self, county: &str) -> Result<()> {
        // numbers of an older key would not meet those that are known: the run is cut off, the next one goes on
        if self.register.parts.vault.generation() != self.checker.blind.generation() {
            return Err(Refusal::conflict("register.keys_changed").into());
        }
        let Some(pending) = self.pending.remove(county) else { return Ok(()) };
        for chunk in pending.chunks() {
            self.pack(county, chunk).await?;
        }
        Ok(())
    }

    async fn pack(&mut self, county: &str, pending: Pending) -> Result<()> {
        let first = self.known.numbers(&self.register, &self.ctx, county, pending.new.len()).await?;
        let changed = pending.load(&self.register, county).await?;
        let (register, ctx, checker) = (self.register.clone(), self.ctx.clone(), self.checker.clone());
        let (run, source) = (self.report.run.clone(), self.known.source.clone());
        let county = county.to_owned();
        let packing = move || {
            let to = To { county: &county, source: &source, run: &run, first };
            pack(&register, &ctx, (&checker.kind, &checker.blind), &to, pending.new, changed)
        };
        self.packing.push_back(self.aside(packing));
        Ok(())
    }

    /// Work that keeps a core busy, when a hand is free.
    fn aside<T: Send + 'static>(
        &self,
        work: impl FnOnce() -> Result<T> + Send + 'static,
    ) -> JoinHandle<Result<T>> {
        let hands = self.hands.clone();
        tokio::spawn(async move {
            let _hand = hands.acquire_owned().await.map_err(Failure::internal)?;
            tokio::task::spawn_blocking(work).await.map_err(Failure::internal)?
        })
    }

    /// Begins to write the next few in one transaction, once those before are written.
    async fn write(&mut self) -> Result<()> {
        let mut ready = vec![];
        while ready.len() < TOGETHER
            && let Some(next) = self.packing.pop_front()
        {
            ready.push(next.await.map_err(Failure::internal)??);
        }
        let ready = Packed::join(ready);
        self.written().await?;
        self.writing = Some(self.known.write(&self.register, &self.ctx, ready));
        Ok(())
    }

    async fn written(&mut self) -> Result<()> {
        match self.writing.take() {
            Some(writing) => writing.await.map_err(Failure::internal)?,
            None => Ok(()),
        }
    }
}

/// A row of the reject file: what is wrong, then the row's own columns.
fn told<W: Write>(row: &Row, faults: &[Fault], out: Option<&mut csv::Writer<W>>) -> Result<()> {
    let Some(out) = out else { return Ok(()) };
    let of = |part: fn(&Fault) -> &str| faults.iter().map(part).collect::<Vec<_>>().join("; ");
    let own = [row.no.to_string(), of(|f| &f.field), of(|f| f.code), of(|f| &f.expected)];
    let record = own.iter().map(String::as_str).chain(row.cells().iter().map(String::as_str));
    out.write_record(record).map_err(Failure::internal)
}

/// Whether a path lies in one of some areas.
fn within(scopes: &[String], path: &str) -> bool {
    scopes.iter().any(|scope| authz::covers(scope, path))
}
