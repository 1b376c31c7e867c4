//! Commands and queries: authorise → load → decide → append + project, one transaction each.
//!
//! Whatever has to be looked up or prepared is done before the transaction; inside it the stream's head is locked, the
//! version compared, and everything written at once.

mod act;
mod alias;
mod calendars;
mod catalogue;
mod handover;
mod intake;
mod lists;
mod notices;
mod numbers;
mod orders;
mod papers;
mod public;
mod relocate;
mod route;
mod standing;
mod track;
mod view;
mod views;

pub(crate) use act::clock_specs;
pub use act::{Doing, Done};
pub(crate) use act::{after, append};
pub use calendars::{AppliedCalendar, Calendars, WrittenCalendar};
pub use catalogue::{CataloguePage, Sheet, SheetProblem};
pub use handover::{HandOverPreview, HandOvers, HandedOver, WorkItem};
pub(crate) use intake::publishable;
pub use intake::{CategoryRef, Intake, PlaceInput, Report, Reported, ReporterInput};
pub use lists::bbox;
pub use lists::{CasePage, Counts, ListQuery};
pub use notices::{NoticeCounts, NoticePage, NoticeQuery, NoticeView};
pub use numbers::{prefix, text as number};
pub use orders::{OrderPage, OrderQuery, OrderRow, PublicOrder};
pub use papers::{Form, PaperView};
pub use public::PublicQuery;
pub use relocate::{
    Leaving, Moving, RELOCATE, Relocating, Relocation, RelocationQuery, RelocationRun, Relocator,
};
pub use standing::{Dimension, Group};
pub use track::{Can, PhotoRef, PublicStep, TOLD, Tell, Track, TrackPlace, TrackStep};
pub use view::{Receipt, Reveal};
pub use views::*;

use crate::catalogue::Entry;
use crate::model::{Case, CaseId};
use crate::ports::{Directory, Library};
use crate::printing::Printing;
use crate::store;
use blobs::Blobs;
use db::{Db, Tx};
use grid::Grid;
use identity::Memo;
use kernel::{Env, Failure, Refusal, Result};
use numbers::Numbers;
use packs::Loaded;
use parking_lot::Mutex;
use protect::Vault;
use std::collections::HashMap;
use std::sync::Arc;
use worktime::Calendar;

/// What cases is put together from.
#[derive(Clone)]
pub struct Parts {
    /// The database.
    pub db: Db,
    /// Time and randomness.
    pub env: Arc<dyn Env>,
    /// Personal values and free texts.
    pub vault: Vault,
    /// Files.
    pub blobs: Blobs,
    /// The ground.
    pub grid: Arc<Grid>,
    /// Units and people.
    pub directory: Arc<dyn Directory>,
    /// Packs in use.
    pub library: Arc<dyn Library>,
}

/// The service. Cheap to clone.
#[derive(Clone)]
pub struct Cases {
    pub(crate) parts: Parts,
    numbers: Arc<Numbers>,
    calendars: Arc<Mutex<HashMap<String, Arc<Calendar>>>>,
    memory: Arc<Memory>,
    printing: Printing,
}

/// What does not have to be read for every case.
#[derive(Default)]
struct Memory {
    /// Pack and categories: the entries of the catalogue.
    catalogue: Memo<(String, Vec<String>), Arc<[Entry]>>,
    /// Areas from the top: the calendar of the lowest that has one.
    calendars: Memo<Vec<String>, Arc<Calendar>>,
    /// First parts of numbers: the homes that they may mean.
    homes: Memo<String, Arc<[String]>>,
}

impl Cases {
    /// Puts the service together.
    pub fn new(parts: Parts) -> Self {
        Self {
            parts,
            numbers: Arc::new(Numbers::default()),
            calendars: Arc::default(),
            memory: Arc::default(),
            printing: Printing::default(),
        }
    }

