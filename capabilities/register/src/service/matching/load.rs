//! The rows of a run: opened in memory, told to the engine, and forgotten with it.

use super::super::{Reach, Register, seal};
use crate::model::{Record, SHELF};
use crate::rules::matching::Matcher;
use crate::rules::schema::ReadyKind;
use crate::store::things::Run;
use kernel::{Failure, Refusal, Result};
use linkage::Table;
use std::collections::{BTreeMap, HashMap};

/// Records that are read together.
const PIECE: usize = 2_000;
/// Records of one run at most: they stand in memory.
pub(super) const MOST: usize = 5_000_000;

/// Rows as the engine takes them, and what is needed of each afterwards.
#[derive(Debug)]
pub(super) struct Loaded {
    /// Numbers, in the order of the rows.
    pub ns: Vec<i64>,
    /// Places, by their place in `places`.
    pub place: Vec<u32>,
    pub places: Vec<String>,
    /// Checked numbers as keyed numbers; 0 where there is none.
    pub numbers: Vec<i64>,
    pub table: Table,
}

impl Loaded {
    /// Checked numbers by record.
    pub fn by_record(&self) -> HashMap<i64, i64> {
        self.ns.iter().copied().zip(self.numbers.iter().copied()).collect()
    }

    /// The place above two rows: whole codes that both begin with.
    pub fn above(&self, a: u32, b: u32) -> String {
        let of = |row: u32| self.places[self.place[row as usize] as usize].split_inclusive('/');
        of(a).zip(of(b)).take_while(|(x, y)| x == y).map(|(x, _)| x).collect()
    }
}

impl Register {
    /// All records of a run, opened. No value leaves memory.
    ///
    /// # Errors
    /// `register.too_many_rows`; whatever the database says.
    pub(super) async fn load_rows(&self, run: &Run, kind: &ReadyKind, matcher: &Matcher) -> Result<Loaded> {
        let reach = [Reach { county: run.county.clone(), place: run.place.clone() }];
        let mut all = Loaded {
            ns: vec![],
            place: vec![],
            places: vec![],
            numbers: vec![],
            table: Table::new(&matcher.schema),
        };
        let mut places: BTreeMap<String, u32> = BTreeMap::new();
        let mut last: Option<Record> = None;
        loop {
            let piece = self.each(&reach, &run.kind, last.as_ref(), PIECE).await?;
            let Some(end) = piece.last().cloned() else { break };
            let ns: Vec<i64> = piece.iter().map(|r| r.n).collect();
            let bundles = {
                let mut tx = self.db().read().await?;
                self.parts.vault.bundles(&mut tx, &run.county, SHELF, &ns).await?
            };
            for r in &piece {
                let values = seal::join(&r.open, bundles.get(&(r.n, r.version)).map(|b| &b.values));
                let next = u32::try_from(places.len()).unwrap_or(u32::MAX);
                all.place.push(*places.entry(r.place.clone()).or_insert(next));
                all.ns.push(r.n);
                all.numbers.push(self.number(matcher, &values));
                all.table.push(&matcher.row(kind, &values)).map_err(Failure::internal)?;
            }
            if all.ns.len() > MOST {
                return Err(Refusal::rule("register.too_many_rows").want(MOST.to_string()).into());
            }
            last = Some(end);
        }
        let mut by_number: Vec<(u32, String)> = places.into_iter().map(|(place, at)| (at, place)).collect();
        by_number.sort_unstable();
        all.places = by_number.into_iter().map(|(_, place)| place).collect();
        Ok(all)
    }

    /// The checked number of a record as a keyed number; 0 where there is none.
    pub(super) fn number(&self, matcher: &Matcher, values: &crate::rules::value::Values) -> i64 {
        match matcher.number(values).map(|n| self.first.at(1, "same-number", n)) {
            None => 0,
            // 0 means that there is none
            Some(0) => 1,
            Some(key) => key,
        }
    }

    /// The checked numbers of some records.
    pub(super) async fn numbers_of(
        &self,
        tx: &mut db::Tx,
        county: &str,
        matcher: &Matcher,
        ns: &[i64],
    ) -> Result<HashMap<i64, i64>> {
        let records = crate::store::read::some(tx, county, ns).await?;
        let bundles = self.parts.vault.bundles(tx, county, SHELF, ns).await?;
        let number = |r: &Record| {
            let values = seal::join(&r.open, bundles.get(&(r.n, r.version)).map(|b| &b.values));
            (r.n, self.number(matcher, &values))
        };
        Ok(records.values().map(number).collect())
    }
}
