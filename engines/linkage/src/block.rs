//! Which pairs are compared: those that share the key of a pass. A pair that an earlier pass has found is not found
//! again: all keys of a row lie side by side, so that is seen without keeping pairs.

use crate::model::{LinkageError, Part};
use crate::records::Records;
use rayon::prelude::*;
use rustc_hash::FxHashSet;

/// No key in this pass.
pub(crate) const NONE: u32 = 0;

/// The keys of all rows: `passes` numbers a row.
#[derive(Debug)]
pub(crate) struct Keys {
    pub passes: usize,
    pub of: Vec<u32>,
    /// Rows in the order of their keys, for each pass; those without a key are left out.
    pub order: Vec<Vec<u32>>,
    /// Keys whose blocks were too large and have been refined: for each pass, for each step of refinement.
    refined: Vec<Vec<FxHashSet<u32>>>,
}

struct OnePass {
    keys: Vec<u32>,
    order: Vec<u32>,
    refined: Vec<FxHashSet<u32>>,
}

/// A key of 32 bits: two values that share one are compared, no more.
#[allow(clippy::cast_possible_truncation)] // on purpose
fn fold(key: u64) -> u32 {
    let mixed = (key ^ key >> 32).wrapping_mul(0x9e37_79b9_7f4a_7c15);
    ((mixed >> 32) as u32).max(1)
}

/// One column and what is taken of it.
pub(crate) type Source = (usize, crate::model::Of);

pub(crate) fn sources(records: &Records, parts: &[Part]) -> Result<Vec<Source>, LinkageError> {
    parts.iter().map(|p| Ok((records.schema.field(&p.field)?, p.of))).collect()
}

/// The key that all parts make; none where one is absent.
pub(crate) fn key(records: &Records, sources: &[Source], row: usize) -> Option<u64> {
    sources.iter().try_fold(0x51_7c_c1_b7u64, |all, &(column, of)| {
        let part = records.columns[column].key(of, row)?;
        Some((all.rotate_left(23) ^ part).wrapping_mul(0x2545_f491_4f6c_dd1d))
    })
}

impl Keys {
    /// Keys of all rows in all passes; blocks above `cap` rows are refined or dropped.
    pub fn new(records: &Records, cap: usize) -> Result<Self, LinkageError> {
        let passes = records.schema.passes.len();
        let columns: Vec<OnePass> = records
            .schema
            .passes
            .iter()
            .map(|pass| {
                let first = sources(records, &pass.keys)?;
                let refine = sources(records, &pass.refine)?;
                Ok(one_pass(records, &first, &refine, cap))
            })
            .collect::<Result<_, LinkageError>>()?;
        let mut of = vec![NONE; passes * records.len()];
        of.par_chunks_mut(passes.max(1)).enumerate().for_each(|(row, mine)| {
            mine.iter_mut().zip(&columns).for_each(|(mine, pass)| *mine = pass.keys[row]);
        });
        let (order, refined) = columns.into_iter().map(|pass| (pass.order, pass.refined)).unzip();
        Ok(Self { passes, of, order, refined })
    }

    /// The key that a new row has in a pass, refined where the blocks of the others were.
    pub fn of_new(
        &self,
        records: &Records,
        pass: usize,
        first: &[Source],
        refine: &[Source],
        row: usize,
    ) -> u32 {
        let Some(wide) = key(records, first, row) else { return NONE };
        let mut mine = fold(wide);
        for (step, too_large) in self.refined[pass].iter().enumerate() {
            if !too_large.contains(&mine) {
                break;
            }
            mine = refine.get(step).map_or(NONE, |&source| finer(records, source, row, mine));
        }
        mine
    }

    /// The keys of a row.
    #[inline]
    pub fn row(&self, row: u32) -> &[u32] {
        let from = row as usize * self.passes;
        &self.of[from..from + self.passes]
    }

    /// Whether a pass before this one has found the pair.
    #[inline]
    pub fn found_before(mine: &[u32], other: &[u32], pass: usize) -> bool {
        mine[..pass].iter().zip(&other[..pass]).any(|(a, b)| a == b && *a != NONE)
    }

    /// The blocks of a pass, as ranges of its order.
    pub fn blocks(&self, pass: usize) -> Vec<(u32, u32)> {
        let key = |row: u32| self.of[row as usize * self.passes + pass];
        runs(&self.order[pass], key)
    }
}

/// Ranges of at least two rows with one key.
#[allow(clippy::cast_possible_truncation)] // rows are counted in 32 bits
fn runs<K: Copy + PartialEq>(order: &[u32], key: impl Fn(u32) -> K) -> Vec<(u32, u32)> {
    let (mut out, mut from) = (vec![], 0);
    while from < order.len() {
        let mine = key(order[from]);
        let mut to = from + 1;
        while to < order.len() && key(order[to]) == mine {
            to += 1;
        }
        if to - from > 1 {
            out.push((from as u32, to as u32));
        }
        from = to;
    }
    out
}

#[allow(clippy::cast_possible_truncation)] // rows are counted in 32 bits
fn one_pass(records: &Records, first: &[Source], refine: &[Source], cap: usize) -> OnePass {
    let rows = records.len();
    let first = |row| key(records, first, row).map_or(NONE, fold);
    let mut keys: Vec<u32> = (0..rows).into_par_iter().map(first).collect();
    let mut order = sorted(&keys, (0..rows as u32).filter(|&r| keys[r as usize] != NONE));
    let mut large = oversize(&order, &keys, cap);
    let mut refined = vec![];
    for &source in refine {
        refined.push(large.iter().map(|&row| keys[row as usize]).collect());
        large
            .iter()
            .for_each(|&row| keys[row as usize] = finer(records, source, row as usize, keys[row as usize]));
        let again = sorted(&keys, large.iter().copied().filter(|&r| keys[r as usize] != NONE));
        large = oversize(&again, &keys, cap);
    }
    refined.push(large.iter().map(|&row| keys[row as usize]).collect());
    large.iter().for_each(|&row| keys[row as usize] = NONE);
    if refined.iter().any(|step: &FxHashSet<u32>| !step.is_empty()) {
        order = sorted(&keys, (0..rows as u32).filter(|&r| keys[r as usize] != NONE));
    }
    OnePass { keys, order, refined }
}

fn oversize(order: &[u32], keys: &[u32], cap: usize) -> Vec<u32> {
    let blocks = runs(order, |r| keys[r as usize]).into_iter();
    let large = blocks.filter(|(from, to)| (to - from) as usize > cap);
    large.flat_map(|(from, to)| order[from as usize..to as usize].iter().copied()).collect()
}

/// The key of a row within a block that is divided.
fn finer(records: &Records, (column, of): Source, row: usize, key: u32) -> u32 {
    let part = records.columns[column].key(of, row);
    part.map_or(NONE, |p| fold(p ^ u64::from(key).wrapping_mul(0x9e37_79b9_97f4_a7c1)))
}

#[allow(clippy::cast_possible_truncation)] // packed on purpose
fn sorted(keys: &[u32], rows: impl Iterator<Item = u32>) -> Vec<u32> {
    let mut packed: Vec<u64> = rows.map(|r| u64::from(keys[r as usize]) << 32 | u64::from(r)).collect();
    packed.par_sort_unstable();
    packed.into_iter().map(|p| p as u32).collect()
}