    /// The same with what it takes to print.
    #[must_use]
    pub fn printing(mut self, printing: Printing) -> Self {
        self.printing = printing;
        self
    }

    pub(crate) fn db(&self) -> &Db {
        &self.parts.db
    }

    /// The pack of a case, in the version it keeps.
    pub(crate) fn pack_of(&self, case: &Case) -> Result<Arc<Loaded>> {
        let missing = || Failure::Internal(format!("pack {} {} is not there", case.pack, case.pack_version));
        self.parts.library.pack(&case.pack, &case.pack_version).ok_or_else(missing)
    }

    /// A case by its number; `case.not_found` without one.
    pub(crate) async fn find(&self, tx: &mut Tx, number: &str) -> Result<Case> {
        let prefix = number.split('-').next().unwrap_or_default().to_owned();
        let (homes, asked) = match self.memory.homes.get(&prefix) {
            Ok(homes) => (homes, None),
            Err(asked) => (store::around::homes(tx, &prefix).await?.into(), Some(asked)),
        };
        for county in homes.iter() {
            if let Some(case) = store::row::by_number(tx, county, number).await? {
                asked
                    .into_iter()
                    .for_each(|asked| self.memory.homes.put(asked, prefix.clone(), homes.clone()));
                return Ok(case);
            }
        }
        if asked.is_none() {
            // it may be the first of another home
            self.memory.homes.clear();
            return Box::pin(self.find(tx, number)).await;
        }
        Err(Refusal::not_found("case").into())
    }

    /// A case by its number, whoever asks: for jobs and other protocols, which judge for themselves what they show.
    ///
    /// # Errors
    /// `case.not_found`
    pub async fn load(&self, number: &str) -> Result<Case> {
        let mut tx = self.db().read().await?;
        self.find(&mut tx, number).await
    }

    /// The case that has a number in another system.
    pub async fn by_alias(&self, system: &str, number: &str) -> Result<Option<Case>> {
        let mut tx = self.db().read().await?;
        let Some((county, id)) = store::around::by_alias(&mut tx, system, number).await? else {
            return Ok(None);
        };
        Ok(store::row::get(&mut tx, &county, &id).await?)
    }

    pub(crate) async fn get(&self, tx: &mut Tx, county: &str, id: &CaseId) -> Result<Case> {
        store::row::get(tx, county, id).await?.ok_or_else(|| Refusal::not_found("case").into())
    }

    /// The working calendar of an area, given the codes from the top; the shipped Chinese one when none was set.
    pub(crate) async fn calendar(&self, tx: Option<&mut Tx>, path: &[String]) -> Result<Arc<Calendar>> {
        let question = path.to_vec();
        let asked = match self.memory.calendars.get(&question) {
            Ok(known) => return Ok(known),
            Err(asked) => asked,
        };
        let spec = match tx {
            Some(tx) => store::calendar::nearest(tx, path).await?,
            None => store::calendar::nearest(&mut self.db().read().await?, path).await?,
        };
        let calendar = self.parsed(spec.map_or_else(|| DEFAULT_CALENDAR.into(), |(_, spec)| spec))?;
        self.memory.calendars.put(asked, question, calendar.clone());
        Ok(calendar)
    }

    fn parsed(&self, spec: String) -> Result<Arc<Calendar>> {
        if let Some(known) = self.calendars.lock().get(&spec) {
            return Ok(known.clone());
        }
        let parsed: Calendar = serde_json::from_str(&spec)?;
        let parsed = Arc::new(parsed);
        self.calendars.lock().insert(spec, parsed.clone());
        Ok(parsed)
    }
}

/// The calendar where nobody wrote one.
pub(crate) const DEFAULT_CALENDAR: &str = r#"{"base":"cn"}"#;

/// The API's form of a pack's name.
pub(crate) fn name(text: &workflow::Text) -> kernel::Text {
    kernel::Text { zh: text.zh.clone(), en: (!text.en.is_empty()).then(|| text.en.clone()) }
}
