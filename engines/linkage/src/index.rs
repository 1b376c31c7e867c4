//! New rows against a list that is there: an index is built once and asked often.

use crate::block::{Keys, NONE, Source, sources};
use crate::em::Learned;
use crate::link::{Linkage, Options};
use crate::model::LinkageError;
use crate::records::Records;
use crate::text::Table;
use rayon::prelude::*;

/// New rows that are asked at once without moving the list.
const ROOM: usize = 1 << 16;

/// A list with its model, ready to be asked.
pub struct Index {
    records: Records,
    learned: Learned,
    keys: Keys,
    /// The keys of each pass in the order of its rows.
    sorted: Vec<Vec<u32>>,
    passes: Vec<(Vec<Source>, Vec<Source>)>,
}

/// An indexed row that may be the same thing.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Found {
    /// The indexed row.
    pub row: u32,
    /// Log-odds (base 2) that it is.
    pub score: f32,
}

impl std::fmt::Debug for Index {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Index").field("rows", &self.records.len()).finish_non_exhaustive()
    }
}

impl Index {
    /// Of a list and what was learned from it.
    pub fn new(mut records: Records, linkage: &Linkage, options: &Options) -> Result<Self, LinkageError> {
        let keys = Keys::new(&records, options.cap)?;
        let of = |pass: usize| keys.order[pass].par_iter().map(|&row| keys.row(row)[pass]).collect();
        let sorted = (0..keys.passes).map(of).collect();
        let both = |p: &crate::model::Pass| Ok((sources(&records, &p.keys)?, sources(&records, &p.refine)?));
        let passes = records.schema.passes.iter().map(both).collect::<Result<_, LinkageError>>()?;
        records.columns.iter_mut().for_each(|column| column.reserve(ROOM));
        Ok(Self { learned: linkage.learned.clone(), keys, sorted, passes, records })
    }

    /// The indexed rows.
    pub fn records(&self) -> &Records {
        &self.records
    }

    /// For each new row the indexed rows that may be the same thing, the most probable first. The new rows are compared
    /// with the list only, not with each other, and are forgotten afterwards.
    pub fn ask(&mut self, rows: Table, floor: f32) -> Result<Vec<Vec<Found>>, LinkageError> {
        let (before, mark) = (self.records.len(), self.records.mark());
        self.records.add(rows)?;
        let this = &*self;
        let found =
            (before..this.records.len()).into_par_iter().map(|row| this.candidates(row, floor)).collect();
        self.records.forget(before, &mark);
        Ok(found)
    }

    fn candidates(&self, row: usize, floor: f32) -> Vec<Found> {
        let mut rows: Vec<u32> = vec![];
        for (pass, (first, refine)) in self.passes.iter().enumerate() {
            let key = self.keys.of_new(&self.records, pass, first, refine, row);
            if key == NONE {
                continue;
            }
            let sorted = &self.sorted[pass];
            let from = sorted.partition_point(|&k| k < key);
            let len = sorted[from..].iter().take_while(|&&k| k == key).count();
            rows.extend(&self.keys.order[pass][from..from + len]);
        }
        rows.sort_unstable();
        rows.dedup();
        let mut cells = vec![0; self.records.cells.len()];
        let score = |other: u32| {
            self.records.unfold(self.records.pattern(other as usize, row), &mut cells);
            Found { row: other, score: self.learned.score(&cells) }
        };
        let mut found: Vec<Found> = rows.into_iter().map(score).filter(|f| f.score >= floor).collect();
        found.sort_by(|a, b| b.score.total_cmp(&a.score).then(a.row.cmp(&b.row)));
        found
    }
}
